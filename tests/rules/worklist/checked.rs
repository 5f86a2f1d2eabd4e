//! An independent checker: after any commands in any order, on several days, those who are called about a
//! debt are exactly those who owe something that is overdue, undisputed, unpromised and not covered by money
//! on account, added up from what `balance` and `show` say.

use std::collections::BTreeMap;

use super::list_of;
use crate::common::properties::properties;
use crate::common::{TestBook, acts, as_of};
use daybook::domain::{Day, Money};
use daybook::ledger::query::balance::Balance;
use daybook::ledger::query::page::CasesAfter;
use daybook::ledger::query::show::{Show, Shown, ShownPromise};
use daybook::ledger::query::worklist::Worklist;
use daybook::ledger::tables::CaseKind;
use proptest::prelude::*;

const CUSTOMERS: [&str; 3] = ["C0", "C1", "C2"];

fn promises(test: &TestBook) -> Vec<ShownPromise> {
    let rows = test.ask(&CasesAfter(CaseKind::Promise, None)).unwrap().rows.into_iter();
    let of = |shown| match shown {
        Shown::Promise(promise) => promise,
        other => panic!("{other:?}"),
    };
    rows.map(of).collect()
}

/// The payments on account: when each came, which entry recorded it, and what is left.
fn on_account(test: &TestBook, balance: &Balance) -> Vec<(Day, u64, i64)> {
    let mut money = Vec::new();
    for item in balance.items.iter().filter(|item| item.outstanding.is_negative()) {
        if let Shown::Payment(payment) = test.ask(&Show { what: item.item.0.clone() }).unwrap() {
            money.push((payment.date, payment.entry, -item.outstanding.minor()));
        }
    }
    money.sort_unstable();
    money
}

/// What is promised of each invoice of a balance and still to come: without what came early, which is deducted as
/// money on account, and once. All promises are for one day, so that none is past its day while another is not.
fn still_promised(test: &TestBook, balance: &Balance) -> BTreeMap<String, i64> {
    let mut money = on_account(test, balance);
    let mut promised: BTreeMap<String, i64> = BTreeMap::new();
    for promise in promises(test).into_iter().filter(|promise| promise.state == "open") {
        let open = balance.items.iter().find(|item| item.item == promise.invoice);
        let is_past = promise.by.plus(i64::from(promise.tolerance_days)).unwrap() < balance.as_of;
        // Past its day nothing is still to come: what waits keeps it, whether it can all be allocated or not.
        let Some(open) = open.filter(|_| !is_past) else { continue };
        let mut missing = promise.amount.minor() - promise.paid.minor();
        missing = missing.min(open.outstanding.minor());
        for (_, _, left) in money.iter_mut().filter(|(_, entry, _)| *entry > promise.entry) {
            let came = missing.min(*left);
            (*left, missing) = (*left - came, missing - came);
        }
        *promised.entry(promise.invoice.0).or_default() += missing;
    }
    promised
}

/// What may be chased of a customer on a day, in minor units.
fn chaseable(test: &TestBook, customer: &str, date: &str) -> i64 {
    let balance = test.balance(customer, as_of(date));
    let promised = still_promised(test, &balance);
    let mut left = 0;
    for item in balance.items.iter().filter(|item| item.outstanding.is_positive()) {
        if item.due < balance.as_of {
            let undisputed = item.outstanding.minor() - item.disputed.map_or(0, Money::minor);
            let promised = promised.get(&item.item.0).copied().unwrap_or(0);
            left += (undisputed - promised).max(0);
        }
    }
    (left - balance.on_account.minor()).max(0)
}

/// Whether a customer goes on as itself.
fn is_merged(test: &TestBook, customer: &str) -> bool {
    test.balance(customer, as_of("2026-11-29")).customer.0 != customer
}

fn debts(list: &Worklist) -> BTreeMap<String, Option<i64>> {
    let is_debt = |it: &&daybook::ledger::query::worklist::WorkItem| {
        it.reason.is_debt() || it.also.iter().any(|reason| reason.is_debt())
    };
    let rows = list.rows.iter().filter(is_debt);
    // Under a more urgent reason the amount is of that.
    rows.map(|it| (it.customer.0.clone(), it.reason.is_debt().then(|| it.amount.minor()))).collect()
}

fn is_right(test: &TestBook, date: &str) {
    let listed = debts(&list_of(test, date));
    for customer in CUSTOMERS {
        if is_merged(test, customer) {
            assert!(!listed.contains_key(customer), "{customer} goes on as another");
            continue;
        }
        let left = chaseable(test, customer, date);
        match listed.get(customer) {
            Some(amount) => {
                assert!(left > 0, "{date}: {customer} owes nothing that may be chased");
                assert!(amount.is_none_or(|amount| amount <= left), "{date}: {customer} {left}");
            }
            None => assert_eq!(left, 0, "{date}: nobody calls {customer}"),
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { max_shrink_iters: 200, ..properties(40) })]
    #[test]
    fn whoever_is_called_owes_and_whoever_owes_is_called(
        all in prop::collection::vec((acts::act(), 0_u8..28), 10..50),
    ) {
        let mut test = acts::book();
        for (act, on) in &all {
            // Whatever is refused changes nothing.
            let _ = acts::post(&mut test, &acts::line(act, *on));
        }
        for date in ["2026-11-29", "2026-12-01", "2026-12-09"] {
            test.open_on(date);
            is_right(&test, date);
        }
        prop_assert!(test.verify().ok);
    }
}
