//! A half-typed form as it is kept: what is typed, where the cursor stands, and the ids of its
//! commands, so that what was sent before the line dropped is not posted twice. May use: the ledger's
//! answers.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use uuid::Uuid;

use crate::domain::Day;

use super::subject::Subject;

/// Where the cursor stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum FormPlace {
    /// In a field.
    Field(usize),
    /// In a cell of the grid: row and column.
    Cell(usize, usize),
}

/// What a form is about, as it was when the form was opened: its plain fields, by what they are of.
pub type FieldsAtOpening = BTreeMap<String, Map<String, Value>>;

/// A half-typed form.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SavedForm {
    /// Which form.
    pub form: String,
    /// Whom and what it is about.
    pub subject: Subject,
    /// The ids of its commands.
    pub ids: Vec<Uuid>,
    /// What is typed, by field.
    pub fields: BTreeMap<String, String>,
    /// What was given before anything was typed, by field.
    #[serde(default)]
    pub given: BTreeMap<String, String>,
    /// The items that rows of lines stand for.
    #[serde(default)]
    pub codes: Vec<Option<String>>,
    /// The ids of its commands that were taken already.
    #[serde(default)]
    pub taken: Vec<Uuid>,
    /// The cells of the grid, row by row.
    #[serde(default)]
    pub cells: Vec<Vec<String>>,
    /// The items whose shares those are.
    #[serde(default)]
    pub items: Vec<crate::ledger::query::balance::BalanceItem>,
    /// Where the cursor stands.
    pub at: FormPlace,
    /// When it was kept last, by the clock.
    #[serde(default)]
    pub kept: Option<String>,
    /// What it is about, as it was when the form was opened.
    #[serde(default)]
    pub base: FieldsAtOpening,
    /// The last entry on that which was shown.
    #[serde(default)]
    pub seen: Option<u64>,
    /// What it came to.
    #[serde(default)]
    pub came_to: Option<BTreeMap<String, String>>,
    /// The day on which it was typed.
    #[serde(default)]
    pub typed_on: Option<Day>,
}
