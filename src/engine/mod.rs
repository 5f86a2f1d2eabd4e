//! The engine: authorise → decide → append → post → receipt. [`book`] is the one writer,
//! [`session`] the one door to it, [`maintenance`] what works on a book that cannot be opened.
//! May use: domain, journal, ledger, assets.

pub mod answers;
pub mod book;
pub mod caller;
pub mod change;
mod clock;
pub mod decide;
mod digest;
pub mod error;
mod group;
mod held;
pub mod intake;
mod joined;
mod ledger_copy;
pub mod ledger_file;
mod leftovers;
pub mod listing;
pub mod lock;
pub mod maintenance;
pub mod new_book;
pub mod new_file;
pub mod own;
pub mod owner;
mod passing;
mod personal;
pub mod place;
pub mod ports;
pub mod receipt;
pub mod serve;
pub mod session;
pub mod shared;
pub mod standing;
mod there;
pub mod turns;
pub mod who;
pub mod wire;

pub use book::{Book, OpenOptions, Submission};
pub use caller::Caller;
pub use change::Change;
pub use error::{BookError, Failure};
pub use joined::{Listener, News};
pub use leftovers::Interrupted;
pub use new_book::NewBook;
pub use passing::Passing;
pub use receipt::{Preview, Receipt};
pub use session::Session;
pub use standing::ReadOnly;
