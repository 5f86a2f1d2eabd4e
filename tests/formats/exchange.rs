//! Foreign currency: what is gained by parts adds up to what is gained by the whole, whatever the
//! parts; rates are bounded; refunds have a rate of their own.

use crate::common::properties::properties;
use crate::common::{TestBook, as_of};
use daybook::ledger::query::page::AllocationsAfter;
use proptest::prelude::*;

/// A Rwandan book with an account in dinars, which have three decimals.
fn dinars() -> TestBook {
    let mut test = TestBook::rwanda();
    test.taken(r#"{"do":"register_customer","code":"C1","name":"A","currency":"KWD"}"#);
    test
}

fn issue(test: &mut TestBook, amount: &str, rate: &str) {
    test.taken(&format!(
        r#"{{"do":"issue_invoice","customer":"C1","date":"2026-11-01","rate":"{rate}","lines":[{{"description":"x","quantity":"1","unit_price":"{amount}"}}]}}"#
    ));
}

fn pay(test: &mut TestBook, amount: &str, rate: &str, allocate: &str) {
    test.taken(&format!(
        r#"{{"do":"record_payment","customer":"C1","date":"2026-11-05","amount":"{amount}","rate":"{rate}","method":"bank","allocate":{allocate}}}"#
    ));
}

fn gains(test: &TestBook) -> Vec<i64> {
    let rows = test.ask(&AllocationsAfter(None)).unwrap().rows.into_iter().flatten();
    rows.filter_map(|row| row.gain).map(daybook::domain::Money::minor).collect()
}

#[test]
fn twenty_parts_of_half_a_dinar_gain_the_exact_8_francs() {
    // One invoice, twenty payments.
    let mut test = dinars();
    issue(&mut test, "10.000", "4200");
    for _ in 0..20 {
        pay(&mut test, "0.500", "4200.8", r#""oldest""#);
    }
    assert_eq!(gains(&test).iter().sum::<i64>(), 8);
    // One payment, twenty invoices, in one command.
    let mut test = dinars();
    for _ in 0..20 {
        issue(&mut test, "0.500", "4200");
    }
    pay(&mut test, "10.000", "4200.8", r#""oldest""#);
    assert_eq!(gains(&test).iter().sum::<i64>(), 8);
    // One payment, allocated to one invoice in twenty parts.
    let mut test = dinars();
    issue(&mut test, "10.000", "4200");
    pay(&mut test, "10.000", "4200.8", r#""none""#);
    for _ in 0..20 {
        test.taken(
            r#"{"do":"allocate","from":"PAY-2026-00001","to":"INV-2026-00001","amount":"0.500"}"#,
        );
    }
    assert_eq!(gains(&test).iter().sum::<i64>(), 8);
    assert!(test.verify().ok);
}

#[test]
fn an_allocation_that_is_reversed_takes_its_gain_with_it() {
    let mut test = dinars();
    issue(&mut test, "10.000", "4200");
    for _ in 0..20 {
        pay(&mut test, "0.500", "4200.8", r#""oldest""#);
    }
    // The last one held what rounding left; without it there is nothing, and it comes again.
    test.taken(r#"{"do":"unallocate","allocation":"A000020"}"#);
    assert_eq!(gains(&test).iter().sum::<i64>(), 0);
    test.taken(
        r#"{"do":"allocate","from":"PAY-2026-00020","to":"INV-2026-00001","amount":"0.500"}"#,
    );
    assert_eq!(gains(&test).iter().sum::<i64>(), 8);
}

#[test]
fn a_gain_is_what_came_less_what_was_booked() {
    // 20.74 at 1,380.5 is 28,632; at 1,420.6 it is 29,463.
    let mut test = TestBook::rwanda();
    test.taken(r#"{"do":"register_customer","code":"C1","name":"A","currency":"USD"}"#);
    issue(&mut test, "20.74", "1380.5");
    pay(&mut test, "20.74", "1420.6", r#""oldest""#);
    assert_eq!(gains(&test), [831]);
    // In parts it gains as much: 14,316 twice are booked, and 14,732 and 14,731 come.
    let mut test = TestBook::rwanda();
    test.taken(r#"{"do":"register_customer","code":"C1","name":"A","currency":"USD"}"#);
    issue(&mut test, "20.74", "1380.5");
    for _ in 0..2 {
        pay(&mut test, "10.37", "1420.6", r#""oldest""#);
    }
    assert_eq!(gains(&test), [416, 415]);
    // Each invoice is booked by itself: 58,926 came for twice 28,632.
    let mut test = TestBook::rwanda();
    test.taken(r#"{"do":"register_customer","code":"C1","name":"A","currency":"USD"}"#);
    for _ in 0..2 {
        issue(&mut test, "20.74", "1380.5");
    }
    pay(&mut test, "41.48", "1420.6", r#""oldest""#);
    assert_eq!(gains(&test), [831, 831]);
    // What is credited at the invoice's rate gains nothing, nor does what is written off.
    let mut test = TestBook::rwanda();
    test.taken(r#"{"do":"register_customer","code":"C1","name":"A","currency":"USD"}"#);
    issue(&mut test, "20.74", "1380.5");
    for _ in 0..3 {
        test.taken(r#"{"do":"credit_invoice","invoice":"INV-2026-00001","reason":"price","amount":"3.33"}"#);
    }
    test.taken(r#"{"do":"write_off","invoice":"INV-2026-00001","reason":"bad_debt"}"#);
    assert_eq!(gains(&test).iter().sum::<i64>(), 0);
    assert!(test.verify().ok);
}

#[test]
fn a_refund_takes_a_rate_and_realises_its_gain() {
    let mut test = dinars();
    pay(&mut test, "10.000", "4200", r#""none""#);
    test.taken(r#"{"do":"refund","from":"PAY-2026-00001","amount":"4.000","rate":"4100"}"#);
    assert_eq!(gains(&test), [400], "held at 4,200, paid out at 4,100");
    test.taken(r#"{"do":"refund","from":"PAY-2026-00001","amount":"1.000"}"#);
    assert_eq!(gains(&test), [400, 0], "without a rate at that of the payment");
    let unwanted = r#"{"do":"refund","from":"PAY-2026-00002","amount":"1","rate":"2"}"#;
    test.customer("C2");
    test.payment("C2", "2026-11-05", "10", "none");
    assert_eq!(test.refused(unwanted).0, "rate.unwanted");
    assert_eq!(test.balance("C1", as_of("2026-11-21")).on_account.to_string(), "5.000");
    assert!(test.verify().ok);
}

#[test]
fn a_rate_is_one_that_currencies_have() {
    let mut test = dinars();
    for (rate, rule) in [
        ("1000000000000000", "rate.out_of_range"),
        ("100000001", "rate.out_of_range"),
        ("0.000000001", "rate.out_of_range"),
        ("1.0000000000001", "rate.out_of_range"),
        ("0", "rate.not_positive"),
        ("-1", "rate.not_positive"),
    ] {
        for line in [
            format!(
                r#"{{"do":"record_payment","customer":"C1","amount":"1","method":"bank","rate":"{rate}"}}"#
            ),
            format!(
                r#"{{"do":"issue_invoice","customer":"C1","rate":"{rate}","lines":[{{"description":"x","quantity":"1","unit_price":"1"}}]}}"#
            ),
            format!(
                r#"{{"do":"bring_in_receivable","number":"7","customer":"C1","amount":"1","rate":"{rate}"}}"#
            ),
        ] {
            assert_eq!(test.refused(&line), (rule, "rate".into()), "{line}");
        }
    }
    pay(&mut test, "1.000", "100000000", r#""none""#);
    pay(&mut test, "1.000", "0.00000001", r#""none""#);
}

/// Thousandths of a dinar at ten thousandths of a franc, in francs, rounded half up.
fn francs(fine: i64) -> i64 {
    (2 * fine + 10_000_000).div_euclid(20_000_000)
}

proptest! {
    #![proptest_config(properties(40))]

    /// The parts of one invoice gain what the whole would.
    #[test]
    fn parts_of_an_invoice_gain_what_the_whole_does(
        parts in prop::collection::vec(1_i64..4_000, 1..12),
        booked in 40_000_000_i64..45_000_000,
        came in 40_000_000_i64..45_000_000,
    ) {
        let dinars_of = |fils: i64| format!("{}.{:03}", fils / 1_000, fils % 1_000);
        let rate = |of: i64| format!("{}.{:04}", of / 10_000, of % 10_000);
        let all: i64 = parts.iter().sum();
        let mut test = dinars();
        issue(&mut test, &dinars_of(all), &rate(booked));
        for part in &parts {
            pay(&mut test, &dinars_of(*part), &rate(came), r#""oldest""#);
        }
        let gain = francs(all * came) - francs(all * booked);
        prop_assert_eq!(gains(&test).iter().sum::<i64>(), gain);
    }

    /// Parts at rates of their own gain what they are worth together less what the invoice is booked at,
    /// when one was reversed and made again too.
    #[test]
    fn parts_at_different_rates_gain_what_they_are_worth_less_the_invoice(
        parts in prop::collection::vec((1_i64..4_000, 40_000_000_i64..45_000_000), 1..8),
        booked in 40_000_000_i64..45_000_000,
        again in any::<prop::sample::Index>(),
    ) {
        let dinars_of = |fils: i64| format!("{}.{:03}", fils / 1_000, fils % 1_000);
        let rate = |of: i64| format!("{}.{:04}", of / 10_000, of % 10_000);
        let mut test = dinars();
        issue(&mut test, &dinars_of(parts.iter().map(|(part, _)| part).sum()), &rate(booked));
        for (part, came) in &parts {
            pay(&mut test, &dinars_of(*part), &rate(*came), r#""oldest""#);
        }
        let all: i64 = parts.iter().map(|(part, _)| part).sum();
        let came: i64 = parts.iter().map(|(part, came)| part * came).sum();
        let gain = francs(came) - francs(all * booked);
        prop_assert_eq!(gains(&test).iter().sum::<i64>(), gain);
        let place = again.index(parts.len());
        let (number, amount) = (place + 1, dinars_of(parts[place].0));
        test.taken(&format!(r#"{{"do":"unallocate","allocation":"A{number:06}"}}"#));
        test.taken(&format!(
            r#"{{"do":"allocate","from":"PAY-2026-{number:05}","to":"INV-2026-00001","amount":"{amount}"}}"#
        ));
        prop_assert_eq!(gains(&test).iter().sum::<i64>(), gain);
    }

    /// A payment over many invoices at rates of their own gains what it is worth less what each of them
    /// is booked at, and the rest of it that is paid back counts with the parts.
    #[test]
    fn a_payment_over_many_invoices_gains_what_it_is_worth_less_each_of_them(
        parts in prop::collection::vec((1_i64..4_000, 40_000_000_i64..45_000_000), 1..8),
        came in 40_000_000_i64..45_000_000,
        (rest, out) in (0_i64..2_000, 40_000_000_i64..45_000_000),
    ) {
        let dinars_of = |fils: i64| format!("{}.{:03}", fils / 1_000, fils % 1_000);
        let rate = |of: i64| format!("{}.{:04}", of / 10_000, of % 10_000);
        let mut test = dinars();
        for (part, booked) in &parts {
            issue(&mut test, &dinars_of(*part), &rate(*booked));
        }
        let all = rest + parts.iter().map(|(part, _)| part).sum::<i64>();
        pay(&mut test, &dinars_of(all), &rate(came), r#""oldest""#);
        let mut booked: i64 = parts.iter().map(|(part, booked)| francs(part * booked)).sum();
        if rest > 0 {
            test.taken(&format!(
                r#"{{"do":"refund","from":"PAY-2026-00001","amount":"{}","rate":"{}"}}"#,
                dinars_of(rest),
                rate(out)
            ));
            booked += francs(rest * out);
        }
        prop_assert_eq!(gains(&test).iter().sum::<i64>(), francs(all * came) - booked);
    }
}
