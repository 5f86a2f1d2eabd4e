//! Commands on late payment: interest by policy, and holds by rule.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::facts::{Changes, CommandFacts, CommandKind, DATED, Undo, effective};
use crate::domain::{Code, Day, Number, Percent, Plain, Role, Rule};

/// Sets the interest charged for late payment from a date on. Earlier days keep the policy of their
/// time; without one, nothing is charged. `0%` ends interest. A policy dated back charges from its date
/// on; charging more for past days than the policy in force then requires a reason.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SetLateFeePolicy {
    /// The yearly rate of simple interest, for a year of 365 days.
    pub yearly_percent: Percent,
    /// The days of grace after the due date, which bear no interest; if absent, none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grace_days: Option<u16>,
    /// The minimum fee, in the book's currency: less is not charged yet; if absent, there is none.
    /// Accounts in another currency have no minimum.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minimum: Option<Plain>,
    /// The group it applies to; if absent, all customers whose group has no policy of its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
    /// The effective date; if absent, today.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Day>,
}

impl CommandKind for SetLateFeePolicy {
    const FACTS: CommandFacts<SetLateFeePolicy> = CommandFacts {
        summary: "Set the yearly interest for late payment",
        role: |_| Role::Supervisor,
        changes: |_| Changes::Nothing,
        overridable: &[Rule::PeriodSoftLocked, Rule::LateFeeDatedBack],
        is_personal: |_| false,
        dates: effective,
        may_be_old: true,
        undo: |_| vec![Undo::NOTHING],
    };
}

/// Charges interest for the late payment of an invoice, as an invoice of series LF. The period begins
/// where the last charged one ended, so no day is charged twice.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ChargeLateFee {
    /// The overdue invoice.
    pub invoice: Number,
    /// The last day to charge for; if absent, today.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub through: Option<Day>,
}

impl CommandKind for ChargeLateFee {
    const FACTS: CommandFacts<ChargeLateFee> = CommandFacts {
        summary: "Charge interest for the late payment of an invoice, by the policy",
        role: |_| Role::Coordinator,
        changes: |_| Changes::Nothing,
        overridable: DATED,
        is_personal: |_| false,
        dates: effective,
        may_be_old: true,
        undo: |_| vec![Undo::made("invoice", "void_invoice")],
    };
}

/// Sets when the desk proposes to put an account on hold, from now on. Without any limit, nothing is
/// proposed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SetHoldPolicy {
    /// At least this many days late.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub days_late: Option<u16>,
    /// At least this much overdue, in the book's currency; with `days_late`, at least that late.
    /// Accounts in another currency are judged by the other limits alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<Plain>,
    /// At least this many broken promises on invoices that are still open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub broken_promises: Option<u16>,
    /// The group it applies to; if absent, all customers whose group has no policy of its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
}

impl CommandKind for SetHoldPolicy {
    const FACTS: CommandFacts<SetHoldPolicy> = CommandFacts {
        summary: "Set when holds are proposed: days late, amount, broken promises",
        role: |_| Role::Supervisor,
        changes: |_| Changes::Nothing,
        overridable: &[],
        is_personal: |_| false,
        dates: |_, _| Vec::new(),
        may_be_old: false,
        undo: |_| vec![Undo::NOTHING],
    };
}

/// Puts an account on hold as the rule proposes; refused if the rule no longer proposes it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TakeHold {
    /// The customer's code.
    pub customer: Code,
    /// The reason shown with the hold; if absent, what is overdue, how late it is, and how many
    /// promises were broken.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

impl CommandKind for TakeHold {
    const FACTS: CommandFacts<TakeHold> = CommandFacts {
        summary: "Put an account on hold as the rule proposes",
        role: |_| Role::Coordinator,
        changes: |_| Changes::Nothing,
        overridable: DATED,
        is_personal: |_| true,
        dates: effective,
        may_be_old: false,
        undo: |_| vec![Undo::by("release_customer")],
    };
}
