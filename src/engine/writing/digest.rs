//! The digest of a command as it was sent, which tells a repeat from other content under the same
//! id. May use: domain, journal, serde_json.

use serde_json::{Map, Value, json};

use crate::domain::{Cause, Envelope, text};
use crate::journal::{CommandDigest, Hash};

use crate::engine::error::BookError;

/// SHA-256 of the command's name and fields in JSON, keys sorted, with the reason for overriding a
/// rule. Independent of how it was written (order of keys, `null`, blanks, Unicode form, trailing
/// zeros), of its id, and of what its sender had seen. Digests stay in journals for ever: a field
/// added to a command must not be written when it is absent.
pub fn digest(envelope: &Envelope) -> Result<CommandDigest, BookError> {
    let data = |error: serde_json::Error| BookError::Data(Cause::text(error));
    let mut content = serde_json::to_value(&envelope.command).map_err(data)?;
    if let (Some(reason), Value::Object(fields)) = (&envelope.override_reason, &mut content) {
        fields.insert("override".into(), json!({"reason": reason}));
    }
    tidy(&mut content);
    content.sort_all_objects();
    let hash = Hash::of(&serde_json::to_vec(&content).map_err(data)?);
    Ok(match envelope.is_personal() {
        true => CommandDigest::Personal(hash),
        false => CommandDigest::Open(hash),
    })
}

/// Normalises texts as they are stored, and drops empty values.
fn tidy(value: &mut Value) {
    match value {
        Value::String(given) => *given = text::trimmed(given).into_owned(),
        Value::Array(values) => values.iter_mut().for_each(tidy),
        Value::Object(fields) => {
            let all = std::mem::take(fields).into_iter();
            let said = all.filter(|(_, value)| !value.is_null());
            *fields = said
                .map(|(name, mut value)| {
                    tidy(&mut value);
                    (name, value)
                })
                .collect::<Map<String, Value>>();
        }
        _ => {}
    }
}
