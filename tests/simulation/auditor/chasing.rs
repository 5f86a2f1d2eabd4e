//! What surrounds the chasing of debts and moves no money: who is put off or handed over, when one may be
//! called, who is not reminded, groups, policies, and the company's own reasons and root causes.

use std::collections::{BTreeMap, BTreeSet};

use daybook::domain::Day;
use serde_json::Value;

use super::{Auditor, Broken, scaled, text};

/// What is remembered of it.
#[derive(Debug, Default)]
pub struct Chasing {
    /// The company's own reasons for disputes, and root causes.
    reasons: BTreeSet<String>,
    causes: BTreeSet<String>,
    /// Who is not reminded, and through which day.
    blocked: BTreeMap<String, Day>,
    /// Within which hours a customer may be called, where that was said.
    hours: BTreeMap<String, (u32, u32)>,
}

/// The commands that are predicted here.
pub const COMMANDS: [&str; 10] = [
    "snooze",
    "hand_over",
    "set_calling_hours",
    "define_reason",
    "define_root_cause",
    "assign_group",
    "block_dunning",
    "unblock_dunning",
    "set_late_fee_policy",
    "set_hold_policy",
];

impl Chasing {
    /// An account that is merged into another takes its block along.
    pub(super) fn blocks_go_on(&mut self, from: &str, into: &str) {
        if let Some(until) = self.blocked.remove(from) {
            let there = self.blocked.entry(into.to_string()).or_insert(until);
            *there = (*there).max(until);
        }
    }
}

impl Auditor {
    pub(super) fn chase(&self, command: &Value, today: Day, broken: &mut Broken) {
        let name = text(command, "do");
        if command["customer"].is_string()
            && !self.customers.contains_key(self.head_root(text(command, "customer")))
        {
            broken.push("customer.unknown");
        }
        let until = || text(command, "until").parse::<Day>().unwrap();
        match name {
            "snooze" if !(0..=366).contains(&until().days_since(today)) => {
                broken.push("snooze.until_out_of_range");
            }
            "block_dunning" if until() < today => broken.push("due.before_date"),
            "unblock_dunning" => {
                let root = self.head_root(text(command, "customer"));
                if self.chasing.blocked.get(root).is_none_or(|until| *until < today) {
                    broken.push("dunning.not_blocked");
                }
            }
            "hand_over" => {
                let to = text(command, "to");
                if !to.is_empty() && !self.roles.is_empty() && !self.roles.contains_key(to) {
                    broken.push("user.unknown");
                }
            }
            "set_calling_hours" => {
                let hour = |field| text(command, field).parse::<u32>().unwrap();
                if hour("from") >= hour("to") {
                    broken.push("calling.from_after_to");
                }
            }
            "define_reason" => {
                let is_there = |code: &str| code == "price" || self.chasing.reasons.contains(code);
                code(text(command, "reason"), "reason.there_already", is_there, broken);
            }
            "define_root_cause" => {
                let is_there = |code: &str| code == "carrier" || self.chasing.causes.contains(code);
                code(text(command, "root_cause"), "root_cause.there_already", is_there, broken);
            }
            "set_late_fee_policy" | "set_hold_policy" => {
                let field = if name == "set_hold_policy" { "amount" } else { "minimum" };
                if command[field].as_str().is_some_and(|it| scaled(it, self.scale).is_none()) {
                    broken.push("amount.too_precise");
                }
            }
            _ => {}
        }
    }

    /// Whether a callback is outside the hours that were set for its customer.
    pub(super) fn is_outside_hours(&self, command: &Value) -> bool {
        let hour: u32 = text(command, "at")[11..13].parse().unwrap();
        let hours = self.chasing.hours.get(self.head_root(text(command, "customer")));
        hours.is_some_and(|(from, to)| !(*from..*to).contains(&hour))
    }

    pub(super) fn book_chased(&mut self, command: &Value) {
        let root = self.head_root(text(command, "customer")).to_string();
        match text(command, "do") {
            "define_reason" => {
                self.chasing.reasons.insert(text(command, "reason").to_string());
            }
            "define_root_cause" => {
                self.chasing.causes.insert(text(command, "root_cause").to_string());
            }
            "block_dunning" => {
                self.chasing.blocked.insert(root, text(command, "until").parse().unwrap());
            }
            "unblock_dunning" => drop(self.chasing.blocked.remove(&root)),
            "set_calling_hours" => {
                let [from, to] = ["from", "to"].map(|field| text(command, field).parse().unwrap());
                self.chasing.hours.insert(root, (from, to));
            }
            _ => {}
        }
    }
}

/// A new code: lower-case words joined by `_`, and not there yet.
fn code(given: &str, there: &'static str, is_there: impl Fn(&str) -> bool, broken: &mut Broken) {
    if given.is_empty() || given.contains(' ') {
        broken.push("reason.not_a_code");
    } else if is_there(given) {
        broken.push(there);
    }
}
