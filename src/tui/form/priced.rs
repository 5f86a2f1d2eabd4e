//! The amounts of the lines of a form: as the book prices them; or by the catalogue, if the book refuses
//! something else in the form or the form makes a draft, whose lines have no figures yet. May use: the
//! form, domain.

use serde_json::Value;

use crate::domain::pricing::{Line, LineInput, Prices, Pricing};
use crate::domain::tax::TaxSet;
use crate::domain::{Event, Plain};
use crate::tui::desk::Desk;

use super::Form;
use super::grid::{Grid, GridRow};
use super::totals::events;

/// The lines of a form with their amounts, and what was typed for them.
#[derive(Clone, Debug, Default)]
pub struct PricedLines {
    typed: Vec<String>,
    lines: Vec<Line>,
}

impl Form {
    /// Updates the amounts of the lines, from the book's preview or without it.
    pub(super) fn price_lines(&mut self, desk: &Desk) {
        let typed = self.typed_lines();
        let said = events(self).find_map(|event| match event {
            Event::InvoiceIssued(event) => Some(event.lines.clone()),
            _ => None,
        });
        // An earlier preview of the same lines still holds, whatever the book refuses now.
        if said.is_none() && self.priced.typed == typed && !self.priced.lines.is_empty() {
            return;
        }
        let lines = said.or_else(|| self.by_catalogue(desk)).unwrap_or_default();
        self.priced = PricedLines { typed, lines };
    }

    /// The amount of the line in a row.
    pub fn priced(&self, row: usize) -> Option<&Line> {
        let Grid::Lines(lines) = &self.grid else { return None };
        lines.rows.get(row).filter(|row| row.is_priced())?;
        let before = lines.rows.iter().take(row).filter(|row| row.is_priced()).count();
        let line = self.priced.lines.get(before)?;
        (self.priced.typed == self.typed_lines()).then_some(line)
    }

    /// The amounts of the lines in order; `None` if they are not known.
    pub fn priced_lines(&self) -> &[Line] {
        if self.priced.typed == self.typed_lines() { &self.priced.lines } else { &[] }
    }

    /// Everything that the amounts of the lines depend on.
    fn typed_lines(&self) -> Vec<String> {
        let (rows, columns) = self.grid.size();
        let places = (0..rows).flat_map(|row| (0..columns).map(move |column| (row, column)));
        let cells = places.filter_map(|(row, column)| self.grid.cell(row, column));
        let prices = self.spec.fields.iter().position(|field| field.name == "prices");
        let prices = prices.and_then(|place| self.fields.get(place));
        cells.chain(prices).map(|text| text.value().to_string()).collect()
    }

    /// Prices the lines by their own prices and today's prices of the catalogue.
    fn by_catalogue(&self, desk: &Desk) -> Option<Vec<Line>> {
        let Grid::Lines(lines) = &self.grid else { return None };
        let by = self.reading(desk, 0);
        let typed = lines.value(false, &by).ok()?;
        let mut inputs: Vec<LineInput> = serde_json::from_value(typed).ok()?;
        let currency = self.currency(desk)?;
        let is_today = self.dated(desk).is_none_or(|day| day == desk.today().to_string());
        let rows = lines.rows.iter().filter(|row| row.is_priced());
        for (input, row) in inputs.iter_mut().zip(rows) {
            let price = row.item.as_ref().filter(|_| is_today);
            let price = price.and_then(|item| item.prices.get(currency.code()).copied());
            fill(input, row, price);
        }
        let place = self.spec.fields.iter().position(|field| field.name == "prices")?;
        let prices = self.meant(place, desk).ok().flatten().map(|meant| meant.value);
        let prices: Prices = serde_json::from_value(prices?).ok()?;
        let rates = |_: &TaxSet, _: &str| Ok(Vec::new());
        let pricing = Pricing { currency, prices, rates: &rates };
        let mut lines = pricing.price(&inputs, &[], &[]).ok()?.lines;
        for (line, input) in lines.iter_mut().zip(inputs) {
            line.tax = input.tax.unwrap_or_default();
        }
        Some(lines)
    }

    /// The day that was typed for the document.
    fn dated(&self, desk: &Desk) -> Option<String> {
        let place = self.spec.fields.iter().position(|field| field.name == "date")?;
        match self.meant(place, desk).ok()??.value {
            Value::String(day) => Some(day),
            _ => None,
        }
    }
}

/// Fills the blank cells of a row from its item.
fn fill(input: &mut LineInput, row: &GridRow, price: Option<Plain>) {
    let Some(item) = &row.item else { return };
    input.unit_price = input.unit_price.or(price);
    input.description.get_or_insert_with(|| item.name.clone());
    if input.tax.is_none() && !item.tax.is_empty() {
        input.tax = serde_json::from_value(Value::from(item.tax.clone())).ok();
    }
}
