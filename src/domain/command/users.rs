//! Administrators' commands: roles, what viewers may see, and confirming the clock.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::facts::{Changes, CommandFacts, CommandKind, DATED, Undo, effective};
use crate::domain::{Day, Role};

/// Gives a user a role, in place of the one that user may have.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GrantRole {
    /// The user, by the operating system's name.
    pub user: String,
    /// What the user may.
    pub role: Role,
    /// The user's number in the operating system; the role then goes by both. Absent, by the name
    /// alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub uid: Option<u32>,
    /// The date; if absent, today.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Day>,
}

impl CommandKind for GrantRole {
    const FACTS: CommandFacts<GrantRole> = CommandFacts {
        name: "grant_role",
        summary: "Say what a user may: viewer, coordinator, supervisor, administrator",
        role: |_| Role::Administrator,
        changes: |_| Changes::Nothing,
        overridable: DATED,
        is_personal: |_| false,
        dates: effective,
        may_be_old: false,
        undo: |_| vec![Undo::by("revoke_role")],
    };
}

/// Says what viewers may see besides accounts and documents.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SetViewerPolicy {
    /// What was noted of calls, disputes, promises and callbacks.
    pub notes: bool,
    /// Who has which role.
    pub users: bool,
    /// Exports of whole tables.
    pub exports: bool,
    /// The date; if absent, today.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Day>,
}

impl CommandKind for SetViewerPolicy {
    const FACTS: CommandFacts<SetViewerPolicy> = CommandFacts {
        name: "set_viewer_policy",
        summary: "Say what viewers may see: notes, users, exports",
        role: |_| Role::Administrator,
        changes: |_| Changes::Nothing,
        overridable: DATED,
        is_personal: |_| false,
        dates: effective,
        may_be_old: false,
        undo: |_| vec![Undo::by("set_viewer_policy")],
    };
}

/// Says that the clock is right, where it says a time that the last entry speaks against.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ConfirmClock {
    /// How that is known. It is kept.
    pub reason: String,
}

impl CommandKind for ConfirmClock {
    const FACTS: CommandFacts<ConfirmClock> = CommandFacts {
        name: "confirm_clock",
        summary: "Say that the clock is right, where it is far from the last entry",
        role: |_| Role::Administrator,
        changes: |_| Changes::Nothing,
        overridable: DATED,
        is_personal: |_| true,
        dates: effective,
        may_be_old: false,
        undo: |_| vec![Undo::NOTHING],
    };
}

/// Takes a user's role away: the book is closed to that user.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RevokeRole {
    /// The user, by the operating system's name.
    pub user: String,
    /// The date; if absent, today.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Day>,
}

impl CommandKind for RevokeRole {
    const FACTS: CommandFacts<RevokeRole> = CommandFacts {
        name: "revoke_role",
        summary: "Close the book to a user",
        role: |_| Role::Administrator,
        changes: |_| Changes::Nothing,
        overridable: DATED,
        is_personal: |_| false,
        dates: effective,
        may_be_old: false,
        undo: |_| vec![Undo::by("grant_role")],
    };
}
