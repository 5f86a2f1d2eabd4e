//! What works on a book as files: verify, rebuild, backup, restore. None of it needs a book that
//! can be opened, and none but `restore` goes on where acknowledged entries are missing.
//! May use: the rest of the engine, tar, flate2.

pub mod archive;
pub mod verify;

use std::path::Path;

use crate::journal::Head;

use super::book::{Book, OpenOptions};
use super::error::BookError;
use super::ledger_file;
use super::lock::Lock;
use super::ports::Progress;

pub use archive::{Restored, backup, restore};
pub use verify::{Report, verify};

/// Posts the journal again into a new ledger, which takes the place of the one there is. That one
/// is opened first: where it has seen entries the journal lacks it is the only witness of them, and
/// stays.
pub fn rebuild(
    folder: &Path,
    options: OpenOptions,
    progress: &mut dyn Progress,
) -> Result<(Head, u64), BookError> {
    let before = Book::open(folder, options.clone(), progress)?;
    let (head, posted) = (before.head(), before.found.posted);
    before.close()?;
    if posted == head.seq {
        // Opening has done it.
        return Ok((head, posted));
    }
    let posted = {
        let _lock = Lock::take(folder, &options.user, options.ports.clock.now())?;
        ledger_file::post_again(&options.disk, folder, progress)?
    };
    let after = Book::open(folder, options, progress)?;
    Ok((after.close()?, posted))
}
