//! Reports: each is a specification in a file of its own, from which text, CSV, JSON and the desk's
//! pane are rendered. A report states its columns, its rows and, for every figure, the items behind it.
//! May use: the rest of the queries.
//!
//! To add a report, write its file with a [`Spec`] and name it in [`ALL`].

mod activity;
mod aging;
mod bank_lines;
mod certificates;
mod disputes;
mod each_open;
mod explain;
mod open_items;
mod payments;
mod promises;
mod suspense;
mod unapplied;

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::domain::{Code, Currency, Day, Moment, Money, Number, Refusal, Rule};
use crate::ledger::item::When;
use crate::store::rows::{LedgerError, Stop};

use super::{AsOf, Needs, Question, View};

use explain::RowFigure;
pub use explain::{BehindOf, Explanation, ExplanationOf};

/// Every report, in the order of listing.
pub const ALL: &[&Spec] = &[
    &aging::SPEC,
    &open_items::SPEC,
    &activity::SPEC,
    &payments::SPEC,
    &unapplied::SPEC,
    &suspense::SPEC,
    &bank_lines::SPEC,
    &certificates::SPEC,
    &disputes::SPEC,
    &promises::SPEC,
];

/// The report with this name.
pub fn named(name: &str) -> Option<&'static Spec> {
    ALL.iter().find(|spec| spec.name == name).copied()
}

/// The specification of a report: everything that its renderers and the desk need to know.
pub struct Spec {
    /// The name. Title and summary are the words `report-NAME` and `report-NAME-summary`.
    pub name: &'static str,
    /// Whether it is about a day or a period.
    pub time: Time,
    /// The groupings for `--by`; the first is the default. Empty if there is only one way.
    pub groupings: &'static [&'static str],
    /// Reads the rows.
    build: fn(&View, &Parameters) -> Result<Body, Stop>,
    /// Lists the items behind a figure; they add up to it.
    explain: fn(&View, &Parameters, &RowFigure) -> Result<Vec<Behind>, Stop>,
}

/// The time that a report is about.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Time {
    /// One day: `--as-of`, today by default.
    Day,
    /// A period: `--from` and `--to`; by default from the first of the month to today.
    Month,
    /// A period; by default today alone.
    Today,
}

/// The parameters of a report, with defaults filled in.
pub struct Parameters {
    /// The moment: the last day, and the last known entry.
    pub when: When,
    /// The first day of a period; for a report about one day, that day.
    pub from: Day,
    /// The grouping; `None` if the report has none.
    pub by: &'static str,
}

/// What a report reads.
struct Body {
    columns: Vec<Column>,
    rows: Vec<Row>,
    facts: Vec<ReportFact>,
}

/// The kind of value in a column.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A name, a number of a document, a code.
    Text,
    /// A day.
    Date,
    /// A date and time.
    Moment,
    /// An amount in the row's currency.
    Money,
    /// A whole number.
    Count,
}

/// A column.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Column {
    /// The name in JSON and CSV; the heading is the word `heading-NAME`.
    pub name: Cow<'static, str>,
    /// The kind of its values.
    pub kind: Kind,
    /// Whether its figures are added up, currency by currency.
    pub is_summed: bool,
    /// Its place if a row is shown as text on several lines.
    pub place: ColumnPlace,
}

/// The place of a value if a row is too wide for one line.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ColumnPlace {
    /// On the first line, from the left.
    Lead,
    /// On the lines below.
    Detail,
    /// On the first line with its name, if it is not zero.
    Remark,
    /// At the end of the first line.
    Main,
}

impl Column {
    const fn new(name: &'static str, kind: Kind, is_summed: bool, place: ColumnPlace) -> Column {
        Column { name: Cow::Borrowed(name), kind, is_summed, place }
    }

    fn at(self, place: ColumnPlace) -> Column {
        Column { place, ..self }
    }

    fn summed(self) -> Column {
        Column { is_summed: true, ..self }
    }
}

const fn text(name: &'static str) -> Column {
    Column::new(name, Kind::Text, false, ColumnPlace::Lead)
}

const fn date(name: &'static str) -> Column {
    Column::new(name, Kind::Date, false, ColumnPlace::Detail)
}

const fn count(name: &'static str) -> Column {
    Column::new(name, Kind::Count, false, ColumnPlace::Detail)
}

/// An amount that is added up.
const fn money(name: &'static str) -> Column {
    Column::new(name, Kind::Money, true, ColumnPlace::Detail)
}

/// An amount that is added up and is usually zero.
const fn remark(name: &'static str) -> Column {
    Column::new(name, Kind::Money, true, ColumnPlace::Remark)
}

/// The main amount of a row. It is added up.
const fn main(name: &'static str) -> Column {
    Column::new(name, Kind::Money, true, ColumnPlace::Main)
}

/// A value in a row.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cell {
    /// Empty.
    Empty,
    /// Text.
    Text(String),
    /// A word of the program (`part_paid`), shown in the reader's language.
    Word(Cow<'static, str>),
    /// A day.
    Date(Day),
    /// A date and time.
    Moment(Moment),
    /// An amount in the row's currency.
    Money(Money),
    /// A whole number.
    Count(i64),
}

impl Cell {
    fn of_text(text: Option<String>) -> Cell {
        text.map_or(Cell::Empty, Cell::Text)
    }

    fn code(code: &Code) -> Cell {
        Cell::Text(code.0.clone())
    }

    fn number(number: &Number) -> Cell {
        Cell::Text(number.0.clone())
    }

    fn currency(currency: Currency) -> Cell {
        Cell::Text(currency.to_string())
    }
}

/// What `Enter` opens from a row at the desk.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Opens {
    /// An account.
    Customer(Code),
    /// A document or a case.
    Document(Number),
    /// An entry of the journal.
    Entry(u64),
    /// Nothing, because the row stands for several things.
    Nothing,
}

/// A row.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Row {
    /// The key for `--explain ROW:COLUMN`, unique in the report.
    pub key: String,
    /// The currency of its amounts.
    pub currency: Currency,
    /// A value for each column.
    pub cells: Vec<Cell>,
    /// What it opens.
    pub opens: Opens,
}

/// A fact about the whole report, such as the head of the journal.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct ReportFact {
    /// The name; in words, `fact-NAME`.
    pub name: Cow<'static, str>,
    /// The currency, if it is an amount.
    pub currency: Option<Currency>,
    /// Its value.
    pub value: Cell,
}

/// An item, or an entry, behind a figure.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Behind {
    /// Its number.
    pub item: Number,
    /// The entry that made it.
    pub entry: u64,
    /// Its share of the figure.
    pub amount: Money,
}

/// Asks for a report.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportOf {
    /// The report: a name of [`ALL`].
    pub report: String,
    /// As of this day, for a report about one day; if absent, today.
    pub as_of: Option<Day>,
    /// As known at this entry; if absent, at the last.
    pub known_at: Option<u64>,
    /// The first day of the period.
    pub from: Option<Day>,
    /// The last day of the period.
    pub to: Option<Day>,
    /// The grouping.
    pub by: Option<String>,
}

/// A report with its rows.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Report {
    /// The report.
    pub report: String,
    /// The grouping; `None` if there is only one way.
    pub by: String,
    /// The first day of the period; `None` if it is about one day.
    pub from: Option<Day>,
    /// The day, or the last day of the period.
    pub to: Day,
    /// Whether that day is in the future.
    pub future: bool,
    /// As known at this entry.
    pub known_at: u64,
    /// Its columns.
    pub columns: Vec<Column>,
    /// Its rows, in the order of the report.
    pub rows: Vec<Row>,
    /// The sums of its summed columns, by currency: one cell for each column.
    pub totals: BTreeMap<Currency, Vec<Cell>>,
    /// Facts about the whole report.
    pub facts: Vec<ReportFact>,
    /// The company's time zone, in which moments are shown.
    pub zone: String,
}

impl Question for ReportOf {
    const NAME: &'static str = "report";
    const IS_OF_ROWS: bool = true;
    const MAY_TAKE_LONG: bool = true;
    const NEEDS: Needs = Needs::Nothing;
    type Answer = Report;

    fn answer(&self, view: &View) -> Result<Report, Stop> {
        let (spec, parameters) = self.parameters(view)?;
        let Body { columns, rows, facts } = (spec.build)(view, &parameters)?;
        let totals = totals(&columns, &rows)?;
        let When { as_of, known_at } = parameters.when;
        Ok(Report {
            report: spec.name.into(),
            by: parameters.by.into(),
            from: (spec.time != Time::Day).then_some(parameters.from),
            to: as_of,
            future: as_of > view.today,
            known_at,
            columns,
            rows,
            totals,
            facts,
            zone: view.book.zone.clone(),
        })
    }
}

impl ReportOf {
    /// The requested report, with defaults for absent parameters; refused if a parameter does not
    /// belong to it.
    fn parameters(&self, view: &View) -> Result<(&'static Spec, Parameters), Stop> {
        let unknown = || Refusal::new(Rule::ReportUnknown, "report").with("given", &self.report);
        let spec = named(&self.report).ok_or_else(unknown)?;
        let as_of = match (spec.time, self.as_of, self.from.or(self.to)) {
            (Time::Day, as_of, None) => as_of,
            (Time::Month | Time::Today, None, _) => self.to,
            (Time::Day, ..) => return Err(not_of(spec, "from")),
            (Time::Month | Time::Today, ..) => return Err(not_of(spec, "as_of")),
        };
        let when = view.when(AsOf { as_of, known_at: self.known_at })?;
        let last = when.as_of;
        let first_of_month =
            || Day::new(last.year(), u8::from(last.date().month()), 1).unwrap_or(last);
        let from = self.from.unwrap_or_else(|| match spec.time {
            Time::Month => first_of_month(),
            Time::Day | Time::Today => last,
        });
        if from > last {
            let refusal = Refusal::new(Rule::QueryPeriod, "from").with("from", from);
            return Err(refusal.with("to", last).into());
        }
        let by = match &self.by {
            None => spec.groupings.first().copied().unwrap_or_default(),
            Some(given) => {
                let found = spec.groupings.iter().find(|by| *by == given).copied();
                found.ok_or_else(|| unknown_grouping(spec, given))?
            }
        };
        Ok((spec, Parameters { when, from, by }))
    }
}

fn not_of(spec: &Spec, field: &str) -> Stop {
    Refusal::new(Rule::ReportParameter, field).with("report", spec.name).into()
}

fn unknown_grouping(spec: &Spec, given: &str) -> Stop {
    let known = if spec.groupings.is_empty() { "NONE".into() } else { spec.groupings.join(", ") };
    let refusal = Refusal::new(Rule::ReportGrouping, "by").with("given", given);
    refusal.with("report", spec.name).with("known", known).into()
}

/// The sums of the summed columns of some rows, by currency.
pub fn totals<'a>(
    columns: &[Column],
    rows: impl IntoIterator<Item = &'a Row>,
) -> Result<BTreeMap<Currency, Vec<Cell>>, LedgerError> {
    let mut totals: BTreeMap<Currency, Vec<Cell>> = BTreeMap::new();
    let summed: Vec<usize> =
        (0..).zip(columns).filter(|(_, c)| c.is_summed).map(|(n, _)| n).collect();
    for row in rows {
        let sums = totals.entry(row.currency).or_insert_with(|| nothing(columns, row.currency));
        for place in &summed {
            let (Some(sum), Some(cell)) = (sums.get_mut(*place), row.cells.get(*place)) else {
                continue;
            };
            *sum = match (&*sum, cell) {
                (Cell::Money(sum), Cell::Money(more)) => Cell::Money(
                    sum.plus(*more).ok_or(LedgerError::Beyond("all rows of the report"))?,
                ),
                (Cell::Count(sum), Cell::Count(more)) => Cell::Count(sum.saturating_add(*more)),
                (sum, _) => sum.clone(),
            };
        }
    }
    Ok(totals)
}

fn nothing(columns: &[Column], currency: Currency) -> Vec<Cell> {
    let cell = |column: &Column| match (column.is_summed, column.kind) {
        (true, Kind::Money) => Cell::Money(currency.zero()),
        (true, Kind::Count) => Cell::Count(0),
        _ => Cell::Empty,
    };
    columns.iter().map(cell).collect()
}
