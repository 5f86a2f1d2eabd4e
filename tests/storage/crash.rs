//! `daybook post` killed with SIGKILL at random moments: no command with a receipt is lost, none is
//! half there, and the same ids sent again give the same receipts, one entry each.
//!
//! `DAYBOOK_CRASH_ROUNDS=300 cargo test --test storage crash` runs more rounds.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use rand::{Rng, RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use serde_json::{Value, json};
use tempfile::TempDir;

fn daybook(book: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_daybook"));
    command.arg("--book").arg(book).arg("--today").arg("2026-11-21");
    command
}

fn id(chance: &mut ChaCha8Rng) -> String {
    let mut bytes = [0; 16];
    chance.fill_bytes(&mut bytes);
    uuid::Builder::from_random_bytes(bytes).into_uuid().to_string()
}

/// Commands with and without private records, alone and with many events.
fn commands(chance: &mut ChaCha8Rng, round: usize) -> Vec<Value> {
    let mut commands = vec![json!({"do": "register_customer", "code": format!("R{round}"),
        "name": format!("Round {round}"), "id": id(chance)})];
    for _ in 0..chance.random_range(100..700) {
        let customer = format!("R{}", chance.random_range(0..=round));
        let id = id(chance);
        commands.push(match chance.random_range(0..5) {
            0 => json!({"do": "register_customer", "name": "Somebody", "id": id}),
            1 => json!({"do": "record_payment", "customer": customer, "amount": "700",
                        "method": "momo", "id": id}),
            _ => json!({"do": "issue_invoice", "customer": customer, "id": id, "lines": [
                        {"description": "Work", "quantity": "1", "unit_price": "500", "tax": "B"}]}),
        });
    }
    commands
}

/// Posts commands, and kills the process after a random wait once `after` receipts have come. The
/// receipts that came whole.
fn post_and_kill(book: &Path, commands: &[Value], after: usize, wait: Duration) -> Vec<Value> {
    let mut child = daybook(book)
        .arg("post")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    let text: String = commands.iter().map(|command| format!("{command}\n")).collect();
    let writer = std::thread::spawn(move || {
        // The process dies while it is written to: that is the point.
        let _ = input.write_all(text.as_bytes());
        input
    });
    let mut output = BufReader::new(child.stdout.take().unwrap());
    let mut receipts = Vec::new();
    let mut read = |receipts: &mut Vec<Value>| {
        let mut line = String::new();
        let whole = output.read_line(&mut line).unwrap() > 0 && line.ends_with('\n');
        receipts.extend(whole.then(|| serde_json::from_str(&line).unwrap()));
        whole
    };
    while receipts.len() < after && read(&mut receipts) {}
    std::thread::sleep(wait);
    child.kill().unwrap();
    while read(&mut receipts) {}
    child.wait().unwrap();
    drop(writer.join().unwrap());
    receipts
}

fn post(book: &Path, commands: &[Value]) -> Vec<Value> {
    let text: String = commands.iter().map(|command| format!("{command}\n")).collect();
    let output = assert_cmd::Command::from_std(daybook(book))
        .arg("post")
        .write_stdin(text)
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout)
        .unwrap()
        .lines()
        .map(|l| serde_json::from_str(l).unwrap())
        .collect()
}

#[test]
fn sigkill_loses_no_receipt_and_halves_no_command() {
    let rounds =
        std::env::var("DAYBOOK_CRASH_ROUNDS").ok().and_then(|n| n.parse().ok()).unwrap_or(15);
    let mut chance = ChaCha8Rng::seed_from_u64(2026);
    let dir = TempDir::new().unwrap();
    let book = dir.path().join("book");
    let init = ["init", "--company", "A", "--country", "RW", "--currency", "RWF"];
    assert!(daybook(&book).args(init).stdout(Stdio::null()).status().unwrap().success());

    let mut seqs: BTreeMap<String, u64> = BTreeMap::new();
    let (mut acknowledged, mut cut_short) = (0, 0);
    for round in 0..rounds {
        let commands = commands(&mut chance, round);
        let after = chance.random_range(0..=commands.len() / 2);
        let wait = Duration::from_micros(chance.random_range(0..2_000));
        let before = post_and_kill(&book, &commands, after, wait);
        cut_short += usize::from(before.len() < commands.len());
        let again = post(&book, &commands);
        assert_eq!(again.len(), commands.len());
        for (i, receipt) in before.iter().enumerate() {
            let same = (&receipt["seq"], &receipt["made"]);
            let is = (&again[i]["seq"], &again[i]["made"]);
            assert_eq!(same, is, "round {round}: the same id gives the same receipt");
        }
        acknowledged += before.len();
        for receipt in &again {
            let seq = receipt["seq"].as_u64().unwrap();
            assert!(seqs.insert(receipt["id"].as_str().unwrap().into(), seq).is_none());
        }
    }
    println!(
        "{rounds} rounds: {acknowledged} receipts before the kill, {cut_short} rounds cut short"
    );

    // One entry an id, at the number its receipt said; nothing else.
    let output = daybook(&book).arg("journal").output().unwrap();
    let journal = String::from_utf8(output.stdout).unwrap();
    let mut entries = BTreeMap::new();
    for line in journal.lines().skip(1) {
        let entry: Value = serde_json::from_str(line).unwrap();
        let id = entry["id"].as_str().unwrap().to_string();
        assert!(entries.insert(id, entry["seq"].as_u64().unwrap()).is_none(), "an id stands twice");
    }
    assert_eq!(entries, seqs);
    let verify = daybook(&book).args(["verify", "--json"]).output().unwrap();
    let report: Value = serde_json::from_slice(&verify.stdout).unwrap();
    assert_eq!((report["ok"].as_bool(), report["tail"].is_null()), (Some(true), true), "{report}");
}
