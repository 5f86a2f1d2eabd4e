//! What was arranged about the documents of an export: deposits, payers of others, certificates that are
//! awaited, and dunning with its letters. May use: the rows and the tables of the export.

use std::collections::{HashMap, HashSet};

use serde_json::{Map, Value, json};

use crate::engine::Failure;

use super::among::object;
use super::rows::BookRows;
use super::sender::BookSender;
use super::table::ExportedRow;

/// How payments come that are taken to the bank together.
const BANKABLE: [&str; 2] = ["cash", "cheque"];

impl BookRows<'_> {
    /// Sends all of it. What it is about must have been sent.
    pub fn arrangements(&self, to: &mut BookSender) -> Result<(), Failure> {
        self.payers(to)?;
        self.deposits(to)?;
        self.certificates(to)?;
        self.policies(to)?;
        self.groups(to)?;
        self.letters(to)?;
        self.blocks(to)
    }

    fn payers(&self, to: &mut BookSender) -> Result<(), Failure> {
        let columns = [("customer", "customer"), ("pays_for", "pays_for"), ("date", "date")];
        self.each("payers", to, |row, to| {
            let name = format!("{} {}", row.text("customer"), row.text("pays_for"));
            to.send(("payers", row.line), &name, row.fields("declare_payer", &columns))
        })
    }

    /// Deposits in force, with those of their payments that were brought in. A deposit that a bank line
    /// was split into is left out: it is that line.
    fn deposits(&self, to: &mut BookSender) -> Result<(), Failure> {
        let brought = self.bankable_payments(to)?;
        let mut payments: HashMap<String, Vec<String>> = HashMap::new();
        self.each("deposit_payments", to, |row, _| {
            let payment = row.text("payment");
            if brought.contains(&payment) {
                payments.entry(row.text("number")).or_default().push(payment);
            }
            Ok(())
        })?;
        let columns = [("number", "deposit"), ("date", "date"), ("reference", "reference")];
        self.each("deposits", to, |row, to| {
            let number = row.text("deposit");
            let payments = payments.get(&number).filter(|_| row.text("state") != "void");
            let Some(payments) = payments else {
                to.leave_out("deposits");
                return Ok(());
            };
            let mut fields = row.fields("record_deposit", &columns);
            fields.insert("payments".into(), payments.clone().into());
            to.send(("deposits", row.line), &number, fields)
        })
    }

    fn bankable_payments(&self, to: &mut BookSender) -> Result<HashSet<String>, Failure> {
        let mut found = HashSet::new();
        self.each("payments", to, |row, _| {
            let is_bankable = BANKABLE.contains(&row.text("method").as_str());
            if is_bankable && row.text("state") == "posted" {
                found.insert(row.text("payment"));
            }
            Ok(())
        })?;
        Ok(found)
    }

    fn certificates(&self, to: &mut BookSender) -> Result<(), Failure> {
        const COLUMNS: [(&str, &str); 4] = [
            ("invoice", "invoice"),
            ("kind", "certificate"),
            ("amount", "amount"),
            ("date", "since"),
        ];
        self.each("certificates", to, |row, to| {
            let name = format!("{} {}", row.text("invoice"), row.text("certificate"));
            let fields = row.fields("await_certificate", &COLUMNS);
            to.send(("certificates", row.line), &name, fields)
        })
    }

    fn policies(&self, to: &mut BookSender) -> Result<(), Failure> {
        const COLUMNS: [(&str, &str); 4] = [
            ("name", "name"),
            ("minimum", "minimum"),
            ("currency", "currency"),
            ("group", "group"),
        ];
        let mut levels: HashMap<String, Vec<Value>> = HashMap::new();
        self.each("dunning_levels", to, |row, _| {
            let mut level = row.fields("", &[("channel", "channel")]);
            level.remove("do");
            level.insert("after_days".into(), count(row, "after_days"));
            level.extend(wording(row));
            levels.entry(row.text("number")).or_default().push(level.into());
            Ok(())
        })?;
        self.each("dunning_policies", to, |row, to| {
            let name = row.text("name");
            let mut fields = row.fields("set_dunning_policy", &COLUMNS);
            fields.insert("levels".into(), levels.remove(&name).unwrap_or_default().into());
            for days in ["interval_days", "grace_days"] {
                fields.insert(days.into(), count(row, days));
            }
            to.send(("dunning_policies", row.line), &name, fields)
        })
    }

    fn groups(&self, to: &mut BookSender) -> Result<(), Failure> {
        let columns = [("customer", "customer"), ("group", "group")];
        self.each("groups", to, |row, to| {
            let fields = row.fields("assign_group", &columns);
            to.send(("groups", row.line), &row.text("customer"), fields)
        })
    }

    /// Letters that were not taken back, with those of their items that were brought in.
    fn letters(&self, to: &mut BookSender) -> Result<(), Failure> {
        const COLUMNS: [(&str, &str); 6] = [
            ("number", "letter"),
            ("customer", "customer"),
            ("date", "date"),
            ("pay_by", "pay_by"),
            ("policy", "policy"),
            ("by", "by"),
        ];
        let mut items: HashMap<String, Vec<Value>> = HashMap::new();
        self.each("letter_items", to, |row, _| {
            let invoice = row.text("invoice");
            if self.is_receivable(&invoice) {
                let item = json!({"invoice": invoice, "amount": row.text("amount"),
                    "outstanding": row.text("outstanding"), "level": count(row, "level")});
                items.entry(row.text("number")).or_default().push(item);
            }
            Ok(())
        })?;
        self.each("letters", to, |row, to| {
            let number = row.text("letter");
            if row.text("state") == "cancelled" {
                to.leave_out("letters");
                return Ok(());
            }
            let mut fields = row.fields("bring_in_letter", &COLUMNS);
            fields.insert("level".into(), count(row, "level"));
            fields.insert("is_last".into(), (row.text("is_last") == "true").into());
            fields.insert("items".into(), items.remove(&number).unwrap_or_default().into());
            fields.extend(wording(row));
            to.send(("letters", row.line), &number, fields)
        })
    }

    fn blocks(&self, to: &mut BookSender) -> Result<(), Failure> {
        const COLUMNS: [(&str, &str); 3] =
            [("until", "until"), ("date", "date"), ("reason", "reason")];
        self.each("dunning_blocks", to, |row, to| {
            let mut fields = object(json!({"reason": to.untold()}));
            fields.extend(row.fields("block_dunning", &COLUMNS));
            let invoice = row.get("invoice");
            if invoice.as_ref().is_some_and(|invoice| !self.is_receivable(invoice)) {
                to.leave_out("dunning_blocks");
                return Ok(());
            }
            let (field, what) = match invoice {
                Some(invoice) => ("invoice", invoice),
                None => ("customer", row.text("customer")),
            };
            fields.insert(field.into(), what.clone().into());
            to.send(("dunning_blocks", row.line), &what, fields)
        })
    }
}

/// A whole number in a column; nothing that a command takes, if it is not one.
fn count(row: &ExportedRow, column: &str) -> Value {
    let text = row.text(column);
    text.parse::<u16>().map_or_else(|_| text.into(), Value::from)
}

/// What was agreed to follow, in one text or by language.
fn wording(row: &ExportedRow) -> Map<String, Value> {
    let Some(text) = row.get("wording") else { return Map::new() };
    let by_language = serde_json::from_str::<Map<String, Value>>(&text).ok();
    let wording = by_language.map_or_else(|| text.into(), Value::from);
    object(json!({ "wording": wording }))
}
