//! The book's lock: one process at a time, and who that is. The file is never removed, so that two
//! processes can never hold two files of one name. May use: std, serde.

use std::fmt;
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, Read, Seek, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::domain::Moment;

use super::error::BookError;

/// Who holds a book.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Holder {
    /// The user's name.
    pub user: String,
    /// The process.
    pub pid: u32,
    /// Since when.
    pub since: Moment,
}

impl fmt::Display for Holder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} (process {}, since {})", self.user, self.pid, self.since)
    }
}

/// Holds the book until it is dropped or its process ends.
#[derive(Debug)]
pub struct Lock {
    file: File,
}

impl Drop for Lock {
    fn drop(&mut self) {
        // Closing is not enough while a process that was just started by another thread still has
        // all that was open here.
        let _ = self.file.unlock();
    }
}

impl Lock {
    /// Takes the lock of the book in `folder`, or says who has it.
    pub fn take(folder: &Path, user: &str, now: Moment) -> Result<Lock, BookError> {
        let path = folder.join("lock");
        let io = |source| BookError::io(&path, source);
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true).truncate(false).mode(0o600);
        let mut file = options.open(&path).map_err(io)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(BookError::InUse(holder(&mut file, now))),
            Err(TryLockError::Error(error)) => return Err(io(error)),
        }
        let holder = Holder { user: user.to_string(), pid: std::process::id(), since: now };
        write_holder(&mut file, &holder).map_err(io)?;
        Ok(Lock { file })
    }
}

fn write_holder(file: &mut File, holder: &Holder) -> io::Result<()> {
    file.set_len(0)?;
    file.rewind()?;
    file.write_all(&serde_json::to_vec(holder)?)
}

/// Who has written themselves into the file; somebody, where that is still under way.
fn holder(file: &mut File, now: Moment) -> Holder {
    let mut text = String::new();
    let read = file.read_to_string(&mut text).ok();
    let found = read.and_then(|_| serde_json::from_str(&text).ok());
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
        // As a process has it between being forked and being another program.
        let inherited = lock.file.try_clone()?;
        assert!(matches!(Lock::take(&folder, "ben", now), Err(BookError::InUse(_))));
        drop(lock);
        let taken = Lock::take(&folder, "ben", now);
        std::fs::remove_dir_all(&folder)?;
        drop(inherited);
        assert!(taken.is_ok());
        Ok(())
    }
}
