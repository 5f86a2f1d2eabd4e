//! Handles messages that nobody asked for: changes by other users, and the state of the connection. They
//! move nothing that was typed. May use: the app, the layers.

use crate::engine::News;
use crate::tui::query::Errand;

use super::{App, Effect};

impl App {
    /// Handles a message.
    pub(super) fn news(&mut self, news: News) {
        match news {
            News::Changed(change) => {
                self.each(|part, desk| part.changed(&change, desk));
                self.ask_elsewhere(&change);
                if change.by != self.desk.user {
                    self.desk.others.change = Some(change);
                }
            }
            News::Here(here) => self.desk.others.here = Some(here),
            News::ReadOnly(why) => self.desk.others.read_only = why,
            News::Gone(_) => {
                let now = self.desk.time_of_day();
                self.desk.others.lost.get_or_insert(now);
                self.effects.push(Effect::Send(Errand::Reconnect));
            }
        }
    }

    /// The connection is back: asks again for everything shown.
    pub(super) fn back(&mut self) {
        self.desk.others.lost = None;
        self.desk.others.told = None;
        self.ask_about();
        self.refresh();
    }

    /// Tells the book which record this desk works on, if that has changed.
    pub(super) fn attend(&mut self) {
        let what = self.top().part().works_on();
        if self.desk.others.lost.is_none() && what != self.desk.others.told {
            self.desk.others.told.clone_from(&what);
            self.effects.push(Effect::Send(Errand::Attend(what)));
        }
    }
}
