//! The store: rows of bytes by key, with no idea of what they mean. It can be deleted at any time;
//! the journal is posted again.
//!
//! [`rows`] is the port (get, scan, a batch of writes). [`stack`] keeps the rows: those just posted
//! in memory ([`layers`]), the rest in blocks ([`block`], [`packed`]) under sled ([`sled_store`],
//! its keys by `sled_keys`). A
//! reader takes a picture of it and holds nobody up. [`overlay`] puts writes in memory above any
//! rows, [`paced`] lets a long read be held up or ended.
//! May use: domain, threads, sled, smallvec, rustc-hash, nix.

pub mod block;
pub mod layers;
pub mod means;
pub mod overlay;
pub mod paced;
pub mod packed;
pub mod rows;
mod sled_keys;
pub mod sled_store;
pub mod stack;

pub use rows::{Batch, LedgerError, Rows};
