//! The worked figures of money that settles less or more than its amount, and of money that goes
//! back: early payment, cash rounding, exchange, bounces, refunds, write-offs.

use crate::common::{TestBook, as_of};
use daybook::domain::Money;

fn money(text: &str) -> Money {
    text.parse().unwrap()
}

fn pay(customer: &str, date: &str, amount: &str, method: &str, allocate: &str) -> String {
    format!(
        r#"{{"do":"record_payment","customer":"{customer}","date":"{date}","amount":"{amount}","method":"{method}","allocate":{allocate}}}"#
    )
}

/// An account on 2/10 net 30 with an invoice of 1,000 of 1 November.
fn early() -> TestBook {
    let mut test = TestBook::canada();
    test.taken(r#"{"do":"register_customer","code":"C1","name":"A","terms":"2/10 net 30"}"#);
    test.invoice("C1", "2026-11-01", "2026-12-01", "1000");
    test
}

#[test]
fn early_payment_980_on_day_10_settles_1000() {
    for allocate in [r#""oldest""#, r#"[{"invoice":"INV-2026-00001","amount":"980"}]"#] {
        let mut test = early();
        test.taken(&pay("C1", "2026-11-11", "980", "bank", allocate));
        let invoice = test.shown_invoice("INV-2026-00001");
        assert_eq!(invoice.payment, "settled");
        assert_eq!((invoice.tax, invoice.total), (money("0.00"), money("1000.00")));
        let discount = test.shown_write_off("WO-2026-00001");
        assert_eq!(discount.event.amount, money("20.00"));
        assert_eq!(test.balance("C1", as_of("2026-11-21")).balance, money("0.00"));
    }
}

#[test]
fn early_payment_980_on_day_11_leaves_20() {
    let mut test = early();
    test.taken(&pay("C1", "2026-11-12", "980", "bank", r#""oldest""#));
    assert_eq!(test.shown_invoice("INV-2026-00001").outstanding, money("20.00"));
}

#[test]
fn early_payment_money_on_account_in_time_earns_the_discount_when_it_is_allocated() {
    let mut test = early();
    test.taken(&pay("C1", "2026-11-10", "980", "bank", r#""none""#));
    test.taken(r#"{"do":"allocate","from":"PAY-2026-00001","to":"INV-2026-00001","amount":"980","date":"2026-11-20"}"#);
    assert_eq!(test.shown_invoice("INV-2026-00001").payment, "settled");
    // Undone, the discount goes with it, and can be had again.
    test.taken(r#"{"do":"unallocate","allocation":"A000002","date":"2026-11-21"}"#);
    assert_eq!(test.shown_invoice("INV-2026-00001").outstanding, money("1000.00"));
    test.taken(r#"{"do":"allocate","from":"PAY-2026-00001","to":"INV-2026-00001","amount":"980"}"#);
    assert_eq!(test.shown_invoice("INV-2026-00001").payment, "settled");
    assert!(test.verify().ok);
}

#[test]
fn early_payment_of_what_was_not_credited() {
    let mut test = early();
    test.taken(r#"{"do":"credit_invoice","invoice":"INV-2026-00001","date":"2026-11-02","reason":"price","amount":"500"}"#);
    test.taken(&pay("C1", "2026-11-05", "490", "bank", r#""oldest""#));
    assert_eq!(test.shown_invoice("INV-2026-00001").payment, "settled");
}

#[test]
fn a_bounce_opens_the_invoice_again_and_takes_the_discount_along() {
    let mut test = early();
    test.taken(&pay("C1", "2026-11-10", "980", "cheque", r#""oldest""#));
    assert_eq!(test.balance("C1", as_of("2026-11-21")).balance, money("0.00"));
    test.taken(r#"{"do":"bounce_payment","payment":"PAY-2026-00001","date":"2026-11-15","reason":"no funds"}"#);
    let invoice = test.shown_invoice("INV-2026-00001");
    assert_eq!(
        (invoice.outstanding, invoice.due.to_string()),
        (money("1000.00"), "2026-12-01".into())
    );
    assert_eq!(test.shown_payment("PAY-2026-00001").state, "bounced");
    // As of the day before it still reads paid.
    assert_eq!(test.balance("C1", as_of("2026-11-14")).balance, money("0.00"));
    assert_eq!(test.balance("C1", as_of("2026-11-15")).balance, money("1000.00"));
    let again = r#"{"do":"bounce_payment","payment":"PAY-2026-00001","reason":"no funds"}"#;
    assert_eq!(test.refused(again).0, "bounce.already");
    assert!(test.verify().ok);
}

#[test]
fn cash_in_canada_is_rounded_to_five_cents_and_a_bounce_reverses_that() {
    for (due, paid, settled) in [
        ("10.02", "10.00", true),
        ("10.03", "10.05", true),
        ("10.02", "9.95", false),
        ("10.03", "10.00", false),
    ] {
        let mut test = TestBook::canada();
        test.customer("C1");
        test.invoice("C1", "2026-11-01", "2026-12-01", due);
        test.taken(&pay("C1", "2026-11-05", paid, "cash", r#""oldest""#));
        let balance = test.balance("C1", as_of("2026-11-21"));
        assert_eq!(balance.items.is_empty(), settled, "{due} due, {paid} paid: {balance:?}");
        test.taken(r#"{"do":"bounce_payment","payment":"PAY-2026-00001","reason":"false notes"}"#);
        assert_eq!(test.balance("C1", as_of("2026-11-21")).balance, money(due));
        assert!(test.verify().ok);
    }
    // By bank, two cents are two cents.
    let mut test = TestBook::canada();
    test.customer("C1");
    test.invoice("C1", "2026-11-01", "2026-12-01", "10.02");
    test.taken(&pay("C1", "2026-11-05", "10.00", "bank", r#""oldest""#));
    assert_eq!(test.balance("C1", as_of("2026-11-21")).balance, money("0.02"));
}

#[test]
fn a_gain_on_exchange_is_realised_at_each_allocation() {
    let mut test = TestBook::rwanda();
    test.taken(r#"{"do":"register_customer","code":"C1","name":"A","currency":"USD"}"#);
    let issue = r#"{"do":"issue_invoice","customer":"C1","date":"2026-11-01","rate":"1300","lines":[{"description":"x","quantity":"1","unit_price":"1000"}]}"#;
    test.taken(issue);
    let unrated = pay("C1", "2026-11-05", "400", "bank", r#""oldest""#);
    assert_eq!(test.refused(&unrated), ("rate.missing", "rate".into()));
    test.taken(&unrated.replace("\"method\"", "\"rate\":\"1350\",\"method\""));
    let gain = |test: &TestBook, number: &str| test.shown_payment(number).allocations[0].gain;
    assert_eq!(gain(&test, "PAY-2026-00001"), Some(money("20000")));
    test.taken(&unrated.replace("\"method\"", "\"rate\":\"1290.5\",\"method\""));
    assert_eq!(gain(&test, "PAY-2026-00002"), Some(money("-3800")));
}

#[test]
fn a_refund_pays_back_what_is_left_and_no_more() {
    let mut test = TestBook::rwanda();
    test.customer("C1");
    test.invoice("C1", "2026-11-01", "2026-12-01", "100");
    test.payment("C1", "2026-11-05", "130", "oldest");
    let refund = |amount: &str| {
        format!(
            r#"{{"do":"refund","from":"PAY-2026-00001","amount":"{amount}","date":"2026-11-06"}}"#
        )
    };
    assert_eq!(test.refused(&refund("31")).0, "allocation.exceeds_source");
    let receipt = test.taken(&refund("30"));
    assert_eq!(receipt.number("refund"), Some("RF-2026-00001"));
    assert_eq!(test.balance("C1", as_of("2026-11-05")).balance, money("-30"));
    assert_eq!(test.balance("C1", as_of("2026-11-06")).balance, money("0"));
    let undo = r#"{"do":"unallocate","allocation":"A000002"}"#;
    assert_eq!(test.refused(undo).0, "allocation.not_by_hand");
}

#[test]
fn a_write_off_has_its_reason_its_tolerance_and_its_recovery() {
    let mut test = TestBook::canada();
    test.customer("C1");
    let invoice = test.invoice("C1", "2026-11-01", "2026-12-01", "500");
    let write_off = |amount: &str, reason: &str, more: &str| {
        format!(
            r#"{{"do":"write_off","invoice":"{invoice}","amount":"{amount}","reason":"{reason}","date":"2026-11-10"{more}}}"#
        )
    };
    assert_eq!(
        test.refused(&write_off("1.01", "small_difference", "")).0,
        "write_off.beyond_tolerance"
    );
    test.taken(&write_off("1.00", "small_difference", ""));
    test.taken(&write_off("9.00", "small_difference", r#","override":{"reason":"long ago"}"#));
    test.taken(&write_off("490", "bad_debt", ""));
    assert_eq!(test.shown_invoice(&invoice).payment, "settled");
    assert_eq!(test.refused(&write_off("1", "bad_debt", "")).0, "allocation.exceeds_item");

    // Part of the money comes after all: as much is taken back, and the money settles it.
    test.taken(
        r#"{"do":"recover","write_off":"WO-2026-00003","amount":"120","date":"2026-11-15"}"#,
    );
    assert_eq!(test.shown_invoice(&invoice).outstanding, money("120.00"));
    test.taken(&pay("C1", "2026-11-15", "120", "bank", r#""oldest""#));
    assert_eq!(test.shown_invoice(&invoice).payment, "settled");
    let more = r#"{"do":"recover","write_off":"WO-2026-00003","amount":"370.01"}"#;
    assert_eq!(test.refused(more).0, "recover.exceeds_write_off");
    let invoice_is_none = format!(r#"{{"do":"recover","write_off":"{invoice}"}}"#);
    assert_eq!(test.refused(&invoice_is_none).0, "recover.not_a_write_off");
    let statement = test
        .ask(&daybook::ledger::query::statement::StatementOf {
            customer: daybook::domain::Code("C1".into()),
            style: daybook::ledger::query::statement::Style::BalanceForward,
            from: Some(crate::common::day("2026-11-01")),
            to: Some(crate::common::day("2026-11-21")),
            known_at: None,
            since: None,
        })
        .unwrap();
    assert_eq!((statement.opening, statement.closing), (money("0.00"), money("0.00")));
    assert!(test.verify().ok);
}

#[test]
fn a_bounce_takes_nothing_back_twice_and_is_not_dated_before_an_undoing() {
    let mut test = early();
    test.taken(&pay("C1", "2026-11-11", "980", "bank", r#""oldest""#));
    test.taken(r#"{"do":"unallocate","allocation":"A000002","date":"2026-11-15"}"#);
    let bounce = |date: &str| {
        format!(
            r#"{{"do":"bounce_payment","payment":"PAY-2026-00001","date":"{date}","reason":"no funds"}}"#
        )
    };
    assert_eq!(test.refused(&bounce("2026-11-14")), ("allocation.before_item", "date".into()));
    test.taken(&bounce("2026-11-16"));
    let balance = test.balance("C1", as_of("2026-11-21"));
    assert_eq!((balance.balance, balance.on_account), (money("1000.00"), money("0.00")));
    for day in 11..=20 {
        let balance = test.balance("C1", as_of(&format!("2026-11-{day}")));
        assert!(!balance.on_account.is_negative(), "on the {day}th: {balance:?}");
    }
    assert!(test.verify().ok);
}

#[test]
fn a_discount_goes_when_another_payment_that_settled_the_invoice_bounces() {
    let mut test = early();
    test.taken(&pay("C1", "2026-11-05", "480", "cheque", r#""oldest""#));
    test.taken(&pay("C1", "2026-11-08", "500", "bank", r#""oldest""#));
    assert_eq!(test.shown_invoice("INV-2026-00001").payment, "settled");
    test.taken(r#"{"do":"bounce_payment","payment":"PAY-2026-00001","date":"2026-11-18","reason":"no funds"}"#);
    assert_eq!(test.shown_invoice("INV-2026-00001").outstanding, money("500.00"));
}

#[test]
fn cash_rounding_goes_with_a_discount_with_any_order_and_with_a_later_allocation() {
    // 10.02 less 0.20 is 9.82: 9.80 in coins.
    for allocate in [r#""oldest""#, r#"[{"invoice":"INV-2026-00001","amount":"9.80"}]"#] {
        let mut test = TestBook::canada();
        test.taken(r#"{"do":"register_customer","code":"C1","name":"A","terms":"2/10 net 30"}"#);
        test.invoice("C1", "2026-11-01", "2026-12-01", "10.02");
        test.taken(&pay("C1", "2026-11-05", "9.80", "cash", allocate));
        assert_eq!(test.balance("C1", as_of("2026-11-21")).balance, money("0.00"), "{allocate}");
        assert_eq!(test.shown_invoice("INV-2026-00001").payment, "settled");
    }
    // The one that falls short may stand anywhere in the list.
    let mut test = TestBook::canada();
    test.customer("C1");
    test.invoice("C1", "2026-11-01", "2026-12-01", "10.02");
    test.invoice("C1", "2026-11-01", "2026-12-01", "20.00");
    let both = r#"[{"invoice":"INV-2026-00001","amount":"10.00"},{"invoice":"INV-2026-00002","amount":"20.00"}]"#;
    test.taken(&pay("C1", "2026-11-05", "30.00", "cash", both));
    assert!(test.balance("C1", as_of("2026-11-21")).items.is_empty());
    // Cash on account rounds when it is allocated, and again after that was undone.
    let mut test = TestBook::canada();
    test.customer("C1");
    test.invoice("C1", "2026-11-01", "2026-12-01", "10.02");
    test.taken(&pay("C1", "2026-11-05", "10.00", "cash", r#""none""#));
    let allocate = r#"{"do":"allocate","from":"PAY-2026-00001","to":"INV-2026-00001","amount":"10.00","date":"2026-11-06"}"#;
    test.taken(allocate);
    assert!(test.balance("C1", as_of("2026-11-21")).items.is_empty());
    test.taken(r#"{"do":"unallocate","allocation":"A000001","date":"2026-11-07"}"#);
    assert_eq!(test.balance("C1", as_of("2026-11-21")).balance, money("0.02"));
    test.taken(&allocate.replace("11-06", "11-08"));
    assert!(test.balance("C1", as_of("2026-11-21")).items.is_empty());
    assert!(test.verify().ok);
}

#[test]
fn a_discount_is_not_given_for_what_opens_again_later() {
    let mut test = early();
    test.taken(&pay("C1", "2026-11-02", "500", "bank", r#""oldest""#));
    test.taken(r#"{"do":"unallocate","allocation":"A000001","date":"2026-11-09"}"#);
    test.taken(&pay(
        "C1",
        "2026-11-05",
        "480",
        "bank",
        r#"[{"invoice":"INV-2026-00001","amount":"480"}]"#,
    ));
    assert_eq!(test.shown_invoice("INV-2026-00001").outstanding, money("520.00"));
}

#[test]
fn a_rate_beyond_all_currencies_is_refused() {
    let mut test = TestBook::rwanda();
    test.taken(r#"{"do":"register_customer","code":"C1","name":"A","currency":"USD"}"#);
    test.taken(r#"{"do":"issue_invoice","customer":"C1","date":"2026-11-01","rate":"1","lines":[{"description":"x","quantity":"1","unit_price":"1000000000"}]}"#);
    let pay = r#"{"do":"record_payment","customer":"C1","amount":"1000000000","method":"bank","rate":"99999999999999999"}"#;
    assert_eq!(test.refused(pay).0, "rate.out_of_range");
}
