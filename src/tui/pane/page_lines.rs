//! Lines that the pages of documents and cases share. May use: the desk.

use crate::domain::Money;
use crate::tui::desk::Desk;
use crate::tui::page::{PageLine, padded, padded_before};

/// A label and its value.
pub(super) fn line(desk: &Desk, words: &str, value: &str) -> PageLine {
    format!("{}{value}", padded(&desk.say(words, &[]), 18)).into()
}

/// An amount at the end of its line.
pub(super) fn sum(desk: &Desk, words: &str, amount: Money) -> PageLine {
    summed(&desk.say(words, &[]), &desk.money(amount))
}

pub(super) fn summed(words: &str, amount: &str) -> PageLine {
    PageLine::of(String::new(), format!("{words} {}", padded_before(amount, 15)))
}
