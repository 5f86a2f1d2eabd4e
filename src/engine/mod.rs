//! The engine: authorise → decide → append → post → receipt. [`writing`] has the one writer and its
//! rules, [`sessions`] the one door to it, [`files`] a book's files besides the journal,
//! [`maintenance`] what also works on a book that can't be opened. Re-exports what the rest of the
//! program uses.
//! May use: domain, journal, store, ledger, assets, threads.

pub mod error;
pub mod files;
pub mod holder;
pub mod maintenance;
pub mod ports;
pub mod sessions;
mod temporary;
pub mod writing;

pub use error::{BookError, Failure};
pub use files::leftovers::Interrupted;
pub use files::passing::Passing;
pub use files::there::{is_book, no_book, not_in_book};
pub use files::{given, lock, new_file, owner, who};
pub use sessions::news::{Listener, News};
pub use sessions::session::Session;
pub use sessions::{intake, listing, listings, local, place, serve, session, wire};
pub use writing::book::{BookWriter, Submission};
pub use writing::caller::Caller;
pub use writing::change::Change;
pub use writing::new_book::NewBook;
pub use writing::options::OpenOptions;
pub use writing::receipt::{Preview, Receipt};
pub use writing::standing::{OpeningFindings, ReadOnly};
pub use writing::{book, caller, change, decide, new_book, shared};
