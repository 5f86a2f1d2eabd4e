//! The tables of late payment: policies, fees, holds by rule. A fee's row is replaced only by another
//! fee for the same days, after its invoice was voided.

use serde::{Deserialize, Serialize};

use crate::domain::{Currency, Day, Money, Number, Percent};
use crate::ledger::table::Table;

use super::{AccountId, ItemId};

/// Policies of late fees, by day, entry and the folded group they are for (empty, all).
pub const LATE_FEE_POLICIES: Table<(Day, u64, String), LateFeePolicyRow> =
    Table::new(b'\x94', "late fee policies");

/// Late fees by the invoice that was paid late and the last day of each period.
pub const LATE_FEES: Table<(ItemId, Day), LateFeeRow> = Table::new(b'\x95', "late fees");

/// The invoice that was paid late, and the last day of the period, by the folded number of the fee.
pub const LATE_FEE_OF: Table<String, (ItemId, Day)> = Table::new(b'\x96', "late fees by number");

/// Policies of holds, by the folded group they are for (empty, all).
pub const HOLD_POLICIES: Table<String, HoldPolicyRow> = Table::new(b'\x97', "hold policies");

/// The entry that last put an account on hold by the rule.
pub const HOLDS_TAKEN: Table<AccountId, u64> = Table::new(b'\x98', "holds by rule");

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
