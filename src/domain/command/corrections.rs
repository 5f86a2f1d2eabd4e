//! Commands that correct what was entered by mistake. Nothing is erased: a reversal is an entry of
//! its own.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::domain::{Day, Number};

/// Reverses a payment that was entered by mistake. A payment that the bank returned is
/// `bounce_payment`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReversePayment {
    /// The payment.
    pub payment: Number,
    /// What was wrong with it.
    pub reason: String,
    /// The effective date of the reversal; absent, today, or the day of what is reversed if that is
    /// still to come.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Day>,
}

/// Reverses a refund: the money did not go out, or it came back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReverseRefund {
    /// The refund.
    pub refund: Number,
    /// Why.
    pub reason: String,
    /// The effective date of the reversal; absent, today, or the day of what is reversed if that is
    /// still to come.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Day>,
}

/// Voids a credit note that was not delivered and of which nothing was refunded. Its allocations
/// are reversed, and what it took back of write-offs and discounts is given again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct VoidCreditNote {
    /// The credit note.
    pub credit_note: Number,
    /// Why.
    pub reason: String,
    /// The effective date; absent, today, or the credit note's own if that is still to come.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Day>,
}
