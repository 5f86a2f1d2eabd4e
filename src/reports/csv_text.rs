//! A report as CSV, with the column names of the JSON. Text that a spreadsheet would run as a formula
//! has an apostrophe before it.

use std::borrow::Cow;

use crate::domain::marks;
use crate::ledger::query::report::{Cell, Report};

/// The rows as CSV, without the totals, so that a column of figures can be added up.
pub fn csv(report: &Report) -> Result<String, csv::Error> {
    let columns: Vec<&str> = report.columns.iter().map(|column| &*column.name).collect();
    super::balance::csv_text(&columns, |writer| {
        for row in &report.rows {
            for cell in &row.cells {
                writer.write_field(value(cell).as_bytes())?;
            }
            writer.write_record(None::<&[u8]>)?;
        }
        Ok(())
    })
}

fn value(cell: &Cell) -> Cow<'_, str> {
    match cell {
        Cell::Empty => Cow::Borrowed(""),
        Cell::Text(text) => marks::cell(text),
        Cell::Word(word) => Cow::Borrowed(word),
        Cell::Date(day) => day.to_string().into(),
        Cell::Moment(moment) => moment.to_string().into(),
        Cell::Money(amount) => amount.to_string().into(),
        Cell::Count(count) => count.to_string().into(),
    }
}
