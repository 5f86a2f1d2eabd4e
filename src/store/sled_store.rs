//! Blocks of rows in sled, with a defence against its known faults: after a kill or a flipped bit it may
//! panic or fail to open, leave half a snapshot, or open empty. None of that loses data: the caller
//! posts the journal again. May use: sled, threads, the port.

use std::io::{self, ErrorKind};
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::{Duration, Instant};

use crate::contained::contained;
use crate::domain::{Cause, Message};
use crate::threads;

use super::means;
use super::rows::{LedgerError, RowIter, RowKey, Rows, See, SeeEach, SeeValue, StoredRow, Writes};
use super::sled_keys::{escaped, unescaped};

/// How much of the tree sled caches, in bytes on disk. A report as of a past day reads the whole tree once and
/// fills the cache completely; with half as much, a worklist on a book of a million invoices reads most of its
/// pages from the disk again each time.
const CACHE: u64 = 64 << 20;

/// The most bytes written in one sled batch; more are written in parts, with a mark while they are
/// incomplete.
const AT_ONCE: usize = 16 << 20;

/// How many bytes sled writes for each byte of a batch, at most.
const WRITTEN: u64 = 3;

/// How many more bytes it may write, because it allocates segments.
const ROOM: u64 = 1 << 20;

/// The tree with the mark that a batch is only partly written.
const PARTLY: &[u8] = b"partly written";

/// How long to wait for sled's lock. The book's own lock guarantees that no other process has the ledger
/// open, but a store dropped in this process releases its lock a moment later, in a thread of its own.
const RELEASE: Duration = Duration::from_secs(5);

/// How long opening an empty store may take; others get more time.
const OPENS_WITHIN: Duration = Duration::from_secs(20);

/// How many bytes even a slow disk reads in a second.
const READ_A_SECOND: u64 = 16 << 20;

/// The blocks on disk: one tree, so that a batch is atomic.
pub struct SledStore {
    folder: PathBuf,
    db: sled::Db,
    partly: sled::Tree,
}

/// Runs `work`. A panic inside sled becomes an error, and is not printed.
fn guarded<T>(work: impl FnOnce() -> Result<T, sled::Error>) -> Result<T, LedgerError> {
    match contained(work) {
        Ok(Ok(value)) => Ok(value),
        Ok(Err(error)) => Err(sorted(error)),
        Err(panic) => Err(sorted_panic(&message(&*panic))),
    }
}

/// Sorts errors: only a failed check of the store's own bytes is damage.
fn sorted(error: sled::Error) -> LedgerError {
    match error {
        sled::Error::Io(error) => sorted_io(error),
        sled::Error::ReportableBug(why) => LedgerError::Stopped(Cause::text(why)),
        error => LedgerError::Store(error.to_string()),
    }
}

/// A file that ends too early is damaged; errors of the system say nothing about the bytes.
fn sorted_io(error: io::Error) -> LedgerError {
    let of_bytes = matches!(error.kind(), ErrorKind::UnexpectedEof | ErrorKind::InvalidData);
    match (error.raw_os_error(), error.kind()) {
        (None, _) if of_bytes => LedgerError::Store(error.to_string()),
        // There is a file in place of a folder, or a folder in place of a file.
        (_, ErrorKind::NotADirectory | ErrorKind::IsADirectory) => {
            LedgerError::Store(error.to_string())
        }
        _ => LedgerError::Disk(error),
    }
}

/// Sorts a panic by its message: sled found its bytes wrong, or lacked something. Otherwise the cause is
/// unknown.
fn sorted_panic(why: &str) -> LedgerError {
    let says = |words: &[&str]| words.iter().any(|word| why.contains(word));
    let why = why.lines().next().unwrap_or_default().to_string();
    if says(&["Corruption", "corruption", "UnexpectedEof", "InvalidData"]) {
        LedgerError::Store(why)
    } else if says(&["Os {", "os error", "WouldBlock", "OutOfMemory"]) {
        LedgerError::Shortage(Cause::text(why))
    } else {
        LedgerError::Stopped(Cause::text(why))
    }
}

fn message(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("a panic").to_string()
}

fn is_locked(error: &io::Error) -> bool {
    error.to_string().contains("could not acquire lock")
}

/// Removes what a kill leaves: with half a snapshot every later open fails.
fn clear_leftovers(folder: &Path) -> io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
        let is_left = |name: String| {
            name.starts_with(means::TRIED)
                || (name.starts_with("snap.") && name.ends_with(".generating"))
        };
        if name.is_some_and(is_left) {
            std::fs::remove_file(path)?;
        }
    }
    Ok(())
}

fn size_of(folder: &Path) -> u64 {
    std::fs::metadata(folder.join("db")).map_or(0, |file| file.len())
}

/// How long opening the ledger in `folder` may take before it counts as stuck.
fn limit_for(folder: &Path) -> Duration {
    OPENS_WITHIN + Duration::from_secs(size_of(folder) / READ_A_SECOND)
}

/// Opens a store in a thread of its own, because it may wait for ever for a thread that could not be
/// started.
fn open_within(limit: Duration, config: sled::Config) -> Result<sled::Db, LedgerError> {
    let (tell, told) = mpsc::sync_channel(1);
    // The receiver may have stopped waiting.
    let open = move || drop(tell.send(guarded(|| config.open())));
    let lacking = |error: io::Error| LedgerError::Shortage(Cause::of(&error));
    threads::start("ledger", open).map_err(lacking)?;
    match told.recv_timeout(limit) {
        Ok(opened) => opened,
        Err(RecvTimeoutError::Timeout) => {
            let seconds = limit.as_secs();
            let why = format!("its store did not open within {seconds} seconds");
            let message = Message::new("shortage-slow").with("seconds", seconds);
            Err(LedgerError::Shortage(Cause::new(why, message)))
        }
        Err(RecvTimeoutError::Disconnected) => {
            Err(LedgerError::Stopped(Cause::said("stopped-opening", "while it opened")))
        }
    }
}

impl SledStore {
    /// Opens the ledger in `folder`, and creates it if it is missing.
    pub fn open(folder: &Path) -> Result<SledStore, LedgerError> {
        let io = sorted_io;
        // It contains names, so only the owner may read it, wherever it is.
        std::fs::DirBuilder::new().recursive(true).mode(0o700).create(folder).map_err(io)?;
        clear_leftovers(folder).map_err(io)?;
        means::suffice(folder)?;
        let config = sled::Config::new()
            .path(folder)
            .cache_capacity(CACHE)
            .flush_every_ms(Some(500))
            .use_compression(false);
        let give_up = Instant::now() + RELEASE;
        loop {
            match open_within(limit_for(folder), config.clone()) {
                Err(LedgerError::Disk(error)) if is_locked(&error) && Instant::now() < give_up => {
                    std::thread::sleep(Duration::from_millis(2));
                }
                opened => return opened.and_then(|db| SledStore::of(folder, db)),
            }
        }
    }

    fn of(folder: &Path, db: sled::Db) -> Result<SledStore, LedgerError> {
        let partly = guarded(|| db.open_tree(PARTLY))?;
        match guarded(|| partly.contains_key(PARTLY))? {
            true => Err(LedgerError::Store("it was only written in part".into())),
            false => Ok(SledStore { folder: folder.to_path_buf(), db, partly }),
        }
    }

    /// Whether nothing was ever written.
    pub fn is_empty(&self) -> Result<bool, LedgerError> {
        guarded(|| self.db.first()).map(|first| first.is_none())
    }

    /// Applies all of these writes or, on an error, none. If the process is stopped during a very large
    /// batch, a part may be written: the next opening reports that.
    pub fn apply(&self, all: &Writes) -> Result<(), LedgerError> {
        let size = |(key, value): (&RowKey, &Option<Vec<u8>>)| {
            key.len() + value.as_ref().map_or(0, Vec::len)
        };
        let bytes = all.iter().map(size).sum::<usize>();
        // After a full disk the store would stop answering, so don't let it meet one.
        means::try_room(&self.folder, ROOM + bytes as u64 * WRITTEN).map_err(LedgerError::Disk)?;
        if bytes <= AT_ONCE {
            return self.apply_all(all.iter());
        }
        guarded(|| self.partly.insert(PARTLY, &[]))?;
        let mut writes = all.iter().peekable();
        while writes.peek().is_some() {
            let mut bytes = 0;
            let fits = |write: &(&RowKey, &Option<Vec<u8>>)| {
                bytes += size(*write);
                bytes <= AT_ONCE || bytes == size(*write)
            };
            self.apply_all(std::iter::from_fn({
                let mut fits = fits;
                let writes = &mut writes;
                move || writes.next_if(|write| fits(write))
            }))?;
        }
        guarded(|| self.partly.remove(PARTLY)).map(|_| ())
    }

    fn apply_all<'a>(
        &self,
        all: impl Iterator<Item = (&'a RowKey, &'a Option<Vec<u8>>)>,
    ) -> Result<(), LedgerError> {
        let mut writes = sled::Batch::default();
        for (key, value) in all {
            match value {
                Some(value) => writes.insert(escaped(key).as_slice(), value.as_slice()),
                None => writes.remove(escaped(key).as_slice()),
            }
        }
        guarded(|| self.db.apply_batch(writes))
    }

    /// Passes what was written to the operating system.
    pub fn flush(&self) -> Result<(), LedgerError> {
        guarded(|| self.db.flush()).map(|_| ())
    }
}

/// An item of sled's as a plain row.
fn stored((key, value): (sled::IVec, sled::IVec)) -> Result<StoredRow, LedgerError> {
    Ok((unescaped(&key)?.into_owned(), value.to_vec()))
}

struct Iter(sled::Iter);

impl Iterator for Iter {
    type Item = Result<StoredRow, LedgerError>;

    fn next(&mut self) -> Option<Self::Item> {
        let next = guarded(|| self.0.next().transpose()).transpose()?;
        Some(next.and_then(stored))
    }
}

impl Rows for SledStore {
    fn with_value(&self, key: &[u8], see: &mut SeeValue) -> Result<bool, LedgerError> {
        Ok(guarded(|| self.db.get(escaped(key)))?.map(|value| see(&value)).is_some())
    }

    fn scan(&self, from: &[u8], to: &[u8]) -> RowIter<'_> {
        if from >= to {
            return Box::new(std::iter::empty());
        }
        Box::new(Iter(self.db.range(escaped(from)..escaped(to))))
    }

    fn for_each(&self, from: &[u8], to: &[u8], see: &mut SeeEach) -> Result<(), LedgerError> {
        if from >= to {
            return Ok(());
        }
        let mut rows = self.db.range(escaped(from)..escaped(to));
        while let Some((key, value)) = guarded(|| rows.next().transpose())? {
            see(&unescaped(&key)?, &value)?;
        }
        Ok(())
    }

    fn last(&self, from: &[u8], to: &[u8]) -> Result<Option<StoredRow>, LedgerError> {
        if from >= to {
            return Ok(None);
        }
        let range = escaped(from)..escaped(to);
        let last = guarded(|| self.db.range(range).next_back().transpose())?;
        last.map(stored).transpose()
    }

    fn with_last(&self, to: &[u8], see: &mut See) -> Result<bool, LedgerError> {
        let last = guarded(|| self.db.range(..escaped(to)).next_back().transpose())?;
        if let Some((key, value)) = &last {
            see(&unescaped(key)?, value);
        }
        Ok(last.is_some())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Without escaped keys, sled loops here: a step from the first key of an account back to the last
    /// one of the account before it, with keys that count backwards.
    #[test]
    fn a_step_back_over_keys_that_count_backwards_finds_the_row() {
        let folder = tempfile::tempdir().unwrap();
        let store = SledStore::open(folder.path()).unwrap();
        let key = |account: u8, id: u64| {
            let mut key = RowKey::from_slice(&[0xAA, 0, 0, 0, account]);
            key.extend_from_slice(&(u64::MAX - id).to_be_bytes());
            key
        };
        let mut writes = Writes::default();
        for account in 1..60 {
            for id in 0..u64::from(account) + 30 {
                writes.insert(key(account, id), Some(vec![0; 2_000]));
            }
        }
        store.apply(&writes).unwrap();
        for account in 2..60 {
            let mut found = None;
            let mut keep = |key: &[u8], _: &[u8]| found = Some(key.to_vec());
            assert!(store.with_last(&[0xAA, 0, 0, 0, account], &mut keep).unwrap());
            assert_eq!(found.unwrap(), key(account - 1, 0).to_vec());
        }
    }

    #[test]
    fn only_a_failed_check_of_its_own_bytes_is_damage() {
        let io = |kind: ErrorKind| sled::Error::Io(kind.into());
        let os = |code: i32| sled::Error::Io(io::Error::from_raw_os_error(code));
        let damage = [
            sled::Error::Corruption { at: None, bt: () },
            io(ErrorKind::UnexpectedEof),
            io(ErrorKind::InvalidData),
        ];
        for error in damage {
            assert!(sorted(error.clone()).is_damage(), "{error}");
        }
        // EPERM, EIO, EAGAIN, ENOMEM, EACCES, ENFILE, EMFILE, ENOSPC, EROFS, EDQUOT
        for code in [1, 5, 11, 12, 13, 23, 24, 28, 30, 122] {
            assert!(!sorted(os(code)).is_damage(), "{}", os(code));
        }
        assert!(!sorted(sled::Error::ReportableBug("IO thread panicked".into())).is_damage());
    }

    #[test]
    fn a_panic_is_sorted_by_what_it_says() {
        let unwrapped = |what: &str| format!("called `Result::unwrap()` on an `Err` value: {what}");
        let corrupt = unwrapped("Corruption { at: None, bt: () }");
        assert!(sorted_panic(&corrupt).is_damage());
        let short = [
            unwrapped("Os { code: 11, kind: WouldBlock, message: \"Resource unavailable\" }"),
            "failed to spawn thread: Cannot allocate memory (os error 12)".into(),
        ];
        for why in short {
            assert!(matches!(sorted_panic(&why), LedgerError::Shortage(_)), "{why}");
        }
        let unclear = sorted_panic("index out of bounds: the len is 3 but the index is 7");
        assert!(unclear.has_stopped() && !unclear.is_damage());
    }
}
