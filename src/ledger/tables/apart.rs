//! Tables from which queries compute what is left to chase without reading every overdue item: the open
//! items of which a part may not be chased, the state of promises by the dates of the money, and how
//! invoices were paid. Each row depends on one item alone and is written again after each entry that
//! touches that item. May use: the rest of the tables, domain.

use serde::{Deserialize, Serialize};

use crate::domain::{Day, Money};
use crate::ledger::table::tables;

use super::{AccountId, ItemId};

tables! {
    /// Open items of which a part may not be chased, or that are owed since another day than their due date,
    /// by account and due date. An open item without a row here may be chased in full.
    APART: (AccountId, Day, ItemId) => ApartRow = 0xA8, "open items not chased whole";

    /// The state of the promises of an account, newest first: by [`ItemId::backwards`].
    PROMISES_OF: (AccountId, ItemId) => PromisedRow = 0xA9, "standing of promises by account";

    /// Invoices of an account that were paid in full, newest first: by [`ItemId::backwards`].
    PAID: (AccountId, ItemId) => PaidRow = 0xAA, "paid invoices by account";
}

/// What of an open item may not be chased, by everything posted so far.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ApartRow {
    /// What is outstanding of the item.
    pub left: Money,
    /// The part of `left` that is disputed.
    pub disputed: Money,
    /// The day on which the last step of its disputes takes effect: `disputed` holds as of that day and later.
    pub disputes_until: Option<Day>,
    /// The promises on the item that were neither kept nor withdrawn.
    pub promises: Vec<PromisedRow>,
    /// The last entry that touched the item.
    pub seq: u64,
    /// Whether this row doesn't decide alone: a plan covers the item, tax was withheld, or it is not an
    /// invoice.
    pub is_more: bool,
}

/// A promise with what was paid on it, by everything posted so far: all that judging it needs.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct PromisedRow {
    /// The promise.
    pub id: ItemId,
    /// The invoice.
    pub invoice: ItemId,
    /// The day it was made.
    pub date: Day,
    /// The account that promised.
    pub account: AccountId,
    /// The account that the invoice belongs to.
    pub debtor: AccountId,
    /// The last day on which money arrives in time.
    pub last: Day,
    /// The entry after which money was recorded since the promise.
    pub since: u64,
    /// The last day on which anything changes it: the day a promise on the invoice was made or withdrawn, or the invoice
    /// changed, or the first day on which another one is not open any more, if that changes what it uses. As of that day
    /// and later, this row is right.
    pub until: Day,
    /// The last entry that touched the invoice.
    pub seq: u64,
    /// What is outstanding of the invoice.
    pub left: Money,
    /// Whether no promise of another entry on the invoice comes before it, so that no money is another's first.
    pub is_first: bool,
    /// What was paid, and what is missing.
    pub money: PromiseMoney,
}

/// What was paid on a promise, and what is missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PromiseMoney {
    /// Whether it was withdrawn, or nothing was owed any more that could be paid.
    pub is_withdrawn: bool,
    /// What was paid in time, at most the amount promised.
    pub paid: Money,
    /// What is still to be paid for the promise to be kept.
    pub missing: Money,
    /// The same with the earlier instalments of the same promise.
    pub missing_in_all: Money,
    /// What was paid in time with money that was recorded since the promise: all that counts if it was not kept.
    pub paid_since: Money,
    /// What the earlier instalments of the same promise miss of such money.
    pub before_since: Money,
    /// What is missing by now of a promise that was not kept: what came after its day counts, too.
    pub missing_now: Money,
    /// What the earlier instalments of the same promise miss by now.
    pub before_now: Money,
    /// Whether money that was allocated to the invoice before the promise was taken off it since.
    pub is_any_returned: bool,
}

/// How an invoice was paid in full.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaidRow {
    /// The total of the invoice.
    pub amount: Money,
    /// Its due date.
    pub due: Day,
    /// The days from the due date to the last payment; negative if that came before the due date.
    pub days: i64,
}
