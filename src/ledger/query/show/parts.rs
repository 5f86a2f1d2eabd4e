//! The parts that several documents show: taxes and allocations. May use: domain, the tables.

use serde::{Deserialize, Serialize};

use crate::domain::tax::TaxSet;
use crate::domain::{Day, Money, Number, Plain};
use crate::ledger::tables::MoveRow;

/// A tax on a document. If several taxes are on the same lines, each repeats their net; `set` tells
/// which belong together.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ShownTax {
    /// The tax code; `None` for lines without tax.
    pub code: Option<String>,
    /// The rate in percent.
    pub rate: Plain,
    /// The net it is computed on.
    pub net: Money,
    /// The tax.
    pub tax: Money,
    /// All codes on the same lines.
    pub set: TaxSet,
}

/// An allocation that was not reversed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ShownAllocation {
    /// Its number.
    pub allocation: Number,
    /// The payment or the credit note.
    pub from: Number,
    /// The invoice.
    pub to: Number,
    /// The amount.
    pub amount: Money,
    /// The effective date.
    pub date: Day,
    /// The kind of `from`: `payment`, `credit_note` or `write_off`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from_kind: Option<String>,
    /// The kind of `to`: `invoice`, `refund` or `write_off`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to_kind: Option<String>,
    /// The exchange gain it realises (a loss if negative), in the book's currency.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gain: Option<Money>,
    /// The entry that made it, in an export.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entry: Option<u64>,
}

/// What was read of a document before, and how much of it is wanted.
pub(in crate::ledger::query) struct ReadSoFar<'a> {
    /// Its moves.
    pub moves: &'a [(u64, MoveRow)],
    /// Whether it may ever have been disputed.
    pub is_disputed: bool,
    /// Whether to leave out the buyer and the allocations.
    pub is_brief: bool,
}
