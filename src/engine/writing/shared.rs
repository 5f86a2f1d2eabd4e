//! What every asker shares with the writer: the ledger as it is between two groups of commands.
//! Nobody who looks holds up the writer.
//! May use: ledger, journal, the rest of the engine.

use std::sync::Arc;

use crate::domain::Day;
use crate::domain::event::{BookOpened, ViewerPolicySet};
use crate::domain::tax::TaxTable;
use crate::journal::JournalReader;
use crate::ledger::lookup::{Index, Source};
use crate::ledger::query::View;
use crate::store::stack::{Picture, Store};
use crate::store::{LedgerError, Rows};

use super::options::{OpenOptions, today};
use super::standing::{ReadOnly, Standing};
use crate::engine::files::lock::Lock;

/// What every asker shares with the writer.
#[derive(Clone)]
pub struct Shared {
    pub(in crate::engine) store: Arc<Store>,
    pub(in crate::engine) reader: JournalReader,
    pub(in crate::engine) info: Arc<BookOpened>,
    pub(in crate::engine) taxes: Arc<TaxTable>,
    pub(in crate::engine) options: OpenOptions,
    pub(in crate::engine) lookup: Arc<Index>,
    pub(in crate::engine) standing: Standing,
    /// Nobody else opens the book as long as somebody here may ask it.
    pub(in crate::engine) _lock: Arc<Lock>,
}

impl Source for Shared {
    fn look(
        &self,
        look: &mut dyn FnMut(&dyn Rows) -> Result<(), LedgerError>,
    ) -> Result<(), LedgerError> {
        self.view(|view| look(view.rows))
    }
}

impl Shared {
    /// Looks at the book as the program itself does, which sees all of it. What `look` sees is all of
    /// one moment.
    pub fn view<T>(&self, look: impl FnOnce(&View) -> T) -> T {
        self.view_of(&self.store.picture(), self.today(), ViewerPolicySet::ALL, look)
    }

    /// Looks at some rows of the book on a business date, as somebody does who sees so much of it.
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

    /// All rows as they are now, for as long as they are held.
    pub fn picture(&self) -> Picture {
        self.store.picture()
    }

    /// Today in the company's zone, unless the book was opened for another day.
    pub fn today(&self) -> Day {
        today(&self.options, &self.info.zone)
    }

    /// The business date that the book was opened for, where that is not the real one.
    pub fn fixed_today(&self) -> Option<Day> {
        self.options.today
    }

    /// Why nothing can be posted for now; none, where it can.
    pub fn standing(&self) -> Option<ReadOnly> {
        self.standing.read_only()
    }

    /// The look-up index of this process.
    pub fn lookup(&self) -> &Index {
        &self.lookup
    }

    /// The book's own entry.
    pub fn info(&self) -> &BookOpened {
        &self.info
    }
}
