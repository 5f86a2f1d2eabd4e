//! Workbooks: sheets of `.xlsx` and `.ods` files as rows. What a file unpacks to is bounded before
//! anything of it is parsed. May use: the source that it is, domain, calamine, zip.

use std::io::{self, Cursor, Read};
use std::sync::Arc;

use calamine::{Data, DataRef, ExcelDateTime, Ods, Reader, Xlsx};
use zip::ZipArchive;

use crate::domain::{Refusal, Rule};

use super::source::{LONGEST_CELL, MOST_COLUMNS, NextRow, RowPlace, Source, unusable};

/// The most bytes that the parts of a workbook unpack to, taken together.
const MOST_UNPACKED: u64 = 512 << 20;

/// The most that the texts of all cells may take, and the rows as they are held.
const MOST_HELD: u64 = 128 << 20;

/// The most bytes of a part that the parser holds whole: the texts of an `.xlsx`, an `.ods` at all.
const MOST_WHOLE: u64 = 64 << 20;

/// The most cells of an `.ods`, with the empty ones between the others.
const MOST_CELLS: u64 = 3_000_000;

/// The most parts that a workbook may have.
const MOST_PARTS: usize = 10_000;

/// A file's bytes, held once however many look at them.
#[derive(Clone)]
pub struct Packed(Arc<Vec<u8>>);

impl AsRef<[u8]> for Packed {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

type Bytes = Cursor<Packed>;

fn unreadable(why: impl ToString) -> Refusal {
    unusable(Rule::ImportUnreadable, "file", why)
}

fn too_much() -> Refusal {
    Refusal::new(Rule::ImportTooLarge, "file").with("most", MOST_UNPACKED >> 20)
}

/// A workbook whose parts are known to be within bounds.
pub enum Workbook {
    /// Of Excel.
    Xlsx(Box<Xlsx<Bytes>>),
    /// Of OpenDocument.
    Ods(Box<Ods<Bytes>>),
}

impl Workbook {
    /// Opens a workbook. Refused where it is damaged, protected, or unpacks to more than is read.
    pub fn open(bytes: Vec<u8>) -> Result<Workbook, Refusal> {
        let is_ods = checked(&bytes)?;
        let bytes = Cursor::new(Packed(Arc::new(bytes)));
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
        DataRef::String(text) => (text.clone(), false),
        DataRef::SharedString(text) => ((*text).to_string(), false),
        DataRef::Bool(yes) => ((if *yes { "yes" } else { "no" }).to_string(), false),
        DataRef::DateTime(moment) if moment.is_datetime() => (iso(moment), true),
        DataRef::DateTime(moment) => (plain(moment.as_f64()), true),
        DataRef::DateTimeIso(text) => (text.clone(), true),
        DataRef::DurationIso(text) => (text.clone(), false),
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
pub struct Sheet {
    rows: SheetRows,
    head: Vec<String>,
    first: usize,
    next: usize,
    record: csv::StringRecord,
    typed: Vec<bool>,
}

impl Sheet {
    /// The sheet whose header begins at a byte of its rows.
    pub fn below(rows: SheetRows, header: usize) -> Result<Sheet, Refusal> {
        let head = rows.at(header).ok_or_else(|| unreadable("it has no header"))?;
        let names = head.cells.iter().map(str::to_string).collect();
        let (first, next) = (head.next, head.next);
        Ok(Sheet {
            rows,
            head: names,
            first,
            next,
            record: csv::StringRecord::new(),
            typed: Vec::new(),
        })
    }
}

impl Source for Sheet {
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

    fn as_it_stands(&self, _: RowPlace) -> &str {
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

/// Looks at every part of a packed file without keeping any: how much they unpack to, and what its
/// parser would believe about them. Whether it is an `.ods`.
fn checked(bytes: &[u8]) -> Result<bool, Refusal> {
    if parts_listed(bytes).is_none_or(|parts| parts > MOST_PARTS) {
        return Err(unreadable("it is a damaged or cut-off workbook"));
    }
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(unreadable)?;
    let names: Result<Vec<String>, _> =
        archive.file_names().map(|name| name.map(std::borrow::Cow::into_owned)).collect();
    let names = names.map_err(unreadable)?;
    let is_ods = names.iter().any(|name| name == "content.xml");
    if !is_ods && !names.iter().any(|name| name.ends_with("workbook.xml")) {
        return Err(unreadable("it is a packed file, not a workbook"));
    }
    let mut unpacked = 0;
    for (at, name) in names.iter().enumerate() {
        let mut part = archive.by_index(at).map_err(unreadable)?;
        let name = name.to_ascii_lowercase();
        let is_whole = !name.contains("worksheets/");
        let most = if is_whole { MOST_WHOLE } else { MOST_UNPACKED - unpacked };
        if name == "content.xml" {
            let mut content = Vec::new();
            (&mut part).take(most + 1).read_to_end(&mut content).map_err(unreadable)?;
            unpacked += content.len() as u64;
            if content.len() as u64 > most || cells_of_ods(&content) > MOST_CELLS {
                return Err(too_much());
            }
            continue;
        }
        let mut start = Vec::new();
        (&mut part).take(4_096).read_to_end(&mut start).map_err(unreadable)?;
        let rest = io::copy(&mut (&mut part).take(most + 1), &mut io::sink());
        let length = start.len() as u64 + rest.map_err(unreadable)?;
        unpacked += length;
        if length > most || unpacked > MOST_UNPACKED {
            return Err(too_much());
        }
        // The parser makes room for as many texts as the part says it has.
        if name.ends_with("sharedstrings.xml") && attribute(&start, "uniqueCount") > length {
            return Err(unreadable("it says that it has more texts than it can hold"));
        }
    }
    Ok(is_ods)
}

/// How many parts a packed file lists at its end.
fn parts_listed(bytes: &[u8]) -> Option<usize> {
    const MARK: &[u8] = b"PK\x05\x06";
    let from = bytes.len().saturating_sub(66_000);
    let end = bytes.get(from..)?;
    let at = end.windows(MARK.len()).rposition(|window| window == MARK)?;
    let count = end.get(at + 10..at + 12)?;
    Some(usize::from(u16::from_le_bytes(count.try_into().ok()?)))
}

/// The number that an attribute has where it stands first; nought where it has none.
fn attribute(text: &[u8], name: &str) -> u64 {
    let wanted = format!("{name}=\"");
    let at = text.windows(wanted.len()).position(|window| window == wanted.as_bytes());
    let digits = at.map(|at| text.get(at + wanted.len()..).unwrap_or_default());
    let digits = digits.unwrap_or_default().iter().take_while(|byte| byte.is_ascii_digit());
    digits.fold(0, |number: u64, digit| {
        number.saturating_mul(10).saturating_add(u64::from(digit - b'0'))
    })
}

/// How many cells the parser makes of an `.ods`: each sheet's rows down to the last that has
/// something, as wide as the widest.
fn cells_of_ods(content: &[u8]) -> u64 {
    let (mut all, mut rows, mut widest, mut pending_rows) = (0_u64, 0_u64, 0_u64, 0_u64);
    let (mut width, mut pending, mut repeats) = (0_u64, 0_u64, 1_u64);
    for tag in content.split(|byte| *byte == b'<') {
        let end = tag.iter().position(|byte| *byte == b'>').unwrap_or(tag.len());
        let tag = tag.get(..end).unwrap_or_default();
        let repeated = |name: &str| attribute(tag, name).max(1);
        if tag.starts_with(b"table:table-row") && !tag.starts_with(b"table:table-rows") {
            (width, pending) = (0, 0);
            repeats = repeated("number-rows-repeated");
        } else if tag.starts_with(b"table:table-cell")
            || tag.starts_with(b"table:covered-table-cell")
        {
            let count = repeated("number-columns-repeated").min(1 << 14);
            let holds = |name: &[u8]| tag.windows(name.len()).any(|window| window == name);
            let is_empty = tag.ends_with(b"/") && !holds(b"value") && !holds(b"formula");
            match is_empty {
                true => pending += count,
                false => (width, pending) = (width + pending + count, 0),
            }
        } else if tag.starts_with(b"/table:table-row") {
            match width {
                0 => pending_rows = pending_rows.saturating_add(repeats),
                _ => {
                    rows = rows.saturating_add(pending_rows).saturating_add(repeats);
                    (pending_rows, widest) = (0, widest.max(width));
                    // The parser keeps each row as wide as it stands before it evens them out.
                    all = all.saturating_add(width);
                }
            }
        } else if tag.starts_with(b"/table:table") && !tag.starts_with(b"/table:table-") {
            all = all.saturating_add(rows.saturating_mul(widest));
            (rows, widest, pending_rows) = (0, 0, 0);
        }
    }
    all.saturating_add(rows.saturating_mul(widest))
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
        let mut sheet = Sheet::below(rows, 0).unwrap();
        assert_eq!(sheet.head(), ["Name", "Total"]);
        let Ok(Some(NextRow::Row(place))) = sheet.next_row() else { panic!() };
        assert_eq!((place.line, sheet.typed()), (5, &[false, true][..]));
        assert!(matches!(sheet.next_row(), Ok(Some(NextRow::Row(RowPlace { line: 8, .. })))));
        assert!(matches!(sheet.next_row(), Ok(None)));
        assert_eq!(sheet.row_at(place).unwrap(), vec!["", "12.5"]);
    }

    #[test]
    fn what_an_ods_repeats_is_counted_before_it_is_parsed() {
        let sheet = |rows: &str| format!("<table:table table:name=\"a\">{rows}</table:table>");
        let row = |repeats: u32, cells: &str| {
            format!(
                "<table:table-row table:number-rows-repeated=\"{repeats}\">{cells}</table:table-row>"
            )
        };
        let wide = "<table:table-cell office:value-type=\"float\" office:value=\"1\" table:number-columns-repeated=\"16384\"/>";
        let empty = "<table:table-cell table:number-columns-repeated=\"16384\"/>";
        assert!(cells_of_ods(sheet(&row(1_000, wide)).as_bytes()) > MOST_CELLS);
        assert_eq!(cells_of_ods(sheet(&row(1_000_000, empty)).as_bytes()), 0);
        let one =
            "<table:table-cell office:value-type=\"string\"><text:p>x</text:p></table:table-cell>";
        let apart = row(1, one) + &row(4_000_000, empty) + &row(1, one);
        assert!(cells_of_ods(sheet(&apart).as_bytes()) > MOST_CELLS);
        assert_eq!(cells_of_ods(sheet(&(row(2, one) + &row(9, empty))).as_bytes()), 3);
    }
}
