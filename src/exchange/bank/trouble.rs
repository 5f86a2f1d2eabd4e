//! What can be wrong with a file of statements: refusals of the whole file, and warnings about places in
//! it. May use: domain.

use std::fmt;

use crate::domain::{self, Message, Refusal, Rule, Worded};

use super::statement::BankPlace;

/// The most warnings that are kept: a file of some other kind could cause one for every line.
const MOST_KEPT: usize = 1_000;

/// Something that could not be read, or looks wrong. The rest of the file is read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct BankWarning {
    /// The place.
    pub place: BankPlace,
    /// The rule, the field and the arguments of its message.
    pub what: domain::Warning,
}

impl Worded for BankWarning {
    fn message(&self) -> Message {
        let rule = self.what.rule.replace('.', "-");
        let mut message = Message { key: format!("rule-{rule}").into(), args: Vec::new() };
        for (name, value) in &self.what.args {
            message.args.push((name.clone(), domain::message::Argument::Text(value.clone())));
        }
        message
    }
}

/// The warnings of a file as it is read.
#[derive(Default)]
pub(super) struct Warnings {
    kept: Vec<BankWarning>,
    all: u64,
    left_out: u64,
}

impl Warnings {
    /// Keeps a warning.
    pub fn add(&mut self, place: BankPlace, what: domain::Warning) {
        self.all += 1;
        if self.kept.len() < MOST_KEPT {
            self.kept.push(BankWarning { place, what });
        }
    }

    /// Keeps a warning about an entry that can't be read and is left out. Entries that are not booked,
    /// move no money or were reported before are not missing from a statement.
    pub fn unread(&mut self, place: BankPlace, rule: Rule, field: &str, given: &str) {
        let is_missed = !matches!(
            rule,
            Rule::BankBalance | Rule::BankNotBooked | Rule::BankTwice | Rule::BankZero
        );
        self.left_out += u64::from(is_missed);
        self.add(place, domain::Warning::new(rule, field).with("given", shown(given)));
    }

    /// Keeps a warning about a balance that can't be read; no entry is left out.
    pub fn no_balance(&mut self, place: BankPlace, given: &str) {
        self.unread(place, Rule::BankBalance, "balance", given);
    }

    /// The warnings that are kept, how many there were, and how many entries were left out.
    pub fn ended(self) -> (Vec<BankWarning>, u64, u64) {
        (self.kept, self.all, self.left_out)
    }
}

/// The most characters of the file that a warning quotes.
const MOST_SHOWN: usize = 60;

/// A piece of the file for a warning: short, on one line, without control characters.
pub(super) fn shown(text: impl fmt::Display) -> String {
    super::cleaned::cleaned(&text.to_string(), MOST_SHOWN)
}

/// A refusal of the file, at a line if there is one.
pub(super) fn refused(rule: Rule, line: u64) -> Refusal {
    Refusal::new(rule, "file").with("line", line)
}

/// A refusal of a file that can't be read any further.
pub(super) fn damaged(error: &std::io::Error) -> Refusal {
    refused(Rule::BankDamaged, 1).with("given", shown(error))
}
