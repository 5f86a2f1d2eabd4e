//! What always adds up, whatever commands come in whatever order: allocations, disputes, promises
//! and the control totals.

use crate::common::acts;
use crate::common::properties::properties;
use std::collections::BTreeMap;

use crate::common::{TestBook, as_of};
use daybook::ledger::query::page::{AllocationsAfter, CasesAfter, Depth, DocumentsAfter};
use daybook::ledger::query::show::{Shown, ShownDispute};
use daybook::ledger::query::summary::SummaryOf;
use daybook::ledger::tables::CaseKind;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

fn disputes(test: &TestBook) -> Vec<ShownDispute> {
    let page = test.ask(&CasesAfter(CaseKind::Dispute, None)).unwrap();
    page.rows
        .into_iter()
        .map(|shown| match shown {
            Shown::Dispute(dispute) => dispute,
            other => panic!("{other:?}"),
        })
        .collect()
}

/// The properties below would say little if the book refused most of what they post.
#[test]
fn the_book_takes_acts_of_every_kind() {
    let mut runner = TestRunner::deterministic();
    let (mut taken, mut all) = (BTreeMap::<String, usize>::new(), 0);
    for _ in 0..12 {
        let mut test = acts::book();
        for _ in 0..50 {
            let (act, on) = (acts::act(), 0_u8..28).new_tree(&mut runner).unwrap().current();
            let kind = format!("{act:?}").split(' ').next().unwrap().to_string();
            let is_taken = acts::post(&mut test, &acts::line(&act, on));
            *taken.entry(kind).or_default() += usize::from(is_taken);
            all += 1;
        }
    }
    assert!(taken.values().all(|count| *count > 0), "{taken:?}");
    assert!(taken.values().sum::<usize>() * 10 > all * 8, "{taken:?} of {all}");
}

/// Every sum of the book, added up from its documents one by one.
fn everything_adds_up(test: &TestBook) {
    let mut remaining: BTreeMap<String, i64> = BTreeMap::new();
    for dispute in disputes(test) {
        let parts = [dispute.remaining, dispute.paid, dispute.credited, dispute.cleared]
            .map(daybook::domain::Money::minor);
        assert!(parts.iter().all(|part| *part >= 0), "{dispute:?}");
        assert_eq!(parts.iter().sum::<i64>(), dispute.original.minor(), "{dispute:?}");
        let live = ["new", "in_progress", "waiting"].contains(&dispute.state.as_str());
        assert!(live || parts[0] == 0, "{dispute:?}");
        *remaining.entry(dispute.invoice.0).or_default() += parts[0];
    }
    let mut allocated: BTreeMap<String, i64> = BTreeMap::new();
    for row in test.ask(&AllocationsAfter(None)).unwrap().rows.into_iter().flatten() {
        assert!(row.amount.is_positive());
        for side in [row.from, row.to] {
            *allocated.entry(side.0).or_default() += row.amount.minor();
        }
    }
    let (mut owed, mut in_hand, mut in_dispute) = (0, 0, 0);
    for shown in test.ask(&DocumentsAfter(None, Depth::Whole)).unwrap().rows {
        let (number, amount, left, gone) = match shown {
            Shown::Invoice(one) => {
                // What was paid before is claimed back: there is nothing of it to block.
                let remains = remaining.get(&one.invoice.0).copied().unwrap_or(0);
                let disputed = remains.min(one.outstanding.minor());
                in_dispute += disputed;
                assert_eq!(one.disputed.minor(), disputed, "{one:?}");
                owed += one.outstanding.minor();
                (one.invoice, one.total, one.outstanding.minor(), one.state == "void")
            }
            Shown::CreditNote(one) => {
                in_hand += one.on_account.minor();
                (one.credit_note, one.total, one.on_account.minor(), one.state == "void")
            }
            Shown::Payment(one) => {
                in_hand += one.on_account.minor();
                if one.method == daybook::domain::command::Method::Withholding {
                    assert_eq!(one.on_account.minor(), 0, "{one:?}");
                }
                let back = one.taken_back.map_or(0, daybook::domain::Money::minor);
                *allocated.entry(one.payment.0.clone()).or_default() += back;
                (one.payment, one.amount, one.on_account.minor(), one.state != "posted")
            }
            // Owed again where the payment that it came from came to nothing.
            Shown::Refund(one) => {
                owed += one.outstanding.minor();
                let gone = one.state == "reversed";
                (one.event.refund, one.event.amount, one.outstanding.minor(), gone)
            }
            _ => continue,
        };
        let taken = allocated.get(&number.0).copied().unwrap_or(0);
        assert!(taken <= amount.minor(), "{number}: {taken} of {amount}");
        let rest = if gone { 0 } else { amount.minor() - taken };
        assert_eq!(left, rest, "{number}");
    }
    let control = test.ask(&SummaryOf).unwrap().currencies.remove("RWF").unwrap();
    assert_eq!((control.receivable, control.on_account), (owed.to_string(), in_hand.to_string()));
    let aging = test.aging(as_of("2026-11-30"));
    if let Some(total) = aging.totals.get("RWF") {
        assert_eq!(total.total.minor(), owed - in_hand);
        assert_eq!(total.disputed.minor(), in_dispute);
    }
    let rows: i64 = aging.rows.iter().map(|row| row.sums.total.minor()).sum();
    assert_eq!(rows, owed - in_hand);
}

proptest! {
    #![proptest_config(ProptestConfig { max_shrink_iters: 200, ..properties(60) })]
    #[test]
    fn the_sums_hold_under_any_order_of_commands(
        all in prop::collection::vec((acts::act(), 0_u8..28), 10..60),
    ) {
        let mut test = acts::book();
        for (n, (act, on)) in all.iter().enumerate() {
            // Whatever is refused changes nothing.
            let _ = acts::post(&mut test, &acts::line(act, *on));
            if n % 8 == 0 {
                everything_adds_up(&test);
            }
        }
        everything_adds_up(&test);
        prop_assert!(test.verify().ok);
    }
}
