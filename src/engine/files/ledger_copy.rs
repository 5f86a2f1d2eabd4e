//! A copy of the ledger for reading. sled writes to every store that it opens, and a command that only
//! checks a book must not write there. May use: std, the rest of the engine.

use std::ffi::OsStr;
use std::fs::{self, DirBuilder};
use std::io;
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::passing::Passing;

/// How the names of copies begin.
const BEGIN: &str = "daybook-verify-";

/// How often the removal of a copy is tried.
const MOST_TRIES: usize = 20;

/// A copy of a ledger outside the book, readable by its owner alone; removed on drop, or by the next
/// one if its process was killed.
pub struct LedgerCopy(Passing);

/// The copies that this process has, for a signal that ends it.
static HELD: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

fn held() -> MutexGuard<'static, Vec<PathBuf>> {
    HELD.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The folders that copies are put into, in this order.
fn places() -> [PathBuf; 3] {
    [std::env::temp_dir(), "/dev/shm".into(), "/var/tmp".into()]
}

/// Removes the copies that killed processes of this user left: they hold what the ledger held.
pub fn remove_dead_copies() {
    for place in places() {
        Passing::remove_leftovers(&place, OsStr::new(BEGIN));
    }
}

/// Removes the copies of this process, which is about to end without dropping them: it makes no more.
pub fn remove_own_copies() {
    let held = held();
    for path in held.iter() {
        // What is still being copied, or written by a store, may come back once.
        for _ in 0..MOST_TRIES {
            match fs::remove_dir_all(path) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => {}
                _ if !path.exists() => break,
                _ => {}
            }
        }
    }
    std::mem::forget(held);
}

impl Drop for LedgerCopy {
    fn drop(&mut self) {
        held().retain(|path| path != self.0.path());
    }
}

impl LedgerCopy {
    /// Copies the ledger in `folder` to the first temporary folder that has room.
    pub fn of(folder: &Path) -> io::Result<LedgerCopy> {
        remove_dead_copies();
        let mut copied = Err(io::ErrorKind::NotFound.into());
        for place in places() {
            copied = LedgerCopy::at(&place, folder);
            if copied.is_ok() {
                break;
            }
        }
        copied
    }

    fn at(place: &Path, folder: &Path) -> io::Result<LedgerCopy> {
        let copy = {
            let mut held = held();
            let copy = Passing::create(place, OsStr::new(BEGIN))?;
            held.push(copy.path().to_path_buf());
            LedgerCopy(copy)
        };
        copy_files(folder, copy.path())?;
        Ok(copy)
    }

    /// The path of the copy.
    pub fn path(&self) -> &Path {
        self.0.path()
    }
}

fn copy_files(from: &Path, to: &Path) -> io::Result<()> {
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let there = to.join(entry.file_name());
        let found = entry.file_type()?;
        if found.is_dir() {
            DirBuilder::new().mode(0o700).create(&there)?;
            copy_files(&entry.path(), &there)?;
        } else if found.is_file() {
            // A pipe or a device would never end; sled makes neither.
            fs::copy(entry.path(), &there)?;
        }
    }
    Ok(())
}
