//! What was posted at this desk, and how to undo each of it, which the commands state themselves. May
//! use: the forms.

use std::collections::BTreeMap;

use uuid::Uuid;

use crate::domain::Number;
use crate::ledger::query::posted::PostedEntry;

use super::posted::{PostedForm, run_words};
use super::spec::{FormNeeds, FormSpec, Forms, UndoSpec};
use super::subject::Subject;

/// Something that was posted at this desk and not taken back yet.
#[derive(Clone, Debug)]
pub struct Undoable {
    /// Its number, counted at this desk.
    pub id: u64,
    /// The form it was posted by.
    pub form: String,
    /// The document that the form was about, if it needs one.
    pub about: Option<Number>,
    /// The number of what was made, or of the record that was changed.
    pub number: String,
    /// The subject on which the form that takes it back opens.
    pub subject: Subject,
    /// How it is taken back.
    pub undo: UndoSpec,
    /// The texts that are filled into that form.
    pub fills: BTreeMap<String, String>,
    /// The entry that posted it.
    pub entry: u64,
    /// The words for a run of many like it; `None` for what was typed at this desk.
    pub run: Option<&'static str>,
}

impl Undoable {
    /// Whether another entry, the next one, is of the same run.
    pub(super) fn is_run_with(&self, next: &Undoable) -> bool {
        let of = |it: &Undoable| (it.run, it.form.clone(), it.undo.form.clone());
        self.run.is_some() && of(self) == of(next)
    }

    /// Whether a posted form takes this back, wherever it was opened.
    pub(super) fn is_undone_by(&self, posted: &PostedForm) -> bool {
        let made = posted.fields.get("allocation").map(String::as_str);
        let same = match &self.subject.allocation {
            Some(allocation) => made == Some(allocation.0.as_str()),
            None if self.subject.document.is_some() => {
                self.subject.document == posted.subject.document
            }
            None => self.subject.customer == posted.subject.customer,
        };
        // Only a deliberate undo restores the earlier values of a record.
        self.undo.form.as_deref() == Some(&posted.name) && self.fills.is_empty() && same
    }
}

/// What a form posted, one entry for each way to undo it.
pub(super) fn done_by(forms: &Forms, spec: &FormSpec, posted: &PostedForm) -> Vec<Undoable> {
    let one = |undo: UndoSpec| {
        let mut subject = Subject { left: None, allocation: None, ..posted.subject.clone() };
        if spec.needs != FormNeeds::Document {
            // The document was only selected beside it.
            (subject.document, subject.kind) = (None, String::new());
        }
        let about = subject.document.clone();
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
        Some(Undoable {
            id: 0,
            form: posted.name.clone(),
            about,
            number,
            subject,
            fills: if undo.fills { posted.before.clone() } else { BTreeMap::new() },
            undo,
            entry: posted.entry,
            run: posted.run,
        })
    };
    forms.undo(spec, &posted.fields).into_iter().filter_map(one).collect()
}

/// An entry of the book as if it had been posted by a form here.
pub(super) fn posted_form(spec: &FormSpec, entry: &PostedEntry) -> PostedForm {
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
        disputed: None,
        entry: entry.entry,
        run: Some(run_words(&entry.made)),
    }
}
