//! Documents as files: PDF, or plain text. A run makes one [`PaperFiles`], so that fonts and templates
//! are read once. May use: paper, pdf, text.

use std::path::Path;
use std::time::Duration;

use super::paper::Paper;
use super::pdf::{PdfError, Printer, Templates};
use super::text;

/// A document as a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaperFile {
    /// The ending of its name, without the dot.
    pub ending: &'static str,
    /// Its media type.
    pub media_type: &'static str,
    /// The content.
    pub bytes: Vec<u8>,
    /// How many pages it has; plain text has none.
    pub pages: Option<usize>,
    /// The characters that the fonts lack: a mark stands for each of them.
    pub substituted: Vec<char>,
}

/// Writes documents as files of one kind.
pub struct PaperFiles {
    /// Prints PDF; without one, documents are plain text.
    printer: Option<Printer>,
}

impl PaperFiles {
    /// Plain text.
    pub fn text() -> PaperFiles {
        PaperFiles { printer: None }
    }

    /// PDF. Fails where the templates cannot be used, and with [`PdfError::NotBuilt`] where the
    /// program was built without PDF.
    pub fn pdf(templates: Templates) -> Result<PaperFiles, PdfError> {
        Ok(PaperFiles { printer: Some(Printer::new(templates)?) })
    }

    /// What customers are sent: PDF by the templates of the book in `folder`; plain text where the
    /// program was built without PDF.
    pub fn to_send(folder: Option<&Path>) -> Result<PaperFiles, PdfError> {
        match Templates::of_book(folder).and_then(PaperFiles::pdf) {
            Err(PdfError::NotBuilt) => Ok(PaperFiles::text()),
            files => files,
        }
    }

    /// The same with another limit of time for a document; see [`Printer::with_limit`].
    #[must_use]
    pub fn with_limit(self, limit: Duration) -> PaperFiles {
        PaperFiles { printer: self.printer.map(|printer| printer.with_limit(limit)) }
    }

    /// Writes a document. A failure is about this document: the next one may succeed.
    pub fn file(&mut self, paper: &Paper) -> Result<PaperFile, PdfError> {
        if let Some(printer) = &mut self.printer {
            let printed = printer.print(paper)?;
            return Ok(PaperFile {
                ending: "pdf",
                media_type: "application/pdf",
                bytes: printed.bytes,
                pages: Some(printed.pages),
                substituted: printed.substituted,
            });
        }
        Ok(PaperFile {
            ending: "txt",
            media_type: "text/plain; charset=utf-8",
            bytes: text::text(paper).into_bytes(),
            pages: None,
            substituted: Vec::new(),
        })
    }
}
