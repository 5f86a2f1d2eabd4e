//! The messages on the socket. May use: domain, serde_json.

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use serde_json::{Map, Value, json};

use crate::domain::event::{BookOpened, GivenUp, Private};
use crate::domain::{Cause, Day, Envelope, Event, Message, Number, Refusal, Role, Rule, Worded};
use crate::engine::error::{BookError, Failure};
use crate::engine::sessions::listing::ListAsk;
use crate::engine::writing::change::Change;
use crate::engine::writing::receipt::{Preview, Receipt};

use super::pieces::Pieces;

/// The version of the protocol. A side that speaks another version says so and disconnects.
pub const PROTOCOL: u32 = 3;

/// A client's greeting.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Hello {
    /// The version of the protocol.
    pub protocol: u32,
    /// The version of the program, for the words of errors.
    pub version: String,
    /// The business date, if it is not the real one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub today: Option<Day>,
    /// Whether it wants to know when the book is read-only; older programs do not.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub standing: bool,
}

impl Hello {
    /// This program's greeting.
    pub fn new(today: Option<Day>) -> Hello {
        Hello {
            protocol: PROTOCOL,
            version: env!("CARGO_PKG_VERSION").into(),
            today,
            standing: true,
        }
    }
}

/// The holder's greeting.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Welcome {
    /// The version of the protocol.
    pub protocol: u32,
    /// The version of the program, for the words of errors.
    pub version: String,
    /// The book's own entry.
    pub book: BookOpened,
    /// The user who connected, as the operating system says.
    pub user: String,
    /// The user's role.
    pub role: Role,
    /// The business date for which the book was opened, if it is not the real one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub today: Option<Day>,
}

/// A client's request, after a number that the answer repeats: `[7,{"ask":["show",{…}]}]`.
#[derive(Debug, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Request {
    /// A question by name.
    Ask(String, Box<RawValue>),
    /// A command, as `post` takes it.
    Post(Box<RawValue>),
    /// Commands to preview.
    Preview(Vec<Box<RawValue>>),
    /// A request about the list that this client shows.
    List(ListAsk),
    /// Holds the present moment for all questions from now on, or lets it go.
    Hold(bool),
    /// Asks for the announcement of every change from now on.
    Watch,
    /// The record that the client works on (`DSP-2026-00001`), for others who do too; `None` if it is
    /// none any more.
    Attend(Option<String>),
}

/// A message of the holder. The number is that of the request, or 0 for news.
#[derive(Debug, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Reply {
    /// The answer.
    Ok(Box<RawValue>),
    /// A refusal.
    Refused(Refused),
    /// A failure; it says whether the request may have been carried out.
    Failed(Failed),
    /// A change.
    Changed(Change),
    /// The others who work on the client's record.
    Here(Here),
    /// Why the book is read-only, by name; `None` once it accepts entries. Only sent to clients that
    /// asked for it in their greeting.
    Standing(Option<String>),
    /// The holder disconnects, and why.
    Bye(String),
}

/// The others who work on a record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Here {
    /// The record.
    pub what: String,
    /// The users.
    pub users: Vec<String>,
}

/// A refusal as it is sent, with the arguments of its words.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Refused {
    /// The rule's name.
    pub rule: String,
    /// The field.
    pub field: String,
    /// The arguments of the words, by name.
    #[serde(default)]
    pub args: Vec<(String, String)>,
}

impl From<&Refusal> for Refused {
    fn from(refusal: &Refusal) -> Refused {
        let args = refusal.args.iter().map(|(name, value)| (name.to_string(), value.clone()));
        Refused {
            rule: refusal.rule.name().into(),
            field: refusal.field.clone(),
            args: args.collect(),
        }
    }
}

impl From<Refused> for Failure {
    fn from(refused: Refused) -> Failure {
        let Some(rule) = Rule::from_name(&refused.rule) else {
            let english = format!("a newer program refused this by the rule {}", refused.rule);
            let message = Message::new("error-newer-rule").with("rule", &refused.rule);
            return BookError::Wire(Cause::new(english, message)).into();
        };
        let args = refused.args.into_iter().map(|(name, value)| (name.into(), value));
        Refusal { rule, field: refused.field, args: args.collect() }.into()
    }
}

/// A failure as it is sent.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Failed {
    /// Whether it may have been carried out anyway.
    pub unknown: bool,
    /// The reason in English.
    pub why: String,
    /// The reason as a message, for clients that show it in the reader's language.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<Message>,
}

impl From<Failed> for Failure {
    fn from(failed: Failed) -> Failure {
        let why = Cause::sent(failed.why, failed.message);
        match failed.unknown {
            true => Failure::Unknown(why),
            false => BookError::Wire(why).into(),
        }
    }
}

impl Reply {
    /// The message with the answer to request `number`, given as JSON.
    pub fn with_json(number: u64, json: Pieces) -> Pieces {
        json.between(format!(r#"[{number},{{"ok":"#), "}]")
    }

    /// An answer.
    pub fn ok(answer: &impl Serialize) -> Reply {
        match serde_json::value::to_raw_value(answer) {
            Ok(raw) => Reply::Ok(raw),
            Err(error) => Reply::failed(false, &Cause::text(error)),
        }
    }

    fn failed(unknown: bool, why: &(impl Worded + std::fmt::Display)) -> Reply {
        Reply::Failed(Failed { unknown, why: why.to_string(), message: Some(why.message()) })
    }

    /// Why there is no answer.
    pub fn from_failure(failure: &Failure) -> Reply {
        match failure {
            Failure::Refused(refusal) => Reply::Refused(refusal.into()),
            Failure::Unknown(why) => Reply::failed(true, why),
            Failure::Book(error) => Reply::failed(false, error),
        }
    }

    /// The reply to a result.
    pub fn of<T: Serialize>(outcome: &Result<T, Failure>) -> Reply {
        match outcome {
            Ok(answer) => Reply::ok(answer),
            Err(failure) => Reply::from_failure(failure),
        }
    }

    /// The bytes of the reply to request `number`.
    pub fn bytes(&self, number: u64) -> Vec<u8> {
        // Every part of it can be serialised to JSON.
        serde_json::to_vec(&(number, self)).unwrap_or_default()
    }
}

/// A command in the form that `post` takes.
pub fn command(envelope: &Envelope) -> Result<Box<RawValue>, Failure> {
    let malformed = |error: serde_json::Error| Failure::from(BookError::Wire(Cause::text(error)));
    let mut fields = Map::new();
    fields.extend(envelope.id.map(|id| ("id".to_string(), json!(id))));
    if let Some(reason) = &envelope.override_reason {
        fields.insert("override".into(), json!({"reason": reason}));
    }
    fields.extend(envelope.seen.map(|seen| ("seen".to_string(), json!(seen))));
    if let Value::Object(command) = serde_json::to_value(&envelope.command).map_err(malformed)? {
        fields.extend(command);
    }
    serde_json::value::to_raw_value(&fields).map_err(malformed)
}

/// The preview of a command as it is sent: its events as the journal writes them.
#[derive(Debug, Serialize, Deserialize)]
pub struct SentPreview {
    receipt: Receipt,
    events: Vec<(String, u16, Value, Option<Private>)>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    given_up: Vec<(Number, GivenUp)>,
}

impl From<&Preview> for SentPreview {
    fn from(preview: &Preview) -> SentPreview {
        let event = |event: &Event| {
            let fields = event.write(serde_json::value::Serializer).unwrap_or_default();
            (event.name().to_string(), event.version(), fields, event.private())
        };
        let events = preview.events.iter().map(event).collect();
        let given_up = preview.given_up.clone();
        SentPreview { receipt: preview.receipt.clone(), events, given_up }
    }
}

impl From<SentPreview> for Result<Preview, Failure> {
    fn from(sent: SentPreview) -> Result<Preview, Failure> {
        let event = |(name, version, fields, private): (String, u16, Value, Option<Private>)| {
            let unknown = || {
                let message = Message::new("error-newer-event").with("event", &name);
                let english = format!("a newer program made the event {name}");
                BookError::Wire(Cause::new(english, message))
            };
            let read = Event::read(&name, version, &fields.to_string()).ok_or_else(unknown)?;
            let mut event = read.map_err(|error| BookError::Wire(Cause::text(error)))?;
            private.map(|private| event.attach(private));
            Ok(event)
        };
        let events = sent.events.into_iter().map(event).collect::<Result<_, BookError>>()?;
        Ok(Preview { receipt: sent.receipt, events, given_up: sent.given_up })
    }
}
