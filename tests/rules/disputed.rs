//! What of an invoice is in dispute: on paid invoices too, and whatever the order of a day's entries.

use crate::common::properties::properties;
use crate::common::{TestBook, as_of, day};
use daybook::ledger::query::worklist::{WorkReason, WorklistOf};
use proptest::prelude::*;

/// Outstanding and disputed on a day.
fn standing(test: &TestBook, date: &str) -> (i64, i64) {
    let balance = test.balance("C1", as_of(date));
    let owed = balance.items.iter().filter(|item| item.outstanding.is_positive());
    (owed.map(|item| item.outstanding.minor()).sum(), balance.disputed.minor())
}

/// An invoice of 1,000 francs of 1 November.
fn book() -> (TestBook, String) {
    let mut test = TestBook::rwanda();
    test.customer("C1");
    let invoice = test.invoice("C1", "2026-11-01", "2026-11-10", "1000");
    (test, invoice)
}

fn open(test: &mut TestBook, invoice: &str, amount: i64, date: &str) -> String {
    let receipt = test.taken(&format!(
        r#"{{"do":"open_dispute","invoice":"{invoice}","amount":"{amount}","reason":"price","date":"{date}"}}"#
    ));
    receipt.number("dispute").unwrap().to_string()
}

fn end(test: &mut TestBook, dispute: &str, outcome: &str, date: &str) {
    test.taken(&format!(
        r#"{{"do":"resolve_dispute","dispute":"{dispute}","outcome":"{outcome}","date":"{date}"}}"#
    ));
}

/// 600 of 1,000 were paid, then 500 are disputed: 400 of them are owed and blocked, 100 are claimed back.
/// Nothing of it was paid since. Accepted, all 500 are credited: 400 settle the invoice, 100 are on account.
#[test]
fn what_was_paid_before_a_dispute_is_claimed_back_and_not_paid_all_the_same() {
    let (mut test, invoice) = book();
    test.payment("C1", "2026-11-03", "600", "oldest");
    let disputed = open(&mut test, &invoice, 500, "2026-11-05");
    assert_eq!(test.dispute_parts(&disputed), [500, 0, 0, 0]);
    assert_eq!(standing(&test, "2026-11-05"), (400, 400));
    end(&mut test, &disputed, "credit", "2026-11-06");
    assert_eq!(test.dispute_parts(&disputed), [0, 0, 500, 0]);
    let balance = test.balance("C1", as_of("2026-11-06"));
    assert_eq!((balance.balance.minor(), balance.on_account.minor()), (-100, 100));
    assert_eq!(standing(&test, "2026-11-05"), (400, 400), "as it was the day before");
    assert!(test.verify().ok);
}

/// A part of the dispute that is paid since is paid all the same; what was paid before is still claimed back.
#[test]
fn what_is_paid_since_comes_off_what_is_owed_of_a_dispute() {
    let (mut test, invoice) = book();
    test.payment("C1", "2026-11-03", "600", "oldest");
    let disputed = open(&mut test, &invoice, 500, "2026-11-05");
    test.payment("C1", "2026-11-07", "300", "oldest");
    // All 400 that are owed are in dispute: 300 of them are paid all the same.
    assert_eq!(test.dispute_parts(&disputed), [200, 300, 0, 0]);
    assert_eq!(standing(&test, "2026-11-07"), (100, 100));
    end(&mut test, &disputed, "credit", "2026-11-08");
    assert_eq!(test.dispute_parts(&disputed), [0, 300, 200, 0]);
    assert_eq!(test.balance("C1", as_of("2026-11-08")).balance.minor(), -100);
}

/// 200 of 1,000 are disputed, then all of it is paid: nothing remains, so a credit is for as much as somebody says. A
/// dispute on an invoice that was paid before remains, and is credited without a word.
#[test]
fn what_was_paid_since_is_credited_only_if_somebody_says_how_much() {
    let (mut test, invoice) = book();
    let since = open(&mut test, &invoice, 200, "2026-11-05");
    test.payment("C1", "2026-11-06", "1000", "oldest");
    assert_eq!(test.dispute_parts(&since), [0, 200, 0, 0]);
    let credit = |number: &str, more: &str| {
        format!(
            r#"{{"do":"resolve_dispute","dispute":"{number}","outcome":"credit","date":"2026-11-07"{more}}}"#
        )
    };
    let refused = test.refused(&credit(&since, ""));
    assert_eq!(refused, ("dispute.nothing_remains", "amount".into()));
    assert_eq!(test.dispute_parts(&since), [0, 200, 0, 0]);
    test.taken(&credit(&since, r#","amount":"150""#));
    assert_eq!(test.dispute_parts(&since), [0, 50, 150, 0]);
    assert_eq!(test.balance("C1", as_of("2026-11-07")).on_account.minor(), 150);
    // What is left of the invoice was paid before this one.
    let before = open(&mut test, &invoice, 200, "2026-11-07");
    assert_eq!(test.dispute_parts(&before), [200, 0, 0, 0]);
    test.taken(&credit(&before, ""));
    assert_eq!(test.dispute_parts(&before), [0, 0, 200, 0]);
    assert!(test.verify().ok);
}

/// Money that lay on account when a dispute was opened, and was allocated later, was not paid since. Until it is
/// allocated, nothing of it counts.
#[test]
fn money_on_account_before_a_dispute_was_not_paid_since() {
    let (mut test, invoice) = book();
    let payment = test.payment("C1", "2026-11-03", "600", "none");
    let disputed = open(&mut test, &invoice, 500, "2026-11-05");
    let before = standing(&test, "2026-11-07");
    assert_eq!(before, (1000, 500));
    test.taken(&format!(
        r#"{{"do":"allocate","from":"{payment}","to":"{invoice}","amount":"600","date":"2026-11-08"}}"#
    ));
    assert_eq!(test.dispute_parts(&disputed), [500, 0, 0, 0]);
    assert_eq!(standing(&test, "2026-11-08"), (400, 400));
    assert_eq!(standing(&test, "2026-11-07"), before, "as it was the day before");
    assert!(test.verify().ok);
}

/// Money of an earlier day that is entered later is from before the dispute all the same.
#[test]
fn the_day_of_the_money_decides_and_not_when_it_was_entered() {
    let (mut test, invoice) = book();
    let disputed = open(&mut test, &invoice, 500, "2026-11-05");
    assert_eq!(standing(&test, "2026-11-05"), (1000, 500));
    test.payment("C1", "2026-11-03", "600", "oldest");
    assert_eq!(test.dispute_parts(&disputed), [500, 0, 0, 0]);
    assert_eq!(standing(&test, "2026-11-05"), (400, 400));
}

/// A dispute on a paid invoice remains until somebody answers it, and is called about when it is due.
#[test]
fn a_dispute_on_a_paid_invoice_remains_until_it_ends() {
    let (mut test, invoice) = book();
    test.payment("C1", "2026-11-03", "1000", "oldest");
    let disputed = open(&mut test, &invoice, 300, "2026-11-05");
    assert_eq!(test.dispute_parts(&disputed), [300, 0, 0, 0]);
    assert_eq!(standing(&test, "2026-11-05"), (0, 0), "nothing is owed, so nothing is blocked");
    // It is due on the 19th.
    let list = test.ask(&WorklistOf { most: 10, ..WorklistOf::default() }).unwrap();
    let row = list.rows.iter().find(|row| row.reason == WorkReason::DisputeDue).unwrap();
    assert_eq!((row.amount.minor(), row.day), (300, Some(day("2026-11-19"))));
    end(&mut test, &disputed, "upheld", "2026-11-06");
    assert_eq!(test.dispute_parts(&disputed), [0, 0, 0, 300]);
    test.taken(&format!(
        r#"{{"do":"move_dispute","dispute":"{disputed}","to":"in_progress","date":"2026-11-07"}}"#
    ));
    assert_eq!(test.dispute_parts(&disputed), [300, 0, 0, 0]);
    test.taken(&format!(
        r#"{{"do":"split_dispute","dispute":"{disputed}","amount":"100","date":"2026-11-07"}}"#
    ));
    assert_eq!(test.dispute_parts(&disputed), [200, 0, 0, 0]);
    assert_eq!(test.dispute_parts("DSP-2026-00002"), [100, 0, 0, 0]);
    end(&mut test, "DSP-2026-00002", "credit", "2026-11-08");
    assert_eq!(test.balance("C1", as_of("2026-11-08")).on_account.minor(), 100);
    // The cheque comes back: what is disputed of it is owed now, and blocked.
    test.taken(
        r#"{"do":"bounce_payment","payment":"PAY-2026-00001","reason":"no funds","date":"2026-11-09"}"#,
    );
    assert_eq!(standing(&test, "2026-11-09").1, 200);
    assert_eq!(test.dispute_parts(&disputed), [200, 0, 0, 0]);
    assert!(test.verify().ok);
}

fn reopen(test: &mut TestBook, dispute: &str, date: &str) {
    test.taken(&format!(
        r#"{{"do":"move_dispute","dispute":"{dispute}","to":"in_progress","date":"{date}"}}"#
    ));
}

fn void_note(test: &mut TestBook, date: &str) {
    test.taken(&format!(
        r#"{{"do":"void_credit_note","credit_note":"CN-2026-00001","reason":"wrong","date":"{date}"}}"#
    ));
}

/// A resolution by credit is undone by reopening the dispute and voiding its note, in whichever order.
#[test]
fn voiding_the_note_of_a_reopened_dispute_gives_its_amount_back_to_the_dispute() {
    for (first, then) in [(reopen as fn(&mut TestBook, &str, &str), true), (reopen, false)] {
        let (mut test, invoice) = book();
        let disputed = open(&mut test, &invoice, 500, "2026-11-05");
        end(&mut test, &disputed, "credit", "2026-11-06");
        if then {
            first(&mut test, &disputed, "2026-11-07");
            assert_eq!(test.dispute_parts(&disputed), [0, 0, 500, 0], "the note is in force");
            void_note(&mut test, "2026-11-08");
        } else {
            void_note(&mut test, "2026-11-07");
            assert_eq!(test.dispute_parts(&disputed), [0, 0, 0, 500], "the dispute is resolved");
            first(&mut test, &disputed, "2026-11-08");
        }
        assert_eq!(test.dispute_parts(&disputed), [500, 0, 0, 0]);
        assert_eq!(standing(&test, "2026-11-08"), (1000, 500));
        assert_eq!(standing(&test, "2026-11-07").1, 0, "nothing is disputed the day before");
        // What remains is on the worklist with its amount.
        let list = test.ask(&WorklistOf { most: 10, ..WorklistOf::default() }).unwrap();
        let due = list.rows.iter().find(|row| row.reason == WorkReason::DisputeDue).unwrap();
        assert_eq!(due.amount.minor(), 500);
        assert!(test.verify().ok);
    }
}

/// All of the note is on account, so that no allocation of the invoice changes when it is voided. The payment
/// has come back by then: what is disputed is owed, and blocked.
#[test]
fn a_note_on_account_gives_its_amount_back_to_its_reopened_dispute_too() {
    let (mut test, invoice) = book();
    test.payment("C1", "2026-11-03", "1000", "oldest");
    let disputed = open(&mut test, &invoice, 300, "2026-11-05");
    end(&mut test, &disputed, "credit", "2026-11-06");
    reopen(&mut test, &disputed, "2026-11-07");
    test.taken(
        r#"{"do":"bounce_payment","payment":"PAY-2026-00001","reason":"no funds","date":"2026-11-08"}"#,
    );
    void_note(&mut test, "2026-11-09");
    assert_eq!(test.dispute_parts(&disputed), [300, 0, 0, 0]);
    assert_eq!(standing(&test, "2026-11-08").1, 0);
    assert_eq!(standing(&test, "2026-11-09"), (1000, 300));
    let list = test.ask(&WorklistOf { most: 10, ..WorklistOf::default() }).unwrap();
    let due = list.rows.iter().find(|row| row.reason == WorkReason::DisputeDue).unwrap();
    assert_eq!(due.amount.minor(), 300);
    assert!(test.verify().ok);
}

/// Paid before the dispute, disputed, paid since, credited when it is resolved: undone on two days in an
/// order. What the dispute is and what is owed and disputed then.
fn undone(
    [before, amount, since, credited]: [i64; 4],
    days: [&str; 2],
    is_void_first: bool,
) -> ([i64; 4], [(i64, i64); 2]) {
    let (mut test, invoice) = book();
    for (paid, date) in [(before, "2026-11-03"), (since, "2026-11-06")] {
        if date == "2026-11-06" {
            open(&mut test, &invoice, amount, "2026-11-05");
        }
        if paid > 0 {
            test.payment("C1", date, &paid.to_string(), "oldest");
        }
    }
    let disputed = "DSP-2026-00001";
    test.taken(&format!(
        r#"{{"do":"resolve_dispute","dispute":"{disputed}","outcome":"credit","amount":"{credited}","date":"2026-11-07"}}"#
    ));
    let [first, second] = days;
    if is_void_first {
        void_note(&mut test, first);
        reopen(&mut test, disputed, second);
    } else {
        reopen(&mut test, disputed, first);
        void_note(&mut test, second);
    }
    (test.dispute_parts(disputed), [second, "2026-11-20"].map(|date| standing(&test, date)))
}

/// An entry of one day.
#[derive(Clone, Debug)]
enum Entered {
    Paid(i64),
    Disputed(i64),
    Credited(i64),
}

fn entered() -> impl Strategy<Value = Vec<Entered>> {
    let money = |most: i64| 1..most;
    let disputes = prop::collection::vec(money(200).prop_map(Entered::Disputed), 1..3);
    let payments = prop::collection::vec(money(250).prop_map(Entered::Paid), 1..4);
    let credits = prop::collection::vec(money(100).prop_map(Entered::Credited), 0..2);
    (disputes, payments, credits).prop_map(|(one, two, three)| [one, two, three].concat())
}

/// Enters them on 5 November in their order; on the 7th, the payment of an amount bounces.
fn enter(all: &[Entered], bounced: i64) -> [(i64, i64); 2] {
    let (mut test, invoice) = book();
    let mut comes_back = None;
    for one in all {
        match one {
            Entered::Disputed(amount) => drop(open(&mut test, &invoice, *amount, "2026-11-05")),
            Entered::Paid(amount) => {
                let payment = test.payment("C1", "2026-11-05", &amount.to_string(), "oldest");
                comes_back = comes_back.or((*amount == bounced).then_some(payment));
            }
            Entered::Credited(amount) => {
                test.taken(&format!(
                    r#"{{"do":"credit_invoice","invoice":"{invoice}","amount":"{amount}","reason":"price","date":"2026-11-05"}}"#
                ));
            }
        }
    }
    let payment = comes_back.unwrap();
    test.taken(&format!(
        r#"{{"do":"bounce_payment","payment":"{payment}","reason":"no funds","date":"2026-11-07"}}"#
    ));
    ["2026-11-05", "2026-11-07"].map(|date| standing(&test, date))
}

proptest! {
    #![proptest_config(ProptestConfig { max_shrink_iters: 100, ..properties(24) })]

    /// A day's payments, credits and disputes, in any order: what is owed and what of it is disputed is the same,
    /// on the day and after one of the payments came back.
    #[test]
    fn the_order_of_a_days_entries_changes_nothing(
        (all, mixed) in entered().prop_flat_map(|all| (Just(all.clone()), Just(all).prop_shuffle())),
    ) {
        let paid = all.iter().find_map(|one| match one { Entered::Paid(amount) => Some(*amount), _ => None });
        let paid = paid.unwrap();
        prop_assert_eq!(enter(&all, paid), enter(&mixed, paid), "{:?}", mixed);
    }

    /// A resolution by credit is undone by two commands: of one day or of two, whichever comes first.
    #[test]
    fn a_credit_is_undone_to_the_same_in_either_order(
        before in 0_i64..900, amount in 1_i64..900, since in 0_i64..900, share in 1_i64..=100,
        is_one_day in any::<bool>(),
    ) {
        let amount = amount.min(1000);
        let since = since.min(1000 - before);
        // What may be credited is at most what remains and what was paid all the same.
        let credited = (amount * share / 100).max(1);
        let days = if is_one_day { ["2026-11-08"; 2] } else { ["2026-11-08", "2026-11-09"] };
        let typed = [before, amount, since, credited];
        prop_assert_eq!(undone(typed, days, true), undone(typed, days, false), "{:?}", typed);
    }
}
