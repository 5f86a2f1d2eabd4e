//! Rows as a port: bytes by key, in key order. The sled store, the overlay in memory and their
//! stack all look the same from here. May use: domain.

use std::collections::BTreeMap;

use smallvec::SmallVec;

use crate::domain::{Cause, Message, Refusal, Worded};

/// Why the ledger cannot answer. The journal is not touched by any of these.
#[derive(Debug, thiserror::Error)]
pub enum LedgerError {
    /// A check of the store's own bytes failed: it is damaged.
    #[error("the ledger is damaged: {0}")]
    Store(String),
    /// The store stopped, and nobody knows whether its bytes, this program or the machine is at
    /// fault.
    #[error("the ledger's store stopped: {0}")]
    Stopped(Cause),
    /// The machine has too little of something: threads, open files, memory, time. Nothing is wrong
    /// with the ledger itself.
    #[error("the ledger cannot be opened now: {0}")]
    Shortage(Cause),
    /// The disk refused: nothing is wrong with the ledger itself.
    #[error("the ledger's disk: {0}")]
    Disk(std::io::Error),
    /// A row is not what its table says.
    #[error("the ledger holds a row that cannot be read ({table}): {why}")]
    Row {
        /// The table's name.
        table: &'static str,
        /// What is wrong.
        why: String,
    },
    /// Another version of this program wrote it: nothing is wrong with it.
    #[error("the ledger is of another version of daybook (rows of version {0})")]
    Version(u8),
    /// Rows that belong together do not: a fault of this program, not damage.
    #[error("the ledger contradicts itself: {0}")]
    Contradiction(String),
    /// A sum is more than can be shown: not damage, only too much.
    #[error("the sum of {0} is beyond what can be added up")]
    Beyond(&'static str),
    /// Whoever asked is gone, or has to wait for a turn.
    #[error("the query was interrupted")]
    Interrupted,
    /// A document's text could not be read from the journal.
    #[error("the journal cannot be read: {0}")]
    Journal(Cause),
}

impl LedgerError {
    /// Whether the store's bytes are not what was written: posting the journal again mends that.
    /// Nothing else is damage, and nothing else is a reason to put a ledger aside.
    pub fn is_damage(&self) -> bool {
        matches!(self, LedgerError::Store(_) | LedgerError::Row { .. } | LedgerError::Version(_))
    }

    /// A thread that read for a question has panicked: a fault of this program, not damage.
    pub fn reader_stopped() -> LedgerError {
        LedgerError::Contradiction("a reader has stopped".into())
    }

    /// Whether the store answers no more, so that it is to be opened again.
    pub fn has_stopped(&self) -> bool {
        matches!(self, LedgerError::Stopped(_))
    }

    /// The same, with the entry at which it showed: a contradiction is a fault of this program, and
    /// whoever mends that needs to know where to look.
    pub fn at_entry(self, seq: u64, what: &str) -> LedgerError {
        match self {
            LedgerError::Contradiction(why) => {
                LedgerError::Contradiction(format!("entry {seq} ({what}): {why}"))
            }
            other => other,
        }
    }
}

impl Worded for LedgerError {
    fn message(&self) -> Message {
        let because = |key: &'static str, why: &Cause| Message::new(key).because("why", why);
        match self {
            LedgerError::Store(why) => Message::new("error-ledger-damaged").with("why", why),
            LedgerError::Stopped(why) => because("error-ledger-stopped", why),
            LedgerError::Shortage(why) => because("error-ledger-shortage", why),
            LedgerError::Disk(why) => Message::new("error-ledger-disk").because("why", why),
            LedgerError::Row { table, why } => {
                Message::new("error-ledger-row").with("table", table).with("why", why)
            }
            LedgerError::Version(version) => {
                Message::new("error-ledger-version").with("version", version)
            }
            LedgerError::Contradiction(why) => {
                Message::new("error-ledger-contradiction").with("why", why)
            }
            LedgerError::Beyond(sum) => {
                Message::new("error-ledger-beyond").with("sum", sum.replace(' ', "-"))
            }
            LedgerError::Interrupted => Message::new("error-ledger-interrupted"),
            LedgerError::Journal(why) => because("error-ledger-journal", why),
        }
    }
}

/// Why a command or a question has no result.
#[derive(Debug, thiserror::Error)]
pub enum Stop {
    /// A rule says no.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The ledger cannot say.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
}

/// The key of a row that is to be written: most are short, and stand in place.
pub type RowKey = SmallVec<[u8; 24]>;

/// Writes by key: a value, or none where the row is removed.
pub type Writes = BTreeMap<RowKey, Option<Vec<u8>>>;

/// A row: key and value.
pub type StoredRow = (Vec<u8>, Vec<u8>);

/// An iterator over rows that may fail on the way.
pub type RowIter<'a> = Box<dyn Iterator<Item = Result<StoredRow, LedgerError>> + 'a>;

/// Rows that can be read.
pub trait Rows: Sync {
    /// Shows the value at `key`, without a copy where that can be; whether there is one. Whoever
    /// looks at it reads no other row meanwhile.
    fn see(&self, key: &[u8], see: &mut SeeValue) -> Result<bool, LedgerError>;

    /// The rows whose keys lie in `from..to`, ascending.
    fn scan(&self, from: &[u8], to: &[u8]) -> RowIter<'_>;

    /// The value at `key`.
    fn get(&self, key: &[u8]) -> Result<Option<Vec<u8>>, LedgerError> {
        let mut value = None;
        self.see(key, &mut |bytes| value = Some(bytes.to_vec()))?;
        Ok(value)
    }

    /// The last row whose key lies in `from..to`.
    fn last(&self, from: &[u8], to: &[u8]) -> Result<Option<StoredRow>, LedgerError> {
        self.scan(from, to).last().transpose()
    }

    /// Shows the rows whose keys lie in `from..to`, ascending, without a copy where that can be.
    fn each(&self, from: &[u8], to: &[u8], see: &mut SeeEach) -> Result<(), LedgerError> {
        self.scan(from, to).try_for_each(|row| row.and_then(|(key, value)| see(&key, &value)))
    }

    /// Shows the last row whose key comes before `to`, without a copy where that can be; whether
    /// there is one.
    fn see_last(&self, to: &[u8], see: &mut See) -> Result<bool, LedgerError> {
        let last = self.last(&[], to)?;
        if let Some((key, value)) = &last {
            see(key, value);
        }
        Ok(last.is_some())
    }
}

/// Who looks at a value.
pub type SeeValue<'a> = dyn FnMut(&[u8]) + 'a;

/// Who looks at rows and may have enough of them.
pub type SeeEach<'a> = dyn FnMut(&[u8], &[u8]) -> Result<(), LedgerError> + 'a;

/// Who looks at a row: its key and its value.
pub type See<'a> = dyn FnMut(&[u8], &[u8]) + 'a;

/// Writes that are made together or not at all: a value to put, or none to remove.
#[derive(Clone, Debug, Default)]
pub struct Batch {
    /// In key order, the last write of a key winning.
    pub writes: Writes,
}

impl Batch {
    /// Puts a row.
    pub fn put(&mut self, key: impl Into<RowKey>, value: Vec<u8>) {
        self.writes.insert(key.into(), Some(value));
    }

    /// Removes a row.
    pub fn remove(&mut self, key: impl Into<RowKey>) {
        self.writes.insert(key.into(), None);
    }
}

/// The first key behind all that begin with `prefix`.
pub fn behind(prefix: &[u8]) -> RowKey {
    let mut end = RowKey::from_slice(prefix);
    while let Some(last) = end.pop() {
        if last < u8::MAX {
            end.push(last + 1);
            return end;
        }
    }
    RowKey::from_elem(u8::MAX, 64)
}
