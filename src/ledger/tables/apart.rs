//! Tables that say what is left to chase without reading every overdue item: the open items of which a part may not
//! be chased, how promises stand by the dates of the money, and how invoices were paid. Each row says what follows
//! from one item alone, and is written again after an entry that touches that item. May use: the rest of the
//! tables, domain.

use serde::{Deserialize, Serialize};

use crate::domain::{Day, Money};
use crate::ledger::table::Table;

use super::{AccountId, ItemId};

/// Open items of which a part may not be chased, or that are owed since another day than they were due, by account
/// and due date. Whatever is open and not here may be chased whole.
pub const APART: Table<(AccountId, Day, ItemId), ApartRow> =
    Table::new(0xA8, "open items not chased whole");

/// How the promises of an account stand, the newest first: by [`ItemId::backwards`].
pub const PROMISES_OF: Table<(AccountId, ItemId), PromisedRow> =
    Table::new(0xA9, "standing of promises by account");

/// Invoices of an account that were paid in full, the newest first: by [`ItemId::backwards`].
pub const PAID: Table<(AccountId, ItemId), PaidRow> = Table::new(0xAA, "paid invoices by account");

/// What of an open item may not be chased, all that is posted counted.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ApartRow {
    /// What is left of it.
    pub left: Money,
    /// What of that is disputed.
    pub disputed: Money,
    /// The last day on which anything of its disputes is effective; as of that day or later they stand so.
    pub disputes_until: Option<Day>,
    /// The promises on it that were neither kept nor withdrawn.
    pub promises: Vec<PromisedRow>,
    /// The entry that touched it last.
    pub seq: u64,
    /// Whether that is not all: a plan covers it, tax was withheld, or it is no invoice.
    pub is_more: bool,
}

/// A promise by the dates of the money, all that is posted counted: what there is to know before it is judged.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct PromisedRow {
    /// Who promised.
    pub account: AccountId,
    /// Whose invoice it is.
    pub debtor: AccountId,
    /// The last day on which the money is in time.
    pub last: Day,
    /// Until when there is anything of the promise itself: its own day, or that on which it was withdrawn.
    pub until: Day,
    /// The entry that touched it last.
    pub seq: u64,
    /// What is left of the invoice.
    pub left: Money,
    /// Where the money stands.
    pub money: PromiseMoney,
}

/// Where the money of a promise stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PromiseMoney {
    /// Whether it is out of force, or nothing was owed any more that could be paid.
    pub is_withdrawn: bool,
    /// What was paid on it in time, at most what was promised.
    pub paid: Money,
    /// What is still to come for it to be kept.
    pub missing: Money,
    /// The same with the earlier instalments of the same promise.
    pub missing_in_all: Money,
}

/// How an invoice was paid in full.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaidRow {
    /// What it came to.
    pub amount: Money,
    /// When it was due.
    pub due: Day,
    /// How many days later the last of the money came; less than zero, it came before.
    pub days: i64,
}
