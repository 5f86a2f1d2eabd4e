//! The book against books kept by hand: payments, refunds, returned payments, undone allocations, credit notes,
//! write-offs, certificates, rounded cash and foreign money, entered in any order of days. As of every day and as known
//! at every entry, every view agrees with those books; no entry changes a day before its own; and each changes what
//! the customer owes by the amount its rule gives.

mod books;
mod both;

use std::collections::BTreeMap;

use crate::common::properties::properties;
use crate::common::{TestBook, day, files};
use daybook::domain::{Code, Day, Money};
use daybook::engine::Receipt;
use daybook::ledger::query::AsOf;
use daybook::ledger::query::statement::{StatementOf, Style};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

use both::Both;

/// Where the book is: in francs with certificates, in dollars with cash that is rounded, or in francs with a customer
/// who pays in dollars.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Place {
    Kigali,
    Quebec,
    Abroad,
}

/// What is done. Documents are named by their place among those of their kind, amounts are in minor units.
#[derive(Clone, Copy, Debug, PartialEq)]
enum What {
    Invoice,
    Pay {
        is_cash: bool,
    },
    /// What an invoice comes to, in the coins that there are.
    PayAll,
    Allocate,
    Settle,
    Unallocate,
    Bounce,
    Reverse,
    Refund {
        of_note: bool,
    },
    ReverseRefund,
    Credit,
    VoidNote,
    WriteOff,
    Recover,
    Certify,
}

#[derive(Clone, Copy, Debug)]
struct Act {
    what: What,
    one: u8,
    other: u8,
    minor: i64,
    share: i64,
    /// How many days later than the one before.
    days: i64,
    /// How many days it is dated back.
    back: i64,
}

fn act() -> impl Strategy<Value = Act> {
    let what = prop_oneof![
        2 => Just(What::Invoice),
        3 => any::<bool>().prop_map(|is_cash| What::Pay { is_cash }),
        2 => Just(What::PayAll),
        3 => Just(What::Allocate),
        3 => Just(What::Settle),
        3 => Just(What::Unallocate),
        2 => Just(What::Bounce),
        1 => Just(What::Reverse),
        4 => any::<bool>().prop_map(|of_note| What::Refund { of_note }),
        1 => Just(What::ReverseRefund),
        2 => Just(What::Credit),
        1 => Just(What::VoidNote),
        2 => Just(What::WriteOff),
        1 => Just(What::Recover),
        2 => Just(What::Certify),
    ];
    (
        what,
        0_u8..5,
        0_u8..5,
        1_i64..900,
        1_i64..900,
        0_i64..3,
        prop_oneof![3 => Just(0_i64), 1 => 1_i64..8],
    )
        .prop_map(|(what, one, other, minor, share, days, back)| Act {
            what,
            one,
            other,
            minor,
            share,
            days,
            back,
        })
}

fn later(days: i64) -> Day {
    day("2026-11-01").plus(days).unwrap()
}

fn place() -> impl Strategy<Value = Place> {
    prop_oneof![Just(Place::Kigali), Just(Place::Quebec), Just(Place::Abroad)]
}

/// With three invoices.
fn begun(place: Place) -> Both {
    let mut both = Both::new(place);
    for n in 0..3 {
        let (what, one) = (What::Invoice, 3);
        both.step(&Act { what, one, other: 0, minor: 503 + 101 * n, share: 1, days: 0, back: 0 });
    }
    both
}

/// The property below would say little if the book refused most of what is entered.
#[test]
fn the_book_takes_acts_of_every_kind() {
    let mut runner = TestRunner::deterministic();
    let (mut taken, mut all) = (BTreeMap::<String, usize>::new(), 0);
    for place in [Place::Kigali, Place::Quebec, Place::Abroad].repeat(4) {
        let mut both = begun(place);
        for _ in 0..30 {
            let act = act().new_tree(&mut runner).unwrap().current();
            taken.entry(kind(act.what)).or_default();
            both.step(&act);
        }
        for what in both.taken.drain(3..) {
            *taken.entry(kind(what)).or_default() += 1;
        }
        all += 30;
    }
    assert!(taken.values().all(|count| *count > 0), "{taken:?}");
    assert!(taken.values().sum::<usize>() * 3 > all, "{taken:?} of {all}");
}

fn kind(what: What) -> String {
    format!("{what:?}").split(' ').next().unwrap().to_string()
}

proptest! {
    #![proptest_config(ProptestConfig { max_shrink_iters: 600, ..properties(30) })]
    #[test]
    fn whatever_is_entered_every_day_reads_as_the_dated_entries_add_up(
        place in place(),
        acts in prop::collection::vec(act(), 12..40),
    ) {
        let mut both = begun(place);
        let first = both.books.last;
        for act in &acts {
            both.step(act);
        }
        let last = both.books.last;
        for n in -1..34 {
            both.agrees(later(n), last);
            both.agrees(later(n), first + (last - first) / 2);
        }
        prop_assert!(both.test.verify().ok);
    }
}

/// A payment for several invoices, or several payments for one, allocated in parts that are undone and made again: once
/// all of it is settled, the gains are what it is worth at one rate less what it is worth at the other, each rounded
/// once.
#[derive(Clone, Debug)]
struct Exchange {
    is_one_payment: bool,
    parts: Vec<(i64, u32)>,
    one_rate: u32,
    /// Which allocations are undone and made again, in which order.
    again: Vec<usize>,
}

fn exchange() -> impl Strategy<Value = Exchange> {
    let parts = prop::collection::vec((1_i64..9_000, 100_000_u32..160_000), 2..7);
    let again = prop::collection::vec(0_usize..7, 0..8);
    (any::<bool>(), parts, 100_000_u32..160_000, again).prop_map(
        |(is_one_payment, parts, one_rate, again)| Exchange {
            is_one_payment,
            parts,
            one_rate,
            again,
        },
    )
}

/// Francs of cents at a rate in hundredths, rounded half away from zero, from the exact sum of them.
fn francs(parts: &[(i64, u32)]) -> i64 {
    let exact: i64 = parts.iter().map(|(cents, rate)| cents * i64::from(*rate)).sum();
    (exact + 5_000) / 10_000
}

proptest! {
    #![proptest_config(ProptestConfig { max_shrink_iters: 600, ..properties(40) })]
    #[test]
    fn gains_add_up_however_often_allocations_are_undone_and_made_again(it in exchange()) {
        let mut both = Both::new(Place::Abroad);
        let test = &mut both.test;
        let decimal = |minor: i64| format!("{}.{:02}", minor / 100, minor % 100);
        let invoice = |test: &mut TestBook, cents: i64, rate: u32| {
            let (amount, rate) = (decimal(cents), decimal(i64::from(rate)));
            let receipt = test.taken(&format!(
                r#"{{"do":"issue_invoice","customer":"C1","date":"2026-11-01","rate":"{rate}","lines":[{{"description":"x","quantity":"1","unit_price":"{amount}"}}]}}"#
            ));
            receipt.number("invoice").unwrap().to_string()
        };
        let payment = |test: &mut TestBook, cents: i64, rate: u32| {
            let (amount, rate) = (decimal(cents), decimal(i64::from(rate)));
            let receipt = test.taken(&format!(
                r#"{{"do":"record_payment","customer":"C1","date":"2026-11-02","rate":"{rate}","amount":"{amount}","method":"bank","allocate":"none"}}"#
            ));
            receipt.number("payment").unwrap().to_string()
        };
        let all: i64 = it.parts.iter().map(|(cents, _)| cents).sum();
        let pairs: Vec<(String, String, i64)> = if it.is_one_payment {
            let from = payment(test, all, it.one_rate);
            it.parts.iter().map(|(cents, rate)| (from.clone(), invoice(test, *cents, *rate), *cents)).collect()
        } else {
            let to = invoice(test, all, it.one_rate);
            it.parts.iter().map(|(cents, rate)| (payment(test, *cents, *rate), to.clone(), *cents)).collect()
        };
        let allocate = |test: &mut TestBook, (from, to, cents): &(String, String, i64)| {
            let amount = decimal(*cents);
            let receipt = test.taken(&format!(
                r#"{{"do":"allocate","from":"{from}","to":"{to}","amount":"{amount}","date":"2026-11-03"}}"#
            ));
            (receipt.number("allocation").unwrap().to_string(), receipt.seq)
        };
        let mut made: Vec<(String, u64)> = pairs.iter().map(|pair| allocate(test, pair)).collect();
        for place in it.again.iter().filter(|place| **place < pairs.len()) {
            let number = &made[*place].0;
            test.taken(&format!(
                r#"{{"do":"unallocate","allocation":"{number}","date":"2026-11-03"}}"#
            ));
            made[*place] = allocate(test, &pairs[*place]);
        }
        let gains = made.iter().map(|(_, seq)| {
            let entry = both.entry(*seq);
            let event = entry["events"].as_array().unwrap().iter();
            let mut made = event.filter(|event| event["event"] == "allocation_made");
            made.next().unwrap()["gain"].as_str().unwrap().parse::<i64>().unwrap()
        });
        let (one, each) = (francs(&[(all, it.one_rate)]), it.parts.as_slice());
        let expected = match it.is_one_payment {
            true => one - each.iter().map(|part| francs(&[*part])).sum::<i64>(),
            false => francs(each) - one,
        };
        prop_assert_eq!(gains.sum::<i64>(), expected);
        prop_assert!(both.test.verify().ok);
    }
}
