//! Commands on payment plans: a debt that is there already is paid in instalments.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::facts::{Changes, CommandFacts, CommandKind, DATED, Undo, effective};
use crate::domain::plan::Interval;
use crate::domain::{Code, Day, Number, Plain, Role};

/// Agrees a payment plan over invoices. The instalments come to what is outstanding and undisputed on
/// them; open promises on them are withdrawn, and a plan in default on them is cancelled, in the same
/// entry. Give `count`, `first` and `every`, or the `instalments`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AgreePlan {
    /// The customer who pays.
    pub customer: Code,
    /// The invoices that it covers; if absent, all of the customer's with something outstanding,
    /// undisputed and in no other plan.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub invoices: Vec<Number>,
    /// How many instalments, of equal amounts; the last takes the remainder.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub count: Option<u16>,
    /// When the first of them is due.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first: Option<Day>,
    /// How often one is due; if absent, every month.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub every: Option<Interval>,
    /// The instalments, each with its day and amount, in the order of their days.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub instalments: Vec<AgreedInstalment>,
    /// How many instalments may be missed at once before the rest is due; if absent, 2.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default_after: Option<u16>,
    /// What was said, kept in the private record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// The day of the agreement; if absent, today.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Day>,
}

/// An instalment as it is agreed.
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
        name: "agree_plan",
        summary: "Agree a payment plan: invoices are paid in instalments",
        role: |_| Role::Coordinator,
        changes: |_| Changes::Nothing,
        overridable: DATED,
        is_personal: |command| command.note.is_some(),
        dates: effective,
        may_be_old: false,
        undo: |_| vec![Undo::made("plan", "cancel_plan")],
    };
}

/// Cancels a payment plan: what is left of its invoices is due as they say.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CancelPlan {
    /// The plan.
    pub plan: Number,
    /// The reason, kept in the private record.
    pub reason: String,
    /// The effective date; if absent, today.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Day>,
}

impl CommandKind for CancelPlan {
    const FACTS: CommandFacts<CancelPlan> = CommandFacts {
        name: "cancel_plan",
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
