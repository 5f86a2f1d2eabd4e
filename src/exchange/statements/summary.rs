//! What an import of statements came to. May use: domain, the statements.

use serde::Serialize;

use crate::domain::{Currency, Money, Refusal, Warning};
use crate::exchange::bank::BankPlace;

/// What an import of statements came to.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct StatementSummary {
    /// `bank`.
    pub kind: &'static str,
    /// What the book calls the account.
    pub account: String,
    /// Its currency.
    pub currency: Option<Currency>,
    /// How many statements of the account the file has.
    pub statements: u64,
    /// How many lines they have.
    pub rows: u64,
    /// How many were taken.
    pub taken: u64,
    /// How many were there already.
    pub skipped: u64,
    /// How many of these came from another file, in other words.
    pub recognised: u64,
    /// How many were refused, with the statements that they are in.
    pub refused: u64,
    /// How many entries of the file were left out because they can't be read.
    pub left_out: u64,
    /// How many warnings there were.
    pub warnings: u64,
    /// The balance before the first statement.
    pub opening: Option<Money>,
    /// The balance after the last.
    pub closing: Option<Money>,
    /// By how much the closing balance exceeds the opening one and the lines; none where a balance is
    /// missing.
    pub difference: Option<Money>,
}

/// What came of an import of statements.
#[derive(Debug, Default)]
pub struct StatementOutcome {
    /// The counts and balances.
    pub summary: StatementSummary,
    /// What was refused, each with its place.
    pub refused: Vec<(BankPlace, Refusal)>,
    /// What looks wrong.
    pub warnings: Vec<Warning>,
}
