//! Remembers what was posted at this desk, and opens the form that takes it back. May use: the app,
//! the forms.

use std::collections::BTreeMap;

use crate::ledger::query::posted::PostedEntry;
use crate::tui::done::{Undoable, done_by, posted_form};
use crate::tui::pane::undone::Undone;
use crate::tui::posted::PostedForm;
use crate::tui::spec::UndoSpec;
use crate::tui::subject::Subject;

use super::{App, Layer};

impl App {
    /// Remembers what a form posted, unless that took something back itself. Returns whether it can be
    /// taken back.
    pub(super) fn remember(&mut self, posted: &PostedForm) -> bool {
        let Some(spec) = self.desk.forms.named(&posted.name).cloned() else { return false };
        self.desk.done.retain(|done| Some(done.id) != posted.undoes && !done.is_undone_by(posted));
        if posted.undoes.is_some() {
            return false;
        }
        let mut new = done_by(&self.desk.forms, &spec, posted);
        // The first one named is offered first, so it goes last.
        new.reverse();
        let can = new.iter().any(|done| done.undo.form.is_some());
        for done in new {
            self.desk.last_done += 1;
            self.desk.done.push(Undoable { id: self.desk.last_done, ..done });
        }
        can
    }

    /// Remembers what the user posted before this start, oldest first, unless it was taken back since.
    /// The earlier values of changed fields are no longer known: that is said, and no form offered to restore them.
    pub(super) fn remember_before(&mut self, posted: &[PostedEntry]) {
        let here = std::mem::take(&mut self.desk.done);
        for entry in posted {
            // A dunning run queues its letters as a form queues a document.
            let command = match entry.command.as_str() {
                "send_dunning_letter" => "deliver",
                command => command,
            };
            let Some(spec) = self.desk.forms.sending(command).cloned() else { continue };
            let posted = posted_form(&spec, entry);
            let before = self.desk.done.len();
            self.desk.done.retain(|done| !done.is_undone_by(&posted));
            if self.desk.done.len() < before {
                continue;
            }
            for mut done in done_by(&self.desk.forms, &spec, &posted).into_iter().rev() {
                if done.undo.fills {
                    // The earlier values are no longer known.
                    (done.undo.form, done.undo.why_not) = (None, "undo-before-start".into());
                }
                self.desk.last_done += 1;
                self.desk.done.push(Undoable { id: self.desk.last_done, ..done });
            }
        }
        // What was posted here while the question was on its way may be missing from the answer, or in
        // it.
        for done in here {
            let of =
                |it: &Undoable| (it.form.clone(), it.number.clone(), it.subject.customer.clone());
            let same = |other: &Undoable| of(other) == of(&done);
            self.desk.done.retain(|other| !same(other));
            self.desk.done.push(done);
        }
    }

    /// Remembers that a file was imported: what it brought is taken back one by one, or with a backup.
    pub(super) fn imported(&mut self, file: String) {
        self.desk.last_done += 1;
        let why_not = "undo-import".into();
        self.desk.done.push(Undoable {
            id: self.desk.last_done,
            form: "import".into(),
            about: None,
            number: file,
            subject: Subject::default(),
            undo: UndoSpec { made: None, form: None, why_not, fills: false },
            fills: BTreeMap::new(),
        });
        self.refresh();
        self.ask_about();
    }

    /// Lists what was posted at this desk, latest first.
    pub(super) fn undo(&mut self) {
        if self.is_locked() {
            return;
        }
        if self.desk.done.is_empty() {
            self.message = Some(self.desk.say("undo-nothing", &[]));
            return;
        }
        self.opens(Box::<Undone>::default());
    }

    /// Opens the form that takes something back.
    pub(super) fn take_back(&mut self, id: u64) {
        let Some(done) = self.desk.done.iter().find(|done| done.id == id).cloned() else { return };
        let Some(form) = &done.undo.form else { return };
        let before = self.layers.len();
        self.start(form, done.subject);
        if self.layers.len() > before
            && let Some(form) = self.layers.last_mut().and_then(Layer::form_mut)
        {
            form.undoes = Some(id);
            form.fill_with(&done.fills, &self.desk);
        }
    }
}
