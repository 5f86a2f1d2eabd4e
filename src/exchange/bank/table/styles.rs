//! The formats of a table's cells, judging by all its rows. May use: domain, the readings, the layout.

use crate::domain::{Refusal, Rule};
use crate::exchange::import::source::{NextRow, Source};
use crate::exchange::reading::amounts::{Decimals, DecimalsDecided, NumberEvidence, NumberStyle};
use crate::exchange::reading::days::{DateEvidence, DateStyle, Order, OrderDecided};
use crate::exchange::reading::{Example, Seen};

use super::super::trouble::{damaged, refused, shown};
use super::super::wish::BankWish;
use super::layout::OpenTable;
use super::words::{Field, TableColumns};

/// The formats of a table's cells.
#[derive(Clone, Copy)]
pub struct TableStyles {
    pub dates: DateStyle,
    pub numbers: NumberStyle,
    /// Whether some amounts certainly have one or two decimals, so that none has three.
    pub has_cents: bool,
    /// Whether all money out is written as negative amounts.
    pub is_debit_below: bool,
}

/// What the rows show about the formats.
#[derive(Default)]
struct CellEvidence {
    dates: DateEvidence,
    numbers: NumberEvidence,
    /// How often money out is negative, and positive.
    debits: (u64, u64),
    /// Whether any amount is negative.
    is_signed: bool,
    /// The numbers that occur in every row so far, on either side; `None` before the first row.
    own: Option<Vec<String>>,
}

/// The formats of the cells, judging by all rows, and the account's own number if nothing else tells
/// which way money went. Refused if the cells can be read in two ways and nobody has decided.
pub fn styles(
    table: &mut OpenTable,
    wish: &BankWish,
) -> Result<(TableStyles, Option<String>), Refusal> {
    let mut all = CellEvidence::default();
    let OpenTable { source, columns, added, .. } = table;
    while let Some(next) = source.next_row().map_err(|error| damaged(&error))? {
        let NextRow::Row(place) = next else { continue };
        let line = place.line.saturating_sub(*added);
        collect(source.as_ref(), line, columns, &mut all.dates, &mut all.numbers);
        all.row(source.cells(), columns);
    }
    source.rewind().map_err(|error| damaged(&error))?;
    let asked = |rule: Rule, example: &Example| {
        refused(rule, example.line).with("given", shown(&example.text))
    };
    let order = match (all.dates.decided(), wish.dates) {
        (_, Some(order)) | (OrderDecided::One(order), None) => Some(order),
        (OrderDecided::Any(orders), None) => orders.first().copied().or(Some(Order::DayFirst)),
        (OrderDecided::Unclear(example, _) | OrderDecided::Mixed(example, _), None) => {
            return Err(asked(Rule::BankDateOrder, &example));
        }
    };
    let decimals = match (all.numbers.decided(), wish.decimals) {
        (_, Some(decimals)) | (DecimalsDecided::One(decimals), None) => decimals,
        (DecimalsDecided::Any, None) => Decimals::Point,
        (DecimalsDecided::Unclear(example) | DecimalsDecided::Mixed(example, _), None) => {
            return Err(asked(Rule::BankDecimals, &example));
        }
    };
    let styles = TableStyles {
        dates: DateStyle { order, serial: true },
        numbers: NumberStyle {
            decimals,
            credit_is_positive: true,
            by_lakhs: all.numbers.is_by_lakhs(),
        },
        has_cents: all.numbers.has_cents,
        is_debit_below: all.debits.0 > 0 && all.debits.1 == 0,
    };
    Ok((styles, all.own_number(columns)))
}

impl CellEvidence {
    fn row(&mut self, cells: &csv::StringRecord, columns: &TableColumns) {
        let cell =
            |field| columns.place(field).and_then(|place| cells.get(place)).unwrap_or("").trim();
        let is_below = |text: &str| text.starts_with(['-', '(', '\u{2212}']) || text.ends_with('-');
        let debit = cell(Field::Debit);
        if debit.contains(|letter: char| ('1'..='9').contains(&letter)) {
            self.debits.0 += u64::from(is_below(debit));
            self.debits.1 += u64::from(!is_below(debit));
        }
        self.is_signed |= is_below(cell(Field::Amount));
        let sides = [cell(Field::PayerAccount), cell(Field::To)];
        match &mut self.own {
            None => self.own = Some(sides.map(str::to_string).to_vec()),
            Some(own) => own.retain(|number| sides.contains(&number.as_str())),
        }
    }

    /// The only number that every row names, if amounts are unsigned and no balance decides.
    fn own_number(self, columns: &TableColumns) -> Option<String> {
        let is_told = self.is_signed
            || columns.place(Field::Balance).is_some()
            || columns.place(Field::To).is_none();
        let mut own = self.own?.into_iter().filter(|number| !number.is_empty());
        match (is_told, own.next(), own.next()) {
            (false, Some(number), None) => Some(number),
            _ => None,
        }
    }
}

/// Takes the dates and numbers of a row into account.
fn collect(
    source: &dyn Source,
    line: u64,
    columns: &TableColumns,
    dates: &mut DateEvidence,
    numbers: &mut NumberEvidence,
) {
    let cell = |place: usize| source.cells().get(place).map_or("", str::trim);
    let is_typed = |place: usize| source.typed().get(place) == Some(&true);
    for field in [Field::Date, Field::ValueDate] {
        if let Some(place) = columns.place(field) {
            dates.add(Seen { line, column: "", text: cell(place) });
        }
    }
    for place in columns.amounts() {
        if !is_typed(place) {
            numbers.add(Seen { line, column: "", text: cell(place) });
        }
    }
}
