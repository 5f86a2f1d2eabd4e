//! What is typed into a field, and what is understood by it: days, amounts, times, choices. What
//! can mean two things is asked about, never guessed. May use: domain, jiff.

pub mod amount;
pub mod choice;
pub mod day;
pub mod moment;

/// Why what was typed is not understood: the name of its words, and what they need.
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

    /// With one more part for its words.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl ToString) -> Unclear {
        self.parts.push((name, value.to_string()));
        self
    }
}
