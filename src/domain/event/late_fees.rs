//! Events of late payment: policies, fees, holds by rule.

use serde::{Deserialize, Serialize};

use super::facts::{
    EventFacts, EventKind, Kept, Whose, as_today, first, no_amount, no_day, no_number, no_override,
    no_rate,
};
use crate::domain::late_fee::FeePart;
use crate::domain::{Code, Currency, Day, Money, Number, Percent};

/// Interest for late payment is charged by this policy from a date on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LateFeePolicySet {
    /// The effective date.
    pub date: Day,
    /// The rate for a year of 365 days; zero charges nothing.
    pub yearly_percent: Percent,
    /// The days of grace after the due date, which bear no interest.
    pub grace_days: u16,
    /// The minimum fee: less is not charged yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minimum: Option<Money>,
    /// The minimum's currency.
    pub currency: Currency,
    /// The group it applies to; if none, all customers without a group policy.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
}

impl EventKind for LateFeePolicySet {
    const FACTS: EventFacts<LateFeePolicySet> = EventFacts {
        versions: &[as_today],
        version: first,
        command: |_| "set_late_fee_policy",
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

/// Interest for the late payment of an invoice was charged. The invoice that charges it is in the same
/// entry and has a line for each part.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LateFeeCharged {
    /// The overdue invoice.
    pub invoice: Number,
    /// The customer who owes it.
    pub customer: Code,
    /// The invoice that charges the fee.
    pub fee: Number,
    /// The fee's date.
    pub date: Day,
    /// The first day of the period.
    pub from: Day,
    /// The last day of the period; the next period begins after it.
    pub through: Day,
    /// The interest, without tax.
    pub amount: Money,
    /// The parts of the interest.
    pub parts: Vec<FeePart>,
    /// The remainder from rounding, carried to the next period, in 365,000,000ths of a minor unit.
    pub remainder: i64,
}

impl EventKind for LateFeeCharged {
    const FACTS: EventFacts<LateFeeCharged> = EventFacts {
        versions: &[as_today],
        version: first,
        command: |_| "charge_late_fee",
        date: |event| Some(event.date),
        amount: no_amount,
        made: no_number,
        touches: |event| vec![&event.invoice.0, &event.fee.0, &event.customer.0],
        whose: |event| Whose::Customer(&event.customer),
        is_about_users: false,
        private: Kept::Nothing,
        overridden: no_override,
        entered_rate: no_rate,
    };
}

/// The desk proposes holds by this policy from now on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct HoldPolicySet {
    /// At least this many days late.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub days_late: Option<u16>,
    /// At least this much overdue.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<Money>,
    /// The currency of that amount.
    pub currency: Currency,
    /// At least this many broken promises.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub broken_promises: Option<u16>,
    /// The group it applies to; if none, all customers without a group policy.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
}

impl EventKind for HoldPolicySet {
    const FACTS: EventFacts<HoldPolicySet> = EventFacts {
        versions: &[as_today],
        version: first,
        command: |_| "set_hold_policy",
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

/// An account was put on hold by the rule. The hold itself is in the same entry.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct HoldTaken {
    /// The customer.
    pub customer: Code,
    /// The effective date.
    pub date: Day,
    /// How many days late its oldest overdue amount was.
    pub days_late: i64,
    /// The amount overdue that was neither disputed nor promised nor in a plan.
    pub overdue: Money,
    /// The number of broken promises on open invoices.
    pub broken_promises: u32,
}

impl EventKind for HoldTaken {
    const FACTS: EventFacts<HoldTaken> = EventFacts {
        versions: &[as_today],
        version: first,
        command: |_| "take_hold",
        date: |event| Some(event.date),
        amount: no_amount,
        made: no_number,
        touches: |event| vec![&event.customer.0],
        whose: |event| Whose::Customer(&event.customer),
        is_about_users: false,
        private: Kept::Nothing,
        overridden: no_override,
        entered_rate: no_rate,
    };
}
