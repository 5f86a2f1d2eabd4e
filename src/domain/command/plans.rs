//! Commands on payment plans, which split an existing debt into instalments.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::facts::{Changes, CommandFacts, CommandKind, DATED, Undo, UndoneBy, effective};
use crate::domain::plan::Interval;
use crate::domain::{Code, Day, Number, Plain, Role};

/// Agrees a payment plan for invoices. The instalments add up to what is outstanding and undisputed on
/// them. In the same entry, open promises on these invoices are withdrawn and plans in default on them
/// are cancelled. Give either `count`, `first` and `every`, or `instalments`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AgreePlan {
    /// The customer who pays.
    pub customer: Code,
    /// The invoices it covers; if absent, all of the customer's that have something outstanding and
    /// undisputed and are in no other plan.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub invoices: Vec<Number>,
    /// The number of equal instalments; the last one takes the remainder.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub count: Option<u16>,
    /// The due date of the first one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first: Option<Day>,
    /// The interval; if absent, a month.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub every: Option<Interval>,
    /// The instalments, each with its date and amount, in the order of their dates.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub instalments: Vec<AgreedInstalment>,
    /// How many instalments may be missed at the same time before the rest falls due; if absent, 2.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default_after: Option<u16>,
    /// What was said, kept in the private record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// The date of the agreement; if absent, today.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Day>,
}

/// An agreed instalment.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AgreedInstalment {
    /// The due date.
    pub due: Day,
    /// The amount.
    pub amount: Plain,
}

impl CommandKind for AgreePlan {
    const FACTS: CommandFacts<AgreePlan> = CommandFacts {
        summary: "Agree a payment plan: invoices are paid in instalments",
        role: |_| Role::Coordinator,
        changes: |_| Changes::Nothing,
        overridable: DATED,
        is_personal: |command| command.note.is_some(),
        dates: effective,
        may_be_old: false,
        undo: |_| {
            let by = UndoneBy::Command("cancel_plan", &[("promises", "again")]);
            vec![Undo { made: Some("plan"), by }]
        },
    };
}

/// What becomes of the promises that ended because a payment plan was agreed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PromisesBefore {
    /// They stay ended.
    Ended,
    /// The plan was a mistake: what is still missing of them is promised again.
    Again,
}

/// Cancels a payment plan: what is left of its invoices is due by their own dates.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CancelPlan {
    /// The plan.
    pub plan: Number,
    /// The reason, kept in the private record.
    pub reason: String,
    /// What becomes of the promises that gave way to the plan; if absent, they stay ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub promises: Option<PromisesBefore>,
    /// The effective date; if absent, today.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Day>,
}

impl CommandKind for CancelPlan {
    const FACTS: CommandFacts<CancelPlan> = CommandFacts {
        summary: "Cancel a payment plan",
        role: |_| Role::Coordinator,
        changes: |_| Changes::Nothing,
        overridable: DATED,
        is_personal: |_| true,
        dates: effective,
        may_be_old: false,
        undo: |_| vec![Undo::NOTHING],
    };
}
