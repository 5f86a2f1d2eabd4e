//! What stands for the press where the program was built without PDF. May use: nothing.

use super::columns::TableText;
use super::error::PdfError;
use super::job::{Pressed, PrintJob};
use super::templates::Templates;

/// No press.
pub enum NoPress {}

pub use NoPress as Press;

impl NoPress {
    /// Says that there is none.
    pub fn new(_: Templates) -> Result<NoPress, PdfError> {
        Err(PdfError::NotBuilt)
    }

    pub fn another(&self) -> NoPress {
        match *self {}
    }

    pub fn has(&self, _: &str) -> bool {
        match *self {}
    }

    pub fn width(&self, _: &str, _: TableText, _: f64) -> Option<f64> {
        match *self {}
    }

    pub fn set(&mut self, _: PrintJob) -> Result<Pressed, PdfError> {
        match *self {}
    }
}
