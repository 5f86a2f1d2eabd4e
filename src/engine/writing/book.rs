//! The book, open for writing: its parts, and what is read of them. May use: domain, journal, store,
//! ledger.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::domain::event::BookOpened;
use crate::domain::tax::TaxTable;
use crate::domain::{Day, Envelope};
use crate::journal::{Head, Journal};
use crate::ledger::lookup::Index;
use crate::store::stack::Store;

use super::caller::Caller;
use super::options::{OpenOptions, today};
use super::shared::Shared;
use super::standing::{Found, Standing};
use crate::engine::files::lock::Lock;

/// A command on its way in, with who sends it.
#[derive(Clone, Debug)]
pub struct Submission {
    /// Who sends it.
    pub by: Caller,
    /// What is asked.
    pub envelope: Envelope,
}

impl Submission {
    /// A command of the book's owner.
    pub fn of(owner: impl Into<String>, envelope: Envelope) -> Submission {
        Submission { by: Caller::owner(owner), envelope }
    }
}

/// A book, open for writing.
pub struct Book {
    pub(in crate::engine) folder: PathBuf,
    pub(in crate::engine) options: OpenOptions,
    pub(in crate::engine) lock: Arc<Lock>,
    pub(in crate::engine) journal: Journal,
    pub(in crate::engine) store: Arc<Store>,
    pub(in crate::engine) info: Arc<BookOpened>,
    pub(in crate::engine) lookup: Arc<Index>,
    pub(in crate::engine) taxes: Arc<TaxTable>,
    pub(in crate::engine) reasons: Vec<String>,
    /// Why nothing more is written: the journal's end is unknown.
    pub(in crate::engine) unknown: Option<String>,
    /// Whether the ledger has in memory what could not be written down when there was much of it.
    pub(in crate::engine) is_behind: bool,
    /// Whether it takes new entries, for those who show it.
    pub(in crate::engine) standing: Standing,
    /// What was found and mended while it was opened.
    pub found: Found,
}

impl Book {
    /// The book's own entry.
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

    /// What askers need.
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

    /// Rotates the journal's files earlier; for tests.
    pub fn rotate_at(&mut self, bytes: u64) {
        self.journal.rotate_at(bytes);
    }

    pub(in crate::engine) fn today(&self) -> Day {
        today(&self.options, &self.info.zone)
    }
}
