//! On whose behalf something is asked or sent, and whether that may be. Checked here for every
//! question and every command, whichever way it came. May use: domain, the ledger's users.

use crate::domain::event::ViewerPolicySet;
use crate::domain::{Day, Envelope, Refusal, Role, Rule};
use crate::ledger::tables::{USERS, VIEWERS};
use crate::store::Rows;
use crate::store::rows::Stop;

/// On whose behalf something is asked or sent. The name comes from the operating system, never
/// from what the caller says.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Caller {
    /// The operating system's name.
    pub name: String,
    /// The operating system's number, where somebody else's process asks.
    pub uid: Option<u32>,
    /// Whether the book is the caller's own: nobody else can reach it, and its owner is
    /// administrator. Else the book says what this user may.
    pub is_owner: bool,
    /// The business date, where it is not the real one.
    pub today: Option<Day>,
}

impl Caller {
    /// The owner of a book that nobody else can reach.
    pub fn owner(name: impl Into<String>) -> Caller {
        Caller { name: name.into(), uid: None, is_owner: true, today: None }
    }

    /// A user with the role that the book gives them.
    pub fn listed(name: impl Into<String>) -> Caller {
        Caller { name: name.into(), uid: None, is_owner: false, today: None }
    }

    /// What the caller may; refused where that is nothing.
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

    /// What the caller sees besides accounts and documents: viewers as the book says, all others
    /// everything. Refused where the caller may nothing.
    pub fn sees(&self, rows: &dyn Rows) -> Result<ViewerPolicySet, Stop> {
        match self.role(rows)? {
            Role::Viewer => Ok(VIEWERS.get(rows, &())?.unwrap_or(ViewerPolicySet::CAREFUL)),
            _ => Ok(ViewerPolicySet::ALL),
        }
    }

    /// Refuses a command that is not for this caller.
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
