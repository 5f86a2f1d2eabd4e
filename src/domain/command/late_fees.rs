//! Commands on late payment: fees by policy, and holds by rule.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::facts::{Changes, CommandFacts, CommandKind, DATED, Undo, effective};
use crate::domain::{Code, Day, Number, Percent, Plain, Role, Rule};

/// Sets which interest is charged for late payment, from a day on. Days before are charged as the
/// policy of then says; without one, not at all. `0%` ends it. A policy that is dated back charges from its day on;
/// to charge more for past days than the policy of then takes a reason.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SetLateFeePolicy {
    /// Simple interest for a year of 365 days.
    pub yearly_percent: Percent,
    /// How many days after the due date bear no interest; if absent, none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grace_days: Option<u16>,
    /// A fee below this is not charged yet, in the book's currency; if absent, any fee is. Accounts in
    /// another currency have none.
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
        name: "set_late_fee_policy",
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
/// after the last one that was charged for, so that no day is charged twice.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ChargeLateFee {
    /// The invoice that is paid late.
    pub invoice: Number,
    /// The last day that is charged for; if absent, today.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub through: Option<Day>,
}

impl CommandKind for ChargeLateFee {
    const FACTS: CommandFacts<ChargeLateFee> = CommandFacts {
        name: "charge_late_fee",
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

/// Sets when it is proposed to put an account on hold, from now on. Without any limit nothing is
/// proposed any more.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SetHoldPolicy {
    /// So many days late or more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub days_late: Option<u16>,
    /// So much overdue or more, in the book's currency: with `days_late`, that late. Accounts in
    /// another currency go by the other limits alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<Plain>,
    /// So many broken promises or more on invoices that are still open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub broken_promises: Option<u16>,
    /// The group it applies to; if absent, all customers whose group has no policy of its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
}

impl CommandKind for SetHoldPolicy {
    const FACTS: CommandFacts<SetHoldPolicy> = CommandFacts {
        name: "set_hold_policy",
        summary: "Set when putting an account on hold is proposed: days late, amount, broken promises",
        role: |_| Role::Supervisor,
        changes: |_| Changes::Nothing,
        overridable: &[],
        is_personal: |_| false,
        dates: |_, _| Vec::new(),
        may_be_old: false,
        undo: |_| vec![Undo::NOTHING],
    };
}

/// Puts an account on hold as the rule proposes; refused where it does not propose that any more.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TakeHold {
    /// The customer's code.
    pub customer: Code,
    /// What is said of it wherever the hold shows; if absent, what is overdue, how late, and how many
    /// promises were broken.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

impl CommandKind for TakeHold {
    const FACTS: CommandFacts<TakeHold> = CommandFacts {
        name: "take_hold",
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
