//! Files that a user names are plain files: nothing waits for a pipe, reads a device to no end, or fails on a
//! socket or a folder without saying what it is.

use std::fs;
use std::os::unix::net::UnixListener;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};
use std::time::Duration;

use crate::common::cli::Cli;

/// How long a command may take that waits for nothing.
const PATIENCE: Duration = Duration::from_secs(30);

/// What is no file, with the word for it.
struct Odd {
    cli: Cli,
    _socket: UnixListener,
    all: Vec<(PathBuf, &'static str)>,
}

impl Odd {
    fn new() -> Odd {
        let cli = Cli::with_book();
        let at = |name: &str| cli.dir.path().join(name);
        assert!(Command::new("mkfifo").arg(at("pipe")).status().unwrap().success());
        let socket = UnixListener::bind(at("socket")).unwrap();
        fs::create_dir(at("folder")).unwrap();
        let all = vec![
            (at("pipe"), "a named pipe"),
            (at("socket"), "a socket"),
            ("/dev/zero".into(), "a device"),
            ("/dev/null".into(), "a device"),
            (at("folder"), "a folder"),
        ];
        Odd { cli, _socket: socket, all }
    }

    fn run(&self, args: &[&str]) -> Output {
        self.cli.command().args(args).timeout(PATIENCE).output().unwrap()
    }
}

#[test]
fn what_is_no_file_is_refused_by_every_command_that_reads_one() {
    let odd = Odd::new();
    let before = fs::read(odd.cli.book().join("journal/000000000001.jsonl")).unwrap();
    for (path, what) in &odd.all {
        let path = path.to_str().unwrap();
        let fresh = odd.cli.dir.path().join("fresh");
        let mut ways: Vec<Vec<&str>> = vec![
            vec!["import", "customers", path],
            vec!["import", "bank", path, "--account", "Ecobank"],
            vec!["post", path],
            vec!["post", "--dry-run", path],
            vec!["reconcile", "--score", path],
            vec!["--book", fresh.to_str().unwrap(), "restore", path],
            vec!["restore", path, "--replace"],
        ];
        if *what != "a folder" {
            ways.push(vec!["import", path]);
        }
        for args in ways {
            let output = odd.run(&args);
            let said = String::from_utf8_lossy(&output.stderr).into_owned();
            assert_eq!(output.status.code(), Some(1), "{args:?}: {said}");
            assert!(said.contains(&format!("{path} is {what}")), "{args:?}: {said}");
            assert!(said.contains("[file.not_a_file, field "), "{args:?}: {said}");
            assert!(!fresh.exists(), "{args:?}");
        }
    }
    let after = fs::read(odd.cli.book().join("journal/000000000001.jsonl")).unwrap();
    assert_eq!(before, after);
}

#[test]
fn what_is_no_file_is_refused_among_the_tables_of_a_book_too() {
    let odd = Odd::new();
    let folder = odd.cli.dir.path().join("export");
    assert_eq!(odd.cli.status(&["export", "csv", folder.to_str().unwrap()]), 0);
    fs::remove_file(folder.join("customers.csv")).unwrap();
    let made = Command::new("mkfifo").arg(folder.join("customers.csv")).status().unwrap();
    assert!(made.success());
    let output = odd.run(&["import", "book", folder.to_str().unwrap()]);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(said.contains("customers.csv is a named pipe"), "{said}");
}

#[test]
fn the_settings_of_mail_and_a_ledger_with_a_pipe_in_it_are_not_waited_for() {
    let odd = Odd::new();
    let mkfifo =
        |path: PathBuf| assert!(Command::new("mkfifo").arg(path).status().unwrap().success());
    mkfifo(odd.cli.book().join("mail.toml"));
    let output = odd.run(&["outbox", "send"]);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(said.contains("mail.toml: it is a named pipe, not a file"), "{output:?}");
    mkfifo(odd.cli.book().join("ledger/pipe"));
    let output = odd.run(&["verify"]);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
}

#[test]
fn what_another_program_sends_is_read_by_the_names_that_the_system_gives_it() {
    let cli = Cli::with_book();
    let line = r#"{"do":"register_customer","name":"Mill"}"#;
    fs::write(cli.dir.path().join("one.jsonl"), line).unwrap();
    let program = env!("CARGO_BIN_EXE_daybook");
    for (number, how) in
        ["post /dev/stdin < one.jsonl", "post /dev/fd/7 7< one.jsonl", "post - < one.jsonl"]
            .into_iter()
            .chain(["cat one.jsonl | \"$0\" post /dev/stdin"])
            .enumerate()
    {
        let how = if how.contains("$0") { how.into() } else { format!("\"$0\" {how}") };
        let output = Command::new("sh")
            .args(["-c", &how, program])
            .current_dir(cli.dir.path())
            .env("DAYBOOK_BOOK", cli.book())
            .env("HOME", cli.dir.path())
            .stdin(Stdio::null())
            .output()
            .unwrap();
        assert!(output.status.success(), "{how}: {output:?}");
        let code = format!("C{:04}", number + 1);
        assert!(String::from_utf8_lossy(&output.stdout).contains(&code), "{how}: {output:?}");
    }
}

#[test]
fn a_file_that_may_not_be_read_is_not_said_to_be_the_book_of_another() {
    let cli = Cli::with_book();
    // Root may read everything.
    let line = "cp \"$0\" program && chmod 755 . program && : > table.csv && chmod 0 table.csv && \
                setpriv --reuid=64323 --regid=64323 --clear-groups ./program import customers table.csv";
    let output = Command::new("sh")
        .args(["-c", line, env!("CARGO_BIN_EXE_daybook")])
        .current_dir(cli.dir.path())
        .env("DAYBOOK_BOOK", cli.dir.path().join("none"))
        .env("HOME", cli.dir.path())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    if !said.contains("table.csv") {
        return crate::common::tools::skip("only root can be another user");
    }
    assert!(said.contains("Permission denied") && said.contains("Check who may read"), "{said}");
    assert!(!said.contains("belongs to another user"), "{said}");
    // The same of a folder of one's own, whose permissions were taken away.
    let line = "mkdir own && chown 64323:64323 own && cd own && \
                run() { setpriv --reuid=64323 --regid=64323 --clear-groups ../program --book book \"$@\"; }; \
                run init --company A --country RW --currency RWF >&2 && chmod 0 book/journal && run check";
    let output = Command::new("sh")
        .args(["-c", line])
        .current_dir(cli.dir.path())
        .env("HOME", cli.dir.path())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(said.contains("The book is yours") && said.contains("chmod -R u+rwX"), "{said}");
}
