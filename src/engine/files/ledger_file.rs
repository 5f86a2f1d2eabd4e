//! The ledger's folder: opens the ledger if possible, or moves it aside and posts it again. May use:
//! journal, ledger.

use std::fs::{DirEntry, File, TryLockError};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::domain::Cause;
use crate::journal::{
    Checkpoint, Disk, Journal, JournalError, JournalReader, RealDisk, Stored, Tail, disk,
};
use crate::ledger::post;
use crate::ledger::tables::CHECKPOINT;
use crate::store::overlay::Overlay;
use crate::store::rows::LedgerError;
use crate::store::stack::Store;

use super::new_file::free_name;
use super::parts::{LEDGER, LEDGER_BEFORE, LEDGER_NEW};
use crate::engine::error::BookError;
use crate::engine::ports::Progress;

/// The number of entries between two reports of progress.
const SAID: u64 = 5_000;

/// From this number of posted entries on, the store is closed and reopened once, because sled keeps the
/// memory of a bulk load until then.
const BULK: u64 = 50_000;

/// A journal and the ledger posted from it, both at the same head.
pub struct Opened {
    /// The journal, open for writing.
    pub journal: Journal,
    /// The ledger.
    pub store: Store,
    /// A tail that was cut off.
    pub tail: Option<Tail>,
    /// Where a damaged ledger was moved.
    pub quarantine: Option<PathBuf>,
    /// The number of entries posted while opening.
    pub posted: u64,
    /// Why the ledger is in memory, if its store could not be opened.
    pub in_memory: Option<Cause>,
}

/// The folder of the ledger in the book's folder.
pub fn folder(book: &Path) -> PathBuf {
    book.join(LEDGER)
}

/// Opens both, and posts what the ledger lacks. A damaged ledger is moved aside and posted again from
/// the beginning; one that has seen entries the journal lacks is an error. If the store can't be opened
/// and is not known to be damaged, it stays as it is, and the ledger is posted in memory.
pub fn open(
    disk: &Arc<dyn Disk>,
    book: &Path,
    progress: &mut dyn Progress,
) -> Result<Opened, BookError> {
    let (store, checkpoint, aside) = match open_or_put_aside(book) {
        Ok(opened) => opened,
        Err(BookError::Ledger(LedgerError::Version(_))) => {
            return match of_another_version(disk, book, progress) {
                Err(BookError::Ledger(why)) => in_memory(disk, book, &why, progress),
                opened => opened,
            };
        }
        Err(BookError::Ledger(why)) => return in_memory(disk, book, &why, progress),
        Err(error) => return Err(error),
    };
    match attempt(disk, book, store, checkpoint, progress) {
        // Earlier rows can't be continued; if there are none, the fault lies elsewhere.
        Err(error) if is_of_ledger(&error) && checkpoint.is_some() => {
            is_let_go(book);
            let aside = quarantine(book)?;
            let (store, checkpoint) = open_store(book)?;
            let opened = attempt(disk, book, store, checkpoint, progress)?;
            Ok(Opened { quarantine: aside, ..opened })
        }
        Err(BookError::Ledger(why)) => {
            let opened = in_memory(disk, book, &why, progress)?;
            Ok(Opened { quarantine: aside, ..opened })
        }
        opened => Ok(Opened { quarantine: aside, ..opened? }),
    }
}

/// A store, what it has posted, and where a damaged one was moved.
type OpenedStore = (Store, Option<Checkpoint>, Option<PathBuf>);

/// Opens the store, twice if it stopped; moves a damaged one aside.
fn open_or_put_aside(book: &Path) -> Result<OpenedStore, BookError> {
    let opened = match open_store(book) {
        Err(error) if error.has_stopped() => open_store(book),
        opened => opened,
    };
    match opened {
        Ok((store, checkpoint)) => Ok((store, checkpoint, None)),
        Err(error) if error.is_damage() && !matches!(error, LedgerError::Version(_)) => {
            let aside = quarantine(book)?;
            let (store, checkpoint) = open_store(book)?;
            Ok((store, checkpoint, aside))
        }
        Err(error) => Err(error.into()),
    }
}

/// Posts the whole journal into memory. The store stays as it is; `why` is the reason for not using it.
pub fn in_memory(
    disk: &Arc<dyn Disk>,
    book: &Path,
    why: &LedgerError,
    progress: &mut dyn Progress,
) -> Result<Opened, BookError> {
    let opened = post_into(Store::default(), disk, book, None, progress)?;
    Ok(Opened { in_memory: Some(Cause::of(why)), ..opened })
}

/// Posts the whole journal into memory when nothing can be written at all.
pub fn open_read_only(
    disk: &Arc<dyn Disk>,
    book: &Path,
    progress: &mut dyn Progress,
) -> Result<Opened, BookError> {
    let total = bytes_of(disk, book, None);
    let mut poster = JournalPoster { store: Store::default(), posted: 0, progress, done: 0, total };
    let opened = Journal::read_only(disk, book, &mut |stored| poster.post(&stored));
    let (journal, tail) = opened?;
    let JournalPoster { store, posted, .. } = poster;
    Ok(Opened { journal, store, tail, quarantine: None, posted, in_memory: None })
}

/// Posts again what another version of this program posted. That ledger is not damaged: it stays until
/// the new one is complete, and is checked first for entries that the journal lacks.
fn of_another_version(
    disk: &Arc<dyn Disk>,
    book: &Path,
    progress: &mut dyn Progress,
) -> Result<Opened, BookError> {
    let seen = CHECKPOINT.get_of_any_version(&Store::open(&folder(book))?.picture(), &())?;
    let checked = Journal::open::<BookError>(disk, book, seen, &mut |_| Ok(()));
    let tail = match checked {
        Err(BookError::Journal(JournalError::Moved)) => None,
        checked => checked?.1,
    };
    let (posted, aside) = match post_again(disk, book, progress) {
        Err(BookError::Journal(JournalError::Damaged(damage))) if damage.is_private() => {
            (None, quarantine(book)?)
        }
        posted => (Some(posted?), None),
    };
    let (store, checkpoint) = open_store(book)?;
    let opened = attempt(disk, book, store, checkpoint, progress)?;
    let posted = posted.unwrap_or(opened.posted);
    Ok(Opened { tail: tail.or(opened.tail), posted, quarantine: aside, ..opened })
}

/// Whether posting the journal again would fix the error.
fn is_of_ledger(error: &BookError) -> bool {
    match error {
        BookError::Ledger(error) => error.is_damage(),
        BookError::Journal(error) => matches!(error, JournalError::Moved),
        _ => false,
    }
}

/// Opens the store and reads what it has posted.
fn open_store(book: &Path) -> Result<(Store, Option<Checkpoint>), LedgerError> {
    let store = Store::open(&folder(book))?;
    // The ledger of another version counts as such if any table can be read; else it is damaged.
    let rows = store.picture();
    CHECKPOINT.get_of_any_version(&rows, &())?;
    let checkpoint = CHECKPOINT.get(&rows, &())?;
    drop(rows);
    Ok((store, checkpoint))
}

fn attempt(
    disk: &Arc<dyn Disk>,
    book: &Path,
    store: Store,
    checkpoint: Option<Checkpoint>,
    progress: &mut dyn Progress,
) -> Result<Opened, BookError> {
    let mut opened = post_into(store, disk, book, checkpoint, progress)?;
    if opened.posted > BULK {
        opened.store.flush()?;
        drop(opened.store);
        opened.store = open_store(book)?.0;
    }
    Ok(opened)
}

/// Opens the journal and posts what comes after `checkpoint` into `store`.
fn post_into(
    store: Store,
    disk: &Arc<dyn Disk>,
    book: &Path,
    checkpoint: Option<Checkpoint>,
    progress: &mut dyn Progress,
) -> Result<Opened, BookError> {
    let total = bytes_of(disk, book, checkpoint);
    let mut poster = JournalPoster { store, posted: 0, progress, done: 0, total };
    let opened = Journal::open(disk, book, checkpoint, &mut |stored| poster.post(&stored));
    let (journal, tail) = opened?;
    let JournalPoster { store, posted, .. } = poster;
    store.write_down()?;
    Ok(Opened { journal, store, tail, quarantine: None, posted, in_memory: None })
}

/// Posts the whole journal into a new ledger beside the old one, then swaps them: if the journal can't
/// be posted in full, the old ledger must not be lost. Returns the number of entries.
pub fn post_again(
    disk: &Arc<dyn Disk>,
    book: &Path,
    progress: &mut dyn Progress,
) -> Result<u64, BookError> {
    let posted = post_beside(disk, book, progress)?;
    // An incomplete ledger never takes its place.
    let (ledger, old) = (folder(book), book.join(LEDGER_BEFORE));
    remove(&old)?;
    if ledger.exists() {
        rename(&ledger, &old)?;
    }
    rename(&beside(book), &ledger)?;
    remove(&old)?;
    Ok(posted)
}

/// The same when the old ledger can't be opened for an unknown reason: it is moved aside. Also returns
/// where it is.
pub fn post_again_and_put_aside(
    disk: &Arc<dyn Disk>,
    book: &Path,
    progress: &mut dyn Progress,
) -> Result<(u64, Option<PathBuf>), BookError> {
    let posted = post_beside(disk, book, progress)?;
    let aside = quarantine(book)?;
    rename(&beside(book), &folder(book))?;
    Ok((posted, aside))
}

/// The folder in which a new ledger is posted.
fn beside(book: &Path) -> PathBuf {
    book.join(LEDGER_NEW)
}

fn remove(path: &Path) -> Result<(), BookError> {
    match std::fs::remove_dir_all(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(BookError::io(path, error))
        }
        _ => Ok(()),
    }
}

fn rename(from: &Path, to: &Path) -> Result<(), BookError> {
    disk::move_to(&RealDisk, from, to).map_err(|source| BookError::io(from, source))
}

/// Posts the whole journal into a new ledger beside the old one. Returns the number of entries.
fn post_beside(
    disk: &Arc<dyn Disk>,
    book: &Path,
    progress: &mut dyn Progress,
) -> Result<u64, BookError> {
    let beside = beside(book);
    remove(&beside)?;
    let store = Store::open(&beside).map_err(BookError::from);
    let posted = store.and_then(|store| post_into(store, disk, book, None, progress));
    let posted = posted.and_then(|opened| {
        let Opened { store, posted, journal, .. } = opened;
        if let Some(damage) = journal.damaged().first() {
            // The old ledger may hold the only copy of what can't be read.
            return Err(JournalError::Damaged(damage.clone()).into());
        }
        store.flush()?;
        Ok(posted)
    });
    if posted.is_err() {
        // The incomplete ledger is worthless, and the error matters more than its remains. Its store
        // may still be writing them.
        is_closed(&beside);
        let _ = remove(&beside);
    }
    posted
}

/// Posts entries and reports progress.
struct JournalPoster<'a> {
    store: Store,
    posted: u64,
    progress: &'a mut dyn Progress,
    done: u64,
    total: u64,
}

impl JournalPoster<'_> {
    fn post(&mut self, stored: &Stored) -> Result<(), BookError> {
        let entry = &stored.entry;
        let batch = {
            let rows = self.store.picture();
            let mut overlay = Overlay::new(&rows);
            post::post(&mut overlay, stored)
                .map_err(|error| error.at_entry(entry.seq, entry.command()))?;
            overlay.into_batch()
        };
        self.store.apply(batch);
        self.store.keep_up(true)?;
        self.posted += 1;
        self.done += stored.checkpoint.next.offset - stored.checkpoint.pos.offset;
        if self.posted.is_multiple_of(SAID) {
            self.progress.at("posting", self.done, self.total);
        }
        Ok(())
    }
}

/// The number of bytes in the journal after a checkpoint, for reporting progress.
fn bytes_of(disk: &Arc<dyn Disk>, book: &Path, from: Option<Checkpoint>) -> u64 {
    let from = from.unwrap_or(Checkpoint::START).next;
    let reader = JournalReader::new(disk, book).entries;
    let length = |first: u64| {
        let length = disk.open(&reader.path(first)).and_then(|file| file.len()).unwrap_or(0);
        if first == from.segment { length.saturating_sub(from.offset) } else { length }
    };
    let segments = reader.segments().unwrap_or_default();
    segments.into_iter().filter(|first| *first >= from.segment).map(length).sum()
}

/// How long to wait for a dropped store: its threads go on writing, by path.
const CLOSES_WITHIN: Duration = Duration::from_secs(2);

/// Waits until no store in this process has the ledger open, and returns whether that is so. A store
/// opened in its place while it still writes would find files of both in its folder.
pub fn is_let_go(book: &Path) -> bool {
    is_closed(&folder(book))
}

fn is_closed(ledger: &Path) -> bool {
    let Ok(db) = File::open(ledger.join("db")) else { return true };
    let give_up = Instant::now() + CLOSES_WITHIN;
    while matches!(db.try_lock(), Err(TryLockError::WouldBlock)) {
        if Instant::now() >= give_up {
            return false;
        }
        std::thread::sleep(Duration::from_millis(2));
    }
    true
}

/// How the names of ledgers begin that were moved aside.
const ASIDE: &str = "quarantine";

/// The ledgers that were moved aside: folders with nothing in them but what a ledger has.
pub fn quarantined(book: &Path) -> Vec<PathBuf> {
    let found = std::fs::read_dir(book).into_iter().flatten().flatten();
    let is_one = |entry: &DirEntry| {
        let name = entry.file_name();
        let number = name.to_str().and_then(|name| name.strip_prefix(ASIDE)?.strip_prefix('-'));
        number.is_some_and(|it| it.parse::<u32>().is_ok())
            && entry.file_type().is_ok_and(|kind| kind.is_dir())
            && std::fs::read_dir(entry.path()).is_ok_and(|found| {
                found.flatten().all(|it| is_of_store(&it.file_name().to_string_lossy()))
            })
    };
    found.filter(is_one).map(|entry| entry.path()).collect()
}

/// Whether sled gives this name to a file or folder.
fn is_of_store(name: &str) -> bool {
    matches!(name, "db" | "conf" | "blobs") || name.starts_with("snap.")
}

/// Moves the ledger aside under the first free name `quarantine-N`.
pub fn quarantine(book: &Path) -> Result<Option<PathBuf>, BookError> {
    let from = folder(book);
    if !from.exists() {
        return Ok(None);
    }
    let to = free_name(book, ASIDE);
    rename(&from, &to)?;
    Ok(Some(to))
}
