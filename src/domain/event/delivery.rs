//! Events of the outbox: what is to be sent, each attempt, and how it ended. Addresses, servers'
//! answers and notes are kept beside the chain.

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
    /// What the statement covers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub statement: Option<StatementSpan>,
    /// The date.
    pub date: Day,
    /// The way it is delivered.
    pub by: DeliveryWay,
    /// The address, or who takes it, as `contact`: kept in the private record.
    #[serde(skip)]
    pub text: Option<CaseText>,
}

impl EventKind for DeliveryQueued {
    const FACTS: EventFacts<DeliveryQueued> = EventFacts {
        name: "delivery_queued",
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

/// An attempt begins: from here on it is unsure whether it goes out, until its end is known.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DeliveryBegun {
    /// The delivery.
    pub delivery: Number,
    /// The date.
    pub date: Day,
    /// The moment.
    pub at: Moment,
    /// Which attempt, from 1.
    pub attempt: u16,
    /// The Message-ID of an e-mail, the same for every attempt.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message_id: Option<String>,
}

impl EventKind for DeliveryBegun {
    const FACTS: EventFacts<DeliveryBegun> = EventFacts {
        name: "delivery_begun",
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

/// It is known, or as well known as it will be, how an attempt ended.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DeliveryEnded {
    /// The delivery.
    pub delivery: Number,
    /// The date.
    pub date: Day,
    /// Which attempt, from 1; none, a person says what became of the delivery.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attempt: Option<u16>,
    /// How.
    pub outcome: DeliveryOutcome,
    /// When it is tried again, where it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<Moment>,
    /// What the server answered as `outcome`, what a person says as `note`: kept in the private
    /// record.
    #[serde(skip)]
    pub text: Option<CaseText>,
}

impl EventKind for DeliveryEnded {
    const FACTS: EventFacts<DeliveryEnded> = EventFacts {
        name: "delivery_ended",
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

/// A delivery is to be tried again, because a person says so.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DeliveryRetried {
    /// The delivery.
    pub delivery: Number,
    /// The date.
    pub date: Day,
}

impl EventKind for DeliveryRetried {
    const FACTS: EventFacts<DeliveryRetried> = EventFacts {
        name: "delivery_retried",
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
    /// Why, as `note`: kept in the private record.
    #[serde(skip)]
    pub text: Option<CaseText>,
}

impl EventKind for DeliveryCancelled {
    const FACTS: EventFacts<DeliveryCancelled> = EventFacts {
        name: "delivery_cancelled",
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
