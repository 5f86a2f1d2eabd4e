//! The caller of a question or a command, and what the caller may do. Every question and every
//! command is checked here, whichever way it came. May use: domain, the ledger's users.

use crate::domain::event::ViewerPolicySet;
use crate::domain::{Day, Envelope, Refusal, Role, Rule};
use crate::ledger::tables::{USERS, VIEWERS};
use crate::store::Rows;
use crate::store::rows::Stop;

/// The caller of a question or a command. The name comes from the operating system, never from the
/// caller.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Caller {
    /// The user's name on this machine.
    pub name: String,
    /// The user's number, if the request comes from another process.
    pub uid: Option<u32>,
    /// Whether the book is the caller's own: nobody else can reach it, and its owner is
    /// administrator. Otherwise the book says what the user may do.
    pub is_owner: bool,
    /// The business date, if it is not the real one.
    pub today: Option<Day>,
}

impl Caller {
    /// The owner of a solo book.
    pub fn owner(name: impl Into<String>) -> Caller {
        Caller { name: name.into(), uid: None, is_owner: true, today: None }
    }

    /// A user with the role that the book grants.
    pub fn listed(name: impl Into<String>) -> Caller {
        Caller { name: name.into(), uid: None, is_owner: false, today: None }
    }

    /// Returns the caller's role; refuses a caller without one.
    pub fn role(&self, rows: &dyn Rows) -> Result<Role, Stop> {
        if self.is_owner {
            return Ok(Role::Administrator);
        }
        let no_role = || Refusal::new(Rule::UserNoRole, "").with("user", &self.name);
        let row = USERS.get(rows, &self.name)?.ok_or_else(no_role)?;
        if let Some(given) = row.uid.filter(|given| Some(*given) != self.uid) {
            let refusal = Refusal::new(Rule::UserOtherUid, "").with("user", &self.name);
            let uid = self.uid.map_or_else(|| "none".to_string(), |uid| uid.to_string());
            return Err(refusal.with("given", given).with("uid", uid).into());
        }
        match self.today.is_some() && row.role != Role::Administrator {
            true => Err(Refusal::new(Rule::UserToday, "today").into()),
            false => Ok(row.role),
        }
    }

    /// Returns what the caller may see besides accounts and documents: for viewers what the book
    /// allows, for all others everything. Refuses a caller without a role.
    pub fn sees(&self, rows: &dyn Rows) -> Result<ViewerPolicySet, Stop> {
        match self.role(rows)? {
            Role::Viewer => Ok(VIEWERS.get(rows, &())?.unwrap_or(ViewerPolicySet::CAREFUL)),
            Role::Coordinator | Role::Supervisor | Role::Administrator => Ok(ViewerPolicySet::ALL),
        }
    }

    /// Refuses a command that the caller's role does not allow.
    pub fn may_send(&self, rows: &dyn Rows, envelope: &Envelope) -> Result<(), Stop> {
        let role = self.role(rows)?;
        let needed = envelope.command.role(envelope.override_reason.is_some());
        if role >= needed {
            return Ok(());
        }
        let refusal = Refusal::new(Rule::UserRole, "").with("user", &self.name);
        Err(refusal.with("role", role).with("needed", needed).into())
    }
}
