//! Daybook: a terminal desk for billing coordinators. The journal is the truth; the ledger is posted
//! from it.
//!
//! The folders, each of which uses only those below it: `cli`, `tui`, `demo`, `exchange`, `delivery`,
//! `documents`, `reports`, `engine`, `ledger`, `store`, `journal`, `matching`, `domain`.
//! `tests/project/tidy.rs` checks that; the README has the map.

pub mod assets;
pub mod cli;
pub mod contained;
pub mod delivery;
pub mod demo;
pub mod documents;
pub mod domain;
pub mod engine;
pub mod exchange;
pub mod journal;
pub mod layout;
pub mod ledger;
pub mod matching;
pub mod reports;
pub mod store;
pub mod threads;
pub mod tui;
pub mod typed;
pub mod user_file;
pub mod words;
