//! The reconciliation as text and as CSV: the two balances, and every part of their difference.

use crate::domain::{Message, Money, marks};
use crate::layout::{Align, TextTable, ends_within};
use crate::ledger::query::reconciliation::{ReconciledPart, Reconciliation};
use crate::words::Words;

use super::balance::csv_text;
use super::text::heading;

/// The column of the balances.
const SUMS: usize = 60;

/// The parts of a difference, each with its word.
fn parts(it: &Reconciliation) -> [(&'static str, &[ReconciledPart]); 3] {
    [("unmatched", &it.unmatched), ("dismissed", &it.dismissed), ("not_at_bank", &it.not_at_bank)]
}

/// As text: the balances of each account, then the parts of the difference.
pub fn text(all: &[Reconciliation], words: &Words) -> String {
    match all {
        [] => words.say("reconcile-no-account", &[]) + "\n",
        all => all.iter().map(|it| one(it, words)).collect::<Vec<_>>().join("\n"),
    }
}

fn one(it: &Reconciliation, words: &Words) -> String {
    let figure = |amount: Money| words.figure(&amount.to_string());
    let head = Message::new("reconcile-account").with("account", &it.account);
    let head = head.with("currency", it.currency).with("date", words.day(it.as_of));
    let mut text = words.tell(&head) + "\n";
    for (key, amount) in [
        ("reconcile-bank", it.bank_closing),
        ("reconcile-book", it.book),
        ("reconcile-difference", it.difference),
    ] {
        text += &ends_within(&words.say(key, &[]), &figure(amount), SUMS);
        text.push('\n');
    }
    // What may be on this account counts on none: it is mentioned, and is not a part of the difference.
    let told = parts(it).into_iter().chain([("perhaps", it.perhaps.as_slice())]);
    for (name, parts) in told.filter(|(_, parts)| !parts.is_empty()) {
        let key = match name {
            "unmatched" => "reconcile-unmatched",
            "dismissed" => "reconcile-dismissed",
            "perhaps" => "reconcile-perhaps",
            _ => "reconcile-not-at-bank",
        };
        let mut table = TextTable::new(&[
            (&heading(words, "item"), Align::Left),
            (&heading(words, "date"), Align::Left),
            (&heading(words, "amount"), Align::Right),
            (&heading(words, "text"), Align::Left),
        ]);
        for part in parts {
            let said = [part.payer.clone(), part.text.clone()].into_iter().flatten();
            table.row(vec![
                part.number().to_string(),
                words.day(part.date),
                figure(part.amount),
                said.collect::<Vec<_>>().join(" · "),
            ]);
        }
        text += &format!("\n{}\n{}", words.say(key, &[]), table.render_within(80, 3));
    }
    if !it.statement_gap.is_zero() {
        let gap = Message::new("reconcile-gap").with("currency", it.currency);
        text += &format!("\n{}\n", words.tell(&gap.with("amount", figure(it.statement_gap))));
    }
    text
}

/// Every part as CSV; the amounts of an account add up to the difference.
pub fn csv(all: &[Reconciliation]) -> Result<String, csv::Error> {
    let columns = ["account", "part", "item", "date", "amount", "currency", "payer", "text"];
    csv_text(&columns, |writer| {
        for it in all {
            for (name, parts) in parts(it) {
                for part in parts {
                    let said = |text: &Option<String>| {
                        marks::cell(text.as_deref().unwrap_or_default()).into_owned()
                    };
                    writer.write_record([
                        marks::cell(&it.account).into_owned(),
                        name.to_string(),
                        part.number().to_string(),
                        part.date.to_string(),
                        part.amount.to_string(),
                        it.currency.to_string(),
                        said(&part.payer),
                        said(&part.text),
                    ])?;
                }
            }
            if !it.statement_gap.is_zero() {
                writer.write_record([
                    marks::cell(&it.account).into_owned(),
                    "statement_gap".to_string(),
                    String::new(),
                    it.as_of.to_string(),
                    it.statement_gap.to_string(),
                    it.currency.to_string(),
                    String::new(),
                    String::new(),
                ])?;
            }
        }
        Ok(())
    })
}
