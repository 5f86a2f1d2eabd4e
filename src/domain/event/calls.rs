//! Events of wrapped-up calls. What was said is kept in the private record of the call itself.

use serde::{Deserialize, Serialize};

use super::cases::CaseText;
use super::facts::{
    EventFacts, EventKind, Kept, Whose, as_today, first, no_amount, no_number, no_override,
    no_rate, place,
};
use crate::domain::{CallOutcome, Code, Day, Number};

/// A call was wrapped up. This is the first event of the entry that holds the call and what was agreed
/// in it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CallWrapped {
    /// The call, logged by the next event.
    pub call: Number,
    /// The customer.
    pub customer: Code,
    /// The day in the company's zone.
    pub date: Day,
    /// The outcome.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<CallOutcome>,
    /// The length in minutes, if known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minutes: Option<u16>,
    /// The promises, disputes, callbacks and deliveries of the same entry, in their order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<Number>,
}

impl EventKind for CallWrapped {
    const FACTS: EventFacts<CallWrapped> = EventFacts {
        versions: &[as_today],
        version: first,
        command: |_| "wrap_up",
        date: |event| Some(event.date),
        amount: no_amount,
        made: no_number,
        touches: |event| vec![&event.call.0, &event.customer.0],
        whose: |event| Whose::Customer(&event.customer),
        is_about_users: false,
        private: Kept::Nothing,
        overridden: no_override,
        entered_rate: no_rate,
    };
}

/// What was agreed in a call was taken back, by the events that follow.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WrapUpUndone {
    /// The call, which stays logged.
    pub call: Number,
    /// The effective date.
    pub date: Day,
    /// The callbacks that the call had completed, now open again.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reopened: Vec<Number>,
    /// The reason, kept in the private record.
    #[serde(skip)]
    pub text: Option<CaseText>,
}

impl EventKind for WrapUpUndone {
    const FACTS: EventFacts<WrapUpUndone> = EventFacts {
        versions: &[as_today],
        version: first,
        command: |_| "undo_wrap_up",
        date: |event| Some(event.date),
        amount: no_amount,
        made: no_number,
        touches: |event| {
            std::iter::once(&event.call).chain(&event.reopened).map(|it| it.0.as_str()).collect()
        },
        whose: |event| Whose::Case(&event.call),
        is_about_users: false,
        private: Kept::Text(place!(text)),
        overridden: no_override,
        entered_rate: no_rate,
    };
}
