//! The payments of an export with what they settled, in the order of their entries, and in their place among them
//! what was given up with them, promises and payment plans. May use: the rows and the tables of the export.

use std::collections::{BTreeMap, HashMap, HashSet};

use rust_decimal::Decimal;
use serde_json::{Map, Value, json};

use crate::engine::Failure;

use super::links::{PartTo, UndonePart, joined};
use super::rows::{BookRows, allocate, object};
use super::sender::{BookCommand, BookSender};
use super::table::ExportedRow;

/// The most invoices that a payment names when it is recorded; the rest is allocated afterwards.
const MOST_NAMED: usize = 1_000;

/// The table of allocations that were taken back.
const UNDONE: &str = "allocations_undone";

/// What has its place among the payments, by its entry.
#[derive(Default)]
pub(super) struct AmongPayments {
    waiting: BTreeMap<u64, Vec<BookCommand>>,
    /// The invoices with promises or plans, whose money must come in its order.
    agreed_on: HashSet<String>,
}

impl AmongPayments {
    fn add(&mut self, entry: u64, row: BookCommand) {
        self.waiting.entry(entry).or_default().push(row);
    }

    /// Keeps a row about an invoice for its place if the order makes a difference there; else sends it.
    pub(super) fn add_on(
        &mut self,
        invoice: &str,
        entry: u64,
        row: BookCommand,
        to: &mut BookSender,
    ) -> Result<(), Failure> {
        match self.agreed_on.contains(invoice) {
            true => self.add(entry, row),
            false => to.send_row(row)?,
        }
        Ok(())
    }

    /// Adds what was taken back of a payment that was just sent, on the invoices where that makes a difference: a promise is
    /// not kept by money that was on its invoice before. Returns whether there is any.
    fn add_undone(&mut self, payment: &str, undone: &[UndonePart]) -> bool {
        let counts = |it: &&UndonePart| self.agreed_on.contains(&it.part.to);
        let undone: Vec<&UndonePart> = undone.iter().filter(counts).collect();
        for it in &undone {
            let place = (UNDONE, it.part.line);
            self.add(it.part.entry, BookCommand { place, ..allocate(payment, &it.part) });
            // In its entry it made room for something else.
            self.waiting.entry(it.undone).or_default().insert(0, unallocate(payment, it));
        }
        !undone.is_empty()
    }

    /// Sends all of earlier entries.
    fn send_before(&mut self, entry: u64, to: &mut BookSender) -> Result<(), Failure> {
        let rest = self.waiting.split_off(&entry);
        let due = std::mem::replace(&mut self.waiting, rest);
        due.into_values().flatten().try_for_each(|row| to.send_row(row))
    }

    /// Whether a part of a payment was allocated later, to an invoice on which that makes a difference.
    fn is_later(&self, part: &PartTo, payment: u64) -> bool {
        part.entry > payment && self.agreed_on.contains(&part.to)
    }
}

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
        for ((entry, invoice), row) in together {
            later.agreed_on.insert(invoice);
            later.add(entry, row);
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
            let invoices: Vec<String> =
                covers.iter().filter_map(|it| it["invoice"].as_str()).map(str::to_string).collect();
            if !invoices.iter().all(|invoice| self.is_receivable(invoice)) {
                to.leave_out("plans");
                return Ok(());
            }
            let mut fields = row.fields("bring_in_plan", &COLUMNS);
            fields.insert("covers".into(), covers.into());
            let instalments = parts_of(row, "instalments", &["due", "amount"]);
            fields.insert("instalments".into(), instalments.into());
            fields.insert("default_after".into(), row.count("default_after").into());
            later.agreed_on.extend(invoices);
            let (place, identity) = (("plans", row.line), row.text("plan"));
            later.add(entry, BookCommand { place, identity, fields });
            Ok(())
        })
    }

    /// Sends what was written off; returns what was given up with a payment, by the payment, which must come first.
    pub(super) fn write_offs(
        &self,
        later: &mut AmongPayments,
        to: &mut BookSender,
    ) -> Result<HashMap<String, Vec<BookCommand>>, Failure> {
        const COLUMNS: [(&str, &str); 3] =
            [("number", "write_off"), ("reason", "reason"), ("date", "date")];
        let mut with_payments: HashMap<String, Vec<BookCommand>> = HashMap::new();
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
            for (field, number) in [("invoice", &part.invoice), ("payment", &payment)] {
                fields.extend(number.clone().map(|number| (field.to_string(), number.into())));
            }
            let row = BookCommand { place: ("write_offs", row.line), identity, fields };
            match (payment, &part.invoice) {
                (Some(payment), _) => with_payments.entry(payment).or_default().push(row),
                (None, Some(invoice)) => later.add_on(invoice, part.entry, row, to)?,
                (None, None) => to.send_row(row)?,
            }
            Ok(())
        })?;
        Ok(with_payments)
    }

    /// Allocates credit notes in the original order: those to invoices with promises or plans in their place among the
    /// payments. What resolved a dispute comes with that.
    pub(super) fn credits_used(
        &self,
        later: &mut AmongPayments,
        to: &mut BookSender,
    ) -> Result<(), Failure> {
        let used =
            self.links.parts.iter().filter(|(from, _)| self.links.credit_notes.contains_key(*from));
        let mut used: Vec<(&String, &PartTo)> =
            used.flat_map(|(from, parts)| parts.iter().map(move |part| (from, part))).collect();
        used.sort_by_key(|(_, part)| (part.allocation.len(), &part.allocation));
        for (from, part) in used {
            if self.links.resolving.get(from) != Some(&part.entry) {
                later.add_on(&part.to, part.entry, allocate(from, part), to)?;
            }
        }
        Ok(())
    }

    /// Sends the payments, in the order of their entries, and what has its place among them.
    pub(super) fn payments(
        &self,
        mut later: AmongPayments,
        mut with_payments: HashMap<String, Vec<BookCommand>>,
        to: &mut BookSender,
    ) -> Result<(), Failure> {
        self.each("payments", to, |row, to| {
            let (number, entry) = (row.text("payment"), row.count("entry"));
            if entry > 0 {
                later.send_before(entry, to)?;
            }
            // The part of a certificate that credit notes took back no longer counts.
            let amount = row.amount("amount") - row.amount("taken_back");
            if row.text("state") != "posted" || !amount.is_sign_positive() || amount.is_zero() {
                to.leave_out("payments");
                return Ok(());
            }
            let is_certificate = row.get("certificate").is_some();
            let parts = self.links.parts.get(&number).map(Vec::as_slice).unwrap_or_default();
            let undone = self.links.undone.get(&number).filter(|_| !is_certificate);
            let is_moved = undone.is_some_and(|undone| later.add_undone(&number, undone));
            let is_later = |it: &&PartTo| later.is_later(it, entry) || is_moved && it.entry > entry;
            let (after, at_once): (Vec<&PartTo>, Vec<&PartTo>) =
                parts.iter().partition(|it| !is_certificate && is_later(it));
            let parts = joined(at_once);
            let fields = self.payment(row, amount, &parts);
            to.send(("payments", row.line), &number, fields)?;
            let with = with_payments.remove(&number).into_iter().flatten();
            let rest = parts.iter().skip(MOST_NAMED).map(|part| allocate(&number, part));
            with.chain(rest).try_for_each(|row| to.send_row(row))?;
            for part in after {
                later.add(part.entry, allocate(&number, part));
            }
            Ok(())
        })?;
        later.send_before(u64::MAX, to)
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

/// Takes back a part of a payment.
fn unallocate(payment: &str, undone: &UndonePart) -> BookCommand {
    let UndonePart { part, until, .. } = undone;
    let fields = object(json!({"do": "unallocate", "from": payment, "to": part.to,
        "amount": part.amount.to_string(), "date": until}));
    let place = (UNDONE, part.line);
    BookCommand { place, identity: part.allocation.clone(), fields }
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
