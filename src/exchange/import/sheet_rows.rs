//! The rows of a sheet in memory, packed, because a sheet may have a million of them. May use: the
//! source that they are, domain.

use std::io;
use std::ops::Range;
use std::sync::Arc;

use crate::domain::{Refusal, Rule};

use super::source::{MOST_COLUMNS, NextRow, RowPlace, Source, unusable};
use super::unpacked::{too_much, unreadable};

/// The most bytes that the packed rows of a sheet may take.
const MOST_HELD: usize = 128 << 20;

/// How many bytes are allocated at once: one large allocation would be copied whenever it grows.
const BLOCK: usize = 1 << 20;

/// The rows of a sheet as bytes: for each row its number and its number of cells; for each cell its
/// column with its type, its length and its text. Numbers take seven bits per byte, the lowest first.
#[derive(Default)]
pub struct SheetRows {
    /// Complete rows.
    blocks: Vec<Vec<u8>>,
    /// The offset of each block among all bytes.
    begins: Vec<usize>,
    /// The cells of the current row: column, type, and the place of the text.
    row: Vec<(u32, bool, Range<usize>)>,
    /// Their texts.
    text: String,
    /// The number of the current row.
    at: u32,
    count: usize,
    held: usize,
}

impl SheetRows {
    /// Adds a cell. Rows must come in order.
    pub(super) fn put(
        &mut self,
        row: u32,
        column: u32,
        text: &str,
        is_typed: bool,
    ) -> Result<(), Refusal> {
        if row != self.at {
            self.end();
            self.at = row;
        }
        if usize::try_from(column).is_ok_and(|column| column >= MOST_COLUMNS) {
            let refusal = unusable(Rule::ImportTooManyColumns, "file", "more");
            return Err(refusal.with("most", MOST_COLUMNS));
        }
        if self.held + self.text.len() > MOST_HELD || self.row.len() > MOST_COLUMNS {
            return Err(too_much());
        }
        let from = self.text.len();
        self.text.push_str(text);
        self.row.push((column, is_typed, from..self.text.len()));
        Ok(())
    }

    /// Ends the current row.
    pub(super) fn end(&mut self) {
        if self.row.is_empty() {
            return;
        }
        self.row.sort_by_key(|(column, _, _)| *column);
        self.count += 1;
        // No number takes more than five bytes.
        let most = 10 + 10 * self.row.len() + self.text.len();
        if self.blocks.last().is_none_or(|block| block.len() + most > BLOCK) {
            self.blocks.push(Vec::with_capacity(BLOCK.max(most)));
            self.begins.push(self.held);
        }
        if let Some(block) = self.blocks.last_mut() {
            let before = block.len();
            put_number(block, self.at + 1);
            put_number(block, u32::try_from(self.row.len()).unwrap_or(0));
            for (column, is_typed, text) in &self.row {
                let text = self.text.get(text.clone()).unwrap_or_default();
                put_number(block, column << 1 | u32::from(*is_typed));
                put_number(block, u32::try_from(text.len()).unwrap_or(0));
                block.extend_from_slice(text.as_bytes());
            }
            self.held += block.len() - before;
        }
        self.row.clear();
        self.text.clear();
    }

    /// How many rows are complete.
    pub(super) fn count(&self) -> usize {
        self.count
    }

    /// The bytes from an offset to the end of its block.
    fn bytes_from(&self, at: usize) -> Option<&[u8]> {
        let block = self.begins.partition_point(|begin| *begin <= at).checked_sub(1)?;
        self.blocks.get(block)?.get(at - self.begins.get(block)?..)
    }

    /// Reads the row that begins at an offset: its cells, and which of them have a type of their own.
    /// Returns its line and the offset of the next row.
    fn read(
        &self,
        at: usize,
        cells: &mut csv::StringRecord,
        typed: &mut Vec<bool>,
    ) -> Option<(u64, usize)> {
        let all = self.bytes_from(at)?;
        let mut rest = all;
        let (line, count) = (number(&mut rest)?, number(&mut rest)?);
        cells.clear();
        typed.clear();
        for _ in 0..count {
            let (head, length) = (number(&mut rest)?, number(&mut rest)?);
            let (text, behind) = rest.split_at_checked(length)?;
            rest = behind;
            while typed.len() < head >> 1 {
                cells.push_field("");
                typed.push(false);
            }
            if typed.len() == head >> 1 {
                cells.push_field(std::str::from_utf8(text).unwrap_or_default());
                typed.push(head & 1 == 1);
            }
        }
        Some((line as u64, at + all.len() - rest.len()))
    }

    /// The first rows, with their offsets and lines.
    pub fn first(&self, most: usize) -> Vec<(usize, u64, Vec<String>)> {
        let (mut cells, mut typed) = (csv::StringRecord::new(), Vec::new());
        let mut rows = Vec::new();
        let mut at = 0;
        while rows.len() < most
            && let Some((line, next)) = self.read(at, &mut cells, &mut typed)
        {
            rows.push((at, line, cells.iter().map(str::to_string).collect()));
            at = next;
        }
        rows
    }
}

fn put_number(bytes: &mut Vec<u8>, mut number: u32) {
    while number >= 0x80 {
        bytes.push(number.to_le_bytes()[0] | 0x80);
        number >>= 7;
    }
    bytes.push(number.to_le_bytes()[0]);
}

/// Takes a number off the front of some bytes.
fn number(bytes: &mut &[u8]) -> Option<usize> {
    let mut number = 0;
    for shift in (0..35).step_by(7) {
        let (first, behind) = bytes.split_first()?;
        *bytes = behind;
        number |= usize::from(first & 0x7f) << shift;
        if first & 0x80 == 0 {
            return Some(number);
        }
    }
    None
}

/// A sheet below its header.
pub struct SheetSource {
    rows: Arc<SheetRows>,
    head: Vec<String>,
    first: usize,
    next: usize,
    record: csv::StringRecord,
    typed: Vec<bool>,
}

impl SheetSource {
    /// The sheet whose header begins at this offset.
    pub fn below(rows: Arc<SheetRows>, header: usize) -> Result<SheetSource, Refusal> {
        let (mut record, mut typed) = (csv::StringRecord::new(), Vec::new());
        let head = rows.read(header, &mut record, &mut typed);
        let (_, first) = head.ok_or_else(|| unreadable("no_header"))?;
        let head = record.iter().map(str::to_string).collect();
        Ok(SheetSource { rows, head, first, next: first, record, typed })
    }
}

impl Source for SheetSource {
    fn head(&self) -> &[String] {
        &self.head
    }

    fn next_row(&mut self) -> Result<Option<NextRow>, io::Error> {
        let row = self.rows.read(self.next, &mut self.record, &mut self.typed);
        let Some((line, next)) = row else { return Ok(None) };
        let place = RowPlace { at: self.next as u64, line };
        self.next = next;
        let is_beyond = self.record.len() > self.head.len();
        Ok(Some(if is_beyond { NextRow::Beyond(place) } else { NextRow::Row(place) }))
    }

    fn cells(&self) -> &csv::StringRecord {
        &self.record
    }

    fn row_at(&mut self, place: RowPlace) -> Result<&csv::StringRecord, io::Error> {
        let at = usize::try_from(place.at).ok();
        let row = at.and_then(|at| self.rows.read(at, &mut self.record, &mut self.typed));
        row.ok_or(io::ErrorKind::InvalidInput)?;
        Ok(&self.record)
    }

    fn cells_of_broken(&self, _: RowPlace) -> csv::StringRecord {
        self.record.clone()
    }

    fn as_it_stands(&self, _: RowPlace) -> &'static str {
        ""
    }

    fn rewind(&mut self) -> Result<(), io::Error> {
        self.next = self.first;
        Ok(())
    }

    fn typed(&self) -> &[bool] {
        &self.typed
    }

    fn another(&self) -> Box<dyn Source> {
        let (rows, head) = (self.rows.clone(), self.head.clone());
        let (record, typed) = (csv::StringRecord::new(), Vec::new());
        Box::new(SheetSource { rows, head, first: self.first, next: self.first, record, typed })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_found_again_with_their_kinds() {
        let mut rows = SheetRows::default();
        for (row, column, text, is_typed) in [
            (0, 0, "Name", false),
            (0, 1, "Total", false),
            (4, 1, "12.5", true),
            (7, 0, "x", false),
        ] {
            rows.put(row, column, text, is_typed).unwrap();
        }
        rows.end();
        let mut sheet = SheetSource::below(Arc::new(rows), 0).unwrap();
        assert_eq!(sheet.head(), ["Name", "Total"]);
        let Ok(Some(NextRow::Row(place))) = sheet.next_row() else { panic!() };
        assert_eq!((place.line, sheet.typed()), (5, &[false, true][..]));
        assert!(matches!(sheet.next_row(), Ok(Some(NextRow::Row(RowPlace { line: 8, .. })))));
        assert!(matches!(sheet.next_row(), Ok(None)));
        assert_eq!(sheet.row_at(place).unwrap(), vec!["", "12.5"]);
    }

    #[test]
    fn rows_are_found_again_across_blocks() {
        let mut rows = SheetRows::default();
        let long = "x".repeat(60_000);
        for row in 0..100 {
            rows.put(row, 0, &row.to_string(), true).unwrap();
            rows.put(row, 300, &long, false).unwrap();
        }
        rows.end();
        assert!(rows.blocks.len() > 4, "{}", rows.blocks.len());
        let mut sheet = SheetSource::below(Arc::new(rows), 0).unwrap();
        let mut places = Vec::new();
        while let Some(NextRow::Row(place)) = sheet.next_row().unwrap() {
            places.push(place);
        }
        assert_eq!(places.len(), 99);
        let mut other = sheet.another();
        for place in places.into_iter().rev() {
            let row = other.row_at(place).unwrap();
            assert_eq!((&row[0], row[300].len()), (&*(place.line - 1).to_string(), 60_000));
        }
    }

    #[test]
    fn a_sheet_that_takes_too_much_is_refused() {
        let mut rows = SheetRows::default();
        let long = "x".repeat(60_000);
        let refused = (0..3_000).find_map(|row| rows.put(row, 0, &long, false).err());
        assert_eq!(refused.map(|it| it.rule), Some(Rule::ImportTooLarge));
    }
}
