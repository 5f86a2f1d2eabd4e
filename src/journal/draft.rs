//! What a command comes to, before it is an entry. May use: domain, the rest of the journal.

use uuid::Uuid;

use crate::domain::{Day, Event, Moment};

use super::entry::Hash;

/// What one command comes to, before it has a number.
pub struct Draft {
    /// When it is recorded, unless the entry before says later. Where an administrator has
    /// confirmed the clock, it counts as it is.
    pub at: Moment,
    /// The effective date.
    pub date: Day,
    /// Who asked for it.
    pub by: String,
    /// The command's id.
    pub id: Uuid,
    /// The digest of the command; `None` where no command made it.
    pub digest: Option<CommandDigest>,
    /// What happened.
    pub events: Vec<Event>,
    /// Salt for the private record, should there be one.
    pub salt: [u8; 16],
}

impl Draft {
    /// When it is recorded behind an entry that was recorded at `last`.
    pub(super) fn recorded_after(&self, last: Moment) -> Moment {
        match self.events.as_slice() {
            [Event::ClockConfirmed(_)] => self.at,
            _ => self.at.max(last),
        }
    }
}

/// The digest of a command's content, by which it is told from another under the same id.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum CommandDigest {
    /// The command says nothing personal: its digest may stand in the chain for ever.
    Open(Hash),
    /// Somebody could guess personal text by it: it stands in the private record only.
    Personal(Hash),
}

impl CommandDigest {
    /// The digest itself.
    pub fn hash(self) -> Hash {
        match self {
            CommandDigest::Open(hash) | CommandDigest::Personal(hash) => hash,
        }
    }
}
