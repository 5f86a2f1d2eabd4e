//! What other users do on the book, and the state of the connection. Every change is shown with its user
//! and time. May use: engine, words.

use crate::engine::ReadOnly;
use crate::engine::change::Change;
use crate::engine::wire::message::Here;
use crate::words::Words;

/// What other users do on the book, and the state of the connection.
#[derive(Clone, Debug, Default)]
pub struct Others {
    /// The time at which the connection was lost.
    pub lost: Option<String>,
    /// Why nothing can be posted for now.
    pub read_only: Option<ReadOnly>,
    /// The last change by another user, until the next key.
    pub change: Option<Change>,
    /// The users who work on the same record.
    pub here: Option<Here>,
    /// The record that this desk works on, as it told the book.
    pub(super) told: Option<String>,
}

impl Others {
    /// Why the book can only be read, in words.
    pub fn reads_only(&self, words: &Words) -> Option<String> {
        match (&self.lost, self.read_only) {
            (Some(since), _) => Some(words.say("others-lost", &[("since", since)])),
            (None, Some(why)) => Some(words.say("others-read_only", &[("why", why.name())])),
            (None, None) => None,
        }
    }

    /// Says that nothing can be posted for now, and what happens to the form.
    pub fn posts_nothing(&self, words: &Words) -> Option<String> {
        match (&self.lost, self.read_only) {
            (Some(_), _) => Some(words.say("others-wait", &[])),
            (None, Some(why)) => Some(words.say("others-not-now", &[("why", why.name())])),
            (None, None) => None,
        }
    }

    /// Whether nothing can be posted because the clock looks wrong.
    pub fn doubts_clock(&self) -> bool {
        self.lost.is_none() && self.read_only.is_some_and(ReadOnly::is_of_clock)
    }

    /// The users who work on the same record, in words; `None` if there are none.
    pub fn here(&self, words: &Words) -> Option<String> {
        let here = self.here.as_ref().filter(|here| Some(&here.what) == self.told.as_ref())?;
        if here.users.is_empty() {
            return None;
        }
        let users = here.users.join(", ");
        Some(words.say("others-here", &[("users", &users), ("what", &here.what)]))
    }

    /// The last change by another user, in words.
    pub fn change(&self, words: &Words, zone: &str) -> Option<String> {
        let change = self.change.as_ref()?;
        let (_, time) = crate::ledger::in_zone(change.at, zone)?;
        // An allocation has no page of its own: its source and target say more.
        let is_allocation = |name: &&String| {
            name.strip_prefix('A').is_some_and(|rest| rest.bytes().all(|b| b.is_ascii_digit()))
        };
        let touched = change.touched.iter().flatten().filter(|name| !is_allocation(name));
        let touched: Vec<String> = touched.take(4).cloned().collect();
        let parts = [("user", change.by.as_str()), ("time", &time), ("what", &touched.join(", "))];
        Some(words.say("others-changed", &parts))
    }
}
