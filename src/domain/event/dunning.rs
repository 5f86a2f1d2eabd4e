//! Events of dunning: policies, customer groups, blocks, letters. Reasons are kept in private records.

use serde::{Deserialize, Serialize};

use super::CaseText;
use super::facts::{
    EventFacts, EventKind, Kept, Whose, as_today, first, no_amount, no_day, no_number, no_override,
    no_rate, place, with,
};
use crate::domain::dunning::{AgreedText, DunnedItem, DunningChannel, DunningLevel};
use crate::domain::{Code, Currency, Day, Money, Number};

/// A dunning policy is in force from now on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DunningPolicySet {
    /// The policy's name.
    pub name: String,
    /// The levels; without levels, no letters are sent.
    pub levels: Vec<DunningLevel>,
    /// The minimum number of days between two letters.
    pub interval_days: u16,
    /// The minimum amount for a letter.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minimum: Option<Money>,
    /// The minimum's currency.
    pub currency: Currency,
    /// The days of grace after the due date.
    #[serde(default)]
    pub grace_days: u16,
    /// The group it applies to; if none, all customers without a group policy.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
}

impl EventKind for DunningPolicySet {
    const FACTS: EventFacts<DunningPolicySet> = EventFacts {
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

/// A customer was put in a group, or taken out.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CustomerGrouped {
    /// The customer.
    pub customer: Code,
    /// The group; `None` if the customer is in no group.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
}

impl EventKind for CustomerGrouped {
    const FACTS: EventFacts<CustomerGrouped> = EventFacts {
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

/// A customer or an invoice is excluded from dunning up to a day, or no longer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DunningBlocked {
    /// The customer.
    pub customer: Code,
    /// The invoice; if none, the block covers all of the customer's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub invoice: Option<Number>,
    /// The effective date.
    pub date: Day,
    /// The last day; if none, the block has ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Day>,
    /// The reason as `note`, kept in the private record.
    #[serde(skip)]
    pub text: Option<CaseText>,
}

impl EventKind for DunningBlocked {
    const FACTS: EventFacts<DunningBlocked> = EventFacts {
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

/// A dunning letter was made. Unless it is a call, its delivery is queued in the same entry.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DunningLetterMade {
    /// Its number.
    pub letter: Number,
    /// The customer.
    pub customer: Code,
    /// Its date: the figures are those at the end of that day.
    pub date: Day,
    /// The day by which it asks for the money.
    pub pay_by: Day,
    /// The policy it was sent under.
    pub policy: String,
    /// The level, from 1.
    pub level: u8,
    /// Whether it is the policy's last level.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_last: bool,
    /// The channel.
    pub by: DunningChannel,
    /// The currency of its amounts.
    pub currency: Currency,
    /// The total it asks for.
    pub amount: Money,
    /// The items it asks for.
    pub items: Vec<DunnedItem>,
    /// The announced consequence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wording: Option<AgreedText>,
    /// Whether another system sent it, under a number that counts in no series of the book. Since
    /// version 2.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub foreign: bool,
}

impl EventKind for DunningLetterMade {
    const FACTS: EventFacts<DunningLetterMade> = EventFacts {
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
