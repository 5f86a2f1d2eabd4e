//! The outcome of a command before it becomes an entry. May use: domain, the rest of the journal.

use uuid::Uuid;

use crate::domain::{Day, Event, Moment};

use super::hash::Hash;

/// The outcome of one command, before it has a number.
pub struct Draft {
    /// When it is recorded, or the time of the entry before if that is later. A time that an
    /// administrator has confirmed is kept as it is.
    pub at: Moment,
    /// The effective date.
    pub date: Day,
    /// Who asked for it.
    pub by: String,
    /// The command's id.
    pub id: Uuid,
    /// The digest of the command; `None` if no command made it.
    pub digest: Option<CommandDigest>,
    /// What happened.
    pub events: Vec<Event>,
    /// Salt for the private record, if there is one.
    pub salt: [u8; 16],
}

impl Draft {
    /// Its recording time after an entry recorded at `last`.
    pub(super) fn recorded_after(&self, last: Moment) -> Moment {
        match self.events.as_slice() {
            [Event::ClockConfirmed(_)] => self.at,
            _ => self.at.max(last),
        }
    }
}

/// The digest of a command's content, which tells it apart from another command under the same id.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum CommandDigest {
    /// The command has no personal text: its digest may stay in the chain for ever.
    Open(Hash),
    /// The digest could be used to guess personal text: it is kept in the private record only.
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
