//! Whether an open book accepts new entries, and where its ledger is. The writer sets it; sessions and
//! desks show it. May use: journal, the engine's clock and files.

use std::fmt;
use std::io;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::domain::{Cause, Message, Worded};
use crate::journal::{Stranger, Tail};

use super::clock::Doubt;
use crate::engine::error::is_full;
use crate::engine::files::leftovers::Interrupted;

/// Why a book is read-only for now.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ReadOnly {
    /// Its disk is full, or its owner's quota is used up.
    DiskFull,
    /// Its files are as long as this process may make one (`ulimit -f`).
    FileLimit,
    /// Its disk is read-only.
    DiskReadOnly,
    /// Its disk is failing.
    DiskFails,
    /// The clock is too far after the last entry.
    ClockAhead,
    /// The clock is before the last entry.
    ClockBehind,
}

impl ReadOnly {
    /// Returns the reason for an error of the disk.
    pub fn of(error: &io::Error) -> ReadOnly {
        match error.kind() {
            io::ErrorKind::FileTooLarge => ReadOnly::FileLimit,
            _ if is_full(error) => ReadOnly::DiskFull,
            io::ErrorKind::ReadOnlyFilesystem => ReadOnly::DiskReadOnly,
            _ => ReadOnly::DiskFails,
        }
    }

    /// Returns the reason with this name.
    pub fn from_name(name: &str) -> Option<ReadOnly> {
        ReadOnly::ALL.into_iter().find(|one| one.name() == name)
    }

    const ALL: [ReadOnly; 6] = [
        ReadOnly::DiskFull,
        ReadOnly::FileLimit,
        ReadOnly::DiskReadOnly,
        ReadOnly::DiskFails,
        ReadOnly::ClockAhead,
        ReadOnly::ClockBehind,
    ];

    /// Whether the clock is the reason, rather than the disk.
    pub fn is_of_clock(self) -> bool {
        matches!(self, ReadOnly::ClockAhead | ReadOnly::ClockBehind)
    }

    /// The key of its words.
    pub fn name(self) -> &'static str {
        match self {
            ReadOnly::DiskFull => "disk_full",
            ReadOnly::FileLimit => "file_limit",
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
            ReadOnly::FileLimit => "standing-file-limit",
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
            ReadOnly::FileLimit => "no file may grow any more (ulimit -f)",
            ReadOnly::DiskReadOnly => "the disk is read-only",
            ReadOnly::DiskFails => "the disk is failing",
            ReadOnly::ClockAhead => "the clock is too far ahead of the last entry",
            ReadOnly::ClockBehind => "the clock is behind the last entry",
        })
    }
}

/// What opening found and repaired.
#[derive(Clone, Debug, Default)]
pub struct OpeningFindings {
    /// The unfinished write that was cut off.
    pub tail: Option<Tail>,
    /// Files among the journal's that are not its own, and were moved aside.
    pub strangers: Vec<Stranger>,
    /// The folder of a damaged ledger that was put aside and posted again.
    pub quarantine: Option<PathBuf>,
    /// How many entries were posted again.
    pub posted: u64,
    /// Entries whose private records are damaged or missing: the book is read without them.
    pub unreadable: Vec<u64>,
    /// Why the ledger is in memory: its store could not be opened, and is left alone.
    pub in_memory: Option<Cause>,
    /// Why the book is read-only for now.
    pub read_only: Option<ReadOnly>,
    /// Whether the clock is before the last entry, so that today cannot be right.
    pub is_clock_behind: bool,
    /// The outcome of an interrupted restore.
    pub restore: Option<Interrupted>,
}

impl OpeningFindings {
    /// Whether there is nothing to report.
    pub fn is_nothing(&self) -> bool {
        self.tail.is_none()
            && self.strangers.is_empty()
            && self.quarantine.is_none()
            && self.unreadable.is_empty()
            && self.in_memory.is_none()
            && self.read_only.is_none()
            && !self.is_clock_behind
            && self.restore.is_none()
    }
}

/// How many damaged records are named one by one.
const MOST_NAMED: usize = 10;

impl OpeningFindings {
    /// What was repaired, removed or moved aside.
    pub fn mended(&self) -> Vec<Message> {
        let mut all: Vec<Message> = self.restore.iter().map(Worded::message).collect();
        if let Some(tail) = &self.tail {
            let message = Message::new("found-tail").with("entry", tail.entry);
            all.push(message.with("file", &tail.file).with("byte", tail.offset));
        }
        for Stranger { file, to } in &self.strangers {
            all.push(Message::new("found-stranger").with("file", file).at("to", to));
        }
        if let Some(folder) = &self.quarantine {
            let message = Message::new("found-quarantine").at("folder", folder);
            all.push(message.because("entries", &self.posted()));
        }
        all
    }

    /// What cannot be read or written for now.
    pub fn lacking(&self) -> Vec<Message> {
        let unreadable = self.unreadable.iter().take(MOST_NAMED);
        let mut all: Vec<Message> =
            unreadable.map(|entry| Message::new("found-unreadable").with("entry", entry)).collect();
        if !self.unreadable.is_empty() {
            all.push(Message::new("found-reading-only"));
        }
        if let Some(why) = self.read_only {
            all.push(Message::new("found-read-only").because("why", &why));
        }
        if self.is_clock_behind {
            all.push(Message::new("found-clock-behind"));
        }
        if let Some(why) = &self.in_memory {
            let message = Message::new("found-in-memory").because("why", why);
            all.push(message.because("entries", &self.posted()));
        }
        all
    }

    fn posted(&self) -> Message {
        Message::new("count-entries").with("count", self.posted)
    }
}

/// A callback for when a book becomes read-only or writable again.
pub type ReadOnlyListener = Box<dyn Fn(Option<ReadOnly>) + Send>;

/// Whether a book accepts new entries; clones share one state.
#[derive(Clone, Default)]
pub struct Writability(Arc<Mutex<WriteState>>);

#[derive(Default)]
struct WriteState {
    read_only: Option<ReadOnly>,
    last: u64,
    told: Vec<(u64, ReadOnlyListener)>,
}

impl Writability {
    fn state(&self) -> MutexGuard<'_, WriteState> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns why the book is read-only for now; `None` if it accepts new entries.
    pub fn read_only(&self) -> Option<ReadOnly> {
        self.state().read_only
    }

    /// Sets the state, and tells the watchers if it has changed.
    pub fn set(&self, read_only: Option<ReadOnly>) {
        let mut state = self.state();
        if state.read_only != read_only {
            state.read_only = read_only;
            state.told.iter().for_each(|(_, told)| told(read_only));
        }
    }

    /// Calls `told` with the state now, and at every change until [`Writability::unwatch`].
    pub fn watch(&self, told: ReadOnlyListener) -> u64 {
        let mut state = self.state();
        told(state.read_only);
        state.last += 1;
        let number = state.last;
        state.told.push((number, told));
        number
    }

    /// Removes a watcher.
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
