//! What is selected, and whether a form can open on it. May use: the keys, the forms there are.

use serde::{Deserialize, Serialize};

use crate::domain::delivery::StatementStyle;
use crate::domain::{Code, Currency, Day, Money, Number};
use crate::ledger::query::caller::DisputeOn;

/// The customer and document that a form is about: what was selected when it was opened.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Subject {
    /// The account.
    pub customer: Option<Code>,
    /// The account's name.
    pub name: String,
    /// Its currency.
    pub currency: Option<Currency>,
    /// The document or the case.
    pub document: Option<Number>,
    /// The kind of the document: `invoice`, `dispute` …
    pub kind: String,
    /// The document's date, if a form starts with it.
    #[serde(default)]
    pub date: Option<Day>,
    /// The document's open amount.
    pub left: Option<Money>,
    /// The last allocation made from it.
    #[serde(default)]
    pub allocation: Option<Number>,
    /// The text that the account was found by, if that was a telephone number or a name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub found_by: Option<String>,
    /// The style of the statement that was previewed.
    #[serde(default)]
    pub statement: Option<StatementStyle>,
    /// The customer of a bank line, if every suggestion names the same one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payer: Option<Code>,
}

impl Subject {
    /// An empty subject with only the same date.
    pub fn day_alone(self) -> Subject {
        Subject { date: self.date, ..Subject::default() }
    }

    /// The same account, with one of its disputes marked.
    #[must_use]
    pub fn on_dispute(self, dispute: &DisputeOn) -> Subject {
        Subject {
            document: Some(dispute.dispute.clone()),
            kind: "dispute".into(),
            left: Some(dispute.left),
            ..self
        }
    }

    /// Whether the selection can be printed: a document that customers get, the packet of a dispute, the
    /// slip of a deposit.
    pub fn has_paper(&self) -> bool {
        ["invoice", "credit_note", "payment", "draft", "letter", "plan", "dispute", "deposit"]
            .contains(&self.kind.as_str())
    }
}
