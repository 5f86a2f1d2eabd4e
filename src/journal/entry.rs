//! Writes an entry of the chain as a line of JSON, and reads it back.
//!
//! `hash` is the SHA-256 of the stored bytes before `,"hash":`. Checking hashes those very bytes;
//! nothing is serialised again. May use: domain, the hashes, serde_json.

use std::borrow::Cow;
use std::fmt;
use std::io::Write;
use std::sync::LazyLock;

use memchr::memmem::Finder;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use uuid::Uuid;

use crate::domain::event::Private;
use crate::domain::{Cause, Day, Event, Message, Moment};

use super::hash::{Hash, hexadecimal};
use super::{CommandDigest, Draft};

/// The newest version of the framing that is read and written.
pub const FRAMING: u16 = 2;

/// The framing of entries without a digest of their command: those written before digests existed,
/// and those that no command made. Their bytes never change.
const WITHOUT_DIGEST: u16 = 1;

/// The outcome of one command, as the journal keeps it.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// Its number: 1, 2, 3 … without a gap.
    pub seq: u64,
    /// The first number of the batch that shared its sync.
    pub group: u64,
    /// When it was recorded.
    pub at: Moment,
    /// The effective date.
    pub date: Day,
    /// Who asked for it.
    pub by: String,
    /// The command's id.
    pub id: Uuid,
    /// The version of its framing.
    pub framing: u16,
    /// The digest of its command, from framing 2 on. If the entry has a private record, the digest
    /// is there instead, and is erased with it.
    pub digest: Option<Hash>,
    /// What happened.
    pub events: Vec<Event>,
    /// The hash of the private record of the same number, if there is one.
    pub private: Option<Hash>,
    /// The hash of the entry before.
    pub prev: Hash,
    /// The hash of this one.
    pub hash: Hash,
}

/// Why a line is not an entry.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LineError {
    /// It is not the JSON of an entry.
    #[error("not an entry: {0}")]
    Json(String),
    /// Its bytes are not those that were hashed.
    #[error("the bytes are not those that were hashed")]
    Hash,
    /// It is longer than any entry may be.
    #[error("the entry is too long")]
    TooLong,
    /// It is valid, but written by a newer program.
    #[error("written by a newer version of daybook: {0}")]
    Newer(Cause),
}

/// The bytes after those that are hashed: `,"hash":"` 64 digits `"}`.
const SEAL: usize = 75;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Frame<'a> {
    seq: u64,
    group: u64,
    at: Moment,
    date: Day,
    #[serde(borrow)]
    by: Cow<'a, str>,
    id: Uuid,
    #[serde(borrow)]
    digest: Option<Cow<'a, str>>,
    v: u16,
    #[serde(borrow)]
    events: Vec<&'a RawValue>,
    #[serde(borrow)]
    private: Option<Cow<'a, str>>,
    #[serde(borrow)]
    prev: Cow<'a, str>,
    #[serde(borrow, rename = "hash")]
    _hash: Cow<'a, str>,
}

#[derive(Deserialize)]
struct Framing {
    v: u16,
}

#[derive(Deserialize)]
struct EventHead<'a> {
    event: &'a str,
    v: u16,
}

fn json_error(error: impl fmt::Display) -> LineError {
    LineError::Json(error.to_string())
}

fn newer(framing: u16) -> LineError {
    LineError::Newer(Cause::new(
        format!("entries of version {framing}"),
        Message::new("newer-entries").with("version", framing),
    ))
}

impl Entry {
    /// The framing of an entry with or without a digest of its command.
    pub(super) fn framing_of(digest: Option<Hash>) -> u16 {
        if digest.is_some() { FRAMING } else { WITHOUT_DIGEST }
    }

    /// Writes the line of this entry, including its newline, and sets `hash`.
    pub fn seal(&mut self) -> Result<Vec<u8>, LineError> {
        let mut line = Vec::with_capacity(600);
        self.open(&mut line)?;
        self.hash = Hash::of(&line);
        writeln!(line, ",\"hash\":\"{}\"}}", self.hash).map_err(json_error)?;
        Ok(line)
    }

    fn open(&self, line: &mut Vec<u8>) -> Result<(), LineError> {
        let (seq, group, at, date, id) = (self.seq, self.group, self.at, self.date, self.id);
        write!(line, r#"{{"seq":{seq},"group":{group},"at":"{at}","date":"{date}","by":"#)
            .map_err(json_error)?;
        serde_json::to_writer(&mut *line, &self.by).map_err(json_error)?;
        write!(line, r#","id":"{id}""#).map_err(json_error)?;
        if let (Some(digest), None) = (self.digest, self.private) {
            write!(line, r#","digest":"{digest}""#).map_err(json_error)?;
        }
        write!(line, r#","v":{},"events":["#, self.framing).map_err(json_error)?;
        for (i, event) in self.events.iter().enumerate() {
            if i > 0 {
                line.push(b',');
            }
            write_event(event, line)?;
        }
        match &self.private {
            Some(hash) => write!(line, r#"],"private":"{hash}""#),
            None => write!(line, r#"],"private":null"#),
        }
        .map_err(json_error)?;
        write!(line, r#","prev":"{}""#, self.prev).map_err(json_error)
    }

    /// Reads a line without its newline, after checking its hash. Private parts are not in it;
    /// [`PrivateRecord::attach`] puts them back.
    pub fn read(line: &[u8]) -> Result<Entry, LineError> {
        let hash = checked_hash(line)?;
        let frame: Frame = serde_json::from_slice(line).map_err(|error| {
            // A newer version may have another form.
            let framing = serde_json::from_slice(line).map(|Framing { v }| v);
            framing.ok().filter(|v| *v > FRAMING).map_or(json_error(error), newer)
        })?;
        if frame.v > FRAMING {
            return Err(newer(frame.v));
        }
        let parsed = |text: &str| Hash::parse(text).ok_or(LineError::Json("no hash".into()));
        let has_digest = frame.v > WITHOUT_DIGEST && frame.private.is_none();
        if frame.digest.is_some() != has_digest {
            return Err(LineError::Json("the framing and the digest do not agree".into()));
        }
        Ok(Entry {
            seq: frame.seq,
            group: frame.group,
            at: frame.at,
            date: frame.date,
            by: frame.by.into_owned(),
            id: frame.id,
            framing: frame.v,
            digest: frame.digest.as_deref().map(parsed).transpose()?,
            events: frame.events.into_iter().map(read_event).collect::<Result<_, _>>()?,
            private: frame.private.as_deref().map(parsed).transpose()?,
            prev: parsed(&frame.prev)?,
            hash,
        })
    }

    /// What the receipt names: each thing that was made, with its number, in order.
    pub fn made(&self) -> Vec<(String, String)> {
        let made = self.events.iter().filter_map(Event::made);
        made.map(|(what, number)| (what.to_string(), number.to_string())).collect()
    }

    /// The rules that were overridden, by name.
    pub fn overrode(&self) -> Vec<String> {
        let overridden = self.events.iter().filter_map(Event::overridden);
        overridden.flat_map(|overridden| overridden.rules.clone()).collect()
    }

    /// The name of the command that made it.
    pub fn command(&self) -> &'static str {
        // An account that is opened along with a document has no command of its own.
        match self.events.as_slice() {
            [Event::CustomerRegistered(_), document, ..] => document.command(),
            events => events.first().map_or("", Event::command),
        }
    }
}

/// Returns the hash at the end of a line, if it is that of the bytes before it.
fn checked_hash(line: &[u8]) -> Result<Hash, LineError> {
    let Some(cut) = line.len().checked_sub(SEAL) else {
        return Err(LineError::Json("too short".into()));
    };
    let (body, seal) = line.split_at(cut);
    let seal = std::str::from_utf8(seal).map_err(|_| LineError::Json("no hash".into()))?;
    let hash = seal.strip_prefix(",\"hash\":\"").and_then(|rest| rest.strip_suffix("\"}"));
    let Some(hash) = hash.and_then(Hash::parse) else {
        return Err(LineError::Json("no hash at its end".into()));
    };
    if Hash::of(body) == hash { Ok(hash) } else { Err(LineError::Hash) }
}

fn write_event(event: &Event, line: &mut Vec<u8>) -> Result<(), LineError> {
    write!(line, r#"{{"event":"{}","v":{}"#, event.name(), event.version()).map_err(json_error)?;
    let fields = line.len();
    event.write(&mut serde_json::Serializer::new(&mut *line)).map_err(json_error)?;
    // The opening bytes are followed by the fields, or by nothing if there are none.
    if line.get(fields + 1) == Some(&b'}') {
        line.remove(fields);
    } else if let Some(open) = line.get_mut(fields) {
        *open = b',';
    }
    Ok(())
}

/// What to look for in an event's text that has the keys of its head a second time.
static HEAD_KEYS: LazyLock<[Finder<'static>; 2]> =
    LazyLock::new(|| [r#""event""#, r#""v""#].map(Finder::new));

/// Returns the name and the version of an event if its text begins with them, as this program
/// writes it. `None` if that takes a full parse: an escape may stand for anything, and a key that
/// is there twice is refused.
fn head_in_front(raw: &str) -> Option<EventHead<'_>> {
    let (event, rest) = raw.strip_prefix(r#"{"event":""#)?.split_once('"')?;
    let rest = rest.strip_prefix(r#","v":"#)?;
    let (digits, fields) = rest.split_at(rest.find([',', '}'])?);
    let may_stand_twice = HEAD_KEYS.iter().any(|key| key.find(fields.as_bytes()).is_some());
    let is_plain = memchr::memchr(b'\\', raw.as_bytes()).is_none() && !may_stand_twice;
    let v = digits.parse().ok().filter(|_| is_plain && !digits.starts_with(['+', '0']))?;
    Some(EventHead { event, v })
}

fn read_event(raw: &RawValue) -> Result<Event, LineError> {
    let head = match head_in_front(raw.get()) {
        Some(head) => head,
        None => serde_json::from_str(raw.get()).map_err(json_error)?,
    };
    match Event::read(head.event, head.v, raw.get()) {
        Some(event) => event.map_err(json_error),
        None => Err(LineError::Newer(Cause::new(
            format!("event {} of version {}", head.event, head.v),
            Message::new("newer-event").with("event", head.event).with("version", head.v),
        ))),
    }
}

/// The private parts of an entry's events, kept beside the chain under a salted hash.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PrivateRecord {
    /// The entry's number.
    pub seq: u64,
    /// Whether everything else was erased. The line keeps its length, so that the lines after it do
    /// not move.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub erased: bool,
    /// 32 random hexadecimal digits, so that the hash tells nothing about a guess.
    #[serde(default)]
    pub salt: String,
    /// The digest of the command, from framing 2 on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub digest: Option<String>,
    /// The parts, each with the index of its event in the entry.
    #[serde(default)]
    pub parts: Vec<(usize, Private)>,
}

impl PrivateRecord {
    /// Collects the private parts of a command's outcome, and its digest; `None` if nothing has to
    /// stay out of the chain.
    pub(super) fn of(seq: u64, draft: &Draft) -> Option<PrivateRecord> {
        let private = |(place, event): (usize, &Event)| Some((place, event.private()?));
        let parts: Vec<_> = draft.events.iter().enumerate().filter_map(private).collect();
        let is_personal = matches!(draft.digest, Some(CommandDigest::Personal(_)));
        (!parts.is_empty() || is_personal).then(|| {
            let salt = draft.salt.into_iter().flat_map(hexadecimal).map(char::from).collect();
            let digest = draft.digest.map(|digest| digest.hash().to_string());
            PrivateRecord { seq, erased: false, salt, digest, parts }
        })
    }

    /// Returns the line, including its newline, and the hash of the line without it.
    pub fn seal(&self) -> Result<(Vec<u8>, Hash), LineError> {
        let mut line = serde_json::to_vec(self).map_err(json_error)?;
        let hash = Hash::of(&line);
        line.push(b'\n');
        Ok((line, hash))
    }

    /// Reads a line without its newline.
    pub fn read(line: &[u8]) -> Result<PrivateRecord, LineError> {
        serde_json::from_slice(line).map_err(json_error)
    }

    /// Returns the line that replaces an erased one of `length` bytes, without its newline; `None`
    /// if it does not fit.
    pub fn erased_line(seq: u64, length: usize) -> Option<Vec<u8>> {
        let mut line = format!(r#"{{"seq":{seq},"erased":true"#).into_bytes();
        if line.len() + 1 > length {
            return None;
        }
        line.resize(length - 1, b' ');
        line.push(b'}');
        Some(line)
    }

    /// Puts the digest and the parts back into the entry. Returns whether all of them belong there.
    pub fn attach(self, entry: &mut Entry) -> bool {
        let digest = self.digest.as_deref().map(Hash::parse);
        if digest.is_some() != (entry.framing > WITHOUT_DIGEST) || digest == Some(None) {
            return false;
        }
        entry.digest = digest.flatten();
        self.seq == entry.seq
            && self.parts.into_iter().all(|(place, private)| {
                entry.events.get_mut(place).is_some_and(|event| event.attach(private))
            })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_an_event_is_read_off_its_beginning_only_where_it_stands_once() {
        let head = |raw| head_in_front(raw).map(|head| (head.event, head.v));
        assert_eq!(head(r#"{"event":"invoice_voided","v":2,"x":{}}"#), Some(("invoice_voided", 2)));
        assert_eq!(head(r#"{"event":"invoice_voided","v":2}"#), Some(("invoice_voided", 2)));
        for unclear in [
            r#"{"v":2,"event":"a"}"#,
            r#"{"event":"a","v":2,"v":1}"#,
            r#"{"event":"a","v":2,"event":"b"}"#,
            r#"{"event":"a","v":2,"\u0076":1}"#,
            r#"{"event":"a","v":02}"#,
            r#"{"event":"a","v":70000}"#,
        ] {
            assert_eq!(head(unclear), None, "{unclear}");
        }
    }
}
