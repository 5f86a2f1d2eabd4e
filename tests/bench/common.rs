//! What the benches share: a made-up book, and the middle of some figures.
#![allow(dead_code, clippy::unwrap_used, clippy::indexing_slicing)]
#![allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss)]

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use daybook::domain::Day;
use daybook::engine::OpenOptions;

// The program's own: a bench measures what the program does.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// The day on which the made-up book ends.
pub const TODAY: &str = "2026-11-21";

/// What was given behind `--`.
pub fn words() -> Vec<String> {
    std::env::args().skip(1).filter(|word| !word.starts_with("--")).collect()
}

/// A book of the demo.
pub fn demo(at: &Path) -> PathBuf {
    demo_with(at, &[])
}

/// The same with more said of it.
pub fn demo_with(at: &Path, more: &[&str]) -> PathBuf {
    let made = Command::new(env!("CARGO_BIN_EXE_daybook"))
        .args(["demo", "--no-desk", "--today", TODAY, "--book"])
        .arg(at)
        .args(more)
        .output();
    assert!(made.unwrap().status.success());
    at.to_path_buf()
}

/// How that book is opened.
pub fn options() -> OpenOptions {
    options_on(TODAY.parse().unwrap())
}

/// How a book is opened on a business date.
pub fn options_on(today: Day) -> OpenOptions {
    OpenOptions { today: Some(today), ..OpenOptions::new(daybook::engine::who::own_name()) }
}

/// The middle and the hundredth largest.
pub fn middle<T: Ord + Copy>(figures: &mut [T]) -> (T, T) {
    figures.sort_unstable();
    (figures[figures.len() / 2], figures[figures.len() * 99 / 100])
}

/// The middle, the hundredth largest and the largest of some times in microseconds.
pub fn summary(micros: &mut [f64]) -> (f64, f64, f64) {
    micros.sort_by(f64::total_cmp);
    let at = |share: f64| micros[((micros.len() - 1) as f64 * share) as usize];
    (at(0.5), at(0.99), at(1.0))
}

/// How long each of some took.
pub fn timed(count: usize, mut each: impl FnMut(usize)) -> Vec<Duration> {
    (0..count)
        .map(|n| {
            let began = Instant::now();
            each(n);
            began.elapsed()
        })
        .collect()
}
