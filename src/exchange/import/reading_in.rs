//! What a run takes in: the bytes of a file, rows whose currency is not in doubt, and what they are known
//! by. May use: the mapping,
//! the sources, the engine.

use std::io;
use std::path::Path;

use crate::domain::{Command, Currency, Money, Refusal, Rule};
use crate::engine::{Failure, Session, given};
use crate::user_file;

use super::Trouble;
use super::mapping::Record;

/// The most bytes that are read of a file: some millions of rows.
const MOST_BYTES: u64 = 256 << 20;

/// The bytes of a file, or of what is typed in where the file is `-`. Refused where there are more
/// than may be read, or no end of them.
pub fn read(file: &Path) -> Result<Vec<u8>, Failure> {
    if file != Path::new("-") {
        return given::read("file", file, MOST_BYTES);
    }
    let mut bytes = Vec::new();
    let read = user_file::read_into(io::stdin().lock(), MOST_BYTES, &mut bytes);
    read.map_err(|error| given::failure("file", file, error))?;
    Ok(bytes)
}

/// The bytes of a file, and of nothing but a file.
pub fn read_at_desk(file: &Path) -> Result<Vec<u8>, Failure> {
    given::read_file("file", file, MOST_BYTES)
}

/// The first row whose amount is marked with the sign of another currency than it is in.
pub fn marked_otherwise(
    session: &Session,
    rows: &[Record],
    amounts: &[Option<(Currency, Money)>],
) -> Result<(), Trouble> {
    for (at, row) in rows.iter().enumerate() {
        let Some(mark) = row.mark() else { continue };
        let currency = match amounts.get(at).copied().flatten() {
            Some((currency, _)) => currency.code().to_string(),
            None => match row.get("currency")? {
                Some(currency) => currency,
                None => session.info().currency.code().to_string(),
            },
        };
        if !mark.fits(&currency) {
            let refusal = Refusal::new(Rule::ImportMark, "currency").with("given", &mark.text);
            return Err(Trouble::Row(at, refusal.with("currency", currency)));
        }
    }
    Ok(())
}

/// What the rows of a command are known by.
pub fn identity(command: &Command) -> (&'static str, String) {
    match command {
        Command::RegisterCustomer(row) => {
            ("code", row.code.as_ref().map_or_else(|| row.name.clone(), ToString::to_string))
        }
        Command::DefineItem(row) => ("code", row.code.to_string()),
        Command::BringInInvoice(row) => ("number", row.number.to_string()),
        Command::BringInReceivable(row) => ("number", row.number.to_string()),
        Command::RecordPayment(row) => {
            let date = row.date.map_or_else(String::new, |date| format!(", {date}"));
            ("customer", format!("{}{date}, {}", row.customer, row.amount))
        }
        Command::RecordUnidentified(row) => {
            let date = row.date.map_or_else(String::new, |date| format!("{date}, "));
            ("amount", format!("{date}{}", row.amount))
        }
        _ => ("", String::new()),
    }
}
