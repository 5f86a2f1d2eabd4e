//! The journal: append-only lines of JSON, chained by SHA-256, that anyone can read and check with
//! `less`, `jq` and `sha256sum`; personal data in private records beside it.
//!
//! One writer appends groups of entries, with one sync per group; readers may read at any time. May
//! use: domain, std, serde_json, sha2.

mod ahead;
pub mod chain;
pub mod disk;
mod draft;
pub mod entry;
mod erasure;
pub mod folders;
mod hash;
mod line;
mod nearby;
pub mod segments;
mod strangers;
mod witness;
mod worded;

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::domain::{Cause, Moment};

pub use chain::{Chain, ChainStep, Checkpoint, Damage, DamageKind, Head, JournalReader, Stored};
pub use disk::{Disk, Identity, RealDisk};
pub use draft::{CommandDigest, Draft};
pub use entry::{Entry, FRAMING, LineError};
pub use hash::Hash;
pub use line::Pos;
pub use segments::AppendError;
pub use strangers::Stranger;
pub use witness::tail_or_damage;
pub use worded::Witness;

use entry::PrivateRecord;
use segments::Segments;
use witness::{agrees, follow};

/// Why a journal cannot be opened as it stands. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum JournalError {
    /// There is no journal there.
    #[error("{0} holds no book")]
    NotABook(PathBuf),
    /// The disk reported an error.
    #[error("{path}: {source}")]
    Io {
        /// The folder.
        path: PathBuf,
        /// The disk's error.
        source: io::Error,
    },
    /// An entry was changed after it was written.
    #[error("the journal is damaged at {0}")]
    Damaged(Damage),
    /// Entries with receipts are missing.
    #[error("entries {from} to {to} are missing from the journal; {witness} has seen them")]
    Missing {
        /// The first one missing.
        from: u64,
        /// The last one missing.
        to: u64,
        /// Who has seen them.
        witness: Witness,
    },
    /// An entry is not the one that was there before.
    #[error("entry {seq} of the journal is not the one that {witness} has seen")]
    Disagrees {
        /// Its number.
        seq: u64,
        /// Who has seen the other one.
        witness: Witness,
    },
    /// Nothing is missing or damaged, but lines are at other positions than the ledger knows: it
    /// has to be posted again.
    #[error("the journal's lines are no longer where the ledger has seen them")]
    Moved,
    /// A file ends before a position that was read earlier.
    #[error("{0} has been cut: it ends before what the ledger has seen in it")]
    Shorter(PathBuf),
    /// A newer program wrote it.
    #[error("entry {0} needs a newer version of daybook: {1}")]
    Newer(u64, Cause),
}

/// The rest of a write that never got a receipt, at the end of a journal.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Tail {
    /// The number that its first entry would have had.
    pub entry: u64,
    /// Where it began.
    pub offset: u64,
    /// The file, relative to the book's folder.
    pub file: String,
}

/// The mark that a clean close leaves beside the segments.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct CloseMark {
    seq: u64,
    hash: MarkHash,
    /// The checksum of `seq:hash`, so that a damaged mark is not taken for damage to the journal.
    check: MarkHash,
}

impl CloseMark {
    fn of(head: &Head) -> CloseMark {
        let check = MarkHash(Hash::of(head.to_string().as_bytes()));
        CloseMark { seq: head.seq, hash: MarkHash(head.hash), check }
    }

    fn is_whole(&self) -> bool {
        let text = format!("{}:{}", self.seq, self.hash.0);
        self.check.0 == Hash::of(text.as_bytes())
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
struct MarkHash(Hash);

impl TryFrom<String> for MarkHash {
    type Error = &'static str;
    fn try_from(text: String) -> Result<MarkHash, &'static str> {
        Hash::parse(&text).map(MarkHash).ok_or("no hash")
    }
}

impl From<MarkHash> for String {
    fn from(hash: MarkHash) -> String {
        hash.0.to_string()
    }
}

/// A batch of entries that share one sync.
pub struct Group {
    first: u64,
    at: Checkpoint,
    private_start: Pos,
    lines: Vec<u8>,
    privates: Vec<u8>,
}

/// A prepared entry, which may still be dropped: it is not in its batch yet.
pub struct Prepared {
    /// The entry, and the position it will have.
    pub stored: Stored,
    line: Vec<u8>,
    private: Vec<u8>,
}

/// The greatest length of an entry or a private record; far below what readers accept.
pub const LONGEST_RECORD: u64 = segments::LONGEST_LINE / 4;

/// The journal, open for writing. The book's lock makes sure that only one process has it open.
pub struct Journal {
    disk: Arc<dyn Disk>,
    folder: PathBuf,
    reader: JournalReader,
    entries: Segments,
    privates: Segments,
    at: Checkpoint,
    mark: u64,
    /// Private records that are damaged or missing: nothing is written while there are any.
    damaged: Vec<Damage>,
    /// The identity of the book's folder when the journal was opened; `None` if nothing is written.
    is: Option<Identity>,
    /// Files that were moved aside when it was opened.
    strangers: Vec<Stranger>,
}

/// Reads the mark of a clean close: the number and the hash of an entry that was certainly there.
pub fn read_mark(disk: &dyn Disk, folder: &Path) -> io::Result<Option<(u64, Hash)>> {
    let mark = whole_mark(disk, folder)?;
    Ok(mark.map(|mark| (mark.seq, mark.hash.0)))
}

fn whole_mark(disk: &dyn Disk, folder: &Path) -> io::Result<Option<CloseMark>> {
    let bytes = disk::read_whole(disk, &folders::mark(folder))?;
    Ok(bytes.and_then(|bytes| serde_json::from_slice(&bytes).ok()).filter(CloseMark::is_whole))
}

/// Creates the empty folders of a journal.
pub fn create(disk: &dyn Disk, folder: &Path) -> io::Result<()> {
    for part in folders::FOLDERS {
        disk.create_folder(&folder.join(part))?;
    }
    disk.sync_folder(folder)
}

impl Journal {
    /// Opens the journal of the book in `folder`, checks it from `ledger` on (the last entry that
    /// the ledger has posted) and passes every later entry to `visit`. Returns the journal, and the
    /// tail that was cut off, if there was one.
    pub fn open<E: From<JournalError>>(
        disk: &Arc<dyn Disk>,
        folder: &Path,
        ledger: Option<Checkpoint>,
        visit: &mut dyn FnMut(Stored) -> Result<(), E>,
    ) -> Result<(Journal, Option<Tail>), E> {
        let io = |source| E::from(JournalError::Io { path: folder.to_path_buf(), source });
        let reader = JournalReader::new(disk, folder);
        let mark = read_mark(&**disk, folder).map_err(io)?;
        let from = ledger.unwrap_or(Checkpoint::START);
        let is = disk.identity(folder).map_err(io)?;
        let has_no_records = from.private_next == Checkpoint::START.private_next;
        if has_no_records && disk.identity(&folder.join(folders::PRIVATE)).is_err() {
            // It was removed: what is missing is reported, and the rest is read.
            create(&**disk, folder).map_err(io)?;
        }
        // Bytes that were read may be in memory only, if a process was killed before its sync, or
        // the sync failed. From here on the ledger and receipts rely on them.
        reader.entries.make_durable(from.next).map_err(io)?;
        reader.privates.make_durable(from.private_next).map_err(io)?;
        let missing = agrees(&reader, &from)?;
        let (end, tail, damaged) = follow(&reader, (from, missing), mark, visit)?;
        let mark = mark.map_or(0, |(seq, _)| seq);
        let journal = Journal::at(disk, folder, reader, (end, mark), damaged, is).map_err(io)?;
        // What was moved aside was not written by this journal.
        let tail = tail.filter(|tail| !journal.strangers.iter().any(|it| it.file == tail.file));
        Ok((journal, tail))
    }

    /// Reads the journal of the book in `folder` from the beginning when nothing can be written: an
    /// unfinished write at its end is left there.
    pub fn read_only<E: From<JournalError>>(
        disk: &Arc<dyn Disk>,
        folder: &Path,
        visit: &mut dyn FnMut(Stored) -> Result<(), E>,
    ) -> Result<(Journal, Option<Tail>), E> {
        let io = |source| E::from(JournalError::Io { path: folder.to_path_buf(), source });
        let reader = JournalReader::new(disk, folder);
        let mark = read_mark(&**disk, folder).map_err(io)?;
        let start = (Checkpoint::START, Vec::new());
        let (at, tail, damaged) = follow(&reader, start, mark, visit)?;
        let entries = Segments::read_only(reader.entries.clone());
        let privates = Segments::read_only(reader.privates.clone());
        let (disk, folder, mark) = (disk.clone(), folder.to_path_buf(), at.head.seq);
        let (is, strangers) = (None, Vec::new());
        let journal =
            Journal { disk, folder, reader, entries, privates, at, mark, damaged, is, strangers };
        Ok((journal, tail))
    }

    /// Whether nothing can be written.
    pub fn is_read_only(&self) -> bool {
        self.is.is_none()
    }

    /// Whether the folder and the files are still those that were opened, and end where this writer
    /// left them. If they were moved, removed, replaced or written over, writes would be lost.
    pub fn is_in_place(&self) -> bool {
        let is_same = |is| self.disk.identity(&self.folder).is_ok_and(|now| now == is);
        self.is.is_none_or(is_same) && self.entries.is_in_place() && self.privates.is_in_place()
    }

    fn at(
        disk: &Arc<dyn Disk>,
        folder: &Path,
        reader: JournalReader,
        (at, mark): (Checkpoint, u64),
        damaged: Vec<Damage>,
        is: Identity,
    ) -> io::Result<Journal> {
        // Bytes after a damaged private record may belong to the journal.
        let private_end = match damaged.is_empty() {
            true => at.private_next,
            false => reader.privates.end()?,
        };
        let next = at.head.seq + 1;
        let mut strangers = strangers::move_aside(&**disk, &reader.entries, at.next, next)?;
        strangers.extend(strangers::move_aside(&**disk, &reader.privates, private_end, next)?);
        let mut entries = Segments::continue_at(reader.entries.clone(), at.next, next)?;
        let mut privates = Segments::continue_at(reader.privates.clone(), private_end, next)?;
        for segments in [&mut entries, &mut privates] {
            if segments.has_stray_bytes()? {
                segments.trim()?;
            }
        }
        let (disk, folder) = (disk.clone(), folder.to_path_buf());
        let is = Some(is);
        Ok(Journal { disk, folder, reader, entries, privates, at, mark, damaged, is, strangers })
    }

    /// The files that were moved aside when it was opened: they had names of segments but were not this
    /// journal's.
    pub fn strangers(&self) -> &[Stranger] {
        &self.strangers
    }

    /// The private records that were damaged or missing when it was opened. If there are any,
    /// nothing may be written.
    pub fn damaged(&self) -> &[Damage] {
        &self.damaged
    }

    /// The last entry.
    pub fn head(&self) -> Head {
        self.at.head
    }

    /// The reading side.
    pub fn reader(&self) -> &JournalReader {
        &self.reader
    }

    /// Begins a batch; [`Journal::commit`] makes it durable.
    pub fn begin(&self) -> Group {
        let first = self.at.head.seq + 1;
        let mut at = self.at;
        at.next = self.entries.next_pos(first);
        let private_start = self.privates.next_pos(first);
        Group { first, at, private_start, lines: Vec::new(), privates: Vec::new() }
    }

    /// Writes and syncs a batch: private records first, so that no entry ever names one that does
    /// not exist. Receipts may be given once this has returned `Ok`, and not before.
    pub fn commit(&mut self, group: Group) -> Result<(), AppendError> {
        if group.lines.is_empty() {
            return Ok(());
        }
        if self.is_read_only() {
            return Err(AppendError::NotWritten(io::ErrorKind::ReadOnlyFilesystem.into()));
        }
        for segments in [&self.privates, &self.entries] {
            if !segments.is_as_left().map_err(AppendError::NotWritten)? {
                return Err(AppendError::Moved);
            }
        }
        let private_before = self.privates.end();
        if !group.privates.is_empty() {
            self.privates.append(group.first, &group.privates)?;
        }
        match self.entries.append(group.first, &group.lines) {
            Ok(()) => {}
            Err(AppendError::NotWritten(error)) => {
                let reader = self.reader.privates.clone();
                self.privates = Segments::continue_at(reader, private_before, group.first)
                    .and_then(|mut privates| privates.trim().map(|_| privates))
                    .map_err(AppendError::Unknown)?;
                return Err(AppendError::NotWritten(error));
            }
            Err(unknown) => return Err(unknown),
        }
        if !self.is_in_place() {
            return Err(AppendError::Moved);
        }
        self.at = group.at;
        Ok(())
    }

    /// Trims blank space and leaves a mark of the head, so that a truncated journal is noticed
    /// later even without the ledger. Does nothing if nothing was appended, or if another book has
    /// taken its place.
    pub fn close(mut self) -> io::Result<()> {
        if self.is_read_only() {
            return Ok(());
        }
        if !self.is_in_place() {
            return Err(io::Error::other(Cause::of(&AppendError::Moved)));
        }
        self.entries.trim()?;
        self.privates.trim()?;
        let head = self.at.head;
        if head.seq == self.mark {
            return Ok(());
        }
        let mut bytes = serde_json::to_vec(&CloseMark::of(&head)).map_err(io::Error::other)?;
        bytes.push(b'\n');
        disk::replace(&*self.disk, &folders::mark(&self.folder), &bytes)
    }

    /// Rotates segments before 64 MiB; for tests.
    pub fn rotate_at(&mut self, bytes: u64) {
        self.entries.rotate_at(bytes);
        self.privates.rotate_at(bytes);
    }
}

impl Group {
    /// When the last entry was recorded, including those in the batch.
    pub fn last(&self) -> Moment {
        self.at.head.at
    }

    /// The number that the next entry will have.
    pub fn next_seq(&self) -> u64 {
        self.at.head.seq + 1
    }

    /// Gives `draft` the next number and returns the entry as it will be stored if it is accepted.
    pub fn prepare(&self, draft: Draft) -> Result<Prepared, LineError> {
        let seq = self.next_seq();
        let record = PrivateRecord::of(seq, &draft);
        let sealed = record.map(|record| record.seal()).transpose()?;
        let digest = draft.digest.map(CommandDigest::hash);
        let mut entry = Entry {
            seq,
            group: self.first,
            at: draft.recorded_after(self.at.head.at),
            date: draft.date,
            by: draft.by,
            id: draft.id,
            framing: Entry::framing_of(digest),
            digest,
            events: draft.events,
            private: sealed.as_ref().map(|(_, hash)| *hash),
            prev: self.at.head.hash,
            hash: Hash::ZERO,
        };
        let line = entry.seal()?;
        let (mut at, mut private, mut private_pos) = (self.at, Vec::new(), None);
        if let Some((record, _)) = sealed {
            let pos = match self.privates.is_empty() {
                true => self.private_start,
                false => self.at.private_next,
            };
            at.private_next = Pos { offset: pos.offset + record.len() as u64, ..pos };
            (private, private_pos) = (record, Some(pos));
        }
        at.pos = self.at.next;
        at.next.offset += line.len() as u64;
        at.head = Head { seq, hash: entry.hash, at: entry.at };
        if line.len().max(private.len()) as u64 > LONGEST_RECORD {
            return Err(LineError::TooLong);
        }
        Ok(Prepared {
            stored: Stored { entry, private_pos, is_erased: false, checkpoint: at },
            line,
            private,
        })
    }

    /// Puts a prepared entry into the batch.
    pub fn accept(&mut self, prepared: Prepared) {
        self.lines.extend_from_slice(&prepared.line);
        self.privates.extend_from_slice(&prepared.private);
        self.at = prepared.stored.checkpoint;
    }
}
