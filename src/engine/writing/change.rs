//! Announces every entry to those who watch the book: who made it, when, and what it touched. May
//! use: domain, journal.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::domain::{Event, Moment};
use crate::journal::Entry;

/// The most codes and numbers that are listed; beyond that, anything may have changed.
const MOST_TOUCHED: usize = 64;

/// What changed since the last announcement.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Change {
    /// The last entry.
    pub seq: u64,
    /// Who made it.
    pub by: String,
    /// The date.
    pub at: Moment,
    /// The codes and numbers that were touched; `None` if anything may have been.
    pub touched: Option<BTreeSet<String>>,
    /// Whether roles may have changed, so that the process that holds the book has to check again
    /// who may be connected. It is never announced.
    #[serde(skip)]
    pub has_roles: bool,
}

impl Change {
    /// The change that an entry makes.
    pub fn of(entry: &Entry) -> Change {
        // Announcements go to everyone who watches, and not everyone may see roles.
        let events = entry.events.iter().filter(|event| !event.is_about_users());
        let touched = events.flat_map(Event::touches).map(str::to_string).collect();
        let has_roles = entry.events.iter().any(Event::is_about_users);
        let (seq, by, at) = (entry.seq, entry.by.clone(), entry.at);
        Change { seq, by, at, touched: Some(touched), has_roles }.cut()
    }

    /// Merges this change and a later one.
    #[must_use]
    pub fn and(self, next: Change) -> Change {
        let touched = self.touched.zip(next.touched).map(|(mut one, other)| {
            one.extend(other);
            one
        });
        let has_roles = self.has_roles || next.has_roles;
        Change { touched, has_roles, ..next }.cut()
    }

    /// Whether the record with this code or number may have changed.
    pub fn touches(&self, name: &str) -> bool {
        self.touched.as_ref().is_none_or(|touched| touched.contains(name))
    }

    fn cut(mut self) -> Change {
        self.touched = self.touched.filter(|touched| touched.len() <= MOST_TOUCHED);
        self
    }
}
