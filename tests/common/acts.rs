//! Commands in any order on a few documents of three customers, on a few days.

use daybook::ledger::query::show::{Show, Shown};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

use super::TestBook;

/// A book with the three customers, each with two invoices and a payment on account, on a day after all acts.
pub fn book() -> TestBook {
    let mut test = TestBook::rwanda();
    test.open_on("2026-11-29");
    for customer in ["C0", "C1", "C2"] {
        test.taken(&format!(
            r#"{{"do":"register_customer","code":"{customer}","name":"Customer {customer}","terms":"net 7","date":"2020-01-01"}}"#
        ));
    }
    for n in 0..6 {
        test.invoice(&format!("C{}", n % 3), "2026-11-01", "2026-11-15", "600");
    }
    for customer in ["C0", "C1", "C2"] {
        test.payment(customer, "2026-11-01", "500", "none");
    }
    test
}

/// A command on one of few documents, on one of few days.
#[derive(Clone, Debug)]
pub enum Act {
    Issue { customer: u8, amount: u32 },
    BringIn { customer: u8, amount: u32, disputed: bool },
    Pay { customer: u8, amount: u32, oldest: bool },
    Allocate { from: u8, to: u8, amount: u32 },
    Unallocate { allocation: u8 },
    Bounce { payment: u8 },
    Credit { invoice: u8, amount: u32 },
    WriteOff { invoice: u8, amount: u32 },
    Void { invoice: u8 },
    Refund { payment: u8, amount: u32 },
    ReversePayment { payment: u8 },
    ReverseRefund { refund: u8 },
    VoidCredit { note: u8 },
    Certificate { invoice: u8, amount: u32 },
    Dispute { invoice: u8, amount: u32 },
    Move { dispute: u8, to: u8 },
    Resolve { dispute: u8, outcome: u8 },
    Promise { invoice: u8, amount: u32 },
    Merge { from: u8 },
}

/// Any of them.
pub fn act() -> impl Strategy<Value = Act> {
    let amount = 1_u32..600;
    let few = 0_u8..6;
    prop_oneof![
        3 => (0_u8..3, amount.clone()).prop_map(|(customer, amount)| Act::Issue { customer, amount }),
        1 => (0_u8..3, amount.clone(), any::<bool>())
            .prop_map(|(customer, amount, disputed)| Act::BringIn { customer, amount, disputed }),
        3 => (0_u8..3, amount.clone(), any::<bool>())
            .prop_map(|(customer, amount, oldest)| Act::Pay { customer, amount, oldest }),
        2 => (few.clone(), few.clone(), amount.clone())
            .prop_map(|(from, to, amount)| Act::Allocate { from, to, amount }),
        2 => (0_u8..12).prop_map(|allocation| Act::Unallocate { allocation }),
        1 => few.clone().prop_map(|payment| Act::Bounce { payment }),
        2 => (few.clone(), amount.clone()).prop_map(|(invoice, amount)| Act::Credit { invoice, amount }),
        1 => (few.clone(), amount.clone()).prop_map(|(invoice, amount)| Act::WriteOff { invoice, amount }),
        1 => few.clone().prop_map(|invoice| Act::Void { invoice }),
        2 => (few.clone(), amount.clone()).prop_map(|(payment, amount)| Act::Refund { payment, amount }),
        1 => few.clone().prop_map(|payment| Act::ReversePayment { payment }),
        1 => (0_u8..3).prop_map(|refund| Act::ReverseRefund { refund }),
        1 => (0_u8..4).prop_map(|note| Act::VoidCredit { note }),
        1 => (few.clone(), amount.clone())
            .prop_map(|(invoice, amount)| Act::Certificate { invoice, amount }),
        3 => (few.clone(), amount.clone()).prop_map(|(invoice, amount)| Act::Dispute { invoice, amount }),
        2 => (few.clone(), 0_u8..4).prop_map(|(dispute, to)| Act::Move { dispute, to }),
        2 => (few.clone(), 0_u8..3).prop_map(|(dispute, outcome)| Act::Resolve { dispute, outcome }),
        1 => (few, amount).prop_map(|(invoice, amount)| Act::Promise { invoice, amount }),
        1 => (0_u8..3).prop_map(|from| Act::Merge { from }),
    ]
}

/// It as a line that is posted, on the day with this place in November.
pub fn line(act: &Act, day: u8) -> String {
    let date = format!(r#""date":"2026-11-{:02}""#, day + 1);
    let number = |series: &str, n: u8| format!("{series}-2026-{:05}", n + 1);
    let reason = r#""override":{"reason":"any order"}"#;
    let rest = match act {
        Act::Issue { customer, amount } => format!(
            r#""do":"issue_invoice","customer":"C{customer}","lines":[{{"description":"x","quantity":"1","unit_price":"{amount}","tax":"B"}}]"#
        ),
        Act::BringIn { customer, amount, disputed } => format!(
            r#""do":"bring_in_receivable","number":"F{amount}","customer":"C{customer}","amount":"{amount}","disputed":{disputed}"#
        ),
        Act::Pay { customer, amount, oldest } => format!(
            r#""do":"record_payment","customer":"C{customer}","amount":"{amount}","method":"bank","allocate":"{}""#,
            if *oldest { "oldest" } else { "none" }
        ),
        Act::Allocate { from, to, amount } => format!(
            r#""do":"allocate","from":"{}","to":"{}","amount":"{amount}""#,
            number(if amount % 3 == 0 { "CN" } else { "PAY" }, *from),
            number("INV", *to)
        ),
        Act::Unallocate { allocation } => {
            format!(r#""do":"unallocate","allocation":"A{:06}""#, allocation + 1)
        }
        Act::Bounce { payment } => format!(
            r#""do":"bounce_payment","payment":"{}","reason":"no funds""#,
            number("PAY", *payment)
        ),
        Act::Credit { invoice, amount } => format!(
            r#""do":"credit_invoice","invoice":"{}","reason":"price","amount":"{amount}""#,
            number("INV", *invoice)
        ),
        Act::WriteOff { invoice, amount } => format!(
            r#""do":"write_off","invoice":"{}","reason":"bad_debt","amount":"{amount}""#,
            number("INV", *invoice)
        ),
        Act::Void { invoice } => {
            format!(
                r#""do":"void_invoice","invoice":"{}","reason":"twice""#,
                number("INV", *invoice)
            )
        }
        Act::Refund { payment, amount } => {
            format!(r#""do":"refund","from":"{}","amount":"{amount}""#, number("PAY", *payment))
        }
        Act::ReversePayment { payment } => format!(
            r#""do":"reverse_payment","payment":"{}","reason":"slip""#,
            number("PAY", *payment)
        ),
        Act::ReverseRefund { refund } => {
            format!(r#""do":"reverse_refund","refund":"{}","reason":"slip""#, number("RF", *refund))
        }
        Act::VoidCredit { note } => format!(
            r#""do":"void_credit_note","credit_note":"{}","reason":"slip""#,
            number("CN", *note)
        ),
        Act::Certificate { invoice, amount } => format!(
            r#""do":"record_certificate","customer":"C{}","kind":"WHT3","number":"W","allocate":[{{"invoice":"{}","amount":"{amount}"}}]"#,
            amount % 3,
            number("INV", *invoice)
        ),
        Act::Dispute { invoice, amount } => format!(
            r#""do":"open_dispute","invoice":"{}","reason":"price","amount":"{amount}""#,
            number("INV", *invoice)
        ),
        Act::Move { dispute, to } => format!(
            r#""do":"move_dispute","dispute":"{}","to":"{}""#,
            number("DSP", *dispute),
            ["in_progress", "waiting", "closed", "void"][usize::from(*to)]
        ),
        Act::Resolve { dispute, outcome } => format!(
            r#""do":"resolve_dispute","dispute":"{}","outcome":"{}""#,
            number("DSP", *dispute),
            ["credit", "upheld", "withdrawn"][usize::from(*outcome)]
        ),
        Act::Promise { invoice, amount } => format!(
            r#""do":"promise","customer":"C0","invoice":"{}","amount":"{amount}","by":"2026-11-28""#,
            number("INV", *invoice)
        ),
        Act::Merge { from } => {
            format!(r#""do":"merge_customers","from":"C{from}","into":"C{}""#, (from + 1) % 3)
        }
    };
    format!("{{{reason},{rest},{date}}}")
}

/// Posts a line; if it is refused, on other documents, of a smaller amount or a later day, until it is taken. Returns whether
/// it was: whatever is refused changes nothing.
pub fn post(test: &mut TestBook, line: &str) -> bool {
    (0..36).any(|round| {
        let line = with_customer(test, &changed(line, round));
        test.post(&line).is_ok()
    })
}

/// Asserts that the book takes more than four of five lines: a property would say little if it refused most of
/// what it posts.
pub fn most_are_taken(lines: &impl Strategy<Value = String>) {
    let mut runner = TestRunner::deterministic();
    let (mut taken, mut all) = (0, 0);
    for _ in 0..8 {
        let mut test = book();
        for _ in 0..50 {
            let line = lines.new_tree(&mut runner).unwrap().current();
            taken += usize::from(post(&mut test, &line));
            all += 1;
        }
    }
    assert!(taken * 10 > all * 8, "{taken} of {all}");
}

/// The line on the documents behind those that it names, of less, and from the second half of the rounds on a later day.
fn changed(line: &str, round: u32) -> String {
    let mut changed = line.to_string();
    for (front, digits) in [
        ("INV-2026-", 5),
        ("PAY-2026-", 5),
        ("CN-2026-", 5),
        ("RF-2026-", 5),
        ("DSP-2026-", 5),
        ("PRM-2026-", 5),
        (r#"allocation":"A"#, 6),
    ] {
        for (at, _) in line.match_indices(front) {
            let from = at + front.len();
            let count: u32 = line[from..from + digits].parse().unwrap();
            let next = (count - 1 + round) % 12 + 1;
            changed.replace_range(from..from + digits, &format!("{next:0digits$}"));
        }
    }
    if round % 12 > 5
        && let Some((front, rest)) = changed.split_once(r#""amount":""#)
    {
        let (amount, rest) = rest.split_once('"').unwrap();
        let less = (amount.parse::<u32>().unwrap() / 20).max(1);
        changed = format!(r#"{front}"amount":"{less}"{rest}"#);
    }
    if round >= 12 {
        for field in ["date", "by", "first"] {
            let name = format!(r#""{field}":"2026-11-"#);
            if let Some(at) = changed.find(&name) {
                let from = at + name.len();
                changed.replace_range(from..from + 2, "28");
            }
        }
    }
    if round >= 24 {
        // What is done to a case may have been done before.
        for (from, to) in [
            (r#""to":"closed""#, r#""to":"in_progress""#),
            (r#""to":"waiting""#, r#""to":"in_progress""#),
            (r#""to":"void""#, r#""to":"in_progress""#),
        ] {
            changed = changed.replace(from, to);
        }
    }
    changed
}

/// The line with the customer of the invoice that it names, if it names both.
fn with_customer(test: &TestBook, line: &str) -> String {
    let Some(at) = line.find("INV-2026-") else { return line.into() };
    let Some(name) = line.find(r#""customer":"C"#).map(|at| at + 12) else { return line.into() };
    let what = line[at..at + 14].to_string();
    match test.ask(&Show { what }) {
        Ok(Shown::Invoice(it)) => format!("{}{}{}", &line[..name], it.customer, &line[name + 2..]),
        _ => line.into(),
    }
}
