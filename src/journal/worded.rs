//! The journal's errors as messages. May use: domain, the rest of the journal.

use std::fmt;

use crate::domain::{Message, Worded};

use super::{AppendError, Damage, DamageKind, JournalError, LineError};

/// What has seen entries that are missing from the journal or differ there.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Witness {
    /// The ledger, which has posted them.
    Ledger,
    /// The mark that a clean close leaves.
    Mark,
}

impl Witness {
    fn name(self) -> &'static str {
        match self {
            Witness::Ledger => "ledger",
            Witness::Mark => "mark",
        }
    }
}

impl fmt::Display for Witness {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Witness::Ledger => "the ledger",
            Witness::Mark => "its mark of the last close",
        })
    }
}

impl Worded for JournalError {
    fn message(&self) -> Message {
        match self {
            JournalError::NotABook(folder) => Message::new("error-not-a-book").at("folder", folder),
            JournalError::Io { path, source } => {
                Message::new("error-disk").at("path", path).because("why", source)
            }
            JournalError::Damaged(damage) => {
                Message::new("error-journal-damaged").because("damage", damage)
            }
            JournalError::Missing { from, to, witness } => Message::new("error-journal-missing")
                .with("from", from)
                .with("to", to)
                .with("witness", witness.name()),
            JournalError::Disagrees { seq, witness } => Message::new("error-journal-disagrees")
                .with("entry", seq)
                .with("witness", witness.name()),
            JournalError::Moved => Message::new("error-journal-moved"),
            JournalError::Shorter(file) => Message::new("error-journal-shorter").at("file", file),
            JournalError::Newer(entry, what) => {
                Message::new("error-journal-newer").with("entry", entry).because("what", what)
            }
        }
    }
}

impl Worded for Damage {
    fn message(&self) -> Message {
        let what = match self.kind {
            DamageKind::Hash => "hash",
            DamageKind::Json => "json",
            DamageKind::Sequence => "sequence",
            DamageKind::Missing => "missing",
        };
        Message::new("error-damage")
            .with("entry", self.entry)
            .with("file", &self.file)
            .with("byte", self.offset)
            .with("what", what)
    }
}

impl Worded for LineError {
    fn message(&self) -> Message {
        match self {
            LineError::Json(why) => Message::new("error-line-json").with("why", why),
            LineError::Hash => Message::new("error-line-hash"),
            LineError::TooLong => Message::new("error-line-too-long"),
            LineError::Newer(what) => Message::new("error-line-newer").because("what", what),
        }
    }
}

impl Worded for AppendError {
    fn message(&self) -> Message {
        match self {
            AppendError::NotWritten(why) => {
                Message::new("error-append-not-written").because("why", why)
            }
            AppendError::Unknown(why) => Message::new("error-append-unknown").because("why", why),
            AppendError::Moved => Message::new("error-append-moved"),
        }
    }
}

impl fmt::Display for Damage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = match self.kind {
            DamageKind::Hash => "its bytes are not those that were hashed",
            DamageKind::Json => "it cannot be read",
            DamageKind::Sequence => "another entry is in its place",
            DamageKind::Missing => "it is missing",
        };
        write!(f, "entry {} ({}, byte {}): {what}", self.entry, self.file, self.offset)
    }
}
