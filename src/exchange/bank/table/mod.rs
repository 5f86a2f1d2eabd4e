//! Tables of transactions: a bank's CSV or workbook, an operator's statement. The header is found below what
//! stands above it, or its columns are told by their cells; how dates and numbers are written comes from all
//! rows, and is asked about where they don't tell. May use: domain, the readings, the sources of an import.

mod balances;
mod headless;
mod layout;
mod row;
mod words;

use crate::domain::{Refusal, Rule};
use crate::exchange::import::source::{NextRow, Source};
use crate::exchange::reading::amounts::{Decimals, DecimalsDecided, NumberEvidence, NumberStyle};
use crate::exchange::reading::days::{DateEvidence, DateStyle, Order, OrderDecided};
use crate::exchange::reading::{Example, Seen};

use super::trouble::{Warnings, refused, shown};
use super::{Format, Found, Place, Wish};
use layout::OpenTable;
use words::{Field, TableColumns};

/// Reads a table, and says how its text is encoded.
pub(super) fn read(
    bytes: &[u8],
    wish: &Wish,
    warnings: &mut Warnings,
) -> Result<(Found, &'static str), Refusal> {
    let mut table = layout::open(bytes)?;
    let (styles, own) = styles(&mut table, wish)?;
    let mut lines = row::Lines::new(&table.columns, styles, table.preamble, own);
    let (mut entries, mut end) = (0, LastRow::new(bytes, table.source.head().len()));
    while let Some(next) = table.source.next_row().map_err(|error| damaged(&error))? {
        entries += 1;
        let place =
            |line: u64| Place { line: line.saturating_sub(table.added), entry: entries, part: 0 };
        match next {
            NextRow::Row(at) => {
                end.row(table.source.cells().len(), place(at.line).line);
                lines.row(table.source.cells(), place(at.line), warnings);
            }
            NextRow::Quote(at)
                if end.is_cut && end.is_behind(table.source.as_it_stands(at), bytes) =>
            {
                return Err(refused(Rule::BankTruncated, place(at.line).line));
            }
            NextRow::Quote(at)
            | NextRow::Beyond(at)
            | NextRow::Encoding(at)
            | NextRow::Wide(at, _) => {
                let given = table.source.as_it_stands(at).to_string();
                warnings.unread(place(at.line), Rule::BankRow, "row", &given);
            }
        }
    }
    end.is_whole()?;
    Ok((Found { format: Format::Table, statements: lines.ended(warnings) }, table.encoding))
}

/// The last row of a text that has no line's end: it is cut where all others have more cells.
struct LastRow {
    /// Whether the text ends without a line's end.
    is_cut: bool,
    /// How many columns there are.
    width: usize,
    /// How many rows have all of them, and how many have fewer.
    rows: (u64, u64),
    last: (usize, u64),
}

impl LastRow {
    fn new(bytes: &[u8], width: usize) -> LastRow {
        let is_text = !bytes.starts_with(b"PK");
        let is_cut =
            is_text && !matches!(bytes.trim_ascii_end().len() + 1, length if length <= bytes.len());
        LastRow { is_cut, width, rows: (0, 0), last: (width, 1) }
    }

    fn row(&mut self, cells: usize, line: u64) {
        match cells < self.width {
            true => self.rows.1 += 1,
            false => self.rows.0 += 1,
        }
        self.last = (cells, line);
    }

    /// Whether a row that can't be read is the last one.
    fn is_behind(&self, row: &str, bytes: &[u8]) -> bool {
        bytes.ends_with(row.as_bytes())
    }

    fn is_whole(&self) -> Result<(), Refusal> {
        let is_short = self.last.0 < self.width && self.rows.1 == 1 && self.rows.0 > 0;
        match self.is_cut && is_short {
            true => Err(refused(Rule::BankTruncated, self.last.1)),
            false => Ok(()),
        }
    }
}

fn damaged(error: &std::io::Error) -> Refusal {
    refused(Rule::BankDamaged, 1).with("given", shown(error))
}

/// How the cells of a table are written.
#[derive(Clone, Copy)]
struct Styles {
    dates: DateStyle,
    numbers: NumberStyle,
    /// Whether all money out is written below zero.
    is_debit_below: bool,
}

/// What the rows show of how they are written.
#[derive(Default)]
struct Shown {
    dates: DateEvidence,
    numbers: NumberEvidence,
    /// How often money out is below zero, and above.
    debits: (u64, u64),
    /// Whether an amount is below zero.
    is_signed: bool,
    /// The numbers that every row so far names on one side; none before the first row.
    own: Option<Vec<String>>,
}

/// How the cells are written, by all rows, and the account's own number where only that tells which way
/// money went. Refused where they can be read two ways and nothing was said.
fn styles(table: &mut OpenTable, wish: &Wish) -> Result<(Styles, Option<String>), Refusal> {
    let mut all = Shown::default();
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
        (_, Some(order)) => Some(order),
        (OrderDecided::One(order), None) => Some(order),
        (OrderDecided::Any(orders), None) => orders.first().copied().or(Some(Order::DayFirst)),
        (OrderDecided::Unclear(example, _) | OrderDecided::Mixed(example, _), None) => {
            return Err(asked(Rule::BankDateOrder, &example));
        }
    };
    let decimals = match (all.numbers.decided(), wish.decimals) {
        (_, Some(decimals)) => decimals,
        (DecimalsDecided::One(decimals), None) => decimals,
        (DecimalsDecided::Any, None) => Decimals::Point,
        (DecimalsDecided::Unclear(example) | DecimalsDecided::Mixed(example, _), None) => {
            return Err(asked(Rule::BankDecimals, &example));
        }
    };
    let styles = Styles {
        dates: DateStyle { order, serial: true },
        numbers: NumberStyle { decimals, credit_is_positive: true },
        is_debit_below: all.debits.0 > 0 && all.debits.1 == 0,
    };
    Ok((styles, all.own_number(columns)))
}

impl Shown {
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

    /// The one number that every row names, where amounts have no sign and no balance tells it.
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
