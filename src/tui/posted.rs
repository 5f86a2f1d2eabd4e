//! A form that the book took. May use: what was marked.

use std::collections::BTreeMap;

use uuid::Uuid;

use super::subject::Subject;

/// A form that the book took.
#[derive(Debug)]
pub struct PostedForm {
    /// The id of its first command.
    pub id: Uuid,
    /// Which form.
    pub name: String,
    /// Whom and what it was about.
    pub subject: Subject,
    /// What stood in its fields.
    pub fields: BTreeMap<String, String>,
    /// What stood before in the fields that it changed.
    pub before: BTreeMap<String, String>,
    /// What of this desk it takes back.
    pub undoes: Option<u64>,
    /// What its commands made, in their order: what it is, and its number.
    pub made: Vec<(String, String)>,
}

impl PostedForm {
    /// What a pane posted as a form would have done, so that it is listed among what was posted here.
    pub fn by_pane(name: &str, subject: Subject, made: Vec<(String, String)>) -> PostedForm {
        PostedForm {
            id: Uuid::nil(),
            name: name.to_string(),
            subject,
            fields: BTreeMap::new(),
            before: BTreeMap::new(),
            undoes: None,
            made,
        }
    }
}
