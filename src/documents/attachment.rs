//! A document as a file that is sent along with a message. May use: paper, pdf.

use super::paper::Paper;
use super::pdf::{PdfError, Printer};

/// A file to send.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attachment {
    /// Its name: `INV-2026-00001.pdf`.
    pub file_name: String,
    /// Its media type.
    pub media_type: &'static str,
    /// What is in it.
    pub bytes: Vec<u8>,
    /// What the fonts lack: a mark stands for each of these characters.
    pub substituted: Vec<char>,
}

/// A document as a PDF to send.
pub fn attachment(paper: &Paper, printer: &mut Printer) -> Result<Attachment, PdfError> {
    let printed = printer.print(paper)?;
    Ok(Attachment {
        file_name: format!("{}.pdf", paper.sheet.file),
        media_type: "application/pdf",
        bytes: printed.bytes,
        substituted: printed.substituted,
    })
}
