//! Tables of transactions: a bank's CSV or workbook, or an operator's statement. The header is searched
//! for below any rows above it, or the columns are recognised by their cells. The formats of dates and
//! numbers come from all rows; if the rows don't decide, the reader asks. May use: domain, the readings,
//! the sources of an import.

mod balances;
mod headless;
mod layout;
mod row;
mod sample;
mod styles;
mod words;

use crate::domain::{Refusal, Rule};
use crate::exchange::import::source::NextRow;

use super::statement::{BankFormat, BankPlace, FoundStatements};
use super::trouble::{Warnings, damaged, refused};
use super::wish::BankWish;
use styles::styles;

/// Reads a table, and says how its text is encoded.
pub(super) fn read(
    bytes: &[u8],
    wish: &BankWish,
    warnings: &mut Warnings,
) -> Result<(FoundStatements, &'static str), Refusal> {
    let mut table = layout::open(bytes)?;
    let (styles, own) = styles(&mut table, wish)?;
    let mut lines = row::TableLines::new(&table.columns, styles, table.preamble, own);
    let (mut entries, mut end) = (0, LastRow::new(bytes, table.source.head().len()));
    while let Some(next) = table.source.next_row().map_err(|error| damaged(&error))? {
        entries += 1;
        let place = |line: u64| BankPlace {
            line: line.saturating_sub(table.added),
            entry: entries,
            part: 0,
        };
        match next {
            NextRow::Row(at) => {
                end.row(table.source.cells(), place(at.line).line);
                lines.row(table.source.cells(), place(at.line), warnings);
            }
            NextRow::Quote(at)
                if end.is_cut && bytes.ends_with(table.source.as_it_stands(at).as_bytes()) =>
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
    Ok((
        FoundStatements { format: BankFormat::Table, statements: lines.ended(warnings) },
        table.encoding,
    ))
}

/// The last row of a text without a final line break: it was cut off if all other rows have more cells.
struct LastRow {
    /// Whether the text lacks a final line break.
    is_cut: bool,
    /// How many columns there are.
    width: usize,
    /// How many rows have all of them, and how many have fewer.
    rows: (u64, u64),
    last: (usize, u64),
}

impl LastRow {
    fn new(bytes: &[u8], width: usize) -> LastRow {
        // In UTF-16 the line break has a zero byte next to it.
        let last = bytes.iter().rev().find(|byte| **byte != 0);
        let is_cut = !bytes.starts_with(b"PK") && last.is_some_and(|it| !it.is_ascii_whitespace());
        LastRow { is_cut, width, rows: (0, 0), last: (width, 1) }
    }

    /// A text below the table is not a row that was cut off: it has one cell, with words in it.
    fn row(&mut self, cells: &csv::StringRecord, line: u64) {
        let first = cells.get(0).unwrap_or_default();
        let is_footer = cells.len() == 1 && !first.starts_with(|it: char| it.is_ascii_digit());
        let count = if is_footer { self.width } else { cells.len() };
        match count < self.width {
            true => self.rows.1 += 1,
            false => self.rows.0 += 1,
        }
        self.last = (count, line);
    }

    fn is_whole(&self) -> Result<(), Refusal> {
        let is_short = self.last.0 < self.width && self.rows.1 == 1 && self.rows.0 > 0;
        match self.is_cut && is_short {
            true => Err(refused(Rule::BankTruncated, self.last.1)),
            false => Ok(()),
        }
    }
}
