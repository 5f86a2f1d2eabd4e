//! How a file of another program is to be read: found out from what stands in it, said before anything
//! is written, and a value that can be kept. Nothing here opens a file or knows the book: what a file
//! says comes in as cells, and what can be read two ways comes out as a question.
//! May use: domain, assets, serde.

pub mod amounts;
pub mod columns;
pub mod days;
pub mod evidence;
pub mod kinds;
pub mod marks;
pub mod seen;
pub mod telling;
pub mod words;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use amounts::NumberStyle;
use days::DateStyle;

pub use seen::{Example, Seen};

/// The fields that are numbers.
pub const NUMBERS: [&str; 8] = [
    "amount",
    "outstanding",
    "quantity",
    "unit_price",
    "discount",
    "price",
    "credit_limit",
    "rate",
];

/// The fields that are dates.
pub const DATES: [&str; 3] = ["date", "due", "settled"];

/// A kind of file: its word, the fields that its rows may have, and those that they must.
#[derive(Clone, Copy, Debug)]
pub struct KindFields {
    /// The contract word.
    pub word: &'static str,
    /// All fields.
    pub fields: &'static [&'static str],
    /// The needed ones.
    pub needed: &'static [&'static str],
}

/// Why a row is left out.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LeftOut {
    /// It holds sums of other rows.
    Total,
    /// It stands below the table and has one cell only.
    Footer,
    /// It is the header again.
    Header,
    /// It is not one of those that are meant in this program's file.
    Other,
}

/// A row that is left out, as it is named.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct LeftLine {
    /// The line of the file.
    pub line: u64,
    /// Why.
    pub why: LeftOut,
    /// What stands in it.
    pub text: String,
}

/// Everything about how a file is read. It can be kept and used again for files of the same form.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct Reading {
    /// What the file holds: a kind's contract word.
    pub kind: String,
    /// The program that wrote it, if that can be told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub program: Option<String>,
    /// The sheet of a workbook.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sheet: Option<String>,
    /// How the text is encoded; none in a workbook.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub encoding: Option<String>,
    /// What stands between columns; none in a workbook.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub separator: Option<char>,
    /// The line of the column names.
    pub header_line: u64,
    /// Where each field comes from, in the notation of `--map`.
    pub map: BTreeMap<String, String>,
    /// What stands where a field is empty.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub set: BTreeMap<String, String>,
    /// How the numbers of each field are written.
    pub numbers: BTreeMap<String, NumberStyle>,
    /// How the dates of each field are written.
    pub dates: BTreeMap<String, DateStyle>,
    /// How all dates are written, if the user said so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date_format: Option<String>,
    /// A date that is a spreadsheet's count of days.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub serial: Option<String>,
    /// Which rows are meant, by the column's name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub rows: BTreeMap<String, String>,
    /// How many rows are left out, by why.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub left_out: BTreeMap<LeftOut, u64>,
    /// The first of them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub left_lines: Vec<LeftLine>,
    /// What is as it was with the last file of these columns, as options of the command line.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub remembered: Vec<String>,
    /// Columns that no field comes from.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unused: Vec<String>,
}

/// What can be read two ways: the readings, and the options that decide.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TwoReadings {
    /// What it is about.
    pub about: ReadingsOf,
    /// The cell that shows it, if it is about cells.
    pub example: Option<Example>,
    /// Each reading, and the option that decides for it.
    pub choices: Vec<Alternative>,
}

/// What a question is about.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ReadingsOf {
    /// What the file holds.
    Kind,
    /// Which sheet of a workbook.
    Sheet,
    /// The order of day and month.
    Dates,
    /// What stands before the decimals.
    Numbers,
    /// Whether a discount is in percent.
    Discount,
    /// What `CR` means in payments.
    Credits,
}

/// A reading that may be chosen.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Alternative {
    /// What the example, or the file, is in this reading.
    pub means: String,
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
        Alternative { means: means.into(), option: (option, value.into()) }
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
