//! A receipt is given after the entry's fdatasync, and not before: seen from outside, with strace.

use crate::common::tools;
use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};

use tempfile::TempDir;

#[test]
fn each_receipt_comes_after_the_journals_fdatasync() {
    if !tools::has("strace", "strace") {
        return;
    }
    let dir = TempDir::new().unwrap();
    let (book, trace) = (dir.path().join("book"), dir.path().join("trace"));
    let daybook = env!("CARGO_BIN_EXE_daybook");
    let init = ["init", "--company", "A", "--country", "RW", "--currency", "RWF", "--book"];
    let made = Command::new(daybook).args(init).arg(&book).stdout(Stdio::null()).status().unwrap();
    assert!(made.success());
    let mut child = Command::new("strace")
        .args(["-f", "-y", "-s", "200", "-e", "trace=pwrite64,fdatasync,fsync,write", "-o"])
        .arg(&trace)
        .arg(daybook)
        .args(["post", "--book"])
        .arg(&book)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    let mut output = BufReader::new(child.stdout.take().unwrap());
    let line = r#"{"do":"issue_invoice","customer":"C0001","lines":[{"description":"x","quantity":"1","unit_price":"5"}]}"#;
    let register = r#"{"do":"register_customer","name":"A"}"#;
    let commands = [register, line, line, register, line];
    for command in commands {
        writeln!(input, "{command}").unwrap();
        let mut receipt = String::new();
        output.read_line(&mut receipt).unwrap();
        assert!(receipt.contains("\"ok\":true"), "{receipt}");
    }
    drop(input);
    assert!(child.wait().unwrap().success());

    let trace = std::fs::read_to_string(trace).unwrap();
    let (mut written, mut synced, mut private_unsynced, mut receipts) = (0, 0, false, 0);
    for call in trace.lines() {
        let journal = call.contains("/journal/0");
        if call.contains("pwrite64(") && call.contains("/private/0") && !call.contains("\"\\n") {
            private_unsynced = true;
        }
        if call.contains("fdatasync(") && call.contains("/private/0") {
            private_unsynced = false;
        }
        if call.contains("pwrite64(") && journal && call.contains("seq") {
            assert!(!private_unsynced, "an entry was written before its private record was synced");
            written += 1;
        }
        if call.contains("fdatasync(") && journal {
            synced = written;
        }
        if call.contains(" write(1<") && call.contains("ok") {
            receipts += 1;
            assert_eq!(
                (written, synced),
                (receipts, receipts),
                "a receipt before its sync:\n{call}"
            );
        }
    }
    assert_eq!(receipts, commands.len());
}
