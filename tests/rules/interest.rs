//! Which money stops interest on which invoice, and on which days: against a model that looks at each day by itself.

use std::collections::BTreeMap;

use proptest::prelude::*;

use crate::common::{TestBook, as_of, day};
use daybook::domain::Day;
use daybook::engine::Receipt;
use daybook::ledger::query::late_fees::LateFeesDue;
use daybook::ledger::query::show::{Show, Shown};

/// How many days are looked at: from 1 October, when everything is due.
const DAYS: usize = 60;

fn book() -> TestBook {
    book_in(TestBook::canada())
}

fn book_in(mut test: TestBook) -> TestBook {
    test.close();
    test.options.today = Some(day("2026-12-31"));
    test.open();
    test.customer("C1");
    // A day of 10.00 is 0.01.
    test.taken(
        r#"{"do":"set_late_fee_policy","override":{"reason":"agreed"},"date":"2026-01-01","yearly_percent":"36.5%"}"#,
    );
    test
}

fn owed(test: &mut TestBook, amount: &str) -> String {
    test.invoice("C1", "2026-09-01", "2026-10-01", amount)
}

fn later(days: usize) -> Day {
    day("2026-10-01").plus(i64::try_from(days).unwrap()).unwrap()
}

/// What bears interest of an invoice on each day that ends after 1 October, in minor units.
fn overdue(test: &TestBook, invoice: &str) -> Vec<i64> {
    let asked = LateFeesDue { through: Some(later(DAYS)), customers: Vec::new() };
    let mut days = vec![0; DAYS];
    let rows = test.ask(&asked).unwrap().rows.into_iter().filter(|row| row.invoice.0 == invoice);
    for part in rows.flat_map(|row| row.parts) {
        for (n, of_day) in days.iter_mut().enumerate() {
            if (part.from..=part.through).contains(&later(n + 1)) {
                *of_day = part.overdue.minor();
            }
        }
    }
    days
}

/// The same as amounts with how many days each is overdue.
fn runs(test: &TestBook, invoice: &str) -> Vec<(i64, usize)> {
    let mut runs: Vec<(i64, usize)> = Vec::new();
    for minor in overdue(test, invoice) {
        match runs.last_mut().filter(|(last, _)| *last == minor / 100) {
            Some((_, count)) => *count += 1,
            None => runs.push((minor / 100, 1)),
        }
    }
    runs
}

fn allocate(test: &mut TestBook, from: &str, to: &str, amount: &str, date: &str) -> Receipt {
    test.taken(&format!(
        r#"{{"do":"allocate","from":"{from}","to":"{to}","amount":"{amount}","date":"{date}"}}"#
    ))
}

fn unallocate(test: &mut TestBook, allocation: &str, date: &str) {
    test.taken(&format!(r#"{{"do":"unallocate","allocation":"{allocation}","date":"{date}"}}"#));
}

fn end(test: &mut TestBook, command: &str, payment: &str, date: &str) {
    test.taken(&format!(
        r#"{{"do":"{command}","payment":"{payment}","reason":"so it was","date":"{date}"}}"#
    ));
}

/// 1,000 of 6 October are allocated to one invoice on the 11th, and moved to another on the 21st. They pay that one,
/// from their own day on, and never paid the first.
#[test]
fn money_that_was_moved_counts_once_for_the_invoice_that_it_pays() {
    let mut test = book();
    let (first, second) = (owed(&mut test, "1000"), owed(&mut test, "1000"));
    let payment = test.payment("C1", "2026-10-06", "1000", "none");
    let made = allocate(&mut test, &payment, &first, "1000", "2026-10-11");
    assert_eq!(runs(&test, &first), [(1000, 5), (0, 55)]);
    unallocate(&mut test, made.number("allocation").unwrap(), "2026-10-21");
    // It pays nothing yet: it counts for as long as it stood.
    assert_eq!(runs(&test, &first), [(1000, 5), (0, 15), (1000, 40)]);
    allocate(&mut test, &payment, &second, "1000", "2026-10-21");
    assert_eq!(runs(&test, &first), [(1000, 60)]);
    assert_eq!(runs(&test, &second), [(1000, 5), (0, 55)]);
    // The bank returns it: it counts where it stood, one after the other.
    end(&mut test, "bounce_payment", &payment, "2026-10-31");
    assert_eq!(runs(&test, &first), [(1000, 5), (0, 15), (1000, 40)]);
    assert_eq!(runs(&test, &second), [(1000, 20), (0, 10), (1000, 30)]);
    assert!(test.verify().ok);
}

/// Of 1,000, 800 stand on the first invoice, then 600 are refunded and 400 pay the second. What was refunded counts for
/// as long as it stood.
#[test]
fn money_that_was_refunded_counts_for_as_long_as_it_stood() {
    let mut test = book();
    let (first, second) = (owed(&mut test, "1000"), owed(&mut test, "1000"));
    let payment = test.payment("C1", "2026-10-06", "1000", "none");
    let made = allocate(&mut test, &payment, &first, "800", "2026-10-11");
    unallocate(&mut test, made.number("allocation").unwrap(), "2026-10-21");
    test.taken(&format!(
        r#"{{"do":"refund","from":"{payment}","amount":"600","date":"2026-10-21"}}"#
    ));
    allocate(&mut test, &payment, &second, "400", "2026-10-31");
    assert_eq!(runs(&test, &first), [(1000, 5), (400, 15), (1000, 40)]);
    assert_eq!(runs(&test, &second), [(1000, 5), (600, 55)]);
}

/// Of 1,000, 600 stand on the first invoice and 400 on the second. The 400 are refunded, the 600 moved to the third
/// invoice: the second keeps what stood on it until it was refunded, the first nothing of what was only moved.
#[test]
fn a_refund_beside_money_that_was_moved_counts_where_it_stood() {
    let mut test = book();
    let [first, second, third] = [(); 3].map(|()| owed(&mut test, "1000"));
    let payment = test.payment("C1", "2026-10-06", "1000", "none");
    let moved = allocate(&mut test, &payment, &first, "600", "2026-10-06");
    let back = allocate(&mut test, &payment, &second, "400", "2026-10-06");
    unallocate(&mut test, back.number("allocation").unwrap(), "2026-10-16");
    test.taken(&format!(
        r#"{{"do":"refund","from":"{payment}","amount":"400","date":"2026-10-16"}}"#
    ));
    unallocate(&mut test, moved.number("allocation").unwrap(), "2026-10-26");
    allocate(&mut test, &payment, &third, "600", "2026-10-26");
    assert_eq!(runs(&test, &first), [(1000, 60)]);
    assert_eq!(runs(&test, &second), [(1000, 5), (600, 10), (1000, 45)]);
    assert_eq!(runs(&test, &third), [(1000, 5), (400, 55)]);
    assert!(test.verify().ok);
}

/// A refund that was entered by mistake and reversed took nothing: the money counts for the invoice it went to next,
/// until it was taken from there.
#[test]
fn a_refund_that_was_entered_by_mistake_interrupts_nothing() {
    let mut test = book();
    let invoice = owed(&mut test, "1000");
    let payment = test.payment("C1", "2026-10-06", "500", "none");
    test.taken(&format!(
        r#"{{"do":"refund","from":"{payment}","amount":"500","date":"2026-10-09"}}"#
    ));
    test.taken(
        r#"{"do":"reverse_refund","refund":"RF-2026-00001","reason":"wrong","date":"2026-10-11"}"#,
    );
    let made = allocate(&mut test, &payment, &invoice, "500", "2026-10-11");
    unallocate(&mut test, made.number("allocation").unwrap(), "2026-10-21");
    assert_eq!(runs(&test, &invoice), [(1000, 5), (500, 15), (1000, 40)]);
}

/// Money of the 5th is entered on the 20th, undone on the 21st, and allocated again that day. The second allocation counts
/// from the 21st, because the first one stands until then: no day is without either. The money keeps its own day, for
/// interest, for the promise and for the discount.
#[test]
fn money_that_is_allocated_again_keeps_its_own_day() {
    let mut test = book();
    let invoice = owed(&mut test, "1000");
    let promise = test.taken(&format!(
        r#"{{"do":"promise","customer":"C1","invoice":"{invoice}","amount":"1000","by":"2026-10-10","tolerance_days":0,"date":"2026-10-02"}}"#
    ));
    let payment = test.payment("C1", "2026-10-05", "1000", "oldest");
    unallocate(&mut test, "A000001", "2026-10-21");
    let again = format!(
        r#"{{"do":"allocate","from":"{payment}","to":"{invoice}","amount":"1000","date":"2026-10-05"}}"#
    );
    assert_eq!(test.refused(&again), ("allocation.exceeds_source", "date".into()));
    allocate(&mut test, &payment, &invoice, "1000", "2026-10-21");
    for days in 3..60 {
        let owed = if days < 4 { 100_000 } else { 0 };
        assert_eq!(standing(&test, days)[0], owed, "after {days} days");
    }
    assert_eq!(runs(&test, &invoice), [(1000, 4), (0, 56)]);
    let shown = test.ask(&Show { what: promise.number("promise").unwrap().into() }).unwrap();
    let Shown::Promise(shown) = shown else { panic!("{shown:?}") };
    assert_eq!(shown.state, "kept");
    // The bank returns it: everything is as if it had stood until then.
    end(&mut test, "bounce_payment", &payment, "2026-10-31");
    assert_eq!(runs(&test, &invoice), [(1000, 4), (0, 26), (1000, 30)]);
    assert!(test.verify().ok);
}

#[test]
fn money_that_is_allocated_again_takes_the_discount_of_its_own_day() {
    let mut test = book();
    test.taken(r#"{"do":"amend_customer","customer":"C1","terms":"2/10 net 30"}"#);
    let invoice = test.invoice("C1", "2026-10-01", "2026-10-31", "1000");
    let payment = test.payment("C1", "2026-10-05", "980", "oldest");
    assert_eq!(test.balance("C1", as_of("2026-10-20")).balance.minor(), 0);
    unallocate(&mut test, "A000002", "2026-10-21");
    assert_eq!(test.balance("C1", as_of("2026-10-21")).balance.minor(), 2_000);
    allocate(&mut test, &payment, &invoice, "980", "2026-10-22");
    let balances = ["2026-10-20", "2026-10-21", "2026-10-22"].map(|on| {
        let balance = test.balance("C1", as_of(on));
        [balance.balance, balance.on_account].map(daybook::domain::Money::minor)
    });
    assert_eq!(balances, [[0, 0], [2_000, 98_000], [0, 0]]);
    assert!(test.verify().ok);
}

/// 400 of 1,000 are moved: the first invoice had 600 of the money in the end.
#[test]
fn money_that_was_moved_in_part_counts_for_each_invoice_with_its_part() {
    let mut test = book();
    let (first, second) = (owed(&mut test, "1000"), owed(&mut test, "1000"));
    let payment = test.payment("C1", "2026-10-06", "1000", "none");
    let made = allocate(&mut test, &payment, &first, "1000", "2026-10-11");
    unallocate(&mut test, made.number("allocation").unwrap(), "2026-10-21");
    allocate(&mut test, &payment, &first, "600", "2026-10-21");
    allocate(&mut test, &payment, &second, "400", "2026-10-21");
    assert_eq!(runs(&test, &first), [(1000, 5), (400, 55)]);
    assert_eq!(runs(&test, &second), [(1000, 5), (600, 55)]);
    end(&mut test, "reverse_payment", &payment, "2026-10-31");
    assert_eq!(runs(&test, &first), [(1000, 60)]);
    assert_eq!(runs(&test, &second), [(1000, 60)]);
}

/// A discount that was taken with a payment which was entered by mistake never was; nor is one whose payment was
/// moved away.
#[test]
fn a_discount_is_lost_with_its_payment_from_the_first_day() {
    for undo in ["reverse_payment", "unallocate"] {
        let mut test = book();
        let other = owed(&mut test, "980");
        test.taken(r#"{"do":"amend_customer","customer":"C1","terms":"2/10 net 30"}"#);
        let invoice = &test.invoice("C1", "2026-09-28", "2026-10-01", "1000");
        let made = test.taken(&format!(
            r#"{{"do":"record_payment","customer":"C1","date":"2026-10-06","amount":"980","method":"bank","allocate":[{{"invoice":"{invoice}","amount":"980"}}]}}"#
        ));
        assert_eq!(runs(&test, invoice), [(1000, 5), (0, 55)], "{undo}");
        if undo == "unallocate" {
            unallocate(&mut test, "A000002", "2026-10-11");
            allocate(&mut test, made.number("payment").unwrap(), &other, "980", "2026-10-11");
        } else {
            end(&mut test, undo, made.number("payment").unwrap(), "2026-10-11");
        }
        assert_eq!(runs(&test, invoice), [(1000, 60)], "{undo}");
    }
}

/// 100 of 1,000 are disputed. A payment of all of it that was entered by mistake stops no interest on the rest.
#[test]
fn a_slip_over_all_that_is_owed_stops_no_interest_beside_a_dispute() {
    let mut test = book();
    let invoice = owed(&mut test, "1000");
    test.taken(&format!(
        r#"{{"do":"open_dispute","invoice":"{invoice}","amount":"100","reason":"price","date":"2026-10-01"}}"#
    ));
    let slip = test.payment("C1", "2026-10-06", "1000", "oldest");
    end(&mut test, "reverse_payment", &slip, "2026-10-11");
    assert_eq!(runs(&test, &invoice), [(900, 60)]);
}

/// 3,000 of 100,000 are withheld. For a week a payment stands that was entered by mistake and leaves less than that;
/// or one that is moved to another invoice. On every day 97,000 are overdue.
#[test]
fn a_slip_beside_withheld_tax_makes_no_interest_of_it_and_stops_none() {
    for undo in ["reverse_payment", "unallocate"] {
        let mut test = book_in(TestBook::rwanda());
        let (invoice, other) = (owed(&mut test, "100000"), owed(&mut test, "98000"));
        test.taken(&format!(
            r#"{{"do":"await_certificate","invoice":"{invoice}","kind":"WHT3","amount":"3000","date":"2026-10-01"}}"#
        ));
        let payment = test.payment("C1", "2026-10-06", "98000", "none");
        let made = allocate(&mut test, &payment, &invoice, "98000", "2026-10-06");
        if undo == "unallocate" {
            unallocate(&mut test, made.number("allocation").unwrap(), "2026-10-11");
            allocate(&mut test, &payment, &other, "98000", "2026-10-11");
        } else {
            end(&mut test, undo, &payment, "2026-10-11");
        }
        assert_eq!(runs(&test, &invoice), [(970, 60)], "{undo}");
    }
}

/// A certificate of 600 is lowered to 300 because 700 of 1,000 are credited, and restored when the note is voided: it
/// counts once on each day. In hundreds of francs.
#[test]
fn a_certificate_that_is_lowered_counts_once_a_day() {
    let mut test = book_in(TestBook::rwanda());
    let invoice = owed(&mut test, "100000");
    test.taken(&format!(
        r#"{{"do":"record_certificate","customer":"C1","kind":"WHT3","number":"W1","date":"2026-10-06","allocate":[{{"invoice":"{invoice}","amount":"60000"}}]}}"#
    ));
    test.taken(&format!(
        r#"{{"do":"credit_invoice","invoice":"{invoice}","amount":"70000","reason":"price","date":"2026-10-16"}}"#
    ));
    assert_eq!(runs(&test, &invoice), [(1000, 5), (400, 10), (0, 45)]);
    test.taken(
        r#"{"do":"void_credit_note","credit_note":"CN-2026-00001","reason":"wrong","date":"2026-10-26"}"#,
    );
    assert_eq!(runs(&test, &invoice), [(1000, 5), (400, 10), (0, 10), (400, 35)]);
    assert!(test.verify().ok);
}

/// What a receipt warns of late fees: the fee and how much too much.
fn warned(receipt: &Receipt) -> Vec<(String, String)> {
    warned_by(receipt, "late_fee.charged_too_much")
}

/// The same of how much too little.
fn warned_low(receipt: &Receipt) -> Vec<(String, String)> {
    warned_by(receipt, "late_fee.charged_too_little")
}

fn warned_by(receipt: &Receipt, rule: &str) -> Vec<(String, String)> {
    let all = receipt.warnings.iter().filter(|it| it.rule == rule);
    let arg = |all: &[(std::borrow::Cow<str>, String)], name: &str| {
        all.iter().find(|(of, _)| of == name).unwrap().1.clone()
    };
    all.map(|it| (arg(&it.args, "fee"), arg(&it.args, "amount"))).collect()
}

fn charge(test: &mut TestBook, invoice: &str, through: &str) -> String {
    let receipt = test.taken(&format!(
        r#"{{"do":"charge_late_fee","invoice":"{invoice}","through":"{through}"}}"#
    ));
    receipt.number("invoice").unwrap().to_string()
}

/// A day of 1,000 is 1.00. The fee charges 30 days; then something is entered that counts from the 20th day on.
#[test]
fn what_counts_from_before_a_fee_that_was_charged_is_warned_of() {
    let cases = [
        r#"{"do":"record_payment","customer":"C1","date":"2026-10-21","amount":"500","method":"bank","allocate":"oldest"}"#,
        r#"{"do":"credit_invoice","invoice":"INV","amount":"500","reason":"price","date":"2026-10-21"}"#,
        r#"{"do":"open_dispute","invoice":"INV","amount":"500","reason":"price","date":"2026-10-21"}"#,
        r#"{"do":"write_off","invoice":"INV","amount":"500","reason":"bad_debt","date":"2026-10-21","override":{"reason":"agreed"}}"#,
    ];
    for case in &cases {
        let mut test = book();
        let invoice = owed(&mut test, "1000");
        let fee = charge(&mut test, &invoice, "2026-10-31");
        let receipt = test.taken(&case.replace("INV", &invoice));
        assert_eq!(warned(&receipt), [(fee, "5.00".to_string())], "{case}");
        assert!(test.verify().ok);
    }
    // The same that counts from the last day that is charged for: the day after is not charged yet.
    for case in &cases {
        let mut test = book();
        let invoice = owed(&mut test, "1000");
        charge(&mut test, &invoice, "2026-10-21");
        let receipt = test.taken(&case.replace("INV", &invoice));
        assert_eq!(warned(&receipt), [], "{case}");
    }
}

#[test]
fn tax_that_was_withheld_before_a_fee_is_warned_of() {
    let mut test = book_in(TestBook::rwanda());
    let invoice = owed(&mut test, "100000");
    let fee = charge(&mut test, &invoice, "2026-10-31");
    let receipt = test.taken(&format!(
        r#"{{"do":"await_certificate","invoice":"{invoice}","kind":"WHT3","amount":"50000","date":"2026-10-21"}}"#
    ));
    assert_eq!(warned(&receipt), [(fee, "500".to_string())]);
}

#[test]
fn a_plan_that_is_dated_before_a_fee_is_warned_of() {
    let mut test = book();
    let invoice = owed(&mut test, "1000");
    let fee = charge(&mut test, &invoice, "2026-10-31");
    let receipt = test.taken(&format!(
        r#"{{"do":"agree_plan","customer":"C1","invoices":["{invoice}"],"date":"2026-10-21","count":2,"first":"2026-12-31","every":"week"}}"#
    ));
    assert_eq!(warned(&receipt), [(fee, "10.00".to_string())]);
}

/// Only what this command makes too much is warned of, whatever was too much before; and only as far as the fee was
/// not credited. Once it is void, its days are charged again as they were.
#[test]
fn a_fee_is_too_high_until_it_is_credited_or_charged_again() {
    let mut test = book();
    let invoice = owed(&mut test, "1000");
    let fee = charge(&mut test, &invoice, "2026-10-31");
    let payment = test.payment("C1", "2026-10-21", "600", "none");
    let receipt = allocate(&mut test, &payment, &invoice, "200", "2026-12-01");
    assert_eq!(warned(&receipt), [(fee.clone(), "2.00".to_string())]);
    let receipt = test.taken(&format!(
        r#"{{"do":"open_dispute","invoice":"{invoice}","amount":"100","reason":"price","date":"2026-11-15"}}"#
    ));
    assert_eq!(warned(&receipt), [], "nothing that was charged for");
    test.taken(&format!(
        r#"{{"do":"credit_invoice","invoice":"{fee}","amount":"2","reason":"price"}}"#
    ));
    let receipt = allocate(&mut test, &payment, &invoice, "300", "2026-12-01");
    assert_eq!(warned(&receipt), [(fee, "3.00".to_string())]);
}

#[test]
fn a_fee_that_is_too_high_is_void_and_charged_again() {
    let mut test = book();
    let invoice = owed(&mut test, "1000");
    let fee = charge(&mut test, &invoice, "2026-10-31");
    let payment = test.payment("C1", "2026-10-21", "1000", "none");
    allocate(&mut test, &payment, &invoice, "1000", "2026-12-01");
    test.taken(&format!(r#"{{"do":"void_invoice","invoice":"{fee}","reason":"too much"}}"#));
    assert_eq!(runs(&test, &invoice), [(1000, 20), (0, 40)]);
    let again = charge(&mut test, &invoice, "2026-10-31");
    assert_eq!(test.shown_invoice(&again).total.minor(), 2_000);
}

/// A day of 1,000 is 1.00. A fee charges 30 days on what a payment of 20 October left; then it is found that the money
/// did not count on some of them.
#[test]
fn what_no_longer_counts_for_the_days_of_a_fee_is_warned_of() {
    let cases = [
        (
            "the bank returned it on the 26th",
            &[r#"{"do":"bounce_payment","payment":"PAY","reason":"no funds","date":"2026-10-26"}"#]
                [..],
            "2.50",
        ),
        (
            "a slip",
            &[r#"{"do":"reverse_payment","payment":"PAY","reason":"slip","date":"2026-12-01"}"#],
            "5.00",
        ),
        (
            "undone as of the 26th",
            &[r#"{"do":"unallocate","allocation":"A000001","date":"2026-10-26"}"#],
            "2.50",
        ),
        (
            "undone later, and moved",
            &[
                r#"{"do":"unallocate","allocation":"A000001","date":"2026-12-01"}"#,
                r#"{"do":"allocate","from":"PAY","to":"OTHER","amount":"500","date":"2026-12-01"}"#,
            ],
            "5.00",
        ),
    ];
    for (why, commands, less) in cases {
        let mut test = book();
        let (invoice, other) = (owed(&mut test, "1000"), owed(&mut test, "1000"));
        let payment = test.payment("C1", "2026-10-21", "500", "none");
        allocate(&mut test, &payment, &invoice, "500", "2026-10-21");
        let fee = charge(&mut test, &invoice, "2026-10-31");
        assert_eq!(test.shown_invoice(&fee).total.minor(), 2_500, "{why}");
        let (last, before) = commands.split_last().unwrap();
        let done = |line: &str| line.replace("PAY", &payment).replace("OTHER", &other);
        for line in before {
            assert_eq!(warned_low(&test.taken(&done(line))), [], "{why}");
        }
        let receipt = test.taken(&done(last));
        assert_eq!(warned_low(&receipt), [(fee, less.to_string())], "{why}");
        assert_eq!(warned(&receipt), [], "{why}");
        assert!(test.verify().ok);
    }
}

/// What kept interest down and was not money: a dispute, a plan, a credit note, a write-off.
#[test]
fn what_is_taken_back_as_of_the_days_of_a_fee_is_warned_of() {
    let cases = [
        (
            r#"{"do":"open_dispute","invoice":"INV","amount":"500","reason":"price","date":"2026-10-21"}"#,
            r#"{"do":"resolve_dispute","dispute":"DSP-2026-00001","outcome":"withdrawn","date":"2026-10-26"}"#,
            "2.50",
        ),
        (
            r#"{"do":"agree_plan","customer":"C1","invoices":["INV"],"date":"2026-10-21","count":2,"first":"2026-12-31","every":"week"}"#,
            r#"{"do":"cancel_plan","plan":"PLN-2026-00001","reason":"off","date":"2026-10-26"}"#,
            "5.00",
        ),
        (
            r#"{"do":"credit_invoice","invoice":"INV","amount":"500","reason":"price","date":"2026-10-21"}"#,
            r#"{"do":"void_credit_note","credit_note":"CN-2026-00001","reason":"wrong","date":"2026-10-26"}"#,
            "2.50",
        ),
    ];
    for (before, back, less) in cases {
        let mut test = book();
        let invoice = owed(&mut test, "1000");
        test.taken(&before.replace("INV", &invoice));
        let fee = charge(&mut test, &invoice, "2026-10-31");
        let receipt = test.taken(back);
        assert_eq!(warned_low(&receipt), [(fee, less.to_string())], "{back}");
        assert!(test.verify().ok);
    }
}

/// What was credited to let the customer off is not asked for again; what was credited because it was too much is, once
/// it was not.
#[test]
fn a_fee_is_too_low_by_what_was_not_let_off() {
    let mut test = book();
    let invoice = owed(&mut test, "1000");
    let payment = test.payment("C1", "2026-10-21", "500", "none");
    let made = allocate(&mut test, &payment, &invoice, "500", "2026-10-21");
    let fee = charge(&mut test, &invoice, "2026-10-31");
    let credit =
        format!(r#"{{"do":"credit_invoice","invoice":"{fee}","amount":"5","reason":"price"}}"#);
    let receipt = test.taken(&credit);
    assert_eq!(warned_low(&receipt), [], "let off");
    let undo = format!(
        r#"{{"do":"unallocate","allocation":"{}","date":"2026-10-26"}}"#,
        made.number("allocation").unwrap()
    );
    assert_eq!(warned_low(&test.taken(&undo)), [(fee, "2.50".to_string())]);

    let mut test = book();
    let invoice = owed(&mut test, "1000");
    let fee = charge(&mut test, &invoice, "2026-10-31");
    let payment = test.payment("C1", "2026-10-21", "500", "none");
    let receipt = allocate(&mut test, &payment, &invoice, "500", "2026-10-21");
    assert_eq!(warned(&receipt), [(fee.clone(), "5.00".to_string())]);
    test.taken(&credit.replace("INV-2026-00002", &fee));
    let slip = format!(
        r#"{{"do":"reverse_payment","payment":"{payment}","reason":"slip","date":"2026-12-01"}}"#
    );
    assert_eq!(warned_low(&test.taken(&slip)), [(fee, "5.00".to_string())]);
}

/// A line of the bank's statement that is matched by the user.
#[test]
fn money_that_a_bank_line_brings_from_before_a_fee_is_warned_of() {
    let mut test = book();
    let invoice = owed(&mut test, "1000");
    let fee = charge(&mut test, &invoice, "2026-10-31");
    test.taken(
        r#"{"do":"record_bank_lines","account":"BK","lines":[{"date":"2026-10-21","amount":"500","text":"transfer"}]}"#,
    );
    let receipt = test.taken(&format!(
        r#"{{"do":"match_bank_line","line":"BL000001","customer":"C1","allocate":[{{"invoice":"{invoice}","amount":"500"}}]}}"#
    ));
    assert_eq!(warned(&receipt), [(fee, "5.00".to_string())]);
}

/// What a user does: on which of few things, for how much (in tens), how many days after the act before.
#[derive(Clone, Debug)]
struct Act {
    what: What,
    on: usize,
    of: usize,
    tens: i64,
    days: usize,
    /// How long before that the money came, or the dispute was raised.
    back: usize,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum What {
    Pay,
    Allocate,
    Unallocate,
    Move,
    Bounce,
    Reverse,
    Refund,
    ReverseRefund,
    Credit,
    WriteOff,
    VoidNote,
    Dispute,
    Withdraw,
    Charge,
}

fn act() -> impl Strategy<Value = Act> {
    let what = prop_oneof![
        3 => Just(What::Pay),
        6 => Just(What::Allocate),
        2 => Just(What::Unallocate),
        4 => Just(What::Move),
        1 => Just(What::Bounce),
        1 => Just(What::Reverse),
        3 => Just(What::Refund),
        1 => Just(What::ReverseRefund),
        2 => Just(What::Credit),
        1 => Just(What::WriteOff),
        1 => Just(What::VoidNote),
        2 => Just(What::Dispute),
        1 => Just(What::Withdraw),
        1 => Just(What::Charge),
    ];
    (what, 0_usize..8, 0_usize..8, 1_i64..90, 0_usize..5, 0_usize..12)
        .prop_map(|(what, on, of, tens, days, back)| Act { what, on, of, tens, days, back })
}

/// A payment or a credit note.
#[derive(Clone, Debug)]
struct Money {
    number: String,
    day: usize,
    minor: i64,
    is_note: bool,
    is_over: bool,
    is_mistake: bool,
}

/// Where a refund goes.
const OUT: usize = usize::MAX;

/// Money on an invoice, or refunded.
#[derive(Clone, Debug)]
struct Allocated {
    number: String,
    money: usize,
    to: usize,
    minor: i64,
    day: usize,
    until: Option<usize>,
    /// When each was entered, among all that was.
    entered: usize,
    undone: usize,
    /// A refund that was entered by mistake.
    is_slip: bool,
}

/// Ten dollars of some money: where they stood, since when they count there, and until when.
#[derive(Clone, Default, Debug)]
struct Ten {
    stays: Vec<(usize, usize, Option<usize>)>,
    /// The place among what is on account: what has the least was there first.
    freed: usize,
}

#[derive(Clone, Debug)]
struct Disputed {
    number: String,
    on: usize,
    minor: i64,
    day: usize,
    until: Option<usize>,
}

/// The books of somebody who counts the money of each day by itself.
#[derive(Clone, Default, Debug)]
struct Model {
    invoices: Vec<(String, i64)>,
    money: Vec<Money>,
    allocated: Vec<Allocated>,
    disputed: Vec<Disputed>,
    /// Invoice, amount, day.
    written_off: Vec<(usize, i64, usize)>,
    /// Number, invoice, the first and the last day, what was charged.
    fees: Vec<(String, usize, usize, usize, i64)>,
    entries: usize,
    /// The money that was taken from an invoice last.
    freed: usize,
}

impl Model {
    fn allocates(&mut self, number: &str, (money, to): (usize, usize), minor: i64, day: usize) {
        self.entries += 1;
        self.allocated.push(Allocated {
            number: number.into(),
            money,
            to,
            minor,
            day,
            until: None,
            entered: self.entries,
            undone: 0,
            is_slip: false,
        });
    }

    fn undoes(&mut self, place: usize, day: usize) {
        self.entries += 1;
        let it = &mut self.allocated[place];
        (it.until, it.undone) = (Some(day), self.entries);
    }

    /// Some money in tens, each followed by itself. On one day what was allocated before is taken back first. An
    /// invoice takes what has been on account the longest; a refund, what came back last.
    fn tens(&self, place: usize) -> Vec<Ten> {
        let money = &self.money[place];
        let mut tens = vec![Ten::default(); usize::try_from(money.minor / 1_000).unwrap()];
        let mut steps = Vec::new();
        for (at, it) in self.allocated.iter().enumerate() {
            if it.money == place && !it.is_slip {
                steps.push((it.day, true, it.entered, at, false));
                steps.extend(it.until.map(|until| (until, until == it.day, it.undone, at, true)));
            }
        }
        steps.sort_unstable();
        let mut freed = 0;
        for (day, _, _, at, is_back) in steps {
            let it = &self.allocated[at];
            let is_there = |ten: &Ten| ten.stays.last().is_some_and(|last| last.2.is_none());
            if is_back {
                let on_it = |ten: &&mut Ten| is_there(ten) && ten.stays.last().unwrap().0 == at;
                let mut back: Vec<&mut Ten> = tens.iter_mut().filter(on_it).collect();
                back.sort_by_key(|ten| ten.freed);
                for ten in back {
                    freed += 1;
                    ten.freed = freed;
                    ten.stays.last_mut().unwrap().2 = Some(day);
                }
                continue;
            }
            let mut free: Vec<&mut Ten> = tens.iter_mut().filter(|ten| !is_there(ten)).collect();
            free.sort_by_key(|ten| ten.freed);
            if it.to == OUT {
                free.reverse();
            }
            for ten in free.into_iter().take(usize::try_from(it.minor / 1_000).unwrap()) {
                let from = ten.stays.last().map_or(money.day, |last| last.2.unwrap());
                ten.stays.push((at, from, None));
            }
        }
        tens
    }

    fn left(&self, money: usize) -> i64 {
        let live = self.allocated.iter().filter(|it| it.money == money && it.until.is_none());
        self.money[money].minor - live.map(|it| it.minor).sum::<i64>()
    }

    fn open(&self, invoice: usize) -> i64 {
        let live = self.allocated.iter().filter(|it| it.to == invoice && it.until.is_none());
        let paid: i64 = live.map(|it| it.minor).sum();
        self.invoices[invoice].1 - paid - self.written_off(invoice, DAYS)
    }

    fn written_off(&self, invoice: usize, day: usize) -> i64 {
        let all = self.written_off.iter().filter(|(on, _, from)| *on == invoice && *from <= day);
        all.map(|(_, minor, _)| minor).sum()
    }

    /// What remains of a dispute: it is about what was open when it was raised first, then about what was paid by
    /// then; what came since comes off the undisputed part first.
    fn remains(&self, dispute: &Disputed) -> i64 {
        let (on, day) = (dispute.on, dispute.day);
        let live = || self.allocated.iter().filter(|it| it.to == on && it.until.is_none());
        let is_note = |it: &&Allocated| self.money[it.money].is_note;
        let paid = live().filter(|it| !is_note(it) && self.money[it.money].day <= day);
        let credited = live().filter(|it| is_note(it) && it.day <= day);
        let before = credited.map(|it| it.minor).sum::<i64>() + self.written_off(on, day);
        let paid: i64 = paid.map(|it| it.minor).sum();
        let open = self.invoices[on].1 - before - paid;
        let all = dispute.minor.min(open + paid);
        all - (all.min(open) - self.open(on)).max(0)
    }

    /// What is owed and in dispute.
    fn blocked(&self) -> i64 {
        let live = self.disputed.iter().filter(|it| it.until.is_none());
        live.map(|it| self.remains(it).min(self.open(it.on))).sum()
    }

    /// What of some money counts for each invoice at the end of a day.
    fn counted(&self, place: usize, day: usize) -> Vec<i64> {
        let mut counted = vec![0; self.invoices.len()];
        let money = &self.money[place];
        if money.is_mistake || money.day > day {
            return counted;
        }
        for ten in self.tens(place) {
            let pays = ten.stays.last().filter(|last| last.2.is_none());
            let pays = pays.map(|last| self.allocated[last.0].to).filter(|to| *to != OUT);
            let stood = ten.stays.iter().find(|it| it.1 <= day && it.2.is_none_or(|it| it > day));
            let stood = stood.map(|it| self.allocated[it.0].to).filter(|to| *to != OUT);
            if let Some(to) = pays.or(stood) {
                counted[to] += 1_000;
            }
        }
        assert!(counted.iter().sum::<i64>() <= money.minor, "{money:?} counts twice on {day}");
        counted
    }

    /// What of an invoice is overdue and undisputed at the end of a day.
    fn overdue(&self, invoice: usize, day: usize) -> i64 {
        let paid: i64 = (0..self.money.len()).map(|it| self.counted(it, day)[invoice]).sum();
        let live = |it: &&Disputed| {
            it.on == invoice && it.day <= day && it.until.is_none_or(|until| until > day)
        };
        let disputed: i64 = self.disputed.iter().filter(live).map(|it| it.minor).sum();
        let written_off = self.written_off(invoice, day);
        (self.invoices[invoice].1 - paid - written_off - disputed).max(0)
    }

    /// What accrued in a period: a day of 10.00 is 0.01.
    fn accrued(&self, invoice: usize, (from, through): (usize, usize)) -> i64 {
        (from..=through).map(|day| self.overdue(invoice, day - 1)).sum::<i64>() / 1_000
    }

    /// What each fee charges beyond what accrued; negative, less.
    fn fees_off(&self) -> BTreeMap<String, i64> {
        let more = self.fees.iter().map(|(fee, invoice, from, through, charged)| {
            (fee.clone(), charged - self.accrued(*invoice, (*from, *through)))
        });
        more.collect()
    }
}

/// Owed, disputed, overdue and on account on a day, and each item with what is left of it. Fees, which are dated
/// later, are not among that.
fn standing(test: &TestBook, day: usize) -> Vec<i64> {
    let balance = test.balance("C1", as_of(&later(day).to_string()));
    let sums = [balance.balance, balance.disputed, balance.overdue, balance.on_account];
    let items = balance.items.iter().map(|item| item.outstanding);
    sums.into_iter().chain(items).map(daybook::domain::Money::minor).collect()
}

fn remaining(test: &TestBook, dispute: &str) -> i64 {
    match test.ask(&Show { what: dispute.into() }).unwrap() {
        Shown::Dispute(shown) => {
            let parts = [shown.remaining, shown.paid, shown.credited, shown.cleared];
            let sum: i64 = parts.iter().map(|part| part.minor()).sum();
            assert_eq!(sum, shown.original.minor(), "{shown:?}");
            shown.remaining.minor()
        }
        other => panic!("{other:?}"),
    }
}

fn amount(minor: i64) -> String {
    format!("{}.{:02}", minor / 100, minor % 100)
}

/// Does an act, in the book and in the model; nothing, where there is nothing to do it on. Returns the receipts.
#[allow(clippy::too_many_lines)] // an arm for each act
fn perform(test: &mut TestBook, model: &mut Model, act: &Act, today: usize) -> Vec<Receipt> {
    let date = later(today);
    let minor = act.tens * 1_000;
    let on = act.on % model.invoices.len();
    let invoice = model.invoices[on].0.clone();
    let any_money = (!model.money.is_empty()).then(|| act.of % model.money.len());
    match act.what {
        What::Pay => {
            let day = today.saturating_sub(act.back);
            let number = test.payment("C1", &later(day).to_string(), &amount(minor * 3), "none");
            model.money.push(Money {
                number,
                day,
                minor: minor * 3,
                is_note: false,
                is_over: false,
                is_mistake: false,
            });
            vec![]
        }
        What::Allocate => any_money.map_or(vec![], |money| {
            allocated(test, model, (money, on), minor, today).into_iter().collect()
        }),
        What::Unallocate => {
            let live = (0..model.allocated.len()).filter(|place| {
                let it = &model.allocated[*place];
                it.until.is_none() && it.to != OUT
            });
            let live: Vec<usize> = live.collect();
            if live.is_empty() {
                return vec![];
            }
            let place = live[act.of % live.len()];
            let it = &model.allocated[place];
            let undone = test.post(&format!(
                r#"{{"do":"unallocate","allocation":"{}","date":"{date}"}}"#,
                it.number
            ));
            let Ok(receipt) = undone else { return vec![] };
            model.freed = it.money;
            model.undoes(place, today);
            vec![receipt]
        }
        What::Move => unreachable!("in two steps"),
        What::Bounce | What::Reverse => {
            let Some(money) = any_money.filter(|it| !model.money[*it].is_note) else {
                return vec![];
            };
            let command =
                if act.what == What::Bounce { "bounce_payment" } else { "reverse_payment" };
            let number = &model.money[money].number;
            let ended = test.post(&format!(
                r#"{{"do":"{command}","payment":"{number}","reason":"so it was","date":"{date}"}}"#
            ));
            let Ok(receipt) = ended else { return vec![] };
            finish(model, money, today);
            model.money[money].is_mistake = act.what == What::Reverse;
            vec![receipt]
        }
        What::Refund => {
            let Some(money) = any_money else { return vec![] };
            let minor = minor.min(model.left(money));
            let number = &model.money[money].number;
            let refund = format!(
                r#"{{"do":"refund","from":"{number}","amount":"{}","date":"{date}"}}"#,
                amount(minor)
            );
            if model.money[money].is_over || minor <= 0 {
                return vec![];
            }
            let Ok(receipt) = test.post(&refund) else { return vec![] };
            let number = receipt.number("refund").unwrap();
            model.allocates(number, (money, OUT), minor, today);
            vec![receipt]
        }
        What::ReverseRefund => {
            let live = |it: &Allocated| it.until.is_none() && it.to == OUT;
            let Some(place) = model.allocated.iter().position(live) else { return vec![] };
            let number = &model.allocated[place].number;
            let reversed = test.post(&format!(
                r#"{{"do":"reverse_refund","refund":"{number}","reason":"wrong","date":"{date}"}}"#
            ));
            let Ok(receipt) = reversed else { return vec![] };
            model.undoes(place, today);
            model.allocated[place].is_slip = true;
            vec![receipt]
        }
        What::Credit if model.written_off.iter().all(|it| it.0 != on) => {
            credited(test, model, on, minor, today)
        }
        What::WriteOff => {
            // A credit takes back what was written off: other tests are about that.
            let notes = model.allocated.iter().filter(|it| it.to == on);
            if notes.map(|it| &model.money[it.money]).any(|money| money.is_note) {
                return vec![];
            }
            let given_up = test.post(&format!(
                r#"{{"do":"write_off","override":{{"reason":"agreed"}},"invoice":"{invoice}","amount":"{}","reason":"bad_debt","date":"{date}"}}"#,
                amount(minor)
            ));
            let Ok(receipt) = given_up else { return vec![] };
            model.written_off.push((on, minor, today));
            vec![receipt]
        }
        What::Credit => vec![],
        What::VoidNote => {
            let Some(money) = any_money.filter(|it| model.money[*it].is_note) else {
                return vec![];
            };
            let number = &model.money[money].number;
            let void = format!(
                r#"{{"do":"void_credit_note","credit_note":"{number}","reason":"wrong","date":"{date}"}}"#
            );
            let Ok(receipt) = test.post(&void) else { return vec![] };
            finish(model, money, today);
            vec![receipt]
        }
        What::Dispute => {
            if model.disputed.iter().any(|it| it.on == on && it.until.is_none()) {
                return vec![];
            }
            let day = today.saturating_sub(act.back);
            let raised = test.post(&format!(
                r#"{{"do":"open_dispute","invoice":"{invoice}","amount":"{}","reason":"price","date":"{}"}}"#,
                amount(minor),
                later(day)
            ));
            let Ok(receipt) = raised else { return vec![] };
            let number = receipt.number("dispute").unwrap().to_string();
            model.disputed.push(Disputed { number, on, minor, day, until: None });
            vec![receipt]
        }
        What::Withdraw => {
            let mut live = model.disputed.iter_mut().filter(|it| it.until.is_none());
            let Some(it) = live.next() else { return vec![] };
            let ended = test.post(&format!(
                r#"{{"do":"resolve_dispute","dispute":"{}","outcome":"withdrawn","date":"{date}"}}"#,
                it.number
            ));
            let Ok(receipt) = ended else { return vec![] };
            it.until = Some(today);
            vec![receipt]
        }
        What::Charge => {
            let charged = test.post(&format!(
                r#"{{"do":"charge_late_fee","invoice":"{invoice}","through":"{date}"}}"#
            ));
            let Ok(receipt) = charged else { return vec![] };
            let fee = receipt.number("invoice").unwrap().to_string();
            let shown = test.shown_invoice(&fee);
            let from = shown.late_fee.unwrap().from.days_since(later(0));
            let from = usize::try_from(from).unwrap();
            assert_eq!(shown.total.minor(), model.accrued(on, (from, today)), "{fee}");
            model.fees.push((fee, on, from, today, shown.total.minor()));
            vec![]
        }
    }
}

fn allocated(
    test: &mut TestBook,
    model: &mut Model,
    (money, to): (usize, usize),
    minor: i64,
    today: usize,
) -> Option<Receipt> {
    let minor = minor.min(model.left(money)).min(model.open(to));
    if model.money[money].is_over || minor <= 0 {
        return None;
    }
    let (from, invoice) = (&model.money[money].number, &model.invoices[to].0);
    let line = format!(
        r#"{{"do":"allocate","from":"{from}","to":"{invoice}","amount":"{}","date":"{}"}}"#,
        amount(minor),
        later(today)
    );
    let receipt = test.post(&line).ok()?;
    let number = receipt.number("allocation").unwrap().to_string();
    model.allocates(&number, (money, to), minor, today);
    Some(receipt)
}

fn credited(
    test: &mut TestBook,
    model: &mut Model,
    on: usize,
    minor: i64,
    today: usize,
) -> Vec<Receipt> {
    let invoice = &model.invoices[on].0;
    let note = test.post(&format!(
        r#"{{"do":"credit_invoice","invoice":"{invoice}","amount":"{}","reason":"price","date":"{}"}}"#,
        amount(minor),
        later(today)
    ));
    let Ok(receipt) = note else { return vec![] };
    let number = receipt.number("credit_note").unwrap().to_string();
    model.money.push(Money {
        number,
        day: today,
        minor,
        is_note: true,
        is_over: false,
        is_mistake: false,
    });
    if let Some(number) = receipt.number("allocation") {
        let (number, minor) = (number.to_string(), minor.min(model.open(on)));
        let money = model.money.len() - 1;
        model.allocates(&number, (money, on), minor, today);
    }
    vec![receipt]
}

/// Some money is gone: what it paid is open again.
fn finish(model: &mut Model, money: usize, today: usize) {
    model.money[money].is_over = true;
    for place in 0..model.allocated.len() {
        let it = &model.allocated[place];
        if it.money == money && it.until.is_none() {
            model.undoes(place, today);
        }
    }
}

/// Does an act, and compares the book with the model: yesterday as it was, today's disputes, and what is warned of.
fn step(test: &mut TestBook, model: &mut Model, act: &Act, today: usize) {
    let before = model.fees_off();
    let is_of_today = act.back == 0 || !matches!(act.what, What::Pay | What::Dispute);
    let yesterday = is_of_today.then(|| standing(test, today - 1));
    let receipts = perform(test, model, act, today);
    if let Some(before) = yesterday {
        assert_eq!(standing(test, today - 1), before, "yesterday: {act:?}");
    }
    assert_eq!(standing(test, today)[1], model.blocked(), "{act:?}");
    for dispute in model.disputed.iter().filter(|it| it.until.is_none()) {
        assert_eq!(remaining(test, &dispute.number), model.remains(dispute));
    }
    let after = model.fees_off();
    for receipt in receipts {
        let was = |fee: &String| before.get(fee).copied().unwrap_or(0);
        let said = |(fee, more): (&String, &i64)| (fee.clone(), amount(more.abs()));
        let high = after.iter().filter(|(fee, more)| **more > was(fee).max(0));
        let low = after.iter().filter(|(fee, more)| **more < was(fee).min(0));
        let expected: [Vec<_>; 2] = [high.map(said).collect(), low.map(said).collect()];
        let mut warned = [warned(&receipt), warned_low(&receipt)];
        for warned in &mut warned {
            warned.sort();
        }
        assert_eq!(warned, expected, "{act:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, max_shrink_iters: 200, ..ProptestConfig::default() })]

    /// Whatever is paid, moved, returned, credited and disputed: on each day interest is on what the model has, and
    /// a fee that charges more or less than that is warned of by the command that makes it so.
    #[test]
    fn each_day_bears_interest_on_what_was_overdue_by_the_dates_of_the_money(
        acts in prop::collection::vec(act(), 4..26),
    ) {
        let mut test = book();
        let mut model = Model::default();
        for minor in [100_000, 60_000, 150_000] {
            let number = owed(&mut test, &amount(minor));
            model.invoices.push((number, minor));
        }
        let mut today = 1;
        for act in &acts {
            today = (today + act.days).min(DAYS - 1);
            if act.what == What::Move {
                step(&mut test, &mut model, &Act { what: What::Unallocate, ..act.clone() }, today);
                let act = Act { what: What::Allocate, of: model.freed, ..act.clone() };
                step(&mut test, &mut model, &act, today);
            } else {
                step(&mut test, &mut model, act, today);
            }
        }
        for (on, (number, _)) in model.invoices.clone().iter().enumerate() {
            let charged = model.fees.iter().filter(|fee| fee.1 == on).map(|fee| fee.3).max();
            let first = charged.unwrap_or(0);
            let expected: Vec<i64> =
                (0..DAYS).map(|day| if day < first { 0 } else { model.overdue(on, day) }).collect();
            prop_assert_eq!(&overdue(&test, number), &expected, "{}: {:?}", number, acts);
        }
        prop_assert!(test.verify().ok);
    }
}
