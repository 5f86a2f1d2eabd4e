//! Rows that are corrected before they are imported. The file itself is not changed: cells are replaced
//! as they are read. The id of a corrected row depends on the row as the file has it, so that importing
//! the file again, corrected or not, does not import the row twice. The book remembers that files with
//! these columns had such rows; other imports need not look up their ids. May use: the sources, the
//! profiles, the engine.

use std::collections::{BTreeMap, HashMap};

use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::domain::{Refusal, Rule};
use crate::engine::{Failure, Session};
use crate::ledger::query::row_under::{ImportedRow, RowUnder, Under};

use super::{ImportKind, MOST_IDS, profile};

/// The cells of a row by the place of their column, counted from zero.
pub type CorrectedCells = BTreeMap<usize, String>;

/// The corrections to a file, by line.
#[derive(Clone, Debug, Default)]
pub struct Corrections {
    rows: BTreeMap<u64, CorrectedCells>,
}

impl Corrections {
    /// The given corrections, by line.
    pub fn of_rows(rows: BTreeMap<u64, CorrectedCells>) -> Corrections {
        Corrections { rows }
    }

    /// All corrected cells, by line.
    pub fn all(&self) -> &BTreeMap<u64, CorrectedCells> {
        &self.rows
    }

    /// Replaces cells of the row that begins on a line; with no cells, restores the row.
    pub fn set(&mut self, line: u64, cells: CorrectedCells) {
        match cells.is_empty() {
            true => drop(self.rows.remove(&line)),
            false => drop(self.rows.insert(line, cells)),
        }
    }

    /// The replaced cells of a row.
    pub fn of(&self, line: u64) -> Option<&CorrectedCells> {
        self.rows.get(&line)
    }

    /// How many rows are corrected.
    pub fn count(&self) -> usize {
        self.rows.len()
    }

    /// Replaces the cells of a row. Corrections are texts, and are read like the file's own texts.
    pub(super) fn apply(
        &self,
        line: u64,
        cells: csv::StringRecord,
        typed: &[bool],
    ) -> (csv::StringRecord, Vec<bool>) {
        let Some(corrected) = self.of(line) else { return (cells, typed.to_vec()) };
        let columns = corrected.keys().next_back().map_or(0, |last| last + 1).max(cells.len());
        let cell = |place| corrected.get(&place).map_or(cells.get(place), |it| Some(it.as_str()));
        let is_typed = |place| !corrected.contains_key(&place) && typed.get(place) == Some(&true);
        let record = (0..columns).map(|place| cell(place).unwrap_or_default()).collect();
        (record, (0..columns).map(is_typed).collect())
    }
}

/// Which rows of a file to import, and their corrections.
#[derive(Clone, Copy)]
pub struct RowChoice<'a> {
    /// The corrections.
    pub corrections: &'a Corrections,
    /// The line of the only row that is wanted, together with the others of its document; `None` for all
    /// rows.
    pub only: Option<u64>,
}

/// The prefix of the key under which the book remembers that a file had corrected rows.
const MARK: &str = "daybook corrected rows";

fn shape(head: &[String]) -> Vec<&str> {
    std::iter::once(MARK).chain(head.iter().map(String::as_str)).collect()
}

/// The state of a corrected row.
pub(super) enum CorrectedId {
    /// It was imported before.
    Taken,
    /// It has not been, and gets this id.
    Free(Uuid),
}

/// The ids of corrected rows.
pub(super) struct CorrectedRows<'a> {
    session: &'a Session,
    kind: ImportKind,
    /// Whether the book may have corrected rows of files with these columns.
    pub is_known: bool,
    /// How many rows with the same content there were so far.
    nth: HashMap<String, u64>,
}

impl CorrectedRows<'_> {
    /// The ids for a file with these columns.
    pub fn of<'a>(
        session: &'a Session,
        kind: ImportKind,
        head: &[String],
    ) -> Result<CorrectedRows<'a>, Failure> {
        let is_known = profile::find(session, &shape(head))?.is_some();
        Ok(CorrectedRows { session, kind, is_known, nth: HashMap::new() })
    }

    /// Remembers that there are such rows from now on; called before the first one is sent.
    pub fn keep(&mut self, head: &[String]) -> Result<(), Failure> {
        if !self.is_known {
            profile::keep(self.session, &shape(head), self.kind, r#"{"corrected":true}"#)?;
            self.is_known = true;
        }
        Ok(())
    }

    /// Whether the rows of a document, as the file has them, were corrected and imported before;
    /// otherwise the id that they get.
    pub fn id(&mut self, rows: &[csv::StringRecord]) -> Result<CorrectedId, Failure> {
        let said = digest(rows);
        let nth = self.nth.get(&said).map_or(1, |nth| nth + 1);
        for next in 0..MOST_IDS {
            let name =
                format!("corrected\u{1f}{}\u{1f}{said}\u{1f}{nth}\u{1f}{next}", self.kind.word());
            let id = Uuid::new_v5(&self.session.info().book, name.as_bytes());
            let row = Some(ImportedRow::Corrected(self.kind.word().to_string()));
            match self.session.ask(&RowUnder { id, row })? {
                Under::Nothing => return Ok(CorrectedId::Free(id)),
                Under::TheRow => {
                    self.nth.insert(said, nth);
                    return Ok(CorrectedId::Taken);
                }
                Under::Else => {}
            }
        }
        Err(Refusal::new(Rule::ImportConflict, "").into())
    }

    /// Notes that a row was sent under its id, so that the next one with the same content gets another.
    pub fn sent(&mut self, rows: &[csv::StringRecord]) {
        *self.nth.entry(digest(rows)).or_default() += 1;
    }
}

/// A hash of the rows' content, 64 digits.
fn digest(rows: &[csv::StringRecord]) -> String {
    let mut hash = Sha256::new();
    for row in rows {
        // Empty cells at the end don't count.
        let cells: Vec<&str> = row.iter().map(str::trim).collect();
        let used = cells.iter().rposition(|cell| !cell.is_empty()).map_or(0, |last| last + 1);
        for cell in cells.iter().take(used) {
            hash.update(cell.as_bytes());
            hash.update([0x1f]);
        }
        hash.update([0x1e]);
    }
    profile::digits(&hash.finalize())
}
