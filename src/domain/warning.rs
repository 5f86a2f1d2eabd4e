//! Warnings are data, as refusals are: a command is taken all the same, and its sender is told what
//! looks wrong about it. May use: std, serde.

use std::borrow::Cow;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::refusal::Rule;

/// What looks wrong about a command that is taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Warning {
    /// The contract name of the rule; from a newer program, one that is not known here.
    pub rule: Cow<'static, str>,
    /// The field that it is about, as the caller named it.
    pub field: String,
    /// What the words need, by name.
    pub args: Vec<(Cow<'static, str>, String)>,
}

impl Warning {
    /// A warning by `rule` about `field`.
    pub fn new(rule: Rule, field: impl Into<String>) -> Warning {
        Warning { rule: rule.name().into(), field: field.into(), args: Vec::new() }
    }

    /// The same warning with one more argument for its words.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl fmt::Display) -> Warning {
        self.args.push((name.into(), value.to_string()));
        self
    }
}
