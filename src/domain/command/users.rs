//! Commands on who may what.

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
    /// The date; absent, today.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Day>,
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
