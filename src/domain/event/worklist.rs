//! Events of the worklist: who is put off, whom somebody else calls, and when customers may be called.

use serde::{Deserialize, Serialize};

use super::facts::{
    EventFacts, EventKind, Kept, Whose, as_today, first, no_amount, no_number, no_override, no_rate,
};
use crate::domain::{Code, Day};

/// A customer is off the worklist until a day.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CustomerSnoozed {
    /// Who.
    pub customer: Code,
    /// The day on which it comes back.
    pub until: Day,
    /// When that was said.
    pub date: Day,
}

impl EventKind for CustomerSnoozed {
    const FACTS: EventFacts<CustomerSnoozed> = EventFacts {
        name: "customer_snoozed",
        versions: &[as_today],
        version: first,
        command: |_| "snooze",
        date: |event| Some(event.date),
        amount: no_amount,
        made: no_number,
        touches: |event| vec![&event.customer.0],
        whose: |event| Whose::Customer(&event.customer),
        is_about_users: false,
        private: Kept::Nothing,
        overridden: no_override,
        entered_rate: no_rate,
    };
}

/// A user takes over the calls to a customer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CustomerHandedOver {
    /// The customer.
    pub customer: Code,
    /// By whom; if none, by everybody again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// The effective date.
    pub date: Day,
}

impl EventKind for CustomerHandedOver {
    const FACTS: EventFacts<CustomerHandedOver> = EventFacts {
        name: "customer_handed_over",
        versions: &[as_today],
        version: first,
        command: |_| "hand_over",
        date: |event| Some(event.date),
        amount: no_amount,
        made: no_number,
        touches: |event| vec![&event.customer.0],
        whose: |event| Whose::Customer(&event.customer),
        is_about_users: false,
        private: Kept::Nothing,
        overridden: no_override,
        entered_rate: no_rate,
    };
}

/// When a customer may be called was set.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CallingHoursSet {
    /// Who.
    pub customer: Code,
    /// The zone of the clock; if none, that of the telephone number or the address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zone: Option<String>,
    /// From this minute of the day on.
    pub from: u16,
    /// Until this minute of the day.
    pub to: u16,
    /// The effective date.
    pub date: Day,
}

impl EventKind for CallingHoursSet {
    const FACTS: EventFacts<CallingHoursSet> = EventFacts {
        name: "calling_hours_set",
        versions: &[as_today],
        version: first,
        command: |_| "set_calling_hours",
        date: |event| Some(event.date),
        amount: no_amount,
        made: no_number,
        touches: |event| vec![&event.customer.0],
        whose: |event| Whose::Customer(&event.customer),
        is_about_users: false,
        private: Kept::Nothing,
        overridden: no_override,
        entered_rate: no_rate,
    };
}
