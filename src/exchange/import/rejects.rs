//! The table of refused rows: line, field, rule and message, then the row as it was read, so that a row that
//! is corrected there and imported again means the same. May use: the outcome, domain, csv.

use std::io::Write;

use crate::domain::{Refusal, marks};

use super::outcome::Rejects;

/// The columns that stand before those of the refused rows.
const OWN: [&str; 4] = ["line", "field", "rule", "message"];

/// How many columns of a file stand before those of its rows: it may be one of refused rows itself.
fn own_columns(head: &[String]) -> usize {
    let is_own = head.len() > OWN.len() && head.iter().zip(OWN).all(|(name, own)| name == own);
    if is_own { OWN.len() } else { 0 }
}

/// The columns of the table of refused rows of a file with these columns.
pub fn rejects_head(head: &[String]) -> Vec<String> {
    let rest = head.iter().skip(own_columns(head)).cloned();
    OWN.map(str::to_string).into_iter().chain(rest).collect()
}

/// Writes the table; `message` says in words why a row is refused. Returns what it was written to.
pub fn write_rejects<W: Write>(
    to: W,
    head: &[String],
    rejects: &Rejects,
    message: &dyn Fn(&Refusal) -> String,
) -> Result<W, csv::Error> {
    let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(to);
    let cell = |cell: &String| marks::cell(&marks::read_cell(cell)).into_owned();
    let before = own_columns(head);
    writer.write_record(rejects_head(head).iter().map(cell))?;
    for reject in rejects.iter() {
        let reject = reject?;
        let own = [
            reject.line.to_string(),
            reject.refusal.field.clone(),
            reject.refusal.rule.name().to_string(),
            message(&reject.refusal),
        ];
        let cells = reject.cells.iter().skip(before).map(cell);
        writer.write_record(own.into_iter().chain(cells))?;
    }
    writer.into_inner().map_err(|error| csv::Error::from(error.into_error()))
}
