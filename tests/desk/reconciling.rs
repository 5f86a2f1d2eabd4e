//! Bank lines at the desk, by the keys alone: one after the other, each taken, chosen, matched by hand
//! or set aside.

use crate::common::TestBook;
use crate::common::headless::Headless;
use daybook::ledger::query::show::{Show, Shown, ShownBankLine};
use daybook::tui::settings::Settings;

/// Two customers who owe, and six bank lines: two that are sure, one of two equal invoices, one that
/// fits nothing, one more that is sure, and a bank charge.
fn book() -> TestBook {
    let mut test = TestBook::rwanda();
    for line in [
        r#"{"do":"register_customer","code":"C0001","name":"Kigali Heights"}"#,
        r#"{"do":"register_customer","code":"C0002","name":"Umurava Bakery"}"#,
    ] {
        test.taken(line);
    }
    test.invoice("C0001", "2026-10-02", "2026-11-01", "318600");
    test.invoice("C0002", "2026-10-03", "2026-11-02", "72100");
    test.invoice("C0002", "2026-10-04", "2026-11-03", "5500");
    test.invoice("C0002", "2026-10-05", "2026-11-04", "5500");
    test.invoice("C0001", "2026-10-06", "2026-11-05", "44400");
    test.taken(
        r#"{"do":"record_bank_lines","account":"BK","lines":[
{"date":"2026-11-10","amount":"318600","payer":"KIGALI HEIGHTS","text":"INV-2026-00001"},
{"date":"2026-11-11","amount":"72100","payer":"UMURAVA BAKERY","text":"INV-2026-00002"},
{"date":"2026-11-12","amount":"5500","payer":"UMURAVA BAKERY","text":"bread"},
{"date":"2026-11-13","amount":"12345","text":"cash deposit"},
{"date":"2026-11-14","amount":"44400","payer":"KIGALI HEIGHTS","text":"INV-2026-00005"},
{"date":"2026-11-15","amount":"-3500","text":"CHARGES"}]}"#,
    );
    test.close();
    test
}

fn line(test: &TestBook, number: &str) -> ShownBankLine {
    match test.ask(&Show { what: number.into() }).unwrap() {
        Shown::BankLine(it) => it,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_sure_line_takes_one_key_and_keys_typed_ahead_stop_at_one_that_is_not() {
    let mut test = book();
    let mut desk = Headless::open(&test.folder(), Settings::default(), 80, 24);
    desk.sees(&["of 2"]).types("<alt-l>").sees(&["BL000001", "sure", "6 left"]);
    // Five keys at once: two lines are sure, the third is not.
    desk.types_ahead("<enter><enter><enter><enter><enter>");
    desk.sees(&["BL000003", "4 left", "2 done here", "BL000002 taken: Umurava Bakery"]).rests();
    desk.sees(&["BL000003", "4 left"]);
    desk.closes();
    test.open();
    let states: Vec<String> = (1..=6).map(|n| line(&test, &format!("BL00000{n}")).state).collect();
    assert_eq!(states, ["matched", "matched", "open", "open", "open", "open"]);
    assert!(test.shown_invoice("INV-2026-00001").outstanding.is_zero());
}

#[test]
fn what_is_not_sure_is_chosen_by_its_number_or_done_by_hand() {
    let mut test = book();
    let mut desk = Headless::open(&test.folder(), Settings::default(), 80, 24);
    desk.sees(&["of 2"]).types("<alt-l>").sees(&["6 left"]).types("<tab><tab>");
    desk.sees(&["BL000003", "INV-2026-00003 5,500", "INV-2026-00004 5,500"]);
    desk.types("9").sees(&["No suggestion has that number"]);
    desk.types("2").types("<enter>").sees(&["BL000003 taken", "BL000004"]);
    desk.sees(&["No suggestion"]).types("<enter>").sees(&["m matches the line by hand"]);
    // By hand: the customer's code and a review.
    desk.types("m").sees(&["Match bank line to a customer · BL000004"]).types("c2");
    desk.types("<backspace><backspace>C0002<ctrl-s>").sees(&["Review:"]).types("<enter>");
    desk.sees(&["BL000005", "4 left"]).types("<tab>").sees(&["BL000006", "-3,500"]);
    desk.types("d").sees(&["Dismiss bank line · BL000006"]).types("charges<ctrl-s>");
    desk.sees(&["Review:"]).types("<enter>").sees(&["BL000005", "3 left"]);
    // What was taken here last is opened again, and so is its invoice.
    desk.types("u").sees(&["BL000003 is open again", "4 left", " BL000003  BK"]);
    desk.closes();
    test.open();
    let of = |number: &str| line(&test, number);
    assert_eq!(of("BL000004").customer.unwrap().0, "C0002");
    assert_eq!(
        (of("BL000006").state.as_str(), of("BL000003").state.as_str()),
        ("dismissed", "open")
    );
    assert_eq!(test.shown_invoice("INV-2026-00004").outstanding.to_string(), "5500");
}

#[test]
fn an_empty_list_says_where_lines_come_from() {
    let mut test = TestBook::rwanda();
    test.close();
    let mut desk = Headless::open(&test.folder(), Settings::default(), 80, 24);
    desk.types("<alt-l>").sees(&["No open bank lines", "daybook import bank"]);
    desk.types("<enter>").sees(&["m matches the line by hand"]);
    desk.types("u").sees(&["No line was taken here yet"]);
    desk.closes();
}

#[test]
fn a_payment_that_was_entered_by_hand_is_linked_and_not_made_twice() {
    let mut test = book();
    test.open();
    test.taken(
        r#"{"do":"record_payment","customer":"C0001","amount":"318600","method":"bank","date":"2026-11-11","allocate":"none"}"#,
    );
    test.close();
    let mut desk = Headless::open(&test.folder(), Settings::default(), 60, 16);
    desk.sees(&["of 2"]).types("<alt-l>");
    desk.sees(&["BL000001", "▸ 1 Kigali Heights", "is PAY-2026-00001", "likely"]);
    // Every suggestion is seen whole once it is marked, in the smallest window too.
    desk.types("2").sees(&["▸ 2 Kigali Heights", "INV-2026-00001 318,600"]);
    desk.types("1<enter>").sees(&["BL000001 taken", "BL000002"]);
    desk.closes();
    test.open();
    assert_eq!(line(&test, "BL000001").payment.unwrap().0, "PAY-2026-00001");
    assert!(!test.shown_invoice("INV-2026-00001").outstanding.is_zero());
}
