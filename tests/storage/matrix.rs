//! The damage matrix: everything that happens to the files of a book, tried on the program as it is
//! run. Each row says what came of it: the answers are the same afterwards, or what is wrong is
//! named, and the journal is left as it was found. `cargo test --test storage matrix -- --nocapture` prints
//! the table; `DAYBOOK_MATRIX_TIMES=20` tries each row at more places.
#![allow(clippy::needless_for_each, clippy::semicolon_if_nothing_returned)]

use crate::common::tools;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use crate::common::{TestBook, files};
use rand::{Rng, RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use serde_json::Value;
use tempfile::TempDir;

/// A book of several segments, closed; and what it answers.
struct Sample {
    test: TestBook,
    answer: Value,
}

/// What came of a row.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Outcome {
    /// The same answers, and nothing is wrong with the book afterwards.
    Same,
    /// What is wrong is named.
    Named(String),
}

fn daybook(book: &Path, args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_daybook"));
    command.args(args).arg("--book").arg(book).args(["--today", "2026-11-21"]);
    command.env("DAYBOOK_CONFIG", "/nonexistent").output().unwrap()
}

fn aging(book: &Path) -> Output {
    daybook(book, &["report", "aging", "--json"])
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let to = to.join(path.file_name().unwrap());
        match path.is_dir() {
            true => copy(&path, &to),
            false => assert!(fs::copy(&path, &to).is_ok()),
        }
    }
}

impl Sample {
    fn make() -> Sample {
        let mut test = TestBook::for_processes();
        test.book().rotate_at(12_000);
        for n in 0..12 {
            test.taken(&format!(
                r#"{{"do":"register_customer","code":"C{n}","name":"Somebody with a name, number {n}","phone":"+25078000{n:04}"}}"#
            ));
        }
        for n in 0..60 {
            let code = format!("C{}", n % 12);
            test.invoice(&code, "2026-09-01", "2026-10-01", &format!("{}", 1_000 + n));
            if n % 4 > 0 {
                test.payment(&code, "2026-10-05", "900", "oldest");
            }
        }
        test.close();
        let output = aging(&test.folder());
        let answer = serde_json::from_slice(&output.stdout).unwrap();
        Sample { test, answer }
    }

    fn copy(&self) -> (TempDir, PathBuf) {
        let dir = TempDir::new().unwrap();
        let book = dir.path().join("book");
        copy(&self.test.folder(), &book);
        (dir, book)
    }

    /// Asks the book and verifies it.
    fn outcome(&self, book: &Path) -> Outcome {
        let asked = aging(book);
        let said = String::from_utf8_lossy(&asked.stderr).trim().to_string();
        let verified = daybook(book, &["verify", "--json"]);
        let report: Value = serde_json::from_slice(&verified.stdout).unwrap_or_default();
        match (asked.status.code(), verified.status.code()) {
            (Some(0), Some(0)) => {
                let answer: Value = serde_json::from_slice(&asked.stdout).unwrap();
                assert_eq!(answer, self.answer, "{said}");
                assert_eq!(report["ok"], true, "{report}");
                Outcome::Same
            }
            (Some(0 | 3), Some(3)) => {
                let damage = report["damage"][0].clone();
                let named = match damage["entry"].as_u64() {
                    Some(_) => format!("entry {}, {}", damage["entry"], damage["kind"]),
                    None => String::from_utf8_lossy(&verified.stderr).trim().to_string(),
                };
                assert!(!named.is_empty(), "{report}");
                Outcome::Named(named)
            }
            status => panic!("{status:?}: {said}; {verified:?}"),
        }
    }
}

type Chance = ChaCha8Rng;

fn one(mut files: Vec<PathBuf>, chance: &mut Chance) -> PathBuf {
    files.retain(|path| fs::metadata(path).unwrap().len() > 0);
    files[chance.random_range(0..files.len())].clone()
}

fn of_ledger(book: &Path, begins: &str) -> Vec<PathBuf> {
    let begins = |path: &PathBuf| path.file_name().unwrap().to_string_lossy().starts_with(begins);
    files(&book.join("ledger")).into_iter().filter(begins).collect()
}

fn flip(path: &Path, chance: &mut Chance) {
    let mut bytes = fs::read(path).unwrap();
    let at = chance.random_range(0..bytes.len());
    bytes[at] ^= 1 << chance.random_range(0..8);
    fs::write(path, bytes).unwrap();
}

fn truncate(path: &Path, chance: &mut Chance) {
    let file = fs::OpenOptions::new().write(true).open(path).unwrap();
    file.set_len(chance.random_range(0..file.metadata().unwrap().len())).unwrap();
}

fn fill_with_chance(path: &Path, chance: &mut Chance) {
    let mut bytes = vec![0; usize::try_from(fs::metadata(path).unwrap().len()).unwrap()];
    chance.fill_bytes(&mut bytes);
    fs::write(path, bytes).unwrap();
}

fn zero_a_page(path: &Path, chance: &mut Chance) {
    let file = fs::OpenOptions::new().write(true).open(path).unwrap();
    let pages = (file.metadata().unwrap().len() / 4_096).max(1);
    file.write_all_at(&[0; 4_096], chance.random_range(0..pages) * 4_096).unwrap();
}

/// What happens to a book's files.
type Damage = fn(&Path, &mut Chance);

/// Damage to the ledger: it is posted again.
const LEDGER: &[(&str, Damage)] = &[
    ("ledger deleted", |book, _| fs::remove_dir_all(book.join("ledger")).unwrap()),
    ("ledger emptied", |book, _| {
        files(&book.join("ledger")).iter().for_each(|file| fs::remove_file(file).unwrap());
    }),
    ("all its files of no length", |book, _| {
        files(&book.join("ledger")).iter().for_each(|file| fs::write(file, b"").unwrap());
    }),
    ("a file of it missing", |book, chance| {
        fs::remove_file(one(files(&book.join("ledger")), chance)).unwrap();
    }),
    ("db cut anywhere", |book, chance| truncate(&book.join("ledger/db"), chance)),
    ("a snapshot cut anywhere", |book, chance| {
        truncate(&one(of_ledger(book, "snap"), chance), chance)
    }),
    ("conf cut anywhere", |book, chance| truncate(&book.join("ledger/conf"), chance)),
    ("4 KiB of db zeroed anywhere", |book, chance| zero_a_page(&book.join("ledger/db"), chance)),
    ("a bit of db flipped", |book, chance| flip(&book.join("ledger/db"), chance)),
    ("a bit of a snapshot flipped", |book, chance| {
        flip(&one(of_ledger(book, "snap"), chance), chance)
    }),
    ("a bit of conf flipped", |book, chance| flip(&book.join("ledger/conf"), chance)),
    ("db random bytes", |book, chance| fill_with_chance(&book.join("ledger/db"), chance)),
    ("a snapshot random bytes", |book, chance| {
        fill_with_chance(&one(of_ledger(book, "snap"), chance), chance)
    }),
    ("conf random bytes", |book, chance| fill_with_chance(&book.join("ledger/conf"), chance)),
    ("a stale half snapshot", |book, chance| {
        let mut half = vec![0; 900];
        chance.fill_bytes(&mut half);
        fs::write(book.join("ledger/snap.0000000000000042.generating"), half).unwrap();
    }),
    ("blank lines in the journal: its lines moved", |book, chance| {
        for part in ["journal", "private"] {
            edit(book, part, chance, |all, a, _| all.insert(a, b"\n".to_vec()));
        }
    }),
    ("half a rebuilt ledger beside it", |book, _| {
        copy(&book.join("ledger"), &book.join("ledger.new"))
    }),
];

/// The lines of a file, each with its newline.
fn lines(path: &Path) -> Vec<Vec<u8>> {
    fs::read(path).unwrap().split_inclusive(|byte| *byte == b'\n').map(<[u8]>::to_vec).collect()
}

/// Changes the lines of a file of `part`, two of which are chosen.
fn edit(book: &Path, part: &str, chance: &mut Chance, edit: fn(&mut Vec<Vec<u8>>, usize, usize)) {
    let path = one(lines_files(book, part), chance);
    let mut all = lines(&path);
    let (a, b) = (chance.random_range(0..all.len() - 1), chance.random_range(0..all.len() - 2));
    edit(&mut all, a, if b >= a { b + 1 } else { b });
    fs::write(&path, all.concat()).unwrap();
}

fn lines_files(book: &Path, part: &str) -> Vec<PathBuf> {
    let is_lines = |path: &PathBuf| path.extension().is_some_and(|end| end == "jsonl");
    let all = files(&book.join(part)).into_iter().filter(is_lines);
    all.filter(|path| lines(path).len() > 2).collect()
}

/// Changes a byte that is no newline to another that is none.
fn change_a_byte(book: &Path, part: &str, chance: &mut Chance) {
    let path = one(lines_files(book, part), chance);
    let mut bytes = fs::read(&path).unwrap();
    let at = chance.random_range(0..bytes.len());
    let given = bytes[at];
    bytes[at] = if given == b'x' { b'y' } else { b'x' };
    fs::write(&path, bytes).unwrap();
}

fn cut_the_tail(book: &Path, part: &str, chance: &mut Chance) {
    let path = lines_files(book, part).pop().unwrap();
    let file = fs::OpenOptions::new().write(true).open(path).unwrap();
    let length = file.metadata().unwrap().len();
    file.set_len(length - chance.random_range(1..length.min(2_000))).unwrap();
}

/// Damage to what nothing else holds: it is named, and left.
const JOURNAL: &[(&str, Damage)] = &[
    ("a byte of the journal changed", |book, chance| change_a_byte(book, "journal", chance)),
    ("a byte of a private record changed", |book, chance| change_a_byte(book, "private", chance)),
    ("an entry removed", |book, chance| {
        edit(book, "journal", chance, |all, a, _| drop(all.remove(a)))
    }),
    ("an entry inserted twice", |book, chance| {
        edit(book, "journal", chance, |all, a, b| all.insert(b, all[a].clone()))
    }),
    ("two entries swapped", |book, chance| {
        edit(book, "journal", chance, |all, a, b| all.swap(a, b))
    }),
    ("a private record removed", |book, chance| {
        edit(book, "private", chance, |all, a, _| drop(all.remove(a)))
    }),
    ("a private record inserted twice", |book, chance| {
        edit(book, "private", chance, |all, a, b| all.insert(b, all[a].clone()))
    }),
    ("a private record once more at the end", |book, chance| {
        let path = lines_files(book, "private").pop().unwrap();
        let mut all = lines(&path);
        all.push(all[chance.random_range(0..all.len())].clone());
        fs::write(path, all.concat()).unwrap();
    }),
    ("two private records swapped", |book, chance| {
        edit(book, "private", chance, |all, a, b| all.swap(a, b))
    }),
    ("the journal's tail cut", |book, chance| cut_the_tail(book, "journal", chance)),
    ("the private records' tail cut", |book, chance| cut_the_tail(book, "private", chance)),
    ("a segment of the journal missing", |book, chance| {
        fs::remove_file(one(lines_files(book, "journal"), chance)).unwrap();
    }),
    ("a file of private records missing", |book, chance| {
        fs::remove_file(one(lines_files(book, "private"), chance)).unwrap();
    }),
    ("an older journal under the newer ledger", |book, chance| {
        let mut segments = lines_files(book, "journal");
        let last = segments.pop().unwrap();
        let mut all = lines(&last);
        all.truncate(chance.random_range(1..all.len()));
        fs::write(last, all.concat()).unwrap();
        fs::remove_file(book.join("journal/head")).unwrap();
    }),
];

fn times() -> u64 {
    std::env::var("DAYBOOK_MATRIX_TIMES").ok().and_then(|text| text.parse().ok()).unwrap_or(3)
}

fn say(row: &str, outcomes: &[Outcome]) {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for outcome in outcomes {
        let kind = if *outcome == Outcome::Same { "the same answers" } else { "named" };
        *counts.entry(kind).or_default() += 1;
    }
    let counts: Vec<String> =
        counts.iter().map(|(kind, times)| format!("{kind} {times}×")).collect();
    let example = outcomes.iter().rev().find_map(|outcome| match outcome {
        Outcome::Named(named) => Some(format!(" ({named})")),
        Outcome::Same => None,
    });
    println!("{row:<42} {}{}", counts.join(", "), example.unwrap_or_default());
}

fn contents(book: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let all = ["journal", "private"].into_iter().flat_map(|part| files(&book.join(part)));
    all.map(|path| (path.clone(), fs::read(path).unwrap())).collect()
}

#[test]
fn a_damaged_ledger_answers_the_same_afterwards() {
    let sample = Sample::make();
    for (row, damage) in LEDGER {
        let mut outcomes = Vec::new();
        for seed in 0..times() {
            let (_dir, book) = sample.copy();
            damage(&book, &mut Chance::seed_from_u64(seed));
            outcomes.push(sample.outcome(&book));
            assert_eq!(outcomes.last(), Some(&Outcome::Same), "{row}, seed {seed}");
        }
        say(row, &outcomes);
    }
}

#[test]
fn damage_to_the_journal_is_named_and_nothing_is_changed() {
    let sample = Sample::make();
    for (row, damage) in JOURNAL {
        let mut outcomes = Vec::new();
        let bytes = row.starts_with("a byte of the journal");
        for seed in 0..if bytes { 100 } else { times() } {
            let (_dir, book) = sample.copy();
            damage(&book, &mut Chance::seed_from_u64(seed));
            let before = contents(&book);
            outcomes.push(sample.outcome(&book));
            assert!(matches!(outcomes.last(), Some(Outcome::Named(_))), "{row}, seed {seed}");
            assert_eq!(contents(&book), before, "{row}, seed {seed}");
        }
        say(row, &outcomes);
    }
}

/// A small file system of its own, in memory, for as long as it is held.
struct Mounted(TempDir);

impl Mounted {
    fn new(size: &str) -> Mounted {
        let dir = TempDir::new().unwrap();
        let path = dir.path().to_str().unwrap();
        mount(&["-t", "tmpfs", "-o", &format!("size={size}"), "tmpfs", path]);
        Mounted(dir)
    }

    fn book(&self) -> PathBuf {
        self.0.path().join("book")
    }

    /// Takes all the room that is left but `leave` bytes.
    fn fill(&self, leave: u64) -> PathBuf {
        let filler = self.0.path().join("filler");
        let mut length: u64 = 64 << 20;
        let file = fs::File::create(&filler).unwrap();
        let mut at = 0;
        while length >= 1_024 {
            match file.write_all_at(&vec![1; usize::try_from(length).unwrap()], at) {
                Ok(()) => at += length,
                Err(_) => length /= 2,
            }
        }
        file.set_len(fs::metadata(&filler).unwrap().len().saturating_sub(leave)).unwrap();
        filler
    }
}

fn mount(args: &[&str]) {
    let output = Command::new("mount").args(args).output().unwrap();
    assert!(output.status.success(), "{args:?}: {output:?}");
}

impl Drop for Mounted {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(self.0.path()).output();
    }
}

/// Only root may mount file systems and be somebody else.
fn is_root() -> bool {
    let id = Command::new("id").arg("-u").output().unwrap();
    if id.stdout.trim_ascii() == b"0"
        && tools::has("mount", "mount")
        && tools::has("setpriv", "util-linux")
    {
        return true;
    }
    tools::skip("only root may mount a file system");
    false
}

const PAY: &str = r#"{"do":"record_payment","customer":"C1","amount":"1","method":"cash","id":"00000000-0000-7000-8000-"#;

/// Posts payments until one is refused; the ids that got a receipt, and what was said.
fn pay_until_refused(book: &Path) -> (Vec<String>, String) {
    let mut lines = String::new();
    for n in 0..1_200 {
        lines += &format!("{PAY}{n:012}\"}}\n");
    }
    let file = TempDir::new().unwrap();
    let path = file.path().join("pay.jsonl");
    fs::write(&path, lines).unwrap();
    let output = daybook(book, &["post", path.to_str().unwrap()]);
    let answers: Vec<Value> = output
        .stdout
        .split(|byte| *byte == b'\n')
        .filter_map(|line| serde_json::from_slice(line).ok())
        .collect();
    let taken = answers.iter().filter(|answer| answer["ok"] == true);
    let ids = taken.map(|answer| answer["id"].as_str().unwrap().to_string()).collect();
    let refused = answers.iter().find(|answer| answer["ok"] == false);
    let why =
        refused.map_or_else(String::new, |one| one["refusal"]["rule"].as_str().unwrap().into());
    (ids, format!("{why} {}", String::from_utf8_lossy(&output.stderr).trim()))
}

#[test]
fn a_rebuild_or_restore_that_finds_the_disk_full_leaves_nothing_behind() {
    if !is_root() {
        return;
    }
    let sample = Sample::make();
    let file = sample.test.dir.path().join("backup.tar.gz");
    let backup = daybook(&sample.test.folder(), &["backup", file.to_str().unwrap()]);
    assert_eq!(backup.status.code(), Some(0), "{backup:?}");
    for leave in [0, 4_096, 60_000, 600_000] {
        let disk = Mounted::new("12m");
        copy(&sample.test.folder(), &disk.book());
        let names = || -> BTreeSet<String> {
            let found = fs::read_dir(disk.book()).unwrap();
            found.map(|it| it.unwrap().file_name().into_string().unwrap()).collect()
        };
        let before = names();
        let filler = disk.fill(leave);
        let rebuilt = daybook(&disk.book(), &["rebuild"]);
        let left: Vec<String> = names().difference(&before).cloned().collect();
        assert!(left.is_empty(), "{leave}: {left:?}: {rebuilt:?}");
        let restore = ["restore", file.to_str().unwrap(), "--replace"];
        let restored = daybook(&disk.book(), &restore);
        if restored.status.code() != Some(0) {
            let said = String::from_utf8_lossy(&restored.stderr);
            assert!(said.contains("No space left on device"), "{leave}: {said}");
            let left: Vec<String> = names().difference(&before).cloned().collect();
            assert!(left.is_empty(), "{leave}: {left:?}");
        }
        fs::remove_file(filler).unwrap();
        assert_eq!(sample.outcome(&disk.book()), Outcome::Same, "{leave}");
    }
}

#[test]
fn a_disk_that_is_full_read_only_or_somebody_elses_loses_nothing() {
    if !is_root() {
        return;
    }
    let sample = Sample::make();
    let mut full = Vec::new();
    for leave in [0, 4_096, 60_000] {
        let disk = Mounted::new("12m");
        copy(&sample.test.folder(), &disk.book());
        fs::remove_dir_all(disk.book().join("ledger")).unwrap();
        let filler = disk.fill(leave);
        let output = aging(&disk.book());
        let said = String::from_utf8_lossy(&output.stderr).trim().to_string();
        assert_eq!(output.status.code(), Some(0), "{leave} bytes left: {said}");
        assert_eq!(
            output.stdout,
            aging(&sample.test.folder()).stdout,
            "{leave} bytes left: {said}"
        );
        assert!(said.contains("read-only: the disk is full") || leave == 60_000, "{said}");
        let verified = daybook(&disk.book(), &["verify"]);
        assert_eq!(verified.status.code(), Some(0), "{verified:?}");
        let mut in_book = fs::read_dir(disk.book()).unwrap();
        assert!(
            !in_book.any(|one| one.unwrap().file_name().to_string_lossy().contains("quarantine"))
        );
        fs::remove_file(filler).unwrap();
        full.push(sample.outcome(&disk.book()));
        assert_eq!(full.last(), Some(&Outcome::Same), "{leave} bytes left: {said}");
    }
    say("disk full while it is opened, then room", &full);

    let (_dir, whole) = sample.copy();
    assert_eq!(pay_until_refused(&whole).0.len(), 1_200);
    let paid: Value = serde_json::from_slice(&aging(&whole).stdout).unwrap();
    let mut full = Vec::new();
    for leave in [1_000, 30_000, 200_000] {
        let disk = Mounted::new("12m");
        copy(&sample.test.folder(), &disk.book());
        let filler = disk.fill(leave);
        let (ids, why) = pay_until_refused(&disk.book());
        assert!(!why.trim().is_empty() && ids.len() < 1_200, "{leave}: {} taken", ids.len());
        fs::remove_file(filler).unwrap();
        // Every receipt that was given stands, and the same ids give it again.
        let (again, why) = pay_until_refused(&disk.book());
        assert_eq!(again.len(), 1_200, "{why}");
        assert!(ids.iter().all(|id| again.contains(id)));
        let report = daybook(&disk.book(), &["verify", "--json"]);
        assert_eq!(report.status.code(), Some(0), "{report:?}");
        let report: Value = serde_json::from_slice(&report.stdout).unwrap();
        let before = fs::read_to_string(sample.test.folder().join("journal/head")).unwrap();
        let before: Value = serde_json::from_str(&before).unwrap();
        assert_eq!(report["entries"].as_u64().unwrap(), before["seq"].as_u64().unwrap() + 1_200);
        let answer: Value = serde_json::from_slice(&aging(&disk.book()).stdout).unwrap();
        assert_eq!(answer, paid, "as if there had been room all the time");
        full.push(Outcome::Same);
    }
    say("disk full while commands are posted", &full);

    let disk = Mounted::new("12m");
    copy(&sample.test.folder(), &disk.book());
    mount(&["-o", "remount,ro", disk.0.path().to_str().unwrap()]);
    let output = aging(&disk.book());
    let said = String::from_utf8_lossy(&output.stderr).trim().to_string();
    assert_eq!(output.stdout, aging(&sample.test.folder()).stdout, "{said}");
    assert!(said.contains("read-only: the disk is read-only"), "{said}");
    let elsewhere = tempfile::tempdir().unwrap();
    let backup = elsewhere.path().join("backup.tar.gz");
    for args in [vec!["verify"], vec!["backup", backup.to_str().unwrap()], vec!["lookup", "name"]] {
        let output = daybook(&disk.book(), &args);
        assert_eq!(output.status.code(), Some(0), "{args:?}: {output:?}");
    }
    mount(&["-o", "remount,rw", disk.0.path().to_str().unwrap()]);
    assert_eq!(sample.outcome(&disk.book()), Outcome::Same);
    say("read-only file system", &[Outcome::Named(said)]);

    let disk = Mounted::new("12m");
    copy(&sample.test.folder(), &disk.book());
    fs::set_permissions(disk.0.path(), std::os::unix::fs::PermissionsExt::from_mode(0o755))
        .unwrap();
    fs::set_permissions(disk.book(), std::os::unix::fs::PermissionsExt::from_mode(0o700)).unwrap();
    let mut command = Command::new("setpriv");
    command.args(["--reuid=65534", "--regid=65534", "--clear-groups"]);
    let output = command.arg(env!("CARGO_BIN_EXE_daybook")).args(["report", "aging", "--book"]);
    let output = output.arg(disk.book()).output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr).trim().to_string();
    assert!(!output.status.success() && !said.is_empty(), "{output:?}");
    assert_eq!(sample.outcome(&disk.book()), Outcome::Same);
    say("folder of another owner", &[Outcome::Named(said)]);
}
