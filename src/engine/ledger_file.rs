//! The ledger's folder: opened if it can be, put aside and posted again if it cannot.
//! May use: journal, ledger.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::journal::{Checkpoint, Disk, Journal, JournalError, JournalReader, Stored, Tail};
use crate::ledger::overlay::Overlay;
use crate::ledger::post;
use crate::ledger::rows::LedgerError;
use crate::ledger::store::Store;
use crate::ledger::tables::CHECKPOINT;

use super::error::BookError;
use super::ports::Progress;

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
}

/// The folder of the ledger in the book's.
pub fn folder(book: &Path) -> PathBuf {
    book.join("ledger")
}

/// Opens both, posting what the ledger lacks. A ledger that is damaged is put aside and posted
/// again from the beginning; one that has seen entries the journal lacks is an error.
pub fn open(
    disk: &Arc<dyn Disk>,
    book: &Path,
    progress: &mut dyn Progress,
) -> Result<Opened, BookError> {
    let (store, checkpoint, aside) = match open_store(book) {
        Ok((store, checkpoint)) => (store, checkpoint, None),
        Err(LedgerError::Version(_)) => return of_another_version(disk, book, progress),
        Err(error) if error.is_damage() => {
            let aside = quarantine(book)?;
            let (store, checkpoint) = open_store(book)?;
            (store, checkpoint, aside)
        }
        Err(LedgerError::Disk(source)) => return Err(BookError::io(folder(book), source)),
        Err(error) => return Err(error.into()),
    };
    match attempt(disk, book, store, checkpoint, progress) {
        // Rows of before cannot be gone on from; without any, the fault lies elsewhere.
        Err(error) if is_of_ledger(&error) && checkpoint.is_some() => {
            let aside = quarantine(book)?;
            let (store, checkpoint) = open_store(book)?;
            let opened = attempt(disk, book, store, checkpoint, progress)?;
            Ok(Opened { quarantine: aside, ..opened })
        }
        opened => Ok(Opened { quarantine: aside, ..opened? }),
    }
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
    let mut poster = Poster { store, posted: 0, progress, done: 0, total };
    let opened = Journal::open(disk, book, checkpoint, &mut |stored| poster.post(&stored));
    let (journal, tail) = opened?;
    let Poster { store, posted, .. } = poster;
    store.write_down()?;
    Ok(Opened { journal, store, tail, quarantine: None, posted })
}

/// Posts the whole journal into a ledger beside, which then takes the place of the one there is: a
/// journal that cannot be posted whole is no reason to lose that one. How many entries it has.
pub fn post_again(
    disk: &Arc<dyn Disk>,
    book: &Path,
    progress: &mut dyn Progress,
) -> Result<u64, BookError> {
    let beside = book.join("ledger.new");
    let remove = |path: &Path| match std::fs::remove_dir_all(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(BookError::io(path, error))
        }
        _ => Ok(()),
    };
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
    let posted = match posted {
        Ok(posted) => posted,
        Err(error) => {
            // Nothing of it is worth keeping, and the error says more than that it is still there.
            let _ = remove(&beside);
            return Err(error);
        }
    };
    // Half a ledger never stands in its place.
    let (ledger, old) = (folder(book), book.join("ledger.old"));
    remove(&old)?;
    let rename = |from: &Path, to: &Path| {
        std::fs::rename(from, to).map_err(|source| BookError::io(from, source))
    };
    if ledger.exists() {
        rename(&ledger, &old)?;
    }
    rename(&beside, &ledger)?;
    remove(&old)?;
    Ok(posted)
}

/// Posts entries, and says how far that has come.
struct Poster<'a> {
    store: Store,
    posted: u64,
    progress: &'a mut dyn Progress,
    done: u64,
    total: u64,
}

impl Poster<'_> {
    fn post(&mut self, stored: &Stored) -> Result<(), BookError> {
        let batch = {
            let rows = self.store.picture();
            let mut overlay = Overlay::new(&rows);
            post::post(&mut overlay, stored)?;
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

/// Puts the ledger aside under the first free name `quarantine-N`.
pub fn quarantine(book: &Path) -> Result<Option<PathBuf>, BookError> {
    let from = folder(book);
    if !from.exists() {
        return Ok(None);
    }
    let free = (1..).map(|n| book.join(format!("quarantine-{n}"))).find(|path| !path.exists());
    let to = free.unwrap_or_else(|| book.join("quarantine"));
    std::fs::rename(&from, &to).map_err(|source| BookError::io(&from, source))?;
    Ok(Some(to))
}
