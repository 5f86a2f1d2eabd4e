//! Daybook: a terminal desk for billing coordinators, over a journal that is the truth and a
//! ledger posted from it.
//!
//! The folders and their arrows: `domain` ← `journal` ← `ledger` ← `engine` ← `reports`,
//! `documents` ← `cli`. `tests/tidy.rs` holds them.

/// Rows, lines and events are many small pieces: with this allocator a command takes a quarter less
/// time than with the C library's. It stands here so that what is measured is what runs.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

pub mod assets;
pub mod cli;
pub mod demo;
pub mod documents;
pub mod domain;
pub mod engine;
pub mod exchange;
pub mod journal;
pub mod layout;
pub mod ledger;
pub mod reports;
pub mod threads;
pub mod tui;
pub mod words;
