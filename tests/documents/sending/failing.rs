//! A document that cannot be made fails alone: the others go out, or are written.

use std::os::unix::fs::PermissionsExt;

use daybook::delivery::settings::MailSettings;
use daybook::words::Words;
use serde_json::Value;

use super::{book, rows, states};
use crate::common::cli::Cli;

/// A template that fails for the documents of one customer.
fn fails_for(cli: &Cli, name: &str) {
    assert_eq!(cli.status(&["templates", "init"]), 0);
    let file = cli.book().join("templates/document.typ");
    let text = std::fs::read_to_string(&file).unwrap();
    let breaks = format!(
        "{text}\n#if block-of(\"parties\").buyer.name == \"{name}\" {{ panic(\"not today\") }}\n"
    );
    std::fs::write(file, breaks).unwrap();
}

fn text(row: &Value, field: &str) -> String {
    row[field].as_str().unwrap_or_default().to_string()
}

#[test]
fn a_document_that_cannot_be_set_fails_alone_and_the_others_go_out() {
    if cfg!(not(feature = "pdf")) {
        return;
    }
    let cli = book(4);
    fails_for(&cli, "Customer 2");
    cli.post(
        (1..=4)
            .map(|n| {
                format!(
                    "{{\"do\":\"deliver\",\"document\":\"INV-2026-{n:05}\",\"by\":\"print\"}}\n"
                )
            })
            .collect::<String>(),
    );
    let send = ["outbox", "send", "--print-to", "letters"];
    let run = cli.run(&send);
    assert_eq!(run.status.code(), Some(1));
    let all: Vec<String> = rows(&cli).iter().map(|row| text(row, "state")).collect();
    assert_eq!(all, ["sent", "failed", "sent", "sent"]);
    let answer = text(&rows(&cli)[1], "answer");
    assert!(answer.contains("document.typ") && answer.contains("not today"), "{answer}");
    // Once the template is mended it goes out like any other.
    assert_eq!(cli.status(&["outbox", "retry", "DLV-2026-00002"]), 0);
    assert_eq!(cli.status(&[&send[..], &["--plain-template"]].concat()), 0);
    assert_eq!(states(&cli).get("sent"), Some(&4));
}

#[test]
fn a_statement_is_sent_under_a_name_in_its_customers_language() {
    let cli = book(1);
    cli.post(
        r#"{"do":"register_customer","code":"F1","name":"Ateliers","language":"fr"}
{"do":"issue_invoice","customer":"F1","date":"2026-11-03","lines":[{"description":"x","quantity":"1","unit_price":"5"}]}"#,
    );
    let deliver = ["statements", "--to", "2026-11-20", "--deliver", "--by", "print"];
    assert_eq!(cli.json(&deliver)["made"], 2);
    assert_eq!(cli.status(&["outbox", "send", "--print-to", "letters"]), 0);
    let files = std::fs::read_dir(cli.dir.path().join("letters")).unwrap();
    let names: Vec<String> =
        files.map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
    let has = |name: &str| names.iter().any(|it| it.contains(name));
    assert!(has("releve-F1-2026-11-20") && has("statement-C"), "{names:?}");
}

#[test]
fn certificates_that_cannot_be_used_are_named_with_their_setting() {
    let folder = tempfile::TempDir::new().unwrap();
    let file = folder.path().join("mail.toml");
    let settings = "host = \"localhost\"\nfrom = \"a@kh.example\"\nca = \"ca.pem\"\n";
    std::fs::write(&file, settings).unwrap();
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o600)).unwrap();
    let said = || {
        let read = MailSettings::read(&file).unwrap().unwrap();
        Words::english().tell(&read.server(&file).err().unwrap())
    };
    assert!(said().contains("“ca” names") && said().contains("ca.pem"), "{}", said());
    std::fs::write(folder.path().join("ca.pem"), "not a certificate").unwrap();
    assert!(said().contains("ca.pem") && said().contains("no certificate in PEM"), "{}", said());
}

#[test]
fn a_template_that_sets_nothing_stops_the_run_and_the_rest_stays_queued() {
    if cfg!(not(feature = "pdf")) {
        return;
    }
    let cli = book(6);
    assert_eq!(cli.status(&["templates", "init"]), 0);
    std::fs::write(cli.book().join("templates/document.typ"), "\n#unknown\n").unwrap();
    assert_eq!(
        cli.json(&["statements", "--to", "2026-11-20", "--deliver", "--by", "print"])["made"],
        6
    );
    let run = cli.run(&["outbox", "send", "--print-to", "letters"]);
    assert_eq!(run.status.code(), Some(1));
    let said = String::from_utf8(run.stderr).unwrap();
    assert!(said.contains("document.typ has an error in line 2"), "{said}");
    assert!(said.contains("--plain-template"), "{said}");
    let states = states(&cli);
    assert_eq!((states["failed"], states["queued"]), (3, 3), "{states:?}");
}

#[test]
fn a_statement_that_cannot_be_set_is_named_and_the_others_are_written() {
    if cfg!(not(feature = "pdf")) {
        return;
    }
    let cli = book(5);
    fails_for(&cli, "Customer 3");
    let write = ["statements", "--to", "2026-11-20", "--format", "pdf", "--out", "out"];
    let run = cli.run(&[&write[..], &["--json"]].concat());
    assert_eq!(run.status.code(), Some(1));
    let made: Value = serde_json::from_slice(&run.stdout).unwrap();
    assert_eq!((made["made"].as_u64(), made["skipped"].as_u64()), (Some(4), Some(0)), "{made}");
    assert_eq!(made["failed"][0]["customer"], "C3");
    assert!(text(&made["failed"][0], "why").contains("not today"), "{made}");
    let said = String::from_utf8(run.stderr).unwrap();
    assert!(said.contains("C3: the template document.typ has an error"), "{said}");
    let written = |cli: &Cli| std::fs::read_dir(cli.dir.path().join("out")).unwrap().count();
    assert_eq!(written(&cli), 4);
    // Run again, only that one is missing.
    std::fs::remove_dir_all(cli.book().join("templates")).unwrap();
    let made = cli.json(&write);
    assert_eq!((made["made"].as_u64(), made["skipped"].as_u64()), (Some(1), Some(4)), "{made}");
    assert_eq!((made["failed"].as_array().map(Vec::len), written(&cli)), (Some(0), 5));
}

/// Without mail settings no document is made that could not go out: it waits as it is.
#[test]
fn nothing_is_made_for_mail_before_there_are_settings() {
    let cli = book(1);
    fails_for(&cli, "Customer 1");
    cli.post(r#"{"do":"deliver","document":"INV-2026-00001","by":"email","to":"a@x.example"}"#);
    let run = cli.run(&["outbox", "send"]);
    assert_eq!(run.status.code(), Some(1));
    let why = String::from_utf8_lossy(&run.stderr).into_owned();
    assert!(why.contains("mail.toml"), "{why}");
    let row = rows(&cli).swap_remove(0);
    assert_eq!((row["state"].as_str(), row["attempts"].as_u64()), (Some("queued"), Some(0)));
}
