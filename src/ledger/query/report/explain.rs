//! The items behind a figure of a report. May use: the rest of the reports.

use std::collections::{BTreeMap, HashSet};

use serde::{Deserialize, Serialize};

use crate::domain::{Currency, Money, Refusal, Rule};
use crate::ledger::query::{Needs, Question, View};
use crate::store::rows::Stop;

use super::{Behind, Body, Cell, Column, Kind, Parameters, ReportOf, Row, Spec, totals};

/// The figure in a column of one row, or the sum of several rows.
pub(super) struct RowFigure<'a> {
    /// The rows.
    pub(super) rows: &'a [&'a Row],
    keys: HashSet<&'a str>,
    /// The name of the column.
    pub(super) column: &'a str,
}

impl RowFigure<'_> {
    /// Whether the row with this key is one of its rows.
    pub(super) fn has_row(&self, key: &str) -> bool {
        self.keys.contains(key)
    }
}

/// Asks for the items behind a figure of a report.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ExplanationOf {
    /// The report.
    pub report: ReportOf,
    /// The row: its key, its position from 1, or a currency for the row of totals.
    pub row: String,
    /// The column's name.
    pub column: String,
}

/// The most rows that a refusal names.
const MOST_NAMED: usize = 5;

/// The items behind a figure, which add up to it.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Explanation {
    /// The figure.
    pub value: Money,
    /// The items.
    pub items: Vec<Behind>,
}

impl Question for ExplanationOf {
    const NAME: &'static str = "report_explanation";
    const IS_OF_ROWS: bool = true;
    const MAY_TAKE_LONG: bool = true;
    const NEEDS: Needs = Needs::Nothing;
    type Answer = Explanation;

    fn answer(&self, view: &View) -> Result<Explanation, Stop> {
        let (spec, parameters) = self.report.parameters(view)?;
        let Body { columns, rows, .. } = (spec.build)(view, &parameters)?;
        let place = columns.iter().position(|column| column.name == self.column);
        let place =
            place.filter(|place| columns.get(*place).is_some_and(|c| c.kind == Kind::Money));
        let place = place.ok_or_else(|| {
            let figures = columns.iter().filter(|column| column.kind == Kind::Money);
            let known: Vec<&str> = figures.map(|column| &*column.name).collect();
            let refusal = Refusal::new(Rule::ReportColumn, "explain").with("given", &self.column);
            Stop::from(refusal.with("known", known.join(", ")))
        })?;
        let totals = totals(&columns, &rows)?;
        let (value, rows) = self.figure(&rows, &totals, place)?;
        let items = match columns.get(place) {
            Some(column) => behind(view, (spec, &parameters), &rows, column)?,
            None => Vec::new(),
        };
        Ok(Explanation { value, items })
    }
}

impl ExplanationOf {
    /// The figure that was asked about, and the rows that make it up.
    fn figure<'a>(
        &self,
        rows: &'a [Row],
        totals: &BTreeMap<Currency, Vec<Cell>>,
        place: usize,
    ) -> Result<(Money, Vec<&'a Row>), Stop> {
        let amount = |cells: &[Cell]| match cells.get(place) {
            Some(Cell::Money(amount)) => Some(*amount),
            _ => None,
        };
        let by_key = || rows.iter().find(|row| row.key == self.row);
        let by_place = || rows.get(self.row.parse::<usize>().ok()?.checked_sub(1)?);
        if let Some(row) = by_key().or_else(by_place) {
            let value = amount(&row.cells).unwrap_or_else(|| row.currency.zero());
            return Ok((value, vec![row]));
        }
        let total = Currency::parse(&self.row)
            .and_then(|currency| Some((currency, amount(totals.get(&currency)?)?)));
        if let Some((currency, value)) = total {
            return Ok((value, rows.iter().filter(|row| row.currency == currency).collect()));
        }
        let row = self.begun(rows)?;
        Ok((amount(&row.cells).unwrap_or_else(|| row.currency.zero()), vec![row]))
    }

    /// The only row that is called as asked by its first column, or by the beginning of its key: the row
    /// `bank RWF` is also called `bank`.
    fn begun<'a>(&self, rows: &'a [Row]) -> Result<&'a Row, Refusal> {
        let is_first = |row: &Row| match row.cells.first() {
            Some(Cell::Text(text)) => *text == self.row,
            Some(Cell::Word(word)) => *word == self.row,
            _ => false,
        };
        let begins =
            |row: &Row| row.key.strip_prefix(&self.row).is_some_and(|rest| rest.starts_with(' '));
        let mut called = rows.iter().filter(|row| is_first(row) || begins(row));
        match (called.next(), called.next()) {
            (Some(row), None) => Ok(row),
            (first, second) => {
                let several = first.into_iter().chain(second).chain(called.take(MOST_NAMED - 2));
                let keys: Vec<&str> = several.map(|row| row.key.as_str()).collect();
                let known = if keys.is_empty() { "none".into() } else { keys.join(", ") };
                let refusal = Refusal::new(Rule::ReportRow, "explain").with("given", &self.row);
                Err(refusal.with("known", known))
            }
        }
    }
}

/// Asks for the items behind a figure of a row already shown, without reading the report again; the
/// request repeats the report's parameters.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct BehindOf {
    /// The report.
    pub report: ReportOf,
    /// The row as it was shown.
    pub row: Row,
    /// The column as it was shown.
    pub column: Column,
}

impl Question for BehindOf {
    const NAME: &'static str = "report_behind";
    const IS_OF_ROWS: bool = true;
    const MAY_TAKE_LONG: bool = true;
    const NEEDS: Needs = Needs::Nothing;
    type Answer = Vec<Behind>;

    fn answer(&self, view: &View) -> Result<Vec<Behind>, Stop> {
        let (spec, parameters) = self.report.parameters(view)?;
        behind(view, (spec, &parameters), &[&self.row], &self.column)
    }
}

/// The items behind a column of some rows; an item with no share in it is left out.
fn behind(
    view: &View,
    (spec, parameters): (&Spec, &Parameters),
    rows: &[&Row],
    column: &Column,
) -> Result<Vec<Behind>, Stop> {
    let keys = rows.iter().map(|row| row.key.as_str()).collect();
    let figure = RowFigure { rows, keys, column: &column.name };
    let mut items = (spec.explain)(view, parameters, &figure)?;
    items.retain(|item| !item.amount.is_zero());
    Ok(items)
}
