//! Disputes that are split, and joined.

use daybook::domain::Day;
use serde_json::Value;

use super::cases::{self, Decision, Replayed, What};
use super::{Auditor, Broken, text};

impl Auditor {
    pub(super) fn split_dispute(
        &self,
        command: &Value,
        today: Day,
        broken: &mut Broken,
    ) -> Vec<String> {
        let day = cases::happened(command, today, broken);
        if let Some((_, (state, parts))) = self.dispute(command, day, broken) {
            if !state.live() {
                broken.push("dispute.not_live");
            }
            if self.amount(&command["amount"], broken) >= parts[0] {
                broken.push("dispute.split_all");
            }
        }
        cases::due(command, today, broken);
        vec![self.number("DSP", day.year(), 0)]
    }

    pub(super) fn book_split(&mut self, command: &Value, made: &str, day: Day) {
        let (place, _) = self.dispute(command, day, &mut Vec::new()).unwrap();
        let amount = self.amount(&command["amount"], &mut Vec::new());
        let invoice = self.disputes[place].invoice.clone();
        self.disputes[place].last = day;
        self.tell(&invoice, day, What::Decided(place, Decision::Split(amount)));
        self.book_dispute(made, &invoice, amount, day);
    }

    /// The dispute that takes over.
    fn taking_over(
        &self,
        command: &Value,
        day: Day,
        broken: &mut Broken,
    ) -> Option<(usize, Replayed)> {
        let into = serde_json::json!({"dispute": text(command, "into")});
        self.dispute(&into, day, broken)
    }

    pub(super) fn join_dispute(
        &self,
        command: &Value,
        today: Day,
        broken: &mut Broken,
    ) -> Vec<String> {
        let day = cases::happened(command, today, broken);
        let from = self.dispute(command, day, broken);
        if from.as_ref().is_some_and(|(_, (ended, _))| !ended.live()) {
            broken.push("dispute.not_live");
        }
        let into = self.taking_over(command, day, broken);
        let (Some((from, (ended, _))), Some((into, (on, _)))) = (from, into) else {
            return vec![];
        };
        if !ended.live() || !on.live() {
            broken.push("dispute.not_live");
        }
        if from == into {
            broken.push("dispute.join_itself");
        } else if self.disputes[from].invoice != self.disputes[into].invoice {
            broken.push("dispute.join_other_invoice");
        }
        vec![]
    }

    pub(super) fn book_join(&mut self, command: &Value, day: Day) {
        let (from, _) = self.dispute(command, day, &mut Vec::new()).unwrap();
        let (into, _) = self.taking_over(command, day, &mut Vec::new()).unwrap();
        let invoice = self.disputes[from].invoice.clone();
        (self.disputes[from].last, self.disputes[into].last) = (day, day);
        self.tell(&invoice, day, What::Decided(from, Decision::Joined(into)));
    }
}
