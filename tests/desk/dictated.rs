//! A payment whose remittance is dictated on the telephone, and one whose amount says which invoice it is
//! for.

use crate::common::TestBook;
use crate::common::headless::Headless;
use daybook::tui::settings::Settings;

/// A customer with three invoices, of 1,000.50, 200 and 90.
fn book() -> TestBook {
    let mut test = TestBook::canada();
    test.taken(r#"{"do":"register_customer","code":"C1","name":"Maple Foods","terms":"net 30"}"#);
    for (date, amount) in [("01", "1000.50"), ("02", "200"), ("03", "90")] {
        test.invoice("C1", &format!("2026-10-{date}"), &format!("2026-11-{date}"), amount);
    }
    test.close();
    test
}

fn left(test: &mut TestBook) -> Vec<String> {
    test.open();
    let numbers = ["INV-2026-00001", "INV-2026-00002", "INV-2026-00003"];
    numbers.map(|number| test.shown_invoice(number).outstanding.to_string()).to_vec()
}

#[test]
fn a_remittance_is_typed_as_it_is_dictated_and_reviewed_line_by_line() {
    let mut test = book();
    let mut desk = Headless::open(&test.folder(), Settings::default(), 80, 24);
    desk.sees(&["of 1"]).types("map").sees(&["Maple Foods owes"]).types("<alt-p>");
    desk.sees(&["Allocated"]).types("655<tab><tab><tab><tab>");
    desk.sees(&["Remittance", "1042 400, 1043 all, 1044 -40 damaged"]);
    // What is wrong is said where it is typed, with what to write.
    desk.types("1 400, 2 all, 7 90<ctrl-s>").sees(&["7 is not an open invoice of this customer"]);
    desk.types("<backspace><backspace><backspace><backspace>3 -40 damaged in transit");
    desk.sees(&["As the remittance says", "400.00", "200.00", "50.00"]);
    desk.types("<ctrl-s>").sees(&["Review:", "INV-2026-00003 disputed: damaged, in transit"]);
    desk.sees(&[
        "→ INV-2026-00001",
        "→ INV-2026-00003",
        "On account 5.00",
        "dispute DSP-2026-00001",
    ]);
    desk.types("<enter>").sees(&["PAY-2026-00001", "posted."]);
    // Taking the payment back takes the dispute back, and says so.
    desk.types("<alt-u>")
        .sees(&["▸ Payment · PAY-2026-00001"])
        .types("<enter>")
        .sees(&["Reverse payment"]);
    desk.types("slip<tab><tab>PAY-2026-00001<ctrl-s>");
    desk.sees(&["Review:", "DSP-2026-00001, opened with it, is void"]).types("<enter>");
    desk.sees(&["Done: Reverse payment."]);
    desk.closes();
    assert_eq!(left(&mut test), ["1000.50", "200.00", "90.00"]);
}

/// What is paid, typed as the reference, would pay the oldest first: the form asks. A number alone is a
/// reference like any other.
#[test]
fn a_reference_that_reads_as_a_remittance_is_asked_about() {
    let test = book();
    let mut desk = Headless::open(&test.folder(), Settings::default(), 80, 24);
    desk.sees(&["of 1"]).types("map").sees(&["Maple Foods owes"]).types("<alt-p>");
    desk.sees(&["Allocated"]).types("90<tab><tab><tab>3");
    desk.sees(&["Reference", "Allocated"])
        .types(" all")
        .sees(&["what it pays? Type it on the next"]);
    desk.types("<ctrl-s>").sees(&["Review:", "! Did you mean Remittance?"]).types("<esc>");
    desk.sees(&["what it pays? Type it on the next"]);
    desk.types("<tab>3 all").sees(&["As the remittance says"]);
    assert!(!desk.shows().contains("what it pays?"));
    desk.types("<ctrl-s>").sees(&["Review:"]);
    assert!(!desk.shows().contains("Did you mean"), "{}", desk.shows());
    desk.closes();
}

#[test]
fn a_remittance_is_read_by_the_marks_and_words_of_the_desk() {
    let mut test = book();
    let french = Settings { language: Some("fr".into()), ..Settings::default() };
    let mut desk = Headless::open(&test.folder(), french, 80, 24);
    desk.sees(&["sur 1"]).types("map").sees(&["Maple Foods doit"]).types("<alt-p>");
    desk.types("650,50<tab><tab><tab><tab>1 400,50, 2 tout, 3 -40 endommagé");
    desk.types("<ctrl-s>").sees(&["INV-2026-00003 en litige : endommagé"]).types("<enter>");
    desk.sees(&["PAY-2026-00001"]);
    desk.closes();
    assert_eq!(left(&mut test), ["600.00", "0.00", "40.00"]);
}

#[test]
fn an_amount_that_is_left_of_one_invoice_pays_that_one() {
    let mut test = book();
    let mut desk = Headless::open(&test.folder(), Settings::default(), 80, 24);
    desk.sees(&["of 1"]).types("map").sees(&["Maple Foods owes"]).types("<alt-p>");
    desk.sees(&["Oldest due first"]).types("200");
    desk.sees(&["What is left of one invoice", "Allocated 200.00"]);
    // One digit more, and it is no invoice's amount.
    desk.types("1").sees(&["Oldest due first", "2,001.00"]).types("<backspace>");
    desk.sees(&["What is left of one invoice"]).types("<ctrl-s>");
    desk.sees(&["Review:", "→ INV-2026-00002"]).types("<enter>").sees(&["posted."]);
    desk.closes();
    assert_eq!(left(&mut test), ["1000.50", "0.00", "90.00"]);
}

#[test]
fn an_amount_that_is_left_of_two_invoices_pays_the_oldest() {
    let mut test = book();
    test.open();
    test.invoice("C1", "2026-10-04", "2026-11-04", "200");
    test.close();
    let mut desk = Headless::open(&test.folder(), Settings::default(), 80, 24);
    desk.sees(&["of 1"]).types("map").sees(&["Maple Foods owes"]).types("<alt-p>");
    desk.types("200<ctrl-s>").sees(&["Review:", "→ INV-2026-00001"]);
    desk.closes();
}

/// A book with a second invoice of 200.00, of which 2 % may be taken off through 20 November.
fn discounted() -> TestBook {
    let mut test = book();
    test.open();
    test.taken(r#"{"do":"amend_customer","customer":"C1","terms":"2/10 net 30"}"#);
    test.taken(
        r#"{"do":"issue_invoice","customer":"C1","date":"2026-11-10","lines":[{"description":"x","quantity":"1","unit_price":"500","tax":"E"}]}"#,
    );
    test.close();
    test
}

#[test]
fn an_amount_that_is_an_invoice_less_its_discount_pays_that_one_in_full() {
    let mut test = discounted();
    let mut desk = Headless::open(&test.folder(), Settings::default(), 80, 24);
    desk.sees(&["of 1"]).types("map").sees(&["Maple Foods owes"]).types("<alt-p>");
    desk.sees(&["Oldest due first"]).types("490<tab>2026-11-20");
    desk.sees(&["INV-2026-00004 less its discount", "Early-payment discount 10.00"]);
    // A day later there is none.
    desk.types("<backspace>1<tab>").sees(&["INV-2026-00004 less a discount that ended on 20 Nov"]);
    desk.types("<backtab>2026-11-20<ctrl-s>");
    desk.sees(&["Review:", "→ INV-2026-00004"]).types("<enter>").sees(&["posted."]);
    desk.closes();
    assert_eq!(left(&mut test), ["1000.50", "200.00", "90.00"]);
    assert!(test.shown_invoice("INV-2026-00004").outstanding.is_zero());
}

/// A remittance that does not add up is told as soon as its field is left.
#[test]
fn what_does_not_add_up_is_told_when_the_field_is_left() {
    let test = book();
    let mut desk = Headless::open(&test.folder(), Settings::default(), 80, 24);
    desk.sees(&["of 1"]).types("map").sees(&["Maple Foods owes"]).types("<alt-p>");
    desk.sees(&["Allocated"]).types("500<tab><tab><tab><tab>1 400, 2 all").rests();
    assert!(!desk.shows().contains("add up to"), "{}", desk.shows());
    desk.types("<tab>").sees(&["✗ The parts add up to 600.00, and the payment is 500.00"]);
    desk.closes();
}

/// A number and “all” is asked about even where it names no open invoice.
#[test]
fn a_reference_of_an_unknown_number_and_all_is_asked_about() {
    let test = book();
    let mut desk = Headless::open(&test.folder(), Settings::default(), 80, 24);
    desk.sees(&["of 1"]).types("map").sees(&["Maple Foods owes"]).types("<alt-p>");
    desk.sees(&["Allocated"]).types("90<tab><tab><tab>rent all").rests();
    assert!(!desk.shows().contains("what it pays?"), "{}", desk.shows());
    for _ in 0.."rent all".len() {
        desk.types("<backspace>");
    }
    desk.types("922 all").sees(&["what it pays? Type it on the next"]);
    desk.closes();
}

/// From any share one key leads back to the fields.
#[test]
fn shift_tab_leaves_the_shares() {
    let test = book();
    let mut desk = Headless::open(&test.folder(), Settings::default(), 80, 24);
    desk.sees(&["of 1"]).types("map").sees(&["Maple Foods owes"]).types("<alt-p>");
    desk.sees(&["Allocated"]).types("500<tab><tab><tab><tab><tab><down><down>");
    desk.sees(&["▸ INV-2026-00003"]).types("<backtab>2 all").sees(&["Remittance      2 all"]);
    desk.closes();
}
