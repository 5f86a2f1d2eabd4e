//! What is recorded late settles an invoice as it would have in time: each part of it from the first day, not before
//! either side's, from which it fits on that day and on every later one, however often the invoice was reopened since.
//! An auditor of its own checks every allocation after every command.

use std::collections::BTreeMap;

use crate::common::acts::{Act, act, line, post};
use crate::common::properties::properties;
use crate::common::{TestBook, acts, as_of, day};
use daybook::domain::Day;
use daybook::ledger::tables::{ALLOCATIONS, AllocationRow, ITEMS, ItemId, ItemKind, ItemRow};
use proptest::prelude::*;

/// All allocations, in the order of their numbers, and the documents that they are between.
struct Audited {
    allocations: Vec<AllocationRow>,
    items: BTreeMap<ItemId, ItemRow>,
}

impl Audited {
    fn new(test: &TestBook) -> Audited {
        test.book.as_ref().unwrap().shared().view(|view| {
            let all = (1..).map_while(|count| ALLOCATIONS.get(view.rows, &count).unwrap());
            let allocations: Vec<AllocationRow> = all.collect();
            let ids = allocations.iter().flat_map(|it| [it.from, it.to]);
            let items = ids.map(|id| (id, ITEMS.need(view.rows, &id).unwrap())).collect();
            Audited { allocations, items }
        })
    }

    fn left(&self, id: ItemId, on: Day) -> i64 {
        let is_on = |it: &&AllocationRow| {
            (it.from == id || it.to == id)
                && it.date <= on
                && it.reversed.is_none_or(|(day, _)| on < day)
        };
        let taken: i64 = self.allocations.iter().filter(is_on).map(|it| it.amount.minor()).sum();
        self.items[&id].amount.minor() - taken
    }

    /// As of no day is anything allocated that is not there, or not there yet.
    fn assert_sound(&self) {
        for it in &self.allocations {
            let (from, to) = (&self.items[&it.from], &self.items[&it.to]);
            assert!(it.date >= from.date.max(to.date), "{} to {}: {it:?}", from.number, to.number);
        }
        for id in self.items.keys() {
            for n in 0..60 {
                let on = day("2026-10-01").plus(n).unwrap();
                assert!(self.left(*id, on) >= 0, "{} on {on}", self.items[id].number);
            }
        }
    }

    /// Nothing that the last entry made could have begun to settle anything a day earlier.
    fn assert_earliest(&self, before: usize) {
        for it in self.allocations.iter().skip(before) {
            let (from, to) = (&self.items[&it.from], &self.items[&it.to]);
            let made = self.items.iter().filter(|(id, _)| id.seq == it.from.seq);
            let first = made.map(|(_, row)| row.date).min().unwrap();
            // Of what was there before, a rest was allocated again.
            let is_new = self.allocations[..before].iter().all(|old| old.from.seq != it.from.seq);
            if !is_new || from.account != to.account || it.date <= first.max(to.date) {
                continue;
            }
            let eve = it.date.plus(-1).unwrap();
            let room = self.left(it.to, eve).min(match from.kind {
                // What is given up is one document of one day.
                ItemKind::WriteOff if self.left(it.to, eve) < it.amount.minor() => 0,
                ItemKind::WriteOff => i64::MAX,
                _ => self.left(it.from, eve),
            });
            assert_eq!(room, 0, "{} to {} from {}: {it:?}", from.number, to.number, it.date);
        }
    }
}

/// A line that may also recover a write-off, or pay early with the discount.
fn any_line() -> impl Strategy<Value = String> {
    let on = || 0_u8..26;
    prop_oneof![
        12 => (act(), on()).prop_map(|(act, day)| line(&act, day)),
        2 => (0_u8..4, 1_u16..300, on()).prop_map(|(n, amount, day)| format!(
            r#"{{"do":"recover","write_off":"WO-2026-{:05}","amount":"{amount}","date":"2026-11-{:02}"}}"#,
            n + 1,
            day + 1
        )),
        2 => (0_u8..2, prop_oneof![Just(588_u16), 1..600_u16], 0_u8..12).prop_map(|(n, amount, day)| format!(
            r#"{{"do":"record_payment","customer":"E","amount":"{amount}","method":"bank","date":"2026-11-{:02}","allocate":[{{"invoice":"INV-2026-{:05}","amount":"{amount}"}}]}}"#,
            day + 1,
            n + 7
        )),
        1 => (0_u8..12, on()).prop_map(|(n, day)| line(&Act::Bounce { payment: n }, day)),
    ]
}

/// The commands that pick the day of an allocation themselves.
const PICKING: [&str; 5] =
    ["record_payment", "record_certificate", "credit_invoice", "resolve_dispute", "write_off"];

proptest! {
    #![proptest_config(properties(24))]

    #[test]
    fn money_settles_from_the_first_day_on_which_it_fits(
        lines in prop::collection::vec(any_line(), 10..60),
    ) {
        let mut test = acts::book();
        test.taken(r#"{"do":"register_customer","code":"E","name":"Early","terms":"2/10 net 30","date":"2020-01-01"}"#);
        for _ in 0..2 {
            test.invoice("E", "2026-11-01", "2026-12-01", "600");
        }
        for line in &lines {
            let before = Audited::new(&test).allocations.len();
            if !post(&mut test, line) {
                continue;
            }
            let audited = Audited::new(&test);
            audited.assert_sound();
            if PICKING.iter().any(|name| line.contains(&format!(r#""do":"{name}""#))) {
                audited.assert_earliest(before);
            }
        }
        prop_assert!(test.verify().ok);
    }
}

/// An invoice of 500 with 50 of October, to be taken back on 5 November.
fn reopened(how: &str) -> TestBook {
    let mut test = TestBook::rwanda();
    test.customer("C1");
    test.invoice("C1", "2026-09-20", "2026-10-20", "500");
    let paid = r#"{"do":"record_payment","customer":"C1","date":"2026-10-01","amount":"50","method":"bank"}"#;
    let given = |command: &str| {
        format!(
            r#"{{"do":"{command}","invoice":"INV-2026-00001","amount":"50","date":"2026-10-01","reason":"bad_debt"}}"#
        )
    };
    let (settles, back) = match how {
        "bounced" => (paid.into(), r#""bounce_payment","payment":"PAY-2026-00001","reason":"x""#),
        "reversed" => (paid.into(), r#""reverse_payment","payment":"PAY-2026-00001","reason":"x""#),
        "unallocated" => (paid.into(), r#""unallocate","allocation":"A000001""#),
        "recovered" => (given("write_off"), r#""recover","write_off":"WO-2026-00001""#),
        _ => (
            given("credit_invoice"),
            r#""void_credit_note","credit_note":"CN-2026-00001","reason":"x""#,
        ),
    };
    test.taken(&settles);
    test.taken(&format!(r#"{{"do":{back},"date":"2026-11-05"}}"#));
    test
}

/// The allocations from the second on: amounts with their days.
fn days(test: &TestBook) -> Vec<(i64, String)> {
    let all = Audited::new(test).allocations;
    all.iter().skip(1).map(|it| (it.amount.minor(), it.date.to_string())).collect()
}

fn dated(parts: &[(i64, &str)]) -> Vec<(i64, String)> {
    parts.iter().map(|(amount, date)| (*amount, (*date).to_string())).collect()
}

/// The case that an accountant found.
#[test]
fn money_recorded_after_a_reopening_settles_from_its_own_day() {
    for how in ["bounced", "reversed", "unallocated", "recovered", "voided"] {
        let mut test = reopened(how);
        let late =
            [(30, "2026-10-02"), (30, "2026-10-03"), (100, "2026-10-04"), (40, "2026-10-05")];
        for (amount, date) in late {
            test.payment("C1", date, &amount.to_string(), "oldest");
        }
        assert_eq!(days(&test), dated(&late), "{how}");
        let aging = test.aging(as_of("2026-10-10")).rows.iter().next().unwrap().sums;
        assert_eq!((aging.total.minor(), aging.on_account.minor()), (250, 0), "{how}");
        // What a credit note and a certificate settle counts from their days, too.
        test.taken(r#"{"do":"credit_invoice","invoice":"INV-2026-00001","amount":"20","reason":"price","date":"2026-10-06","override":{"reason":"late"}}"#);
        test.taken(r#"{"do":"record_certificate","customer":"C1","kind":"WHT3","number":"W","date":"2026-10-07","allocate":[{"invoice":"INV-2026-00001","amount":"10"}]}"#);
        let then = days(&test).split_off(4);
        assert_eq!(then, dated(&[(20, "2026-10-06"), (10, "2026-10-07")]), "{how}");
        assert!(test.verify().ok);
    }
}

/// Of more than fits at once, the rest waits for the day of the reopening.
#[test]
fn what_does_not_fit_yet_settles_from_the_day_of_the_reopening() {
    let mut test = reopened("bounced");
    test.payment("C1", "2026-10-02", "480", "oldest");
    assert_eq!(days(&test), dated(&[(450, "2026-10-02"), (30, "2026-11-05")]));
    let aging = test.aging(as_of("2026-10-10")).rows.iter().next().unwrap().sums;
    assert_eq!((aging.total.minor(), aging.on_account.minor()), (-30, 30));
    let mut test = reopened("bounced");
    test.taken(r#"{"do":"credit_invoice","invoice":"INV-2026-00001","amount":"470","reason":"price","date":"2026-10-02"}"#);
    assert_eq!(days(&test), dated(&[(450, "2026-10-02"), (20, "2026-11-05")]));
}

/// A discount counts from the first day on which all of it fits; what is withheld is disputed from the day of the money.
#[test]
fn discounts_and_disputes_count_from_the_first_day() {
    let mut test = TestBook::rwanda();
    test.taken(r#"{"do":"register_customer","code":"E","name":"Early","terms":"2/10 net 30","date":"2020-01-01"}"#);
    test.invoice("E", "2026-10-01", "2026-10-31", "1000");
    for line in [
        r#"{"do":"record_payment","customer":"E","date":"2026-10-02","amount":"50","method":"bank"}"#,
        r#"{"do":"bounce_payment","payment":"PAY-2026-00001","reason":"x","date":"2026-11-05"}"#,
        r#"{"do":"record_payment","customer":"E","date":"2026-10-03","amount":"900","method":"bank"}"#,
        r#"{"do":"record_payment","customer":"E","date":"2026-10-04","amount":"80","method":"bank"}"#,
    ] {
        test.taken(line);
    }
    // The discount is one document of one day; the money before it takes what fits.
    let expected =
        [(900, "2026-10-03"), (20, "2026-11-05"), (50, "2026-10-04"), (30, "2026-11-05")];
    assert_eq!(days(&test), dated(&expected));
    let mut test = reopened("bounced");
    test.taken(r#"{"do":"record_payment","customer":"C1","date":"2026-10-02","amount":"30","method":"bank","remittance":"1 30 -20 price"}"#);
    assert_eq!(days(&test), dated(&[(30, "2026-10-02")]));
    assert_eq!(test.shown_dispute("DSP-2026-00001").opened, day("2026-10-02"));
}

/// Cash that was rounded up is so again when a credit note is voided, but not before it came.
#[test]
fn cash_is_not_rounded_up_again_before_it_came() {
    let mut test = TestBook::canada();
    test.customer("C1");
    test.invoice("C1", "2026-10-01", "2026-10-31", "10.03");
    for line in [
        r#"{"do":"record_payment","customer":"C1","date":"2026-11-01","amount":"10.05","method":"cash"}"#,
        r#"{"do":"credit_invoice","invoice":"INV-2026-00001","amount":"5","reason":"price","date":"2026-10-10"}"#,
        r#"{"do":"void_credit_note","credit_note":"CN-2026-00001","reason":"x","date":"2026-10-20"}"#,
    ] {
        test.taken(line);
        Audited::new(&test).assert_sound();
    }
}

/// What a credit note took back of a later write-off counts again from the day of the write-off.
#[test]
fn a_write_off_that_is_restored_counts_no_earlier_than_before() {
    let mut test = TestBook::rwanda();
    test.customer("C1");
    test.invoice("C1", "2026-10-01", "2026-10-31", "1000");
    for line in [
        r#"{"do":"record_payment","customer":"C1","date":"2026-10-02","amount":"100","method":"bank"}"#,
        r#"{"do":"write_off","invoice":"INV-2026-00001","reason":"bad_debt","date":"2026-11-01"}"#,
        r#"{"do":"credit_invoice","invoice":"INV-2026-00001","amount":"100","reason":"price","date":"2026-10-10"}"#,
        r#"{"do":"void_credit_note","credit_note":"CN-2026-00001","reason":"x","date":"2026-10-20"}"#,
    ] {
        test.taken(line);
    }
    let open = |on: &str| test.balance("C1", as_of(on)).balance.minor();
    assert_eq!(["2026-10-15", "2026-10-25", "2026-11-01"].map(open), [800, 900, 0]);
    assert!(test.verify().ok);
}
