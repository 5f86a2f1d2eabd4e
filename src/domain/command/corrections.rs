//! Commands that correct mistakes. Nothing is erased: a reversal is an entry of its own.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::facts::{Changes, CommandFacts, CommandKind, DATED, Undo, effective};
use crate::domain::{Day, Number, Role};

/// Reverses a payment that was entered by mistake; for a payment that the bank returned, use
/// `bounce_payment`. A payment identified from the suspense list goes back there.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReversePayment {
    /// The payment.
    pub payment: Number,
    /// The reason.
    pub reason: String,
    /// The effective date of the reversal; if absent, today, or the payment's date if that is later.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Day>,
}

impl CommandKind for ReversePayment {
    const FACTS: CommandFacts<ReversePayment> = CommandFacts {
        summary: "Reverse a payment that was entered by mistake",
        role: |_| Role::Coordinator,
        changes: |_| Changes::Nothing,
        overridable: DATED,
        is_personal: |_| true,
        dates: effective,
        may_be_old: false,
        undo: |_| vec![Undo::NOTHING],
    };
}

/// Reverses a refund: the money did not go out, or it came back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReverseRefund {
    /// The refund.
    pub refund: Number,
    /// The reason.
    pub reason: String,
    /// The effective date of the reversal; if absent, today, or the refund's date if that is later.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Day>,
}

impl CommandKind for ReverseRefund {
    const FACTS: CommandFacts<ReverseRefund> = CommandFacts {
        summary: "Reverse a refund: the money did not go out, or it came back",
        role: |_| Role::Supervisor,
        changes: |_| Changes::Nothing,
        overridable: DATED,
        is_personal: |_| true,
        dates: effective,
        may_be_old: false,
        undo: |_| vec![Undo::NOTHING],
    };
}

/// Voids a credit note that was not delivered and of which nothing was refunded. Its allocations are
/// reversed, and the write-offs and discounts that it reversed count again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct VoidCreditNote {
    /// The credit note.
    pub credit_note: Number,
    /// The reason.
    pub reason: String,
    /// The effective date; if absent, today, or the credit note's date if that is later.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Day>,
}

impl CommandKind for VoidCreditNote {
    const FACTS: CommandFacts<VoidCreditNote> = CommandFacts {
        summary: "Void a credit note that was not delivered and of which nothing was refunded",
        role: |_| Role::Coordinator,
        changes: |_| Changes::Nothing,
        overridable: DATED,
        is_personal: |_| true,
        dates: effective,
        may_be_old: false,
        undo: |_| vec![Undo::NOTHING],
    };
}
