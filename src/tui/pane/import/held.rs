//! An import that was left unfinished, as it is saved beside the unfinished forms: the file's name, what was
//! said about it and what was corrected. When it is resumed the file is read again; corrections are dropped
//! where it is no longer the same file. May use: the import, the walk, what is kept.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::exchange::import::ImportKind;
use crate::exchange::import::corrected::{CorrectedCells, Corrections};
use crate::exchange::import::decisions::Decisions;
use crate::exchange::import::finding::Wish;
use crate::exchange::import::mapping::Mapping;
use crate::exchange::reading::evidence::SaidOfFile;
use crate::tui::desk::Desk;
use crate::tui::form::field::Text;
use crate::tui::kept::{FormPlace, SavedForm};
use crate::tui::layer::Step;
use crate::tui::subject::Subject;

use super::walk::{ImportWalk, WalkStep};

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
    said: Decisions,
    /// What was decided about the last file with the same columns.
    last: Option<Decisions>,
    /// Why rules that a reason passes are passed.
    reason: String,
    /// A hash of the file.
    digest: String,
    /// The corrected cells by line.
    corrections: BTreeMap<u64, CorrectedCells>,
    /// Whether its rows were tried.
    is_tried: bool,
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

impl ImportWalk {
    /// An import that was left unfinished, before its file is read again.
    pub fn held(held: HeldImport) -> ImportWalk {
        let mut walk = ImportWalk::default();
        walk.name = Text::given(&held.name);
        walk.held = Some(held);
        walk
    }

    /// The import as it is kept; none where there is nothing to go on with.
    pub fn kept(&self) -> Option<SavedForm> {
        if let Some(held) = &self.held {
            return Some(held.kept());
        }
        if matches!(self.step, WalkStep::File | WalkStep::Done) {
            return None;
        }
        let wish = &self.wish;
        let mut corrections = self.corrections.clone();
        for edit in self.edits.values().chain(&self.edit) {
            let mut cells = corrections.of(edit.line).cloned().unwrap_or_default();
            cells.extend(edit.typed());
            corrections.set(edit.line, cells);
        }
        let said = Decisions {
            kind: wish.kind.map(|kind| kind.word().to_string()),
            sheet: wish.sheet.clone(),
            map: wish.mapping.map.clone(),
            set: wish.mapping.set.clone(),
            date_format: wish.format.as_ref().map(ToString::to_string),
            decimals: wish.said.decimals,
            credit_is_positive: wish.said.credit_is_positive,
            create_customers: self.create_customers,
            suspense: self.suspense,
        };
        let held = HeldImport {
            name: self.name.value().to_string(),
            said,
            last: wish.last.clone(),
            reason: self.reason.value().to_string(),
            digest: self.digest.clone(),
            corrections: corrections.all().clone(),
            is_tried: !matches!(self.step, WalkStep::Question | WalkStep::Reading)
                && self.bank.is_none()
                && !self.is_folder,
        };
        Some(held.kept())
    }

    /// The file of an import that was left unfinished has been read: all that was said and corrected is there
    /// again. Goes on to the trial where it was reached before.
    pub(super) fn takes_up(&mut self, desk: &Desk) -> Vec<Step> {
        let Some(held) = self.held.take() else { return Vec::new() };
        (self.create_customers, self.suspense) = (held.said.create_customers, held.said.suspense);
        self.reason = Text::given(&held.reason);
        let mut steps = Vec::new();
        if held.digest == self.digest {
            self.corrections = Corrections::of_rows(held.corrections);
        } else if !held.corrections.is_empty() {
            steps.push(Step::Say(desk.say("import-held-changed", &[])));
        }
        if held.is_tried && self.step == WalkStep::Reading {
            steps.extend(self.run(true));
        }
        steps
    }
}
