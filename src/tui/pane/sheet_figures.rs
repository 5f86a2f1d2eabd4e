//! Draws an account's figures below the sentence for the caller. May use: the answers on an account, the
//! pen.

use ratatui::style::Style;

use crate::domain::Money;
use crate::tui::account::Account;
use crate::tui::pen::Pen;

/// Draws an account's sums. Returns the line below.
pub fn sums(pen: &mut Pen, account: &Account, y: u16) -> u16 {
    let balance = &account.balance;
    let sums = [
        ("desk-balance", balance.balance),
        ("desk-overdue", balance.overdue),
        ("desk-on-account", balance.on_account),
        ("desk-disputed-sum", balance.disputed),
    ];
    let pairs = sums.map(|(words, sum)| {
        let style = match (words, sum.is_positive()) {
            ("desk-overdue", true) => pen.theme.late.patch(pen.theme.bold),
            ("desk-disputed-sum", true) => pen.theme.disputed.patch(pen.theme.bold),
            _ => pen.theme.bold,
        };
        (pen.say(words, &[]), pen.money(sum), style)
    });
    pen.pairs(y, 3, &pairs)
}

/// Draws what is owed by how late it is, each with its share, as far as the window is wide: bars go
/// first,/// then what is nothing; then it takes more lines.
pub fn aging(pen: &mut Pen, account: &Account, y: u16) -> u16 {
    let buckets = account.balance.aging.all();
    let most = buckets.iter().map(|bucket| bucket.minor()).max().unwrap_or(0).max(1);
    let names = ["desk-not-due", "desk-30", "desk-60", "desk-90", "desk-91"];
    let line = |pen: &Pen, widest: i64, nothing: bool| -> Vec<(String, String, Style)> {
        let shown = names.into_iter().zip(buckets).filter(|(_, sum)| nothing || !sum.is_zero());
        let part = |(words, sum): (&str, Money)| {
            let share = i128::from(sum.minor().max(0)) * i128::from(widest) / i128::from(most);
            let bar = usize::try_from(share).unwrap_or(0);
            let bar = pen.sign("█").repeat(bar) + if bar > 0 { " " } else { "" };
            (pen.say(words, &[]), format!("{bar}{}", pen.money(sum)), pen.theme.plain)
        };
        shown.map(part).collect()
    };
    let bars = if pen.desk.settings.plain { 0 } else { 5 };
    let ways = [(bars, true), (0, true), (bars, false), (0, false)];
    let lines: Vec<_> = ways.map(|(widest, nothing)| line(pen, widest, nothing)).into();
    let fits = lines.iter().find(|pairs| pen.pairs_height(2, pairs) == 1);
    match fits.or(lines.last()) {
        Some(pairs) => pen.pairs(y, 2, pairs),
        None => y,
    }
}
