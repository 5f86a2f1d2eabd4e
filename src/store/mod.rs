//! The store: rows of bytes by key, whose meaning it doesn't know. It can be deleted at any time; the
//! journal is then posted again.
//!
//! [`rows`] is the port (get, scan, a batch of writes). [`stack`] keeps the rows: recent ones in memory
//! ([`layers`]), the rest in blocks ([`block`], [`packed`]) under sled ([`sled_store`], with keys from
//! `sled_keys`). A reader takes a snapshot ([`picture`]) and blocks nobody. [`overlay`] puts writes in
//! memory above any rows; [`paced`] lets a long read be paused or ended.
//! May use: domain, threads, sled, smallvec, rustc-hash, nix.

pub mod block;
pub mod layers;
pub mod means;
pub mod overlay;
pub mod paced;
pub mod packed;
pub mod picture;
pub mod rows;
mod sled_keys;
pub mod sled_store;
pub mod stack;

pub use rows::{Batch, LedgerError, Rows};
