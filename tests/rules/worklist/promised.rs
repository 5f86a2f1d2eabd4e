//! Promises in instalments, and the record of keeping them.

use super::{list_of, row};
use crate::common::counted::Counted;
use crate::common::{TestBook, day};
use daybook::domain::{Code, Number};
use daybook::ledger::claims::AccountClaims;
use daybook::ledger::item::{self, When};
use daybook::ledger::promises::{self, PromiseRecord, PromiseState};
use daybook::ledger::query::show::{Show, Shown, ShownPromise};
use daybook::ledger::query::worklist::{WorkReason, WorklistOf};
use daybook::ledger::query::{Question, View};
use daybook::reports::worklist::told;
use daybook::words::Words;

fn promise(test: &TestBook, number: u32) -> ShownPromise {
    match test.ask(&Show { what: format!("PRM-2026-{number:05}") }).unwrap() {
        Shown::Promise(promise) => promise,
        other => panic!("{other:?}"),
    }
}

fn states(test: &TestBook) -> Vec<String> {
    (1..=3).map(|number| promise(test, number).state).collect()
}

/// A debt of 300.00, promised in three parts, on the first of three months.
fn book() -> (TestBook, String) {
    let mut test = TestBook::canada();
    test.customer("C1");
    let invoice = test.invoice("C1", "2026-09-01", "2026-10-01", "300");
    let receipt = test.taken(&format!(
        r#"{{"do":"promise","customer":"C1","invoice":"{invoice}","tolerance_days":0,"instalments":[{{"by":"2026-12-01","amount":"100"}},{{"by":"2027-01-01","amount":"100"}},{{"by":"2027-02-01","amount":"100"}}]}}"#
    ));
    assert_eq!(receipt.number("promise"), Some("PRM-2026-00001"));
    (test, invoice)
}

#[test]
fn what_is_paid_goes_to_the_earliest_instalment() {
    let (mut test, _) = book();
    assert_eq!(states(&test), ["open", "open", "open"]);
    test.open_on("2026-12-02");
    assert_eq!(states(&test), ["broken", "open", "open"]);
    let list = list_of(&test, "2026-12-02");
    assert_eq!(row(&list, "C1").reason, WorkReason::PromiseBroken);
    assert_eq!(row(&list, "C1").amount.to_string(), "100.00", "the rest is promised still");
    // It comes late, with half of the second.
    test.payment("C1", "2026-12-02", "150", "oldest");
    assert_eq!(states(&test), ["broken", "open", "open"]);
    assert_eq!(promise(&test, 2).paid.to_string(), "50.00");
    assert!(list_of(&test, "2026-12-03").rows.is_empty(), "nothing is left but what is promised");
    test.open_on("2027-01-02");
    assert_eq!(states(&test), ["broken", "part_kept", "open"]);
    test.payment("C1", "2027-01-02", "150", "oldest");
    assert_eq!(states(&test), ["broken", "part_kept", "kept"]);
    let record = test.book.as_ref().unwrap().shared().view(|view| {
        let (account, _) = view.account(&Code("C1".into()), When::ALL).unwrap();
        promises::record(view.rows, account, When { as_of: view.today, ..When::ALL }).unwrap()
    });
    assert_eq!(record, PromiseRecord { kept: 1, part_kept: 1, broken: 1, to_allocate: None });
    assert!(test.verify().ok);
}

#[test]
fn an_instalment_that_is_withdrawn_takes_no_money() {
    let (mut test, invoice) = book();
    test.taken(r#"{"do":"withdraw_promise","promise":"PRM-2026-00001"}"#);
    test.payment("C1", "2026-11-21", "100", "oldest");
    assert_eq!(states(&test), ["withdrawn", "kept", "open"]);
    let refused = test.refused(&format!(
        r#"{{"do":"promise","customer":"C1","invoice":"{invoice}","by":"2026-12-01","amount":"10"}}"#
    ));
    assert_eq!(refused, ("promise.live_already", "invoice".into()));
}

#[test]
fn money_on_account_in_time_asks_for_allocation() {
    let (mut test, _) = book();
    test.payment("C1", "2026-11-28", "100", "none");
    test.open_on("2026-12-02");
    assert_eq!(states(&test), ["open", "open", "open"]);
    let list = list_of(&test, "2026-12-02");
    assert_eq!(row(&list, "C1").reason, WorkReason::ToAllocate);
    assert_eq!(row(&list, "C1").amount.to_string(), "100.00");
    assert_eq!(promise(&test, 1).to_allocate.unwrap().to_string(), "100.00");
}

/// Money for a promise whose day is still to come stands beside the debt that the customer is called about.
#[test]
fn money_that_came_before_its_day_is_told_beside_the_debt() {
    let mut test = TestBook::canada();
    test.customer("C1");
    let invoice = test.invoice("C1", "2026-09-01", "2026-10-01", "1000");
    test.taken(&format!(
        r#"{{"do":"promise","customer":"C1","invoice":"{invoice}","by":"2026-12-05","amount":"500","date":"2026-11-01"}}"#
    ));
    test.payment("C1", "2026-11-18", "500", "none");
    let list = list_of(&test, "2026-11-21");
    let found = row(&list, "C1");
    assert_eq!(found.promises.to_allocate.unwrap().to_string(), "500.00");
    assert_eq!(
        (found.reason, &found.also[..]),
        (WorkReason::NoContact, &[WorkReason::ToAllocate][..])
    );
}

#[test]
fn instalments_are_in_order_and_within_what_is_owed() {
    let mut test = TestBook::canada();
    test.customer("C1");
    let invoice = test.invoice("C1", "2026-09-01", "2026-10-01", "300");
    let mut refused = |fields: &str| {
        let front = format!(r#"{{"do":"promise","customer":"C1","invoice":"{invoice}""#);
        test.refused(&format!("{front}{fields}}}"))
    };
    let part = |by: &str, amount: &str| format!(r#"{{"by":"{by}","amount":"{amount}"}}"#);
    let parts = |parts: &[String]| format!(r#","instalments":[{}]"#, parts.join(","));
    assert_eq!(refused(""), ("promise.no_day", "by".into()));
    let both = parts(&[part("2026-12-01", "1")]) + r#","by":"2026-12-01""#;
    assert_eq!(refused(&both), ("promise.day_and_instalments", "instalments".into()));
    let twice = parts(&[part("2026-12-01", "1"), part("2026-12-01", "1")]);
    let field = "instalments[1].by".to_string();
    assert_eq!(refused(&twice), ("promise.instalments_not_in_order", field));
    let more = parts(&[part("2026-12-01", "200"), part("2026-12-02", "101")]);
    let field = "instalments[1].amount".to_string();
    assert_eq!(refused(&more), ("promise.exceeds_undisputed", field));
    let past = parts(&[part("2026-11-20", "200")]);
    assert_eq!(refused(&past), ("promise.by_before_date", "instalments[0].by".into()));
}

#[test]
fn what_is_missing_of_a_promise_kept_in_part_is_told_apart_from_a_broken_one() {
    let mut test = TestBook::canada();
    test.customer("C1");
    let invoice = test.invoice("C1", "2026-09-01", "2026-10-01", "300");
    test.taken(&format!(
        r#"{{"do":"promise","customer":"C1","invoice":"{invoice}","tolerance_days":0,"amount":"100","by":"2026-11-28"}}"#
    ));
    test.payment("C1", "2026-11-27", "60", "oldest");
    test.payment("C1", "2026-11-27", "39", "none");
    test.open_on("2026-11-29");
    let list = list_of(&test, "2026-11-29");
    let found = row(&list, "C1");
    assert_eq!(found.reason, WorkReason::PromisePartKept);
    assert_eq!(found.also, [WorkReason::NoContact, WorkReason::ToAllocate]);
    let came = found.came.unwrap();
    let figures = [came.promised, came.came, found.amount].map(|amount| amount.to_string());
    assert_eq!(figures, ["100.00", "99.00", "1.00"]);
    let said = told(found, &list, &Words::english());
    assert!(said.starts_with("promised CAD 100.00 by "), "{said}");
    assert!(
        said.contains("; 99.00 was received in time, 1.00 is missing (PRM-2026-00001, "),
        "{said}"
    );
}

/// Two promises for one day are named both, with what is missing of both.
#[test]
fn two_promises_of_a_day_are_one_reason_that_names_both() {
    let mut test = TestBook::canada();
    test.customer("C1");
    for (n, amount) in [(1, "100"), (2, "80")] {
        let invoice = test.invoice("C1", "2026-09-01", &format!("2026-10-0{n}"), "300");
        test.taken(&format!(
            r#"{{"do":"promise","customer":"C1","invoice":"{invoice}","tolerance_days":0,"amount":"{amount}","by":"2026-11-25","date":"2026-11-02"}}"#
        ));
    }
    test.open_on("2026-11-25");
    let said = |test: &TestBook| {
        let list = list_of(test, "2026-11-26");
        let found = row(&list, "C1");
        (found.reason, found.amount.to_string(), told(found, &list, &Words::english()))
    };
    let both = "(PRM-2026-00001, INV-2026-00001; PRM-2026-00002, INV-2026-00002)";
    let (reason, amount, told) = said(&test);
    assert_eq!((reason, amount.as_str()), (WorkReason::PromiseBroken, "180.00"));
    assert!(told.contains("25 Nov") && told.contains(both), "{told}");
    // A part of each came.
    test.payment("C1", "2026-11-24", "20", "none");
    test.taken(r#"{"do":"allocate","from":"PAY-2026-00001","to":"INV-2026-00001","amount":"10","date":"2026-11-24"}"#);
    test.taken(r#"{"do":"allocate","from":"PAY-2026-00001","to":"INV-2026-00002","amount":"10","date":"2026-11-24"}"#);
    let (reason, amount, told) = said(&test);
    assert_eq!((reason, amount.as_str()), (WorkReason::PromisePartKept, "160.00"));
    assert!(told.contains("CAD 180.00") && told.contains("20.00 was received"), "{told}");
    assert!(told.contains(both), "{told}");
    // What is missing waits on the account: both invoices are named.
    test.payment("C1", "2026-11-25", "160", "none");
    let (reason, amount, told) = said(&test);
    assert_eq!((reason, amount.as_str()), (WorkReason::NoContact, "420.00"), "{told}");
    test.taken(r#"{"do":"log_call","customer":"C1","direction":"out"}"#);
    let (reason, amount, told) = said(&test);
    assert_eq!((reason, amount.as_str()), (WorkReason::ToAllocate, "160.00"));
    assert!(told.contains("INV-2026-00001, INV-2026-00002"), "{told}");
}

/// Money that came in time for a promise waits to be allocated for a quarter of a year after it.
#[test]
fn money_for_an_old_promise_stays_on_the_list_until_it_is_allocated() {
    let mut test = TestBook::canada();
    test.customer("C1");
    let invoice = test.invoice("C1", "2026-09-01", "2026-10-01", "300");
    test.taken(&format!(
        r#"{{"do":"promise","customer":"C1","invoice":"{invoice}","tolerance_days":0,"amount":"100","by":"2026-11-25"}}"#
    ));
    test.payment("C1", "2026-11-24", "100", "none");
    for date in ["2026-11-26", "2026-12-23", "2026-12-24", "2027-02-01", "2027-02-24"] {
        test.open_on(date);
        // Spoken to the day before: no call is due about the rest.
        test.taken(r#"{"do":"log_call","customer":"C1","direction":"out"}"#);
        let next = crate::common::day(date).plus(1).unwrap().to_string();
        let list = list_of(&test, &next);
        assert_eq!(list.rows.len(), 1, "{date}");
        let found = row(&list, "C1");
        assert_eq!(
            (found.reason, found.amount.to_string().as_str()),
            (WorkReason::ToAllocate, "100.00")
        );
    }
    // The promise was for a day 92 days before the last of these.
    assert!(list_of(&test, "2027-02-26").rows.is_empty());
    test.taken(&format!(
        r#"{{"do":"allocate","from":"PAY-2026-00001","to":"{invoice}","amount":"100"}}"#
    ));
    assert!(list_of(&test, "2027-02-25").rows.is_empty());
}

/// So many customers who paid what they promised of an invoice that is not due yet.
fn kept(customers: usize) -> TestBook {
    let mut test = TestBook::canada();
    for n in 0..customers {
        let code = format!("C{n}");
        test.customer(&code);
        let invoice = test.invoice(&code, "2026-11-02", "2026-12-31", "300");
        test.taken(&format!(
            r#"{{"do":"promise","customer":"{code}","invoice":"{invoice}","tolerance_days":0,"amount":"100","by":"2026-11-20","date":"2026-11-03"}}"#
        ));
        test.taken(&format!(
            r#"{{"do":"record_payment","customer":"{code}","amount":"100","method":"bank","allocate":[{{"invoice":"{invoice}","amount":"100"}}],"date":"2026-11-10"}}"#
        ));
    }
    test
}

#[test]
fn a_promise_that_is_kept_is_not_looked_at() {
    let reads = |customers| {
        kept(customers).book.as_ref().unwrap().shared().view(|view| {
            let counted = Counted::new(view.rows);
            let asked = WorklistOf { most: 100, ..WorklistOf::default() };
            let list = asked.answer(&View { rows: &counted, ..*view }).unwrap();
            assert!(list.rows.is_empty(), "{list:?}");
            counted.count()
        })
    };
    let (few, many) = (reads(5), reads(45));
    assert!(many <= few + 2 * 40, "{few} rows, and {many} with 40 customers more");
}

/// Two customers to call back, and so many with promises that were broken two months ago.
fn broken_long_ago(customers: usize) -> TestBook {
    let mut test = TestBook::canada();
    for code in ["A1", "A2", "A3"] {
        test.customer(code);
    }
    test.taken(r#"{"do":"merge_customers","from":"A3","into":"A1"}"#);
    for code in ["A1", "A2"] {
        test.taken(&format!(
            r#"{{"do":"schedule_callback","customer":"{code}","at":"2027-01-20T00:30:00-05:00"}}"#
        ));
    }
    for n in 0..customers {
        let code = format!("C{n}");
        test.customer(&code);
        let invoice = test.invoice(&code, "2026-09-01", "2026-10-01", "300");
        test.taken(&format!(
            r#"{{"do":"promise","customer":"{code}","invoice":"{invoice}","tolerance_days":0,"amount":"100","by":"2026-11-25"}}"#
        ));
    }
    test.open_on("2027-01-20");
    test
}

/// Of such a promise its own row is read, and nothing of its customer.
#[test]
fn a_promise_for_which_only_money_may_wait_is_not_looked_at_once_the_list_is_full() {
    let reads = |customers| {
        broken_long_ago(customers).book.as_ref().unwrap().shared().view(|view| {
            let counted = Counted::new(view.rows);
            let asked = WorklistOf { most: 1, ..WorklistOf::default() };
            let list = asked.answer(&View { rows: &counted, ..*view }).unwrap();
            assert_eq!((list.rows[0].reason, list.more), (WorkReason::CallbackDue, true));
            counted.count()
        })
    };
    let (few, many) = (reads(5), reads(45));
    assert!(many <= few + 40, "{few} rows, and {many} with 40 customers more");
}

#[test]
fn what_waits_for_another_promise_is_not_missing_of_the_first_one_any_more() {
    let mut test = TestBook::rwanda();
    test.customer("C1");
    let invoice = test.invoice("C1", "2026-08-01", "2026-08-05", "1000");
    test.payment("C1", "2026-09-06", "300", "none");
    for (amount, date, by) in
        [("1000", "2026-08-09", "2026-08-12"), ("300", "2026-10-30", "2026-11-02")]
    {
        test.taken(&format!(
            r#"{{"do":"promise","customer":"C1","invoice":"{invoice}","amount":"{amount}","date":"{date}","by":"{by}","tolerance_days":0}}"#
        ));
    }
    let (state, missing) = test.book.as_ref().unwrap().shared().view(|view| {
        let (invoice, _) = item::item(view.rows, &Number(invoice)).unwrap().unwrap();
        let (id, row) = promises::promises_on(view.rows, invoice).unwrap().remove(0);
        let when = When { as_of: day("2026-11-21"), ..When::ALL };
        let claims = AccountClaims::new(view.rows, row.account, when);
        let judged = promises::judge(&claims, id, &row).unwrap();
        (judged.state, judged.missing_now(&claims).unwrap().minor())
    });
    assert_eq!((state, missing), (PromiseState::Broken, 700));
}
