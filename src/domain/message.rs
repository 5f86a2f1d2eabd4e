//! Messages to a reader as data: the name of a message and its arguments. Only the edge turns them into
//! words, in the reader's language. May use: std, serde.

use std::borrow::Cow;
use std::error::Error;
use std::fmt;
use std::io;
use std::path::Path;

use serde::{Deserialize, Serialize};

/// A message, by its name in the files of words, with its arguments.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// The name in the files of words.
    pub key: Cow<'static, str>,
    /// The arguments, by name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub args: Vec<(Cow<'static, str>, Argument)>,
}

/// An argument of a message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Argument {
    /// A text that is the same in every language: a path, a number, what a library reports.
    Text(String),
    /// Another message.
    Message(Message),
    /// An amount or a count in plain notation, shown in the reader's number style.
    Figure {
        /// The number in plain notation.
        figure: String,
    },
    /// A day, shown in the reader's date style.
    Day {
        /// The day, as `2026-11-21`.
        day: String,
    },
}

impl Message {
    /// A message without arguments.
    pub fn new(key: &'static str) -> Message {
        Message { key: key.into(), args: Vec::new() }
    }

    /// A text that is the same in every language.
    pub fn text(text: impl fmt::Display) -> Message {
        Message::new("error-text").with("text", text)
    }

    /// The same message with one more argument.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl fmt::Display) -> Message {
        self.args.push((name.into(), Argument::Text(value.to_string())));
        self
    }

    /// The same with an amount or a count, given in plain notation.
    #[must_use]
    pub fn figure(mut self, name: &'static str, value: impl fmt::Display) -> Message {
        self.args.push((name.into(), Argument::Figure { figure: value.to_string() }));
        self
    }

    /// The same with a day.
    #[must_use]
    pub fn day(mut self, name: &'static str, day: impl fmt::Display) -> Message {
        self.args.push((name.into(), Argument::Day { day: day.to_string() }));
        self
    }

    /// The same with the path of a file or folder.
    #[must_use]
    pub fn at(self, name: &'static str, path: &Path) -> Message {
        self.with(name, path.display())
    }

    /// The same with one more argument that is a message itself.
    #[must_use]
    pub fn because(mut self, name: &'static str, of: &(impl Worded + ?Sized)) -> Message {
        self.args.push((name.into(), Argument::Message(of.message())));
        self
    }
}

/// A type that can be put into words in every language. `Display` writes English for logs; the English
/// words of the message are the same.
pub trait Worded {
    /// The message.
    fn message(&self) -> Message;
}

impl Worded for Message {
    fn message(&self) -> Message {
        self.clone()
    }
}

/// The reason for a failure, in a form that can be passed on when the error itself can't.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cause {
    english: String,
    message: Message,
}

impl Cause {
    /// The reason that an error gives.
    pub fn of(error: &(impl Worded + fmt::Display)) -> Cause {
        Cause { english: error.to_string(), message: error.message() }
    }

    /// A reason by its name in the files of words, with its English words.
    pub fn said(key: &'static str, english: &'static str) -> Cause {
        Cause { english: english.into(), message: Message::new(key) }
    }

    /// A reason in English and as a message whose English words are the same.
    pub fn new(english: impl Into<String>, message: Message) -> Cause {
        Cause { english: english.into(), message }
    }

    /// A reason that is the same in every language, such as what a library reports.
    pub fn text(text: impl fmt::Display) -> Cause {
        Cause { english: text.to_string(), message: Message::text(text) }
    }

    /// A reason from another process: in English, and as a message if that process sends one.
    pub fn sent(english: String, message: Option<Message>) -> Cause {
        let message = message.unwrap_or_else(|| Message::text(&english));
        Cause { english, message }
    }
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.english)
    }
}

impl Error for Cause {}

impl Serialize for Cause {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.english)
    }
}

impl Worded for Cause {
    fn message(&self) -> Message {
        self.message.clone()
    }
}

/// The system errors that have words of their own, by their numbers on Linux.
pub const SYSTEM_ERRORS: [i32; 23] =
    [1, 2, 4, 5, 11, 12, 13, 17, 20, 21, 22, 23, 24, 26, 27, 28, 30, 32, 36, 39, 40, 104, 111];

impl Worded for io::Error {
    fn message(&self) -> Message {
        let own = self.get_ref().and_then(|inner| inner.downcast_ref::<Cause>());
        match (own, self.raw_os_error()) {
            (Some(reason), _) => reason.message(),
            (None, Some(code)) if SYSTEM_ERRORS.contains(&code) => {
                Message { key: format!("system-error-{code}").into(), args: Vec::new() }
            }
            _ => Message::text(self),
        }
    }
}
