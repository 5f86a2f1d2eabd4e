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
mod sum;
mod table;
mod trouble;
mod xml;

use rust_decimal::Decimal;

use crate::domain::{Currency, Day, Refusal, Rule};
use crate::exchange::reading::amounts::Decimals;
use crate::exchange::reading::days::Order;

pub use identity::{BankKey, bank_key, fingerprint, fingerprints};
pub use sum::Sum;
pub use trouble::Warning;

/// The most bytes of a file that are read.
pub const MOST_BYTES: usize = 512 << 20;

/// How a file is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Format {
    /// ISO 20022 statements of a day, camt.053.
    Camt053,
    /// ISO 20022 advices of debits and credits, camt.054.
    Camt054,
    /// SWIFT statements of a day.
    Mt940,
    /// SWIFT reports within a day, which hold no balances.
    Mt942,
    /// OFX 1, in SGML.
    Ofx1,
    /// OFX 2, in XML.
    Ofx2,
    /// Messages of a mobile-money operator, as a backup of a phone holds them.
    MomoSms,
    /// A table of an operator's transactions, or of a bank.
    Table,
}

impl Format {
    /// All of them.
    pub const ALL: [Format; 8] = [
        Format::Camt053,
        Format::Camt054,
        Format::Mt940,
        Format::Mt942,
        Format::Ofx1,
        Format::Ofx2,
        Format::MomoSms,
        Format::Table,
    ];

    /// The name that people know it by, the same in every language.
    pub fn name(self) -> &'static str {
        match self {
            Format::Camt053 => "CAMT.053",
            Format::Camt054 => "CAMT.054",
            Format::Mt940 => "MT940",
            Format::Mt942 => "MT942",
            Format::Ofx1 => "OFX 1",
            Format::Ofx2 => "OFX 2",
            Format::MomoSms => "MoMo SMS",
            Format::Table => "CSV",
        }
    }
}

/// What was said about a file; it goes over what the file shows.
#[derive(Clone, Debug, Default)]
pub struct Wish {
    /// How it is written; found out from its bytes where nothing was said.
    pub format: Option<Format>,
    /// The currency of statements that name none.
    pub currency: Option<Currency>,
    /// Senders of an operator's messages beside those that are known.
    pub senders: Vec<String>,
    /// The order of day and month in a table; found out from its rows where nothing was said.
    pub dates: Option<Order>,
    /// What stands before the decimals in a table.
    pub decimals: Option<Decimals>,
}

/// Where a line, or what is wrong, stands in a file.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default, Hash)]
pub struct Place {
    /// The line of the file, from 1.
    pub line: u64,
    /// The number of the bank's entry in the file, from 1; 0 outside of all entries.
    pub entry: u64,
    /// Which part of an entry that has several, from 1; 0 for a whole entry.
    pub part: u32,
}

/// An account's balance at the end of a day.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Balance {
    /// The day.
    pub date: Day,
    /// Above zero is money in the account.
    pub amount: Decimal,
}

/// A line of a statement: what one payment changed in the account.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct StatementLine {
    /// The day on which it was booked.
    pub date: Day,
    /// The day from which it bears interest.
    pub value_date: Option<Day>,
    /// What it changed in the account, the fee included: money in is positive.
    pub amount: Decimal,
    /// What the bank or the operator kept of the payment, where the file states it; never negative.
    /// The payment itself was `amount + fee`, whichever way it went.
    pub fee: Option<Decimal>,
    /// The name on the other side: who paid; in a line of money out, who was paid.
    pub payer: Option<String>,
    /// The number of their account, or their phone.
    pub payer_account: Option<String>,
    /// For whom they paid, where the file names somebody else (the ultimate debtor).
    pub paid_for: Option<String>,
    /// What the payment is for, its parts joined by one blank; without controls.
    pub text: String,
    /// Structured references, the strongest first: the creditor's, numbers of documents, end-to-end,
    /// the mandate's, the cheque's.
    pub references: Vec<String>,
    /// What identifies the line at its bank, as far as that can be told. Compare by [`bank_key`].
    pub bank_id: Option<String>,
    /// Whether it returns or reverses an earlier line.
    pub is_return: bool,
    /// Where it stands.
    pub place: Place,
}

/// One account's lines over some days.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct BankStatement {
    /// The IBAN or the account's number, as the file has it.
    pub number: Option<String>,
    /// The currency; none where the file does not say.
    pub currency: Option<Currency>,
    /// What the bank calls the statement: its number and page.
    pub sequence: Option<String>,
    /// Before the first line.
    pub opening: Option<Balance>,
    /// After the last line.
    pub closing: Option<Balance>,
    /// The lines in the order of the file.
    pub lines: Vec<StatementLine>,
    /// Where it begins.
    pub place: Place,
}

/// What a file holds.
#[derive(Clone, PartialEq, Debug)]
pub struct Reading {
    /// How it is written.
    pub format: Format,
    /// How its text is encoded.
    pub encoding: &'static str,
    /// The statements in the order of the file.
    pub statements: Vec<BankStatement>,
    /// What could not be read, or looks wrong: the first of them.
    pub warnings: Vec<Warning>,
    /// How many warnings there are in all.
    pub warned: u64,
}

/// Statements as a reader of one format leaves them.
struct Found {
    format: Format,
    statements: Vec<BankStatement>,
}

/// Reads the statements of a file. Refused as a whole where it is not a statement, ends too early, is
/// damaged between its lines, or holds what no statement needs (a document type, entities of its own).
pub fn read(bytes: &[u8], wish: &Wish) -> Result<Reading, Refusal> {
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
    }
    identity::drop_shared_ids(&mut found.statements);
    let (warnings, warned) = warnings.ended();
    let Found { format, statements } = found;
    Ok(Reading { format, encoding, statements, warnings, warned })
}

/// The statements of a file, and how its text is encoded.
fn found(
    bytes: &[u8],
    wish: &Wish,
    warnings: &mut trouble::Warnings,
) -> Result<(Found, &'static str), Refusal> {
    if bytes.starts_with(b"PK") || wish.format == Some(Format::Table) {
        return table::read(bytes, wish, warnings);
    }
    let decode::FileText { text, encoding } = decode::decode(bytes)?;
    let format = match wish.format {
        Some(format) => format,
        None => sniff::format(&text)?,
    };
    let found = match format {
        Format::Camt053 | Format::Camt054 => camt::read(&text, warnings)?,
        Format::Mt940 | Format::Mt942 => mt940::read(&text, warnings)?,
        Format::Ofx1 | Format::Ofx2 => ofx::read(&text, format, warnings)?,
        Format::MomoSms => momo::read(&text, wish, warnings)?,
        Format::Table => return table::read(bytes, wish, warnings),
    };
    Ok((found, encoding))
}
