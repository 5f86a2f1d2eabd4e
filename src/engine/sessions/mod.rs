//! Sessions: [`session`] is the one door to a book, which this process holds ([`local`]) or joins
//! through a socket ([`remote`]). [`serve`] answers the processes that join; [`wire`] is their
//! protocol.
//! May use: domain, journal, store, ledger, threads, the engine's writing, files, errors and ports.

pub mod answers;
mod held;
pub mod intake;
mod list_cache;
pub mod listing;
pub mod listings;
pub mod local;
pub mod news;
pub mod place;
pub mod remote;
pub mod serve;
pub mod session;
pub mod turns;
pub mod wire;
mod writer;
