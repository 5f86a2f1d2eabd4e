//! Dunning: the levels of a policy, their channels and announced consequences. May use: std, serde,
//! schemars, the rest of the domain.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Day, Language, Money, Number};

/// The most levels that a policy may have.
pub const MOST_LEVELS: usize = 4;

/// The channel of a level.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DunningChannel {
    /// A letter by e-mail.
    Email,
    /// A letter on paper.
    Print,
    /// A call: a person makes it and then records it.
    Call,
}

impl DunningChannel {
    /// The name in commands and answers.
    pub fn word(self) -> &'static str {
        match self {
            DunningChannel::Email => "email",
            DunningChannel::Print => "print",
            DunningChannel::Call => "call",
        }
    }
}

/// The announced consequence of a level, such as “deliveries stop”: one text for all letters, or one
/// for each language. A letter threatens nothing else.
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
    /// The number of days after the due date and the days of grace, at least 1.
    pub after_days: u16,
    /// The channel; if absent, e-mail if there is an address, else paper.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<DunningChannel>,
    /// The consequence, in the words of the letter.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wording: Option<AgreedText>,
}

/// An item in a letter, with the figures of the letter's date.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DunnedItem {
    /// Its number.
    pub invoice: Number,
    /// Its date.
    pub date: Day,
    /// Its due date.
    pub due: Day,
    /// The amount outstanding.
    pub outstanding: Money,
    /// The part that the letter asks for: not disputed, promised, planned, or covered by money on
    /// account.
    pub amount: Money,
    /// The item's level.
    pub level: u8,
}
