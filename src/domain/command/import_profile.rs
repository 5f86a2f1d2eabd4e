//! The command that remembers how files with certain columns are read, so that the import does not ask
//! again.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::facts::{Changes, CommandFacts, CommandKind, Undo};
use crate::domain::{Day, Role};

/// The most characters a profile may have.
pub const LONGEST_PROFILE: usize = 8_000;

/// Remembers how files with the same columns are read. A later profile replaces an earlier one; an
/// empty profile forgets it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct KeepImportProfile {
    /// The shape: 64 hexadecimal digits, the SHA-256 of the folded column names.
    pub shape: String,
    /// The kind of file (`receivables`).
    pub kind: String,
    /// The choices: a JSON object as text, at most 8,000 characters; empty to forget them.
    pub profile: String,
    /// The date; if absent, today.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Day>,
}

impl CommandKind for KeepImportProfile {
    const FACTS: CommandFacts<KeepImportProfile> = CommandFacts {
        summary: "Remember how imported files with the same columns are read",
        role: |_| Role::Coordinator,
        changes: |_| Changes::Nothing,
        overridable: &[],
        is_personal: |_| false,
        dates: |_, date| vec![("date", date)],
        may_be_old: false,
        undo: |_| vec![Undo::by("keep_import_profile")],
    };
}
