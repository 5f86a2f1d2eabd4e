//! What was said about how a file is read; it goes over what is found. May use: the mapping, the readings.

use crate::exchange::reading::evidence::SaidOfFile;

use super::Kind;
use super::dates::DateFormat;
use super::decisions::Decisions;
use super::mapping::Mapping;

/// What was said about a file.
#[derive(Clone, Default)]
pub struct Wish {
    /// What it holds.
    pub kind: Option<Kind>,
    /// Which sheet of a workbook.
    pub sheet: Option<String>,
    /// Where fields come from.
    pub mapping: Mapping,
    /// How all dates are written.
    pub format: Option<DateFormat>,
    /// What stands before the decimals, and what `CR` means.
    pub said: SaidOfFile,
    /// The file's name, without its ending.
    pub name: String,
    /// What was decided about the last file with the same columns; what the file shows goes over it.
    pub last: Option<Decisions>,
}
