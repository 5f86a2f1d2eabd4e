//! The tables of the worklist: who may have to be called, by day and by what they owe, so that a morning's
//! list reads what it answers and not all accounts. They hold what may be work, never less: whether it
//! is, is judged when the list is asked for. Their letters are beyond ASCII, which is used up.

use serde::{Deserialize, Serialize};

use crate::domain::{Day, Moment, Money};
use crate::ledger::table::Table;

use super::{AccountId, ItemId, PromisedRow};

/// What the worklist keeps of an account.
pub const WORK_OF: Table<AccountId, WorkRow> = Table::new(0xA0, "work of accounts");

/// Accounts that owe anything, those that owe most first (see [`WorkSize`]), then by the first day on which
/// a call about a debt may be due.
pub const WORK_BY: Table<(WorkSize, Day, AccountId), ()> = Table::new(0xA1, "accounts to call");

/// Callbacks that are not done, by the moment that was agreed, in microseconds since 1970.
pub const CALLBACKS_AT: Table<(u64, ItemId), ()> = Table::new(0xA2, "callbacks to come");

/// Promises that were not withdrawn, on invoices with something left, by the day that was promised.
pub const PROMISES_BY: Table<(Day, ItemId), PromisedRow> = Table::new(0xA3, "promises by day");

/// Disputes that go on, by the day on which they are due.
pub const DISPUTES_BY: Table<(Day, ItemId), DueDispute> = Table::new(0xA4, "disputes by due date");

/// Who was spoken to on a day.
pub const CALLED_ON: Table<(Day, AccountId), CalledRow> = Table::new(0xA5, "calls by day");

/// When customers may be called, if that was set.
pub const CALLING_HOURS: Table<AccountId, CallingHoursRow> = Table::new(0xA6, "calling hours");

/// How much an account owes, coarsely: 255 less twice the binary logarithm of what it owes in whole units
/// of the book's currency. The least is the largest debt, so that it comes first.
pub type WorkSize = u8;

/// What the worklist keeps of an account.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkRow {
    /// Where it stands in [`WORK_BY`]; none while nothing is owed.
    pub at: Option<(WorkSize, Day)>,
    /// The day of the last call.
    pub contact: Option<Day>,
    /// The day it comes back, if it was snoozed.
    pub snoozed: Option<Day>,
    /// The user it was handed over to.
    pub with: Option<String>,
}

/// A dispute that goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DueDispute {
    /// Whose.
    pub account: AccountId,
    /// What remains of it, all that is posted counted.
    pub remaining: Money,
}

/// The last call with a customer on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CalledRow {
    /// When.
    pub at: Moment,
    /// The last entry that logged a call of that day.
    pub seq: u64,
}

/// When a customer may be called.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallingHoursRow {
    /// The zone of the clock; none, that of the telephone number or the address.
    pub zone: Option<String>,
    /// From this minute of the day on.
    pub from: u16,
    /// Until this minute of the day.
    pub to: u16,
}
