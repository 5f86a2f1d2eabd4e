//! The tables of late payment: policies, fees, holds by rule. A fee's row is replaced only by another
//! fee for the same days, after its invoice was voided.

use serde::{Deserialize, Serialize};

use crate::domain::{Currency, Day, Money, Number, Percent};
use crate::ledger::table::tables;

use super::{AccountId, ItemId};

tables! {
    /// Policies of late fees, by day, entry and the folded group they are for (empty, all).
    LATE_FEE_POLICIES: (Day, u64, String) => LateFeePolicyRow = b'\x94', "late fee policies";

    /// Late fees by the invoice that was paid late and the last day of each period.
    LATE_FEES: (ItemId, Day) => LateFeeRow = b'\x95', "late fees";

    /// The invoice that was paid late, and the last day of the period, by the folded number of the fee.
    LATE_FEE_OF: String => (ItemId, Day) = b'\x96', "late fees by number";

    /// Policies of holds, by the folded group they are for (empty, all).
    HOLD_POLICIES: String => HoldPolicyRow = b'\x97', "hold policies";

    /// The entry that last put an account on hold by the rule.
    HOLDS_TAKEN: AccountId => u64 = b'\x98', "holds by rule";
}

/// A policy for late fees.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct LateFeePolicyRow {
    /// The rate for a year.
    pub yearly: Percent,
    /// The days after the due date that bear no interest.
    pub grace_days: u16,
    /// The least fee that is charged, with its currency.
    pub minimum: Option<(Money, Currency)>,
}

/// A late fee.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LateFeeRow {
    /// The number of its invoice.
    pub fee: Number,
    /// The first day of the period.
    pub from: Day,
    /// The interest.
    pub amount: Money,
    /// The rounding difference carried over to the next period.
    pub remainder: i64,
    /// The entry that charged it.
    pub seq: u64,
}

/// A policy for holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HoldPolicyRow {
    /// Held from this many days overdue.
    pub days_late: Option<u16>,
    /// Held from this amount overdue, with its currency.
    pub amount: Option<(Money, Currency)>,
    /// Held from this many broken promises.
    pub broken_promises: Option<u16>,
}
