//! A copy of the ledger to look at: sled writes to every store that it opens, and whoever only
//! checks a book writes nothing there. May use: std, getrandom.

use std::fs::{self, DirBuilder};
use std::io;
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};

/// A copy of a ledger outside the book, for its owner alone; removed when this is dropped.
pub struct LedgerCopy(PathBuf);

impl LedgerCopy {
    /// Copies the ledger in `folder` to the first place for passing files that has room.
    pub fn of(folder: &Path) -> io::Result<LedgerCopy> {
        let places = [std::env::temp_dir(), "/dev/shm".into(), "/var/tmp".into()];
        let mut copied = Err(io::ErrorKind::NotFound.into());
        for place in places {
            copied = LedgerCopy::at(&place, folder);
            if copied.is_ok() {
                break;
            }
        }
        copied
    }

    fn at(place: &Path, folder: &Path) -> io::Result<LedgerCopy> {
        let mut random = [0; 8];
        getrandom::fill(&mut random).map_err(|error| io::Error::other(error.to_string()))?;
        let path = place.join(format!("daybook-verify-{:016x}", u64::from_le_bytes(random)));
        // Nobody else has that name: a folder that is there already is an error.
        DirBuilder::new().mode(0o700).create(&path)?;
        let copy = LedgerCopy(path);
        copy_files(folder, &copy.0)?;
        Ok(copy)
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for LedgerCopy {
    fn drop(&mut self) {
        // It is in a place that is emptied by itself.
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn copy_files(from: &Path, to: &Path) -> io::Result<()> {
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let there = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            DirBuilder::new().mode(0o700).create(&there)?;
            copy_files(&entry.path(), &there)?;
        } else {
            fs::copy(entry.path(), &there)?;
        }
    }
    Ok(())
}
