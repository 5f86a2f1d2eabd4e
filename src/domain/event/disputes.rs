//! Events of disputes that are split or joined, and of the company's own reasons and root causes. May
//! use: the rest of the domain.

use serde::{Deserialize, Serialize};

use super::CaseText;
use super::facts::{
    EventFacts, EventKind, Kept, Whose, as_today, first, no_amount, no_number, no_override,
    no_rate, place,
};
use crate::domain::{Day, Money, Number};

/// A part of a dispute moved to a new one, which is opened in the same entry.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DisputeSplit {
    /// The dispute.
    pub dispute: Number,
    /// The new one.
    pub into: Number,
    /// The effective date.
    pub date: Day,
    /// The amount that moved.
    pub amount: Money,
    /// The reason, kept in the private record.
    #[serde(skip)]
    pub text: Option<CaseText>,
}

impl EventKind for DisputeSplit {
    const FACTS: EventFacts<DisputeSplit> = EventFacts {
        versions: &[as_today],
        version: first,
        command: |_| "split_dispute",
        date: |event| Some(event.date),
        amount: no_amount,
        made: no_number,
        touches: |event| vec![&event.dispute.0, &event.into.0],
        whose: |event| Whose::Case(&event.dispute),
        is_about_users: false,
        private: Kept::Text(place!(text)),
        overridden: no_override,
        entered_rate: no_rate,
    };
}

/// A dispute was joined to another on the same invoice, and closed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DisputeJoined {
    /// The dispute that ended.
    pub dispute: Number,
    /// The dispute that took over the remaining amount.
    pub into: Number,
    /// The effective date.
    pub date: Day,
    /// The amount that moved.
    pub amount: Money,
    /// The reason, kept in the private record.
    #[serde(skip)]
    pub text: Option<CaseText>,
}

impl EventKind for DisputeJoined {
    const FACTS: EventFacts<DisputeJoined> = EventFacts {
        versions: &[as_today],
        version: first,
        command: |_| "join_dispute",
        date: |event| Some(event.date),
        amount: no_amount,
        made: no_number,
        touches: |event| vec![&event.dispute.0, &event.into.0],
        whose: |event| Whose::Case(&event.dispute),
        is_about_users: false,
        private: Kept::Text(place!(text)),
        overridden: no_override,
        entered_rate: no_rate,
    };
}

/// The company defined a reason of its own for disputes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReasonDefined {
    /// The reason code.
    pub reason: String,
    /// The effective date.
    pub date: Day,
}

impl EventKind for ReasonDefined {
    const FACTS: EventFacts<ReasonDefined> = EventFacts {
        versions: &[as_today],
        version: first,
        command: |_| "define_reason",
        date: |event| Some(event.date),
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

/// The company defined a root cause of its own.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RootCauseDefined {
    /// The root cause code.
    pub root_cause: String,
    /// The effective date.
    pub date: Day,
}

impl EventKind for RootCauseDefined {
    const FACTS: EventFacts<RootCauseDefined> = EventFacts {
        versions: &[as_today],
        version: first,
        command: |_| "define_root_cause",
        date: |event| Some(event.date),
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
