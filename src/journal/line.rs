//! A line of the journal's files and its place. May use: std.

use serde::{Deserialize, Serialize};

/// The position of a record: its segment, by the number of the first record there, and the byte.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default, Serialize, Deserialize)]
pub struct Pos {
    /// The number of the segment's first record; 0 stands for "before any segment".
    pub segment: u64,
    /// The byte at which the record begins.
    pub offset: u64,
}

/// A line of a file, without its newline.
pub struct RawLine {
    /// Where it begins.
    pub pos: Pos,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Whether a newline ends it.
    pub ended: bool,
}

impl RawLine {
    /// The position after the line and its newline.
    pub fn next(&self) -> Pos {
        let offset = self.pos.offset + self.bytes.len() as u64 + u64::from(self.ended);
        Pos { segment: self.pos.segment, offset }
    }
}
