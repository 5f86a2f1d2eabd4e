//! Accounts: limits, holds, mergers.

use daybook::domain::Day;
use serde_json::Value;

use super::cases::happened;
use super::{Auditor, Broken, Document, Kind, date, scaled, text};

impl Auditor {
    /// The account that a code leads to at a moment.
    pub(super) fn root<'a>(&'a self, code: &'a str, as_of: Day, known_at: u64) -> &'a str {
        match self.merged.get(code) {
            Some((into, seq, day)) if *seq <= known_at && *day <= as_of => {
                self.root(into, as_of, known_at)
            }
            _ => code,
        }
    }

    pub(super) fn root_on<'a>(&'a self, code: &'a str, day: Day) -> &'a str {
        self.root(code, day, u64::MAX)
    }

    /// The first day, `from` or later but not ahead of today, on which two codes lead to one account.
    pub(super) fn one_from(
        &self,
        one: &str,
        other: &str,
        (from, today): (Day, Day),
    ) -> Option<Day> {
        let mergers = self.merged.values().map(|(_, _, day)| *day);
        let days = mergers.chain([from]).filter(|day| *day >= from && *day <= from.max(today));
        days.filter(|day| self.root_on(one, *day) == self.root_on(other, *day)).min()
    }

    pub(super) fn head_root<'a>(&'a self, code: &'a str) -> &'a str {
        self.root_on(code, Day::LAST)
    }

    /// Whether an account is on hold as of a day: the last word that is effective by then.
    pub(super) fn on_hold(&self, root: &str, as_of: Day) -> bool {
        let mut words: Vec<&(Day, bool)> =
            self.holds.get(root).into_iter().flatten().filter(|(day, _)| *day <= as_of).collect();
        words.sort_by_key(|(day, _)| *day);
        words.last().is_some_and(|(_, held)| *held)
    }

    /// An account that is on hold on a day is billed no more.
    pub(super) fn held(&self, root: &str, (day, today): (Day, Day), broken: &mut Broken) {
        if self.on_hold(root, day) || self.on_hold(root, today) {
            broken.push("customer.on_hold");
        }
    }

    /// Whether what is owed passes the limit: invoices of any date, less money of today or before.
    pub(super) fn beyond_limit(&self, customer: &str, more: i128, today: Day, broken: &mut Broken) {
        let Some(Some(limit)) = self.customers.get(customer) else { return };
        let root = self.head_root(customer);
        let of = |document: &&Document| self.head_root(&document.customer) == root;
        let exposure: i128 = self
            .documents
            .values()
            .filter(of)
            .map(|document| {
                let seen = if document.kind == Kind::Invoice { document.date } else { today };
                let taken = document.changes.iter().filter(|(day, _, _)| *day <= today);
                let left = document.amount - taken.map(|(_, _, amount)| amount).sum::<i128>();
                match (document.date > seen.max(today), document.kind.is_owed()) {
                    (true, _) => 0,
                    (false, true) => left,
                    (false, false) => -left,
                }
            })
            .sum();
        if exposure + self.drafted(root) + more > *limit {
            broken.push("customer.credit_limit_exceeded");
        }
    }

    pub(super) fn hold(&self, command: &Value, today: Day, broken: &mut Broken) {
        let root = self.head_root(text(command, "customer"));
        let held = self.on_hold(root, date(command, today));
        match text(command, "do") == "hold_customer" {
            _ if !self.customers.contains_key(root) => broken.push("customer.unknown"),
            true if held => broken.push("customer.on_hold"),
            false if !held => broken.push("customer.not_on_hold"),
            _ => {}
        }
    }

    pub(super) fn amend(&self, command: &Value, broken: &mut Broken) {
        let root = self.head_root(text(command, "customer"));
        if !self.customers.contains_key(root) {
            broken.push("customer.unknown");
        }
        let limit = text(command, "credit_limit");
        if !limit.is_empty() && scaled(limit, self.scale).is_none() {
            broken.push("amount.too_precise");
        }
    }

    pub(super) fn merge(&self, command: &Value, today: Day, broken: &mut Broken) {
        let (from, into) = (text(command, "from"), text(command, "into"));
        for code in [from, into] {
            if !self.customers.contains_key(code) {
                broken.push("customer.unknown");
            }
        }
        if self.merged.contains_key(from) {
            broken.push("customer.merged");
        }
        if self.head_root(from) == self.head_root(into) {
            broken.push("merge.same_account");
        }
        happened(command, today, broken);
        let held = |day| self.on_hold(self.head_root(from), day);
        if held(date(command, today)) || held(Day::LAST) {
            broken.push("customer.on_hold");
        }
    }

    /// Enters what was decided of an account.
    pub(super) fn book_account(&mut self, command: &Value, day: Day) {
        let root = self.head_root(text(command, "customer")).to_string();
        match text(command, "do") {
            "amend_customer" => {
                let limit = scaled(text(command, "credit_limit"), self.scale);
                let limit = limit.filter(|_| !text(command, "credit_limit").is_empty());
                self.customers.insert(root, limit);
            }
            "merge_customers" => {
                let into = self.head_root(text(command, "into")).to_string();
                self.chasing.blocks_go_on(text(command, "from"), &into);
                self.merged.insert(text(command, "from").to_string(), (into, self.head, day));
            }
            held => self.holds.entry(root).or_default().push((day, held == "hold_customer")),
        }
    }
}
