//! The ledger's folder: opened if it can be, put aside and posted again if it cannot.
//! May use: journal, ledger.

use std::fs::{File, TryLockError};
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

/// After how many entries it is said how far the work has come.
const SAID: u64 = 5_000;

/// From how many entries on the store is closed and opened once after they were posted: sled keeps
/// what a bulk load took until then.
const BULK: u64 = 50_000;

/// A journal and the ledger posted from it, both at the same head.
pub struct Opened {
    /// The journal, open for writing.
    pub journal: Journal,
    /// The ledger.
    pub store: Store,
    /// A tail that was cut off.
    pub tail: Option<Tail>,
    /// Where a damaged ledger was put.
    pub quarantine: Option<PathBuf>,
    /// How many entries were posted on the way.
    pub posted: u64,
    /// Why the ledger stands in memory, where its store could not be opened.
    pub in_memory: Option<Cause>,
}

/// The folder of the ledger in the book's.
pub fn folder(book: &Path) -> PathBuf {
    book.join(LEDGER)
}

/// Opens both, posting what the ledger lacks. A ledger that is damaged is put aside and posted
/// again from the beginning; one that has seen entries the journal lacks is an error. Where the
/// store cannot be opened and is not known to be damaged, it stays as it is, and the ledger stands
/// in memory.
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
        // Rows of before cannot be gone on from; without any, the fault lies elsewhere.
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

/// A store, what it has posted, and where a damaged one before it was put.
type OpenedStore = (Store, Option<Checkpoint>, Option<PathBuf>);

/// Opens the store, a second time where it stopped; puts one aside that is damaged.
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

/// Posts the whole journal into memory. The store stays as it is: `why` says why it is not used.
pub fn in_memory(
    disk: &Arc<dyn Disk>,
    book: &Path,
    why: &LedgerError,
    progress: &mut dyn Progress,
) -> Result<Opened, BookError> {
    let opened = post_into(Store::default(), disk, book, None, progress)?;
    Ok(Opened { in_memory: Some(Cause::of(why)), ..opened })
}

/// Posts the whole journal into memory where nothing can be written at all.
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

/// Posts again what another version of this program has posted. Nothing is wrong with it: it stays
/// until the new one is there, and is asked first whether the journal has all that it has seen.
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

/// Whether posting the journal again mends it.
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
    // Of another version is one that is read in any; else it is damaged.
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

/// Opens the journal and posts what lies behind `checkpoint` into `store`.
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

/// Posts the whole journal into a ledger beside, which then takes the place of the one there is: a
/// journal that cannot be posted whole is no reason to lose that one. How many entries it has.
pub fn post_again(
    disk: &Arc<dyn Disk>,
    book: &Path,
    progress: &mut dyn Progress,
) -> Result<u64, BookError> {
    let posted = post_beside(disk, book, progress)?;
    // Half a ledger never stands in its place.
    let (ledger, old) = (folder(book), book.join(LEDGER_BEFORE));
    remove(&old)?;
    if ledger.exists() {
        rename(&ledger, &old)?;
    }
    rename(&beside(book), &ledger)?;
    remove(&old)?;
    Ok(posted)
}

/// The same where the ledger there is cannot be opened, and nobody knows why: it is put aside. Also
/// answers with where it is then.
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

/// Where a new ledger is posted.
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

/// Posts the whole journal into a ledger beside. How many entries it has.
fn post_beside(
    disk: &Arc<dyn Disk>,
    book: &Path,
    progress: &mut dyn Progress,
) -> Result<u64, BookError> {
    let beside = beside(book);
    remove(&beside)?;
    let posted = post_into(Store::open(&beside)?, disk, book, None, progress).and_then(|opened| {
        let Opened { store, posted, journal, .. } = opened;
        if let Some(damage) = journal.damaged().first() {
            // The ledger there is may have the only copy of what cannot be read.
            return Err(JournalError::Damaged(damage.clone()).into());
        }
        store.flush()?;
        Ok(posted)
    });
    if posted.is_err() {
        // Nothing of it is worth keeping, and the error says more than that it is still there.
        let _ = remove(&beside);
    }
    posted
}

/// Posts entries, and says how far that has come.
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

/// How many bytes of the journal lie behind a checkpoint, for saying how far the work has come.
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

/// How long to wait for a store that was dropped: it writes on, by path, in threads of its own.
const CLOSES_WITHIN: Duration = Duration::from_secs(2);

/// Waits until no store in this process has the ledger open any more; whether that is so. One that
/// is opened in its place while it still writes would find files of both in its folder.
pub fn is_let_go(book: &Path) -> bool {
    let Ok(db) = File::open(folder(book).join("db")) else { return true };
    let give_up = Instant::now() + CLOSES_WITHIN;
    while matches!(db.try_lock(), Err(TryLockError::WouldBlock)) {
        if Instant::now() >= give_up {
            return false;
        }
        std::thread::sleep(Duration::from_millis(2));
    }
    true
}

/// Puts the ledger aside under the first free name `quarantine-N`.
pub fn quarantine(book: &Path) -> Result<Option<PathBuf>, BookError> {
    let from = folder(book);
    if !from.exists() {
        return Ok(None);
    }
    let to = free_name(book, "quarantine");
    rename(&from, &to)?;
    Ok(Some(to))
}
