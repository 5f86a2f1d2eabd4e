//! Workbooks: sheets of `.xlsx` and `.ods` files as rows. What a file unpacks to is bounded before
//! anything of it is parsed. May use: the source that it is, domain, calamine.

use std::io::{self, Cursor};
use std::sync::Arc;

use calamine::{Data, DataRef, ExcelDateTime, Ods, Reader, Xlsx};

use crate::domain::{Refusal, Rule};

use super::source::{LONGEST_CELL, MOST_COLUMNS, NextRow, RowPlace, Source, unusable};
use super::unpacked::{checked, too_much, unreadable};

/// The most that the texts of all cells may take, and the rows as they are held.
const MOST_HELD: u64 = 128 << 20;

/// A file's bytes, held once however many look at them.
#[derive(Clone)]
pub struct PackedBytes(Arc<Vec<u8>>);

impl AsRef<[u8]> for PackedBytes {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

type PackedCursor = Cursor<PackedBytes>;

/// A workbook whose parts are known to be within bounds.
pub enum Workbook {
    /// Of Excel.
    Xlsx(Box<Xlsx<PackedCursor>>),
    /// Of OpenDocument.
    Ods(Box<Ods<PackedCursor>>),
}

impl Workbook {
    /// Opens a workbook. Refused where it is damaged, protected, or unpacks to more than is read.
    pub fn open(bytes: Vec<u8>) -> Result<Workbook, Refusal> {
        let is_ods = checked(&bytes)?;
        let bytes = Cursor::new(PackedBytes(Arc::new(bytes)));
        match is_ods {
            true => Ok(Workbook::Ods(Box::new(Ods::new(bytes).map_err(unreadable)?))),
            false => Ok(Workbook::Xlsx(Box::new(Xlsx::new(bytes).map_err(unreadable)?))),
        }
    }

    /// The names of its sheets, in their order.
    pub fn sheets(&self) -> Vec<String> {
        match self {
            Workbook::Xlsx(book) => book.sheet_names(),
            Workbook::Ods(book) => book.sheet_names(),
        }
    }

    /// The rows of a sheet, at most the first so many.
    pub fn rows(&mut self, sheet: &str, most: usize) -> Result<SheetRows, Refusal> {
        let mut rows = SheetRows::default();
        match self {
            Workbook::Xlsx(book) => {
                let mut cells = book.worksheet_cells_reader(sheet).map_err(unreadable)?;
                while let Some(cell) = cells.next_cell().map_err(unreadable)? {
                    let (row, column) = cell.get_position();
                    if let Some((text, is_typed)) = cell_text(cell.get_value())? {
                        rows.put(row, column, &text, is_typed)?;
                    }
                    if rows.count > most {
                        break;
                    }
                }
            }
            Workbook::Ods(book) => {
                let range = book.worksheet_range(sheet).map_err(unreadable)?;
                let (above, left) = range.start().unwrap_or_default();
                for (row, column, value) in range.used_cells() {
                    let at = |place: usize, from: u32| u32::try_from(place).map(|it| it + from);
                    let (Ok(row), Ok(column)) = (at(row, above), at(column, left)) else { break };
                    if let Some((text, is_typed)) = cell_text(&DataRef::from_data(value))? {
                        rows.put(row, column, &text, is_typed)?;
                    }
                    if rows.count > most {
                        break;
                    }
                }
            }
        }
        rows.end();
        Ok(rows)
    }
}

/// The same value by reference, so that both kinds of workbook are read by one function.
trait FromData<'a> {
    fn from_data(data: &'a Data) -> DataRef<'a>;
}

impl<'a> FromData<'a> for DataRef<'a> {
    fn from_data(data: &'a Data) -> DataRef<'a> {
        match data {
            Data::Int(number) => DataRef::Int(*number),
            Data::Float(number) => DataRef::Float(*number),
            Data::String(text) => DataRef::SharedString(text),
            Data::Bool(yes) => DataRef::Bool(*yes),
            Data::DateTime(moment) => DataRef::DateTime(*moment),
            Data::DateTimeIso(text) => DataRef::DateTimeIso(text.clone()),
            Data::DurationIso(text) => DataRef::DurationIso(text.clone()),
            Data::Error(error) => DataRef::Error(error.clone()),
            Data::Empty => DataRef::Empty,
        }
    }
}

/// A cell's text, and whether it is a number or a date of its own kind.
fn cell_text(value: &DataRef) -> Result<Option<(String, bool)>, Refusal> {
    let (text, is_typed) = match value {
        DataRef::Empty => return Ok(None),
        DataRef::Int(number) => (number.to_string(), true),
        DataRef::Float(number) => (plain(*number), true),
        DataRef::String(text) | DataRef::DurationIso(text) => (text.clone(), false),
        DataRef::SharedString(text) => ((*text).to_string(), false),
        DataRef::Bool(yes) => ((if *yes { "yes" } else { "no" }).to_string(), false),
        DataRef::DateTime(moment) if moment.is_datetime() => (iso(moment), true),
        DataRef::DateTime(moment) => (plain(moment.as_f64()), true),
        DataRef::DateTimeIso(text) => (text.clone(), true),
        DataRef::Error(error) => (error.to_string(), false),
    };
    if text.len() > LONGEST_CELL {
        return Err(unreadable("a cell of it is longer than 64 KiB"));
    }
    Ok(Some((text.trim().to_string(), is_typed)).filter(|(text, _)| !text.is_empty()))
}

/// The day of a moment, and its time where it has one.
fn iso(moment: &ExcelDateTime) -> String {
    let (year, month, day, hours, minutes, seconds, _) = moment.to_ymd_hms_milli();
    match (hours, minutes, seconds) {
        (0, 0, 0) => format!("{year:04}-{month:02}-{day:02}"),
        _ => format!("{year:04}-{month:02}-{day:02} {hours:02}:{minutes:02}:{seconds:02}"),
    }
}

/// A number in plain notation, to the fifteen digits that a spreadsheet shows of it.
fn plain(number: f64) -> String {
    if !number.is_finite() || number.abs() >= 1e28 {
        return number.to_string();
    }
    let whole = number.abs().trunc().to_string().trim_start_matches('0').len();
    let decimals = 15_usize.saturating_sub(whole);
    let text = format!("{number:.decimals$}");
    let text = match text.contains('.') {
        true => text.trim_end_matches('0').trim_end_matches('.'),
        false => &text,
    };
    if text == "-0" { "0".into() } else { text.into() }
}

/// The rows of a sheet, as bytes: per row its number and how many cells it has, per cell its column,
/// its kind, its length and its text.
#[derive(Default, Clone)]
pub struct SheetRows {
    bytes: Vec<u8>,
    /// The row that is being put together.
    row: Vec<(u32, bool, String)>,
    at: u32,
    count: usize,
}

impl SheetRows {
    fn put(&mut self, row: u32, column: u32, text: &str, is_typed: bool) -> Result<(), Refusal> {
        if row != self.at {
            self.end();
            self.at = row;
        }
        if usize::try_from(column).is_ok_and(|column| column >= MOST_COLUMNS) {
            let refusal = unusable(Rule::ImportTooManyColumns, "file", column + 1);
            return Err(refusal.with("most", MOST_COLUMNS));
        }
        if self.bytes.len() as u64 > MOST_HELD || self.row.len() > MOST_COLUMNS {
            return Err(too_much());
        }
        self.row.push((column, is_typed, text.to_string()));
        Ok(())
    }

    /// Ends the row that is being put together.
    fn end(&mut self) {
        if self.row.is_empty() {
            return;
        }
        self.row.sort_by_key(|(column, _, _)| *column);
        self.count += 1;
        let row = std::mem::take(&mut self.row);
        self.number(self.at + 1);
        self.number(u32::try_from(row.len()).unwrap_or(0));
        for (column, is_typed, text) in row {
            self.number(column << 1 | u32::from(is_typed));
            self.number(u32::try_from(text.len()).unwrap_or(0));
            self.bytes.extend_from_slice(text.as_bytes());
        }
    }

    fn number(&mut self, number: u32) {
        self.bytes.extend_from_slice(&number.to_le_bytes());
    }

    /// The number that stands at a byte, which is moved behind it.
    fn number_at(&self, at: &mut usize) -> Option<usize> {
        let four = self.bytes.get(*at..*at + 4)?;
        *at += 4;
        usize::try_from(u32::from_le_bytes(four.try_into().ok()?)).ok()
    }

    /// The row that begins at a byte: its line, its cells, which of them are typed, and where the next
    /// begins.
    fn at(&self, from: usize) -> Option<SheetRow> {
        let mut at = from;
        let (line, count) = (self.number_at(&mut at)? as u64, self.number_at(&mut at)?);
        let (mut cells, mut typed) = (csv::StringRecord::new(), Vec::new());
        for _ in 0..count {
            let (head, length) = (self.number_at(&mut at)?, self.number_at(&mut at)?);
            let text = self.bytes.get(at..at + length)?;
            at += length;
            while typed.len() < head >> 1 {
                cells.push_field("");
                typed.push(false);
            }
            if typed.len() == head >> 1 {
                cells.push_field(std::str::from_utf8(text).unwrap_or_default());
                typed.push(head & 1 == 1);
            }
        }
        Some(SheetRow { line, cells, typed, next: at })
    }

    /// The first rows with where they begin.
    pub fn first(&self, most: usize) -> Vec<(usize, u64, Vec<String>)> {
        let mut rows = Vec::new();
        let mut at = 0;
        while let Some(row) = self.at(at).filter(|_| rows.len() < most) {
            rows.push((at, row.line, row.cells.iter().map(str::to_string).collect()));
            at = row.next;
        }
        rows
    }
}

struct SheetRow {
    line: u64,
    cells: csv::StringRecord,
    typed: Vec<bool>,
    next: usize,
}

/// A sheet below its header.
pub struct SheetSource {
    rows: SheetRows,
    head: Vec<String>,
    first: usize,
    next: usize,
    record: csv::StringRecord,
    typed: Vec<bool>,
}

impl SheetSource {
    /// The sheet whose header begins at a byte of its rows.
    pub fn below(rows: SheetRows, header: usize) -> Result<SheetSource, Refusal> {
        let head = rows.at(header).ok_or_else(|| unreadable("it has no header"))?;
        let names = head.cells.iter().map(str::to_string).collect();
        let (first, next) = (head.next, head.next);
        Ok(SheetSource {
            rows,
            head: names,
            first,
            next,
            record: csv::StringRecord::new(),
            typed: Vec::new(),
        })
    }
}

impl Source for SheetSource {
    fn head(&self) -> &[String] {
        &self.head
    }

    fn next_row(&mut self) -> Result<Option<NextRow>, io::Error> {
        let Some(row) = self.rows.at(self.next) else { return Ok(None) };
        let place = RowPlace { at: self.next as u64, line: row.line };
        self.next = row.next;
        let is_beyond = row.cells.len() > self.head.len();
        (self.record, self.typed) = (row.cells, row.typed);
        Ok(Some(if is_beyond { NextRow::Beyond(place) } else { NextRow::Row(place) }))
    }

    fn cells(&self) -> &csv::StringRecord {
        &self.record
    }

    fn row_at(&mut self, place: RowPlace) -> Result<&csv::StringRecord, io::Error> {
        let row = usize::try_from(place.at).ok().and_then(|at| self.rows.at(at));
        let row = row.ok_or(io::ErrorKind::InvalidInput)?;
        (self.record, self.typed) = (row.cells, row.typed);
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
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_as_a_spreadsheet_shows_them() {
        for (number, text) in [
            (0.1 + 0.2, "0.3"),
            (1234.5, "1234.5"),
            (-0.0, "0"),
            (17850.0, "17850"),
            (4_165_550_182.0, "4165550182"),
            (1e21, "1000000000000000000000"),
            (19.99 * 3.0, "59.97"),
            (0.001, "0.001"),
        ] {
            assert_eq!(plain(number), text);
        }
    }

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
        let mut sheet = SheetSource::below(rows, 0).unwrap();
        assert_eq!(sheet.head(), ["Name", "Total"]);
        let Ok(Some(NextRow::Row(place))) = sheet.next_row() else { panic!() };
        assert_eq!((place.line, sheet.typed()), (5, &[false, true][..]));
        assert!(matches!(sheet.next_row(), Ok(Some(NextRow::Row(RowPlace { line: 8, .. })))));
        assert!(matches!(sheet.next_row(), Ok(None)));
        assert_eq!(sheet.row_at(place).unwrap(), vec!["", "12.5"]);
    }
}
