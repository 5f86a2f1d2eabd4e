//! Warnings are data, as refusals are: the command is posted, and its sender learns what looks wrong
//! about it. May use: std, serde.

use std::borrow::Cow;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::refusal::Rule;

/// What looks wrong about a command that was posted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Warning {
    /// The contract name of the rule; a newer program may send one that this one doesn't know.
    pub rule: Cow<'static, str>,
    /// The field, as the caller named it.
    pub field: String,
    /// The arguments of the words, by name.
    pub args: Vec<(Cow<'static, str>, String)>,
}

impl Warning {
    /// A warning by `rule` at `field`.
    pub fn new(rule: Rule, field: impl Into<String>) -> Warning {
        Warning { rule: rule.name().into(), field: field.into(), args: Vec::new() }
    }

    /// The same warning with another argument.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl fmt::Display) -> Warning {
        self.args.push((name.into(), value.to_string()));
        self
    }
}
