//! The rows of an export as commands, table by table, in an order in which each finds what it refers to.

use std::collections::HashMap;
use std::path::Path;

use serde_json::{Map, Value, json};

use crate::domain::{Currency, Day};
use crate::engine::{Failure, Session};

use super::among::{AmongPayments, BookStage, object};
use super::links::BookLinks;
use super::sender::{BookCommand, BookSender};
use super::table::{self, ExportedRow};

/// The tables of which nothing is brought in.
const HISTORY: [&str; 5] = ["lines", "calls", "callbacks", "deliveries", "bank_lines"];

/// The tables that exports of earlier versions lack.
const NEWER: [&str; 21] = [
    "dispute_steps",
    "unidentified",
    "write_offs",
    "late_fees",
    "promises",
    "plans",
    "lines",
    "calls",
    "callbacks",
    "deliveries",
    "bank_lines",
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
    pub(super) today: Day,
    pub(super) links: BookLinks,
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
        self.owed_refunds(to)?;
        let mut later = self.agreed(to)?;
        self.credit_notes(&mut later, to)?;
        let with_payments = self.write_offs(&mut later, to)?;
        self.credits_used(&mut later);
        self.refunds(&mut later, to)?;
        self.payments(later, with_payments, to)?;
        self.disputes(to)?;
        self.unidentified(to)?;
        self.arrangements(to)?;
        self.limits_and_holds(to)?;
        self.history(to)
    }

    /// Counts what only the book before knows.
    fn history(&self, to: &mut BookSender) -> Result<(), Failure> {
        for table in HISTORY {
            self.each(table, to, |_, to| {
                to.not_bring(table);
                Ok(())
            })?;
        }
        Ok(())
    }

    /// Whether an invoice or what is owed for a refund comes in as a receivable.
    pub(super) fn is_receivable(&self, number: &str) -> bool {
        self.links.receivable(number).is_some()
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
        // In the order of their days: an account that goes on may be merged in turn.
        let mut mergers: Vec<(String, BookCommand)> = Vec::new();
        self.each("customers", to, |row, _| {
            if row.get("merged_into").is_some() {
                // Exports of earlier versions don't say when.
                let columns = [("from", "customer"), ("into", "merged_into"), ("date", "merged")];
                let fields = row.fields("merge_customers", &columns);
                let (place, identity) = (("customers", row.line), row.text("customer"));
                mergers.push((row.text("merged"), BookCommand { place, identity, fields }));
            }
            Ok(())
        })?;
        mergers.sort_by(|(one, _), (other, _)| one.cmp(other));
        mergers.into_iter().try_for_each(|(_, row)| to.send_row(row))
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
        const COLUMNS: [(&str, &str); 9] = [
            ("number", "invoice"),
            ("reference", "reference"),
            ("customer", "customer"),
            ("terms", "terms"),
            ("date", "date"),
            ("due", "due"),
            ("amount", "total"),
            ("currency", "currency"),
            ("rate", "rate"),
        ];
        let mut late_fees = self.late_fees(to)?;
        self.each("invoices", to, |row, to| {
            let (number, total) = (row.text("invoice"), row.amount("total"));
            if row.text("state") != "issued" || total.is_zero() {
                to.leave_out("invoices");
                return Ok(());
            }
            let mut fields = row.fields("bring_in_receivable", &COLUMNS);
            fields.extend(late_fees.remove(&number).map(|fee| ("late_fee".to_string(), fee)));
            self.dated(row, &mut fields);
            to.send(("invoices", row.line), &number, fields)
        })
    }

    /// The interest that late fees charge, by their numbers, as far as the invoices that were paid late come too.
    fn late_fees(&self, to: &mut BookSender) -> Result<HashMap<String, Value>, Failure> {
        let mut all = HashMap::new();
        self.each("late_fees", to, |row, to| {
            let (fee, invoice) = (row.text("fee"), row.text("invoice"));
            if !self.is_receivable(&fee) || !self.is_receivable(&invoice) {
                to.leave_out("late_fees");
                return Ok(());
            }
            let remainder: i64 = row.text("remainder").parse().unwrap_or_default();
            let late_fee = json!({"invoice": invoice, "from": row.text("from"), "through": row.text("through"),
                "parts": row.json("parts"), "remainder": remainder});
            all.insert(fee, late_fee);
            Ok(())
        })?;
        Ok(all)
    }

    /// Credit notes; those that were voided end in their place among the payments.
    fn credit_notes(&self, later: &mut AmongPayments, to: &mut BookSender) -> Result<(), Failure> {
        const COLUMNS: [(&str, &str); 5] = [
            ("number", "credit_note"),
            ("customer", "customer"),
            ("date", "date"),
            ("currency", "currency"),
            ("rate", "rate"),
        ];
        self.each("credit_notes", to, |row, to| {
            let (number, total) = (row.text("credit_note"), row.amount("total"));
            let note = self.links.credit_notes.get(&number).filter(|_| !total.is_zero());
            let Some(note) = note else {
                to.leave_out("credit_notes");
                return Ok(());
            };
            let mut fields = row.fields("bring_in_receivable", &COLUMNS);
            fields.insert("amount".into(), (-total).to_string().into());
            self.dated(row, &mut fields);
            let place = ("credit_notes", row.line);
            to.send(place, &number, fields)?;
            if let Some(ended) = &note.ended {
                let fields = json!({"do": "void_credit_note", "credit_note": number,
                    "date": ended.date, "reason": to.untold()});
                let ending = BookCommand { place, identity: number, fields: object(fields) };
                later.add(ended.entry, BookStage::Ended, ending);
            }
            Ok(())
        })
    }

    /// What customers owe or owed for refunds of returned payments, of which exports of earlier versions don't say from what
    /// they were paid.
    fn owed_refunds(&self, to: &mut BookSender) -> Result<(), Failure> {
        const COLUMNS: [(&str, &str); 7] = [
            ("number", "refund"),
            ("customer", "customer"),
            ("date", "date"),
            ("due", "due"),
            ("amount", "amount"),
            ("currency", "currency"),
            ("rate", "rate"),
        ];
        self.each("refunds", to, |row, to| {
            let number = row.text("refund");
            if !self.links.refunds.contains_key(&number) {
                to.leave_out("refunds");
                return Ok(());
            }
            if self.links.refunded.contains_key(&number) {
                return Ok(());
            }
            let mut fields = row.fields("bring_in_receivable", &COLUMNS);
            // Exports of earlier versions don't say since when it is owed.
            fields.entry("due").or_insert_with(|| row.text("date").into());
            self.dated(row, &mut fields);
            to.send(("refunds", row.line), &number, fields)
        })
    }

    /// Refunds, and those that were reversed.
    fn refunds(&self, later: &mut AmongPayments, to: &mut BookSender) -> Result<(), Failure> {
        const COLUMNS: [(&str, &str); 5] = [
            ("number", "refund"),
            ("amount", "amount"),
            ("date", "date"),
            ("reference", "reference"),
            ("rate", "rate"),
        ];
        self.each("refunds", to, |row, to| {
            let (number, place) = (row.text("refund"), ("refunds", row.line));
            let Some(from) = self.links.refunded.get(&number) else { return Ok(()) };
            let mut fields = row.fields("refund", &COLUMNS);
            fields.insert("from".into(), from.clone().into());
            let method = row.get("method").filter(|method| method != "opening");
            fields.extend(method.map(|method| ("method".to_string(), method.into())));
            let entry = row.count("entry");
            // Exports of earlier versions don't say when: at the end there is what it was paid from.
            let entry = if entry == 0 { u64::MAX - 1 } else { entry };
            let refund = BookCommand { place, identity: number.clone(), fields };
            later.add(entry, BookStage::Made, refund);
            let ended = self.links.refunds.get(&number).and_then(|it| it.ended.as_ref());
            if let Some(ended) = ended {
                let fields = json!({"do": "reverse_refund", "refund": number, "date": ended.date,
                    "reason": to.untold()});
                let ending = BookCommand { place, identity: number, fields: object(fields) };
                later.add(ended.entry, BookStage::Ended, ending);
            }
            Ok(())
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
    pub(super) fn dated(&self, row: &ExportedRow, fields: &mut Map<String, Value>) {
        if row.text("date").parse::<Day>().is_ok_and(|date| date > self.today) {
            fields.insert("override".into(), json!({"reason": "dated ahead in the book before"}));
        }
    }
}
