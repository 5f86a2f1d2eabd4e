//! What will become of a command: which rules it breaks, or which numbers it makes.

use std::collections::BTreeSet;

use daybook::domain::Day;
use serde_json::Value;

use super::chasing;
use super::discounts::Share;
use super::{
    Auditor, Bill, Broken, Document, Group, HIDDEN, Kind, Prediction, date, natural, round, scaled,
    shown, text,
};

/// The codes on a line.
pub(super) fn codes_of(tax: &Value) -> Vec<&str> {
    match tax {
        Value::String(code) => vec![code],
        Value::Array(codes) => codes.iter().filter_map(Value::as_str).collect(),
        _ => vec![],
    }
}

/// Whether two of these taxes can't be on one line: two of a kind, or HST beside another.
pub(super) fn contradictory(codes: &[&str]) -> bool {
    let count = |kind: &[&str]| codes.iter().filter(|code| kind.contains(code)).count();
    let hst = count(&["HST-ON", "HST-NB"]);
    hst > 1 || count(&["A", "B", "C"]) > 1 || (hst == 1 && count(&["GST", "QST"]) > 0)
}

impl Auditor {
    /// Says what will become of a command, without carrying it out.
    pub fn predict(&self, command: &Value, today: Day) -> Prediction {
        let mut broken = Vec::new();
        let made = match text(command, "do") {
            "register_customer" => self.register(command, &mut broken),
            "issue_invoice" => self.issue(command, today, 0, &mut broken),
            "draft_invoice" => self.draft(command, today, &mut broken),
            "amend_draft" => self.amend_draft(command, today, &mut broken),
            "issue_draft" => self.issue_draft(command, today, &mut broken),
            "discard_draft" => self.discard(command, &mut broken),
            "define_item" | "set_price" => self.item(command, &mut broken),
            "bring_in_invoice" | "bring_in_receivable" => {
                self.bring_in(command, today, &mut broken)
            }
            "open_dispute" => self.open_dispute(command, today, &mut broken),
            "move_dispute" => self.move_dispute(command, today, &mut broken),
            "resolve_dispute" => self.resolve(command, today, &mut broken),
            "split_dispute" => self.split_dispute(command, today, &mut broken),
            "join_dispute" => self.join_dispute(command, today, &mut broken),
            "promise" => self.promise(command, today, &mut broken),
            "withdraw_promise" => self.withdraw(command, today, &mut broken),
            "agree_plan" => self.agree_plan(command, today, &mut broken),
            "cancel_plan" => self.cancel_plan(command, today, &mut broken),
            "log_call" | "schedule_callback" | "done" => self.contact(command, today, &mut broken),
            name @ ("note_dispute" | "amend_customer" | "hold_customer" | "release_customer"
            | "merge_customers") => {
                match name {
                    "note_dispute" => self.note(command, today, &mut broken),
                    "amend_customer" => self.amend(command, &mut broken),
                    "merge_customers" => self.merge(command, today, &mut broken),
                    _ => self.hold(command, today, &mut broken),
                }
                vec![]
            }
            "deliver" | "deliver_statement" => self.deliver(command, today, &mut broken),
            "begin_delivery" | "end_delivery" => self.attempt(command, &mut broken),
            "retry_delivery" | "cancel_delivery" | "settle_delivery" => {
                self.sees_to(command, today, &mut broken)
            }
            "define_series" => Self::define(command, &mut broken),
            "grant_role" | "revoke_role" => self.role(command, &mut broken),
            "record_payment" | "record_certificate" => self.pay(command, today, &mut broken),
            "record_unidentified" => self.record_unidentified(command, today, &mut broken),
            "identify" => self.identify(command, today, &mut broken),
            "reverse_unidentified" => {
                self.reverse_unidentified(command, today, &mut broken);
                vec![]
            }
            "record_deposit" => self.record_deposit(command, today, &mut broken),
            "void_deposit" => {
                self.void_deposit(command, today, &mut broken);
                vec![]
            }
            "record_bank_lines" => self.record_bank_lines(command, &mut broken),
            "match_bank_line" => self.match_bank_line(command, today, &mut broken),
            name @ ("link_bank_line" | "dismiss_bank_line" | "unmatch_bank_line") => {
                match name {
                    "link_bank_line" => self.link_bank_line(command, &mut broken),
                    "dismiss_bank_line" => self.dismiss_bank_line(command, &mut broken),
                    _ => self.unmatch_bank_line(command, today, &mut broken),
                }
                vec![]
            }
            "allocate" => self.allocate(command, today, &mut broken),
            "unallocate" => self.unallocate(command, today, &mut broken),
            "credit_invoice" => self.credit(command, today, &mut broken),
            "void_invoice" => self.void(command, today, &mut broken),
            "bounce_payment" | "reverse_payment" => self.bounce(command, today, &mut broken),
            "reverse_refund" => self.reverse_refund(command, today, &mut broken),
            "void_credit_note" => self.void_credit(command, today, &mut broken),
            "refund" => self.refund(command, today, &mut broken),
            "write_off" => self.write_off(command, today, &mut broken),
            "recover" => self.recover(command, today, &mut broken),
            name if chasing::COMMANDS.contains(&name) => {
                self.chase(command, today, &mut broken);
                vec![]
            }
            other => panic!("{other}"),
        };
        if broken.is_empty() { Prediction::Taken(made) } else { Prediction::Refused(broken) }
    }

    /// There is always somebody left who says what others may.
    fn role(&self, command: &Value, broken: &mut Broken) -> Vec<String> {
        let user = text(command, "user");
        let is_last = |name: &str| {
            let mut all = self.roles.iter().filter(|(_, role)| *role == "administrator");
            all.next().is_some_and(|(only, _)| only == name) && all.next().is_none()
        };
        if text(command, "do") == "revoke_role" && !self.roles.contains_key(user) {
            broken.push("user.unknown");
        } else if command["role"] != "administrator" && is_last(user) {
            broken.push("user.last_administrator");
        }
        vec![]
    }

    pub(super) fn register(&self, command: &Value, broken: &mut Broken) -> Vec<String> {
        let code = command["code"].as_str().map_or_else(|| self.next_code(), shown);
        if text(command, "name").contains(HIDDEN) {
            broken.push("text.malformed");
        }
        if self.taken_codes.contains(&code.to_lowercase()) {
            broken.push("customer.code_taken");
        }
        if command["credit_limit"].as_str().is_some_and(|limit| scaled(limit, self.scale).is_none())
        {
            broken.push("amount.too_precise");
        }
        vec![code]
    }

    pub(super) fn bill(&self, command: &Value, day: Day, broken: &mut Broken) -> Bill {
        let mut buckets: Vec<(Vec<usize>, i128)> = Vec::new();
        let mut is_untaxed = false;
        let mut charges_untaxed = 0;
        let mut put = |tax: &Value, amount: i128, broken: &mut Broken| {
            let codes = codes_of(tax);
            let place = |code: &&str| self.rates.iter().position(|(known, _)| known == code);
            let mut set: Vec<usize> = codes.iter().filter_map(place).collect();
            if set.len() < codes.len() {
                broken.push("tax.unknown");
            }
            set.sort_unstable();
            if contradictory(&codes) {
                broken.push("tax.contradictory");
            }
            match buckets.iter_mut().find(|(known, _)| *known == set) {
                Some((_, sum)) => *sum += amount,
                None => buckets.push((set, amount)),
            }
        };
        for line in command["lines"].as_array().into_iter().flatten() {
            let quantity = scaled(text(line, "quantity"), 2).unwrap();
            let item = line["item"].as_str();
            if item.is_some_and(|item| !self.items.contains_key(item)) {
                broken.push("item.unknown");
                continue;
            }
            let inclusive = command["prices"] == "inclusive";
            let price = match (line["unit_price"].as_str(), item) {
                (Some(price), _) => scaled(price, 2).unwrap(),
                (None, Some(_)) if inclusive => {
                    broken.push("item.price_exclusive");
                    continue;
                }
                (None, Some(item)) => {
                    let Some(price) = self.price_on(item, day) else {
                        broken.push("item.price_missing");
                        continue;
                    };
                    price
                }
                (None, None) => panic!("{line}"),
            };
            let of_item = item.map(|item| &self.items[item].tax);
            let tax =
                if line["tax"].is_null() { of_item.unwrap_or(&Value::Null) } else { &line["tax"] };
            let off: i128 = text(line, "discount").trim_end_matches('%').parse().unwrap_or(0);
            let unit = 10_i128.pow(self.scale);
            let amount = round(quantity * price * (100 - off) * unit, 1_000_000);
            is_untaxed |= codes_of(tax).is_empty() && amount != 0;
            put(tax, amount, broken);
        }
        for charge in command["charges"].as_array().into_iter().flatten() {
            match scaled(text(charge, "amount"), self.scale) {
                None => broken.push("amount.too_precise"),
                Some(0) => broken.push("amount.not_positive"),
                Some(amount) => {
                    charges_untaxed += usize::from(codes_of(&charge["tax"]).is_empty());
                    put(&charge["tax"], amount, broken);
                }
            }
        }
        let inclusive = command["prices"] == "inclusive";
        let group = |(set, amount): &(Vec<usize>, i128)| self.group(set, *amount, inclusive);
        let mut groups: Vec<_> = buckets.iter().map(group).collect();
        if !inclusive {
            self.round_once(&buckets, &mut groups);
        }
        let total = groups.iter().map(|(net, taxes)| net + taxes.iter().sum::<i128>()).sum();
        Bill { groups, total, untaxed: usize::from(is_untaxed) + charges_untaxed }
    }

    /// A tax that several groups carry is rounded on their sum: each has what the sum grows by.
    fn round_once(&self, buckets: &[(Vec<usize>, i128)], groups: &mut [Group]) {
        for (code, (_, rate)) in self.rates.iter().enumerate() {
            let (mut sum, mut given) = (0, 0);
            for ((set, _), (net, taxes)) in buckets.iter().zip(groups.iter_mut()) {
                if let Some(place) = set.iter().position(|one| *one == code) {
                    sum += *net;
                    taxes[place] = round(sum * rate, 100_000) - given;
                    given += taxes[place];
                }
            }
        }
    }

    pub(super) fn group(&self, set: &[usize], amount: i128, inclusive: bool) -> Group {
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

    pub(super) fn issue(
        &self,
        command: &Value,
        today: Day,
        drafted: i128,
        broken: &mut Broken,
    ) -> Vec<String> {
        let date = date(command, today);
        let overridden = command["override"].is_object();
        if command["due"].as_str().is_some_and(|due| due.parse::<Day>().unwrap() < date) {
            broken.push("due.before_date");
        }
        self.dated(command, Kind::Invoice, today, broken);
        let series = self.series(command, broken);
        let total = self.bill(command, date, broken).total;
        if total < 0 {
            broken.push("total.negative");
        }
        let customer = self.root_on(text(command, "customer"), date);
        if !self.customers.contains_key(customer) {
            broken.push("customer.unknown");
        }
        if !overridden {
            self.held(customer, (date, today), broken);
            self.beyond_limit(customer, total - drafted, today, broken);
        }
        vec![self.number(&series, date.year(), 0)]
    }

    /// A positive amount at the currency's scale.
    pub(super) fn amount(&self, given: &Value, broken: &mut Broken) -> i128 {
        match scaled(given.as_str().unwrap_or(""), self.scale) {
            None => broken.push("amount.too_precise"),
            Some(0) => broken.push("amount.not_positive"),
            Some(amount) => return amount,
        }
        0
    }

    /// An invoice that is there and not void.
    pub(super) fn invoice(&self, number: &str, broken: &mut Broken) -> Option<&Document> {
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

    pub(super) fn pay(&self, command: &Value, today: Day, broken: &mut Broken) -> Vec<String> {
        let customer = self.root_on(text(command, "customer"), date(command, today));
        if !self.customers.contains_key(customer) {
            broken.push("customer.unknown");
        }
        let amount = self.received(command, broken);
        if command["kind"].as_str().is_some_and(|kind| !self.knows_certificate(kind)) {
            broken.push("certificate.kind_unknown");
        }
        let paid = date(command, today);
        let shares = self.shares(command, (paid, today), amount, broken);
        let mut made = vec![self.number("PAY", paid.year(), 0)];
        made.extend(self.numbers_of(&shares));
        made
    }

    /// What a payment is allocated to.
    pub(super) fn shares(
        &self,
        command: &Value,
        (paid, today): (Day, Day),
        amount: i128,
        broken: &mut Broken,
    ) -> Vec<Share> {
        let customer = self.root_on(text(command, "customer"), paid);
        let money = (text(command, "do") == "record_payment").then_some(paid);
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
                    let Some(invoice) = self.owed(number, broken) else { continue };
                    let Some(first) = self.one_from(&invoice.customer, customer, (paid, today))
                    else {
                        broken.push("customer.mismatch");
                        continue;
                    };
                    let from = first.max(invoice.date);
                    let days = (from, from.max(today));
                    if amount > invoice.room(days.1) {
                        broken.push("allocation.exceeds_item");
                    }
                    if money.is_none() {
                        self.own_credit_first(invoice, amount, days.1, broken);
                    }
                    left -= amount;
                    shares.push(self.named(invoice, amount, money, days));
                }
                if left < 0 {
                    broken.push("allocation.exceeds_source");
                }
            }
            _ => {
                let owed = self.documents.values().filter(|document| document.kind.is_owed());
                let mut open: Vec<(bool, &Document, (Day, Day))> = owed
                    .filter_map(|it| {
                        let first = self.one_from(&it.customer, customer, (paid, today))?;
                        let merged = self.root_on(customer, paid.max(today)) != customer;
                        let from = first.max(it.date);
                        Some((merged && first > paid, it, (from, from.max(today))))
                    })
                    .collect();
                let due = |it: &Document| it.due_at(Day::LAST, u64::MAX);
                open.sort_by_key(|(later, it, _)| (*later, due(it), natural(&it.number)));
                let open: Vec<_> = open.into_iter().map(|(_, it, days)| (it, days)).collect();
                shares = self.oldest(&open, amount, money);
            }
        }
        shares
    }

    pub(super) fn allocate(&self, command: &Value, today: Day, broken: &mut Broken) -> Vec<String> {
        let date = date(command, today);
        let amount = self.amount(&command["amount"], broken);
        let from = self.documents.get(text(command, "from"));
        let to = self.owed(text(command, "to"), broken);
        match from {
            None => broken.push("document.unknown"),
            Some(from) if from.kind.is_owed() => broken.push("document.not_money_or_credit"),
            Some(from) => {
                if amount > from.room(date) {
                    broken.push("allocation.exceeds_source");
                }
                if from.original.as_deref() != Some(text(command, "to")) {
                    self.beyond_original(from, amount, date, broken);
                }
                let root = |one: &Document| self.root_on(&one.customer, date).to_string();
                if to.is_some_and(|to| root(to) != root(from)) {
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
        match broken.is_empty() {
            true => self.numbers_of(&[self.one_share(command, date)]),
            false => vec![],
        }
    }

    /// What an allocation comes to.
    pub(super) fn one_share(&self, command: &Value, day: Day) -> Share {
        let amount = self.amount(&command["amount"], &mut Vec::new());
        let from = &self.documents[text(command, "from")];
        let is_money = from.kind == Kind::Payment && !from.certificate;
        let to = &self.documents[text(command, "to")];
        self.named(to, amount, is_money.then_some(from.date), (day, day))
    }

    pub(super) fn unallocate(
        &self,
        command: &Value,
        today: Day,
        broken: &mut Broken,
    ) -> Vec<String> {
        let count: usize = text(command, "allocation")[1..].parse().unwrap();
        match self.allocations.get(count - 1) {
            None => broken.push("allocation.unknown"),
            Some(allocation) => {
                if allocation.reversed {
                    broken.push("allocation.already_reversed");
                }
                let [from, to] =
                    [&allocation.from, &allocation.to].map(|number| &self.documents[number]);
                let of_refund = to.kind == Kind::Refund && to.seq == allocation.seq;
                if of_refund || from.kind == Kind::WriteOff {
                    broken.push("allocation.not_by_hand");
                }
                if from.certificate {
                    broken.push("certificate.not_money");
                }
                if from.original.as_ref() == Some(&to.number) {
                    broken.push("allocation.of_original");
                }
                if date(command, today) < allocation.date {
                    broken.push("allocation.before_item");
                }
            }
        }
        vec![]
    }
}
