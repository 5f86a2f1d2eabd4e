//! Draws the reconciliation: the bank line, its suggestions below, the control totals at the foot. May
//! use: the pane, the pen.

use std::collections::BTreeMap;

use ratatui::style::Style;

use crate::domain::{Currency, Money};
use crate::exchange::reconcile::{
    Certainty, LineSource, SuggestedLine, SuggestedMatch, SuggestedShare,
};
use crate::tui::pen::{Pen, width, wrapped};

use super::ReconcilePane;

/// The most rows that the bank's text takes.
const TEXT: usize = 2;

/// The forms that dismiss a bank line or a receipt on the suspense list: it is done, but nothing was matched.
const DISMISSES: [&str; 2] = ["dismiss_bank_line", "reverse_unidentified"];

/// What became of a line here.
#[derive(Clone, Copy)]
enum LineStanding {
    Matched,
    Dismissed,
    Left,
    /// On the suspense list: it may be the same money as a bank line, and is summed by itself.
    Suspense,
}

/// The sums of the lines in one currency.
struct LineSums {
    currency: Currency,
    /// By standing; `None` beyond what an amount holds.
    sums: [Option<Money>; 4],
    has_dismissed: bool,
    has_suspense: bool,
}

impl LineSums {
    fn new(currency: Currency) -> LineSums {
        let sums = [Some(currency.zero()); 4];
        LineSums { currency, sums, has_dismissed: false, has_suspense: false }
    }

    fn add(&mut self, standing: LineStanding, amount: Money) {
        self.has_dismissed |= matches!(standing, LineStanding::Dismissed);
        self.has_suspense |= matches!(standing, LineStanding::Suspense);
        if let Some(sum) = self.sums.get_mut(standing as usize) {
            *sum = sum.and_then(|sum| sum.plus(amount));
        }
    }
}

impl ReconcilePane {
    pub(super) fn drawn(&self, pen: &mut Pen) {
        let title = pen.say("pane-reconcile", &[]);
        let progress = self.progress(pen);
        pen.title(&title, (&progress, pen.theme.dim));
        pen.rule(3, "");
        let foot = pen.last() - 1;
        let Some(line) = self.line() else {
            let words = match &self.lines {
                None => "reconcile-reading",
                Some(_) if self.taken(pen.desk).is_empty() => "reconcile-empty",
                Some(_) => "reconcile-done",
            };
            let (end, said) = (pen.width() - 1, pen.say(words, &[]));
            pen.paragraph(3, 5, end, foot, &said);
            return self.totals(pen, foot);
        };
        let y = of_line(pen, line);
        pen.rule(y, &pen.say("reconcile-may-be", &[]));
        self.suggestions(pen, line, y + 1, foot - 1);
        self.totals(pen, foot);
    }

    fn progress(&self, pen: &Pen) -> String {
        let (done, left) = (self.taken(pen.desk).len(), self.open().len());
        let parts = [("done", done.to_string()), ("left", left.to_string())];
        let parts = parts.each_ref().map(|(name, part)| (*name, part.as_str()));
        pen.say("reconcile-progress", &parts)
    }

    fn suggestions(&self, pen: &mut Pen, line: &SuggestedLine, from: u16, last: u16) {
        if line.suggestions.is_empty() {
            let words = match line.source {
                LineSource::Bank => "reconcile-by-hand",
                LineSource::Suspense => "reconcile-suspense-by-hand",
            };
            let (end, said) = (pen.width() - 1, pen.say(words, &[]));
            pen.paragraph(3, from, end, last, &said);
            return;
        }
        // The marked one is always shown in full.
        let mut y = from;
        let room = last.saturating_sub(from) + 1;
        let first = self.first_shown(pen, line, room);
        for (place, one) in line.suggestions.iter().enumerate().skip(first) {
            if y > last {
                break;
            }
            y = suggestion(pen, (place, one), place == self.choice.place(), (y, last));
        }
    }

    /// The first suggestion shown, so that the marked one is shown in full, with the one above it if
    /// there is room.
    fn first_shown(&self, pen: &Pen, line: &SuggestedLine, room: u16) -> usize {
        let before = self.choice.place().saturating_sub(1);
        let both = line.suggestions.iter().skip(before).take(2).map(|one| height(pen, one));
        if both.sum::<u16>() <= room { before } else { self.choice.place() }
    }

    /// Draws how much of the bank lines was matched here and how much is left, by currency, and what is on the suspense
    /// list.
    fn totals(&self, pen: &mut Pen, foot: u16) {
        pen.rule(foot, "");
        let mut sums: BTreeMap<[u8; 3], LineSums> = BTreeMap::new();
        let taken = self.taken(pen.desk).into_iter();
        let taken = taken.filter(|(_, it)| it.source == LineSource::Bank);
        let done = taken.map(|(done, it)| match DISMISSES.contains(&done.form.as_str()) {
            true => (it, LineStanding::Dismissed),
            false => (it, LineStanding::Matched),
        });
        let open = self.open().iter().map(|it| match it.source {
            LineSource::Bank => (it, LineStanding::Left),
            LineSource::Suspense => (it, LineStanding::Suspense),
        });
        for (it, standing) in done.chain(open) {
            let currency = it.line.currency;
            let sums = sums.entry(currency.bytes()).or_insert_with(|| LineSums::new(currency));
            sums.add(standing, it.line.amount);
        }
        let mut x = 1;
        for LineSums { currency, sums, has_dismissed, has_suspense } in sums.values() {
            let sum = |sum: Option<Money>| sum.map_or("?".to_string(), |sum| pen.money(sum));
            let [done, dismissed, left, suspense] = sums.map(sum);
            let parts = [("currency", currency.code()), ("done", &done), ("left", &left)];
            x = pen.text(x, foot + 1, &pen.say("reconcile-totals", &parts), pen.theme.dim);
            if *has_dismissed {
                let said = pen.say("reconcile-totals-dismissed", &[("dismissed", &dismissed)]);
                x = pen.text(x, foot + 1, &said, pen.theme.dim);
            }
            if *has_suspense {
                let said = pen.say("reconcile-totals-suspense", &[("amount", &suspense)]);
                x = pen.text(x, foot + 1, &said, pen.theme.dim);
            }
            x += 3;
        }
    }
}

/// Draws the bank line. Returns the row below it.
fn of_line(pen: &mut Pen, line: &SuggestedLine) -> u16 {
    let it = &line.line;
    let (end, day) = (pen.width() - 1, pen.day(it.date));
    let amount = pen.desk.words.in_currency(it.currency.code(), &pen.money(it.amount));
    let account = match line.source {
        LineSource::Bank => it.account.clone(),
        LineSource::Suspense => pen.say("reconcile-suspense", &[]),
    };
    let x = pen.text(1, 4, &format!("{day}  {}  {account}", it.line), pen.theme.plain);
    if let Some(payer) = &it.payer {
        let room = end.saturating_sub(width(&amount) + 2);
        pen.cut(x + 3, 4, room, payer, pen.theme.bold);
    }
    pen.right(end, 4, &amount, pen.theme.bold);
    let said = it.text.iter().chain(&it.references).map(String::as_str).collect::<Vec<_>>();
    let mut lines = wrapped(&said.join(" · "), end.saturating_sub(3));
    lines.truncate(TEXT);
    let mut y = 5;
    for said in lines {
        pen.cut(3, y, end, &said, pen.theme.plain);
        y += 1;
    }
    y
}

/// How many rows a suggestion takes.
fn height(pen: &Pen, one: &SuggestedMatch) -> u16 {
    let room = pen.width().saturating_sub(6);
    let lines = [pays(pen, one), reasons(pen, one)].map(|said| wrapped(&said, room).len());
    1 + u16::try_from(lines.iter().sum::<usize>()).unwrap_or(u16::MAX - 1)
}

/// Draws a suggestion: its customer, how sure it is, what it pays and leaves open, and why. Returns the
/// row below it.
fn suggestion(
    pen: &mut Pen,
    (place, one): (usize, &SuggestedMatch),
    is_marked: bool,
    (from, last): (u16, u16),
) -> u16 {
    let (end, style) = (pen.width() - 1, pen.row(from, is_marked));
    let certainty = pen.say(certainty(one.certainty), &[]);
    let room = end.saturating_sub(width(&certainty) + 2);
    let mut x = pen.text(3, from, &(place + 1).to_string(), style);
    for (nth, (customer, name)) in one.customers().into_iter().enumerate() {
        let plus = if nth == 0 { " " } else { " + " };
        x = pen.cut(x, from, room, plus, style);
        let name = pen.name(name);
        x = pen.cut(x, from, room, &format!("{name}  {}", customer.0), style);
    }
    pen.right(end, from, &certainty, style);
    let mut y = from + 1;
    for (said, style) in [(pays(pen, one), pen.theme.plain), (reasons(pen, one), pen.theme.dim)] {
        y = lines(pen, &said, style, (y, end, last));
    }
    y
}

fn lines(pen: &mut Pen, said: &str, style: Style, (from, end, last): (u16, u16, u16)) -> u16 {
    let mut y = from;
    for line in wrapped(said, end.saturating_sub(5)) {
        if y <= last {
            pen.cut(5, y, end, &line, style);
        }
        y += 1;
    }
    y
}

fn certainty(certainty: Certainty) -> &'static str {
    match certainty {
        Certainty::Sure => "reconcile-sure",
        Certainty::Likely => "reconcile-likely",
        Certainty::Possible => "reconcile-possible",
    }
}

/// What is paid, and what would be left of the line and of the invoices.
fn pays(pen: &Pen, one: &SuggestedMatch) -> String {
    let share = |share: &SuggestedShare| {
        let item = format!("{} {}", share.invoice, pen.money(share.amount));
        let name = pen.name(&share.name);
        let parts = [("item", item.as_str()), ("name", &name), ("customer", &share.customer.0)];
        match share.customer == one.customer {
            true => item,
            false => pen.say("reconcile-of-other", &parts),
        }
    };
    let mut said: Vec<String> = one.allocate.iter().map(share).collect();
    if let Some(payment) = &one.returns {
        said.push(pen.say("match-returned", &[("payment", &payment.0)]));
    }
    if let Some(payment) = &one.links {
        said.push(pen.say("reconcile-links", &[("payment", &payment.0)]));
    }
    for (words, amount) in [
        ("reconcile-rest", one.rest),
        ("reconcile-fee", one.fee),
        ("reconcile-discount", one.discount),
        ("reconcile-short", one.short),
    ] {
        if !amount.is_zero() {
            said.push(pen.say(words, &[("amount", &pen.money(amount))]));
        }
    }
    if let Some(credit) = &one.credit {
        let amount = pen.money(credit.amount);
        let parts = [
            ("credit_note", credit.credit_note.0.as_str()),
            ("amount", amount.as_str()),
            ("invoice", credit.invoice.0.as_str()),
        ];
        said.push(pen.say("reconcile-credit", &parts));
    }
    said.join(pen.sign(" · "))
}

fn reasons(pen: &Pen, one: &SuggestedMatch) -> String {
    let told = one.reasons.iter().map(|reason| pen.desk.words.tell(reason));
    pen.desk.words.joined(&told.collect::<Vec<_>>())
}
