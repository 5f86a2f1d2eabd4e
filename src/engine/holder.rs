//! The process that holds a book, as its lock names it. May use: domain, serde.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::domain::{Message, Moment, Worded};

/// The process that holds a book.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Holder {
    /// The user's name.
    pub user: String,
    /// The process id.
    pub pid: u32,
    /// Since when it holds the book.
    pub since: Moment,
}

impl Worded for Holder {
    fn message(&self) -> Message {
        let holder = Message::new("error-holder").with("user", &self.user);
        holder.with("process", self.pid).with("since", self.since)
    }
}

impl fmt::Display for Holder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} (process {}, since {})", self.user, self.pid, self.since)
    }
}
