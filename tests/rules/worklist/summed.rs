//! What is left to chase in sums is what reading every item gives: after any commands in any order, on every day, as
//! known at any entry. The slow way reads nothing that was posted ahead of being asked.

use std::collections::BTreeMap;

use crate::common::counted::Counted;
use crate::common::properties::properties;
use crate::common::{TestBook, acts, day};
use daybook::domain::{Day, Money};
use daybook::ledger::chase_sums::{ChaseFirst, ChaseSums};
use daybook::ledger::claims::AccountClaims;
use daybook::ledger::item::{self, When};
use daybook::ledger::query::worklist::WorklistOf;
use daybook::ledger::query::{Question, View};
use daybook::ledger::tables::{
    ACCOUNTS, APART, AccountId, ApartRow, BY_ACCOUNT, ITEMS, ItemId, ItemKind, MoveKind, OPEN,
    OpenRow, PROMISES, PROMISES_OF, PromisedRow, Side,
};
use daybook::ledger::to_chase::{ChaseItem, ToChase, to_chase};
use daybook::ledger::{habit, merged, promises};
use daybook::store::overlay::Overlay;
use daybook::store::{Batch, Rows};
use proptest::prelude::*;

/// More that changes what may be chased.
#[derive(Clone, Debug)]
enum More {
    Act(acts::Act),
    Plan { invoice: u8, first: u8 },
    Await { invoice: u8, amount: u32 },
    PromiseBy { customer: u8, invoice: u8, amount: u32, by: u8 },
    Withdraw { promise: u8 },
    Split { dispute: u8, amount: u32 },
}

fn more() -> impl Strategy<Value = More> {
    prop_oneof![
        9 => acts::act().prop_map(More::Act),
        1 => (0_u8..6, 1_u8..28).prop_map(|(invoice, first)| More::Plan { invoice, first }),
        1 => (0_u8..6, 1_u32..60).prop_map(|(invoice, amount)| More::Await { invoice, amount }),
        3 => (0_u8..3, 0_u8..6, 1_u32..600, 1_u8..30).prop_map(|(customer, invoice, amount, by)| {
            More::PromiseBy { customer, invoice, amount, by }
        }),
        1 => (0_u8..5).prop_map(|promise| More::Withdraw { promise }),
        1 => (0_u8..4, 1_u32..300).prop_map(|(dispute, amount)| More::Split { dispute, amount }),
    ]
}

fn line(more: &More, day: u8) -> String {
    let date = format!(r#""date":"2026-11-{:02}""#, day + 1);
    let rest = match more {
        More::Act(act) => return acts::line(act, day),
        More::Plan { invoice, first } => format!(
            r#""do":"agree_plan","customer":"C{}","invoices":["INV-2026-{:05}"],"count":2,"first":"2026-11-{:02}","every":"week""#,
            invoice % 3,
            invoice + 1,
            first + 1
        ),
        More::Await { invoice, amount } => format!(
            r#""do":"await_certificate","invoice":"INV-2026-{:05}","kind":"WHT3","amount":"{amount}""#,
            invoice + 1
        ),
        More::PromiseBy { customer, invoice, amount, by } => format!(
            r#""do":"promise","customer":"C{customer}","invoice":"INV-2026-{:05}","amount":"{amount}","by":"2026-11-{by:02}","tolerance_days":{}"#,
            invoice + 1,
            amount % 3
        ),
        More::Withdraw { promise } => {
            format!(r#""do":"withdraw_promise","promise":"PRM-2026-{:05}""#, promise + 1)
        }
        More::Split { dispute, amount } => format!(
            r#""do":"split_dispute","dispute":"DSP-2026-{:05}","amount":"{amount}","reason":"quality""#,
            dispute + 1
        ),
    };
    format!(r#"{{"override":{{"reason":"any order"}},{rest},{date}}}"#)
}

/// The rows without what was posted ahead of being asked: promises are weighed from what paid their invoices.
fn plain(rows: &dyn Rows) -> Overlay<'_> {
    let mut batch = Batch::default();
    for found in PROMISES_OF.scan(rows, &()) {
        let (key, row) = found.unwrap();
        // Every promise is weighed.
        PROMISES_OF.put(&mut batch, &key, &PromisedRow { seq: u64::MAX, ..row }).unwrap();
    }
    for found in OPEN.scan(rows, &()) {
        let (key, row) = found.unwrap();
        let (account, side, due, id) = key;
        let (left, disputed) = (row.left, row.left.zero());
        // Every item is looked at whole.
        let apart = ApartRow {
            left,
            disputed,
            disputes_until: None,
            promises: Vec::new(),
            seq: 0,
            is_more: true,
        };
        if side == Side::Debit {
            APART.put(&mut batch, &(account, due, id), &apart).unwrap();
        }
        let open = OpenRow { is_apart: true, ..row };
        OPEN.put(&mut batch, &key, &open).unwrap();
    }
    Overlay::of(rows, batch)
}

/// Every part of every item.
fn parts(chase: &ToChase) -> Vec<(ItemId, Day, [Money; 4], [Money; 3])> {
    let of = |it: &ChaseItem| {
        let kept_back = [it.disputed, it.promised, it.planned, it.withheld];
        (it.id, it.due, kept_back, [it.outstanding, it.on_account, it.left])
    };
    chase.items.iter().map(of).collect()
}

fn is_same(rows: &dyn Rows, account: AccountId, when: When) {
    let plain = plain(rows);
    let slow = to_chase(&plain, account, when).unwrap();
    let quick = to_chase(rows, account, when).unwrap();
    assert_eq!(parts(&quick), parts(&slow), "{when:?}");
    assert_eq!(quick.on_account, slow.on_account);
    let sums = ChaseSums::of(rows, account, when).unwrap();
    let first = |item: Option<&ChaseItem>| {
        item.map(|it| ChaseFirst { number: it.row.number.clone(), due: it.due })
    };
    let items = &slow.items;
    assert_eq!(sums.left(), slow.left(), "{when:?}: {slow:?}");
    assert_eq!(sums.oldest().unwrap(), items.first().map(|it| it.due), "{when:?}");
    let left = items.iter().find(|it| it.left.is_positive());
    assert_eq!(sums.first().unwrap(), first(left), "{when:?}: {slow:?}");
    assert_eq!(sums.covered(), slow.sum(|it| it.on_account), "{when:?}");
    let covered = items.iter().find(|it| it.on_account.is_positive());
    assert_eq!(sums.first_covered().unwrap(), first(covered), "{when:?}: {slow:?}");
    for found in BY_ACCOUNT.scan(rows, &account) {
        let ((_, id), ()) = found.unwrap();
        if ITEMS.need(rows, &id).unwrap().kind != ItemKind::Invoice {
            continue;
        }
        let left = items.iter().find(|it| it.id == id).map_or(slow.left().zero(), |it| it.left);
        assert_eq!(sums.left_of(id).unwrap(), left, "{when:?} {id:?}: {slow:?}");
    }
}

/// How promises stand, and how invoices were paid, is what reading all of it gives.
fn is_kept_right(rows: &dyn Rows, account: AccountId, when: When) {
    let plain = plain(rows);
    for found in PROMISES.scan(rows, &()) {
        let (id, row) = found.unwrap();
        if when.counts(row.date, id.seq) {
            let judged = |rows| {
                let claims = AccountClaims::new(rows, row.account, when);
                promises::judge(&claims, id, &row).unwrap()
            };
            assert_eq!(judged(rows), judged(&plain), "{when:?} {id:?}");
        }
    }
    // What paid each, by the allocations that stand and their days.
    let mut paid = Vec::new();
    for found in BY_ACCOUNT.scan(rows, &account) {
        let ((_, id), ()) = found.unwrap();
        let row = ITEMS.need(rows, &id).unwrap();
        let moves = item::moves(rows, id).unwrap();
        let is_open = item::left_after(&moves, id, &row, when).unwrap().is_positive();
        if row.kind != ItemKind::Invoice || is_open || !when.counts(row.date, id.seq) {
            continue;
        }
        let mut standing = BTreeMap::new();
        for (_, m) in moves.iter().filter(|(seq, m)| when.counts(m.date, *seq)) {
            if let (MoveKind::Allocated, Some(other)) = (m.kind, m.other) {
                standing.insert(m.allocation, (m.date, other));
            } else if m.kind == MoveKind::Reversed {
                standing.remove(&m.allocation);
            }
        }
        let last = standing.values().map(|(date, _)| *date).max();
        let of_day = standing.values().filter(|(date, _)| Some(*date) == last);
        let money = of_day.map(|(_, other)| ITEMS.need(rows, other).unwrap());
        let money = money.filter(|it| it.kind == ItemKind::Payment && !it.is_certificate());
        if let Some(day) = money.map(|it| it.date).max() {
            paid.insert(0, (row.amount.minor(), row.due, day.days_since(row.due)));
        }
    }
    let is_alone = merged::members(rows, account, when).unwrap().len() == 1;
    if is_alone {
        let told = habit::paid_invoices(rows, account, when, 100).unwrap();
        let told: Vec<_> = told.iter().map(|one| (one.amount, one.due, one.days)).collect();
        assert_eq!(told, paid, "{when:?}");
    }
}

fn is_right(test: &TestBook) {
    test.book.as_ref().unwrap().shared().view(|view| {
        let head = view.head().unwrap();
        let days =
            ["2026-11-03", "2026-11-09", "2026-11-16", "2026-11-21", "2026-11-29", "2026-12-15"];
        for known_at in [head, head * 2 / 3] {
            for as_of in days.map(day) {
                let when = When { as_of, known_at };
                for found in ACCOUNTS.scan(view.rows, &()) {
                    let (account, _) = found.unwrap();
                    if merged::root(view.rows, account, when).unwrap() == account {
                        is_same(view.rows, account, when);
                        is_kept_right(view.rows, account, when);
                    }
                }
            }
        }
    });
}

#[test]
fn the_book_takes_most_acts() {
    acts::most_are_taken(&(more(), 0_u8..28).prop_map(|(more, on)| line(&more, on)));
}

/// How many books are made: `DAYBOOK_SUMMED=1000` makes more.
fn cases() -> u32 {
    std::env::var("DAYBOOK_SUMMED").ok().and_then(|text| text.parse().ok()).unwrap_or(40)
}

fn posted(all: &[(More, u8)]) -> TestBook {
    let mut test = acts::book();
    for (more, on) in all {
        // Whatever is refused changes nothing.
        let _ = acts::post(&mut test, &line(more, *on));
    }
    test
}

proptest! {
    #![proptest_config(ProptestConfig { max_shrink_iters: 200, ..properties(cases()) })]
    #[test]
    fn sums_say_what_every_item_adds_up_to(
        all in prop::collection::vec((more(), 0_u8..28), 10..60),
    ) {
        let mut test = posted(&all);
        is_right(&test);
        prop_assert!(test.verify().ok);
    }
}

#[test]
fn what_a_plan_claimed_counts_for_the_earlier_promise_before_it_counts_for_a_later_one() {
    let promised = |amount| More::PromiseBy { customer: 0, invoice: 0, amount, by: 1 };
    let issued = || More::Act(acts::Act::Issue { customer: 0, amount: 1 });
    let credited = || More::Act(acts::Act::Credit { invoice: 0, amount: 1 });
    is_right(&posted(&[
        (issued(), 0),
        (issued(), 0),
        (promised(1), 0),
        (More::Plan { invoice: 5, first: 1 }, 2),
        (More::Plan { invoice: 5, first: 1 }, 0),
        (promised(103), 1),
        (More::Act(acts::Act::Allocate { from: 4, to: 4, amount: 4 }), 0),
        (issued(), 0),
        (credited(), 0),
        (credited(), 0),
    ]));
}

#[test]
fn money_from_before_a_promise_is_free_for_others_only_once_that_promise_is_over() {
    let mut test = TestBook::rwanda();
    test.open_on("2026-11-29");
    test.customer("C1");
    let invoice = test.invoice("C1", "2026-11-01", "2026-11-15", "600");
    test.payment("C1", "2026-11-01", "500", "none");
    let promise = |amount, date, by, tolerance| {
        format!(
            r#"{{"do":"promise","customer":"C1","invoice":"{invoice}","amount":"{amount}","date":"{date}","by":"{by}","tolerance_days":{tolerance}}}"#
        )
    };
    test.taken(&promise("1", "2026-11-01", "2026-11-01", 1));
    test.taken(r#"{"do":"withdraw_promise","promise":"PRM-2026-00001","date":"2026-11-01"}"#);
    test.taken(&promise("34", "2026-11-28", "2026-11-28", 1));
    test.taken(&format!(
        r#"{{"do":"allocate","from":"PAY-2026-00001","to":"{invoice}","amount":"4","date":"2026-11-01"}}"#
    ));
    test.taken(r#"{"do":"refund","from":"PAY-2026-00001","amount":"496","date":"2026-11-01"}"#);
    is_right(&test);
}

#[test]
fn a_refund_that_is_owed_since_a_later_day_is_summed_under_the_day_of_the_moment() {
    let mut test = TestBook::rwanda();
    test.customer("C1");
    test.payment("C1", "2026-11-01", "545", "none");
    test.taken(r#"{"do":"refund","from":"PAY-2026-00001","amount":"1","date":"2026-11-01"}"#);
    test.taken(
        r#"{"do":"bounce_payment","payment":"PAY-2026-00001","date":"2026-11-03","reason":"no funds"}"#,
    );
    is_right(&test);
}

/// A book of one customer with so many overdue invoices, a part of them due on one day; one is disputed, one
/// promised, and money waits on the account.
fn large(overdue: usize) -> TestBook {
    let mut test = TestBook::rwanda();
    test.customer("C1");
    let mut numbers = Vec::new();
    for n in 0..overdue {
        let due =
            if n % 2 == 0 { "2026-09-02".into() } else { format!("2026-09-{:02}", n % 28 + 1) };
        numbers.push(test.invoice("C1", "2026-08-03", &due, "1000"));
    }
    test.taken(&format!(
        r#"{{"do":"open_dispute","invoice":"{}","reason":"price","amount":"10"}}"#,
        numbers[3]
    ));
    test.taken(&format!(
        r#"{{"do":"promise","customer":"C1","invoice":"{}","amount":"900","by":"2026-11-25"}}"#,
        numbers[5]
    ));
    test.payment("C1", "2026-11-20", "500", "none");
    test
}

#[test]
fn whom_to_call_is_known_without_reading_every_overdue_item() {
    let (few, many) = (large(30), large(300));
    let reads = |test: &TestBook| {
        test.book.as_ref().unwrap().shared().view(|view| {
            let counted = Counted::new(view.rows);
            let asked = WorklistOf { most: 20, ..WorklistOf::default() };
            let list = asked.answer(&View { rows: &counted, ..*view }).unwrap();
            assert_eq!(list.rows.len(), 1);
            (counted.count(), list.rows[0].amount.minor())
        })
    };
    let ((small, owes), (large, owes_more)) = (reads(&few), reads(&many));
    // Of the 900 that are promised, 500 have arrived: they are deducted once.
    assert_eq!((owes, owes_more), (30 * 1000 - 910, 300 * 1000 - 910));
    assert!(
        large <= small + small / 4,
        "{small} rows of the small account, {large} of the large one"
    );
}
