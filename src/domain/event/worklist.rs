//! Events of the worklist: snoozed customers, customers handed over, and calling hours.

use serde::{Deserialize, Serialize};

use super::facts::{
    EventFacts, EventKind, Kept, Whose, as_today, first, no_amount, no_number, no_override, no_rate,
};
use crate::domain::{Code, Day};

/// A customer was snoozed: off the worklist until a day.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CustomerSnoozed {
    /// The customer.
    pub customer: Code,
    /// The day the customer comes back.
    pub until: Day,
    /// The date of the snooze.
    pub date: Day,
}

impl EventKind for CustomerSnoozed {
    const FACTS: EventFacts<CustomerSnoozed> = EventFacts {
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

/// A user took over the calls to a customer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CustomerHandedOver {
    /// The customer.
    pub customer: Code,
    /// The user; if none, the customer is on everybody's list again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// The effective date.
    pub date: Day,
}

impl EventKind for CustomerHandedOver {
    const FACTS: EventFacts<CustomerHandedOver> = EventFacts {
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

/// The hours in which a customer may be called were set.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CallingHoursSet {
    /// The customer.
    pub customer: Code,
    /// The time zone; if none, that of the telephone number or the address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zone: Option<String>,
    /// The earliest time, as a minute of the day.
    pub from: u16,
    /// The latest time, as a minute of the day.
    pub to: u16,
    /// The effective date.
    pub date: Day,
}

impl EventKind for CallingHoursSet {
    const FACTS: EventFacts<CallingHoursSet> = EventFacts {
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
