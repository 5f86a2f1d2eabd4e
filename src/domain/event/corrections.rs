//! Events that correct earlier entries.

use serde::{Deserialize, Serialize};

use super::FreeText;
use crate::domain::tax::TaxGroup;
use crate::domain::{Day, Money, Number};

/// A payment was reversed because it had been entered by mistake.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PaymentReversed {
    /// The payment.
    pub payment: Number,
    /// The effective date.
    pub date: Day,
    /// What was wrong: kept in the private record since version 2.
    #[serde(default, skip_serializing_if = "FreeText::is_beside")]
    pub reason: FreeText,
}

/// A refund was reversed: the money did not go out, or it came back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RefundReversed {
    /// The refund.
    pub refund: Number,
    /// The effective date.
    pub date: Day,
    /// Why: kept in the private record since version 2.
    #[serde(default, skip_serializing_if = "FreeText::is_beside")]
    pub reason: FreeText,
}

/// A credit note was voided.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CreditNoteVoided {
    /// The credit note, whose number stays.
    pub credit_note: Number,
    /// The invoice that it credited; none for a credit brought in from another system.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub invoice: Option<Number>,
    /// The effective date.
    pub date: Day,
    /// Why: kept in the private record since version 2.
    #[serde(default, skip_serializing_if = "FreeText::is_beside")]
    pub reason: FreeText,
    /// The groups of the credit note: as much of the invoice can be credited again.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub taxes: Vec<TaxGroup>,
}

/// A certificate of withholding counts for less because the invoice it settled was credited, or for
/// more again because that credit note was voided.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CertificateAdjusted {
    /// The certificate, by the number of its payment.
    pub payment: Number,
    /// The effective date.
    pub date: Day,
    /// How much more it counts for: negative where it counts for less.
    pub change: Money,
}
