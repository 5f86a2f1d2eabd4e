//! A copy of the ledger for reading. sled writes to every store that it opens, and a command that only
//! checks a book must not write there. May use: std, the rest of the engine.

use std::ffi::OsStr;
use std::fs::{self, DirBuilder};
use std::io;
use std::os::unix::fs::DirBuilderExt;
use std::path::Path;

use super::passing::Passing;

/// How the names of copies begin.
const BEGIN: &str = "daybook-verify-";

/// A copy of a ledger outside the book, readable by its owner alone; removed on drop, or by the next
/// one if its process was killed.
pub struct LedgerCopy(Passing);

impl LedgerCopy {
    /// Copies the ledger in `folder` to the first temporary folder that has room.
    pub fn of(folder: &Path) -> io::Result<LedgerCopy> {
        let places = [std::env::temp_dir(), "/dev/shm".into(), "/var/tmp".into()];
        for place in &places {
            Passing::remove_leftovers(place, OsStr::new(BEGIN));
        }
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
        let copy = Passing::create(place, OsStr::new(BEGIN))?;
        copy_files(folder, copy.path())?;
        Ok(LedgerCopy(copy))
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
