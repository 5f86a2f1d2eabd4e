//! Commands of administrators: who may what, and what the clock says.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

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
    /// The date; absent, today.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Day>,
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
    /// The date; absent, today.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Day>,
}

/// Says that the clock is right, where it says a time that the last entry speaks against.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ConfirmClock {
    /// How that is known. It is kept.
    pub reason: String,
}

/// Takes a user's role away: the book is closed to that user.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RevokeRole {
    /// The user, by the operating system's name.
    pub user: String,
    /// The date; absent, today.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Day>,
}
