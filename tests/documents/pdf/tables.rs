//! Tables as the program measures them: where it tells typst how wide and how high the cells are, the pages are
//! the very ones that typst finds by setting each cell to see.

use daybook::documents::paper::{CellValue, Paper, PaperBlock, PaperCell, PaperTable};
use daybook::documents::pdf::{Printer, Templates};
use daybook::domain::Language;
use daybook::ledger::query::statement::Style;
use tempfile::TempDir;

use super::print;
use crate::common::TestBook;
use crate::{paper_in, statement_in};

/// A printer with the built-in template, some of its lines changed.
fn printer_with(changes: &[(&str, &str)]) -> Printer {
    let name = "document.typ";
    let mut text = daybook::assets::TEMPLATES.iter().find(|it| it.0 == name).unwrap().1.to_string();
    for (from, to) in changes {
        assert!(text.contains(from), "{from}");
        text = text.replace(from, to);
    }
    let folder = TempDir::new().unwrap();
    std::fs::write(folder.path().join(name), text).unwrap();
    Printer::new(Templates::in_folder(folder.path()).unwrap()).unwrap()
}

/// One that measures nothing.
fn measured_by_typst() -> Printer {
    printer_with(&[("column.at(\"width\", default: none)", "none")])
}

fn table(paper: &mut Paper) -> &mut PaperTable {
    let mut tables = paper.blocks.iter_mut().filter_map(|block| match block {
        PaperBlock::Table(table) => Some(table),
        _ => None,
    });
    tables.next().unwrap()
}

/// An invoice and both statements in each language, some of them over several pages.
fn documents() -> Vec<Paper> {
    let mut test = TestBook::rwanda();
    test.customer("C1");
    let mut number = String::new();
    for amount in ["118", "2500", "1234567", "99999999"] {
        number = test.invoice("C1", "2026-11-01", "2026-12-01", amount);
    }
    test.payment("C1", "2026-11-10", "400", "oldest");
    let mut all = Vec::new();
    for language in [Language::English, Language::French, Language::Kinyarwanda] {
        all.push(paper_in(&test, &number, Some(language)));
        for style in [Style::OpenItem, Style::BalanceForward] {
            let mut statement = statement_in(&test, "C1", style, Some(language));
            all.push(statement.clone());
            let rows = &mut table(&mut statement).rows;
            let row = rows[1].clone();
            rows.splice(1..1, std::iter::repeat_n(row, 70));
            all.push(statement);
        }
    }
    all
}

#[test]
fn what_is_measured_is_what_typst_finds() {
    let mut by_typst = measured_by_typst();
    for (place, paper) in documents().iter().enumerate() {
        let (one, other) = (print(paper), by_typst.print(paper).unwrap());
        assert_eq!(one.pages, other.pages, "document {place}");
        assert!(one.bytes == other.bytes, "document {place}, {:?}", paper.title);
    }
}

/// Texts that have no line of their own, none in the font, several lines, or too long a one.
#[test]
fn texts_that_are_unlike_others_are_where_typst_sets_them() {
    let mut by_typst = measured_by_typst();
    let texts = [
        "a description that goes on for more than the line that it has in its column",
        "AVAVAVAVAVAVAV fi ffl Ty.",
        "two\nlines",
        "x",
        "",
        "  spaces  in  it ",
        "شركة الفنادق 2026",
        "בית מלון ABC 123",
        "e\u{301} Ž ŵ ʼ",
        "averyveryverylongwordthatisbrokenwhereverthereisroomforit",
        "宏 □",
    ];
    let of_book = documents();
    for text in texts {
        for at in 0..3 {
            let mut paper = of_book[1].clone();
            let rows = &mut table(&mut paper).rows;
            rows[0].cells[at] = PaperCell::text(text);
            let last = rows.len() - 1;
            rows[last].cells[0] = PaperCell::text(text);
            let (one, other) = (print(&paper), by_typst.print(&paper).unwrap());
            assert!(one.bytes == other.bytes, "{text:?} in column {at}");
        }
    }
}

/// A figure of a sum stands in heavier letters, and may be the widest of its column.
#[test]
fn a_wide_sum_has_room() {
    let mut by_typst = measured_by_typst();
    let mut paper = documents()[1].clone();
    let rows = &mut table(&mut paper).rows;
    for row in rows.iter_mut() {
        for cell in &mut row.cells {
            if let CellValue::Money { .. } = cell.value {
                cell.text = "-999,999,999,999,999".into();
            }
        }
    }
    let (one, other) = (print(&paper), by_typst.print(&paper).unwrap());
    assert!(one.bytes == other.bytes);
}

#[test]
fn every_column_is_measured() {
    let column = "let shared = table-of.columns.filter(is-shared)";
    let asked = format!(
        "{column}\n  for column in table-of.columns {{ assert(\"width\" in column and \"title_width\" in column) }}"
    );
    let mut printer = printer_with(&[(column, &asked)]);
    for paper in documents() {
        printer.print(&paper).unwrap();
    }
}

/// typst's cache is cleared while such a document is set, at no certain moment.
#[test]
fn a_long_document_has_equal_bytes_whenever_the_cache_is_cleared() {
    let mut paper = documents()[1].clone();
    let rows = &mut table(&mut paper).rows;
    let row = rows[0].clone();
    rows.splice(
        0..0,
        (0..600).map(|n| {
            let mut row = row.clone();
            row.cells[0] = PaperCell::text(&format!("INV-2026-{n:05}"));
            row
        }),
    );
    let first = print(&paper);
    assert!(first.pages > 10, "{}", first.pages);
    assert!(first.bytes == print(&paper).bytes);
}
