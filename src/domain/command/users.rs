//! Administrators' commands: roles, what viewers may see, and confirming the clock.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::facts::{Changes, CommandFacts, CommandKind, DATED, Undo, effective};
use crate::domain::{Day, Role};

/// Gives a user a role, replacing any earlier one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GrantRole {
    /// The user's name in the operating system.
    pub user: String,
    /// The role.
    pub role: Role,
    /// The user's number in the operating system: the role is then tied to both. If absent, it is tied
    /// to the name alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub uid: Option<u32>,
    /// The date; if absent, today.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Day>,
}

impl CommandKind for GrantRole {
    const FACTS: CommandFacts<GrantRole> = CommandFacts {
        summary: "Give a user a role: viewer, coordinator, supervisor, administrator",
        role: |_| Role::Administrator,
        changes: |_| Changes::Nothing,
        overridable: DATED,
        is_personal: |_| false,
        dates: effective,
        may_be_old: false,
        undo: |_| vec![Undo::by("revoke_role")],
    };
}

/// Sets what viewers may see besides accounts and documents.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SetViewerPolicy {
    /// The notes of calls, disputes, promises and callbacks.
    pub notes: bool,
    /// The users and their roles.
    pub users: bool,
    /// Exports of whole tables.
    pub exports: bool,
    /// The date; if absent, today.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Day>,
}

impl CommandKind for SetViewerPolicy {
    const FACTS: CommandFacts<SetViewerPolicy> = CommandFacts {
        summary: "Set what viewers may see: notes, users, exports",
        role: |_| Role::Administrator,
        changes: |_| Changes::Nothing,
        overridable: DATED,
        is_personal: |_| false,
        dates: effective,
        may_be_old: false,
        undo: |_| vec![Undo::by("set_viewer_policy")],
    };
}

/// Confirms that the clock is right although it is far from the last entry's time.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ConfirmClock {
    /// How that is known; the entry keeps it.
    pub reason: String,
}

impl CommandKind for ConfirmClock {
    const FACTS: CommandFacts<ConfirmClock> = CommandFacts {
        summary: "Confirm that the clock is right although it is far from the last entry",
        role: |_| Role::Administrator,
        changes: |_| Changes::Nothing,
        overridable: DATED,
        is_personal: |_| true,
        dates: effective,
        may_be_old: false,
        undo: |_| vec![Undo::NOTHING],
    };
}

/// Takes away a user's role: the book is closed to that user.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RevokeRole {
    /// The user's name in the operating system.
    pub user: String,
    /// The date; if absent, today.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Day>,
}

impl CommandKind for RevokeRole {
    const FACTS: CommandFacts<RevokeRole> = CommandFacts {
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
