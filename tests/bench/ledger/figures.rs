//! Figures of several contenders, and how they are printed beside each other.

use std::time::Instant;

use crate::common;

/// How many microseconds something takes.
pub fn micros(work: impl FnOnce()) -> f64 {
    let began = Instant::now();
    work();
    began.elapsed().as_secs_f64() * 1e6
}

/// The middle of some figures, and the hundredth largest.
pub fn middle(figures: &[f64]) -> (f64, f64) {
    let (half, late, _) = common::summary(&mut figures.to_vec());
    (half, late)
}

/// Ours as a multiple of theirs, run by run: the middle of that.
pub fn ratio(ours: &[f64], theirs: &[f64]) -> f64 {
    let each: Vec<f64> = ours.iter().zip(theirs).map(|(ours, theirs)| ours / theirs).collect();
    middle(&each).0
}

/// A line of how long something takes here and, as far as there is a peer, there.
pub fn beside(what: &str, ours: &[f64], theirs: Option<&[f64]>) {
    let (half, late) = middle(ours);
    let there = theirs.filter(|theirs| !theirs.is_empty()).map_or(String::new(), |theirs| {
        let (there, there_late) = middle(theirs);
        format!("   SQLite {there:>9.1} (p99 {there_late:>9.1})   {:>6.2} × SQLite", half / there)
    });
    println!("{what:<36}{half:>9.1} µs (p99 {late:>9.1}){there}");
}
