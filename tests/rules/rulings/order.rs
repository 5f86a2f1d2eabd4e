//! Whatever order money, credit notes and certificates are entered in, the discount for paying early
//! is the same.

use proptest::prelude::*;

use super::{certificate, early, money, owes, pay, sums, whole};
use crate::common::TestBook;
use crate::common::properties::properties;

/// Takes the lines in every order and shows what is owed and on account after each.
fn in_every_order(lines: &[String], mut book: impl FnMut() -> TestBook) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for order in orders(lines.len()) {
        let mut test = book();
        for place in order {
            test.taken(&lines[place]);
        }
        found.push(sums(&test));
        whole(test);
    }
    found
}

fn orders(count: usize) -> Vec<Vec<usize>> {
    if count == 0 {
        return vec![Vec::new()];
    }
    let mut all = Vec::new();
    for shorter in orders(count - 1) {
        for place in 0..count {
            let mut order = shorter.clone();
            order.insert(place, count - 1);
            all.push(order);
        }
    }
    all
}

fn credit(date: &str, amount: &str) -> String {
    format!(
        r#"{{"do":"credit_invoice","invoice":"INV-2026-00001","date":"{date}","reason":"price","amount":"{amount}","override":{{"reason":"found late"}}}}"#
    )
}

#[test]
fn a_credit_note_before_or_after_the_money_leaves_the_same_discount() {
    for credited_on in ["2026-11-03", "2026-11-21"] {
        let lines = [credit(credited_on, "500"), pay("2026-11-05", "490", "bank", r#""oldest""#)];
        for found in in_every_order(&lines, || early(&["1000"])) {
            assert_eq!(found, ("0.00".into(), "0.00".into()), "{credited_on}");
        }
        // Money that came too late has none.
        let lines = [credit(credited_on, "500"), pay("2026-11-15", "490", "bank", r#""oldest""#)];
        for found in in_every_order(&lines, || early(&["1000"])) {
            assert_eq!(found, ("10.00".into(), "0.00".into()), "{credited_on}");
        }
    }
}

#[test]
fn a_certificate_before_or_after_the_money_leaves_the_same_discount() {
    let book = || {
        let mut test = TestBook::rwanda();
        test.taken(r#"{"do":"register_customer","code":"C1","name":"A","terms":"2/10 net 30"}"#);
        test.invoice("C1", "2026-11-01", "2026-12-01", "100000");
        test
    };
    let withheld = certificate("W-1", r#"[{"invoice":"INV-2026-00001","amount":"15000"}]"#);
    let lines = [withheld.clone(), pay("2026-11-05", "83000", "bank", r#""oldest""#)];
    for found in in_every_order(&lines, book) {
        assert_eq!(found, ("0".into(), "0".into()));
    }
    let lines = [
        withheld,
        pay("2026-11-05", "40000", "bank", r#""oldest""#),
        pay("2026-11-06", "23400", "bank", r#""oldest""#),
        credit("2026-11-21", "20000"),
    ];
    // 80,000 is kept: 15,000 withheld, 1,600 off, 63,400 paid.
    for found in in_every_order(&lines, book) {
        assert_eq!(found, ("0".into(), "0".into()));
    }
}

#[test]
fn a_small_difference_before_or_after_the_money_leaves_the_same_discount() {
    let small = r#"{"do":"write_off","invoice":"INV-2026-00001","amount":"0.50","reason":"small_difference"}"#;
    let lines = [small.to_string(), pay("2026-11-05", "979.50", "bank", r#""oldest""#)];
    for found in in_every_order(&lines, || early(&["1000"])) {
        assert_eq!(found, ("0.00".into(), "0.00".into()));
    }
}

#[test]
fn a_discount_that_came_with_a_credit_note_goes_with_its_money_or_the_credit_note() {
    let mut test = early(&["1000"]);
    test.taken(&pay("2026-11-05", "490", "bank", r#""oldest""#));
    test.taken(&credit("2026-11-21", "500"));
    assert_eq!(owes(&test), "0.00");
    test.taken(r#"{"do":"bounce_payment","payment":"PAY-2026-00001","reason":"no funds"}"#);
    assert_eq!(owes(&test), "500.00");
    whole(test);

    let mut test = early(&["1000"]);
    test.taken(&pay("2026-11-05", "490", "bank", r#""oldest""#));
    test.taken(&credit("2026-11-21", "500"));
    test.taken(r#"{"do":"void_credit_note","credit_note":"CN-2026-00001","reason":"twice"}"#);
    assert_eq!(owes(&test), "510.00");
    whole(test);
}

#[test]
fn a_cent_beside_the_discounted_sum_of_several_invoices_is_as_good_as_exact() {
    for (amount, left) in [
        ("1470.00", "0.00"),
        ("1470.01", "0.00"),
        ("1469.99", "0.00"),
        ("1470.02", "29.98"),
        ("1469.98", "30.02"),
    ] {
        let mut test = early(&["1000", "500"]);
        test.taken(&pay("2026-11-05", amount, "bank", r#""oldest""#));
        assert_eq!(sums(&test), (left.into(), "0.00".into()), "{amount}");
        whole(test);
    }
    // The cent is of the last invoice that gives a discount.
    let mut test = early(&["1000"]);
    test.taken(r#"{"do":"amend_customer","customer":"C1","terms":"net 30"}"#);
    test.invoice("C1", "2026-11-01", "2026-12-02", "20");
    test.taken(&pay("2026-11-05", "1000.01", "bank", r#""oldest""#));
    assert_eq!(sums(&test), ("0.00".into(), "0.00".into()));
    assert_eq!(test.shown_invoice("INV-2026-00002").outstanding, money("0.00"));
    whole(test);
}

/// What happens to the one invoice of 100,000 on 2/10: credited, withheld, and paid in two parts, each
/// in time or too late. Nothing of it is more than what is owed with the discount.
fn acts() -> impl Strategy<Value = Vec<String>> {
    let part = 0_i64..8;
    let (settles, late) = (prop::bool::weighted(0.8), prop::bool::weighted(0.15));
    (part.clone(), part.clone(), part, settles, late, late).prop_map(
        |(credited, withheld, first, settles, is_first_late, is_last_late)| {
            let (credited, withheld) = (credited * 3_000, withheld * 2_000);
            let due = (100_000 - credited) * 98 / 100 - withheld;
            let first = first * 5_000;
            let last = if settles { due - first } else { (due - first) / 2 };
            let money = |amount: i64, is_late: bool| {
                let day = if is_late { "2026-11-15" } else { "2026-11-08" };
                pay(day, &amount.to_string(), "bank", r#""oldest""#)
            };
            let mut lines = vec![money(last, is_last_late)];
            if first > 0 {
                lines.push(money(first, is_first_late));
            }
            if credited > 0 {
                lines.push(credit("2026-11-12", &credited.to_string()));
            }
            if withheld > 0 {
                let share = format!(r#"[{{"invoice":"INV-2026-00001","amount":"{withheld}"}}]"#);
                lines.push(certificate("W-1", &share));
            }
            lines
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..properties(6) })]
    #[test]
    fn whatever_the_order_the_same_is_owed(lines in acts()) {
        let found = in_every_order(&lines, || {
            let mut test = TestBook::rwanda();
            test.taken(r#"{"do":"register_customer","code":"C1","name":"A","terms":"2/10 net 30"}"#);
            test.invoice("C1", "2026-11-01", "2026-12-01", "100000");
            test
        });
        prop_assert!(found.iter().all(|sums| *sums == found[0]), "{:?}: {:?}", lines, found);
    }
}
