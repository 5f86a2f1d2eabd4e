//! What files of statements contain: statements, their lines and balances, and where each is in the
//! file. May use: domain, rust_decimal.

use rust_decimal::Decimal;

use crate::domain::{Currency, Day};

/// The format of a file.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum BankFormat {
    /// ISO 20022 daily statements, camt.053.
    Camt053,
    /// ISO 20022 advices of debits and credits, camt.054.
    Camt054,
    /// SWIFT daily statements.
    Mt940,
    /// SWIFT intraday reports, which have no balances.
    Mt942,
    /// OFX 1, in SGML.
    Ofx1,
    /// OFX 2, in XML.
    Ofx2,
    /// Messages of a mobile-money operator, from a backup of a phone.
    MomoSms,
    /// A table of transactions, from an operator or a bank.
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

    /// The name by which people know it, the same in every language.
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

/// The place of a line, or of something wrong, in a file.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default, Hash)]
pub struct BankPlace {
    /// The line of the file, counted from 1.
    pub line: u64,
    /// The number of the bank's entry in the file, counted from 1; 0 outside of all entries.
    pub entry: u64,
    /// The part of an entry with several, counted from 1; 0 for a whole entry.
    pub part: u32,
}

/// An account's balance at the end of a day.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct BankBalance {
    /// The day.
    pub date: Day,
    /// Positive for money in the account.
    pub amount: Decimal,
}

/// A line of a statement: the change of the account by one payment.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct BankLine {
    /// The booking day.
    pub date: Day,
    /// The value day.
    pub value_date: Option<Day>,
    /// The change of the account, including the fee; positive for money in.
    pub amount: Decimal,
    /// The fee that the bank or the operator kept from the payment, if the file states it; never
    /// negative. The payment itself was `amount + fee`, whichever way it went.
    pub fee: Option<Decimal>,
    /// The name of the other party: the payer, or for money out the payee.
    pub payer: Option<String>,
    /// Their account or phone number.
    pub payer_account: Option<String>,
    /// The customer they paid for, if the file names one (the ultimate debtor).
    pub paid_for: Option<String>,
    /// The purpose of the payment, its parts joined by single blanks; without control characters.
    pub text: String,
    /// Structured references, the strongest first: the creditor's, numbers of documents, end-to-end,
    /// the mandate's, the cheque's.
    pub references: Vec<String>,
    /// The bank's id for the line, as far as it can be told. Compare ids by
    /// [`bank_key`](super::bank_key).
    pub bank_id: Option<String>,
    /// Whether it returns or reverses an earlier line.
    pub is_return: bool,
    /// Its place in the file.
    pub place: BankPlace,
}

/// The lines of one account over some days.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct BankStatement {
    /// The IBAN or account number, as the file gives it.
    pub number: Option<String>,
    /// The currency; `None` if the file does not give one.
    pub currency: Option<Currency>,
    /// The bank's name for the statement: its number and page.
    pub sequence: Option<String>,
    /// Before the first line.
    pub opening: Option<BankBalance>,
    /// After the last line.
    pub closing: Option<BankBalance>,
    /// The lines in the order of the file.
    pub lines: Vec<BankLine>,
    /// Its place in the file.
    pub place: BankPlace,
}

/// The statements as a reader of one format returns them.
pub(super) struct FoundStatements {
    pub format: BankFormat,
    pub statements: Vec<BankStatement>,
}
