//! Events of policy: what is locked, what needs approval, what was overridden, what was delivered.

use serde::{Deserialize, Serialize};

use super::{FreeText, Override};
use crate::domain::{Currency, Day, Moment, Money, Number, Role};

/// Nothing may be dated on or before a day any more.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PeriodLocked {
    /// The last day that is locked.
    pub through: Day,
    /// Whether no reason opens it again.
    pub hard: bool,
}

/// What needs somebody's approval.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Costly {
    /// A credit note.
    Credit,
    /// A refund.
    Refund,
    /// A bad debt.
    WriteOff,
}

/// From when on something needs approval.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ApprovalRequired {
    /// What.
    pub what: Costly,
    /// In what currency.
    pub currency: Currency,
    /// Above how much.
    pub above: Money,
}

/// A document reached its customer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DocumentDelivered {
    /// The document.
    pub document: Number,
    /// When.
    pub date: Day,
    /// By which way (`email`, `post`).
    pub channel: String,
}

/// Rules were overridden by a command whose other events have no place to say so.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RulesOverridden {
    /// Which, and why.
    #[serde(rename = "override")]
    pub overridden: Override,
}

/// The book has a series of invoices, or it is for something else from now on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SeriesDefined {
    /// Its letters (`KGL`).
    pub series: String,
    /// What it is for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
}

/// A user may something from now on; without a role, nothing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RoleGranted {
    /// The operating system's name.
    pub user: String,
    /// What the user may.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<Role>,
    /// The user's number in the operating system, where the role goes by that too. Since version 2.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub uid: Option<u32>,
}

impl RoleGranted {
    pub(super) fn version(&self) -> u16 {
        if self.uid.is_some() { 2 } else { 1 }
    }
}

impl ViewerPolicySet {
    /// What every other role sees.
    pub const ALL: ViewerPolicySet = ViewerPolicySet { notes: true, users: true, exports: true };

    /// What viewers see until an administrator says more.
    pub const CAREFUL: ViewerPolicySet =
        ViewerPolicySet { notes: false, users: false, exports: false };
}

/// What viewers may see from now on, besides accounts and documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ViewerPolicySet {
    /// What was noted of calls, disputes, promises and callbacks.
    pub notes: bool,
    /// Who has which role.
    pub users: bool,
    /// Exports of whole tables.
    pub exports: bool,
}

/// An administrator says that the clock is right, though the last entry speaks against it. This
/// entry is recorded at the clock's time even where that goes back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ClockConfirmed {
    /// What the clock said.
    pub now: Moment,
    /// When the last entry was recorded.
    pub last: Moment,
    /// How that is known: kept in the private record of this entry.
    #[serde(default, skip_serializing_if = "FreeText::is_beside")]
    pub reason: FreeText,
}
