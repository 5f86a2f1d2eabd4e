//! A machine that is short of threads or memory: the program answers right or says why it cannot,
//! soon, and nothing of a book changes place for it.

use crate::common::{names, tools};
use std::fs;
use std::os::unix::fs::{PermissionsExt, lchown};
use std::os::unix::process::ExitStatusExt;
use std::path::PathBuf;
use std::process::{Command, Output};

use serde_json::Value;
use tempfile::TempDir;

/// Users of whom nothing else runs: the limit counts all threads of one. Root has no limit.
const USERS: [u32; 2] = [64_321, 64_322];

/// How many seconds a command may take where it goes on without what it lacks.
const PATIENCE: &str = "60";

/// A book of that user.
struct Owned {
    dir: TempDir,
    user: u32,
}

impl Owned {
    fn new(user: u32) -> Option<Owned> {
        let id = Command::new("id").arg("-u").output().unwrap();
        if id.stdout.trim_ascii() != b"0"
            || !tools::has("setpriv", "util-linux")
            || !tools::has("prlimit", "util-linux")
        {
            tools::skip("only root can be a user of whom nothing else runs");
            return None;
        }
        let dir = TempDir::new().unwrap();
        fs::set_permissions(dir.path(), PermissionsExt::from_mode(0o755)).unwrap();
        lchown(dir.path(), Some(user), Some(user)).unwrap();
        let owned = Owned { dir, user };
        let demo = ["demo", "--no-desk", "--customers", "9", "--invoices", "30"];
        let made = owned.within(&[], &demo);
        assert!(made.status.success(), "{made:?}");
        Some(owned)
    }

    fn book(&self) -> PathBuf {
        self.dir.path().join("book")
    }

    /// Runs the program within limits, and waits no longer than a person would.
    fn within(&self, limits: &[&str], args: &[&str]) -> Output {
        let mut command = Command::new("timeout");
        command.args(["--signal=KILL", PATIENCE, "prlimit"]).args(limits).arg("setpriv");
        command
            .args([format!("--reuid={}", self.user), format!("--regid={}", self.user)])
            .arg("--clear-groups");
        command.arg(env!("CARGO_BIN_EXE_daybook")).args(["--today", "2026-11-21", "--book"]);
        command.arg(self.book()).args(args).env("HOME", self.dir.path()).output().unwrap()
    }

    fn answer(&self) -> Value {
        let ran = self.within(&[], &["report", "aging", "--json"]);
        assert!(ran.status.success() && ran.stderr.is_empty(), "{ran:?}");
        serde_json::from_slice(&ran.stdout).unwrap()
    }

    /// The same answer, or a word on why there is none; and then the book as it was. Whether it
    /// answered.
    fn answers_or_says_why(&self, limit: &str, answer: &Value) -> bool {
        let ran = self.within(&[limit], &["report", "aging", "--json"]);
        let said = String::from_utf8_lossy(&ran.stderr);
        match ran.status.code() {
            Some(0) => {
                let given: Value = serde_json::from_slice(&ran.stdout).unwrap();
                assert_eq!(&given, answer, "{limit}");
            }
            Some(3) if said.contains("daybook: ") => {}
            // Where there is no memory to begin with, the runtime has a word.
            _ => {
                let says = ["memory allocation of", "cannot allocate", "failed to map"];
                let is_said = says.iter().any(|words| said.contains(words));
                // Where there is not even room for the program itself, the system ends it.
                let is_ended = self.within(&[limit], &["--version"]).status.signal().is_some();
                assert!((is_said || is_ended) && limit.contains("--as"), "{limit}: {ran:?}");
            }
        }
        assert_eq!(&self.answer(), answer, "after {limit}");
        assert_eq!(names(&self.book()), ["journal", "ledger", "lock", "private"], "{limit}");
        ran.status.success()
    }
}

#[test]
fn too_few_threads_are_no_damage_and_no_hang() {
    let Some(owned) = Owned::new(USERS[0]) else { return };
    let answer = owned.answer();
    let answered =
        |limit: u32| owned.answers_or_says_why(&format!("--nproc={limit}:{limit}"), &answer);
    let answered: Vec<bool> = [1, 2, 4, 8, 11, 12, 13, 14, 16, 40].map(answered).into();
    assert_eq!(answered.last(), Some(&true), "with enough there is an answer");
    assert!(answered.iter().filter(|yes| **yes).count() > 5, "a few are enough: {answered:?}");
}

#[test]
fn too_little_memory_is_no_damage_and_no_hang() {
    let Some(owned) = Owned::new(USERS[1]) else { return };
    let answer = owned.answer();
    let answered = |mebibytes: u64| {
        let bytes = mebibytes << 20;
        owned.answers_or_says_why(&format!("--as={bytes}:{bytes}"), &answer)
    };
    let answered: Vec<bool> = [48, 64, 80, 96, 112, 144, 176, 256, 2_000].map(answered).into();
    assert_eq!(answered.last(), Some(&true), "with enough there is an answer");
}
