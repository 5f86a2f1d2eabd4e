//! The auditor: plain books in memory, kept by rules written a second time in the simplest way
//! that can be right, without a look at the program's own. Amounts are whole minor units.

use std::collections::{BTreeMap, BTreeSet};

use daybook::domain::Day;
use serde_json::Value;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    Invoice,
    Credit,
    Payment,
    Refund,
    WriteOff,
}

impl Kind {
    /// Whether the customer owes it.
    fn is_owed(self) -> bool {
        matches!(self, Kind::Invoice | Kind::Refund)
    }
}

#[derive(Debug)]
pub enum Prediction {
    /// Taken, with the numbers made, in order.
    Taken(Vec<String>),
    /// Refused, by one of these rules.
    Refused(Vec<&'static str>),
}

/// A tax group: its net and its taxes.
pub type Group = (i128, Vec<i128>);

#[derive(Debug)]
struct Document {
    number: String,
    kind: Kind,
    customer: String,
    date: Day,
    due: Day,
    amount: i128,
    seq: u64,
    /// What took from it: day, entry, amount.
    changes: Vec<(Day, u64, i128)>,
    void: bool,
    /// An invoice's tax groups: what is left to credit, net and taxes.
    groups: Vec<Group>,
    credited: bool,
}

impl Document {
    fn left(&self, as_of: Day, known_at: u64) -> i128 {
        if self.date > as_of || self.seq > known_at {
            return 0;
        }
        let counted = self.changes.iter().filter(|(day, seq, _)| *day <= as_of && *seq <= known_at);
        self.amount - counted.map(|(_, _, amount)| amount).sum::<i128>()
    }

    /// The least that is left on any day from `from` on: every such day is looked at.
    fn room(&self, from: Day) -> i128 {
        let later = self.changes.iter().map(|(day, _, _)| *day).filter(|day| *day >= from);
        let on = |day: Day| {
            let until = self.changes.iter().filter(|(change, _, _)| *change <= day);
            self.amount - until.map(|(_, _, amount)| amount).sum::<i128>()
        };
        later.chain([from]).map(on).min().unwrap()
    }
}

#[derive(Debug)]
struct Allocation {
    from: String,
    to: String,
    amount: i128,
    date: Day,
    reversed: bool,
}

/// What an accepted invoice comes to.
struct Bill {
    groups: Vec<Group>,
    total: i128,
}

pub struct Auditor {
    scale: u32,
    rates: Vec<(&'static str, i128)>,
    /// The last entry.
    pub head: u64,
    customers: BTreeMap<String, Option<i128>>,
    taken_codes: BTreeSet<String>,
    documents: BTreeMap<String, Document>,
    allocations: Vec<Allocation>,
    counts: BTreeMap<(&'static str, i32), u64>,
    latest: BTreeMap<&'static str, Day>,
}

/// round(a ÷ b), half away from zero, b positive.
fn round(a: i128, b: i128) -> i128 {
    let up = (2 * a.abs() + b) / (2 * b);
    if a < 0 { -up } else { up }
}

/// A plain decimal as whole units of 10^-places; `None` where it has more decimals.
fn scaled(text: &str, places: u32) -> Option<i128> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let fraction = fraction.trim_end_matches('0');
    if fraction.len() > places as usize {
        return None;
    }
    let digits = format!("{whole}{fraction:0<width$}", width = places as usize);
    digits.parse().ok()
}

fn text<'a>(command: &'a Value, field: &str) -> &'a str {
    command[field].as_str().unwrap_or("")
}

fn date(command: &Value, today: Day) -> Day {
    command["date"].as_str().map_or(today, |date| date.parse().unwrap())
}

impl Auditor {
    pub fn new(rwanda: bool) -> Auditor {
        // In thousandths of a percent, in the order of the country's table.
        let rates = match rwanda {
            true => vec![("TT", 3_000), ("A", 0), ("B", 18_000), ("C", 0)],
            false => vec![("GST", 5_000), ("HST-ON", 13_000), ("QST", 9_975)],
        };
        Auditor {
            scale: if rwanda { 0 } else { 2 },
            rates,
            head: 1,
            customers: BTreeMap::new(),
            taken_codes: BTreeSet::new(),
            documents: BTreeMap::new(),
            allocations: Vec::new(),
            counts: BTreeMap::new(),
            latest: BTreeMap::new(),
        }
    }

    pub fn customers(&self) -> impl Iterator<Item = &String> {
        self.customers.keys()
    }

    pub fn any_customer(&self, chance: u64) -> Option<String> {
        let count = self.customers.len() as u64;
        let place = usize::try_from(chance.checked_rem(count)?).ok()?;
        self.customers.keys().nth(place).cloned()
    }

    /// A document of a kind, of this customer if possible, mostly a recent one.
    pub fn any_document(&self, chance: u64, kind: Kind, customer: &str) -> String {
        let of = |own: bool| -> Vec<&Document> {
            let all = self.documents.values().filter(|document| document.kind == kind);
            all.filter(|document| !own || document.customer == customer).collect()
        };
        let mut candidates = of(true);
        if candidates.is_empty() || chance.is_multiple_of(13) {
            candidates = of(false);
        }
        candidates.sort_by_key(|document| std::cmp::Reverse(document.seq));
        match usize::try_from(chance / 16).unwrap_or(0).checked_rem(candidates.len().min(12)) {
            Some(place) => candidates[place].number.clone(),
            None => "INV-1999-00001".into(),
        }
    }

    pub fn allocations(&self) -> usize {
        self.allocations.len()
    }

    /// Balance, on account, and buckets.
    pub fn balance(&self, customer: &str, as_of: Day, known_at: u64) -> (i128, i128, [i128; 5]) {
        let (mut on_account, mut buckets) = (0, [0; 5]);
        for document in self.documents.values().filter(|document| document.customer == customer) {
            let left = document.left(as_of, known_at);
            match document.kind.is_owed() {
                true => {
                    let late = as_of.days_since(document.due);
                    let limits = [0, 30, 60, 90, i64::MAX];
                    let bucket = limits.iter().position(|limit| late <= *limit).unwrap();
                    buckets[bucket] += left;
                }
                false => on_account += left,
            }
        }
        (buckets.iter().sum::<i128>() - on_account, on_account, buckets)
    }

    /// On no day is more taken from a document than it has, nor less than nothing.
    pub fn nothing_is_overdrawn(&self) {
        for document in self.documents.values() {
            for (day, _, _) in &document.changes {
                let left = document.left(*day.max(&document.date), u64::MAX);
                assert!((0..=document.amount).contains(&left), "{document:?} on {day}: {left}");
            }
        }
    }

    fn balance_now(&self, customer: &str) -> i128 {
        let (all_days, all_entries) = (Day::new(2999, 1, 1).unwrap(), u64::MAX);
        self.balance(customer, all_days, all_entries).0
    }

    fn number(&self, kind: &'static str, year: i32, more: u64) -> String {
        let count = self.counts.get(&(kind, year)).unwrap_or(&0) + 1 + more;
        format!("{kind}-{year}-{count:05}")
    }

    fn next_code(&self) -> String {
        (1..)
            .map(|n| format!("C{n:04}"))
            .find(|code| !self.taken_codes.contains(&code.to_lowercase()))
            .unwrap()
    }

    /// Says what will become of a command, without carrying it out.
    pub fn predict(&self, command: &Value, today: Day) -> Prediction {
        let mut broken = Vec::new();
        let made = match text(command, "do") {
            "register_customer" => self.register(command, &mut broken),
            "issue_invoice" => self.issue(command, today, &mut broken),
            "record_payment" => self.pay(command, today, &mut broken),
            "allocate" => self.allocate(command, today, &mut broken),
            "unallocate" => self.unallocate(command, today, &mut broken),
            "credit_invoice" => self.credit(command, today, &mut broken),
            "void_invoice" => self.void(command, today, &mut broken),
            "bounce_payment" => self.bounce(command, today, &mut broken),
            "refund" => self.refund(command, today, &mut broken),
            "write_off" => self.write_off(command, today, &mut broken),
            "recover" => self.recover(command, today, &mut broken),
            other => panic!("{other}"),
        };
        if broken.is_empty() { Prediction::Taken(made) } else { Prediction::Refused(broken) }
    }

    fn register(&self, command: &Value, broken: &mut Vec<&'static str>) -> Vec<String> {
        let code = command["code"].as_str().map_or_else(|| self.next_code(), str::to_string);
        if self.taken_codes.contains(&code.to_lowercase()) {
            broken.push("customer.code_taken");
        }
        if command["credit_limit"].as_str().is_some_and(|limit| scaled(limit, self.scale).is_none())
        {
            broken.push("amount.too_precise");
        }
        vec![code]
    }

    fn bill(&self, command: &Value, broken: &mut Vec<&'static str>) -> Bill {
        let mut buckets: Vec<(Vec<usize>, i128)> = Vec::new();
        let mut put = |tax: &Value, amount: i128, broken: &mut Vec<&'static str>| {
            let codes: Vec<&str> = match tax {
                Value::String(code) => vec![code],
                Value::Array(codes) => codes.iter().filter_map(Value::as_str).collect(),
                _ => vec![],
            };
            let place = |code: &&str| self.rates.iter().position(|(known, _)| known == code);
            let mut set: Vec<usize> = codes.iter().filter_map(place).collect();
            if set.len() < codes.len() {
                broken.push("tax.unknown");
            }
            set.sort_unstable();
            match buckets.iter_mut().find(|(known, _)| *known == set) {
                Some((_, sum)) => *sum += amount,
                None => buckets.push((set, amount)),
            }
        };
        for line in command["lines"].as_array().into_iter().flatten() {
            let quantity = scaled(text(line, "quantity"), 2).unwrap();
            let price = scaled(text(line, "unit_price"), 2).unwrap();
            let off: i128 = text(line, "discount").trim_end_matches('%').parse().unwrap_or(0);
            let unit = 10_i128.pow(self.scale);
            put(&line["tax"], round(quantity * price * (100 - off) * unit, 1_000_000), broken);
        }
        for charge in command["charges"].as_array().into_iter().flatten() {
            match scaled(text(charge, "amount"), self.scale) {
                None => broken.push("amount.too_precise"),
                Some(0) => broken.push("amount.not_positive"),
                Some(amount) => put(&charge["tax"], amount, broken),
            }
        }
        let inclusive = command["prices"] == "inclusive";
        let group = |(set, amount): &(Vec<usize>, i128)| self.group(set, *amount, inclusive);
        let groups: Vec<_> = buckets.iter().map(group).collect();
        let total = groups.iter().map(|(net, taxes)| net + taxes.iter().sum::<i128>()).sum();
        Bill { groups, total }
    }

    fn group(&self, set: &[usize], amount: i128, inclusive: bool) -> Group {
        let rates: Vec<i128> = set.iter().map(|place| self.rates[*place].1).collect();
        let all: i128 = rates.iter().sum();
        let net = if inclusive { round(amount * 100_000, 100_000 + all) } else { amount };
        let mut taxes: Vec<i128> = rates.iter().map(|rate| round(net * rate, 100_000)).collect();
        let but_last: i128 = taxes.iter().rev().skip(1).sum();
        if let (true, Some(last)) = (inclusive, taxes.last_mut()) {
            *last = amount - net - but_last;
        }
        (net, taxes)
    }

    fn issue(&self, command: &Value, today: Day, broken: &mut Vec<&'static str>) -> Vec<String> {
        let date = date(command, today);
        let overridden = command["override"].is_object();
        if command["due"].as_str().is_some_and(|due| due.parse::<Day>().unwrap() < date) {
            broken.push("due.before_date");
        }
        if !overridden && self.latest.get("INV").is_some_and(|latest| date < *latest) {
            broken.push("series.back_dated");
        }
        let total = self.bill(command, broken).total;
        if total < 0 {
            broken.push("total.negative");
        }
        let customer = text(command, "customer");
        match self.customers.get(customer) {
            None => broken.push("customer.unknown"),
            Some(Some(limit)) if !overridden && self.balance_now(customer) + total > *limit => {
                broken.push("customer.credit_limit_exceeded");
            }
            Some(_) => {}
        }
        vec![self.number("INV", date.year(), 0)]
    }

    /// A positive amount at the currency's scale.
    fn amount(&self, given: &Value, broken: &mut Vec<&'static str>) -> i128 {
        match scaled(given.as_str().unwrap_or(""), self.scale) {
            None => broken.push("amount.too_precise"),
            Some(0) => broken.push("amount.not_positive"),
            Some(amount) => return amount,
        }
        0
    }

    /// An invoice that is there and not void.
    fn invoice(&self, number: &str, broken: &mut Vec<&'static str>) -> Option<&Document> {
        let found = self.documents.get(number);
        match found {
            None => broken.push("document.unknown"),
            Some(document) if document.kind != Kind::Invoice => {
                broken.push("document.not_an_invoice");
            }
            Some(document) if document.void => broken.push("invoice.void"),
            Some(_) => return found,
        }
        None
    }

    fn pay(&self, command: &Value, today: Day, broken: &mut Vec<&'static str>) -> Vec<String> {
        let customer = text(command, "customer");
        if !self.customers.contains_key(customer) {
            broken.push("customer.unknown");
        }
        let amount = self.amount(&command["amount"], broken);
        let paid = date(command, today);
        let shares = self.shares(command, paid, amount, broken);
        let mut made = vec![self.number("PAY", paid.year(), 0)];
        for n in 0..shares.len() {
            made.push(format!("A{:06}", self.allocations.len() + n + 1));
        }
        made
    }

    /// What a payment is allocated to: invoice, amount, day.
    fn shares(
        &self,
        command: &Value,
        paid: Day,
        amount: i128,
        broken: &mut Vec<&'static str>,
    ) -> Vec<(String, i128, Day)> {
        let customer = text(command, "customer");
        let mut left = amount;
        let mut shares = Vec::new();
        match &command["allocate"] {
            Value::String(rule) if rule == "none" => {}
            Value::Array(list) => {
                let mut named = BTreeSet::new();
                for share in list {
                    let number = text(share, "invoice");
                    if !named.insert(number) {
                        broken.push("allocation.item_twice");
                    }
                    let amount = self.amount(&share["amount"], broken);
                    let Some(invoice) = self.invoice(number, broken) else { continue };
                    let day = paid.max(invoice.date);
                    if invoice.customer != customer {
                        broken.push("customer.mismatch");
                    }
                    if amount > invoice.room(day) {
                        broken.push("allocation.exceeds_item");
                    }
                    left -= amount;
                    shares.push((number.to_string(), amount, day));
                }
                if left < 0 {
                    broken.push("allocation.exceeds_source");
                }
            }
            _ => {
                let mut open: Vec<&Document> = self
                    .documents
                    .values()
                    .filter(|document| {
                        document.kind == Kind::Invoice && document.customer == customer
                    })
                    .collect();
                open.sort_by(|a, b| (a.due, &a.number).cmp(&(b.due, &b.number)));
                for invoice in open {
                    let day = paid.max(invoice.date);
                    let take = invoice.room(day).min(left);
                    if take > 0 {
                        left -= take;
                        shares.push((invoice.number.clone(), take, day));
                    }
                }
            }
        }
        shares
    }

    fn allocate(&self, command: &Value, today: Day, broken: &mut Vec<&'static str>) -> Vec<String> {
        let date = date(command, today);
        let amount = self.amount(&command["amount"], broken);
        let from = self.documents.get(text(command, "from"));
        let to = self.invoice(text(command, "to"), broken);
        match from {
            None => broken.push("document.unknown"),
            Some(from) if from.kind.is_owed() => broken.push("document.not_money_or_credit"),
            Some(from) => {
                if amount > from.room(date) {
                    broken.push("allocation.exceeds_source");
                }
                if to.is_some_and(|to| to.customer != from.customer) {
                    broken.push("customer.mismatch");
                }
            }
        }
        if to.is_some_and(|to| amount > to.room(date)) {
            broken.push("allocation.exceeds_item");
        }
        if from.into_iter().chain(to).any(|side| date < side.date) {
            broken.push("allocation.before_item");
        }
        vec![format!("A{:06}", self.allocations.len() + 1)]
    }

    fn unallocate(
        &self,
        command: &Value,
        today: Day,
        broken: &mut Vec<&'static str>,
    ) -> Vec<String> {
        let count: usize = text(command, "allocation")[1..].parse().unwrap();
        match self.allocations.get(count - 1) {
            None => broken.push("allocation.unknown"),
            Some(allocation) => {
                if allocation.reversed {
                    broken.push("allocation.already_reversed");
                }
                let ends = [&allocation.from, &allocation.to];
                let kinds = ends.map(|number| self.documents[number].kind);
                if kinds.contains(&Kind::Refund) || kinds.contains(&Kind::WriteOff) {
                    broken.push("allocation.not_by_hand");
                }
                if date(command, today) < allocation.date {
                    broken.push("allocation.before_item");
                }
            }
        }
        vec![]
    }

    /// What a credit note comes to.
    fn credit_total(
        &self,
        command: &Value,
        invoice: &Document,
        broken: &mut Vec<&'static str>,
    ) -> i128 {
        let left: i128 =
            invoice.groups.iter().map(|(net, taxes)| net + taxes.iter().sum::<i128>()).sum();
        match (command["full"] == true, command["amount"].is_string()) {
            (true, _) => {
                if left <= 0 {
                    broken.push("credit.nothing_left");
                }
                left
            }
            (false, true) => {
                let amount = self.amount(&command["amount"], broken);
                if amount > left {
                    broken.push("credit.exceeds_original");
                }
                amount
            }
            (false, false) => {
                broken.push("credit.full_amount_or_lines");
                0
            }
        }
    }

    fn credit(&self, command: &Value, today: Day, broken: &mut Vec<&'static str>) -> Vec<String> {
        let date = date(command, today);
        let back = self.latest.get("CN").is_some_and(|latest| date < *latest);
        if back && !command["override"].is_object() {
            broken.push("series.back_dated");
        }
        let mut made = vec![self.number("CN", date.year(), 0)];
        let Some(invoice) = self.invoice(text(command, "invoice"), broken) else { return made };
        if date < invoice.date {
            broken.push("date.before_item");
        }
        let total = self.credit_total(command, invoice, broken);
        if invoice.room(date).min(total) > 0 {
            made.push(format!("A{:06}", self.allocations.len() + 1));
        }
        made
    }

    fn void(&self, command: &Value, today: Day, broken: &mut Vec<&'static str>) -> Vec<String> {
        let date = date(command, today);
        if let Some(invoice) = self.invoice(text(command, "invoice"), broken) {
            if date < invoice.date {
                broken.push("void.before_issue");
            }
            if invoice.room(date) != invoice.amount {
                broken.push("void.allocated");
            }
            if invoice.credited {
                broken.push("void.credited");
            }
        }
        vec![]
    }

    /// The allocations from a document that were not reversed.
    fn live(&self, from: &str) -> Vec<usize> {
        let all = self.allocations.iter().enumerate();
        all.filter(|(_, one)| one.from == from && !one.reversed).map(|(place, _)| place).collect()
    }

    fn bounce(&self, command: &Value, today: Day, broken: &mut Vec<&'static str>) -> Vec<String> {
        let date = date(command, today);
        match self.documents.get(text(command, "payment")) {
            None => broken.push("document.unknown"),
            Some(payment) if payment.kind != Kind::Payment => {
                broken.push("document.not_money_or_credit");
            }
            Some(payment) => {
                if date < payment.date {
                    broken.push("allocation.before_item");
                }
                if payment.changes.iter().any(|(day, _, amount)| *amount < 0 && *day > date) {
                    broken.push("allocation.before_item");
                }
                if payment.void {
                    broken.push("bounce.already");
                }
                let to = |place: &usize| &self.documents[&self.allocations[*place].to];
                if self.live(&payment.number).iter().any(|place| to(place).kind == Kind::Refund) {
                    broken.push("bounce.refunded");
                }
            }
        }
        vec![]
    }

    fn refund(&self, command: &Value, today: Day, broken: &mut Vec<&'static str>) -> Vec<String> {
        let date = date(command, today);
        let amount = self.amount(&command["amount"], broken);
        match self.documents.get(text(command, "from")) {
            None => broken.push("document.unknown"),
            Some(from) if !matches!(from.kind, Kind::Payment | Kind::Credit) => {
                broken.push("document.not_money_or_credit");
            }
            Some(from) => {
                if date < from.date {
                    broken.push("allocation.before_item");
                }
                if amount > from.room(date) {
                    broken.push("allocation.exceeds_source");
                }
            }
        }
        let number = self.number("RF", date.year(), 0);
        vec![number, format!("A{:06}", self.allocations.len() + 1)]
    }

    fn write_off(
        &self,
        command: &Value,
        today: Day,
        broken: &mut Vec<&'static str>,
    ) -> Vec<String> {
        let date = date(command, today);
        let amount = self.amount(&command["amount"], broken);
        if let Some(invoice) = self.invoice(text(command, "invoice"), broken) {
            if date < invoice.date {
                broken.push("allocation.before_item");
            }
            if amount > invoice.room(date) {
                broken.push("allocation.exceeds_item");
            }
        }
        // A hundred of the smallest unit: one dollar, or a hundred francs.
        if command["reason"] == "small_difference" && amount > 100 {
            broken.push("write_off.beyond_tolerance");
        }
        let number = self.number("WO", date.year(), 0);
        vec![number, format!("A{:06}", self.allocations.len() + 1)]
    }

    fn recover(&self, command: &Value, today: Day, broken: &mut Vec<&'static str>) -> Vec<String> {
        let write_off = text(command, "write_off");
        let asked = command["amount"].is_string().then(|| self.amount(&command["amount"], broken));
        match self.documents.get(write_off) {
            None => broken.push("document.unknown"),
            Some(found) if found.kind != Kind::WriteOff => {
                broken.push("recover.not_a_write_off");
            }
            Some(_) => match self.live(write_off).first().map(|place| &self.allocations[*place]) {
                None => broken.push("recover.exceeds_write_off"),
                Some(allocation) => {
                    if asked.is_some_and(|asked| asked > allocation.amount) {
                        broken.push("recover.exceeds_write_off");
                    }
                    if date(command, today) < allocation.date {
                        broken.push("allocation.before_item");
                    }
                    if asked.is_some_and(|asked| asked < allocation.amount) {
                        return vec![format!("A{:06}", self.allocations.len() + 1)];
                    }
                }
            },
        }
        vec![]
    }

    /// Takes a document, or a part of it, out of the books.
    fn take_out(&mut self, number: &str, amount: i128, date: Day) {
        let seq = self.head;
        self.documents.get_mut(number).unwrap().changes.push((date, seq, amount));
    }

    fn book_bounce(&mut self, number: &str, date: Day) {
        let amount = self.documents[number].amount;
        self.documents.get_mut(number).unwrap().void = true;
        self.take_out(number, amount, date);
        for place in self.live(number) {
            let day = date.max(self.allocations[place].date);
            self.unlink(place + 1, day);
        }
    }

    fn book_recovery(&mut self, command: &Value, number: &str, date: Day) {
        let place = self.live(number)[0];
        let (whole, invoice) = (self.allocations[place].amount, self.allocations[place].to.clone());
        let asked = command["amount"].is_string();
        let amount = if asked { self.amount(&command["amount"], &mut Vec::new()) } else { whole };
        self.take_out(number, amount, date);
        self.unlink(place + 1, date);
        if amount < whole {
            self.link(number, &invoice, whole - amount, date);
        }
    }

    /// Enters a command that was taken into the books.
    pub fn book(
        &mut self,
        command: &Value,
        today: Day,
        credited: &mut dyn FnMut(&str) -> Vec<Group>,
    ) {
        let Prediction::Taken(made) = self.predict(command, today) else { panic!("{command}") };
        let date = date(command, today);
        self.head += 1;
        match text(command, "do") {
            "register_customer" => {
                let limit = command["credit_limit"].as_str();
                let limit = limit.and_then(|limit| scaled(limit, self.scale));
                self.taken_codes.insert(made[0].to_lowercase());
                self.customers.insert(made[0].clone(), limit);
            }
            "issue_invoice" => {
                let bill = self.bill(command, &mut Vec::new());
                let due = command["due"].as_str().map(|due| due.parse().unwrap());
                let due = due.unwrap_or_else(|| date.plus(30).unwrap());
                let customer = text(command, "customer").to_string();
                self.add("INV", &made[0], Kind::Invoice, customer, date, due, bill.total);
                self.documents.get_mut(&made[0]).unwrap().groups = bill.groups;
            }
            "record_payment" => {
                let amount = self.amount(&command["amount"], &mut Vec::new());
                let shares = self.shares(command, date, amount, &mut Vec::new());
                let customer = text(command, "customer").to_string();
                self.add("PAY", &made[0], Kind::Payment, customer, date, date, amount);
                for (invoice, amount, day) in shares {
                    self.link(&made[0], &invoice, amount, day);
                }
            }
            "allocate" => {
                let amount = self.amount(&command["amount"], &mut Vec::new());
                self.link(text(command, "from"), text(command, "to"), amount, date);
            }
            "unallocate" => self.unlink(text(command, "allocation")[1..].parse().unwrap(), date),
            "credit_invoice" => {
                let taken = credited(&made[0]);
                self.credit_note(command, &made[0], date, &taken);
            }
            "void_invoice" => {
                let seq = self.head;
                let invoice = self.documents.get_mut(text(command, "invoice")).unwrap();
                invoice.void = true;
                invoice.changes.push((date, seq, invoice.amount));
            }
            "bounce_payment" => self.book_bounce(text(command, "payment"), date),
            "recover" => self.book_recovery(command, text(command, "write_off"), date),
            "refund" => {
                let amount = self.amount(&command["amount"], &mut Vec::new());
                let customer = self.documents[text(command, "from")].customer.clone();
                self.add("RF", &made[0], Kind::Refund, customer, date, date, amount);
                self.link(text(command, "from"), &made[0], amount, date);
            }
            "write_off" => {
                let amount = self.amount(&command["amount"], &mut Vec::new());
                let customer = self.documents[text(command, "invoice")].customer.clone();
                self.add("WO", &made[0], Kind::WriteOff, customer, date, date, amount);
                self.link(&made[0], text(command, "invoice"), amount, date);
            }
            other => panic!("{other}"),
        }
    }

    #[allow(clippy::too_many_arguments)]
    fn add(
        &mut self,
        series: &'static str,
        number: &str,
        kind: Kind,
        customer: String,
        date: Day,
        due: Day,
        amount: i128,
    ) {
        *self.counts.entry((series, date.year())).or_default() += 1;
        let latest = self.latest.entry(series).or_insert(date);
        *latest = date.max(*latest);
        let (number, seq) = (number.to_string(), self.head);
        let (changes, groups, void, credited) = (vec![], vec![], false, false);
        let document = Document {
            number: number.clone(),
            kind,
            customer,
            date,
            due,
            amount,
            seq,
            changes,
            void,
            groups,
            credited,
        };
        assert!(self.documents.insert(number, document).is_none(), "a number was given twice");
    }

    fn link(&mut self, from: &str, to: &str, amount: i128, date: Day) {
        let seq = self.head;
        for side in [from, to] {
            self.documents.get_mut(side).unwrap().changes.push((date, seq, amount));
        }
        let (from, to) = (from.to_string(), to.to_string());
        self.allocations.push(Allocation { from, to, amount, date, reversed: false });
    }

    fn unlink(&mut self, count: usize, date: Day) {
        let seq = self.head;
        let allocation = &mut self.allocations[count - 1];
        allocation.reversed = true;
        for side in [&allocation.from, &allocation.to] {
            let document = self.documents.get_mut(side).unwrap();
            document.changes.push((date, seq, -allocation.amount));
        }
    }

    fn credit_note(&mut self, command: &Value, number: &str, date: Day, taken: &[Group]) {
        let invoice = &self.documents[text(command, "invoice")];
        let total = self.credit_total(command, invoice, &mut Vec::new());
        let settle = invoice.room(date).min(total);
        let (customer, original) = (invoice.customer.clone(), invoice.number.clone());
        let sum: i128 = taken.iter().map(|(net, taxes)| net + taxes.iter().sum::<i128>()).sum();
        assert_eq!(sum, total, "{number}: its groups add up to its total");
        let invoice = self.documents.get_mut(&original).unwrap();
        invoice.credited = true;
        assert_eq!(
            taken.len(),
            invoice.groups.len(),
            "{number}: a group for each of the original's"
        );
        for ((left, taxes_left), (net, taxes)) in invoice.groups.iter_mut().zip(taken) {
            *left -= net;
            taxes_left.iter_mut().zip(taxes).for_each(|(left, tax)| *left -= tax);
            if *net > 0 {
                assert!(
                    *left >= 0 && taxes_left.iter().all(|tax| *tax >= 0),
                    "{number} takes too much"
                );
            }
        }
        self.add("CN", number, Kind::Credit, customer, date, date, total);
        if settle > 0 {
            self.link(number, &original, settle, date);
        }
    }
}
