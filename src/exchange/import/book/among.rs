//! What has its place among the payments of an export, by its entry. May use: the links, the sender.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use crate::engine::Failure;

use super::links::{BookEnding, PartTo};
use super::sender::{BookCommand, BookSender};

/// What has its place among the payments, by its entry.
#[derive(Default)]
pub(super) struct AmongPayments {
    waiting: BTreeMap<u64, Vec<BookCommand>>,
}

impl AmongPayments {
    pub(super) fn add(&mut self, entry: u64, row: BookCommand) {
        self.waiting.entry(entry).or_default().push(row);
    }

    /// Adds what makes room in its entry for something else.
    pub(super) fn add_first(&mut self, entry: u64, row: BookCommand) {
        self.waiting.entry(entry).or_default().insert(0, row);
    }

    /// Adds a part of a payment or a credit note, and its end unless that is the end of the document.
    pub(super) fn add_part(&mut self, part: &PartTo, ended: Option<&BookEnding>) {
        self.add(part.entry, allocate(part));
        let of_document = |it: &&BookEnding| ended.is_some_and(|ended| ended.entry == it.entry);
        if let Some(undone) = part.undone.as_ref().filter(|it| !of_document(it)) {
            self.add_first(undone.entry, unallocate(part, undone));
        }
    }

    /// Sends all of earlier entries.
    pub(super) fn send_before(&mut self, entry: u64, to: &mut BookSender) -> Result<(), Failure> {
        let rest = self.waiting.split_off(&entry);
        let due = std::mem::replace(&mut self.waiting, rest);
        due.into_values().flatten().try_for_each(|row| to.send_row(row))
    }
}

/// A part of a payment or a credit note for an invoice.
pub(super) fn allocate(part: &PartTo) -> BookCommand {
    let fields = object(json!({"do": "allocate", "from": part.from, "to": part.to,
        "amount": part.amount.to_string(), "discount": false, "date": part.date}));
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
        "amount": part.amount.to_string(), "date": undone.date}));
    BookCommand { place: part.place(), identity: part.allocation.clone(), fields }
}
