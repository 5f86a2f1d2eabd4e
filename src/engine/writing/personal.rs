//! The private records of an open book: those that are to be erased are, and where one cannot be
//! read the book can only be read. May use: journal, ledger, the rest of the engine.

use std::path::Path;
use std::sync::Arc;

use crate::domain::{Cause, Command};
use crate::journal::{AppendError, Disk, JournalError};
use crate::ledger::tables::{ERASED, UNREADABLE};
use crate::store::stack::Store;

use super::book::{Book, Submission};
use super::receipt::Receipt;
use crate::engine::error::{BookError, Failure};
use crate::engine::files::ledger_file::{self, Opened};
use crate::engine::ports::Progress;

impl Book {
    /// Erases what a command of these said is erased. What does not go now is tried again at the next
    /// opening: the entry says it.
    pub(in crate::engine) fn erase_after(
        &mut self,
        submissions: &[Submission],
        outcomes: &[Result<Receipt, Failure>],
    ) {
        if erases(submissions, outcomes) {
            let _ = self.erase_what_is_due();
        }
    }

    /// Erases the private records that entries say are erased, as far as they are still there and no
    /// document needs them any more. How many that were.
    pub fn erase_what_is_due(&mut self) -> Result<u64, BookError> {
        if self.unknown.is_some() || self.journal.is_read_only() {
            return Ok(0);
        }
        let today = self.today();
        let mut due = Vec::new();
        {
            let rows = self.store.picture();
            for found in ERASED.scan(&rows, &()) {
                let (seq, row) = found?;
                if row.until.is_none_or(|until| until < today) {
                    due.push((seq, row.pos));
                }
            }
        }
        self.journal.erase(&due).map_err(|error| {
            if matches!(error, AppendError::Unknown(_) | AppendError::Moved) {
                self.unknown = Some(error.to_string());
            }
            BookError::io(&self.folder, std::io::Error::other(Cause::of(&error)))
        })
    }
}

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

/// Whether a person was erased among these.
fn erases(submissions: &[Submission], outcomes: &[Result<Receipt, Failure>]) -> bool {
    let mut both = submissions.iter().zip(outcomes);
    both.any(|(submission, outcome)| {
        outcome.is_ok() && matches!(submission.envelope.command, Command::ErasePerson(_))
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
