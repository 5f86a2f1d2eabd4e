//! What is fuzzed: each body takes any bytes and holds what comes of them against what must hold.
//! `tests/formats/fuzz.rs` runs them with inputs drawn by chance, `tests/fuzz/fuzz_targets` under libFuzzer.
#![allow(dead_code, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

pub mod bank;
pub mod dictated;
pub mod disk;
pub mod entries;
pub mod frames;
pub mod importing;
pub mod journal;
pub mod keys;
pub mod reading;
pub mod typing;

use daybook::domain::Refusal;
use daybook::words::Words;

/// A body.
pub type Body = fn(&[u8]);

/// Every body by its name.
pub const TARGETS: [(&str, Body); 9] = [
    ("reading", reading::reading),
    ("importing", importing::importing),
    ("journal", journal::journal),
    ("entries", entries::entries),
    ("keys", keys::keys),
    ("typing", typing::typing),
    ("frames", frames::frames),
    ("bank", bank::bank),
    ("dictated", dictated::dictated),
];

/// Takes choices from the front of an input; nothing is left where it ends.
pub struct Choices<'a>(pub &'a [u8]);

impl<'a> Choices<'a> {
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn byte(&mut self) -> u8 {
        let (first, rest) = self.0.split_first().unwrap_or((&0, &[]));
        self.0 = rest;
        *first
    }

    /// A digit, so that inputs can be written by hand; any other byte is one of them too.
    pub fn digit(&mut self, below: u8) -> u8 {
        self.byte().wrapping_sub(b'0') % below
    }

    /// A place in something of this length, or just behind it.
    pub fn place(&mut self, length: usize) -> usize {
        let number = u32::from_be_bytes([0, self.byte(), self.byte(), self.byte()]);
        usize::try_from(number).unwrap() % (length + 1)
    }

    pub fn take(&mut self, most: usize) -> &'a [u8] {
        let (taken, rest) = self.0.split_at(most.min(self.0.len()));
        self.0 = rest;
        taken
    }
}

/// A refusal has words in both languages, with everything put in that they need. `given` is what
/// was refused: it may hold such marks of its own.
pub fn has_words(refusal: &Refusal, given: &str) {
    thread_local! {
        static WORDS: [Words; 2] = [Words::english(), Words::french()];
    }
    WORDS.with(|languages| {
        for words in languages {
            let said = words.refusal(refusal);
            assert!(words.has(refusal.rule) && !said.is_empty(), "{refusal:?}");
            assert!(!said.contains("{$") || given.contains("{$"), "{refusal:?}: {said}");
        }
    });
}
