//! Refusals are data: the rule, the field and the arguments. Only the edge turns them into words, in
//! the reader's language. May use: std, serde.

#[macro_use]
mod general;
#[macro_use]
mod accounts;
#[macro_use]
mod documents;
#[macro_use]
mod money;
#[macro_use]
mod cases;
#[macro_use]
mod bank;
#[macro_use]
mod dunning;
#[macro_use]
mod imports;

use std::borrow::Cow;
use std::fmt;

use super::message::{Argument, Message, Worded};

macro_rules! rules {
    ($($variant:ident = $name:literal,)+) => {
        /// Every rule that a command can break. The name (`allocation.exceeds_item`) is a contract that
        /// scripts match on; its words are in `assets/words/`.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[allow(missing_docs)] // the name beside each variant is its documentation
        pub enum Rule { $($variant,)+ }

        impl Rule {
            /// All rules, for the test that each has words.
            pub const ALL: &'static [Rule] = &[$(Rule::$variant,)+];

            /// The contract name of the rule.
            pub fn name(self) -> &'static str {
                match self { $(Rule::$variant => $name,)+ }
            }

            /// The rule with this contract name.
            pub fn from_name(name: &str) -> Option<Rule> {
                match name { $($name => Some(Rule::$variant),)+ _ => None }
            }
        }
    };
}

/// Gathers the rules of all families.
macro_rules! gathered {
    ([] $($rules:tt)*) => { rules! { $($rules)* } };
    ([$next:ident $($others:ident)*] $($rules:tt)*) => {
        $next! { [$($others)*] $($rules)* }
    };
}

gathered! { [general_rules accounts_rules documents_rules money_rules cases_rules bank_rules dunning_rules imports_rules] }

/// How much of a text a refusal repeats, in bytes: a line may hold a megabyte.
const LONGEST: usize = 1_000;

fn clipped(text: String) -> String {
    match text.len() <= LONGEST {
        true => text,
        false => format!("{}…", text.get(..text.floor_char_boundary(LONGEST)).unwrap_or_default()),
    }
}

/// Why a command or a query was refused. Nothing was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// The rule that was broken.
    pub rule: Rule,
    /// The field, as the caller named it (`lines[0].quantity`), or empty.
    pub field: String,
    /// The arguments of the words, by name.
    pub args: Vec<(Cow<'static, str>, String)>,
}

impl Refusal {
    /// A refusal by `rule` at `field`.
    pub fn new(rule: Rule, field: impl Into<String>) -> Refusal {
        Refusal { rule, field: clipped(field.into()), args: Vec::new() }
    }

    /// The same refusal with another argument.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl fmt::Display) -> Refusal {
        self.args.push((name.into(), clipped(value.to_string())));
        self
    }

    /// The same refusal with its field below `parent` (`lines[2]` and `quantity`).
    #[must_use]
    pub fn below(mut self, parent: &str) -> Refusal {
        self.field = match self.field.is_empty() {
            true => parent.to_string(),
            false => format!("{parent}.{}", self.field),
        };
        self
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.rule.name(), self.field)
    }
}

impl std::error::Error for Refusal {}

impl Worded for Refusal {
    fn message(&self) -> Message {
        let key = format!("rule-{}", self.rule.name().replace('.', "-"));
        let args = self.args.iter();
        let args = args.map(|(name, value)| (name.clone(), Argument::Text(value.clone())));
        Message { key: key.into(), args: args.collect() }
    }
}

/// How a typed field tells serde which rule its text broke: the rule's name and the text, separated by
/// a character that no rule name contains. [`untag`] reads it back.
pub fn tagged(rule: Rule, given: &str) -> String {
    format!("{}\u{1f}{given}", rule.name())
}

/// Reads what [`tagged`] wrote: the rule and the text that broke it.
pub fn untag(message: &str) -> Option<(Rule, &str)> {
    let (name, given) = message.split_once('\u{1f}')?;
    Some((Rule::from_name(name)?, given))
}
