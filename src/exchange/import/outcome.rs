//! The outcome of an import: its summary, the refused rows, and the warnings. May use: domain, the
//! sources, the refused rows, the summary.

use std::io;
use std::sync::{Mutex, PoisonError};

use crate::domain::{Refusal, Rule, Warning};

use super::corrected::Corrections;
use super::refused::RefusedRows;
use super::source::{RowPlace, Source};
use super::summary::ImportSummary;

/// A row that was refused.
pub struct Reject {
    /// The line of the file on which it begins.
    pub line: u64,
    /// The reason.
    pub refusal: Refusal,
    /// The row as it is in the file, or with its corrections.
    pub cells: Vec<String>,
}

/// A row that was imported, but looks wrong.
pub struct Warned {
    /// The line of the file on which it begins.
    pub line: u64,
    /// The warning, about a field of the row.
    pub warning: Warning,
}

/// The outcome of an import, with the header of its file.
pub struct ImportOutcome {
    /// The counts and sums.
    pub summary: ImportSummary,
    /// The names of the file's columns.
    pub head: Vec<String>,
    /// The rows that were refused, by line.
    pub rejects: Rejects,
    /// The first warnings, in the order of import.
    pub warned: Vec<Warned>,
}

/// The refused rows, by line. Their cells are read again from the file when needed.
pub struct Rejects {
    rows: RefusedRows,
    source: Mutex<Box<dyn Source>>,
    corrections: Corrections,
}

impl Rejects {
    /// The refused rows of a source, with corrections.
    pub(super) fn new(
        mut rows: RefusedRows,
        source: &dyn Source,
        corrections: &Corrections,
    ) -> Rejects {
        rows.sort();
        let source = Mutex::new(source.another());
        Rejects { rows, source, corrections: corrections.clone() }
    }

    /// How many rows were refused.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether none was.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many rows break a rule.
    pub fn count(&self, rule: Rule) -> usize {
        self.rows.count(rule)
    }

    /// The line of a refused row and the reason, by its number among them.
    pub fn why(&self, number: usize) -> Option<(u64, Refusal)> {
        self.rows.get(number).map(|(place, refusal)| (place.line, refusal))
    }

    /// The number of the refused row that begins on a line.
    pub fn on_line(&self, line: u64) -> Option<usize> {
        self.rows.on_line(line)
    }

    /// A refused row with its cells, by its number; `None` if there is no such row.
    pub fn get(&self, number: usize) -> Result<Option<Reject>, io::Error> {
        let Some((place, refusal)) = self.rows.get(number) else { return Ok(None) };
        let cells = self.cells(place, refusal.rule)?;
        Ok(Some(Reject { line: place.line, refusal, cells }))
    }

    /// All rows with their cells.
    pub fn iter(&self) -> impl Iterator<Item = Result<Reject, io::Error>> {
        (0..self.len()).filter_map(|number| self.get(number).transpose())
    }

    /// Removes a row that is no longer refused.
    pub fn remove(&mut self, line: u64) {
        self.rows.retain(|other| other != line);
    }

    fn cells(&self, place: RowPlace, rule: Rule) -> Result<Vec<String>, io::Error> {
        let mut source = self.source.lock().unwrap_or_else(PoisonError::into_inner);
        if matches!(rule, Rule::ImportQuote | Rule::ImportTooManyColumns) {
            return Ok(vec![source.as_it_stands(place).to_string()]);
        }
        let cells = source.row_at(place)?.clone();
        let (cells, _) = self.corrections.apply(place.line, cells, &[]);
        Ok(cells.iter().map(str::to_string).collect())
    }
}
