//! The input of a run: the bytes of a file, the check of its currencies, and the identities of its
//! commands. May use: the mapping, the sources, the engine.

use std::io;
use std::path::Path;

use crate::domain::{Command, Currency, Money, Refusal, Rule};
use crate::engine::{Failure, Session, given};
use crate::user_file;

use super::Trouble;
use super::mapping::Record;

/// The largest file that is read, in bytes: some millions of rows.
const MOST_BYTES: u64 = 256 << 20;

/// The bytes of a file, or of the standard input for `-`. Refused if there are more than are read, or no
/// end of them.
pub fn read(file: &Path) -> Result<Vec<u8>, Failure> {
    if file != Path::new("-") {
        return given::read("file", file, MOST_BYTES);
    }
    let mut bytes = Vec::new();
    let read = user_file::read_into(io::stdin().lock(), MOST_BYTES, &mut bytes);
    read.map_err(|error| given::failure("file", file, error))?;
    Ok(bytes)
}

/// The bytes of a plain file.
pub fn read_at_desk(file: &Path) -> Result<Vec<u8>, Failure> {
    given::read_file("file", file, MOST_BYTES)
}

/// Checks that no amount has the mark of another currency than its row.
pub fn marked_otherwise(
    session: &Session,
    rows: &[Record],
    amounts: &[Option<(Currency, Money)>],
) -> Result<(), Trouble> {
    for (at, row) in rows.iter().enumerate() {
        if row.marks().next().is_none() {
            continue;
        }
        let currency = match amounts.get(at).copied().flatten() {
            Some((currency, _)) => currency.code().to_string(),
            None => match row.get("currency")? {
                Some(currency) => currency,
                None => session.info().currency.code().to_string(),
            },
        };
        if let Some(mark) = row.marks().find(|mark| !mark.fits(&currency)) {
            let refusal = Refusal::new(Rule::ImportMark, "currency").with("given", &mark.text);
            return Err(Trouble::Row(at, refusal.with("currency", currency)));
        }
    }
    Ok(())
}

/// The identity of a command: a field of its rows, and the value.
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
