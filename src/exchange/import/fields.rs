//! Cells as fields of commands. Values are read as in `post`, so that a broken rule has the same name
//! everywhere.

use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::domain::by_name::ByName;
use crate::domain::{Refusal, Rule};
use crate::engine::intake;
use crate::ledger::lookup::fold;

use super::dates::DateFormat;
use super::mapping::Record;
use super::{terms, words};

/// A command's fields, read from JSON.
pub fn typed<T: DeserializeOwned>(fields: Value) -> Result<T, Refusal> {
    let mut track = serde_path_to_error::Track::new();
    let deserializer = serde_path_to_error::Deserializer::new(ByName(fields), &mut track);
    let read = T::deserialize(deserializer);
    read.map_err(|error| intake::in_words(&track.path().to_string(), &error.to_string()))
}

/// The fields of a row as they are.
pub fn texts(row: &Record, fields: &[&str]) -> Result<serde_json::Map<String, Value>, Refusal> {
    let mut found = serde_json::Map::new();
    for field in fields {
        if let Some(value) = row.get(field)? {
            found.insert((*field).to_string(), value.into());
        }
    }
    Ok(found)
}

/// A field that is a date, as ISO writes it.
pub fn date(row: &Record, field: &str, dates: &DateFormat) -> Result<Option<String>, Refusal> {
    let text = row.get(field)?;
    text.map(|text| dates.day(field, &text).map(|day| day.to_string())).transpose()
}

/// A required field.
pub fn needed(row: &Record, field: &'static str) -> Result<String, Refusal> {
    let missing = || Refusal::new(Rule::CommandMissingField, field).with("name", field);
    row.get(field)?.ok_or_else(missing)
}

/// A yes-or-no field; no, if absent.
pub fn yes(row: &Record, field: &str) -> Result<bool, Refusal> {
    let text = row.get(field)?.unwrap_or_default();
    is_yes(&text).ok_or_else(|| Refusal::new(Rule::ImportYesNo, field).with("given", text))
}

/// Whether a text says yes; no, if it is empty, and `None` if it says neither.
pub fn is_yes(text: &str) -> Option<bool> {
    let words = words::of_answers();
    let folded = fold::words(text);
    match () {
        () if folded.is_empty() || words.no.contains(&folded) => Some(false),
        () if words.yes.contains(&folded) => Some(true),
        () => None,
    }
}

/// Terms of payment in our own notation, or unchanged if they are not understood.
pub fn terms(row: &Record) -> Result<Option<String>, Refusal> {
    let text = row.get("terms")?;
    Ok(text.map(|text| terms::terms(&text).map_or(text, |terms| terms.to_string())))
}

/// Tax codes: one, or several separated by plus signs or blanks.
pub fn taxes(text: &str) -> Value {
    let codes = text.split(['+', ' ']).filter(|code| !code.is_empty());
    codes.map(Value::from).collect()
}
