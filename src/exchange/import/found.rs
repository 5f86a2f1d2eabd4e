//! A file that can be read: its rows, how they become records, and the reading that describes this. May
//! use: the readings, the sources, the mapping.

use std::collections::BTreeMap;

use crate::domain::{Refusal, Rule};
use crate::engine::Failure;
use crate::exchange::reading::columns::{ColumnNames, KindColumns, Sources};
use crate::exchange::reading::evidence::{Evidence, Styles};
use crate::exchange::reading::words::Program;
use crate::exchange::reading::{LeftOut, MONEY, Reading, marks, words};

use super::ImportKind;
use super::dates::DateFormat;
use super::decisions::Decisions;
use super::mapping::{FieldStyles, Mapping, Record, Shape};
use super::source::{NextRow, Source, Without, unusable};
use super::table::Layout;
use super::unclear;
use super::wish::Wish;

/// A file that can be read, with its reading.
pub struct FoundFile {
    /// The reading.
    pub reading: Reading,
    /// The kind of its records.
    pub kind: ImportKind,
    /// Whether the first line names the fields, so that nothing about the columns had to be worked out.
    pub is_own: bool,
    /// The columns of fields, including values that the reading sets.
    pub mapping: Mapping,
    /// The formats of numbers and dates; `None` if all are those of the book's own files.
    pub styles: Option<FieldStyles>,
    /// The names of its columns.
    pub head: Vec<String>,
    /// What was decided about it, and could not be worked out alone.
    pub decided: Decisions,
    columns: BTreeMap<&'static str, Sources>,
    source: Without,
}

/// A field of the preview: its name, its columns, and its value in the first rows.
#[derive(Clone)]
pub struct PreviewField {
    /// The field.
    pub field: &'static str,
    /// Its columns.
    pub from: String,
    /// Its values.
    pub values: Vec<Result<Option<String>, Refusal>>,
}

impl FoundFile {
    /// The rows, and how they become records.
    pub fn parts(&mut self) -> (&mut dyn Source, Shape<'_>) {
        let shape = Shape {
            names: &self.head,
            columns: self.columns.clone(),
            mapping: &self.mapping,
            styles: self.styles.as_ref(),
        };
        (&mut self.source, shape)
    }

    /// The places of the columns of each field, counted from zero.
    pub fn places(&self) -> BTreeMap<&'static str, Vec<usize>> {
        let flat = |(field, from): (&&'static str, &Sources)| {
            (*field, from.iter().flatten().copied().collect())
        };
        self.columns.iter().map(flat).collect()
    }

    /// The names of the columns, in the notation of `--map`.
    pub fn column_names(&mut self) -> Vec<String> {
        ColumnNames::of(self.parts().0.head()).all_named()
    }

    /// The first rows, field by field.
    pub fn preview(&mut self, rows: usize) -> Result<Vec<PreviewField>, Failure> {
        self.preview_from(0, rows)
    }

    /// The rows from a line of the file on, field by field.
    pub fn preview_from(&mut self, line: u64, rows: usize) -> Result<Vec<PreviewField>, Failure> {
        let from = |field: &&str| match self.columns.contains_key(*field) {
            true => self.reading.map.get(*field).cloned(),
            false => self.reading.set.get(*field).map(|set| format!("= {set}")),
        };
        let fields: Vec<(&'static str, String)> =
            self.kind.fields().iter().filter_map(|field| Some((*field, from(field)?))).collect();
        let mut preview: Vec<PreviewField> = fields
            .into_iter()
            .map(|(field, from)| PreviewField { field, from, values: Vec::new() })
            .collect();
        let (source, shape) = self.parts();
        let failed = |error: std::io::Error| unusable(Rule::ImportUnreadable, "file", error);
        let mut left = rows;
        while left > 0 {
            match source.next_row().map_err(failed)? {
                None => break,
                Some(NextRow::Row(place)) if place.line >= line => {}
                Some(_) => continue,
            }
            let record: Record = shape.typed_record(source.cells(), source.typed());
            let named = record.get("currency").ok().flatten();
            let currency = named.and_then(|named| super::words::currency(&named, None));
            for field in &mut preview {
                let is_money = MONEY.contains(&field.field);
                let unclear =
                    is_money.then(|| unclear::amount(&record, field.field, currency)).flatten();
                field.values.push(match unclear {
                    Some(refusal) => Err(refusal),
                    None => record.get(field.field),
                });
            }
            left -= 1;
        }
        self.source.rewind().map_err(failed)?;
        Ok(preview)
    }
}

/// The parts of a reading.
pub struct ReadingPlan<'a> {
    /// The kind of the records.
    pub kind: ImportKind,
    /// The names of its columns.
    pub head: &'a ColumnNames,
    /// The columns of fields.
    pub found: &'a KindColumns,
    /// The program that wrote it.
    pub program: Option<&'static Program>,
    /// The layout of its text; `None` for a workbook.
    pub layout: Option<Layout>,
}

impl ReadingPlan<'_> {
    /// A file that is being read.
    pub fn file(
        self,
        wish: &Wish,
        source: Box<dyn Source>,
        evidence: &Evidence,
        styles: Styles,
    ) -> FoundFile {
        let mapping = self.mapping(wish, &styles);
        let reading = self.reading(wish, &mapping, evidence, &styles);
        let decided = self.decided(wish, evidence);
        let styles = FieldStyles {
            numbers: styles.numbers,
            dates: styles.dates,
            format: wish.format.clone(),
            cents: evidence.numbers.iter().filter(|it| it.1.has_cents).map(|it| *it.0).collect(),
            is_marked: evidence.numbers.values().any(|it| !it.marks.is_empty()),
            by_name: true,
        };
        FoundFile {
            reading,
            kind: self.kind,
            is_own: false,
            mapping,
            styles: Some(styles),
            head: self.head.names.clone(),
            decided,
            columns: self.found.fields.clone(),
            source: Without { inner: source, left: evidence.left.clone() },
        }
    }

    /// The decisions, made now or last time, that could not be worked out alone.
    fn decided(&self, wish: &Wish, evidence: &Evidence) -> Decisions {
        let last = wish.last.clone().unwrap_or_default();
        let sure = evidence.sure_order();
        let is_sure = |format: &DateFormat| sure.is_some() && sure == format.order();
        let agrees = |format: &DateFormat| sure.is_none() || is_sure(format);
        let said_format = wish.format.as_ref();
        let said_format = said_format.filter(|it| it.order().is_none() || !is_sure(it));
        let last_format = last.format().filter(|it| wish.format.is_none() && agrees(it));
        let format = said_format.map(ToString::to_string);
        let decimals = evidence.sure_decimals();
        let is_asked = evidence.asks_decimals();
        let decimals = decimals.filter(|_| !is_asked);
        let said_decimals = wish.said.decimals.filter(|said| decimals != Some(*said));
        let last_decimals = last.decimals.filter(|_| wish.said.decimals.is_none());
        let last_decimals = last_decimals.filter(|it| decimals.is_none_or(|sure| sure == *it));
        let has_sides = evidence.numbers.values().any(|it| it.side.is_some());
        let said_sign = wish.said.credit_is_positive.filter(|_| has_sides);
        let own = |(field, value): &(&String, &String)| {
            self.program.is_none_or(|it| it.set.get(*field) != Some(*value))
        };
        let set = wish.mapping.set.iter().filter(own);
        Decisions {
            kind: None,
            sheet: wish.sheet.clone(),
            file: None,
            map: self.mapped_otherwise(),
            set: set.map(|(field, value)| (field.clone(), value.clone())).collect(),
            date_format: format.or(last_format.map(|it| it.to_string())),
            decimals: said_decimals.or(last_decimals),
            credit_is_positive: said_sign.or(last.credit_is_positive),
            create_customers: last.create_customers,
            suspense: last.suspense,
        }
    }

    /// The columns of fields, where the column names alone do not lead to them.
    fn mapped_otherwise(&self) -> BTreeMap<String, String> {
        let kind = self.kind.described();
        let found = |mapped: &BTreeMap<&'static str, Sources>| {
            self.head.found(kind, self.program, mapped, &|_| false).fields
        };
        let wanted = &self.found.fields;
        let sources = |field: &&'static str| wanted.get(*field).cloned().unwrap_or_default();
        let alone = found(&BTreeMap::new());
        let differs = |field: &&&'static str| wanted.get(**field) != alone.get(**field);
        let differing = kind.fields.iter().filter(differs);
        let mut mapped: BTreeMap<_, _> = differing.map(|it| (*it, sources(it))).collect();
        if found(&mapped) != *wanted {
            mapped = kind.fields.iter().map(|it| (*it, sources(it))).collect();
        }
        let written =
            |(field, from): (&'static str, Sources)| (field.to_string(), self.head.written(&from));
        mapped.into_iter().map(written).collect()
    }

    /// The columns that a person named, completed by those of the program and the header.
    fn mapping(&self, wish: &Wish, styles: &Styles) -> Mapping {
        let mut mapping = wish.mapping.clone();
        for (field, value) in self.program.map(|it| it.set.clone()).unwrap_or_default() {
            mapping.set.entry(field).or_insert(value);
        }
        if let Some(code) = self.named_currency()
            && !self.found.fields.contains_key("currency")
        {
            mapping.set.entry("currency".into()).or_insert(code);
        }
        // With known formats, numbers are read only once.
        mapping.decimal_comma = mapping.decimal_comma && styles.numbers.is_empty();
        mapping
    }

    fn reading(
        &self,
        wish: &Wish,
        mapping: &Mapping,
        evidence: &Evidence,
        styles: &Styles,
    ) -> Reading {
        let mut left_out: BTreeMap<LeftOut, u64> = BTreeMap::new();
        evidence.left.values().for_each(|why| *left_out.entry(*why).or_default() += 1);
        let fields = &self.found.fields;
        let used: Vec<usize> = fields.values().flatten().flatten().copied().collect();
        let unused = (0..self.head.names.len()).filter(|place| !used.contains(place));
        let unused = unused.map(|place| self.head.named(place));
        let owned = |field: &&'static str| (*field).to_string();
        let map = fields.iter().map(|(field, from)| (owned(field), self.head.written(from)));
        let serial = evidence.dates.values().find_map(|it| it.serial.clone());
        Reading {
            kind: self.kind.word().into(),
            program: self.program.map(|it| it.name.clone()),
            separator: self.layout.map(|layout| char::from(layout.separator)),
            header_line: self.layout.map_or(1, |layout| layout.before + 1),
            map: map.collect(),
            set: mapping.set.clone(),
            numbers: styles.numbers.iter().map(|(field, it)| (owned(field), *it)).collect(),
            dates: styles.dates.iter().map(|(field, it)| (owned(field), *it)).collect(),
            date_format: wish.format.as_ref().map(ToString::to_string),
            serial: serial.map(|example| example.text),
            rows: self.program.map(|it| it.rows.clone()).unwrap_or_default(),
            left_out,
            left_lines: evidence.named.clone(),
            left_states: evidence.left_states.clone(),
            unused: unused.filter(|name| !name.trim().is_empty()).collect(),
            ..Reading::default()
        }
    }

    /// The currency in brackets in the name of an amount's column.
    fn named_currency(&self) -> Option<String> {
        let kind = self.kind.fields();
        let fields = ["amount", "unit_price", "outstanding", "credit_limit"];
        let places = fields.iter().filter_map(|field| self.found.fields.get(field));
        let mut names = places.flatten().flatten().filter_map(|place| self.head.names.get(*place));
        let code = names.find_map(|name| marks::mark_of(words::bracketed(name)?)?.code());
        code.filter(|_| kind.contains(&"currency")).map(str::to_string)
    }
}
