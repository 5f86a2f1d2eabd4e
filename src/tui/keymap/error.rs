//! Why a table of keys cannot be used. May use: domain, toml, thiserror.

use crate::domain::{Message, Worded};

/// Why a table of keys cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum KeymapError {
    /// It cannot be read.
    #[error("{0}")]
    Unreadable(#[from] toml::de::Error),
    /// A key is bound to two commands in one place.
    #[error("{0} is bound to two commands in one place")]
    Twice(String),
    /// Several keys pressed at once, which no terminal can tell from a sequence.
    #[error("{0} is several keys at once; bind one key, alone or with ctrl, alt or shift")]
    Together(String),
}

impl Worded for KeymapError {
    fn message(&self) -> Message {
        match self {
            KeymapError::Unreadable(why) => Message::text(why),
            KeymapError::Twice(key) => Message::new("error-keys-twice").with("key", key),
            KeymapError::Together(key) => Message::new("error-keys-together").with("key", key),
        }
    }
}
