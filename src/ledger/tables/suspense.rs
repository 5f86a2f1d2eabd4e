//! The tables of the suspense list. Rows never change once posted; what happens to a receipt is a
//! separate step, with its own day and entry. What is said about the payer is read from the journal.

use serde::{Deserialize, Serialize};

use crate::domain::command::Method;
use crate::domain::{Currency, Day, Money, Number, Plain};
use crate::ledger::table::tables;

use super::{ItemId, Place};

tables! {
    /// Receipts of unknown payers.
    SUSPENSE: ItemId => SuspenseRow = b'(', "unidentified receipts";

    /// Those whose payer is still unknown.
    SUSPENSE_OPEN: ItemId => () = b')', "suspense list";

    /// Their steps, by receipt and entry.
    SUSPENSE_STEPS: (ItemId, u64, u16) => SuspenseStepRow = b'[', "steps of unidentified receipts";

    /// Unidentified receipts by folded number.
    SUSPENSE_NUMBERS: String => ItemId = b']', "unidentified receipts by number";

    /// The receipts that became payments, by the payment's folded number.
    IDENTIFIED: String => ItemId = b'{', "identified receipts by payment";

    /// How imported files are read, by the shape of the file.
    IMPORT_PROFILES: String => ImportProfileRow = b'}', "import profiles";
}

/// A receipt of an unknown payer, as recorded.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SuspenseRow {
    /// Its number.
    pub number: Number,
    /// The day the money came in.
    pub date: Day,
    /// The amount.
    pub amount: Money,
    /// The currency.
    pub currency: Currency,
    /// The method.
    pub method: Method,
    /// The reference.
    pub reference: Option<String>,
    /// The exchange rate, in book units per foreign unit.
    pub rate: Option<Plain>,
    /// The place of its entry.
    pub at: Place,
}

/// A step of an unidentified receipt.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SuspenseStepRow {
    /// The day from which it holds.
    pub date: Day,
    /// The step.
    pub step: SuspenseStep,
}

/// A step of a receipt.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum SuspenseStep {
    /// Its payer was identified: it became this payment.
    Identified(Number),
    /// That payment was reversed.
    Reopened,
    /// It was entered by mistake, or was returned.
    Reversed,
}

/// How to read imported files of one shape.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ImportProfileRow {
    /// The kind of their records.
    pub kind: String,
    /// The reading, a JSON object as text.
    pub profile: String,
    /// The entry that recorded it.
    pub seq: u64,
}
