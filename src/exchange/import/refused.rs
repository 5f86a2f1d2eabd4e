//! Which rows of a file are refused and why, stored compactly: a file may have a million of them.
//! Reasons that differ only in their arguments share everything else. May use: domain, the sources.

use std::borrow::Cow;
use std::collections::HashMap;

use crate::domain::{Refusal, Rule};

use super::source::RowPlace;

/// The shared part of refusals: the rule, the field, and the names of the arguments.
#[derive(Clone, PartialEq, Eq, Hash)]
struct ReasonKind {
    rule: Rule,
    field: String,
    names: Vec<Cow<'static, str>>,
}

struct RefusedRow {
    place: RowPlace,
    /// The index of its shared part.
    kind: u32,
    /// Where its arguments begin among the texts: for each, the length and then the text.
    at: usize,
}

/// Refused rows.
#[derive(Default)]
pub struct RefusedRows {
    rows: Vec<RefusedRow>,
    kinds: Vec<ReasonKind>,
    places: HashMap<ReasonKind, u32>,
    texts: Vec<u8>,
}

impl RefusedRows {
    /// Adds a row.
    pub fn push(&mut self, place: RowPlace, refusal: Refusal) {
        let Refusal { rule, field, args } = refusal;
        let at = self.texts.len();
        let mut names = Vec::with_capacity(args.len());
        for (name, text) in args {
            names.push(name);
            self.texts.extend_from_slice(&text.len().to_le_bytes());
            self.texts.extend_from_slice(text.as_bytes());
        }
        let kind = ReasonKind { rule, field, names };
        let known = self.places.get(&kind).copied();
        let kind = known.unwrap_or_else(|| {
            let place = u32::try_from(self.kinds.len()).unwrap_or(u32::MAX);
            self.kinds.push(kind.clone());
            self.places.insert(kind, place);
            place
        });
        self.rows.push(RefusedRow { place, kind, at });
    }

    /// Sorts the rows by line; those of one line keep their order.
    pub fn sort(&mut self) {
        self.rows.sort_by_key(|row| row.place.line);
    }

    /// Keeps the rows whose lines are wanted.
    pub fn retain(&mut self, is_wanted: impl Fn(u64) -> bool) {
        self.rows.retain(|row| is_wanted(row.place.line));
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// How many rows break a rule.
    pub fn count(&self, rule: Rule) -> usize {
        let is_it = |row: &&RefusedRow| self.kind(row).is_some_and(|kind| kind.rule == rule);
        self.rows.iter().filter(is_it).count()
    }

    /// The number of the first row that begins on a line; the rows must be sorted.
    pub fn on_line(&self, line: u64) -> Option<usize> {
        let first = self.rows.partition_point(|row| row.place.line < line);
        self.rows.get(first).filter(|row| row.place.line == line).map(|_| first)
    }

    /// A row by its number: its place, and why it is refused.
    pub fn get(&self, number: usize) -> Option<(RowPlace, Refusal)> {
        let row = self.rows.get(number)?;
        let kind = self.kind(row)?;
        let mut rest = self.texts.get(row.at..)?;
        let mut args = Vec::with_capacity(kind.names.len());
        for name in &kind.names {
            let (length, behind) = rest.split_first_chunk()?;
            let (text, behind) = behind.split_at_checked(usize::from_le_bytes(*length))?;
            rest = behind;
            args.push((name.clone(), String::from_utf8_lossy(text).into_owned()));
        }
        Some((row.place, Refusal { rule: kind.rule, field: kind.field.clone(), args }))
    }

    fn kind(&self, row: &RefusedRow) -> Option<&ReasonKind> {
        self.kinds.get(usize::try_from(row.kind).ok()?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refusals_come_back_as_they_were() {
        let place = |line| RowPlace { at: line * 10, line };
        let refusals = [
            Refusal::new(Rule::AmountMalformed, "amount").with("given", "x"),
            Refusal::new(Rule::AmountMalformed, "amount").with("given", "é, \"y\""),
            Refusal::new(Rule::ImportQuote, ""),
            Refusal::new(Rule::AmountMalformed, "rate").with("given", "").with("most", 3),
        ];
        let mut rows = RefusedRows::default();
        for (line, refusal) in [4, 3, 2, 1].into_iter().zip(&refusals) {
            rows.push(place(line), refusal.clone());
        }
        rows.sort();
        assert_eq!((rows.len(), rows.kinds.len()), (4, 3));
        for (number, line) in (0..4).zip([1, 2, 3, 4]) {
            let wanted = refusals[4 - usize::try_from(line).unwrap()].clone();
            assert_eq!(rows.get(number), Some((place(line), wanted)));
        }
        assert_eq!((rows.count(Rule::AmountMalformed), rows.on_line(3)), (3, Some(2)));
        rows.retain(|line| line != 3);
        assert_eq!((rows.len(), rows.on_line(3), rows.on_line(9)), (3, None, None));
    }
}
