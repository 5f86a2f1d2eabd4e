//! The tables of the worklist: customers who may have to be called, by day and by debt, so that a
//! morning's list reads only the accounts on it. They may list a customer too many, but never miss one;
//! the query decides. Their letters are not ASCII, because no ASCII letters are left.

use serde::{Deserialize, Serialize};

use crate::domain::{Day, Moment, Money};
use crate::ledger::table::tables;

use super::{AccountId, ItemId, PromisedRow};

tables! {
    /// The worklist's facts about an account.
    WORK_OF: AccountId => WorkRow = 0xA0, "work of accounts";

    /// Accounts that owe anything, the largest debts first (see [`WorkSize`]), then by the first day on
    /// which a call about a debt may be due.
    WORK_BY: (WorkSize, Day, AccountId) => () = 0xA1, "accounts to call";

    /// Callbacks still to be made, by the agreed time, in microseconds since 1970.
    CALLBACKS_AT: (u64, ItemId) => () = 0xA2, "callbacks to come";

    /// Promises on open invoices that were not withdrawn, by the promised day.
    PROMISES_BY: (Day, ItemId) => PromisedRow = 0xA3, "promises by day";

    /// Open disputes, by the day on which they are due.
    DISPUTES_BY: (Day, ItemId) => DueDispute = 0xA4, "disputes by due date";

    /// The customers called on a day.
    CALLED_ON: (Day, AccountId) => CalledRow = 0xA5, "calls by day";

    /// The hours in which customers may be called, if any were set.
    CALLING_HOURS: AccountId => CallingHoursRow = 0xA6, "calling hours";
}

/// The size of an account's debt: 255 less twice the binary logarithm of the debt in whole units of the
/// book's currency, so that the largest debts come first.
pub type WorkSize = u8;

/// The worklist's facts about an account.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkRow {
    /// Its key in [`WORK_BY`]; `None` while it owes nothing.
    pub at: Option<(WorkSize, Day)>,
    /// The day of the last call.
    pub contact: Option<Day>,
    /// The day until which it is snoozed.
    pub snoozed: Option<Day>,
    /// The user it was handed over to.
    pub with: Option<String>,
}

/// An open dispute.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DueDispute {
    /// The account.
    pub account: AccountId,
    /// The amount in dispute, counting everything posted.
    pub remaining: Money,
}

/// The last call with a customer on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CalledRow {
    /// The time.
    pub at: Moment,
    /// The last entry of that day that logged a call.
    pub seq: u64,
}

/// The hours in which a customer may be called.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallingHoursRow {
    /// The time zone; `None` to derive it from the telephone number or the address.
    pub zone: Option<String>,
    /// The first minute of the day.
    pub from: u16,
    /// The minute of the day at which they end.
    pub to: u16,
}
