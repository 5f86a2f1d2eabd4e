//! What stands for the press where the program was built without PDF. May use: nothing.

use std::time::Duration;

use super::error::PdfError;
use super::templates::Templates;

/// A document on its way to the press.
pub struct Job {
    pub json: Vec<u8>,
    pub title: String,
    pub author: String,
    pub ident: String,
    pub date: (i32, u8, u8),
    pub limit: Duration,
}

/// A document as a file.
pub struct Pressed {
    pub bytes: Vec<u8>,
    pub pages: usize,
}

/// No press.
pub enum Press {}

impl Press {
    /// Says that there is none.
    pub fn new(_: Templates) -> Result<Press, PdfError> {
        Err(PdfError::NotBuilt)
    }

    pub fn has(&self, _: &str) -> bool {
        match *self {}
    }

    pub fn set(&mut self, _: Job) -> Result<Pressed, PdfError> {
        match *self {}
    }
}
