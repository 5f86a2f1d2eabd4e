//! Saves an unfinished form, and restores it. May use: the form.

use std::sync::Arc;

use serde_json::Value;

use crate::tui::desk::Desk;

use super::field::Text;
use super::grid::{Grid, GridLines, GridRow, Shares};
use super::meanwhile::ACCOUNT;
use super::spec::FormSpec;
use super::{Form, FormPlace};

pub use crate::tui::kept::{FieldsAtOpening, SavedForm};

impl SavedForm {
    /// Saves a form.
    pub fn of(form: &Form) -> SavedForm {
        let (rows, columns) = form.grid.size();
        let cell = |row, column| {
            form.grid.cell(row, column).map(Text::value).unwrap_or_default().to_string()
        };
        let cells = (0..rows).map(|row| (0..columns).map(|column| cell(row, column)).collect());
        let items = match &form.grid {
            Grid::Shares(shares) if shares.is_said => shares.items.clone(),
            _ => Vec::new(),
        };
        let names = form.spec.fields.iter().map(|field| field.name.clone());
        let given = names.zip(&form.fields).map(|(name, text)| (name, text.given.clone()));
        let codes = match &form.grid {
            Grid::Lines(lines) => {
                let code = |row: &GridRow| row.item.as_ref().map(|item| item.item.0.clone());
                lines.rows.iter().map(code).collect()
            }
            _ => Vec::new(),
        };
        SavedForm {
            given: given.filter(|(_, given)| !given.is_empty()).collect(),
            codes,
            taken: form.taken.clone(),
            form: form.spec.name.clone(),
            subject: form.subject.clone(),
            ids: form.ids.clone(),
            fields: form.values(),
            cells: cells.collect(),
            items,
            at: form.at,
            kept: form.kept.clone(),
            base: form.base.clone(),
            seen: form.seen,
            came_to: form.comes_to(),
            typed_on: form.typed_on,
        }
    }

    /// Restores the form.
    pub fn restore(self, spec: Arc<FormSpec>, desk: &Desk) -> Form {
        let mut form = Form::new(spec.clone(), self.subject, None);
        if self.ids.len() == form.ids.len() {
            form.ids = self.ids;
        }
        for (place, field) in spec.fields.iter().enumerate() {
            let text = self.fields.get(&field.name).map_or("", String::as_str);
            let given = self.given.get(&field.name).map_or("", String::as_str);
            if let Some(field) = form.fields.get_mut(place) {
                *field = Text::kept(text, given);
            }
        }
        if let Some(reason) = self.fields.get(super::REASON)
            && let Some(field) = form.fields.last_mut()
        {
            field.set(reason);
            form.asks_reason = !reason.is_empty();
        }
        match &mut form.grid {
            Grid::Lines(lines) => *lines = lines_of(&self.cells, &self.codes, desk),
            Grid::Shares(shares) if !self.items.is_empty() => {
                *shares = Shares::of(&self.items);
                shares.is_said = true;
                for (cell, kept) in shares.cells.iter_mut().zip(&self.cells) {
                    cell.set(kept.first().map_or("", String::as_str));
                }
            }
            Grid::None | Grid::Shares(_) => {}
        }
        (form.kept, form.taken) = (self.kept, self.taken);
        // Forms saved by versions that did not keep the base have at least their given texts.
        let given = self.given.into_iter().map(|(field, text)| (field, Value::String(text)));
        form.is_settled = !self.base.is_empty() || given.len() > 0;
        form.base = match self.base.is_empty() && spec.changes {
            true => FieldsAtOpening::from([(ACCOUNT.into(), given.collect())]),
            false => self.base,
        };
        (form.seen, form.came_to, form.typed_on) = (self.seen, self.came_to, self.typed_on);
        form.at = FormPlace::Field(0);
        form.go(self.at);
        form
    }
}

fn lines_of(cells: &[Vec<String>], codes: &[Option<String>], desk: &Desk) -> GridLines {
    let mut lines = GridLines { rows: Vec::new(), mark: 0 };
    for (place, kept) in cells.iter().enumerate() {
        let mut row = GridRow::default();
        for (cell, text) in row.cells.iter_mut().zip(kept) {
            cell.set(text);
        }
        let code = codes.get(place).and_then(Option::as_ref);
        row.item = desk.catalogue.iter().find(|item| Some(&item.item.0) == code).cloned();
        lines.rows.push(row);
    }
    if lines.rows.is_empty() {
        lines.rows.push(GridRow::default());
    }
    lines
}
