//! What was owed on each day, and the interest for it, are the same in a new book.

use std::collections::BTreeMap;

use super::acts::{Act, act, carry_out, registered};
use super::{brought_in, refused};
use crate::common::properties::properties;
use crate::common::{TestBook, as_of, day};
use daybook::engine::Session;
use daybook::exchange::export::{Format, export};
use daybook::ledger::query::late_fees::LateFeesDue;
use daybook::ledger::tables::{ALLOCATIONS, ITEMS};
use proptest::prelude::*;

/// What customers owe on each day, item by item and by age, the interest that can be charged, and what settles what.
struct Figures {
    days: Vec<String>,
    interest: Vec<String>,
    allocations: BTreeMap<String, i64>,
}

fn figures(test: &TestBook) -> Figures {
    let mut days = Vec::new();
    let mut on = day("2026-08-31");
    while on <= day("2026-11-21") {
        let text = on.to_string();
        days.push(of_day(test, &text));
        on = on.plus(1).unwrap();
    }
    let fees = test.ask(&LateFeesDue { through: None, customers: Vec::new() }).unwrap().rows;
    let interest = fees.into_iter().map(|it| {
        format!("{} {}–{} {} {:?}", it.invoice, it.from, it.through, it.amount, it.on_account)
    });
    let mut interest: Vec<String> = interest.collect();
    interest.sort();
    Figures { days, interest, allocations: allocations(test) }
}

/// Balance, overdue, on account, disputed, by age, and each open item. Two accounts may have been merged: what they owe
/// together is the same.
fn of_day(test: &TestBook, on: &str) -> String {
    let mut all = format!("{on}:");
    for codes in [&["0"][..], &["1"], &["2", "3"], &["4"]] {
        let (mut sums, mut items) = ([0; 9], BTreeMap::new());
        for code in codes {
            let it = test.balance(code, as_of(on));
            let of = [it.balance, it.overdue, it.on_account, it.disputed].into_iter();
            let of = of.chain(it.aging.all());
            sums.iter_mut().zip(of).for_each(|(sum, one)| *sum += one.minor());
            let open =
                it.items.iter().map(|it| (it.item.0.clone(), (it.outstanding.minor(), it.due)));
            items.extend(open);
        }
        all += &format!("\n{codes:?} {sums:?} {items:?}");
    }
    all
}

/// What was allocated from which day on, and until when: those of one entry may come as one.
fn allocations(test: &TestBook) -> BTreeMap<String, i64> {
    let mut all = BTreeMap::new();
    test.book.as_ref().unwrap().shared().view(|view| {
        for row in (1..).map_while(|count| ALLOCATIONS.get(view.rows, &count).unwrap()) {
            let [from, to] =
                [row.from, row.to].map(|id| ITEMS.need(view.rows, &id).unwrap().number);
            let until = row.reversed.map_or("for good".into(), |(day, _)| day.to_string());
            *all.entry(format!("{from} to {to}, {} until {until}", row.date)).or_insert(0) +=
                row.amount.minor();
        }
    });
    all
}

/// The book of an export of `test`, with the rules for interest that an export doesn't hold.
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
    copy.taken(r#"{"do":"set_late_fee_policy","yearly_percent":"24%","date":"2026-09-01"}"#);
    copy
}

fn same_days(mut test: TestBook) {
    let mut copy = copied(&mut test);
    let (ours, theirs) = (figures(&test), figures(&copy));
    assert_eq!(ours.allocations, theirs.allocations, "allocations");
    for (one, other) in ours.days.iter().zip(&theirs.days) {
        assert_eq!(one, other);
    }
    assert_eq!(ours.interest, theirs.interest, "interest");
    assert!(copy.verify().ok);
}

fn book() -> TestBook {
    let mut test = TestBook::canada();
    registered(&mut test);
    test
}

fn allocated(from: &str, to: &str, amount: &str, date: &str) -> String {
    format!(
        r#"{{"do":"allocate","from":"{from}","to":"{to}","amount":"{amount}","date":"{date}"}}"#
    )
}

/// A cheque that was returned, with its refund and its discount; a write-off that was recovered in two parts; money that was
/// moved; a voided credit note; a payment and a refund entered by mistake.
#[test]
fn what_was_undone_counts_for_its_days() {
    let mut test = book();
    let (one, other) = (
        test.invoice("2", "2026-08-01", "2026-08-31", "700"),
        test.invoice("2", "2026-08-02", "2026-08-31", "300"),
    );
    let discounted = test.invoice("1", "2026-08-25", "2026-09-24", "1000");
    for line in [
        r#"{"do":"record_payment","customer":"1","date":"2026-09-01","amount":"980","method":"cheque"}"#.to_string(),
        r#"{"do":"record_payment","customer":"1","date":"2026-09-02","amount":"100","method":"cheque","allocate":"none"}"#.into(),
        r#"{"do":"refund","from":"PAY-2026-00002","date":"2026-09-10","amount":"50"}"#.into(),
        r#"{"do":"bounce_payment","payment":"PAY-2026-00002","date":"2026-10-18","reason":"no funds"}"#.into(),
        r#"{"do":"bounce_payment","payment":"PAY-2026-00001","date":"2026-10-20","reason":"no funds"}"#.into(),
        format!(r#"{{"do":"write_off","invoice":"{one}","amount":"200","reason":"bad_debt","date":"2026-09-05"}}"#),
        r#"{"do":"recover","write_off":"WO-2026-00002","amount":"80","date":"2026-09-25"}"#.into(),
        r#"{"do":"recover","write_off":"WO-2026-00002","amount":"120","date":"2026-10-25"}"#.into(),
        r#"{"do":"record_payment","customer":"2","date":"2026-09-08","amount":"300","method":"bank","allocate":"none"}"#.into(),
        allocated("PAY-2026-00003", &one, "250", "2026-09-09"),
        format!(r#"{{"do":"unallocate","from":"PAY-2026-00003","to":"{one}","date":"2026-10-02"}}"#),
        allocated("PAY-2026-00003", &other, "120", "2026-10-03"),
        format!(r#"{{"do":"credit_invoice","invoice":"{one}","reason":"price","amount":"60","date":"2026-09-12"}}"#),
        r#"{"do":"void_credit_note","credit_note":"CN-2026-00001","reason":"slip","date":"2026-11-01"}"#.into(),
        r#"{"do":"record_payment","customer":"2","date":"2026-09-15","amount":"90","method":"cash"}"#.into(),
        r#"{"do":"reverse_payment","payment":"PAY-2026-00004","reason":"slip","date":"2026-09-28"}"#.into(),
        r#"{"do":"refund","from":"PAY-2026-00003","date":"2026-10-05","amount":"100"}"#.into(),
        r#"{"do":"reverse_refund","refund":"RF-2026-00002","reason":"slip","date":"2026-10-09"}"#.into(),
    ] {
        test.taken(&line);
    }
    assert!(test.shown_invoice(&discounted).outstanding.is_positive());
    same_days(test);
}

/// A credit note of a day before the write-off took a part of that back, money of a later day was moved for it, and it was
/// voided.
#[test]
fn a_voided_credit_note_leaves_what_it_had_taken_back() {
    let mut test = book();
    let one = test.invoice("2", "2026-09-01", "2026-09-30", "1130");
    for line in [
        r#"{"do":"record_payment","customer":"2","date":"2026-10-01","amount":"200","method":"bank"}"#.to_string(),
        format!(r#"{{"do":"write_off","invoice":"{one}","reason":"bad_debt","date":"2026-10-05"}}"#),
        format!(r#"{{"do":"credit_invoice","invoice":"{one}","reason":"price","amount":"100","date":"2026-09-20"}}"#),
        r#"{"do":"void_credit_note","credit_note":"CN-2026-00001","reason":"slip","date":"2026-11-02"}"#.into(),
    ] {
        test.taken(&line);
    }
    same_days(test);
}

/// Money that was recorded while a write-off stood, for a day before it was recovered.
#[test]
fn a_write_off_stands_until_it_was_recovered() {
    let mut test = book();
    let one = test.invoice("2", "2026-09-01", "2026-09-30", "500");
    let paid = |amount: u16, date: &str| {
        format!(
            r#"{{"do":"record_payment","customer":"2","date":"{date}","amount":"{amount}","method":"bank"}}"#
        )
    };
    for line in [
        format!(
            r#"{{"do":"write_off","invoice":"{one}","amount":"100","reason":"bad_debt","date":"2026-09-05"}}"#
        ),
        paid(430, "2026-09-10"),
        r#"{"do":"recover","write_off":"WO-2026-00001","date":"2026-10-10"}"#.into(),
        paid(90, "2026-09-12"),
    ] {
        test.taken(&line);
    }
    same_days(test);
}

/// Cash on account that is allocated short of a coin, with the rounding; a refund owed again that is written off; a
/// discount that stays when a credit note is voided.
#[test]
fn nothing_goes_with_an_allocation_twice() {
    let mut test = book();
    let one = test.invoice("2", "2026-09-01", "2026-09-30", "10.02");
    let early = test.invoice("1", "2026-09-01", "2026-09-30", "1000");
    for line in [
        r#"{"do":"record_payment","customer":"2","date":"2026-09-02","amount":"10","method":"cash","allocate":"none"}"#.to_string(),
        allocated("PAY-2026-00001", &one, "10", "2026-09-03"),
        r#"{"do":"record_payment","customer":"1","date":"2026-09-05","amount":"980","method":"bank"}"#.into(),
        format!(r#"{{"do":"credit_invoice","invoice":"{early}","reason":"price","amount":"100","date":"2026-09-20"}}"#),
        r#"{"do":"void_credit_note","credit_note":"CN-2026-00001","reason":"slip","date":"2026-10-02"}"#.into(),
        r#"{"do":"record_payment","customer":"2","date":"2026-09-08","amount":"50","method":"cheque"}"#.into(),
        r#"{"do":"refund","from":"PAY-2026-00003","amount":"50","date":"2026-09-10"}"#.into(),
        r#"{"do":"bounce_payment","payment":"PAY-2026-00003","reason":"no funds","date":"2026-09-20"}"#.into(),
        r#"{"do":"write_off","invoice":"RF-2026-00001","reason":"bad_debt","date":"2026-10-20"}"#.into(),
    ] {
        test.taken(&line);
    }
    assert!(test.shown_invoice(&early).outstanding.is_zero());
    same_days(test);
}

/// Two accounts are one from the day on which they were merged: money of the one settles what the other owes.
#[test]
fn a_merger_holds_from_its_day() {
    let mut test = book();
    let one = test.invoice("2", "2026-09-01", "2026-09-30", "500");
    for line in [
        r#"{"do":"record_payment","customer":"3","date":"2026-09-10","amount":"100","method":"bank","allocate":"none"}"#.to_string(),
        r#"{"do":"merge_customers","from":"3","into":"2","date":"2026-10-01"}"#.into(),
        allocated("PAY-2026-00001", &one, "60", "2026-10-05"),
    ] {
        test.taken(&line);
    }
    same_days(test);
}

proptest! {
    #![proptest_config(properties(super::cases()))]

    /// Documents that were voided and allocations dated ahead do not come.
    #[test]
    fn any_days_come_back(acts in prop::collection::vec(act(), 1..100)) {
        let mut test = book();
        let mut made = Vec::new();
        for act in &acts {
            let what = if act.what == 20 { 0 } else { act.what };
            // Nothing is dated ahead.
            let day = if (36..=54).contains(&what) { act.day % 14 } else { act.day };
            carry_out(&mut test, &Act { what, day, ..act.clone() }, &mut made);
        }
        same_days(test);
    }
}
