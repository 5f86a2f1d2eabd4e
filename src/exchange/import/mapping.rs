//! Which columns the fields of a row come from, and how their text is read.

use std::collections::BTreeMap;

use crate::domain::{Refusal, Rule, marks, text};

use super::Kind;
use super::source::{LONGEST_CELL, unusable};

/// Where a field comes from: alternatives of columns that are joined.
pub type Sources = Vec<Vec<usize>>;

/// Which columns the fields come from, and what stands where a field is empty.
#[derive(Clone, Debug, Default)]
pub struct Mapping {
    /// `name` → `Company|FirstName+LastName`.
    pub map: BTreeMap<String, String>,
    /// `currency` → `CAD`.
    pub set: BTreeMap<String, String>,
    /// Whether a comma stands before the decimals.
    pub decimal_comma: bool,
}

/// The fields that are numbers.
const NUMBERS: [&str; 8] = [
    "amount",
    "outstanding",
    "quantity",
    "unit_price",
    "discount",
    "price",
    "credit_limit",
    "rate",
];

/// The fields that are codes and numbers of documents: they are read as they show.
const NAMES: [&str; 4] = ["number", "customer", "code", "invoice"];

impl Mapping {
    /// Finds each field's columns: as mapped, else the one of the field's own name. Refused where
    /// a field that every row must have comes from nowhere.
    pub fn columns(
        &self,
        head: &[String],
        kind: Kind,
    ) -> Result<BTreeMap<&'static str, Sources>, Refusal> {
        let fields = kind.fields();
        let known = |name: &String| fields.contains(&name.as_str());
        if let Some(name) = self.map.keys().chain(self.set.keys()).find(|name| !known(name)) {
            let refusal = unusable(Rule::ImportUnknownField, name, name);
            return Err(refusal.with("known", fields.join(", ")));
        }
        let mut columns = BTreeMap::new();
        for field in fields {
            let Some(mapped) = self.map.get(*field) else {
                columns
                    .extend(column(head, field, field)?.map(|place| (*field, vec![vec![place]])));
                continue;
            };
            let mut sources = Sources::new();
            for alternative in mapped.split('|') {
                let joined = alternative.split('+').map(|name| {
                    column(head, field, name)?.ok_or_else(|| {
                        let refusal = unusable(Rule::ImportUnknownColumn, field, name);
                        refusal.with("known", head.join(", "))
                    })
                });
                sources.push(joined.collect::<Result<_, _>>()?);
            }
            columns.insert(*field, sources);
        }
        let nowhere =
            |field: &&&str| !columns.contains_key(**field) && !self.set.contains_key(**field);
        let missing: Vec<&str> = kind.needed().iter().filter(nowhere).copied().collect();
        match missing.first() {
            None => Ok(columns),
            Some(first) => {
                let refusal = unusable(Rule::ImportMissingColumns, first, missing.join(", "));
                Err(refusal.with("known", head.join(", ")))
            }
        }
    }
}

/// The place of the column of a name, which must be one of its kind.
fn column(head: &[String], field: &str, wanted: &str) -> Result<Option<usize>, Refusal> {
    let same = |(_, name): &(usize, &String)| name.eq_ignore_ascii_case(wanted.trim());
    let mut found = head.iter().enumerate().filter(same).map(|(place, _)| place);
    let first = found.next();
    match found.next() {
        None => Ok(first),
        Some(_) => Err(unusable(Rule::ImportAmbiguous, field, wanted)),
    }
}

/// How the rows of a file become records.
pub struct Shape<'a> {
    /// Where each field comes from.
    pub columns: BTreeMap<&'static str, Sources>,
    /// What stands where a field is empty.
    pub mapping: &'a Mapping,
}

impl Shape<'_> {
    /// A row by field.
    pub fn record<'r>(&'r self, cells: &'r csv::StringRecord) -> Record<'r> {
        Record { cells, shape: self }
    }
}

/// A row by field.
pub struct Record<'a> {
    cells: &'a csv::StringRecord,
    shape: &'a Shape<'a>,
}

impl Record<'_> {
    /// The field's text: the first alternative that is not empty, else what was set.
    pub fn get(&self, field: &str) -> Result<Option<String>, Refusal> {
        let cell = |place: &usize| marks::read_cell(self.cells.get(*place).map_or("", str::trim));
        let is_name = NAMES.contains(&field);
        let decimal_comma = self.shape.mapping.decimal_comma && NUMBERS.contains(&field);
        for joined in self.shape.columns.get(field).into_iter().flatten() {
            let parts: Vec<_> = joined.iter().map(cell).filter(|part| !part.is_empty()).collect();
            let text = parts.join(" ");
            let text = if is_name { text::visible(&text).into_owned() } else { text };
            if text.len() > LONGEST_CELL {
                return Err(Refusal::new(Rule::TextTooLong, field).with("most", LONGEST_CELL));
            }
            if !text.is_empty() {
                return match decimal_comma {
                    true => Ok(Some(with_point(field, &text)?)),
                    false => Ok(Some(one_line(text))),
                };
            }
        }
        match self.shape.mapping.set.get(field) {
            Some(set) if decimal_comma => Ok(Some(with_point(field, set)?)),
            set => Ok(set.cloned()),
        }
    }
}

/// A number with a comma before its decimals, and points or blanks between groups of three.
fn with_point(field: &str, text: &str) -> Result<String, Refusal> {
    let malformed = || Refusal::new(Rule::AmountMalformed, field).with("given", text);
    let (whole, rest) = text.split_once(',').unwrap_or((text, ""));
    let groups: Vec<&str> = whole.split(['.', ' ', '\u{a0}']).collect();
    let (first, others) = groups.split_first().ok_or_else(malformed)?;
    let long = first.trim_start_matches('-').len();
    if others.iter().any(|group| group.len() != 3)
        || (!others.is_empty() && !(1..=3).contains(&long))
    {
        return Err(malformed());
    }
    let whole = groups.concat();
    Ok(if text.contains(',') { format!("{whole}.{rest}") } else { whole })
}

/// An address over several lines, in one.
fn one_line(text: String) -> String {
    if !text.contains('\n') {
        return text;
    }
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.collect::<Vec<_>>().join(", ")
}
