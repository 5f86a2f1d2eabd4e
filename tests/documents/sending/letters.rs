//! What e-mails say, by the company's own files.

use std::collections::BTreeSet;

use daybook::delivery::letters::{self, BookLetters, MESSAGES};
use daybook::domain::{Language, Worded};
use daybook::words::Words;
use tempfile::TempDir;

use super::{book, rows};
use crate::common::mail::{MailServer, can_run, settings};

/// What is said of letters with this text in a language; nothing, where they can be used.
fn said(language: Language, text: &str) -> String {
    let book = TempDir::new().unwrap();
    let folder = book.path().join("templates");
    std::fs::create_dir(&folder).unwrap();
    std::fs::write(folder.join(letters::file_name(language)), text).unwrap();
    match BookLetters::of_book(Some(book.path())) {
        Ok(_) => String::new(),
        Err(error) => Words::english().tell(&error.message()),
    }
}

#[test]
fn what_is_copied_beside_the_book_holds_every_message_and_can_be_used() {
    for language in Language::ALL {
        let text = letters::built_in(language);
        let names: BTreeSet<&str> = text
            .lines()
            .filter(|line| line.starts_with(|first: char| first.is_ascii_alphabetic()))
            .map(|line| line.split_once(" =").unwrap().0)
            .collect();
        assert_eq!(names, MESSAGES.iter().map(|(name, _)| *name).collect(), "{language}");
        assert_eq!(said(language, &text), "", "{language}");
        // The line above says what can be put in.
        assert!(text.contains("# { $company }, { $customer }, { $number }"), "{text}");
    }
    let in_words: Vec<&str> = Language::English
        .words()
        .lines()
        .filter_map(|line| line.split_once(" = ").map(|(name, _)| name))
        .filter(|name| name.starts_with("letter-"))
        .collect();
    assert_eq!(in_words.len(), MESSAGES.len());
    assert!(in_words.iter().all(|name| MESSAGES.iter().any(|(one, _)| one == name)));
}

#[test]
fn an_error_in_a_letter_is_named_with_its_file_and_its_line() {
    let said = |text| said(Language::French, text);
    let told = said("# Ours\nletter-greeting = Bonjour { $customr },\n");
    assert!(
        told.contains("letters-fr.ftl have an error in line 2: $customr is not known"),
        "{told}"
    );
    assert!(told.contains("$company, $customer"), "{told}");
    let told = said("letter-greting = Bonjour\n");
    assert!(told.contains("line 1: there is no message letter-greting"), "{told}");
    let told = said("letter-greeting = Bonjour\n\nCordialement\n");
    assert!(told.contains("letters-fr.ftl have an error in line 3"), "{told}");
    assert_eq!(said("letter-greeting = Cher client { $customer },\n"), "");
}

#[test]
fn an_e_mail_says_what_the_company_wrote_in_the_customers_language() {
    if !can_run() {
        return;
    }
    let cli = book(1);
    cli.post(
        r#"{"do":"register_customer","code":"F1","name":"Hôtel Umubano","email":"f1@kh.example","language":"fr"}
{"do":"issue_invoice","customer":"F1","date":"2026-11-03","reference":"PO-7","lines":[{"description":"x","quantity":"1","unit_price":"5000"}]}
{"do":"deliver","document":"INV-2026-00001","by":"email"}
{"do":"deliver","document":"INV-2026-00002","by":"email"}"#,
    );
    let server = MailServer::start(&cli.book(), "localhost", "starttls");
    settings(&cli.book(), server.port, "");
    assert_eq!(cli.status(&["templates", "init"]), 0);
    let file = cli.book().join("templates/letters-fr.ftl");
    let own = "letter-greeting = Cher { $customer },\nletter-invoice-subject = Votre facture\n    { $number }\n\
               letter-invoice = Voici { $number } (bon { $reference }).\n\n    Reste : { $amount }.\n";
    std::fs::write(&file, "letter-greeting = { $nobody }\n").unwrap();
    let run = cli.run(&["outbox", "send"]);
    assert_eq!(run.status.code(), Some(1));
    let told = String::from_utf8(run.stderr).unwrap();
    assert!(told.contains("letters-fr.ftl") && told.contains("--plain-template"), "{told}");
    assert!(rows(&cli).iter().all(|row| row["state"] == "queued"));
    std::fs::write(&file, own).unwrap();
    assert_eq!(cli.status(&["outbox", "send"]), 0);
    let letter = |to: &str| server.mailbox().into_iter().find(|it| it["to"] == to).unwrap();
    let french = letter("f1@kh.example");
    assert_eq!(french["subject"], "Votre facture INV-2026-00002");
    let body = french["body"].as_str().unwrap().replace("\r\n", "\n");
    let expected = "Cher Hôtel Umubano,\n\nVoici INV-2026-00002 (bon PO-7).\n\nReste : 5\u{a0}000\u{a0}RWF.\n\nCordialement,\nA\n";
    assert_eq!(body, expected);
    // What was not changed, and the other languages, are the built-in ones.
    assert_eq!(letter("c1@kh.example")["subject"], "Invoice INV-2026-00001 from A");
}
