//! The desk as somebody at it meets it: its keys, its screens, and what becomes of what is typed.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod ahead;
mod backend;
mod banking;
mod calls;
mod clock;
#[path = "../common/mod.rs"]
mod common;
mod detective;
mod dictated;
mod disputes;
mod drafts;
mod dunning;
mod ends;
mod first_sight;
mod forms;
mod french;
mod importing;
mod journeys;
mod keys;
mod large_desk;
mod monkey;
mod offers;
mod on_hold;
mod palette;
mod picture;
mod plans;
mod previews;
mod receipts;
mod reconciling;
mod reconnect;
mod report_pane;
mod reviews;
mod screens;
mod sending;
mod served_sending;
mod ssh;
mod undo;
mod ways_back;
mod whole;
mod worklist;
