//! What an export brings into a new book of disputes that ended, and of money that was moved: every day has the figures
//! that it had.

use crate::common::{TestBook, as_of, day};
use crate::round_trip::{brought_in, refused};
use daybook::engine::Session;
use daybook::exchange::export::{Format, export};
use daybook::ledger::query::late_fees::LateFeesDue;
use daybook::ledger::query::show::{Show, Shown};

const INTEREST: &str = r#"{"do":"set_late_fee_policy","yearly_percent":"12%","date":"2026-08-01"}"#;

/// The book that an export makes.
fn copied(test: &mut TestBook) -> TestBook {
    let session = Session::of(test.book.take().unwrap(), "eva".into()).unwrap();
    let dir = tempfile::TempDir::new().unwrap();
    export(&session, dir.path(), Format::Csv, true).unwrap();
    session.close().unwrap();
    let (mut copy, session, outcome) = brought_in("CA", "CAD", dir.path());
    assert_eq!(refused(&outcome), Vec::<String>::new());
    session.close().unwrap();
    test.open();
    copy.open();
    // The rules for interest are set again in a new book.
    copy.taken(INTEREST);
    copy
}

/// What is owed and disputed on a day, in minor units.
type DayFigures = (String, i64, i64);

/// What is owed and disputed on each day, and the interest that can be charged.
fn figures(test: &TestBook) -> (Vec<DayFigures>, Vec<(String, String)>) {
    let mut days = Vec::new();
    let mut on = day("2026-08-25");
    while on <= day("2026-11-21") {
        let text = on.to_string();
        let it = test.balance("C1", as_of(&text));
        days.push((text, it.balance.minor(), it.disputed.minor()));
        on = on.plus(1).unwrap();
    }
    let fees = test.ask(&LateFeesDue { through: None, customers: Vec::new() }).unwrap().rows;
    (days, fees.into_iter().map(|it| (it.invoice.0, it.amount.to_string())).collect())
}

/// A late fee, and an invoice that was itself brought in, earn no discount by the terms of their customer.
#[test]
fn what_earned_no_discount_earns_none_in_the_new_book() {
    let mut test = TestBook::canada();
    test.taken(r#"{"do":"register_customer","code":"C1","name":"Alder","terms":"2/10 net 30","date":"2020-01-01"}"#);
    test.taken(INTEREST);
    let invoice = test.invoice("C1", "2026-07-01", "2026-07-31", "10000");
    test.taken(&format!(
        r#"{{"do":"charge_late_fee","invoice":"{invoice}","through":"2026-11-20"}}"#
    ));
    test.taken(
        r#"{"do":"bring_in_invoice","number":"OLD-1","customer":"C1","date":"2026-11-15","lines":[{"description":"x","quantity":"1","unit_price":"100"}]}"#,
    );
    let copy = copied(&mut test);
    for book in [&test, &copy] {
        let items = book.balance("C1", as_of("2026-11-21")).items;
        assert_eq!(items.len(), 3);
        for it in items {
            let Shown::Invoice(shown) = book.ask(&Show { what: it.item.0.clone() }).unwrap() else {
                panic!("{:?}", it.item)
            };
            let is_new = it.item.0 == invoice;
            let terms = if is_new { "2/10 net 30" } else { "net 30" };
            let told = (shown.terms.to_string(), shown.early_payment.is_some());
            assert_eq!(told, (terms.to_string(), is_new), "{:?}", it.item);
        }
    }
}

fn disputed(test: &mut TestBook, invoice: &str, amount: &str, date: &str) -> String {
    let line = format!(
        r#"{{"do":"open_dispute","invoice":"{invoice}","amount":"{amount}","reason":"price","date":"{date}","note":"says so"}}"#
    );
    test.taken(&line).number("dispute").unwrap().to_string()
}

fn resolved(test: &mut TestBook, dispute: &str, outcome: &str, date: &str) {
    test.taken(&format!(
        r#"{{"do":"resolve_dispute","dispute":"{dispute}","outcome":"{outcome}","date":"{date}"}}"#
    ));
}

fn book() -> TestBook {
    let mut test = TestBook::canada();
    test.customer("C1");
    test.taken(INTEREST);
    test
}

/// A part of a dispute was paid; another one was upheld; of two more the newer one was credited; one was split, joined and
/// reopened: what was disputed on each day is in the new book too, so that the same interest can be charged.
#[test]
fn what_was_disputed_when_comes_back_and_interest_is_the_same() {
    let mut test = book();
    let paid = test.invoice("C1", "2026-08-01", "2026-08-31", "1000");
    disputed(&mut test, &paid, "900", "2026-09-05");
    test.payment("C1", "2026-09-20", "500", "oldest");
    let upheld = test.invoice("C1", "2026-08-02", "2026-08-31", "1000");
    let of_it = disputed(&mut test, &upheld, "600", "2026-09-07");
    test.taken(&format!(
        r#"{{"do":"move_dispute","dispute":"{of_it}","to":"in_progress","date":"2026-09-08"}}"#
    ));
    resolved(&mut test, &of_it, "upheld", "2026-10-10");
    let both = test.invoice("C1", "2026-08-03", "2026-08-31", "1000");
    disputed(&mut test, &both, "500", "2026-09-09");
    let newer = disputed(&mut test, &both, "500", "2026-09-10");
    resolved(&mut test, &newer, "credit", "2026-09-25");
    let divided = test.invoice("C1", "2026-08-04", "2026-08-31", "1000");
    let whole = disputed(&mut test, &divided, "800", "2026-09-11");
    test.taken(&format!(
        r#"{{"do":"split_dispute","dispute":"{whole}","amount":"300","reason":"damaged","date":"2026-09-15"}}"#
    ));
    resolved(&mut test, &whole, "withdrawn", "2026-09-20");
    test.taken(&format!(
        r#"{{"do":"move_dispute","dispute":"{whole}","to":"in_progress","date":"2026-10-05"}}"#
    ));
    test.taken(&format!(
        r#"{{"do":"join_dispute","dispute":"DSP-2026-00006","into":"{whole}","date":"2026-10-20"}}"#
    ));
    let mut copy = copied(&mut test);
    let (ours, theirs) = (figures(&test), figures(&copy));
    assert_eq!(ours.1, theirs.1, "interest");
    assert_eq!(ours.0, theirs.0, "owed and disputed");
    for number in 1..=6 {
        let number = format!("DSP-2026-{number:05}");
        let (one, other) = (test.shown_dispute(&number), copy.shown_dispute(&number));
        let of = |it: &daybook::ledger::query::show::ShownDispute| {
            (it.state.clone(), it.outcome, it.reason.clone(), it.opened, it.due, it.owner.clone())
        };
        assert_eq!(of(&one), of(&other), "{number}");
        assert_eq!(test.dispute_parts(&number), copy.dispute_parts(&number), "{number}");
    }
    // The next one here goes on behind them.
    let next = disputed(&mut copy, &upheld, "1", "2026-11-20");
    assert_eq!(next, "DSP-2026-00007");
    assert!(copy.verify().ok);
}

/// Money that was on the invoice when it was promised, and was taken off it since, keeps no promise: not in a new book
/// either.
#[test]
fn a_promise_that_was_broken_where_money_was_unallocated_stays_broken() {
    let mut test = book();
    let invoice = test.invoice("C1", "2026-08-01", "2026-08-31", "500");
    test.payment("C1", "2026-10-01", "300", "oldest");
    test.taken(&format!(
        r#"{{"do":"promise","customer":"C1","invoice":"{invoice}","amount":"200","by":"2026-11-01","date":"2026-10-02","tolerance_days":0}}"#
    ));
    test.taken(r#"{"do":"unallocate","allocation":"A000001","date":"2026-10-05"}"#);
    assert_eq!(test.shown_promise("PRM-2026-00001").state, "broken");
    let copy = copied(&mut test);
    assert_eq!(copy.shown_promise("PRM-2026-00001").state, "broken");
    assert_eq!(figures(&test), figures(&copy));
}
