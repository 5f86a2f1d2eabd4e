//! Events of policy: locked periods, approvals, overridden rules, series, roles, and the clock.

use serde::{Deserialize, Serialize};

use super::facts::{
    EventFacts, EventKind, Kept, Whose, as_today, first, no_amount, no_day, no_number, no_override,
    no_rate, place,
};
use super::{FreeText, Override};
use crate::domain::{Currency, Day, Moment, Money, Number, Role};

/// A period was locked: nothing may be dated on or before its last day.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PeriodLocked {
    /// The last locked day.
    pub through: Day,
    /// Whether the lock is hard: no reason overrides it.
    pub hard: bool,
}

impl EventKind for PeriodLocked {
    const FACTS: EventFacts<PeriodLocked> = EventFacts {
        versions: &[as_today],
        version: first,
        command: |_| "lock_period",
        date: no_day,
        amount: no_amount,
        made: no_number,
        touches: |_| Vec::new(),
        whose: |_| Whose::Nobody,
        is_about_users: false,
        private: Kept::Nothing,
        overridden: no_override,
        entered_rate: no_rate,
    };
}

/// The kind of command that needs approval.
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

/// A kind of command needs approval above an amount.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ApprovalRequired {
    /// The kind.
    pub what: Costly,
    /// The currency.
    pub currency: Currency,
    /// The amount above which approval is needed.
    pub above: Money,
}

impl EventKind for ApprovalRequired {
    const FACTS: EventFacts<ApprovalRequired> = EventFacts {
        versions: &[as_today],
        version: first,
        command: |_| "require_approval",
        date: no_day,
        amount: no_amount,
        made: no_number,
        touches: |_| Vec::new(),
        whose: |_| Whose::Nobody,
        is_about_users: false,
        private: Kept::Nothing,
        overridden: no_override,
        entered_rate: no_rate,
    };
}

/// A document reached its customer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DocumentDelivered {
    /// The document.
    pub document: Number,
    /// The date.
    pub date: Day,
    /// The channel (`email`, `post`).
    pub channel: String,
}

impl EventKind for DocumentDelivered {
    const FACTS: EventFacts<DocumentDelivered> = EventFacts {
        versions: &[as_today],
        version: first,
        command: |_| "deliver",
        date: |event| Some(event.date),
        amount: no_amount,
        made: no_number,
        touches: |event| vec![&event.document.0],
        whose: |_| Whose::Nobody,
        is_about_users: false,
        private: Kept::Nothing,
        overridden: no_override,
        entered_rate: no_rate,
    };
}

/// Rules were overridden by a command none of whose other events records that.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RulesOverridden {
    /// The rules and the reason.
    #[serde(rename = "override")]
    pub overridden: Override,
}

impl EventKind for RulesOverridden {
    const FACTS: EventFacts<RulesOverridden> = EventFacts {
        versions: &[as_today, as_today],
        version: |event| event.overridden.reason.version(),
        command: |_| "override",
        date: no_day,
        amount: no_amount,
        made: no_number,
        touches: |_| Vec::new(),
        whose: |_| Whose::Nobody,
        is_about_users: false,
        private: Kept::Reason(place!(overridden.reason)),
        overridden: |event| Some(&event.overridden),
        entered_rate: no_rate,
    };
}

/// A series of invoice numbers was defined or redefined.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SeriesDefined {
    /// Its letters (`KGL`).
    pub series: String,
    /// Its purpose.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
}

impl EventKind for SeriesDefined {
    const FACTS: EventFacts<SeriesDefined> = EventFacts {
        versions: &[as_today],
        version: first,
        command: |_| "define_series",
        date: no_day,
        amount: no_amount,
        made: |event| Some(("series", &event.series)),
        touches: |_| Vec::new(),
        whose: |_| Whose::Nobody,
        is_about_users: false,
        private: Kept::Nothing,
        overridden: no_override,
        entered_rate: no_rate,
    };
}

/// A user has a role from now on; without a role, the book is closed to the user.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RoleGranted {
    /// The user's name in the operating system.
    pub user: String,
    /// The role.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<Role>,
    /// The user's number in the operating system, if the role is tied to it too. Since version 2.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub uid: Option<u32>,
}

impl EventKind for RoleGranted {
    const FACTS: EventFacts<RoleGranted> = EventFacts {
        versions: &[as_today, as_today],
        version: |event| if event.uid.is_some() { 2 } else { 1 },
        command: |event| if event.role.is_some() { "grant_role" } else { "revoke_role" },
        date: no_day,
        amount: no_amount,
        made: no_number,
        touches: |event| vec![&event.user],
        whose: |_| Whose::Nobody,
        is_about_users: true,
        private: Kept::Nothing,
        overridden: no_override,
        entered_rate: no_rate,
    };
}

impl ViewerPolicySet {
    /// What every role but viewer sees.
    pub const ALL: ViewerPolicySet = ViewerPolicySet { notes: true, users: true, exports: true };

    /// What viewers see until an administrator allows more.
    pub const CAREFUL: ViewerPolicySet =
        ViewerPolicySet { notes: false, users: false, exports: false };
}

/// What viewers may see from now on, besides accounts and documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ViewerPolicySet {
    /// The notes of calls, disputes, promises and callbacks.
    pub notes: bool,
    /// The users and their roles.
    pub users: bool,
    /// Exports of whole tables.
    pub exports: bool,
}

impl EventKind for ViewerPolicySet {
    const FACTS: EventFacts<ViewerPolicySet> = EventFacts {
        versions: &[as_today],
        version: first,
        command: |_| "set_viewer_policy",
        date: no_day,
        amount: no_amount,
        made: no_number,
        touches: |_| Vec::new(),
        whose: |_| Whose::Nobody,
        is_about_users: true,
        private: Kept::Nothing,
        overridden: no_override,
        entered_rate: no_rate,
    };
}

/// An administrator confirmed that the clock is right although it is far from the last entry's time.
/// This entry is recorded at the clock's time even if that is earlier.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ClockConfirmed {
    /// The time that the clock showed.
    pub now: Moment,
    /// The time at which the last entry was recorded.
    pub last: Moment,
    /// How that is known, kept in this entry's private record.
    #[serde(default, skip_serializing_if = "FreeText::is_beside")]
    pub reason: FreeText,
}

impl EventKind for ClockConfirmed {
    const FACTS: EventFacts<ClockConfirmed> = EventFacts {
        versions: &[as_today],
        version: first,
        command: |_| "confirm_clock",
        date: no_day,
        amount: no_amount,
        made: no_number,
        touches: |_| Vec::new(),
        whose: |_| Whose::Nobody,
        is_about_users: false,
        private: Kept::Reason(place!(reason)),
        overridden: no_override,
        entered_rate: no_rate,
    };
}
