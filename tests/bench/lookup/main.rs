//! Look-up, measured. `cargo bench --bench lookup -- WHAT [ACCOUNTS]`, where WHAT is
//!
//! - `keys`: after how many keys the account meant is among the first eight, by kind of query;
//! - `speed`: how long each keystroke takes, and what the index costs to build and to keep;
//! - `changes`: the same while ten thousand accounts are changed;
//! - `peers`: beside other matchers over the same names (`--features peers`).
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, missing_docs)]
#![allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss)]

mod book;
mod changes;
#[path = "../common.rs"]
mod common;
mod keys;
mod names;
#[cfg(feature = "peers")]
mod peers;
mod speed;

use common::summary;

/// How many rows the desk shows.
const SHOWN: usize = 8;

/// The seeds of the names and of the targets.
const SEEDS: (u64, u64) = (4, 8);

fn main() {
    let given = common::words();
    let accounts = given.get(1).and_then(|count| count.parse().ok());
    match given.first().map(String::as_str) {
        Some("keys") => keys::run(accounts.unwrap_or(100_000)),
        Some("speed") => speed::run(accounts.unwrap_or(1_000_000)),
        Some("changes") => changes::run(accounts.unwrap_or(1_000_000)),
        #[cfg(feature = "peers")]
        Some("peers") => peers::run(accounts.unwrap_or(1_000_000)),
        // A bare `cargo bench` sees that it runs.
        _ => {
            keys::run(accounts.unwrap_or(2_000));
            speed::run(accounts.unwrap_or(2_000));
        }
    }
}
