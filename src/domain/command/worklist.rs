//! Commands of the worklist: put a customer off, hand one over, and say when one may be called.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::facts::{Changes, CommandFacts, CommandKind, DATED, Undo, effective};
use crate::domain::{Code, Day, Role};

/// Takes a customer off the worklist until a day, callbacks too. A callback that is agreed afterwards for
/// an earlier day ends it on that day.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Snooze {
    /// Who.
    pub customer: Code,
    /// The day on which it comes back; today, and it comes back at once.
    pub until: Day,
    /// The date; if absent, today.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Day>,
}

impl CommandKind for Snooze {
    const FACTS: CommandFacts<Snooze> = CommandFacts {
        name: "snooze",
        summary: "Take a customer off the worklist until a day",
        role: |_| Role::Coordinator,
        changes: |_| Changes::Nothing,
        overridable: DATED,
        is_personal: |_| false,
        dates: effective,
        may_be_old: false,
        undo: |_| vec![Undo::NOTHING],
    };
}

/// Hands the calls to a customer over to another user: the customer is on that user's worklist alone.
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
        name: "hand_over",
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

/// Says when a customer may be called, by the customer's own clock.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SetCallingHours {
    /// Who.
    pub customer: Code,
    /// The zone of the clock (`America/Halifax`); if absent, that of the telephone number or the address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zone: Option<String>,
    /// From when on (`9:00`).
    pub from: String,
    /// Until when (`17:30`); `24:00` is the end of the day.
    pub to: String,
    /// From which day on that holds; if absent, today.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Day>,
}

impl CommandKind for SetCallingHours {
    const FACTS: CommandFacts<SetCallingHours> = CommandFacts {
        name: "set_calling_hours",
        summary: "Say when a customer may be called",
        role: |_| Role::Coordinator,
        changes: |_| Changes::Nothing,
        overridable: DATED,
        is_personal: |_| false,
        dates: effective,
        may_be_old: false,
        undo: |_| vec![Undo::by("set_calling_hours")],
    };
}
