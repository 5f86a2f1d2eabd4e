//! How a book that is open stands: whether it takes new entries, and where its ledger is. Shared
//! between the writer, which knows, and those who show it. May use: journal, the engine's clock and files.

use std::fmt;
use std::io;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::domain::{Cause, Message, Worded};
use crate::journal::Tail;

use super::clock::Doubt;
use crate::engine::files::leftovers::Interrupted;

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
    pub(in crate::engine) fn is_of_clock(self) -> bool {
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
            ReadOnly::DiskReadOnly => "the disk is read-only",
            ReadOnly::DiskFails => "the disk is failing",
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

impl From<Doubt> for ReadOnly {
    fn from(doubt: Doubt) -> ReadOnly {
        match doubt {
            Doubt::Ahead { .. } => ReadOnly::ClockAhead,
            Doubt::Behind => ReadOnly::ClockBehind,
        }
    }
}
