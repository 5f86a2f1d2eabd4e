//! Ids that are used again on purpose: with the same content written in another way, and with
//! other content.

use std::collections::BTreeMap;

use daybook::engine::{Failure, Receipt};
use rand::RngExt;
use rand_chacha::ChaCha8Rng;
use serde_json::{Map, Value, json};
use uuid::Uuid;

/// What was sent under ids.
#[derive(Default)]
pub struct Repeats {
    sent: Vec<(Uuid, Value)>,
    taken: Vec<Uuid>,
    known: BTreeMap<Uuid, (Value, Receipt)>,
    /// How often the same content was sent again, and other content.
    pub same: u64,
    pub changed: u64,
}

/// The content alone: without what does not count.
fn content(line: &Value) -> Value {
    let Value::Object(fields) = line else { panic!("{line}") };
    let counts = |(name, value): &(&String, &Value)| *name != "seen" && !value.is_null();
    let fields: BTreeMap<&String, &Value> = fields.iter().filter(counts).collect();
    json!(fields)
}

/// The same content, its keys the other way round, and without what its sender had seen.
fn turned(line: &Value) -> Value {
    let Value::Object(fields) = line else { panic!("{line}") };
    let counted = fields.iter().rev().filter(|(name, _)| *name != "seen");
    let turned: Map<String, Value> =
        counted.map(|(name, value)| (name.clone(), value.clone())).collect();
    Value::Object(turned)
}

/// Other content: another field in another way.
fn changed(line: &Value, chance: &mut ChaCha8Rng) -> Value {
    let mut line = line.clone();
    let names = ["amount", "date", "note", "name", "reference"];
    let texts: Vec<&str> = names.into_iter().filter(|name| line[*name].is_string()).collect();
    match texts.get(chance.random_range(0..=texts.len())) {
        Some(&"amount") => line["amount"] = json!("77"),
        Some(&"date") => line["date"] = json!("2026-10-07"),
        Some(name) => line[*name] = json!("another"),
        None => line["override"] = json!({"reason": "another"}),
    }
    line
}

impl Repeats {
    /// Now and then an id that was used before, with a line for it.
    pub fn again(&mut self, chance: &mut ChaCha8Rng, only_taken: bool) -> Option<(Uuid, Value)> {
        if chance.random_range(0..20) > 0 {
            return None;
        }
        let (id, line) = if only_taken || chance.random_range(0..3) > 0 {
            let id = *self.taken.get(chance.random_range(0..self.taken.len().max(1)))?;
            (id, &self.known[&id].0)
        } else {
            let last = self.sent.len().checked_sub(1)?;
            let back = chance.random_range(0..=last.min(60));
            let (id, line) = &self.sent[last - back];
            (*id, line)
        };
        Some((
            id,
            if chance.random_range(0..2) == 0 { turned(line) } else { changed(line, chance) },
        ))
    }

    pub fn sent(&mut self, id: Uuid, line: &Value) {
        self.sent.push((id, line.clone()));
    }

    pub fn taken(&mut self, id: Uuid, line: &Value, receipt: Receipt) {
        self.taken.push(id);
        self.known.insert(id, (line.clone(), receipt));
    }

    /// Compares the outcome of a command whose id stands for another already; whether it does.
    pub fn compare(
        &mut self,
        id: Uuid,
        line: &Value,
        outcome: &Result<Receipt, Failure>,
        at: &dyn Fn() -> String,
    ) -> bool {
        let Some((known, receipt)) = self.known.get(&id) else { return false };
        if content(known) == content(line) {
            // A repeat is not warned again.
            let receipt = Receipt { warnings: vec![], ..receipt.clone() };
            assert_eq!(outcome.as_ref().ok(), Some(&receipt), "{}: {outcome:?}", at());
            self.same += 1;
        } else {
            let Err(Failure::Refused(refusal)) = outcome else { panic!("{}: {outcome:?}", at()) };
            assert_eq!(refusal.rule.name(), "command.id_reused", "{}", at());
            self.changed += 1;
        }
        true
    }
}
