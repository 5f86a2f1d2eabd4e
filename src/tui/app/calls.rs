//! Begins calls. May use: the app, the forms.

use crate::domain::command::Direction;
use crate::tui::layer::CallRequest;

use super::{App, Layer};

impl App {
    /// Opens the form of a call, its cursor in the note.
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
            form.gives("direction", direction);
        }
    }
}
