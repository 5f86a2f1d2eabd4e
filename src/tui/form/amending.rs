//! Opens a draft in the form again: fills its fields and lines, and passes on unchanged what the form
//! has no fields for. May use: the form, the answers.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use crate::domain::event::{DraftContent, DraftLine};
use crate::domain::pricing::Prices;
use crate::ledger::query::show::{Shown, ShownItem};
use crate::tui::desk::Desk;

use super::Form;
use super::field::Text;
use super::grid::{Grid, GridLines, GridRow};

/// The name of the form that changes a draft, and of its command.
pub const FORM: &str = "amend_draft";

/// The name of the lines among the texts that are filled into a form.
const LINES: &str = "lines";

impl Form {
    /// Fills a draft into the form that changes it. Keeps what was typed or filled in already.
    pub(super) fn load_draft(&mut self, content: &DraftContent, desk: &Desk) {
        if !self.awaits_draft() {
            return;
        }
        self.loaded = Some(Box::new(content.clone()));
        let texts = texts(content);
        for (field, at) in self.spec.fields.iter().zip(&mut self.fields) {
            if let Some(text) = texts.get(&field.name).filter(|_| !at.is_touched) {
                *at = Text::given(text);
            }
        }
        self.load_lines(&content.lines, desk);
        self.version += 1;
    }

    /// Whether the draft that it changes is still to be filled in.
    pub(super) fn awaits_draft(&self) -> bool {
        self.spec.name == FORM && self.loaded.is_none()
    }

    /// Fills the lines of another version of a draft into the form.
    pub(super) fn fill_lines(&mut self, texts: &BTreeMap<String, String>, desk: &Desk) {
        let lines = texts.get(LINES).and_then(|json| serde_json::from_str(json).ok());
        if let Some(lines) = lines.map(|lines: Vec<DraftLine>| lines) {
            self.load_lines(&lines, desk);
        }
    }

    /// The draft's values when it was loaded, by field; nothing if the form doesn't change a draft.
    pub(super) fn draft_before(&self) -> BTreeMap<String, String> {
        let Some(content) = &self.loaded else { return BTreeMap::new() };
        let mut before = texts(content);
        before.insert(LINES.into(), json!(content.lines).to_string());
        before
    }

    /// Adds the draft's values that the form has no fields for.
    pub(super) fn kept_of_draft(&self, fields: &mut Map<String, Value>) {
        let Some(Shown::Draft(it)) = self.shown.as_deref().filter(|_| self.spec.name == FORM)
        else {
            return;
        };
        let Ok(Value::Object(content)) = serde_json::to_value(&it.content) else { return };
        for name in ["series", "rate", "allowances", "charges"] {
            if let Some(value) = content.get(name) {
                fields.insert(name.into(), value.clone());
            }
        }
    }

    fn load_lines(&mut self, from: &[DraftLine], desk: &Desk) {
        let Grid::Lines(lines) = &mut self.grid else { return };
        let loaded: Vec<GridRow> = from.iter().map(|line| row(line, desk)).collect();
        let front =
            |row: &GridRow| row.cells.first().map_or(String::new(), |it| it.value().to_string());
        if lines.rows.iter().all(GridRow::is_blank) && !loaded.is_empty() {
            *lines = GridLines { rows: loaded, mark: 0 };
            return;
        }
        // Lines typed before the draft arrived keep its values that no cell shows.
        for (row, loaded) in lines.rows.iter_mut().zip(loaded) {
            if front(row) == front(&loaded) {
                row.beside = loaded.beside;
            }
        }
    }
}

/// The fields of a draft as a person would type them.
fn texts(content: &DraftContent) -> BTreeMap<String, String> {
    let day = |day: Option<crate::domain::Day>| day.map_or(String::new(), |day| day.to_string());
    let prices = match content.prices {
        Prices::Exclusive => "exclusive",
        Prices::Inclusive => "inclusive",
    };
    let texts = [
        ("date", day(content.date)),
        ("due", day(content.due)),
        ("reference", content.reference.clone().unwrap_or_default()),
        ("prices", prices.into()),
    ];
    texts.map(|(name, text)| (name.to_string(), text)).into()
}

fn row(line: &DraftLine, desk: &Desk) -> GridRow {
    let mut row = GridRow::default();
    let code = line.item.as_ref().map(|code| code.0.clone());
    let texts = [
        code.or_else(|| line.description.clone()).unwrap_or_default(),
        line.quantity.to_string(),
        line.unit_price.map_or(String::new(), |price| price.to_string()),
        line.discount.map_or(String::new(), |percent| percent.to_string()),
        line.tax.as_ref().map_or(String::new(), |tax| tax.0.join("+")),
    ];
    for (cell, text) in row.cells.iter_mut().zip(&texts) {
        *cell = Text::given(text);
    }
    if let Some(code) = &line.item {
        let known = desk.catalogue.iter().find(|item| item.item == *code).cloned();
        let mut item = known.unwrap_or_else(|| ShownItem {
            item: code.clone(),
            name: code.0.clone(),
            unit: line.unit.clone(),
            tax: Vec::new(),
            prices: BTreeMap::new(),
            entry: 0,
        });
        if let Some(description) = &line.description {
            item.name.clone_from(description);
        }
        row.item = Some(item);
        row.beside.extend(line.description.clone().map(|text| ("description".into(), json!(text))));
    }
    row.beside.extend(line.unit.clone().map(|unit| ("unit".into(), json!(unit))));
    row
}
