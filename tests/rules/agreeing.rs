//! What is said of an account, what is called about, what a letter asks for and what is owed never contradict each other.

use crate::common::properties::properties;
use crate::common::{TestBook, as_of, day};
use daybook::domain::{Code, Money};
use daybook::ledger::query::dunning::{DunningOf, ProposedLetter};
use daybook::ledger::query::report::{Cell, ReportOf};
use daybook::ledger::query::say::{Say, SayOf, SheetOf};
use daybook::ledger::query::worklist::{WorkItem, WorkReason, WorklistOf};
use proptest::prelude::*;

/// Everything overdue is written about, every day.
const AT_ONCE: &str =
    r#"{"do":"set_dunning_policy","name":"at once","levels":[{"after_days":1}],"interval_days":1}"#;

fn book() -> TestBook {
    let mut test = TestBook::rwanda();
    test.taken(AT_ONCE);
    test.customer("C1");
    test
}

fn say(test: &TestBook) -> Say {
    test.ask(&SayOf(Code("C1".into()))).unwrap()
}

fn letter(test: &TestBook) -> Option<ProposedLetter> {
    test.ask(&DunningOf::default()).unwrap().rows.into_iter().next()
}

fn listed(test: &TestBook) -> Option<WorkItem> {
    let asked = WorklistOf { most: 10, ..WorklistOf::default() };
    test.ask(&asked).unwrap().rows.into_iter().next()
}

fn minor(money: Option<Money>) -> i64 {
    money.map_or(0, Money::minor)
}

/// What is said of promises and plans: promised in all, and of each plan what is left.
fn agreed(say: &Say) -> (i64, Vec<i64>) {
    let plans = say.plans.iter().map(|plan| plan.left.minor());
    (minor(say.promise.map(|it| it.all)), plans.collect())
}

/// What is said to be late, and for how many days.
fn late(say: &Say) -> (i64, Option<i64>) {
    let late = say.late.unwrap();
    (late.amount.minor(), late.days)
}

/// The rest of a plan in default is due, also of an invoice that is not due by its own date: all say so.
#[test]
fn the_rest_of_a_plan_in_default_is_said_called_about_and_written_about() {
    let mut test = book();
    let old = test.invoice("C1", "2026-09-01", "2026-10-01", "1292000");
    let new = test.invoice("C1", "2026-11-01", "2026-12-31", "132300");
    test.taken(&format!(
        r#"{{"do":"agree_plan","customer":"C1","invoices":["{old}","{new}"],"date":"2026-11-01","count":4,"first":"2026-11-10","every":"week","default_after":2}}"#
    ));
    test.open_on("2026-11-17");
    // One instalment of 356,075 is missed: no letter goes out.
    assert_eq!(letter(&test), None);
    test.open_on("2026-11-20");
    assert_eq!(agreed(&say(&test)), (0, vec![1_424_300]));
    let row = listed(&test).unwrap();
    assert_eq!((row.reason, row.amount.minor()), (WorkReason::PlanMissed, 1_424_300));
    let due = letter(&test).unwrap();
    let items: Vec<_> = due.items.iter().map(|it| (it.due.to_string(), it.days_late)).collect();
    assert_eq!(due.amount.minor(), 1_424_300);
    assert_eq!(items, [("2026-10-01".to_string(), 50), ("2026-11-17".to_string(), 3)]);
    // By its own date it is not overdue: a plan moves nothing in the aging.
    assert_eq!(test.balance("C1", as_of("2026-11-20")).overdue.minor(), 1_292_000);
    assert_eq!(late(&say(&test)), (1_292_000, Some(50)));
    assert_eq!(minor(say(&test).late.unwrap().asked), 1_424_300);
    // Money on account pays the oldest first, and all deduct it.
    test.payment("C1", "2026-11-20", "1300000", "none");
    assert_eq!(agreed(&say(&test)), (0, vec![124_300]));
    assert_eq!(letter(&test).unwrap().amount.minor(), 124_300);
    assert_eq!(listed(&test).unwrap().amount.minor(), 124_300);
    assert!(test.verify().ok);
}

/// Where only an invoice that is not due by its own date is in the plan, its customer gets a letter too.
#[test]
fn a_plan_in_default_over_what_was_not_due_leads_to_a_letter() {
    let mut test = book();
    let new = test.invoice("C1", "2026-11-01", "2026-12-31", "900");
    test.taken(&format!(
        r#"{{"do":"agree_plan","customer":"C1","invoices":["{new}"],"date":"2026-11-01","count":3,"first":"2026-11-10","every":"week","default_after":1}}"#
    ));
    test.open_on("2026-11-12");
    assert_eq!(letter(&test).unwrap().amount.minor(), 900);
    assert_eq!(listed(&test).unwrap().amount.minor(), 900);
    assert_eq!(agreed(&say(&test)), (0, vec![900]));
}

/// Money that was on account before a promise or a plan covers it: nothing of it is still to be paid.
#[test]
fn what_is_covered_is_not_said_to_be_promised_or_planned() {
    let mut test = book();
    let promised = test.invoice("C1", "2026-10-01", "2026-10-31", "400");
    test.payment("C1", "2026-11-02", "400", "none");
    test.taken(&format!(
        r#"{{"do":"promise","customer":"C1","invoice":"{promised}","amount":"400","by":"2026-11-27"}}"#
    ));
    assert_eq!(say(&test).balance.balance.minor(), 0);
    assert_eq!(agreed(&say(&test)), (0, vec![]));
    // What is not due yet changes nothing of that.
    let later = test.invoice("C1", "2026-11-01", "2026-12-31", "300");
    assert_eq!(agreed(&say(&test)), (0, vec![]));
    test.payment("C1", "2026-11-03", "100", "none");
    test.taken(&format!(
        r#"{{"do":"agree_plan","customer":"C1","invoices":["{later}"],"count":3,"first":"2026-12-01","every":"month"}}"#
    ));
    // Of its 300, 100 were on account before it.
    let said = say(&test);
    assert_eq!(agreed(&said), (0, vec![200]));
    assert_eq!(said.plans[0].next.unwrap().0.minor(), 100);
    assert_eq!(said.balance.balance.minor(), 200);
}

/// A promise of more than what is not disputed of the invoice is said for the rest alone.
#[test]
fn what_is_disputed_is_not_said_to_be_promised() {
    let mut test = book();
    let invoice = test.invoice("C1", "2026-10-01", "2026-10-31", "400");
    test.taken(&format!(
        r#"{{"do":"promise","customer":"C1","invoice":"{invoice}","amount":"400","by":"2026-11-27"}}"#
    ));
    test.taken(&format!(
        r#"{{"do":"open_dispute","invoice":"{invoice}","amount":"300","reason":"price"}}"#
    ));
    assert_eq!(agreed(&say(&test)), (100, vec![]));
}

/// Money on account from before a plan pays what is chased, and not what the plan covers: that is the oldest.
#[test]
fn the_oldest_that_is_said_is_the_one_that_money_on_account_leaves() {
    let mut test = book();
    let planned = test.invoice("C1", "2026-09-01", "2026-09-22", "400");
    test.invoice("C1", "2026-10-01", "2026-11-01", "400");
    test.payment("C1", "2026-11-02", "400", "none");
    assert_eq!(late(&say(&test)), (400, Some(20)));
    test.taken(&format!(
        r#"{{"do":"agree_plan","customer":"C1","invoices":["{planned}"],"count":4,"first":"2026-12-01","every":"month"}}"#
    ));
    assert_eq!(letter(&test), None);
    assert_eq!(agreed(&say(&test)), (0, vec![400]));
    assert_eq!(late(&say(&test)), (400, Some(60)));
}

/// Money that arrived for an invoice that is not due deducts nothing from what is late: the letter asks for all of it.
#[test]
fn money_for_what_is_not_due_makes_nothing_less_late() {
    let mut test = book();
    test.invoice("C1", "2026-10-01", "2026-10-30", "1000");
    let promised = test.invoice("C1", "2026-10-01", "2026-12-30", "1200");
    test.taken(&format!(
        r#"{{"do":"promise","customer":"C1","invoice":"{promised}","amount":"500","by":"2026-11-25","date":"2026-11-02"}}"#
    ));
    test.payment("C1", "2026-11-17", "500", "none");
    assert_eq!(late(&say(&test)), (1_000, Some(22)));
    assert_eq!(letter(&test).unwrap().amount.minor(), 1_000);
    assert_eq!(minor(say(&test).arrived), 500);
}

/// What has arrived for a promise before its day is received in the report, as it is everywhere else.
#[test]
fn the_report_of_promises_counts_what_has_arrived_early() {
    let mut test = book();
    let invoice = test.invoice("C1", "2026-10-01", "2026-10-31", "400");
    test.taken(&format!(
        r#"{{"do":"promise","customer":"C1","invoice":"{invoice}","amount":"400","by":"2026-11-27","date":"2026-11-02"}}"#
    ));
    test.payment("C1", "2026-11-20", "150", "none");
    let asked = ReportOf { report: "promises".into(), ..ReportOf::default() };
    let report = test.ask(&asked).unwrap();
    let cells = report.rows[0].cells.iter().filter_map(|cell| match cell {
        Cell::Money(money) => Some(money.minor()),
        _ => None,
    });
    assert_eq!(cells.collect::<Vec<_>>(), [400, 150, 250], "promised, received, missing");
}

/// Promised, received and missing of each promise in the report, in minor units.
fn reported(test: &TestBook) -> Vec<Vec<i64>> {
    let asked =
        ReportOf { report: "promises".into(), by: Some("all".into()), ..ReportOf::default() };
    let money = |cell: &Cell| match cell {
        Cell::Money(money) => Some(money.minor()),
        _ => None,
    };
    let rows = test.ask(&asked).unwrap().rows.into_iter();
    rows.map(|row| row.cells.iter().filter_map(money).collect()).collect()
}

/// Money on account from before a promise does not keep it, but nothing that it covers is said to be missing: the report of
/// promises, what is said, the worklist and the letter have one figure.
#[test]
fn what_is_missing_of_a_broken_promise_is_no_more_than_what_is_asked_for() {
    let mut test = book();
    let invoice = test.invoice("C1", "2026-10-01", "2026-10-31", "46470");
    test.payment("C1", "2026-11-02", "38600", "none");
    test.taken(&format!(
        r#"{{"do":"promise","customer":"C1","invoice":"{invoice}","by":"2026-11-10","date":"2026-11-03","tolerance_days":0}}"#
    ));
    test.open_on("2026-11-10");
    assert_eq!(reported(&test), [[46_470, 0, 7_870]], "while it is open too");
    assert_eq!(agreed(&say(&test)), (7_870, vec![]));
    test.open_on("2026-11-12");
    assert_eq!(test.shown_promise("PRM-2026-00001").state, "broken");
    let row = listed(&test).unwrap();
    assert_eq!((row.reason, row.amount.minor()), (WorkReason::PromiseBroken, 7_870));
    assert_eq!(minor(say(&test).late.unwrap().asked), 7_870);
    assert_eq!(letter(&test).unwrap().amount.minor(), 7_870);
    assert_eq!(reported(&test), [[46_470, 0, 7_870]]);
}

/// Of two promises on one invoice no more is missing in all than is asked for; of one on an invoice that is not due, nothing
/// is asked for yet.
#[test]
fn what_is_missing_of_several_promises_is_no_more_than_what_is_left() {
    let mut test = book();
    let invoice = test.invoice("C1", "2026-10-01", "2026-10-31", "1000");
    test.taken(&format!(
        r#"{{"do":"promise","customer":"C1","invoice":"{invoice}","date":"2026-11-03","tolerance_days":0,"instalments":[{{"by":"2026-11-05","amount":"600"}},{{"by":"2026-11-07","amount":"400"}}]}}"#
    ));
    let later = test.invoice("C1", "2026-11-01", "2026-12-31", "500");
    test.taken(&format!(
        r#"{{"do":"promise","customer":"C1","invoice":"{later}","date":"2026-11-03","tolerance_days":0,"by":"2026-11-08"}}"#
    ));
    test.open_on("2026-11-12");
    test.taken(&format!(
        r#"{{"do":"credit_invoice","invoice":"{invoice}","reason":"price","amount":"300"}}"#
    ));
    assert_eq!(letter(&test).unwrap().amount.minor(), 700);
    let missing: Vec<i64> = reported(&test).iter().map(|row| row[2]).collect();
    assert_eq!(missing, [600, 100, 0]);
}

/// A promise on an invoice that a plan covers is a part of the plan: it is said once.
#[test]
fn what_is_promised_of_a_plan_is_not_said_twice() {
    let mut test = book();
    let invoice = test.invoice("C1", "2026-10-01", "2026-10-31", "900");
    test.taken(&format!(
        r#"{{"do":"agree_plan","customer":"C1","invoices":["{invoice}"],"count":3,"first":"2026-12-01","every":"month"}}"#
    ));
    test.taken(&format!(
        r#"{{"do":"promise","customer":"C1","invoice":"{invoice}","amount":"250","by":"2026-11-27"}}"#
    ));
    assert_eq!(agreed(&say(&test)), (250, vec![650]));
    assert_eq!(say(&test).plans[0].next.unwrap().0.minor(), 300);
}

/// What happens to the one account of a small book, on a day of November.
#[derive(Clone, Debug)]
enum Act {
    Invoice { amount: u32, days: u8 },
    Pay { amount: u32, oldest: bool },
    Credit { invoice: u8, amount: u32 },
    Allocate { payment: u8, invoice: u8, amount: u32 },
    Unallocate { allocation: u8 },
    Dispute { invoice: u8, amount: u32 },
    Void { dispute: u8 },
    Promise { invoice: u8, amount: u32, days: u8 },
    Plan { invoices: (u8, u8), count: u8, days: u8, default_after: u8 },
    Await { invoice: u8, amount: u32 },
}

fn act() -> impl Strategy<Value = Act> {
    let (few, amount) = (0_u8..5, 1_u32..400);
    prop_oneof![
        4 => (1_u32..400, 0_u8..60).prop_map(|(amount, days)| Act::Invoice { amount, days }),
        3 => (amount.clone(), any::<bool>()).prop_map(|(amount, oldest)| Act::Pay { amount, oldest }),
        1 => (few.clone(), amount.clone()).prop_map(|(invoice, amount)| Act::Credit { invoice, amount }),
        1 => (few.clone(), few.clone(), amount.clone())
            .prop_map(|(payment, invoice, amount)| Act::Allocate { payment, invoice, amount }),
        1 => few.clone().prop_map(|allocation| Act::Unallocate { allocation }),
        2 => (few.clone(), amount.clone()).prop_map(|(invoice, amount)| Act::Dispute { invoice, amount }),
        1 => (0_u8..2).prop_map(|dispute| Act::Void { dispute }),
        3 => (few.clone(), amount.clone(), 0_u8..40)
            .prop_map(|(invoice, amount, days)| Act::Promise { invoice, amount, days }),
        3 => ((few.clone(), few.clone()), 1_u8..4, 0_u8..30, 1_u8..3)
            .prop_map(|(invoices, count, days, default_after)| {
                Act::Plan { invoices, count, days, default_after: default_after.min(count) }
            }),
        1 => (few, 1_u32..60).prop_map(|(invoice, amount)| Act::Await { invoice, amount }),
    ]
}

/// It as a line that is posted.
fn line(act: &Act, on: u8) -> String {
    let on = day("2026-11-01").plus(i64::from(on)).unwrap();
    let after = |days: &u8| on.plus(i64::from(*days)).unwrap();
    let invoice = |n: &u8| format!("INV-2026-{:05}", n + 1);
    // Money for a promise on an invoice in a plan counts for both: here each invoice is in one of them at most.
    let (promised, planned) = (|n: &u8| invoice(&(n / 2 * 2)), |n: &u8| invoice(&(n / 2 * 2 + 1)));
    let rest = match act {
        Act::Invoice { amount, days } => format!(
            r#""do":"issue_invoice","customer":"C1","due":"{}","lines":[{{"description":"x","quantity":"1","unit_price":"{amount}"}}]"#,
            after(days)
        ),
        Act::Pay { amount, oldest } => format!(
            r#""do":"record_payment","customer":"C1","amount":"{amount}","method":"bank","allocate":"{}""#,
            if *oldest { "oldest" } else { "none" }
        ),
        Act::Credit { invoice: of, amount } => format!(
            r#""do":"credit_invoice","invoice":"{}","reason":"price","amount":"{amount}""#,
            invoice(of)
        ),
        Act::Allocate { payment, invoice: to, amount } => format!(
            r#""do":"allocate","from":"PAY-2026-{:05}","to":"{}","amount":"{amount}""#,
            payment + 1,
            invoice(to)
        ),
        Act::Unallocate { allocation } => {
            format!(r#""do":"unallocate","allocation":"A{:06}""#, allocation + 1)
        }
        Act::Dispute { invoice: of, amount } => format!(
            r#""do":"open_dispute","invoice":"{}","reason":"price","amount":"{amount}""#,
            invoice(of)
        ),
        Act::Void { dispute } => {
            format!(r#""do":"move_dispute","dispute":"DSP-2026-{:05}","to":"void""#, dispute + 1)
        }
        Act::Promise { invoice: of, amount, days } => format!(
            r#""do":"promise","customer":"C1","invoice":"{}","amount":"{amount}","by":"{}","tolerance_days":{}"#,
            promised(of),
            after(days),
            amount % 3
        ),
        Act::Plan { invoices: (one, other), count, days, default_after } => {
            let both = [planned(one), planned(other)];
            let named = if both[0] == both[1] { &both[..1] } else { &both[..] };
            format!(
                r#""do":"agree_plan","customer":"C1","invoices":["{}"],"count":{count},"first":"{}","every":"week","default_after":{default_after}"#,
                named.join(r#"",""#),
                after(days)
            )
        }
        Act::Await { invoice: of, amount } => format!(
            r#""do":"await_certificate","invoice":"{}","kind":"WHT3","amount":"{amount}""#,
            invoice(of)
        ),
    };
    format!(r#"{{"override":{{"reason":"any order"}},{rest},"date":"{on}"}}"#)
}

/// What the figures of the account have to do with each other, whatever they are.
fn agrees(test: &TestBook) {
    let said = say(test);
    let (owed, as_of) = (said.balance.balance.minor().max(0), said.balance.as_of);
    let (promised, plans) = agreed(&said);
    let (is_late, days) = late(&said);
    let asked = minor(said.late.unwrap().asked);
    let letter = letter(test);
    // What is asked for on the telephone is what the letter asks for.
    assert_eq!(asked, letter.as_ref().map_or(0, |it| it.amount.minor()), "{as_of}: {said:?}");
    // Nothing is asked for, promised or planned that is not owed, and nothing twice.
    let left = |in_default: bool| -> i64 {
        let plans = said.plans.iter().filter(|plan| plan.in_default == in_default);
        plans.map(|plan| plan.left.minor()).sum()
    };
    let (ended, live) = (left(true), left(false));
    assert_eq!(ended + live, plans.iter().sum::<i64>());
    assert!(asked + promised + live <= owed, "{as_of}: {asked} {promised} {live}: {said:?}");
    // Of a plan in default, what is due is among that.
    assert!(ended <= asked, "{as_of}: {ended} {asked}: {said:?}");
    for plan in &said.plans {
        let parts = [plan.missed, plan.next].into_iter().flatten();
        assert!(parts.clone().all(|(part, _)| part.minor() <= plan.left.minor()), "{said:?}");
    }
    // What is late is owed, and as old as the oldest that a letter names.
    let withheld = minor(said.balance.withheld);
    assert!(is_late <= owed && is_late <= said.balance.overdue.minor(), "{as_of}: {said:?}");
    assert!(withheld > 0 || is_late + minor_of_not_due(&said) >= asked, "{as_of}: {said:?}");
    assert_eq!(days.is_some(), is_late > 0, "{as_of}: {said:?}");
    if let (Some(letter), true, true) = (&letter, ended == 0, is_late > 0) {
        assert!(days >= Some(letter.items[0].days_late), "{as_of}: {letter:?} {said:?}");
    }
    assert!(minor(said.arrived) <= said.balance.on_account.minor(), "{as_of}: {said:?}");
    // The list of calls has the same figures.
    match listed(test) {
        None => assert_eq!(asked, 0, "{as_of}: nobody calls: {said:?}"),
        Some(row) => {
            let most = match row.reason {
                WorkReason::PlanMissed => asked.max(live),
                WorkReason::PromiseDue => promised,
                WorkReason::ToAllocate => said.balance.on_account.minor(),
                // What was paid may be disputed too.
                WorkReason::DisputeDue => i64::MAX,
                _ => asked,
            };
            assert!(row.amount.minor() <= most, "{as_of}: {row:?} {said:?}");
            let is_all = matches!(row.reason, WorkReason::NewlyOverdue | WorkReason::NoContact);
            assert!(!is_all || row.amount.minor() == asked, "{row:?} {said:?}");
        }
    }
    // The sheet at the desk has the same, of some of the items.
    let sheet = SheetOf { customer: Code("C1".into()), most: 1, through: None };
    let sheet = test.ask(&sheet).unwrap();
    assert_eq!(
        (sheet.late, sheet.promise, sheet.arrived, sheet.plans),
        (said.late, said.promise, said.arrived, said.plans)
    );
}

/// What is owed and not overdue: it may be due because a plan ended.
fn minor_of_not_due(said: &Say) -> i64 {
    let owed = said.balance.items.iter().filter(|it| it.due >= said.balance.as_of);
    owed.map(|it| it.outstanding.minor().max(0)).sum()
}

/// How many books the next test makes; `DAYBOOK_AGREEING=1000` says another number.
fn cases() -> u32 {
    std::env::var("DAYBOOK_AGREEING").ok().and_then(|n| n.parse().ok()).unwrap_or(60)
}

proptest! {
    #![proptest_config(ProptestConfig { max_shrink_iters: 400, ..properties(cases()) })]
    #[test]
    fn what_is_said_called_about_and_written_about_never_contradicts(
        all in prop::collection::vec((act(), 0_u8..28), 6..30),
    ) {
        let mut test = book();
        test.open_on("2026-11-29");
        let mut all = all;
        all.sort_by_key(|(_, on)| *on);
        for (act, on) in &all {
            // Whatever is refused changes nothing.
            let _ = test.post(&line(act, *on));
        }
        for today in ["2026-11-29", "2026-12-06", "2026-12-20", "2027-02-01"] {
            test.open_on(today);
            agrees(&test);
        }
        prop_assert!(test.verify().ok);
    }
}
