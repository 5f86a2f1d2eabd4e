//! Commands on dunning: policies, customer groups, blocks, and the letters themselves.

use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize};

use super::facts::{Changes, CommandFacts, CommandKind, DATED, Undo, effective};
use crate::domain::by_name::list_or_text;
use crate::domain::dunning::{AgreedText, DunningChannel, DunningLevel};
use crate::domain::refusal::tagged;
use crate::domain::{Code, Currency, Day, Number, Plain, Role, Rule};

/// Sets a dunning policy from now on, replacing one of the same name. A policy without levels sends no
/// letters.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SetDunningPolicy {
    /// The policy's name.
    pub name: String,
    /// At most 4 levels, each later than the one before; or only their days, as text: `7, 21, 35, 60`.
    #[serde(deserialize_with = "levels")]
    #[schemars(with = "GivenLevels")]
    pub levels: Vec<DunningLevel>,
    /// The minimum number of days between two letters.
    pub interval_days: u16,
    /// The minimum amount: below it no letter is sent; if absent, there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minimum: Option<Plain>,
    /// The minimum's currency; if absent, the book's. Accounts in another currency have no minimum.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub currency: Option<Currency>,
    /// The days of grace after the due date; if absent, none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grace_days: Option<u16>,
    /// The group it applies to; if absent, all customers whose group has no policy of its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
}

/// Levels in either notation, for the schema.
#[derive(JsonSchema)]
#[serde(untagged)]
#[expect(dead_code, reason = "only its schema is used")]
enum GivenLevels {
    Days(String),
    Levels(Vec<DunningLevel>),
}

fn levels<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<DunningLevel>, D::Error> {
    list_or_text(deserializer, |text| {
        let parts = text.split([',', ';', ' ']).filter(|part| !part.is_empty());
        let one = |part: &str| match part.parse() {
            Ok(after_days) => Ok(DunningLevel { after_days, channel: None, wording: None }),
            Err(_) => Err(tagged(Rule::DunningDays, part)),
        };
        parts.map(one).collect()
    })
}

impl CommandKind for SetDunningPolicy {
    const FACTS: CommandFacts<SetDunningPolicy> = CommandFacts {
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

/// Puts a customer in a group, to which policies may apply; without a group, takes the customer out.
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

/// Excludes a customer or an invoice from dunning up to and including a day.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BlockDunning {
    /// The customer; give this or an invoice.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer: Option<Code>,
    /// The invoice.
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
        summary: "Exclude a customer or an invoice from dunning up to a day",
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
    /// The customer; give this or an invoice.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer: Option<Code>,
    /// The invoice.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub invoice: Option<Number>,
    /// The effective date; if absent, today.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Day>,
}

impl CommandKind for UnblockDunning {
    const FACTS: CommandFacts<UnblockDunning> = CommandFacts {
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

/// Sends the letter proposed for a customer. The letter is worked out again: refused if nothing is due
/// any more, or if the level or the amount differs from the reviewed one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SendDunningLetter {
    /// The customer.
    pub customer: Code,
    /// The reviewed level; if absent, the proposed one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<u8>,
    /// The reviewed amount; if absent, the proposed one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<Plain>,
    /// Confirms that a person approved it. Required for the last level, and to record a level that is a
    /// call.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub approved: bool,
    /// The letter's date; if absent, today.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Day>,
}

impl CommandKind for SendDunningLetter {
    const FACTS: CommandFacts<SendDunningLetter> = CommandFacts {
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

/// Records a dunning letter that another system sent, so that the next letter continues from its level.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BringInLetter {
    /// The number in the other system, kept as given.
    pub number: Number,
    /// The customer.
    pub customer: Code,
    /// Its date; if absent, today.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Day>,
    /// The day by which it asked for the money; if absent, its date.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pay_by: Option<Day>,
    /// The policy it was sent under.
    pub policy: String,
    /// The level, from 1.
    pub level: u8,
    /// Whether it was the policy's last level.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_last: bool,
    /// The channel.
    pub by: DunningChannel,
    /// The items it asked for.
    pub items: Vec<BroughtInItem>,
    /// The announced consequence, in the letter's words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wording: Option<AgreedText>,
}

/// An item of another system's letter.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BroughtInItem {
    /// The invoice.
    pub invoice: Number,
    /// The amount the letter asked for.
    pub amount: Plain,
    /// The amount outstanding at the time; if absent, the amount asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outstanding: Option<Plain>,
    /// The item's level; if absent, the letter's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<u8>,
}

impl CommandKind for BringInLetter {
    const FACTS: CommandFacts<BringInLetter> = CommandFacts {
        summary: "Record a dunning letter that another system sent; the next one continues from its level",
        role: |_| Role::Administrator,
        changes: |_| Changes::Nothing,
        overridable: DATED,
        is_personal: |_| false,
        dates: effective,
        may_be_old: true,
        undo: |_| vec![Undo::NOTHING],
    };
}
