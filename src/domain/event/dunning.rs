//! Events of dunning: policies, groups of customers, blocks, letters. Reasons are kept beside the chain.

use serde::{Deserialize, Serialize};

use super::CaseText;
use super::facts::{
    EventFacts, EventKind, Kept, Whose, as_today, first, no_amount, no_day, no_number, no_override,
    no_rate, place, with,
};
use crate::domain::dunning::{AgreedText, DunnedItem, DunningChannel, DunningLevel};
use crate::domain::{Code, Currency, Day, Money, Number};

/// A dunning policy holds from now on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DunningPolicySet {
    /// Its name.
    pub name: String,
    /// Its levels; if none, it sends nothing.
    pub levels: Vec<DunningLevel>,
    /// The least number of days from one letter to the next.
    pub interval_days: u16,
    /// Below this nothing is sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minimum: Option<Money>,
    /// In what the minimum is.
    pub currency: Currency,
    /// How many days after the due date do not count.
    #[serde(default)]
    pub grace_days: u16,
    /// The group it applies to; if none, all customers without a group policy.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
}

impl EventKind for DunningPolicySet {
    const FACTS: EventFacts<DunningPolicySet> = EventFacts {
        name: "dunning_policy_set",
        versions: &[as_today],
        version: first,
        command: |_| "set_dunning_policy",
        date: no_day,
        amount: no_amount,
        made: |event| Some(("policy", &event.name)),
        touches: |event| vec![&event.name],
        whose: |_| Whose::Nobody,
        is_about_users: false,
        private: Kept::Nothing,
        overridden: no_override,
        entered_rate: no_rate,
    };
}

/// A customer is in a group from now on, or in none.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CustomerGrouped {
    /// The customer.
    pub customer: Code,
    /// The group.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
}

impl EventKind for CustomerGrouped {
    const FACTS: EventFacts<CustomerGrouped> = EventFacts {
        name: "customer_grouped",
        versions: &[as_today],
        version: first,
        command: |_| "assign_group",
        date: no_day,
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

/// A customer or an invoice is kept out of dunning up to a day, or not any more.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DunningBlocked {
    /// The customer.
    pub customer: Code,
    /// The invoice alone; if none, all of the customer's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub invoice: Option<Number>,
    /// The effective date.
    pub date: Day,
    /// The last day; if none, the block has ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Day>,
    /// Why, as `note`: kept in the private record.
    #[serde(skip)]
    pub text: Option<CaseText>,
}

impl EventKind for DunningBlocked {
    const FACTS: EventFacts<DunningBlocked> = EventFacts {
        name: "dunning_blocked",
        versions: &[as_today],
        version: first,
        command: |event| match event.until {
            Some(_) => "block_dunning",
            None => "unblock_dunning",
        },
        date: |event| Some(event.date),
        amount: no_amount,
        made: no_number,
        touches: |event| with(vec![&event.customer.0], event.invoice.as_ref()),
        whose: |event| Whose::Customer(&event.customer),
        is_about_users: false,
        private: Kept::Text(place!(text)),
        overridden: no_override,
        entered_rate: no_rate,
    };
}

/// A dunning letter was made. Its delivery, if it is not a call, is queued in the same entry.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DunningLetterMade {
    /// Its number.
    pub letter: Number,
    /// The customer.
    pub customer: Code,
    /// Its date: what it says is of the end of that day.
    pub date: Day,
    /// By when it asks for the money.
    pub pay_by: Day,
    /// The policy by which it was sent.
    pub policy: String,
    /// Its level, from 1.
    pub level: u8,
    /// Whether the policy has no level above.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_last: bool,
    /// How the customer is reached.
    pub by: DunningChannel,
    /// In what its amounts are.
    pub currency: Currency,
    /// What it asks for in all.
    pub amount: Money,
    /// For what.
    pub items: Vec<DunnedItem>,
    /// What was agreed to follow.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wording: Option<AgreedText>,
    /// Whether another system sent it, under this number, which counts in no series of ours. Since
    /// version 2.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub foreign: bool,
}

impl EventKind for DunningLetterMade {
    const FACTS: EventFacts<DunningLetterMade> = EventFacts {
        name: "dunning_letter_made",
        versions: &[as_today, as_today],
        version: |event| if event.foreign { 2 } else { 1 },
        command: |event| match event.foreign {
            true => "bring_in_letter",
            false => "send_dunning_letter",
        },
        date: |event| Some(event.date),
        amount: |event| Some(event.amount),
        made: |event| Some(("letter", &event.letter.0)),
        touches: |event| {
            let items = event.items.iter().map(|item| item.invoice.0.as_str());
            [event.letter.0.as_str(), &event.customer.0].into_iter().chain(items).collect()
        },
        whose: |event| Whose::Customer(&event.customer),
        is_about_users: false,
        private: Kept::Nothing,
        overridden: no_override,
        entered_rate: no_rate,
    };
}
