//! A read-ahead buffer for lines that are read one by one and are close together: a page of
//! documents takes a few reads instead of one each. May use: std.

use std::io;
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::disk::{self, DiskFile};
use super::line::{Pos, RawLine};

/// How many bytes are read at once: the lines of some dozens of documents.
const AT_ONCE: usize = 64 << 10;

/// The buffer: some bytes of a segment.
#[derive(Default)]
pub struct Nearby {
    segment: u64,
    start: u64,
    bytes: Vec<u8>,
}

impl Nearby {
    /// Locks `shared`. A reader that panicked cannot have left it inconsistent.
    pub fn of(shared: &Mutex<Nearby>) -> MutexGuard<'_, Nearby> {
        shared.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns the line at `pos`, if the buffer holds all of it, including its newline.
    pub fn line_at(&self, pos: Pos) -> Option<RawLine> {
        if pos.segment != self.segment || pos.offset < self.start {
            return None;
        }
        let rest = self.bytes.get(usize::try_from(pos.offset - self.start).ok()?..)?;
        let length = memchr::memchr(b'\n', rest)?;
        let bytes = rest.get(..length)?.to_vec();
        Some(RawLine { pos, bytes, ended: true })
    }

    /// Fills the buffer from `file` at `pos`.
    pub fn read(&mut self, file: &dyn DiskFile, pos: Pos) -> io::Result<()> {
        self.bytes.resize(AT_ONCE, 0);
        let read = disk::read_at(file, &mut self.bytes, pos.offset);
        // After an error the buffer is empty.
        self.bytes.truncate(*read.as_ref().unwrap_or(&0));
        (self.segment, self.start) = (pos.segment, pos.offset);
        read.map(drop)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::journal::segments::SegmentReader;
    use crate::journal::{RealDisk, create};

    #[test]
    fn lines_are_the_same_near_or_far() {
        let folder = tempfile::tempdir().unwrap();
        create(&RealDisk, folder.path()).unwrap();
        let reader = SegmentReader::new(RealDisk::shared(), folder.path().join("journal"));
        let long = "x".repeat(AT_ONCE + 7);
        let lines = ["a", "", "bb", &long, "c", "the end has no newline"];
        std::fs::write(reader.path(1), lines.join("\n")).unwrap();
        std::fs::write(reader.path(7), "another\n").unwrap();
        let ahead = reader.reading_ahead();
        let mut places: Vec<Pos> = lines
            .iter()
            .scan(0, |offset, line| {
                let pos = Pos { segment: 1, offset: *offset };
                *offset += line.len() as u64 + 1;
                Some(pos)
            })
            .collect();
        places.push(Pos { segment: 7, offset: 0 });
        places.push(Pos { segment: 7, offset: 99 });
        places.push(Pos { segment: 8, offset: 0 });
        let back = places.clone().into_iter().rev();
        for pos in places.into_iter().chain(back) {
            let read = |reader: &SegmentReader| {
                reader.line_at(pos).unwrap().map(|line| (line.pos, line.bytes, line.ended))
            };
            assert_eq!(read(&ahead), read(&reader), "{pos:?}");
        }
    }
}
