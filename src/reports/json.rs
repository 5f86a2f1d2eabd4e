//! A report as JSON: its columns, its rows as objects by column name, its totals by currency. The form
//! is a contract.

use serde::ser::{SerializeMap, SerializeSeq};
use serde::{Serialize, Serializer};
use serde_json::json;

use crate::ledger::query::report::{Cell, Column, Report, ReportFact};

/// A report that is written as JSON.
pub struct Json<'a>(pub &'a Report);

impl Serialize for Json<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let report = self.0;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("report", &report.report)?;
        if !report.by.is_empty() {
            map.serialize_entry("by", &report.by)?;
        }
        match report.from {
            None => map.serialize_entry("as_of", &report.to)?,
            Some(from) => {
                map.serialize_entry("from", &from)?;
                map.serialize_entry("to", &report.to)?;
            }
        }
        if report.future {
            map.serialize_entry("future", &true)?;
        }
        map.serialize_entry("known_at", &report.known_at)?;
        let column = |column: &Column| json!({ "name": column.name, "kind": column.kind });
        map.serialize_entry("columns", &report.columns.iter().map(column).collect::<Vec<_>>())?;
        map.serialize_entry("rows", &JsonRows(report))?;
        map.serialize_entry("totals", &Totals(report))?;
        if !report.facts.is_empty() {
            map.serialize_entry("facts", &report.facts.iter().map(fact).collect::<Vec<_>>())?;
        }
        map.end()
    }
}

fn fact(fact: &ReportFact) -> serde_json::Value {
    let value = Value(&fact.value);
    match fact.currency {
        Some(currency) => json!({ "name": fact.name, "currency": currency, "value": value }),
        None => json!({ "name": fact.name, "value": value }),
    }
}

struct JsonRows<'a>(&'a Report);

impl Serialize for JsonRows<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Report { columns, rows, .. } = self.0;
        let mut list = serializer.serialize_seq(Some(rows.len()))?;
        for row in rows {
            list.serialize_element(&Object { columns, cells: &row.cells, is_total: false })?;
        }
        list.end()
    }
}

struct Totals<'a>(&'a Report);

impl Serialize for Totals<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Report { columns, totals, .. } = self.0;
        let mut map = serializer.serialize_map(Some(totals.len()))?;
        for (currency, cells) in totals {
            map.serialize_entry(currency.code(), &Object { columns, cells, is_total: true })?;
        }
        map.end()
    }
}

/// A row by column name; for totals, only the summed columns.
struct Object<'a> {
    columns: &'a [Column],
    cells: &'a [Cell],
    is_total: bool,
}

impl Serialize for Object<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for (column, cell) in self.columns.iter().zip(self.cells) {
            if column.is_summed || !self.is_total {
                map.serialize_entry(&column.name, &Value(cell))?;
            }
        }
        map.end()
    }
}

struct Value<'a>(&'a Cell);

impl Serialize for Value<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Cell::Empty => serializer.serialize_none(),
            Cell::Text(text) => text.serialize(serializer),
            Cell::Word(word) => word.serialize(serializer),
            Cell::Date(day) => day.serialize(serializer),
            Cell::Moment(moment) => moment.serialize(serializer),
            Cell::Money(amount) => amount.serialize(serializer),
            Cell::Count(count) => count.serialize(serializer),
        }
    }
}
