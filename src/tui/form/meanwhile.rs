//! What somebody else made of the same thing while a form was typed: both sides, field by field.
//! May use: the form.

use serde_json::Value;

use crate::tui::desk::Desk;
use crate::tui::layer::Step;

use super::{Form, Stage};

/// A field that is no longer what it was when the form was opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meanwhile {
    /// Its name.
    pub field: String,
    /// What it was.
    pub was: String,
    /// What somebody else made of it.
    pub is: String,
}

impl Form {
    /// Compares what the form is about with what it was when the form was opened. What is read once
    /// more is read again.
    pub(super) fn compare(&mut self, now: Value, desk: &Desk) -> Vec<Step> {
        let is_checked = self.spec.changes || self.subject.kind == "dispute";
        self.seen = last_entry(&now).filter(|_| is_checked);
        let Some(base) = &self.base else {
            self.base = Some(now);
            return Vec::new();
        };
        let mut found = differences(base, &now);
        if self.spec.changes {
            // Of an account, what this form could write over.
            found.retain(|it| self.spec.fields.iter().any(|field| field.name == it.field));
        }
        if found == self.meanwhile {
            return Vec::new();
        }
        self.meanwhile = found;
        if self.meanwhile.is_empty() || self.stage == Stage::Typing || self.stage == Stage::Sent {
            return vec![Step::Done];
        }
        self.stage = Stage::Typing;
        vec![Step::Say(desk.say("meanwhile-again", &[]))]
    }

    /// What somebody else made of it meanwhile, in words, a field each.
    pub fn meanwhile(&self, desk: &Desk) -> Vec<String> {
        let word = |text: &str| if text.is_empty() { "–".to_string() } else { desk.word(text) };
        let one = |it: &Meanwhile| {
            let field = desk.word(&it.field);
            desk.say(
                "meanwhile-field",
                &[("field", &field), ("was", &word(&it.was)), ("is", &word(&it.is))],
            )
        };
        self.meanwhile.iter().map(one).collect()
    }
}

/// The last entry on a thing.
fn last_entry(thing: &Value) -> Option<u64> {
    let steps = thing.get("timeline").and_then(Value::as_array);
    let step = steps.and_then(|steps| steps.last()).and_then(|step| step.get("entry"));
    step.or(thing.get("entry")).and_then(Value::as_u64)
}

/// The plain fields that differ.
fn differences(was: &Value, is: &Value) -> Vec<Meanwhile> {
    let (Value::Object(was), Value::Object(is)) = (was, is) else { return Vec::new() };
    let text = |value: Option<&Value>| match value {
        Some(Value::String(text)) => Some(text.clone()),
        Some(Value::Number(number)) => Some(number.to_string()),
        Some(Value::Bool(yes)) => Some(yes.to_string()),
        None | Some(Value::Null) => Some(String::new()),
        Some(_) => None,
    };
    let mut fields: Vec<&String> = was.keys().chain(is.keys()).collect();
    fields.sort();
    fields.dedup();
    let one = |field: &String| {
        let (was, is) = (text(was.get(field))?, text(is.get(field))?);
        (was != is).then(|| Meanwhile { field: field.clone(), was, is })
    };
    fields.into_iter().filter_map(one).collect()
}
