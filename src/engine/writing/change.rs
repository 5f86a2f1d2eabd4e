//! What changed, told to whoever watches: every entry, with who and when and what it touched.
//! May use: domain, journal.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::domain::{Event, Moment};
use crate::journal::Entry;

/// More is not listed: all may have changed.
const MOST_TOUCHED: usize = 64;

/// What changed since the last time somebody was told.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Change {
    /// The last entry.
    pub seq: u64,
    /// Who made it.
    pub by: String,
    /// When.
    pub at: Moment,
    /// The codes and numbers that were touched; none, where it may be any.
    pub touched: Option<BTreeSet<String>>,
    /// Whether roles may have changed: the process that holds the book looks again who is still let in.
    /// It is told to nobody.
    #[serde(skip)]
    pub has_roles: bool,
}

impl Change {
    /// What an entry changes.
    pub fn of(entry: &Entry) -> Change {
        // Everybody who watches is told, and not everybody may see who has which role.
        let events = entry.events.iter().filter(|event| !event.is_about_users());
        let touched = events.flat_map(Event::touches).map(str::to_string).collect();
        let has_roles = entry.events.iter().any(Event::is_about_users);
        let (seq, by, at) = (entry.seq, entry.by.clone(), entry.at);
        Change { seq, by, at, touched: Some(touched), has_roles }.cut()
    }

    /// This and what came after it, as one.
    #[must_use]
    pub fn and(self, next: Change) -> Change {
        let touched = self.touched.zip(next.touched).map(|(mut one, other)| {
            one.extend(other);
            one
        });
        let has_roles = self.has_roles || next.has_roles;
        Change { touched, has_roles, ..next }.cut()
    }

    /// Whether something with this code or number may have changed.
    pub fn touches(&self, name: &str) -> bool {
        self.touched.as_ref().is_none_or(|touched| touched.contains(name))
    }

    fn cut(mut self) -> Change {
        self.touched = self.touched.filter(|touched| touched.len() <= MOST_TOUCHED);
        self
    }
}
