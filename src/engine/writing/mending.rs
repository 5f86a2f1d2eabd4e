//! Keeps the book usable when something is wrong: a disk that cannot be written, a damaged ledger,
//! a private record that is due to be erased. May use: domain, journal, ledger, store, the rest of
//! the engine.

use std::path::Path;
use std::sync::Arc;

use crate::domain::{Cause, Command};
use crate::journal::disk::takes_writes;
use crate::journal::{AppendError, Disk, JournalError};
use crate::ledger::tables::ERASED;
use crate::store::LedgerError;

use super::book::{BookWriter, Halt, Submission};
use super::clock::Doubt;
use super::personal::{open_readable, unreadable, why_read_only};
use super::receipt::Receipt;
use super::standing::{ReadOnly, Writability};
use crate::engine::error::{BookError, Failure};
use crate::engine::files::ledger_file::{self, Opened};
use crate::engine::files::lock::Lock;
use crate::engine::ports::{Progress, Silent};

/// Opens journal and ledger. If the disk cannot be written, reads everything into memory, and the
/// standing says so.
pub(in crate::engine) fn open(
    lock: &Lock,
    disk: &Arc<dyn Disk>,
    folder: &Path,
    standing: &Writability,
    progress: &mut dyn Progress,
) -> Result<Opened, BookError> {
    let opened = match lock.shared() {
        Some(source) => Err(BookError::io(folder, source)),
        None => open_readable(disk, folder, progress),
    };
    match opened {
        Ok(opened) => {
            // The store may have been left unopened for lack of space.
            if opened.in_memory.is_some() {
                let room = takes_writes(&**disk, folder);
                standing.set(room.err().map(|error| ReadOnly::of(&error)));
            }
            Ok(opened)
        }
        Err(error) => {
            let Some(read_only) = error.refused_write().map(ReadOnly::of) else {
                return Err(error);
            };
            // If it cannot be read either, the first error says more.
            let opened = ledger_file::open_read_only(disk, folder, progress).map_err(|_| error)?;
            standing.set(Some(read_only));
            Ok(opened)
        }
    }
}

impl BookWriter {
    /// Replaces a broken ledger: posts the journal again, in memory. A damaged ledger is put aside
    /// and a new one written once nobody reads the old one any more, because it writes to its
    /// folder while it is open. One whose store has stopped is left alone until the book is opened
    /// again.
    pub fn mend(&mut self, is_damaged: bool) -> Result<(), BookError> {
        self.is_in_place()?;
        let opened = self.posted_in_memory()?;
        self.go_on_with(opened)?;
        if is_damaged && ledger_file::is_let_go(&self.folder) {
            let aside = ledger_file::quarantine(&self.folder)?;
            let opened = ledger_file::open(&self.options.disk, &self.folder, &mut Silent)?;
            self.found.quarantine = aside.or(opened.quarantine.clone());
            self.go_on_with(opened)?;
        }
        Ok(())
    }

    fn posted_in_memory(&self) -> Result<Opened, BookError> {
        let why = LedgerError::Stopped(Cause::said(
            "stopped-reopened",
            "it is opened again with the book",
        ));
        ledger_file::in_memory(&self.options.disk, &self.folder, &why, &mut Silent)
    }

    /// Whether the files may be back whose absence is why nothing is written: those that were open, and
    /// some that may hold the records which were missing.
    fn is_back(&self) -> bool {
        let there = self.journal.reader().privates.segments().unwrap_or_default();
        let may_be_there = |entry: u64| there.iter().any(|first| *first <= entry);
        let mut damaged = self.journal.damaged().iter();
        self.journal.is_in_place() && damaged.all(|damage| may_be_there(damage.entry))
    }

    /// Reopens journal and ledger after their files came back. The ledger stays in memory if the old
    /// one is still being read.
    fn resume(&mut self) -> Result<(), BookError> {
        let opened = self.posted_in_memory()?;
        if let Some(damage) = opened.journal.damaged().first() {
            return Err(JournalError::Damaged(damage.clone()).into());
        }
        self.unknown = None;
        self.go_on_with(opened)?;
        if ledger_file::is_let_go(&self.folder) {
            let opened = open_readable(&self.options.disk, &self.folder, &mut Silent)?;
            self.go_on_with(opened)?;
        }
        Ok(())
    }

    /// Replaces the journal and the ledger with reopened ones.
    fn go_on_with(&mut self, opened: Opened) -> Result<(), BookError> {
        let unreadable = unreadable(&opened.store, &opened.journal)?;
        self.store.become_other(opened.store);
        self.lookup.forget();
        self.journal = opened.journal;
        self.unknown = self.unknown.take().or_else(|| why_read_only(&unreadable));
        self.found.unreadable = unreadable;
        self.found.in_memory = opened.in_memory;
        Ok(())
    }

    /// Returns an error if another folder has the book's name by now.
    pub(in crate::engine) fn is_in_place(&self) -> Result<(), BookError> {
        match self.journal.is_in_place() {
            true => Ok(()),
            false => Err(BookError::Moved(self.folder.clone())),
        }
    }

    /// Whether nothing can be written for now, so that an idle writer should check again.
    pub(in crate::engine) fn is_held_up(&self) -> bool {
        self.unknown.is_none() && self.standing.read_only().is_some()
    }

    /// Returns why the disk has no room for another entry, if it is shown as full: nothing is
    /// posted as long as that is shown.
    pub(in crate::engine) fn room_again(&mut self) -> Result<(), String> {
        match self.standing.read_only() {
            Some(why) if !why.is_of_clock() => {
                let room = takes_writes(&*self.options.disk, &self.folder);
                room.map_err(|error| ReadOnly::of(&error).name().into())
            }
            _ => Ok(()),
        }
    }

    /// Checks whether the disk can be written again.
    pub(in crate::engine) fn look_again(&mut self) {
        if self.standing.read_only().is_some_and(ReadOnly::is_of_clock) {
            return self.standing.set(self.doubt());
        }
        if takes_writes(&*self.options.disk, &self.folder).is_err() {
            return;
        }
        if self.may_write().is_ok() {
            self.standing.set(self.doubt());
        }
    }

    /// Returns why the clock is doubted, if it is.
    pub(in crate::engine) fn doubt(&self) -> Option<ReadOnly> {
        let (now, last) = (self.options.ports.clock.now(), self.head().at);
        let here = (&self.options.ports, &*self.folder);
        Doubt::of(now, last, self.info(), here).map(ReadOnly::from)
    }

    /// Reopens a read-only book. Returns why it still cannot be written.
    pub(in crate::engine) fn become_writable(&mut self) -> Result<(), String> {
        let (disk, folder) = (self.options.disk.clone(), self.folder.clone());
        let now = self.options.ports.clock.now();
        let opened = takes_writes(&*disk, &folder)
            .map_err(|source| BookError::io(&folder, source))
            .and_then(|()| self.lock.make_own(&folder, &self.options.user, now))
            .and_then(|()| open_readable(&disk, &folder, &mut Silent))
            .and_then(|opened| self.go_on_with(opened));
        opened.map_err(|error| {
            error
                .refused_write()
                .map_or_else(|| error.to_string(), |s| ReadOnly::of(s).name().into())
        })?;
        self.standing.set(None);
        // A failure is tried again at the next opening.
        let _ = self.erase_what_is_due();
        self.unknown.clone().map_or(Ok(()), |halt| Err(halt.why))
    }

    /// Returns why nothing more can be written, if nothing can.
    pub(in crate::engine) fn may_write(&mut self) -> Result<(), String> {
        if self.unknown.as_ref().is_some_and(|halt| halt.is_of_files) && self.is_back() {
            let resumed = self.resume();
            // What was not enough is not tried again before the book is opened the next time.
            if let (Err(_), Some(halt)) = (resumed, &mut self.unknown) {
                halt.is_of_files = false;
            }
        }
        match &self.unknown {
            Some(halt) => Err(halt.why.clone()),
            None if self.journal.is_read_only() => self.become_writable(),
            None if self.is_behind => self.keep_up(),
            None => Ok(()),
        }
    }

    /// Flushes the ledger if many rows are in memory only. Posts a damaged one again; retries a
    /// full disk.
    pub(in crate::engine) fn keep_up(&mut self) -> Result<(), String> {
        let in_bulk = self.options.in_bulk;
        let kept = self.store.keep_up(in_bulk);
        self.is_behind = false;
        match kept {
            Ok(()) => Ok(()),
            Err(error) if error.is_damage() => self.mend(true).map_err(|error| {
                let why = error.to_string();
                self.unknown = Some(Halt { why: why.clone(), is_of_files: false });
                why
            }),
            Err(error) => {
                self.is_behind = true;
                if let LedgerError::Disk(said) = &error {
                    self.standing.set(Some(ReadOnly::of(said)));
                }
                Err(error.to_string())
            }
        }
    }

    /// Erases the private records that these entries say are erased. Failures are tried again at
    /// the next opening, since the entries remain.
    pub(in crate::engine) fn erase_after(
        &mut self,
        submissions: &[Submission],
        outcomes: &[Result<Receipt, Failure>],
    ) {
        if erases(submissions, outcomes) {
            let _ = self.erase_what_is_due();
        }
    }

    /// Erases the private records that entries say are erased, if they are still there and no
    /// document needs them any more. Returns how many were erased.
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
                self.unknown = Some(Halt::of(&error));
            }
            BookError::io(&self.folder, std::io::Error::other(error))
        })
    }
}

/// Whether one of these entries erases a person.
fn erases(submissions: &[Submission], outcomes: &[Result<Receipt, Failure>]) -> bool {
    let mut both = submissions.iter().zip(outcomes);
    both.any(|(submission, outcome)| {
        outcome.is_ok() && matches!(submission.envelope.command, Command::ErasePerson(_))
    })
}
