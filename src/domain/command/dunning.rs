//! Commands on dunning: policies, customers' groups, blocks, and the letters themselves.

use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize, de};

use super::facts::{Changes, CommandFacts, CommandKind, DATED, Undo, effective};
use crate::domain::dunning::{AgreedText, DunningChannel, DunningLevel};
use crate::domain::refusal::tagged;
use crate::domain::{Code, Currency, Day, Number, Plain, Role, Rule};

/// Sets a dunning policy from now on; one with the same name is replaced. Without levels no letters are
/// sent by it any more.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SetDunningPolicy {
    /// Its name.
    pub name: String,
    /// Its levels, at most 4, each later than the one before; or their days alone as a text:
    /// `7, 21, 35, 60`.
    #[serde(deserialize_with = "levels")]
    #[schemars(with = "GivenLevels")]
    pub levels: Vec<DunningLevel>,
    /// The least number of days from one letter to the next.
    pub interval_days: u16,
    /// Below this nothing is sent; if absent, whatever is left is asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minimum: Option<Plain>,
    /// In what the minimum is; if absent, the book's. Accounts in another currency have none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub currency: Option<Currency>,
    /// How many days after the due date do not count; if absent, none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grace_days: Option<u16>,
    /// The group it applies to; if absent, all customers whose group has no policy of its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
}

/// Levels as they may be given.
#[derive(Deserialize, JsonSchema)]
#[serde(untagged)]
enum GivenLevels {
    Days(String),
    Levels(Vec<DunningLevel>),
}

fn levels<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<DunningLevel>, D::Error> {
    match GivenLevels::deserialize(deserializer)? {
        GivenLevels::Levels(levels) => Ok(levels),
        GivenLevels::Days(text) => {
            let parts = text.split([',', ';', ' ']).filter(|part| !part.is_empty());
            let one = |part: &str| match part.parse() {
                Ok(after_days) => Ok(DunningLevel { after_days, channel: None, wording: None }),
                Err(_) => Err(de::Error::custom(tagged(Rule::DunningDays, part))),
            };
            parts.map(one).collect()
        }
    }
}

impl CommandKind for SetDunningPolicy {
    const FACTS: CommandFacts<SetDunningPolicy> = CommandFacts {
        name: "set_dunning_policy",
        summary: "Set when customers are reminded of what is overdue, and how",
        role: |_| Role::Supervisor,
        changes: |_| Changes::Nothing,
        overridable: DATED,
        is_personal: |_| false,
        dates: |_, _| Vec::new(),
        may_be_old: false,
        undo: |_| vec![Undo::NOTHING],
    };
}

/// Puts a customer in a group, for policies; without a group, in none.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AssignGroup {
    /// The customer.
    pub customer: Code,
    /// The group; if absent, none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
}

impl CommandKind for AssignGroup {
    const FACTS: CommandFacts<AssignGroup> = CommandFacts {
        name: "assign_group",
        summary: "Put a customer in a group, for policies",
        role: |_| Role::Coordinator,
        changes: |_| Changes::Nothing,
        overridable: DATED,
        is_personal: |_| false,
        dates: |_, _| Vec::new(),
        may_be_old: false,
        undo: |_| vec![Undo::NOTHING],
    };
}

/// Keeps a customer or an invoice out of dunning up to a day.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BlockDunning {
    /// The customer, or
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer: Option<Code>,
    /// the invoice.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub invoice: Option<Number>,
    /// The last day of the block.
    pub until: Day,
    /// The reason, kept in the private record.
    pub reason: String,
    /// The effective date; if absent, today.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Day>,
}

impl CommandKind for BlockDunning {
    const FACTS: CommandFacts<BlockDunning> = CommandFacts {
        name: "block_dunning",
        summary: "Keep a customer or an invoice out of dunning up to a day",
        role: |_| Role::Coordinator,
        changes: |_| Changes::Nothing,
        overridable: DATED,
        is_personal: |_| true,
        dates: effective,
        may_be_old: false,
        undo: |_| vec![Undo::by("unblock_dunning")],
    };
}

/// Ends a block of dunning before its last day.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct UnblockDunning {
    /// The customer, or
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer: Option<Code>,
    /// the invoice.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub invoice: Option<Number>,
    /// The effective date; if absent, today.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Day>,
}

impl CommandKind for UnblockDunning {
    const FACTS: CommandFacts<UnblockDunning> = CommandFacts {
        name: "unblock_dunning",
        summary: "End a block of dunning before its last day",
        role: |_| Role::Coordinator,
        changes: |_| Changes::Nothing,
        overridable: DATED,
        is_personal: |_| false,
        dates: effective,
        may_be_old: false,
        undo: |_| vec![Undo::NOTHING],
    };
}

/// Sends the letter that is proposed for a customer. It is worked out again: refused where nothing is
/// due any more, or where the level or the amount differs from what was reviewed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SendDunningLetter {
    /// The customer.
    pub customer: Code,
    /// The level that was reviewed; if absent, the one that is proposed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<u8>,
    /// The amount that was reviewed; if absent, what is proposed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<Plain>,
    /// That a person has looked at it: the last level does not go out without, and a level that is a
    /// call is not recorded without.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub approved: bool,
    /// The letter's date; if absent, today.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Day>,
}

impl CommandKind for SendDunningLetter {
    const FACTS: CommandFacts<SendDunningLetter> = CommandFacts {
        name: "send_dunning_letter",
        summary: "Send a customer the letter that dunning proposes",
        role: |_| Role::Coordinator,
        changes: |_| Changes::Nothing,
        overridable: DATED,
        is_personal: |_| false,
        dates: effective,
        may_be_old: false,
        undo: |_| vec![Undo::made("delivery", "cancel_delivery")],
    };
}

/// Brings in a dunning letter that another system sent, so that the next letter goes on from its level.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BringInLetter {
    /// The number it has there, kept as given.
    pub number: Number,
    /// The customer.
    pub customer: Code,
    /// Its date; if absent, today.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Day>,
    /// By when it asked for the money; if absent, its date.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pay_by: Option<Day>,
    /// The policy by which it was sent.
    pub policy: String,
    /// Its level, from 1.
    pub level: u8,
    /// Whether the policy had no level above.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_last: bool,
    /// How the customer was reached.
    pub by: DunningChannel,
    /// For what it asked.
    pub items: Vec<BroughtInItem>,
    /// What was agreed to follow, as it said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wording: Option<AgreedText>,
}

/// An item of a letter of another system.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BroughtInItem {
    /// The invoice.
    pub invoice: Number,
    /// What the letter asked for.
    pub amount: Plain,
    /// What was outstanding then; if absent, the amount.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outstanding: Option<Plain>,
    /// Its level; if absent, the letter's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<u8>,
}

impl CommandKind for BringInLetter {
    const FACTS: CommandFacts<BringInLetter> = CommandFacts {
        name: "bring_in_letter",
        summary: "Bring a dunning letter in that another system sent: the next one goes on from its level",
        role: |_| Role::Administrator,
        changes: |_| Changes::Nothing,
        overridable: DATED,
        is_personal: |_| false,
        dates: effective,
        may_be_old: true,
        undo: |_| vec![Undo::NOTHING],
    };
}
