//! A document as a specification: blocks of typed cells, and the letters that the customer reads.
//!
//! Each cell keeps its value, for a renderer that aligns or computes, and its text in the language
//! of the document. The text is written once, here, so that every renderer shows the same letters
//! and none needs words, a calendar or a number style. Nothing depends on the width of a page.
//! May use: domain.

use serde::Serialize;

use crate::domain::{Currency, Day, Language, Money, Plain, marks};

/// How long the name of a file for a document is at most, without its ending.
const LONGEST_FILE_NAME: usize = 100;

/// A document, whole: all that a renderer needs.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Paper {
    /// What it is.
    pub kind: PaperKind,
    /// The language that it is written in.
    pub language: Language,
    /// Its number; a statement has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// Its title: `INVOICE INV-2026-00001`.
    pub title: String,
    /// What must be seen at once where it is not valid: `DRAFT`, `VOID`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mark: Option<String>,
    /// The sheets it is printed on.
    pub sheet: PaperSheet,
    /// What it says, from top to bottom.
    pub blocks: Vec<PaperBlock>,
    /// The part that comes back with the money, where something is to be paid.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remittance: Option<Remittance>,
}

/// What a printer of pages needs beyond the blocks.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PaperSheet {
    /// How large a page is.
    pub size: SheetSize,
    /// The day that the document is dated; of a statement, its last.
    pub date: Day,
    /// The name of a file for it, without an ending: ASCII letters, digits, `-`, `_` and `.`.
    pub file: String,
    /// What stands on each page; `{page}` and `{pages}` are for the renderer to fill in.
    pub page: String,
    /// What stands above the company.
    pub seller: String,
    /// What stands above the customer.
    pub buyer: String,
}

/// The size of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SheetSize {
    /// 210 × 297 mm.
    A4,
    /// 8.5 × 11 in.
    UsLetter,
}

/// The slip below an invoice or a statement that a customer sends back with the money.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Remittance {
    /// Its title.
    pub title: String,
    /// What to do with it.
    pub note: String,
    /// Who pays what.
    pub facts: Vec<PaperFact>,
    /// What the customer fills in.
    pub blanks: Vec<String>,
}

/// What a document is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PaperKind {
    /// An invoice.
    Invoice,
    /// A credit note.
    CreditNote,
    /// The receipt of a payment or of a certificate.
    Receipt,
    /// A statement of account.
    Statement,
    /// All that belongs to a dispute, for the company itself.
    DisputePacket,
    /// A dunning letter.
    DunningLetter,
    /// A payment plan.
    PaymentPlan,
    /// A deposit slip, for the company and its bank.
    DepositSlip,
}

/// A part of a document.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "block", rename_all = "snake_case")]
pub enum PaperBlock {
    /// Who sends it, and to whom.
    Parties {
        /// The company.
        seller: Party,
        /// The customer.
        buyer: Party,
    },
    /// Dates, terms, references.
    Facts {
        /// In the order in which they are read.
        facts: Vec<PaperFact>,
    },
    /// Lines, items or movements.
    Table(PaperTable),
    /// What the marks in a table's tax column mean, right below the table.
    Legend {
        /// In the order of the country's tax table.
        entries: Vec<LegendEntry>,
    },
    /// What it comes to.
    Totals {
        /// From the net to what is owed.
        totals: Vec<Total>,
    },
    /// Lines under a heading: how to pay, the receipt of a fiscal device.
    Section {
        /// Which, for templates: `payment`, `fiscal_receipt`.
        name: &'static str,
        /// Its heading.
        title: String,
        /// A line each.
        lines: Vec<String>,
    },
    /// Sentences below.
    Notes {
        /// A paragraph each.
        notes: Vec<String>,
    },
}

/// One side of a document.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Party {
    /// The name.
    pub name: String,
    /// Address and tax number, a line each.
    pub lines: Vec<String>,
}

/// A fact with its label.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PaperFact {
    /// What it is called.
    pub label: String,
    /// What it is.
    pub value: PaperCell,
}

/// A mark and its meaning.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LegendEntry {
    /// As it stands in the table: `A exempt`, `B`.
    pub mark: String,
    /// What it means: `Exempt from VAT`, `VAT 18%`.
    pub meaning: String,
}

/// A figure below a table.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Total {
    /// What it is called.
    pub label: String,
    /// What it comes to.
    pub value: PaperCell,
    /// Whether it is what the document comes to, and stands out.
    pub is_main: bool,
}

/// Rows below column titles.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PaperTable {
    /// Its heading, if it has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The columns.
    pub columns: Vec<PaperColumn>,
    /// The rows, each with a cell a column.
    pub rows: Vec<PaperRow>,
}

/// A column of a table.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PaperColumn {
    /// Its name for templates, the same in every language.
    pub name: &'static str,
    /// Its title.
    pub title: String,
    /// What its cells hold.
    pub kind: ColumnKind,
}

/// What the cells of a column hold, and so where they stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ColumnKind {
    /// Text that may take several lines: at most one column of a table.
    Words,
    /// A number, a code: never parted.
    Text,
    /// A day.
    Date,
    /// An amount of money.
    Money,
    /// The price of one, which may have more decimals than money.
    Price,
    /// Percent.
    Percent,
    /// How many.
    Quantity,
}

/// A row of a table.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PaperRow {
    /// A cell a column.
    pub cells: Vec<PaperCell>,
    /// Whether it sums up the rows above.
    pub is_sum: bool,
}

/// A value, and how the document writes it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PaperCell {
    /// What it is.
    #[serde(flatten)]
    pub value: CellValue,
    /// As it is written in the language of the document, without the currency.
    pub text: String,
}

/// What a cell holds.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum CellValue {
    /// Words, a code or a number of a document; or nothing.
    Text,
    /// A day.
    Date {
        /// The day.
        date: Day,
    },
    /// An amount.
    Money {
        /// The amount.
        amount: Money,
        /// Of what.
        currency: Currency,
    },
    /// The price of one.
    Price {
        /// How much, with as many decimals as it has.
        price: Plain,
        /// Of what.
        currency: Currency,
    },
    /// A percentage.
    Percent {
        /// The number before the sign.
        percent: Plain,
    },
    /// How many.
    Quantity {
        /// The number.
        quantity: Plain,
        /// Of what.
        #[serde(skip_serializing_if = "Option::is_none")]
        unit: Option<String>,
    },
}

impl PaperSheet {
    /// A name for a file: what has no place in one, or stands for a folder, becomes `-`.
    pub fn file_name(text: &str) -> String {
        let plain = |letter: char| letter.is_ascii_alphanumeric() || "-_.".contains(letter);
        let letters = text.chars().map(|letter| if plain(letter) { letter } else { '-' });
        let name: String = letters.take(LONGEST_FILE_NAME).collect();
        match name.trim_matches(['.', '-']) {
            "" => "document".into(),
            name => name.into(),
        }
    }
}

impl PaperCell {
    /// A text as it shows.
    pub fn text(text: &str) -> PaperCell {
        PaperCell { value: CellValue::Text, text: marks::marked(text).into_owned() }
    }

    /// Nothing.
    pub fn blank() -> PaperCell {
        PaperCell::text("")
    }
}

impl Party {
    /// A name with the lines below it, as they show.
    pub fn of(name: &str, lines: impl IntoIterator<Item = String>) -> Party {
        let shown = |line: String| marks::marked(&line).into_owned();
        Party { name: shown(name.to_string()), lines: lines.into_iter().map(shown).collect() }
    }
}
