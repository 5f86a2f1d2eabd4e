//! Deposits: payments in cash and by cheque that went to the bank together, each in one at a time.

use std::collections::{BTreeMap, BTreeSet};

use daybook::domain::Day;
use serde_json::Value;

use super::bank::LineStands;
use super::{Auditor, Broken, Kind, date, text};

#[derive(Debug, Default)]
pub struct Deposits {
    /// Those that stand: their day, and the payments.
    standing: BTreeMap<String, (Day, Vec<String>)>,
    /// Payments in cash and by cheque.
    bankable: BTreeSet<String>,
}

impl Auditor {
    /// A deposit that stands.
    pub fn any_deposit(&self, chance: usize) -> Option<String> {
        let standing = &self.deposits.standing;
        standing.keys().nth(chance.checked_rem(standing.len())?).cloned()
    }

    /// A payment in cash or by cheque, in a deposit or not; one of the last.
    pub fn any_cash(&self, chance: usize) -> Option<String> {
        let all = &self.deposits.bankable;
        all.iter().rev().nth(chance.checked_rem(all.len().min(6))?).cloned()
    }

    pub(super) fn is_deposited(&self, payment: &str) -> bool {
        self.deposits.standing.values().any(|(_, all)| all.iter().any(|it| it == payment))
    }

    pub(super) fn note_method(&mut self, payment: &str, command: &Value) {
        if ["cash", "cheque"].contains(&text(command, "method")) {
            self.deposits.bankable.insert(payment.to_string());
        }
    }

    pub(super) fn record_deposit(
        &self,
        command: &Value,
        today: Day,
        broken: &mut Broken,
    ) -> Vec<String> {
        let day = date(command, today);
        let payments = payments(command);
        if payments.is_empty() {
            broken.push("deposit.empty");
        }
        for (place, number) in payments.iter().enumerate() {
            let Some(payment) = self.documents.get(number) else {
                broken.push("document.unknown");
                continue;
            };
            let is_it = payment.kind == Kind::Payment && self.deposits.bankable.contains(number);
            if !is_it || payment.void {
                broken.push("deposit.not_bankable");
            }
            if day < payment.date {
                broken.push("allocation.before_item");
            }
            if payments[..place].contains(number) {
                broken.push("deposit.payment_twice");
            }
            if self.is_deposited(number) {
                broken.push("deposit.has_payment");
            }
            let is_line = |stands: &LineStands| matches!(stands, LineStands::Matched { document, .. } if document == number);
            if self.bank_lines().iter().any(|it| it.amount >= 0 && is_line(&it.stands)) {
                broken.push("bank_line.document_linked");
            }
        }
        vec![self.number("DEP", day.year(), 0)]
    }

    pub(super) fn void_deposit(&self, command: &Value, today: Day, broken: &mut Broken) {
        match self.deposits.standing.get(text(command, "deposit")) {
            None => broken.push("deposit.unknown"),
            Some((since, _)) if date(command, today) < *since => {
                broken.push("allocation.before_item");
            }
            Some(_) => {}
        }
    }

    pub(super) fn book_deposit(&mut self, command: &Value, made: &[String], day: Day) {
        match text(command, "do") {
            "record_deposit" => {
                *self.counts.entry(("DEP".into(), day.year())).or_default() += 1;
                self.deposits.standing.insert(made[0].clone(), (day, payments(command)));
            }
            _ => drop(self.deposits.standing.remove(text(command, "deposit"))),
        }
    }
}

fn payments(command: &Value) -> Vec<String> {
    let listed = command["payments"].as_array().unwrap();
    listed.iter().map(|it| it.as_str().unwrap().to_string()).collect()
}
