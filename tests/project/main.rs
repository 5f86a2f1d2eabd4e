//! The project itself: its shape, its words, its README and its guide.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod code;
#[path = "../common/mod.rs"]
mod common;
mod contributing;
mod reach;
mod readme;
mod tidy;
mod wording;
mod words;
