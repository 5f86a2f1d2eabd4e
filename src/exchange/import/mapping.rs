//! Maps columns to the fields of a row, and reads their texts.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::{Refusal, Rule, marks, plain, text};
use crate::exchange::reading::amounts::{Decimals, Figure, NumberStyle, says_nothing};
use crate::exchange::reading::days::{self, DateLook, DateStyle};
use crate::exchange::reading::marks::CurrencyMark;
use crate::exchange::reading::thousands::in_thousands;
use crate::exchange::reading::{DATES, NUMBERS};

use super::ImportKind;
use super::dates::DateFormat;
use super::source::{LONGEST_CELL, unusable};

pub use crate::exchange::reading::columns::Sources;

/// The columns of fields, and the values of empty fields.
#[derive(Clone, Debug, Default)]
pub struct Mapping {
    /// `name` → `Company|FirstName+LastName`.
    pub map: BTreeMap<String, String>,
    /// `currency` → `CAD`.
    pub set: BTreeMap<String, String>,
    /// Whether the decimal mark is a comma.
    pub decimal_comma: bool,
}

/// The fields that hold codes and numbers of documents, which are read as they look.
const NAMES: [&str; 4] = ["number", "customer", "code", "invoice"];

impl Mapping {
    /// Finds each field's columns: the mapped ones, otherwise the one with the field's own name. Refused
    /// if a required field has no column.
    pub fn columns(
        &self,
        head: &[String],
        kind: ImportKind,
    ) -> Result<BTreeMap<&'static str, Sources>, Refusal> {
        let mut columns = self.mapped(head, kind)?;
        for field in kind.fields() {
            if !self.map.contains_key(*field) {
                let place = column(head, field, field)?;
                columns.extend(place.map(|place| (*field, vec![vec![place]])));
            }
        }
        columns.retain(|_, sources| !sources.is_empty());
        let nowhere =
            |field: &&&str| !columns.contains_key(**field) && !self.set.contains_key(**field);
        let missing: Vec<&str> = kind.needed().iter().filter(nowhere).copied().collect();
        if missing.is_empty() { Ok(columns) } else { Err(missing_columns(&missing, head)) }
    }

    /// The columns of the fields that were mapped; none for a field mapped to nothing. Refused if a
    /// field or a column does not exist.
    pub fn mapped(
        &self,
        head: &[String],
        kind: ImportKind,
    ) -> Result<BTreeMap<&'static str, Sources>, Refusal> {
        let fields = kind.fields();
        let known = |name: &String| fields.contains(&name.as_str());
        if let Some(name) = self.map.keys().chain(self.set.keys()).find(|name| !known(name)) {
            let refusal = unusable(Rule::ImportUnknownField, name, name);
            return Err(refusal.with("known", fields.join(", ")));
        }
        let mut columns = BTreeMap::new();
        for field in fields {
            let Some(mapped) = self.map.get(*field) else { continue };
            columns.insert(*field, sources(head, field, mapped)?);
        }
        Ok(columns)
    }
}

/// The refusal of a file in which required fields have no columns.
pub fn missing_columns(missing: &[&str], head: &[String]) -> Refusal {
    let first = missing.first().copied().unwrap_or_default();
    let refusal = unusable(Rule::ImportMissingColumns, first, missing.join(", "));
    refusal.with("known", head.join(", "))
}

/// The columns that a mapping names; none where it names none.
fn sources(head: &[String], field: &str, mapped: &str) -> Result<Sources, Refusal> {
    if mapped.trim().is_empty() {
        return Ok(Sources::new());
    }
    // A column's name may contain the characters that join names.
    if mapped.contains(['|', '+'])
        && let Some(place) = column(head, field, mapped)?
    {
        return Ok(vec![vec![place]]);
    }
    let one = |name: &str| {
        column(head, field, name)?.ok_or_else(|| {
            let refusal = unusable(Rule::ImportUnknownColumn, field, name);
            refusal.with("known", head.join(", "))
        })
    };
    let joined = |alternative: &str| alternative.split('+').map(one).collect();
    mapped.split('|').map(joined).collect()
}

/// The place of the only column with a name; `Name#2` is the second of several.
fn column(head: &[String], field: &str, wanted: &str) -> Result<Option<usize>, Refusal> {
    let places = |wanted: &str| {
        let same = |(_, name): &(usize, &String)| name.eq_ignore_ascii_case(wanted.trim());
        head.iter().enumerate().filter(same).map(|(place, _)| place).collect::<Vec<_>>()
    };
    match places(wanted).as_slice() {
        [place] => return Ok(Some(*place)),
        [] => {}
        _ => return Err(unusable(Rule::ImportAmbiguous, field, wanted.trim())),
    }
    let Some((name, number)) = wanted.trim().rsplit_once('#') else { return Ok(None) };
    let number = number.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
    Ok(number.and_then(|number| places(name).get(number).copied()))
}

/// The formats of the file's numbers and dates. Readers of records get every value in the notation of
/// the book's own files: plain numbers, ISO dates.
#[derive(Clone, Default, Debug)]
pub struct FieldStyles {
    /// By field.
    pub numbers: BTreeMap<&'static str, NumberStyle>,
    /// By field.
    pub dates: BTreeMap<&'static str, DateStyle>,
    /// The format of all dates, if the user gave it.
    pub format: Option<DateFormat>,
    /// The fields of which some cells certainly have one or two decimals.
    pub cents: BTreeSet<&'static str>,
    /// Whether any number has a currency mark.
    pub is_marked: bool,
    /// Fields that were recognised by the names of their columns: in these, a rate of 1 and a limit of 0
    /// mean that there is none.
    pub by_name: bool,
}

/// Makes records of the rows of a file.
pub struct Shape<'a> {
    /// The names of the columns.
    pub names: &'a [String],
    /// The columns of each field.
    pub columns: BTreeMap<&'static str, Sources>,
    /// The values of empty fields.
    pub mapping: &'a Mapping,
    /// The formats of numbers and dates, if they had to be worked out.
    pub styles: Option<&'a FieldStyles>,
}

impl Shape<'_> {
    /// A row by field.
    pub fn record<'r>(&'r self, cells: &'r csv::StringRecord) -> Record<'r> {
        self.typed_record(cells, &[])
    }

    /// A row by field, in which some cells have the type number or date.
    pub fn typed_record<'r>(
        &'r self,
        cells: &'r csv::StringRecord,
        typed: &'r [bool],
    ) -> Record<'r> {
        Record { cells, typed, shape: self }
    }
}

/// A cell with the name of its column.
#[derive(Clone, Copy)]
pub struct NamedCell<'a> {
    /// The column's name.
    pub column: &'a str,
    /// The cell's text.
    pub text: &'a str,
    is_typed: bool,
}

/// An amount that is read with three decimals and may be thousands.
pub struct DoubtfulAmount<'a> {
    /// Its text.
    pub text: &'a str,
    /// What it is in thousands.
    pub thousands: String,
    /// Whether other amounts of its column certainly have one or two decimals.
    pub has_cents: bool,
}

/// A row by field.
pub struct Record<'a> {
    cells: &'a csv::StringRecord,
    typed: &'a [bool],
    shape: &'a Shape<'a>,
}

impl Record<'_> {
    /// The field's text: the first alternative that is not empty, otherwise the value set.
    pub fn get(&self, field: &str) -> Result<Option<String>, Refusal> {
        let is_name = NAMES.contains(&field);
        let decimal_comma = self.shape.mapping.decimal_comma && NUMBERS.contains(&field);
        for joined in self.shape.columns.get(field).into_iter().flatten() {
            let cell =
                |place: &usize| marks::read_cell(self.cells.get(*place).map_or("", str::trim));
            let parts: Vec<_> = joined.iter().map(cell).filter(|part| !part.is_empty()).collect();
            let text = parts.join(" ");
            let text = if is_name { text::visible(&text).into_owned() } else { text };
            if text.len() > LONGEST_CELL {
                return Err(Refusal::new(Rule::TextTooLong, field).with("most", LONGEST_CELL));
            }
            if let Some(styles) = self.shape.styles {
                let is_typed = joined.iter().any(|place| self.typed.get(*place) == Some(&true));
                match Record::styled(styles, field, text, is_typed)? {
                    Some(text) => return Ok(Some(text)),
                    None => continue,
                }
            }
            if !text.is_empty() {
                return match decimal_comma {
                    true => Ok(Some(with_point(field, &text)?)),
                    false => Ok(Some(one_line(text))),
                };
            }
        }
        match self.shape.mapping.set.get(field) {
            None if field == "currency" => Ok(self.marked_currency()),
            Some(set) if decimal_comma => Ok(Some(with_point(field, set)?)),
            Some(set) if DATES.contains(&field) => Ok(Some(self.set_date(set))),
            set => Ok(set.cloned()),
        }
    }

    /// Whether the field has a column or a value.
    pub fn has(&self, field: &str) -> bool {
        self.shape.columns.contains_key(field) || self.shape.mapping.set.contains_key(field)
    }

    /// The texts of all columns of a field.
    pub fn cells(&self, field: &str) -> impl Iterator<Item = &str> {
        let places = self.shape.columns.get(field).into_iter().flatten().flatten();
        let texts = places.filter_map(|place| self.cells.get(*place)).map(str::trim);
        let set = self.shape.mapping.set.get(field).map(String::as_str);
        let set = set.filter(|_| !self.shape.columns.contains_key(field));
        texts.chain(set).filter(|text| !text.is_empty())
    }

    /// The cells of all columns of a field that are not empty.
    pub fn named_cells(&self, field: &str) -> impl Iterator<Item = NamedCell<'_>> {
        let places = self.shape.columns.get(field).into_iter().flatten().flatten();
        let cell = |place: &usize| {
            let column = self.shape.names.get(*place).map_or("", String::as_str);
            let text = self.cells.get(*place).map_or("", str::trim);
            NamedCell { column, text, is_typed: self.typed.get(*place) == Some(&true) }
        };
        places.map(cell).filter(|cell| !says_nothing(cell.text))
    }

    /// An amount that is read with three decimals and may be thousands.
    pub fn doubtful(&self, field: &str) -> Option<DoubtfulAmount<'_>> {
        let (styles, mapping) = (self.shape.styles, self.shape.mapping);
        let decimals = match styles {
            Some(styles) => styles.numbers.get(field).map_or(Decimals::Point, |it| it.decimals),
            None if mapping.decimal_comma => Decimals::Comma,
            None => Decimals::Point,
        };
        let has_cents = styles.is_some_and(|styles| styles.cents.contains(field));
        let mut cells = self.named_cells(field).filter(|cell| !cell.is_typed);
        cells.find_map(|NamedCell { text, .. }| {
            let thousands = in_thousands(text, decimals)?;
            Some(DoubtfulAmount { text, thousands, has_cents })
        })
    }

    /// Whether any column of a field says something in this row.
    pub fn has_text(&self, field: &str) -> bool {
        self.named_cells(field).next().is_some()
    }

    /// The names of the columns of a field.
    pub fn column_names(&self, field: &str) -> impl Iterator<Item = &str> {
        let places = self.shape.columns.get(field).into_iter().flatten().flatten();
        places.filter_map(|place| self.shape.names.get(*place).map(String::as_str))
    }

    /// The value of a field for rows in which it is empty.
    pub fn set_value(&self, field: &str) -> Option<&str> {
        self.shape.mapping.set.get(field).map(String::as_str)
    }

    /// The number in a cell, written as the prices of the file are, in plain notation; with its percent
    /// sign if it has one.
    pub fn number_in(&self, cell: NamedCell) -> Option<String> {
        match self.shape.styles {
            _ if cell.is_typed => NumberStyle::TYPED.read(cell.text),
            Some(styles) => {
                let style = styles.numbers.get("unit_price").or(styles.numbers.values().next());
                style.unwrap_or(&NumberStyle::TYPED).read(cell.text)
            }
            None if self.shape.mapping.decimal_comma => with_point("tax", cell.text)
                .ok()
                .filter(|text| plain::parse(text.trim_end_matches('%')).is_ok()),
            None => NumberStyle::TYPED.read(cell.text),
        }
    }

    /// A field's text in the notation of the book's own files.
    fn styled(
        styles: &FieldStyles,
        field: &str,
        text: String,
        is_typed: bool,
    ) -> Result<Option<String>, Refusal> {
        let is_number = NUMBERS.contains(&field);
        if text.is_empty() || (is_number || DATES.contains(&field)) && says_nothing(&text) {
            return Ok(None);
        }
        if is_number {
            return Record::number(styles, field, &text, is_typed);
        }
        if !DATES.contains(&field) {
            // A number or a code that its cell shows as an amount.
            let figure = if is_typed { Figure::of(&text) } else { None };
            let figure = figure.filter(|it| it.mark.is_some());
            let bare = figure.and_then(|it| it.plain(Decimals::Point));
            return Ok(Some(bare.unwrap_or_else(|| one_line(text))));
        }
        if let Some(format) = styles.format.as_ref().filter(|_| !is_typed) {
            // An order says nothing about a date that can be read in one way only.
            let plain = format.order().and_then(|_| days::look(&text));
            let day = match plain {
                Some(DateLook::Day(day) | DateLook::Serial(day)) => day,
                Some(DateLook::Parts(_)) | None => format.day(field, &text)?,
            };
            return Ok(Some(day.to_string()));
        }
        let style = styles.dates.get(field).copied();
        let style = style.unwrap_or(DateStyle { order: None, serial: true });
        let day = style.read(&text).ok_or_else(|| {
            let refusal = Refusal::new(Rule::DateMalformed, field).with("given", &text);
            refusal.with("format", "YYYY-MM-DD")
        })?;
        Ok(Some(day.to_string()))
    }

    fn number(
        styles: &FieldStyles,
        field: &str,
        text: &str,
        is_typed: bool,
    ) -> Result<Option<String>, Refusal> {
        let malformed = || Refusal::new(Rule::AmountMalformed, field).with("given", text);
        let style = if is_typed { Some(&NumberStyle::TYPED) } else { styles.numbers.get(field) };
        let number = match style {
            Some(style) => style.read(text).ok_or_else(malformed)?,
            None => text.to_string(),
        };
        let is = |number: &str, value: &str| {
            let number = number.split_once('.').map_or(number, |(whole, part)| {
                if part.bytes().all(|byte| byte == b'0') { whole } else { number }
            });
            number == value
        };
        let says_none =
            field == "rate" && is(&number, "1") || field == "credit_limit" && is(&number, "0");
        if styles.by_name && says_none {
            return Ok(None);
        }
        // Only discounts may have a percent sign.
        match number.ends_with('%') && field != "discount" {
            true => Err(malformed()),
            false => Ok(Some(number)),
        }
    }

    /// The currencies' symbols and codes next to numbers in the row.
    pub fn marks(&self) -> impl Iterator<Item = &'static CurrencyMark> {
        let is_marked = self.shape.styles.is_some_and(|styles| styles.is_marked);
        let fields = self.shape.columns.iter();
        let fields = fields.filter(move |(field, _)| is_marked && NUMBERS.contains(*field));
        let places = fields.flat_map(|(_, sources)| sources.iter().flatten());
        places.filter_map(|place| Figure::of(self.cells.get(*place)?)?.mark)
    }

    /// The currency that a number is marked with, if the mark can mean only one.
    fn marked_currency(&self) -> Option<String> {
        self.marks().find_map(CurrencyMark::code).map(str::to_string)
    }

    /// A date set by the user, which may be in the format that they gave.
    fn set_date(&self, set: &str) -> String {
        let format = self.shape.styles.and_then(|styles| styles.format.as_ref());
        let day = format.and_then(|format| format.day("date", set).ok());
        day.map_or_else(|| set.to_string(), |day| day.to_string())
    }
}

/// A number with a decimal comma, and points or blanks between groups of three.
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

/// An address of several lines, joined into one.
fn one_line(text: String) -> String {
    if !text.contains('\n') {
        return text;
    }
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.collect::<Vec<_>>().join(", ")
}
