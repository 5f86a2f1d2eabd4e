//! What a run takes in: the bytes of a file, rows whose currency is not in doubt, and what they are known
//! by. May use: the mapping,
//! the sources, the engine.

use std::fs::File;
use std::io::{self, Read};
use std::os::unix::fs::FileTypeExt;
use std::path::Path;

use crate::domain::{Command, Currency, Money, Refusal, Rule};
use crate::engine::{BookError, Failure, Session, owner};

use super::Trouble;
use super::mapping::Record;
use super::source::unusable;

/// The most bytes that are read of a file: some millions of rows.
const MOST_BYTES: u64 = 256 << 20;

/// The bytes of a file, or of what is typed in where the file is `-`. Refused where there are more
/// than may be read, or no end of them.
pub fn read(file: &Path) -> Result<Vec<u8>, Failure> {
    let failed = |error| Failure::from(BookError::io(file, error));
    let too_much = |why: &str| Failure::from(unusable(Rule::ImportUnreadable, "file", why));
    let mut bytes = Vec::new();
    let input: Box<dyn Read> = if file == Path::new("-") {
        Box::new(io::stdin().lock())
    } else {
        let input = owner::as_caller(|| File::open(file)).map_err(failed)?;
        let about = input.metadata().map_err(failed)?;
        if about.file_type().is_char_device() {
            return Err(too_much("it is a device"));
        }
        // Room that grows by doubling would be copied, and half empty.
        let length = usize::try_from(about.len().min(MOST_BYTES)).unwrap_or(0);
        bytes.reserve_exact(length + 1);
        Box::new(input)
    };
    input.take(MOST_BYTES + 1).read_to_end(&mut bytes).map_err(failed)?;
    match bytes.len() as u64 > MOST_BYTES {
        true => Err(too_much("it is longer than 256 MiB; split it")),
        false => Ok(bytes),
    }
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
