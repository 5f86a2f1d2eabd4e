//! What was owed on each day, and the interest for it, are the same in a new book.

use super::acts::{Act, act, carry_out, registered};
use super::{brought_in, refused};
use crate::common::{TestBook, as_of, day};
use daybook::engine::Session;
use daybook::exchange::export::{Format, export};
use daybook::ledger::query::late_fees::LateFeesDue;
use proptest::prelude::*;

/// What is owed and on account on a day, in minor units, by currency.
type DayFigures = (String, Vec<(i64, i64)>);

/// What customers owe on each day, and the interest that can be charged.
struct Figures {
    days: Vec<DayFigures>,
    interest: Vec<String>,
}

fn figures(test: &TestBook) -> Figures {
    let mut days = Vec::new();
    let mut on = day("2026-08-31");
    while on <= day("2026-11-21") {
        let text = on.to_string();
        // Two accounts may have been merged: what they owe together is the same.
        let of = |codes: &[&str]| {
            let all = codes.iter().map(|code| test.balance(code, as_of(&text)));
            all.fold((0, 0), |sum, it| (sum.0 + it.balance.minor(), sum.1 + it.on_account.minor()))
        };
        days.push((text.clone(), vec![of(&["0"]), of(&["1"]), of(&["2", "3"]), of(&["4"])]));
        on = on.plus(1).unwrap();
    }
    let fees = test.ask(&LateFeesDue { through: None, customers: Vec::new() }).unwrap().rows;
    let interest = fees.into_iter().map(|it| {
        format!("{} {}–{} {} {:?}", it.invoice, it.from, it.through, it.amount, it.on_account)
    });
    let mut interest: Vec<String> = interest.collect();
    interest.sort();
    Figures { days, interest }
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
    assert_eq!(ours.interest, theirs.interest, "interest");
    for (one, other) in ours.days.iter().zip(&theirs.days) {
        assert_eq!(one, other, "owed and on account");
    }
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

proptest! {
    #![proptest_config(ProptestConfig::with_cases(super::cases()))]

    /// Documents that were voided and allocations dated ahead do not come.
    #[test]
    fn any_days_come_back(acts in prop::collection::vec(act(), 1..80)) {
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
