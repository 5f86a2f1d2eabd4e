//! Payment plans: instalments over a debt that is there, and where a plan stands on any day.

use crate::common::counted::Counted;
use crate::common::{TestBook, as_of, day};
use daybook::domain::{Code, Money};
use daybook::ledger::item::{self, When};
use daybook::ledger::plans;
use daybook::ledger::query::list::{ListOf, Listed, Only};
use daybook::ledger::query::say::SayOf;
use daybook::ledger::query::show::{Show, Shown, ShownPlan};

fn book() -> TestBook {
    let mut test = TestBook::canada();
    test.customer("C1");
    test
}

fn plan(test: &TestBook, number: &str) -> ShownPlan {
    match test.ask(&Show { what: number.into() }).unwrap() {
        Shown::Plan(plan) => plan,
        other => panic!("{other:?}"),
    }
}

fn parts(plan: &ShownPlan) -> Vec<(String, i64, i64)> {
    let parts = plan.instalments.iter();
    parts.map(|one| (one.due.to_string(), one.amount.minor(), one.paid.minor())).collect()
}

/// What of an invoice a plan keeps from dunning on a day, in minor units.
fn planned(test: &TestBook, invoice: &str, as_of: &str) -> i64 {
    let when = When { as_of: day(as_of), ..When::ALL };
    test.book.as_ref().unwrap().shared().view(|view| {
        let number = daybook::domain::Number(invoice.into());
        let (id, row) = item::item(view.rows, &number).unwrap().unwrap();
        plans::planned(view.rows, id, row.amount.zero(), when).unwrap().minor()
    })
}

/// The plans with a missed instalment on a day: number, and what is missed.
fn missed(test: &TestBook, as_of: &str) -> Vec<(String, i64)> {
    let when = When { as_of: day(as_of), ..When::ALL };
    test.book.as_ref().unwrap().shared().view(|view| {
        let found = plans::missed(view.rows, when).unwrap().into_iter();
        found.map(|(_, row, judged)| (row.number.0, judged.missed.minor())).collect()
    })
}

/// A debt of 1,000.00 in three instalments from 1 December on.
fn agreed(test: &mut TestBook) -> (String, String) {
    let invoice = test.invoice("C1", "2026-10-01", "2026-10-31", "1000");
    let receipt = test.taken(&format!(
        r#"{{"do":"agree_plan","customer":"C1","invoices":["{invoice}"],"count":3,"first":"2026-12-01","every":"month","note":"cash is short"}}"#
    ));
    (invoice, receipt.number("plan").unwrap().to_string())
}

#[test]
fn a_debt_is_split_and_the_last_instalment_takes_the_remainder() {
    let mut test = book();
    let (invoice, number) = agreed(&mut test);
    assert_eq!(number, "PLN-2026-00001");
    let shown = plan(&test, &number);
    assert_eq!(
        parts(&shown),
        [
            ("2026-12-01".into(), 33_333, 0),
            ("2027-01-01".into(), 33_333, 0),
            ("2027-02-01".into(), 33_334, 0)
        ]
    );
    assert_eq!((shown.amount.minor(), shown.state.as_str()), (100_000, "kept"));
    assert_eq!((shown.default_after, shown.note.as_deref()), (2, Some("cash is short")));
    assert_eq!(shown.covers[0].invoice.0, invoice);
    // The aging is what it was: the plan moves no due date.
    let late = test.balance("C1", as_of("2026-11-21"));
    assert_eq!(late.overdue.minor(), 100_000);
    assert_eq!(late.items[0].due, day("2026-10-31"));
    assert_eq!(planned(&test, &invoice, "2026-11-21"), 100_000);
    assert_eq!(planned(&test, &invoice, "2026-11-20"), 0, "not agreed yet");
    let list = ListOf { what: Listed::Plans, only: Only::Open, words: vec![], below: None };
    assert_eq!(test.ask(&list).unwrap().keys.len(), 1);
    assert!(test.verify().ok);
}

#[test]
fn a_plan_is_kept_behind_in_default_or_finished_by_the_dates_of_the_money() {
    let mut test = book();
    let (invoice, number) = agreed(&mut test);
    test.open_on("2026-12-01");
    test.payment("C1", "2026-12-01", "333.33", "oldest");
    test.open_on("2027-01-01");
    let shown = plan(&test, &number);
    assert_eq!((shown.state.as_str(), shown.paid.minor()), ("kept", 33_333));
    assert_eq!(planned(&test, &invoice, "2027-01-01"), 66_667);
    // The second is missed from the day after on; a part of it does not make up for it.
    test.open_on("2027-01-02");
    test.payment("C1", "2027-01-02", "100", "oldest");
    let shown = plan(&test, &number);
    assert_eq!((shown.state.as_str(), shown.missed.unwrap().minor()), ("behind", 23_333));
    assert_eq!(shown.missed_due, Some(day("2027-01-01")));
    assert_eq!(planned(&test, &invoice, "2027-01-02"), 56_667, "behind is not in default");
    assert_eq!(missed(&test, "2027-01-01"), []);
    assert_eq!(missed(&test, "2027-01-02"), [(number.clone(), 23_333)]);
    // The third is missed too: two at once, and the rest is due.
    test.open_on("2027-02-02");
    let shown = plan(&test, &number);
    assert_eq!((shown.state.as_str(), shown.default_since), ("default", Some(day("2027-02-02"))));
    assert_eq!(planned(&test, &invoice, "2027-02-02"), 0);
    assert_eq!(planned(&test, &invoice, "2027-02-01"), 56_667, "it still was in force");
    // What comes late does not bring it back; all of it finishes it.
    test.payment("C1", "2027-02-02", "500", "oldest");
    assert_eq!(plan(&test, &number).state, "default");
    test.payment("C1", "2027-02-02", "66.67", "oldest");
    assert_eq!(plan(&test, &number).state, "finished");
    assert_eq!(missed(&test, "2027-02-02"), []);
    assert!(test.verify().ok);
}

#[test]
fn one_missed_instalment_ends_a_plan_that_says_so() {
    let mut test = book();
    test.invoice("C1", "2026-10-01", "2026-10-31", "300");
    // No invoice named: all that is open.
    let made = test.taken(
        r#"{"do":"agree_plan","customer":"C1","instalments":[{"due":"2026-11-30","amount":"100"},{"due":"2026-12-15","amount":"200"}],"default_after":1}"#,
    );
    let number = made.number("plan").unwrap().to_string();
    test.open_on("2026-11-30");
    assert_eq!(plan(&test, &number).state, "kept");
    test.open_on("2026-12-01");
    assert_eq!(plan(&test, &number).state, "default");
}

/// Nothing is still to come that could be missed as well: without this, what is left would never be asked for again.
#[test]
fn a_plan_whose_last_instalment_is_missed_is_in_default() {
    let mut test = book();
    let (_, number) = agreed(&mut test);
    test.payment("C1", "2026-11-21", "666.66", "oldest");
    test.open_on("2027-02-01");
    assert_eq!(plan(&test, &number).state, "kept");
    test.open_on("2027-02-02");
    let shown = plan(&test, &number);
    assert_eq!((shown.state.as_str(), shown.missed.unwrap().minor()), ("default", 33_334));
    assert_eq!(shown.default_since, Some(day("2027-02-02")));
}

#[test]
fn an_instalment_that_asks_for_nothing_is_not_missed() {
    let mut test = book();
    let invoice = test.invoice("C1", "2026-10-01", "2026-10-31", "1000");
    let made = test.taken(&format!(
        r#"{{"do":"agree_plan","customer":"C1","invoices":["{invoice}"],"count":4,"first":"2026-12-01","every":"month"}}"#
    ));
    let number = made.number("plan").unwrap().to_string();
    test.payment("C1", "2026-11-21", "250", "oldest");
    // Off the last instalments: the second asks for 150.00, the other two for nothing.
    test.taken(&format!(
        r#"{{"do":"credit_invoice","invoice":"{invoice}","reason":"price","amount":"600"}}"#
    ));
    test.open_on("2027-02-02");
    let shown = plan(&test, &number);
    assert_eq!((shown.state.as_str(), shown.missed.unwrap().minor()), ("behind", 15_000));
    // The plan ends with its last day.
    test.open_on("2027-03-02");
    let shown = plan(&test, &number);
    assert_eq!((shown.state.as_str(), shown.default_since), ("default", Some(day("2027-03-02"))));
}

/// What is left of the debt is what the instalments ask for and what they don't, disputed or cancelled.
#[test]
fn what_is_left_of_a_plan_is_its_instalments_and_what_none_asks_for() {
    let mut test = book();
    let (invoice, number) = agreed(&mut test);
    let figures = |test: &TestBook| {
        let shown = plan(test, &number);
        let asked: i64 = shown.instalments.iter().map(|one| one.left.minor()).sum();
        (shown.left.minor(), asked, shown.not_asked.map(Money::minor))
    };
    assert_eq!(figures(&test), (100_000, 100_000, None));
    test.taken(&format!(
        r#"{{"do":"open_dispute","invoice":"{invoice}","reason":"price","amount":"400"}}"#
    ));
    test.payment("C1", "2026-11-21", "100", "oldest");
    assert_eq!(figures(&test), (90_000, 50_000, Some(40_000)));
    test.taken(&format!(r#"{{"do":"cancel_plan","plan":"{number}","reason":"agreed anew"}}"#));
    assert_eq!(figures(&test), (90_000, 0, Some(90_000)));
}

#[test]
fn money_on_account_in_time_asks_for_allocation_and_a_bounced_cheque_counts_for_nothing() {
    let mut test = book();
    let (invoice, number) = agreed(&mut test);
    test.open_on("2026-12-01");
    let payment = test.payment("C1", "2026-12-01", "333.33", "none");
    test.open_on("2026-12-10");
    let shown = plan(&test, &number);
    assert_eq!(shown.state, "kept");
    assert_eq!(shown.to_allocate.unwrap().minor(), 33_333);
    test.taken(&format!(
        r#"{{"do":"allocate","from":"{payment}","to":"{invoice}","amount":"333.33"}}"#
    ));
    let shown = plan(&test, &number);
    assert_eq!((shown.state.as_str(), shown.to_allocate), ("kept", None));
    test.taken(&format!(r#"{{"do":"bounce_payment","payment":"{payment}","reason":"no funds"}}"#));
    assert_eq!(plan(&test, &number).state, "behind");
}

#[test]
fn what_is_credited_or_disputed_comes_off_the_last_instalments() {
    let mut test = book();
    let (invoice, number) = agreed(&mut test);
    test.taken(&format!(
        r#"{{"do":"credit_invoice","invoice":"{invoice}","amount":"500","reason":"price"}}"#
    ));
    test.open_on("2026-12-01");
    test.payment("C1", "2026-12-01", "333.33", "oldest");
    test.open_on("2027-01-02");
    let shown = plan(&test, &number);
    assert_eq!((shown.state.as_str(), shown.missed.unwrap().minor()), ("behind", 16_667));
    assert_eq!(shown.left.minor(), 16_667);
    // What is left is disputed: nothing has to be paid, and the plan is not finished.
    test.taken(&format!(
        r#"{{"do":"open_dispute","invoice":"{invoice}","reason":"price","date":"2027-01-02"}}"#
    ));
    let shown = plan(&test, &number);
    assert_eq!((shown.state.as_str(), shown.missed), ("kept", None));
    assert_eq!(planned(&test, &invoice, "2027-01-02"), 0, "it is disputed, not planned");
}

#[test]
fn a_plan_covers_what_is_not_disputed_and_takes_the_place_of_promises() {
    let mut test = book();
    let invoice = test.invoice("C1", "2026-10-01", "2026-10-31", "1000");
    let promise = test.taken(&format!(
        r#"{{"do":"promise","customer":"C1","invoice":"{invoice}","amount":"200","by":"2026-11-30"}}"#
    ));
    let promise = promise.number("promise").unwrap().to_string();
    test.taken(&format!(
        r#"{{"do":"open_dispute","invoice":"{invoice}","amount":"400","reason":"price"}}"#
    ));
    let agree = format!(
        r#"{{"do":"agree_plan","customer":"C1","invoices":["{invoice}"],"count":2,"first":"2026-11-30","every":"two_weeks"}}"#
    );
    let made = test.taken(&agree);
    let number = made.number("plan").unwrap().to_string();
    let shown = plan(&test, &number);
    assert_eq!(shown.amount.minor(), 60_000);
    assert_eq!(parts(&shown), [("2026-11-30".into(), 30_000, 0), ("2026-12-14".into(), 30_000, 0)]);
    let given_way = test.shown_promise(&promise);
    assert_eq!(given_way.state, "withdrawn");
    assert_eq!(given_way.entry + 2, shown.entry, "in the plan's own entry");
    assert_eq!(test.refused(&agree), ("plan.live_already", "invoices[0]".into()));
    // The customer has it among what is open, until it is cancelled.
    let customer = test.shown_customer("C1");
    assert!(customer.open_cases.iter().any(|open| open.0 == number));
    let cancel = format!(r#"{{"do":"cancel_plan","plan":"{number}","reason":"agreed anew"}}"#);
    test.taken(&cancel);
    assert_eq!(test.refused(&cancel), ("plan.ended", "plan".into()));
    let shown = plan(&test, &number);
    assert_eq!((shown.state.as_str(), shown.reason.as_deref()), ("cancelled", Some("agreed anew")));
    assert_eq!(planned(&test, &invoice, "2026-11-21"), 0);
    let again = test.taken(&agree);
    assert_eq!(again.number("plan"), Some("PLN-2026-00002"));
    assert!(test.verify().ok);
}

#[test]
fn a_new_plan_replaces_one_in_default_in_the_same_entry() {
    let mut test = book();
    let (invoice, number) = agreed(&mut test);
    test.open_on("2027-01-02");
    assert_eq!(plan(&test, &number).state, "default");
    let made = test.taken(&format!(
        r#"{{"do":"agree_plan","customer":"C1","invoices":["{invoice}"],"count":4,"first":"2027-01-31","every":"month"}}"#
    ));
    let shown = plan(&test, &number);
    assert_eq!(shown.state, "cancelled");
    assert_eq!(shown.replaced_by.unwrap().0, made.number("plan").unwrap());
    let dues: Vec<String> =
        plan(&test, "PLN-2027-00001").instalments.iter().map(|one| one.due.to_string()).collect();
    assert_eq!(dues, ["2027-01-31", "2027-02-28", "2027-03-31", "2027-04-30"]);
}

#[test]
fn a_plan_that_does_not_add_up_is_refused_with_what_to_do() {
    let mut test = book();
    let invoice = test.invoice("C1", "2026-10-01", "2026-10-31", "1000");
    test.customer("C2");
    let mut refused = |rest: &str| {
        test.refused(&format!(
            r#"{{"do":"agree_plan","customer":"C1","invoices":["{invoice}"],{rest}}}"#
        ))
    };
    let two = |one: &str, other: &str| {
        format!(
            r#""instalments":[{{"due":"{one}","amount":"500"}},{{"due":"{other}","amount":"500"}}]"#
        )
    };
    for (rest, rule, field) in [
        (r#""note":"soon""#.to_string(), "plan.instalments_missing", "count"),
        (r#""count":3"#.into(), "plan.instalments_missing", "first"),
        (r#""count":0,"first":"2026-12-01""#.into(), "plan.instalments_out_of_range", "count"),
        (r#""count":2,"first":"2026-11-20""#.into(), "plan.due_before_date", "instalments"),
        (two("2026-12-02", "2026-12-01"), "plan.dates_out_of_order", "instalments"),
        (two("2026-12-01", "2026-12-01"), "plan.dates_out_of_order", "instalments"),
        (
            r#""instalments":[{"due":"2026-12-01","amount":"999.99"}]"#.into(),
            "plan.sum_differs",
            "instalments",
        ),
        (
            r#""count":2,"first":"2026-12-01","default_after":3"#.into(),
            "plan.default_after_out_of_range",
            "default_after",
        ),
    ] {
        assert_eq!(refused(&rest), (rule, field.to_string()), "{rest}");
    }
    let line = format!(
        r#"{{"do":"agree_plan","customer":"C1","invoices":["{invoice}","{invoice}"],"count":2,"first":"2026-12-01"}}"#
    );
    assert_eq!(test.refused(&line), ("plan.invoice_twice", "invoices[1]".into()));
    let line = line.replace("C1", "C2");
    assert_eq!(test.refused(&line), ("customer.mismatch", "invoices[0]".into()));
    test.payment("C1", "2026-11-20", "1000", "oldest");
    let line = format!(
        r#"{{"do":"agree_plan","customer":"C1","invoices":["{invoice}"],"count":2,"first":"2026-12-01"}}"#
    );
    assert_eq!(test.refused(&line), ("plan.nothing_to_cover", "invoices[0]".into()));
    let line = r#"{"do":"agree_plan","customer":"C1","count":2,"first":"2026-12-01"}"#;
    assert_eq!(test.refused(line), ("plan.nothing_to_cover", "invoices".into()));
    let line = r#"{"do":"cancel_plan","plan":"PLN-2026-00009","reason":"none"}"#;
    assert_eq!(test.refused(line), ("plan.unknown", "plan".into()));
}

#[test]
fn a_plan_of_all_that_is_owed_leaves_out_late_fees_that_are_not_due() {
    let mut test = TestBook::canada();
    test.taken(r#"{"do":"register_customer","code":"C1","name":"C1","terms":"net 30"}"#);
    test.taken(r#"{"do":"set_late_fee_policy","date":"2026-01-01","yearly_percent":"10%"}"#);
    let invoice = test.invoice("C1", "2026-10-01", "2026-10-31", "3650");
    test.taken(&format!(r#"{{"do":"charge_late_fee","invoice":"{invoice}"}}"#));
    test.taken(r#"{"do":"agree_plan","customer":"C1","count":2,"first":"2026-11-30"}"#);
    let plan = test.shown_plan("PLN-2026-00001");
    assert_eq!(plan.amount.minor(), 365_000);
}

#[test]
fn what_is_paid_ahead_moves_the_next_instalment_on() {
    let mut test = book();
    test.invoice("C1", "2026-10-01", "2026-10-31", "1000");
    test.taken(
        r#"{"do":"agree_plan","customer":"C1","count":4,"first":"2026-11-29","every":"week"}"#,
    );
    test.payment("C1", "2026-11-21", "600", "oldest");
    let shown = plan(&test, "PLN-2026-00001");
    let next = (shown.next_due, shown.next_amount.map(daybook::domain::Money::minor));
    assert_eq!(next, (Some(day("2026-12-13")), Some(15_000)));
}

#[test]
fn what_is_disputed_of_a_plan_is_not_demanded() {
    let mut test = book();
    let invoice = test.invoice("C1", "2026-10-01", "2026-10-31", "1000");
    test.taken(
        r#"{"do":"agree_plan","customer":"C1","count":4,"first":"2026-11-29","every":"week","default_after":1}"#,
    );
    test.taken(&format!(
        r#"{{"do":"open_dispute","invoice":"{invoice}","amount":"900","reason":"price"}}"#
    ));
    let left = |test: &TestBook| {
        let said = test.ask(&SayOf(Code("C1".into()))).unwrap();
        let said = serde_json::to_value(said).unwrap();
        let plan = said.get("plan").or(said["plans"].get(0)).filter(|plan| !plan.is_null());
        plan.map(|plan| (plan["left"].as_str().unwrap().to_string(), plan["in_default"] == true))
    };
    assert_eq!(left(&test), Some(("100.00".into(), false)));
    test.open_on("2026-11-30");
    let shown = plan(&test, "PLN-2026-00001");
    assert_eq!((shown.state.as_str(), shown.next_due, shown.next_amount), ("default", None, None));
    assert_eq!(left(&test), Some(("100.00".into(), true)));
    // On a day before it was agreed, nothing is said of it.
    test.open_on("2026-11-20");
    assert_eq!(left(&test), None);
}

/// Plans that are kept, paid off or cancelled are not read to find those with a missed instalment.
#[test]
fn only_plans_with_something_due_are_read() {
    let reads = |count: usize| {
        let mut test = TestBook::canada();
        for n in 0..count {
            let customer = format!("C{n}");
            test.customer(&customer);
            let invoice = test.invoice(&customer, "2026-10-01", "2026-10-31", "100");
            let first = if n == 0 { "2026-11-18" } else { "2026-11-25" };
            let made = test.taken(&format!(
                r#"{{"do":"agree_plan","customer":"{customer}","invoices":["{invoice}"],"count":2,"first":"{first}","every":"week","date":"2026-11-17"}}"#
            ));
            match n % 3 {
                1 => drop(test.payment(&customer, "2026-11-18", "100", "oldest")),
                2 => {
                    let plan = made.number("plan").unwrap();
                    test.taken(&format!(
                        r#"{{"do":"cancel_plan","plan":"{plan}","reason":"agreed anew"}}"#
                    ));
                }
                _ => {}
            }
        }
        assert_eq!(missed(&test, "2026-11-21").len(), 1);
        assert!(test.verify().ok);
        test.book.as_ref().unwrap().shared().view(|view| {
            let counted = Counted::new(view.rows);
            let when = When { as_of: view.today, ..When::ALL };
            assert_eq!(plans::missed(&counted, when).unwrap().len(), 1);
            counted.count()
        })
    };
    assert_eq!(reads(3), reads(30));
}

/// A plan that was a mistake is taken back: what is still missing of the promise before it is promised again. After one
/// that is only cancelled, the promise stays ended, and the receipt says so.
#[test]
fn a_plan_that_is_taken_back_makes_the_promise_before_it_again() {
    for promises in ["ended", "again"] {
        let mut test = book();
        let invoice = test.invoice("C1", "2026-10-01", "2026-10-31", "1000");
        test.taken(&format!(
            r#"{{"do":"promise","customer":"C1","invoice":"{invoice}","amount":"200","by":"2026-11-30","tolerance_days":5}}"#
        ));
        test.payment("C1", "2026-11-21", "50", "oldest");
        let agreed =
            test.taken(r#"{"do":"agree_plan","customer":"C1","count":2,"first":"2026-11-30"}"#);
        assert!(agreed.number("plan").is_some());
        let cancelled = test.taken(&format!(
            r#"{{"do":"cancel_plan","plan":"PLN-2026-00001","reason":"slip","promises":"{promises}"}}"#
        ));
        let warnings: Vec<&str> = cancelled.warnings.iter().map(|it| it.rule.as_ref()).collect();
        assert_eq!(plan(&test, "PLN-2026-00001").state, "cancelled");
        if promises == "ended" {
            assert_eq!((cancelled.number("promise"), warnings), (None, vec!["plan.promise_stays"]));
            continue;
        }
        assert_eq!((cancelled.number("promise"), warnings), (Some("PRM-2026-00002"), vec![]));
        let Shown::Promise(again) = test.ask(&Show { what: "PRM-2026-00002".into() }).unwrap()
        else {
            panic!()
        };
        let says = (again.state.as_str(), again.amount.minor(), again.by, again.tolerance_days);
        assert_eq!(says, ("open", 15_000, day("2026-11-30"), 5));
        assert!(test.verify().ok);
    }
}

/// A promise whose day has passed is not made again: that is said.
#[test]
fn a_promise_whose_day_has_passed_is_not_made_again() {
    let mut test = book();
    let invoice = test.invoice("C1", "2026-10-01", "2026-10-31", "1000");
    test.taken(&format!(
        r#"{{"do":"promise","customer":"C1","invoice":"{invoice}","amount":"200","by":"2026-11-30"}}"#
    ));
    test.taken(r#"{"do":"agree_plan","customer":"C1","count":2,"first":"2026-12-30"}"#);
    test.open_on("2026-12-02");
    let undone = test.taken(
        r#"{"do":"cancel_plan","plan":"PLN-2026-00001","reason":"slip","promises":"again"}"#,
    );
    assert_eq!(undone.number("promise"), None);
    let warned = undone.warnings.first().map(|it| it.rule.as_ref().to_string());
    assert_eq!(warned.as_deref(), Some("plan.promise_stays"));
}
