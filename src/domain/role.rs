//! Roles on a shared book: each user, by name in the operating system, has one. May use: serde,
//! schemars.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A user's role. Each role includes those before it.
#[derive(
    Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// May look and change nothing: sales, customer service, an auditor.
    Viewer,
    /// Does the day's work: invoices, payments, disputes, calls.
    Coordinator,
    /// Decides what costs money, and overrides rules with a reason.
    Supervisor,
    /// Grants roles, and brings in a book from elsewhere.
    Administrator,
}

impl Role {
    /// Every role, the least first.
    pub const ALL: [Role; 4] =
        [Role::Viewer, Role::Coordinator, Role::Supervisor, Role::Administrator];

    /// The name in commands and answers.
    pub fn name(self) -> &'static str {
        match self {
            Role::Viewer => "viewer",
            Role::Coordinator => "coordinator",
            Role::Supervisor => "supervisor",
            Role::Administrator => "administrator",
        }
    }

    /// The role with this name.
    pub fn from_name(name: &str) -> Option<Role> {
        Role::ALL.into_iter().find(|role| role.name() == name)
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
