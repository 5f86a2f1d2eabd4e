//! The counts and balances of an import of statements. May use: domain, the statements.

use serde::Serialize;

use crate::domain::{Currency, Money, Refusal, Warning};
use crate::exchange::bank::BankPlace;

/// The counts and balances of an import of statements.
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
    /// How many the book already had.
    pub skipped: u64,
    /// How many of those came from another file, worded differently.
    pub recognised: u64,
    /// How many were refused, along with the statements they belong to.
    pub refused: u64,
    /// How many entries of the file were left out because they can't be read.
    pub left_out: u64,
    /// How many warnings there were.
    pub warnings: u64,
    /// The balance before the first statement.
    pub opening: Option<Money>,
    /// The balance after the last.
    pub closing: Option<Money>,
    /// Closing balance less opening balance less lines; `None` if a balance is missing.
    pub difference: Option<Money>,
}

/// The result of an import of statements.
#[derive(Debug, Default)]
pub struct StatementOutcome {
    /// The counts and balances.
    pub summary: StatementSummary,
    /// What was refused, and where in the file.
    pub refused: Vec<(BankPlace, Refusal)>,
    /// What looks wrong.
    pub warnings: Vec<Warning>,
}
