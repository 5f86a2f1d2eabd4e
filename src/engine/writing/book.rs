//! The book, open for writing: its parts, and how to read them. May use: domain, journal, store,
//! ledger.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::domain::event::BookOpened;
use crate::domain::tax::TaxTable;
use crate::domain::{Day, Envelope};
use crate::journal::{AppendError, Head, Journal};
use crate::ledger::lookup::Index;
use crate::store::stack::Store;

use super::caller::Caller;
use super::options::{OpenOptions, today};
use super::shared::Shared;
use super::standing::{OpeningFindings, Writability};
use crate::engine::files::lock::Lock;

/// A command as it arrives, with its sender.
#[derive(Clone, Debug)]
pub struct Submission {
    /// Who sends it.
    pub by: Caller,
    /// The command.
    pub envelope: Envelope,
}

impl Submission {
    /// A command sent by the book's owner.
    pub fn of(owner: impl Into<String>, envelope: Envelope) -> Submission {
        Submission { by: Caller::owner(owner), envelope }
    }
}

/// Why a book accepts nothing more.
#[derive(Clone)]
pub(in crate::engine) struct Halt {
    /// In words.
    pub(in crate::engine) why: String,
    /// Whether files that are missing or were moved are the reason, so that it ends when they are back.
    pub(in crate::engine) is_of_files: bool,
}

impl Halt {
    /// The halt after an append that failed.
    pub(in crate::engine) fn of(error: &AppendError) -> Halt {
        Halt { why: error.to_string(), is_of_files: matches!(error, AppendError::Moved) }
    }
}

/// A book, open for writing.
pub struct BookWriter {
    pub(in crate::engine) folder: PathBuf,
    pub(in crate::engine) options: OpenOptions,
    pub(in crate::engine) lock: Arc<Lock>,
    pub(in crate::engine) journal: Journal,
    pub(in crate::engine) store: Arc<Store>,
    pub(in crate::engine) info: Arc<BookOpened>,
    pub(in crate::engine) lookup: Arc<Index>,
    pub(in crate::engine) taxes: Arc<TaxTable>,
    pub(in crate::engine) reasons: Vec<String>,
    /// Why nothing more may be written: the end of the journal is unknown, or private records are.
    pub(in crate::engine) unknown: Option<Halt>,
    /// Whether the ledger holds rows in memory that could not be flushed when there were many.
    pub(in crate::engine) is_behind: bool,
    /// Whether it accepts new entries; shared with those who show it.
    pub(in crate::engine) standing: Writability,
    /// What was found and repaired while it was opened.
    pub found: OpeningFindings,
}

impl BookWriter {
    /// The entry that opened the book.
    pub fn info(&self) -> &BookOpened {
        &self.info
    }

    /// Its folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The last entry.
    pub fn head(&self) -> Head {
        self.journal.head()
    }

    /// What readers share with the writer.
    pub fn shared(&self) -> Shared {
        Shared {
            store: self.store.clone(),
            reader: self.journal.reader().clone(),
            info: self.info.clone(),
            taxes: self.taxes.clone(),
            options: self.options.clone(),
            lookup: self.lookup.clone(),
            standing: self.standing.clone(),
            _lock: self.lock.clone(),
        }
    }

    /// Rotates the journal's files before 64 MiB; for tests.
    pub fn rotate_at(&mut self, bytes: u64) {
        self.journal.rotate_at(bytes);
    }

    pub(in crate::engine) fn today(&self) -> Day {
        today(&self.options, &self.info.zone)
    }
}
