//! Disputes and promises, replayed from the first day whenever somebody asks.

use std::collections::BTreeMap;

use daybook::domain::Day;
use serde_json::Value;

use super::{Auditor, Kind, date, text};

/// Something that happened to an invoice: when, in which entry, what.
#[derive(Clone, Copy, Debug)]
pub struct Told {
    day: Day,
    seq: u64,
    what: What,
}

#[derive(Clone, Copy, Debug)]
enum What {
    /// Its allocation of this place took so much.
    Took(usize, i128),
    /// The allocation of this place gave it back.
    Gave(usize, i128),
    /// It was taken out of the books.
    Gone(i128),
    /// The dispute of this place was opened.
    Opened(usize),
    /// Something was decided on the dispute of this place.
    Decided(usize, Decision),
}

#[derive(Clone, Copy, Debug)]
enum Decision {
    To(State),
    Resolved(i128),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    New,
    InProgress,
    Waiting,
    Resolved,
    Closed,
    Void,
}

impl State {
    fn live(self) -> bool {
        matches!(self, State::New | State::InProgress | State::Waiting)
    }

    fn read(word: &str) -> State {
        match word {
            "in_progress" => State::InProgress,
            "waiting" => State::Waiting,
            "closed" => State::Closed,
            "void" => State::Void,
            other => panic!("{other}"),
        }
    }

    pub fn word(self) -> &'static str {
        match self {
            State::New => "new",
            State::InProgress => "in_progress",
            State::Waiting => "waiting",
            State::Resolved => "resolved",
            State::Closed => "closed",
            State::Void => "void",
        }
    }
}

#[derive(Debug)]
pub struct Dispute {
    pub number: String,
    invoice: String,
    amount: i128,
    /// The day of its last step.
    last: Day,
}

#[derive(Debug)]
pub struct Promise {
    pub number: String,
    customer: String,
    invoice: String,
    amount: i128,
    date: Day,
    last: Day,
    seq: u64,
    withdrawn: Option<Day>,
}

/// A dispute replayed: where it stands; remaining, paid, credited, cleared.
pub type Replayed = (State, [i128; 4]);

impl Auditor {
    pub(super) fn tell_took(&mut self, invoice: &str, place: usize, amount: i128, day: Day) {
        self.tell(invoice, day, What::Took(place, amount));
    }

    pub(super) fn tell_gave(&mut self, invoice: &str, place: usize, amount: i128, day: Day) {
        self.tell(invoice, day, What::Gave(place, amount));
    }

    pub(super) fn tell_gone(&mut self, invoice: &str, amount: i128, day: Day) {
        self.tell(invoice, day, What::Gone(amount));
    }

    fn tell(&mut self, invoice: &str, day: Day, what: What) {
        let seq = self.head;
        self.documents.get_mut(invoice).unwrap().story.push(Told { day, seq, what });
    }

    /// Replays the disputes on an invoice as of a day, as known at an entry; by place.
    fn replay(&self, invoice: &str, as_of: Day, known_at: u64) -> Vec<(usize, Replayed)> {
        let document = &self.documents[invoice];
        let mut open = document.amount;
        let mut found: Vec<(usize, Replayed)> = Vec::new();
        let mut ate: Vec<(usize, usize, usize, i128)> = Vec::new();
        let live = |found: &[(usize, Replayed)]| -> i128 {
            found
                .iter()
                .filter(|(_, (state, _))| state.live())
                .map(|(_, (_, parts))| parts[0])
                .sum()
        };
        for told in &document.story {
            if told.day > as_of || told.seq > known_at {
                continue;
            }
            match told.what {
                What::Opened(place) => {
                    let amount = self.disputes[place].amount;
                    let fits = amount.min(open - live(&found)).max(0);
                    found.push((place, (State::New, [fits, 0, 0, amount - fits])));
                }
                What::Decided(place, decision) => {
                    let room = (open - live(&found)).max(0);
                    let (_, (state, parts)) =
                        found.iter_mut().find(|(of, _)| *of == place).unwrap();
                    let reopens = !state.live();
                    match decision {
                        Decision::Resolved(credited) => {
                            let of_rest = credited.min(parts[0]);
                            let of_paid = (credited - of_rest).min(parts[1]);
                            parts[1] -= of_paid;
                            parts[2] += of_rest + of_paid;
                            parts[3] += parts[0] - of_rest;
                            (parts[0], *state) = (0, State::Resolved);
                        }
                        Decision::To(to) => {
                            if to == State::Void {
                                parts[3] += parts[0];
                                parts[0] = 0;
                            } else if to == State::InProgress && reopens {
                                let again = parts[3].min(room);
                                parts[3] -= again;
                                parts[0] += again;
                            }
                            *state = to;
                        }
                    }
                }
                What::Took(place, amount) => {
                    open -= amount;
                    let part = match self.documents[&self.allocations[place].from].kind {
                        Kind::Payment => 1,
                        Kind::Credit => 2,
                        _ => 3,
                    };
                    for (n, eaten) in eat(&mut found, part, open) {
                        ate.push((place, n, part, eaten));
                    }
                }
                What::Gone(amount) => {
                    open -= amount;
                    eat(&mut found, 3, open);
                }
                What::Gave(place, amount) => {
                    open += amount;
                    for (of, n, part, eaten) in &mut ate {
                        if *of == place {
                            let (_, (state, parts)) = &mut found[*n];
                            let back = parts[*part].min(*eaten);
                            parts[*part] -= back;
                            parts[if state.live() { 0 } else { 3 }] += back;
                            *eaten = 0;
                        }
                    }
                }
            }
        }
        found
    }

    /// How much of a document is in dispute.
    pub(super) fn disputed(&self, number: &str, as_of: Day, known_at: u64) -> i128 {
        let found = self.replay(number, as_of, known_at);
        let live = found.iter().filter(|(_, (state, _))| state.live());
        live.map(|(_, (_, parts))| parts[0]).sum()
    }

    pub fn disputes(&self) -> impl Iterator<Item = &Dispute> {
        self.disputes.iter()
    }

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

    /// A dispute as it stands on a day.
    pub fn dispute_on(&self, dispute: &Dispute, as_of: Day) -> Option<Replayed> {
        let place = self.disputes.iter().position(|one| one.number == dispute.number).unwrap();
        let found = self.replay(&dispute.invoice, as_of, u64::MAX);
        found.into_iter().find(|(of, _)| *of == place).map(|(_, replayed)| replayed)
    }

    /// What may still be disputed or promised of an invoice from a day on.
    fn undisputed(&self, invoice: &str, day: Day) -> i128 {
        let on = |day| self.disputed(invoice, day, u64::MAX);
        (self.documents[invoice].room(day) - on(day).max(on(Day::LAST))).max(0)
    }

    pub(super) fn open_dispute(
        &self,
        command: &Value,
        today: Day,
        broken: &mut Vec<&'static str>,
    ) -> Vec<String> {
        let day = happened(command, today, broken);
        if let Some(invoice) = self.invoice(text(command, "invoice"), broken) {
            if day < invoice.date {
                broken.push("date.before_item");
            }
            let left = self.undisputed(&invoice.number, day);
            if left == 0 {
                broken.push("dispute.nothing_left");
            }
            if command["amount"].is_string() && self.amount(&command["amount"], broken) > left {
                broken.push("dispute.exceeds_outstanding");
            }
        }
        if command["reason"] == "mood" {
            broken.push("dispute.reason_unknown");
        }
        vec![self.number("DSP", day.year(), 0)]
    }

    pub(super) fn book_open_dispute(&mut self, command: &Value, made: &str, day: Day) {
        let invoice = text(command, "invoice").to_string();
        let amount = match command["amount"].is_string() {
            true => self.amount(&command["amount"], &mut Vec::new()),
            false => self.undisputed(&invoice, day),
        };
        self.book_dispute(made, &invoice, amount, day);
    }

    pub(super) fn book_dispute(&mut self, number: &str, invoice: &str, amount: i128, day: Day) {
        *self.counts.entry(("DSP", day.year())).or_default() += 1;
        let (number, invoice) = (number.to_string(), invoice.to_string());
        self.disputes.push(Dispute { number, invoice: invoice.clone(), amount, last: day });
        self.tell(&invoice, day, What::Opened(self.disputes.len() - 1));
    }

    fn dispute(
        &self,
        command: &Value,
        day: Day,
        broken: &mut Vec<&'static str>,
    ) -> Option<(usize, Replayed)> {
        let number = text(command, "dispute");
        let Some(place) = self.disputes.iter().position(|one| one.number == number) else {
            broken.push("dispute.unknown");
            return None;
        };
        if day < self.disputes[place].last {
            broken.push("dispute.before_last_step");
        }
        let replayed = self.dispute_on(&self.disputes[place], Day::LAST).unwrap();
        Some((place, replayed))
    }

    pub(super) fn move_dispute(
        &self,
        command: &Value,
        today: Day,
        broken: &mut Vec<&'static str>,
    ) -> Vec<String> {
        let day = happened(command, today, broken);
        let Some((_, (state, _))) = self.dispute(command, day, broken) else {
            return vec![];
        };
        let may = match State::read(text(command, "to")) {
            State::InProgress => !matches!(state, State::InProgress | State::Void),
            State::Waiting => matches!(state, State::New | State::InProgress),
            State::Closed => state == State::Resolved,
            _ => state.live(),
        };
        if !may {
            broken.push("dispute.cannot_move");
        }
        vec![]
    }

    /// The credit note that resolving comes to, where it does.
    pub(super) fn credit_of(&self, command: &Value, today: Day) -> Option<Value> {
        let day = date(command, today);
        let (place, (_, parts)) = self.dispute(command, day, &mut Vec::new())?;
        if command["outcome"] != "credit" {
            return None;
        }
        let amount = match command["amount"].as_str() {
            Some(amount) => amount.to_string(),
            None => self.plain(creditable(&parts)),
        };
        let mut credit = serde_json::json!({"do": "credit_invoice", "amount": amount,
            "invoice": self.disputes[place].invoice, "date": day.to_string()});
        if command["override"].is_object() {
            credit["override"] = command["override"].clone();
        }
        Some(credit)
    }

    fn plain(&self, minor: i128) -> String {
        match self.scale {
            0 => minor.to_string(),
            _ => format!("{}.{:02}", minor / 100, minor % 100),
        }
    }

    pub(super) fn resolve(
        &self,
        command: &Value,
        today: Day,
        broken: &mut Vec<&'static str>,
    ) -> Vec<String> {
        let day = happened(command, today, broken);
        let Some((_, (state, parts))) = self.dispute(command, day, broken) else {
            return vec![];
        };
        if !state.live() {
            broken.push("dispute.not_live");
        }
        let Some(credit) = self.credit_of(command, today) else {
            if command["amount"].is_string() {
                broken.push("dispute.amount_without_credit");
            }
            return vec![];
        };
        if command["amount"].is_string()
            && self.amount(&command["amount"], broken) > parts[0] + parts[1]
        {
            broken.push("dispute.exceeds_remaining");
        }
        self.credit(&credit, today, broken)
    }

    /// Enters a step of a dispute; what is credited is entered by the caller.
    pub(super) fn book_step(&mut self, command: &Value, day: Day) {
        let (place, (_, parts)) = self.dispute(command, day, &mut Vec::new()).unwrap();
        let decision = match (text(command, "do"), text(command, "outcome")) {
            ("note_dispute", _) => None,
            ("move_dispute", _) => Some(Decision::To(State::read(text(command, "to")))),
            (_, "credit") => Some(Decision::Resolved(match command["amount"].is_string() {
                true => self.amount(&command["amount"], &mut Vec::new()),
                false => creditable(&parts),
            })),
            _ => Some(Decision::Resolved(0)),
        };
        let dispute = &mut self.disputes[place];
        dispute.last = day;
        let invoice = dispute.invoice.clone();
        if let Some(decision) = decision {
            self.tell(&invoice, day, What::Decided(place, decision));
        }
    }

    pub(super) fn note(&self, command: &Value, today: Day, broken: &mut Vec<&'static str>) {
        let day = happened(command, today, broken);
        self.dispute(command, day, broken);
    }
}

/// The day of something that happened: never one to come.
fn happened(command: &Value, today: Day, broken: &mut Vec<&'static str>) -> Day {
    let day = date(command, today);
    if day > today {
        broken.push("date.ahead");
    }
    day
}

/// What is credited where nobody says how much: what remains, or else what was paid.
fn creditable(parts: &[i128; 4]) -> i128 {
    if parts[0] > 0 { parts[0] } else { parts[1] }
}

/// What no longer fits comes off the disputes, the oldest first: place among them, and how much.
fn eat(found: &mut [(usize, Replayed)], part: usize, open: i128) -> Vec<(usize, i128)> {
    let live = |(state, parts): &Replayed| if state.live() { parts[0] } else { 0 };
    let mut over = found.iter().map(|(_, one)| live(one)).sum::<i128>() - open;
    let mut eaten = Vec::new();
    for (n, (_, one)) in found.iter_mut().enumerate() {
        let take = live(one).min(over).max(0);
        if take > 0 {
            over -= take;
            one.1[0] -= take;
            one.1[part] += take;
            eaten.push((n, take));
        }
    }
    eaten
}

impl Auditor {
    /// Where a promise stands on a day, and what was paid on it in time.
    pub fn judged(&self, promise: &Promise, as_of: Day) -> (&'static str, i128) {
        let (in_time, needed) = self.came_in(promise, as_of);
        let paid = in_time.clamp(0, promise.amount);
        let root = self.root_on(&promise.customer, as_of);
        let waiting: i128 = self
            .documents
            .values()
            .filter(|one| one.kind == Kind::Payment && one.date <= promise.last)
            .filter(|one| one.seq > promise.seq)
            .filter(|one| self.root_on(&one.customer, as_of) == root)
            .map(|one| one.left(as_of, u64::MAX))
            .sum();
        let withdrawn = promise.withdrawn.is_some_and(|day| day <= as_of);
        let state = match () {
            () if withdrawn || needed <= 0 => "withdrawn",
            () if as_of <= promise.last => "open",
            () if in_time >= needed => "kept",
            () if waiting >= needed - in_time => "open",
            () if in_time + waiting > 0 => "part_kept",
            () => "broken",
        };
        (state, paid)
    }

    /// Since a promise was made: money dated in time, and what there was to pay by its last day.
    fn came_in(&self, promise: &Promise, as_of: Day) -> (i128, i128) {
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
        let root = self.head_root(text(command, "customer"));
        if !self.customers.contains_key(root) {
            broken.push("customer.unknown");
        }
        let by: Day = text(command, "by").parse().unwrap();
        if by < day {
            broken.push("promise.by_before_date");
        }
        if let Some(invoice) = self.invoice(text(command, "invoice"), broken) {
            if self.head_root(&invoice.customer) != root {
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
        *self.counts.entry(("PRM", day.year())).or_default() += 1;
        let invoice = text(command, "invoice").to_string();
        let amount = match command["amount"].is_string() {
            true => self.amount(&command["amount"], &mut Vec::new()),
            false => self.undisputed(&invoice, day),
        };
        let by: Day = text(command, "by").parse().unwrap();
        let tolerance = command["tolerance_days"].as_i64().unwrap_or(2);
        self.promises.push(Promise {
            number: number.to_string(),
            customer: self.head_root(text(command, "customer")).to_string(),
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
                *self.counts.entry(("CALL", day.year())).or_default() += 1;
            }
            _ => {
                *self.counts.entry(("CB", today.year())).or_default() += 1;
                self.callbacks.push(false);
            }
        }
    }
}
