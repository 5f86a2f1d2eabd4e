//! Bank statements: the bytes of a file become statements and their lines, whatever the bank's dialect.
//!
//! Nothing here opens a file or knows the book. A line that can't be read is left out with a warning
//! that names its place; a file that ends too early is refused as a whole, so that half a statement is
//! never taken for one. Amounts are exact, and what a line leaves out is never guessed.
//! May use: domain, the readings, the text of an import, quick-xml, encoding_rs, csv, sha2.

mod amount;
mod camt;
mod cleaned;
mod code_page;
mod date;
mod decode;
mod identity;
mod momo;
mod mt940;
mod ofx;
mod references;
mod sniff;
mod statement;
mod sum;
mod table;
mod trouble;
mod wish;
mod xml;

use crate::domain::{Refusal, Rule};

pub use identity::{BankKey, bank_key, fingerprint, fingerprints};
pub use statement::{BankBalance, BankFormat, BankLine, BankPlace, BankStatement};
pub use sum::Sum;
pub use trouble::BankWarning;
pub use wish::BankWish;

use statement::FoundStatements;

/// The largest file that is read, in bytes.
pub const MOST_BYTES: usize = 512 << 20;

/// What a file holds.
#[derive(Clone, PartialEq, Debug)]
pub struct BankReading {
    /// Its format.
    pub format: BankFormat,
    /// The encoding of its text.
    pub encoding: &'static str,
    /// The statements in the order of the file.
    pub statements: Vec<BankStatement>,
    /// The first warnings: what could not be read, or looks wrong.
    pub warnings: Vec<BankWarning>,
    /// The number of all warnings.
    pub warned: u64,
    /// The number of entries that could not be read and were left out.
    pub left_out: u64,
}

/// Whether a file that begins like this is in a format that only banks and operators use.
#[must_use]
pub fn is_message(start: &[u8]) -> bool {
    let text = String::from_utf8_lossy(start);
    sniff::format(&text).is_ok_and(|format| format != BankFormat::Table)
}

/// Reads the statements of a file. Refuses the whole file if it is not a statement, ends too early, is
/// damaged between its lines, or contains what no statement needs (a document type, entities of its
/// own).
pub fn read(bytes: &[u8], wish: &BankWish) -> Result<BankReading, Refusal> {
    if bytes.len() > MOST_BYTES {
        return Err(trouble::refused(Rule::BankTooLarge, 0).with("most", MOST_BYTES >> 20));
    }
    let mut warnings = trouble::Warnings::default();
    let (mut found, encoding) = found(bytes, wish, &mut warnings)?;
    if found.statements.is_empty() {
        return Err(trouble::refused(Rule::BankNoStatement, 1).with("format", found.format.name()));
    }
    for statement in &mut found.statements {
        statement.currency = statement.currency.or(wish.currency);
        leave_out_zeros(statement, &mut warnings);
    }
    identity::drop_shared_ids(&mut found.statements);
    let (warnings, warned, left_out) = warnings.ended();
    let FoundStatements { format, statements } = found;
    Ok(BankReading { format, encoding, statements, warnings, warned, left_out })
}

/// Leaves out the lines that move no money, such as notices among the entries.
fn leave_out_zeros(statement: &mut BankStatement, warnings: &mut trouble::Warnings) {
    statement.lines.retain(|line| {
        let is_zero = line.amount.is_zero() && line.fee.is_none();
        if is_zero {
            let text = if line.text.is_empty() { "none" } else { line.text.as_str() };
            warnings.unread(line.place, Rule::BankZero, "amount", text);
        }
        !is_zero
    });
}

/// The statements of a file, and the encoding of its text.
fn found(
    bytes: &[u8],
    wish: &BankWish,
    warnings: &mut trouble::Warnings,
) -> Result<(FoundStatements, &'static str), Refusal> {
    if bytes.starts_with(b"PK") || wish.format == Some(BankFormat::Table) {
        return table::read(bytes, wish, warnings);
    }
    let decode::DecodedFile { text, encoding } = decode::decode(bytes)?;
    let format = match wish.format {
        Some(format) => format,
        None => sniff::format(&text)?,
    };
    let found = match format {
        BankFormat::Camt053 | BankFormat::Camt054 => camt::read(&text, warnings)?,
        BankFormat::Mt940 | BankFormat::Mt942 => mt940::read(&text, warnings)?,
        BankFormat::Ofx1 | BankFormat::Ofx2 => ofx::read(&text, format, warnings)?,
        BankFormat::MomoSms => momo::read(&text, wish, warnings)?,
        BankFormat::Table => return table::read(bytes, wish, warnings),
    };
    Ok((found, encoding))
}
