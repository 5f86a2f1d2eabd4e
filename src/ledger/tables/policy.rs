//! The tables of policy: locks, approvals, deliveries.

use serde::{Deserialize, Serialize};

use crate::domain::event::ViewerPolicySet;
use crate::domain::{Currency, Day, Money, Role};
use crate::ledger::table::Table;

use super::ItemId;

/// Locks by entry; the latest day that one names is locked.
pub const LOCKS: Table<u64, LockRow> = Table::new(b'Z', "period locks");

/// Above how much something needs approval, by what it is and in what currency.
pub const APPROVALS: Table<(u8, Currency), Money> = Table::new(b'Y', "approvals");

/// Documents that reached their customers, by entry.
pub const DELIVERIES: Table<(ItemId, u64), Day> = Table::new(b'y', "deliveries");

/// What users may, by name; gone where that was taken away.
pub const USERS: Table<String, UserRow> = Table::new(b'U', "users");

/// What a user may.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserRow {
    /// The role.
    pub role: Role,
    /// The entry that gave it.
    pub seq: u64,
    /// From when on.
    pub since: Day,
    /// The user's id in the operating system, if the role is tied to it too.
    pub uid: Option<u32>,
}

/// What viewers may see besides accounts and documents; absent, none of it.
pub const VIEWERS: Table<(), ViewerPolicySet> = Table::new(b'v', "viewers");

/// A lock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LockRow {
    /// The last day that is locked.
    pub through: Day,
    /// Whether no reason opens it again.
    pub hard: bool,
}
