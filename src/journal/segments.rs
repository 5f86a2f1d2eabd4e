//! Append-only files of lines, named after the number of their first record and rotated at 64 MiB.
//! They are extended with newlines ahead of the writer, because overwriting is cheaper to sync than
//! making the file longer; readers skip blank lines. Holds both the chain's entries and the private
//! records. May use: std.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use super::disk::{self, Disk, DiskFile};
use super::line::{Pos, RawLine};
use super::nearby::Nearby;

/// The length at which a new segment is begun.
pub const ROTATE_AT: u64 = 64 << 20;

/// The greatest length of a record; a longer line is not a record.
pub const LONGEST_LINE: u64 = 16 << 20;

/// How far the file is extended ahead. It grows as the process keeps appending: a process that
/// appends once pays for no extension.
const EXTENSIONS: [u64; 4] = [0, 64 << 10, 256 << 10, 1 << 20];

/// Why an append failed, or why its outcome is unknown.
#[derive(Debug, thiserror::Error)]
pub enum AppendError {
    /// The bytes could not be written; the file was cut back to its old length, and nothing is
    /// lost.
    #[error("nothing was written: {0}")]
    NotWritten(io::Error),
    /// A sync or the cutting back failed: what is on the disk is unknown until it is read again.
    #[error("whether it was written is unknown: {0}")]
    Unknown(io::Error),
    /// The book's folder was moved, removed or replaced meanwhile: the write is not in the book
    /// that has its name now.
    #[error("the book was moved, removed or replaced while it was open")]
    Moved,
}

/// The reading side of a folder of segments; cheap to clone, and safe to use during appends.
#[derive(Clone)]
pub struct SegmentReader {
    disk: Arc<dyn Disk>,
    folder: PathBuf,
    /// The read-ahead buffer, if lines that are close together are going to be read.
    nearby: Option<Arc<Mutex<Nearby>>>,
}

/// The name of the segment whose first record is `first`.
pub fn file_name(first: u64) -> String {
    format!("{first:012}.jsonl")
}

/// The number of the first record of the file with this name, if it is a segment.
pub fn first_of(name: &str) -> Option<u64> {
    let digits = name.strip_suffix(".jsonl")?;
    // Entries are counted from 1: a file named 0 is not a segment.
    digits.parse().ok().filter(|first| *first > 0 && file_name(*first) == name)
}

impl SegmentReader {
    /// Reads the segments in `folder`.
    pub fn new(disk: Arc<dyn Disk>, folder: PathBuf) -> SegmentReader {
        SegmentReader { disk, folder, nearby: None }
    }

    /// The same, for reading lines that are close together: reads more at once and keeps it.
    /// Short-lived: it may not see later writes.
    pub fn reading_ahead(&self) -> SegmentReader {
        SegmentReader { nearby: Some(Arc::default()), ..self.clone() }
    }

    /// The folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The first numbers of the segments there are, ascending.
    pub fn segments(&self) -> io::Result<Vec<u64>> {
        let names = match self.disk.list(&self.folder) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Vec::new(),
            names => names?,
        };
        Ok(names.iter().filter_map(|name| first_of(name)).collect())
    }

    /// The file of the segment whose first record is `first`.
    pub fn path(&self, first: u64) -> PathBuf {
        self.folder.join(file_name(first))
    }

    /// Writes the last segment from `from` on again, and syncs it and the folder. After a failed
    /// sync the bytes that are read may be in memory only, and a later sync would succeed without
    /// writing them.
    pub fn make_durable(&self, from: Pos) -> io::Result<()> {
        let Some(first) = self.segments()?.pop() else { return Ok(()) };
        let mut at = if first == from.segment { from.offset } else { 0 };
        let mut buffer = vec![0; READ_AT_ONCE];
        let file = self.disk.open(&self.path(first))?;
        let mut writing = None;
        loop {
            let read = file.read_at(&mut buffer, at)?;
            let said = buffer.get(..read).unwrap_or_default();
            if said.is_empty() {
                break;
            }
            if said.iter().any(|byte| *byte != b'\n') {
                let file = match &mut writing {
                    Some(file) => file,
                    none => none.insert(self.disk.open_or_create(&self.path(first))?),
                };
                file.write_at(said, at)?;
            }
            at += read as u64;
        }
        writing.as_ref().unwrap_or(&file).sync()?;
        self.disk.sync_folder(&self.folder)
    }

    /// Whether the files reach as far as `pos`.
    pub fn reach(&self, pos: Pos) -> io::Result<bool> {
        match pos.segment {
            0 => Ok(true),
            first => Ok(self.disk.open(&self.path(first))?.len()? >= pos.offset),
        }
    }

    /// Where the last file ends.
    pub fn end(&self) -> io::Result<Pos> {
        let Some(segment) = self.segments()?.pop() else { return Ok(Pos::default()) };
        let offset = self.disk.open(&self.path(segment))?.len()?;
        Ok(Pos { segment, offset })
    }

    /// Returns the line that begins at `pos`.
    pub fn line_at(&self, pos: Pos) -> io::Result<Option<RawLine>> {
        let open = || match self.disk.open(&self.path(pos.segment)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            file => file.map(Some),
        };
        if let Some(mut nearby) = self.nearby.as_deref().map(Nearby::of)
            && let Some(line) = nearby.line_at(pos, open)?
        {
            return Ok(Some(line));
        }
        open()?.map_or(Ok(None), |file| LineReader::new(file, pos).next_line())
    }

    /// Returns the line that ends, with its newline, at `end`.
    pub fn line_before(&self, end: Pos) -> io::Result<Option<Vec<u8>>> {
        let file = match self.disk.open(&self.path(end.segment)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            file => file?,
        };
        let mut length = end.offset.min(READ_FIRST as u64);
        loop {
            let start = end.offset - length;
            let mut bytes = vec![0; usize::try_from(length).unwrap_or(0)];
            let read = disk::read_at(&*file, &mut bytes, start)?;
            let Some((b'\n', line)) = bytes.get(..read).and_then(<[u8]>::split_last) else {
                return Ok(None);
            };
            match line.iter().rposition(|byte| *byte == b'\n') {
                Some(before) => return Ok(line.get(before + 1..).map(<[u8]>::to_vec)),
                None if start == 0 => return Ok(Some(line.to_vec())),
                None if length > LONGEST_LINE => return Ok(None),
                None => length = end.offset.min(length * 8),
            }
        }
    }

    /// Iterates over the lines from `from` on, without blank ones.
    pub fn lines(&self, from: Pos) -> io::Result<SegmentLines> {
        let later = self.segments()?.into_iter().filter(|first| *first >= from.segment).rev();
        Ok(SegmentLines { reader: self.clone(), later: later.collect(), from, current: None })
    }
}

/// The lines of all segments from a position on.
pub struct SegmentLines {
    reader: SegmentReader,
    later: Vec<u64>,
    from: Pos,
    current: Option<LineReader>,
}

impl SegmentLines {
    /// The next line that is not blank.
    pub fn next_line(&mut self) -> io::Result<Option<RawLine>> {
        loop {
            if let Some(current) = &mut self.current {
                match current.next_line()? {
                    Some(line) if line.bytes.is_empty() => continue,
                    Some(line) => return Ok(Some(line)),
                    None => self.current = None,
                }
            }
            let Some(first) = self.later.pop() else { return Ok(None) };
            let file = self.reader.disk.open(&self.reader.path(first))?;
            let offset = if first == self.from.segment { self.from.offset } else { 0 };
            self.current = Some(LineReader::new(file, Pos { segment: first, offset }));
        }
    }
}

struct LineReader {
    file: Box<dyn DiskFile>,
    pos: Pos,
    buffer: Vec<u8>,
    start: usize,
    /// How much is read next: little at first, because few callers need more than one line.
    more: usize,
}

const READ_AT_ONCE: usize = 256 << 10;

/// How many bytes are read first: about a few lines.
const READ_FIRST: usize = 4 << 10;

impl LineReader {
    fn new(file: Box<dyn DiskFile>, pos: Pos) -> LineReader {
        LineReader { file, pos, buffer: Vec::new(), start: 0, more: READ_FIRST }
    }

    fn next_line(&mut self) -> io::Result<Option<RawLine>> {
        let mut seen = 0;
        loop {
            let rest = &self.buffer[self.start..];
            if let Some(length) = rest[seen..].iter().position(|byte| *byte == b'\n') {
                return Ok(Some(self.take(seen + length, true)));
            }
            seen = rest.len();
            if seen as u64 > LONGEST_LINE || self.fill()? == 0 {
                return Ok((seen > 0).then(|| self.take(seen, false)));
            }
        }
    }

    fn fill(&mut self) -> io::Result<usize> {
        self.buffer.drain(..self.start);
        self.start = 0;
        let (have, at) = (self.buffer.len(), self.pos.offset + self.buffer.len() as u64);
        self.buffer.resize(have + self.more, 0);
        self.more = READ_AT_ONCE.min(self.more * 4);
        let read = self.file.read_at(&mut self.buffer[have..], at)?;
        self.buffer.truncate(have + read);
        Ok(read)
    }

    fn take(&mut self, length: usize, ended: bool) -> RawLine {
        let bytes = self.buffer[self.start..self.start + length].to_vec();
        let line = RawLine { pos: self.pos, bytes, ended };
        self.start += length + usize::from(ended);
        self.pos = line.next();
        line
    }
}

/// The writing side: one folder, one writer.
pub struct Segments {
    reader: SegmentReader,
    rotate_at: u64,
    tail: Option<OpenEnd>,
    extension: usize,
}

struct OpenEnd {
    file: Box<dyn DiskFile>,
    first: u64,
    /// Where the next record goes.
    end: u64,
    /// The file's length; from `end` on it is newlines.
    length: u64,
    /// The last bytes before `end`, with the hash of the last record.
    last: Vec<u8>,
}

/// How many bytes before the end are compared before more is written: they hold the hash of an entry.
const COMPARED: usize = 80;

impl Segments {
    /// Continues writing at `end`, where the last good record ends, and cuts off what comes after it.
    /// `next` is the number of the next record: its segment may exist already. No other segment is
    /// removed.
    pub fn continue_at(reader: SegmentReader, end: Pos, next: u64) -> io::Result<Segments> {
        let mut segments = Segments { reader, rotate_at: ROTATE_AT, tail: None, extension: 0 };
        if next > end.segment && segments.reader.segments()?.contains(&next) {
            segments.disk().remove(&segments.reader.path(next))?;
            // If it came back after a crash, it would be taken for a part of the journal.
            segments.disk().sync_folder(&segments.reader.folder)?;
        }
        if end.segment > 0 {
            let file = segments.disk().open_or_create(&segments.reader.path(end.segment))?;
            let length = file.len()?;
            let mut last = vec![0; COMPARED.min(usize::try_from(end.offset).unwrap_or(COMPARED))];
            let from = end.offset - last.len() as u64;
            let read = disk::read_at(&*file, &mut last, from)?;
            last.truncate(read);
            segments.tail =
                Some(OpenEnd { file, first: end.segment, end: end.offset, length, last });
        }
        Ok(segments)
    }

    /// A writer that never writes.
    pub fn read_only(reader: SegmentReader) -> Segments {
        Segments { reader, rotate_at: ROTATE_AT, tail: None, extension: 0 }
    }

    /// Whether the open file is still the one of that name, and as it was left.
    pub fn is_in_place(&self) -> bool {
        self.tail.as_ref().is_none_or(|tail| {
            let named = self.reader.disk.identity(&self.reader.path(tail.first));
            matches!((named, tail.file.identity()), (Ok(named), Ok(own)) if named == own)
        }) && self.is_as_left().unwrap_or(false)
    }

    /// Whether the open file ends as this writer left it. A copy written over it keeps its identity.
    pub fn is_as_left(&self) -> io::Result<bool> {
        self.tail.as_ref().map_or(Ok(true), OpenEnd::is_as_left)
    }

    /// Rotates before [`ROTATE_AT`]; for tests.
    pub fn rotate_at(&mut self, bytes: u64) {
        self.rotate_at = bytes;
    }

    /// The reading side.
    pub fn reader(&self) -> &SegmentReader {
        &self.reader
    }

    fn disk(&self) -> Arc<dyn Disk> {
        self.reader.disk.clone()
    }

    /// The position of the next append if its first record is `first`.
    pub fn next_pos(&self, first: u64) -> Pos {
        match &self.tail {
            Some(tail) if tail.end < self.rotate_at => {
                Pos { segment: tail.first, offset: tail.end }
            }
            _ => Pos { segment: first, offset: 0 },
        }
    }

    /// Where the last record ended.
    pub fn end(&self) -> Pos {
        match &self.tail {
            Some(tail) => Pos { segment: tail.first, offset: tail.end },
            None => Pos::default(),
        }
    }

    /// Whether there is anything but blank space after the last record.
    pub fn has_stray_bytes(&self) -> io::Result<bool> {
        Ok(self.reader.lines(self.end())?.next_line()?.is_some())
    }

    /// Writes complete lines and syncs them. `first` is the number of the first record.
    pub fn append(&mut self, first: u64, lines: &[u8]) -> Result<(), AppendError> {
        let start = self.next_pos(first);
        if self.tail.as_ref().is_none_or(|tail| tail.first != start.segment) {
            self.rotate(first)?;
        }
        let ahead = EXTENSIONS[self.extension];
        let Some(tail) = &mut self.tail else {
            return Err(AppendError::NotWritten(io::ErrorKind::NotFound.into()));
        };
        let written = tail.write(lines, ahead);
        if let Err(error) = written {
            tail.cut_back().map_err(AppendError::Unknown)?;
            self.extension = 0;
            return Err(AppendError::NotWritten(error));
        }
        tail.file.sync().map_err(AppendError::Unknown)?;
        tail.end += lines.len() as u64;
        tail.remember(lines);
        self.extension = (self.extension + 1).min(EXTENSIONS.len() - 1);
        Ok(())
    }

    fn rotate(&mut self, first: u64) -> Result<(), AppendError> {
        self.trim().map_err(AppendError::NotWritten)?;
        let path = self.reader.path(first);
        let made = self.disk().open_or_create(&path).and_then(|file| {
            file.set_len(0)?;
            file.sync()?;
            self.disk().sync_folder(&self.reader.folder)?;
            Ok(file)
        });
        let file = made.map_err(AppendError::NotWritten)?;
        self.tail = Some(OpenEnd { file, first, end: 0, length: 0, last: Vec::new() });
        Ok(())
    }

    /// Trims the blank space at the end. Returns whether there was any.
    pub fn trim(&mut self) -> io::Result<bool> {
        match &mut self.tail {
            Some(tail) if tail.length != tail.end => tail.cut_back().map(|()| true),
            _ => Ok(false),
        }
    }
}

impl OpenEnd {
    fn write(&mut self, lines: &[u8], ahead: u64) -> io::Result<()> {
        let need = self.end + lines.len() as u64;
        self.file.write_at(lines, self.end)?;
        if need > self.length {
            let blank = vec![b'\n'; usize::try_from(ahead).unwrap_or(0)];
            // It is fine if there is no room for blank space: the lines themselves are written.
            let extended = self.file.write_at(&blank, need).is_ok();
            if !extended {
                self.file.set_len(need)?;
            }
            self.length = if extended { need + ahead } else { need };
        }
        Ok(())
    }

    /// Keeps the end of what was appended.
    fn remember(&mut self, lines: &[u8]) {
        self.last.extend_from_slice(&lines[lines.len().saturating_sub(COMPARED)..]);
        self.last.drain(..self.last.len().saturating_sub(COMPARED));
    }

    fn is_as_left(&self) -> io::Result<bool> {
        let mut last = vec![0; self.last.len()];
        let from = self.end.saturating_sub(last.len() as u64);
        let read = disk::read_at(&*self.file, &mut last, from)?;
        Ok(read == last.len() && last == self.last && self.file.len()? == self.length)
    }

    /// Cuts the file back to what was appended; never makes it longer.
    fn cut_back(&mut self) -> io::Result<()> {
        if self.file.len()? < self.end {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        self.file.set_len(self.end)?;
        // It is that long, even if the sync fails.
        self.length = self.end;
        self.file.sync()
    }
}
