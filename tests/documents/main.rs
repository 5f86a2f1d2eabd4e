//! Documents: one value that every renderer reads, in the customer's language, as pages of 80 cells
//! and as JSON.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

#[path = "../common/mod.rs"]
mod common;
mod company;
mod content;
mod deposit_slip;
mod drafts;
mod dunning;
mod figures;
mod languages;
mod packet;
#[cfg(feature = "pdf")]
mod pdf;
mod pictures;
mod plans;
mod required;
mod sending;
mod width;

use common::{TestBook, day};
use daybook::documents::paper::{CellValue, Paper, PaperBlock, PaperCell};
use daybook::documents::wording::Wording;
use daybook::documents::{credit_note, invoice, receipt, statement};
use daybook::domain::{Code, Language};
use daybook::ledger::query::show::{Show, Shown};
use daybook::ledger::query::statement::{Statement, StatementOf, Style};

/// The document with this number, in a language or in the customer's.
fn paper_in(test: &TestBook, number: &str, asked: Option<Language>) -> Paper {
    match test.ask(&Show { what: number.into() }).unwrap() {
        Shown::Invoice(it) => invoice::paper(&it, &Wording::of(invoice::language(&it, asked))),
        Shown::CreditNote(it) => {
            credit_note::paper(&it, &Wording::of(credit_note::language(&it, asked)))
        }
        Shown::Payment(it) => receipt::paper(&it, &Wording::of(receipt::language(&it, asked))),
        other => panic!("{other:?}"),
    }
}

fn paper(test: &TestBook, number: &str) -> Paper {
    paper_in(test, number, None)
}

fn stated(test: &TestBook, customer: &str, style: Style) -> Statement {
    let asked = StatementOf {
        customer: Code(customer.into()),
        style,
        from: Some(day("2026-10-01")),
        to: Some(day("2026-11-21")),
        known_at: None,
        since: None,
    };
    test.ask(&asked).unwrap()
}

fn statement_in(test: &TestBook, customer: &str, style: Style, asked: Option<Language>) -> Paper {
    let it = stated(test, customer, style);
    statement::paper(&it, &Wording::of(statement::language(&it, asked)))
}

/// Every cell of a document.
fn cells(paper: &Paper) -> Vec<&PaperCell> {
    let mut cells = Vec::new();
    for block in &paper.blocks {
        match block {
            PaperBlock::Facts { facts } => cells.extend(facts.iter().map(|fact| &fact.value)),
            PaperBlock::Table(it) => cells.extend(it.rows.iter().flat_map(|row| &row.cells)),
            PaperBlock::Totals { totals } => cells.extend(totals.iter().map(|it| &it.value)),
            PaperBlock::Parties { .. }
            | PaperBlock::Legend { .. }
            | PaperBlock::Section { .. }
            | PaperBlock::Notes { .. } => {}
        }
    }
    cells
}

/// The texts of its figures: amounts, prices, quantities, percentages.
fn figures(paper: &Paper) -> Vec<String> {
    let is_figure =
        |cell: &&&PaperCell| !matches!(cell.value, CellValue::Text | CellValue::Date { .. });
    cells(paper).iter().filter(is_figure).map(|cell| cell.text.clone()).collect()
}
