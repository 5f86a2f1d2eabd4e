//! Interest for late payment: which money stops it on which invoice and on which days, and what warns of a fee that
//! charged too much or too little.

mod counted;
mod each_day;
mod model;
mod warnings;

use daybook::domain::Day;
use daybook::engine::Receipt;
use daybook::ledger::query::late_fees::LateFeesDue;

use crate::common::{TestBook, as_of, day};

/// How many days the tests look at, from 1 October, when everything is due.
const DAYS: usize = 60;

fn book() -> TestBook {
    book_in(TestBook::canada())
}

fn book_in(mut test: TestBook) -> TestBook {
    test.open_on("2026-12-31");
    test.customer("C1");
    // A day of 10.00 is 0.01.
    test.taken(
        r#"{"do":"set_late_fee_policy","override":{"reason":"agreed"},"date":"2026-01-01","yearly_percent":"36.5%"}"#,
    );
    test
}

fn owed(test: &mut TestBook, amount: &str) -> String {
    test.invoice("C1", "2026-09-01", "2026-10-01", amount)
}

fn later(days: usize) -> Day {
    day("2026-10-01").plus(i64::try_from(days).unwrap()).unwrap()
}

/// The amount of an invoice that bears interest on each day after 1 October, in minor units.
fn overdue(test: &TestBook, invoice: &str) -> Vec<i64> {
    let asked = LateFeesDue { through: Some(later(DAYS)), customers: Vec::new() };
    let mut days = vec![0; DAYS];
    let rows = test.ask(&asked).unwrap().rows.into_iter().filter(|row| row.invoice.0 == invoice);
    for part in rows.flat_map(|row| row.parts) {
        for (n, of_day) in days.iter_mut().enumerate() {
            if (part.from..=part.through).contains(&later(n + 1)) {
                *of_day = part.overdue.minor();
            }
        }
    }
    days
}

/// The same in runs: an amount in whole units and the number of days it is overdue.
fn runs(test: &TestBook, invoice: &str) -> Vec<(i64, usize)> {
    let mut runs: Vec<(i64, usize)> = Vec::new();
    for minor in overdue(test, invoice) {
        match runs.last_mut().filter(|(last, _)| *last == minor / 100) {
            Some((_, count)) => *count += 1,
            None => runs.push((minor / 100, 1)),
        }
    }
    runs
}

fn allocate(test: &mut TestBook, from: &str, to: &str, amount: &str, date: &str) -> Receipt {
    test.taken(&format!(
        r#"{{"do":"allocate","from":"{from}","to":"{to}","amount":"{amount}","date":"{date}"}}"#
    ))
}

fn unallocate(test: &mut TestBook, allocation: &str, date: &str) {
    test.taken(&format!(r#"{{"do":"unallocate","allocation":"{allocation}","date":"{date}"}}"#));
}

fn end(test: &mut TestBook, command: &str, payment: &str, date: &str) {
    test.taken(&format!(
        r#"{{"do":"{command}","payment":"{payment}","reason":"so it was","date":"{date}"}}"#
    ));
}

/// The account on a day: owed, disputed, overdue and on account, then what is left of each item. Fees are dated
/// later, so none is among them.
fn standing(test: &TestBook, day: usize) -> Vec<i64> {
    let balance = test.balance("C1", as_of(&later(day).to_string()));
    let sums = [balance.balance, balance.disputed, balance.overdue, balance.on_account];
    let items = balance.items.iter().map(|item| item.outstanding);
    sums.into_iter().chain(items).map(daybook::domain::Money::minor).collect()
}

/// The fees that a receipt warns are too high, and by how much.
fn warned(receipt: &Receipt) -> Vec<(String, String)> {
    warned_by(receipt, "late_fee.charged_too_much")
}

/// The fees that a receipt warns are too low, and by how much.
fn warned_low(receipt: &Receipt) -> Vec<(String, String)> {
    warned_by(receipt, "late_fee.charged_too_little")
}

fn warned_by(receipt: &Receipt, rule: &str) -> Vec<(String, String)> {
    let all = receipt.warnings.iter().filter(|it| it.rule == rule);
    let arg = |all: &[(std::borrow::Cow<str>, String)], name: &str| {
        all.iter().find(|(of, _)| of == name).unwrap().1.clone()
    };
    all.map(|it| (arg(&it.args, "fee"), arg(&it.args, "amount"))).collect()
}

fn charge(test: &mut TestBook, invoice: &str, through: &str) -> String {
    let receipt = test.taken(&format!(
        r#"{{"do":"charge_late_fee","invoice":"{invoice}","through":"{through}"}}"#
    ));
    receipt.number("invoice").unwrap().to_string()
}

fn amount(minor: i64) -> String {
    format!("{}.{:02}", minor / 100, minor % 100)
}
