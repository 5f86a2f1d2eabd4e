//! The amount of a callback on the worklist: what there is to chase of that customer, whatever was agreed.

use super::{list_of, row};
use crate::common::TestBook;
use daybook::ledger::query::worklist::WorkReason::{CallbackDue, PlanMissed, PromiseDue};
use daybook::reports::worklist::text;
use daybook::words::Words;

/// A debt of 1,000.00 in three instalments from 15 December on, and a callback.
fn planned() -> TestBook {
    let mut test = TestBook::canada();
    test.customer("C1");
    let invoice = test.invoice("C1", "2026-09-01", "2026-10-01", "1000");
    test.taken(&format!(
        r#"{{"do":"agree_plan","customer":"C1","invoices":["{invoice}"],"count":3,"first":"2026-12-15","every":"month"}}"#
    ));
    test.taken(r#"{"do":"schedule_callback","customer":"C1","at":"2026-12-01T10:00:00-05:00"}"#);
    test
}

fn amount(test: &TestBook, date: &str) -> String {
    let list = list_of(test, date);
    assert_eq!(row(&list, "C1").reason, CallbackDue);
    row(&list, "C1").amount.to_string()
}

#[test]
fn a_callback_shows_the_missed_instalment() {
    let mut test = planned();
    assert_eq!(amount(&test, "2026-12-02"), "0.00", "the plan is kept");
    let list = list_of(&test, "2026-12-02");
    let said = text(&list, &Words::english());
    assert!(!said.contains("0.00") && said.contains(" – "), "{said}");
    test.open_on("2026-12-20");
    assert_eq!(amount(&test, "2026-12-20"), "333.33");
    assert_eq!(row(&list_of(&test, "2026-12-20"), "C1").also, [PlanMissed]);
    // Spoken of since, it is no reason of its own; what is missed stays missed.
    test.taken(r#"{"do":"log_call","customer":"C1","direction":"out"}"#);
    test.taken(r#"{"do":"schedule_callback","customer":"C1","at":"2026-12-22T10:00:00-05:00"}"#);
    test.open_on("2026-12-22");
    assert_eq!(amount(&test, "2026-12-22"), "333.33");
    // Beside another debt, and once in default: everything is owed.
    test.invoice("C1", "2026-11-01", "2026-12-01", "50");
    assert_eq!(amount(&test, "2026-12-22"), "383.33");
    test.open_on("2027-03-01");
    assert_eq!(amount(&test, "2027-03-01"), "1050.00");
}

#[test]
fn a_callback_shows_a_promise_that_is_due_and_no_money_that_is_there() {
    let mut test = TestBook::canada();
    test.customer("C1");
    let invoice = test.invoice("C1", "2026-09-01", "2026-10-01", "300");
    test.taken(&format!(
        r#"{{"do":"promise","customer":"C1","invoice":"{invoice}","amount":"200","by":"2026-12-02"}}"#
    ));
    test.taken(r#"{"do":"schedule_callback","customer":"C1","at":"2026-12-01T10:00:00-05:00"}"#);
    test.open_on("2026-12-01");
    assert_eq!(amount(&test, "2026-12-01"), "100.00", "the rest is promised");
    test.open_on("2026-12-02");
    assert_eq!(amount(&test, "2026-12-02"), "300.00");
    assert!(row(&list_of(&test, "2026-12-02"), "C1").also.contains(&PromiseDue));
    test.payment("C1", "2026-12-02", "300", "none");
    assert_eq!(amount(&test, "2026-12-02"), "0.00");
}
