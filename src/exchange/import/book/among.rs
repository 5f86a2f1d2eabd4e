//! What has its place among the payments of an export, by its entry. May use: the links, the sender.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use crate::engine::Failure;

use super::links::{BookEnding, PartTo};
use super::sender::{BookCommand, BookSender};

/// The order of what one entry did: what it took back made room for the rest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum BookStage {
    TakenBack,
    Ended,
    Made,
}

/// What has its place among the payments, by its entry.
#[derive(Default)]
pub(super) struct AmongPayments {
    waiting: BTreeMap<(u64, BookStage), Vec<BookCommand>>,
}

impl AmongPayments {
    pub(super) fn add(&mut self, entry: u64, stage: BookStage, row: BookCommand) {
        self.waiting.entry((entry, stage)).or_default().push(row);
    }

    /// Adds a part of a payment or a credit note, and its end unless it ends with the document, in an entry.
    pub(super) fn add_part(&mut self, part: &PartTo, with: Option<u64>) {
        self.add(part.entry, BookStage::Made, allocate(part));
        if let Some(undone) = part.undone.as_ref().filter(|it| Some(it.entry) != with) {
            self.add(undone.entry, BookStage::TakenBack, unallocate(part, undone));
        }
    }

    /// Sends all of earlier entries.
    pub(super) fn send_before(&mut self, entry: u64, to: &mut BookSender) -> Result<(), Failure> {
        let rest = self.waiting.split_off(&(entry, BookStage::TakenBack));
        let due = std::mem::replace(&mut self.waiting, rest);
        due.into_values().flatten().try_for_each(|row| to.send_row(row))
    }
}

/// A part of a payment or a credit note for an invoice.
pub(super) fn allocate(part: &PartTo) -> BookCommand {
    let fields = object(json!({"do": "allocate", "from": part.from, "to": part.to,
        "amount": part.amount.to_string(), "date": part.date, "alone": true}));
    BookCommand { place: part.place(), identity: part.allocation.clone(), fields }
}

pub(super) fn object(fields: Value) -> Map<String, Value> {
    match fields {
        Value::Object(fields) => fields,
        _ => Map::new(),
    }
}

/// Takes back a part of a payment or a credit note.
fn unallocate(part: &PartTo, undone: &BookEnding) -> BookCommand {
    let fields = object(json!({"do": "unallocate", "from": part.from, "to": part.to,
        "amount": part.amount.to_string(), "date": undone.date, "alone": true}));
    BookCommand { place: part.place(), identity: part.allocation.clone(), fields }
}
