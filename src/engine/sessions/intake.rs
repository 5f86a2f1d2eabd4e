//! The way in for commands: a line of JSON becomes an [`Envelope`], or a refusal that names field
//! and rule. Duplicate keys, unknown fields and numbers where strings belong are refused.
//! May use: domain, serde_json.

use std::fmt;

use serde::Deserializer;
use serde::de::{self, DeserializeSeed, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};
use uuid::Uuid;

use crate::domain::by_name::ByName;
use crate::domain::refusal::untag;
use crate::domain::{Command, Envelope, Refusal, Rule, text};

/// The longest line that is read as a command.
pub const LONGEST_LINE: usize = 1 << 20;

/// Reads one command. The id comes with a refusal too, as far as one was given.
pub fn read(line: &str) -> (Option<Uuid>, Result<Envelope, Refusal>) {
    let mut fields = match object(line) {
        Ok(fields) => fields,
        Err(refusal) => return (None, Err(refusal)),
    };
    let id = match take_id(&mut fields) {
        Ok(id) => id,
        Err(refusal) => return (None, Err(refusal)),
    };
    (id, envelope(id, fields))
}

fn object(line: &str) -> Result<Map<String, Value>, Refusal> {
    let mut deserializer = serde_json::Deserializer::from_str(line);
    let read = Strict.deserialize(&mut deserializer).and_then(|value| {
        deserializer.end()?;
        Ok(value)
    });
    match read {
        Ok(Value::Object(fields)) => Ok(fields),
        Ok(_) => Err(Refusal::new(Rule::CommandMalformed, "").with("why", "not a JSON object")),
        Err(error) => {
            let why = error.to_string();
            Err(match why.split_once(DUPLICATE) {
                Some((_, rest)) => {
                    let field = rest.split('`').next().unwrap_or_default();
                    Refusal::new(Rule::CommandDuplicateField, field)
                }
                // The caller knows the number of the line; here there is only one.
                None => Refusal::new(Rule::CommandMalformed, "")
                    .with("why", why.replace(" at line 1 column", ", column")),
            })
        }
    }
}

fn take_id(fields: &mut Map<String, Value>) -> Result<Option<Uuid>, Refusal> {
    match fields.remove("id") {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Uuid::try_parse(&text)
            .map(Some)
            .map_err(|_| Refusal::new(Rule::CommandIdMalformed, "id").with("given", text)),
        Some(other) => Err(Refusal::new(Rule::CommandIdMalformed, "id").with("given", other)),
    }
}

/// Reads a command from its fields, which `do` names; its id is given beside them.
pub fn envelope(id: Option<Uuid>, mut fields: Map<String, Value>) -> Result<Envelope, Refusal> {
    let override_reason = take_override(&mut fields)?;
    let seen = match fields.remove("seen") {
        None | Some(Value::Null) => None,
        Some(given) => Some(given.as_u64().ok_or_else(|| {
            let why = "the number of an entry is expected";
            Refusal::new(Rule::CommandMalformed, "seen").with("why", why)
        })?),
    };
    let name = match fields.remove("do") {
        Some(Value::String(name)) => name,
        Some(other) => return Err(Refusal::new(Rule::CommandUnknown, "do").with("given", other)),
        None => return Err(Refusal::new(Rule::CommandMissingField, "do").with("name", "do")),
    };
    let mut track = serde_path_to_error::Track::new();
    let fields = Value::Object(fields);
    let tracked = serde_path_to_error::Deserializer::new(ByName(fields), &mut track);
    match Command::read(&name, tracked) {
        None => Err(Refusal::new(Rule::CommandUnknown, "do").with("given", name)),
        Some(Ok(command)) => Ok(Envelope { id, override_reason, seen, command }),
        Some(Err(error)) => Err(in_words(&track.path().to_string(), &error.to_string())),
    }
}

fn take_override(fields: &mut Map<String, Value>) -> Result<Option<String>, Refusal> {
    let missing = || Refusal::new(Rule::OverrideReason, "override.reason");
    match fields.remove("override") {
        None => Ok(None),
        Some(Value::Object(mut of)) => match (of.remove("reason"), of.is_empty()) {
            (Some(Value::String(reason)), true) => {
                text::required("override.reason", &reason, text::SHORT).map(Some)
            }
            _ => Err(missing()),
        },
        Some(_) => Err(missing()),
    }
}

/// The fields that are an instant: a day, a time and a zone.
const MOMENTS: [&str; 2] = ["at", "started"];

/// Turns serde's error about a field into a refusal.
pub fn in_words(path: &str, message: &str) -> Refusal {
    let path = if path == "." { "" } else { path };
    if let Some((rule, given)) = untag(message) {
        let refusal = Refusal::new(rule, path).with("given", given);
        let is_moment = path.rsplit('.').next().is_some_and(|field| MOMENTS.contains(&field));
        return match (rule, is_moment) {
            (Rule::DateMalformed, true) => refusal.with("format", "2026-11-20T10:42:00+02:00"),
            _ => refusal,
        };
    }
    let named = |rule, message: &str| {
        let name = message.split('`').nth(1).unwrap_or_default().to_string();
        let parent = path.strip_suffix(&name).unwrap_or(path).trim_end_matches('.');
        Refusal::new(rule, name.clone()).with("name", name).below_path(parent)
    };
    if message.starts_with("unknown field") {
        return named(Rule::CommandUnknownField, message);
    }
    if message.starts_with("missing field") {
        return named(Rule::CommandMissingField, message);
    }
    if let Some(rest) = message.strip_prefix("unknown variant ") {
        let mut quoted = rest.split('`').skip(1).step_by(2);
        let given = quoted.next().unwrap_or_default();
        let known: Vec<&str> = quoted.collect();
        let known = known.join(", ");
        let why = format!("“{given}” is none of {known}");
        let refusal = Refusal::new(Rule::CommandMalformed, path).with("why", why);
        return refusal.with("kind", "choice").with("given", given).with("choices", known);
    }
    if let Some(refusal) = whole_number(path, message) {
        return refusal;
    }
    let why = match message.rsplit_once(", expected ") {
        Some((found, "a string")) => format!("{found}; write it as text, in quotes"),
        Some((found, what)) if what.starts_with("struct ") => {
            format!("{found}; write it as an object with named fields, {{…}}")
        }
        _ => message.to_string(),
    };
    Refusal::new(Rule::CommandMalformed, path).with("why", why)
}

/// The types of whole numbers, by the names that serde has for them.
const WHOLE: [(&str, u64); 4] =
    [("u8", u8::MAX as u64), ("u16", u16::MAX as u64), ("u32", u32::MAX as u64), ("u64", u64::MAX)];

/// serde's words where it expects a whole number within the range of its type.
fn whole_number(path: &str, message: &str) -> Option<Refusal> {
    let (found, kind) = message.rsplit_once(", expected ")?;
    let (_, most) = WHOLE.iter().find(|(name, _)| *name == kind)?;
    let (_, found) = found.split_once(": ")?;
    let given = found.split(['`', '"']).nth(1).unwrap_or(found);
    Some(Refusal::new(Rule::WholeNumber, path).with("given", given).with("most", most))
}

impl Refusal {
    fn below_path(self, parent: &str) -> Refusal {
        if parent.is_empty() { self } else { self.below(parent) }
    }
}

const DUPLICATE: &str = "a key stands twice: `";

/// Reads any JSON, but refuses an object with a duplicate key.
#[derive(Clone, Copy)]
struct Strict;

impl<'de> DeserializeSeed<'de> for Strict {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Strict {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Value, A::Error> {
        let mut values = Vec::new();
        while let Some(value) = seq.next_element_seed(self)? {
            values.push(value);
        }
        Ok(Value::Array(values))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        let mut fields = Map::new();
        while let Some(key) = map.next_key::<String>()? {
            let value = map.next_value_seed(self)?;
            if fields.contains_key(&key) {
                return Err(de::Error::custom(format!("{DUPLICATE}{key}`")));
            }
            fields.insert(key, value);
        }
        Ok(Value::Object(fields))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(line: &str) -> (Rule, String) {
        match read(line).1 {
            Ok(envelope) => panic!("taken: {envelope:?}"),
            Err(refusal) => (refusal.rule, refusal.field),
        }
    }

    #[test]
    fn bad_lines_name_rule_and_field() {
        let cases = [
            ("", Rule::CommandMalformed, ""),
            ("nonsense", Rule::CommandMalformed, ""),
            ("[1]", Rule::CommandMalformed, ""),
            ("{}", Rule::CommandMissingField, "do"),
            (r#"{"do":"fly"}"#, Rule::CommandUnknown, "do"),
            (r#"{"do":"unallocate","id":"x"}"#, Rule::CommandIdMalformed, "id"),
            (r#"{"do":"reverse_payment","reason":"slip"}"#, Rule::CommandMissingField, "payment"),
            (r#"{"do":"unallocate","allocation":"A000001","x":1}"#, Rule::CommandUnknownField, "x"),
            (
                r#"{"do":"unallocate","allocation":"A","allocation":"B"}"#,
                Rule::CommandDuplicateField,
                "allocation",
            ),
            (
                r#"{"do":"unallocate","allocation":"A","date":"2026-02-30"}"#,
                Rule::DateMalformed,
                "date",
            ),
            (
                r#"{"do":"allocate","from":"P","to":"I","amount":5}"#,
                Rule::CommandMalformed,
                "amount",
            ),
            (
                r#"{"do":"allocate","from":"P","to":"I","amount":"5e3"}"#,
                Rule::AmountMalformed,
                "amount",
            ),
            (
                r#"{"do":"register_customer","name":"A","terms":"soon"}"#,
                Rule::TermsMalformed,
                "terms",
            ),
            (
                r#"{"do":"issue_invoice","customer":"C","lines":[{"description":"x","quantity":"1","unit_price":"1","discount":"10"}]}"#,
                Rule::PercentMalformed,
                "lines[0].discount",
            ),
            (
                r#"{"do":"issue_invoice","customer":"C","lines":[{"description":"x","unit_price":"1"}]}"#,
                Rule::CommandMissingField,
                "lines[0].quantity",
            ),
            (
                r#"{"do":"unallocate","allocation":"A","override":{}}"#,
                Rule::OverrideReason,
                "override.reason",
            ),
        ];
        for (line, rule, field) in cases {
            assert_eq!(refused(line), (rule, field.to_string()), "{line}");
        }
    }

    #[test]
    fn an_instant_that_cannot_be_read_is_told_with_its_form() {
        let of = |line: &str| read(line).1.err().map(|it| (it.rule, it.args));
        let (rule, args) = of(r#"{"do":"schedule_callback","customer":"C","at":"2027-01-01"}"#)
            .unwrap_or_else(|| panic!("taken"));
        assert_eq!(rule, Rule::DateMalformed);
        assert!(args.iter().any(|(name, form)| name == "format" && form.contains("T10:42")));
    }

    #[test]
    fn what_is_no_whole_number_of_its_range_is_told_with_the_range() {
        for given in ["70000", "-1", "1.5", "\"3\"", "99999999999999999999"] {
            let line = format!(r#"{{"do":"agree_plan","customer":"C","count":{given}}}"#);
            let Err(refusal) = read(&line).1 else { panic!("{line}") };
            assert_eq!((refusal.rule, &*refusal.field), (Rule::WholeNumber, "count"), "{given}");
            assert!(refusal.args.contains(&("most".into(), "65535".into())), "{refusal:?}");
        }
    }
}
