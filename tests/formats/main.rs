//! What goes in and out: the command line, files, the golden journals, and hostile input.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod bank;
#[path = "../fuzz/bodies/mod.rs"]
mod bodies;
mod bounds;
mod brought_back;
mod cli;
mod cli_says;
#[path = "../common/mod.rs"]
mod common;
mod corrected;
mod exchange;
mod exports;
mod files;
mod fuzz;
mod given;
mod golden;
mod hidden;
mod hostile;
mod imports;
mod joined;
mod meaning;
mod overlaps;
mod readings;
mod remembered;
mod round_trip;
mod scores;
mod statements;
