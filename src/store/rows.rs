//! The port for rows: bytes by key, in key order. The sled store, the overlay in memory and their stack
//! all implement it. May use: domain.

use std::collections::BTreeMap;

use smallvec::SmallVec;

use crate::domain::{Cause, Message, Refusal, Worded};

/// Why the ledger cannot answer. None of these affects the journal.
#[derive(Debug, thiserror::Error)]
pub enum LedgerError {
    /// A check of the store's own bytes failed: it is damaged.
    #[error("the ledger is damaged: {0}")]
    Store(String),
    /// The store stopped, and it is unknown whether its bytes, this program or the machine is at fault.
    #[error("the ledger's store stopped: {0}")]
    Stopped(Cause),
    /// The machine is short of something: threads, open files, memory, time. The ledger itself is fine.
    #[error("the ledger cannot be opened now: {0}")]
    Shortage(Cause),
    /// The disk refused a write or a read. The ledger itself is fine.
    #[error("the ledger's disk: {0}")]
    Disk(std::io::Error),
    /// A row does not have the form that its table declares.
    #[error("the ledger holds a row that cannot be read ({table}): {why}")]
    Row {
        /// The table's name.
        table: &'static str,
        /// What is wrong.
        why: String,
    },
    /// Another version of this program wrote the row. The ledger itself is fine.
    #[error("the ledger is of another version of daybook (rows of version {0})")]
    Version(u8),
    /// Rows contradict each other: a bug in this program, not damage.
    #[error("the ledger contradicts itself: {0}")]
    Contradiction(String),
    /// A sum exceeds the range of amounts: not damage.
    #[error("the sum of {0} is beyond what can be added up")]
    Beyond(&'static str),
    /// The client that asked is gone, or has to wait its turn.
    #[error("the query was interrupted")]
    Interrupted,
    /// The text of a document could not be read from the journal.
    #[error("the journal cannot be read: {0}")]
    Journal(Cause),
}

impl LedgerError {
    /// Whether the store's bytes are not what was written, so that posting the journal again repairs it.
    /// Nothing else is damage, and nothing else is a reason to move a ledger aside.
    pub fn is_damage(&self) -> bool {
        matches!(self, LedgerError::Store(_) | LedgerError::Row { .. } | LedgerError::Version(_))
    }

    /// A thread that read for a question panicked: a bug in this program, not damage.
    pub fn reader_stopped() -> LedgerError {
        LedgerError::Contradiction("a reader has stopped".into())
    }

    /// Whether the store no longer answers, so that it has to be reopened.
    pub fn has_stopped(&self) -> bool {
        matches!(self, LedgerError::Stopped(_))
    }

    /// The same error with the entry at which it occurred: a contradiction is a bug, and whoever fixes
    /// it needs to know where to look.
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
    /// A rule refuses it.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The ledger cannot answer.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
}

/// The key of a write: most are short, and are stored inline.
pub type RowKey = SmallVec<[u8; 24]>;

/// Writes by key: a value, or `None` to remove the row.
pub type Writes = BTreeMap<RowKey, Option<Vec<u8>>>;

/// A row: key and value.
pub type StoredRow = (Vec<u8>, Vec<u8>);

/// An iterator over rows, which may fail midway.
pub type RowIter<'a> = Box<dyn Iterator<Item = Result<StoredRow, LedgerError>> + 'a>;

/// Rows that can be read.
pub trait Rows: Sync {
    /// Shows the value at `key`, without a copy if possible. Returns whether there is one. `see` must
    /// not read other rows.
    fn with_value(&self, key: &[u8], see: &mut SeeValue) -> Result<bool, LedgerError>;

    /// The rows whose keys lie in `from..to`, ascending.
    fn scan(&self, from: &[u8], to: &[u8]) -> RowIter<'_>;

    /// The value at `key`.
    fn get(&self, key: &[u8]) -> Result<Option<Vec<u8>>, LedgerError> {
        let mut value = None;
        self.with_value(key, &mut |bytes| value = Some(bytes.to_vec()))?;
        Ok(value)
    }

    /// The last row whose key lies in `from..to`.
    fn last(&self, from: &[u8], to: &[u8]) -> Result<Option<StoredRow>, LedgerError> {
        self.scan(from, to).last().transpose()
    }

    /// Shows the rows whose keys lie in `from..to`, ascending, without a copy if possible.
    fn for_each(&self, from: &[u8], to: &[u8], see: &mut SeeEach) -> Result<(), LedgerError> {
        self.scan(from, to).try_for_each(|row| row.and_then(|(key, value)| see(&key, &value)))
    }

    /// Shows the last row whose key sorts before `to`, without a copy if possible. Returns whether there
    /// is one.
    fn with_last(&self, to: &[u8], see: &mut See) -> Result<bool, LedgerError> {
        let last = self.last(&[], to)?;
        if let Some((key, value)) = &last {
            see(key, value);
        }
        Ok(last.is_some())
    }
}

/// Receives a value.
pub type SeeValue<'a> = dyn FnMut(&[u8]) + 'a;

/// Receives rows one by one, and may stop the scan with an error.
pub type SeeEach<'a> = dyn FnMut(&[u8], &[u8]) -> Result<(), LedgerError> + 'a;

/// Receives a row: its key and its value.
pub type See<'a> = dyn FnMut(&[u8], &[u8]) + 'a;

/// Writes that are applied together or not at all: a value to put, or `None` to remove the row.
#[derive(Clone, Debug, Default)]
pub struct Batch {
    /// In key order; the last write of a key wins.
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

/// The first key after all those that begin with `prefix`.
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
