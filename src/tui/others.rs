//! What others do on the book, and whether it is in reach: every change is marked with who and
//! when. May use: engine, words.

use crate::engine::ReadOnly;
use crate::engine::change::Change;
use crate::engine::wire::message::Here;
use crate::words::Words;

/// What others do on the book, and whether it is in reach.
#[derive(Clone, Debug, Default)]
pub struct Others {
    /// Since when the connection is lost, by the clock.
    pub lost: Option<String>,
    /// Why nothing can be posted for now, where the disk takes no writes.
    pub read_only: Option<ReadOnly>,
    /// The last change by somebody else, until the next key.
    pub change: Option<Change>,
    /// Who works on the same.
    pub here: Option<Here>,
    /// What this desk said that it works on.
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

    /// That nothing can be posted for now, and what becomes of a form meanwhile.
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

    /// Who works on the same, in words; nothing, where nobody does.
    pub fn here(&self, words: &Words) -> Option<String> {
        let here = self.here.as_ref().filter(|here| Some(&here.what) == self.told.as_ref())?;
        if here.users.is_empty() {
            return None;
        }
        let users = here.users.join(", ");
        Some(words.say("others-here", &[("users", &users), ("what", &here.what)]))
    }

    /// The last change by somebody else, in words.
    pub fn change(&self, words: &Words, zone: &str) -> Option<String> {
        let change = self.change.as_ref()?;
        let (_, time) = crate::ledger::in_zone(change.at, zone)?;
        // An allocation has no page of its own: what it is from and to says more.
        let is_allocation = |name: &&String| {
            name.strip_prefix('A').is_some_and(|rest| rest.bytes().all(|b| b.is_ascii_digit()))
        };
        let touched = change.touched.iter().flatten().filter(|name| !is_allocation(name));
        let touched: Vec<String> = touched.take(4).cloned().collect();
        let parts = [("user", change.by.as_str()), ("time", &time), ("what", &touched.join(", "))];
        Some(words.say("others-changed", &parts))
    }
}
