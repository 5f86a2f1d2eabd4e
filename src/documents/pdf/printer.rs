//! The one printer of a process: fonts and templates are read once, then each document takes a
//! moment. May use: paper.

use std::time::Duration;

use serde_json::Value;

use crate::documents::paper::{Paper, PaperBlock};

use super::apart::ApartPress;
use super::columns;
use super::error::PdfError;
use super::job::{Pressed, PrintJob};
use super::letters;
use super::press::Press;
use super::templates::Templates;

/// How long a document may take, and how much longer for each row of its tables: a hundred times what
/// one takes on an idle machine. Without optimization all of it takes longer.
const LIMIT: Duration = Duration::from_secs(if cfg!(debug_assertions) { 60 } else { 6 });
const LIMIT_PER_ROW: Duration = Duration::from_millis(if cfg!(debug_assertions) { 50 } else { 5 });

/// The most rows of tables with which a document most likely has one page. It is set as one then, for
/// counting pages takes typst a second round; should more come of it, it is set again.
const MOST_ON_ONE_PAGE: u32 = 16;

/// Under this name templates read how many pages there are, where that is known before.
const PAGES: &str = "pages";

/// Prints documents with the same fonts and templates.
pub struct Printer {
    press: Press,
    /// Sets the documents in place of the press, if the templates are a book's own.
    apart: Option<ApartPress>,
    limit: Duration,
}

/// A document as PDF.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Printed {
    /// The file.
    pub bytes: Vec<u8>,
    /// How many pages it has.
    pub pages: usize,
    /// What the fonts lack: a mark stands for each of these characters.
    pub substituted: Vec<char>,
}

impl Printer {
    /// Reads fonts and templates. Fails where a picture beside the templates is not one, and where
    /// the program was built without PDF.
    pub fn new(templates: Templates) -> Result<Printer, PdfError> {
        let apart = ApartPress::of(&templates);
        Ok(Printer { press: Press::new(templates)?, apart, limit: LIMIT })
    }

    /// The same printer with another limit of time for a document; rows of tables add to it.
    #[must_use]
    pub fn with_limit(mut self, limit: Duration) -> Printer {
        self.limit = limit;
        self
    }

    /// A printer with the same fonts, templates and limit, to work beside this one.
    #[must_use]
    pub fn another(&self) -> Printer {
        let apart = self.apart.as_ref().map(ApartPress::another);
        Printer { press: self.press.another(), apart, limit: self.limit }
    }

    /// Prints a document. One that fails leaves the printer as it was; when several in a row ran out
    /// of time, no other is tried.
    pub fn print(&mut self, paper: &Paper) -> Result<Printed, PdfError> {
        let mut document = serde_json::to_value(paper).map_err(|_| PdfError::Fault)?;
        let missing = letters::prepare(&mut document, &|letter| self.press.has(letter));
        columns::measure(&mut document, &|text, kind, least| self.press.width(text, kind, least));
        let mut pressed = None;
        if rows(paper) <= MOST_ON_ONE_PAGE {
            let one = self.set(paper, document.clone(), Some(1))?;
            pressed = Some(one).filter(|one| one.pages == 1);
        }
        let pressed = match pressed {
            Some(pressed) => pressed,
            None => self.set(paper, document, None)?,
        };
        let substituted = missing.into_iter().collect();
        Ok(Printed { bytes: pressed.bytes, pages: pressed.pages, substituted })
    }

    /// Sets a document, whose pages are counted where it isn't known how many there are.
    fn set(
        &mut self,
        paper: &Paper,
        mut document: Value,
        pages: Option<usize>,
    ) -> Result<Pressed, PdfError> {
        if let (Some(fields), Some(pages)) = (document.as_object_mut(), pages) {
            fields.insert(PAGES.into(), pages.into());
        }
        let title = text_of(&document, "/title");
        let author = seller(&document);
        let date = paper.sheet.date;
        let json = serde_json::to_vec(&document).map_err(|_| PdfError::Fault)?;
        // The values of a long table take tens of megabytes.
        drop(document);
        let job = PrintJob {
            json,
            rows: rows(paper),
            pages,
            ident: format!("{author}\n{title}\n{}", paper.sheet.file),
            title,
            author,
            date: (date.year(), u8::from(date.date().month()), date.date().day()),
            limit: self.limit + LIMIT_PER_ROW * rows(paper),
        };
        match &mut self.apart {
            Some(apart) => apart.set(&job),
            None => self.press.set(job),
        }
    }
}

fn text_of(value: &Value, pointer: &str) -> String {
    value.pointer(pointer).and_then(Value::as_str).unwrap_or_default().to_string()
}

/// Who sends a document.
fn seller(document: &Value) -> String {
    let blocks = document.pointer("/blocks").and_then(Value::as_array);
    let mut names = blocks.into_iter().flatten().map(|block| text_of(block, "/seller/name"));
    names.find(|name| !name.is_empty()).unwrap_or_default()
}

/// Whether a document takes so much memory that only one such is printed at a time.
pub fn is_large(paper: &Paper) -> bool {
    rows(paper) > MOST_ROWS
}

/// The most rows of a document that is not large.
const MOST_ROWS: u32 = 1000;

fn rows(paper: &Paper) -> u32 {
    let rows = paper.blocks.iter().map(|block| match block {
        PaperBlock::Table(table) => table.rows.len(),
        _ => 0,
    });
    u32::try_from(rows.sum::<usize>()).unwrap_or(u32::MAX)
}
