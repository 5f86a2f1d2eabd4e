//! The engine: authorise → decide → append → post → receipt. [`book`] is the one writer,
//! [`session`] the one door to it, [`maintenance`] what works on a book that cannot be opened.
//! May use: domain, journal, ledger, assets.

pub mod book;
pub mod decide;
pub mod error;
mod group;
pub mod intake;
pub mod ledger_file;
pub mod lock;
pub mod maintenance;
pub mod new_book;
pub mod ports;
pub mod receipt;
pub mod session;

pub use book::{Book, OpenOptions, Submission};
pub use error::{BookError, Failure};
pub use new_book::NewBook;
pub use receipt::{Preview, Receipt};
pub use session::Session;
