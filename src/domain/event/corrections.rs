//! Events that correct earlier entries.

use serde::{Deserialize, Serialize};

use super::FreeText;
use super::facts::{
    EventFacts, EventKind, Kept, Whose, as_today, first, no_amount, no_number, no_override,
    no_rate, place, with,
};
use crate::domain::tax::TaxGroup;
use crate::domain::{Day, Money, Number};

/// A payment was reversed because it had been entered by mistake.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PaymentReversed {
    /// The payment.
    pub payment: Number,
    /// The effective date.
    pub date: Day,
    /// The reason, kept in the private record since version 2.
    #[serde(default, skip_serializing_if = "FreeText::is_beside")]
    pub reason: FreeText,
}

impl EventKind for PaymentReversed {
    const FACTS: EventFacts<PaymentReversed> = EventFacts {
        versions: &[as_today, as_today],
        version: |event| event.reason.version(),
        command: |_| "reverse_payment",
        date: |event| Some(event.date),
        amount: no_amount,
        made: no_number,
        touches: |event| vec![&event.payment.0],
        whose: |event| Whose::Document(&event.payment),
        is_about_users: false,
        private: Kept::Reason(place!(reason)),
        overridden: no_override,
        entered_rate: no_rate,
    };
}

/// A refund was reversed: the money did not go out, or it came back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RefundReversed {
    /// The refund.
    pub refund: Number,
    /// The effective date.
    pub date: Day,
    /// The reason, kept in the private record since version 2.
    #[serde(default, skip_serializing_if = "FreeText::is_beside")]
    pub reason: FreeText,
}

impl EventKind for RefundReversed {
    const FACTS: EventFacts<RefundReversed> = EventFacts {
        versions: &[as_today, as_today],
        version: |event| event.reason.version(),
        command: |_| "reverse_refund",
        date: |event| Some(event.date),
        amount: no_amount,
        made: no_number,
        touches: |event| vec![&event.refund.0],
        whose: |event| Whose::Document(&event.refund),
        is_about_users: false,
        private: Kept::Reason(place!(reason)),
        overridden: no_override,
        entered_rate: no_rate,
    };
}

/// A credit note was voided.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CreditNoteVoided {
    /// The credit note, whose number stays.
    pub credit_note: Number,
    /// The invoice it credited; `None` for a credit brought in from another system.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub invoice: Option<Number>,
    /// The effective date.
    pub date: Day,
    /// The reason, kept in the private record since version 2.
    #[serde(default, skip_serializing_if = "FreeText::is_beside")]
    pub reason: FreeText,
    /// The groups of the credit note: these amounts of the invoice can be credited again.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub taxes: Vec<TaxGroup>,
}

impl EventKind for CreditNoteVoided {
    const FACTS: EventFacts<CreditNoteVoided> = EventFacts {
        versions: &[as_today, as_today],
        version: |event| event.reason.version(),
        command: |_| "void_credit_note",
        date: |event| Some(event.date),
        amount: no_amount,
        made: no_number,
        touches: |event| with(vec![&event.credit_note.0], event.invoice.as_ref()),
        whose: |event| Whose::Document(&event.credit_note),
        is_about_users: false,
        private: Kept::Reason(place!(reason)),
        overridden: no_override,
        entered_rate: no_rate,
    };
}

/// A certificate counts for less because the invoice it settled was credited, or for more again because
/// that credit note was voided.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CertificateAdjusted {
    /// The certificate, by the number of its payment.
    pub payment: Number,
    /// The effective date.
    pub date: Day,
    /// The change; negative if it counts for less.
    pub change: Money,
}

impl EventKind for CertificateAdjusted {
    const FACTS: EventFacts<CertificateAdjusted> = EventFacts {
        versions: &[as_today],
        version: first,
        command: |_| "credit_invoice",
        date: |event| Some(event.date),
        amount: |event| Some(event.change),
        made: no_number,
        touches: |event| vec![&event.payment.0],
        whose: |_| Whose::Nobody,
        is_about_users: false,
        private: Kept::Nothing,
        overridden: no_override,
        entered_rate: no_rate,
    };
}
