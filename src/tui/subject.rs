//! Whom and what is marked, and whether a form can open on it. May use: the keys, the forms there are.

use serde::{Deserialize, Serialize};

use crate::domain::delivery::StatementStyle;
use crate::domain::{Code, Currency, Day, Money, Number};

/// Whom and what a form is about: what was marked when it was opened.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Subject {
    /// The account.
    pub customer: Option<Code>,
    /// The name of it.
    pub name: String,
    /// In what.
    pub currency: Option<Currency>,
    /// The document or the case.
    pub document: Option<Number>,
    /// What that is: `invoice`, `dispute` …
    pub kind: String,
    /// The day of it, where a form begins with that.
    #[serde(default)]
    pub date: Option<Day>,
    /// What is left of it.
    pub left: Option<Money>,
    /// The allocation that was made with it last.
    #[serde(default)]
    pub allocation: Option<Number>,
    /// The telephone number or the name that it was found by, where that is what was looked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub found_by: Option<String>,
    /// How the statement that was looked at is laid out.
    #[serde(default)]
    pub statement: Option<StatementStyle>,
}

impl Subject {
    /// Nobody and nothing, on the same day.
    pub fn day_alone(self) -> Subject {
        Subject { date: self.date, ..Subject::default() }
    }

    /// Whether there is a document of what is marked: one that customers get, of a dispute its
    /// packet, of a deposit its slip.
    pub fn has_paper(&self) -> bool {
        ["invoice", "credit_note", "payment", "draft", "letter", "plan", "dispute", "deposit"]
            .contains(&self.kind.as_str())
    }
}
