//! The ledger: what the journal adds up to, in small rows of the store. It can be deleted at any time,
//! and is then posted again.
//!
//! [`table`] gives rows their types, [`tables`] names every table, [`post`] turns an entry into writes,
//! [`query`] answers questions, [`lookup`] is the search index.
//! May use: domain, journal, store, threads, bincode, fuzzy-matcher, memchr, smallvec, rustc-hash, jiff.

pub mod bank;
pub mod calling;
pub mod cases;
pub mod catalogue;
pub mod changed;
pub mod chase_sums;
mod claimed;
pub mod claims;
pub mod company;
pub mod deliveries;
mod disputes;
pub mod dunning;
pub mod exposure;
pub mod habit;
pub mod holds;
mod interest_money;
pub mod item;
pub mod late_fees;
pub mod lookup;
pub mod merged;
mod money_parts;
pub mod named;
pub mod open_order;
mod plan_money;
pub mod plans;
pub mod post;
mod promise_money;
pub mod promises;
pub mod query;
pub mod suspense;
pub mod table;
pub mod tables;
pub mod to_chase;
pub mod twins;
mod waiting;
pub mod when;
pub mod withheld;
pub mod work;
pub mod zone;

pub use zone::{day_in_zone, in_zone};
