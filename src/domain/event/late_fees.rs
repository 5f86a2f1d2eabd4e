//! Events of late payment: policies, fees, holds by rule.

use serde::{Deserialize, Serialize};

use super::facts::{
    EventFacts, EventKind, Kept, Whose, as_today, first, no_amount, no_day, no_number, no_override,
    no_rate,
};
use crate::domain::late_fee::FeePart;
use crate::domain::{Code, Currency, Day, Money, Number, Percent};

/// Interest for late payment is charged by this policy from a day on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LateFeePolicySet {
    /// The effective date.
    pub date: Day,
    /// The rate for a year of 365 days; zero, nothing is charged.
    pub yearly_percent: Percent,
    /// How many days after the due date bear no interest.
    pub grace_days: u16,
    /// A fee below this is not charged yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minimum: Option<Money>,
    /// In what the minimum is.
    pub currency: Currency,
    /// The group it applies to; if none, all customers without a group policy.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
}

impl EventKind for LateFeePolicySet {
    const FACTS: EventFacts<LateFeePolicySet> = EventFacts {
        name: "late_fee_policy_set",
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
/// entry, with a line for each part.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LateFeeCharged {
    /// The invoice that is paid late.
    pub invoice: Number,
    /// The customer who owes it.
    pub customer: Code,
    /// The invoice of the fee.
    pub fee: Number,
    /// The fee's date.
    pub date: Day,
    /// The first day of the period.
    pub from: Day,
    /// The last day of the period: the next one begins after it.
    pub through: Day,
    /// The interest, without tax.
    pub amount: Money,
    /// What it is made of.
    pub parts: Vec<FeePart>,
    /// What rounding left over for the next period, in 365,000,000ths of a minor unit.
    pub remainder: i64,
}

impl EventKind for LateFeeCharged {
    const FACTS: EventFacts<LateFeeCharged> = EventFacts {
        name: "late_fee_charged",
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

/// Holds are proposed by this policy from now on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct HoldPolicySet {
    /// So many days late or more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub days_late: Option<u16>,
    /// So much overdue or more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<Money>,
    /// In what that is.
    pub currency: Currency,
    /// So many broken promises or more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub broken_promises: Option<u16>,
    /// The group it applies to; if none, all customers without a group policy.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
}

impl EventKind for HoldPolicySet {
    const FACTS: EventFacts<HoldPolicySet> = EventFacts {
        name: "hold_policy_set",
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
    /// How much was overdue, neither disputed nor promised nor planned.
    pub overdue: Money,
    /// How many promises on open invoices were broken.
    pub broken_promises: u32,
}

impl EventKind for HoldTaken {
    const FACTS: EventFacts<HoldTaken> = EventFacts {
        name: "hold_taken",
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
