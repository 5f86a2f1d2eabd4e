//! Creates, opens and closes a book. May use: domain, journal, ledger, assets, the rest of the
//! engine.

use std::path::Path;
use std::sync::Arc;

use crate::assets;
use crate::domain::event::BookOpened;
use crate::domain::{Cause, Refusal, Rule};
use crate::journal::{self, Head};
use crate::ledger::tables::BOOK;

use super::book::BookWriter;
use super::mending;
use super::new_book::{self, NewBook};
use super::options::OpenOptions;
use super::personal::{unreadable, why_read_only};
use super::standing::{OpeningFindings, ReadOnly, Writability};
use crate::engine::error::{BookError, Failure, is_full};
use crate::engine::files::ledger_file::Opened;
use crate::engine::files::leftovers;
use crate::engine::files::lock::Lock;
use crate::engine::files::owner;
use crate::engine::files::parts::LOCK;
use crate::engine::files::there::{is_book_on, no_book};
use crate::engine::ports::{Progress, Silent};

impl BookWriter {
    /// Creates a book in `folder`, which must be empty or missing.
    pub fn create(
        folder: &Path,
        new: &NewBook,
        options: OpenOptions,
    ) -> Result<BookWriter, Failure> {
        owner::keep(folder)?;
        if is_book_on(&options.disk, folder) {
            let refusal = Refusal::new(Rule::BookExists, "book").with("folder", folder.display());
            return Err(refusal.into());
        }
        if folder.join(LOCK).exists() {
            let _lock = Lock::take(folder, &options.user, options.ports.clock.now())?;
            leftovers::clear(&*options.disk, folder)?;
        }
        if new_book::holds_other_things(folder) {
            let refusal = Refusal::new(Rule::BookFolder, "book").with("folder", folder.display());
            return Err(refusal.into());
        }
        let info = new.opened(&options)?;
        let io = |source| BookError::io(folder, source);
        journal::disk::make_folder(&*options.disk, folder).map_err(io)?;
        {
            let _lock = Lock::take(folder, &options.user, options.ports.clock.now())?;
            journal::create(&*options.disk, folder).map_err(io)?;
            new_book::write_first_entry(folder, info, &options)?;
        }
        Ok(BookWriter::open(folder, options, &mut Silent)?)
    }

    /// Opens the book in `folder`: checks the journal from the ledger's head on, and posts what the
    /// ledger lacks.
    pub fn open(
        folder: &Path,
        options: OpenOptions,
        progress: &mut dyn Progress,
    ) -> Result<BookWriter, BookError> {
        let book = BookWriter::open_unreported(folder, options, progress)?;
        leftovers::forget(&*book.options.disk, folder);
        Ok(book)
    }

    /// The same, without reporting a restore that was just completed: the next opening does.
    pub(in crate::engine) fn open_unreported(
        folder: &Path,
        options: OpenOptions,
        progress: &mut dyn Progress,
    ) -> Result<BookWriter, BookError> {
        owner::keep(folder)?;
        if !is_book_on(&options.disk, folder) {
            return Err(no_book(folder));
        }
        let lock = Lock::take(folder, &options.user, options.ports.clock.now())?;
        let restore = match lock.shared() {
            Some(_) => None,
            None => leftovers::clear(&*options.disk, folder)?,
        };
        let standing = Writability::default();
        let opened = mending::open(&lock, &options.disk, folder, &standing, progress)?;
        let row = BOOK.get(&opened.store.picture(), &())?;
        let row = row.ok_or_else(|| BookError::NoBook(folder.to_path_buf()))?;
        let info = row.book().map_err(|error| BookError::Data(Cause::text(error)))?;
        let book = BookWriter::of(folder, options, lock, opened, info)?;
        let (read_only, doubt) = (standing.read_only(), book.doubt());
        standing.set(read_only.or(doubt));
        let is_clock_behind = doubt == Some(ReadOnly::ClockBehind);
        Ok(BookWriter {
            found: OpeningFindings { read_only, is_clock_behind, restore, ..book.found },
            standing,
            ..book
        })
    }

    fn of(
        folder: &Path,
        options: OpenOptions,
        lock: Lock,
        opened: Opened,
        info: BookOpened,
    ) -> Result<BookWriter, BookError> {
        let data = |error: toml::de::Error| BookError::Data(Cause::text(error));
        let taxes = assets::tax_table(&info.country).map_err(data)?;
        let reasons = assets::dispute_reasons().map_err(data)?;
        let Opened { journal, store, tail, quarantine, posted, in_memory } = opened;
        let unreadable = unreadable(&store, &journal)?;
        let strangers = journal.strangers().to_vec();
        let mut book = BookWriter {
            folder: folder.to_path_buf(),
            options,
            lock: Arc::new(lock),
            journal,
            store: Arc::new(store),
            info: Arc::new(info),
            lookup: Arc::default(),
            taxes: Arc::new(taxes),
            reasons,
            unknown: why_read_only(&unreadable),
            is_behind: false,
            standing: Writability::default(),
            found: OpeningFindings {
                tail,
                strangers,
                quarantine,
                posted,
                unreadable,
                in_memory,
                ..OpeningFindings::default()
            },
        };
        let _ = book.erase_what_is_due();
        Ok(book)
    }

    /// Closes the book: flushes the ledger, trims the journal and marks its head.
    pub fn close(mut self) -> Result<Head, BookError> {
        let (folder, head) = (self.folder.clone(), self.head());
        self.is_in_place()?;
        self.write_down();
        if self.unknown.is_none() {
            match self.journal.close() {
                // Only the mark is missing for lack of space: every entry is on disk.
                Err(error) if is_full(&error) => {}
                closed => closed.map_err(|source| BookError::io(folder, source))?,
            }
        }
        Ok(head)
    }
}
