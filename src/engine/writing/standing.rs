//! How a book that is open stands: whether it takes new entries, and where its ledger is. Shared
//! between the writer, which knows, and those who show it. May use: journal, ledger,
//! the rest of the engine.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::domain::{Cause, Message, Worded};
use crate::journal::disk::takes_writes;
use crate::journal::{Disk, Tail};
use crate::store::rows::LedgerError;

use super::book::Book;
use super::clock::Doubt;
use super::personal::{open_readable, unreadable, why_read_only};
use crate::engine::error::BookError;
use crate::engine::files::ledger_file::{self, Opened};
use crate::engine::files::leftovers::Interrupted;
use crate::engine::files::lock::Lock;
use crate::engine::ports::{Progress, Silent};

/// Why a book is only read for now.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ReadOnly {
    /// Its disk is full, or its owner's share of it.
    DiskFull,
    /// Its disk may only be read.
    DiskReadOnly,
    /// Its disk fails.
    DiskFails,
    /// The clock is too far after the last entry.
    ClockAhead,
    /// The clock is before the last entry.
    ClockBehind,
}

impl ReadOnly {
    /// What a disk that said this comes to.
    pub fn of(error: &io::Error) -> ReadOnly {
        match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => ReadOnly::DiskFull,
            io::ErrorKind::ReadOnlyFilesystem => ReadOnly::DiskReadOnly,
            _ => ReadOnly::DiskFails,
        }
    }

    /// The one with this name.
    pub fn from_name(name: &str) -> Option<ReadOnly> {
        ReadOnly::ALL.into_iter().find(|one| one.name() == name)
    }

    const ALL: [ReadOnly; 5] = [
        ReadOnly::DiskFull,
        ReadOnly::DiskReadOnly,
        ReadOnly::DiskFails,
        ReadOnly::ClockAhead,
        ReadOnly::ClockBehind,
    ];

    /// Whether it is the clock's fault, rather than the disk's.
    fn is_of_clock(self) -> bool {
        matches!(self, ReadOnly::ClockAhead | ReadOnly::ClockBehind)
    }

    /// Its name where words are looked up.
    pub fn name(self) -> &'static str {
        match self {
            ReadOnly::DiskFull => "disk_full",
            ReadOnly::DiskReadOnly => "disk_read_only",
            ReadOnly::DiskFails => "disk_fails",
            ReadOnly::ClockAhead => "clock_ahead",
            ReadOnly::ClockBehind => "clock_behind",
        }
    }
}

impl Worded for ReadOnly {
    fn message(&self) -> Message {
        Message::new(match self {
            ReadOnly::DiskFull => "standing-disk-full",
            ReadOnly::DiskReadOnly => "standing-disk-read-only",
            ReadOnly::DiskFails => "standing-disk-fails",
            ReadOnly::ClockAhead => "standing-clock-ahead",
            ReadOnly::ClockBehind => "standing-clock-behind",
        })
    }
}

impl fmt::Display for ReadOnly {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            ReadOnly::DiskFull => "the disk is full",
            ReadOnly::DiskReadOnly => "the disk can only be read",
            ReadOnly::DiskFails => "the disk fails",
            ReadOnly::ClockAhead => "the clock is too far ahead of the last entry",
            ReadOnly::ClockBehind => "the clock is behind the last entry",
        })
    }
}

/// What opening found and mended.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// The end of a write that nobody was told of, cut off.
    pub tail: Option<Tail>,
    /// A ledger that was damaged, put aside and posted again.
    pub quarantine: Option<PathBuf>,
    /// How many entries were posted again.
    pub posted: u64,
    /// Entries whose private records are damaged or missing: the book is read without them.
    pub unreadable: Vec<u64>,
    /// Why the ledger stands in memory: its store could not be opened, and stays as it is.
    pub in_memory: Option<Cause>,
    /// Why the book is only read for now.
    pub read_only: Option<ReadOnly>,
    /// Whether the clock is before the last entry, so that today cannot be right.
    pub is_clock_behind: bool,
    /// What became of a restore that was interrupted.
    pub restore: Option<Interrupted>,
}

impl Found {
    /// Whether there is nothing to tell.
    pub fn is_nothing(&self) -> bool {
        self.tail.is_none()
            && self.quarantine.is_none()
            && self.unreadable.is_empty()
            && self.in_memory.is_none()
            && self.read_only.is_none()
            && !self.is_clock_behind
            && self.restore.is_none()
    }
}

/// Is told when a book begins or ends to be read only.
pub type Told = Box<dyn Fn(Option<ReadOnly>) + Send>;

/// Whether a book takes new entries; clones are the same one.
#[derive(Clone, Default)]
pub struct Standing(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    read_only: Option<ReadOnly>,
    last: u64,
    told: Vec<(u64, Told)>,
}

impl Standing {
    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Why the book is only read for now; none, where it takes new entries.
    pub fn read_only(&self) -> Option<ReadOnly> {
        self.state().read_only
    }

    /// Says how it is now. Those who watch are told where that is another thing than before.
    pub fn set(&self, read_only: Option<ReadOnly>) {
        let mut state = self.state();
        if state.read_only != read_only {
            state.read_only = read_only;
            state.told.iter().for_each(|(_, told)| told(read_only));
        }
    }

    /// Tells `told` how it is now, and of every change until [`Standing::unwatch`].
    pub fn watch(&self, told: Told) -> u64 {
        let mut state = self.state();
        told(state.read_only);
        state.last += 1;
        let number = state.last;
        state.told.push((number, told));
        number
    }

    /// Tells a watcher no more.
    pub fn unwatch(&self, number: u64) {
        self.state().told.retain(|(other, _)| *other != number);
    }
}

/// Opens journal and ledger. Where the disk takes no writes, all is read into memory, and the
/// standing says so.
pub(in crate::engine) fn open(
    lock: &Lock,
    disk: &Arc<dyn Disk>,
    folder: &Path,
    standing: &Standing,
    progress: &mut dyn Progress,
) -> Result<Opened, BookError> {
    let opened = match lock.shared() {
        Some(source) => Err(BookError::io(folder, source)),
        None => open_readable(disk, folder, progress),
    };
    match opened {
        Ok(opened) => {
            // The store may have been left alone for lack of room.
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
            // Where it cannot be read either, the first error says more.
            let opened = ledger_file::open_read_only(disk, folder, progress).map_err(|_| error)?;
            standing.set(Some(read_only));
            Ok(opened)
        }
    }
}

impl Book {
    /// Goes on with a ledger that answers: the journal is posted again, in memory. A damaged one is
    /// then put aside and a new one written, once nobody reads the old one any more: it writes to
    /// its folder as long as it is open. One that has stopped stays as it is until the book is
    /// opened again.
    pub fn mend(&mut self, is_damaged: bool) -> Result<(), BookError> {
        self.is_in_place()?;
        let (disk, folder) = (&self.options.disk, &self.folder);
        let why = LedgerError::Stopped(Cause::said(
            "stopped-reopened",
            "it is opened again with the book",
        ));
        let opened = ledger_file::in_memory(disk, folder, &why, &mut Silent)?;
        self.go_on_with(opened)?;
        if is_damaged && ledger_file::is_let_go(&self.folder) {
            let aside = ledger_file::quarantine(&self.folder)?;
            let opened = ledger_file::open(&self.options.disk, &self.folder, &mut Silent)?;
            self.found.quarantine = aside.or(opened.quarantine.clone());
            self.go_on_with(opened)?;
        }
        Ok(())
    }

    /// Takes what was opened again for what was there before.
    fn go_on_with(&mut self, opened: Opened) -> Result<(), BookError> {
        let unreadable = unreadable(&opened.store)?;
        self.store.become_other(opened.store);
        self.lookup.forget();
        self.journal = opened.journal;
        self.unknown = self.unknown.take().or_else(|| why_read_only(&unreadable));
        self.found.unreadable = unreadable;
        self.found.in_memory = opened.in_memory;
        Ok(())
    }

    /// An error where another folder has the book's name by now.
    pub(in crate::engine) fn is_in_place(&self) -> Result<(), BookError> {
        match self.journal.is_in_place() {
            true => Ok(()),
            false => Err(BookError::Moved(self.folder.clone())),
        }
    }

    /// Whether nothing can be written for now, so that whoever has nothing else to do looks again.
    pub(in crate::engine) fn is_held_up(&self) -> bool {
        self.unknown.is_none() && self.standing.read_only().is_some()
    }

    /// Why the disk has no room for another entry, where it was said that it has none: as long as
    /// that is shown, nothing is posted.
    pub(in crate::engine) fn room_again(&mut self) -> Result<(), String> {
        match self.standing.read_only() {
            Some(why) if !why.is_of_clock() => {
                let room = takes_writes(&*self.options.disk, &self.folder);
                room.map_err(|error| ReadOnly::of(&error).name().into())
            }
            _ => Ok(()),
        }
    }

    /// Looks whether the disk takes writes again.
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

    /// What the clock is doubted for, if it is.
    pub(in crate::engine) fn doubt(&self) -> Option<ReadOnly> {
        let (now, last) = (self.options.ports.clock.now(), self.head().at);
        let here = (&self.options.ports, &*self.folder);
        Doubt::of(now, last, self.info(), here).map(ReadOnly::from)
    }

    /// Opens a book again that could only be read; why it still cannot be written.
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
        // What does not go now is tried again at the next opening.
        let _ = self.erase_what_is_due();
        self.unknown.clone().map_or(Ok(()), Err)
    }
}
