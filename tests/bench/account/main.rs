//! What one large account costs beside a small one in the same book: its sheet, a payment form and
//! its preview, recording a payment, a statement of a month, its balance, and who it is.
//!
//! `cargo bench --bench account -- [INVOICES]` makes the book, of 100,000 invoices on the large
//! account unless told otherwise: nine in ten are paid, and a cheque is dated ahead.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

#[path = "../common.rs"]
mod common;

use std::num::NonZeroUsize;
use std::path::Path;
use std::time::Duration;

use common::{TODAY, middle, options, timed};
use daybook::domain::{Code, Day, Envelope};
use daybook::engine::ports::Silent;
use daybook::engine::{BookWriter, NewBook, OpenOptions, Session, Submission, intake};
use daybook::ledger::query::balance::{BalanceOf, BalancePart};
use daybook::ledger::query::lately::LatelyOf;
use daybook::ledger::query::say::SheetOf;
use daybook::ledger::query::show::{FindCustomer, Show};
use daybook::ledger::query::statement::{StatementOf, Style};
use daybook::ledger::query::{AsOf, Question};

/// How many commands share a sync.
const TOGETHER: usize = 2_000;

/// Over how many days the invoices of the large account are dated.
const DAYS: i64 = 700;

fn main() {
    let words = common::words();
    let invoices = words.first().map_or(100_000, |count| count.parse().unwrap());
    let made = tempfile::TempDir::new().unwrap();
    let folder = made.path().join("book");
    make(&folder, invoices);
    let session = Session::open(&folder, options(), &mut Silent).unwrap();
    println!("{:<44} {:>10} {:>10} {:>7}", "", "large", "small", "times");
    measure(&session);
    session.close().unwrap();
}

fn envelope(line: &str) -> Envelope {
    intake::read(line).1.unwrap()
}

fn commit(book: &mut BookWriter, lines: &[String], what: &str) -> Vec<String> {
    let mut made = Vec::with_capacity(lines.len());
    for some in lines.chunks(TOGETHER) {
        let all: Vec<_> = some.iter().map(|it| Submission::of("eva", envelope(it))).collect();
        for receipt in book.commit(&all) {
            made.push(receipt.unwrap().number(what).unwrap_or_default().to_string());
        }
    }
    made
}

fn make(folder: &Path, invoices: usize) {
    let new = NewBook {
        company: "Kigali Stationers Ltd".into(),
        country: "RW".into(),
        currency: "RWF".into(),
        zone: None,
        made_up: true,
        tax_id: None,
        address: None,
    };
    let in_bulk = OpenOptions { in_bulk: true, ..options() };
    let mut book = BookWriter::create(folder, &new, in_bulk).unwrap();
    let customers = ["LARGE", "SMALL"].map(|code| {
        format!(r#"{{"do":"register_customer","code":"{code}","name":"The {code} one","date":"2020-01-01"}}"#)
    });
    commit(&mut book, &customers, "customer");
    let first = TODAY.parse::<Day>().unwrap().plus(-DAYS).unwrap();
    let day = |n: usize| i64::try_from(n).unwrap() * DAYS / i64::try_from(invoices).unwrap();
    let invoice = |customer: &str, day: i64| {
        let date = first.plus(day).unwrap();
        format!(
            r#"{{"do":"issue_invoice","customer":"{customer}","date":"{date}","lines":[{{"description":"Paper","quantity":"1","unit_price":"1000"}}]}}"#
        )
    };
    let large = (0..invoices).map(|n| invoice("LARGE", day(n)));
    let mut lines: Vec<String> = large.collect();
    lines.extend((0..10).map(|_| invoice("SMALL", DAYS)));
    let numbers = commit(&mut book, &lines, "invoice");
    let payments = numbers[..invoices].iter().enumerate().filter(|(n, _)| n % 10 != 0);
    let payments: Vec<String> = payments
        .map(|(n, number)| {
            let date = first.plus(day(n)).unwrap();
            format!(
                r#"{{"do":"record_payment","customer":"LARGE","date":"{date}","amount":"1000","method":"bank","allocate":[{{"invoice":"{number}","amount":"1000"}}]}}"#
            )
        })
        .collect();
    commit(&mut book, &payments, "payment");
    let ahead: Vec<String> = ["LARGE", "SMALL"]
        .map(|code| format!(r#"{{"override":{{"reason":"a cheque"}},"do":"record_payment","customer":"{code}","date":"2026-12-20","amount":"5","method":"cheque","allocate":"none"}}"#))
        .into();
    commit(&mut book, &ahead, "payment");
    book.close().unwrap();
}

/// The middle of some times on each account.
fn beside(what: &str, count: usize, mut act: impl FnMut(&str)) {
    let mut of = |code: &str| middle(&mut timed(count, |_| act(code))).0;
    let (large, small) = (of("LARGE"), of("SMALL"));
    let ratio =
        large.as_secs_f64() / small.as_secs_f64().max(Duration::from_nanos(1).as_secs_f64());
    println!("{what:<44} {large:>10.1?} {small:>10.1?} {ratio:>7.1}");
}

fn ask<Q: Question>(session: &Session, question: &Q) {
    drop(session.ask(question).unwrap());
}

fn sheet(session: &Session, code: &str, most: usize) {
    let customer = Code(code.into());
    ask(session, &FindCustomer(customer.clone()));
    ask(session, &SheetOf { customer: customer.clone(), most, through: None });
    ask(session, &LatelyOf { customer, most: 30 });
}

fn payment(code: &str, amount: &str) -> Envelope {
    let line = r#"{"do":"record_payment","customer":"CODE","amount":"MUCH","method":"momo","allocate":"oldest"}"#;
    envelope(&line.replace("CODE", code).replace("MUCH", amount))
}

fn measure(session: &Session) {
    let customer = |code: &str| Code(code.into());
    let asked = AsOf::default();
    beside("a sheet, its first screens", 100, |code| sheet(session, code, 100));
    beside("a sheet, all that is open", 20, |code| sheet(session, code, usize::MAX));
    for (what, amount) in [("one invoice", "1000"), ("three", "2500"), ("all", "9000000")] {
        beside(&format!("the preview of a payment for {what}"), 20, |code| {
            drop(session.preview(vec![payment(code, amount)]).unwrap());
        });
    }
    beside("show, the customer", 100, |code| ask(session, &Show { what: code.into() }));
    beside("balance", 20, |code| ask(session, &BalanceOf { customer: customer(code), asked }));
    let limit = NonZeroUsize::new(100);
    beside("balance, its first 100 items", 100, |code| {
        let part = BalancePart { customer: customer(code), asked, limit, after: None };
        ask(session, &part);
    });
    let then = AsOf { as_of: Some("2026-10-21".parse().unwrap()), known_at: None };
    beside("balance of a month ago", 20, |code| {
        ask(session, &BalanceOf { customer: customer(code), asked: then });
    });
    beside("a statement of this month", 20, |code| {
        let statement = StatementOf {
            customer: customer(code),
            style: Style::BalanceForward,
            from: Some("2026-11-01".parse().unwrap()),
            to: None,
            known_at: None,
            since: None,
        };
        ask(session, &statement);
    });
    // Last: what it records stays in the book.
    beside("recording a payment of part of an invoice", 200, |code| {
        drop(session.post(payment(code, "10")).unwrap());
    });
    beside("recording a payment of 2.5 invoices", 3, |code| {
        drop(session.post(payment(code, "2500")).unwrap());
    });
}
