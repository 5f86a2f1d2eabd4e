//! Commands of the worklist: snoozing a customer, handing one over, and setting calling hours.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::facts::{Changes, CommandFacts, CommandKind, DATED, Undo, effective};
use crate::domain::{Code, Day, Role};

/// Snoozes a customer: takes the customer and all callbacks off the worklist until a day. A callback
/// agreed later for an earlier day ends the snooze on that day.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Snooze {
    /// The customer.
    pub customer: Code,
    /// The day the customer comes back; with today, the customer comes back at once.
    pub until: Day,
    /// The date; if absent, today.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Day>,
}

impl CommandKind for Snooze {
    const FACTS: CommandFacts<Snooze> = CommandFacts {
        summary: "Snooze a customer: off the worklist until a day",
        role: |_| Role::Coordinator,
        changes: |_| Changes::Nothing,
        overridable: DATED,
        is_personal: |_| false,
        dates: effective,
        may_be_old: false,
        undo: |_| vec![Undo::NOTHING],
    };
}

/// Hands a customer's calls over to another user: the customer is then on that user's worklist alone.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct HandOver {
    /// The customer.
    pub customer: Code,
    /// The user; if absent, the customer is on everybody's list again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// The effective date; if absent, today.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Day>,
}

impl CommandKind for HandOver {
    const FACTS: CommandFacts<HandOver> = CommandFacts {
        summary: "Hand the calls to a customer over to another user",
        role: |_| Role::Coordinator,
        changes: |_| Changes::Nothing,
        overridable: DATED,
        is_personal: |_| false,
        dates: effective,
        may_be_old: false,
        undo: |_| vec![Undo::NOTHING],
    };
}

/// Sets when a customer may be called, by the customer's own clock.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SetCallingHours {
    /// The customer.
    pub customer: Code,
    /// The time zone (`America/Halifax`); if absent, that of the telephone number or the address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zone: Option<String>,
    /// The earliest time (`9:00`).
    pub from: String,
    /// The latest time (`17:30`); `24:00` is the end of the day.
    pub to: String,
    /// The effective date; if absent, today.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Day>,
}

impl CommandKind for SetCallingHours {
    const FACTS: CommandFacts<SetCallingHours> = CommandFacts {
        summary: "Set when a customer may be called",
        role: |_| Role::Coordinator,
        changes: |_| Changes::Nothing,
        overridable: DATED,
        is_personal: |_| false,
        dates: effective,
        may_be_old: false,
        undo: |_| vec![Undo::by("set_calling_hours")],
    };
}
