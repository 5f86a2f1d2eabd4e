//! Draws recent activity on an account: figures in full, and what became of each event before other
//! words. May use: the answers on an account, the pen.

use ratatui::style::Style;

use crate::domain::Day;
use crate::ledger::query::lately::Happened;
use crate::tui::pen::{Pen, width};

/// The beginning of each column, and the end of the figures.
pub(super) struct LatelyColumns {
    kind: u16,
    number: u16,
    /// The end of a number that a figure follows.
    number_end: u16,
    amount: u16,
}

impl LatelyColumns {
    /// The columns for what is shown.
    pub(super) fn of<'a>(
        pen: &Pen,
        shown: impl Iterator<Item = &'a Happened> + Clone,
    ) -> LatelyColumns {
        let widest = |of: &dyn Fn(&Happened) -> u16| shown.clone().map(of).max().unwrap_or(0);
        let amounts = widest(&|it| it.amount.map_or(0, |amount| width(&pen.money(amount))));
        let dates = widest(&|it| width(&pen.day(it.date)));
        let states = widest(&|it| it.amount.map_or(0, |_| width(&state(pen, it))));
        if pen.width() < 80 && states > 0 {
            // A low window is narrow, too: what became of an event gets room before the word for its
            // kind.
            let numbers = widest(&|it| it.amount.map_or(0, |_| width(&it.number.0)));
            let rest = 3 + dates + 1 + 1 + numbers + 1 + amounts + 2 + states;
            let kinds = widest(&|it| width(&kind(pen, it)));
            let kinds = kinds.min(pen.width().saturating_sub(rest).max(4));
            let number = 3 + dates + 1 + kinds + 1;
            let amount = number + numbers + 1 + amounts;
            return LatelyColumns {
                kind: 3 + dates + 1,
                number,
                number_end: number + numbers,
                amount,
            };
        }
        // Dates of other years, or in languages with longer months, move the columns after them.
        let moved = dates.saturating_sub(9);
        // The figures end in the same place for most accounts, or further right if they are longer.
        let amount = (43 + amounts).clamp(58, (pen.width() - 1).max(58));
        let number_end = (amount - amounts - 1).min(42);
        LatelyColumns { kind: 13 + moved, number: 25 + moved, number_end, amount }
    }

    /// Draws a row.
    pub(super) fn draw(&self, pen: &mut Pen, y: u16, event: &Happened, style: Style) {
        let date = pen.day(event.date);
        pen.cut(3, y, self.kind - 1, &date, style);
        let kind = kind(pen, event);
        pen.cut(self.kind, y, self.number - 1, &kind, style);
        // A number without a figure may continue into the figure's column.
        let end = if event.amount.is_some() { self.number_end } else { self.amount };
        let mut x = pen.cut(self.number, y, end, &event.number.0, style);
        if let Some(amount) = event.amount {
            let amount = pen.money(amount);
            pen.right(self.amount, y, &amount, style);
            x = self.amount;
        }
        let said = happened(pen, event, pen.width().saturating_sub(x + 2));
        pen.text(x + 2, y, &said, style);
    }
}

/// The name of the message for an amount given up that is not called a write-off.
fn given_up(event: &Happened) -> Option<&'static str> {
    match (event.kind.as_str(), event.text.as_str()) {
        ("write_off", "early_payment") => Some("sheet-discount"),
        ("write_off", "cash_rounding") => Some("sheet-rounding"),
        _ => None,
    }
}

/// The message with the word for the kind of an event.
fn noun(event: &Happened) -> String {
    match (given_up(event), &event.certificate) {
        (Some(words), _) => words.into(),
        (None, Some(_)) => "sheet-certificate".into(),
        _ => format!("word-{}", event.kind.replace('_', "-")),
    }
}

/// The word for the kind of an event.
fn kind(pen: &Pen, event: &Happened) -> String {
    let noun = noun(event);
    if pen.desk.words.knows(&noun) { pen.say(&noun, &[]) } else { pen.desk.word(&event.kind) }
}

/// What became of an event.
fn state(pen: &Pen, event: &Happened) -> String {
    pen.desk.agreeing(&noun(event), &event.state)
}

/// The words about an event, and what became of it, which comes first if there is no room for
/// everything.
fn happened(pen: &Pen, event: &Happened, room: u16) -> String {
    let text = match event.text.parse::<Day>() {
        Ok(by) => pen.say("sheet-by", &[("date", &pen.day(by))]),
        Err(_) => match (event.kind.as_str(), &event.certificate) {
            ("call" | "callback", _) => event.text.clone(),
            (_, Some(certificate)) => certificate.clone(),
            ("write_off", _) if given_up(event).is_some() => String::new(),
            _ => pen.desk.word(&event.text),
        },
    };
    let zone = pen.desk.about.as_ref().map_or("UTC", |about| about.zone.as_str());
    let at = event.at.and_then(|at| crate::ledger::in_zone(at, zone));
    let at = at.map_or_else(String::new, |(day, time)| format!("{} {time}", pen.day(day)));
    let state = state(pen, event);
    let reference = event.reference.clone().unwrap_or_default();
    let joined = |parts: [&str; 4]| {
        let said = parts.into_iter().filter(|part| !part.is_empty());
        said.collect::<Vec<_>>().join(", ")
    };
    let whole = joined([&at, &text, &state, &reference]);
    // Everybody expects an item to be open still, so that can be cut.
    match width(&whole) <= room || event.state == "open" {
        true => whole,
        false => joined([&state, &at, &text, &reference]),
    }
}
