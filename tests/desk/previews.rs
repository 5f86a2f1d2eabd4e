//! Documents and statements as the customer gets them: shown at the desk, in another language, and
//! written to a file.

use crate::common::TestBook;
use crate::common::headless::Headless;
use daybook::tui::settings::Settings;

/// A customer who writes French, an invoice with a payment on it, and a dispute.
fn book() -> TestBook {
    let mut test = TestBook::rwanda();
    test.taken(
        r#"{"do":"register_customer","code":"C0001","name":"Kigali Heights Hotel","terms":"net 30","language":"fr"}"#,
    );
    test.invoice("C0001", "2026-11-02", "2026-12-02", "500000");
    for line in [
        r#"{"do":"record_payment","customer":"C0001","date":"2026-11-10","amount":"200000","method":"bank","reference":"BK-1"}"#,
        r#"{"do":"open_dispute","invoice":"INV-2026-00001","amount":"40000","reason":"price","note":"agreed 120,000 a day"}"#,
    ] {
        test.taken(line);
    }
    test.close();
    test
}

fn on_the_sheet(test: &TestBook) -> Headless {
    let mut desk = Headless::open(&test.folder(), Settings::default(), 80, 24);
    desk.sees(&["of 1"]).types("kig").sees(&["owes"]).types("<enter>").sees(&["Lately"]);
    desk
}

#[test]
fn a_statement_and_an_invoice_as_the_customer_gets_them() {
    let test = book();
    let mut desk = on_the_sheet(&test);
    desk.types("s").sees(&["in French", "RELEVÉ", "300\u{a0}000"]);
    insta::assert_snapshot!("statement_80x24", desk.rests());
    desk.types("b").sees(&["Solde d'ouverture", "BK-1"]);
    desk.types("l").sees(&["in English", "Opening balance"]);
    desk.types("<esc>").sees(&["Lately"]).types("t").sees(&["in French", "FACTURE INV-2026-00001"]);
    insta::assert_snapshot!("invoice_as_sent_80x24", desk.rests());
    desk.types("<esc><enter>").sees(&["Invoice"]).types("t").sees(&["FACTURE INV-2026-00001"]);
    desk.closes();
}

#[test]
fn a_receipt_is_shown_from_the_list_and_a_dispute_has_no_document() {
    let test = book();
    let mut desk = on_the_sheet(&test);
    desk.types("<alt-5>").sees(&["PAY-2026-00001"]).types("t").sees(&["REÇU PAY-2026-00001"]);
    desk.types("<alt-6>").sees(&["DSP-2026-00001"]).types("t").sees(&["customers get no document"]);
    desk.closes();
}

#[test]
fn what_changes_while_it_is_shown_is_shown_anew() {
    let test = book();
    let mut desk = on_the_sheet(&test);
    desk.types("s").sees(&["300\u{a0}000"]).types("<esc>").sees(&["Lately"]);
    desk.types("p50000<ctrl-s>").sees(&["Review:"]).types("<enter>").sees(&["Lately", "50,000"]);
    desk.types("s").sees(&["250\u{a0}000"]);
    desk.closes();
}

#[test]
fn a_document_is_written_to_a_file_that_only_its_owner_reads() {
    use std::os::unix::fs::PermissionsExt;
    let test = book();
    let room = tempfile::tempdir().unwrap();
    let file = room.path().join("releve.txt");
    let mut desk = on_the_sheet(&test);
    desk.types("s").sees(&["RELEVÉ"]).types("f").sees(&["Write to:", "statement-C0001.txt"]);
    let typed = format!("<ctrl-u>{}<enter>", file.display());
    desk.types(&typed).sees(&["Written to"]);
    let written = std::fs::read_to_string(&file).unwrap();
    assert!(written.contains("RELEVÉ") && written.contains("300\u{a0}000"), "{written}");
    assert_eq!(file.metadata().unwrap().permissions().mode() & 0o777, 0o600);
    desk.types("f<ctrl-u>x.doc<enter>").sees(&["ends in .txt"]);
    desk.closes();
}
