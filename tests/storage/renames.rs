//! What a command puts in its place lasts, and a kill between any two steps of a restore leaves one
//! whole book: seen from outside, with strace.

use crate::common::tools;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

/// The calls that change what a folder holds.
const CHANGES: [&str; 5] = [
    "?rename,?renameat,?renameat2",
    "?mkdir,?mkdirat",
    "?link,?linkat",
    "?unlink,?unlinkat",
    "?rmdir",
];

struct Place(TempDir);

impl Place {
    fn new() -> Place {
        Place(TempDir::new().unwrap())
    }

    fn at(&self, name: &str) -> String {
        self.0.path().join(name).to_str().unwrap().to_string()
    }

    fn book(&self) -> PathBuf {
        self.0.path().join("book")
    }

    fn copy(&self) -> Place {
        let place = Place::new();
        let copied = Command::new("cp").arg("-a").arg(self.book()).arg(place.book()).status();
        assert!(copied.unwrap().success());
        place
    }

    /// A command below strace, which is told `how`.
    fn traced(&self, how: &[&str], args: &[&str]) -> Output {
        let mut command = Command::new("strace");
        command.args(["-f", "-y", "-qq", "-s", "300", "-o", &self.at("trace")]).args(how);
        command.arg(env!("CARGO_BIN_EXE_daybook")).args(["--today", "2026-11-21", "--book"]);
        command.arg(self.book()).args(args).env("HOME", self.0.path()).output().unwrap()
    }

    fn command(&self, args: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_daybook"));
        command.args(["--today", "2026-11-21", "--book"]).arg(self.book()).args(args);
        command.env("HOME", self.0.path()).output().unwrap()
    }

    fn run(&self, args: &[&str]) -> Output {
        let output = self.command(args);
        assert_eq!(output.status.code(), Some(0), "{args:?}: {output:?}");
        output
    }

    fn post(&self, line: &str) {
        fs::write(self.at("post.jsonl"), format!("{line}\n")).unwrap();
        self.run(&["post", &self.at("post.jsonl")]);
    }

    /// With a book of one customer, and a backup of it in which there is one more.
    fn with_backup() -> Place {
        let place = Place::new();
        place.run(&["init", "--company", "A", "--country", "RW", "--currency", "RWF"]);
        place.post(r#"{"do":"register_customer","name":"Old Glass"}"#);
        let later = place.copy();
        later.post(r#"{"do":"register_customer","name":"New Timber"}"#);
        later.run(&["backup", &place.at("backup.tar.gz")]);
        place
    }

    /// The lines of the last trace that hold a call which succeeded.
    fn trace(&self) -> Vec<String> {
        let text = fs::read_to_string(self.at("trace")).unwrap();
        let mut lines = whole_calls(&text);
        lines.retain(|line| line.ends_with("= 0"));
        lines
    }
}

/// The lines of a trace, with each call that another thread's came between put together again.
fn whole_calls(trace: &str) -> Vec<String> {
    let (mut whole, mut begun) = (Vec::new(), BTreeMap::new());
    for line in trace.lines() {
        let thread = line.split_whitespace().next().unwrap_or_default();
        if let Some((call, _)) = line.split_once(" <unfinished ...>") {
            begun.insert(thread, call);
        } else if let Some((_, rest)) = line.split_once(" resumed>") {
            whole.push(format!("{}{rest}", begun.remove(thread).unwrap_or_default()));
        } else {
            whole.push(line.to_string());
        }
    }
    whole
}

#[test]
fn a_call_that_another_came_between_is_one_call() {
    let trace = "7 fsync(5</tmp/a> <unfinished ...>\n8 mkdir(\"/tmp/a/b\", 0700) = 0\n\
                 7 <... fsync resumed>) = 0\n";
    assert_eq!(whole_calls(trace), ["8 mkdir(\"/tmp/a/b\", 0700) = 0", "7 fsync(5</tmp/a>) = 0"]);
}

/// The texts in quotes on a line.
fn quoted(line: &str) -> Vec<&str> {
    line.split('"').skip(1).step_by(2).collect()
}

/// Folders in which a name was made or renamed, and no sync followed.
fn unsynced(place: &Place) -> BTreeSet<String> {
    let mut waiting = BTreeSet::new();
    for line in place.trace() {
        if line.contains("sync(") {
            let path = line.split(['<', '>']).nth(1).unwrap_or_default();
            waiting.remove(path);
            continue;
        }
        let renames = ["rename", "link(", "linkat(", "mkdir"];
        if renames.iter().any(|call| line.contains(call)) && !line.contains("unlink") {
            let to = quoted(&line).last().copied().unwrap_or_default().to_string();
            let folder = Path::new(&to).parent().unwrap().to_str().unwrap().to_string();
            // sled sees to its own files, and what passes need not last.
            let is_sleds =
                folder.contains("/ledger") || line.contains("mkdir") && to.contains("/ledger");
            if !is_sleds && !folder.contains(".making-") {
                waiting.insert(folder);
            }
        }
    }
    waiting
}

#[test]
fn every_new_name_is_followed_by_a_sync_of_its_folder() {
    if !tools::has("strace", "strace") {
        return;
    }
    let place = Place::with_backup();
    let trace = format!("trace={},fsync,fdatasync", CHANGES.join(","));
    let (new, demo) = (Place::new(), Place::new());
    let (export, other) = (place.at("export"), place.at("other.tar.gz"));
    let backup = place.at("backup.tar.gz");
    let traced = |place: &Place, args: &[&str]| {
        let output = place.traced(&["-e", &trace], args);
        assert!(output.status.success(), "{args:?}: {output:?}");
        assert!(!place.trace().is_empty());
        assert_eq!(unsynced(place), BTreeSet::new(), "{args:?}");
    };
    traced(&new, &["init", "--company", "A", "--country", "RW", "--currency", "RWF"]);
    traced(&demo, &["demo", "--no-desk", "--customers", "3", "--invoices", "3"]);
    traced(&place, &["backup", &other]);
    traced(&place, &["export", "csv", &export]);
    traced(&place, &["rebuild"]);
    traced(&place, &["restore", &backup, "--replace"]);
    traced(&Place::new(), &["restore", &backup]);
}

#[test]
fn a_kill_between_any_two_steps_of_a_restore_leaves_one_whole_book() {
    if !tools::has("strace", "strace") {
        return;
    }
    let place = Place::with_backup();
    let (mut old, mut new, mut finished) = (0, 0, 0);
    // Each kind of call is counted apart.
    for call in CHANGES.into_iter().chain(["?fsync", "?fdatasync"]) {
        for step in 1.. {
            let (is_done, is_new, is_finished) = killed_at(&place, call, step);
            *(if is_new { &mut new } else { &mut old }) += 1;
            finished += usize::from(is_finished);
            if is_done {
                break;
            }
        }
    }
    println!("{old} kills left the old book, {new} the new one; {finished} were finished");
    assert!(old > 5 && finished > 5, "{old} {new} {finished}");
}

/// Kills a restore before its call number `step` of a kind. Whether it came to its end before, the
/// new book stands, and the next run finished it.
fn killed_at(place: &Place, call: &str, step: usize) -> (bool, bool, bool) {
    let (copy, backup) = (place.copy(), place.at("backup.tar.gz"));
    let inject = format!("inject={call}:signal=KILL:when={step}");
    let output = copy.traced(&["-e", &inject], &["restore", &backup, "--replace"]);
    // The journal does without the lock: what it prints is one book or the other too.
    let first = if step.is_multiple_of(2) { "journal" } else { "verify" };
    let next = copy.run(&[first]);
    let mut said = String::from_utf8_lossy(&next.stderr).into_owned();
    let mut has = |name: &str| {
        let output = copy.command(&["show", name]);
        said += &String::from_utf8_lossy(&output.stderr);
        output.status.success()
    };
    let is_new = has("C0002");
    assert!(has("C0001"));
    assert_eq!(is_new, copy.book().join("before-restore-1/journal").exists(), "{call} {step}");
    let is_undone = said.contains("before it changed anything");
    assert!(!is_undone || !is_new, "{call} {step}: {said}");
    let is_finished = said.contains("now finished");
    let is_done = output.status.success();
    assert_eq!(is_finished, is_new && !is_done, "{call} {step}: who reports it? {said}");
    copy.run(&["verify"]);
    let entries = fs::read_dir(copy.book()).unwrap();
    let names: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    let known = ["lock", "journal", "private", "ledger", "before-restore-1"];
    let other = names.iter().find(|name| !known.contains(&name.as_str()));
    assert_eq!(other, None, "{call} {step}: {names:?}");
    (is_done, is_new, is_finished)
}
