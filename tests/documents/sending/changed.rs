//! What was queued and has changed since is not sent with the figures of when it was queued.

use super::{book, rows};

#[test]
fn a_statement_and_a_reminder_whose_figures_changed_do_not_go_out() {
    let cli = book(2);
    let (status, said) = cli.post(
        r#"{"do":"set_dunning_policy","name":"standard","levels":[{"after_days":7},{"after_days":21}],"interval_days":14}
{"do":"send_dunning_letter","customer":"C1","date":"2027-02-01","approved":true}
{"do":"send_dunning_letter","customer":"C2","date":"2027-02-01","approved":true}"#,
    );
    assert_eq!(status, 0, "{said:?}");
    cli.json(&["statements", "--to", "2026-11-20", "--deliver"]);
    let before = rows(&cli);
    let (status, said) = cli.post(
        r#"{"do":"record_payment","customer":"C2","date":"2026-11-20","amount":"200","method":"cash","allocate":"oldest"}"#,
    );
    assert_eq!(status, 0, "{said:?}");
    cli.run(&["outbox", "send", "--now", "--to", "paper"]);
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
