//! What the desk looks like, held by pictures in text: at 80×24, the design size, and at others.

use crate::common::headless::Headless;
use crate::common::{TestBook, new_book};
use daybook::tui::settings::Settings;

/// Two customers, three items, and what an account of some standing has: items due and late, a
/// dispute, a promise, a call, a payment.
fn book() -> TestBook {
    let mut new = new_book("RW", "RWF", None);
    new.tax_id = Some("101234567".into());
    let mut test = TestBook::new(&new);
    for line in [
        r#"{"do":"register_customer","code":"C0001","name":"Kigali Heights Hotel","contact":"Claudine Uwase","phone":"+250 788 123 456","email":"ap@kh.example","tax_id":"102345678","terms":"net 30","credit_limit":"5000000"}"#,
        r#"{"do":"register_customer","code":"C0002","name":"Heights Kigali Travel Ltd","phone":"0788 999 111","terms":"net 15"}"#,
        r#"{"do":"register_customer","code":"C0003","name":"École Amélie O'Brien","terms":"2/10 net 30"}"#,
        r#"{"do":"define_item","code":"ROOM-C","name":"Conference room","price":"150000","tax":"B","date":"2026-01-01"}"#,
        r#"{"do":"define_item","code":"LUNCH","name":"Lunch buffet","price":"8500","tax":"B","date":"2026-01-01"}"#,
        r#"{"do":"define_item","code":"PROJ-D","name":"Projector, a day","price":"25000","tax":"B","date":"2026-01-01"}"#,
    ] {
        test.taken(line);
    }
    test.invoice("C0001", "2026-09-02", "2026-10-02", "400000");
    test.invoice("C0001", "2026-10-02", "2026-11-01", "318600");
    test.invoice("C0001", "2026-11-02", "2026-12-02", "500000");
    test.invoice("C0002", "2026-11-10", "2026-11-25", "45000");
    test.invoice("C0001", "2026-11-14", "2026-12-14", "500000");
    for line in [
        r#"{"do":"record_payment","customer":"C0001","date":"2026-11-02","amount":"400000","method":"bank","reference":"BK-1"}"#,
        r#"{"do":"open_dispute","invoice":"INV-2026-00002","amount":"40000","reason":"price","note":"agreed 120,000 a day"}"#,
        r#"{"do":"log_call","customer":"C0001","at":"2026-11-20T10:42:00+02:00","direction":"in","contact":"Claudine","note":"cheque on Friday"}"#,
        r#"{"do":"promise","customer":"C0001","invoice":"INV-2026-00002","amount":"200000","by":"2026-11-27"}"#,
    ] {
        test.taken(line);
    }
    test.close();
    test
}

fn desk(test: &TestBook, width: u16, height: u16) -> Headless {
    let mut desk = Headless::open(&test.folder(), Settings::default(), width, height);
    desk.sees(&["of 3"]);
    desk
}

#[test]
fn home_and_the_sheet_at_three_sizes() {
    let test = book();
    for (width, height) in [(80, 24), (120, 40), (60, 16)] {
        let mut desk = desk(&test, width, height);
        desk.types("kig hei").sees(&["Promised 200,000", "2 of 3"]);
        insta::assert_snapshot!(format!("home_{width}x{height}"), desk.rests());
        desk.types("<enter>").sees(&["CALL-2026-00001"]);
        insta::assert_snapshot!(format!("sheet_{width}x{height}"), desk.rests());
        desk.closes();
    }
}

#[test]
fn an_invoice_while_it_is_typed_and_its_review() {
    let test = book();
    let mut desk = desk(&test, 80, 24);
    desk.types("eco").sees(&["C0003"]).types("<alt-i>").sees(&["New invoice"]);
    desk.types("roo<enter>2<tab><tab>10").sees(&["270,000"]);
    desk.types("<ctrl-n>lun<enter>40<ctrl-n>proj").sees(&["Total RWF 719,800", "▸  PROJ-D"]);
    insta::assert_snapshot!("invoice_80x24", desk.rests());
    desk.resizes(60, 16).sees(&["PROJ-D"]);
    insta::assert_snapshot!("invoice_60x16", desk.rests());
    desk.resizes(80, 24).types("<enter>1<ctrl-s>").sees(&["Review:", "Total RWF 749,300"]);
    insta::assert_snapshot!("invoice_review_80x24", desk.rests());
    desk.closes();
}

#[test]
fn a_payment_a_call_and_a_refusal() {
    let test = book();
    let mut desk = desk(&test, 80, 24);
    desk.types("kig").sees(&["Promised"]).types("<alt-p>").sees(&["Allocated 1,318,600"]);
    desk.types("720000").sees(&["Allocated 720,000", "401,400"]);
    insta::assert_snapshot!("payment_80x24", desk.rests());
    desk.types("<ctrl-s>").sees(&["Review:"]);
    insta::assert_snapshot!("payment_review_80x24", desk.rests());
    desk.types("<esc><alt-k>")
        .sees(&["1 on hold"])
        .types("999111<alt-c>")
        .sees(&["Call · Heights"]);
    desk.types("wants a copy<tab><tab>1,250<tab>3/4<tab><tab>").sees(&["“3/4” could be two days"]);
    // The time at which it began is that of the machine.
    let screen = desk.rests();
    let masked = |line: &str| match line.split_once("Began") {
        Some((front, _)) => format!("{front}Began"),
        None => line.to_string(),
    };
    let screen: Vec<String> = screen.lines().map(masked).collect();
    insta::assert_snapshot!("call_with_faults_80x24", screen.join("\n"));
    desk.types("<alt-z><alt-z>").sees(&["Discarded"]).types("<esc>kig hei").sees(&["2 of 3"]);
    desk.types("<alt-c>").sees(&["Call · Kigali", "INV-2026-00003"]);
    insta::assert_snapshot!("call_80x24", desk.rests());
    desk.types("wants a copy<tab>p 90k fri; d 2 qual 5k; cb tue 14:30 Jean; send 2");
    desk.sees(&["Send INV-2026-00002"]);
    insta::assert_snapshot!("call_wrapped_up_80x24", desk.rests());
    desk.resizes(60, 16).rests();
    insta::assert_snapshot!("call_wrapped_up_60x16", desk.rests());
    desk.closes();
}

#[test]
fn lists_documents_the_palette_and_help() {
    let test = book();
    let mut desk = desk(&test, 80, 24);
    desk.types("<alt-3>").sees(&["▸ INV-2026-00005", "INV-2026-00001"]);
    insta::assert_snapshot!("invoices_80x24", desk.rests());
    desk.types("/o'b").sees(&["No match. Esc"]).types("<esc>").sees(&["▸ INV-2026-00005"]);
    desk.types("G<enter>").sees(&["Settled by", "Outstanding"]);
    insta::assert_snapshot!("invoice_shown_80x24", desk.rests());
    desk.types("<esc><alt-2>").sees(&["▸ C0003", "C0001"]);
    insta::assert_snapshot!("customers_80x24", desk.rests());
    desk.types("<alt-5>").sees(&["▸ DSP-2026-00001"]).types("<enter>").sees(&["agreed 120,000"]);
    insta::assert_snapshot!("dispute_80x24", desk.rests());
    desk.types("<esc>").resizes(120, 40).sees(&["in progress 0", "▸ DSP-2026-00001"]);
    insta::assert_snapshot!("dispute_board_120x40", desk.rests());
    desk.resizes(80, 24).types("<enter>").sees(&["agreed 120,000"]);
    desk.types("<ctrl-p>").sees(&["What would you like to do?"]);
    insta::assert_snapshot!("palette_80x24", desk.rests());
    desk.types("zzz").sees(&["No match for “zzz”"]);
    desk.types("<esc><alt-1><f1>").sees(&["Keys available here"]);
    insta::assert_snapshot!("help_80x24", desk.rests());
    desk.closes();
}

#[test]
fn plain_ascii_masked_french_and_locked() {
    let test = book();
    let settings = Settings { plain: true, ..Settings::default() };
    let mut desk = Headless::open(&test.folder(), settings, 80, 24);
    desk.sees(&["of 3"])
        .types("kig")
        .sees(&["Promised"])
        .types("<enter>")
        .sees(&["Recent activity"]);
    insta::assert_snapshot!("sheet_plain", desk.rests());
    assert!(!desk.shows().contains(['─', '▸', '█', '·']), "{}", desk.rests());
    desk.closes();
    let settings = Settings { ascii: true, ..Settings::default() };
    let mut desk = Headless::open(&test.folder(), settings, 80, 24);
    desk.sees(&["of 3"]).types("kig").sees(&["Promised"]);
    insta::assert_snapshot!("home_ascii", desk.rests());
    desk.types("<f8>");
    assert!(!desk.shows().contains("318,600"), "{}", desk.rests());
    desk.types("<f9>");
    assert!(desk.shows().contains("The desk is locked"), "{}", desk.shows());
    assert!(!desk.shows().contains("Kigali"), "nothing is seen of the book");
    desk.types("x<enter><alt-3>");
    assert!(desk.shows().contains("The desk is locked"), "another name does not unlock it");
    desk.types("e<enter>").sees(&["Who is calling?", "***"]);
    desk.closes();
    let settings = Settings { language: Some("fr_CA.UTF-8".into()), ..Settings::default() };
    let mut desk = Headless::open(&test.folder(), settings, 80, 24);
    desk.sees(&["sur 3"])
        .types("kig")
        .sees(&["200\u{a0}000"])
        .types("<enter>")
        .sees(&["INV-2026-00002"]);
    insta::assert_snapshot!("sheet_french", desk.rests());
    desk.closes();
}

#[test]
fn an_empty_book_says_how_to_begin() {
    let mut test = TestBook::rwanda();
    test.close();
    let mut desk = Headless::open(&test.folder(), Settings::default(), 80, 24);
    desk.sees(&["This book is empty"]);
    insta::assert_snapshot!("empty_80x24", desk.rests());
    desk.closes();
}
