//! Several desks on one book: the server, its protocol, and who may do what.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

#[path = "../common/mod.rs"]
mod common;
mod reports;
mod served;
mod team;
mod trips;
mod wire;
