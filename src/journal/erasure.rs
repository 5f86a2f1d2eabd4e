//! Erases private records: replaces each line with one of the same length that says so, in a new
//! file that replaces the old one. May use: the rest of the journal.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;

use super::disk;
use super::entry::PrivateRecord;
use super::line::Pos;
use super::segments::{AppendError, Segments};
use super::{Journal, JournalReader};

impl JournalReader {
    /// Whether the private record of entry `seq` at `pos` is not erased yet.
    pub fn is_private_there(&self, seq: u64, pos: Pos) -> io::Result<bool> {
        let line = self.privates.line_at(pos)?;
        let record = line.and_then(|line| PrivateRecord::read(&line.bytes).ok());
        Ok(record.is_some_and(|record| record.seq == seq && !record.erased))
    }
}

impl Journal {
    /// Erases the private records of these entries and returns how many were erased. A line that is
    /// not the record of its entry is left alone. A crash leaves complete files, the old ones or
    /// the new ones.
    pub fn erase(&mut self, records: &[(u64, Pos)]) -> Result<u64, AppendError> {
        let mut files: BTreeMap<u64, Vec<(u64, Pos)>> = BTreeMap::new();
        for (seq, pos) in records {
            if self.reader.is_private_there(*seq, *pos).map_err(AppendError::NotWritten)? {
                files.entry(pos.segment).or_default().push((*seq, *pos));
            }
        }
        if !files.is_empty() && !self.is_in_place() {
            return Err(AppendError::Moved);
        }
        let mut erased = 0;
        for (segment, records) in files {
            erased += self.erase_in(segment, &records)?;
        }
        Ok(erased)
    }

    fn erase_in(&mut self, segment: u64, records: &[(u64, Pos)]) -> Result<u64, AppendError> {
        let path = self.reader.privates.path(segment);
        let read = disk::read_whole(&*self.disk, &path).map_err(AppendError::NotWritten)?;
        let Some(mut bytes) = read else { return Ok(0) };
        let mut erased = 0;
        for (seq, pos) in records {
            let start = usize::try_from(pos.offset).unwrap_or(usize::MAX);
            let Some(rest) = bytes.get_mut(start..) else { continue };
            let length = rest.iter().position(|byte| *byte == b'\n').unwrap_or(rest.len());
            if let Some(line) = PrivateRecord::erased_line(*seq, length)
                && let Some(place) = rest.get_mut(..length)
            {
                place.copy_from_slice(&line);
                erased += 1;
            }
        }
        self.replace_private(&path, &bytes)?;
        if self.privates.end().segment == segment {
            // From here on records are written to the new file.
            let end = self.privates.end();
            let next = self.at.head.seq + 1;
            let again = Segments::continue_at(self.reader.privates.clone(), end, next);
            self.privates = again.map_err(AppendError::Unknown)?;
        }
        Ok(erased)
    }

    /// Replaces a file of private records with a new one. After the rename nothing may be written
    /// until it is synced: a crash could bring back the old file without later records.
    fn replace_private(&self, path: &Path, bytes: &[u8]) -> Result<(), AppendError> {
        let beside = path.with_extension("new");
        let made = self.disk.open_or_create(&beside).and_then(|file| {
            file.set_len(0)?;
            file.write_at(bytes, 0)?;
            file.sync()?;
            self.disk.rename(&beside, path)
        });
        made.map_err(AppendError::NotWritten)?;
        self.disk.sync_folder(self.reader.privates.folder()).map_err(AppendError::Unknown)
    }
}
