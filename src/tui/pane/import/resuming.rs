//! Saves and resumes an unfinished import. The file is read again; corrections are dropped if it has
//! changed. May use: the import, the walk, what is kept.

use crate::exchange::import::corrected::Corrections;
use crate::exchange::import::decisions::Decisions;
use crate::tui::desk::Desk;
use crate::tui::form::field::Text;
use crate::tui::kept::SavedForm;
use crate::tui::layer::Step;

use super::held::HeldImport;
use super::walk::{ImportWalk, WalkStep};

impl ImportWalk {
    /// An unfinished import whose file has not been read again yet.
    pub fn held(held: HeldImport) -> ImportWalk {
        let mut walk = ImportWalk::default();
        walk.name = Text::given(&held.name);
        walk.held = Some(held);
        walk
    }

    /// The import as it is saved; `None` if there is nothing to resume.
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
            file: None,
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
            statement: self.kept_statement(),
        };
        Some(held.kept())
    }

    /// The file was read again: restores what was said and corrected, and goes on to the trial if that
    /// had been reached.
    pub(super) fn takes_up(&mut self, desk: &Desk) -> Vec<Step> {
        let Some(held) = self.held.take() else { return Vec::new() };
        (self.create_customers, self.suspense) = (held.said.create_customers, held.said.suspense);
        self.reason = Text::given(&held.reason);
        let mut steps = Vec::new();
        let is_same = held.digest == self.digest;
        if let Some(statement) = held.statement {
            let statement = if is_same { statement } else { statement.of_another_file() };
            return self.takes_up_statement(statement, desk);
        }
        if is_same {
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
