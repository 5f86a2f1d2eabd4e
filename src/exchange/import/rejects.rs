//! The table of refused rows: line, field, rule and message, then the row as it was read, so that a row
//! corrected there and imported again has the same meaning. May use: the outcome, domain, csv.

use std::io::Write;

use crate::domain::{Refusal, marks};

use super::outcome::Rejects;

/// The columns before those of the refused rows.
const OWN: [&str; 4] = ["line", "field", "rule", "message"];

/// How many columns precede those of the rows: the file may be a table of refused rows itself.
fn own_columns(head: &[String]) -> usize {
    let is_own = head.len() > OWN.len() && head.iter().zip(OWN).all(|(name, own)| name == own);
    if is_own { OWN.len() } else { 0 }
}

/// The columns of the table of refused rows for a file with these columns.
pub fn rejects_head(head: &[String]) -> Vec<String> {
    let rest = head.iter().skip(own_columns(head)).cloned();
    OWN.map(str::to_string).into_iter().chain(rest).collect()
}

/// Writes the table; `message` gives the words for a refusal. Returns the writer.
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
