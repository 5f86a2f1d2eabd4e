//! The layers that lie on each other: forms, which the desk puts aside and takes up again, and all others,
//! of which it knows no more than what every layer does. May use: the layers, the forms.

use crate::tui::form::Form;
use crate::tui::layer::Part;

/// A layer of any kind.
pub enum Layer {
    /// A form.
    Form(Box<Form>),
    /// Any other.
    Pane(Box<dyn Part>),
}

impl Layer {
    /// The layer as all are.
    pub fn part(&self) -> &dyn Part {
        match self {
            Layer::Form(it) => &**it,
            Layer::Pane(it) => &**it,
        }
    }

    /// The layer as all are, to be changed.
    pub fn part_mut(&mut self) -> &mut dyn Part {
        match self {
            Layer::Form(it) => &mut **it,
            Layer::Pane(it) => &mut **it,
        }
    }

    /// The form, where it is one.
    pub fn form(&self) -> Option<&Form> {
        match self {
            Layer::Form(form) => Some(form),
            Layer::Pane(_) => None,
        }
    }

    /// The form, to be changed.
    pub fn form_mut(&mut self) -> Option<&mut Form> {
        match self {
            Layer::Form(form) => Some(form),
            Layer::Pane(_) => None,
        }
    }
}
