//! Keys typed while the book has not answered yet. They are handled afterwards, so that a fast typist
//! loses none. May use: the app, the layers.

use crossterm::event::{KeyCode, KeyEvent};

use crate::tui::form::Stage;
use crate::tui::keymap::{Action, Verb, is_control};

use super::{App, DeskEvent, Layer};

/// Something typed ahead.
pub(super) enum Ahead {
    /// A key.
    Key(KeyEvent),
    /// Pasted text.
    Paste(String),
}

/// Whether an action works on the selected account or document.
fn needs_mark(action: Option<&Action>) -> bool {
    let verbs =
        [Verb::Open, Verb::Reopen, Verb::Palette, Verb::Help, Verb::Preview, Verb::Statement];
    match action {
        Some(Action::Fills(_)) => true,
        Some(Action::Does(verb)) => verbs.contains(verb),
        _ => false,
    }
}

/// Whether a key accepts the offer in a form's field, or leaves the field.
fn takes_offer(action: Option<&Action>) -> bool {
    let verbs = [Verb::Open, Verb::Save, Verb::Next, Verb::Previous, Verb::Down, Verb::Up];
    matches!(action, Some(Action::Does(verb)) if verbs.contains(verb))
}

fn is_letter(key: KeyEvent) -> bool {
    matches!(key.code, KeyCode::Char(_)) && !is_control(key)
}

impl App {
    /// Whether a key has to wait for the book: the form on top is being sent, or the account to open is
    /// still being looked up. Whatever is typed after a waiting key waits, too.
    pub(super) fn waits(&self, key: Option<KeyEvent>) -> bool {
        let context = self.top().part().context();
        let action = key.and_then(|key| self.desk.keymap.action(context, key));
        if matches!(
            action,
            Some(Action::Does(Verb::Leave | Verb::Suspend | Verb::Redraw | Verb::Back))
        ) {
            return false;
        }
        // A new caller can be looked up even while the form on top is being sent.
        let looks_up =
            matches!(action, Some(Action::Shows(_) | Action::Does(Verb::LookUp | Verb::Park)));
        if looks_up && !key.is_some_and(is_letter) && self.is_under_way() {
            return false;
        }
        !self.ahead.is_empty() || self.is_asking(action.as_ref())
    }

    /// Whether the form on top waits for an answer.
    fn is_under_way(&self) -> bool {
        let form = self.top().form();
        form.is_some_and(|form| matches!(form.stage, Stage::Asking | Stage::Sent))
    }

    fn is_asking(&self, action: Option<&Action>) -> bool {
        match self.top() {
            Layer::Form(form) => {
                self.is_under_way()
                    || form.reviews_soon
                    || (takes_offer(action) && form.is_looking_up())
                    || matches!(action, Some(Action::Does(verb)) if form.fills_before(*verb))
            }
            Layer::Pane(pane) => {
                pane.opens_soon() || (needs_mark(action) && pane.is_looking_up(&self.desk))
            }
        }
    }

    /// The action of what was typed ahead first.
    fn action_ahead(&self) -> Option<Action> {
        match self.ahead.first()? {
            Ahead::Key(key) => self.desk.keymap.action(self.top().part().context(), *key),
            Ahead::Paste(_) => None,
        }
    }

    /// Drops what was typed ahead for a screen that another one replaces. What takes back the last step
    /// needs no look at the next one. Returns whether anything was dropped.
    pub(super) fn drops_ahead(&mut self) -> bool {
        let stays = self.action_ahead() == Some(Action::Does(Verb::Reopen));
        !stays && !std::mem::take(&mut self.ahead).is_empty()
    }

    /// Handles what was typed ahead, as far as the book has answered.
    pub(super) fn catch_up(&mut self) {
        while !self.ahead.is_empty() {
            if self.is_asking(self.action_ahead().as_ref()) {
                return;
            }
            let next = self.ahead.remove(0);
            let behind = std::mem::take(&mut self.ahead);
            let effects = match next {
                Ahead::Key(key) => self.update(DeskEvent::Key(key)),
                Ahead::Paste(text) => self.update(DeskEvent::Paste(text)),
            };
            self.effects.extend(effects);
            self.ahead.extend(behind);
        }
    }
}
