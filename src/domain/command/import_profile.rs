//! How files of a shape are read, kept in the book so that it is not asked again.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::facts::{Changes, CommandFacts, CommandKind, Undo};
use crate::domain::{Day, Role};

/// The most characters a profile may have.
pub const LONGEST_PROFILE: usize = 8_000;

/// Keeps how files of a shape are read: the same columns, the same reading. Kept again, the later one
/// counts; an empty profile forgets it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct KeepImportProfile {
    /// The shape: 64 digits of a SHA-256 over the folded names of the columns.
    pub shape: String,
    /// What such files hold (`receivables`).
    pub kind: String,
    /// How they are read: a JSON object as text, at most 8,000 characters; empty, nothing is kept.
    pub profile: String,
    /// The date; if absent, today.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Day>,
}

impl CommandKind for KeepImportProfile {
    const FACTS: CommandFacts<KeepImportProfile> = CommandFacts {
        name: "keep_import_profile",
        summary: "Keep how imported files with the same columns are read",
        role: |_| Role::Coordinator,
        changes: |_| Changes::Nothing,
        overridable: &[],
        is_personal: |_| false,
        dates: |_, date| vec![("date", date)],
        may_be_old: false,
        undo: |_| vec![Undo::by("keep_import_profile")],
    };
}
