//! The tables of policy: locks, approvals, delivered documents, roles.

use serde::{Deserialize, Serialize};

use crate::domain::event::ViewerPolicySet;
use crate::domain::{Currency, Day, Money, Role};
use crate::ledger::table::tables;

use super::ItemId;

tables! {
    /// Locks by entry; the latest day named by any of them counts.
    LOCKS: u64 => LockRow = b'Z', "period locks";

    /// The amount above which something needs approval, by kind and currency.
    APPROVALS: (u8, Currency) => Money = b'Y', "approvals";

    /// Documents that reached their customers, by entry.
    DELIVERIES: (ItemId, u64) => Day = b'y', "deliveries";

    /// The roles of users, by name; removed when a role is revoked.
    USERS: String => UserRow = b'U', "users";

    /// What viewers may see besides accounts and documents; without a row, nothing.
    VIEWERS: () => ViewerPolicySet = b'v', "viewers";
}

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

/// A lock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LockRow {
    /// The last day that is locked.
    pub through: Day,
    /// Whether it is final, so that no reason overrides it.
    pub hard: bool,
}
