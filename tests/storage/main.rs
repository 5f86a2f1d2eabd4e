//! Nothing that has a receipt is lost: kills, failing and full disks, damage, and the way back.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

#[path = "../common/mod.rs"]
mod common;
mod crash;
mod damage;
mod disk;
mod durable;
mod faults;
mod full;
mod kills;
mod limits;
mod matrix;
mod mend;
mod owner;
mod posted;
mod renames;
mod shortage;
mod strangers;
