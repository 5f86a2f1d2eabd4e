//! Promises, judged from the first day whenever somebody asks; calls and callbacks.

use std::collections::BTreeMap;

use daybook::domain::Day;
use serde_json::Value;

use super::cases::{What, happened};
use super::{Auditor, Kind, text};

#[derive(Debug)]
pub struct Promise {
    pub number: String,
    pub(super) customer: String,
    pub(super) invoice: String,
    amount: i128,
    pub(super) date: Day,
    pub(super) last: Day,
    pub(super) seq: u64,
    pub(super) withdrawn: Option<Day>,
}

impl Auditor {
    pub fn promises(&self) -> impl Iterator<Item = &Promise> {
        self.promises.iter()
    }

    /// A promise: whose, on what, how much, and the last day for its money.
    pub fn any_promise(&self, chance: u64) -> Option<(String, String, i128, Day)> {
        let place = usize::try_from(chance).ok()?.checked_rem(self.promises.len())?;
        let one = &self.promises[place];
        Some((one.customer.clone(), one.invoice.clone(), one.amount, one.last))
    }

    pub fn callbacks(&self) -> usize {
        self.callbacks.len()
    }
}

impl Auditor {
    /// Where a promise stands on a day, and what was paid on it in time.
    pub fn judged(&self, promise: &Promise, as_of: Day) -> (&'static str, i128) {
        let (in_time, needed) = self.came_in(promise, as_of);
        let paid = in_time.clamp(0, promise.amount);
        let withdrawn = promise.withdrawn.is_some_and(|day| day <= as_of);
        let state = match () {
            () if withdrawn || needed <= 0 => "withdrawn",
            () if in_time >= needed => "kept",
            () if as_of <= promise.last => "open",
            () => {
                // What waits on the account, came in time and keeps nothing older.
                let handing = self.handing(&promise.customer, as_of);
                let waits = |since| handing.on(&promise.invoice, since, promise.last);
                let owes = self.documents[&promise.invoice].left(as_of, u64::MAX);
                match () {
                    // Paid by other money meanwhile, there is nothing to allocate any more.
                    () if waits(0) >= needed - in_time && owes == 0 => "kept",
                    () if waits(0) >= needed - in_time => "open",
                    // What came since the promise covers a part, allocated or not.
                    () if paid + waits(promise.seq) > 0 => "part_kept",
                    () => "broken",
                }
            }
        };
        (state, paid)
    }

    /// Since a promise was made: money dated in time, and what there was to pay by its last day.
    pub(super) fn came_in(&self, promise: &Promise, as_of: Day) -> (i128, i128) {
        let invoice = &self.documents[&promise.invoice];
        let by_last = as_of.min(promise.last);
        let mut of_payment: BTreeMap<&str, (i128, i128)> = BTreeMap::new();
        for told in invoice.story.iter().filter(|told| told.day <= as_of && told.seq > promise.seq)
        {
            let (place, amount) = match told.what {
                What::Took(place, amount) => (place, amount),
                What::Gave(place, amount) => (place, -amount),
                _ => continue,
            };
            let (now, then) = of_payment.entry(&self.allocations[place].from).or_default();
            *now += amount;
            *then += if told.day <= by_last { amount } else { 0 };
        }
        let (mut in_time, mut then) = (0, 0);
        for (from, (now, by_then)) in of_payment {
            let from = &self.documents[from];
            if from.kind == Kind::Payment {
                then += by_then.max(0);
                in_time += if from.date <= promise.last { now.max(0) } else { 0 };
            }
        }
        (in_time, promise.amount.min(invoice.left(by_last, u64::MAX) + then))
    }

    fn is_live(&self, promise: &Promise, on: Day) -> bool {
        let (in_time, needed) = self.came_in(promise, on);
        self.judged(promise, on).0 == "open" && in_time < needed
    }

    pub(super) fn promise(
        &self,
        command: &Value,
        today: Day,
        broken: &mut Vec<&'static str>,
    ) -> Vec<String> {
        let day = happened(command, today, broken);
        let root = self.root_on(text(command, "customer"), day);
        if !self.customers.contains_key(root) {
            broken.push("customer.unknown");
        }
        let by: Day = text(command, "by").parse().unwrap();
        if by < day {
            broken.push("promise.by_before_date");
        }
        if let Some(invoice) = self.invoice(text(command, "invoice"), broken) {
            if self.head_root(&invoice.customer) != self.head_root(root) {
                broken.push("customer.mismatch");
            }
            if day < invoice.date {
                broken.push("date.before_item");
            }
            let others = self.promises.iter().filter(|one| one.invoice == invoice.number);
            let days = |one: &Promise| [day.max(one.date), today.max(one.date)];
            if others.into_iter().any(|one| days(one).iter().any(|on| self.is_live(one, *on))) {
                broken.push("promise.live_already");
            }
            let left = self.undisputed(&invoice.number, day);
            let given = command["amount"].is_string();
            let amount = if given { self.amount(&command["amount"], broken) } else { left };
            if amount > left || left == 0 {
                broken.push("promise.exceeds_undisputed");
            }
        }
        vec![self.number("PRM", day.year(), 0)]
    }

    pub(super) fn book_promise(&mut self, command: &Value, number: &str, day: Day) {
        *self.counts.entry(("PRM".into(), day.year())).or_default() += 1;
        let invoice = text(command, "invoice").to_string();
        let amount = match command["amount"].is_string() {
            true => self.amount(&command["amount"], &mut Vec::new()),
            false => self.undisputed(&invoice, day),
        };
        let by: Day = text(command, "by").parse().unwrap();
        let tolerance = command["tolerance_days"].as_i64().unwrap_or(2);
        self.promises.push(Promise {
            number: number.to_string(),
            customer: self.root_on(text(command, "customer"), day).to_string(),
            invoice,
            amount,
            date: day,
            last: by.plus(tolerance).unwrap(),
            seq: self.head,
            withdrawn: None,
        });
    }

    fn promised(&self, command: &Value) -> Option<usize> {
        self.promises.iter().position(|one| one.number == text(command, "promise"))
    }

    pub(super) fn withdraw(
        &self,
        command: &Value,
        today: Day,
        broken: &mut Vec<&'static str>,
    ) -> Vec<String> {
        let day = happened(command, today, broken);
        let Some(place) = self.promised(command) else {
            broken.push("promise.unknown");
            return vec![];
        };
        let promise = &self.promises[place];
        if day < promise.date {
            broken.push("date.before_item");
        }
        let ended = self.judged(promise, day.max(today)).0 != "open";
        if promise.withdrawn.is_some() || ended {
            broken.push("promise.not_open");
        }
        vec![]
    }

    pub(super) fn book_withdrawal(&mut self, command: &Value, day: Day) {
        let place = self.promised(command).unwrap();
        self.promises[place].withdrawn = Some(day);
    }

    /// The open promises on an invoice are withdrawn, because a plan covers it from a day on.
    pub(super) fn promises_give_way(&mut self, invoice: &str, day: Day) {
        let on: Vec<(usize, Day)> = (0..self.promises.len())
            .filter(|place| self.promises[*place].invoice == invoice)
            .map(|place| (place, day.max(self.promises[place].date)))
            .filter(|(place, day)| self.is_live(&self.promises[*place], *day))
            .collect();
        for (place, day) in on {
            let withdrawn = &mut self.promises[place].withdrawn;
            *withdrawn = Some(withdrawn.map_or(day, |before| before.min(day)));
        }
    }

    /// Calls and callbacks: when, and how often.
    pub(super) fn contact(
        &self,
        command: &Value,
        today: Day,
        broken: &mut Vec<&'static str>,
    ) -> Vec<String> {
        let place = || text(command, "callback")[8..].parse::<usize>().unwrap();
        if text(command, "do") == "done" {
            match self.callbacks.get(place() - 1) {
                None => broken.push("callback.unknown"),
                Some(true) => broken.push("callback.already_done"),
                Some(false) => {}
            }
            return vec![];
        }
        if !self.customers.contains_key(self.head_root(text(command, "customer"))) {
            broken.push("customer.unknown");
        }
        let day: Day = text(command, "at")[..10].parse().unwrap();
        if text(command, "do") == "log_call" {
            if day > today {
                broken.push("date.ahead");
            }
            return vec![self.number("CALL", day.year(), 0)];
        }
        if day < today {
            broken.push("due.before_date");
        }
        vec![self.number("CB", today.year(), 0)]
    }

    pub(super) fn book_contact(&mut self, command: &Value, today: Day) {
        match text(command, "do") {
            "done" => {
                let place: usize = text(command, "callback")[8..].parse().unwrap();
                self.callbacks[place - 1] = true;
            }
            "log_call" => {
                let day: Day = text(command, "at")[..10].parse().unwrap();
                *self.counts.entry(("CALL".into(), day.year())).or_default() += 1;
            }
            _ => {
                *self.counts.entry(("CB".into(), today.year())).or_default() += 1;
                self.callbacks.push(false);
            }
        }
    }
}
