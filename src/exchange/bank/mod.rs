//! Bank statements: the bytes of a file become statements and their lines, whatever the bank's dialect.
//! May use: domain.

use rust_decimal::Decimal;

use crate::domain::{self, Currency, Day, Refusal, Rule};

/// What was said about a file; it goes over what the file shows.
#[derive(Clone, Debug, Default)]
pub struct BankWish {
    /// The currency of statements that name none.
    pub currency: Option<Currency>,
}

/// Where a line, or what is wrong, stands in a file.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default, Hash)]
pub struct BankPlace {
    /// The line of the file, from 1.
    pub line: u64,
    /// The number of the bank's entry in the file, from 1; 0 outside of all entries.
    pub entry: u64,
    /// Which part of an entry that has several, from 1; 0 for a whole entry.
    pub part: u32,
}

/// An account's balance at the end of a day.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct BankBalance {
    /// The day.
    pub date: Day,
    /// Above zero is money in the account.
    pub amount: Decimal,
}

/// A line of a statement: what one payment changed in the account.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct BankLine {
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
    /// Structured references, the strongest first.
    pub references: Vec<String>,
    /// What identifies the line at its bank, as far as that can be told.
    pub bank_id: Option<String>,
    /// Whether it returns or reverses an earlier line.
    pub is_return: bool,
    /// Where it stands.
    pub place: BankPlace,
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
    pub opening: Option<BankBalance>,
    /// After the last line.
    pub closing: Option<BankBalance>,
    /// The lines in the order of the file.
    pub lines: Vec<BankLine>,
    /// Where it begins.
    pub place: BankPlace,
}

/// What a file holds.
#[derive(Clone, PartialEq, Debug)]
pub struct BankReading {
    /// The statements in the order of the file.
    pub statements: Vec<BankStatement>,
    /// What could not be read, or looks wrong: the first of them.
    pub warnings: Vec<BankWarning>,
    /// How many warnings there are in all.
    pub warned: u64,
}

/// What could not be read at a place, or looks wrong there. The rest of the file is read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct BankWarning {
    /// Where.
    pub place: BankPlace,
    /// What: the rule, the field and the arguments of its words.
    pub what: domain::Warning,
}

/// Reads the statements of a file. No format can be read yet.
pub fn read(_: &[u8], _: &BankWish) -> Result<BankReading, Refusal> {
    Err(Refusal::new(Rule::ImportBinary, "file"))
}
