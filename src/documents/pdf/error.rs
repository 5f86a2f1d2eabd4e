//! Why a document could not be printed. May use: domain.

use std::fmt;
use std::io;
use std::path::PathBuf;
use std::time::Duration;

use crate::domain::{Message, Worded};

/// Why a document could not be printed.
#[derive(Debug)]
pub enum PdfError {
    /// The program was built without the feature `pdf`.
    NotBuilt,
    /// A template has an error.
    Template {
        /// The template's file.
        file: String,
        /// Its line, counted from 1; none where typst names none.
        line: Option<usize>,
        /// What typst says, in English.
        why: String,
    },
    /// A picture beside the templates cannot be read as one.
    Picture {
        /// Its file.
        file: String,
    },
    /// A picture that a template names is not beside the templates.
    Missing {
        /// The file.
        file: String,
    },
    /// A file beside the templates is too large.
    TooLarge {
        /// Its file.
        file: String,
        /// How many kB it may have.
        most: u64,
    },
    /// A picture has too many pixels.
    TooManyPixels {
        /// Its file.
        file: String,
    },
    /// A file beside the templates is a link.
    Link {
        /// Its file.
        file: String,
    },
    /// The folder of templates, or a file in it, cannot be read.
    Io {
        /// What cannot be read.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The templates took longer than they may.
    TooSlow {
        /// How long that is.
        limit: Duration,
    },
    /// The templates took more memory than they may.
    TooMuchMemory {
        /// How many MB that is.
        most: u64,
    },
    /// The program itself is at fault.
    Fault,
}

impl PdfError {
    /// Whether the book's own templates are at fault, and the built-in ones may do.
    pub fn is_of_templates(&self) -> bool {
        !matches!(self, PdfError::NotBuilt | PdfError::Fault)
    }
}

impl fmt::Display for PdfError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            PdfError::NotBuilt => f.write_str(
                "this daybook was built without PDF; build it with `cargo install --path .`, or ask for --format text",
            ),
            PdfError::Template { file, line: Some(line), why } => {
                write!(f, "the template {file} has an error in line {line}: {why}")
            }
            PdfError::Template { file, line: None, why } => {
                write!(f, "the template {file} has an error: {why}")
            }
            PdfError::Picture { file } => {
                write!(f, "{file} in the folder of templates is not a PNG, JPEG or SVG picture")
            }
            PdfError::Missing { file } => write!(
                f,
                "{file} is not in the folder of templates, although a template names it; the logo is set in settings.typ"
            ),
            PdfError::TooLarge { file, most } => {
                write!(f, "{file} in the folder of templates is larger than {most} kB")
            }
            PdfError::TooManyPixels { file } => {
                write!(f, "{file} in the folder of templates has more than 4 million pixels")
            }
            PdfError::Link { file } => {
                write!(f, "{file} in the folder of templates is a link; put the file itself there")
            }
            PdfError::Io { path, source } => write!(f, "{}: {source}", path.display()),
            PdfError::TooSlow { limit } => {
                write!(f, "the templates took longer than {} s", limit.as_secs())
            }
            PdfError::TooMuchMemory { most } => {
                write!(f, "the templates took more than {most} MB of memory")
            }
            PdfError::Fault => f.write_str("the PDF could not be made: a fault of the program"),
        }
    }
}

impl std::error::Error for PdfError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            PdfError::Io { source, .. } => Some(source),
            _ => None,
        }
    }
}

impl Worded for PdfError {
    fn message(&self) -> Message {
        match self {
            PdfError::NotBuilt => Message::new("pdf-not-built"),
            PdfError::Template { file, line, why } => {
                let line = line.map_or_else(|| "none".to_string(), |line| line.to_string());
                let message = Message::new("pdf-template").with("file", file);
                message.with("line", line).with("why", why)
            }
            PdfError::Picture { file } => Message::new("pdf-picture").with("file", file),
            PdfError::Missing { file } => Message::new("pdf-missing").with("file", file),
            PdfError::TooLarge { file, most } => {
                Message::new("pdf-too-large").with("file", file).with("most", most)
            }
            PdfError::TooManyPixels { file } => Message::new("pdf-pixels").with("file", file),
            PdfError::Link { file } => Message::new("pdf-link").with("file", file),
            PdfError::Io { path, source } => {
                Message::new("error-disk").at("path", path).because("why", source)
            }
            PdfError::TooSlow { limit } => {
                Message::new("pdf-too-slow").with("seconds", limit.as_secs())
            }
            PdfError::TooMuchMemory { most } => {
                Message::new("pdf-too-much-memory").with("most", most)
            }
            PdfError::Fault => Message::new("pdf-fault"),
        }
    }
}
