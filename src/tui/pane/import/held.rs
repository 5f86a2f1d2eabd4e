//! An unfinished import as it is saved beside the unfinished forms: the file's name, what was said about
//! the file and what was corrected. May use: the import, what is kept.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::exchange::import::ImportKind;
use crate::exchange::import::corrected::CorrectedCells;
use crate::exchange::import::decisions::Decisions;
use crate::exchange::import::finding::Wish;
use crate::exchange::import::mapping::Mapping;
use crate::exchange::reading::evidence::SaidOfFile;
use crate::tui::kept::{FormPlace, SavedForm};
use crate::tui::subject::Subject;

use super::bank::HeldStatement;

/// The name under which it is saved, in place of a form's.
const FORM: &str = "import";

/// The fields in which it is saved: the file's name as it was typed, and everything else as JSON.
const NAME: &str = "name";
const REST: &str = "import";

/// An unfinished import.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct HeldImport {
    /// The file's name as it was typed.
    #[serde(skip)]
    pub name: String,
    /// What was said about how it is read.
    pub(super) said: Decisions,
    /// What was decided about the last file with the same columns.
    pub(super) last: Option<Decisions>,
    /// The reason for overriding rules.
    pub(super) reason: String,
    /// A hash of the file.
    pub(super) digest: String,
    /// The corrected cells by line.
    pub(super) corrections: BTreeMap<u64, CorrectedCells>,
    /// Whether its rows were tried.
    pub(super) is_tried: bool,
    /// What was said about it as a bank's statement, if it is one.
    pub(super) statement: Option<HeldStatement>,
}

impl HeldImport {
    /// Restores an import; `None` if something else was saved.
    pub fn of(kept: &SavedForm) -> Option<HeldImport> {
        let name = kept.fields.get(NAME).filter(|_| kept.form == FORM)?.clone();
        let rest = kept.fields.get(REST).and_then(|rest| serde_json::from_str(rest).ok());
        Some(HeldImport { name, ..rest.unwrap_or_default() })
    }

    /// Saves the import.
    pub fn kept(&self) -> SavedForm {
        let rest = serde_json::to_string(self).unwrap_or_default();
        let fields = [(NAME.to_string(), self.name.clone()), (REST.to_string(), rest)];
        SavedForm {
            form: FORM.into(),
            subject: Subject::default(),
            ids: Vec::new(),
            fields: fields.into(),
            given: BTreeMap::new(),
            codes: Vec::new(),
            taken: Vec::new(),
            cells: Vec::new(),
            items: Vec::new(),
            at: FormPlace::Field(0),
            kept: None,
            base: BTreeMap::new(),
            seen: None,
            came_to: None,
            typed_on: None,
        }
    }

    /// How the file is to be read.
    pub fn wish(&self, name: String) -> Wish {
        let Decisions { kind, sheet, map, set, decimals, credit_is_positive, .. } =
            self.said.clone();
        Wish {
            kind: kind.as_deref().and_then(ImportKind::from_word),
            sheet,
            mapping: Mapping { map, set, decimal_comma: false },
            format: self.said.format(),
            said: SaidOfFile { decimals, credit_is_positive, ..SaidOfFile::default() },
            name,
            file: None,
            last: self.last.clone(),
        }
    }

    /// How many rows were corrected.
    pub fn corrected(&self) -> usize {
        self.corrections.len()
    }
}
