//! Events of payment plans.

use serde::{Deserialize, Serialize};

use super::CaseText;
use super::facts::{
    EventFacts, EventKind, Kept, Whose, as_today, first, no_amount, no_number, no_override,
    no_rate, place, with,
};
use crate::domain::{Code, Currency, Day, Money, Number};

/// A payment plan was agreed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PlanAgreed {
    /// Its number.
    pub plan: Number,
    /// The customer who pays.
    pub customer: Code,
    /// The day of the agreement.
    pub date: Day,
    /// The currency of its amounts.
    pub currency: Currency,
    /// The debt it covers: the sum of its instalments.
    pub amount: Money,
    /// The invoices, and how much of each it covers.
    pub covers: Vec<PlanCover>,
    /// The instalments, in the order of their dates.
    pub instalments: Vec<PlanInstalment>,
    /// How many instalments may be missed at the same time before the rest falls due.
    pub default_after: u16,
    /// Whether its number is that of another system, which counts in no series of ours. Since
    /// version 2.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub foreign: bool,
    /// What was said, kept in the private record.
    #[serde(skip)]
    pub text: Option<CaseText>,
}

/// The part of an invoice that a payment plan covers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanCover {
    /// The invoice.
    pub invoice: Number,
    /// The amount covered.
    pub amount: Money,
}

/// An instalment of a payment plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanInstalment {
    /// The due date.
    pub due: Day,
    /// The amount.
    pub amount: Money,
}

impl EventKind for PlanAgreed {
    const FACTS: EventFacts<PlanAgreed> = EventFacts {
        versions: &[as_today, as_today],
        version: |event| if event.foreign { 2 } else { 1 },
        command: |event| if event.foreign { "bring_in_plan" } else { "agree_plan" },
        date: |event| Some(event.date),
        amount: |event| Some(event.amount),
        made: |event| Some(("plan", &event.plan.0)),
        touches: |event| {
            let mut touched = vec![event.plan.0.as_str(), event.customer.0.as_str()];
            touched.extend(event.covers.iter().map(|cover| cover.invoice.0.as_str()));
            touched
        },
        whose: |event| Whose::Customer(&event.customer),
        is_about_users: false,
        private: Kept::Text(place!(text)),
        overridden: no_override,
        entered_rate: no_rate,
    };
}

/// A payment plan was cancelled.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PlanCancelled {
    /// The plan.
    pub plan: Number,
    /// The effective date.
    pub date: Day,
    /// The plan that replaces it, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replaced_by: Option<Number>,
    /// The reason, kept in the private record.
    #[serde(skip)]
    pub text: Option<CaseText>,
}

impl EventKind for PlanCancelled {
    const FACTS: EventFacts<PlanCancelled> = EventFacts {
        versions: &[as_today],
        version: first,
        command: |_| "cancel_plan",
        date: |event| Some(event.date),
        amount: no_amount,
        made: no_number,
        touches: |event| with(vec![&event.plan.0], event.replaced_by.as_ref()),
        whose: |event| Whose::Case(&event.plan),
        is_about_users: false,
        private: Kept::Text(place!(text)),
        overridden: no_override,
        entered_rate: no_rate,
    };
}
