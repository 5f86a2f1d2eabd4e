//! Daybook: a terminal desk for billing coordinators, over a journal that is the truth and a
//! ledger posted from it.
//!
//! The folders and their arrows: `domain` ← `journal`, `store` ← `ledger` ← `engine` ← `reports`,
//! `documents` ← `cli`; `matching` uses `domain` alone, and `engine` uses it. `tests/tidy.rs` holds them.

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
