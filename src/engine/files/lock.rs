//! The book's lock: one process at a time, and which one. The file stays as long as the book does, so
//! that two processes can never hold two files with the same name; only a failed restore removes the
//! file that it made. May use: std, serde, journal.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, Read, Seek, Write};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::domain::Moment;
use crate::journal::disk;

use super::owner;
use super::parts::LOCK;
use crate::engine::error::{BookError, takes_no_writes};
use crate::engine::holder::Holder;

/// How much of the file is read, in bytes.
const LONGEST: u64 = 4 << 10;

/// Holds the book until it is dropped or its process ends.
#[derive(Debug)]
pub struct Lock {
    held: Mutex<HeldLocks>,
}

/// What is locked.
#[derive(Debug)]
struct HeldLocks {
    /// `None` if there is no such file and none can be made.
    file: Option<File>,
    /// Why the lock is shared with other readers: the disk can't be written.
    shared: Option<io::Error>,
}

impl Drop for HeldLocks {
    fn drop(&mut self) {
        // Closing is not enough while a process that another thread has just started still has our
        // descriptors.
        if let Some(file) = &self.file {
            let _ = file.unlock();
        }
    }
}

impl Lock {
    /// Takes the lock of the book in `folder`, or returns who has it. If the disk can't be written, the
    /// lock is shared with other readers. From here on root acts as the book's owner.
    pub fn take(folder: &Path, user: &str, now: Moment) -> Result<Lock, BookError> {
        owner::keep_existing(folder)?;
        Ok(Lock { held: Mutex::new(HeldLocks::take(folder, user, now)?) })
    }

    /// Takes the lock for reading only: writes nothing, and keeps writers out.
    pub fn look(folder: &Path, now: Moment) -> Result<Lock, BookError> {
        owner::keep_existing(folder)?;
        Ok(Lock { held: Mutex::new(HeldLocks::look(&folder.join(LOCK), now, None)?) })
    }

    fn held(&self) -> MutexGuard<'_, HeldLocks> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Why the book is read-only, if the lock is shared.
    pub fn shared(&self) -> Option<io::Error> {
        let held = self.held();
        held.shared.as_ref().map(|error| match error.raw_os_error() {
            Some(code) => io::Error::from_raw_os_error(code),
            None => error.kind().into(),
        })
    }

    /// Turns a shared lock into an exclusive one.
    pub fn make_own(&self, folder: &Path, user: &str, now: Moment) -> Result<(), BookError> {
        let mut held = self.held();
        if held.shared.is_none() {
            return Ok(());
        }
        // Both locks are on one file, so the shared one is released first.
        if let Some(file) = held.file.take() {
            file.unlock().map_err(|source| BookError::io(folder, source))?;
        }
        *held = HeldLocks::take(folder, user, now)?;
        Ok(())
    }
}

impl HeldLocks {
    fn take(folder: &Path, user: &str, now: Moment) -> Result<HeldLocks, BookError> {
        let path = folder.join(LOCK);
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true).truncate(false).mode(0o600);
        let mut file = loop {
            let mut file = match disk::open_plain(&mut options, &path) {
                Ok(file) => file,
                Err(error) if takes_no_writes(&error) => {
                    return HeldLocks::look(&path, now, Some(error));
                }
                Err(error) => return Err(BookError::io(&path, error)),
            };
            match file.try_lock() {
                // A failed restore may have removed the file meanwhile, with the folder it had made.
                Ok(()) if has_its_name(&file, &path) => break file,
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => {
                    return Err(BookError::InUse(holder(&mut file, now)));
                }
                Err(TryLockError::Error(error)) => return Err(BookError::io(&path, error)),
            }
        };
        let holder = Holder { user: user.to_string(), pid: std::process::id(), since: now };
        match write_holder(&mut file, &holder) {
            // The lock is held anyway; others just don't learn who holds it.
            Err(error) if !takes_no_writes(&error) => Err(BookError::io(&path, error)),
            _ => Ok(HeldLocks { file: Some(file), shared: None }),
        }
    }

    fn look(path: &Path, now: Moment, why: Option<io::Error>) -> Result<HeldLocks, BookError> {
        let shared = Some(why.unwrap_or_else(|| io::ErrorKind::ReadOnlyFilesystem.into()));
        let mut file = match disk::open_plain(OpenOptions::new().read(true), path) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Ok(HeldLocks { file: None, shared });
            }
            Err(error) => return Err(BookError::io(path, error)),
        };
        match file.try_lock_shared() {
            Ok(()) => Ok(HeldLocks { file: Some(file), shared }),
            Err(TryLockError::WouldBlock) => Err(BookError::InUse(holder(&mut file, now))),
            Err(TryLockError::Error(error)) => Err(BookError::io(path, error)),
        }
    }
}

/// Whether an open file is the one that has its name.
fn has_its_name(file: &File, path: &Path) -> bool {
    let both = (file.metadata(), std::fs::symlink_metadata(path));
    matches!(both, (Ok(own), Ok(named)) if (own.dev(), own.ino()) == (named.dev(), named.ino()))
}

/// Overwrites the previous holder in place: a full disk has no room for another block, but keeps this
/// one.
fn write_holder(file: &mut File, holder: &Holder) -> io::Result<()> {
    let text = serde_json::to_vec(holder)?;
    file.rewind()?;
    file.write_all(&text)?;
    file.set_len(text.len() as u64)
}

/// The holder written in the file; an unknown one while that is being written.
fn holder(file: &mut File, now: Moment) -> Holder {
    let mut text = String::new();
    let read = file.take(LONGEST).read_to_string(&mut text).ok();
    let found: Option<Holder> = read.and_then(|_| serde_json::from_str(&text).ok());
    // A reader does not write itself there: the file may name an earlier holder.
    let is_there = |one: &Holder| Path::new("/proc").join(one.pid.to_string()).exists();
    let found = found.filter(is_there);
    found.unwrap_or(Holder { user: "another process".into(), pid: 0, since: now })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_another_has_open_of_it_does_not_keep_it() -> Result<(), Box<dyn std::error::Error>> {
        let folder = std::env::temp_dir().join(format!("daybook-lock-{}", std::process::id()));
        std::fs::create_dir_all(&folder)?;
        let now = Moment::from_micros(0);
        let lock = Lock::take(&folder, "eva", now)?;
        // As for a process between fork and exec.
        let inherited = lock.held().file.as_ref().map(File::try_clone);
        assert!(matches!(Lock::take(&folder, "ben", now), Err(BookError::InUse(_))));
        drop(lock);
        let taken = Lock::take(&folder, "ben", now);
        std::fs::remove_dir_all(&folder)?;
        drop(inherited);
        assert!(taken.is_ok());
        Ok(())
    }
}
