//! The files in a book's folder besides the journal: the lock, the ledger's folder, and what a killed
//! process left; and the folder's owner. May use: domain, journal, store, ledger, the engine's errors
//! and ports, the files of users.

pub mod given;
pub mod ledger_copy;
pub mod ledger_file;
pub mod leftovers;
pub mod lock;
pub(in crate::engine) mod made;
pub mod new_file;
pub mod outside;
pub mod owner;
pub mod parts;
pub mod passing;
pub mod there;
pub mod who;
