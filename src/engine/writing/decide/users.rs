//! Decides on the roles of users. A book always keeps one administrator.

use crate::domain::command::{GrantRole, RevokeRole, SetViewerPolicy};
use crate::domain::event::{RoleGranted, ViewerPolicySet};
use crate::domain::{Day, Refusal, Role, Rule, text};
use crate::ledger::tables::USERS;
use crate::store::rows::Stop;

use super::{Case, Decided};

impl Case<'_> {
    pub(super) fn grant_role(&mut self, command: &GrantRole) -> Result<Decided, Stop> {
        let user = text::required("user", &command.user, text::SHORT)?;
        if user.starts_with('-') || user.contains([':', '/']) {
            return Err(Refusal::new(Rule::UserMalformed, "user").with("given", user).into());
        }
        if command.role != Role::Administrator {
            self.another_administrator(&user)?;
        }
        self.role_is(user, Some(command.role), command.uid, command.date)
    }

    pub(super) fn revoke_role(&mut self, command: &RevokeRole) -> Result<Decided, Stop> {
        let user = text::required("user", &command.user, text::SHORT)?;
        if USERS.get(self.rows(), &user)?.is_none() {
            return Err(Refusal::new(Rule::UserUnknown, "user").with("user", user).into());
        }
        self.another_administrator(&user)?;
        self.role_is(user, None, None, command.date)
    }

    pub(super) fn set_viewer_policy(&mut self, command: &SetViewerPolicy) -> Result<Decided, Stop> {
        let date = self.happened("date", command.date)?;
        let SetViewerPolicy { notes, users, exports, .. } = *command;
        Ok(Decided { date, events: vec![ViewerPolicySet { notes, users, exports }.into()] })
    }

    /// Refuses if this user is the only administrator.
    fn another_administrator(&self, user: &str) -> Result<(), Stop> {
        let (mut is_one, mut others) = (false, 0);
        for found in USERS.scan(self.rows(), &()) {
            let (name, row) = found?;
            match (row.role == Role::Administrator, name == user) {
                (true, true) => is_one = true,
                (true, false) => others += 1,
                _ => {}
            }
        }
        match is_one && others == 0 {
            true => Err(Refusal::new(Rule::UserLast, "user").with("user", user).into()),
            false => Ok(()),
        }
    }

    fn role_is(
        &mut self,
        user: String,
        role: Option<Role>,
        uid: Option<u32>,
        date: Option<Day>,
    ) -> Result<Decided, Stop> {
        let date = self.happened("date", date)?;
        Ok(Decided { date, events: vec![RoleGranted { user, role, uid }.into()] })
    }
}
