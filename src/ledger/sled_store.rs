//! Blocks of rows under sled, with an answer to what is known of it: it may panic or fail to
//! open after a kill or a flipped bit, leave half a snapshot, or come up empty. None of that loses
//! anything: the caller posts the journal again. May use: sled, the ledger's port.

use std::cell::Cell;
use std::io;
use std::ops::RangeInclusive;
use std::os::unix::fs::DirBuilderExt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Once;
use std::time::{Duration, Instant};

use super::rows::{LedgerError, Row, RowIter, RowKey, Rows, See, SeeEach, SeeValue, Writes};

/// How much of the tree sled may keep in memory at the least, and at the most.
const CACHE: RangeInclusive<u64> = 64 << 20..=512 << 20;

/// Between those, one in so many of the bytes on disk: what is asked for again and again, the
/// accounts and what is open on them, is some such part of all.
const CACHED_ONE_IN: u64 = 12;

/// How many bytes are written at once; what is more is written in parts, behind a mark.
const AT_ONCE: usize = 16 << 20;

/// The tree of the mark that a batch is only written in part.
const PARTLY: &[u8] = b"partly written";

/// How long to wait for sled's lock. The book's own lock says that nobody else has the ledger open,
/// but a store that was dropped in this process lets go of its lock a moment later, in a thread of
/// its own.
const RELEASE: Duration = Duration::from_secs(5);

/// The blocks on disk: one tree, so that a batch is atomic.
pub struct SledStore {
    db: sled::Db,
    partly: sled::Tree,
}

thread_local! {
    static GUARDED: Cell<bool> = const { Cell::new(false) };
}

/// Runs `work`, turning a panic inside sled into an error, and its message into none.
fn guarded<T>(work: impl FnOnce() -> Result<T, sled::Error>) -> Result<T, LedgerError> {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            if !GUARDED.get() {
                before(info);
            }
        }));
    });
    let outside = GUARDED.replace(true);
    let result = catch_unwind(AssertUnwindSafe(work));
    GUARDED.set(outside);
    match result {
        Ok(Ok(value)) => Ok(value),
        Ok(Err(error)) => Err(sorted(error)),
        Err(_) => Err(LedgerError::Store("its store gave up".into())),
    }
}

/// Tells a disk that refuses from a store that is damaged.
fn sorted(error: sled::Error) -> LedgerError {
    use io::ErrorKind::{
        PermissionDenied, QuotaExceeded, ReadOnlyFilesystem, StorageFull, WouldBlock,
    };
    match error {
        sled::Error::Io(error) => {
            let refusing =
                [PermissionDenied, QuotaExceeded, ReadOnlyFilesystem, StorageFull, WouldBlock];
            match is_locked(&error) || refusing.contains(&error.kind()) {
                true => LedgerError::Disk(error),
                false => LedgerError::Store(error.to_string()),
            }
        }
        error => LedgerError::Store(error.to_string()),
    }
}

fn is_locked(error: &io::Error) -> bool {
    error.to_string().contains("could not acquire lock")
}

/// Removes what a kill while a snapshot was written leaves: with it, every later open fails.
fn clear_half_snapshots(folder: &Path) -> io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
        if name.is_some_and(|name| name.starts_with("snap.") && name.ends_with(".generating")) {
            std::fs::remove_file(path)?;
        }
    }
    Ok(())
}

/// How much of the ledger in `folder` is kept in memory.
fn cache_for(folder: &Path) -> u64 {
    let size = std::fs::metadata(folder.join("db")).map_or(0, |file| file.len());
    (size / CACHED_ONE_IN).clamp(*CACHE.start(), *CACHE.end())
}

impl SledStore {
    /// Opens the ledger in `folder`, making it where it is missing.
    pub fn open(folder: &Path) -> Result<SledStore, LedgerError> {
        let io = |error: io::Error| sorted(sled::Error::Io(error));
        // It holds names: for the owner alone, wherever it stands.
        std::fs::DirBuilder::new().recursive(true).mode(0o700).create(folder).map_err(io)?;
        clear_half_snapshots(folder).map_err(io)?;
        let config = sled::Config::new()
            .path(folder)
            .cache_capacity(cache_for(folder))
            .flush_every_ms(Some(500))
            .use_compression(false);
        let give_up = Instant::now() + RELEASE;
        loop {
            match guarded(|| config.open()) {
                Err(LedgerError::Disk(error)) if is_locked(&error) && Instant::now() < give_up => {
                    std::thread::sleep(Duration::from_millis(2));
                }
                opened => return opened.and_then(SledStore::of),
            }
        }
    }

    fn of(db: sled::Db) -> Result<SledStore, LedgerError> {
        let partly = guarded(|| db.open_tree(PARTLY))?;
        match guarded(|| partly.contains_key(PARTLY))? {
            true => Err(LedgerError::Store("it was only written in part".into())),
            false => Ok(SledStore { db, partly }),
        }
    }

    /// Whether nothing was ever written.
    pub fn is_empty(&self) -> Result<bool, LedgerError> {
        guarded(|| self.db.first()).map(|first| first.is_none())
    }

    /// Makes all of these writes or, on an error, nothing of it. Of a very large one a part may be
    /// made if this process is stopped meanwhile: the next opening says so.
    pub fn apply(&self, all: &Writes) -> Result<(), LedgerError> {
        let size = |(key, value): (&RowKey, &Option<Vec<u8>>)| {
            key.len() + value.as_ref().map_or(0, Vec::len)
        };
        if all.iter().map(size).sum::<usize>() <= AT_ONCE {
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
                Some(value) => writes.insert(key.as_slice(), value.as_slice()),
                None => writes.remove(key.as_slice()),
            }
        }
        guarded(|| self.db.apply_batch(writes))
    }

    /// Hands what was written to the operating system.
    pub fn flush(&self) -> Result<(), LedgerError> {
        guarded(|| self.db.flush()).map(|_| ())
    }
}

struct Iter(sled::Iter);

impl Iterator for Iter {
    type Item = Result<Row, LedgerError>;

    fn next(&mut self) -> Option<Self::Item> {
        let next = guarded(|| self.0.next().transpose()).transpose()?;
        Some(next.map(|(key, value)| (key.to_vec(), value.to_vec())))
    }
}

impl Rows for SledStore {
    fn see(&self, key: &[u8], see: &mut SeeValue) -> Result<bool, LedgerError> {
        Ok(guarded(|| self.db.get(key))?.map(|value| see(&value)).is_some())
    }

    fn scan(&self, from: &[u8], to: &[u8]) -> RowIter<'_> {
        if from >= to {
            return Box::new(std::iter::empty());
        }
        Box::new(Iter(self.db.range(from..to)))
    }

    fn each(&self, from: &[u8], to: &[u8], see: &mut SeeEach) -> Result<(), LedgerError> {
        if from >= to {
            return Ok(());
        }
        let mut rows = self.db.range(from..to);
        while let Some((key, value)) = guarded(|| rows.next().transpose())? {
            see(&key, &value)?;
        }
        Ok(())
    }

    fn last(&self, from: &[u8], to: &[u8]) -> Result<Option<Row>, LedgerError> {
        if from >= to {
            return Ok(None);
        }
        let last = guarded(|| self.db.range(from..to).next_back().transpose())?;
        Ok(last.map(|(key, value)| (key.to_vec(), value.to_vec())))
    }

    fn see_last(&self, to: &[u8], see: &mut See) -> Result<bool, LedgerError> {
        let last = guarded(|| self.db.range::<&[u8], _>(..to).next_back().transpose())?;
        if let Some((key, value)) = &last {
            see(key, value);
        }
        Ok(last.is_some())
    }
}
