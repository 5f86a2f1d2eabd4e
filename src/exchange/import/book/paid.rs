//! The payments of an export with what they settled, in the order of their entries, and in their place among them
//! what was given up with them, promises and payment plans. May use: the rows and the tables of the export.

use std::collections::{BTreeMap, HashMap};

use rust_decimal::Decimal;
use serde_json::{Map, Value, json};

use crate::engine::Failure;

use super::among::{AmongPayments, BookStage, allocate, object};
use super::links::{BroughtDocument, PartTo, joined};
use super::rows::BookRows;
use super::sender::{BookCommand, BookSender};
use super::table::ExportedRow;

/// The most invoices that a payment names when it is recorded; the rest is allocated afterwards.
const MOST_NAMED: usize = 1_000;

/// What was given up with a payment, with its entry.
pub(super) type WithPayments = HashMap<String, Vec<(u64, BookCommand)>>;

impl BookRows<'_> {
    /// The promises and payment plans on what is brought in.
    pub(super) fn agreed(&self, to: &mut BookSender) -> Result<AmongPayments, Failure> {
        let mut later = AmongPayments::default();
        self.promises(&mut later, to)?;
        self.plans(&mut later, to)?;
        Ok(later)
    }

    /// Promises, those that were made together in one command.
    fn promises(&self, later: &mut AmongPayments, to: &mut BookSender) -> Result<(), Failure> {
        const COLUMNS: [(&str, &str); 4] =
            [("customer", "customer"), ("invoice", "invoice"), ("date", "date"), ("note", "note")];
        const PART: [(&str, &str); 4] =
            [("number", "promise"), ("by", "by"), ("amount", "amount"), ("withdrawn", "withdrawn")];
        let mut together: BTreeMap<(u64, String), BookCommand> = BTreeMap::new();
        self.each("promises", to, |row, to| {
            let (invoice, entry) = (row.text("invoice"), row.count("entry"));
            if entry == 0 {
                to.not_bring("promises");
                return Ok(());
            }
            if !self.is_receivable(&invoice) {
                to.leave_out("promises");
                return Ok(());
            }
            let mut part = row.fields("", &PART);
            part.remove("do");
            let made = together.entry((entry, invoice)).or_insert_with(|| {
                let mut fields = row.fields("bring_in_promise", &COLUMNS);
                let days = row.count("tolerance_days");
                fields.insert("tolerance_days".into(), days.into());
                fields.insert("parts".into(), json!([]));
                let (place, identity) = (("promises", row.line), row.text("promise"));
                BookCommand { place, identity, fields }
            });
            if let Some(Value::Array(parts)) = made.fields.get_mut("parts") {
                parts.push(part.into());
            }
            Ok(())
        })?;
        for ((entry, _), row) in together {
            later.add(entry, BookStage::Made, row);
        }
        Ok(())
    }

    fn plans(&self, later: &mut AmongPayments, to: &mut BookSender) -> Result<(), Failure> {
        const COLUMNS: [(&str, &str); 7] = [
            ("number", "plan"),
            ("customer", "customer"),
            ("date", "date"),
            ("note", "note"),
            ("cancelled", "cancelled"),
            ("reason", "reason"),
            ("replaced_by", "replaced_by"),
        ];
        self.each("plans", to, |row, to| {
            let entry = row.count("entry");
            if entry == 0 {
                to.not_bring("plans");
                return Ok(());
            }
            let covers = parts_of(row, "covers", &["invoice", "amount"]);
            let mut invoices = covers.iter().filter_map(|it| it["invoice"].as_str());
            if !invoices.all(|invoice| self.is_receivable(invoice)) {
                to.leave_out("plans");
                return Ok(());
            }
            let mut fields = row.fields("bring_in_plan", &COLUMNS);
            fields.insert("covers".into(), covers.into());
            let instalments = parts_of(row, "instalments", &["due", "amount"]);
            fields.insert("instalments".into(), instalments.into());
            fields.insert("default_after".into(), row.count("default_after").into());
            let (place, identity) = (("plans", row.line), row.text("plan"));
            later.add(entry, BookStage::Made, BookCommand { place, identity, fields });
            Ok(())
        })
    }

    /// Adds what was written off; returns what was given up with a payment, by the payment, which must come first.
    pub(super) fn write_offs(
        &self,
        later: &mut AmongPayments,
        to: &mut BookSender,
    ) -> Result<WithPayments, Failure> {
        const COLUMNS: [(&str, &str); 3] =
            [("number", "write_off"), ("reason", "reason"), ("date", "date")];
        let mut with_payments = WithPayments::new();
        self.each("write_offs", to, |row, to| {
            let identity = row.text("write_off");
            let payment = row.get("payment").filter(|it| self.links.payments.contains_key(it));
            let part = self.links.given_up.get(&identity);
            let Some(part) = part.filter(|it| it.invoice.is_some() || payment.is_some()) else {
                to.leave_out("write_offs");
                return Ok(());
            };
            let mut fields = row.fields("bring_in_write_off", &COLUMNS);
            fields.insert("amount".into(), part.amount.to_string().into());
            for back in &part.taken_back {
                let fields = json!({"do": "recover", "write_off": identity,
                    "amount": back.amount.to_string(), "date": back.ended.date, "alone": true});
                let (place, identity) = (back.place, back.allocation.clone());
                let row = BookCommand { place, identity, fields: object(fields) };
                later.add(back.ended.entry, BookStage::TakenBack, row);
            }
            for (field, number) in [("invoice", &part.invoice), ("payment", &payment)] {
                fields.extend(number.clone().map(|number| (field.to_string(), number.into())));
            }
            let row = BookCommand { place: ("write_offs", row.line), identity, fields };
            match payment {
                Some(payment) => {
                    with_payments.entry(payment).or_default().push((part.entry, row));
                }
                None => later.add(part.entry, BookStage::Made, row),
            }
            Ok(())
        })?;
        Ok(with_payments)
    }

    /// Allocates credit notes. What resolved a dispute comes with that.
    pub(super) fn credits_used(&self, later: &mut AmongPayments) {
        for number in self.links.credit_notes.keys() {
            let resolving = self.links.resolving.get(number);
            for part in self.links.parts.get(number).into_iter().flatten() {
                if resolving != Some(&part.entry) {
                    later.add_part(part, None);
                }
            }
        }
    }

    /// Sends the payments, in the order of their entries, and what has its place among them.
    pub(super) fn payments(
        &self,
        mut later: AmongPayments,
        mut with_payments: WithPayments,
        to: &mut BookSender,
    ) -> Result<(), Failure> {
        self.each("payments", to, |row, to| {
            let (number, entry) = (row.text("payment"), row.count("entry"));
            if entry > 0 {
                later.send_before(entry, to)?;
            }
            // The part of a certificate that credit notes took back no longer counts.
            let amount = row.amount("amount") - row.amount("taken_back");
            let payment = self.links.payments.get(&number);
            let Some(payment) = payment.filter(|_| amount > Decimal::ZERO) else {
                to.leave_out("payments");
                return Ok(());
            };
            let is_certificate = row.get("certificate").is_some();
            let parts = self.links.parts.get(&number).map(Vec::as_slice).unwrap_or_default();
            let is_later = |it: &&PartTo| {
                it.undone.is_some() || it.entry > entry || !self.is_of_first_day(it, payment)
            };
            let (after, at_once): (Vec<&PartTo>, Vec<&PartTo>) =
                parts.iter().partition(|it| !is_certificate && is_later(it));
            let parts = joined(at_once);
            let fields = self.payment(row, amount, &parts);
            to.send(("payments", row.line), &number, fields)?;
            let rest = parts.iter().skip(MOST_NAMED).map(allocate);
            rest.into_iter().try_for_each(|row| to.send_row(row))?;
            let ends_in = payment.ended.as_ref().map(|it| it.entry);
            for part in after {
                later.add_part(part, ends_in);
            }
            for (given_up, row) in with_payments.remove(&number).into_iter().flatten() {
                later.add(given_up.max(entry), BookStage::Made, row);
            }
            if let Some(ended) = &payment.ended {
                let name = if payment.is_returned { "bounce_payment" } else { "reverse_payment" };
                let fields = json!({"do": name, "payment": number, "date": ended.date, "reason": to.untold()});
                let place = ("payments", row.line);
                let ending = BookCommand { place, identity: number, fields: object(fields) };
                later.add(ended.entry, BookStage::Ended, ending);
            }
            Ok(())
        })?;
        later.send_before(u64::MAX, to)
    }

    /// Whether a part counts from the first day on which it can: the new book finds that day itself. So it does where two
    /// customers were merged, whose day an export doesn't say.
    fn is_of_first_day(&self, part: &PartTo, payment: &BroughtDocument) -> bool {
        self.links.receivable(&part.to).is_none_or(|to| {
            to.customer != payment.customer || part.date == *(&payment.date).max(&to.date)
        })
    }

    /// A payment with the first of what it settled; one part for each invoice, even if it was allocated to twice.
    fn payment(&self, row: &ExportedRow, amount: Decimal, parts: &[PartTo]) -> Map<String, Value> {
        const COLUMNS: [(&str, &str); 6] = [
            ("number", "payment"),
            ("customer", "customer"),
            ("date", "date"),
            ("method", "method"),
            ("reference", "reference"),
            ("rate", "rate"),
        ];
        let share = |part: &PartTo| json!({"invoice": part.to, "amount": part.amount.to_string(), "discount": false});
        let named: Vec<Value> = parts.iter().take(MOST_NAMED).map(share).collect();
        let allocate = if named.is_empty() { "none".into() } else { Value::from(named) };
        let given: Decimal = parts.iter().map(|part| part.amount).sum();
        let kind = row.get("certificate").filter(|_| given == amount);
        let mut fields = if let Some(kind) = kind {
            certificate(row, kind)
        } else {
            let mut fields = row.fields("record_payment", &COLUMNS);
            fields.insert("amount".into(), amount.to_string().into());
            fields
        };
        fields.insert("allocate".into(), allocate);
        self.dated(row, &mut fields);
        fields
    }
}

/// A certificate of tax withheld, without what it settles.
fn certificate(row: &ExportedRow, kind: String) -> Map<String, Value> {
    const COLUMNS: [(&str, &str); 5] = [
        ("payment", "payment"),
        ("customer", "customer"),
        ("date", "date"),
        ("number", "reference"),
        ("rate", "rate"),
    ];
    let mut fields = row.fields("record_certificate", &COLUMNS);
    fields.insert("kind".into(), kind.into());
    fields
}

/// What a column lists, each with some of its fields.
fn parts_of(row: &ExportedRow, column: &str, fields: &[&str]) -> Vec<Value> {
    let Value::Array(all) = row.json(column) else { return Vec::new() };
    let some = |part: &Value| -> Map<String, Value> {
        let of =
            fields.iter().filter_map(|field| Some(((*field).into(), part.get(*field)?.clone())));
        of.collect()
    };
    all.iter().map(|part| some(part).into()).collect()
}
