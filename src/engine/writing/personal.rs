//! The private records of a book: where one cannot be read, the book can only be read. May use:
//! journal, store, ledger, the engine's files.

use std::path::Path;
use std::sync::Arc;

use crate::journal::{Disk, JournalError};
use crate::ledger::tables::UNREADABLE;
use crate::store::stack::Store;

use crate::engine::error::BookError;
use crate::engine::files::ledger_file::{self, Opened};
use crate::engine::ports::Progress;

/// The entries whose private records could not be read when they were posted.
pub(in crate::engine) fn unreadable(store: &Store) -> Result<Vec<u64>, BookError> {
    let rows = store.picture();
    let entries = UNREADABLE.scan(&rows, &()).map(|found| found.map(|(entry, ())| entry));
    Ok(entries.collect::<Result<_, _>>()?)
}

/// Why nothing is written in a book of which private records cannot be read.
pub(in crate::engine) fn why_read_only(unreadable: &[u64]) -> Option<String> {
    unreadable.first().map(|entry| {
        format!(
            "the private record of entry {entry} is damaged or missing; until a backup is restored, \
             the book can only be read"
        )
    })
}

/// Opens journal and ledger. A ledger that was posted without private records that could not be read
/// is posted again, if all of them can be read by now.
pub(in crate::engine) fn open_readable(
    disk: &Arc<dyn Disk>,
    folder: &Path,
    progress: &mut dyn Progress,
) -> Result<Opened, BookError> {
    let opened = ledger_file::open(disk, folder, progress)?;
    if !opened.journal.damaged().is_empty() || unreadable(&opened.store)?.is_empty() {
        return Ok(opened);
    }
    drop(opened);
    match ledger_file::post_again(disk, folder, progress) {
        Err(BookError::Journal(JournalError::Damaged(damage))) if damage.is_private() => {}
        posted => drop(posted?),
    }
    ledger_file::open(disk, folder, progress)
}
