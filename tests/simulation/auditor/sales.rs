//! What is sold and drafted, and what comes from elsewhere.

use daybook::domain::Day;
use serde_json::Value;

use super::predicting::{codes_of, contradictory};
use super::{Auditor, Broken, Document, Kind, date, scaled, shown, text};

/// An item of the catalogue: its taxes, and its prices in hundredths by first day.
#[derive(Debug, Default)]
pub struct Sold {
    pub tax: Value,
    pub prices: Vec<(Day, i128)>,
}

/// A draft: whose, what it came to, what it is to issue, whether it waits.
#[derive(Debug)]
pub struct Draft {
    pub customer: String,
    pub total: i128,
    pub content: Value,
    pub open: bool,
}

impl Auditor {
    pub fn drafts(&self) -> usize {
        self.drafts.len()
    }

    /// An item's price on a day: the last that was set for that day or before.
    pub(super) fn price_on(&self, item: &str, day: Day) -> Option<i128> {
        let sold = self.items.get(item)?;
        let mut last: Option<(Day, i128)> = None;
        for (from, price) in &sold.prices {
            if *from <= day && last.is_none_or(|(before, _)| before <= *from) {
                last = Some((*from, *price));
            }
        }
        last.map(|(_, price)| price)
    }

    pub(super) fn item(&self, command: &Value, broken: &mut Broken) -> Vec<String> {
        if command["tax"] == "NOPE" {
            broken.push("tax.unknown");
        }
        if contradictory(&codes_of(&command["tax"])) {
            broken.push("tax.contradictory");
        }
        if text(command, "do") == "set_price" {
            if !self.items.contains_key(text(command, "item")) {
                broken.push("item.unknown");
            }
            return vec![];
        }
        vec![text(command, "code").to_string()]
    }

    pub(super) fn book_item(&mut self, command: &Value, day: Day) {
        let code = ["code", "item"].map(|field| text(command, field)).concat();
        let sold = self.items.entry(code).or_default();
        if text(command, "do") == "define_item" {
            sold.tax = command["tax"].clone();
        }
        if let Some(price) = command["price"].as_str() {
            sold.prices.push((day, scaled(price, 2).unwrap()));
        }
    }

    /// What a customer's drafts come to.
    pub(super) fn drafted(&self, root: &str) -> i128 {
        let open = self.drafts.iter().filter(|draft| draft.open);
        let of = open.filter(|draft| self.head_root(&draft.customer) == root);
        of.map(|draft| draft.total).sum()
    }

    pub(super) fn draft(&self, command: &Value, today: Day, broken: &mut Broken) -> Vec<String> {
        if !self.customers.contains_key(self.head_root(text(command, "customer"))) {
            broken.push("customer.unknown");
        }
        let day = date(command, today);
        if command["due"].as_str().is_some_and(|due| due.parse::<Day>().unwrap() < day) {
            broken.push("due.before_date");
        }
        self.series(command, broken);
        if self.bill(command, day, broken).total < 0 {
            broken.push("total.negative");
        }
        vec![format!("D{:06}", self.drafts.len() + 1)]
    }

    fn open_draft(&self, command: &Value, broken: &mut Broken) -> Option<&Draft> {
        let place: usize = text(command, "draft")[1..].parse().unwrap();
        match place.checked_sub(1).and_then(|place| self.drafts.get(place)) {
            None => broken.push("draft.unknown"),
            Some(draft) if !draft.open => broken.push("draft.no_longer_open"),
            draft => return draft,
        }
        None
    }

    /// What a draft says once it is amended, as the command that drafts that.
    pub(super) fn amended(&self, command: &Value) -> Value {
        let Some(draft) = self.open_draft(command, &mut Vec::new()) else { return Value::Null };
        let mut content = command.clone();
        content["do"] = "draft_invoice".into();
        content["customer"] = draft.content["customer"].clone();
        content
    }

    pub(super) fn amend_draft(
        &self,
        command: &Value,
        today: Day,
        broken: &mut Broken,
    ) -> Vec<String> {
        if self.open_draft(command, broken).is_some() {
            self.draft(&self.amended(command), today, broken);
        }
        vec![]
    }

    pub(super) fn book_amended(&mut self, command: &Value, day: Day) {
        let content = self.amended(command);
        let total = self.bill(&content, day, &mut Vec::new()).total;
        let place: usize = text(command, "draft")[1..].parse().unwrap();
        let draft = &mut self.drafts[place - 1];
        (draft.content, draft.total) = (content, total);
    }

    pub(super) fn discard(&self, command: &Value, broken: &mut Broken) -> Vec<String> {
        self.open_draft(command, broken);
        vec![]
    }

    /// The command that issuing a draft comes to.
    pub(super) fn issue_of(&self, command: &Value) -> Value {
        let mut broken = Vec::new();
        let Some(draft) = self.open_draft(command, &mut broken) else { return Value::Null };
        let mut issue = draft.content.clone();
        issue["do"] = "issue_invoice".into();
        for field in ["date", "override"] {
            if !command[field].is_null() {
                issue[field] = command[field].clone();
            }
        }
        issue
    }

    pub(super) fn issue_draft(
        &self,
        command: &Value,
        today: Day,
        broken: &mut Broken,
    ) -> Vec<String> {
        let Some(draft) = self.open_draft(command, broken) else { return vec![] };
        self.issue(&self.issue_of(command), today, draft.total, broken)
    }

    pub(super) fn end_draft(&mut self, command: &Value) {
        let place: usize = text(command, "draft")[1..].parse().unwrap();
        self.drafts[place - 1].open = false;
    }

    /// What a document from elsewhere comes to; negative, it is a credit.
    pub(super) fn foreign_total(&self, command: &Value, day: Day, broken: &mut Broken) -> i128 {
        if text(command, "do") == "bring_in_invoice" {
            return self.bill(command, day, broken).total;
        }
        let amount = text(command, "amount");
        let (sign, plain) = match amount.strip_prefix('-') {
            Some(plain) => (-1, plain),
            None => (1, amount),
        };
        match scaled(plain, self.scale) {
            None => broken.push("amount.too_precise"),
            Some(0) => broken.push("amount.not_positive"),
            Some(amount) => return sign * amount,
        }
        0
    }

    pub(super) fn bring_in(&self, command: &Value, today: Day, broken: &mut Broken) -> Vec<String> {
        let (number, day) = (shown(text(command, "number")), date(command, today));
        if self.documents.contains_key(&number) {
            broken.push("number.taken");
        }
        if !self.customers.contains_key(self.head_root(text(command, "customer"))) {
            broken.push("customer.unknown");
        }
        let total = self.foreign_total(command, day, broken);
        let overridden = command["override"].is_object();
        if day > today && !overridden {
            broken.push("date.ahead_needs_reason");
        }
        let settled = command["settled"].as_str().map(|day| day.parse::<Day>().unwrap());
        let mut made = vec![number];
        if total < 0 && (settled.is_some() || command["disputed"] == true) {
            broken.push("settled.credit");
        }
        if total >= 0 && !overridden {
            let customer = self.root_on(text(command, "customer"), day);
            self.held(customer, (day.max(today), today), broken);
            if settled.is_none_or(|settled| settled > today) {
                self.beyond_limit(customer, total, today, broken);
            }
        }
        if let Some(settled) = settled {
            if settled < day {
                broken.push("settled.before_date");
            }
            made.push(self.number("PAY", settled.year(), 0));
            made.push(format!("A{:06}", self.allocations.len() + 1));
        } else if command["disputed"] == true {
            made.push(self.number("DSP", day.year(), 0));
        }
        made
    }

    pub(super) fn book_foreign(&mut self, command: &Value, today: Day, made: &[String]) {
        let day = date(command, today);
        let total = self.foreign_total(command, day, &mut Vec::new());
        let (number, customer) =
            (made[0].clone(), self.root_on(text(command, "customer"), day).to_string());
        let kind = if total < 0 { Kind::Credit } else { Kind::Invoice };
        let due = if total < 0 { day } else { day.plus(30).unwrap() };
        let groups = match (text(command, "do"), kind) {
            (_, Kind::Credit) => vec![],
            ("bring_in_invoice", _) => self.bill(command, day, &mut Vec::new()).groups,
            _ => vec![(total, vec![])],
        };
        let at = (day, due, self.head);
        let new = Document::new(&number, kind, customer.clone(), at, total.abs());
        let document = Document { groups, ..new };
        assert!(self.documents.insert(number.clone(), document).is_none());
        if let Some(settled) = command["settled"].as_str() {
            let settled: Day = settled.parse().unwrap();
            self.add("PAY", &made[1], Kind::Payment, customer, settled, settled, total);
            self.link(&made[1], &number, total, settled);
        } else if command["disputed"] == true {
            self.book_dispute(&made[1], &number, total, day);
        }
    }
}
