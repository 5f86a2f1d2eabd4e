//! What a key does: it is typed as text, it is a verb of the top layer, or it is one of the desk. May use: the
//! panes, the keymap.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use crate::tui::keymap::{self, Action, Context, PaneName, Verb};
use crate::tui::layer::{OpenRequest, Step};
use crate::tui::pane::{self, palette::Palette};

use super::{App, Effect, LEAST_WINDOW, Layer};

impl App {
    /// Whether the window is too small to draw anything. The user doesn't see what they type, so keys
    /// are ignored.
    pub(super) fn is_too_small(&self) -> bool {
        self.width < LEAST_WINDOW.0 || self.height < LEAST_WINDOW.1
    }

    /// Handles a key while nothing is visible: only leaving, suspending and redrawing work.
    pub(super) fn key_unseen(&mut self, key: KeyEvent) {
        if let Some(Action::Does(verb @ (Verb::Leave | Verb::Suspend | Verb::Redraw))) =
            self.desk.keymap.action(Context::Everywhere, key)
        {
            self.verb(verb);
        }
    }

    /// Handles a key: it is typed as text, or does what the keymap says.
    pub(super) fn key(&mut self, key: KeyEvent) {
        let is_typing = self.is_typing(key);
        let (top, desk) = self.top_mut();
        if is_typing {
            let steps = top.part_mut().key(key, desk);
            return self.carry_out(steps);
        }
        let (context, takes_text) = (top.part().context(), top.part().takes_text());
        let is_letter = matches!(key.code, KeyCode::Char(_)) && !keymap::is_control(key);
        let is_alt = key.modifiers.contains(KeyModifiers::ALT);
        match desk.keymap.action(context, key) {
            // The letter or digit was meant for a field of the form, so it neither shows a pane nor
            // opens a form.
            Some(Action::Shows(_) | Action::Fills(_))
                if matches!(context, Context::Review | Context::FormPreview) && is_letter =>
            {
                let steps = top.part_mut().key(key, desk);
                self.carry_out(steps);
            }
            Some(action) => self.act(&action),
            // An Alt key that types nothing, or that only forms have: it is not Esc followed by a letter.
            None if is_alt && (takes_text || desk.keymap.is_alt_key(key)) => {
                self.message = Some(desk.say("desk-no-use", &[]));
            }
            // Esc and another key that arrived in one packet.
            None if is_alt => {
                self.key(KeyEvent::new(KeyCode::Esc, KeyModifiers::NONE));
                // If Esc uncovered a layer that takes text, a letter was not meant for it.
                let key = KeyEvent::new(key.code, key.modifiers - KeyModifiers::ALT);
                if !self.top().part().takes_text() || keymap::is_control(key) {
                    self.key(key);
                }
            }
            None => {
                let mut steps = top.part_mut().key(key, desk);
                if steps.is_empty() {
                    steps.push(Step::Say(desk.say("desk-no-use", &[])));
                }
                self.carry_out(steps);
            }
        }
    }

    /// Carries out the action of a key or of a line in the palette.
    pub(super) fn act(&mut self, action: &Action) {
        match action {
            Action::Shows(_) if !self.top().part().offers().is_empty() => {
                self.message = Some(self.desk.say("restore-first", &[]));
            }
            Action::Shows(pane) if !self.is_locked() => self.show(*pane),
            Action::Fills(form) => {
                let subject = self.top().part().subject(&self.desk);
                self.start(form, subject);
            }
            Action::Does(verb) => self.verb(*verb),
            Action::Shows(_) => {}
        }
    }

    /// Carries out a verb: in the top layer if that handles it, or else at the desk.
    fn verb(&mut self, verb: Verb) {
        let (top, desk) = self.top_mut();
        let steps = top.part_mut().act(verb, desk);
        if !steps.is_empty() {
            return self.carry_out(steps);
        }
        match verb {
            Verb::Leave => self.leave(),
            Verb::Redraw => self.effects.push(Effect::DrawAll),
            Verb::Suspend => self.effects.extend([Effect::Keep, Effect::Suspend]),
            Verb::Lock => self.lock(),
            Verb::Mask => {
                self.desk.settings.is_masked ^= true;
                self.desk.words.hide_amounts(self.desk.settings.is_masked);
            }
            Verb::Refresh => {
                self.refresh();
                self.ask_about();
            }
            Verb::Help | Verb::Palette => {
                let palette = Palette::of(self.top().part(), verb == Verb::Help, &self.desk);
                self.layers.push(Layer::Pane(Box::new(palette)));
            }
            Verb::Back => self.goes_back(),
            Verb::LookUp => self.show(PaneName::Home),
            Verb::NextCall => self.next_call(),
            Verb::Park => self.park(),
            Verb::Resume => self.resume(),
            Verb::Undo => self.undo(),
            Verb::Preview => self.preview(),
            Verb::Statement => self.statement(),
            _ => self.message = Some(self.desk.say("desk-no-use", &[])),
        }
    }

    /// Shows the selected document as the customer gets it.
    fn preview(&mut self) {
        let subject = self.top().part().subject(&self.desk);
        match (&subject.document, subject.has_paper()) {
            (Some(number), true) => {
                self.opens(pane::opened(OpenRequest::Preview(number.0.clone(), subject)));
            }
            (Some(number), false) => {
                let kind = self.desk.word(&subject.kind);
                let parts = [("number", number.0.as_str()), ("kind", kind.as_str())];
                self.message = Some(self.desk.say("preview-none", &parts));
            }
            (None, _) => self.message = Some(self.desk.say("preview-nothing-marked", &[])),
        }
    }

    /// Shows the statement of the selected account.
    fn statement(&mut self) {
        let subject = self.top().part().subject(&self.desk);
        match subject.customer.clone() {
            Some(customer) => {
                self.opens(pane::opened(OpenRequest::Statement(customer, subject)));
            }
            None => self.message = Some(self.desk.say("statement-nobody-marked", &[])),
        }
    }
}
