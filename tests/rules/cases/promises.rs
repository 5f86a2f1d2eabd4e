//! Promises: they are judged by the dates of the money, and one is open on an invoice at a time.

use super::*;

/// A promise of 500 by 10 November, tolerance 2, as it is judged on a day.
fn judged(payments: &[(&str, &str, &str)], on: &str) -> (String, i64) {
    let mut test = book();
    let invoice = test.invoice("C1", "2026-10-01", "2026-10-31", "1000");
    test.taken(&format!(
        r#"{{"do":"promise","customer":"C1","invoice":"{invoice}","amount":"500","by":"2026-11-10","tolerance_days":2,"date":"2026-11-01"}}"#
    ));
    for (date, amount, rule) in payments {
        test.payment("C1", date, amount, rule);
    }
    test.open_on(on);
    let shown = test.shown_promise("PRM-2026-00001");
    (shown.state, shown.paid.minor())
}

#[test]
fn a_promise_is_judged_by_the_dates_of_the_money_from_the_day_after_its_tolerance() {
    let oldest = "oldest";
    assert_eq!(judged(&[("2026-11-12", "500", oldest)], "2026-11-13"), ("kept".into(), 500));
    assert_eq!(judged(&[("2026-11-13", "500", oldest)], "2026-11-13"), ("broken".into(), 0));
    assert_eq!(judged(&[("2026-11-11", "200", oldest)], "2026-11-13"), ("part_kept".into(), 200));
    assert_eq!(judged(&[("2026-11-11", "200", oldest)], "2026-11-12"), ("open".into(), 200));
    assert_eq!(judged(&[], "2026-11-12"), ("open".into(), 0));
    assert_eq!(judged(&[], "2026-11-13"), ("broken".into(), 0));
    // Money that came in time and waits on the account is to be allocated, not called broken.
    assert_eq!(judged(&[("2026-11-12", "500", "none")], "2026-11-20"), ("open".into(), 0));
    assert_eq!(judged(&[("2026-11-13", "500", "none")], "2026-11-20"), ("broken".into(), 0));
}

#[test]
fn a_promise_is_judged_again_when_its_money_moves() {
    let mut test = book();
    let invoice = test.invoice("C1", "2026-10-01", "2026-10-31", "1000");
    test.taken(&format!(
        r#"{{"do":"promise","customer":"C1","invoice":"{invoice}","amount":"500","by":"2026-11-10","date":"2026-11-01"}}"#
    ));
    assert_eq!(test.shown_promise("PRM-2026-00001").tolerance_days, 2);
    let payment = test.payment("C1", "2026-11-09", "500", "none");
    let shown = test.shown_promise("PRM-2026-00001");
    assert_eq!((shown.state.as_str(), shown.to_allocate.unwrap().minor()), ("open", 500));
    test.taken(&format!(r#"{{"do":"allocate","from":"{payment}","to":"{invoice}","amount":"500","date":"2026-11-20"}}"#));
    assert_eq!(test.shown_promise("PRM-2026-00001").state, "kept");
    test.taken(&format!(
        r#"{{"do":"bounce_payment","payment":"{payment}","reason":"no funds","date":"2026-11-20"}}"#
    ));
    assert_eq!(test.shown_promise("PRM-2026-00001").state, "broken");
    // What is credited by then need not be paid: of 500, 100 are still owed.
    test.taken(&format!(r#"{{"do":"credit_invoice","invoice":"{invoice}","amount":"900","reason":"price","date":"2026-11-11"}}"#));
    test.payment("C1", "2026-11-08", "100", "oldest");
    let shown = test.shown_promise("PRM-2026-00001");
    assert_eq!((shown.state.as_str(), shown.paid.minor()), ("kept", 100));
    assert!(test.verify().ok);
}

#[test]
fn one_live_promise_an_invoice_and_only_on_what_is_not_disputed() {
    let mut test = book();
    let invoice = test.invoice("C1", "2026-11-01", "2026-11-10", "1000");
    open(&mut test, &invoice, "400", "2026-11-02");
    let line = |amount: &str, by: &str| {
        format!(r#"{{"do":"promise","customer":"C1","invoice":"{invoice}",{amount}"by":"{by}"}}"#)
    };
    let refused = test.refused(&line(r#""amount":"601","#, "2026-11-27"));
    assert_eq!(refused, ("promise.exceeds_undisputed", "amount".into()));
    assert_eq!(test.refused(&line("", "2026-11-20")), ("promise.by_before_date", "by".into()));
    let made = test.taken(&line("", "2026-11-27")).number("promise").unwrap().to_string();
    assert_eq!(test.shown_promise(&made).amount.minor(), 600);
    assert_eq!(test.refused(&line("", "2026-11-28")), ("promise.live_already", "invoice".into()));
    let withdraw =
        format!(r#"{{"do":"withdraw_promise","promise":"{made}","note":"asks for a week"}}"#);
    test.taken(&withdraw);
    assert_eq!(test.shown_promise(&made).state, "withdrawn");
    assert_eq!(test.refused(&withdraw), ("promise.not_open", "promise".into()));
    let again = test.taken(&line(r#""amount":"100","#, "2026-11-28"));
    // One that is paid already stands in no other's way.
    test.payment("C1", "2026-11-21", "100", "oldest");
    assert_eq!(test.shown_promise(again.number("promise").unwrap()).state, "kept");
    test.taken(&line(r#""amount":"100","#, "2026-11-29"));
    test.customer("C2");
    let refused = test.refused(&format!(
        r#"{{"do":"promise","customer":"C2","invoice":"{invoice}","by":"2026-11-27"}}"#
    ));
    assert_eq!(refused, ("customer.mismatch", "invoice".into()));
}

#[test]
fn a_cheque_from_before_a_promise_that_bounces_is_no_part_of_it() {
    let mut test = book();
    let invoice = test.invoice("C1", "2026-10-01", "2026-10-31", "1000");
    let cheque = test.payment("C1", "2026-10-20", "400", "oldest");
    test.taken(&format!(
        r#"{{"do":"promise","customer":"C1","invoice":"{invoice}","by":"2026-11-10","date":"2026-11-01"}}"#
    ));
    assert_eq!(test.shown_promise("PRM-2026-00001").amount.minor(), 600);
    test.taken(&format!(
        r#"{{"do":"bounce_payment","payment":"{cheque}","reason":"no funds","date":"2026-11-06"}}"#
    ));
    test.payment("C1", "2026-11-09", "600", "oldest");
    let shown = test.shown_promise("PRM-2026-00001");
    assert_eq!((shown.state.as_str(), shown.paid.minor()), ("kept", 600));
}

#[test]
fn what_is_given_up_after_its_last_day_leaves_a_promise_broken_and_a_franc_in_hand_too() {
    let mut test = book();
    let invoice = test.invoice("C1", "2026-10-01", "2026-10-31", "1000");
    test.payment("C1", "2026-10-02", "1", "none");
    test.taken(&format!(
        r#"{{"do":"promise","customer":"C1","invoice":"{invoice}","amount":"500","by":"2026-11-05","date":"2026-11-01"}}"#
    ));
    assert_eq!(test.shown_promise("PRM-2026-00001").state, "broken");
    test.taken(&format!(
        r#"{{"do":"write_off","invoice":"{invoice}","reason":"bad_debt","date":"2026-11-20"}}"#
    ));
    assert_eq!(test.shown_promise("PRM-2026-00001").state, "broken");
}

#[test]
fn a_promise_asks_for_no_allocation_to_what_is_no_longer_owed() {
    let mut test = book();
    let invoice = test.invoice("C1", "2026-10-01", "2026-10-31", "500");
    // Money that was there before the promise counts in time, allocated or not.
    let payment = test.payment("C1", "2026-11-02", "500", "none");
    test.taken(&format!(
        r#"{{"do":"promise","customer":"C1","invoice":"{invoice}","by":"2026-11-10","date":"2026-11-03"}}"#
    ));
    let shown = test.shown_promise("PRM-2026-00001");
    assert_eq!((shown.state.as_str(), shown.to_allocate.unwrap().minor()), ("open", 500));
    test.taken(&format!(r#"{{"do":"credit_invoice","invoice":"{invoice}","full":true,"reason":"price","date":"2026-11-15"}}"#));
    let shown = test.shown_promise("PRM-2026-00001");
    assert_eq!((shown.state.as_str(), shown.to_allocate), ("broken", None));
    assert_eq!(test.shown_payment(&payment).on_account.minor(), 500);
}

/// A promise of 500 by 10 November without tolerance, on an invoice of 1,000, made on 3 November.
fn promised_500() -> (TestBook, String) {
    let mut test = book();
    let invoice = test.invoice("C1", "2026-10-01", "2026-10-31", "1000");
    test.taken(&format!(
        r#"{{"do":"promise","customer":"C1","invoice":"{invoice}","amount":"500","by":"2026-11-10","tolerance_days":0,"date":"2026-11-03"}}"#
    ));
    (test, invoice)
}

/// State, paid and to be allocated.
fn standing(test: &TestBook) -> (String, i64, i64) {
    let shown = test.shown_promise("PRM-2026-00001");
    (shown.state, shown.paid.minor(), shown.to_allocate.map_or(0, daybook::domain::Money::minor))
}

#[test]
fn money_on_account_in_time_that_covers_a_part_keeps_a_promise_in_part() {
    let (mut test, invoice) = promised_500();
    let payment = test.payment("C1", "2026-11-09", "400", "none");
    assert_eq!(standing(&test), ("part_kept".into(), 0, 400));
    // Allocating it changes nothing of that.
    test.taken(&format!(
        r#"{{"do":"allocate","from":"{payment}","to":"{invoice}","amount":"400"}}"#
    ));
    assert_eq!(standing(&test), ("part_kept".into(), 400, 0));
}

#[test]
fn no_more_is_to_be_allocated_than_the_promise_misses() {
    let (mut test, invoice) = promised_500();
    test.payment("C1", "2026-11-09", "900", "none");
    assert_eq!(standing(&test), ("open".into(), 0, 500));
    // Money that came late pays most of the invoice: the promise was kept all the same, and what is left of the
    // invoice can still be allocated.
    let late = test.payment("C1", "2026-11-20", "975", "none");
    test.taken(&format!(r#"{{"do":"allocate","from":"{late}","to":"{invoice}","amount":"975"}}"#));
    assert_eq!(standing(&test), ("open".into(), 0, 25));
    let in_time = "PAY-2026-00001";
    test.taken(&format!(
        r#"{{"do":"allocate","from":"{in_time}","to":"{invoice}","amount":"25"}}"#
    ));
    assert_eq!(standing(&test), ("kept".into(), 25, 0));
}
