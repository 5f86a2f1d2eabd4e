//! The command line from outside.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::path::PathBuf;
use std::process::Output;

use assert_cmd::Command;
use serde_json::Value;
use tempfile::TempDir;

/// The program from outside, with a folder of its own.
pub struct Cli {
    pub dir: TempDir,
}

impl Cli {
    pub fn new() -> Cli {
        Cli { dir: TempDir::new().unwrap() }
    }

    /// With a book in it.
    pub fn with_book() -> Cli {
        let cli = Cli::new();
        let init = ["init", "--company", "A", "--country", "RW", "--currency", "RWF"];
        assert_eq!(cli.status(&init), 0);
        cli
    }

    /// With a book that has an invoice.
    pub fn with_invoice() -> Cli {
        let cli = Cli::with_book();
        let (status, _) = cli.post(
            "{\"do\":\"register_customer\",\"code\":\"C1\",\"name\":\"Kigali Glass\"}\n\
             {\"do\":\"issue_invoice\",\"customer\":\"C1\",\"lines\":[{\"description\":\"x\",\"quantity\":\"1\",\"unit_price\":\"5\"}]}\n",
        );
        assert_eq!(status, 0);
        cli
    }

    pub fn book(&self) -> PathBuf {
        self.dir.path().join("book")
    }

    pub fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_daybook"));
        command.env("DAYBOOK_BOOK", self.book()).env("HOME", self.dir.path());
        // The words are English unless a test asks for others.
        command.env("LC_ALL", "C");
        // What a test writes by a relative name lands among its own.
        command.current_dir(self.dir.path()).env_remove("XDG_DATA_HOME");
        command.args(["--today", "2026-11-21"]);
        command
    }

    pub fn run(&self, args: &[&str]) -> Output {
        self.command().args(args).output().unwrap()
    }

    pub fn status(&self, args: &[&str]) -> i32 {
        self.run(args).status.code().unwrap()
    }

    pub fn json(&self, args: &[&str]) -> Value {
        let output = self.command().args(args).arg("--json").output().unwrap();
        serde_json::from_slice(&output.stdout)
            .unwrap_or_else(|error| panic!("{args:?}: {error}: {output:?}"))
    }

    pub fn post(&self, input: impl Into<Vec<u8>>) -> (i32, Vec<Value>) {
        let output = self.command().arg("post").write_stdin(input).output().unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        let lines = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        (output.status.code().unwrap(), lines)
    }
}
