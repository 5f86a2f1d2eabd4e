//! Commands on the suspense list: money whose payer is not known yet.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::facts::{Changes, CommandFacts, CommandKind, DATED, Undo, effective};
use super::{Allocation, Method};
use crate::domain::{Code, Currency, Day, Number, Plain, Role};

/// Records money from an unknown payer. Until the payer is identified it waits on the suspense list: it
/// counts as cash and is on no customer's account.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RecordUnidentified {
    /// The date the money arrived; if absent, today.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Day>,
    /// The amount.
    pub amount: Plain,
    /// The currency; if absent, the book's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub currency: Option<Currency>,
    /// The payment method.
    pub method: Method,
    /// The payer's or the bank's reference.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// The exchange rate, book currency per unit of foreign currency; required if the currency is not
    /// the book's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rate: Option<Plain>,
    /// What the bank or the file says about the payer. Kept in the private record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payer: Option<String>,
    /// A note. Kept in the private record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

impl CommandKind for RecordUnidentified {
    const FACTS: CommandFacts<RecordUnidentified> = CommandFacts {
        summary: "Record money from an unknown payer; it waits on the suspense list",
        role: |_| Role::Coordinator,
        changes: |_| Changes::Nothing,
        overridable: DATED,
        is_personal: |command| command.payer.is_some() || command.note.is_some(),
        dates: effective,
        may_be_old: false,
        undo: |_| vec![Undo::made("unidentified", "reverse_unidentified")],
    };
}

/// Puts the money of an open bank line on the suspense list, because its payer is not known: the line is
/// linked to an unidentified receipt with its amount plus the fee, its date and its reference.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SuspendBankLine {
    /// The line (`BL000001`).
    pub line: Number,
    /// The fee that was deducted; if absent, the one on the statement.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fee: Option<Plain>,
    /// The receipt's date, no earlier than the line's; if absent, the line's. Give a later one if the
    /// line's period is locked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Day>,
    /// The payment method; if absent, that of the bank account.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub method: Option<Method>,
    /// The exchange rate, book currency per unit of foreign currency; required if the account's
    /// currency is not the book's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rate: Option<Plain>,
    /// A note; if absent, what the bank says is shown. Kept in the private record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

impl CommandKind for SuspendBankLine {
    const FACTS: CommandFacts<SuspendBankLine> = CommandFacts {
        summary: "Put the money of a bank line on the suspense list: its payer is not known",
        role: |_| Role::Coordinator,
        changes: |_| Changes::Nothing,
        overridable: DATED,
        is_personal: |command| command.note.is_some(),
        dates: effective,
        may_be_old: true,
        undo: |_| vec![Undo::by("unmatch_bank_line")],
    };
}

/// Identifies the payer of unidentified money. It leaves the suspense list and becomes that customer's
/// payment, with its amount, method and reference, and with its date unless another is given. Its bank
/// line is then linked to the payment.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Identify {
    /// The unidentified receipt (`SUS-2026-00001`).
    pub unidentified: Number,
    /// The customer who paid.
    pub customer: Code,
    /// The payment's date, no earlier than the money's, or than the day it was last taken off an
    /// account; if absent, that day. Give a later one if that day's period is locked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Day>,
    /// What it pays; if absent, the oldest due first.
    #[serde(default, skip_serializing_if = "Allocation::is_unsaid")]
    pub allocate: Allocation,
}

impl CommandKind for Identify {
    const FACTS: CommandFacts<Identify> = CommandFacts {
        summary: "Identify the payer of money on the suspense list: it becomes the customer's payment",
        role: |_| Role::Coordinator,
        changes: |_| Changes::Nothing,
        overridable: DATED,
        is_personal: |_| false,
        dates: effective,
        may_be_old: true,
        undo: |_| vec![Undo::made("payment", "reverse_payment")],
    };
}

/// Takes money off the suspense list without putting it on an account: it was entered by mistake, or
/// went back to its payer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReverseUnidentified {
    /// The unidentified receipt.
    pub unidentified: Number,
    /// The reason.
    pub reason: String,
    /// The effective date; if absent, today, or the receipt's date if that is later.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Day>,
}

impl CommandKind for ReverseUnidentified {
    const FACTS: CommandFacts<ReverseUnidentified> = CommandFacts {
        summary: "Take money off the suspense list: entered by mistake, or sent back",
        role: |_| Role::Coordinator,
        changes: |_| Changes::Nothing,
        overridable: DATED,
        is_personal: |_| true,
        dates: effective,
        may_be_old: false,
        undo: |_| vec![Undo::NOTHING],
    };
}
