//! A document as a specification: blocks of typed cells, in the customer's language.
//!
//! Each cell keeps its value, for a renderer that aligns or computes, and its text in the document's
//! language. The text is made once, here, so that every renderer shows the same characters and none
//! needs words, a calendar or a number style. Nothing depends on the width of a page. May use: domain.

use serde::Serialize;

use crate::domain::{Currency, Day, Language, Money, Plain, marks};

/// The longest name of a document's file, without its extension.
const LONGEST_FILE_NAME: usize = 100;

/// A complete document: everything a renderer needs.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Paper {
    /// Its kind.
    pub kind: PaperKind,
    /// Its language.
    pub language: Language,
    /// Its number; `None` for a statement.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// Its title: `INVOICE INV-2026-00001`.
    pub title: String,
    /// A warning if it is not valid: `DRAFT`, `VOID`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mark: Option<String>,
    /// The pages it is printed on.
    pub sheet: PaperSheet,
    /// Its blocks, from top to bottom.
    pub blocks: Vec<PaperBlock>,
    /// The remittance slip, if something is to be paid.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remittance: Option<Remittance>,
}

/// What a printer of pages needs besides the blocks.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PaperSheet {
    /// The size of a page.
    pub size: SheetSize,
    /// The document's date; for a statement, its last day.
    pub date: Day,
    /// A name for its file, without an extension: ASCII letters, digits, `-`, `_` and `.`.
    pub file: String,
    /// The footer of each page; the renderer replaces `{page}` and `{pages}`.
    pub page: String,
    /// The heading above the company.
    pub seller: String,
    /// The heading above the customer.
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
    /// The payer and the amounts.
    pub facts: Vec<PaperFact>,
    /// The fields for the customer to fill in.
    pub blanks: Vec<String>,
}

/// The kind of a document.
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
    /// Everything that belongs to a dispute, for the company itself.
    DisputePacket,
    /// A dunning letter.
    DunningLetter,
    /// A payment plan.
    PaymentPlan,
    /// A deposit slip, for the company and its bank.
    DepositSlip,
}

/// A block of a document.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "block", rename_all = "snake_case")]
pub enum PaperBlock {
    /// The parties.
    Parties {
        /// The company.
        seller: Party,
        /// The customer.
        buyer: Party,
    },
    /// Dates, terms, references.
    Facts {
        /// In reading order.
        facts: Vec<PaperFact>,
    },
    /// Lines, items or movements.
    Table(PaperTable),
    /// The meanings of the marks in a table's tax column, directly below the table.
    Legend {
        /// In the order of the country's tax table.
        entries: Vec<LegendEntry>,
    },
    /// Totals.
    Totals {
        /// From the net to what is owed.
        totals: Vec<Total>,
    },
    /// Lines under a heading: how to pay, the receipt of a billing machine.
    Section {
        /// Its name for templates: `payment`, `fiscal_receipt`.
        name: &'static str,
        /// Its heading.
        title: String,
        /// The lines.
        lines: Vec<String>,
    },
    /// Closing sentences.
    Notes {
        /// The paragraphs.
        notes: Vec<String>,
    },
}

/// A party of a document.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Party {
    /// The name.
    pub name: String,
    /// The lines of the address and the tax number.
    pub lines: Vec<String>,
}

/// A fact with its label.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PaperFact {
    /// The label.
    pub label: String,
    /// The value.
    pub value: PaperCell,
}

/// A mark and its meaning.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LegendEntry {
    /// As in the table: `A exempt`, `B`.
    pub mark: String,
    /// Its meaning: `Exempt from VAT`, `VAT 18%`.
    pub meaning: String,
}

/// A figure below a table.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Total {
    /// The label.
    pub label: String,
    /// The amount.
    pub value: PaperCell,
    /// Whether it is the document's total, and is emphasised.
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
    /// The rows, each with one cell per column.
    pub rows: Vec<PaperRow>,
}

/// A column of a table.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PaperColumn {
    /// Its name for templates, the same in every language.
    pub name: &'static str,
    /// Its title.
    pub title: String,
    /// The kind of its cells.
    pub kind: ColumnKind,
}

/// The kind of a column's cells, which decides their alignment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ColumnKind {
    /// Text that may wrap; at most one column of a table.
    Words,
    /// A number or a code, which never breaks.
    Text,
    /// A day.
    Date,
    /// An amount of money.
    Money,
    /// A unit price, which may have more decimals than money.
    Price,
    /// A percentage.
    Percent,
    /// A quantity.
    Quantity,
}

/// A row of a table.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PaperRow {
    /// One cell per column.
    pub cells: Vec<PaperCell>,
    /// Whether it sums up the rows above.
    pub is_sum: bool,
}

/// A value with its text.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PaperCell {
    /// The value.
    #[serde(flatten)]
    pub value: CellValue,
    /// Its text in the document's language, without the currency.
    pub text: String,
}

/// The value of a cell.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum CellValue {
    /// Text, a code or a document's number; or nothing.
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
        /// The currency.
        currency: Currency,
    },
    /// A unit price.
    Price {
        /// The price, with as many decimals as it has.
        price: Plain,
        /// The currency.
        currency: Currency,
    },
    /// A percentage.
    Percent {
        /// The number before the percent sign.
        percent: Plain,
    },
    /// A quantity.
    Quantity {
        /// The number.
        quantity: Plain,
        /// The unit.
        #[serde(skip_serializing_if = "Option::is_none")]
        unit: Option<String>,
    },
}

impl PaperSheet {
    /// A safe file name: characters that don't belong in one, or that separate folders, become `-`.
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
    /// A text cell.
    pub fn text(text: &str) -> PaperCell {
        PaperCell { value: CellValue::Text, text: marks::marked(text).into_owned() }
    }

    /// An empty cell.
    pub fn blank() -> PaperCell {
        PaperCell::text("")
    }
}

impl Party {
    /// A party: its name and the lines below it.
    pub fn of(name: &str, lines: impl IntoIterator<Item = String>) -> Party {
        let shown = |line: String| marks::marked(&line).into_owned();
        Party { name: shown(name.to_string()), lines: lines.into_iter().map(shown).collect() }
    }
}
