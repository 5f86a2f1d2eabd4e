//! What was queued and has changed since is not sent with the figures of when it was queued.

use serde_json::json;

use super::rows;
use crate::common::cli::Cli;
use crate::common::mail::{MailServer, can_run, settings};

#[test]
fn a_statement_and_a_reminder_whose_figures_changed_do_not_go_out() {
    if !can_run() {
        return;
    }
    let cli = Cli::with_book();
    let (status, said) = cli.post(
        r#"{"do":"register_customer","code":"C1","name":"Customer 1","email":"c1@kh.example"}
{"do":"issue_invoice","customer":"C1","date":"2026-09-01","lines":[{"description":"Paper","quantity":"1","unit_price":"1000"}]}
{"do":"register_customer","code":"C2","name":"Customer 2","email":"c2@kh.example"}
{"do":"issue_invoice","customer":"C2","date":"2026-09-01","lines":[{"description":"Paper","quantity":"1","unit_price":"2000"}]}
{"do":"set_dunning_policy","name":"standard","levels":[{"after_days":7},{"after_days":21}],"interval_days":14}
{"do":"send_dunning_letter","customer":"C1","date":"2026-11-20","approved":true}
{"do":"send_dunning_letter","customer":"C2","date":"2026-11-20","approved":true}"#,
    );
    assert_eq!(status, 0, "{said:?}");
    cli.json(&["statements", "--to", "2026-11-20", "--deliver"]);
    let before = rows(&cli);
    let (status, said) = cli.post(
        r#"{"do":"record_payment","customer":"C2","date":"2026-11-20","amount":"200","method":"cash","allocate":"oldest"}"#,
    );
    assert_eq!(status, 0, "{said:?}");
    let server = MailServer::start(&cli.book(), "localhost", "starttls");
    settings(&cli.book(), server.port, "");
    assert_eq!(cli.status(&["outbox", "send"]), 0);
    assert_eq!(server.mailbox().len(), 2, "what changed goes to nobody");
    let after = rows(&cli);
    assert_eq!(before.len(), after.len());
    for row in &after {
        let state = row["state"].as_str().unwrap();
        let is_stale = row["customer"] == "C2";
        assert_eq!(state == "cancelled", is_stale, "{row}");
        if is_stale {
            let note = row["note"].as_str().unwrap();
            assert!(note.contains("changed from"), "{note}");
        }
    }
    // Queued again, it says what is so.
    let made = cli.json(&["statements", "--to", "2026-11-20", "--deliver"]);
    assert_eq!(made["made"], 1, "{made}");
}

/// What happens after a reminder of one invoice was queued, and what the outbox says then;
/// empty if the reminder goes out.
const SINCE: &[(&str, &str)] = &[
    ("", ""),
    (r#"{"do":"open_dispute","invoice":"INV","reason":"price"}"#, "INV is disputed"),
    (
        r#"{"do":"open_dispute","invoice":"INV","reason":"price","amount":"400"}"#,
        "from 1,000 to 600 since it was queued (400 of INV is disputed)",
    ),
    (
        r#"{"do":"promise","customer":"CUS","invoice":"INV","amount":"1000","by":"2026-11-27"}"#,
        "INV is promised",
    ),
    (
        r#"{"do":"agree_plan","customer":"CUS","count":2,"first":"2026-12-01","every":"month"}"#,
        "INV is in a payment plan",
    ),
    (
        r#"{"do":"block_dunning","customer":"CUS","until":"2026-12-04","reason":"the owner travels"}"#,
        "reminders to this customer are paused through",
    ),
    (
        r#"{"do":"block_dunning","invoice":"INV","until":"2026-12-04","reason":"to be looked at"}"#,
        "reminders for INV are paused through",
    ),
    (
        r#"{"do":"block_dunning","customer":"CUS","date":"2026-11-20","until":"2026-11-20","reason":"a day"}"#,
        "",
    ),
    (
        r#"{"do":"block_dunning","customer":"CUS","until":"2026-12-04","reason":"the owner travels"}
{"do":"unblock_dunning","customer":"CUS"}"#,
        "",
    ),
    (
        r#"{"do":"await_certificate","invoice":"INV","kind":"WHT3","amount":"30"}"#,
        "a certificate of tax withheld is awaited for 30 of INV",
    ),
    (
        r#"{"do":"record_payment","customer":"CUS","date":"2026-11-20","amount":"1000","method":"cash","allocate":"oldest"}"#,
        "instead of 1,000: INV is paid",
    ),
    (
        r#"{"do":"record_payment","customer":"CUS","date":"2026-11-20","amount":"1000","method":"cash","allocate":"none"}"#,
        "money on account covers INV",
    ),
    (
        r#"{"do":"credit_invoice","invoice":"INV","reason":"price","amount":"1000"}"#,
        "instead of 1,000: INV is settled",
    ),
    (r#"{"do":"void_invoice","invoice":"INV","reason":"twice"}"#, "INV is void"),
    (r#"{"do":"assign_group","customer":"CUS","group":"large"}"#, "below the policy's minimum"),
    (
        r#"{"do":"issue_invoice","customer":"CUS","date":"2026-09-01","lines":[{"description":"Paper","quantity":"1","unit_price":"70"}]}"#,
        "",
    ),
];

/// A book whose customers owe 1000 each, with a policy and one of another group.
fn with_reminders(count: usize) -> Cli {
    let cli = Cli::with_book();
    let mut lines = r#"{"do":"set_dunning_policy","name":"standard","levels":[{"after_days":7},{"after_days":21}],"interval_days":14}
{"do":"set_dunning_policy","name":"large","levels":[{"after_days":7}],"interval_days":14,"minimum":"5000","group":"large"}
"#
    .to_string();
    for n in 1..=count {
        lines += &format!(
            r#"{{"do":"register_customer","code":"C{n}","name":"Customer {n}","email":"c{n}@kh.example"}}
{{"do":"issue_invoice","customer":"C{n}","date":"2026-09-01","lines":[{{"description":"Paper","quantity":"1","unit_price":"1000"}}]}}
{{"do":"send_dunning_letter","customer":"C{n}","date":"2026-11-20","approved":true}}
"#
        );
    }
    let (status, said) = cli.post(lines);
    assert_eq!(status, 0, "{said:?}");
    cli
}

#[test]
fn a_reminder_that_dunning_would_not_make_today_is_held_and_says_why() {
    if !can_run() {
        return;
    }
    let cli = with_reminders(SINCE.len());
    for (n, (line, _)) in SINCE.iter().enumerate() {
        let (customer, invoice) = (format!("C{}", n + 1), format!("INV-2026-{:05}", n + 1));
        let (status, said) = cli.post(line.replace("CUS", &customer).replace("INV", &invoice));
        assert_eq!(status, 0, "{line}: {said:?}");
    }
    let server = MailServer::start(&cli.book(), "localhost", "starttls");
    settings(&cli.book(), server.port, "");
    let told = cli.json(&["outbox", "send"]);
    let after = rows(&cli);
    assert_eq!(after.len(), SINCE.len());
    let mut held = Vec::new();
    for (n, (row, (line, why))) in after.iter().zip(SINCE).enumerate() {
        let note = row["note"].as_str().unwrap_or_default();
        let note = note.replace(&format!("INV-2026-{:05}", n + 1), "INV");
        let state = if why.is_empty() { "sent" } else { "cancelled" };
        if row["state"] != state || !note.contains(why) || why.is_empty() != note.is_empty() {
            held.push(format!("{line}: {}: {note}", row["state"]));
        }
    }
    assert!(held.is_empty(), "{}", held.join("\n"));
    let sent = SINCE.iter().filter(|(_, why)| why.is_empty()).count();
    assert_eq!(server.mailbox().len(), sent);
    assert_eq!((&told["sent"], &told["taken_out"]), (&json!(sent), &json!(SINCE.len() - sent)));
}

/// A payment that bounced leaves the closing balance as it was, and is on the statement.
#[test]
fn a_statement_with_other_lines_does_not_go_out_though_it_closes_the_same() {
    if !can_run() {
        return;
    }
    let cli = with_reminders(2);
    let both = ["--to", "2026-11-20", "--style", "balance-forward", "--deliver"];
    cli.json(&[&["statements"], both.as_slice()].concat());
    let paid = |n: usize, back: &str| {
        let (status, said) = cli.post(format!(
            r#"{{"do":"record_payment","customer":"C{n}","date":"2026-11-20","amount":"200","method":"cheque","allocate":"oldest"}}
{{"do":"{back}","payment":"PAY-2026-{n:05}","date":"2026-11-20","reason":"no funds"}}"#
        ));
        assert_eq!(status, 0, "{said:?}");
    };
    paid(1, "bounce_payment");
    paid(2, "reverse_payment");
    let server = MailServer::start(&cli.book(), "localhost", "starttls");
    settings(&cli.book(), server.port, "");
    assert_eq!(cli.status(&["outbox", "send"]), 0);
    let statements: Vec<_> =
        rows(&cli).into_iter().filter(|row| row["document"].is_null()).collect();
    let note = statements[0]["note"].as_str().unwrap_or_default();
    assert!(note.contains("its lines changed"), "{statements:?}");
    let states: Vec<_> = statements.iter().map(|row| row["state"].as_str().unwrap()).collect();
    // Our own slip is on neither statement.
    assert_eq!(states, ["cancelled", "sent"]);
}

/// An address that is not the customer's any more may be somebody else's: nothing goes there.
#[test]
fn nothing_goes_to_an_address_that_was_removed_since_it_was_queued() {
    if !can_run() {
        return;
    }
    let cli = with_reminders(5);
    let (status, said) = cli.post(
        r#"{"do":"amend_customer","customer":"C4","contacts":[{"name":"Marc","email":"marc@kh.example"}]}
{"do":"deliver","document":"INV-2026-00001","by":"email"}
{"do":"deliver","document":"INV-2026-00002","by":"email"}
{"do":"deliver","document":"INV-2026-00003","by":"email","to":"auditor@other.example"}
{"do":"deliver","document":"INV-2026-00004","by":"email","to":"Marc@kh.example"}
{"do":"deliver","document":"INV-2026-00005","by":"email"}
{"do":"amend_customer","customer":"C1","email":"new@kh.example"}
{"do":"amend_customer","customer":"C2","phone":"0788 123 456"}
{"do":"amend_customer","customer":"C4","contacts":[]}
{"do":"amend_customer","customer":"C5","email":""}"#,
    );
    assert_eq!(status, 0, "{said:?}");
    let server = MailServer::start(&cli.book(), "localhost", "starttls");
    settings(&cli.book(), server.port, "");
    assert_eq!(cli.status(&["outbox", "send"]), 0);
    let mut to: Vec<String> =
        server.mailbox().iter().map(|it| it["to"].as_str().unwrap().to_string()).collect();
    to.sort();
    // The reminders of C2, C3 and C4 go to their own addresses, as does the invoice of C2. The auditor's was
    // never an address of C3, whose details are as they were.
    let own = ["c2@kh.example", "c2@kh.example", "c3@kh.example", "c4@kh.example"];
    assert_eq!(to, [&["auditor@other.example"], &own[..]].concat());
    for row in rows(&cli).iter().filter(|row| row["state"] != "sent") {
        assert_eq!(row["state"], "cancelled", "{row}");
        let note = row["note"].as_str().unwrap_or_default();
        assert!(note.contains("is not one of their addresses"), "{row}");
    }
    // Queued again, it goes to the address of today.
    let (status, said) = cli.post(r#"{"do":"deliver","document":"INV-2026-00001","by":"email"}"#);
    assert_eq!(status, 0, "{said:?}");
    assert_eq!(cli.status(&["outbox", "send"]), 0);
    let last = server.mailbox().pop().unwrap_or_default();
    assert_eq!(last["to"], "new@kh.example");
}
