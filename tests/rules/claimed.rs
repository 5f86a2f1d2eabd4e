//! Money on account is used once: it keeps the promise or the instalment that was due first, and no other.

use std::collections::BTreeMap;

use crate::common::properties::properties;
use crate::common::{TestBook, acts, as_of, day};
use daybook::domain::{Code, Money};
use daybook::ledger::chase_sums::ChaseSums;
use daybook::ledger::claims::AccountClaims;
use daybook::ledger::item::When;
use daybook::ledger::query::judged::{JudgedAfter, JudgedPromises};
use daybook::ledger::query::page::CasesAfter;
use daybook::ledger::query::say::SayOf;
use daybook::ledger::query::show::{Shown, ShownPlan, ShownPromise};
use daybook::ledger::query::worklist::{WorkReason, Worklist, WorklistOf};
use daybook::ledger::tables::{CaseKind, ITEMS};
use daybook::ledger::to_chase::to_chase;
use proptest::prelude::*;

fn book() -> TestBook {
    let mut test = TestBook::rwanda();
    test.customer("C1");
    test
}

fn promise(test: &mut TestBook, invoice: &str, amount: i64, by: &str) -> String {
    promise_on(test, "2026-11-01", (invoice, amount, by))
}

fn promise_on(test: &mut TestBook, date: &str, (invoice, amount, by): (&str, i64, &str)) -> String {
    let receipt = test.taken(&format!(
        r#"{{"do":"promise","customer":"C1","invoice":"{invoice}","amount":"{amount}","by":"{by}","tolerance_days":0,"date":"{date}"}}"#
    ));
    receipt.number("promise").unwrap().to_string()
}

fn promised(test: &TestBook, number: &str) -> (String, i64) {
    let shown = test.shown_promise(number);
    (shown.state, shown.to_allocate.map_or(0, Money::minor))
}

fn planned(test: &TestBook, number: &str) -> (String, i64, i64) {
    let shown = test.shown_plan(number);
    let [waits, missed] = [shown.to_allocate, shown.missed].map(|it| it.map_or(0, Money::minor));
    (shown.state, waits, missed)
}

fn worklist(test: &TestBook) -> Worklist {
    test.ask(&WorklistOf { most: 100, ..WorklistOf::default() }).unwrap()
}

/// Two promises of 100, and 100 on account before both were due: the first is kept once it is allocated,
/// the second is broken.
#[test]
fn the_same_money_keeps_one_promise() {
    let mut test = book();
    let first = test.invoice("C1", "2026-10-01", "2026-10-31", "100");
    let second = test.invoice("C1", "2026-10-01", "2026-10-25", "100");
    let later = promise(&mut test, &second, 100, "2026-11-15");
    let sooner = promise(&mut test, &first, 100, "2026-11-10");
    let payment = test.payment("C1", "2026-11-09", "100", "none");
    assert_eq!(promised(&test, &sooner), ("open".into(), 100));
    assert_eq!(promised(&test, &later), ("broken".into(), 0));
    let shown = test.shown_customer("C1");
    let record = shown.promises.unwrap();
    assert_eq!((record.broken, record.to_allocate.map(Money::minor)), (1, Some(100)));
    let list = worklist(&test);
    let row = &list.rows[0];
    // The other one is called about: the money is for the one that was promised for sooner.
    assert_eq!((row.reason, row.amount.minor()), (WorkReason::PromiseBroken, 100));
    assert_eq!(row.invoice.as_ref().unwrap().0, second);
    assert_eq!(row.also, [WorkReason::NoContact, WorkReason::ToAllocate]);
    // Allocating it changes nothing of that.
    test.taken(&format!(r#"{{"do":"allocate","from":"{payment}","to":"{first}","amount":"100"}}"#));
    assert_eq!(promised(&test, &sooner), ("kept".into(), 0));
    assert_eq!(promised(&test, &later), ("broken".into(), 0));
    // What the second misses comes too late for it, and is for no promise.
    test.payment("C1", "2026-11-16", "100", "none");
    assert_eq!(promised(&test, &later), ("broken".into(), 0));
    assert!(test.verify().ok);
}

/// An instalment of 100 on the 8th and a promise of 100 by the 10th: 150 on account keep the first, and half
/// of the second.
#[test]
fn the_same_money_keeps_an_instalment_or_a_promise() {
    let mut test = book();
    let old = test.invoice("C1", "2026-09-01", "2026-09-30", "70");
    let covered = test.invoice("C1", "2026-10-01", "2026-10-31", "300");
    let other = test.invoice("C1", "2026-10-01", "2026-10-20", "100");
    let made = test.taken(&format!(
        r#"{{"do":"agree_plan","customer":"C1","invoices":["{covered}"],"date":"2026-11-01","instalments":[{{"due":"2026-11-08","amount":"100"}},{{"due":"2026-12-08","amount":"200"}}]}}"#
    ));
    let plan = made.number("plan").unwrap().to_string();
    let promise = promise(&mut test, &other, 100, "2026-11-10");
    test.payment("C1", "2026-11-07", "150", "none");
    assert_eq!(planned(&test, &plan), ("kept".into(), 100, 0));
    assert_eq!(promised(&test, &promise), ("part_kept".into(), 50));
    // 70 of the oldest and 50 of the promise are left to chase: no money is for the oldest.
    let list = worklist(&test);
    assert_eq!(list.rows[0].reason, WorkReason::PromisePartKept);
    assert_eq!(list.rows[0].amount.minor(), 50);
    test.payment("C1", "2026-11-21", "50", "none");
    test.payment("C1", "2026-11-21", "70", "none");
    // That is early for the second instalment, of which 80 are still to come: the promise and the oldest are left.
    assert_eq!(left_on(&test, "2026-11-21").0, 120);
    test.payment("C1", "2026-11-21", "200", "none");
    // All is covered now: what a promise or a plan stands on is allocated first.
    let list = worklist(&test);
    let row = &list.rows[0];
    assert_eq!(row.reason, WorkReason::ToAllocate, "{row:?}");
    assert_eq!(row.invoice.as_ref().unwrap().0, covered);
    assert_ne!(row.invoice.as_ref().unwrap().0, old);
    assert!(test.verify().ok);
}

/// What comes late makes up for an instalment, and counts for the one that was due first.
#[test]
fn money_that_comes_late_makes_up_for_one_instalment() {
    let mut test = book();
    let mut plans = Vec::new();
    for amount in ["200", "210"] {
        let invoice = test.invoice("C1", "2026-10-01", "2026-10-31", amount);
        let rest = if amount == "200" { 100 } else { 110 };
        let due = if amount == "200" { "2026-11-09" } else { "2026-11-08" };
        let made = test.taken(&format!(
            r#"{{"do":"agree_plan","customer":"C1","invoices":["{invoice}"],"date":"2026-11-01","default_after":2,"instalments":[{{"due":"{due}","amount":"100"}},{{"due":"2026-12-08","amount":"{rest}"}}]}}"#
        ));
        plans.push(made.number("plan").unwrap().to_string());
    }
    test.payment("C1", "2026-11-12", "130", "none");
    assert_eq!(planned(&test, &plans[1]), ("kept".into(), 100, 0));
    // Of the second, 70 are still to come.
    assert_eq!(planned(&test, &plans[0]), ("behind".into(), 30, 70));
    let row = &worklist(&test).rows[0];
    assert_eq!((row.reason, row.amount.minor()), (WorkReason::PlanMissed, 70));
}

/// A promise of 100 by the 10th, and 100 on account in time. That the invoice is then paid by other money does not
/// undo that it was kept; and what is freed by that still counts for nobody else twice.
#[test]
fn paying_the_invoice_with_later_money_does_not_break_a_promise() {
    let mut test = book();
    let first = test.invoice("C1", "2026-10-01", "2026-10-31", "100");
    let second = test.invoice("C1", "2026-10-01", "2026-10-31", "100");
    let kept = promise(&mut test, &first, 100, "2026-11-10");
    let broken = promise(&mut test, &second, 100, "2026-11-12");
    test.payment("C1", "2026-11-09", "100", "none");
    assert_eq!(promised(&test, &kept), ("open".into(), 100));
    assert_eq!(promised(&test, &broken), ("broken".into(), 0));
    let late = test.payment("C1", "2026-11-16", "100", "none");
    let half = format!(r#"{{"do":"allocate","from":"{late}","to":"{first}","amount":"40"}}"#);
    test.taken(&half);
    // Of the 100 that came in time, 60 can still be allocated to it.
    assert_eq!(promised(&test, &kept), ("open".into(), 60));
    test.taken(&format!(r#"{{"do":"allocate","from":"{late}","to":"{first}","amount":"60"}}"#));
    assert_eq!(promised(&test, &kept), ("kept".into(), 0));
    assert_eq!(promised(&test, &broken), ("broken".into(), 0));
    assert!(test.verify().ok);
}

/// The money that paid an invoice in the place of money in time counts by its own day.
#[test]
fn what_was_paid_in_the_place_of_money_in_time_keeps_a_later_promise() {
    let mut test = book();
    let first = test.invoice("C1", "2026-10-01", "2026-10-31", "100");
    let second = test.invoice("C1", "2026-10-01", "2026-10-31", "100");
    let sooner = promise(&mut test, &first, 100, "2026-11-10");
    let later = promise(&mut test, &second, 100, "2026-11-20");
    test.payment("C1", "2026-11-09", "100", "none");
    let late = test.payment("C1", "2026-11-16", "100", "none");
    assert_eq!(promised(&test, &sooner), ("open".into(), 100));
    assert_eq!(promised(&test, &later), ("open".into(), 100));
    test.taken(&format!(r#"{{"do":"allocate","from":"{late}","to":"{first}","amount":"100"}}"#));
    assert_eq!(promised(&test, &sooner), ("kept".into(), 0));
    assert_eq!(promised(&test, &later), ("open".into(), 100));
    assert!(test.verify().ok);
}

/// 200 came for a promise of 400 that was broken for the rest. A second promise, of the other 200, can't be kept by the
/// same money, whether that waits or is allocated.
#[test]
fn a_second_promise_on_an_invoice_needs_money_of_its_own() {
    let mut test = book();
    let invoice = test.invoice("C1", "2026-10-01", "2026-10-31", "400");
    let first = promise(&mut test, &invoice, 400, "2026-11-08");
    let came = test.payment("C1", "2026-11-07", "200", "none");
    assert_eq!(promised(&test, &first), ("part_kept".into(), 200));
    let second = promise_on(&mut test, "2026-11-10", (&invoice, 200, "2026-11-12"));
    assert_eq!(promised(&test, &first), ("part_kept".into(), 200));
    assert_eq!(promised(&test, &second), ("broken".into(), 0));
    test.taken(&format!(r#"{{"do":"allocate","from":"{came}","to":"{invoice}","amount":"200"}}"#));
    assert_eq!(promised(&test, &first), ("part_kept".into(), 0));
    assert_eq!(promised(&test, &second), ("broken".into(), 0));
    // Money of its own keeps it, waiting or allocated.
    let own = test.payment("C1", "2026-11-11", "200", "none");
    assert_eq!(promised(&test, &second), ("open".into(), 200));
    test.taken(&format!(r#"{{"do":"allocate","from":"{own}","to":"{invoice}","amount":"200"}}"#));
    assert_eq!(promised(&test, &first), ("part_kept".into(), 0));
    assert_eq!(promised(&test, &second), ("kept".into(), 0));
    assert!(test.verify().ok);
}

/// 300 were on account before 400 were promised. They keep the promise with 100 more, and count for nothing without:
/// waiting or allocated.
#[test]
fn money_from_before_a_promise_counts_in_full_or_not_at_all() {
    let mut test = book();
    let invoice = test.invoice("C1", "2026-10-01", "2026-10-31", "400");
    let before = test.payment("C1", "2026-10-31", "300", "none");
    let made = promise(&mut test, &invoice, 400, "2026-11-08");
    assert_eq!(promised(&test, &made), ("broken".into(), 0));
    let allocate = |from: &str, amount: i64| {
        format!(r#"{{"do":"allocate","from":"{from}","to":"{invoice}","amount":"{amount}"}}"#)
    };
    test.taken(&allocate(&before, 200));
    assert_eq!(promised(&test, &made), ("broken".into(), 0));
    test.taken(&allocate(&before, 100));
    assert_eq!(promised(&test, &made), ("broken".into(), 0));
    let paid = |test: &TestBook| promises(test)[0].paid.minor();
    assert_eq!(paid(&test), 0, "what was there before is no answer");
    let since = test.payment("C1", "2026-11-07", "60", "none");
    assert_eq!(promised(&test, &made), ("part_kept".into(), 60));
    test.taken(&allocate(&since, 60));
    assert_eq!(promised(&test, &made), ("part_kept".into(), 0));
    assert_eq!(paid(&test), 60);
    // In time, with all that came before.
    let rest = test.payment("C1", "2026-11-08", "40", "none");
    assert_eq!(promised(&test, &made), ("open".into(), 40));
    test.taken(&allocate(&rest, 40));
    assert_eq!(promised(&test, &made), ("kept".into(), 0));
    assert_eq!(paid(&test), 400);
    assert!(test.verify().ok);
}

/// What was on the invoice before the promise and is taken off it again is no answer to the promise.
#[test]
fn money_that_is_taken_off_an_invoice_keeps_no_promise_on_it() {
    let mut test = book();
    let invoice = test.invoice("C1", "2026-10-01", "2026-10-31", "400");
    test.payment("C1", "2026-10-31", "300", "oldest");
    let made = promise(&mut test, &invoice, 100, "2026-11-08");
    test.taken(r#"{"do":"unallocate","allocation":"A000001"}"#);
    assert_eq!(promised(&test, &made), ("broken".into(), 0));
    let back = r#"{"do":"allocate","from":"PAY-2026-00001","to":"INV-2026-00001","amount":"100"}"#;
    for _ in 0..3 {
        test.taken(back);
        assert_eq!(promised(&test, &made), ("broken".into(), 0));
    }
}

/// What was on an invoice before a plan and is taken off it again is no answer to the plan: it keeps a promise on another
/// invoice, whether it waits or a part of it is allocated where the plan is.
#[test]
fn money_that_is_taken_off_an_invoice_pays_no_instalment_of_it() {
    let mut test = book();
    let covered = test.invoice("C1", "2026-10-01", "2026-10-31", "600");
    let other = test.invoice("C1", "2026-10-01", "2026-10-31", "600");
    let before = test.payment("C1", "2026-10-31", "170", "oldest");
    let made = test.taken(&format!(
        r#"{{"do":"agree_plan","customer":"C1","invoices":["{covered}"],"date":"2026-11-01","instalments":[{{"due":"2026-11-08","amount":"215"}},{{"due":"2026-12-08","amount":"215"}}]}}"#
    ));
    let plan = made.number("plan").unwrap().to_string();
    let promise = promise(&mut test, &other, 170, "2026-11-10");
    test.taken(r#"{"do":"unallocate","allocation":"A000001"}"#);
    assert_eq!(planned(&test, &plan), ("behind".into(), 0, 215));
    assert_eq!(promised(&test, &promise), ("open".into(), 170));
    // Allocated back, it pays the invoice, and of the plan still nothing.
    let back = format!(r#"{{"do":"allocate","from":"{before}","to":"{covered}","amount":"70"}}"#);
    test.taken(&back);
    assert_eq!(planned(&test, &plan), ("behind".into(), 0, 215));
    assert_eq!(promised(&test, &promise), ("broken".into(), 0));
    assert!(test.verify().ok);
}

/// Of 500, 26 were allocated for a first promise and taken off since a second one on the same invoice: what keeps the second
/// replaces the 26 first. They are the first promise's again, and another invoice has 364 left, waiting or allocated.
#[test]
fn what_replaces_money_that_was_taken_off_is_claimed_with_what_keeps_a_promise() {
    for order in [[26, 110], [110, 26]] {
        let mut test = book();
        let invoice = test.invoice("C1", "2026-10-01", "2026-10-31", "600");
        let other = test.invoice("C1", "2026-10-01", "2026-10-31", "600");
        let payment = test.payment("C1", "2026-10-31", "500", "none");
        let allocate = |amount: i64| {
            format!(
                r#"{{"do":"allocate","from":"{payment}","to":"{invoice}","amount":"{amount}"}}"#
            )
        };
        let first = promise(&mut test, &invoice, 26, "2026-11-14");
        test.taken(&allocate(26).replace('}', r#","date":"2026-11-01"}"#));
        let second = promise(&mut test, &invoice, 110, "2026-11-10");
        test.taken(r#"{"do":"unallocate","allocation":"A000001"}"#);
        let elsewhere = promise(&mut test, &other, 365, "2026-11-12");
        let states = |test: &TestBook| {
            [&first, &second, &elsewhere].map(|number| match promised(test, number) {
                (state, waits) if state == "open" && waits > 0 => "kept".into(),
                (state, _) => state,
            })
        };
        assert_eq!(states(&test), ["kept", "kept", "broken"], "{order:?}");
        for amount in order {
            test.taken(&allocate(amount));
            assert_eq!(states(&test), ["kept", "kept", "broken"], "{order:?}: {amount}");
        }
        assert_eq!(promised(&test, &second), ("kept".into(), 0));
        assert!(test.verify().ok);
    }
}

/// A first promise of 77 was kept by 523 that paid the invoice at once. 11 of older money, allocated after a second promise
/// of 11, are the second's: what the first stands on stays what it was.
#[test]
fn what_is_allocated_later_takes_the_place_of_nothing_that_kept_a_promise() {
    let mut test = book();
    let invoice = test.invoice("C1", "2026-10-01", "2026-10-31", "600");
    let older = test.payment("C1", "2026-10-30", "100", "none");
    let first = promise(&mut test, &invoice, 77, "2026-11-12");
    test.payment("C1", "2026-11-01", "523", "oldest");
    let second = promise(&mut test, &invoice, 11, "2026-11-12");
    assert_eq!(promised(&test, &first), ("kept".into(), 0));
    assert_eq!(promised(&test, &second), ("open".into(), 11));
    test.taken(&format!(r#"{{"do":"allocate","from":"{older}","to":"{invoice}","amount":"11"}}"#));
    assert_eq!(promised(&test, &first), ("kept".into(), 0));
    assert_eq!(promised(&test, &second), ("kept".into(), 0));
    assert!(test.verify().ok);
}

/// 200 wait for a promise on an invoice and 150 for a second one on it: 350 are to be allocated.
#[test]
fn what_waits_for_two_promises_on_an_invoice_is_added_up() {
    let mut test = book();
    let invoice = test.invoice("C1", "2026-10-01", "2026-10-31", "400");
    let first = promise(&mut test, &invoice, 400, "2026-11-08");
    test.payment("C1", "2026-11-07", "200", "none");
    let second = promise_on(&mut test, "2026-11-10", (&invoice, 200, "2026-11-12"));
    test.payment("C1", "2026-11-11", "150", "none");
    assert_eq!(promised(&test, &first), ("part_kept".into(), 200));
    assert_eq!(promised(&test, &second), ("part_kept".into(), 150));
    let waits =
        |test: &TestBook| test.shown_customer("C1").promises.unwrap().to_allocate.map(Money::minor);
    assert_eq!(waits(&test), Some(350));
    // Only so much as is owed can be.
    test.payment("C1", "2026-11-14", "100", "none");
    test.taken(&format!(
        r#"{{"do":"allocate","from":"PAY-2026-00003","to":"{invoice}","amount":"100"}}"#
    ));
    assert_eq!(waits(&test), Some(300));
}

/// 300 came for an instalment of a plan, and for a promise on its invoice: a second promise can't stand on them, whether they
/// wait or are allocated.
#[test]
fn a_second_promise_on_an_invoice_does_not_stand_on_what_a_plan_took() {
    let mut test = book();
    let invoice = test.invoice("C1", "2026-10-01", "2026-10-31", "600");
    test.taken(&format!(
        r#"{{"do":"agree_plan","customer":"C1","invoices":["{invoice}"],"date":"2026-11-01","instalments":[{{"due":"2026-11-05","amount":"300"}},{{"due":"2026-12-08","amount":"300"}}]}}"#
    ));
    let first = promise(&mut test, &invoice, 300, "2026-11-06");
    let second = promise_on(&mut test, "2026-11-07", (&invoice, 200, "2026-11-12"));
    let came = test.payment("C1", "2026-11-04", "300", "none");
    let states = |test: &TestBook| (promised(test, &first), promised(test, &second));
    assert_eq!(states(&test), (("open".into(), 300), ("broken".into(), 0)));
    test.taken(&format!(r#"{{"do":"allocate","from":"{came}","to":"{invoice}","amount":"300"}}"#));
    assert_eq!(states(&test), (("kept".into(), 0), ("broken".into(), 0)));
    assert!(test.verify().ok);
}

/// What is said of a plan deducts what waits on the account for it.
#[test]
fn what_is_said_of_a_plan_deducts_what_has_arrived_for_it() {
    let mut test = book();
    let covered = test.invoice("C1", "2026-10-01", "2026-10-31", "1000");
    test.taken(&format!(
        r#"{{"do":"agree_plan","customer":"C1","invoices":["{covered}"],"date":"2026-11-01","instalments":[{{"due":"2026-11-08","amount":"400"}},{{"due":"2026-12-08","amount":"300"}},{{"due":"2027-01-08","amount":"300"}}]}}"#
    ));
    let said = |test: &TestBook| {
        let plans = test.ask(&SayOf(Code("C1".into()))).unwrap().plans;
        plans.first().map(|it| {
            let [missed, next] = [it.missed, it.next].map(|it| it.map_or(0, |it| it.0.minor()));
            (it.left.minor(), missed, next)
        })
    };
    assert_eq!(said(&test), Some((1000, 400, 300)));
    test.payment("C1", "2026-11-07", "500", "none");
    assert_eq!(said(&test), Some((500, 0, 200)));
    test.payment("C1", "2026-11-16", "500", "none");
    assert_eq!(said(&test), None, "nothing is owed");
    assert!(test.verify().ok);
}

/// What is left to chase of C1 on a day: in all, and of which invoices.
fn left_on(test: &TestBook, date: &str) -> (i64, Vec<(String, i64)>) {
    test.book.as_ref().unwrap().shared().view(|view| {
        let (account, _) = view.account(&Code("C1".into()), When::ALL).unwrap();
        let when = When { as_of: day(date), ..When::ALL };
        let all = to_chase(view.rows, account, when).unwrap();
        let sums = ChaseSums::of(view.rows, account, when).unwrap();
        assert_eq!(sums.left(), all.left(), "{date}");
        for it in &all.items {
            assert_eq!(sums.left_of(it.id).unwrap(), it.left, "{date}");
        }
        let left = all.items.iter().filter(|it| it.left.is_positive());
        let left = left.map(|it| (it.row.number.0.clone(), it.left.minor())).collect();
        (all.left().minor(), left)
    })
}

/// 900 are late, 400 of it promised, and the 400 have arrived: 500 are left to chase before the promise's day, on it and
/// after it, and 500 late is what is said.
#[test]
fn money_that_arrived_early_for_a_promise_is_deducted_once() {
    let mut test = book();
    let older = test.invoice("C1", "2026-10-01", "2026-10-30", "500");
    let promised = test.invoice("C1", "2026-10-01", "2026-10-31", "400");
    promise(&mut test, &promised, 400, "2026-11-20");
    assert_eq!(left_on(&test, "2026-11-16"), (500, vec![(older.clone(), 500)]));
    test.payment("C1", "2026-11-17", "400", "none");
    for date in ["2026-11-18", "2026-11-19", "2026-11-20", "2026-11-21", "2026-11-22"] {
        assert_eq!(left_on(&test, date), (500, vec![(older.clone(), 500)]), "{date}");
        test.open_on(date);
        assert_eq!(test.balance("C1", as_of(date)).overdue.minor(), 900);
        let list = worklist(&test);
        assert_eq!(list.rows[0].amount.minor(), 500, "{date}: {:?}", list.rows[0]);
        let said = test.ask(&SayOf(Code("C1".into()))).unwrap();
        assert_eq!(said.promise, None, "nothing is still to come");
    }
    assert!(test.verify().ok);
}

/// Money for an invoice that is not due yet pays no older one meanwhile, as if it were allocated.
#[test]
fn money_that_arrived_for_what_is_not_due_yet_pays_nothing_that_is() {
    let mut test = book();
    let older = test.invoice("C1", "2026-10-01", "2026-10-30", "1000");
    let promised = test.invoice("C1", "2026-10-01", "2026-12-30", "1200");
    promise(&mut test, &promised, 500, "2026-11-20");
    test.payment("C1", "2026-11-17", "500", "none");
    for date in ["2026-11-18", "2026-11-20", "2026-11-21", "2026-12-30"] {
        assert_eq!(left_on(&test, date), (1_000, vec![(older.clone(), 1_000)]), "{date}");
        test.open_on(date);
        assert_eq!(worklist(&test).rows[0].amount.minor(), 1_000, "{date}");
    }
    assert_eq!(left_on(&test, "2026-12-31").0, 1_700);
    assert!(test.verify().ok);
}

/// A part arrived early: the rest of the promise is still to come, and is chased once its day is past.
#[test]
fn what_a_promise_still_misses_is_not_chased_until_its_day_is_past() {
    let mut test = book();
    let older = test.invoice("C1", "2026-10-01", "2026-10-30", "500");
    let promised = test.invoice("C1", "2026-10-01", "2026-10-31", "400");
    // Money from before the promise is not for it: it pays the oldest.
    test.payment("C1", "2026-10-31", "50", "none");
    promise(&mut test, &promised, 400, "2026-11-20");
    test.payment("C1", "2026-11-17", "300", "none");
    assert_eq!(left_on(&test, "2026-11-20"), (450, vec![(older.clone(), 450)]));
    let both = vec![(older.clone(), 450), (promised.clone(), 100)];
    assert_eq!(left_on(&test, "2026-11-21"), (550, both));
}

/// What arrived early for an instalment is for its invoice, too; an earlier claim comes first.
#[test]
fn money_that_arrived_early_for_an_instalment_is_deducted_once() {
    let mut test = book();
    let older = test.invoice("C1", "2026-10-01", "2026-10-30", "500");
    let covered = test.invoice("C1", "2026-10-01", "2026-10-31", "400");
    test.taken(&format!(
        r#"{{"do":"agree_plan","customer":"C1","invoices":["{covered}"],"date":"2026-11-01","instalments":[{{"due":"2026-11-20","amount":"100"}},{{"due":"2026-12-20","amount":"300"}}]}}"#
    ));
    assert_eq!(left_on(&test, "2026-11-16"), (500, vec![(older.clone(), 500)]));
    test.payment("C1", "2026-11-17", "150", "none");
    for date in ["2026-11-18", "2026-11-20", "2026-11-21", "2026-12-20"] {
        assert_eq!(left_on(&test, date), (500, vec![(older.clone(), 500)]), "{date}");
    }
    // A promise of an earlier day needs 120 of it: 30 are left for the plan.
    promise(&mut test, &older, 120, "2026-11-18");
    test.payment("C1", "2026-11-17", "70", "none");
    test.payment("C1", "2026-11-18", "50", "none");
    assert_eq!(left_on(&test, "2026-11-18"), (380, vec![(older.clone(), 380)]));
    assert_eq!(left_on(&test, "2026-11-19"), (380, vec![(older, 380)]));
}

/// Half now and half later is one promise in instalments, also over several invoices, and the money for it keeps it.
#[test]
fn promises_of_several_days_are_spread_as_their_money_will_be() {
    let mut test = book();
    let first = test.invoice("C1", "2026-10-01", "2026-10-30", "1000");
    let second = test.invoice("C1", "2026-10-01", "2026-10-31", "1000");
    let wrapped = |line: &str| {
        format!(r#"{{"do":"wrap_up","customer":"C1","direction":"in","line":"{line}"}}"#)
    };
    let receipt = test.taken(&wrapped("p 700 4 dec; p 500 24 nov; p 100 4 dec"));
    assert!(receipt.number("promise").is_some());
    let parts: Vec<(String, i64, String)> = promises(&test)
        .into_iter()
        .map(|it| (it.invoice.0, it.amount.minor(), it.by.to_string()))
        .collect();
    let expected = [
        (first.clone(), 500, "2026-11-24"),
        (first.clone(), 500, "2026-12-04"),
        (second.clone(), 300, "2026-12-04"),
    ];
    assert_eq!(parts, expected.map(|(invoice, amount, by)| (invoice, amount, by.to_string())));
    test.open_on("2026-12-20");
    test.payment("C1", "2026-11-24", "500", "oldest");
    test.payment("C1", "2026-12-04", "800", "oldest");
    assert!(promises(&test).iter().all(|it| it.state == "kept"), "{:?}", promises(&test));
    // Named, too.
    let refused = test.post(&wrapped(&format!("p {second} 100 24 dec; p {second} 100 24 dec")));
    assert_eq!(refused.unwrap_err().rule.name(), "wrap_up.twice");
    test.taken(&wrapped(&format!("p {second} 100 24 dec; p {second} 200 31 dec")));
    assert_eq!(promises(&test).len(), 5);
    assert!(test.verify().ok);
}

/// Once a plan is in default all that is left is called about, not only what was missed.
#[test]
fn a_plan_in_default_is_called_about_with_all_that_is_left() {
    let mut test = book();
    let covered = test.invoice("C1", "2026-10-01", "2026-10-31", "3000");
    test.taken(&format!(
        r#"{{"do":"agree_plan","customer":"C1","invoices":["{covered}"],"date":"2026-11-01","count":3,"first":"2026-11-05","every":"week","default_after":2}}"#
    ));
    test.open_on("2026-11-11");
    assert_eq!(worklist(&test).rows[0].amount.minor(), 1000);
    test.open_on("2026-11-14");
    let row = &worklist(&test).rows[0];
    assert_eq!((row.reason, row.amount.minor()), (WorkReason::PlanMissed, 3000));
}

/// The promises, judged one by one and by account, as exports read them.
fn promises(test: &TestBook) -> Vec<ShownPromise> {
    let rows = test.ask(&CasesAfter(CaseKind::Promise, None)).unwrap().rows.into_iter();
    let of = |shown| match shown {
        Shown::Promise(promise) => promise,
        other => panic!("{other:?}"),
    };
    let one_by_one: Vec<ShownPromise> = rows.map(of).collect();
    let mut judged = test.ask(&JudgedAfter(None)).unwrap().rows;
    judged.sort_unstable_by_key(|(id, _)| *id);
    assert_eq!(test.ask(&JudgedPromises(judged)).unwrap(), one_by_one);
    one_by_one
}

fn plans(test: &TestBook) -> Vec<ShownPlan> {
    let rows = test.ask(&CasesAfter(CaseKind::Plan, None)).unwrap().rows.into_iter();
    let of = |shown| match shown {
        Shown::Plan(plan) => plan,
        other => panic!("{other:?}"),
    };
    rows.map(of).collect()
}

/// What of money on account promises and plans claim: by invoice, since what is for an invoice is for every plan on it, and
/// for one promise each. Each plan here covers one.
fn claimed(test: &TestBook, customer: &str) -> i64 {
    let mut of_invoice: BTreeMap<String, i64> = BTreeMap::new();
    for promise in promises(test).into_iter().filter(|it| it.customer.0 == customer) {
        let sum = of_invoice.entry(promise.invoice.0).or_default();
        *sum += promise.to_allocate.map_or(0, Money::minor);
    }
    for plan in plans(test).into_iter().filter(|it| it.customer.0 == customer) {
        let most = of_invoice.entry(plan.covers[0].invoice.0.clone()).or_default();
        *most = plan.to_allocate.map_or(0, Money::minor).max(*most);
    }
    of_invoice.into_values().sum()
}

/// More than what happens everywhere: plans, and promises by a day.
#[derive(Clone, Debug)]
enum More {
    Act(acts::Act),
    Plan {
        invoice: u8,
        first: u8,
    },
    /// A plan was a mistake: what was promised before is promised again.
    TakeBack {
        plan: u8,
    },
    PromiseBy {
        invoice: u8,
        amount: u32,
        by: u8,
    },
    Pay {
        customer: u8,
        amount: u32,
    },
}

fn more() -> impl Strategy<Value = More> {
    prop_oneof![
        6 => acts::act().prop_map(More::Act),
        2 => (0_u8..6, 1_u8..28).prop_map(|(invoice, first)| More::Plan { invoice, first }),
        1 => (0_u8..4).prop_map(|plan| More::TakeBack { plan }),
        4 => (0_u8..6, 1_u32..600, 1_u8..28)
            .prop_map(|(invoice, amount, by)| More::PromiseBy { invoice, amount, by }),
        3 => (0_u8..3, 1_u32..400).prop_map(|(customer, amount)| More::Pay { customer, amount }),
    ]
}

fn line(more: &More, on: u8) -> String {
    let date = format!(r#""date":"2026-11-{:02}""#, on + 1);
    match more {
        More::Act(act) => acts::line(act, on),
        More::Plan { invoice, first } => format!(
            r#"{{"do":"agree_plan","customer":"C{}","invoices":["INV-2026-{:05}"],"count":2,"first":"2026-11-{:02}","every":"week","default_after":2,{date}}}"#,
            invoice % 3,
            invoice + 1,
            first + 1
        ),
        More::TakeBack { plan } => format!(
            r#"{{"do":"cancel_plan","plan":"PLN-2026-{:05}","reason":"slip","promises":"again",{date}}}"#,
            plan + 1
        ),
        More::PromiseBy { invoice, amount, by } => format!(
            r#"{{"do":"promise","customer":"C{}","invoice":"INV-2026-{:05}","amount":"{amount}","by":"2026-11-{by:02}","tolerance_days":0,{date}}}"#,
            invoice % 3,
            invoice + 1
        ),
        More::Pay { customer, amount } => format!(
            r#"{{"do":"record_payment","customer":"C{customer}","amount":"{amount}","method":"bank","allocate":"none",{date}}}"#
        ),
    }
}

/// How many books are made: `DAYBOOK_CLAIMED=400` makes more.
fn cases() -> u32 {
    std::env::var("DAYBOOK_CLAIMED").ok().and_then(|text| text.parse().ok()).unwrap_or(40)
}

#[test]
fn the_book_takes_most_acts() {
    acts::most_are_taken(&(more(), 0_u8..28).prop_map(|(more, on)| line(&more, on)));
}

proptest! {
    #![proptest_config(ProptestConfig { max_shrink_iters: 200, ..properties(cases()) })]

    /// However it came to be: promises and plans together claim no more of the money on account than there is.
    #[test]
    fn no_more_is_claimed_than_is_on_account(
        all in prop::collection::vec((more(), 0_u8..28), 10..60),
    ) {
        let mut test = acts::book();
        for (more, on) in &all {
            // Whatever is refused changes nothing.
            let _ = acts::post(&mut test, &line(more, *on));
        }
        for today in ["2026-11-29", "2026-12-09"] {
            test.open_on(today);
            for customer in ["C0", "C1", "C2"] {
                let balance = test.balance(customer, as_of(today));
                if balance.customer.0 == customer {
                    let claimed = claimed(&test, customer);
                    let there = balance.on_account.minor();
                    prop_assert!(claimed <= there, "{today}: {claimed} of {there}");
                }
            }
        }
        prop_assert!(test.verify().ok);
    }

    /// However it came to be: allocating money to exactly what it is claimed for changes no promise.
    #[test]
    fn allocating_what_is_claimed_changes_no_promise(
        all in prop::collection::vec((more(), 0_u8..28), 10..60),
    ) {
        let mut test = acts::book();
        for (more, on) in &all {
            // Whatever is refused changes nothing.
            let _ = acts::post(&mut test, &line(more, *on));
        }
        test.open_on("2026-12-09");
        for customer in ["C0", "C1", "C2"] {
            for _ in 0..8 {
                let before = settled(&test);
                // What is due when a bounce took its money back may be refused.
                let lines = claim_lines(&test, customer).into_iter();
                let taken = lines.map(|line| (test.post(&line).is_ok(), line)).find(|it| it.0);
                let Some((_, line)) = taken else { break };
                prop_assert_eq!(settled(&test), before, "{}", line);
            }
        }
        prop_assert!(test.verify().ok);
    }
}

/// How promises stand, whether what keeps one waits or is allocated.
fn settled(test: &TestBook) -> BTreeMap<String, String> {
    let all = promises(test).into_iter().map(|it| {
        let waits = it.state == "open" && it.to_allocate.is_some();
        (it.promise.0, if waits { "kept".into() } else { it.state })
    });
    all.collect()
}

/// What is claimed of a customer's money, as allocations of it.
fn claim_lines(test: &TestBook, customer: &str) -> Vec<String> {
    test.book.as_ref().unwrap().shared().view(|view| {
        let when = When { as_of: view.today, ..When::ALL };
        let (account, _) = view.account(&Code(customer.into()), when).unwrap();
        let claims = AccountClaims::new(view.rows, account, when);
        let mut lines = Vec::new();
        for it in claims.get().unwrap().all() {
            let [from, to] = [it.payment, it.invoice].map(|id| ITEMS.need(view.rows, &id).unwrap());
            let left = daybook::ledger::item::left(view.rows, it.invoice, &to).unwrap().minor();
            if left.min(it.minor) > 0 {
                lines.push(format!(
                    r#"{{"do":"allocate","from":"{}","to":"{}","amount":"{}"}}"#,
                    from.number.0,
                    to.number.0,
                    left.min(it.minor)
                ));
            }
        }
        lines
    })
}
