//! Promises, judged from the first day whenever somebody asks; calls and callbacks.

use std::collections::BTreeSet;

use daybook::domain::Day;
use serde_json::Value;

use super::cases::{What, happened};
use super::claiming::Handing;
use super::{Auditor, Broken, Kind, text};

#[derive(Debug)]
pub struct Promise {
    pub number: String,
    pub(super) customer: String,
    pub(super) invoice: String,
    amount: i128,
    pub(super) date: Day,
    pub(super) last: Day,
    pub(super) seq: u64,
    /// The entry after which money is an answer to it: that of the first promise, if it was made again.
    pub(super) since: u64,
    by: Day,
    pub(super) withdrawn: Option<Day>,
}

/// Who stands on how much of which payment.
type Standing = (u64, String, i128);

impl Promise {
    fn is_withdrawn(&self, as_of: Day) -> bool {
        self.withdrawn.is_some_and(|day| day <= as_of)
    }
}

/// What came of a promise's money by allocations.
pub(super) struct Came {
    /// What came in time.
    pub(super) in_time: i128,
    /// What of that was recorded since the promise.
    pub(super) since: i128,
    /// What there was to pay.
    pub(super) needed: i128,
    /// What was on the invoice before the promise and is not any more, by the entry of the payment.
    pub(super) returned: Vec<(u64, i128)>,
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
        // What waits on the account, came in time and keeps nothing older.
        let handing = self.handing(&promise.customer, as_of);
        let Came { in_time, since, needed, returned } = self.came_in(promise, as_of, &handing);
        let paid = in_time.clamp(0, promise.amount);
        let since = since.clamp(0, promise.amount);
        let state = match () {
            () if promise.is_withdrawn(as_of) || needed <= 0 => "withdrawn",
            () if in_time >= needed => "kept",
            () if as_of <= promise.last => "open",
            () => {
                let waits = |since| handing.for_promise((promise, promise.last), since, &returned);
                let owes = self.documents[&promise.invoice].left(as_of, u64::MAX);
                match () {
                    // Paid by other money meanwhile, there is nothing to allocate any more.
                    () if waits(0) >= needed - in_time && owes == 0 => "kept",
                    () if waits(0) >= needed - in_time => "open",
                    // What came since the promise covers a part, allocated or not.
                    () if since + waits(promise.since) > 0 => return ("part_kept", since),
                    () => return ("broken", since),
                }
            }
        };
        (state, paid)
    }

    /// Since a promise was made: money dated in time, and what there was to pay by its last day. What an older promise
    /// on the invoice stands on is not there for this one, and those that were withdrawn are the last to stand on any.
    pub(super) fn came_in(&self, promise: &Promise, as_of: Day, handing: &Handing) -> Came {
        let mut taken: Vec<Standing> = vec![];
        for one in self.in_turn(promise, as_of) {
            let by = (one.last, as_of <= one.last);
            let (came, stands_on) = self.weighed(one, (by, as_of), (&taken, handing));
            if one.seq == promise.seq {
                return came;
            }
            taken.extend(stands_on);
        }
        unreachable!("{promise:?}")
    }

    /// The promises on the invoice of one, in the order in which they stand on its money.
    fn in_turn(&self, promise: &Promise, as_of: Day) -> Vec<&Promise> {
        let is_there = |one: &&Promise| one.seq == promise.seq || one.date <= as_of;
        let on_it = self.promises.iter().filter(|one| one.invoice == promise.invoice);
        let mut all: Vec<&Promise> = on_it.filter(is_there).collect();
        all.sort_by_key(|one| (one.is_withdrawn(as_of), one.last, one.seq));
        all
    }

    /// What of a promise that was not kept is missing, had it been for today: what comes late is not missing any more, if
    /// it is not in time for another promise. It is for the older promises first.
    pub fn missing_now(&self, promise: &Promise, as_of: Day) -> i128 {
        let handing = self.handing(&promise.customer, as_of);
        let Came { in_time, since, needed, returned } = self.came_in(promise, as_of, &handing);
        if !["broken", "part_kept"].contains(&self.judged(promise, as_of).0) {
            return (needed - in_time).max(0);
        }
        let waits = handing.for_promise((promise, promise.last), promise.since, &returned);
        let missing = (needed - since - waits).max(0);
        let all = self.in_turn(promise, as_of).into_iter();
        let live: Vec<&Promise> = all.filter(|one| !one.is_withdrawn(as_of)).collect();
        let mut taken: Vec<Standing> = vec![];
        for one in &live {
            let by = (one.last, as_of <= one.last);
            taken.extend(self.weighed(one, (by, as_of), (&taken, &handing)).1);
        }
        for one in live {
            let others: Vec<Standing> =
                taken.iter().filter(|(by, ..)| *by != one.seq).cloned().collect();
            let (came, stands_on) = self.weighed(one, ((as_of, false), as_of), (&others, &handing));
            if one.seq == promise.seq {
                let Came { in_time, since, needed, returned } = came;
                let waits = handing.for_promise((promise, as_of), promise.since, &returned);
                let late = if in_time >= needed { 0 } else { needed - since - waits };
                return late.clamp(0, missing);
            }
            let sum = |all: &[Standing], by: u64| -> i128 {
                all.iter().filter(|it| it.0 == by).map(|it| it.2).sum()
            };
            if sum(&stands_on, one.seq) >= sum(&taken, one.seq) {
                taken = others;
                taken.extend(stands_on);
            }
        }
        unreachable!("{promise:?}")
    }

    /// What came for a promise by a day that nobody else stands on, and what of it the promise stands on.
    fn weighed(
        &self,
        one: &Promise,
        ((last, is_open), as_of): ((Day, bool), Day),
        (taken, handing): (&[Standing], &Handing),
    ) -> (Came, Vec<Standing>) {
        let invoice = &self.documents[&one.invoice];
        let by_last = as_of.min(last);
        let net = |from: &str, after: u64, day: Day| -> i128 {
            let told = invoice.story.iter();
            let counted = told.filter(|told| told.day <= day && told.seq > after);
            let amount = counted.map(|told| match told.what {
                What::Took(place, amount) if self.allocations[place].from == from => amount,
                What::Gave(place, amount) if self.allocations[place].from == from => -amount,
                _ => 0,
            });
            amount.sum()
        };
        // By the entry that first put a payment on the invoice: what comes on it later changes nothing before.
        let first = |from: &str| {
            let mut told = invoice.story.iter().filter(|told| told.seq > one.seq);
            let took = |what: &What| matches!(what, What::Took(place, _) if self.allocations[*place].from == from);
            told.find(|told| took(&told.what)).map_or(one.seq, |told| told.seq)
        };
        let mut came: Vec<(u64, u64, String, i128)> = vec![];
        let (mut then, mut returned) = (0, vec![]);
        for from in self.payments_of(invoice) {
            let (now, paid) = (net(from, one.seq, as_of), &self.documents[from]);
            then += net(from, one.seq, by_last).max(0);
            if now < 0 {
                returned.push((paid.seq, -now));
            } else if paid.date <= last && now > 0 {
                came.push((first(from), paid.seq, from.to_string(), now));
            }
        }
        came.sort();
        let mut gone = 0;
        for (by, from, amount) in taken {
            let first = if *by < one.seq {
                (net(from, *by, as_of) - net(from, one.seq, as_of)).max(0)
            } else {
                0
            };
            if let Some(it) = came.iter_mut().find(|(_, _, it, _)| it == from) {
                let part = (amount - first).clamp(0, it.3);
                it.3 -= part;
                gone += part;
            }
        }
        let takers: BTreeSet<u64> = taken.iter().map(|(by, ..)| *by).collect();
        gone += takers.iter().map(|by| handing.by(*by, &one.invoice, last)).sum::<i128>();
        let in_time: i128 = came.iter().map(|(.., amount)| amount).sum();
        let since: i128 =
            came.iter().filter(|(_, seq, ..)| *seq > one.since).map(|(.., it)| it).sum();
        let needed = one.amount.min(invoice.left(by_last, u64::MAX) + then - gone);
        let mut stands_on = vec![];
        if needed > 0 {
            let waits = handing.for_promise((one, last), 0, &returned);
            let keeps = is_open || in_time + waits >= needed;
            let mut want = needed;
            // That it stands on none is remembered too.
            stands_on.push((one.seq, String::new(), 0));
            for (_, seq, from, amount) in came {
                let part = if keeps || seq > one.since { want.min(amount) } else { 0 };
                want -= part;
                stands_on.push((one.seq, from, part));
            }
        }
        (Came { in_time, since, needed, returned }, stands_on)
    }

    /// The payments that an invoice ever took.
    fn payments_of<'a>(&'a self, invoice: &'a super::Document) -> BTreeSet<&'a str> {
        let froms = invoice.story.iter().filter_map(|told| match told.what {
            What::Took(place, _) => Some(self.allocations[place].from.as_str()),
            _ => None,
        });
        froms.filter(|from| self.documents[*from].kind == Kind::Payment).collect()
    }

    fn is_live(&self, promise: &Promise, on: Day) -> bool {
        let handing = self.handing(&promise.customer, on);
        let Came { in_time, needed, .. } = self.came_in(promise, on, &handing);
        self.judged(promise, on).0 == "open" && in_time < needed
    }

    pub(super) fn promise(&self, command: &Value, today: Day, broken: &mut Broken) -> Vec<String> {
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
            if !given && left == 0 {
                broken.push("promise.nothing_left");
            } else if amount > left || left == 0 {
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
            since: self.head,
            by,
            withdrawn: None,
        });
    }

    /// Whether a promise that ended can be made again on a day; and how much of it is missing.
    pub(super) fn made_again(&self, place: usize, (day, today): (Day, Day)) -> Option<i128> {
        let promise = &self.promises[place];
        let others = self.promises.iter().filter(|one| one.invoice == promise.invoice);
        let days = |one: &Promise| [day.max(one.date), today.max(one.date)];
        let is_live =
            others.into_iter().any(|one| days(one).iter().any(|on| self.is_live(one, *on)));
        if promise.by < day || is_live {
            return None;
        }
        let handing = self.handing(&promise.customer, day);
        let Came { in_time, needed, .. } = self.came_in(promise, day, &handing);
        Some((needed - in_time).max(0))
    }

    pub(super) fn book_made_again(&mut self, (place, amount): (usize, i128), day: Day) {
        let number = self.number("PRM", day.year(), 0);
        *self.counts.entry(("PRM".into(), day.year())).or_default() += 1;
        let Promise { customer, invoice, last, since, by, .. } = &self.promises[place];
        let again = Promise {
            number,
            customer: customer.clone(),
            invoice: invoice.clone(),
            amount,
            date: day,
            last: *last,
            seq: self.head,
            since: *since,
            by: *by,
            withdrawn: None,
        };
        self.promises.push(again);
    }

    fn promised(&self, command: &Value) -> Option<usize> {
        self.promises.iter().position(|one| one.number == text(command, "promise"))
    }

    pub(super) fn withdraw(&self, command: &Value, today: Day, broken: &mut Broken) -> Vec<String> {
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

    /// The open promises on an invoice are withdrawn, because a plan covers it from a day on. Returns their places.
    pub(super) fn promises_give_way(&mut self, invoice: &str, day: Day) -> Vec<usize> {
        let on: Vec<(usize, Day)> = (0..self.promises.len())
            .filter(|place| self.promises[*place].invoice == invoice)
            .map(|place| (place, day.max(self.promises[place].date)))
            .filter(|(place, day)| self.is_live(&self.promises[*place], *day))
            .collect();
        for (place, day) in &on {
            let withdrawn = &mut self.promises[*place].withdrawn;
            *withdrawn = Some(withdrawn.map_or(*day, |before| before.min(*day)));
        }
        on.into_iter().map(|(place, _)| place).collect()
    }

    /// Calls and callbacks: when, and how often.
    pub(super) fn contact(&self, command: &Value, today: Day, broken: &mut Broken) -> Vec<String> {
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
