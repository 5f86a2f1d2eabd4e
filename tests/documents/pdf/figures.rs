//! Every figure of a document is in its PDF, whole, wherever it comes from and however long it is.

use daybook::documents::paper::{CellValue, Paper, PaperBlock, PaperCell};
use daybook::domain::Language;
use daybook::ledger::query::statement::Style;
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use serde_json::{Value, json};

use super::{OnDisk, Word, has_poppler, print};
use crate::common::TestBook;
use crate::{figures, paper, paper_in, statement_in};

/// How many random documents are read back; `DAYBOOK_PDF_DOCUMENTS` says another number.
const DOCUMENTS: usize = 40;

fn documents() -> usize {
    let asked = std::env::var("DAYBOOK_PDF_DOCUMENTS").ok();
    asked.map_or(DOCUMENTS, |count| count.parse().unwrap())
}

/// What stands apart on the pages: words of a line with no more than a space between them, written
/// without it. A space is within a figure too: `1 234,50`.
fn pieces(pdf: &OnDisk) -> Vec<String> {
    let mut pieces: Vec<(Word, String)> = Vec::new();
    for (_, words) in pdf.words() {
        for word in words {
            let space = (word.bottom - word.top) * 0.4;
            match pieces.last_mut() {
                Some((last, piece))
                    if (last.top - word.top).abs() < 0.5
                        && (0.0..space).contains(&(word.left - last.right)) =>
                {
                    piece.push_str(&word.text);
                    *last = word;
                }
                _ => pieces.push((word.clone(), word.text)),
            }
        }
    }
    pieces.into_iter().map(|(_, piece)| piece).collect()
}

fn without_spaces(text: &str) -> String {
    text.chars().filter(|letter| !letter.is_whitespace()).collect()
}

/// Takes a text out of the pieces; whether it was there.
fn take(pieces: &mut Vec<String>, text: &str) -> bool {
    let wanted = without_spaces(text);
    let found = pieces.iter().position(|piece| *piece == wanted);
    found.map(|at| pieces.swap_remove(at)).is_some()
}

/// Each figure of a document is taken out of its PDF once: none is missing, parted, or run into
/// another.
fn check(paper: &Paper) {
    let pdf = OnDisk::of(&print(paper).bytes);
    let mut pieces = pieces(&pdf);
    let mut all = figures(paper);
    let slip = paper.remittance.iter().flat_map(|slip| &slip.facts);
    all.extend(
        slip.map(|fact| &fact.value).filter(|cell| is_money(cell)).map(|cell| cell.text.clone()),
    );
    assert!(!all.is_empty());
    for figure in all {
        let found = take(&mut pieces, &figure);
        assert!(found, "no {figure} in {}:\n{}", paper.title, pdf.pages().join("\n"));
    }
}

fn is_money(cell: &PaperCell) -> bool {
    matches!(cell.value, CellValue::Money { .. })
}

fn line(random: &mut StdRng, taxes: &[Value]) -> Value {
    let words = ["Copy paper", "Room with breakfast", "Loyer du bureau", "Ikawa", "Café – 1 kg"];
    let count = random.random_range(1..12);
    let text: Vec<&str> = (0..count).map(|_| words[random.random_range(0..words.len())]).collect();
    let mut line = json!({
        "description": text.join(", "),
        "quantity": format!("{}", random.random_range(1..5000)),
        "unit_price": format!("{}.{:02}", random.random_range(0..900_000), random.random_range(0..100)),
    });
    if random.random_bool(0.3) {
        line["discount"] = json!(format!("{}%", random.random_range(1..60)));
    }
    let tax = &taxes[random.random_range(0..taxes.len())];
    if !tax.is_null() {
        line["tax"] = tax.clone();
    }
    line
}

/// Posts documents by chance, and answers with their numbers.
fn random_documents(test: &mut TestBook, random: &mut StdRng, taxes: &[Value]) -> Vec<String> {
    let lines: Vec<Value> = (0..random.random_range(1..12)).map(|_| line(random, taxes)).collect();
    let date = format!("2026-{:02}-{:02}", random.random_range(9..11), random.random_range(1..29));
    let invoice = json!({"do": "issue_invoice", "customer": "C1", "date": date, "lines": lines,
        "override": {"reason": "by chance"}});
    let invoice = test.taken(&invoice.to_string()).number("invoice").unwrap().to_string();
    let total = test.shown_invoice(&invoice).total;
    let paid = test.payment("C1", "2026-11-10", &total.to_string(), "oldest");
    vec![invoice, paid]
}

fn random_papers(country: &str, count: usize) -> Vec<Paper> {
    let mut random = StdRng::seed_from_u64(7);
    let (mut test, taxes) = match country {
        "RW" => (TestBook::rwanda(), vec![json!("B"), json!(["TT", "B"]), json!("A"), json!(null)]),
        _ => (TestBook::canada(), vec![json!(["GST", "QST"]), json!("HST-ON"), json!(null)]),
    };
    test.customer("C1");
    let mut papers = Vec::new();
    while papers.len() + 2 < count {
        for number in random_documents(&mut test, &mut random, &taxes) {
            let languages = [Language::English, Language::French];
            let language = languages[random.random_range(0..languages.len())];
            papers.push(paper_in(&test, &number, Some(language)));
        }
    }
    for style in [Style::OpenItem, Style::BalanceForward] {
        papers.push(statement_in(&test, "C1", style, None));
    }
    papers
}

#[test]
fn figures_of_random_documents_are_read_back() {
    if !has_poppler() {
        return;
    }
    for country in ["RW", "CA"] {
        let papers = random_papers(country, documents() / 2);
        for paper in &papers {
            check(paper);
        }
        assert!(papers.len() >= documents() / 2);
    }
}

#[test]
fn the_largest_figures_stand_whole() {
    if !has_poppler() {
        return;
    }
    let mut test = TestBook::canada();
    test.customer("C1");
    test.taken(
        r#"{"do":"issue_invoice","customer":"C1","date":"2026-11-02","lines":[{"description":"Everything that there is, in one line that is long enough to be broken","quantity":"1.123456","unit_price":"8000000000000.123456","discount":"99.99%","tax":["GST","QST"]},{"description":"More","quantity":"1","unit_price":"7000000000000"}]}"#,
    );
    check(&paper(&test, "INV-2026-00001"));
    for style in [Style::OpenItem, Style::BalanceForward] {
        check(&statement_in(&test, "C1", style, Some(Language::French)));
    }
}

#[test]
fn a_figure_that_is_missing_is_noticed() {
    if !has_poppler() {
        return;
    }
    let mut test = TestBook::canada();
    test.customer("C1");
    test.invoice("C1", "2026-11-01", "2026-12-01", "100.00");
    let mut other = paper(&test, "INV-2026-00001");
    let printed = print(&other);
    let pdf = OnDisk::of(&printed.bytes);
    for (text, is_there) in [("100.00", true), ("100", false), ("100.01", false), ("00.00", false)]
    {
        assert_eq!(take(&mut pieces(&pdf), text), is_there, "{text}");
    }
    for block in &mut other.blocks {
        if let PaperBlock::Totals { totals } = block {
            totals[0].value.text = "100.01".into();
        }
    }
    assert_ne!(print(&other).bytes, printed.bytes);
}
