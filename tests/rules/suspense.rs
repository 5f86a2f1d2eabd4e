//! Money whose payer is not known waits on the suspense list, and is counted once wherever it stands: the
//! cash of a day is its payments and what is on the list.

use crate::common::properties::properties;
use crate::common::{TestBook, as_of, day};
use daybook::domain::event::PeriodLocked;
use daybook::domain::{Currency, Money};
use daybook::ledger::query::reconciliation::ReconciliationOf;
use daybook::ledger::query::report::{Cell, Report, ReportOf};
use daybook::ledger::query::summary::SummaryOf;
use proptest::prelude::*;

fn record(test: &mut TestBook, date: &str, amount: &str) -> String {
    let line = format!(
        r#"{{"do":"record_unidentified","date":"{date}","amount":"{amount}","method":"bank","reference":"R-{amount}","payer":"J. Uwase"}}"#
    );
    test.taken(&line).number("unidentified").unwrap().to_string()
}

fn identify(test: &mut TestBook, unidentified: &str, customer: &str) -> String {
    let line =
        format!(r#"{{"do":"identify","unidentified":"{unidentified}","customer":"{customer}"}}"#);
    test.taken(&line).number("payment").unwrap().to_string()
}

fn column(report: &Report, name: &str) -> i64 {
    let place = report.columns.iter().position(|it| it.name == name).unwrap();
    let of = |cells: &Vec<Cell>| match &cells[place] {
        Cell::Money(sum) => sum.minor(),
        other => panic!("{other:?}"),
    };
    report.totals.values().map(of).sum()
}

fn suspense(test: &TestBook, as_of: &str) -> i64 {
    let report = "suspense".into();
    let asked = ReportOf { report, as_of: Some(day(as_of)), ..ReportOf::default() };
    column(&test.ask(&asked).unwrap(), "amount")
}

/// What came in from the first day to a day, less what went back.
fn received(test: &TestBook, from: &str, to: &str) -> i64 {
    let (from, to) = (Some(day(from)), Some(day(to)));
    let asked = ReportOf { report: "payments".into(), from, to, ..ReportOf::default() };
    let report = test.ask(&asked).unwrap();
    column(&report, "received")
}

#[test]
fn unidentified_money_is_recorded_listed_identified_and_undone() {
    let mut test = TestBook::rwanda();
    test.customer("C1");
    test.customer("C2");
    let invoice = test.invoice("C1", "2026-10-01", "2026-10-31", "1000");
    let number = record(&mut test, "2026-11-02", "1000");
    assert_eq!(number, "SUS-2026-00001");
    let it = test.shown_unidentified(&number);
    assert_eq!((it.state.as_str(), it.payer.as_deref()), ("open", Some("J. Uwase")));
    assert_eq!(suspense(&test, "2026-11-21"), 1_000);
    assert_eq!(suspense(&test, "2026-11-01"), 0);
    // It is on nobody's account, and in the control figures beside them.
    let control = &test.ask(&SummaryOf).unwrap().currencies["RWF"];
    assert_eq!(
        [&control.receivable, &control.on_account, &control.suspense],
        ["1000", "0", "1000"]
    );
    // Identified: the customer's payment has its date, amount, method and reference.
    let payment = identify(&mut test, &number, "C1");
    let paid = test.shown_payment(&payment);
    assert_eq!((paid.date, paid.amount.minor()), (day("2026-11-02"), 1_000));
    assert_eq!((paid.method.name(), paid.reference.as_deref()), ("bank", Some("R-1000")));
    assert_eq!(test.shown_invoice(&invoice).outstanding.minor(), 0);
    let it = test.shown_unidentified(&number);
    assert_eq!((it.state.as_str(), it.payment.unwrap().0), ("identified", payment.clone()));
    assert_eq!(it.customer.unwrap().0, "C1");
    assert_eq!(suspense(&test, "2026-11-21"), 0);
    assert_eq!(test.ask(&SummaryOf).unwrap().currencies["RWF"].suspense, "0");
    let twice = format!(r#"{{"do":"identify","unidentified":"{number}","customer":"C2"}}"#);
    assert_eq!(test.refused(&twice), ("unidentified.not_open", "unidentified".into()));
    // The wrong customer: the payment is reversed, and its payer is unknown again.
    test.taken(&format!(
        r#"{{"do":"reverse_payment","payment":"{payment}","reason":"another payer","date":"2026-11-10"}}"#
    ));
    assert_eq!(test.shown_unidentified(&number).state, "open");
    assert_eq!(test.shown_invoice(&invoice).outstanding.minor(), 1_000);
    let second = identify(&mut test, &number, "C2");
    assert_eq!(test.shown_payment(&second).date, day("2026-11-10"));
    assert_eq!(test.balance("C2", as_of("2026-11-21")).on_account.minor(), 1_000);
    assert_eq!(suspense(&test, "2026-11-21"), 0);
    // Entered by mistake, or sent back.
    let other = record(&mut test, "2026-11-03", "70");
    test.taken(&format!(
        r#"{{"do":"reverse_unidentified","unidentified":"{other}","reason":"sent back","date":"2026-11-15"}}"#
    ));
    assert_eq!([suspense(&test, "2026-11-14"), suspense(&test, "2026-11-15")], [70, 0]);
    assert_eq!(test.shown_unidentified(&other).state, "reversed");
    assert!(test.verify().ok);
}

#[test]
fn what_is_not_money_of_an_unknown_payer_is_refused() {
    let mut test = TestBook::rwanda();
    test.customer("C1");
    test.taken(r#"{"do":"register_customer","code":"U1","name":"U","currency":"USD"}"#);
    for (line, rule, field) in [
        (r#""amount":"0","method":"bank""#, "amount.not_positive", "amount"),
        (r#""amount":"5.5","method":"bank""#, "amount.too_precise", "amount"),
        (r#""amount":"5","method":"opening""#, "payment.method_not_by_hand", "method"),
        (r#""amount":"5","method":"withholding""#, "payment.method_not_by_hand", "method"),
        (r#""amount":"5","method":"bank","currency":"USD""#, "rate.missing", "rate"),
        (r#""amount":"5","method":"bank","date":"2062-01-01""#, "date.out_of_range", "date"),
    ] {
        let refused = test.refused(&format!(r#"{{"do":"record_unidentified",{line}}}"#));
        assert_eq!(refused, (rule, field.into()), "{line}");
    }
    let number = record(&mut test, "2026-11-02", "1000");
    let line = |rest: &str| format!(r#"{{"do":"identify","unidentified":"{number}",{rest}}}"#);
    for (rest, rule, field) in [
        (r#""customer":"NOBODY""#, "customer.unknown", "customer"),
        (r#""customer":"U1""#, "currency.mismatch", "customer"),
        (r#""customer":"C1","date":"2026-11-01""#, "allocation.before_item", "date"),
    ] {
        assert_eq!(test.refused(&line(rest)), (rule, field.into()), "{rest}");
    }
    let unknown = r#"{"do":"identify","unidentified":"SUS-1999-00001","customer":"C1"}"#;
    assert_eq!(test.refused(unknown), ("unidentified.unknown", "unidentified".into()));
    let twice =
        format!(r#"{{"do":"reverse_unidentified","unidentified":"{number}","reason":"slip"}}"#);
    test.taken(&twice);
    assert_eq!(test.refused(&twice), ("unidentified.not_open", "unidentified".into()));
    // A foreign document may not take its number, nor a series its letters.
    let foreign = format!(
        r#"{{"do":"bring_in_receivable","number":"{number}","customer":"C1","amount":"5"}}"#
    );
    assert_eq!(test.refused(&foreign), ("number.taken", "number".into()));
    let series = r#"{"do":"define_series","series":"SUS","description":"x"}"#;
    assert_eq!(test.refused(series).0, "series.reserved");
}

#[test]
fn what_is_said_of_the_payer_stays_out_of_the_chain_and_is_erased_with_the_person() {
    let mut test = TestBook::rwanda();
    test.customer("C1");
    let number = record(&mut test, "2026-11-02", "1000");
    let journal = crate::common::files(&test.folder().join("journal"));
    let text: String = journal.iter().map(|it| std::fs::read_to_string(it).unwrap()).collect();
    assert!(text.contains("R-1000") && !text.contains("Uwase"), "{text}");
    let payment = identify(&mut test, &number, "C1");
    test.taken(&format!(r#"{{"do":"refund","from":"{payment}","amount":"1000"}}"#));
    test.taken(r#"{"do":"erase_person","customer":"C1","reason":"asked"}"#);
    assert_ne!(test.shown_unidentified(&number).payer.as_deref(), Some("J. Uwase"));
    assert!(test.verify().ok);
}

#[test]
fn a_foreign_receipt_keeps_its_rate_and_a_locked_day_takes_a_later_one() {
    let mut test = TestBook::rwanda();
    test.taken(r#"{"do":"register_customer","code":"U1","name":"U","currency":"USD"}"#);
    let line = r#"{"do":"record_unidentified","date":"2026-10-02","amount":"50","currency":"USD","rate":"1300","method":"bank"}"#;
    let number = test.taken(line).number("unidentified").unwrap().to_string();
    let locked = PeriodLocked { through: day("2026-10-31"), hard: true };
    test.enter("2026-11-01", vec![locked.into()]);
    let line = |rest: &str| {
        format!(r#"{{"do":"identify","unidentified":"{number}","customer":"U1"{rest}}}"#)
    };
    assert_eq!(test.refused(&line("")), ("period.locked", "date".into()));
    let receipt = test.taken(&line(r#","date":"2026-11-01""#));
    let paid = test.shown_payment(receipt.number("payment").unwrap());
    assert_eq!((paid.date, paid.amount.minor()), (day("2026-11-01"), 50_00));
    // In October it was on the list, and is no payment of October; in November none came.
    assert_eq!([suspense(&test, "2026-10-31"), suspense(&test, "2026-11-01")], [50_00, 0]);
    assert_eq!(received(&test, "2026-10-01", "2026-10-31"), 50_00);
    assert_eq!(received(&test, "2026-11-01", "2026-11-21"), 0);
    assert_eq!(received(&test, "2026-10-01", "2026-11-21"), 50_00);
    assert!(test.verify().ok);
}

#[test]
fn the_activity_of_a_day_tells_what_the_list_came_to() {
    let mut test = TestBook::rwanda();
    test.customer("C1");
    let number = record(&mut test, "2026-11-02", "1000");
    record(&mut test, "2026-11-03", "500");
    identify(&mut test, &number, "C1");
    let report = test.ask(&ReportOf { report: "activity".into(), ..ReportOf::default() }).unwrap();
    let fact = |name: &str| match &report.facts.iter().find(|it| it.name == name).unwrap().value {
        Cell::Money(amount) => amount.minor(),
        other => panic!("{other:?}"),
    };
    assert_eq!([fact("suspense_opening"), fact("suspense_closing")], [0, 500]);
    assert_eq!([fact("difference"), fact("credits")], [0, 1_000]);
}

/// A statement of 100 and two lines: 500 of a payer who is named, with a fee of 20, and 70 of one who is not.
fn statement(test: &mut TestBook) {
    test.customer("C1");
    test.customer("C2");
    test.taken(
        r#"{"do":"record_bank_lines","account":"BK","opening":{"date":"2026-11-09","amount":"100"},"closing":{"date":"2026-11-12","amount":"670"},"lines":[
{"date":"2026-11-10","amount":"500","fee":"20","payer":"J. Uwase","text":"thanks","references":["E2E-1"]},
{"date":"2026-11-12","amount":"70","text":"cash"}]}"#,
    );
}

/// What the bank and the book differ by on a day; its parts add up to it.
fn difference(test: &TestBook, on: &str) -> i64 {
    let asked = ReconciliationOf { account: None, asked: as_of(on) };
    let it = test.ask(&asked).unwrap().remove(0);
    let parts = [&it.unmatched, &it.dismissed, &it.not_at_bank];
    let sum: i64 = parts.iter().flat_map(|it| it.iter()).map(|it| it.amount.minor()).sum();
    assert_eq!(it.difference.minor(), sum + it.statement_gap.minor(), "{it:#?}");
    it.difference.minor()
}

/// The state of a line, and what it is matched to.
fn line(test: &TestBook, number: &str) -> (String, String) {
    let it = test.shown_bank_line(number);
    (it.state, it.payment.map_or_else(String::new, |it| it.0))
}

fn is(state: &str, document: &str) -> (String, String) {
    (state.into(), document.into())
}

fn unmatch(test: &mut TestBook, line: &str) {
    test.taken(&format!(r#"{{"do":"unmatch_bank_line","line":"{line}","date":"2026-11-20"}}"#));
}

#[test]
fn a_line_of_an_unknown_payer_waits_on_the_list_and_is_the_payment_once_the_payer_is_known() {
    let mut test = TestBook::rwanda();
    statement(&mut test);
    assert_eq!(difference(&test, "2026-11-21"), 570);
    let made = test.taken(r#"{"do":"suspend_bank_line","line":"BL000001"}"#);
    assert_eq!(made.number("unidentified"), Some("SUS-2026-00001"));
    let it = test.shown_unidentified("SUS-2026-00001");
    // It has the line's money with the fee, and says what the line says.
    assert_eq!((it.amount.minor(), it.date, it.method.name()), (520, day("2026-11-10"), "bank"));
    assert_eq!((it.reference.as_deref(), it.payer.as_deref()), (Some("E2E-1"), Some("J. Uwase")));
    assert_eq!((it.note.as_deref(), it.line.unwrap().0.as_str()), (Some("thanks"), "BL000001"));
    assert_eq!(line(&test, "BL000001"), is("matched", "SUS-2026-00001"));
    assert_eq!([difference(&test, "2026-11-11"), difference(&test, "2026-11-21")], [0, 70]);
    assert_eq!(suspense(&test, "2026-11-21"), 520);
    // Undone, both are back: the line is open, and nothing waits.
    unmatch(&mut test, "BL000001");
    assert_eq!(line(&test, "BL000001"), is("open", ""));
    assert_eq!(test.shown_unidentified("SUS-2026-00001").state, "reversed");
    assert_eq!((suspense(&test, "2026-11-21"), difference(&test, "2026-11-21")), (0, 570));
    // Identified, the line is the payment.
    test.taken(r#"{"do":"suspend_bank_line","line":"BL000001"}"#);
    let payment = identify(&mut test, "SUS-2026-00002", "C1");
    assert_eq!(line(&test, "BL000001"), is("matched", &payment));
    assert_eq!(test.shown_bank_line("BL000001").customer.unwrap().0, "C1");
    assert_eq!(test.shown_unidentified("SUS-2026-00002").line.unwrap().0, "BL000001");
    assert_eq!(difference(&test, "2026-11-21"), 70);
    // Somebody else's after all: the line waits with its money, and follows it again.
    test.taken(&format!(r#"{{"do":"reverse_payment","payment":"{payment}","reason":"another"}}"#));
    assert_eq!(line(&test, "BL000001"), is("matched", "SUS-2026-00002"));
    assert_eq!((suspense(&test, "2026-11-21"), difference(&test, "2026-11-21")), (520, 70));
    let payment = identify(&mut test, "SUS-2026-00002", "C2");
    assert_eq!(line(&test, "BL000001"), is("matched", &payment));
    // The line is opened again: all that it made is taken back.
    test.taken(r#"{"do":"unmatch_bank_line","line":"BL000001"}"#);
    assert_eq!(line(&test, "BL000001"), is("open", ""));
    assert_eq!(test.shown_payment(&payment).state, "reversed");
    assert_eq!(test.shown_unidentified("SUS-2026-00002").state, "reversed");
    assert_eq!((suspense(&test, "2026-11-21"), difference(&test, "2026-11-21")), (0, 570));
    assert!(test.verify().ok);
}

#[test]
fn a_line_is_linked_to_money_that_waits_and_what_was_recorded_before_stays() {
    let mut test = TestBook::rwanda();
    statement(&mut test);
    let number = record(&mut test, "2026-11-11", "70");
    let second = record(&mut test, "2026-11-11", "70");
    // Without a line it is in the book and not at the bank.
    assert_eq!(difference(&test, "2026-11-21"), 430);
    let link = |line: &str, number: &str| {
        format!(r#"{{"do":"link_bank_line","line":"{line}","payment":"{number}"}}"#)
    };
    assert_eq!(test.refused(&link("BL000001", &number)).0, "bank_line.amount");
    test.taken(&link("BL000002", &number));
    assert_eq!(line(&test, "BL000002"), is("matched", &number));
    assert_eq!(difference(&test, "2026-11-21"), 430);
    assert_eq!(test.refused(&link("BL000002", &second)).0, "bank_line.not_open");
    let payment = identify(&mut test, &number, "C1");
    assert_eq!(line(&test, "BL000002"), is("matched", &payment));
    // It was there before the line: only the link is taken back.
    unmatch(&mut test, "BL000002");
    assert_eq!(line(&test, "BL000002"), is("open", ""));
    assert_eq!(test.shown_payment(&payment).state, "posted");
    // Money that is sent back is no longer the line's.
    test.taken(&link("BL000002", &second));
    test.taken(&format!(
        r#"{{"do":"reverse_unidentified","unidentified":"{second}","reason":"sent back"}}"#
    ));
    assert_eq!(line(&test, "BL000002"), is("open", ""));
    assert!(test.verify().ok);
}

#[test]
fn only_an_open_line_of_money_in_goes_to_the_list_and_each_receipt_has_one_line() {
    let mut test = TestBook::rwanda();
    statement(&mut test);
    test.taken(r#"{"do":"record_bank_lines","account":"BK","lines":[{"date":"2026-11-13","amount":"-5","text":"charges"},{"date":"2026-11-14","amount":"70","text":"more cash"}]}"#);
    let suspend = |rest: &str| format!(r#"{{"do":"suspend_bank_line","line":{rest}}}"#);
    for (rest, rule, field) in [
        (r#""BL000009""#, "bank_line.unknown", "line"),
        (r#""BL000003""#, "bank_line.money_out", "line"),
        (r#""BL000002","date":"2026-11-11""#, "allocation.before_item", "date"),
        (r#""BL000002","method":"opening""#, "payment.method_not_by_hand", "method"),
        (r#""BL000002","fee":"100""#, "amount.out_of_range", "fee"),
    ] {
        assert_eq!(test.refused(&suspend(rest)), (rule, field.into()), "{rest}");
    }
    test.taken(&suspend(r#""BL000002""#));
    assert_eq!(test.refused(&suspend(r#""BL000002""#)).0, "bank_line.not_open");
    let again = r#"{"do":"link_bank_line","line":"BL000004","payment":"SUS-2026-00001"}"#;
    assert_eq!(test.refused(again).0, "bank_line.document_linked");
    let out = r#"{"do":"link_bank_line","line":"BL000003","payment":"SUS-2026-00001"}"#;
    assert_eq!(test.refused(out).0, "bank_line.not_its_document");
}

#[test]
fn what_a_line_says_of_an_unknown_payer_is_erased_with_the_person() {
    let mut test = TestBook::rwanda();
    statement(&mut test);
    test.taken(r#"{"do":"suspend_bank_line","line":"BL000001","note":"perhaps her sister"}"#);
    let payment = identify(&mut test, "SUS-2026-00001", "C1");
    test.taken(&format!(r#"{{"do":"refund","from":"{payment}","amount":"520"}}"#));
    test.taken(r#"{"do":"erase_person","customer":"C1","reason":"asked"}"#);
    let it = test.shown_unidentified("SUS-2026-00001");
    let said = format!("{:?}{:?}", it, test.shown_bank_line("BL000001"));
    assert!(!said.contains("Uwase") && !said.contains("sister"), "{said}");
    assert!(test.verify().ok);
}

/// A thing that becomes of unidentified money.
#[derive(Clone, Copy, Debug)]
enum Act {
    Record(u8, u16),
    Identify(u8, Option<u8>),
    ReversePayment(u8, u8),
    Reverse(u8, u8),
}

fn act() -> impl Strategy<Value = Act> {
    prop_oneof![
        (0..20_u8, 1..500_u16).prop_map(|(day, amount)| Act::Record(day, amount)),
        (any::<u8>(), prop::option::of(0..20_u8))
            .prop_map(|(which, day)| Act::Identify(which, day)),
        (any::<u8>(), 0..20_u8).prop_map(|(which, day)| Act::ReversePayment(which, day)),
        (any::<u8>(), 0..20_u8).prop_map(|(which, day)| Act::Reverse(which, day)),
    ]
}

proptest! {
    #![proptest_config(properties(24))]

    /// On every day, what came in is the payments that stand and the suspense list, each franc once; and
    /// what came in over two periods is what came in over both.
    #[test]
    fn cash_is_payments_and_suspense_on_every_day(acts in prop::collection::vec(act(), 1..24)) {
        let mut test = TestBook::rwanda();
        test.customer("C1");
        let date = |n: u8| format!("2026-11-{:02}", n + 1);
        let (mut receipts, mut payments): (Vec<String>, Vec<String>) = (vec![], vec![]);
        // The money that came and did not go back, by day: amount and number.
        let mut cash: Vec<(u8, i64)> = vec![];
        for act in acts {
            let pick = |list: &[String], which: u8| {
                (!list.is_empty()).then(|| list[usize::from(which) % list.len()].clone())
            };
            match act {
                Act::Record(n, amount) => {
                    receipts.push(record(&mut test, &date(n), &amount.to_string()));
                    cash.push((n, i64::from(amount)));
                }
                Act::Identify(which, n) => {
                    let Some(number) = pick(&receipts, which) else { continue };
                    let on = n.map_or(String::new(), |n| format!(r#","date":"{}""#, date(n)));
                    let line = format!(
                        r#"{{"do":"identify","unidentified":"{number}","customer":"C1"{on}}}"#
                    );
                    let taken = test.post(&line);
                    payments.extend(taken.ok().and_then(|it| Some(it.number("payment")?.into())));
                }
                Act::ReversePayment(which, n) => {
                    let Some(number) = pick(&payments, which) else { continue };
                    let _ = test.post(&format!(
                        r#"{{"do":"reverse_payment","payment":"{number}","reason":"slip","date":"{}"}}"#,
                        date(n)
                    ));
                }
                Act::Reverse(which, n) => {
                    let Some(number) = pick(&receipts, which) else { continue };
                    let back = test.post(&format!(
                        r#"{{"do":"reverse_unidentified","unidentified":"{number}","reason":"back","date":"{}"}}"#,
                        date(n)
                    ));
                    if back.is_ok() {
                        cash.push((n, -test.shown_unidentified(&number).amount.minor()));
                    }
                }
            }
        }
        for n in 0..20_u8 {
            let expected: i64 = cash.iter().filter(|(on, _)| *on <= n).map(|(_, sum)| sum).sum();
            // On nobody's account but C1's, and on the list.
            let on_account = test.balance("C1", as_of(&date(n))).on_account.minor();
            prop_assert_eq!(on_account + suspense(&test, &date(n)), expected, "on {}", date(n));
            // The same came in since the first day, and since whatever day: less what had come in before that.
            prop_assert_eq!(received(&test, &date(0), &date(n)), expected, "until {}", date(n));
            let (from, before) = (n / 2, cash.iter().filter(|(on, _)| *on < n / 2));
            let since = expected - before.map(|(_, sum)| sum).sum::<i64>();
            prop_assert_eq!(received(&test, &date(from), &date(n)), since, "{} to {}", from, n);
        }
        let list: i64 = receipts.iter().map(|it| test.shown_unidentified(it)).filter(|it| it.state == "open")
            .map(|it| it.amount.minor()).sum();
        let control = test.ask(&SummaryOf).unwrap().currencies["RWF"].clone();
        let rwf = Currency::parse("RWF").unwrap();
        prop_assert_eq!(control.suspense, Money::from_minor(list, rwf.scale()).to_string());
        prop_assert!(test.verify().ok);
    }
}
