//! Sources of rows. A source is read once from its beginning, and its rows are found again by their
//! places, so that no source has to be in memory as cells. A text file
//! ([`ImportTable`](super::table::ImportTable)) is one; a sheet of a workbook or a bank's statement is
//! another. May use: domain, csv, why rows are left out.

use std::collections::HashMap;
use std::io;

use crate::domain::{Refusal, Rule};
use crate::exchange::reading::LeftOut;

/// The most columns a file may have.
pub const MOST_COLUMNS: usize = 1_000;

/// The longest cell that is read; a quote that is never closed makes a longer one.
pub const LONGEST_CELL: usize = 64 << 10;

/// Rows with a header.
pub trait Source: Send {
    /// The names of the columns.
    fn head(&self) -> &[String];

    /// Reads the next row, skipping empty ones.
    fn next_row(&mut self) -> Result<Option<NextRow>, io::Error>;

    /// The cells of the last row.
    fn cells(&self) -> &csv::StringRecord;

    /// Reads a row again.
    fn row_at(&mut self, place: RowPlace) -> Result<&csv::StringRecord, io::Error>;

    /// The cells of a row that could not be read as one ([`NextRow::Quote`]), as far as they can be
    /// recognised.
    fn cells_of_broken(&self, place: RowPlace) -> csv::StringRecord;

    /// The text of the last row as it is in the file.
    fn as_it_stands(&self, place: RowPlace) -> &str;

    /// Goes back to the first row.
    fn rewind(&mut self) -> Result<(), io::Error>;

    /// Which cells of the last row have the type number or date instead of text; they are in plain
    /// notation or ISO dates. A text file has none.
    fn typed(&self) -> &[bool] {
        &[]
    }

    /// Another reader of the same rows, which shares their content.
    fn another(&self) -> Box<dyn Source>;
}

/// The place of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RowPlace {
    /// The offset in the units of the source: a byte, or a row of a sheet.
    pub at: u64,
    /// The line, counted from 1 for the header.
    pub line: u64,
}

/// The kind of the next row.
pub enum NextRow {
    /// A row.
    Row(RowPlace),
    /// A line with a quote that is not closed where the row should end.
    Quote(RowPlace),
    /// A row with more columns than any file may have.
    Wide(RowPlace, usize),
    /// A row with text in cells for which the header has no columns.
    Beyond(RowPlace),
    /// A line in another encoding than the rest of the file.
    Encoding(RowPlace),
}

/// A source without the rows that don't belong to its table: totals, footers, the header again.
pub struct Without {
    /// All rows.
    pub inner: Box<dyn Source>,
    /// The lines of the rows left out.
    pub left: HashMap<u64, LeftOut>,
}

impl Source for Without {
    fn head(&self) -> &[String] {
        self.inner.head()
    }

    fn next_row(&mut self) -> Result<Option<NextRow>, io::Error> {
        loop {
            let next = self.inner.next_row()?;
            match &next {
                Some(NextRow::Row(place)) if self.left.contains_key(&place.line) => {}
                _ => return Ok(next),
            }
        }
    }

    fn cells(&self) -> &csv::StringRecord {
        self.inner.cells()
    }

    fn row_at(&mut self, place: RowPlace) -> Result<&csv::StringRecord, io::Error> {
        self.inner.row_at(place)
    }

    fn cells_of_broken(&self, place: RowPlace) -> csv::StringRecord {
        self.inner.cells_of_broken(place)
    }

    fn as_it_stands(&self, place: RowPlace) -> &str {
        self.inner.as_it_stands(place)
    }

    fn rewind(&mut self) -> Result<(), io::Error> {
        self.inner.rewind()
    }

    fn typed(&self) -> &[bool] {
        self.inner.typed()
    }

    fn another(&self) -> Box<dyn Source> {
        Box::new(Without { inner: self.inner.another(), left: self.left.clone() })
    }
}

/// A refusal of the whole file.
pub(super) fn unusable(rule: Rule, field: &str, given: impl ToString) -> Refusal {
    Refusal::new(rule, field).with("given", given.to_string())
}
