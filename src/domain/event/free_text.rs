//! Text that a user typed into an event, usually a reason. It may name a person, so new events keep it
//! in the private record; older ones have it in the chain.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Shown in place of erased text.
pub const ERASED: &str = "(erased)";

/// Shown in place of text whose private record is damaged or missing.
pub const UNREADABLE: &str = "(unreadable)";

/// Text that a user typed, and where it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FreeText {
    /// In the chain, as in version 1 of an event.
    InChain(String),
    /// In the private record; `None` until that is read, or if there is none.
    Beside(Option<String>),
}

impl FreeText {
    /// Text of a new event.
    pub fn new(text: String) -> FreeText {
        FreeText::Beside(Some(text))
    }

    /// The text, if it is known.
    pub fn text(&self) -> Option<&str> {
        match self {
            FreeText::InChain(text) => Some(text),
            FreeText::Beside(text) => text.as_deref(),
        }
    }

    /// The version of an event with this text.
    pub(super) fn version(&self) -> u16 {
        if self.is_beside() { 2 } else { 1 }
    }

    /// Whether it is kept out of the chain.
    pub(super) fn is_beside(&self) -> bool {
        matches!(self, FreeText::Beside(_))
    }
}

impl Default for FreeText {
    fn default() -> FreeText {
        FreeText::Beside(None)
    }
}

impl Serialize for FreeText {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.text().serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for FreeText {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<FreeText, D::Error> {
        String::deserialize(deserializer).map(FreeText::InChain)
    }
}
