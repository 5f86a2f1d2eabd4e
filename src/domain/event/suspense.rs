//! Events of the suspense list: money whose payer is not known yet.

use serde::{Deserialize, Serialize};

use super::facts::{
    EventFacts, EventKind, Kept, Whose, as_today, first, no_amount, no_number, no_override,
    no_rate, place,
};
use super::{CaseText, FreeText};
use crate::domain::command::Method;
use crate::domain::{Code, Currency, Day, Money, Number, Plain};

/// Money arrived from an unknown payer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct UnidentifiedRecorded {
    /// Its number.
    pub unidentified: Number,
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
    /// The bank line by which it arrived, which is linked to it in the same entry.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<Number>,
    /// The payer as the bank names it, as `contact`, and a note, kept in the private record.
    #[serde(skip)]
    pub text: Option<CaseText>,
}

impl EventKind for UnidentifiedRecorded {
    const FACTS: EventFacts<UnidentifiedRecorded> = EventFacts {
        versions: &[as_today],
        version: first,
        command: |event| match event.line {
            Some(_) => "suspend_bank_line",
            None => "record_unidentified",
        },
        date: |event| Some(event.date),
        amount: |event| Some(event.amount),
        made: |event| Some(("unidentified", &event.unidentified.0)),
        touches: |event| {
            let line = event.line.iter().map(|it| it.0.as_str());
            std::iter::once(event.unidentified.0.as_str()).chain(line).collect()
        },
        whose: |_| Whose::Nobody,
        is_about_users: false,
        private: Kept::Text(place!(text)),
        overridden: no_override,
        entered_rate: |event| Some((event.currency, event.rate?)),
    };
}

/// The payer of unidentified money was identified. The payment it becomes is in the same entry.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PayerIdentified {
    /// The unidentified receipt.
    pub unidentified: Number,
    /// The customer who paid.
    pub customer: Code,
    /// The payment it becomes.
    pub payment: Number,
    /// The payment's date, on which it leaves the suspense list.
    pub date: Day,
}

impl EventKind for PayerIdentified {
    const FACTS: EventFacts<PayerIdentified> = EventFacts {
        versions: &[as_today],
        version: first,
        command: |_| "identify",
        date: |event| Some(event.date),
        amount: no_amount,
        made: no_number,
        touches: |event| vec![&event.unidentified.0, &event.customer.0, &event.payment.0],
        whose: |event| Whose::Customer(&event.customer),
        is_about_users: false,
        private: Kept::Nothing,
        overridden: no_override,
        entered_rate: no_rate,
    };
}

/// The payment that unidentified money had become was reversed: its payer is unknown again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct UnidentifiedReopened {
    /// The unidentified receipt.
    pub unidentified: Number,
    /// The day from which it is on the suspense list again.
    pub date: Day,
}

impl EventKind for UnidentifiedReopened {
    const FACTS: EventFacts<UnidentifiedReopened> = EventFacts {
        versions: &[as_today],
        version: first,
        command: |_| "reverse_payment",
        date: |event| Some(event.date),
        amount: no_amount,
        made: no_number,
        touches: |event| vec![&event.unidentified.0],
        whose: |_| Whose::Nobody,
        is_about_users: false,
        private: Kept::Nothing,
        overridden: no_override,
        entered_rate: no_rate,
    };
}

/// Unidentified money was taken off the suspense list: it was entered by mistake, or sent back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct UnidentifiedReversed {
    /// The unidentified receipt.
    pub unidentified: Number,
    /// The effective date.
    pub date: Day,
    /// The reason, kept in the private record.
    #[serde(default, skip_serializing_if = "FreeText::is_beside")]
    pub reason: FreeText,
}

impl EventKind for UnidentifiedReversed {
    const FACTS: EventFacts<UnidentifiedReversed> = EventFacts {
        versions: &[as_today],
        version: first,
        command: |_| "reverse_unidentified",
        date: |event| Some(event.date),
        amount: no_amount,
        made: no_number,
        touches: |event| vec![&event.unidentified.0],
        whose: |_| Whose::Nobody,
        is_about_users: false,
        private: Kept::Reason(place!(reason)),
        overridden: no_override,
        entered_rate: no_rate,
    };
}
