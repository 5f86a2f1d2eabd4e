//! The disputes of an export, each with all its steps. May use: the rows and the tables of the export.

use std::collections::{HashMap, HashSet};

use serde_json::{Map, Value, json};

use crate::domain::Day;
use crate::engine::Failure;

use super::among::object;
use super::rows::BookRows;
use super::sender::BookSender;
use super::table::ExportedRow;

/// The states of a dispute that is still open.
const LIVE: [&str; 3] = ["new", "in_progress", "waiting"];

/// The steps of a dispute that are looked for.
const OPENED: &str = "open_dispute";
const JOINED: &str = "join_dispute";

/// A step of a dispute as it was exported.
struct ExportedStep {
    entry: u64,
    date: String,
    step: String,
    /// The new state, the outcome or the other dispute.
    to: String,
    amount: Option<String>,
    credit_note: Option<String>,
    note: Option<String>,
}

/// A dispute that is to be sent.
struct ToldDispute {
    line: u64,
    number: String,
    /// The dispute to which it was joined: that must be there first.
    joined: Option<String>,
    fields: Map<String, Value>,
}

impl ToldDispute {
    fn send(self, to: &mut BookSender) -> Result<(), Failure> {
        to.send(("disputes", self.line), &self.number, self.fields)
    }
}

impl BookRows<'_> {
    /// All disputes. Exports of earlier versions have no steps: of them the amounts that are still in dispute come.
    pub(super) fn disputes(&self, to: &mut BookSender) -> Result<(), Failure> {
        let mut steps: HashMap<String, Vec<ExportedStep>> = HashMap::new();
        self.each("dispute_steps", to, |row, _| {
            steps.entry(row.text("number")).or_default().push(ExportedStep {
                entry: row.count("entry"),
                date: row.text("date"),
                step: row.text("step"),
                to: row.text("to"),
                amount: row.get("amount"),
                credit_note: row.get("credit_note"),
                note: row.get("note"),
            });
            Ok(())
        })?;
        let mut all: Vec<ToldDispute> = Vec::new();
        self.each("disputes", to, |row, to| {
            let Some(steps) = steps.remove(&row.text("dispute")) else {
                return self.still_open(row, to);
            };
            match self.is_receivable(&row.text("invoice")) {
                true => all.push(self.told(row, steps)),
                false => to.leave_out("disputes"),
            }
            Ok(())
        })?;
        let mut waiting: HashSet<String> = all.iter().map(|it| it.number.clone()).collect();
        while !all.is_empty() {
            let (now, later): (Vec<_>, Vec<_>) = all.into_iter().partition(|it: &ToldDispute| {
                it.joined.as_ref().is_none_or(|into| !waiting.contains(into))
            });
            all = later;
            if now.is_empty() {
                // Joined in a circle, they are no export of ours: the first is refused.
                return all.into_iter().try_for_each(|it| it.send(to));
            }
            for it in now {
                waiting.remove(&it.number);
                it.send(to)?;
            }
        }
        Ok(())
    }

    fn told(&self, row: &ExportedRow, steps: Vec<ExportedStep>) -> ToldDispute {
        const COLUMNS: [(&str, &str); 7] = [
            ("number", "dispute"),
            ("invoice", "invoice"),
            ("reason", "reason"),
            ("due", "due"),
            ("owner", "owner"),
            ("root_cause", "root_cause"),
            ("date", "opened"),
        ];
        let mut fields = row.fields("open_dispute", &COLUMNS);
        let opened = steps.iter().find(|step| step.step == OPENED);
        for (field, text) in [
            ("amount", opened.and_then(|step| step.amount.clone())),
            ("note", opened.and_then(|step| step.note.clone())),
        ] {
            fields.extend(text.map(|text| (field.to_string(), text.into())));
        }
        let is_joined = |step: &&ExportedStep| step.step == JOINED && step.amount.is_some();
        let joined = steps.iter().find(is_joined).map(|step| step.to.clone());
        let invoice = row.text("invoice");
        let steps = steps.into_iter().filter_map(|step| self.told_step(&invoice, step));
        fields.insert("steps".into(), steps.collect::<Vec<Value>>().into());
        ToldDispute { line: row.line, number: row.text("dispute"), joined, fields }
    }

    /// A step as a command takes it; `None` of one that changed no amount and no state.
    fn told_step(&self, invoice: &str, step: ExportedStep) -> Option<Value> {
        let ExportedStep { entry, date, to, amount, credit_note, note, .. } = step;
        let what = match step.step.as_str() {
            "move_dispute" => json!({ "moved": { "to": to } }),
            "resolve_dispute" => {
                json!({ "resolved": self.resolved((invoice, entry), to, amount, credit_note) })
            }
            "split_dispute" => json!({"split": {"into": to, "amount": amount}}),
            // The dispute that took over has a step too, without an amount.
            JOINED => json!({"joined": {"into": to, "amount": amount?}}),
            _ => return None,
        };
        let mut told = object(json!({"date": date, "what": what}));
        told.extend(note.map(|note| ("note".to_string(), note.into())));
        Some(told.into())
    }

    /// An outcome. A credit note that was voided since is not brought in.
    fn resolved(
        &self,
        (invoice, entry): (&str, u64),
        outcome: String,
        credited: Option<String>,
        credit_note: Option<String>,
    ) -> Map<String, Value> {
        let mut resolved = object(json!({ "outcome": outcome }));
        let notes = &self.links.credit_notes;
        let stands = |it: &String| notes.get(it).is_some_and(|it| it.ended.is_none());
        let Some(credit_note) = credit_note.filter(stands) else { return resolved };
        let parts = self.links.parts.get(&credit_note).into_iter().flatten();
        let parts = parts.filter(|part| part.entry == entry && part.to == invoice);
        let settles: Vec<Value> = parts
            .map(|part| json!({"date": part.date, "amount": part.amount.to_string()}))
            .collect();
        resolved.extend(credited.map(|amount| ("credited".to_string(), amount.into())));
        resolved.insert("credit_note".into(), credit_note.into());
        resolved.insert("settles".into(), settles.into());
        resolved
    }

    /// What is still in dispute.
    fn still_open(&self, row: &ExportedRow, to: &mut BookSender) -> Result<(), Failure> {
        let is_live = LIVE.contains(&row.text("state").as_str());
        if !is_live {
            to.not_bring("disputes");
            return Ok(());
        }
        if row.amount("remaining").is_zero() {
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
    }
}
