//! Where rows come from. A source is read once from its beginning, and its rows are found again by
//! their place, so that no source has to be held in memory as cells. A text file is one
//! ([`ImportTable`](super::table::ImportTable)); a sheet of a workbook or a bank's statement is another. May use:
//! domain, csv, why rows are left out.

use std::collections::HashMap;
use std::io;

use crate::domain::{Refusal, Rule};
use crate::exchange::reading::LeftOut;

/// The most columns a file may have.
pub const MOST_COLUMNS: usize = 1_000;

/// The longest cell that is read; a quote that never closes makes one that is longer.
pub const LONGEST_CELL: usize = 64 << 10;

/// Rows with a header.
pub trait Source: Send {
    /// The columns' names.
    fn head(&self) -> &[String];

    /// Reads the next row; rows in which nothing stands are passed over.
    fn next_row(&mut self) -> Result<Option<NextRow>, io::Error>;

    /// The cells of the row that was read last.
    fn cells(&self) -> &csv::StringRecord;

    /// Reads a row again.
    fn row_at(&mut self, place: RowPlace) -> Result<&csv::StringRecord, io::Error>;

    /// The cells of a row that could not be read as one ([`NextRow::Quote`]), as far as they can be told.
    fn cells_of_broken(&self, place: RowPlace) -> csv::StringRecord;

    /// The same row as it stands there.
    fn as_it_stands(&self, place: RowPlace) -> &str;

    /// Goes back to the first row.
    fn rewind(&mut self) -> Result<(), io::Error>;

    /// Which cells of the row that was read last are numbers or dates of their own kind, not text:
    /// plain notation and ISO dates. None are in a text file.
    fn typed(&self) -> &[bool] {
        &[]
    }

    /// The same rows, read apart from this one. What they are read from is shared.
    fn another(&self) -> Box<dyn Source>;
}

/// Where a row begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RowPlace {
    /// Where, as the source counts: a byte, a row of a sheet.
    pub at: u64,
    /// The line, the head's being 1.
    pub line: u64,
}

/// What the next row is.
pub enum NextRow {
    /// A row.
    Row(RowPlace),
    /// A line that is no row: a quote opens in it that never closes where the row should end.
    Quote(RowPlace),
    /// A row of more columns than any file may have.
    Wide(RowPlace, usize),
    /// A row with something in cells that the header has no columns for.
    Beyond(RowPlace),
    /// A line that is not written as the rest of the file is.
    Encoding(RowPlace),
}

/// A source without the rows that are none of its table: sums, footers, the header again.
pub struct Without {
    /// All rows.
    pub inner: Box<dyn Source>,
    /// The lines of those that are passed over.
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

/// A refusal of the file as a whole.
pub(super) fn unusable(rule: Rule, field: &str, given: impl ToString) -> Refusal {
    Refusal::new(rule, field).with("given", given.to_string())
}
