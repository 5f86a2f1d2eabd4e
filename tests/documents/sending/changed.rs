//! What was queued and has changed since is not sent with the figures of when it was queued.

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
