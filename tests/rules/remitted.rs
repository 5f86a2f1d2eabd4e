//! A payment with its remittance as the payer dictates it: what is paid on each invoice and what is
//! disputed, in one entry, or nothing at all.

use crate::common::TestBook;
use daybook::domain::Refusal;

const REMITTANCE: &str = "00001 400, 2 all, inv-2026-3 -40 damaged in transit";

fn pay(amount: &str, remittance: &str) -> String {
    format!(
        r#"{{"do":"record_payment","customer":"C1","date":"2026-11-10","amount":"{amount}","method":"bank","remittance":"{remittance}"}}"#
    )
}

/// Three invoices of a customer, of 1,000, 200 and 90, and one of another customer.
fn book() -> TestBook {
    let mut test = TestBook::canada();
    test.customer("C1");
    test.customer("C2");
    for (customer, amount) in [("C1", "1000"), ("C1", "200"), ("C1", "90"), ("C2", "50")] {
        test.invoice(customer, "2026-10-01", "2026-10-31", amount);
    }
    test
}

fn left(test: &TestBook) -> Vec<String> {
    let numbers = ["INV-2026-00001", "INV-2026-00002", "INV-2026-00003", "INV-2026-00004"];
    numbers.map(|number| test.shown_invoice(number).outstanding.to_string()).to_vec()
}

/// The refusal of a line, in the words of the command line.
fn told(test: &mut TestBook, line: &str) -> (&'static str, String, String) {
    let refusal: Refusal = test.post(line).unwrap_err();
    let words = daybook::words::Words::english().tell(&refusal);
    (refusal.rule.name(), refusal.field, words)
}

#[test]
fn a_dictated_remittance_is_one_entry_of_allocations_and_a_dispute() {
    let mut test = book();
    let made = test.taken(&pay("655", REMITTANCE));
    assert_eq!(left(&test), ["600.00", "0.00", "40.00", "50.00"]);
    let payment = test.shown_payment(made.number("payment").unwrap());
    assert_eq!((payment.on_account.to_string(), payment.allocations.len()), ("5.00".into(), 3));
    let disputed = test.shown_dispute(made.number("dispute").unwrap());
    assert_eq!(
        (disputed.invoice.0.as_str(), disputed.reason.as_str()),
        ("INV-2026-00003", "damaged")
    );
    assert_eq!((disputed.remaining.to_string(), disputed.state.as_str()), ("40.00".into(), "new"));
    assert_eq!(disputed.timeline[0].note.as_deref(), Some("in transit"));
    assert_eq!((disputed.entry, disputed.about), (payment.entry, vec![payment.payment]));
    assert!(test.verify().ok);
}

/// 400 are paid of an invoice of 1,000 and 40 held back: 600 are open, 40 of them in dispute.
#[test]
fn a_part_payment_and_a_deduction_on_one_invoice_are_dictated_together_or_one_by_one() {
    for text in ["1 400 -40 damaged", "1 400, 1 -40 damaged", "1 -40 damaged, 00001 400"] {
        let mut test = book();
        let made = test.taken(&pay("500", text));
        let shown = test.shown_invoice("INV-2026-00001");
        let figures = [shown.outstanding, shown.disputed].map(|amount| amount.to_string());
        assert_eq!(figures, ["600.00", "40.00"], "{text}");
        let payment = test.shown_payment(made.number("payment").unwrap());
        assert_eq!(payment.on_account.to_string(), "100.00", "{text}");
        let disputed = test.shown_dispute(made.number("dispute").unwrap());
        let parts = (disputed.remaining.to_string(), disputed.entry);
        assert_eq!(parts, ("40.00".into(), payment.entry), "{text}");
        assert!(test.verify().ok);
    }
}

#[test]
fn what_cannot_be_taken_is_refused_whole_with_its_part_and_what_to_write() {
    let mut test = book();
    test.invoice("C1", "2026-10-02", "2026-11-01", "70");
    for (amount, text, rule, says) in [
        ("100", "4 all", "remittance.not_open", "“4 all”: 4 is not an open invoice"),
        ("100", "1 400, 99 5", "remittance.not_open", "“99 5”"),
        ("100", "INV-2026- 5", "remittance.not_open", "INV-2026-"),
        ("100", "1", "remittance.unread", "after the number, type an amount"),
        ("100", "", "remittance.unread", "1042 400, 1043 all"),
        ("100", "1 4oo", "remittance.unread", "“4oo” is not an amount"),
        ("100", "1 1.005", "remittance.unread", "at most 2 decimals"),
        ("100", "1 -40", "remittance.unread", "type the reason"),
        ("100", "1 40 2 60", "remittance.unread", "Put a comma between parts"),
        ("100", "1 40, 00001 all", "remittance.item_twice", "INV-2026-00001"),
        ("100", "3 90.01", "remittance.exceeds_item", "90.00"),
        ("655", "3 60 -40 damaged", "remittance.exceeds_item", "90.00"),
        ("100", "1 60, 3 50", "remittance.exceeds_payment", "110.00"),
        ("100", "3 -40 gremlins", "remittance.reason_unknown", "damaged"),
        ("100", "3 -40 q", "remittance.reason_unknown", "quantity_short"),
    ] {
        let (broken, field, words) = told(&mut test, &pay(amount, text));
        assert_eq!((broken, field.as_str()), (rule, "remittance"), "{text}");
        assert!(words.contains(says), "{text}: {words}");
    }
    let both =
        pay("100", "1 all").replace("\"remittance\"", "\"allocate\":\"none\",\"remittance\"");
    assert_eq!(test.refused(&both), ("remittance.and_allocate", "remittance".into()));
    assert_eq!(left(&test), ["1000.00", "200.00", "90.00", "50.00"]);
    assert!(
        test.post(
            r#"{"do":"open_dispute","invoice":"INV-2026-00003","reason":"price","amount":"80"}"#
        )
        .is_ok()
    );
    let (broken, _, words) = told(&mut test, &pay("100", "3 -40 damaged"));
    assert_eq!(broken, "remittance.in_dispute");
    assert!(words.contains("80.00"), "{words}");
}

#[test]
fn a_short_number_that_two_invoices_end_with_names_both() {
    let mut test = TestBook::canada();
    test.customer("C1");
    for series in ["INV", "SRV"] {
        if series == "SRV" {
            test.taken(r#"{"do":"define_series","series":"SRV"}"#);
        }
        test.taken(&format!(
            r#"{{"do":"issue_invoice","customer":"C1","series":"{series}","date":"2026-10-01","lines":[{{"description":"Work","quantity":"1","unit_price":"10"}}]}}"#
        ));
    }
    let (rule, _, words) = told(&mut test, &pay("10", "1 all"));
    assert_eq!(rule, "remittance.ambiguous");
    assert!(words.contains("INV-2026-00001, SRV-2026-00001"), "{words}");
    test.taken(&pay("10", "srv-1 all"));
    assert!(test.shown_invoice("SRV-2026-00001").outstanding.is_zero());
}

#[test]
fn reversing_the_payment_voids_the_dispute_that_came_with_it_and_a_bounce_does_not() {
    let mut test = book();
    let made = test.taken(&pay("50", "3 -40 dam"));
    let number = made.number("dispute").unwrap().to_string();
    let payment = made.number("payment").unwrap().to_string();
    test.taken(&format!(r#"{{"do":"reverse_payment","payment":"{payment}","reason":"slip"}}"#));
    assert_eq!(test.shown_dispute(&number).state, "void");
    assert_eq!(left(&test)[2], "90.00");

    let made = test.taken(&pay("50", "3 -40 dam"));
    let number = made.number("dispute").unwrap().to_string();
    let payment = made.number("payment").unwrap().to_string();
    test.taken(&format!(r#"{{"do":"bounce_payment","payment":"{payment}","reason":"no funds"}}"#));
    assert_eq!(test.shown_dispute(&number).state, "new");

    // What somebody resolved since stays resolved.
    let made = test.taken(&pay("50", "2 50 -100 price"));
    let (number, payment) = (made.number("dispute").unwrap(), made.number("payment").unwrap());
    test.taken(&format!(r#"{{"do":"resolve_dispute","dispute":"{number}","outcome":"upheld"}}"#));
    test.taken(&format!(r#"{{"do":"reverse_payment","payment":"{payment}","reason":"slip"}}"#));
    assert_eq!(test.shown_dispute(number).state, "resolved");
    assert!(test.verify().ok);
}

#[test]
fn a_bank_line_takes_a_remittance_too() {
    let mut test = book();
    test.taken(r#"{"do":"record_bank_lines","account":"BK","lines":[{"date":"2026-11-10","amount":"440","text":"three"}]}"#);
    let matched = r#"{"do":"match_bank_line","line":"BL000001","customer":"C1","remittance":"1 390, 3 -40 damaged"}"#;
    test.taken(matched);
    assert_eq!(left(&test), ["610.00", "200.00", "40.00", "50.00"]);
    test.taken(r#"{"do":"unmatch_bank_line","line":"BL000001"}"#);
    assert_eq!(left(&test), ["1000.00", "200.00", "90.00", "50.00"]);
    assert_eq!(test.shown_dispute("DSP-2026-00001").state, "void");
    assert!(test.verify().ok);
}

#[test]
fn an_early_payment_discount_is_taken_by_a_part_that_leaves_exactly_that() {
    let mut test = TestBook::canada();
    test.taken(r#"{"do":"register_customer","code":"C1","name":"A","terms":"2/10 net 30"}"#);
    for amount in ["1000", "500"] {
        test.invoice("C1", "2026-11-01", "2026-12-01", amount);
    }
    test.taken(&pay("1480", "1 980, 2 all"));
    assert_eq!(test.shown_invoice("INV-2026-00001").outstanding.to_string(), "0.00");
    // A deduction is not a discount, though it is as much.
    test.invoice("C1", "2026-11-01", "2026-12-01", "1000");
    test.taken(&pay("980", "3 -20 price"));
    assert_eq!(test.shown_invoice("INV-2026-00003").outstanding.to_string(), "20.00");
}
