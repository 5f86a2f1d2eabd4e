//! The stack of layers: forms, which the desk puts on hold and resumes, and all others, of which it
//! knows only the common interface. May use: the layers, the forms.

use crate::tui::form::Form;
use crate::tui::layer::Part;

/// A layer of any kind.
pub enum Layer {
    /// A form.
    Form(Box<Form>),
    /// Any other layer.
    Pane(Box<dyn Part>),
}

impl Layer {
    /// The common interface of the layer.
    pub fn part(&self) -> &dyn Part {
        match self {
            Layer::Form(it) => &**it,
            Layer::Pane(it) => &**it,
        }
    }

    /// The common interface of the layer, to change it.
    pub fn part_mut(&mut self) -> &mut dyn Part {
        match self {
            Layer::Form(it) => &mut **it,
            Layer::Pane(it) => &mut **it,
        }
    }

    /// The form, if the layer is one.
    pub fn form(&self) -> Option<&Form> {
        match self {
            Layer::Form(form) => Some(form),
            Layer::Pane(_) => None,
        }
    }

    /// The form, to change it.
    pub fn form_mut(&mut self) -> Option<&mut Form> {
        match self {
            Layer::Form(form) => Some(form),
            Layer::Pane(_) => None,
        }
    }
}
