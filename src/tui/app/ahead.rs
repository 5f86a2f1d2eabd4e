//! Keys typed while the book has not answered yet. They are handled afterwards, so that a fast typist
//! loses none. May use: the app, the layers.

use crossterm::event::{KeyCode, KeyEvent};

use crate::tui::form::Stage;
use crate::tui::keymap::{self, Action, Verb};

use super::{App, DeskEvent, Effect, Layer};

/// Something typed ahead.
pub(super) enum Ahead {
    /// A key.
    Key(KeyEvent),
    /// Pasted text.
    Paste(String),
}

/// What a key does without what the book has still to answer.
const AT_ONCE: [Verb; 12] = [
    Verb::Leave,
    Verb::Suspend,
    Verb::Redraw,
    Verb::Back,
    Verb::Lock,
    Verb::Mask,
    Verb::Refresh,
    Verb::LookUp,
    Verb::Park,
    Verb::Resume,
    Verb::Discard,
    Verb::NextCall,
];

/// Whether an action works on what the screen is about to show.
fn needs_answer(action: Option<&Action>) -> bool {
    match action {
        Some(Action::Fills(_)) => true,
        Some(Action::Does(verb)) => !AT_ONCE.contains(verb),
        Some(Action::Shows(_)) | None => false,
    }
}

impl App {
    /// Whether a key is typed as text, or chooses what is listed by its number.
    pub(super) fn is_typing(&self, key: KeyEvent) -> bool {
        let part = self.top().part();
        let is_letter = matches!(key.code, KeyCode::Char(_)) && !keymap::is_control(key);
        let asks = matches!(key.code, KeyCode::Char('?' | ':')) && part.is_blank();
        let moves =
            matches!(key.code, KeyCode::Left | KeyCode::Right | KeyCode::Home | KeyCode::End);
        let is_text = (is_letter && !asks) || moves || keymap::edits_text(key);
        let is_choice = is_letter && keymap::is_digit(key);
        (part.takes_text() && is_text) || (part.takes_digits() && is_choice)
    }

    /// The action of a key, unless it is typed.
    fn action(&self, key: KeyEvent) -> Option<Action> {
        let context = self.top().part().context();
        if self.is_typing(key) { None } else { self.desk.keymap.action(context, key) }
    }

    /// Whether a key has to wait for the book. Whatever is typed after a waiting key waits, too.
    pub(super) fn waits(&self, key: Option<KeyEvent>) -> bool {
        let action = key.and_then(|key| self.action(key));
        match action {
            Some(Action::Does(Verb::Suspend | Verb::Redraw)) => return false,
            // What was typed before it is still typed, unless the key is pressed again.
            Some(Action::Does(Verb::Leave)) => {
                return !self.ahead.is_empty() && self.ahead_ends_with() != action;
            }
            // What was typed into a form before Esc is kept in it.
            Some(Action::Does(Verb::Back)) => {
                return !self.ahead.is_empty() && self.is_typed_into();
            }
            _ => {}
        }
        // A new caller can be looked up even while the form on top is being sent.
        let looks_up =
            matches!(action, Some(Action::Shows(_) | Action::Does(Verb::LookUp | Verb::Park)));
        if looks_up && self.is_under_way() {
            return false;
        }
        !self.ahead.is_empty() || self.is_asking(key)
    }

    /// Whether the top layer is a form that is being typed.
    fn is_typed_into(&self) -> bool {
        self.top().form().is_some_and(|form| form.stage == Stage::Typing)
    }

    /// Whether the form on top waits for an answer.
    fn is_under_way(&self) -> bool {
        let form = self.top().form();
        form.is_some_and(|form| matches!(form.stage, Stage::Asking | Stage::Sent))
    }

    /// Whether a key waits for the top layer: the form is being sent or filled in, or what the key works on is
    /// still being looked up.
    fn is_asking(&self, key: Option<KeyEvent>) -> bool {
        let action = key.and_then(|key| self.action(key));
        let chooses = action.is_none() && key.is_some() && self.top().part().takes_digits();
        let acts = chooses || needs_answer(action.as_ref());
        // What is still being posted by a pane that was left is what would be taken back.
        let takes_back = matches!(action, Some(Action::Does(Verb::Undo | Verb::Reopen)));
        if takes_back && self.left.iter().any(|pane| pane.part().is_posting()) {
            return true;
        }
        match self.top() {
            Layer::Form(form) => form.holds_keys(acts, &self.desk),
            Layer::Pane(pane) => pane.opens_soon() || (acts && pane.is_looking_up(&self.desk)),
        }
    }

    /// The action of the key that was typed ahead last.
    fn ahead_ends_with(&self) -> Option<Action> {
        match self.ahead.last()? {
            Ahead::Key(key) => self.action(*key),
            Ahead::Paste(_) => None,
        }
    }

    /// Puts a key behind those that wait for the book. Leaving that waits is said.
    pub(super) fn puts_ahead(&mut self, key: KeyEvent) {
        if self.action(key) == Some(Action::Does(Verb::Leave)) {
            self.message = Some(self.desk.say("desk-leaves-soon", &[]));
            self.effects.push(Effect::Draw);
        }
        self.ahead.push(Ahead::Key(key));
    }

    /// The key that was typed ahead first; `None` for a text that was pasted.
    fn key_ahead(&self) -> Option<KeyEvent> {
        match self.ahead.first()? {
            Ahead::Key(key) => Some(*key),
            Ahead::Paste(_) => None,
        }
    }

    /// Drops what was typed ahead for a screen that another one replaces. What takes back the last step
    /// needs no look at the next one. Returns whether anything was dropped.
    pub(super) fn drops_ahead(&mut self) -> bool {
        let first = self.key_ahead().and_then(|key| self.action(key));
        let stays = first == Some(Action::Does(Verb::Reopen));
        !stays && !std::mem::take(&mut self.ahead).is_empty()
    }

    /// Handles what was typed ahead, as far as the book has answered.
    pub(super) fn catch_up(&mut self) {
        while !self.ahead.is_empty() {
            if self.is_asking(self.key_ahead()) {
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
