//! The private records of a book: if one cannot be read, the book is read-only. May use: journal,
//! store, ledger, the engine's files.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use crate::journal::{Disk, Journal, JournalError};
use crate::ledger::tables::UNREADABLE;
use crate::store::stack::Store;

use super::book::Halt;
use crate::engine::error::BookError;
use crate::engine::files::ledger_file::{self, Opened};
use crate::engine::ports::Progress;

/// Returns the entries whose private records could not be read when they were posted, or are missing now.
pub(in crate::engine) fn unreadable(
    store: &Store,
    journal: &Journal,
) -> Result<Vec<u64>, BookError> {
    let rows = store.picture();
    let posted = UNREADABLE.scan(&rows, &()).map(|found| found.map(|(entry, ())| entry));
    let mut entries = posted.collect::<Result<BTreeSet<_>, _>>()?;
    entries.extend(journal.damaged().iter().map(|damage| damage.entry));
    Ok(entries.into_iter().collect())
}

/// Returns why nothing is written in a book with unreadable private records.
pub(in crate::engine) fn why_read_only(unreadable: &[u64]) -> Option<Halt> {
    unreadable.first().map(|entry| {
        let why = format!(
            "the private record of entry {entry} is damaged or missing; until a backup is restored, \
             the book can only be read"
        );
        Halt { why, is_of_files: true }
    })
}

/// Opens journal and ledger. If the ledger was posted without private records that could not be
/// read, and all of them can be read now, posts it again.
pub(in crate::engine) fn open_readable(
    disk: &Arc<dyn Disk>,
    folder: &Path,
    progress: &mut dyn Progress,
) -> Result<Opened, BookError> {
    let opened = ledger_file::open(disk, folder, progress)?;
    if !opened.journal.damaged().is_empty()
        || unreadable(&opened.store, &opened.journal)?.is_empty()
    {
        return Ok(opened);
    }
    drop(opened);
    match ledger_file::post_again(disk, folder, progress) {
        Err(BookError::Journal(JournalError::Damaged(damage))) if damage.is_private() => {}
        posted => drop(posted?),
    }
    ledger_file::open(disk, folder, progress)
}
