//! The book: the one writer. A group of commands is decided one after the other on an overlay of
//! the ledger, written to the journal with one sync, then posted; only then are receipts given.
//! May use: domain, journal, ledger, assets.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::assets;
use crate::domain::event::BookOpened;
use crate::domain::tax::TaxTable;
use crate::domain::{Cause, Day, Envelope, Refusal, Rule};
use crate::journal::{self, AppendError, Disk, Entry, Group, Head, Journal, RealDisk};
use crate::ledger::lookup::Index;
use crate::ledger::tables::BOOK;
use crate::store::overlay::{Overlay, Remembered};
use crate::store::stack::Store;
use crate::store::{Batch, LedgerError};

use super::caller::Caller;
use super::change::Change;
use super::group::Deciding;
use super::new_book::{self, NewBook};
use super::personal::{unreadable, why_read_only};
use super::receipt::{Preview, Receipt, given_up};
use super::shared::Shared;
pub use super::standing::Found;
use super::standing::{self, ReadOnly, Standing};
use crate::engine::error::{BookError, Failure};
use crate::engine::files::ledger_file::Opened;
use crate::engine::files::leftovers;
use crate::engine::files::lock::Lock;
use crate::engine::files::owner;
pub(in crate::engine) use crate::engine::files::there::is_book_on;
pub use crate::engine::files::there::{is_book, no_book};
use crate::engine::ports::{Ports, Progress, Silent, day_in_zone};

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

/// How a book is opened.
#[derive(Clone)]
pub struct OpenOptions {
    /// Who opens it, for the lock.
    pub user: String,
    /// The business date, where it is not the real one.
    pub today: Option<Day>,
    /// Clock and random numbers.
    pub ports: Ports,
    /// Where the journal is kept.
    pub disk: Arc<dyn Disk>,
    /// Whether much is done at once and nobody looks on: the ledger is written down late.
    pub in_bulk: bool,
}

impl OpenOptions {
    /// The machine's own clock and disk, and the real date.
    pub fn new(user: impl Into<String>) -> OpenOptions {
        let (today, ports) = (None, Ports::default());
        let (user, disk) = (user.into(), RealDisk::shared());
        OpenOptions { user, today, ports, disk, in_bulk: false }
    }
}

/// A book, open for writing.
pub struct Book {
    pub(in crate::engine) folder: PathBuf,
    pub(in crate::engine) options: OpenOptions,
    pub(in crate::engine) lock: Arc<Lock>,
    pub(in crate::engine) journal: Journal,
    pub(in crate::engine) store: Arc<Store>,
    info: Arc<BookOpened>,
    pub(in crate::engine) lookup: Arc<Index>,
    pub(in crate::engine) taxes: TaxTable,
    pub(in crate::engine) reasons: Vec<String>,
    /// Why nothing more is written: the journal's end is unknown.
    pub(in crate::engine) unknown: Option<String>,
    /// Whether the ledger has in memory what could not be written down when there was much of it.
    is_behind: bool,
    /// Whether it takes new entries, for those who show it.
    pub(in crate::engine) standing: Standing,
    /// What was found and mended while it was opened.
    pub found: Found,
}

impl Book {
    /// Makes a new book in `folder`, which must be empty or not there.
    pub fn create(folder: &Path, new: &NewBook, options: OpenOptions) -> Result<Book, Failure> {
        owner::keep(folder)?;
        if is_book_on(&options.disk, folder) {
            let refusal = Refusal::new(Rule::BookExists, "book").with("folder", folder.display());
            return Err(refusal.into());
        }
        if folder.join("lock").exists() {
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
        Ok(Book::open(folder, options, &mut Silent)?)
    }

    /// Opens the book in `folder`: checks the journal from the ledger's head on, posts what the
    /// ledger lacks.
    pub fn open(
        folder: &Path,
        options: OpenOptions,
        progress: &mut dyn Progress,
    ) -> Result<Book, BookError> {
        owner::keep(folder)?;
        if !is_book_on(&options.disk, folder) {
            return Err(no_book(folder));
        }
        let lock = Lock::take(folder, &options.user, options.ports.clock.now())?;
        let restore = match lock.shared() {
            Some(_) => None,
            None => leftovers::clear(&*options.disk, folder)?,
        };
        let standing = Standing::default();
        let opened = standing::open(&lock, &options.disk, folder, &standing, progress)?;
        let row = BOOK.get(&opened.store.picture(), &())?;
        let row = row.ok_or_else(|| BookError::NoBook(folder.to_path_buf()))?;
        let info = row.book().map_err(|error| BookError::Data(Cause::text(error)))?;
        let book = Book::of(folder, options, lock, opened, info)?;
        let (read_only, doubt) = (standing.read_only(), book.doubt());
        standing.set(read_only.or(doubt));
        let is_clock_behind = doubt == Some(ReadOnly::ClockBehind);
        Ok(Book {
            found: Found { read_only, is_clock_behind, restore, ..book.found },
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
    ) -> Result<Book, BookError> {
        let data = |error: toml::de::Error| BookError::Data(Cause::text(error));
        let taxes = assets::tax_table(&info.country).map_err(data)?;
        let reasons = assets::dispute_reasons().map_err(data)?;
        let Opened { journal, store, tail, quarantine, posted, in_memory } = opened;
        let unreadable = unreadable(&store)?;
        let mut book = Book {
            folder: folder.to_path_buf(),
            options,
            lock: Arc::new(lock),
            journal,
            store: Arc::new(store),
            info: Arc::new(info),
            lookup: Arc::default(),
            taxes,
            reasons,
            unknown: why_read_only(&unreadable),
            is_behind: false,
            standing: Standing::default(),
            found: Found { tail, quarantine, posted, unreadable, in_memory, ..Found::default() },
        };
        let _ = book.erase_what_is_due();
        Ok(book)
    }

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

    /// Carries out a group of commands with one sync. An answer for each, in order.
    pub fn commit(&mut self, submissions: &[Submission]) -> Vec<Result<Receipt, Failure>> {
        self.commit_and_tell(submissions, false).0
    }

    /// The same; where somebody watches, with what it changed.
    pub(in crate::engine) fn commit_and_tell(
        &mut self,
        submissions: &[Submission],
        is_watched: bool,
    ) -> (Vec<Result<Receipt, Failure>>, Option<Change>) {
        if let Err(why) = self.room_again().and_then(|()| self.may_write()) {
            let refusal = Refusal::new(Rule::JournalReadOnly, "").with("why", why);
            return (submissions.iter().map(|_| Err(refusal.clone().into())).collect(), None);
        }
        let (mut outcomes, mut group, mut batch, mut change) = self.decide(submissions, is_watched);
        // A damaged row shows when it is read: nothing is written yet, so all is decided again.
        if outcomes.iter().any(is_damage) && self.mend(true).is_ok() {
            (outcomes, group, batch, change) = self.decide(submissions, is_watched);
        }
        if let Err(error) = self.journal.commit(group) {
            return (self.undone(outcomes, &error), None);
        }
        // The journal has it: whatever becomes of the ledger, the receipts stand.
        // What it could not write down now the next group tries first.
        self.post(batch);
        if self.keep_up().is_ok() {
            self.standing.set(None);
        }
        self.erase_after(submissions, &outcomes);
        (outcomes, change)
    }

    /// Says what would become of commands and what would happen by each, and carries none of them
    /// out.
    pub fn preview(&mut self, submissions: &[Submission]) -> Vec<Result<Preview, Failure>> {
        let mut events = Vec::new();
        let tell = |entry: Option<&Entry>| {
            events.push(entry.map_or_else(Vec::new, |entry| entry.events.clone()));
        };
        let outcomes = self.decide_and_tell(submissions, tell).0;
        let mut events = events.into_iter();
        let rows = self.store.picture();
        let preview = |outcome: Result<Receipt, Failure>| {
            let events = events.next();
            outcome.map(|receipt| {
                let events = events.unwrap_or_default();
                Preview { receipt, given_up: given_up(&rows, &events), events }
            })
        };
        outcomes.into_iter().map(preview).collect()
    }

    /// Why nothing more can be written, if that is so.
    pub(in crate::engine) fn may_write(&mut self) -> Result<(), String> {
        match &self.unknown {
            Some(why) => Err(why.clone()),
            None if self.journal.is_read_only() => self.become_writable(),
            None if self.is_behind => self.keep_up(),
            None => Ok(()),
        }
    }

    /// Posts what the journal has to the ledger, in memory, and lets look-up know before anybody has
    /// a receipt for it.
    fn post(&self, batch: Batch) {
        let for_lookup = self.lookup.is_on().then(|| batch.clone());
        self.store.apply(batch);
        if let Some(batch) = for_lookup {
            self.note(&batch);
        }
    }

    /// Writes the ledger down where much of it is in memory only. One that is damaged is posted
    /// again; a full disk is tried again.
    fn keep_up(&mut self) -> Result<(), String> {
        let in_bulk = self.options.in_bulk;
        let kept = self.store.keep_up(in_bulk);
        self.is_behind = false;
        match kept {
            Ok(()) => Ok(()),
            Err(error) if error.is_damage() => self.mend(true).map_err(|error| {
                let why = error.to_string();
                self.unknown = Some(why.clone());
                why
            }),
            Err(error) => {
                self.is_behind = true;
                if let LedgerError::Disk(said) = &error {
                    self.standing.set(Some(ReadOnly::of(said)));
                }
                Err(error.to_string())
            }
        }
    }

    /// Tells look-up what was posted.
    fn note(&self, batch: &Batch) {
        let (today, lookup) = (self.today(), &self.lookup);
        let noted = self.shared().view(|view| lookup.note(view.rows, batch, today));
        if noted.is_err() {
            // The ledger is damaged: whoever asks next finds out.
            lookup.forget();
        }
    }

    /// Decides a group on an overlay; nothing is written yet.
    fn decide(
        &mut self,
        submissions: &[Submission],
        is_watched: bool,
    ) -> (Vec<Result<Receipt, Failure>>, Group, Batch, Option<Change>) {
        let mut change: Option<Change> = None;
        let tell = |entry: Option<&Entry>| {
            let next = entry.filter(|_| is_watched).map(Change::of);
            change = match (change.take(), next) {
                (Some(one), Some(next)) => Some(one.and(next)),
                (one, next) => one.or(next),
            };
        };
        let (outcomes, group, batch) = self.decide_and_tell(submissions, tell);
        (outcomes, group, batch, change)
    }

    /// Decides a group, and tells what happens by each command that is taken.
    fn decide_and_tell(
        &mut self,
        submissions: &[Submission],
        mut tell: impl FnMut(Option<&Entry>),
    ) -> (Vec<Result<Receipt, Failure>>, Group, Batch) {
        let rows = self.store.picture();
        let remembered = Remembered::new(&rows);
        let mut overlay = Overlay::new(&remembered);
        let mut deciding =
            Deciding { book: self, group: self.journal.begin(), waiting: BTreeMap::new() };
        let mut outcomes = Vec::with_capacity(submissions.len());
        for submission in submissions {
            outcomes.push(deciding.one(&mut overlay, submission, &mut tell));
        }
        (outcomes, deciding.group, overlay.into_batch())
    }

    /// The answers of a group that could not be written.
    fn undone(
        &mut self,
        outcomes: Vec<Result<Receipt, Failure>>,
        error: &AppendError,
    ) -> Vec<Result<Receipt, Failure>> {
        let why = error.to_string();
        match error {
            AppendError::NotWritten(said) => self.standing.set(Some(ReadOnly::of(said))),
            AppendError::Unknown(_) | AppendError::Moved => self.unknown = Some(why.clone()),
        }
        let head = self.journal.head().seq;
        let lost = || match error {
            AppendError::NotWritten(error) => {
                let why = ReadOnly::of(error).name();
                Failure::from(Refusal::new(Rule::JournalNoSpace, "").with("why", why))
            }
            AppendError::Unknown(_) | AppendError::Moved => Failure::Unknown(Cause::of(error)),
        };
        // What comes behind a command that was lost was decided on it, a refusal too. A repeat of
        // what was written long ago keeps its receipt.
        let mut any_lost = false;
        let outcome = |outcome: Result<Receipt, Failure>| match outcome {
            Ok(receipt) if receipt.seq <= head => Ok(receipt),
            Err(refused) if !any_lost => Err(refused),
            _ => {
                any_lost = true;
                Err(lost())
            }
        };
        outcomes.into_iter().map(outcome).collect()
    }

    /// Whether the ledger has in memory what is not written down yet. It will be, when the book is
    /// closed or when there is much of it; whoever has nothing else to do may do it now.
    pub(in crate::engine) fn has_unwritten(&self) -> bool {
        !self.store.is_written()
    }

    /// Writes it down. What cannot be written stays in memory, and is tried again with the next.
    pub(in crate::engine) fn write_down(&mut self) {
        let written = self.store.write_down();
        if written.is_err_and(|error| error.is_damage()) {
            // Whoever asks next is told, if it does not go.
            let _ = self.mend(true);
        }
    }

    /// Closes the book: what the ledger has in memory is written down, blank space is trimmed, the
    /// head is marked.
    pub fn close(mut self) -> Result<Head, BookError> {
        let (folder, head) = (self.folder.clone(), self.head());
        self.is_in_place()?;
        self.write_down();
        if self.unknown.is_none() {
            match self.journal.close() {
                // What is missing for want of room is only a mark: every entry is on disk.
                Err(error) if is_out_of_room(&error) => {}
                closed => closed.map_err(|source| BookError::io(folder, source))?,
            }
        }
        Ok(head)
    }
}

fn is_out_of_room(error: &std::io::Error) -> bool {
    matches!(error.kind(), std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded)
}

fn is_damage(outcome: &Result<Receipt, Failure>) -> bool {
    matches!(outcome, Err(Failure::Book(BookError::Ledger(error))) if error.is_damage())
}

/// Today in the company's zone, unless the book was opened for another day.
pub(in crate::engine) fn today(options: &OpenOptions, zone: &str) -> Day {
    let now = options.ports.clock.now();
    let there = || day_in_zone(now, zone).or_else(|| Day::from_date(now.utc().date()));
    options.today.or_else(there).unwrap_or(Day::EPOCH)
}
