//! What the review of a payment shows is what is posted: figure by figure.

use crate::common::TestBook;
use crate::common::headless::Headless;
use daybook::tui::settings::Settings;

/// An account on 2/10 net 30 with two invoices of 15 November.
fn book() -> TestBook {
    let mut test = TestBook::canada();
    test.taken(
        r#"{"do":"register_customer","code":"C1","name":"Maple Inn","terms":"2/10 net 30"}"#,
    );
    test.invoice("C1", "2026-11-15", "2026-12-15", "1000");
    test.invoice("C1", "2026-11-15", "2026-12-15", "500");
    test.close();
    test
}

/// The payment form of the account, its amount typed.
fn paying(test: &TestBook, amount: &str) -> Headless {
    let mut desk = Headless::open(&test.folder(), Settings::default(), 80, 24);
    desk.sees(&["of 1"]).types("map").sees(&["▸ Maple Inn"]);
    desk.types("<alt-p>").sees(&["Payment · Maple Inn", "INV-2026-00002"]);
    desk.types(amount).sees(&[amount]);
    desk
}

fn posted(mut test: TestBook) -> Vec<(String, String)> {
    test.open();
    let allocations = test.shown_payment("PAY-2026-00001").allocations;
    allocations.iter().map(|it| (it.to.0.clone(), it.amount.to_string())).collect()
}

#[test]
fn a_payment_less_its_discount_shows_money_and_discount_apart() {
    let test = book();
    let mut desk = paying(&test, "980");
    desk.sees(&["Allocated 980", "Early-payment discount 20"]);
    desk.types("<ctrl-s>").sees(&[
        "Review: Payment",
        "PAY-2026-00001 → INV-2026-00001",
        "Early-payment discount → INV-2026-00001",
        "Allocated 980",
        "Early-payment discount 20",
        "On account 0",
    ]);
    desk.types("<enter>").sees(&["PAY-2026-00001"]);
    desk.closes();
    assert_eq!(posted(test), [("INV-2026-00001".to_string(), "980.00".to_string())]);
}

#[test]
fn a_payment_in_full_shows_no_discount() {
    let test = book();
    let mut desk = paying(&test, "1500");
    desk.types("<ctrl-s>").sees(&["Review: Payment", "Allocated 1,500", "On account 0"]);
    assert!(!desk.shows().contains("discount"), "{}", desk.shows());
    desk.types("<enter>").sees(&["PAY-2026-00001"]);
    desk.closes();
    let all = [("INV-2026-00001", "1000.00"), ("INV-2026-00002", "500.00")];
    assert_eq!(posted(test), all.map(|(to, amount)| (to.to_string(), amount.to_string())));
}

#[test]
fn a_row_can_be_given_as_much_as_settles_it_less_its_discount() {
    let test = book();
    let mut desk = paying(&test, "1480");
    // From the reference down into the rows: the first less its discount, the second in full.
    desk.types("<tab><tab><tab><tab><tab>d<down>f").sees(&["As typed", "980", "500"]);
    desk.types("<ctrl-s>").sees(&["Review: Payment", "Allocated 1,480", "discount 20"]);
    desk.types("<enter>").sees(&["PAY-2026-00001"]);
    desk.closes();
    let all = [("INV-2026-00001", "980.00"), ("INV-2026-00002", "500.00")];
    assert_eq!(posted(test), all.map(|(to, amount)| (to.to_string(), amount.to_string())));
}

#[test]
fn a_certificate_settles_the_invoices_that_are_named() {
    let mut test = TestBook::rwanda();
    test.customer("C1");
    test.invoice("C1", "2026-11-01", "2026-12-01", "1000");
    test.close();
    let mut desk = Headless::open(&test.folder(), Settings::default(), 80, 24);
    desk.sees(&["of 1"]).types("cust").sees(&["▸ Customer C1"]);
    desk.types("<ctrl-p>certificate").sees(&["Record a certificate"]).types("<enter>");
    desk.sees(&["Certificate of tax withheld", "INV-2026-00001"]);
    desk.types("wht3<tab>W-77<tab><ctrl-s>").sees(&["Enter an amount beside each invoice"]);
    desk.types("30").sees(&["30"]);
    desk.types("<ctrl-s>").sees(&["Review: Certificate", "WHT3", "W-77", "Allocated 30"]);
    desk.types("<enter>").sees(&["PAY-2026-00001"]);
    desk.closes();
    test.open();
    let paid = test.shown_payment("PAY-2026-00001");
    assert_eq!((paid.certificate.as_deref(), paid.on_account.minor()), (Some("WHT3"), 0));
    assert_eq!(test.shown_invoice("INV-2026-00001").outstanding.to_string(), "970");
}

#[test]
fn what_is_typed_before_the_review_comes_up_posts_nothing_and_that_is_said() {
    let test = book();
    let mut desk = paying(&test, "980");
    desk.types_ahead("<ctrl-s><enter>").sees(&[
        "Review: Payment",
        "What you typed before this screen appeared was ignored. Read it first.",
    ]);
    desk.types("<enter>").sees(&["PAY-2026-00001, WO-2026-00001 posted"]);
    desk.closes();
    assert!(!posted(test).is_empty());
}
