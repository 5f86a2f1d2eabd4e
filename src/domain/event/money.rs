//! Events of money: payments, allocations, refunds, write-offs.

use serde::{Deserialize, Serialize};

use super::FreeText;
use super::Override;
use super::facts::{
    EventFacts, EventKind, Kept, Whose, as_today, first, no_amount, no_number, no_override,
    no_rate, overridden_version, place, with,
};
use crate::domain::command::Method;
pub use crate::domain::given_up::GivenUp;
use crate::domain::{Code, Currency, Day, Money, Number, Plain};

/// A payment was received.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PaymentRecorded {
    /// Its number.
    pub payment: Number,
    /// The customer who paid.
    pub customer: Code,
    /// The date.
    pub date: Day,
    /// The amount.
    pub amount: Money,
    /// The currency.
    pub currency: Currency,
    /// The payment method.
    pub method: Method,
    /// The payer's or the bank's reference.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// The exchange rate: book currency per unit of foreign currency.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rate: Option<Plain>,
    /// The code of the withheld tax (`WHT3`), if the payment is a certificate; its number is then the
    /// reference. Since version 2.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub certificate: Option<String>,
    /// Whether the number comes from another system and counts in no series of the book. Since version
    /// 3.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub foreign: bool,
}

impl EventKind for PaymentRecorded {
    const FACTS: EventFacts<PaymentRecorded> = EventFacts {
        versions: &[as_today, as_today, as_today],
        version: |event| match (event.foreign, &event.certificate) {
            (true, _) => 3,
            (false, Some(_)) => 2,
            (false, None) => 1,
        },
        command: |event| match event.certificate {
            Some(_) => "record_certificate",
            None => "record_payment",
        },
        date: |event| Some(event.date),
        amount: |event| Some(event.amount),
        made: |event| Some(("payment", &event.payment.0)),
        touches: |event| vec![&event.customer.0, &event.payment.0],
        whose: |event| Whose::Customer(&event.customer),
        is_about_users: false,
        private: Kept::Nothing,
        overridden: no_override,
        entered_rate: |event| Some((event.currency, event.rate?)),
    };
}

/// A part of a payment or a credit note was allocated to an invoice.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AllocationMade {
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
    /// The exchange gain it realises (a loss if negative), in the book's currency, if the two sides
    /// were booked at exchange rates.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gain: Option<Money>,
}

impl EventKind for AllocationMade {
    const FACTS: EventFacts<AllocationMade> = EventFacts {
        versions: &[as_today],
        version: first,
        command: |_| "allocate",
        date: |event| Some(event.date),
        amount: |event| Some(event.amount),
        made: |event| Some(("allocation", &event.allocation.0)),
        touches: |event| vec![&event.allocation.0, &event.from.0, &event.to.0],
        whose: |event| Whose::Document(&event.to),
        is_about_users: false,
        private: Kept::Nothing,
        overridden: no_override,
        entered_rate: no_rate,
    };
}

/// An allocation was reversed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AllocationReversed {
    /// The allocation.
    pub allocation: Number,
    /// The day from which it no longer counts.
    pub date: Day,
}

impl EventKind for AllocationReversed {
    const FACTS: EventFacts<AllocationReversed> = EventFacts {
        versions: &[as_today],
        version: first,
        command: |_| "unallocate",
        date: |event| Some(event.date),
        amount: no_amount,
        made: no_number,
        touches: |event| vec![&event.allocation.0],
        whose: |_| Whose::Nobody,
        is_about_users: false,
        private: Kept::Nothing,
        overridden: no_override,
        entered_rate: no_rate,
    };
}

/// The bank returned a payment.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PaymentBounced {
    /// The payment.
    pub payment: Number,
    /// The effective date.
    pub date: Day,
    /// The reason, kept in the private record since version 2.
    #[serde(default, skip_serializing_if = "FreeText::is_beside")]
    pub reason: FreeText,
}

impl EventKind for PaymentBounced {
    const FACTS: EventFacts<PaymentBounced> = EventFacts {
        versions: &[as_today, as_today],
        version: |event| event.reason.version(),
        command: |_| "bounce_payment",
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

/// A refund was paid.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RefundMade {
    /// Its number.
    pub refund: Number,
    /// The customer.
    pub customer: Code,
    /// The date.
    pub date: Day,
    /// The amount.
    pub amount: Money,
    /// The currency.
    pub currency: Currency,
    /// The payment method.
    pub method: Method,
    /// The bank's reference.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// The exchange rate, book currency per unit of foreign currency: that of the day, or of what was
    /// refunded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rate: Option<Plain>,
    /// Whether its number is that of another system, which counts in no series of ours. Since
    /// version 2.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub foreign: bool,
}

impl EventKind for RefundMade {
    const FACTS: EventFacts<RefundMade> = EventFacts {
        versions: &[as_today, as_today],
        version: |event| if event.foreign { 2 } else { 1 },
        command: |_| "refund",
        date: |event| Some(event.date),
        amount: |event| Some(event.amount),
        made: |event| Some(("refund", &event.refund.0)),
        touches: |event| vec![&event.customer.0, &event.refund.0],
        whose: |event| Whose::Document(&event.refund),
        is_about_users: false,
        private: Kept::Nothing,
        overridden: no_override,
        entered_rate: |event| Some((event.currency, event.rate?)),
    };
}

/// An amount was written off an invoice, to which it is allocated; or it was gained by rounding a
/// payment in cash, which is then allocated to it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WriteOffMade {
    /// Its number.
    pub write_off: Number,
    /// The customer.
    pub customer: Code,
    /// The date.
    pub date: Day,
    /// The amount, never negative.
    pub amount: Money,
    /// The currency.
    pub currency: Currency,
    /// The reason.
    pub reason: GivenUp,
    /// Whether the amount was added to a payment instead of written off.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub on_top: bool,
    /// The payment it belongs to: if that bounces, it is reversed too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payment: Option<Number>,
    /// The exchange rate of what it settles.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rate: Option<Plain>,
    /// The rules that were overridden.
    #[serde(default, rename = "override", skip_serializing_if = "Option::is_none")]
    pub overridden: Option<Override>,
    /// Whether its number is that of another system, which counts in no series of ours. Since
    /// version 3.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub foreign: bool,
}

impl EventKind for WriteOffMade {
    const FACTS: EventFacts<WriteOffMade> = EventFacts {
        versions: &[as_today, as_today, as_today],
        version: |event| match event.foreign {
            true => 3,
            false => overridden_version(event.overridden.as_ref()),
        },
        command: |event| match event.reason {
            _ if event.foreign => "bring_in_write_off",
            GivenUp::SmallDifference | GivenUp::BadDebt => "write_off",
            // All but manual write-offs belong to an allocation.
            GivenUp::EarlyPayment | GivenUp::CashRounding => "allocate",
        },
        date: |event| Some(event.date),
        amount: |event| Some(event.amount),
        made: |event| Some(("write_off", &event.write_off.0)),
        touches: |event| with(vec![&event.customer.0, &event.write_off.0], event.payment.as_ref()),
        whose: |event| Whose::Customer(&event.customer),
        is_about_users: false,
        private: Kept::Overridden(place!(overridden)),
        overridden: |event| event.overridden.as_ref(),
        entered_rate: no_rate,
    };
}

/// A write-off no longer counts, in full or in part: the money arrived after all, or its payment
/// bounced.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WriteOffTakenBack {
    /// The write-off.
    pub write_off: Number,
    /// The effective date.
    pub date: Day,
    /// The amount of it that no longer counts.
    pub amount: Money,
}

impl EventKind for WriteOffTakenBack {
    const FACTS: EventFacts<WriteOffTakenBack> = EventFacts {
        versions: &[as_today],
        version: first,
        command: |_| "recover",
        date: |event| Some(event.date),
        amount: |event| Some(event.amount),
        made: no_number,
        touches: |event| vec![&event.write_off.0],
        whose: |event| Whose::Document(&event.write_off),
        is_about_users: false,
        private: Kept::Nothing,
        overridden: no_override,
        entered_rate: no_rate,
    };
}
