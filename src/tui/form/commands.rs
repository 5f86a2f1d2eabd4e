//! Makes commands from what was typed, and finds the field that a refusal is about. May use: the form,
//! the way in for commands.

use serde_json::{Map, Value, json};
use uuid::Uuid;

use crate::domain::number::NumberEnd;
use crate::engine::intake;
use crate::tui::desk::Desk;
use crate::tui::entry::Unclear;
use crate::tui::entry::wrap_up::begins_part;
use crate::tui::query::Sendable;

use super::dictated::OnlyItem;
use super::field::{Meant, Text, read};
use super::grid::{COLUMNS, Grid};
use super::spec::{FieldKind, FieldSpec, GridKind};
use super::{Form, FormPlace, numbers};

/// A text that is not understood, and where it was typed.
pub type Fault = (FormPlace, Unclear);

/// A command of a form, filled in.
#[derive(Clone, Debug)]
pub struct Filled {
    /// Which of the form's commands it is.
    pub nth: usize,
    /// The command to send, or why it cannot be sent.
    pub command: Sendable,
}

impl Form {
    /// Reads a field.
    pub fn meant(&self, place: usize, desk: &Desk) -> Result<Option<Meant>, Unclear> {
        let text = self.fields.get(place).map_or("", Text::value);
        let entry = self.spec.fields.get(place).map_or(FieldKind::Text, |field| field.entry);
        self.theirs(place)?;
        if matches!(entry, FieldKind::Customer | FieldKind::Payment | FieldKind::Payments) {
            return self.looked_up(entry, text);
        }
        if entry == FieldKind::LineParts {
            return self.line_parts(text, desk);
        }
        let read = read(entry, text, &self.reading(desk, place));
        read.map_err(|unclear| match self.spec.at_once.is_some() && begins_part(text) {
            true => Unclear::new("entry-is-wrap-up", text.trim()),
            false => unclear,
        })
    }

    /// Whether a field belongs to a part of a command in which only given values stand: those alone make no part, so
    /// the part is not sent.
    pub(super) fn is_given_alone(&self, place: usize) -> bool {
        let part = |field: &FieldSpec| {
            let (command, target) = self.spec.target(&field.into);
            target.split_once('.').map(|(part, _)| (command, part.to_string()))
        };
        let Some(own) = self.spec.fields.get(place).and_then(part) else { return false };
        let mut fields = self.spec.fields.iter().zip(&self.fields);
        !fields.any(|(field, text)| {
            field.given.is_none()
                && !text.value().trim().is_empty()
                && part(field) == Some(own.clone())
        })
    }

    /// The commands of the form, or everything that is not understood.
    pub fn commands(&self, desk: &Desk) -> Result<Vec<Filled>, Vec<Fault>> {
        self.commands_with(desk, true)
    }

    /// The commands for the review, or what is not understood. A number that is still to be retyped is complained
    /// of last, once the book accepts the rest.
    pub(super) fn commands_to_review(&self, desk: &Desk) -> Result<Vec<Filled>, Vec<Fault>> {
        match self.commands(desk) {
            Err(faults) if faults.iter().all(|(place, _)| self.is_again(*place)) => {
                self.commands_so_far(desk)
            }
            commands => commands,
        }
    }

    fn is_again(&self, place: FormPlace) -> bool {
        let FormPlace::Field(place) = place else { return false };
        self.spec.fields.get(place).is_some_and(|field| field.entry == FieldKind::Again)
    }

    /// The commands of a form that is still being typed, without its incomplete lines and its retyped number.
    pub fn commands_so_far(&self, desk: &Desk) -> Result<Vec<Filled>, Vec<Fault>> {
        self.commands_with(desk, false)
    }

    fn commands_with(&self, desk: &Desk, all: bool) -> Result<Vec<Filled>, Vec<Fault>> {
        let mut faults = Vec::new();
        let mut commands: Vec<(Map<String, Value>, bool)> = self.begun();
        let fields = self.spec.fields.iter().enumerate();
        for (place, field) in fields.filter(|(place, _)| !self.is_given_alone(*place)) {
            if !all && field.entry == FieldKind::Again {
                continue;
            }
            let meant = match self.meant(place, desk) {
                Ok(meant) => meant,
                Err(unclear) => {
                    faults.push((FormPlace::Field(place), unclear));
                    continue;
                }
            };
            let text = self.fields.get(place);
            let given = text.is_some_and(|text| text.value() == text.given);
            if field.entry == FieldKind::Again && meant.is_none() {
                let number = self.subject.document.as_ref().map_or("", |number| number.0.as_str());
                let unclear = Unclear::new("entry-again", "").with("number", number);
                let unclear = unclear.with("end", NumberEnd::shortest(number));
                faults.push((FormPlace::Field(place), unclear));
            }
            let value = match meant {
                // A blank text removes the value that was there.
                None if self.spec.changes && !given => json!(""),
                None => continue,
                Some(_) if self.spec.changes && given => continue,
                Some(meant) => meant.value,
            };
            let (command, target) = self.spec.target(&field.into);
            if let Some((fields, is_filled)) = commands.get_mut(command) {
                *is_filled |= field.given.is_none();
                if !target.is_empty() {
                    put(fields, target, value);
                }
            }
        }
        if let Some((fields, _)) = commands.first_mut() {
            numbers::add(fields);
        }
        self.add_grid(desk, all, &mut commands, &mut faults);
        if !faults.is_empty() {
            return Err(faults);
        }
        Ok(self.filled(commands))
    }

    /// The commands to send, each in its envelope.
    fn filled(&self, commands: Vec<(Map<String, Value>, bool)>) -> Vec<Filled> {
        let reason = self.fields.get(self.reason_place()).map_or("", Text::value).trim();
        // What was posted already is not sent again.
        let is_left = |id: &Uuid| !self.taken.contains(id);
        let left = commands.into_iter().zip(&self.ids).enumerate();
        let filled = left.filter(|(_, ((_, is_filled), id))| *is_filled && is_left(id));
        filled
            .map(|(nth, ((mut fields, _), id))| {
                if !reason.is_empty() {
                    fields.insert("override".into(), json!({"reason": reason}));
                }
                // Later commands of the form have seen what the first one changes.
                if let Some(seen) = self.seen.filter(|_| nth == 0) {
                    fields.insert("seen".into(), json!(seen));
                }
                Filled { nth, command: intake::envelope(Some(*id), fields) }
            })
            .collect()
    }

    /// The commands with the form's subject, and whether each is always sent.
    fn begun(&self) -> Vec<(Map<String, Value>, bool)> {
        let begun = |(name, always): (&str, bool)| {
            (Map::from_iter([("do".to_string(), json!(name))]), always)
        };
        let mut commands: Vec<(Map<String, Value>, bool)> =
            self.spec.commands().map(begun).collect();
        for (into, what) in &self.spec.about {
            let (command, target) = self.spec.target(into);
            let value = match what.as_str() {
                "customer" => json!(self.subject.customer),
                _ => json!(self.subject.document),
            };
            if let Some((fields, _)) = commands.get_mut(command) {
                fields.insert(target.into(), value);
            }
        }
        for (into, value) in &self.spec.sets {
            let (command, target) = self.spec.target(into);
            if let Some((fields, _)) = commands.get_mut(command) {
                fields.insert(target.into(), json!(value));
            }
        }
        if self.spec.sends == ["credit_invoice"]
            && self.fields.first().is_some_and(|text| text.value().trim().is_empty())
            && let Some((fields, _)) = commands.first_mut()
        {
            // Blank means all of it.
            fields.insert("full".into(), json!(true));
        }
        commands
    }

    fn add_grid(
        &self,
        desk: &Desk,
        all: bool,
        commands: &mut [(Map<String, Value>, bool)],
        faults: &mut Vec<Fault>,
    ) {
        let Some((fields, _)) = commands.first_mut() else { return };
        let by = self.reading(desk, 0);
        match &self.grid {
            Grid::None => {}
            Grid::Lines(lines) => {
                match lines.value(all, &by) {
                    Ok(lines) => drop(fields.insert("lines".into(), lines)),
                    Err((row, column, why)) => faults.push((FormPlace::Cell(row, column), why)),
                }
                add_shipping(fields, desk);
                self.kept_of_draft(fields);
            }
            // A remittance replaces the shares.
            Grid::Shares(_) if self.is_dictated() => {}
            Grid::Shares(shares) => {
                let allocate = match self.spec.grid {
                    Some(GridKind::Amounts) => shares.amounts(&by),
                    _ => match self.only_item(desk).and_then(OnlyItem::allocation) {
                        Some(allocate) => Ok(allocate),
                        None => shares.value(&by),
                    },
                };
                match allocate {
                    Ok(allocate) => drop(fields.insert("allocate".into(), allocate)),
                    Err((row, why)) => faults.push((FormPlace::Cell(row, 0), why)),
                }
            }
        }
    }

    /// The place where the refused field of a command was typed.
    pub fn place_of(&self, command: usize, field: &str) -> Option<FormPlace> {
        if let Some(rest) = field.strip_prefix("lines[") {
            let (line, name) = rest.split_once(']')?;
            let name = name.trim_start_matches('.').split('.').next().unwrap_or_default();
            let column = COLUMNS.iter().position(|(column, _)| *column == name).unwrap_or(0);
            let Grid::Lines(lines) = &self.grid else { return None };
            return Some(FormPlace::Cell(lines.row_of(line.parse().ok()?), column));
        }
        if let Some(rest) = field.strip_prefix("allocate[") {
            let (share, _) = rest.split_once(']')?;
            let Grid::Shares(shares) = &self.grid else { return None };
            if !shares.is_said {
                // No share was typed: the amount decided which invoice is paid.
                return self
                    .spec
                    .fields
                    .iter()
                    .position(|it| it.name == "amount")
                    .map(FormPlace::Field);
            }
            return Some(FormPlace::Cell(shares.row_of(share.parse().ok()?), 0));
        }
        if field == "lines" {
            return Some(FormPlace::Cell(0, 0));
        }
        let field = if field.starts_with("line[") { "line" } else { field };
        let field = match field.strip_prefix("charges[0]") {
            Some(rest) if rest.contains("tax") => "charges.tax",
            Some(_) => "charges.shipping",
            None if field.starts_with("tax_ids[") => "tax_ids",
            None if field.starts_with("invoices[") => "invoices",
            None if field.starts_with("instalments") => "first",
            None if field.starts_with("parts[") => "parts",
            None => field,
        };
        let is_target = |spec: &super::spec::FieldSpec| {
            !spec.into.is_empty() && self.spec.target(&spec.into) == (command, field)
        };
        self.spec.fields.iter().position(is_target).map(FormPlace::Field)
    }

    /// The form's command that is the n-th of those sent.
    pub fn sent(&self, desk: &Desk, nth: usize) -> usize {
        let filled = self.commands(desk).unwrap_or_default();
        filled.get(nth).map_or(nth, |filled| filled.nth)
    }
}

/// Puts a value at `field`, which may be a path.
fn put(fields: &mut Map<String, Value>, field: &str, value: Value) {
    match field.split_once('.') {
        None => drop(fields.insert(field.into(), value)),
        Some((front, rest)) => {
            let below = fields.entry(front).or_insert_with(|| json!({}));
            if let Some(below) = below.as_object_mut() {
                put(below, rest, value);
            }
        }
    }
}

/// The shipping that was typed, as a charge of the document.
fn add_shipping(fields: &mut Map<String, Value>, desk: &Desk) {
    let Some(Value::Object(typed)) = fields.remove("charges") else { return };
    if let Some(amount) = typed.get("shipping") {
        let description = desk.words.say("charge-shipping", &[]);
        let mut charge = json!({"description": description, "amount": amount});
        if let (Some(tax), Some(charge)) = (typed.get("tax"), charge.as_object_mut()) {
            charge.insert("tax".into(), tax.clone());
        }
        fields.insert("charges".into(), json!([charge]));
    }
}
