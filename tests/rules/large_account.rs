//! A large account costs what a small one does: what its sheet shows first, what a payment form
//! previews and what recording a payment reads do not grow with how much was ever invoiced or is
//! open. What lists all that is open grows with that alone. Rows of the ledger are counted, not
//! seconds.

use std::num::NonZeroUsize;

use crate::common::counted::Counted;
use crate::common::{TestBook, as_of};
use daybook::assets;
use daybook::domain::{Code, Command, Number};
use daybook::engine::decide::{DecisionContext, decide};
use daybook::engine::intake;
use daybook::journal::ChainStep;
use daybook::ledger::post::post;
use daybook::ledger::query::balance::{BalanceOf, BalancePart};
use daybook::ledger::query::caller::CallersOf;
use daybook::ledger::query::lately::LatelyOf;
use daybook::ledger::query::say::SheetOf;
use daybook::ledger::query::show::FindCustomer;
use daybook::ledger::query::statement::{StatementOf, Style};
use daybook::ledger::query::{AsOf, Question, View};
use daybook::ledger::tables::CHECKPOINT;
use daybook::store::Rows;
use daybook::store::overlay::Overlay;

/// A book of one account with so many invoices that are open, and so many that were paid; a
/// cheque that is dated ahead is on it, and one invoice is disputed.
fn book(open: usize, paid: usize) -> TestBook {
    let mut test = TestBook::rwanda();
    test.customer("C1");
    let all = open + paid;
    for n in 0..all {
        let invoice = test.invoice("C1", "2026-08-03", "2026-09-02", "1000");
        // Paid and open ones stand among each other.
        if n * paid / all < (n + 1) * paid / all {
            pay(&mut test, &invoice, "2026-09-10", "1000");
        }
    }
    let invoice = test.invoice("C1", "2026-11-03", "2026-11-20", "700");
    pay(&mut test, &invoice, "2026-11-12", "700");
    let disputed = test.invoice("C1", "2026-11-03", "2026-11-20", "700");
    let dated_ahead = r#"{"override":{"reason":"a cheque"},"do":"record_payment","customer":"C1","date":"2026-12-20","amount":"5","method":"cheque","allocate":"none"}"#;
    test.taken(dated_ahead);
    test.taken(&format!(
        r#"{{"do":"open_dispute","invoice":"{disputed}","reason":"price","amount":"10"}}"#
    ));
    test
}

fn pay(test: &mut TestBook, invoice: &str, date: &str, amount: &str) {
    test.taken(&format!(
        r#"{{"do":"record_payment","customer":"C1","date":"{date}","amount":"{amount}","method":"bank","allocate":[{{"invoice":"{invoice}","amount":"{amount}"}}]}}"#
    ));
}

fn reads(test: &TestBook, ask: impl FnOnce(&View)) -> u64 {
    test.book.as_ref().unwrap().shared().view(|view| {
        let counted = Counted::new(view.rows);
        ask(&View { rows: &counted, ..*view });
        counted.count()
    })
}

fn answers<Q: Question>(test: &TestBook, question: &Q) -> u64 {
    reads(test, |view| drop(question.answer(view).unwrap()))
}

const PAYMENT: &str = r#"{"do":"record_payment","customer":"C1","amount":"2500","method":"momo","allocate":"oldest"}"#;

fn command() -> Command {
    intake::read(PAYMENT).1.unwrap().command
}

/// What a preview of a payment reads.
fn previews(test: &TestBook) -> u64 {
    let taxes = assets::tax_table("RW").unwrap();
    reads(test, |view| {
        let desk = DecisionContext {
            rows: view.rows,
            book: view.book,
            taxes: &taxes,
            reasons: &[],
            seq: view.head().unwrap() + 1,
            now: test.options.ports.clock.now(),
            today: view.today,
            override_reason: None,
            doubted: None,
            seen: None,
        };
        let (decided, _) = decide(&desk, &command()).unwrap();
        assert_eq!(decided.events.len(), 4, "{decided:?}");
    })
}

/// What is read to post a payment that was recorded.
fn posts(test: &mut TestBook) -> u64 {
    let before = test.book().shared().picture();
    test.taken(PAYMENT);
    test.book().shared().view(|view| {
        let at = CHECKPOINT.need(&before as &dyn Rows, &()).unwrap();
        let mut chain = view.journal.chain(at).unwrap();
        let Some(ChainStep::Good(stored)) = chain.step().unwrap() else { panic!("no entry") };
        let counted = Counted::new(&before);
        post(&mut Overlay::new(&counted), &stored).unwrap();
        counted.count()
    })
}

/// What grew by more than a quarter.
fn grown(figures: &[(&'static str, u64, u64)]) -> Vec<(&'static str, u64, u64)> {
    let grew = |(_, small, large): &&(_, u64, u64)| *large > small + small / 4;
    figures.iter().filter(grew).copied().collect()
}

#[test]
fn a_sheet_and_a_payment_read_no_more_of_a_large_account() {
    let (mut small, mut large) = (book(30, 40), book(200, 200));
    let customer = || Code("C1".into());
    let sheet = || SheetOf { customer: customer(), most: 20, through: None };
    let lately = || LatelyOf { customer: customer(), most: 20 };
    let part = |after: Option<&str>, asked| BalancePart {
        customer: customer(),
        asked,
        limit: NonZeroUsize::new(20),
        after: after.map(|number| Number(number.into())),
    };
    let now = AsOf::default();
    let types = |test: &TestBook| {
        let key = CallersOf { query: "C1".into(), limit: 8, items: 20, lately: 6 };
        // The first look-up builds the index.
        (answers(test, &key), answers(test, &key)).1
    };
    let mut figures = vec![
        (
            "customer",
            answers(&small, &FindCustomer(customer())),
            answers(&large, &FindCustomer(customer())),
        ),
        ("sheet", answers(&small, &sheet()), answers(&large, &sheet())),
        ("lately", answers(&small, &lately()), answers(&large, &lately())),
        (
            "a part of a balance",
            answers(&small, &part(None, now)),
            answers(&large, &part(None, now)),
        ),
        (
            "a later part of it",
            answers(&small, &part(Some("INV-2026-00002"), now)),
            answers(&large, &part(Some("INV-2026-00002"), now)),
        ),
        ("a key of the look-up", types(&small), types(&large)),
        ("preview", previews(&small), previews(&large)),
    ];
    figures.push(("post", posts(&mut small), posts(&mut large)));
    assert!(figures.iter().all(|(_, small, _)| *small > 4), "{figures:?}");
    assert!(grown(&figures).is_empty(), "{:?} of {figures:?}", grown(&figures));
}

#[test]
fn what_was_paid_long_ago_is_not_read_for_a_statement_or_a_past_day() {
    let (few, many) = (book(30, 40), book(30, 300));
    let statement = || StatementOf {
        customer: Code("C1".into()),
        style: Style::BalanceForward,
        from: Some("2026-11-01".parse().unwrap()),
        to: None,
        known_at: None,
        since: None,
    };
    let balance = |asked| BalanceOf { customer: Code("C1".into()), asked };
    let figures = [
        ("statement", answers(&few, &statement()), answers(&many, &statement())),
        (
            "today",
            answers(&few, &balance(AsOf::default())),
            answers(&many, &balance(AsOf::default())),
        ),
        (
            "then",
            answers(&few, &balance(as_of("2026-11-10"))),
            answers(&many, &balance(as_of("2026-11-10"))),
        ),
    ];
    assert!(figures.iter().all(|(_, small, _)| *small > 30), "{figures:?}");
    assert!(grown(&figures).is_empty(), "{:?} of {figures:?}", grown(&figures));
}

/// The parts of a balance, one after the other, are the whole of it, as of any day.
#[test]
fn a_balance_in_parts_is_the_whole() {
    let test = book(7, 9);
    for asked in [AsOf::default(), as_of("2026-09-05"), as_of("2026-12-25")] {
        let whole = test.ask(&BalanceOf { customer: Code("c1".into()), asked }).unwrap();
        for limit in [1, 2, 5, 100] {
            let (mut items, mut after) = (Vec::new(), None);
            loop {
                let (customer, limit) = (Code("C1".into()), NonZeroUsize::new(limit));
                let part = test.ask(&BalancePart { customer, asked, limit, after }).unwrap();
                assert_eq!((part.balance, part.aging), (whole.balance, whole.aging));
                assert_eq!((part.open(), part.days_late()), (whole.items.len(), whole.days_late()));
                assert!(part.items.len() <= limit.map_or(0, NonZeroUsize::get));
                items.extend(part.items);
                after = part.next;
                if after.is_none() {
                    break;
                }
            }
            assert_eq!(items, whole.items);
        }
    }
    let (customer, asked, limit) = (Code("C1".into()), AsOf::default(), None);
    let after = Some(Number("INV-1999-00001".into()));
    let unknown = test.ask(&BalancePart { customer, asked, limit, after });
    assert!(format!("{unknown:?}").contains("DocumentUnknown"), "{unknown:?}");
}
