//! The users and their roles. May use: the rest of the queries.

use serde::{Deserialize, Serialize};

use crate::domain::{Day, Role};
use crate::ledger::tables::USERS;
use crate::store::rows::Stop;

use super::{Needs, Question, View};

/// Asks for every user with a role.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
pub struct UsersOf {}

/// A user.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ShownUser {
    /// The name in the operating system.
    pub user: String,
    /// The role.
    pub role: Role,
    /// The effective date.
    pub since: Day,
}

impl Question for UsersOf {
    const NAME: &'static str = "users";
    const IS_OF_ROWS: bool = true;
    const MAY_TAKE_LONG: bool = true;
    const NEEDS: Needs = Needs::Users;
    type Answer = Vec<ShownUser>;

    fn answer(&self, view: &View) -> Result<Vec<ShownUser>, Stop> {
        let user = |found: Result<(String, crate::ledger::tables::UserRow), _>| {
            let (user, row) = found?;
            Ok(ShownUser { user, role: row.role, since: row.since })
        };
        USERS.scan(view.rows, &()).map(user).collect()
    }
}
