//! The desk over a real OpenSSH server on loopback: a line that drops in a half-typed invoice.

use crate::common::sshd;
use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use crate::common::TestBook;
use crate::common::sshd::Server;

/// Under `ForceCommand` there is no shell that could wake the desk.
#[test]
fn a_desk_that_no_shell_can_resume_does_not_stop() {
    if !sshd::is_there() {
        return;
    }
    let mut test = TestBook::for_processes();
    test.customer("C1");
    test.close();
    let server = Server::start();
    let mut desk = server.desk(&test.folder());
    desk.sees(&["Who is calling?", "of 1"]).types("<ctrl-z>").sees(&["There is no shell here"]);
    desk.types("c1").sees(&["▸ C1"]).types("<f3>");
    assert_eq!(desk.ends(), 0);
}

#[test]
fn a_connection_that_drops_loses_nothing() {
    if !sshd::is_there() {
        return;
    }
    let mut test = TestBook::for_processes();
    test.taken(r#"{"do":"register_customer","code":"C0001","name":"Kigali Heights Hotel"}"#);
    test.close();
    let server = Server::start();
    let mut desk = server.desk(&test.folder());
    desk.sees(&["Who is calling?", "of 1"]).types("kig").sees(&["▸ Kigali"]);
    desk.types("<alt-i>").sees(&["New invoice"]);
    desk.types("Two flowers<tab>2<tab>1500").sees(&["3,000"]);
    // The client is gone in the middle of a word.
    desk.dies();
    let gone = Instant::now();
    let holder = fs::read_to_string(test.folder().join("lock")).unwrap();
    let holder: serde_json::Value = serde_json::from_str(&holder).unwrap();
    let process = holder["pid"].as_u64().unwrap();
    while Path::new(&format!("/proc/{process}")).exists() {
        assert!(gone.elapsed() < Duration::from_secs(10), "it spins:\n{}", server.log());
        std::thread::yield_now();
    }
    println!("gone after {:?}", gone.elapsed());
    let mut desk = server.desk(&test.folder());
    desk.sees(&["Unfinished entries from last time", "New invoice · Kigali Heights Hotel"]);
    desk.types("<enter>").sees(&["Two flowers", "3,000"]).types("<ctrl-s>").sees(&["Review:"]);
    desk.types("<enter>").sees(&["INV-2026-00001 posted"]).types("<f3>");
    assert_eq!(desk.ends(), 0);
    test.open();
    assert!(test.verify().ok);
    assert_eq!(test.shown_invoice("INV-2026-00001").total.to_string(), "3000");
}
