//! What the states and the type of a row say, as its reader needs it. May use: the words of states, the
//! mapping.

use crate::domain::{Refusal, Rule};
use crate::exchange::reading::states::{RowState, STATE, TYPE, of_cell};

use super::ImportKind;
use super::mapping::Record;

/// What the states and the type of a row say.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct RowStates {
    /// The word that says that nothing is owed.
    pub paid: Option<String>,
    /// The word that says that a part is owed.
    pub part: Option<String>,
    /// Whether it counts for the customer.
    pub is_credit: bool,
}

impl RowStates {
    /// Reads them; refused where a word is not known. A row to be left out only comes here where a person
    /// corrected it.
    pub fn of(kind: ImportKind, row: &Record) -> Result<RowStates, Refusal> {
        let mut states = RowStates::default();
        for field in [STATE, TYPE] {
            for text in row.cells(field) {
                match of_cell(kind.word(), field, text) {
                    RowState::Open => {}
                    RowState::Part => states.part = Some(text.to_string()),
                    RowState::Paid => states.paid = Some(text.to_string()),
                    RowState::Credit | RowState::Money => states.is_credit = true,
                    RowState::Left | RowState::Unknown => {
                        return Err(Refusal::new(Rule::ImportState, field)
                            .with("given", text)
                            .with("field", field));
                    }
                }
            }
        }
        Ok(states)
    }

    /// Checks the outstanding amount against the states: `0` if it is missing and nothing is owed. Refused
    /// where the two contradict each other, or a part is owed that the row does not give.
    pub fn outstanding(
        &self,
        given: Option<String>,
        is_known: bool,
    ) -> Result<Option<String>, Refusal> {
        let wrong = |word: &String| Refusal::new(Rule::ImportPaid, STATE).with("given", word);
        let is_zero = |text: &String| !text.contains(|it: char| ('1'..='9').contains(&it));
        match (&self.paid, &self.part, given) {
            (Some(word), None, Some(given)) if !is_zero(&given) => Err(wrong(word)),
            (Some(_), None, None) if !is_known => Ok(Some("0".into())),
            (_, Some(word), None) if !is_known => Err(wrong(word)),
            (_, _, given) => Ok(given),
        }
    }
}

/// An amount with its sign turned against the customer's: below zero.
pub fn below_zero(text: &str) -> String {
    match text.trim_start().starts_with('-') || !text.contains(|it: char| ('1'..='9').contains(&it))
    {
        true => text.to_string(),
        false => format!("-{}", text.trim_start().trim_start_matches('+')),
    }
}
