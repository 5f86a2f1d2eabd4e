//! Works out how to read a file of another program from its content. The result is shown before anything
//! is written, and can be stored. Nothing here opens a file or knows the book: rows of cells come in,
//! and whatever can be read in two ways comes out as a question. May use: domain, assets, serde.

pub mod amounts;
pub mod columns;
pub mod days;
pub mod evidence;
pub mod kinds;
pub mod marks;
mod questions;
pub mod seen;
pub mod states;
pub mod taxes;
pub mod telling;
pub mod thousands;
pub mod words;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use amounts::NumberStyle;
use days::DateStyle;

pub use seen::{Example, Seen};

/// The fields that are numbers.
pub const NUMBERS: [&str; 14] = [
    "amount",
    "outstanding",
    "paid",
    "refunded",
    "applied",
    "quantity",
    "unit_price",
    "discount",
    "price",
    "credit_limit",
    "rate",
    "total",
    "tax_total",
    "line_total",
];

/// The fields that are amounts of money, which have no more decimals than their currency. Prices and
/// quantities may have more.
pub const MONEY: [&str; 9] = [
    "amount",
    "outstanding",
    "paid",
    "refunded",
    "applied",
    "credit_limit",
    "total",
    "tax_total",
    "line_total",
];

/// The fields that are dates.
pub const DATES: [&str; 3] = ["date", "due", "settled"];

/// A kind of records: its name, the fields that rows may have, and those that they must have.
#[derive(Clone, Copy, Debug)]
pub struct KindFields {
    /// Its word on the command line.
    pub word: &'static str,
    /// All fields.
    pub fields: &'static [&'static str],
    /// The required ones.
    pub needed: &'static [&'static str],
}

/// Why a row is left out.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LeftOut {
    /// It is a total of other rows.
    Total,
    /// It is below the table, and has only one cell.
    Footer,
    /// It is the header again.
    Header,
    /// Its state or type says that it is not owed, or no money: a draft, a void invoice.
    State,
    /// It is not one of the rows that count in this program's file.
    Other,
}

/// A row that is left out, as it is reported.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct LeftLine {
    /// The line of the file.
    pub line: u64,
    /// Why.
    pub why: LeftOut,
    /// Its text.
    pub text: String,
}

/// A complete description of how to read a file. It can be stored, and used again for files of the same
/// form.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct Reading {
    /// The kind of the records, by its word on the command line.
    pub kind: String,
    /// The program that wrote it, if known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub program: Option<String>,
    /// The sheet of a workbook.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sheet: Option<String>,
    /// The encoding of the text; none in a workbook.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub encoding: Option<String>,
    /// The separator of columns; none in a workbook.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub separator: Option<char>,
    /// The line of the column names.
    pub header_line: u64,
    /// The columns of each field, in the notation of `--map`.
    pub map: BTreeMap<String, String>,
    /// The values of empty fields.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub set: BTreeMap<String, String>,
    /// The format of each field's numbers.
    pub numbers: BTreeMap<String, NumberStyle>,
    /// The format of each field's dates.
    pub dates: BTreeMap<String, DateStyle>,
    /// The format of all dates, if the user gave it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date_format: Option<String>,
    /// A date in the form of a spreadsheet's day count.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub serial: Option<String>,
    /// Which rows count, by column names.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub rows: BTreeMap<String, String>,
    /// How many rows are left out, by reason.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub left_out: BTreeMap<LeftOut, u64>,
    /// The first rows left out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub left_lines: Vec<LeftLine>,
    /// How many rows are left out for their state or type, by its word.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub left_states: BTreeMap<String, u64>,
    /// What was adopted from the last file with the same columns, as options of the command line.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub remembered: Vec<String>,
    /// Columns that no field uses.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unused: Vec<String>,
}

/// Something that can be read in two ways: the readings, and the options that choose between them.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TwoReadings {
    /// The subject.
    pub about: ReadingsOf,
    /// The cell that shows it, if it is about cells.
    pub example: Option<Example>,
    /// Each reading, with the option that chooses it.
    pub choices: Vec<Alternative>,
}

/// The subject of a question.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ReadingsOf {
    /// The kind of the records.
    Kind,
    /// The sheet of a workbook.
    Sheet,
    /// The order of day and month.
    Dates,
    /// The decimal mark.
    Numbers,
    /// Whether a discount is a percentage.
    Discount,
    /// The meaning of `CR` in payments.
    Credits,
}

/// A reading that can be chosen.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Alternative {
    /// The meaning of the example, or of the file, in this reading.
    pub means: String,
    /// The line of the cell that needs this reading, if another cell needs another.
    pub line: Option<u64>,
    /// The option of the command line, and its value: `date-format`, `D/M/YYYY`.
    pub option: (&'static str, String),
}

impl Alternative {
    /// A choice by an option and its value.
    pub fn new(
        means: impl Into<String>,
        option: &'static str,
        value: impl Into<String>,
    ) -> Alternative {
        Alternative { means: means.into(), line: None, option: (option, value.into()) }
    }

    /// A choice that a cell needs, by an option and its value.
    pub fn needed(by: &Example, option: &'static str, value: impl Into<String>) -> Alternative {
        let line = Some(by.line);
        Alternative { line, ..Alternative::new(by.text.clone(), option, value) }
    }

    /// The option as it is written on the command line.
    pub fn written(&self) -> String {
        match self.option.1.as_str() {
            "" => format!("--{}", self.option.0),
            value if value.contains(' ') => format!("--{} \"{value}\"", self.option.0),
            value => format!("--{} {value}", self.option.0),
        }
    }
}
