//! A document as a PDF, set by typst from templates: PDF/A-2a and PDF/UA-1, tagged, its fonts inside.
//! Equal documents give equal bytes. A template reads the document, the other templates and the
//! pictures beside them; no other file, no network, no clock, and only for so long. A book's own
//! templates do so in a process of their own.
//!
//! Without the feature `pdf` all of it is there and [`Printer::new`] says that the program was built
//! without it. May use: paper, assets, threads, typst, rustybuzz, image.

#![cfg_attr(not(feature = "pdf"), expect(dead_code, reason = "what a press would need"))]

mod apart;
mod columns;
mod error;
mod job;
mod letters;
mod printer;
mod templates;

#[cfg(feature = "pdf")]
mod fonts;
#[cfg(feature = "pdf")]
mod pictures;
#[cfg(feature = "pdf")]
mod press;
#[cfg(not(feature = "pdf"))]
#[path = "no_press.rs"]
mod press;
#[cfg(feature = "pdf")]
mod world;

pub use apart::take_part;
pub use error::PdfError;
pub use printer::{Printed, Printer, is_large};
pub use templates::{FOLDER, Templates, read_texts};
