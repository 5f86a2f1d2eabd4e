//! Finds the header of a table, or that it has none, and reads the rows above it. May use: domain, the
//! text and the workbook of an import.

use crate::domain::{Currency, Refusal, Rule};
use crate::exchange::import::source::Source;
use crate::exchange::import::table::{DecodedText, ImportTable, Layout};
use crate::exchange::import::workbook::{SheetSource, Workbook};

use super::super::trouble::refused;
use super::headless;
use super::sample::{FirstRow, MOST_SEARCHED, sample};
use super::words::{self, BalanceEnd, TableColumns};

/// The possible separators of columns.
const SEPARATORS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// The information above or below the table.
#[derive(Default, Debug)]
pub struct Preamble {
    /// The account's number.
    pub account: Option<String>,
    /// The currency.
    pub currency: Option<Currency>,
    /// Balances, as texts.
    pub balances: Vec<(BalanceEnd, String)>,
}

/// A table whose layout is known.
pub struct OpenTable {
    /// Its rows.
    pub source: Box<dyn Source>,
    /// Its columns.
    pub columns: TableColumns,
    /// The information above it.
    pub preamble: Preamble,
    /// How many lines too many the source counts, because it expects a header that the file doesn't
    /// have.
    pub added: u64,
    /// How its text is encoded.
    pub encoding: &'static str,
}

/// Finds the layout of a file. Refused if it has no columns of dates and amounts.
pub fn open(bytes: &[u8]) -> Result<OpenTable, Refusal> {
    if bytes.starts_with(b"PK") {
        return in_workbook(bytes);
    }
    let text = DecodedText::of(bytes.to_vec());
    let mut best: Option<(u8, Vec<FirstRow>, usize, TableColumns)> = None;
    for separator in SEPARATORS {
        let rows = sample(text.as_str(), separator);
        let Some((at, columns)) = header(&rows) else { continue };
        let width = |rows: &[FirstRow], at: usize| rows.get(at).map_or(0, |row| row.cells.len());
        if best.as_ref().is_none_or(|(_, other, there, _)| width(&rows, at) > width(other, *there))
        {
            best = Some((separator, rows, at, columns));
        }
    }
    let Some((separator, rows, header, columns)) = best else { return without_header(&text) };
    let (above, head) = rows.split_at_checked(header).unwrap_or((&[], &rows));
    let Some(head) = head.first() else { return Err(refused(Rule::BankColumns, 1)) };
    let layout = Layout { separator, at: head.at, before: head.line - 1, most_lines: 8 };
    let source = Box::new(ImportTable::laid_out(&text, layout)?);
    let preamble = preamble(above);
    Ok(OpenTable { source, columns, preamble, added: 0, encoding: text.encoding })
}

/// The row of the sample that names a table's columns.
fn header(rows: &[FirstRow]) -> Option<(usize, TableColumns)> {
    rows.iter().enumerate().find_map(|(at, row)| {
        let columns = TableColumns::of(&row.cells);
        columns.is_whole().then_some((at, columns))
    })
}

/// A text without column names: its columns are recognised by their cells.
fn without_header(text: &DecodedText) -> Result<OpenTable, Refusal> {
    for separator in SEPARATORS {
        let rows = sample(text.as_str(), separator);
        let width = rows.iter().map(|row| row.cells.len()).max().unwrap_or(0);
        let Some(columns) = headless::columns(&rows).filter(|_| width > 1) else { continue };
        let mark = char::from(separator);
        let names: Vec<String> = (1..=width).map(|place| format!("#{place}")).collect();
        let named = format!("{}\n{}", names.join(&mark.to_string()), text.as_str());
        let named = DecodedText::of(named.into_bytes());
        let layout = Layout { separator, at: 0, before: 0, most_lines: 1 };
        let source = Box::new(ImportTable::laid_out(&named, layout)?);
        let preamble = Preamble::default();
        return Ok(OpenTable { source, columns, preamble, added: 1, encoding: text.encoding });
    }
    Err(refused(Rule::BankColumns, 1))
}

fn in_workbook(bytes: &[u8]) -> Result<OpenTable, Refusal> {
    let mut book = Workbook::open(bytes.to_vec())?;
    for name in book.sheets() {
        let rows = book.start(&name)?.first(MOST_SEARCHED);
        let rows: Vec<FirstRow> =
            rows.into_iter().map(|(at, line, cells)| FirstRow { line, at, cells }).collect();
        let Some((header, columns)) = header(&rows) else { continue };
        let (above, head) = rows.split_at_checked(header).unwrap_or((&[], &rows));
        let Some(head) = head.first() else { continue };
        let source = Box::new(SheetSource::below(book.rows(&name)?, head.at)?);
        let preamble = preamble(above);
        return Ok(OpenTable { source, columns, preamble, added: 0, encoding: "XLSX" });
    }
    Err(refused(Rule::BankColumns, 1))
}

/// Reads the rows above a table: each label with the next cell that isn't empty, or with the text after
/// its colon.
fn preamble(rows: &[FirstRow]) -> Preamble {
    let mut found = Preamble::default();
    for row in rows {
        let cells: Vec<&str> = row.cells.iter().map(String::as_str).collect();
        found.row(&cells);
    }
    found
}

impl Preamble {
    /// Reads a row. Returns whether it says anything about the account.
    pub fn row(&mut self, cells: &[&str]) -> bool {
        let mut is_said = false;
        for (at, cell) in cells.iter().enumerate() {
            let (label, behind) = cell.split_once(':').unwrap_or((cell, ""));
            let next = cells.iter().skip(at + 1).map(|it| it.trim()).find(|it| !it.is_empty());
            let value = match behind.trim() {
                "" => next.unwrap_or_default(),
                value => value,
            };
            if value.is_empty() {
                continue;
            }
            if words::is_account(label) && self.account.is_none() {
                self.account = Some(value.to_string());
            } else if words::is_currency(label) {
                self.currency = self.currency.or_else(|| words::currency_of(value));
            } else if let Some(end) = words::end_of(label) {
                self.balances.push((end, value.to_string()));
            } else if label.trim().is_empty() {
                self.currency = self.currency.or_else(|| words::currency_of(value));
                continue;
            } else {
                continue;
            }
            is_said = true;
        }
        is_said
    }
}
