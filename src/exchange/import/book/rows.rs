//! The rows of an export as commands, table by table, in an order in which each finds what it refers to.

use std::collections::{HashMap, HashSet};
use std::path::Path;

use rust_decimal::Decimal;
use serde_json::{Map, Value, json};

use crate::domain::{Currency, Day};
use crate::engine::{Failure, Session};

use super::links::{BookLinks, PartTo, joined};
use super::sender::BookSender;
use super::table::{self, ExportedRow};

/// The most invoices that a payment names when it is recorded; the rest is allocated afterwards.
const MOST_NAMED: usize = 1_000;

/// The states of a dispute that is still open.
const LIVE: [&str; 3] = ["new", "in_progress", "waiting"];

/// The tables that exports of earlier versions lack.
const NEWER: [&str; 11] = [
    "unidentified",
    "deposits",
    "deposit_payments",
    "letters",
    "letter_items",
    "payers",
    "certificates",
    "groups",
    "dunning_blocks",
    "dunning_policies",
    "dunning_levels",
];

/// The tables of an export as commands.
pub struct BookRows<'a> {
    folder: &'a Path,
    currency: Currency,
    today: Day,
    links: BookLinks,
}

impl BookRows<'_> {
    /// Reads how the documents of an export hang together.
    pub fn read<'a>(folder: &'a Path, session: &Session) -> Result<BookRows<'a>, Failure> {
        let links = BookLinks::read(folder)?;
        Ok(BookRows { folder, currency: session.info().currency, today: session.today(), links })
    }

    /// Sends all commands.
    pub fn all(&self, to: &mut BookSender) -> Result<(), Failure> {
        self.customers(to)?;
        self.items(to)?;
        self.invoices(to)?;
        self.credit_notes(to)?;
        self.owed_refunds(to)?;
        self.settled_otherwise(to)?;
        self.payments(to)?;
        self.rest_of_payments(to)?;
        self.credits_used(to)?;
        self.refunds(to)?;
        self.disputes(to)?;
        self.unidentified(to)?;
        self.arrangements(to)?;
        self.limits_and_holds(to)
    }

    /// Whether an invoice or what is owed for a refund comes in as a receivable.
    pub(super) fn is_receivable(&self, number: &str) -> bool {
        self.links.receivables.contains(number)
    }

    pub(super) fn each(
        &self,
        table: &'static str,
        to: &mut BookSender,
        mut see: impl FnMut(&ExportedRow, &mut BookSender) -> Result<(), Failure>,
    ) -> Result<(), Failure> {
        let mut broken = Vec::new();
        let may_lack = NEWER.contains(&table);
        let tell = |line, refusal| broken.push((line, refusal));
        table::each(self.folder, table, may_lack, |row| see(row, to), tell)?;
        for (line, refusal) in broken {
            to.refuse(table, line, refusal);
        }
        Ok(())
    }

    /// Sends accounts without their limits and holds, which the imported documents would violate; then
    /// mergers.
    fn customers(&self, to: &mut BookSender) -> Result<(), Failure> {
        const COLUMNS: [(&str, &str); 14] = [
            ("code", "customer"),
            ("name", "name"),
            ("contact", "contact"),
            ("phone", "phone"),
            ("email", "email"),
            ("address", "address"),
            ("city", "city"),
            ("region", "region"),
            ("country", "country"),
            ("postal_code", "postal_code"),
            ("tax_id", "tax_id"),
            ("language", "language"),
            ("terms", "terms"),
            ("currency", "currency"),
        ];
        self.each("customers", to, |row, to| {
            let fields = row.fields("register_customer", &COLUMNS);
            to.send(("customers", row.line), &row.text("customer"), fields)
        })?;
        self.each("customers", to, |row, to| {
            if row.get("merged_into").is_none() {
                return Ok(());
            }
            let columns = [("from", "customer"), ("into", "merged_into")];
            let fields = row.fields("merge_customers", &columns);
            to.send(("customers", row.line), &row.text("customer"), fields)
        })
    }

    fn items(&self, to: &mut BookSender) -> Result<(), Failure> {
        self.each("items", to, |row, to| {
            let columns = [("code", "item"), ("name", "name"), ("unit", "unit")];
            let mut fields = row.fields("define_item", &columns);
            let (item, place) = (row.text("item"), ("items", row.line));
            let codes: Vec<String> = row.text("tax").split('+').map(str::to_string).collect();
            if !codes.iter().all(String::is_empty) {
                fields.insert("tax".into(), codes.into());
            }
            let prices: Map<String, Value> =
                serde_json::from_str(&row.text("prices")).unwrap_or_default();
            let book = self.currency.code();
            fields.extend(prices.get(book).map(|price| ("price".to_string(), price.clone())));
            to.send(place, &item, fields)?;
            for (currency, price) in prices.iter().filter(|(currency, _)| *currency != book) {
                let fields = json!({"do": "set_price", "item": item, "currency": currency,
                    "price": price});
                to.send(place, &format!("{item} {currency}"), object(fields))?;
            }
            Ok(())
        })
    }

    /// Invoices, with the amounts that they come to.
    fn invoices(&self, to: &mut BookSender) -> Result<(), Failure> {
        const COLUMNS: [(&str, &str); 8] = [
            ("number", "invoice"),
            ("reference", "reference"),
            ("customer", "customer"),
            ("date", "date"),
            ("due", "due"),
            ("amount", "total"),
            ("currency", "currency"),
            ("rate", "rate"),
        ];
        self.each("invoices", to, |row, to| {
            let (number, total) = (row.text("invoice"), row.amount("total"));
            if row.text("state") != "issued" || total.is_zero() {
                to.leave_out("invoices");
                return Ok(());
            }
            let mut fields = row.fields("bring_in_receivable", &COLUMNS);
            self.dated(row, &mut fields);
            to.send(("invoices", row.line), &number, fields)
        })
    }

    fn credit_notes(&self, to: &mut BookSender) -> Result<(), Failure> {
        const COLUMNS: [(&str, &str); 5] = [
            ("number", "credit_note"),
            ("customer", "customer"),
            ("date", "date"),
            ("currency", "currency"),
            ("rate", "rate"),
        ];
        self.each("credit_notes", to, |row, to| {
            let (number, total) = (row.text("credit_note"), row.amount("total"));
            if row.text("state") != "issued" || total.is_zero() {
                to.leave_out("credit_notes");
                return Ok(());
            }
            let mut fields = row.fields("bring_in_receivable", &COLUMNS);
            fields.insert("amount".into(), (-total).to_string().into());
            self.dated(row, &mut fields);
            to.send(("credit_notes", row.line), &number, fields)
        })
    }

    /// What was written off or given as a discount, as settled earlier and under its own number. It
    /// precedes the payments, so that they settle exactly what they did.
    fn settled_otherwise(&self, to: &mut BookSender) -> Result<(), Failure> {
        let mut customers: HashMap<String, (String, Option<String>)> = HashMap::new();
        let numbers: HashSet<&str> =
            self.links.otherwise.iter().map(|(_, it)| it.to.as_str()).collect();
        let keep = |row: &ExportedRow| {
            let number = row.text("invoice");
            if numbers.contains(number.as_str()) {
                customers.insert(number, (row.text("customer"), row.get("rate")));
            }
            Ok(())
        };
        table::each(self.folder, "invoices", false, keep, |_, _| {})?;
        for (number, part) in &self.links.otherwise {
            let Some((customer, rate)) = customers.get(&part.to) else { continue };
            let amount = part.amount.to_string();
            let mut fields = object(json!({"do": "record_payment", "number": number,
                "customer": customer, "date": part.date, "amount": amount, "method": "opening",
                "reference": format!("opening:{}", part.to),
                "allocate": [{"invoice": part.to, "amount": amount, "discount": false}]}));
            fields.extend(rate.clone().map(|rate| ("rate".to_string(), rate.into())));
            let place = ("write_offs", part.line);
            to.send(place, &format!("{number} {}", part.allocation), fields)?;
        }
        Ok(())
    }

    fn payments(&self, to: &mut BookSender) -> Result<(), Failure> {
        const COLUMNS: [(&str, &str); 6] = [
            ("number", "payment"),
            ("customer", "customer"),
            ("date", "date"),
            ("method", "method"),
            ("reference", "reference"),
            ("rate", "rate"),
        ];
        self.each("payments", to, |row, to| {
            let number = row.text("payment");
            // The part of a certificate that credit notes took back no longer counts.
            let amount = row.amount("amount") - row.amount("taken_back");
            if row.text("state") != "posted" || !amount.is_sign_positive() || amount.is_zero() {
                to.leave_out("payments");
                return Ok(());
            }
            let mut fields = row.fields("record_payment", &COLUMNS);
            fields.insert("amount".into(), amount.to_string().into());
            let parts = self.links.parts.get(&number).map(Vec::as_slice).unwrap_or_default();
            let share = |part: &PartTo| json!({"invoice": part.to, "amount": part.amount.to_string(), "discount": false});
            // One part for each invoice, even if it was allocated to twice.
            let named: Vec<Value> = joined(parts).iter().take(MOST_NAMED).map(share).collect();
            let allocate = if named.is_empty() { "none".into() } else { Value::from(named) };
            let given: Decimal = parts.iter().map(|part| part.amount).sum();
            if let Some(kind) = row.get("certificate").filter(|_| given == amount) {
                fields = certificate(row, &number, kind);
            }
            fields.insert("allocate".into(), allocate);
            self.dated(row, &mut fields);
            to.send(("payments", row.line), &number, fields)
        })
    }

    /// Allocates the rest of payments over very many invoices.
    fn rest_of_payments(&self, to: &mut BookSender) -> Result<(), Failure> {
        let many = self.links.parts.iter().filter(|(_, parts)| parts.len() > MOST_NAMED);
        let mut many: Vec<_> =
            many.filter(|(from, _)| !self.links.credit_notes.contains_key(*from)).collect();
        many.sort_by_key(|(from, _)| *from);
        for (from, parts) in many {
            for part in joined(parts).iter().skip(MOST_NAMED) {
                allocate(from, part, None, to)?;
            }
        }
        Ok(())
    }

    /// Allocates credit notes in the original order.
    fn credits_used(&self, to: &mut BookSender) -> Result<(), Failure> {
        let used =
            self.links.parts.iter().filter(|(from, _)| self.links.credit_notes.contains_key(*from));
        let mut used: Vec<(&String, &PartTo)> =
            used.flat_map(|(from, parts)| parts.iter().map(move |part| (from, part))).collect();
        used.sort_by_key(|(_, part)| (part.allocation.len(), &part.allocation));
        for (from, part) in used {
            allocate(from, part, Some(&part.date), to)?;
        }
        Ok(())
    }

    /// What customers owe or owed for refunds of returned payments.
    fn owed_refunds(&self, to: &mut BookSender) -> Result<(), Failure> {
        const COLUMNS: [(&str, &str); 7] = [
            ("number", "refund"),
            ("customer", "customer"),
            ("date", "date"),
            ("due", "date"),
            ("amount", "amount"),
            ("currency", "currency"),
            ("rate", "rate"),
        ];
        self.each("refunds", to, |row, to| {
            let number = row.text("refund");
            if row.text("state") != "posted" {
                to.leave_out("refunds");
                return Ok(());
            }
            if self.links.refunded.contains_key(&number) {
                return Ok(());
            }
            let mut fields = row.fields("bring_in_receivable", &COLUMNS);
            self.dated(row, &mut fields);
            to.send(("refunds", row.line), &number, fields)
        })
    }

    /// Refunds.
    fn refunds(&self, to: &mut BookSender) -> Result<(), Failure> {
        const COLUMNS: [(&str, &str); 4] =
            [("amount", "amount"), ("date", "date"), ("reference", "reference"), ("rate", "rate")];
        self.each("refunds", to, |row, to| {
            let number = row.text("refund");
            let Some(from) = self.links.refunded.get(&number) else { return Ok(()) };
            let mut fields = row.fields("refund", &COLUMNS);
            fields.insert("from".into(), from.clone().into());
            let method = row.get("method").filter(|method| method != "opening");
            fields.extend(method.map(|method| ("method".to_string(), method.into())));
            to.send(("refunds", row.line), &number, fields)
        })
    }

    /// Open disputes, with the amounts still in dispute.
    fn disputes(&self, to: &mut BookSender) -> Result<(), Failure> {
        self.each("disputes", to, |row, to| {
            let is_live = LIVE.contains(&row.text("state").as_str());
            if !is_live || row.amount("remaining").is_zero() {
                to.leave_out("disputes");
                return Ok(());
            }
            let columns = [
                ("invoice", "invoice"),
                ("amount", "remaining"),
                ("reason", "reason"),
                ("owner", "owner"),
                ("date", "opened"),
                ("due", "due"),
            ];
            let mut fields = row.fields("open_dispute", &columns);
            // A promise for a past day cannot be made again.
            if row.text("due").parse::<Day>().is_ok_and(|due| due < self.today) {
                fields.remove("due");
            }
            to.send(("disputes", row.line), &row.text("dispute"), fields)
        })
    }

    fn unidentified(&self, to: &mut BookSender) -> Result<(), Failure> {
        const COLUMNS: [(&str, &str); 8] = [
            ("date", "date"),
            ("amount", "amount"),
            ("currency", "currency"),
            ("method", "method"),
            ("reference", "reference"),
            ("rate", "rate"),
            ("payer", "payer"),
            ("note", "note"),
        ];
        self.each("unidentified", to, |row, to| {
            if row.text("state") != "open" {
                to.leave_out("unidentified");
                return Ok(());
            }
            let fields = row.fields("record_unidentified", &COLUMNS);
            to.send(("unidentified", row.line), &row.text("unidentified"), fields)
        })
    }

    fn limits_and_holds(&self, to: &mut BookSender) -> Result<(), Failure> {
        self.each("customers", to, |row, to| {
            let (code, place) = (row.text("customer"), ("customers", row.line));
            if row.get("merged_into").is_some() {
                return Ok(());
            }
            if row.get("credit_limit").is_some() {
                let columns = [("customer", "customer"), ("credit_limit", "credit_limit")];
                to.send(place, &code, row.fields("amend_customer", &columns))?;
            }
            if row.get("on_hold").is_some() {
                let columns = [("customer", "customer"), ("reason", "on_hold")];
                to.send(place, &code, row.fields("hold_customer", &columns))?;
            }
            Ok(())
        })
    }

    /// A document dated in the future was agreed to be.
    fn dated(&self, row: &ExportedRow, fields: &mut Map<String, Value>) {
        if row.text("date").parse::<Day>().is_ok_and(|date| date > self.today) {
            fields.insert("override".into(), json!({"reason": "dated ahead in the book before"}));
        }
    }
}

/// A certificate of tax withheld, without what it settles.
fn certificate(row: &ExportedRow, payment: &str, kind: String) -> Map<String, Value> {
    const COLUMNS: [(&str, &str); 4] =
        [("customer", "customer"), ("date", "date"), ("number", "reference"), ("rate", "rate")];
    let mut fields = row.fields("record_certificate", &COLUMNS);
    fields.insert("payment".into(), payment.into());
    fields.insert("kind".into(), kind.into());
    fields
}

fn allocate(
    from: &str,
    part: &PartTo,
    date: Option<&String>,
    to: &mut BookSender,
) -> Result<(), Failure> {
    let mut fields = json!({"do": "allocate", "from": from, "to": part.to,
        "amount": part.amount.to_string(), "discount": false});
    if let Some(date) = date {
        fields["date"] = date.clone().into();
    }
    to.send(("allocations", part.line), &part.allocation, object(fields))
}

pub(super) fn object(fields: Value) -> Map<String, Value> {
    match fields {
        Value::Object(fields) => fields,
        _ => Map::new(),
    }
}
