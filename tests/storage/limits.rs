//! Limits that the system sets to the process (`ulimit`): a file that may not grow is told as what it is, and memory
//! that runs out is told in a line.

use std::fs;
use std::process::{Command, Output, Stdio};

use crate::common::cli::Cli;
use crate::common::tools;

/// Runs the program within a limit of `prlimit`.
fn within(cli: &Cli, limit: &str, args: &[&str], input: &str) -> Output {
    let given = cli.dir.path().join("given");
    fs::write(&given, input).unwrap();
    Command::new("prlimit")
        .arg(limit)
        .arg(env!("CARGO_BIN_EXE_daybook"))
        .args(["--today", "2026-11-21"])
        .args(args)
        .env("DAYBOOK_BOOK", cli.book())
        .env("HOME", cli.dir.path())
        .env("LC_ALL", "C")
        .stdin(Stdio::from(fs::File::open(given).unwrap()))
        .output()
        .unwrap()
}

fn customers(from: usize, count: usize) -> String {
    let long = "x".repeat(199);
    let line = |n| {
        format!(
            r#"{{"do":"register_customer","code":"K{n}","name":"N{n}","contact":"{long}","address":"{long}","city":"{long}","region":"{long}"}}"#
        )
    };
    (from..from + count).map(|n| line(n) + "\n").collect()
}

#[test]
fn where_no_file_may_grow_nothing_is_posted_and_all_is_read() {
    if !tools::has("prlimit", "util-linux") {
        return;
    }
    let cli = Cli::with_book();
    assert_eq!(cli.post(customers(0, 20)).0, 0);
    // The store of the ledger fits within the limit, the private records to come do not.
    let limit = format!("--fsize={}", 4 << 20);
    let output = within(&cli, &limit, &["post"], &customers(20, 5_000));
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert_eq!(output.status.code(), Some(1), "{:?} {:?}", output.status, output.stderr);
    let taken = said.lines().filter(|line| line.contains(r#""ok":true"#)).count();
    let refused =
        said.lines().filter(|line| line.contains("no file may grow any more (ulimit -f)")).count();
    assert!(taken > 100 && refused > 100 && taken + refused == 5_000, "{taken} {refused}");
    // What has a receipt is there, and nothing else.
    assert_eq!(cli.json(&["verify"])["ok"], true);
    let customers = cli.json(&[])["currencies"]["RWF"]["customers"].as_u64();
    assert_eq!(customers, Some(20 + taken as u64));
    // Where not even the store fits, the book is read without it.
    let output = within(&cli, "--fsize=100000", &["balance", "K3"], "");
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(
        output.status.success() && said.contains("read-only: no file may grow any more"),
        "{said}"
    );
    let output = within(&cli, "--fsize=100000", &["post"], &self::customers(9_000, 1));
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(said.contains("journal.read_only"), "{said}");
    let out = cli.dir.path().join("backup.tar.gz");
    let output = within(&cli, "--fsize=10000", &["backup", out.to_str().unwrap()], "");
    assert_eq!(output.status.code(), Some(3), "{output:?}");
    assert!(!out.exists());
    assert_eq!(cli.status(&["check"]), 0);
}

#[test]
fn memory_that_is_too_little_is_told_in_a_line() {
    if !tools::has("prlimit", "util-linux") {
        return;
    }
    let cli = Cli::with_book();
    for mebibytes in [400, 700, 1_000] {
        let output = within(&cli, &format!("--as={}", mebibytes << 20), &["check"], "");
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(3), "{said}");
        let told = format!("daybook: this process may have {mebibytes} MiB of memory (ulimit -v)");
        assert!(said.starts_with(&told) && said.lines().count() == 1, "{said}");
    }
    // The allocator takes a GiB of addresses at once where it gets them: just above that too few are left for
    // threads, which the ledger says. This much is enough for both.
    let output = within(&cli, &format!("--as={}", 2_000_u64 << 20), &["check"], "");
    assert_eq!((output.status.code(), output.stderr), (Some(0), Vec::new()));
    assert_eq!(cli.status(&["check"]), 0);
}
