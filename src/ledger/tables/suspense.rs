//! The tables of the suspense list. A row is never changed once posted; what becomes of it is a step of
//! its own, with its day and its entry. What is said of the payer is read from the journal.

use serde::{Deserialize, Serialize};

use crate::domain::command::Method;
use crate::domain::{Currency, Day, Money, Number, Plain};
use crate::ledger::table::Table;

use super::{ItemId, Place};

/// Unidentified receipts.
pub const SUSPENSE: Table<ItemId, SuspenseRow> = Table::new(b'(', "unidentified receipts");

/// The receipts whose payer is still unknown, as of now.
pub const SUSPENSE_OPEN: Table<ItemId, ()> = Table::new(b')', "suspense list");

/// Their steps, by receipt and entry.
pub const SUSPENSE_STEPS: Table<(ItemId, u64, u16), SuspenseStepRow> =
    Table::new(b'[', "steps of unidentified receipts");

/// Unidentified receipts by folded number.
pub const SUSPENSE_NUMBERS: Table<String, ItemId> =
    Table::new(b']', "unidentified receipts by number");

/// The receipts that payments came from, by the payment's folded number.
pub const IDENTIFIED: Table<String, ItemId> = Table::new(b'{', "identified receipts by payment");

/// How imported files are read, by shape.
pub const IMPORT_PROFILES: Table<String, ImportProfileRow> = Table::new(b'}', "import profiles");

/// An unidentified receipt as it was recorded.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SuspenseRow {
    /// Its number.
    pub number: Number,
    /// When the money came.
    pub date: Day,
    /// How much.
    pub amount: Money,
    /// In what.
    pub currency: Currency,
    /// How it came.
    pub method: Method,
    /// The reference.
    pub reference: Option<String>,
    /// Book units for one foreign unit.
    pub rate: Option<Plain>,
    /// Where its entry stands.
    pub at: Place,
}

/// A step of an unidentified receipt.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SuspenseStepRow {
    /// From when on.
    pub date: Day,
    /// What.
    pub step: SuspenseStep,
}

/// A step of an unidentified receipt.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum SuspenseStep {
    /// It is this payment.
    Identified(Number),
    /// That payment was reversed.
    Reopened,
    /// It was entered by mistake, or went back.
    Reversed,
}

/// How imported files of a shape are read.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ImportProfileRow {
    /// What they hold.
    pub kind: String,
    /// How: a JSON object as text.
    pub profile: String,
    /// The entry that keeps it.
    pub seq: u64,
}
