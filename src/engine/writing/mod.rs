//! Writing: a command is authorised ([`caller`]), decided ([`decide`], `group`), appended and posted
//! by the one writer ([`book`]), which gives its receipt. [`standing`] says whether the book can be
//! written to.
//! May use: domain, journal, store, ledger, assets, the engine's files, errors and ports.

pub mod book;
pub mod caller;
pub mod change;
mod clock;
pub mod decide;
mod digest;
mod group;
pub mod new_book;
mod personal;
pub mod receipt;
pub mod shared;
pub mod standing;
