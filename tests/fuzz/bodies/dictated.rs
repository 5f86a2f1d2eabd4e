//! What is dictated on the telephone: remittances, and the line that wraps a call up.

use std::collections::HashSet;

use daybook::domain::{Currency, Day, Refusal, Rule};
use daybook::matching::MatchItem;
use daybook::matching::remittance::{self, AmountForm, Deduction, Paid, RemittancePart};
use daybook::typed::wrap_up::{self, LineReading, WrapPart};

use super::has_words;

/// Currencies without decimals, with two and with three, each with a decimal mark.
const FORMS: [(&str, char); 4] = [("RWF", '.'), ("CAD", '.'), ("EUR", ','), ("KWD", ',')];

/// Both are read or refused in words, and what is read holds.
pub fn dictated(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    for (currency, decimal_mark) in FORMS {
        let currency = Currency::parse(currency).unwrap();
        remitted(&text, currency, decimal_mark);
        wrapped_up(&text, currency);
    }
}

/// A remittance that the desk writes for the command is read as the same, and what it allocates is no more
/// than is open and no more than was paid.
fn remitted(text: &str, currency: Currency, decimal_mark: char) {
    let form = AmountForm { decimal_mark, digits: u32::from(currency.scale()) };
    let parts = match remittance::parse(text, form) {
        Ok(parts) => parts,
        Err(error) => return has_words(&error.refusal("remittance", currency), text),
    };
    let written = remittance::written(&parts, form.digits);
    let plain = AmountForm { decimal_mark: '.', digits: form.digits };
    let again = remittance::parse(&written, plain);
    let again = again.unwrap_or_else(|error| panic!("{text:?} is written {written:?}: {error}"));
    assert_eq!(amounts(&again), amounts(&parts), "{text:?} is written {written:?}");
    let items = items();
    for amount in [1, 50_000, 10_000_000] {
        match remittance::resolve(&parts, &items, amount) {
            Ok(remitted) => {
                let mut named = HashSet::new();
                let mut sum = 0;
                for (at, paid) in &remitted.allocate {
                    let held = remitted.disputes.iter().find(|(of, _)| of == at);
                    let held = held.map_or(0, |(_, held)| held.amount);
                    assert!(*paid > 0 && paid + held <= items[*at as usize].open, "{text:?}");
                    assert!(named.insert(*at), "{text:?}");
                    sum += paid;
                }
                assert_eq!(sum + remitted.rest, amount, "{text:?}");
                assert!(remitted.rest >= 0, "{text:?}");
            }
            Err(error) => has_words(&error.refusal("remittance", currency), text),
        }
    }
}

fn amounts(parts: &[RemittancePart]) -> Vec<(Option<Paid>, Option<i64>)> {
    let held = |part: &RemittancePart| part.deduction.as_ref().map(|it: &Deduction| it.amount);
    parts.iter().map(|part| (part.paid, held(part))).collect()
}

fn items() -> Vec<MatchItem> {
    let open = [("INV-2026-01042", 100_000), ("INV-2026-01043", 20_000), ("INV-2025-00007", 500)];
    let item = |(number, open): (&str, i64)| MatchItem {
        customer: 1,
        number: number.to_string(),
        reference: None,
        due: Day::EPOCH,
        issued: Day::EPOCH,
        open,
        discount: 0,
        discount_until: None,
        disputed: if open == 20_000 { 6_000 } else { 0 },
    };
    open.into_iter().map(item).collect()
}

fn wrapped_up(text: &str, currency: Currency) {
    let reasons = ["price", "damaged", "quantity", "not_ordered"].map(String::from);
    let today = "2026-11-21".parse().unwrap();
    let (zone, owed) = ("Africa/Kigali", 0.into());
    let by = LineReading { today, zone, currency, reasons: &reasons, open: &[], owed };
    let parts = match wrap_up::read(text, &by) {
        Ok(parts) => parts,
        Err(refusal) => {
            assert!(refusal.field.starts_with("line"), "{text:?}: {refusal:?}");
            return has_words(&refusal, text);
        }
    };
    assert!(parts.len() <= wrap_up::MOST_PARTS);
    for part in &parts {
        match part {
            WrapPart::Promise { amount, .. } | WrapPart::Dispute { amount, .. } => {
                let exact = amount.map(|amount| currency.exact(amount, "line"));
                let is_in_currency = |it: &Result<_, Refusal>| {
                    it.is_ok() || it.as_ref().is_err_and(|it| it.rule == Rule::AmountOutOfRange)
                };
                assert!(exact.as_ref().is_none_or(is_in_currency), "{text:?}: {exact:?}");
            }
            WrapPart::Callback { note, .. } => assert_ne!(note.as_deref(), Some("")),
            WrapPart::Send { document, to, .. } => {
                assert!(to.as_ref().is_none_or(|to| to.contains('@')), "{text:?}");
                assert_ne!(document.as_deref(), Some(""));
            }
            WrapPart::Note(note) => assert!(!note.is_empty(), "{text:?}"),
            WrapPart::Outcome(_) => {}
        }
    }
}
