//! A refused row, opened cell by cell. May use: the work, the readings.

use std::collections::BTreeMap;

use crate::domain::{Day, Message, Refusal, Rule};
use crate::exchange::import::Reject;
use crate::exchange::import::corrected::CorrectedCells;
use crate::exchange::reading::DATES;
use crate::exchange::reading::days::{self, DateLook};
use crate::tui::desk::Desk;
use crate::tui::form::field::Text;
use crate::words::told::capitalised;

use super::work::ReadFile;

/// A cell of a row that is being corrected.
#[derive(Clone)]
pub struct RowCell {
    /// The place of its column.
    place: usize,
    /// The field that it fills; `None` in a column that the header does not name.
    pub field: Option<&'static str>,
    /// The name of its column.
    pub column: String,
    /// Its text.
    pub text: Text,
}

/// A refused row that is being corrected.
#[derive(Clone)]
pub struct RowEdit {
    /// Its line in the file.
    pub line: u64,
    /// The cells that are used, with the texts of the file.
    pub cells: Vec<RowCell>,
    /// The place of the cell at the cursor.
    pub mark: usize,
    /// Why it is refused.
    pub refusal: Refusal,
}

impl RowEdit {
    /// The cells of a row, with the one marked that the refusal names.
    pub fn of(file: &ReadFile, head: &[String], reject: &Reject) -> RowEdit {
        let text = |place: usize| reject.cells.get(place).map_or("", |cell| cell.trim());
        let mut cells = BTreeMap::new();
        for (field, places) in &file.places {
            for place in places {
                cells.entry(*place).or_insert(Some(*field));
            }
        }
        let beyond = (head.len()..reject.cells.len()).filter(|place| !text(*place).is_empty());
        cells.extend(beyond.map(|place| (place, None)));
        let cell = |(place, field): (usize, Option<&'static str>)| RowCell {
            place,
            field,
            column: head.get(place).cloned().unwrap_or_default(),
            text: Text::given(text(place)),
        };
        let cells = cells.into_iter().map(cell).collect();
        let mut edit =
            RowEdit { line: reject.line, cells, mark: 0, refusal: reject.refusal.clone() };
        edit.marks_field();
        edit
    }

    /// Moves to the cell of the field that the refusal names.
    pub fn marks_field(&mut self) {
        let is_named = |cell: &RowCell| match self.refusal.rule {
            Rule::ImportCells => cell.field.is_none(),
            _ => cell.field == Some(self.refusal.field.as_str()),
        };
        self.mark = self.cells.iter().position(is_named).unwrap_or(self.mark);
    }

    /// The cell at the cursor.
    pub fn cell(&mut self) -> Option<&mut Text> {
        self.cells.get_mut(self.mark).map(|cell| &mut cell.text)
    }

    /// The cells that were changed.
    pub fn typed(&self) -> CorrectedCells {
        let changed = self.cells.iter().filter(|cell| cell.text.is_touched);
        changed.map(|cell| (cell.place, cell.text.value().trim().to_string())).collect()
    }
}

/// Whether the cells of a row can be told apart.
pub fn has_cells(refusal: &Refusal) -> bool {
    !matches!(refusal.rule, Rule::ImportQuote | Rule::ImportTooManyColumns)
}

/// The day that a date's cell gives as a spreadsheet's day count; `None` if the date is written out.
pub fn serial_day(file: &ReadFile, field: Option<&str>, text: &str) -> Option<Day> {
    let is_date = field.is_some_and(|field| DATES.contains(&field));
    let reading = file.reading.as_ref().filter(|_| is_date)?;
    match days::look(text.trim()) {
        Some(DateLook::Serial(day)) if reading.sheet.is_some() => Some(day),
        _ => None,
    }
}

/// The same for the column at a place.
pub fn serial_day_at(file: &ReadFile, place: usize, text: &str) -> Option<Day> {
    let mut fields = file.places.iter();
    let field = fields.find(|(_, places)| places.contains(&place)).map(|(field, _)| *field);
    serial_day(file, field, text)
}

/// Why the row is refused, with its line.
pub fn why(edit: &RowEdit, desk: &Desk) -> String {
    let field = edit.refusal.field.as_str();
    let place = if field.is_empty() {
        Message::new("import-line").with("line", edit.line)
    } else {
        let place = Message::new("import-line-field").with("line", edit.line);
        place.with("field", desk.word(field))
    };
    let said = Message::new("import-refused").because("place", &place);
    capitalised(&desk.words.tell(&said.with("what", told(desk, &edit.refusal))))
}

/// The words of a refusal. The abbreviations for days in forms, such as `+30`, don't apply to files.
pub fn told(desk: &Desk, refusal: &Refusal) -> String {
    match refusal.rule {
        Rule::DateMalformed => capitalised(&desk.words.refusal(refusal)),
        _ => desk.words.told(refusal),
    }
}
