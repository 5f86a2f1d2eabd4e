//! A read-ahead buffer for lines that are read one by one and are close together: a page of
//! documents takes a few reads instead of one each. May use: std.

use std::io;
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::disk::{self, DiskFile};
use super::line::{Pos, RawLine};

/// How many bytes are read at once where lines follow each other: those of some dozens of documents.
const AT_ONCE: usize = 64 << 10;

/// How many bytes are read after a jump: a few lines. Where the next line is behind them, more is read each time.
const AFTER_JUMP: usize = 4 << 10;

/// How much more is read each time.
const GROWTH: usize = 4;

/// The buffer: some bytes of a segment, whose file stays open.
#[derive(Default)]
pub struct Nearby {
    segment: u64,
    start: u64,
    bytes: Vec<u8>,
    file: Option<(u64, Box<dyn DiskFile>)>,
}

impl Nearby {
    /// Locks `shared`. A reader that panicked cannot have left it inconsistent.
    pub fn of(shared: &Mutex<Nearby>) -> MutexGuard<'_, Nearby> {
        shared.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns the line at `pos`; `None` if it is longer than what is read at once, or the last one and not complete.
    /// `open` opens the file of the segment, if there is one.
    pub fn line_at(
        &mut self,
        pos: Pos,
        open: impl FnOnce() -> io::Result<Option<Box<dyn DiskFile>>>,
    ) -> io::Result<Option<RawLine>> {
        if let Some(line) = self.held(pos) {
            return Ok(Some(line));
        }
        let file = match self.file.take().filter(|(segment, _)| *segment == pos.segment) {
            Some((_, file)) => Some(file),
            None => open()?,
        };
        let Some(file) = file else { return Ok(None) };
        let (_, file) = &*self.file.insert((pos.segment, file));
        let end = self.start + self.bytes.len() as u64;
        let follows = pos.segment == self.segment
            && (self.start..=end + AFTER_JUMP as u64).contains(&pos.offset);
        let more = match follows {
            true => AT_ONCE.min(GROWTH * self.bytes.len()).max(AFTER_JUMP),
            false => AFTER_JUMP,
        };
        for length in [more, AT_ONCE] {
            self.bytes.resize(length, 0);
            let read = disk::read_at(&**file, &mut self.bytes, pos.offset);
            // After an error the buffer is empty.
            self.bytes.truncate(*read.as_ref().unwrap_or(&0));
            (self.segment, self.start) = (pos.segment, pos.offset);
            read?;
            if let Some(line) = line_in(&self.bytes, pos) {
                return Ok(Some(line));
            }
        }
        Ok(None)
    }

    /// The line at `pos`, if the buffer holds all of it, including its newline.
    fn held(&self, pos: Pos) -> Option<RawLine> {
        if pos.segment != self.segment || pos.offset < self.start {
            return None;
        }
        line_in(self.bytes.get(usize::try_from(pos.offset - self.start).ok()?..)?, pos)
    }
}

/// The first line of some bytes, if they hold all of it.
fn line_in(bytes: &[u8], pos: Pos) -> Option<RawLine> {
    let length = memchr::memchr(b'\n', bytes)?;
    Some(RawLine { pos, bytes: bytes.get(..length)?.to_vec(), ended: true })
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
        let (some, few) = ("y".repeat(AFTER_JUMP + 3), "z".repeat(AFTER_JUMP / 2));
        let mut lines = vec!["a", "", "bb", &long, "c", &some, "d"];
        lines.extend(std::iter::repeat_n(few.as_str(), 40));
        lines.push("the end has no newline");
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
        let far = places.clone().into_iter().step_by(9);
        for pos in places.into_iter().chain(back).chain(far) {
            let read = |reader: &SegmentReader| {
                reader.line_at(pos).unwrap().map(|line| (line.pos, line.bytes, line.ended))
            };
            assert_eq!(read(&ahead), read(&reader), "{pos:?}");
        }
    }
}
