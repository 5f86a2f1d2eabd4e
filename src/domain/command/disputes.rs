//! Commands that split a dispute or join two, and that define the company's own
//! reasons and root causes; and what happened to a dispute in another system. May use: the rest of the domain.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::facts::{Changes, CommandFacts, CommandKind, DATED, Undo, effective};
use crate::domain::dispute::{MoveTo, Outcome};
use crate::domain::{Day, Number, Plain, Role};

/// Splits a dispute: a part of what is still disputed becomes a new dispute with its own reason, owner
/// and due date. The two together dispute as much as before.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SplitDispute {
    /// The dispute.
    pub dispute: Number,
    /// The gross amount that moves to the new one, less than what is still disputed.
    pub amount: Plain,
    /// The reason code of the new one; if absent, the same.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The owner of the new one; if absent, the user who splits it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
    /// The due date of the new one; if absent, that of the old one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Day>,
    /// The reason for the split, kept in the private record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// The effective date; if absent, today.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Day>,
}

impl CommandKind for SplitDispute {
    const FACTS: CommandFacts<SplitDispute> = CommandFacts {
        summary: "Split a part of a dispute off as a dispute of its own",
        role: |_| Role::Coordinator,
        changes: |command| Changes::Dispute(&command.dispute),
        overridable: DATED,
        is_personal: |command| command.note.is_some() || command.owner.is_some(),
        dates: effective,
        may_be_old: false,
        undo: |_| vec![Undo::made("dispute", "join_dispute")],
    };
}

/// Joins a dispute to another on the same invoice: the second takes over what is still disputed of the
/// first, and the first is closed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct JoinDispute {
    /// The dispute that ends.
    pub dispute: Number,
    /// The dispute that takes over the remaining amount.
    pub into: Number,
    /// The reason, kept in the private record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// The effective date; if absent, today.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Day>,
}

impl CommandKind for JoinDispute {
    const FACTS: CommandFacts<JoinDispute> = CommandFacts {
        summary: "Join a dispute to another on the same invoice",
        role: |_| Role::Coordinator,
        changes: |command| Changes::Dispute(&command.dispute),
        overridable: DATED,
        is_personal: |command| command.note.is_some(),
        dates: effective,
        may_be_old: false,
        undo: |_| vec![Undo::NOTHING],
    };
}

/// A step of a dispute in another system.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BroughtInStep {
    /// The effective date.
    pub date: Day,
    /// What happened to it.
    pub what: BroughtInChange,
    /// What was said; kept apart from the chain.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// What happened to a dispute in another system.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum BroughtInChange {
    /// It moved to another state.
    Moved {
        /// The new state.
        to: MoveTo,
    },
    /// It was resolved.
    Resolved {
        /// The outcome.
        outcome: Outcome,
        /// With `credit`: how much was credited.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        credited: Option<Plain>,
        /// The credit note, which was brought in before.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        credit_note: Option<Number>,
        /// What the credit note settles of the invoice.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        settles: Vec<BroughtInSettled>,
    },
    /// A part of it became a dispute of its own, which is brought in by itself.
    Split {
        /// The new one.
        into: Number,
        /// The part.
        amount: Plain,
    },
    /// It was joined to another one, and closed.
    Joined {
        /// The other one, which was brought in before.
        into: Number,
        /// What was left of it.
        amount: Plain,
    },
}

/// What a credit note of another system settled from a day on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BroughtInSettled {
    /// The day.
    pub date: Day,
    /// The amount.
    pub amount: Plain,
}

/// Adds a reason code to those that every book has. It can't be removed, because disputes name it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DefineReason {
    /// The code: letters and digits, words joined by `_` (`wrong_pallet`).
    pub reason: String,
    /// The date; if absent, today.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Day>,
}

impl CommandKind for DefineReason {
    const FACTS: CommandFacts<DefineReason> = CommandFacts {
        summary: "Add a reason for disputes to those that every book has",
        role: |_| Role::Supervisor,
        changes: |_| Changes::Nothing,
        overridable: DATED,
        is_personal: |_| false,
        dates: effective,
        may_be_old: false,
        undo: |_| vec![Undo::NOTHING],
    };
}

/// Adds a root cause to those that every book has. It can't be removed, because disputes name it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DefineRootCause {
    /// The code: letters and digits, words joined by `_` (`new_driver`).
    pub root_cause: String,
    /// The date; if absent, today.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Day>,
}

impl CommandKind for DefineRootCause {
    const FACTS: CommandFacts<DefineRootCause> = CommandFacts {
        summary: "Add a root cause of disputes to those that every book has",
        role: |_| Role::Supervisor,
        changes: |_| Changes::Nothing,
        overridable: DATED,
        is_personal: |_| false,
        dates: effective,
        may_be_old: false,
        undo: |_| vec![Undo::NOTHING],
    };
}
