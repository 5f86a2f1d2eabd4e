//! Opens refused rows, corrects and checks them at once, or writes them to a file. May use: the walk,
//! the rows, the work.

use crate::domain::{Refusal, Rule};
use crate::exchange::import::rejects::write_rejects;
use crate::exchange::import::{ImportOutcome, Reject};
use crate::tui::asking::Asking;
use crate::tui::desk::Desk;
use crate::tui::layer::Step;
use crate::tui::query::NoAnswer;

use super::row::{RowEdit, has_cells};
use super::walk::{ImportWalk, WalkStep};
use super::work::{self, RunResult, RunWatch};

/// The line that a document is refused for.
fn cause(refusal: &Refusal) -> Option<&str> {
    refusal.args.iter().find(|(name, _)| name == "line").map(|(_, line)| line.as_str())
}

impl ImportWalk {
    /// The marked refused row; if its document is refused because of another row, that row.
    fn marked_reject(&self) -> Option<Reject> {
        let rejects = &self.ran.as_ref()?.outcome.rejects;
        let (_, refusal) = rejects.why(self.mark)?;
        let cause = match refusal.rule {
            Rule::ImportDocument => cause(&refusal),
            _ => None,
        };
        let cause = cause.and_then(|line| rejects.on_line(line.parse().ok()?));
        rejects.get(cause.unwrap_or(self.mark)).ok().flatten()
    }

    /// Opens the marked row with what was typed into it before.
    pub fn opens_row(&mut self, desk: &Desk) -> Vec<Step> {
        let (Some(reject), Some(file)) = (self.marked_reject(), &self.file) else {
            return vec![Step::Say(desk.say("import-save-takes", &[]))];
        };
        if !has_cells(&reject.refusal) {
            return vec![Step::Say(desk.say("import-row-broken", &[]))];
        }
        let head = self.ran.as_ref().map_or(&[][..], |ran| &ran.outcome.head);
        let edit = match self.edits.get(&reject.line) {
            Some(edit) => RowEdit { refusal: reject.refusal.clone(), ..edit.clone() },
            None => RowEdit::of(file, head, &reject),
        };
        self.edit = Some(edit);
        self.step = WalkStep::Row;
        vec![Step::Done]
    }

    /// Goes back to the list, and keeps what was typed into the row.
    pub fn leaves_row(&mut self) {
        self.checking = Asking::default();
        self.step = WalkStep::Trial;
        if let Some(edit) = self.edit.take() {
            self.edits.insert(edit.line, edit);
        }
    }

    /// Moves to another cell.
    pub fn moves_cell(&mut self, by: isize) {
        if let Some(edit) = &mut self.edit {
            let last = edit.cells.len().saturating_sub(1);
            edit.mark = edit.mark.saturating_add_signed(by).min(last);
        }
    }

    /// Tries the corrected row together with the others of its document.
    pub fn checks_row(&mut self) -> Vec<Step> {
        let Some(edit) = &self.edit else { return Vec::new() };
        let line = edit.line;
        let mut cells = self.corrections.of(line).cloned().unwrap_or_default();
        cells.extend(edit.typed());
        self.corrections.set(line, cells);
        let Some(plan) = self.plan(true, Some(line)) else { return Vec::new() };
        let check =
            self.checking.do_long(move |session| work::run(session, &plan, &RunWatch::default()));
        vec![Step::Send(check), Step::Keep]
    }

    /// Takes the outcome of the trial.
    pub fn has_checked(&mut self, ran: Result<RunResult, NoAnswer>, desk: &Desk) -> Vec<Step> {
        let Some(edit) = &mut self.edit else { return Vec::new() };
        let line = edit.line;
        let rejects = match ran {
            Ok(ran) => ran.outcome.rejects,
            Err(why) => return vec![Step::Unanswered(why)],
        };
        let refused = rejects.on_line(line).and_then(|number| rejects.why(number));
        let shown = line.to_string();
        match refused.map(|(_, refusal)| refusal) {
            Some(refusal) if refusal.rule != Rule::ImportDocument => {
                edit.refusal = refusal;
                edit.marks_field();
                vec![Step::Done]
            }
            refusal => {
                let cause = refusal.as_ref().and_then(cause);
                let said = match cause {
                    Some(cause) => desk.say("import-row-document", &[("line", cause)]),
                    None => desk.say("import-row-right", &[("line", &shown)]),
                };
                self.leaves_row();
                if let Some(ran) = self.ran.as_mut().filter(|_| refusal.is_none()) {
                    ran.outcome.rejects.remove(line);
                }
                self.mark = self.mark.min(self.lines().saturating_sub(1));
                let mut steps = self.tries_again();
                steps.push(Step::Say(said));
                steps
            }
        }
    }
}

impl ImportWalk {
    /// Asks for the name of a file for the refused rows.
    pub fn names_rejects(&mut self) -> Vec<Step> {
        let path = self.path();
        let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned());
        let name = format!("{}.refused.csv", stem.unwrap_or_default());
        let name = path.with_file_name(name);
        self.rejects.open(&name.to_string_lossy());
        vec![Step::Done]
    }

    /// Writes the refused rows to it.
    pub fn writes_rejects(&mut self, desk: &Desk) -> Vec<Step> {
        let Some(ran) = &self.ran else { return Vec::new() };
        let message = |refusal: &Refusal| desk.words.refusal(refusal);
        let ImportOutcome { head, rejects, .. } = &ran.outcome;
        let bytes = write_rejects(Vec::new(), head, rejects, &message).unwrap_or_default();
        vec![self.rejects.write(move || Ok(bytes.clone()))]
    }
}
