//! A table of an export, row by row. May use: the tables of imports.

use std::io;
use std::path::Path;

use rust_decimal::Decimal;
use serde_json::{Map, Value};

use crate::domain::{Refusal, Rule, marks, plain};
use crate::engine::{BookError, Failure, given};
use crate::exchange::import::source::{NextRow, Source};
use crate::exchange::import::table::ImportTable;

/// The largest table that is read, in bytes.
const MOST_BYTES: u64 = 1 << 30;

/// A row of a table, by column name.
pub struct ExportedRow<'a> {
    /// The line of the file.
    pub line: u64,
    head: &'a [String],
    cells: &'a csv::StringRecord,
}

impl ExportedRow<'_> {
    /// The text in a column; `None` if it is empty or there is no such column.
    pub fn get(&self, column: &str) -> Option<String> {
        let place = self.head.iter().position(|name| name == column)?;
        let text = marks::read_cell(self.cells.get(place)?.trim()).into_owned();
        Some(text).filter(|text| !text.is_empty())
    }

    /// The same, but empty instead of `None`.
    pub fn text(&self, column: &str) -> String {
        self.get(column).unwrap_or_default()
    }

    /// An amount; nothing where there is none.
    pub fn amount(&self, column: &str) -> Decimal {
        self.get(column).and_then(|text| plain::parse(&text).ok()).unwrap_or_default()
    }

    /// A whole number; 0 where there is none.
    pub fn count(&self, column: &str) -> u64 {
        self.text(column).parse().unwrap_or_default()
    }

    /// What a column holds as JSON; nothing that a command takes, if it doesn't.
    pub fn json(&self, column: &str) -> Value {
        serde_json::from_str(&self.text(column)).unwrap_or_default()
    }

    /// The fields of a command, from pairs of field and column.
    pub fn fields(&self, command: &str, columns: &[(&str, &str)]) -> Map<String, Value> {
        let mut fields = Map::new();
        fields.insert("do".into(), command.into());
        for (field, column) in columns {
            if let Some(text) = self.get(column) {
                fields.insert((*field).into(), text.into());
            }
        }
        fields
    }
}

fn is_missing(failure: &Failure) -> bool {
    let missing = io::ErrorKind::NotFound;
    matches!(failure, Failure::Book(BookError::UserFile { source, .. }) if source.kind() == missing)
}

/// Shows the rows of a table to `see`. A missing table has none if it `may_lack`; lines that cannot be
/// read as rows are passed to `broken`.
pub fn each(
    folder: &Path,
    name: &str,
    may_lack: bool,
    mut see: impl FnMut(&ExportedRow) -> Result<(), Failure>,
    mut broken: impl FnMut(u64, Refusal),
) -> Result<(), Failure> {
    let path = folder.join(format!("{name}.csv"));
    let failed = |error| Failure::from(BookError::user_file(&path, error));
    let bytes = match given::read("file", &path, MOST_BYTES) {
        Err(failure) if may_lack && is_missing(&failure) => return Ok(()),
        read => read?,
    };
    let mut table = ImportTable::read(bytes)?;
    let head = table.head().to_vec();
    while let Some(next) = table.next_row().map_err(failed)? {
        let (place, rule) = match next {
            NextRow::Row(place) => {
                let row = ExportedRow { line: place.line, head: &head, cells: table.cells() };
                see(&row)?;
                continue;
            }
            NextRow::Quote(place) => (place, Rule::ImportQuote),
            NextRow::Beyond(place) | NextRow::Wide(place, _) => (place, Rule::ImportCells),
            NextRow::Encoding(place) => (place, Rule::ImportEncoding),
        };
        broken(place.line, Refusal::new(rule, ""));
    }
    Ok(())
}
