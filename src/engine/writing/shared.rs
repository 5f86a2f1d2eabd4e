//! What readers share with the writer: the ledger as it is between two groups of commands. Readers
//! never block the writer. May use: ledger, journal, the rest of the engine.

use std::sync::Arc;

use crate::domain::Day;
use crate::domain::event::{BookOpened, ViewerPolicySet};
use crate::domain::tax::TaxTable;
use crate::journal::JournalReader;
use crate::ledger::lookup::{Index, SharedRows};
use crate::ledger::query::View;
use crate::store::picture::Picture;
use crate::store::stack::Store;
use crate::store::{LedgerError, Rows};

use super::options::{OpenOptions, today};
use super::standing::{ReadOnly, Writability};
use crate::engine::files::lock::Lock;

/// What readers share with the writer.
#[derive(Clone)]
pub struct Shared {
    pub(in crate::engine) store: Arc<Store>,
    pub(in crate::engine) reader: JournalReader,
    pub(in crate::engine) info: Arc<BookOpened>,
    pub(in crate::engine) taxes: Arc<TaxTable>,
    pub(in crate::engine) options: OpenOptions,
    pub(in crate::engine) lookup: Arc<Index>,
    pub(in crate::engine) standing: Writability,
    /// The lock: no other process opens the book while anyone here may read it.
    pub(in crate::engine) _lock: Arc<Lock>,
}

impl SharedRows for Shared {
    fn look(
        &self,
        look: &mut dyn FnMut(&dyn Rows) -> Result<(), LedgerError>,
    ) -> Result<(), LedgerError> {
        self.view(|view| look(view.rows))
    }
}

impl Shared {
    /// Reads the book with full rights. Everything that `look` sees is from one moment.
    pub fn view<T>(&self, look: impl FnOnce(&View) -> T) -> T {
        self.view_of(&self.store.picture(), self.today(), ViewerPolicySet::ALL, look)
    }

    /// Reads these rows of the book on a business date, with the given rights.
    pub fn view_of<T>(
        &self,
        rows: &dyn Rows,
        today: Day,
        sees: ViewerPolicySet,
        look: impl FnOnce(&View) -> T,
    ) -> T {
        let (journal, book, lookup) = (&self.reader, &*self.info, &*self.lookup);
        let taxes = &*self.taxes;
        look(&View { rows, journal, book, taxes, today, lookup, sees })
    }

    /// A snapshot of all rows as they are now.
    pub fn picture(&self) -> Picture {
        self.store.picture()
    }

    /// Returns today in the company's zone, unless the book was opened for another day.
    pub fn today(&self) -> Day {
        today(&self.options, &self.info.zone)
    }

    /// The business date that the book was opened for, if it is not the real one.
    pub fn fixed_today(&self) -> Option<Day> {
        self.options.today
    }

    /// Why nothing can be posted for now; `None` if posting works.
    pub fn standing(&self) -> Option<ReadOnly> {
        self.standing.read_only()
    }

    /// The look-up index of this process.
    pub fn lookup(&self) -> &Index {
        &self.lookup
    }

    /// The entry that opened the book.
    pub fn info(&self) -> &BookOpened {
        &self.info
    }
}
