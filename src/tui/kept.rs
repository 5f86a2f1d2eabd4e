//! An unfinished form as it is saved: what is typed, the place of the cursor, and the ids of its
//! commands, so that what was sent before the line dropped is not posted twice. May use: the ledger's
//! answers.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use uuid::Uuid;

use crate::domain::Day;

use super::subject::Subject;

/// The cursor.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum FormPlace {
    /// In a field.
    Field(usize),
    /// In a cell of the grid: row and column.
    Cell(usize, usize),
}

/// The subject of a form when the form was opened: its plain fields, by part.
pub type FieldsAtOpening = BTreeMap<String, Map<String, Value>>;

/// An unfinished form.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SavedForm {
    /// The name of the form.
    pub form: String,
    /// Its customer and subject.
    pub subject: Subject,
    /// The ids of its commands.
    pub ids: Vec<Uuid>,
    /// The typed texts, by field.
    pub fields: BTreeMap<String, String>,
    /// The given texts, by field.
    #[serde(default)]
    pub given: BTreeMap<String, String>,
    /// The catalogue items of the lines, by row.
    #[serde(default)]
    pub codes: Vec<Option<String>>,
    /// The ids of its commands that were posted already.
    #[serde(default)]
    pub taken: Vec<Uuid>,
    /// The cells of the grid, row by row.
    #[serde(default)]
    pub cells: Vec<Vec<String>>,
    /// The open items of the shares, by row.
    #[serde(default)]
    pub items: Vec<crate::ledger::query::balance::BalanceItem>,
    /// The cursor.
    pub at: FormPlace,
    /// The time at which it was saved last.
    #[serde(default)]
    pub kept: Option<String>,
    /// The subject when the form was opened.
    #[serde(default)]
    pub base: FieldsAtOpening,
    /// The last entry of the subject that the user has seen.
    #[serde(default)]
    pub seen: Option<u64>,
    /// The totals in the last preview.
    #[serde(default)]
    pub came_to: Option<BTreeMap<String, String>>,
    /// The day on which it was typed.
    #[serde(default)]
    pub typed_on: Option<Day>,
}

impl SavedForm {
    /// What tells it apart from others of the same kind and customer: the amount typed, or else the first cell of its
    /// grid.
    pub fn tells_apart(&self) -> Option<&str> {
        let amount = self.fields.get("amount").map(String::as_str);
        let cells = self.cells.iter().flatten().map(String::as_str);
        amount.into_iter().chain(cells).find(|typed| !typed.trim().is_empty())
    }
}
