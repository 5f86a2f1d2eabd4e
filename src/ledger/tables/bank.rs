//! The tables of bank lines. A line is never changed once posted; what becomes of it is a step of its own,
//! with its day and its entry. What the bank says of the payer is read from the journal.

use serde::{Deserialize, Serialize};

use crate::domain::command::Method;
use crate::domain::event::DatedBalance;
use crate::domain::{Currency, Day, Money, Number};
use crate::ledger::table::Table;

use super::{AccountId, ItemId, Place};

/// Accounts at banks are numbered as their first statements come.
pub type BankAccountId = u32;

/// Accounts at banks, by the folded name that the book gives them.
pub const BANK_ACCOUNTS: Table<String, BankAccountRow> = Table::new(b'<', "bank accounts");

/// The balances that statements gave, by account, day of closing and entry.
pub const BANK_STATEMENTS: Table<(BankAccountId, Day, ItemId), BankStatementRow> =
    Table::new(b'>', "bank statements");

/// Bank lines, by the count in their numbers.
pub const BANK_LINES: Table<u64, BankLineRow> = Table::new(b'|', "bank lines");

/// Bank lines by account and day.
pub const BANK_LINES_ON: Table<(BankAccountId, Day, u64), ()> =
    Table::new(b',', "bank lines by day");

/// Those that nothing became of, all that is posted counted, by account and day.
pub const BANK_LINES_OPEN: Table<(BankAccountId, Day, u64), ()> =
    Table::new(b'/', "open bank lines");

/// The steps of bank lines, by line and entry.
pub const BANK_STEPS: Table<(u64, ItemId), BankStepRow> = Table::new(b'_', "steps of bank lines");

/// Bank lines by what they say, so that none is taken twice: the account, what it says as a number,
/// and which one it is among those that say the same.
pub const BANK_PRINTS: Table<(BankAccountId, u64, u32), u64> =
    Table::new(b'^', "bank lines by content");

/// The line that a document is, by the way the money went and the document's folded number.
pub const BANK_LINKS: Table<(Way, String), u64> = Table::new(b'~', "bank lines by document");

/// The lines that were matched to a customer or linked to a customer's document, and still are.
pub const BANK_LINES_OF: Table<(AccountId, u64), ()> = Table::new(b'@', "bank lines by customer");

/// How often a payer, by name or account, was found to be a customer.
pub const LEARNT: Table<(AccountId, String), u32> = Table::new(b'?', "payers of customers");

/// Lines of a customer that was erased: nothing is shown of what the bank says of the payer.
pub const BANK_LINES_HIDDEN: Table<u64, ()> = Table::new(b'!', "hidden bank lines");

/// An account at a bank.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BankAccountRow {
    /// Its place among them.
    pub id: BankAccountId,
    /// Its name, as first given.
    pub name: String,
    /// Its number at the bank.
    pub number: Option<String>,
    /// Its currency.
    pub currency: Currency,
    /// How money comes to it.
    pub method: Method,
}

/// The balances of a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BankStatementRow {
    /// Before the first line.
    pub opening: Option<DatedBalance>,
    /// After the last.
    pub closing: DatedBalance,
}

/// A bank line as it was recorded.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BankLineRow {
    /// Whose account it is on.
    pub account: BankAccountId,
    /// The entry that recorded it, and the place in it.
    pub id: ItemId,
    /// Where that entry stands.
    pub at: Place,
    /// When it was booked.
    pub date: Day,
    /// By how much the account changed.
    pub amount: Money,
    /// What the bank or the operator kept.
    pub fee: Option<Money>,
    /// The first of its references, else what the bank calls it.
    pub reference: Option<String>,
    /// What its payer is known by, as stored. Gone where the customer was erased.
    pub payer: Vec<String>,
}

/// Which way money went.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub enum Way {
    /// To the account.
    In,
    /// From it.
    Out,
}

impl crate::ledger::table::Key for Way {
    fn write(&self, out: &mut crate::store::rows::RowKey) {
        out.push(match self {
            Way::In => 0,
            Way::Out => 1,
        });
    }
    fn read(bytes: &mut &[u8]) -> Option<Way> {
        match u8::read(bytes)? {
            0 => Some(Way::In),
            1 => Some(Way::Out),
            _ => None,
        }
    }
}

/// A step of a bank line.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BankStepRow {
    /// From when on.
    pub date: Day,
    /// What.
    pub step: BankStep,
    /// Where its entry stands.
    pub at: Place,
}

/// A step of a bank line: matched, linked, dismissed, reopened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum BankStep {
    /// It is this document.
    Matched(BankMatch),
    /// It has nothing to do with customers.
    Dismissed,
    /// It is open again.
    Reopened,
}

/// What a bank line is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BankMatch {
    /// The payment or the refund.
    pub document: Number,
    /// What the bank or the operator kept.
    pub fee: Option<Money>,
    /// Whether matching the line made it.
    pub is_made: bool,
}
