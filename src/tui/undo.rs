//! What was posted at this desk, and how each of it is undone: the commands say that themselves.
//! May use: the app, the forms.

use std::collections::BTreeMap;

use uuid::Uuid;

use crate::domain::Number;
use crate::ledger::query::posted::PostedEntry;

use super::app::App;
use super::form::Subject;
use super::form::spec::{FormSpec, Forms, Needs, UndoSpec};
use super::layer::Layer;
use super::posted::PostedForm;

/// Something that was posted at this desk and not taken back yet.
#[derive(Clone, Debug)]
pub struct Done {
    /// Counts what was posted.
    pub id: u64,
    /// The form it was posted by.
    pub form: String,
    /// The number of what was made, or that of what it was about.
    pub number: String,
    /// On what the form opens that takes it back.
    pub subject: Subject,
    /// How it is taken back.
    pub undo: UndoSpec,
    /// What is typed into that form beforehand.
    pub fills: BTreeMap<String, String>,
}

impl Done {
    /// Whether a form that was posted takes this back, wherever it was opened.
    fn is_undone_by(&self, posted: &PostedForm) -> bool {
        let made = posted.fields.get("allocation").map(String::as_str);
        let same = match &self.subject.allocation {
            Some(allocation) => made == Some(allocation.0.as_str()),
            None if self.subject.document.is_some() => {
                self.subject.document == posted.subject.document
            }
            None => self.subject.customer == posted.subject.customer,
        };
        // A change of a customer is changed back only where that was asked for.
        self.undo.form.as_deref() == Some(&posted.name) && self.fills.is_empty() && same
    }
}

/// What a form has done, by what it made.
fn done_by(forms: &Forms, spec: &FormSpec, posted: &PostedForm) -> Vec<Done> {
    let one = |undo: UndoSpec| {
        let mut subject = Subject { left: None, allocation: None, ..posted.subject.clone() };
        if spec.needs != Needs::Document {
            // What happened to be marked beside it.
            (subject.document, subject.kind) = (None, String::new());
        }
        let subject = match undo.made {
            None => subject,
            Some(kind) => {
                let (_, number) = posted.made.iter().find(|(made, _)| made == kind)?;
                let number = Some(Number(number.clone()));
                match kind {
                    "allocation" => Subject { allocation: number, ..subject },
                    kind => Subject { document: number, kind: kind.into(), ..subject },
                }
            }
        };
        let number = subject.allocation.as_ref().or(subject.document.as_ref());
        let number = number.map_or_else(String::new, |number| number.0.clone());
        Some(Done {
            id: 0,
            form: posted.name.clone(),
            number,
            subject,
            fills: if undo.fills { posted.before.clone() } else { BTreeMap::new() },
            undo,
        })
    };
    forms.undo(spec, &posted.fields).into_iter().filter_map(one).collect()
}

/// An entry of the book as if it had been posted by a form here.
fn posted_form(spec: &FormSpec, entry: &PostedEntry) -> PostedForm {
    let (code, name, currency) = match &entry.account {
        Some((code, name, currency)) => (Some(code.clone()), name.clone(), Some(*currency)),
        None => (None, String::new(), None),
    };
    let about = spec.about.iter().find(|(_, what)| *what == "document");
    let number = about.and_then(|(into, _)| entry.fields.get(into));
    let subject = Subject {
        customer: code,
        name,
        currency,
        document: number.map(|number| Number(number.clone())),
        kind: spec.of.first().cloned().unwrap_or_default(),
        ..Subject::default()
    };
    PostedForm {
        id: Uuid::nil(),
        name: spec.name.clone(),
        subject,
        fields: entry.fields.clone(),
        before: BTreeMap::new(),
        undoes: None,
        made: entry.made.clone(),
    }
}

impl App {
    /// Remembers what a form has done, unless it took something back itself. Whether it can be
    /// taken back.
    pub(super) fn remember(&mut self, posted: &PostedForm) -> bool {
        let Some(spec) = self.desk.forms.named(&posted.name).cloned() else { return false };
        self.desk.done.retain(|done| Some(done.id) != posted.undoes && !done.is_undone_by(posted));
        if posted.undoes.is_some() {
            return false;
        }
        let mut new = done_by(&self.desk.forms, &spec, posted);
        // The first that is named is the one that is offered first.
        new.reverse();
        let can = new.iter().any(|done| done.undo.form.is_some());
        for done in new {
            self.desk.last_done += 1;
            self.desk.done.push(Done { id: self.desk.last_done, ..done });
        }
        can
    }

    /// Remembers what its user posted before this start, the oldest first, unless it was taken back
    /// since. What a form has changed is not known any more, so that none is offered to change it back.
    pub(super) fn remember_before(&mut self, posted: &[PostedEntry]) {
        let here = std::mem::take(&mut self.desk.done);
        for entry in posted {
            let Some(spec) = self.desk.forms.sending(&entry.command).cloned() else { continue };
            let posted = posted_form(&spec, entry);
            let before = self.desk.done.len();
            self.desk.done.retain(|done| !done.is_undone_by(&posted));
            if spec.changes || self.desk.done.len() < before {
                continue;
            }
            for done in done_by(&self.desk.forms, &spec, &posted).into_iter().rev() {
                self.desk.last_done += 1;
                self.desk.done.push(Done { id: self.desk.last_done, ..done });
            }
        }
        // What was posted here while the book was asked is in its answer only by chance.
        for done in here {
            let same = |other: &Done| (&other.form, &other.number) == (&done.form, &done.number);
            self.desk.done.retain(|other| !same(other));
            self.desk.done.push(done);
        }
    }

    /// Offers what was posted at this desk, the latest first.
    pub(super) fn undo(&mut self) {
        if self.is_locked() {
            return;
        }
        if self.desk.done.is_empty() {
            self.message = Some(self.desk.say("undo-nothing", &[]));
            return;
        }
        self.layers.push(Layer::Undone(Box::default()));
        self.entered();
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
            form.fill_with(&done.fills);
        }
    }
}
