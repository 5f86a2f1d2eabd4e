//! What changed while a form was open or on hold: other users' changes to the same record, field by
//! field, and the totals of the form. What was typed stays in place. A value that another user wrote
//! into the same field is overwritten only if the user says so. May use: the form.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use crate::domain::Event;
use crate::engine::Preview;
use crate::tui::account::Account;
use crate::tui::desk::Desk;
use crate::tui::entry::Unclear;
use crate::tui::layer::Step;

use super::spec::FieldKind;
use super::{Form, FormPlace, Stage};

/// The parts of a base.
pub(super) const ACCOUNT: &str = "account";
const DOCUMENT: &str = "document";
/// The totals of a form are compared in the same way.
const FORM: &str = "form";

/// A field that changed after the form was opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meanwhile {
    /// The part that it belongs to: the account, the document, or the totals of the form.
    of: &'static str,
    /// Its name.
    pub field: String,
    /// The value when the form was opened.
    pub was: String,
    /// The value now.
    pub is: String,
}

/// A field that was typed into here and changed by another user, too.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Theirs {
    /// The other user's value.
    pub value: String,
    /// Whether the user decided to overwrite it.
    pub is_decided: bool,
}

impl Form {
    /// Compares the account with what it was when the form was opened.
    pub(super) fn compare_account(&mut self, account: &Account, desk: &Desk) -> Vec<Step> {
        let customer = serde_json::to_value(&account.customer).unwrap_or_default();
        if !self.spec.changes {
            let mut now = Map::new();
            for field in ["on_hold", "terms", "credit_limit"] {
                now.insert(field.into(), customer.get(field).cloned().unwrap_or_default());
            }
            now.insert("balance".into(), json!(account.balance.balance));
            return self.compare(ACCOUNT, now, desk);
        }
        self.seen = last_entry(&customer);
        let is_ours = |name: &String| self.spec.fields.iter().any(|field| field.name == *name);
        let mut now = plain(customer);
        now.retain(|name, _| is_ours(name));
        let steps = self.compare(ACCOUNT, now, desk);
        self.find_theirs();
        steps
    }

    /// Compares the document or the case with what it was when the form was opened.
    pub(super) fn compare_document(&mut self, now: Value, desk: &Desk) -> Vec<Step> {
        if ["dispute", "draft"].contains(&self.subject.kind.as_str()) {
            self.seen = last_entry(&now);
        }
        self.compare(DOCUMENT, plain(now), desk)
    }

    /// Compares one part. A review has to be read again.
    fn compare(&mut self, of: &'static str, now: Map<String, Value>, desk: &Desk) -> Vec<Step> {
        let Some(base) = self.base.get(of) else {
            self.base.insert(of.into(), now);
            return Vec::new();
        };
        let found = differences(of, base, &now);
        if self.meanwhile.iter().filter(|it| it.of == of).eq(found.iter()) {
            return Vec::new();
        }
        self.meanwhile.retain(|it| it.of != of);
        self.meanwhile.extend(found);
        self.meanwhile.sort_by_key(|it| it.of);
        if self.stage == Stage::Typing || self.stage == Stage::Sent {
            return vec![Step::Done];
        }
        self.stage = Stage::Typing;
        vec![Step::Say(desk.say("meanwhile-again", &[]))]
    }

    /// Finds the fields that both users changed: the form asks about them.
    fn find_theirs(&mut self) {
        for it in self.meanwhile.iter().filter(|it| it.of == ACCOUNT) {
            let place = self.spec.fields.iter().position(|field| field.name == it.field);
            let Some((place, text)) =
                place.and_then(|place| Some((place, self.fields.get(place)?)))
            else {
                continue;
            };
            if !text.is_touched || text.value() == text.given {
                continue;
            }
            let theirs = Theirs { value: it.is.clone(), is_decided: false };
            if self.theirs.get(&place).is_none_or(|known| known.value != theirs.value) {
                self.theirs.insert(place, theirs);
                self.left.push(FormPlace::Field(place));
            }
        }
    }

    /// The other user's value of a field, if it is not decided yet which one to keep.
    pub(super) fn theirs(&self, place: usize) -> Result<(), Unclear> {
        let theirs = self.theirs.get(&place).filter(|theirs| !theirs.is_decided);
        let ours = self.fields.get(place).map_or("", |text| text.value().trim());
        match theirs.filter(|theirs| theirs.value != ours) {
            Some(theirs) => Err(Unclear::new("meanwhile-either", &theirs.value)),
            None => Ok(()),
        }
    }

    /// Keeps what was typed here. Returns whether there was anything to decide.
    pub(super) fn keep_ours(&mut self) -> bool {
        let FormPlace::Field(place) = self.at else { return false };
        let is_open = self.theirs(place).is_err();
        if let Some(theirs) = self.theirs.get_mut(&place) {
            theirs.is_decided = true;
        }
        is_open
    }

    /// Takes the other user's value. Returns whether there was one.
    pub(super) fn take_theirs(&mut self) -> bool {
        let FormPlace::Field(place) = self.at else { return false };
        if self.theirs(place).is_ok() {
            return false;
        }
        let (theirs, text) = (self.theirs.remove(&place), self.fields.get_mut(place));
        if let (Some(theirs), Some(text)) = (theirs, text) {
            *text = super::field::Text::given(&theirs.value);
        }
        true
    }

    /// Puts the form on hold, unless it is being sent. Its totals are compared when it is resumed.
    pub fn wait(&mut self) {
        if self.stage != Stage::Sent {
            self.stage = Stage::Typing;
        }
        self.came_to = self.comes_to();
    }

    /// The totals of the form in the book's last preview.
    pub(super) fn comes_to(&self) -> Option<BTreeMap<String, String>> {
        let is_said = self.said.version == self.version && self.said.refused.is_none();
        let now = || comes_to(&self.said.previews);
        let came_to = self.came_to.clone().or_else(|| is_said.then(now));
        came_to.filter(|sums| !sums.is_empty())
    }

    /// Resumes the form. A day that was typed on an earlier day keeps its meaning.
    pub(super) fn settle_days(&mut self, desk: &Desk) {
        let today = desk.today();
        let Some(typed_on) = self.typed_on.filter(|day| *day != today) else { return };
        for (place, spec) in self.spec.clone().fields.iter().enumerate() {
            if !matches!(spec.entry, FieldKind::Day | FieldKind::Moment) {
                continue;
            }
            let text = self.fields.get(place).map_or("", super::field::Text::value).to_string();
            let read = |today| {
                let mut by = self.reading(desk, place);
                (by.from, by.today) = (self.counts_from(place, today), today);
                super::field::read(spec.entry, &text, &by).ok().flatten().map(|meant| meant.value)
            };
            let (then, now) = (read(typed_on), read(today));
            if let (true, Some(Value::String(day)), Some(field)) =
                (then != now, then, self.fields.get_mut(place))
            {
                field.set(&day.replace('T', " ").chars().take(16).collect::<String>());
            }
        }
        self.typed_on = Some(today);
    }

    /// Compares the totals of a new preview with those from before the form was put on hold.
    pub(super) fn compare_sums(&mut self) {
        if self.said.refused.is_some() || self.said.failed.is_some() {
            return;
        }
        let Some(was) = self.came_to.take() else { return };
        let field = |(name, value): (String, String)| (name, Value::String(value));
        let was: Map<String, Value> = was.into_iter().map(field).collect();
        let now = comes_to(&self.said.previews).into_iter().map(field).collect();
        self.meanwhile.retain(|it| it.of != FORM);
        self.meanwhile.extend(differences(FORM, &was, &now));
    }

    /// The changes in words, one for each field.
    pub fn meanwhile(&self, words: &str, desk: &Desk) -> Vec<String> {
        let one = |it: &Meanwhile| {
            let said = |text: &str| value_in_words(it, text, desk);
            let field = field_in_words(&it.field, desk);
            let parts = [("field", field.as_str()), ("was", &said(&it.was)), ("is", &said(&it.is))];
            desk.say(words, &parts)
        };
        self.meanwhile.iter().map(one).collect()
    }
}

/// The name of a field: that of a form, or a word of the program.
fn field_in_words(field: &str, desk: &Desk) -> String {
    let named = format!("field-{}", field.replace('_', "-"));
    let word = format!("word-{}", field.replace('_', "-"));
    match desk.words.knows(&word) || !desk.words.knows(&named) {
        true => desk.word(field),
        false => desk.say(&named, &[]).to_lowercase(),
    }
}

fn value_in_words(it: &Meanwhile, text: &str, desk: &Desk) -> String {
    const MONEY: [&str; 10] = [
        "balance",
        "cleared",
        "credit_limit",
        "credited",
        "disputed",
        "on_account",
        "original",
        "outstanding",
        "paid",
        "remaining",
    ];
    const CODES: [&str; 5] = ["method", "outcome", "payment", "reason", "state"];
    if text.is_empty() {
        return "–".into();
    }
    if let Ok(day) = text.parse() {
        return desk.day(day);
    }
    match it.field.as_str() {
        field if it.of == FORM || MONEY.contains(&field) => desk.figure(text),
        field if CODES.contains(&field) => desk.word(text),
        _ => text.to_string(),
    }
}

/// The totals of commands, by name: the figures that depend on prices, taxes, terms or open items.
fn comes_to(previews: &[Preview]) -> BTreeMap<String, String> {
    let mut sums = BTreeMap::new();
    let mut put = |name: &str, value: String| drop(sums.insert(name.to_string(), value));
    for event in previews.iter().flat_map(|preview| &preview.events) {
        match event {
            Event::InvoiceIssued(event) => {
                put("date", event.date.to_string());
                put("due", event.due.to_string());
                put("total", event.total.to_string());
            }
            Event::InvoiceDrafted(event) => put("total", event.total.to_string()),
            Event::DraftAmended(event) => put("total", event.total.to_string()),
            Event::CreditNoteIssued(event) => {
                put("date", event.date.to_string());
                put("total", event.total.to_string());
            }
            Event::PaymentRecorded(event) => {
                put("date", event.date.to_string());
                put("amount", event.amount.to_string());
            }
            Event::AllocationMade(event) => put(&event.to.0, event.amount.to_string()),
            _ => {}
        }
    }
    sums
}

/// The last entry of a record.
fn last_entry(thing: &Value) -> Option<u64> {
    let steps = thing.get("timeline").and_then(Value::as_array);
    let step = steps.and_then(|steps| steps.last()).and_then(|step| step.get("entry"));
    step.or(thing.get("entry")).and_then(Value::as_u64)
}

/// The fields that are neither lists nor objects.
fn plain(thing: Value) -> Map<String, Value> {
    let Value::Object(mut fields) = thing else { return Map::new() };
    fields.retain(|_, value| !value.is_array() && !value.is_object());
    fields
}

/// The fields that differ.
fn differences(
    of: &'static str,
    was: &Map<String, Value>,
    is: &Map<String, Value>,
) -> Vec<Meanwhile> {
    let text = |value: Option<&Value>| match value {
        Some(Value::String(text)) => text.clone(),
        None | Some(Value::Null) => String::new(),
        Some(value) => value.to_string(),
    };
    let mut fields: Vec<&String> = was.keys().chain(is.keys()).collect();
    fields.sort();
    fields.dedup();
    let one = |field: &String| {
        let (was, is) = (text(was.get(field)), text(is.get(field)));
        (was != is).then(|| Meanwhile { of, field: field.clone(), was, is })
    };
    fields.into_iter().filter_map(one).collect()
}
