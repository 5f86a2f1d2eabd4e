//! Starts calls, including the next one on the worklist. May use: the app, the forms.

use crate::domain::command::Direction;
use crate::tui::keymap::{Action, PaneName, Verb};
use crate::tui::layer::CallRequest;

use super::{App, Layer};

impl App {
    /// Shows the worklist, which starts the call to its next customer.
    pub(super) fn next_call(&mut self) {
        self.show(PaneName::Worklist);
        self.act(&Action::Does(Verb::NextCall));
    }

    /// Opens the form of a call with the cursor in the note.
    pub(super) fn call(&mut self, call: CallRequest) {
        let before = self.layers.len();
        self.start("call", call.subject);
        if self.layers.len() == before {
            return;
        }
        let direction = match call.direction {
            Direction::In => "in",
            Direction::Out => "out",
        };
        if let Some(form) = self.layers.last_mut().and_then(Layer::form_mut) {
            form.why = call.why;
            // A call that was on hold keeps what was typed.
            if !form.is_typed() {
                form.gives("direction", direction);
            }
        }
    }
}
