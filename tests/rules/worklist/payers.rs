//! Who pays late, from counts that a person can check; and how often that is right, on invoices of a file
//! that a variable of the environment names.

use std::collections::BTreeMap;

use super::{list_of, row};
use crate::common::TestBook;
use daybook::domain::Day;
use daybook::domain::habit::{LateShare, PaidInvoice, PayingHabit, chance_of_late};

/// A customer who paid eight of the last nine late, and owes a tenth invoice; another who pays in time.
#[test]
fn the_worklist_tells_how_a_customer_pays() {
    let mut test = TestBook::canada();
    test.customer("C1");
    test.customer("C2");
    for month in 1..=9 {
        for customer in ["C1", "C2"] {
            let (date, due) = (format!("2026-{month:02}-01"), format!("2026-{month:02}-11"));
            test.invoice(customer, &date, &due, "100");
            let paid = if customer == "C1" && month > 1 { 23 } else { 10 };
            test.payment(customer, &format!("2026-{month:02}-{paid}"), "100", "oldest");
        }
    }
    test.invoice("C1", "2026-10-01", "2026-10-11", "100");
    test.invoice("C2", "2026-10-01", "2026-10-11", "100");
    let list = list_of(&test, "2026-11-21");
    assert_eq!(row(&list, "C1").habit, PayingHabit { paid: 9, late: 8, days: 12 });
    assert_eq!(row(&list, "C2").habit, PayingHabit { paid: 9, late: 0, days: 0 });
    assert!(row(&list, "C1").usually_late && !row(&list, "C2").usually_late);
}

/// An invoice that money and a credit note settled counts by their days, in whatever order they were entered.
#[test]
fn how_an_invoice_was_paid_is_told_by_days_and_not_by_the_order_of_entry() {
    let paid = |customer: &str, date: &str, amount: &str| {
        format!(
            r#"{{"do":"record_payment","customer":"{customer}","date":"{date}","amount":"{amount}","method":"bank"}}"#
        )
    };
    let credited = |invoice: &str, date: &str, amount: &str| {
        format!(
            r#"{{"do":"credit_invoice","invoice":"{invoice}","date":"{date}","amount":"{amount}","reason":"price","override":{{"reason":"later"}}}}"#
        )
    };
    // The days of a payment of 60 and of a credit note of 40, and how the invoice was paid.
    for (money, credit, habit) in [
        ("2026-09-11", "2026-11-20", PayingHabit { paid: 0, late: 0, days: 0 }),
        ("2026-09-11", "2026-09-05", PayingHabit { paid: 1, late: 1, days: 26 }),
        ("2026-09-11", "2026-09-11", PayingHabit { paid: 1, late: 1, days: 26 }),
    ] {
        for is_money_first in [true, false] {
            let mut test = TestBook::canada();
            test.customer("C1");
            let invoice = test.invoice("C1", "2026-07-17", "2026-08-16", "100");
            let both = [paid("C1", money, "60"), credited(&invoice, credit, "40")];
            let [one, other] = &both;
            for line in if is_money_first { [one, other] } else { [other, one] } {
                test.taken(line);
            }
            test.invoice("C1", "2026-09-01", "2026-10-01", "100");
            let list = list_of(&test, "2026-11-21");
            assert_eq!(row(&list, "C1").habit, habit, "{money} {credit} {is_money_first}");
        }
    }
}

/// An invoice of the file.
struct Known {
    customer: String,
    due: Day,
    amount: i64,
    settled: Day,
}

/// Reads `customer`, `due`, `amount` and `settled` from a table with these or like names; days as
/// YYYY-MM-DD or M/D/YYYY.
fn read(text: &str) -> Vec<Known> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let heads = reader.headers().unwrap().clone();
    let place = |names: &[&str]| {
        let is = |head: &str| names.contains(&head.to_lowercase().replace(['_', ' '], "").as_str());
        heads.iter().position(is).unwrap_or_else(|| panic!("no column {names:?} in {heads:?}"))
    };
    let customer = place(&["customerid", "customer", "custnumber"]);
    let due = place(&["duedate", "due", "dueindate"]);
    let amount = place(&["invoiceamount", "amount", "totalopenamount"]);
    let settled = place(&["settleddate", "settled", "cleardate", "paymentdate"]);
    let rows = reader.records().map(|row| row.unwrap());
    let known = rows.filter_map(|row| {
        Some(Known {
            customer: row[customer].to_string(),
            due: day_of(&row[due])?,
            amount: minor(&row[amount])?,
            settled: day_of(&row[settled])?,
        })
    });
    known.collect()
}

fn minor(text: &str) -> Option<i64> {
    use rust_decimal::prelude::ToPrimitive;
    let amount: rust_decimal::Decimal = text.parse().ok()?;
    (amount * rust_decimal::Decimal::ONE_HUNDRED).to_i64()
}

fn day_of(text: &str) -> Option<Day> {
    if let Ok(day) = text.get(..10).unwrap_or(text).parse() {
        return Some(day);
    }
    let mut parts = text.split('/').map(|part| part.parse::<u16>().ok());
    let (month, day, year) = (parts.next()??, parts.next()??, parts.next()??);
    Day::new(i32::from(year), u8::try_from(month).ok()?, u8::try_from(day).ok()?)
}

/// How many of the later third are told rightly from what was settled before each was due, and how many
/// are right if all are taken for what most are.
fn told(mut all: Vec<Known>) -> (usize, usize, usize) {
    all.sort_by_key(|one| one.due);
    let split = all.len() * 2 / 3;
    let mut counts = (0, 0, 0, 0);
    for place in split..all.len() {
        let one = &all[place];
        let mut paid: Vec<PaidInvoice> = Vec::new();
        let mut others = LateShare { late: 0, of: 0 };
        for before in all[..place].iter().rev().filter(|before| before.settled < one.due) {
            let days = before.settled.days_since(before.due);
            others.late += u32::from(days > 0);
            others.of += 1;
            if before.customer == one.customer && paid.len() < 24 {
                paid.push(PaidInvoice { amount: before.amount, due: before.due, days });
            }
        }
        let is_late = one.settled > one.due;
        let says_late = chance_of_late(&paid, (one.amount, one.due), others) > 500;
        let most_are_late = 2 * others.late > others.of;
        counts.0 += 1;
        counts.1 += usize::from(says_late == is_late);
        counts.2 += usize::from(most_are_late == is_late);
        counts.3 += usize::from(is_late);
    }
    let (tried, right, majority) = (counts.0, counts.1, counts.2);
    let percent = |count: usize| format!("{}.{}", 100 * count / tried, 1000 * count / tried % 10);
    println!(
        "{tried} invoices of the later third, {} late: {} % told rightly, {} % by the majority",
        counts.3,
        percent(right),
        percent(majority)
    );
    (tried, right, majority)
}

/// Made up: half of the customers pay late, one of ten of their invoices otherwise.
fn made_up() -> String {
    let mut text = "customer,due,amount,settled\n".to_string();
    let mut n = 0;
    for month in 1..=12 {
        for customer in 0..40 {
            n += 1;
            let days = if (customer % 2 == 0) == (n % 10 != 0) { 9 } else { -1 };
            let due: Day = format!("2025-{month:02}-{:02}", 5 + customer % 20).parse().unwrap();
            text += &format!("K{customer},{due},{},{}\n", 100 + n % 7, due.plus(days).unwrap());
        }
    }
    text
}

#[test]
fn who_pays_late_is_told_better_than_by_the_majority() {
    let text = match std::env::var("DAYBOOK_RECEIVABLES") {
        Ok(file) => std::fs::read_to_string(file).unwrap(),
        Err(_) => made_up(),
    };
    let all = read(&text);
    let customers: BTreeMap<&str, usize> = all.iter().fold(BTreeMap::new(), |mut counts, one| {
        *counts.entry(one.customer.as_str()).or_default() += 1;
        counts
    });
    println!("{} invoices of {} customers", all.len(), customers.len());
    let (tried, right, majority) = told(all);
    assert!(tried > 100 && right > majority, "{right} and {majority} of {tried}");
}
