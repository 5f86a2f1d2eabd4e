//! Bank statements of every format: what is written is read again, and what is not whole is refused.

mod bad;
mod camt;
mod cut;
mod known;
mod momo;
mod mt940;
mod ofx;
mod round;
mod table;

use daybook::domain::Day;
use daybook::exchange::bank::{BankLine, BankReading, BankStatement, BankWish, read};

/// What a file holds.
fn came(bytes: impl AsRef<[u8]>) -> BankReading {
    match read(bytes.as_ref(), &BankWish::default()) {
        Ok(reading) => reading,
        Err(refusal) => panic!("{refusal:?}"),
    }
}

/// The one statement of a file that is read without a warning.
fn one(bytes: impl AsRef<[u8]>) -> BankStatement {
    let mut reading = came(bytes);
    assert_eq!(reading.warnings, [], "{reading:?}");
    assert_eq!(reading.statements.len(), 1, "{reading:?}");
    reading.statements.remove(0)
}

/// The one line of such a file.
fn line(bytes: impl AsRef<[u8]>) -> BankLine {
    let mut statement = one(bytes);
    assert_eq!(statement.lines.len(), 1, "{statement:?}");
    statement.lines.remove(0)
}

/// The rule by which a file is refused, and the line that it names.
fn refused(bytes: impl AsRef<[u8]>) -> (&'static str, String) {
    match read(bytes.as_ref(), &BankWish::default()) {
        Ok(reading) => panic!("{reading:?}"),
        Err(refusal) => {
            let line = refusal.args.iter().find(|(name, _)| name == "line");
            (refusal.rule.name(), line.map(|(_, line)| line.clone()).unwrap_or_default())
        }
    }
}

/// The rules and lines of a file's warnings.
fn warned(bytes: impl AsRef<[u8]>) -> Vec<(String, u64)> {
    let told = came(bytes).warnings.into_iter();
    told.map(|it| (it.what.rule.into_owned(), it.place.line)).collect()
}

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn amounts(statement: &BankStatement) -> Vec<String> {
    statement.lines.iter().map(|line| line.amount.normalize().to_string()).collect()
}
