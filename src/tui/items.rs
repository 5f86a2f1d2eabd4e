//! Draws the open items of an account: figures in full, words as far as there is room. May use: the
//! answers on an account, the pen.

use ratatui::style::Style;

use crate::domain::Day;
use crate::ledger::query::balance::BalanceItem;
use crate::tui::pen::{Pen, width};

/// The texts of an open item.
pub struct ItemTexts {
    number: String,
    /// When it is due; of what is on account, its own date.
    date: String,
    when: String,
    is_late: bool,
    outstanding: String,
    /// What is disputed of it, in words; empty if nothing is.
    disputed: String,
    reference: String,
}

impl ItemTexts {
    /// The texts of an item as of a day.
    pub fn of(pen: &Pen, item: &BalanceItem, today: Day) -> ItemTexts {
        let days = today.days_since(item.due);
        let disputed = item.disputed.map(|disputed| {
            let amount = pen.money(disputed);
            pen.say("desk-disputed-of", &[("amount", &amount)])
        });
        ItemTexts {
            number: item.item.to_string(),
            // The order goes by the due date; what is on account has none.
            date: pen.day(if item.outstanding.is_negative() { item.date } else { item.due }),
            when: when(pen, item, days),
            is_late: item.outstanding.is_positive() && days > 0,
            outstanding: pen.money(item.outstanding),
            disputed: disputed.unwrap_or_default(),
            reference: item.reference.clone().unwrap_or_default(),
        }
    }
}

fn when(pen: &Pen, item: &BalanceItem, days: i64) -> String {
    let count = days.abs().to_string();
    match (item.outstanding.is_negative(), days) {
        (true, _) => pen.say("desk-in-hand", &[]),
        (_, ..0) => pen.say("desk-due-in", &[("days", &count)]),
        (_, 0) => pen.say("desk-due-today", &[]),
        _ => pen.say("desk-days-late", &[("days", &count)]),
    }
}

/// The places of the columns.
pub struct ItemColumns {
    /// The end of the number.
    number: u16,
    date: Option<u16>,
    when: Option<u16>,
    /// The end of the words before the figures.
    words: u16,
    outstanding: u16,
    /// Whether there is room after the figures for disputes and references.
    has_tail: bool,
}

impl ItemColumns {
    /// The columns for these rows in a window.
    pub fn of<'a>(window: u16, rows: impl Iterator<Item = &'a ItemTexts> + Clone) -> ItemColumns {
        let widest = |of: fn(&ItemTexts) -> &str| rows.clone().map(|row| width(of(row))).max();
        let widest = |of| widest(of).unwrap_or(0);
        let has_tail = window >= 80;
        let figures = widest(|row| &row.outstanding);
        let tail = widest(|row| &row.disputed);
        let outstanding = match has_tail {
            true => (window - 3).saturating_sub(tail).min(61.max(49 + figures)),
            false => window - 2,
        };
        let words = outstanding.saturating_sub(figures + 1);
        let number = (3 + widest(|row| &row.number).clamp(1, 18)).min(words);
        let (date, day) = (number + 1, number + 1 + widest(|row| &row.date) + 1);
        let when = widest(|row| &row.when);
        let (date, when) = match () {
            // Keep the columns in the same place for most accounts.
            () if has_tail
                && 32 + when <= words
                && outstanding == 61
                && widest(|row| &row.date) <= 9 =>
            {
                (Some(22), Some(32))
            }
            () if has_tail && day + when <= words => (Some(date), Some(day)),
            () if number + 1 + when.min(6) <= words => (None, Some(number + 1)),
            () => (None, None),
        };
        ItemColumns {
            number: date.unwrap_or(number + 1) - 1,
            date,
            when,
            words,
            outstanding,
            has_tail,
        }
    }

    /// Draws a row.
    pub fn draw(&self, pen: &mut Pen, y: u16, row: &ItemTexts, style: Style) {
        pen.cut(3, y, self.number, &row.number, style);
        if let Some(x) = self.date {
            pen.cut(x, y, self.when.unwrap_or(self.words) - 1, &row.date, style);
        }
        if let Some(x) = self.when {
            let late = if row.is_late { style.patch(pen.theme.late) } else { style };
            pen.cut(x, y, self.words, &row.when, late);
        }
        pen.right(self.outstanding, y, &row.outstanding, style);
        if !self.has_tail {
            return;
        }
        let mut x = self.outstanding + 2;
        if !row.disputed.is_empty() {
            x = pen.text(x, y, &row.disputed, style.patch(pen.theme.disputed)) + 2;
        }
        pen.text(x, y, &row.reference, style);
    }
}
