//! Documents and statements as the customer gets them: shown at the desk, in another language, and
//! written to a file.

use crate::common::TestBook;
use crate::common::headless::Headless;
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use daybook::tui::app::DeskEvent;
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
    desk.sees(&["of 1"]).types("kig").sees(&["owes"]).types("<enter>").sees(&["Recent activity"]);
    desk
}

#[test]
fn a_statement_and_an_invoice_as_the_customer_gets_them() {
    let test = book();
    let mut desk = on_the_sheet(&test);
    desk.types("s").sees(&["in French", "RELEVÉ", "300\u{a0}000"]);
    insta::assert_snapshot!("statement_80x24", desk.rests());
    desk.types("b").sees(&["solde d'ouverture"]);
    desk.types("l").sees(&["in Kinyarwanda"]).types("l").sees(&["in English", "opening balance"]);
    desk.types("<esc>")
        .sees(&["Recent activity"])
        .types("t")
        .sees(&["in French", "FACTURE INV-2026-00001"]);
    insta::assert_snapshot!("invoice_as_sent_80x24", desk.rests());
    desk.types("<esc><enter>").sees(&["State"]).types("t").sees(&["FACTURE INV-2026-00001"]);
    desk.closes();
}

/// A document fits a window that is narrower than its page: no figure is cut.
#[test]
fn a_document_is_laid_out_in_the_width_of_the_window() {
    let test = book();
    let mut desk = on_the_sheet(&test);
    desk.types("t").sees(&["FACTURE INV-2026-00001"]).resizes(60, 20);
    desk.sees(&["FACTURE INV-2026-00001", "500\u{a0}000"]);
    assert!(!desk.rests().contains("F…"), "{}", desk.shows());
    let is_cut = |line: &&str| line.ends_with('…');
    let page = desk.shows();
    let cut: Vec<&str> = page.lines().skip(4).take(12).filter(is_cut).collect();
    assert!(cut.is_empty(), "{cut:?} in:\n{page}");
    desk.resizes(80, 24).sees(&["FACTURE INV-2026-00001"]);
    desk.closes();
}

#[test]
fn the_end_of_a_long_document_fills_the_window_and_one_key_goes_up_from_it() {
    let mut test = TestBook::rwanda();
    test.taken(r#"{"do":"register_customer","code":"C0001","name":"Kigali Heights Hotel"}"#);
    for _ in 0..30 {
        test.invoice("C0001", "2026-11-02", "2026-12-02", "500000");
    }
    test.close();
    let mut desk = on_the_sheet(&test);
    desk.types("s").sees(&["STATEMENT", "more lines (Down)"]).types("<end>");
    desk.sees(&["INV-2026-00028", "INV-2026-00029", "INV-2026-00030"]);
    let end = desk.rests();
    assert!(!end.contains("more line"), "{end}");
    assert_ne!(desk.types("<up>").rests(), end);
    desk.closes();
}

#[test]
fn a_receipt_and_the_packet_of_a_dispute_are_shown_from_lists() {
    let test = book();
    let mut desk = on_the_sheet(&test);
    desk.types("<alt-4>").sees(&["PAY-2026-00001"]).types("t").sees(&["REÇU PAY-2026-00001"]);
    desk.types("<alt-5>").sees(&["DSP-2026-00001"]).types("t");
    desk.sees(&["DISPUTE DSP-2026-00001", "In dispute RWF     40,000"]);
    // A packet is for the company itself.
    assert!(!desk.rests().contains("By e-mail it goes"), "{}", desk.shows());
    assert!(!desk.shows().contains("Enter send"), "{}", desk.shows());
    desk.closes();
}

/// What Enter does while a question is answered is what the last line says.
#[test]
fn the_last_line_names_what_enter_does_with_the_name_of_a_file() {
    let test = book();
    let mut desk = on_the_sheet(&test);
    desk.types("s").sees(&["RELEVÉ", "Enter send"]).types("f").sees(&["Write to:", "Enter accept"]);
    desk.types("<esc><esc>").sees(&["Recent activity"]).types("<alt-r>").sees(&["Aging"]);
    desk.types("<enter>")
        .sees(&["= explain"])
        .types("@")
        .sees(&["As of which day?", "Enter accept"]);
    desk.closes();
}

#[test]
fn a_payment_plan_is_sent_from_its_preview() {
    let mut test = book();
    test.open();
    test.taken(
        r#"{"do":"agree_plan","customer":"C0001","count":2,"first":"2026-12-01","every":"month"}"#,
    );
    test.close();
    let mut desk = on_the_sheet(&test);
    desk.types("<ctrl-p>all payment plans<enter>").sees(&["▸ PLN-2026-00001"]).types("t");
    desk.sees(&["PLN-2026-00001, in French"]).types("<enter>").sees(&["Send document"]);
    desk.types("p<ctrl-s>").sees(&["Review:"]).types("<enter>").sees(&["queued"]);
    desk.closes();
}

#[test]
fn what_changes_while_it_is_shown_is_shown_anew() {
    let test = book();
    let mut desk = on_the_sheet(&test);
    desk.types("s").sees(&["300\u{a0}000"]).types("<esc>").sees(&["Recent activity"]);
    desk.types("p50000<ctrl-s>")
        .sees(&["Review:"])
        .types("<enter>")
        .sees(&["Recent activity", "50,000"]);
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
    let offered = if cfg!(feature = "pdf") { "statement-C0001.pdf" } else { "statement-C0001.txt" };
    desk.types("s").sees(&["RELEVÉ"]).types("f").sees(&["Write to:", offered]);
    let typed = format!("<ctrl-u>{}<enter>", file.display());
    desk.types(&typed).sees(&["Written to"]);
    let written = std::fs::read_to_string(&file).unwrap();
    assert!(written.contains("RELEVÉ") && written.contains("300\u{a0}000"), "{written}");
    assert_eq!(file.metadata().unwrap().permissions().mode() & 0o777, 0o600);
    desk.types("f<ctrl-u>x.doc<enter>").sees(&["ends in .pdf or .txt"]);
    if cfg!(feature = "pdf") {
        let file = room.path().join("releve.pdf");
        desk.types(&format!("<ctrl-u>{}<enter>", file.display())).sees(&["Written to"]);
        assert!(std::fs::read(&file).unwrap().starts_with(b"%PDF-"));
        assert_eq!(file.metadata().unwrap().permissions().mode() & 0o777, 0o600);
    }
    desk.closes();
}

#[test]
fn an_invoice_is_sent_from_its_preview_and_stands_in_the_outbox() {
    let test = book();
    let mut desk = on_the_sheet(&test);
    desk.types("t").sees(&["FACTURE", "no e-mail address"]);
    desk.types("<enter>").sees(&["Send document"]).types("<tab>ap@kh.example<ctrl-s>");
    desk.sees(&["Review:"]);
    insta::assert_snapshot!("deliver_review_80x24", desk.rests());
    desk.types("<enter>").sees(&["DLV-2026-00001 is queued in the outbox and not sent yet"]);
    desk.types("<alt-t>").sees(&["Outbox", "queued"]);
    insta::assert_snapshot!("outbox_80x24", desk.rests());
    desk.types("<enter>").sees(&["Document", "ap@kh.example"]);
    insta::assert_snapshot!("delivery_80x24", desk.rests());
    desk.types("<enter>").sees(&["Recent activity", "DLV-2026-00001"]);
    desk.closes();
}

#[test]
fn a_review_names_the_address_and_what_a_statement_covers() {
    let mut test = TestBook::rwanda();
    test.taken(
        r#"{"do":"register_customer","code":"C0001","name":"Kigali Heights Hotel","email":"ap@kh.example"}"#,
    );
    test.invoice("C0001", "2026-11-02", "2026-12-02", "500000");
    test.close();
    let mut desk = on_the_sheet(&test);
    desk.types("t").sees(&["INVOICE"]).types("<enter>").sees(&["Send document"]).types("<ctrl-s>");
    desk.sees(&["Review:", "By              e-mail", "To              ap@kh.example"]);
    desk.types("<esc><esc><esc>").sees(&["Recent activity"]).types("s").sees(&["STATEMENT"]);
    desk.types("<enter>").sees(&["Send statement"]).types("<ctrl-s>");
    desk.sees(&["Review:", "From            01 Nov 2026", "Through         21 Nov 2026"]);
    desk.sees(&["Style           open items", "To              ap@kh.example"]);
    desk.closes();
}

#[test]
fn what_became_of_a_payment_or_a_delivery_is_seen_before_other_words() {
    let mut test = TestBook::rwanda();
    test.taken(r#"{"do":"register_customer","code":"C0001","name":"Kigali Heights Hotel"}"#);
    test.invoice("C0001", "2026-11-02", "2026-12-02", "500000");
    for line in [
        r#"{"do":"record_payment","customer":"C0001","date":"2026-11-10","amount":"200000","method":"bank","reference":"a transfer with a long reference"}"#,
        r#"{"do":"reverse_payment","payment":"PAY-2026-00001","reason":"slip"}"#,
        r#"{"do":"deliver","document":"INV-2026-00001","by":"email","to":"accounts.payable.of.the.house@kigaliheights.example"}"#,
    ] {
        test.taken(line);
    }
    test.close();
    let mut desk = on_the_sheet(&test);
    desk.sees(&["queued, INV-2026-00001", "reversed, "]);
    desk.resizes(60, 16).sees(&["PAY-2026-00001", "200,000", "reversed"]);
    insta::assert_snapshot!("lately_60x16", desk.rests());
    desk.closes();
}

#[test]
fn what_waits_in_the_outbox_is_sent_from_there_and_the_sheet_says_so() {
    use std::os::unix::fs::PermissionsExt;
    let test = book();
    let room = tempfile::tempdir().unwrap();
    let (paper, settings) = (room.path().join("paper"), room.path().join("mail.toml"));
    std::fs::create_dir(&paper).unwrap();
    std::fs::write(&settings, format!("print_to = {paper:?}\n")).unwrap();
    std::fs::set_permissions(&settings, std::fs::Permissions::from_mode(0o600)).unwrap();
    let mut desk = on_the_sheet(&test);
    desk.types("t").sees(&["FACTURE"]).types("<enter>").sees(&["Send document"]);
    desk.types("p<ctrl-s>").sees(&["Review:"]).types("<enter>").sees(&["queued"]);
    desk.types("<alt-t>").sees(&["queued"]).types("x").sees(&["can't send"]);
    desk.app.desk.mail = Some(settings);
    desk.types("x").sees(&["Sent 1", "sent"]);
    let sent = std::fs::read_dir(&paper).unwrap().count();
    assert_eq!(sent, 1);
    desk.types("<enter>").sees(&["paper"]).types("<enter>").sees(&["DLV-2026-00001", "sent"]);
    desk.closes();
}

/// A document that cannot be shown says why, where the form is not seen beside it.
#[test]
fn a_preview_that_is_refused_says_why() {
    let mut test = TestBook::rwanda();
    test.taken(r#"{"do":"register_customer","code":"C0001","name":"Kigali Heights Hotel"}"#);
    test.close();
    let mut desk = Headless::open(&test.folder(), Settings::default(), 80, 24);
    desk.sees(&["of 1"]).types("kig").sees(&["▸ Kigali"]).types("<alt-i>").sees(&["New invoice"]);
    desk.types("Work<tab>1<tab>500<tab><tab>ZZ<ctrl-t>").sees(&["cannot be shown yet: ", "ZZ"]);
    desk.closes();
}

/// Esc and Ctrl-S that arrive in one packet are both carried out.
#[test]
fn esc_and_ctrl_s_in_one_packet_leave_the_preview_and_go_to_the_review() {
    let test = book();
    let mut desk = on_the_sheet(&test);
    desk.types("i").sees(&["New invoice"]).types("Rooms<tab>1<tab>500").rests();
    desk.types("<ctrl-t>").sees(&["FACTURE"]).rests();
    let both = KeyModifiers::ALT | KeyModifiers::CONTROL;
    desk.gives(DeskEvent::Key(KeyEvent::new(KeyCode::Char('s'), both)));
    desk.sees(&["Review: New invoice", "Rooms"]);
    desk.closes();
}
