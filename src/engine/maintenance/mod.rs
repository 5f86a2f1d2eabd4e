//! Works on a book's files: verify, rebuild, backup, restore. None of it needs a book that can be
//! opened, and only `restore` continues if acknowledged entries are missing.
//! May use: the rest of the engine, tar, flate2.

pub mod archive;
mod unpack;
pub mod verify;

use std::path::{Path, PathBuf};

use crate::journal::Head;

use super::error::BookError;
use super::files::ledger_file;
use super::files::leftovers::{self, Interrupted};
use super::files::lock::Lock;
use super::files::owner;
use super::ports::Progress;
use super::writing::book::BookWriter;
use super::writing::options::OpenOptions;

pub use super::files::ledger_copy::{remove_dead_copies, remove_own_copies};
pub use archive::{Restored, backup, restore};
pub use verify::{VerifyReport, verify};

/// Finishes a restore that was interrupted, or removes what it unpacked, for those who read a book's files
/// without opening it.
pub fn settle(folder: &Path, options: &OpenOptions) -> Result<Option<Interrupted>, BookError> {
    owner::keep(folder)?;
    let is_half_restored = leftovers::is_half_restored(folder);
    if !is_half_restored && !leftovers::holds_unpacked(folder) {
        return Ok(None);
    }
    match Lock::take(folder, &options.user, options.ports.clock.now()) {
        // A restore is still unpacking: the book is not changed yet.
        Err(BookError::InUse(_)) if !is_half_restored => Ok(None),
        lock => {
            let _lock = lock?;
            let interrupted = leftovers::clear(&*options.disk, folder)?;
            leftovers::forget(&*options.disk, folder);
            Ok(interrupted)
        }
    }
}

/// The result of posting the journal again.
#[derive(Clone, Debug)]
pub struct Rebuilt {
    /// The last entry.
    pub head: Head,
    /// The number of entries posted.
    pub posted: u64,
    /// Where a ledger that could not be opened was moved.
    pub aside: Option<PathBuf>,
}

/// Posts the journal again into a new ledger, which replaces the old one. The old one is opened first:
/// if it has seen entries that the journal lacks, it is their only witness, and stays. If it can't be
/// opened, it is moved aside. Ledgers that were moved aside earlier are removed.
pub fn rebuild(
    folder: &Path,
    options: OpenOptions,
    progress: &mut dyn Progress,
) -> Result<Rebuilt, BookError> {
    remove_dead_copies();
    let older = ledger_file::quarantined(folder);
    let rebuilt = rebuild_ledger(folder, options, progress)?;
    // The new ledger has all that they could have; they may name people who were erased since.
    for path in &older {
        drop(std::fs::remove_dir_all(path));
    }
    Ok(rebuilt)
}

fn rebuild_ledger(
    folder: &Path,
    options: OpenOptions,
    progress: &mut dyn Progress,
) -> Result<Rebuilt, BookError> {
    let before = BookWriter::open(folder, options.clone(), progress)?;
    let (head, found) = (before.head(), before.found.clone());
    before.close()?;
    let is_in_memory = found.in_memory.is_some();
    if found.posted == head.seq && !is_in_memory && found.read_only.is_none() {
        // Opening has posted it already.
        return Ok(Rebuilt { head, posted: found.posted, aside: found.quarantine });
    }
    let (posted, aside) = {
        let _lock = Lock::take(folder, &options.user, options.ports.clock.now())?;
        let disk = &options.disk;
        match is_in_memory {
            true => ledger_file::post_again_and_put_aside(disk, folder, progress)?,
            false => (ledger_file::post_again(disk, folder, progress)?, None),
        }
    };
    let after = BookWriter::open(folder, options, progress)?;
    Ok(Rebuilt { head: after.close()?, posted, aside })
}
