//! What works on a book as files: verify, rebuild, backup, restore. None of it needs a book that
//! can be opened, and none but `restore` goes on where acknowledged entries are missing.
//! May use: the rest of the engine, tar, flate2.

pub mod archive;
pub mod verify;

use std::path::Path;

use crate::journal::Head;

use super::book::{Book, OpenOptions, is_book};
use super::error::BookError;
use super::ledger_file;
use super::lock::Lock;
use super::ports::Progress;

pub use archive::{Restored, backup, restore};
pub use verify::{Report, verify};

/// Removes the ledger and posts the journal again. The ledger is opened first: one that has seen
/// entries the journal lacks is the only witness of them, and stays.
pub fn rebuild(
    folder: &Path,
    options: OpenOptions,
    progress: &mut dyn Progress,
) -> Result<(Head, u64), BookError> {
    if is_book(folder) {
        // A journal that cannot be posted whole is no reason to lose the ledger that was.
        archive::check_chain(folder)?;
    }
    let before = Book::open(folder, options.clone(), progress)?;
    if before.found.quarantine.is_some() {
        let posted = before.found.posted;
        return Ok((before.close()?, posted));
    }
    before.close()?;
    let ledger = ledger_file::folder(folder);
    {
        let _lock = Lock::take(folder, &options.user, options.ports.clock.now())?;
        std::fs::remove_dir_all(&ledger).map_err(|source| BookError::io(&ledger, source))?;
    }
    let after = Book::open(folder, options, progress)?;
    let posted = after.found.posted;
    Ok((after.close()?, posted))
}
