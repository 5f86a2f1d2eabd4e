//! An import that was left unfinished, as it is saved beside the unfinished forms: the file's name, what was
//! said about it and what was corrected. May use: the import, what is kept.

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

/// What stands in the place of a form's name.
const FORM: &str = "import";

/// The fields under which it is kept: the file's name as it was typed, and all else as JSON.
const NAME: &str = "name";
const REST: &str = "import";

/// An import that was left unfinished.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct HeldImport {
    /// The file, as it was typed.
    #[serde(skip)]
    pub name: String,
    /// What was said about how it is read.
    pub(super) said: Decisions,
    /// What was decided about the last file with the same columns.
    pub(super) last: Option<Decisions>,
    /// Why rules that a reason passes are passed.
    pub(super) reason: String,
    /// A hash of the file.
    pub(super) digest: String,
    /// The corrected cells by line.
    pub(super) corrections: BTreeMap<u64, CorrectedCells>,
    /// Whether its rows were tried.
    pub(super) is_tried: bool,
    /// What was said about it as a bank's statement; none where it is none.
    pub(super) statement: Option<HeldStatement>,
}

impl HeldImport {
    /// What was kept; none where that is something else.
    pub fn of(kept: &SavedForm) -> Option<HeldImport> {
        let name = kept.fields.get(NAME).filter(|_| kept.form == FORM)?.clone();
        let rest = kept.fields.get(REST).and_then(|rest| serde_json::from_str(rest).ok());
        Some(HeldImport { name, ..rest.unwrap_or_default() })
    }

    /// As it is kept.
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
            last: self.last.clone(),
        }
    }

    /// How many rows were corrected.
    pub fn corrected(&self) -> usize {
        self.corrections.len()
    }
}
