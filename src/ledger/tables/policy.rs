//! The tables of policy: locks, approvals, delivered documents, roles.

use serde::{Deserialize, Serialize};

use crate::domain::event::ViewerPolicySet;
use crate::domain::{Currency, Day, Money, Role};
use crate::ledger::table::Table;

use super::ItemId;

/// Locks by entry; the latest day named by any of them counts.
pub const LOCKS: Table<u64, LockRow> = Table::new(b'Z', "period locks");

/// The amount above which something needs approval, by kind and currency.
pub const APPROVALS: Table<(u8, Currency), Money> = Table::new(b'Y', "approvals");

/// Documents that reached their customers, by entry.
pub const DELIVERIES: Table<(ItemId, u64), Day> = Table::new(b'y', "deliveries");

/// The roles of users, by name; removed when a role is revoked.
pub const USERS: Table<String, UserRow> = Table::new(b'U', "users");

/// A user's role.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserRow {
    /// The role.
    pub role: Role,
    /// The entry that granted it.
    pub seq: u64,
    /// The day from which it holds.
    pub since: Day,
    /// The user's id in the operating system, if the role is tied to that, too.
    pub uid: Option<u32>,
}

/// What viewers may see besides accounts and documents; without a row, nothing.
pub const VIEWERS: Table<(), ViewerPolicySet> = Table::new(b'v', "viewers");

/// A lock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LockRow {
    /// The last day that is locked.
    pub through: Day,
    /// Whether it is final, so that no reason overrides it.
    pub hard: bool,
}
