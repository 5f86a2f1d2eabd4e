//! Sending for real: a mail server on loopback with TLS and a login, behind a proxy that cuts
//! connections. What is sent arrives once, or stands as unsure; nothing twice, nothing lost.

mod changed;
mod failing;
mod hostile;
mod letters;
mod proxy;

use std::collections::BTreeMap;
use std::process::Stdio;
use std::time::{Duration, Instant};

use crate::common::cli::Cli;
use crate::common::mail::{MailServer, can_run, settings};
use proxy::{Cut, Proxy};
use serde_json::Value;

/// How many statements go out where many are needed; `DAYBOOK_STATEMENTS` says another number.
const STATEMENTS: usize = 16;

fn many() -> usize {
    let asked = std::env::var("DAYBOOK_STATEMENTS").ok();
    asked.and_then(|it| it.parse().ok()).unwrap_or(STATEMENTS)
}

/// A book with so many customers who owe something.
fn book(customers: usize) -> Cli {
    let cli = Cli::with_book();
    let mut lines = String::new();
    for n in 1..=customers {
        lines += &format!(
            r#"{{"do":"register_customer","code":"C{n}","name":"Customer {n}","email":"c{n}@kh.example"}}
{{"do":"issue_invoice","customer":"C{n}","date":"2026-11-02","lines":[{{"description":"Paper","quantity":"1","unit_price":"{n}000","tax":"B"}}]}}
"#
        );
    }
    let (status, receipts) = cli.post(lines);
    assert_eq!(status, 0, "{receipts:?}");
    cli
}

fn rows(cli: &Cli) -> Vec<Value> {
    cli.json(&["outbox"])["rows"].as_array().unwrap().clone()
}

fn states(cli: &Cli) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for row in rows(cli) {
        *counts.entry(row["state"].as_str().unwrap().to_string()).or_default() += 1;
    }
    counts
}

/// Sends until nothing is queued. Each run ends by itself when the server is lost too often.
fn send_all(cli: &Cli) {
    for _ in 0..400 + 4 * many() {
        cli.run(&["outbox", "send", "--now"]);
        if !states(cli).contains_key("queued") {
            return;
        }
    }
    panic!("something stays queued: {:?}", states(cli));
}

/// How often each Message-ID arrived.
fn arrived(server: &MailServer) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for message in server.mailbox() {
        *counts.entry(message["id"].as_str().unwrap().to_string()).or_default() += 1;
    }
    counts
}

/// What was sent arrived once; what is unsure at most once; and nothing else arrived.
fn audit(cli: &Cli, server: &MailServer, deliveries: usize) -> (usize, usize) {
    let (rows, mut arrived) = (rows(cli), arrived(server));
    assert_eq!(rows.len(), deliveries);
    let (mut sent, mut unsure) = (0, 0);
    for row in &rows {
        let id = row["message_id"].as_str().unwrap_or_default().to_string();
        let times = arrived.remove(&id).unwrap_or_default();
        match row["state"].as_str().unwrap() {
            "sent" => {
                assert_eq!(times, 1, "{row}");
                sent += 1;
            }
            "unsure" => {
                assert!(times <= 1, "{row}");
                unsure += 1;
            }
            other => panic!("{other}: {row}"),
        }
    }
    assert!(arrived.is_empty(), "{arrived:?}");
    (sent, unsure)
}

const PLAN: [Cut; 11] = [
    Cut::Connect,
    Cut::Nowhere,
    Cut::StartTls,
    Cut::Recipient(2),
    Cut::Auth,
    Cut::Data(1),
    Cut::Recipient(0),
    Cut::Dot(3),
    Cut::Data(0),
    Cut::Dot(0),
    Cut::Dot(2),
];

#[test]
fn what_goes_through_a_line_that_is_cut_in_every_phase_arrives_once_or_stands_as_unsure() {
    if !can_run() {
        return;
    }
    let count = many();
    let cli = book(count);
    let server = MailServer::start(&cli.book(), "localhost", "starttls");
    // One connection in eleven goes on to the end: not before the others were cut.
    let mut plan: Vec<Cut> = PLAN.into_iter().filter(|cut| *cut != Cut::Nowhere).collect();
    let proxy = Proxy::start(server.port, &plan);
    settings(&cli.book(), proxy.port, "");
    let made = cli.json(&["statements", "--to", "2026-11-20", "--deliver"]);
    assert_eq!(made["made"], count);
    send_all(&cli);
    let (sent, unsure) = audit(&cli, &server, count);
    let cuts = proxy.cuts.load(std::sync::atomic::Ordering::SeqCst);
    println!("{count} statements, {cuts} cuts: {sent} sent, {unsure} unsure");
    assert!(cuts >= plan.len() && sent > 0 && unsure > 0, "{cuts} cuts, {sent} sent");
    // A person sends what is unsure again: with its Message-ID, over a line that holds.
    plan = vec![Cut::Nowhere];
    proxy.go_on_with(&plan);
    let before = arrived(&server);
    for row in rows(&cli).iter().filter(|row| row["state"] == "unsure") {
        assert_eq!(cli.status(&["outbox", "retry", row["delivery"].as_str().unwrap()]), 0);
    }
    assert_eq!(cli.status(&["outbox", "send"]), 0);
    let after = arrived(&server);
    assert_eq!(after.len(), count);
    let again: usize = after.values().sum::<usize>() - before.values().sum::<usize>();
    assert_eq!(again, unsure);
    assert_eq!(states(&cli), BTreeMap::from([("sent".to_string(), count)]));
    assert_eq!(cli.status(&["verify"]), 0);
}

#[test]
fn a_sender_that_is_killed_and_two_at_the_same_time_send_nothing_twice() {
    if !can_run() {
        return;
    }
    let count = many();
    let cli = book(count);
    let server = MailServer::start(&cli.book(), "localhost", "starttls");
    settings(&cli.book(), server.port, "");
    cli.json(&["statements", "--to", "2026-11-20", "--deliver"]);
    let sender = || {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_daybook"));
        command.env("DAYBOOK_BOOK", cli.book()).env("HOME", cli.dir.path()).env("LC_ALL", "C");
        command.args(["--today", "2026-11-21", "outbox", "send"]);
        command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
    };
    let mut kills = 0;
    while kills < 4 {
        let target = server.mailbox().len() + (count / 10).max(1);
        let mut child = sender();
        let began = Instant::now();
        while server.mailbox().len() < target && child.try_wait().unwrap().is_none() {
            assert!(began.elapsed() < Duration::from_mins(2), "nothing arrives");
            std::thread::yield_now();
        }
        child.kill().unwrap();
        child.wait().unwrap();
        kills += 1;
    }
    assert!(server.mailbox().len() < count, "the last sender had something left to do");
    // Two at once, each on what the other leaves.
    let (mut one, mut other) = (sender(), sender());
    let statuses = [one.wait().unwrap(), other.wait().unwrap()];
    assert!(statuses.iter().all(|status| status.code() == Some(0)), "{statuses:?}");
    let (sent, unsure) = audit(&cli, &server, count);
    println!("{count} statements, {kills} kills: {sent} sent, {unsure} unsure");
    assert!(unsure <= kills);
    assert_eq!(cli.status(&["verify"]), 0);
}

/// Sends one invoice to an address; where its delivery stands, and the last answer.
fn sent_to(cli: &Cli, number: usize, to: &str) -> (String, String) {
    let line =
        format!(r#"{{"do":"deliver","document":"INV-2026-{number:05}","by":"email","to":"{to}"}}"#);
    let (status, receipts) = cli.post(line);
    assert_eq!(status, 0, "{receipts:?}");
    cli.run(&["outbox", "send"]);
    let delivery = receipts[0]["made"]["delivery"].as_str().unwrap();
    let row = rows(cli).into_iter().find(|row| row["delivery"] == delivery).unwrap();
    let text = |field: &str| row[field].as_str().unwrap_or_default().to_string();
    (text("state"), text("answer"))
}

#[test]
fn a_server_that_refuses_or_says_nothing_is_told_in_its_own_words() {
    if !can_run() {
        return;
    }
    let cli = book(6);
    let server = MailServer::start(&cli.book(), "localhost", "starttls");
    settings(&cli.book(), server.port, "timeout_seconds = 1\n");
    let text = std::fs::read_to_string(cli.book().join("mail.toml")).unwrap();
    let text = text.replacen("timeout_seconds = 5\n", "", 1);
    std::fs::write(cli.book().join("mail.toml"), text).unwrap();
    let (state, answer) = sent_to(&cli, 1, "good@kh.example");
    assert_eq!((state.as_str(), answer.as_str()), ("sent", "250 2.0.0 taken"));
    let (state, answer) = sent_to(&cli, 2, "nobody@kh.example");
    assert_eq!(state, "failed");
    assert!(answer.contains("550 5.1.1 no such mailbox"), "{answer}");
    let (state, answer) = sent_to(&cli, 3, "busy@kh.example");
    assert_eq!(state, "queued");
    assert!(answer.contains("451 4.7.1 try again later"), "{answer}");
    let (state, answer) = sent_to(&cli, 4, "spam@kh.example");
    assert_eq!(state, "failed");
    assert!(answer.contains("554 5.7.1 looks like spam"), "{answer}");
    let (state, answer) = sent_to(&cli, 5, "hangs@kh.example");
    assert_eq!(state, "queued");
    assert!(answer.contains("did not answer"), "{answer}");
    let (state, answer) = sent_to(&cli, 6, "silent@kh.example");
    assert_eq!(state, "unsure");
    assert!(answer.contains("did not answer"), "{answer}");
    // What waits is not tried before its time, and at once where a person says so.
    let row = |cli: &Cli| rows(cli).into_iter().find(|row| row["to"] == "busy@kh.example").unwrap();
    let before = row(&cli)["attempts"].clone();
    assert_eq!(cli.status(&["outbox", "send"]), 0);
    assert_eq!(row(&cli)["attempts"], before);
    cli.run(&["outbox", "send", "--now"]);
    assert_eq!(row(&cli)["attempts"], before.as_u64().unwrap() + 1);
    // The letter itself.
    let letter = &server.mailbox()[0];
    assert_eq!(letter["subject"], "Invoice INV-2026-00001 from A");
    assert_eq!(letter["names"][0].as_str().unwrap().split('.').next(), Some("INV-2026-00001"));
    let begins = if cfg!(feature = "pdf") { "%PDF-" } else { "A    " };
    assert_eq!(letter["attached"], begins);
    assert!(letter["from"].as_str().unwrap().contains("ar@papeterie.example"), "{letter}");
    assert!(letter["body"].as_str().unwrap().contains("RWF 1,180"), "{letter}");
}

#[test]
fn no_password_goes_to_a_server_that_is_not_the_one_that_was_named() {
    if !can_run() {
        return;
    }
    let cli = book(3);
    let said = |cli: &Cli| {
        let run = cli.run(&["outbox", "check"]);
        (run.status.code(), String::from_utf8(run.stderr).unwrap())
    };
    let server = MailServer::start(&cli.book(), "elsewhere.example", "starttls");
    settings(&cli.book(), server.port, "");
    assert_eq!(said(&cli).0, Some(3));
    assert!(said(&cli).1.contains("is for another name"), "{}", said(&cli).1);
    // No message fails by it: the run says why it stopped.
    assert_eq!(sent_to(&cli, 1, "good@kh.example"), ("queued".into(), String::new()));
    let run = cli.run(&["outbox", "send"]);
    assert_eq!(run.status.code(), Some(1));
    let told = String::from_utf8(run.stderr).unwrap();
    assert!(told.contains("is for another name"), "{told}");
    assert_eq!(states(&cli).get("queued"), Some(&1));
    assert!(server.mailbox().is_empty());
    drop(server);
    // A certificate that nobody vouches for.
    let server = MailServer::start(&cli.book(), "localhost", "implicit");
    settings(&cli.book(), server.port, "tls = \"implicit\"\n");
    assert_eq!(said(&cli).0, Some(0), "{}", said(&cli).1);
    std::fs::remove_file(cli.book().join("ca.pem")).unwrap();
    settings(&cli.book(), server.port, "tls = \"implicit\"\n");
    assert!(said(&cli).1.contains("does not know"), "{}", said(&cli).1);
    drop(server);
    // Nobody there at all: it waits, and is tried again later.
    let (state, answer) = sent_to(&cli, 2, "good@kh.example");
    assert_eq!(state, "queued");
    assert!(answer.contains("connection refused"), "{answer}");
}

#[test]
fn settings_that_others_can_read_are_refused_and_paper_goes_out_without_any() {
    let cli = book(2);
    cli.post(
        r#"{"do":"deliver","document":"INV-2026-00001","by":"print"}
{"do":"deliver","document":"INV-2026-00002","by":"email"}"#,
    );
    let print = ["outbox", "send", "--print-to", "letters"];
    let run = cli.run(&print);
    assert_eq!(run.status.code(), Some(1));
    assert!(String::from_utf8(run.stderr).unwrap().contains("mail.toml"));
    let states: Vec<String> =
        rows(&cli).iter().map(|row| row["state"].as_str().unwrap().to_string()).collect();
    assert_eq!(states, ["sent", "queued"]);
    let mut letters = std::fs::read_dir(cli.dir.path().join("letters")).unwrap();
    let letter = letters.next().unwrap().unwrap();
    assert!(letter.file_name().to_str().unwrap().starts_with("INV-2026-00001-DLV-2026-00001."));
    std::fs::write(cli.book().join("mail.toml"), "password = 'x'\n").unwrap();
    let run = cli.run(&["outbox", "send"]);
    assert_eq!(run.status.code(), Some(3));
    let said = String::from_utf8(run.stderr).unwrap();
    assert!(said.contains("chmod 600"), "{said}");
}

#[test]
fn statements_are_written_once_and_a_batch_goes_on_where_it_was_stopped() {
    let cli = book(5);
    cli.post(r#"{"do":"register_customer","code":"N1","name":"Owes nothing","email":"n1@kh.example"}
{"do":"register_customer","code":"N2","name":"No address"}
{"do":"issue_invoice","customer":"N2","date":"2026-11-03","lines":[{"description":"x","quantity":"1","unit_price":"5"}]}"#);
    let write = ["statements", "--to", "2026-11-20", "--out", "out"];
    let made = cli.json(&write);
    assert_eq!((made["made"].as_u64(), made["skipped"].as_u64()), (Some(6), Some(0)));
    let folder = cli.dir.path().join("out");
    std::fs::remove_file(std::fs::read_dir(&folder).unwrap().next().unwrap().unwrap().path())
        .unwrap();
    let made = cli.json(&write);
    assert_eq!((made["made"].as_u64(), made["skipped"].as_u64()), (Some(1), Some(5)));
    assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 6);
    // Somebody who owes nothing has one by asking.
    let made = cli.json(&[&write[..], &["--customer", "n1"]].concat());
    assert_eq!(made["made"], 1);
    assert_eq!(cli.status(&[&write[..], &["--customer", "N9"]].concat()), 1);
    // Into the outbox: the one without an address is named, and nothing is queued twice.
    let deliver = ["statements", "--to", "2026-11-20", "--deliver"];
    let made = cli.json(&deliver);
    assert_eq!(made["made"], 5);
    assert_eq!(made["refused"][0]["customer"], "N2");
    let again = cli.json(&deliver);
    assert_eq!((again["made"].as_u64(), again["skipped"].as_u64()), (Some(0), Some(5)));
    assert_eq!(rows(&cli).len(), 5);
}

#[test]
fn paper_goes_to_the_printer_and_waits_while_that_takes_none() {
    use std::os::unix::fs::PermissionsExt;
    let cli = book(1);
    cli.post(r#"{"do":"deliver","document":"INV-2026-00001","by":"print"}"#);
    let bin = cli.dir.path().join("bin");
    std::fs::create_dir(&bin).unwrap();
    let path = format!("{}:{}", bin.display(), std::env::var("PATH").unwrap());
    let send = |script: &str| {
        let lp = bin.join("lp");
        std::fs::write(&lp, format!("#!/bin/sh\n{script}\n")).unwrap();
        std::fs::set_permissions(&lp, std::fs::Permissions::from_mode(0o755)).unwrap();
        cli.command().env("PATH", &path).args(["outbox", "send", "--now"]).output().unwrap();
        let row = rows(&cli).remove(0);
        let text = |field: &str| row[field].as_str().unwrap_or_default().to_string();
        (text("state"), text("answer"))
    };
    let (state, answer) = send("echo 'lp: no default destination' >&2; exit 1");
    assert_eq!(state, "queued");
    assert!(answer.contains("no default destination"), "{answer}");
    let sent = send("cat > paper; echo \"request id is office-7 ($*)\"");
    assert_eq!(sent.0, "sent");
    assert!(sent.1.starts_with("request id is office-7 (-t INV-2026-00001"), "{}", sent.1);
    assert!(!std::fs::read(cli.dir.path().join("paper")).unwrap().is_empty());
}

#[test]
fn the_invoices_of_a_day_go_into_the_outbox_once() {
    let cli = book(3);
    let add = ["outbox", "add", "--from", "2026-11-01", "--to", "2026-11-30"];
    assert_eq!(cli.json(&["outbox", "add"])["made"], 0, "none is of today");
    assert_eq!(cli.json(&add)["made"], 3);
    assert_eq!(cli.json(&add)["made"], 0);
    let shown = String::from_utf8(cli.run(&["show", "INV-2026-00002"]).stdout).unwrap();
    assert!(shown.contains("DLV-2026-00002") && shown.contains("c2@kh.example"), "{shown}");
    assert_eq!(cli.status(&["outbox", "cancel", "DLV-2026-00002", "--note", "not yet"]), 0);
    assert_eq!(cli.json(&add)["made"], 1);
    assert_eq!(states(&cli), BTreeMap::from([("cancelled".into(), 1), ("queued".into(), 3)]));
}
