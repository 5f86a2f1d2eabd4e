//! Figures of documents, in every language: each reads back as the value of its cell, the totals add
//! up, and they are those of the ledger.

use daybook::documents::paper::{CellValue, Paper, PaperBlock, PaperCell};
use daybook::domain::{Language, Money};
use daybook::ledger::query::show::{Show, Shown};
use daybook::ledger::query::statement::Style;
use daybook::words::Words;
use proptest::prelude::*;
use rust_decimal::Decimal;

use crate::common::TestBook;
use crate::common::properties::properties;
use crate::{cells, paper_in, stated, statement_in};

/// A figure as a language writes it, as a number.
fn read(text: &str, language: Language) -> Decimal {
    let words = Words::in_language(language);
    let mark = |name| words.say(name, &[]);
    let plain = text.replace(&mark("mark-thousands"), "").replace(&mark("mark-decimals"), ".");
    plain.parse().unwrap_or_else(|error| panic!("{text}: {error}"))
}

/// What a cell says is its value, however the language writes it.
fn reads_back(cell: &PaperCell, language: Language) {
    let first = |text: &str| text.split(' ').next().unwrap().to_string();
    let text = cell.text.trim_end_matches(['%', '\u{a0}']);
    match &cell.value {
        CellValue::Money { amount, .. } => assert_eq!(read(text, language), amount.decimal()),
        CellValue::Price { price, .. } => assert_eq!(read(text, language), price.0),
        CellValue::Percent { percent } => assert_eq!(read(text, language), percent.0),
        CellValue::Quantity { quantity, .. } => {
            assert_eq!(read(&first(text), language), quantity.0);
        }
        CellValue::Date { date } => {
            let (day, year) = (date.date().day().to_string(), date.year().to_string());
            let fits = |text: &str| text.starts_with(&day) && text.ends_with(&year);
            assert!(fits(text), "{text} is not {date}");
        }
        CellValue::Text => {}
    }
}

fn amount(cell: &PaperCell) -> Money {
    let CellValue::Money { amount, .. } = cell.value else { panic!("{cell:?} is no amount") };
    amount
}

/// The amounts of the totals: net, taxes, and what stands out.
fn sums(paper: &Paper) -> (Vec<Money>, Money) {
    let totals = paper.blocks.iter().find_map(|block| match block {
        PaperBlock::Totals { totals } => Some(totals),
        _ => None,
    });
    let totals = totals.unwrap();
    let place = totals.iter().position(|total| total.is_main).unwrap();
    let parts = totals[..place].iter().map(|total| amount(&total.value)).collect();
    (parts, amount(&totals[place].value))
}

fn added(all: &[Money]) -> Decimal {
    all.iter().map(|amount| amount.decimal()).sum()
}

/// Checks a document in every language against what the ledger says of it.
fn check(test: &TestBook, number: &str) {
    let shown = test.ask(&Show { what: number.into() }).unwrap();
    for language in Language::ALL {
        let paper = paper_in(test, number, Some(language));
        for cell in cells(&paper) {
            reads_back(cell, language);
        }
        let (net, tax, total) = match &shown {
            Shown::Invoice(it) => (it.net, it.tax, it.total),
            Shown::CreditNote(it) => (it.net, it.tax, it.total),
            _ => continue,
        };
        let (parts, main) = sums(&paper);
        assert_eq!((parts[0], main), (net, total), "{number} {language}");
        assert_eq!(added(&parts[1..]), tax.decimal(), "{number} {language}: {parts:?}");
        assert_eq!(added(&parts), total.decimal(), "{number} {language}");
    }
}

fn check_statements(test: &TestBook) {
    for style in [Style::OpenItem, Style::BalanceForward] {
        let it = stated(test, "C1", style);
        for language in Language::ALL {
            let paper = statement_in(test, "C1", style, Some(language));
            for cell in cells(&paper) {
                reads_back(cell, language);
            }
            let tables = paper.blocks.iter().filter_map(|block| match block {
                PaperBlock::Table(table) => Some(table),
                _ => None,
            });
            let closing = tables.flat_map(|it| &it.rows).find(|row| row.is_sum).unwrap();
            assert_eq!(amount(closing.cells.last().unwrap()), it.closing, "{language}");
        }
    }
}

const RWANDA: [&str; 7] =
    [r#""B""#, r#""A""#, r#""C""#, r#""D""#, r#"["TT","B"]"#, r#"["TT","A"]"#, "[]"];
const CANADA: [&str; 7] = [
    r#"["GST","QST"]"#,
    r#""GST""#,
    r#""HST-ON""#,
    r#""Z""#,
    r#""E""#,
    r#"["GST","PST-BC"]"#,
    "[]",
];

/// A line: which tax, how many hundredths of one, at how much, less how many percent.
type Random = (usize, u32, u32, u32);

fn line((tax, quantity, price, discount): Random, taxes: &[&str; 7], scale: u32) -> String {
    let (quantity, price) = (Decimal::new(quantity.into(), 2), Decimal::new(price.into(), scale));
    format!(
        r#"{{"description":"Line","quantity":"{quantity}","unit_price":"{price}","discount":"{discount}%","tax":{}}}"#,
        taxes[tax]
    )
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..properties(40) })]

    #[test]
    fn every_figure_is_that_of_the_ledger(
        lines in prop::collection::vec((0_usize..7, 1_u32..100_000, 0_u32..100_000_000, 0_u32..100), 1..8),
        inclusive in any::<bool>(),
        paid in 1_u32..100,
    ) {
        for rwanda in [true, false] {
            let (mut test, taxes, scale) = match rwanda {
                true => (TestBook::rwanda(), &RWANDA, 0),
                false => (TestBook::canada(), &CANADA, 2),
            };
            test.customer("C1");
            let lines: Vec<String> = lines.iter().map(|it| line(*it, taxes, scale)).collect();
            let prices = if inclusive { "inclusive" } else { "exclusive" };
            let issued = test.taken(&format!(
                r#"{{"do":"issue_invoice","customer":"C1","date":"2026-11-02","prices":"{prices}","lines":[{}]}}"#,
                lines.join(",")
            ));
            let number = issued.number("invoice").unwrap().to_string();
            check(&test, &number);
            let total = test.shown_invoice(&number).total;
            let part = Money::from_minor(total.minor() * i64::from(paid) / 100, total.scale());
            if part.is_positive() {
                let payment = test.payment("C1", "2026-11-03", &part.to_string(), "oldest");
                check(&test, &payment);
                let credit = format!(
                    r#"{{"do":"credit_invoice","invoice":"{number}","date":"2026-11-04","reason":"price","amount":"{part}"}}"#
                );
                let credited = test.taken(&credit).number("credit_note").unwrap().to_string();
                check(&test, &credited);
            }
            check(&test, &number);
            check_statements(&test);
        }
    }
}

#[test]
fn a_figure_that_is_not_its_value_is_noticed() {
    let figure = Decimal::new(123_456_750, 2);
    for (text, language) in [
        ("1,234,567.50", Language::English),
        ("1\u{a0}234\u{a0}567,50", Language::French),
        ("1.234.567,50", Language::Kinyarwanda),
    ] {
        assert_eq!(read(text, language), figure, "{language}");
    }
    assert_ne!(read("1.234", Language::Kinyarwanda), read("1.234", Language::English));
}
