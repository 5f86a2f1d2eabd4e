//! Reads the chain: checks every entry against its own hash and that of the entry before, and every
//! private record against the hash in its entry, and traces any damage to the entry. May use: domain,
//! the rest of the journal.

use std::fmt;
use std::io;
use std::path::Path;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::domain::{Cause, Moment};

use super::disk::Disk;
use super::entry::{Entry, LineError, PrivateRecord};
use super::folders;
use super::hash::Hash;
use super::line::{Pos, RawLine};
use super::segments::{SegmentLines, SegmentReader, file_name};

/// The last entry of a chain.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Head {
    /// Its number; 0 if there is none.
    pub seq: u64,
    /// Its hash.
    pub hash: Hash,
    /// When it was recorded.
    pub at: Moment,
}

impl Head {
    /// The head of a chain without entries.
    pub const NONE: Head = Head { seq: 0, hash: Hash::ZERO, at: Moment::from_micros(0) };
}

impl fmt::Display for Head {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.seq, self.hash)
    }
}

/// A position to continue reading from: the head so far, where it is, and where the next entry
/// begins.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Checkpoint {
    /// The last entry read or posted.
    pub head: Head,
    /// Where that entry begins.
    pub pos: Pos,
    /// Where the next entry begins, if it is in the same segment.
    pub next: Pos,
    /// The same in the private records.
    pub private_next: Pos,
}

impl Checkpoint {
    /// Before the first entry.
    pub const START: Checkpoint = Checkpoint {
        head: Head::NONE,
        pos: Pos { segment: 0, offset: 0 },
        next: Pos { segment: 0, offset: 0 },
        private_next: Pos { segment: 0, offset: 0 },
    };
}

/// The kinds of damage.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DamageKind {
    /// The bytes are not those that were hashed.
    Hash,
    /// It is not an entry, or not a private record.
    Json,
    /// It is valid, but another one was expected here.
    Sequence,
    /// It is missing.
    Missing,
}

/// A damaged place.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Damage {
    /// The file, relative to the book's folder.
    pub file: String,
    /// The number of the damaged entry.
    pub entry: u64,
    /// The byte at which its line begins.
    pub offset: u64,
    /// What is wrong.
    pub kind: DamageKind,
}

impl Damage {
    /// Damage to the private record of an entry.
    pub fn in_private(entry: u64, pos: Pos, kind: DamageKind) -> Damage {
        damage("private", entry, pos, kind)
    }

    /// Whether a private record is damaged, rather than an entry.
    pub fn is_private(&self) -> bool {
        self.file.starts_with("private/")
    }

    /// Damage to an entry, as opposed to its private record.
    pub fn in_chain(entry: u64, pos: Pos, kind: DamageKind) -> Damage {
        damage("journal", entry, pos, kind)
    }
}

/// An entry with its private parts, and its position.
#[derive(Clone, Debug, PartialEq)]
pub struct Stored {
    /// The entry.
    pub entry: Entry,
    /// Where its private record begins, if it has one.
    pub private_pos: Option<Pos>,
    /// Whether its private record was erased.
    pub is_erased: bool,
    /// The position of the entry, and where to continue.
    pub checkpoint: Checkpoint,
}

impl Stored {
    /// Whether its private record cannot be read. False if it has none, or if that was erased.
    pub fn is_private_lost(&self) -> bool {
        let entry = &self.entry;
        let is_said =
            entry.digest.is_some() || entry.events.iter().any(|it| it.private().is_some());
        entry.private.is_some() && !self.is_erased && !is_said
    }
}

/// The next step along the chain.
pub enum ChainStep {
    /// A valid entry.
    Good(Box<Stored>),
    /// A damaged entry.
    Bad(Damage),
    /// A valid entry whose private record is damaged.
    NotPrivate(Box<Stored>, Damage),
    /// An entry that only a newer program can read.
    Newer(u64, Cause),
}

/// The two folders of lines of a book: entries and private records.
#[derive(Clone)]
pub struct JournalReader {
    /// The entries.
    pub entries: SegmentReader,
    /// The private records.
    pub privates: SegmentReader,
}

impl JournalReader {
    /// The journal of the book in `folder`.
    pub fn new(disk: &Arc<dyn Disk>, folder: &Path) -> JournalReader {
        JournalReader {
            entries: SegmentReader::new(disk.clone(), folder.join(folders::ENTRIES)),
            privates: SegmentReader::new(disk.clone(), folder.join(folders::PRIVATE)),
        }
    }

    /// The same for a moment, for a caller that will ask for neighbouring entries.
    pub fn reading_ahead(&self) -> JournalReader {
        let (entries, privates) = (self.entries.reading_ahead(), self.privates.reading_ahead());
        JournalReader { entries, privates }
    }

    /// Returns the entry at `pos` with its private parts, checked; `None` if there is no such
    /// entry.
    pub fn read(&self, pos: Pos, private: Option<Pos>) -> io::Result<Option<Entry>> {
        let Some(line) = self.entries.line_at(pos)? else { return Ok(None) };
        let Ok(mut entry) = Entry::read(&line.bytes) else { return Ok(None) };
        if let (Some(hash), Some(pos)) = (entry.private, private) {
            let record = self.privates.line_at(pos)?;
            let record = record.filter(|line| Hash::of(&line.bytes) == hash);
            if let Some(Ok(record)) = record.map(|line| PrivateRecord::read(&line.bytes)) {
                record.attach(&mut entry);
            }
        }
        Ok(Some(entry))
    }

    /// Whether a private record may hold anything but the digest of its command: false also of one that is erased or
    /// cannot be read.
    pub fn may_say(&self, private: Option<Pos>) -> io::Result<bool> {
        let Some(pos) = private else { return Ok(false) };
        let record = self.privates.line_at(pos)?.map(|line| PrivateRecord::read(&line.bytes));
        Ok(record.is_some_and(|record| record.is_ok_and(|record| !record.parts.is_empty())))
    }

    /// Walks the chain from `from` on.
    pub fn chain(&self, from: Checkpoint) -> io::Result<Chain> {
        Ok(Chain {
            lines: self.entries.lines(from.next)?,
            privates: self.privates.lines(from.private_next)?,
            private_ahead: None,
            at: from,
            linked: true,
            is_whole: true,
        })
    }

    /// Returns the greatest group among the valid entries from `from` on; `None` if there are none.
    /// A torn write leaves only entries of the group that was being written.
    pub fn last_group(&self, from: Pos) -> io::Result<Option<u64>> {
        let mut lines = self.entries.lines(from)?;
        let mut last = None;
        while let Some(line) = lines.next_line()? {
            if let Ok(entry) = Entry::read(&line.bytes) {
                last = last.max(Some(entry.group));
            }
        }
        Ok(last)
    }
}

/// A walk along the chain. After a damaged entry it continues with the next valid one, so that one
/// reading finds all damage.
pub struct Chain {
    lines: SegmentLines,
    privates: SegmentLines,
    private_ahead: Option<RawLine>,
    at: Checkpoint,
    /// Whether the entry before was valid, so that `prev` can be compared.
    linked: bool,
    /// Whether nothing was wrong so far.
    is_whole: bool,
}

impl Chain {
    /// How far the walk has come.
    pub fn checkpoint(&self) -> Checkpoint {
        self.at
    }

    /// The next entry, or what is wrong with it; `None` at the end.
    pub fn step(&mut self) -> io::Result<Option<ChainStep>> {
        let step = match self.next_entry()? {
            None if self.is_whole => self.behind_the_last()?,
            step => step,
        };
        self.is_whole &= matches!(step, Some(ChainStep::Good(_)));
        Ok(step)
    }

    /// Returns the damage after the last private record that an entry names: a second valid record
    /// of an existing entry. Anything else there comes from a write that never got a receipt.
    fn behind_the_last(&mut self) -> io::Result<Option<ChainStep>> {
        let Some(line) = self.next_private()? else { return Ok(None) };
        let again = PrivateRecord::read(&line.bytes).ok();
        let again = again.filter(|record| record.seq <= self.at.head.seq);
        Ok(again
            .map(|one| ChainStep::Bad(damage("private", one.seq, line.pos, DamageKind::Sequence))))
    }

    fn next_private(&mut self) -> io::Result<Option<RawLine>> {
        match self.private_ahead.take() {
            Some(line) => Ok(Some(line)),
            None => self.privates.next_line(),
        }
    }

    fn next_entry(&mut self) -> io::Result<Option<ChainStep>> {
        let Some(line) = self.lines.next_line()? else { return Ok(None) };
        let expected = self.at.head.seq + 1;
        let read = Entry::read(&line.bytes);
        let entry = match read {
            Ok(entry) if line.ended => entry,
            Err(LineError::Newer(what)) => return Ok(Some(ChainStep::Newer(expected, what))),
            Err(LineError::Hash) => return Ok(Some(self.bad(&line, DamageKind::Hash))),
            Ok(_) | Err(LineError::Json(_) | LineError::TooLong) => {
                return Ok(Some(self.bad(&line, DamageKind::Json)));
            }
        };
        let follows = entry.seq == expected && (!self.linked || entry.prev == self.at.head.hash);
        if !follows {
            return Ok(Some(self.out_of_sequence(&line, &entry)));
        }
        self.good(&line, entry).map(Some)
    }

    fn good(&mut self, line: &RawLine, mut entry: Entry) -> io::Result<ChainStep> {
        self.advance(line, &entry);
        let Some(hash) = entry.private else {
            return Ok(ChainStep::Good(self.stored(entry, None, false)));
        };
        let seq = entry.seq;
        let (seq, pos, kind) = match self.private_record(seq, hash)? {
            Ok((pos, record)) if record.erased => {
                return Ok(ChainStep::Good(self.stored(entry, Some(pos), true)));
            }
            Ok((pos, record)) if record.clone().attach(&mut entry) => {
                return Ok(ChainStep::Good(self.stored(entry, Some(pos), false)));
            }
            Ok((pos, _)) => (seq, pos, DamageKind::Json),
            Err(wrong) => wrong,
        };
        let damage = damage("private", seq, pos, kind);
        Ok(ChainStep::NotPrivate(self.stored(entry, Some(pos), false), damage))
    }

    fn stored(&self, entry: Entry, private_pos: Option<Pos>, is_erased: bool) -> Box<Stored> {
        Box::new(Stored { entry, private_pos, is_erased, checkpoint: self.at })
    }

    fn advance(&mut self, line: &RawLine, entry: &Entry) {
        self.at.head = Head { seq: entry.seq, hash: entry.hash, at: entry.at };
        self.at.pos = line.pos;
        self.at.next = line.next();
        self.linked = true;
    }

    fn bad(&mut self, line: &RawLine, kind: DamageKind) -> ChainStep {
        self.at.head.seq += 1;
        self.linked = false;
        ChainStep::Bad(damage("journal", self.at.head.seq, line.pos, kind))
    }

    /// Handles a valid entry that is not the next one. The damage is reported for the entry that
    /// should be here, and the walk continues after the one that is, unless that was seen already.
    fn out_of_sequence(&mut self, line: &RawLine, entry: &Entry) -> ChainStep {
        let expected = self.at.head.seq + 1;
        let kind = if entry.seq > expected { DamageKind::Missing } else { DamageKind::Sequence };
        if entry.seq >= expected {
            self.advance(line, entry);
        }
        ChainStep::Bad(damage("journal", expected, line.pos, kind))
    }

    /// Returns the private record of entry `seq`, or the damage with its entry and position. A
    /// second record of an earlier entry is damage too.
    fn private_record(
        &mut self,
        seq: u64,
        hash: Hash,
    ) -> io::Result<Result<(Pos, PrivateRecord), Wrong>> {
        let mut again = None;
        loop {
            let Some(line) = self.next_private()? else {
                return Ok(Err((seq, self.at.private_next, DamageKind::Missing)));
            };
            let whole = Hash::of(&line.bytes) == hash && line.ended;
            let is_erased = |record: &PrivateRecord| record.erased && line.ended;
            let record = match PrivateRecord::read(&line.bytes) {
                Ok(record) if record.seq < seq => {
                    again.get_or_insert((record.seq, line.pos));
                    continue;
                }
                Ok(record) if record.seq > seq => {
                    self.private_ahead = Some(line);
                    return Ok(Err((seq, self.at.private_next, DamageKind::Missing)));
                }
                Ok(record) if whole || is_erased(&record) => record,
                unlike => {
                    // Reading and writing continue after it.
                    self.at.private_next = line.next();
                    let kind = if unlike.is_ok() { DamageKind::Hash } else { DamageKind::Json };
                    return Ok(Err((seq, line.pos, kind)));
                }
            };
            self.at.private_next = line.next();
            return Ok(match again {
                Some((copied, pos)) => Err((copied, pos, DamageKind::Sequence)),
                None => Ok((line.pos, record)),
            });
        }
    }
}

/// The damaged entry, the position, and the kind of damage.
type Wrong = (u64, Pos, DamageKind);

fn damage(folder: &str, entry: u64, pos: Pos, kind: DamageKind) -> Damage {
    let file = format!("{folder}/{}", file_name(pos.segment));
    Damage { file, entry, offset: pos.offset, kind }
}
