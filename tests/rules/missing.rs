//! What is missing of a promise: what came late is not missing any more, and every unit of money counts once, also for
//! promises that gave way to a payment plan and for those that are made again when the plan is taken back.

use crate::common::{TestBook, as_of};
use daybook::domain::{Code, Money};
use daybook::engine::Receipt;
use daybook::ledger::query::dunning::DunningOf;
use daybook::ledger::query::report::{Cell, ReportOf};
use daybook::ledger::query::say::SayOf;
use daybook::ledger::query::worklist::{WorkReason, WorklistOf};

fn book() -> TestBook {
    let mut test = TestBook::rwanda();
    test.taken(
        r#"{"do":"set_dunning_policy","name":"at once","levels":[{"after_days":1}],"interval_days":1}"#,
    );
    test.customer("C1");
    test
}

/// A promise in instalments by days.
fn promise(test: &mut TestBook, invoice: &str, date: &str, parts: &[(&str, i64)]) {
    let parts: Vec<String> = parts
        .iter()
        .map(|(by, amount)| format!(r#"{{"by":"{by}","amount":"{amount}"}}"#))
        .collect();
    test.taken(&format!(
        r#"{{"do":"promise","customer":"C1","invoice":"{invoice}","date":"{date}","tolerance_days":0,"instalments":[{}]}}"#,
        parts.join(",")
    ));
}

/// State, what came and what is missing of each promise, as the report has them.
fn reported(test: &TestBook) -> Vec<(String, i64, i64)> {
    let asked =
        ReportOf { report: "promises".into(), by: Some("all".into()), ..ReportOf::default() };
    let rows = test.ask(&asked).unwrap().rows.into_iter();
    let mut all: Vec<(String, (String, i64, i64))> = rows
        .map(|row| {
            let cells = row.cells.iter();
            let money: Vec<i64> = cells
                .filter_map(|cell| match cell {
                    Cell::Money(money) => Some(money.minor()),
                    _ => None,
                })
                .collect();
            let mut words = row.cells.iter().filter_map(|cell| match cell {
                Cell::Word(word) => Some(word.to_string()),
                _ => None,
            });
            (row.key, (words.next().unwrap(), money[1], money[2]))
        })
        .collect();
    all.sort();
    all.into_iter().map(|(_, row)| row).collect()
}

fn is(state: &str, came: i64, missing: i64) -> (String, i64, i64) {
    (state.into(), came, missing)
}

/// What a reminder asks for, which is what is said to be asked for.
fn asked_for(test: &TestBook) -> i64 {
    let letter = test.ask(&DunningOf::default()).unwrap().rows.into_iter().next();
    let letter = letter.map_or(0, |it| it.amount.minor());
    let said = test.ask(&SayOf(Code("C1".into()))).unwrap();
    assert_eq!(said.late.unwrap().asked.unwrap().minor(), letter);
    letter
}

fn listed(test: &TestBook) -> (WorkReason, i64) {
    let asked = WorklistOf { most: 10, ..WorklistOf::default() };
    let row = test.ask(&asked).unwrap().rows.into_iter().next().unwrap();
    (row.reason, row.amount.minor())
}

fn allocate(test: &mut TestBook, from: &str, to: &str, amount: i64) {
    test.taken(&format!(r#"{{"do":"allocate","from":"{from}","to":"{to}","amount":"{amount}"}}"#));
}

fn warned(receipt: &Receipt) -> Vec<String> {
    receipt.warnings.iter().map(|it| it.rule.to_string()).collect()
}

/// 200 were promised by the 20th, and 250 came on the 26th: nothing is missing of it any more, though it stays broken. The
/// rest of the invoice is a debt like others. It is the same whether the money waits or is allocated.
#[test]
fn what_came_late_is_not_missing_any_more() {
    for (late, missing) in [(250, 0), (200, 0), (50, 150)] {
        let mut test = book();
        let invoice = test.invoice("C1", "2026-10-01", "2026-10-31", "600");
        promise(&mut test, &invoice, "2026-11-01", &[("2026-11-20", 200)]);
        test.open_on("2026-11-27");
        assert_eq!(reported(&test), [is("broken", 0, 200)]);
        assert_eq!(listed(&test), (WorkReason::PromiseBroken, 200));
        let payment = test.payment("C1", "2026-11-26", &late.to_string(), "none");
        for is_allocated in [false, true] {
            if is_allocated {
                allocate(&mut test, &payment, &invoice, late);
            }
            assert_eq!(reported(&test), [is("broken", 0, missing)], "{late} {is_allocated}");
            assert_eq!(asked_for(&test), 600 - late);
            let expected = match missing {
                0 => (WorkReason::NoContact, 600 - late),
                missing => (WorkReason::PromiseBroken, missing),
            };
            assert_eq!(listed(&test), expected, "{late} {is_allocated}");
            let record = test.shown_customer("C1").promises.unwrap();
            assert_eq!((record.kept, record.part_kept, record.broken), (0, 0, 1));
        }
        // As of the day before, it was missing.
        let then = ReportOf {
            report: "promises".into(),
            by: Some("broken".into()),
            as_of: Some("2026-11-25".parse().unwrap()),
            ..ReportOf::default()
        };
        let rows = test.ask(&then).unwrap().rows;
        assert!(rows[0].cells.contains(&Cell::Money("200".parse().unwrap())), "{rows:?}");
        assert!(test.verify().ok);
    }
}

/// Money that is in time for a later promise on the invoice is that one's; what it leaves is for the one that was broken.
#[test]
fn what_came_late_counts_for_one_promise() {
    let mut test = book();
    let invoice = test.invoice("C1", "2026-10-01", "2026-10-31", "900");
    promise(&mut test, &invoice, "2026-11-01", &[("2026-11-10", 200)]);
    promise(&mut test, &invoice, "2026-11-12", &[("2026-11-19", 200)]);
    let payment = test.payment("C1", "2026-11-15", "250", "none");
    allocate(&mut test, &payment, &invoice, 250);
    assert_eq!(reported(&test), [is("broken", 0, 150), is("kept", 200, 0)]);
    assert!(test.verify().ok);
    // Of instalments, the first is paid first.
    let mut test = book();
    let invoice = test.invoice("C1", "2026-10-01", "2026-10-31", "900");
    promise(&mut test, &invoice, "2026-11-01", &[("2026-11-10", 200), ("2026-11-18", 200)]);
    let payment = test.payment("C1", "2026-11-15", "250", "none");
    assert_eq!(reported(&test), [is("broken", 0, 0), is("part_kept", 50, 150)]);
    allocate(&mut test, &payment, &invoice, 250);
    assert_eq!(reported(&test), [is("broken", 0, 0), is("part_kept", 50, 150)]);
    assert_eq!(asked_for(&test), 650);
    // What comes after both makes up for the second.
    test.payment("C1", "2026-11-20", "100", "oldest");
    assert_eq!(reported(&test), [is("broken", 0, 0), is("part_kept", 50, 50)]);
    assert!(test.verify().ok);
}

/// 600, of which 200 by 3 December and 200 by the 20th were promised before a plan that was a mistake. 250 came meanwhile.
fn before_a_plan() -> (TestBook, String, String) {
    let mut test = book();
    let invoice = test.invoice("C1", "2026-10-01", "2026-10-31", "600");
    test.open_on("2026-11-10");
    promise(&mut test, &invoice, "2026-11-01", &[("2026-12-03", 200), ("2026-12-20", 200)]);
    test.taken(&format!(
        r#"{{"do":"agree_plan","customer":"C1","invoices":["{invoice}"],"count":3,"first":"2026-12-01"}}"#
    ));
    test.open_on("2026-11-26");
    let payment = test.payment("C1", "2026-11-25", "250", "none");
    (test, invoice, payment)
}

const AGAIN: &str =
    r#"{"do":"cancel_plan","plan":"PLN-2026-00001","reason":"slip","promises":"again"}"#;

/// Each unit of the money that came meanwhile counts for one of the promises, the earlier first: 150 are promised again.
#[test]
fn money_that_came_during_a_plan_counts_once_for_the_promises_before_it() {
    let (mut test, invoice, payment) = before_a_plan();
    allocate(&mut test, &payment, &invoice, 250);
    assert_eq!(reported(&test), [is("withdrawn", 200, 0), is("withdrawn", 50, 150)]);
    let cancelled = test.taken(AGAIN);
    assert_eq!(cancelled.made.len(), 1);
    assert!(warned(&cancelled).is_empty(), "the first one was paid: {:?}", warned(&cancelled));
    let again = test.shown_promise("PRM-2026-00003");
    let told = (again.amount.minor(), again.by.to_string(), again.state.as_str());
    assert_eq!(told, (150, "2026-12-20".into(), "open"));
    assert_eq!(asked_for(&test), 200);
    let missing: Vec<i64> = reported(&test).iter().map(|row| row.2).collect();
    assert_eq!(missing[2], 150);
    // What comes now is for the promise that stands, and not once more for the one before it.
    test.open_on("2026-12-10");
    test.payment("C1", "2026-12-09", "150", "oldest");
    let all = reported(&test);
    assert_eq!((&all[1], &all[2]), (&is("withdrawn", 50, 150), &is("kept", 150, 0)));
    assert!(test.verify().ok);
}

/// It is the same while that money waits on the account: as it would be, had the plan never been agreed.
#[test]
fn money_that_waits_from_before_a_plan_was_taken_back_counts_for_the_promises() {
    let (mut test, invoice, payment) = before_a_plan();
    let cancelled = test.taken(AGAIN);
    assert_eq!(cancelled.made.len(), 2);
    assert_eq!(asked_for(&test), 200);
    let states = |test: &TestBook| {
        ["PRM-2026-00003", "PRM-2026-00004"].map(|number| {
            let it = test.shown_promise(number);
            (it.state, it.to_allocate.map_or(0, Money::minor))
        })
    };
    assert_eq!(states(&test), [("open".into(), 200), ("open".into(), 50)]);
    test.open_on("2026-12-21");
    assert_eq!(states(&test), [("open".into(), 200), ("part_kept".into(), 50)]);
    assert_eq!(reported(&test)[3].2, 150);
    allocate(&mut test, &payment, &invoice, 250);
    assert_eq!(states(&test), [("kept".into(), 0), ("part_kept".into(), 0)]);
    assert_eq!(reported(&test)[3].2, 150);
    assert_eq!(asked_for(&test), 350);
    assert!(test.verify().ok);
}

/// The first promise can't be made again, because its day is past: what came for it is not the second one's.
#[test]
fn money_for_a_promise_that_is_not_made_again_is_no_other_promises() {
    for is_allocated in [false, true] {
        let (mut test, invoice, payment) = before_a_plan();
        test.open_on("2026-12-10");
        if is_allocated {
            allocate(&mut test, &payment, &invoice, 250);
        }
        let cancelled = test.taken(AGAIN);
        let amount = if is_allocated { 150 } else { 200 };
        assert_eq!(test.shown_promise("PRM-2026-00003").amount.minor(), amount);
        assert_eq!(warned(&cancelled), ["plan.promise_stays"]);
        assert_eq!(asked_for(&test), 200, "{is_allocated}");
        if !is_allocated {
            allocate(&mut test, &payment, &invoice, 250);
            assert_eq!(asked_for(&test), 200);
        }
        assert_eq!(reported(&test)[2].2, 150);
        assert_eq!(test.balance("C1", as_of("2026-12-10")).overdue.minor(), 350);
        assert!(test.verify().ok);
    }
}
