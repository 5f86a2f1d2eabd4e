//! The tables of bank lines. A line never changes once posted; what happens to it is a separate step,
//! with its own day and entry. What the bank says about the payer is read from the journal.

use serde::{Deserialize, Serialize};

use crate::domain::command::Method;
use crate::domain::event::DatedBalance;
use crate::domain::{Currency, Day, Money, Number};
use crate::ledger::table::tables;

use super::{AccountId, ItemId, Place};

/// Bank accounts, numbered in the order of their first statements.
pub type BankAccountId = u32;

tables! {
    /// Bank accounts by the folded name that the book gives them.
    BANK_ACCOUNTS: String => BankAccountRow = b'<', "bank accounts";

    /// The balances of statements, by account, closing day and entry.
    BANK_STATEMENTS: (BankAccountId, Day, ItemId) => BankStatementRow = b'>', "bank statements";

    /// Bank lines by the count in their numbers.
    BANK_LINES: u64 => BankLineRow = b'|', "bank lines";

    /// Bank lines by account and day.
    BANK_LINES_ON: (BankAccountId, Day, u64) => () = b',', "bank lines by day";

    /// Bank lines that are open, counting everything posted, by account and day.
    BANK_LINES_OPEN: (BankAccountId, Day, u64) => () = b'/', "open bank lines";

    /// The steps of bank lines, by line and entry.
    BANK_STEPS: (u64, ItemId) => BankStepRow = b'_', "steps of bank lines";

    /// Bank lines by content, so that none is recorded twice: the account, a hash of the content, and a
    /// count among lines with the same content.
    BANK_PRINTS: (BankAccountId, u64, u32) => u64 = b'^', "bank lines by content";

    /// The line that a document is matched to, by the direction of the money and the document's folded
    /// number.
    BANK_LINKS: (Way, String) => u64 = b'~', "bank lines by document";

    /// The lines that are or were matched to a customer or linked to a customer's document.
    BANK_LINES_OF: (AccountId, u64) => () = b'@', "bank lines by customer";

    /// How often a payer, identified by name or account, turned out to be a customer.
    LEARNT: (AccountId, String) => u32 = b'?', "payers of customers";

    /// The lines of erased customers: what the bank says about their payers is not shown.
    BANK_LINES_HIDDEN: u64 => () = b'!', "hidden bank lines";
}

/// A bank account.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BankAccountRow {
    /// Its place among the accounts.
    pub id: BankAccountId,
    /// Its name as it was first given.
    pub name: String,
    /// Its number at the bank.
    pub number: Option<String>,
    /// Its currency.
    pub currency: Currency,
    /// The method of the payments on it.
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
    /// Its account.
    pub account: BankAccountId,
    /// The entry that recorded it, and its place there.
    pub id: ItemId,
    /// The place of that entry.
    pub at: Place,
    /// The booking day.
    pub date: Day,
    /// The change of the account's balance.
    pub amount: Money,
    /// The fee that the bank or the operator kept.
    pub fee: Option<Money>,
    /// The first of its references, otherwise the bank's description.
    pub reference: Option<String>,
    /// The stored keys of its payer; removed when the customer is erased.
    pub payer: Vec<String>,
}

/// The direction of the money.
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
    /// The day from which it holds.
    pub date: Day,
    /// The step.
    pub step: BankStep,
    /// The place of its entry.
    pub at: Place,
}

/// A step of a bank line: matched, linked, dismissed, reopened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum BankStep {
    /// It was matched to this document.
    Matched(BankMatch),
    /// It was dismissed: it has nothing to do with customers.
    Dismissed,
    /// It was reopened.
    Reopened,
}

/// The document that a bank line is matched to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BankMatch {
    /// The payment or the refund.
    pub document: Number,
    /// The fee that the bank or the operator kept.
    pub fee: Option<Money>,
    /// Whether matching the line made it.
    pub is_made: bool,
}
