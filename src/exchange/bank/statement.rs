//! What files of statements hold: statements, their lines and balances, and where each stands. May use:
//! domain, rust_decimal.

use rust_decimal::Decimal;

use crate::domain::{Currency, Day};

/// How a file is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum BankFormat {
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

impl BankFormat {
    /// All of them.
    pub const ALL: [BankFormat; 8] = [
        BankFormat::Camt053,
        BankFormat::Camt054,
        BankFormat::Mt940,
        BankFormat::Mt942,
        BankFormat::Ofx1,
        BankFormat::Ofx2,
        BankFormat::MomoSms,
        BankFormat::Table,
    ];

    /// The name that people know it by, the same in every language.
    pub fn name(self) -> &'static str {
        match self {
            BankFormat::Camt053 => "CAMT.053",
            BankFormat::Camt054 => "CAMT.054",
            BankFormat::Mt940 => "MT940",
            BankFormat::Mt942 => "MT942",
            BankFormat::Ofx1 => "OFX 1",
            BankFormat::Ofx2 => "OFX 2",
            BankFormat::MomoSms => "MoMo SMS",
            BankFormat::Table => "CSV",
        }
    }
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
    /// Structured references, the strongest first: the creditor's, numbers of documents, end-to-end,
    /// the mandate's, the cheque's.
    pub references: Vec<String>,
    /// What identifies the line at its bank, as far as that can be told. Compare by [`bank_key`](super::bank_key).
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

/// Statements as a reader of one format leaves them.
pub(super) struct FoundStatements {
    pub format: BankFormat,
    pub statements: Vec<BankStatement>,
}
