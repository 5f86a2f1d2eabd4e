//! What is read by way of what changed since says the same as looking at every item with all that
//! changed it: for any day and any head, whatever was entered in whatever order.

use crate::common::acts;
use crate::common::properties::properties;
use std::collections::BTreeMap;

use crate::common::{TestBook, day};
use daybook::domain::{Code, Day, Money};
use daybook::ledger::exposure::exposure;
use daybook::ledger::item::{self, When};
use daybook::ledger::merged;
use daybook::ledger::open_order;
use daybook::ledger::query::statement::{StatementOf, Style};
use daybook::ledger::query::{Question, View, open, sums};
use daybook::ledger::tables::{
    AccountId, BY_ACCOUNT, DueRow, ITEMS, ItemId, ItemKind, ItemRow, OPEN, OPEN_BY_DUE,
    OPEN_DISPUTED, Side,
};
use proptest::prelude::*;

/// An item with what is left of it at a moment, found by looking at all there are.
fn looked_through(view: &View, account: AccountId, when: When) -> Vec<(ItemId, ItemRow, Money)> {
    let mut items = Vec::new();
    for member in merged::members(view.rows, account, when).unwrap() {
        for found in BY_ACCOUNT.scan(view.rows, &member.id) {
            let ((_, id), ()) = found.unwrap();
            let mut row = ITEMS.need(view.rows, &id).unwrap();
            row.due = item::due(view.rows, id, &row, when).unwrap();
            let left = item::outstanding(view.rows, id, &row, when).unwrap();
            items.push((id, row, left));
        }
    }
    items.sort_by(|(_, a, _), (_, b, _)| (a.due, &a.number).cmp(&(b.due, &b.number)));
    items
}

/// What a customer was trusted with on a day, the same way.
fn trusted(view: &View, account: AccountId, today: Day) -> i64 {
    let mut sum = 0;
    let root = merged::root(view.rows, account, When::ALL).unwrap();
    for (id, row, _) in looked_through(view, root, When::ALL) {
        let as_of = if row.kind == ItemKind::Invoice { today.max(row.date) } else { today };
        let mut moves = item::moves(view.rows, id).unwrap();
        moves.retain(|(_, m)| m.date <= today);
        let when = When { as_of, ..When::ALL };
        let left = item::left_after(&moves, id, &row, when).unwrap().minor();
        sum += if row.kind.side() == Side::Debit { left } else { -left };
    }
    sum
}

fn compare(view: &View, account: AccountId, when: When) {
    let slow = looked_through(view, account, when);
    let slow: Vec<_> = slow.into_iter().filter(|(_, _, left)| !left.is_zero()).collect();
    let fast = open::open_items(view, account, when).unwrap();
    let of_slow: Vec<_> = slow.iter().map(|(id, row, left)| (*id, row.due, *left)).collect();
    let of_fast: Vec<_> = fast.iter().map(|item| (item.id, item.due, item.row.left)).collect();
    assert_eq!(of_fast, of_slow, "{when:?}");
    // The first ones are what is owed; what is on account comes behind it.
    let mut in_order = slow.clone();
    in_order.sort_by_key(|(_, row, _)| row.kind.side() == Side::Credit);
    let in_order: Vec<_> = in_order.iter().map(|(id, row, left)| (*id, row.due, *left)).collect();
    for most in [0, 1, 3, 1_000] {
        for through in [None].into_iter().chain(slow.iter().map(|(id, ..)| Some(*id))) {
            let first = open::first_items(view, account, when, (most, through)).unwrap();
            let first: Vec<_> =
                first.iter().map(|item| (item.id, item.due, item.row.left)).collect();
            let reached = in_order.iter().position(|(id, ..)| Some(*id) == through);
            let count = most.max(reached.map_or(0, |place| place + 1)).min(in_order.len());
            assert_eq!(first, in_order[..count], "{most}, {through:?} of {when:?}");
        }
    }
    let all = sums::account_sums(view, account, when).unwrap();
    let zero = all.sums.balance.zero();
    assert_eq!(all.sums, open::sums(&fast, zero, when.as_of).unwrap(), "{when:?}");
    assert_eq!(all.open, fast.len());
    if when.known_at == u64::MAX {
        let view = View { today: when.as_of, ..*view };
        let at_a_glance = sums::glance(&view, account).unwrap();
        let shown = (at_a_glance.balance, at_a_glance.overdue, at_a_glance.on_account);
        assert_eq!(shown, (all.sums.balance, all.sums.overdue, all.sums.on_account), "{when:?}");
        assert_eq!(sums::balance(&view, account).unwrap(), all.sums.balance);
        let by_items = trusted(&view, account, when.as_of);
        assert_eq!(exposure(view.rows, account, when.as_of).unwrap().minor(), by_items);
    }
}

/// What is kept by due date is what the open items come to, and in order where it says so.
fn kept_adds_up(view: &View) {
    let mut by_due: BTreeMap<(AccountId, Side, Day), (i64, u32)> = BTreeMap::new();
    let mut disputed = Vec::new();
    for found in OPEN.scan(view.rows, &()) {
        let ((account, side, due, id), open) = found.unwrap();
        let (left, count) = by_due.entry((account, side, due)).or_default();
        (*left, *count) = (*left + open.left.minor(), *count + 1);
        disputed.extend(open.is_disputed.then_some((account, id)));
    }
    disputed.sort_unstable();
    let kept: Vec<_> = OPEN_DISPUTED.scan(view.rows, &()).map(|row| row.unwrap().0).collect();
    assert_eq!(kept, disputed);
    let mut kept = BTreeMap::new();
    for found in OPEN_BY_DUE.scan(view.rows, &()) {
        let (key, DueRow { left, count, .. }) = found.unwrap();
        kept.insert(key, (left.minor(), count));
    }
    assert_eq!(kept, by_due);
    let mut sides: Vec<_> = by_due.keys().map(|(account, side, _)| (*account, *side)).collect();
    sides.dedup();
    for (account, side) in sides {
        let items: Vec<_> =
            open_order::on_side(view.rows, account, side).map(Result::unwrap).collect();
        let sorted = items.is_sorted_by(|a, b| (a.due, &a.row.number) < (b.due, &b.row.number));
        assert!(sorted, "{items:?}");
    }
}

/// A statement's opening and closing are what was open the day before and at the end.
fn statement_adds_up(view: &View, account: AccountId, (from, to): (Day, Day), known_at: u64) {
    let when = |as_of| When { as_of, known_at };
    if merged::root(view.rows, account, When::ALL).unwrap() != account {
        return;
    }
    let sum = |as_of| -> i64 {
        let items = looked_through(view, account, when(as_of)).into_iter();
        let signed = |(_, row, left): (ItemId, ItemRow, Money)| match row.kind.side() {
            Side::Debit => left.minor(),
            Side::Credit => -left.minor(),
        };
        items.map(signed).sum()
    };
    let customer = daybook::ledger::tables::ACCOUNTS.need(view.rows, &account).unwrap().code;
    let asked = StatementOf {
        customer,
        style: Style::BalanceForward,
        from: Some(from),
        to: Some(to),
        known_at: Some(known_at),
        since: None,
    };
    let Ok(statement) = asked.answer(view) else { return };
    let yesterday = from.plus(-1).unwrap();
    assert_eq!(statement.opening.minor(), sum(yesterday), "{from} {known_at}");
    assert_eq!(statement.closing.minor(), sum(to), "{to} {known_at}");
    let moved: i64 = statement.lines.iter().map(|line| line.amount.minor()).sum();
    assert_eq!(statement.opening.minor() + moved, statement.closing.minor());
}

fn all_agree(test: &TestBook, days: &[Day], heads: &[u64]) {
    test.book.as_ref().unwrap().shared().view(|view| {
        kept_adds_up(view);
        for code in ["C0", "C1", "C2"] {
            let (account, _) = item::account(view.rows, &Code(code.into())).unwrap().unwrap();
            for as_of in days {
                for known_at in heads.iter().chain([&u64::MAX]) {
                    compare(view, account, When { as_of: *as_of, known_at: *known_at });
                }
                let head = view.head().unwrap();
                for known_at in heads.iter().filter(|known| **known <= head).chain([&head]) {
                    statement_adds_up(view, account, (*as_of, day("2026-11-25")), *known_at);
                }
            }
        }
    });
}

proptest! {
    #![proptest_config(ProptestConfig { max_shrink_iters: 100, ..properties(24) })]
    #[test]
    fn then_reads_as_it_was(
        all in prop::collection::vec((acts::act(), 0_u8..28), 20..60),
        days in prop::collection::vec(0_u8..30, 3),
        heads in prop::collection::vec(4_u64..60, 2),
    ) {
        let mut test = acts::book();
        for (act, on) in &all {
            // Whatever is refused changes nothing.
            let _ = test.post(&acts::line(act, *on));
        }
        let days: Vec<Day> =
            days.iter().map(|n| day("2026-10-31").plus(i64::from(*n)).unwrap()).collect();
        all_agree(&test, &days, &heads);
    }
}
