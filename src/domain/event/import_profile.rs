//! The event that remembers how imported files are read.

use serde::{Deserialize, Serialize};

use super::facts::{
    EventFacts, EventKind, Kept, Whose, as_today, first, no_amount, no_day, no_number, no_override,
    no_rate,
};

/// Files with certain columns are read this way from now on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ImportProfileKept {
    /// The shape: a hash of the folded names of the columns.
    pub shape: String,
    /// The kind of file.
    pub kind: String,
    /// The choices: a JSON object as text; empty once they are forgotten.
    pub profile: String,
}

impl EventKind for ImportProfileKept {
    const FACTS: EventFacts<ImportProfileKept> = EventFacts {
        versions: &[as_today],
        version: first,
        command: |_| "keep_import_profile",
        date: no_day,
        amount: no_amount,
        made: no_number,
        touches: |_| Vec::new(),
        whose: |_| Whose::Nobody,
        is_about_users: false,
        private: Kept::Nothing,
        overridden: no_override,
        entered_rate: no_rate,
    };
}
