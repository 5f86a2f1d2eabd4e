//! Workbooks: the sheets of `.xlsx` and `.ods` files as rows. The unpacked size is limited before
//! anything is parsed. May use: the source that it is, the rows of sheets, the formats of cells, domain,
//! calamine.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::Cursor;
use std::sync::Arc;

use calamine::{Data, DataRef, ExcelDateTime, Ods, Reader, Xlsx};

use crate::contained::contained;
use crate::domain::Refusal;

use super::cell_format::{CellFormat, plain};
use super::header::MOST_SEARCHED;
use super::ods_cells;
use super::sheet_rows::SheetRows;
use super::source::LONGEST_CELL;
use super::unpacked::{checked, damaged, unreadable};

pub use super::sheet_rows::SheetSource;

/// A workbook whose parts have been checked.
enum PackedSheets {
    /// `.xlsx`.
    Xlsx(Box<Xlsx<Cursor<Vec<u8>>>>),
    /// `.ods`.
    Ods(Box<Ods<Cursor<Vec<u8>>>>),
}

/// A workbook. Each of its sheets is unpacked only once.
pub struct Workbook {
    /// The names of its sheets, in order.
    names: Vec<String>,
    /// The packed file; `None` once all sheets have been read.
    packed: Option<PackedSheets>,
    /// The sheets that were read completely.
    sheets: BTreeMap<String, Arc<SheetRows>>,
    /// The first rows of the others.
    starts: BTreeMap<String, Arc<SheetRows>>,
}

impl Workbook {
    /// Opens a workbook. Refused if it is damaged, protected, or unpacks to more than is read.
    pub fn open(bytes: Vec<u8>) -> Result<Workbook, Refusal> {
        contained(|| Workbook::opened(bytes)).unwrap_or_else(|_| Err(damaged()))
    }

    fn opened(bytes: Vec<u8>) -> Result<Workbook, Refusal> {
        let is_ods = checked(&bytes)?;
        let bytes =
            if is_ods { ods_cells::with_marks(bytes).map_err(|_| damaged())? } else { bytes };
        let bytes = Cursor::new(bytes);
        let (names, packed) = if is_ods {
            let book = Ods::new(bytes).map_err(|_| damaged())?;
            (book.sheet_names(), PackedSheets::Ods(Box::new(book)))
        } else {
            let book = Xlsx::new(bytes).map_err(|_| damaged())?;
            (book.sheet_names(), PackedSheets::Xlsx(Box::new(book)))
        };
        let (sheets, starts) = (BTreeMap::new(), BTreeMap::new());
        Ok(Workbook { names, packed: Some(packed), sheets, starts })
    }

    /// The names of its sheets, in order.
    pub fn sheets(&self) -> Vec<String> {
        self.names.clone()
    }

    /// The rows of a sheet among which its header is searched for, or more.
    pub fn start(&mut self, sheet: &str) -> Result<Arc<SheetRows>, Refusal> {
        if let Some(rows) = self.sheets.get(sheet).or_else(|| self.starts.get(sheet)) {
            return Ok(rows.clone());
        }
        let rows = Arc::new(self.unpack(sheet, MOST_SEARCHED)?);
        self.starts.insert(sheet.to_string(), rows.clone());
        Ok(rows)
    }

    /// All rows of a sheet.
    pub fn rows(&mut self, sheet: &str) -> Result<Arc<SheetRows>, Refusal> {
        if let Some(rows) = self.sheets.get(sheet) {
            return Ok(rows.clone());
        }
        let rows = Arc::new(self.unpack(sheet, usize::MAX)?);
        self.starts.remove(sheet);
        self.sheets.insert(sheet.to_string(), rows.clone());
        if self.names.iter().all(|name| self.sheets.contains_key(name)) {
            self.packed = None;
        }
        Ok(rows)
    }

    /// Unpacks the first `most` rows of a sheet, or a few more.
    fn unpack(&mut self, sheet: &str, most: usize) -> Result<SheetRows, Refusal> {
        contained(|| self.unpacked(sheet, most)).unwrap_or_else(|_| Err(damaged()))
    }

    fn unpacked(&mut self, sheet: &str, most: usize) -> Result<SheetRows, Refusal> {
        let mut rows = SheetRows::default();
        match &mut self.packed {
            Some(PackedSheets::Xlsx(book)) => {
                let mut cells = book.worksheet_cells_reader(sheet).map_err(|_| damaged())?;
                let formats = cells.styles().iter().map(|style| &style.number_format);
                let formats =
                    formats.map(|it| it.as_ref().map(|it| CellFormat::of(&it.format_code)));
                let formats: Vec<CellFormat> = formats.map(Option::unwrap_or_default).collect();
                while let Some((cell, style)) =
                    cells.next_cell_with_style_id().map_err(|_| damaged())?
                {
                    let (row, column) = cell.get_position();
                    if let Some((text, is_typed)) = cell_text(cell.get_value(), formats.get(style))?
                    {
                        rows.put(row, column, &text, is_typed)?;
                    }
                    if rows.count() > most {
                        break;
                    }
                }
            }
            Some(PackedSheets::Ods(book)) => {
                let range = book.worksheet_range(sheet).map_err(|_| damaged())?;
                let (above, left) = range.start().unwrap_or_default();
                for (row, column, value) in range.used_cells() {
                    let at = |place: usize, from: u32| u32::try_from(place).map(|it| it + from);
                    let (Ok(row), Ok(column)) = (at(row, above), at(column, left)) else { break };
                    if let Some((text, is_typed)) = cell_text(&DataRef::from_data(value), None)? {
                        rows.put(row, column, &text, is_typed)?;
                    }
                    if rows.count() > most {
                        break;
                    }
                }
            }
            None => return Err(unreadable("no_such_sheet")),
        }
        rows.end();
        Ok(rows)
    }
}

/// The same value by reference, so that one function reads both kinds of workbook.
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

/// A cell's text, and whether it has the type number or date.
fn cell_text<'a>(
    value: &'a DataRef,
    format: Option<&CellFormat>,
) -> Result<Option<(Cow<'a, str>, bool)>, Refusal> {
    let number =
        |number: f64| format.map_or_else(|| plain(number), |format| format.written(number));
    let (text, is_typed): (Cow<str>, bool) = match value {
        DataRef::Empty => return Ok(None),
        // A number that is not a day, of a size that a spreadsheet can hold.
        #[allow(clippy::cast_precision_loss)]
        DataRef::Int(whole) => (number(*whole as f64).into(), true),
        DataRef::Float(float) => (number(*float).into(), true),
        DataRef::String(text) | DataRef::DurationIso(text) => (text.trim().into(), false),
        DataRef::SharedString(text) => (text.trim().into(), false),
        DataRef::Bool(yes) => ((if *yes { "yes" } else { "no" }).into(), false),
        DataRef::DateTime(moment) if moment.is_datetime() => (iso(moment).into(), true),
        DataRef::DateTime(moment) => (plain(moment.as_f64()).into(), true),
        DataRef::DateTimeIso(text) => (text.trim().into(), true),
        DataRef::Error(error) => (error.to_string().into(), false),
    };
    if text.len() > LONGEST_CELL {
        return Err(unreadable("cell_too_long"));
    }
    Ok(Some((text, is_typed)).filter(|(text, _)| !text.is_empty()))
}

/// The day of a date cell, with its time if it has one.
fn iso(moment: &ExcelDateTime) -> String {
    let (year, month, day, hours, minutes, seconds, _) = moment.to_ymd_hms_milli();
    match (hours, minutes, seconds) {
        (0, 0, 0) => format!("{year:04}-{month:02}-{day:02}"),
        _ => format!("{year:04}-{month:02}-{day:02} {hours:02}:{minutes:02}:{seconds:02}"),
    }
}
