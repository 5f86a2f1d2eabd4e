//! Events of the outbox: deliveries, their attempts and the outcomes. Addresses, server answers and
//! notes are kept in private records.

use serde::{Deserialize, Serialize};

use super::CaseText;
use super::facts::{
    EventFacts, EventKind, Kept, Whose, as_today, first, no_amount, no_number, no_override,
    no_rate, place, with,
};
use crate::domain::delivery::{DeliveryOutcome, DeliveryWay, StatementSpan};
use crate::domain::{Code, Day, Moment, Number};

/// A document or a statement is to be delivered.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DeliveryQueued {
    /// Its number.
    pub delivery: Number,
    /// The customer.
    pub customer: Code,
    /// The document; if none, it is a statement.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document: Option<Number>,
    /// The period of the statement.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub statement: Option<StatementSpan>,
    /// The date.
    pub date: Day,
    /// The way it is delivered.
    pub by: DeliveryWay,
    /// The address, or the person who takes it, as `contact`, kept in the private record.
    #[serde(skip)]
    pub text: Option<CaseText>,
}

impl EventKind for DeliveryQueued {
    const FACTS: EventFacts<DeliveryQueued> = EventFacts {
        versions: &[as_today],
        version: first,
        command: |event| match event.statement {
            None => "deliver",
            Some(_) => "deliver_statement",
        },
        date: |event| Some(event.date),
        amount: no_amount,
        made: |event| Some(("delivery", &event.delivery.0)),
        touches: |event| with(vec![&event.delivery.0, &event.customer.0], event.document.as_ref()),
        whose: |event| Whose::Customer(&event.customer),
        is_about_users: false,
        private: Kept::Text(place!(text)),
        overridden: no_override,
        entered_rate: no_rate,
    };
}

/// An attempt begins. Until its outcome is recorded, the delivery is unsure.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DeliveryBegun {
    /// The delivery.
    pub delivery: Number,
    /// The date.
    pub date: Day,
    /// The time.
    pub at: Moment,
    /// The number of the attempt, from 1.
    pub attempt: u16,
    /// The Message-ID of an e-mail, the same for every attempt.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message_id: Option<String>,
}

impl EventKind for DeliveryBegun {
    const FACTS: EventFacts<DeliveryBegun> = EventFacts {
        versions: &[as_today],
        version: first,
        command: |_| "begin_delivery",
        date: |event| Some(event.date),
        amount: no_amount,
        made: no_number,
        touches: |event| vec![&event.delivery.0],
        whose: |_| Whose::Nobody,
        is_about_users: false,
        private: Kept::Nothing,
        overridden: no_override,
        entered_rate: no_rate,
    };
}

/// The outcome of an attempt, as far as it can be known.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DeliveryEnded {
    /// The delivery.
    pub delivery: Number,
    /// The date.
    pub date: Day,
    /// The number of the attempt, from 1; `None` if a person reports the outcome.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attempt: Option<u16>,
    /// The outcome.
    pub outcome: DeliveryOutcome,
    /// The time of the next attempt, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<Moment>,
    /// The server's answer as `outcome`, a person's explanation as `note`, kept in the private record.
    #[serde(skip)]
    pub text: Option<CaseText>,
}

impl EventKind for DeliveryEnded {
    const FACTS: EventFacts<DeliveryEnded> = EventFacts {
        versions: &[as_today],
        version: first,
        command: |event| match event.attempt {
            Some(_) => "end_delivery",
            None => "settle_delivery",
        },
        date: |event| Some(event.date),
        amount: no_amount,
        made: no_number,
        touches: |event| vec![&event.delivery.0],
        whose: |event| Whose::Case(&event.delivery),
        is_about_users: false,
        private: Kept::Text(place!(text)),
        overridden: no_override,
        entered_rate: no_rate,
    };
}

/// A person asked for another attempt.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DeliveryRetried {
    /// The delivery.
    pub delivery: Number,
    /// The date.
    pub date: Day,
}

impl EventKind for DeliveryRetried {
    const FACTS: EventFacts<DeliveryRetried> = EventFacts {
        versions: &[as_today],
        version: first,
        command: |_| "retry_delivery",
        date: |event| Some(event.date),
        amount: no_amount,
        made: no_number,
        touches: |event| vec![&event.delivery.0],
        whose: |_| Whose::Nobody,
        is_about_users: false,
        private: Kept::Nothing,
        overridden: no_override,
        entered_rate: no_rate,
    };
}

/// A delivery was taken out of the outbox before it went out.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DeliveryCancelled {
    /// The delivery.
    pub delivery: Number,
    /// The date.
    pub date: Day,
    /// The reason as `note`, kept in the private record.
    #[serde(skip)]
    pub text: Option<CaseText>,
}

impl EventKind for DeliveryCancelled {
    const FACTS: EventFacts<DeliveryCancelled> = EventFacts {
        versions: &[as_today],
        version: first,
        command: |_| "cancel_delivery",
        date: |event| Some(event.date),
        amount: no_amount,
        made: no_number,
        touches: |event| vec![&event.delivery.0],
        whose: |event| Whose::Case(&event.delivery),
        is_about_users: false,
        private: Kept::Text(place!(text)),
        overridden: no_override,
        entered_rate: no_rate,
    };
}
