//! What goes to the press, and what comes from it. May use: std, serde.

use std::time::Duration;

use serde::{Deserialize, Serialize};

/// A document on its way to the press.
#[derive(Serialize, Deserialize)]
pub struct PrintJob {
    /// The document for the templates, as JSON.
    pub json: Vec<u8>,
    /// How many rows its tables have.
    pub rows: u32,
    /// How many pages it must have; with any other number it is set and not written.
    pub pages: Option<usize>,
    /// What the file says of itself.
    pub title: String,
    pub author: String,
    /// What tells the document from all others.
    pub ident: String,
    /// Year, month and day.
    pub date: (i32, u8, u8),
    /// For how long it may be set.
    pub limit: Duration,
}

/// A document as a file.
#[derive(Serialize, Deserialize)]
pub struct Pressed {
    /// Empty where it has another number of pages than it must have.
    pub bytes: Vec<u8>,
    pub pages: usize,
}
