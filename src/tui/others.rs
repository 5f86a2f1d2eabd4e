//! What others do on the book, and whether it is in reach: every change is marked with who and
//! when, and nothing that is typed is moved by it. May use: the app, the layers.

use crate::engine::change::Change;
use crate::engine::wire::message::Here;
use crate::engine::{News, ReadOnly};

use super::app::{App, Effect};
use super::desk::Desk;
use super::worker::Question;

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
    told: Option<String>,
}

impl Others {
    /// Why the book can only be read, in words.
    pub fn reads_only(&self, desk: &Desk) -> Option<String> {
        match (&self.lost, self.read_only) {
            (Some(since), _) => Some(desk.say("others-lost", &[("since", since)])),
            (None, Some(why)) => Some(desk.say("others-read_only", &[("why", why.name())])),
            (None, None) => None,
        }
    }

    /// That nothing can be posted for now, and what becomes of a form meanwhile.
    pub fn posts_nothing(&self, desk: &Desk) -> Option<String> {
        match (&self.lost, self.read_only) {
            (Some(_), _) => Some(desk.say("others-wait", &[])),
            (None, Some(why)) => Some(desk.say("others-not-now", &[("why", why.name())])),
            (None, None) => None,
        }
    }

    /// Who works on the same, in words; nothing, where nobody does.
    pub fn here(&self, desk: &Desk) -> Option<String> {
        let here = self.here.as_ref().filter(|here| Some(&here.what) == self.told.as_ref())?;
        if here.users.is_empty() {
            return None;
        }
        let users = here.users.join(", ");
        Some(desk.say("others-here", &[("users", &users), ("what", &here.what)]))
    }

    /// The last change by somebody else, in words.
    pub fn change(&self, desk: &Desk) -> Option<String> {
        let change = self.change.as_ref()?;
        let zone = desk.about.as_ref().map_or("UTC", |about| about.zone.as_str());
        let (_, time) = crate::ledger::in_zone(change.at, zone)?;
        // An allocation has no page of its own: what it is from and to says more.
        let is_allocation = |name: &&String| {
            name.strip_prefix('A').is_some_and(|rest| rest.bytes().all(|b| b.is_ascii_digit()))
        };
        let touched = change.touched.iter().flatten().filter(|name| !is_allocation(name));
        let touched: Vec<String> = touched.take(4).cloned().collect();
        let parts = [("user", change.by.as_str()), ("time", &time), ("what", &touched.join(", "))];
        Some(desk.say("others-changed", &parts))
    }
}

impl App {
    /// Takes what nobody asked for.
    pub(super) fn news(&mut self, news: News) {
        match news {
            News::Changed(change) => {
                self.each(|part, desk| part.changed(&change, desk));
                if change.by != self.desk.user {
                    self.desk.others.change = Some(change);
                }
            }
            News::Here(here) => self.desk.others.here = Some(here),
            News::ReadOnly(why) => self.desk.others.read_only = why,
            News::Gone(_) => {
                let now = super::terminal::time_of_day(self);
                self.desk.others.lost.get_or_insert(now);
                self.effects.push(Effect::Ask(Question::Again));
            }
        }
    }

    /// The connection stands again: all that is shown is asked for again.
    pub(super) fn back(&mut self) {
        self.desk.others.lost = None;
        self.desk.others.told = None;
        self.refresh();
    }

    /// Says what this desk works on, where that is another thing than before.
    pub(super) fn attend(&mut self) {
        let what = self.top().part().works_on();
        if self.desk.others.lost.is_none() && what != self.desk.others.told {
            self.desk.others.told.clone_from(&what);
            self.effects.push(Effect::Ask(Question::Attend(what)));
        }
    }
}
