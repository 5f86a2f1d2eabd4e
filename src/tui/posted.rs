//! A form that the book accepted. May use: engine, what was marked.

use std::collections::BTreeMap;

use uuid::Uuid;

use crate::domain::Number;
use crate::engine::Receipt;

use super::subject::Subject;

/// A form that the book accepted.
#[derive(Debug)]
pub struct PostedForm {
    /// The id of its first command.
    pub id: Uuid,
    /// The name of the form.
    pub name: String,
    /// Its customer and document.
    pub subject: Subject,
    /// The texts in its fields.
    pub fields: BTreeMap<String, String>,
    /// The earlier values of the fields that it changed.
    pub before: BTreeMap<String, String>,
    /// The number of what it takes back, if that was posted at this desk.
    pub undoes: Option<u64>,
    /// What its commands made, in order: the kind of thing, and its number.
    pub made: Vec<(String, String)>,
    /// The invoice of the last dispute that it opened.
    pub disputed: Option<Number>,
    /// The number of its first entry.
    pub entry: u64,
    /// The words for many like it that were posted one after the other; `None` for what was typed here.
    pub run: Option<&'static str>,
}

/// The words for a run of entries that made such things.
pub(super) fn run_words(made: &[(String, String)]) -> &'static str {
    match made.iter().any(|(kind, _)| kind == "letter") {
        true => "undo-run-letters",
        false => "undo-run",
    }
}

impl PostedForm {
    /// What a pane posted, as if a form had posted it, so that it is listed among what was posted here.
    pub fn by_pane(name: &str, subject: Subject, receipts: &[Receipt]) -> PostedForm {
        let made: Vec<_> = receipts.iter().flat_map(|receipt| receipt.made.clone()).collect();
        PostedForm {
            id: Uuid::nil(),
            name: name.to_string(),
            subject,
            fields: BTreeMap::new(),
            before: BTreeMap::new(),
            undoes: None,
            run: Some(run_words(&made)),
            made,
            disputed: None,
            entry: receipts.first().map_or(0, |receipt| receipt.seq),
        }
    }
}
