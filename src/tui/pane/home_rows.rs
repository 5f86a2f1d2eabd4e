//! Draws the accounts found at home. May use: the look-up's answers, the pen.

use ratatui::style::Style;

use crate::domain::{Day, Money};
use crate::ledger::lookup::Matched;
use crate::ledger::query::lookup::Hit;
use crate::tui::pen::{Pen, shortened, width};

/// Draws an account that was found.
pub(super) fn row(
    pen: &mut Pen,
    y: u16,
    columns: &HomeColumns,
    (hit, paid): (&Hit, Option<Day>),
    is_marked: bool,
) {
    let style = pen.row(y, is_marked);
    let end = columns.code - 1;
    let mut x = 3;
    // A match in the name is underlined; any other text that matched stands before the name.
    let shown = found_by(pen, hit);
    if let Some(shown) = &shown {
        let arrow = pen.sign("→");
        x = pen.cut(x, y, end, &format!("{shown} {arrow} "), style.patch(dim(pen, is_marked)));
    }
    let name = shortened(&hit.name, end.saturating_sub(x));
    for (place, letter) in name.chars().enumerate() {
        let is_match =
            shown.is_none() && hit.at.iter().any(|(from, to)| (*from..*to).contains(&place));
        let style = if is_match { style.patch(pen.theme.matched) } else { style };
        x = pen.cut(x, y, end, letter.encode_utf8(&mut [0; 4]), style);
    }
    pen.cut(columns.code, y, columns.code + columns.code_width, &hit.customer.0, style);
    let late = if hit.overdue.is_positive() { style.patch(pen.theme.late) } else { style };
    let balance = pen.money(hit.balance);
    pen.right(columns.balance, y, &balance, style);
    let none = pen.sign("–").to_string();
    let overdue = if hit.overdue.is_zero() { none } else { pen.money(hit.overdue) };
    pen.right(columns.overdue, y, &overdue, late);
    if let Some((end, paid)) = columns.paid.zip(paid) {
        let paid = pen.day(paid);
        pen.right(end, y, &paid, style);
    }
}

/// The text that an account was found by, unless that is its name: an amount with its thousands grouped;
/// otherwise the document that Enter opens, or else the text that matched.
fn found_by(pen: &Pen, hit: &Hit) -> Option<String> {
    match (hit.matched, &hit.text) {
        (Matched::Amount, Some(amount)) => Some(pen.desk.figure(&amount.replace(',', ""))),
        _ => hit.document.as_ref().map(ToString::to_string).or(hit.text.clone()),
    }
}

/// Dim, except in the marked row, where dim text could not be read.
fn dim(pen: &Pen, is_marked: bool) -> Style {
    if is_marked { Style::new() } else { pen.theme.dim }
}

/// The places of the columns: figures are shown in full, names are cut.
pub(super) struct HomeColumns {
    pub(super) code: u16,
    pub(super) code_width: u16,
    pub(super) balance: u16,
    pub(super) overdue: u16,
    pub(super) paid: Option<u16>,
}

impl HomeColumns {
    /// The columns for these accounts.
    pub(super) fn of(pen: &Pen, hits: &[Hit]) -> HomeColumns {
        let window = pen.width();
        let widest = |of: fn(&Hit) -> Money| {
            let figures = hits.iter().map(|hit| width(&pen.money(of(hit))));
            figures.max().unwrap_or(0).max(11)
        };
        let figures = [widest(|hit| hit.balance), widest(|hit| hit.overdue)];
        // If the name has too little room, the day of the last payment is left out first, then the code.
        let wide = window >= 80;
        let with = |paid: bool, code_width: u16| {
            let overdue = if paid { window.saturating_sub(13) } else { window - 2 };
            let balance = overdue.saturating_sub(figures[1] + 2);
            let code = balance.saturating_sub(figures[0] + 2 + code_width);
            let paid = paid.then_some(window - 2);
            HomeColumns { code, code_width, balance, overdue, paid }
        };
        let ways = [(wide, if wide { 10 } else { 7 }), (false, 10), (false, 7), (false, 0)];
        let ways = ways.map(|(paid, code_width)| with(paid, code_width));
        let [.., last] = &ways;
        let last = HomeColumns { ..*last };
        ways.into_iter().find(|columns| columns.code >= 3 + SHORTEST_NAME).unwrap_or(last)
    }
}

/// The least width of a name, in cells.
const SHORTEST_NAME: u16 = 12;
