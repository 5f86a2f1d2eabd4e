//! Writing: a command is authorised ([`caller`]), decided ([`decide`], `group`), appended and posted
//! by the one writer ([`book`]), which gives its receipt. [`standing`] says whether the book can be
//! written to.
//! May use: domain, journal, store, ledger, assets, the engine's files, errors and ports.

pub mod book;
pub mod caller;
pub mod change;
mod clock;
mod commit;
pub mod decide;
mod digest;
mod group;
mod mending;
pub mod new_book;
mod opening;
pub mod options;
mod personal;
pub mod receipt;
pub mod shared;
pub mod standing;
