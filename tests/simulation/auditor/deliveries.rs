//! What is sent to customers: a delivery is queued, unsure while nobody knows its end, sent, failed or
//! cancelled.

use daybook::domain::Day;
use serde_json::Value;

use super::{Auditor, Broken, Kind, date, text};

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Stands {
    Queued,
    Unsure,
    Sent,
    Failed,
    Cancelled,
}

/// A delivery.
#[derive(Debug)]
pub struct Delivery {
    pub number: String,
    /// The document, or the account and days of a statement.
    what: String,
    is_statement: bool,
    pub stands: Stands,
    pub attempts: u64,
    /// Whether a sender is at it.
    open: bool,
    /// How often it was tried since a person last said to try.
    tries: u64,
}

/// After so many tries nobody tries again by himself.
const TRIES: u64 = 8;

impl Auditor {
    pub fn deliveries(&self) -> &[Delivery] {
        &self.deliveries
    }

    /// A document that was sent, one of the last.
    pub fn any_sent(&self, chance: u64) -> Option<&str> {
        let is_sent = |it: &&Delivery| it.stands == Stands::Sent && !it.is_statement;
        let sent: Vec<&Delivery> = self.deliveries.iter().rev().filter(is_sent).take(8).collect();
        let place = usize::try_from(chance.checked_rem(sent.len() as u64)?).ok()?;
        Some(&sent[place].what)
    }

    fn delivery(&self, command: &Value, broken: &mut Broken) -> Option<&Delivery> {
        let found = self.deliveries.iter().find(|it| it.number == text(command, "delivery"));
        if found.is_none() {
            broken.push("delivery.unknown");
        }
        found
    }

    /// What a statement is about: the account and its days.
    fn statement(&self, command: &Value) -> String {
        let root = self.head_root(text(command, "customer"));
        format!("{root} {} {}", text(command, "from"), text(command, "through"))
    }

    fn what(&self, command: &Value) -> String {
        match text(command, "do") {
            "deliver" => text(command, "document").to_string(),
            _ => self.statement(command),
        }
    }

    pub(super) fn deliver(&self, command: &Value, today: Day, broken: &mut Broken) -> Vec<String> {
        let day = date(command, today);
        if day > today {
            broken.push("date.ahead");
        }
        if text(command, "do") == "deliver" {
            match self.documents.get(text(command, "document")) {
                None => broken.push("document.unknown"),
                Some(it) if !matches!(it.kind, Kind::Invoice | Kind::Credit | Kind::Payment) => {
                    broken.push("delivery.never_sent");
                }
                Some(it) if it.void => broken.push("delivery.document_void"),
                Some(it) if day < it.date.min(today) => broken.push("date.before_item"),
                Some(_) => {}
            }
        } else {
            if !self.customers.contains_key(self.head_root(text(command, "customer"))) {
                broken.push("customer.unknown");
            }
            if text(command, "from") > text(command, "through") {
                broken.push("query.period_backwards");
            }
        }
        let what = self.what(command);
        let like = |stands| self.deliveries.iter().any(|it| it.what == what && it.stands == stands);
        if like(Stands::Queued) {
            broken.push("delivery.queued_already");
        }
        if like(Stands::Unsure) {
            broken.push("delivery.unsure_already");
        }
        if command["by"] == "email" && !text(command, "to").contains('@') {
            broken.push("address.malformed");
        }
        vec![self.number("DLV", day.year(), 0)]
    }

    /// Whether the same was sent before.
    pub(super) fn is_sent_again(&self, command: &Value) -> bool {
        let what = self.what(command);
        self.deliveries.iter().any(|it| it.what == what && it.stands == Stands::Sent)
    }

    pub(super) fn attempt(&self, command: &Value, broken: &mut Broken) -> Vec<String> {
        let Some(it) = self.delivery(command, broken) else { return vec![] };
        let attempt = command["attempt"].as_u64().unwrap();
        if text(command, "do") == "begin_delivery" {
            if it.stands != Stands::Queued {
                broken.push("delivery.not_queued");
            }
            if attempt != it.attempts + 1 {
                broken.push("delivery.another_attempt");
            }
            let document = self.documents.get(&it.what).filter(|_| !it.is_statement);
            if document.is_some_and(|document| document.void) {
                broken.push("delivery.document_void");
            }
            return vec![];
        }
        let before = it.stands == Stands::Queued
            && command["outcome"] == "failed"
            && attempt == it.attempts + 1;
        let is_its_end = it.open && attempt == it.attempts;
        if !(before || is_its_end) {
            broken.push("delivery.another_attempt");
        }
        vec![]
    }

    /// What a person says of a delivery.
    pub(super) fn sees_to(&self, command: &Value, today: Day, broken: &mut Broken) -> Vec<String> {
        if date(command, today) > today {
            broken.push("date.ahead");
        }
        let Some(it) = self.delivery(command, broken) else { return vec![] };
        match text(command, "do") {
            "retry_delivery" => {
                if it.stands == Stands::Sent {
                    broken.push("delivery.sent_already");
                }
                let document = self.documents.get(&it.what).filter(|_| !it.is_statement);
                if document.is_some_and(|document| document.void) {
                    broken.push("delivery.document_void");
                }
            }
            "cancel_delivery" => {
                if !matches!(it.stands, Stands::Queued | Stands::Failed) {
                    broken.push("delivery.not_queued");
                }
            }
            _ => {
                let may = match text(command, "outcome") {
                    "sent" => matches!(it.stands, Stands::Unsure | Stands::Failed),
                    _ => matches!(it.stands, Stands::Unsure | Stands::Sent),
                };
                if !may {
                    broken.push("delivery.cannot_settle");
                }
            }
        }
        vec![]
    }

    /// Why a document may not come to nothing: it went out, or may have.
    pub(super) fn gone_out(&self, number: &str, sent: &'static str, broken: &mut Broken) {
        for it in self.deliveries.iter().filter(|it| it.what == number) {
            match it.stands {
                Stands::Sent => broken.push(sent),
                Stands::Unsure => broken.push("void.delivery_unsure"),
                Stands::Queued | Stands::Failed | Stands::Cancelled => {}
            }
        }
    }

    pub(super) fn book_delivery(&mut self, command: &Value, made: &[String], day: Day) {
        if let Some(number) = made.first() {
            let (number, what) = (number.clone(), self.what(command));
            let by_hand = command["by"] == "hand";
            *self.counts.entry(("DLV".into(), day.year())).or_default() += 1;
            self.deliveries.push(Delivery {
                number,
                what,
                is_statement: text(command, "do") == "deliver_statement",
                stands: if by_hand { Stands::Sent } else { Stands::Queued },
                attempts: u64::from(by_hand),
                open: false,
                tries: u64::from(by_hand),
            });
            return;
        }
        let number = text(command, "delivery");
        let it = self.deliveries.iter_mut().find(|it| it.number == number).unwrap();
        let outcome = text(command, "outcome");
        match text(command, "do") {
            "begin_delivery" => {
                (it.stands, it.open) = (Stands::Unsure, true);
                (it.attempts, it.tries) = (it.attempts + 1, it.tries + 1);
            }
            "retry_delivery" => (it.stands, it.open, it.tries) = (Stands::Queued, false, 0),
            "cancel_delivery" => it.stands = Stands::Cancelled,
            "end_delivery" if !it.open => {
                (it.attempts, it.tries) = (it.attempts + 1, it.tries + 1);
                it.ends(outcome, command["again"] == true);
            }
            _ => it.ends(outcome, command["again"] == true),
        }
    }

    /// A document that comes to nothing is not sent any more.
    pub(super) fn not_sent(&mut self, number: &str) {
        let all = self.deliveries.iter_mut().filter(|it| it.what == number);
        for it in all.filter(|it| it.stands == Stands::Queued) {
            it.stands = Stands::Cancelled;
        }
    }
}

impl Delivery {
    fn ends(&mut self, outcome: &str, again: bool) {
        self.open = false;
        self.stands = match outcome {
            "sent" => Stands::Sent,
            "unsure" => Stands::Unsure,
            _ if again && self.tries < TRIES => Stands::Queued,
            _ => Stands::Failed,
        };
    }

    pub fn word(&self) -> &'static str {
        match self.stands {
            Stands::Queued => "queued",
            Stands::Unsure => "unsure",
            Stands::Sent => "sent",
            Stands::Failed => "failed",
            Stands::Cancelled => "cancelled",
        }
    }
}
