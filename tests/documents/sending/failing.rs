//! A document that cannot be made fails alone: the others go out, or are written.

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
