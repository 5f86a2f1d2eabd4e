//! What people type, and what is understood by it: days, amounts, times, choices, and the line that
//! wraps a call up. What can mean two things is asked about, never guessed. May use: domain, words, jiff.

pub mod amount;
pub mod choice;
pub mod day;
pub mod moment;
mod part_verb;
pub mod wrap_up;

/// Why typed text is not understood: the message and its arguments.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Unclear {
    /// The name of the words (`entry-day`).
    pub words: &'static str,
    /// What was typed, or what it may mean.
    pub parts: Vec<(&'static str, String)>,
}

impl Unclear {
    /// Not understood.
    pub fn new(words: &'static str, given: &str) -> Unclear {
        Unclear { words, parts: vec![("given", given.to_string())] }
    }

    /// Adds an argument of the message.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl ToString) -> Unclear {
        self.parts.push((name, value.to_string()));
        self
    }
}
