//! The worklist: who is on it, why, and who never is.

mod callbacks;
mod checked;
mod hours;
mod once;
mod payers;
mod promised;
mod summed;

use WorkReason::{
    CallbackDue, DisputeDue, NewlyOverdue, NoContact, PlanMissed, PromiseBroken, PromiseDue,
};

use crate::common::{TestBook, day};
use daybook::ledger::query::worklist::{WorkItem, WorkReason, Worklist, WorklistOf};

/// The worklist of a day.
pub(super) fn list_of(test: &TestBook, date: &str) -> Worklist {
    test.ask(&WorklistOf { date: Some(day(date)), most: 100, ..WorklistOf::default() }).unwrap()
}

/// Customers and reasons, as they are listed.
pub(super) fn reasons(list: &Worklist) -> Vec<(&str, WorkReason)> {
    list.rows.iter().map(|it| (it.customer.0.as_str(), it.reason)).collect()
}

pub(super) fn row<'a>(list: &'a Worklist, customer: &str) -> &'a WorkItem {
    list.rows.iter().find(|it| it.customer.0 == customer).unwrap()
}

fn book(customers: usize) -> TestBook {
    let mut test = TestBook::canada();
    for n in 1..=customers {
        test.customer(&format!("C{n}"));
    }
    test
}

#[test]
fn everybody_with_a_reason_is_listed_the_most_urgent_first_then_the_largest() {
    let mut test = book(9);
    // A callback; a broken promise; a promise due; a dispute due; a plan missed.
    test.taken(r#"{"do":"schedule_callback","customer":"C1","at":"2026-11-21T14:30:00-05:00"}"#);
    let planned = test.invoice("C5", "2026-08-01", "2026-08-31", "500");
    test.taken(&format!(
        r#"{{"do":"agree_plan","customer":"C5","invoices":["{planned}"],"instalments":[{{"due":"2026-11-21","amount":"100"}},{{"due":"2027-01-10","amount":"400"}}]}}"#
    ));
    // Long overdue.
    test.invoice("C8", "2026-08-01", "2026-08-31", "800");
    let broken = test.invoice("C2", "2026-09-01", "2026-10-01", "200");
    test.taken(&format!(
        r#"{{"do":"promise","customer":"C2","invoice":"{broken}","date":"2026-11-02","by":"2026-11-12"}}"#
    ));
    let due = test.invoice("C3", "2026-09-01", "2026-10-01", "300");
    test.taken(&format!(
        r#"{{"do":"promise","customer":"C3","invoice":"{due}","date":"2026-11-02","by":"2026-11-20"}}"#
    ));
    // Newly overdue, small and large.
    test.invoice("C6", "2026-10-18", "2026-11-17", "60");
    test.invoice("C7", "2026-10-18", "2026-11-17", "70000");
    let disputed = test.invoice("C4", "2026-11-01", "2026-12-01", "400");
    test.taken(&format!(
        r#"{{"do":"open_dispute","invoice":"{disputed}","reason":"price","amount":"40","due":"2026-11-21"}}"#
    ));
    // Nothing is due yet.
    test.invoice("C9", "2026-11-01", "2026-12-01", "900");
    let list = list_of(&test, "2026-11-21");
    let expected = [
        ("C1", CallbackDue),
        ("C2", PromiseBroken),
        ("C3", PromiseDue),
        ("C4", DisputeDue),
        ("C7", NewlyOverdue),
        ("C6", NewlyOverdue),
        ("C8", NoContact),
    ];
    assert_eq!(reasons(&list), expected);
    assert_eq!((list.done, list.more), (0, false));
    let amounts: Vec<String> = list.rows.iter().map(|it| it.amount.to_string()).collect();
    assert_eq!(amounts, ["0.00", "200.00", "300.00", "40.00", "70000.00", "60.00", "800.00"]);
    // The first instalment did not come by its day.
    test.open_on("2026-11-22");
    let list = list_of(&test, "2026-11-22");
    assert_eq!(row(&list, "C5").reason, PlanMissed);
    assert_eq!(row(&list, "C5").amount.to_string(), "100.00");
    assert!(test.verify().ok, "the tables are what the journal adds up to");
}

#[test]
fn whoever_paid_or_promised_or_disputes_all_of_it_is_not_called() {
    let mut test = book(6);
    let numbers: Vec<String> = (1..=6)
        .map(|n| test.invoice(&format!("C{n}"), "2026-10-01", "2026-10-31", "100"))
        .collect();
    test.payment("C1", "2026-11-20", "100", "oldest");
    test.taken(&format!(
        r#"{{"do":"promise","customer":"C2","invoice":"{}","by":"2026-11-28"}}"#,
        numbers[1]
    ));
    test.taken(&format!(
        r#"{{"do":"open_dispute","invoice":"{}","reason":"price","amount":"100","due":"2026-12-04"}}"#,
        numbers[2]
    ));
    test.payment("C4", "2026-11-20", "100", "none");
    test.taken(&format!(
        r#"{{"do":"agree_plan","customer":"C5","invoices":["{}"],"count":2,"first":"2026-12-01","every":"month"}}"#,
        numbers[4]
    ));
    let list = list_of(&test, "2026-11-21");
    let expected = [("C6", WorkReason::NoContact), ("C4", WorkReason::ToAllocate)];
    assert_eq!(reasons(&list), expected);
    // Half of it is promised: the other half is called about.
    let half = test.invoice("C1", "2026-10-02", "2026-11-01", "80");
    test.taken(&format!(
        r#"{{"do":"promise","customer":"C1","invoice":"{half}","amount":"30","by":"2026-11-28"}}"#
    ));
    assert_eq!(row(&list_of(&test, "2026-11-21"), "C1").amount.to_string(), "50.00");
}

#[test]
fn a_call_puts_a_debt_off_for_a_fortnight_and_counts_as_done_that_day() {
    let mut test = book(3);
    for n in 1..=3 {
        test.invoice(&format!("C{n}"), "2026-09-01", "2026-10-01", &format!("{n}00"));
    }
    assert_eq!(list_of(&test, "2026-11-21").rows.len(), 3);
    test.taken(r#"{"do":"log_call","customer":"C3","direction":"out","note":"will look into it"}"#);
    // Agreed in a call of this morning: it stays on the list.
    test.taken(r#"{"do":"log_call","customer":"C2","direction":"in"}"#);
    test.taken(r#"{"do":"schedule_callback","customer":"C2","at":"2026-11-21T16:00:00-05:00"}"#);
    let list = list_of(&test, "2026-11-21");
    let expected = [("C2", WorkReason::CallbackDue), ("C1", WorkReason::NoContact)];
    assert_eq!((reasons(&list), list.done), (expected.to_vec(), 2));
    assert_eq!(reasons(&list_of(&test, "2026-12-04")).len(), 2, "the callback waits");
    let list = list_of(&test, "2026-12-05");
    assert_eq!(row(&list, "C3").contact, Some(day("2026-11-21")));
    assert_eq!(list.done, 0);
    // Done, it is gone.
    test.taken(r#"{"do":"done","callback":"CB-2026-00001"}"#);
    assert_eq!(reasons(&list_of(&test, "2026-11-21")), [("C1", WorkReason::NoContact)]);
}

/// What was paid is not in dispute any more: the rest of it is, and nothing where nothing is left.
#[test]
fn a_dispute_that_was_paid_is_worth_what_remains_of_it() {
    let mut test = book(1);
    let invoice = test.invoice("C1", "2026-11-01", "2026-12-01", "400");
    test.taken(&format!(
        r#"{{"do":"open_dispute","invoice":"{invoice}","reason":"price","amount":"40","due":"2026-11-21","date":"2026-11-19"}}"#
    ));
    let amounts = |test: &TestBook| {
        let list = list_of(test, "2026-11-21");
        list.rows.iter().map(|it| (it.reason, it.amount.to_string())).collect::<Vec<_>>()
    };
    assert_eq!(amounts(&test), [(DisputeDue, "40.00".into())]);
    test.payment("C1", "2026-11-20", "385", "oldest");
    assert_eq!(amounts(&test), [(DisputeDue, "15.00".into())]);
    test.payment("C1", "2026-11-20", "15", "oldest");
    assert_eq!(amounts(&test), []);
}

#[test]
fn a_snoozed_customer_comes_back_and_one_handed_over_is_on_one_list() {
    let mut test = book(2);
    test.invoice("C1", "2026-09-01", "2026-10-01", "100");
    test.invoice("C2", "2026-09-01", "2026-10-01", "200");
    let refused = test.refused(r#"{"do":"snooze","customer":"C1","until":"2026-11-20"}"#);
    assert_eq!(refused, ("snooze.until_out_of_range", "until".into()));
    test.taken(r#"{"do":"snooze","customer":"C2","until":"2026-11-25"}"#);
    assert_eq!(reasons(&list_of(&test, "2026-11-24")), [("C1", WorkReason::NoContact)]);
    assert_eq!(list_of(&test, "2026-11-25").rows.len(), 2);
    test.taken(r#"{"do":"snooze","customer":"C2","until":"2026-11-21"}"#);
    assert_eq!(list_of(&test, "2026-11-21").rows.len(), 2);
    // A callback waits too, but one that is agreed afterwards is kept.
    test.taken(r#"{"do":"schedule_callback","customer":"C2","at":"2026-11-21T16:00:00-05:00"}"#);
    test.taken(r#"{"do":"snooze","customer":"C2","until":"2026-11-28"}"#);
    assert_eq!(reasons(&list_of(&test, "2026-11-27")), [("C1", WorkReason::NoContact)]);
    test.taken(r#"{"do":"schedule_callback","customer":"C2","at":"2026-11-24T16:00:00-05:00"}"#);
    assert_eq!(list_of(&test, "2026-11-23").rows.len(), 1);
    assert_eq!(list_of(&test, "2026-11-24").rows.len(), 2);
    for callback in ["CB-2026-00001", "CB-2026-00002"] {
        test.taken(&format!(r#"{{"do":"done","callback":"{callback}"}}"#));
    }
    test.taken(r#"{"do":"snooze","customer":"C2","until":"2026-11-21"}"#);
    test.taken(r#"{"do":"hand_over","customer":"C2","to":"aline"}"#);
    let of = |test: &TestBook, user: &str| -> Vec<String> {
        let asked = WorklistOf { user: Some(user.into()), most: 100, ..WorklistOf::default() };
        test.ask(&asked).unwrap().rows.into_iter().map(|it| it.customer.0).collect()
    };
    assert_eq!(
        (of(&test, "eva"), of(&test, "aline")),
        (vec!["C1".into()], vec!["C2".into(), "C1".into()])
    );
    assert_eq!(row(&list_of(&test, "2026-11-21"), "C2").with.as_deref(), Some("aline"));
    // At the desk, whoever is no user of the book keeps no customer off the list.
    let at_desk = |test: &TestBook| {
        let user = Some("eva".into());
        let asked = WorklistOf { user, only_users: true, most: 100, ..WorklistOf::default() };
        test.ask(&asked).unwrap().rows.len()
    };
    assert_eq!(at_desk(&test), 2);
    test.taken(r#"{"do":"hand_over","customer":"C2"}"#);
    assert_eq!(of(&test, "eva").len(), 2);
    // Where the book knows its users, the name must be one of them.
    test.taken(r#"{"do":"grant_role","user":"aline","role":"coordinator"}"#);
    let refused = test.refused(r#"{"do":"hand_over","customer":"C2","to":"alien"}"#);
    assert_eq!(refused, ("user.unknown", "to".into()));
    test.taken(r#"{"do":"hand_over","customer":"C2","to":"aline"}"#);
    assert_eq!(at_desk(&test), 1);
}

#[test]
fn a_list_of_the_past_is_refused_and_a_short_one_says_that_there_is_more() {
    let mut test = book(5);
    for n in 1..=5 {
        test.invoice(&format!("C{n}"), "2026-09-01", "2026-10-01", &format!("{n}00"));
    }
    let past = WorklistOf { date: Some(day("2026-11-20")), most: 5, ..WorklistOf::default() };
    let refused = test.ask(&past).unwrap_err();
    assert!(refused.to_string().contains("worklist"), "{refused}");
    let short = test.ask(&WorklistOf { most: 2, ..WorklistOf::default() }).unwrap();
    let expected = [("C5", WorkReason::NoContact), ("C4", WorkReason::NoContact)];
    assert_eq!((reasons(&short), short.more), (expected.to_vec(), true));
}
