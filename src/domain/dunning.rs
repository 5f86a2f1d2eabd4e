//! Dunning: the levels of a policy, the channel of each, and what was agreed to follow. May use: std,
//! serde, schemars, the rest of the domain.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Day, Language, Money, Number};

/// The most levels that a policy has: there are four letters.
pub const MOST_LEVELS: usize = 4;

/// How a customer is reached at a level.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DunningChannel {
    /// A letter by e-mail.
    Email,
    /// A letter on paper.
    Print,
    /// A call: a person makes it, and then says so.
    Call,
}

impl DunningChannel {
    /// The contract word.
    pub fn word(self) -> &'static str {
        match self {
            DunningChannel::Email => "email",
            DunningChannel::Print => "print",
            DunningChannel::Call => "call",
        }
    }
}

/// What was agreed to follow at a level, such as “deliveries stop”: one text for all letters, or one by
/// language. A letter says nothing of consequences that are not given here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum AgreedText {
    /// For letters in every language.
    Same(String),
    /// By language code, such as `fr`.
    ByLanguage(BTreeMap<String, String>),
}

impl AgreedText {
    /// The text for a letter in a language, if there is one.
    pub fn in_language(&self, language: Language) -> Option<&str> {
        match self {
            AgreedText::Same(text) => Some(text),
            AgreedText::ByLanguage(all) => all.get(language.code()).map(String::as_str),
        }
    }
}

/// A level of a dunning policy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DunningLevel {
    /// From how many days after the due date and the grace days on, at least 1.
    pub after_days: u16,
    /// How the customer is reached; if absent, by e-mail where there is an address, else on paper.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<DunningChannel>,
    /// What was agreed to follow: the letter says it in these words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wording: Option<AgreedText>,
}

/// An item as a letter asks for it: figures of the letter's date.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DunnedItem {
    /// Its number.
    pub invoice: Number,
    /// Its date.
    pub date: Day,
    /// When it was due.
    pub due: Day,
    /// What was outstanding.
    pub outstanding: Money,
    /// What of that is asked for: neither disputed, promised, planned, nor covered by money on account.
    pub amount: Money,
    /// The item's level.
    pub level: u8,
}
