//! The bodies of `tests/fuzz/bodies`, each with its corpus and what becomes of that by chance.
//!
//! `DAYBOOK_FUZZ_TARGET=journal DAYBOOK_FUZZ_SECONDS=600 cargo test --test formats fuzz -- --nocapture`
//! tries one of them for longer, `DAYBOOK_FUZZ_SEED=7` other inputs, `DAYBOOK_FUZZ_FILE=swift` only what
//! becomes of that file of the corpus: for `bank`, one format. An input that fails is printed and written
//! whole to `target/tmp/fuzz`, or to the folder `DAYBOOK_FUZZ_KEEP`; `DAYBOOK_FUZZ_INPUT=file` with its
//! target runs that file alone. If the process dies, the input it died of is the file `last-…` there.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use std::{env, fs};

use crate::bodies::{Body, TARGETS};
use rand::{Rng, RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// No input may take longer, on a machine that is busy.
const SLOWEST: Duration = Duration::from_secs(30);

/// The longest input.
const LONGEST: usize = 8 << 10;

/// Pieces on which programs that read text stumble.
const PIECES: [&str; 62] = [
    "\n",
    "\r\n",
    "\r",
    "\0",
    "\"",
    "\"\"",
    ",",
    ";",
    "\t",
    "\\",
    "{",
    "}",
    "[",
    "]",
    "[[",
    ":",
    "-",
    "--",
    "+",
    ".",
    "..",
    "/",
    "'",
    "’",
    "%",
    "|",
    "=",
    " ",
    "  ",
    "\u{a0}",
    "\u{feff}",
    "é",
    "e\u{301}",
    "İ",
    "K",
    "ß",
    "🙂",
    "\u{202e}",
    "५",
    "\u{1f}",
    "\\u0000",
    "\\ud800",
    "{$given}",
    "null",
    "true",
    "0",
    "-0",
    "0.0",
    "1e999",
    "1.5k",
    "999",
    "1,000",
    "1.234,50",
    "9223372036854775807",
    "-9223372036854775808",
    "18446744073709551616",
    "99999999999999999999999999999",
    "0000-01-01T00:00:00+23:59",
    "2026-02-29",
    "9999-12-31",
    "C1",
    "INV-2026-00001",
];

fn number(name: &str) -> Option<u64> {
    env::var(name).ok().and_then(|value| value.parse().ok())
}

/// The files of a target, by name.
fn corpus(name: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz/corpus").join(name);
    let only = env::var_os("DAYBOOK_FUZZ_FILE");
    let files = crate::common::files(&folder).into_iter();
    let files = files.filter(|file| only.is_none() || file.file_name() == only.as_deref());
    let corpus: Vec<Vec<u8>> = files.map(|file| fs::read(file).unwrap()).collect();
    assert!(!corpus.is_empty(), "{name} has no corpus");
    corpus
}

/// One of the corpus, spoilt in a few of the ways in which inputs are.
fn mutated(chance: &mut ChaCha8Rng, corpus: &[Vec<u8>]) -> Vec<u8> {
    let mut bytes = corpus[chance.random_range(0..corpus.len())].clone();
    for _ in 0..chance.random_range(1..=6) {
        mutate(chance, corpus, &mut bytes);
    }
    bytes.truncate(LONGEST);
    bytes
}

fn mutate(chance: &mut ChaCha8Rng, corpus: &[Vec<u8>], bytes: &mut Vec<u8>) {
    let (one, other) = (chance.random_range(0..=bytes.len()), chance.random_range(0..=bytes.len()));
    let (from, to) = (one.min(other), one.max(other));
    // Most changes are small.
    let near = to.min(from + chance.random_range(0..16));
    match chance.random_range(0..10) {
        0 if one < bytes.len() => bytes[one] ^= 1 << chance.random_range(0..8),
        1 if one < bytes.len() => bytes[one] = chance.random(),
        2 => drop(bytes.drain(from..near)),
        3 => drop(bytes.splice(from..near, piece(chance))),
        4 => drop(bytes.splice(from..from, piece(chance))),
        5 => {
            let copied = bytes[from..to].to_vec();
            let at = chance.random_range(0..=bytes.len());
            bytes.splice(at..at, copied).for_each(drop);
        }
        6 => {
            let again = bytes[from..near].repeat(chance.random_range(1..200));
            bytes.splice(near..near, again).for_each(drop);
        }
        7 => {
            let other = &corpus[chance.random_range(0..corpus.len())];
            let cut = chance.random_range(0..=other.len());
            bytes.splice(one.., other[cut..].iter().copied()).for_each(drop);
        }
        8 => swap_words(chance, corpus, bytes),
        _ => bytes.truncate(to),
    }
}

fn piece(chance: &mut ChaCha8Rng) -> Vec<u8> {
    PIECES[chance.random_range(0..PIECES.len())].as_bytes().to_vec()
}

/// Puts a word of the corpus where another stands.
fn swap_words(chance: &mut ChaCha8Rng, corpus: &[Vec<u8>], bytes: &mut Vec<u8>) {
    let words = |bytes: &[u8]| -> Vec<(usize, usize)> {
        let is_word = |byte: &u8| byte.is_ascii_alphanumeric() || b"_-.".contains(byte);
        let mut found = Vec::new();
        let mut at = 0;
        for part in bytes.chunk_by(|a, b| is_word(a) == is_word(b)) {
            if part.first().is_some_and(is_word) {
                found.push((at, at + part.len()));
            }
            at += part.len();
        }
        found
    };
    let other = &corpus[chance.random_range(0..corpus.len())];
    let (here, there) = (words(bytes), words(other));
    if here.is_empty() || there.is_empty() {
        return;
    }
    let (from, to) = here[chance.random_range(0..here.len())];
    let (first, last) = there[chance.random_range(0..there.len())];
    bytes.splice(from..to, other[first..last].iter().copied()).for_each(drop);
}

/// Where inputs are kept.
fn kept_in() -> PathBuf {
    let own = || Path::new(env!("CARGO_TARGET_TMPDIR")).join("fuzz");
    env::var_os("DAYBOOK_FUZZ_KEEP").map_or_else(own, PathBuf::from)
}

/// Runs a body with one input after another. Each is in a file while it runs, so that one that ends the
/// process is not lost; one that fails stays there.
struct Trial {
    name: &'static str,
    body: Body,
    folder: PathBuf,
}

impl Trial {
    fn new(name: &'static str, body: Body, folder: PathBuf) -> Trial {
        fs::create_dir_all(&folder).unwrap();
        Trial { name, body, folder }
    }

    /// The input that is running.
    fn last(&self) -> PathBuf {
        self.folder.join(format!("last-{}-{}", self.name, std::process::id()))
    }

    /// Runs one input. Where it fails, the panic prints it, names its file and says how to run it again.
    fn run(&self, bytes: &[u8], said: &str) {
        fs::write(self.last(), bytes).unwrap();
        let attempt = || {
            let began = Instant::now();
            let failed = catch_unwind(AssertUnwindSafe(|| (self.body)(bytes))).is_err();
            (failed, began.elapsed())
        };
        let (failed, mut took) = attempt();
        // A process that was stopped is not slow twice.
        if !failed && took >= SLOWEST {
            took = attempt().1;
        }
        if !failed && took < SLOWEST {
            return;
        }
        let (name, shown) = (self.name, bytes.escape_ascii());
        let file = self.folder.join(format!("{name}-{}", uuid::Uuid::now_v7()));
        fs::rename(self.last(), &file).unwrap();
        let again = format!("DAYBOOK_FUZZ_TARGET={name} DAYBOOK_FUZZ_INPUT={}", file.display());
        panic!("{name} fails after {took:?} on {said}: b\"{shown}\"\nto run it again: {again}");
    }
}

impl Drop for Trial {
    fn drop(&mut self) {
        // It is not there if the input failed.
        let _ = fs::remove_file(self.last());
    }
}

/// A target with its corpus, then with `count` inputs drawn by chance.
fn runs(name: &str, count: u64) {
    if env::var("DAYBOOK_FUZZ_TARGET").is_ok_and(|only| only != name) {
        return;
    }
    let (name, body) = *TARGETS.iter().find(|(target, _)| *target == name).unwrap();
    let trial = Trial::new(name, body, kept_in());
    if let Ok(file) = env::var("DAYBOOK_FUZZ_INPUT") {
        return trial.run(&fs::read(&file).unwrap(), &file);
    }
    let began = Instant::now();
    let until = number("DAYBOOK_FUZZ_SECONDS").map(|seconds| began + Duration::from_secs(seconds));
    let seed = number("DAYBOOK_FUZZ_SEED").unwrap_or(1);
    println!("{name}: seed {seed}");
    let corpus = corpus(name);
    for (place, bytes) in corpus.iter().enumerate() {
        trial.run(bytes, &format!("file {place} of its corpus"));
    }
    let mut chance = ChaCha8Rng::seed_from_u64(seed);
    let mut done = 0;
    while until.map_or(done < count, |until| Instant::now() < until) {
        let bytes = match chance.random_range(0..50) {
            0 => {
                let mut bytes = vec![0; chance.random_range(0..200)];
                chance.fill_bytes(&mut bytes);
                bytes
            }
            _ => mutated(&mut chance, &corpus),
        };
        trial.run(&bytes, &format!("input {done} of seed {seed}"));
        done += 1;
    }
    println!("{name}: {done} inputs of seed {seed} in {:?}", began.elapsed());
}

#[test]
fn an_input_is_in_a_file_while_it_runs_and_stays_there_if_it_fails() {
    thread_local! {
        static LAST: std::cell::RefCell<PathBuf> = const { std::cell::RefCell::new(PathBuf::new()) };
    }
    fn probe(bytes: &[u8]) {
        let last = LAST.with_borrow(|file| fs::read(file).unwrap());
        assert_eq!(last, bytes);
        assert!(bytes != b"\xffbad\n", "it fails");
    }
    let dir = tempfile::TempDir::new().unwrap();
    let trial = Trial::new("probe", probe, dir.path().join("kept"));
    LAST.set(trial.last());
    trial.run(b"good", "one");
    let failed = catch_unwind(AssertUnwindSafe(|| trial.run(b"\xffbad\n", "two"))).unwrap_err();
    drop(trial);
    let left = crate::common::files(&dir.path().join("kept"));
    assert_eq!(left.len(), 1, "{left:?}");
    assert_eq!(fs::read(&left[0]).unwrap(), b"\xffbad\n");
    let told = failed.downcast_ref::<String>().unwrap();
    assert!(told.contains(r#"on two: b"\xffbad\n""#), "{told}");
    assert!(told.contains(&format!("DAYBOOK_FUZZ_INPUT={}", left[0].display())), "{told}");
}

macro_rules! targets {
    ($($name:ident $count:literal,)+) => {
        $(#[test] fn $name() { runs(stringify!($name), $count); })+

        #[test]
        fn every_body_is_run_here_and_under_libfuzzer() {
            assert_eq!(TARGETS.map(|(name, _)| name), [$(stringify!($name)),+]);
            let manifest = include_str!("../fuzz/Cargo.toml");
            for (name, _) in TARGETS {
                assert!(manifest.contains(&format!("fuzz_targets/{name}.rs")), "{name}");
            }
        }
    };
}

targets! {
    reading 20_000,
    importing 350,
    journal 80,
    entries 80,
    keys 350,
    typing 400,
    frames 15_000,
    bank 20_000,
    dictated 10_000,
}
