//! Documents as files: PDF, or plain text. A run makes one [`PaperFiles`], so that fonts and templates
//! are read once. May use: paper, pdf, text, threads.

use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use crate::threads;

use super::paper::Paper;
use super::pdf::{PdfError, Printer, Templates, is_large};
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
    /// The characters that the fonts lack, each printed as a mark.
    pub substituted: Vec<char>,
}

/// Writes documents as files of one kind.
pub struct PaperFiles {
    /// Prints PDF with the same fonts and templates; `None` for plain text.
    printers: Vec<Printer>,
}

/// The most documents that are printed at the same time, because each needs memory.
const MOST_AT_ONCE: usize = 4;

impl PaperFiles {
    /// Plain text.
    pub fn text() -> PaperFiles {
        PaperFiles { printers: Vec::new() }
    }

    /// PDF. Fails if the templates can't be used, and with [`PdfError::NotBuilt`] if the program was
    /// built without PDF.
    pub fn pdf(templates: Templates) -> Result<PaperFiles, PdfError> {
        Ok(PaperFiles { printers: vec![Printer::new(templates)?] })
    }

    /// What customers receive: PDF by the templates of the book in `folder`; plain text if the program
    /// was built without PDF.
    pub fn to_send(folder: Option<&Path>) -> Result<PaperFiles, PdfError> {
        match Templates::of_book(folder).and_then(PaperFiles::pdf) {
            Err(PdfError::NotBuilt) => Ok(PaperFiles::text()),
            files => files,
        }
    }

    /// The same with another time limit for a document; see [`Printer::with_limit`].
    #[must_use]
    pub fn with_limit(self, limit: Duration) -> PaperFiles {
        let printers = self.printers.into_iter().map(|printer| printer.with_limit(limit));
        PaperFiles { printers: printers.collect() }
    }

    /// The extension of the files' names, without the dot.
    pub fn ending(&self) -> &'static str {
        if self.printers.is_empty() { TEXT } else { PDF }
    }

    /// Writes a document. An error concerns this document alone: the next one may succeed.
    pub fn file(&mut self, paper: &Paper) -> Result<PaperFile, PdfError> {
        match self.printers.first_mut() {
            Some(printer) => printed(printer, paper),
            None => Ok(plain(paper)),
        }
    }

    /// Writes several documents on all cores, the largest ones one at a time. Returns the results in
    /// the same order.
    pub fn files(&mut self, papers: &[Paper]) -> Vec<Result<PaperFile, PdfError>> {
        let Some(first) = self.printers.first() else {
            return papers.iter().map(|paper| Ok(plain(paper))).collect();
        };
        let cores = std::thread::available_parallelism().map_or(1, usize::from).min(MOST_AT_ONCE);
        let more: Vec<Printer> = (self.printers.len()..cores).map(|_| first.another()).collect();
        self.printers.extend(more);
        let (large, others): (Vec<usize>, Vec<usize>) =
            (0..papers.len()).partition(|place| is_large(&papers[*place]));
        let taken = AtomicUsize::new(0);
        let next = || others.get(taken.fetch_add(1, Ordering::Relaxed)).copied();
        let print = |printer: &mut Printer, first: &[usize]| -> Vec<MadeFile> {
            let places = first.iter().copied().chain(std::iter::from_fn(next));
            places.map(|place| (place, printed(printer, &papers[place]))).collect()
        };
        let print = &print;
        let made: Vec<MadeFile> = std::thread::scope(|scope| {
            // Only the first printer takes large ones.
            let of_first = std::iter::once(large.as_slice()).chain(std::iter::repeat(&[][..]));
            let begun: Vec<_> = self
                .printers
                .iter_mut()
                .zip(of_first)
                .map(|(printer, first)| threads::beside(scope, move || print(printer, first)))
                .collect();
            begun.into_iter().filter_map(threads::Beside::finish).flatten().collect()
        });
        // A document that a thread took and did not return, because of a bug, has failed.
        let mut files: Vec<_> = papers.iter().map(|_| Err(PdfError::Fault)).collect();
        for (place, file) in made {
            files[place] = file;
        }
        files
    }
}

const PDF: &str = "pdf";
const TEXT: &str = "txt";

/// A document's position among others, and its result.
type MadeFile = (usize, Result<PaperFile, PdfError>);

fn printed(printer: &mut Printer, paper: &Paper) -> Result<PaperFile, PdfError> {
    let printed = printer.print(paper)?;
    Ok(PaperFile {
        ending: PDF,
        media_type: "application/pdf",
        bytes: printed.bytes,
        pages: Some(printed.pages),
        substituted: printed.substituted,
    })
}

fn plain(paper: &Paper) -> PaperFile {
    PaperFile {
        ending: TEXT,
        media_type: "text/plain; charset=utf-8",
        bytes: text::text(paper).into_bytes(),
        pages: None,
        substituted: Vec::new(),
    }
}
