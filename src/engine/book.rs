//! The book: the one writer. A group of commands is decided one after the other on an overlay of
//! the ledger, written to the journal with one sync, then posted; only then are receipts given.
//! May use: domain, journal, ledger, assets.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::assets;
use crate::domain::event::BookOpened;
use crate::domain::tax::TaxTable;
use crate::domain::{Day, Envelope, Refusal, Rule};
use crate::journal::{
    self, AppendError, Disk, Draft, Entry, Group, Head, Journal, JournalReader, RealDisk, Tail,
};
use crate::ledger::overlay::Overlay;
use crate::ledger::post::post;
use crate::ledger::query::View;
use crate::ledger::rows::LedgerError;
use crate::ledger::sled_store::SledStore;
use crate::ledger::tables::{BOOK, SEEN, SeenRow};

use super::decide::{self, Desk};
use super::error::{BookError, Failure};
use super::ledger_file::{self, Opened};
use super::lock::Lock;
use super::new_book::NewBook;
use super::ports::{Ports, Progress, Silent, day_in_zone};

/// A command on its way in, with who sends it.
#[derive(Clone, Debug)]
pub struct Submission {
    /// Who asks; never what the caller says of himself.
    pub by: String,
    /// What is asked.
    pub envelope: Envelope,
}

/// What a command came to: proof that it is on disk.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// The command's id.
    pub id: Uuid,
    /// The entry's number.
    pub seq: u64,
    /// What was made, with its number, in order.
    pub made: Vec<(String, String)>,
}

impl Receipt {
    fn of(entry: &Entry) -> Receipt {
        Receipt { id: entry.id, seq: entry.seq, made: entry.made() }
    }

    /// The number of the first thing of this kind that was made.
    pub fn number(&self, what: &str) -> Option<&str> {
        self.made.iter().find(|(made, _)| made == what).map(|(_, number)| number.as_str())
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
}

impl OpenOptions {
    /// The machine's own clock and disk, and the real date.
    pub fn new(user: impl Into<String>) -> OpenOptions {
        let (today, ports) = (None, Ports::default());
        OpenOptions { user: user.into(), today, ports, disk: RealDisk::shared() }
    }
}

/// A book, open for writing.
pub struct Book {
    folder: PathBuf,
    options: OpenOptions,
    _lock: Lock,
    journal: Journal,
    store: Arc<RwLock<SledStore>>,
    info: Arc<BookOpened>,
    taxes: TaxTable,
    /// Why nothing more is written: the journal's end is unknown.
    unknown: Option<String>,
    /// What was found and mended while it was opened.
    pub found: Found,
}

/// What opening found and mended.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// The end of a write that nobody was told of, cut off.
    pub tail: Option<Tail>,
    /// A ledger that was damaged, put aside and posted again.
    pub quarantine: Option<PathBuf>,
    /// How many entries were posted again.
    pub posted: u64,
}

/// What every asker shares with the writer.
#[derive(Clone)]
pub struct Shared {
    store: Arc<RwLock<SledStore>>,
    reader: JournalReader,
    info: Arc<BookOpened>,
    options: OpenOptions,
}

/// Whether a folder holds a book.
pub fn is_book(folder: &Path) -> bool {
    folder.join("journal").is_dir()
}

impl Book {
    /// Makes a new book in `folder`, which must be empty or not there.
    pub fn create(folder: &Path, new: &NewBook, options: OpenOptions) -> Result<Book, Failure> {
        if is_book(folder) {
            let refusal = Refusal::new(Rule::BookExists, "book").with("folder", folder.display());
            return Err(refusal.into());
        }
        let info = new.opened(&options)?;
        let io = |source| BookError::io(folder, source);
        options.disk.create_folder(folder).map_err(io)?;
        let lock = Lock::take(folder, &options.user, options.ports.clock.now())?;
        journal::create(&*options.disk, folder).map_err(io)?;
        let opened = ledger_file::open(&options.disk, folder, &mut Silent)?;
        let mut book = Book::of(folder, options, lock, opened, info)?;
        let draft = book.draft(book.info.book, book.today(), vec![(*book.info).clone().into()]);
        book.append_alone(draft)?;
        Ok(book)
    }

    /// Opens the book in `folder`: checks the journal from the ledger's head on, posts what the
    /// ledger lacks.
    pub fn open(
        folder: &Path,
        options: OpenOptions,
        progress: &mut dyn Progress,
    ) -> Result<Book, BookError> {
        if !is_book(folder) {
            return Err(BookError::NoBook(folder.to_path_buf()));
        }
        let lock = Lock::take(folder, &options.user, options.ports.clock.now())?;
        let opened = ledger_file::open(&options.disk, folder, progress)?;
        let row = BOOK.get(&opened.store, &())?;
        let row = row.ok_or_else(|| BookError::NoBook(folder.to_path_buf()))?;
        let info = row.book().map_err(|error| BookError::Data(error.to_string()))?;
        Book::of(folder, options, lock, opened, info)
    }

    fn of(
        folder: &Path,
        options: OpenOptions,
        lock: Lock,
        opened: Opened,
        info: BookOpened,
    ) -> Result<Book, BookError> {
        let data = |error: toml::de::Error| BookError::Data(error.to_string());
        let taxes = assets::tax_table(&info.country).map_err(data)?;
        let Opened { journal, store, tail, quarantine, posted } = opened;
        Ok(Book {
            folder: folder.to_path_buf(),
            options,
            _lock: lock,
            journal,
            store: Arc::new(RwLock::new(store)),
            info: Arc::new(info),
            taxes,
            unknown: None,
            found: Found { tail, quarantine, posted },
        })
    }

    /// The book's own entry.
    pub fn info(&self) -> &BookOpened {
        &self.info
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
        }
    }

    /// Rotates the journal's files earlier; for tests.
    pub fn rotate_at(&mut self, bytes: u64) {
        self.journal.rotate_at(bytes);
    }

    fn today(&self) -> Day {
        today(&self.options, &self.info.zone)
    }

    fn draft(&self, id: Uuid, date: Day, events: Vec<crate::domain::Event>) -> Draft {
        Draft {
            at: self.options.ports.clock.now(),
            date,
            by: self.options.user.clone(),
            id,
            events,
            salt: self.options.ports.random.bytes(),
        }
    }

    fn append_alone(&mut self, draft: Draft) -> Result<(), BookError> {
        let mut group = self.journal.begin();
        let stored = group.add(draft).map_err(|error| BookError::Data(error.to_string()))?;
        let store = self.store.read().unwrap_or_else(PoisonError::into_inner);
        let mut overlay = Overlay::new(&*store);
        post(&mut overlay, &stored)?;
        self.journal
            .commit(group)
            .map_err(|error| BookError::io(&self.folder, std::io::Error::other(error)))?;
        store.apply(overlay.into_batch())?;
        Ok(())
    }

    /// Carries out a group of commands with one sync. An answer for each, in order.
    pub fn commit(&mut self, submissions: &[Submission]) -> Vec<Result<Receipt, Failure>> {
        if let Some(why) = &self.unknown {
            let refusal = Refusal::new(Rule::JournalReadOnly, "").with("why", why);
            return submissions.iter().map(|_| Err(refusal.clone().into())).collect();
        }
        let (outcomes, group, batch) = self.decide(submissions);
        if let Err(error) = self.journal.commit(group) {
            return self.undone(outcomes, &error);
        }
        let applied = {
            let store = self.store.write().unwrap_or_else(PoisonError::into_inner);
            store.apply(batch)
        };
        // The journal has it: whatever became of the ledger, the receipts stand.
        if applied.is_err()
            && let Err(error) = self.mend()
        {
            self.unknown = Some(error.to_string());
        }
        outcomes
    }

    /// Decides a group on an overlay; nothing is written yet.
    fn decide(
        &mut self,
        submissions: &[Submission],
    ) -> (Vec<Result<Receipt, Failure>>, Group, crate::ledger::Batch) {
        let store = self.store.clone();
        let store = store.read().unwrap_or_else(PoisonError::into_inner);
        let mut overlay = Overlay::new(&*store);
        let mut deciding =
            Deciding { book: self, group: self.journal.begin(), waiting: BTreeMap::new() };
        let mut outcomes = Vec::with_capacity(submissions.len());
        for submission in submissions {
            outcomes.push(deciding.one(&mut overlay, submission));
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
        if matches!(error, AppendError::Unknown(_)) {
            self.unknown = Some(why.clone());
        }
        let head = self.journal.head().seq;
        let outcome = |outcome: Result<Receipt, Failure>| match outcome {
            // A repeat of what was written long ago keeps its receipt.
            Ok(receipt) if receipt.seq <= head => Ok(receipt),
            Ok(_) => Err(match error {
                AppendError::NotWritten(error) => {
                    Refusal::new(Rule::JournalNoSpace, "").with("why", error).into()
                }
                AppendError::Unknown(_) => Failure::Unknown(why.clone()),
            }),
            refused => refused,
        };
        outcomes.into_iter().map(outcome).collect()
    }

    /// Puts a damaged ledger aside and posts the journal again.
    pub fn mend(&mut self) -> Result<(), BookError> {
        let mut store = self.store.write().unwrap_or_else(PoisonError::into_inner);
        let quarantine = ledger_file::quarantine(&self.folder)?;
        let opened = ledger_file::open(&self.options.disk, &self.folder, &mut Silent)?;
        *store = opened.store;
        self.journal = opened.journal;
        self.found.quarantine = quarantine;
        Ok(())
    }

    /// Closes the book: blank space is trimmed, the head is marked.
    pub fn close(self) -> Result<Head, BookError> {
        let (folder, head) = (self.folder.clone(), self.head());
        if self.unknown.is_none() {
            self.journal.close().map_err(|source| BookError::io(folder, source))?;
        }
        Ok(head)
    }
}

/// A group while it is decided.
struct Deciding<'a> {
    book: &'a Book,
    group: Group,
    /// Receipts of this group by entry, with the kind of command: not on disk yet.
    waiting: BTreeMap<u64, (Receipt, &'static str)>,
}

impl Deciding<'_> {
    fn one(&mut self, overlay: &mut Overlay, submission: &Submission) -> Result<Receipt, Failure> {
        let book = self.book;
        let Envelope { id, override_reason, command } = &submission.envelope;
        let id = id.unwrap_or_else(|| book.options.ports.new_id());
        if let Some(seen) = SEEN.get(overlay, id.as_bytes()).map_err(BookError::from)? {
            return self.again(id, seen, command.name());
        }
        let desk = Desk {
            rows: overlay,
            book: &book.info,
            taxes: &book.taxes,
            today: book.today(),
            override_reason: override_reason.as_deref(),
        };
        let decided = decide::decide(&desk, command)?;
        let mut draft = book.draft(id, decided.date, decided.events);
        draft.by.clone_from(&submission.by);
        let stored = self.group.add(draft).map_err(|error| BookError::Data(error.to_string()))?;
        post(overlay, &stored).map_err(BookError::from)?;
        let receipt = Receipt::of(&stored.entry);
        self.waiting.insert(receipt.seq, (receipt.clone(), command.name()));
        Ok(receipt)
    }

    /// The receipt of a command that was carried out before.
    fn again(&self, id: Uuid, seen: SeenRow, name: &'static str) -> Result<Receipt, Failure> {
        let (receipt, kind) = if let Some((receipt, kind)) = self.waiting.get(&seen.seq) {
            (receipt.clone(), *kind)
        } else {
            let read = self.book.journal.reader().read(seen.pos, None);
            let entry = read.map_err(|error| LedgerError::Journal(error.to_string()));
            let entry = entry.map_err(BookError::from)?.filter(|entry| entry.id == id);
            let entry = entry.ok_or_else(|| {
                BookError::from(LedgerError::Journal(format!("entry {} is not there", seen.seq)))
            })?;
            (Receipt::of(&entry), entry.command())
        };
        match kind == name {
            true => Ok(receipt),
            false => Err(Refusal::new(Rule::CommandIdReused, "id").with("was", kind).into()),
        }
    }
}

impl Shared {
    /// Looks at the book: what `look` sees is all of one moment.
    pub fn view<T>(&self, look: impl FnOnce(&View) -> T) -> T {
        let store = self.store.read().unwrap_or_else(PoisonError::into_inner);
        look(&View {
            rows: &*store,
            journal: &self.reader,
            book: &self.info,
            today: today(&self.options, &self.info.zone),
        })
    }

    /// The book's own entry.
    pub fn info(&self) -> &BookOpened {
        &self.info
    }
}

fn today(options: &OpenOptions, zone: &str) -> Day {
    let now = options.ports.clock.now();
    let there = || day_in_zone(now, zone).or_else(|| Day::from_date(now.utc().date()));
    options.today.or_else(there).unwrap_or(Day::EPOCH)
}
