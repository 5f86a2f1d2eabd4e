//! The answers of `daybook post` to lines that were joined from several files, and to a command whose outcome
//! nobody knows.

use std::io::{BufRead, BufReader, Write};
use std::process::Stdio;

use crate::common::cli::Cli;
use serde_json::Value;

#[test]
fn a_command_of_which_nobody_knows_the_outcome_has_an_id_to_send_it_again() {
    let cli = Cli::with_book();
    let command = |name: &str, id: &str| {
        format!("{{\"do\":\"register_customer\",\"name\":\"{name}\"{id}}}\n")
    };
    let post = std::process::Command::new(env!("CARGO_BIN_EXE_daybook"))
        .args(["--book", cli.book().to_str().unwrap(), "post"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn();
    let mut post = post.unwrap();
    let mut to = post.stdin.take().unwrap();
    let mut answers = BufReader::new(post.stdout.take().unwrap()).lines();
    let mut next = || serde_json::from_str::<Value>(&answers.next().unwrap().unwrap()).unwrap();
    to.write_all(command("Ada", "").as_bytes()).unwrap();
    assert_eq!(next()["ok"], true);
    // What is written now is not in the book that has its name.
    std::fs::rename(cli.book(), cli.dir.path().join("moved")).unwrap();
    let given = "00000000-0000-7000-8000-000000000001";
    for id in [String::new(), format!(",\"id\":\"{given}\"")] {
        to.write_all(command("Ben", &id).as_bytes()).unwrap();
        let answer = next();
        assert_eq!(answer["ok"], false, "{answer}");
        let is_unknown = answer["refusal"]["rule"] == "journal.outcome_unknown";
        assert_eq!(is_unknown, id.is_empty(), "{answer}");
        match is_unknown {
            true => assert!(answer["id"].as_str().is_some_and(|id| id.len() == 36), "{answer}"),
            false => assert_eq!(answer["id"], given),
        }
    }
    drop(to);
    post.wait().unwrap();
}

#[test]
fn a_byte_order_mark_is_read_over_wherever_files_were_joined() {
    let cli = Cli::with_book();
    let line = "\u{feff}{\"do\":\"register_customer\",\"name\":\"Ada\"}\n";
    let (status, answers) = cli.post(line.repeat(2));
    assert_eq!(status, 0, "{answers:?}");
}

#[test]
fn a_refusal_repeats_no_more_of_what_was_given_than_a_screen_holds() {
    let cli = Cli::with_book();
    let long = "A".repeat(100_000);
    let lines = [
        format!(r#"{{"do":"{long}"}}"#),
        format!(r#"{{"do":"unallocate","{long}":1}}"#),
        format!(r#"{{"do":"unallocate","allocation":"{long}"}}"#),
        format!(r#"{{"do":"define_series","series":"{long}"}}"#),
    ];
    for answer in cli.post(lines.join("\n")).1 {
        assert_eq!(answer["ok"], false);
        assert!(answer.to_string().len() < 5_000, "{}", answer.to_string().len());
    }
}
