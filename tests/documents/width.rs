//! Pages of text stay within 80 cells whatever is on them, and every figure is whole and apart from
//! the next.

use daybook::documents::paper::Paper;
use daybook::documents::text;
use daybook::domain::Language;
use daybook::domain::money::padded;
use daybook::ledger::query::statement::Style;
use proptest::prelude::*;
use rust_decimal::Decimal;
use unicode_width::UnicodeWidthStr;

use crate::common::TestBook;
use crate::common::properties::properties;
use crate::{figures, paper, paper_in, statement_in};

const LONG: &str = "Conference folders, printed on both sides, gold edge, A4";
const WIDE: &str =
    "宏達文具用品有限公司印製之會議資料夾及其他辦公室文具用品一批共計三百份含運費及稅";
const UNBROKEN: &str =
    "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft";

/// Letters that a figure could run together with.
fn is_of_figure(letter: char) -> bool {
    letter.is_ascii_digit() || [',', '.', '\u{a0}', '-'].contains(&letter)
}

/// Whether a figure stands on the page whole: not within a longer one, nor parted.
fn has_whole(page: &str, figure: &str) -> bool {
    page.match_indices(figure).any(|(at, _)| {
        let before = page[..at].chars().next_back();
        let mut after = page[at + figure.len()..].chars();
        let next = after.next();
        // A full stop ends a sentence; a point is followed by a digit.
        let ends = match next {
            // A currency stands behind a no-break space.
            Some('.' | '\u{a0}') => after.next().is_none_or(|letter| !letter.is_ascii_digit()),
            Some(letter) => !is_of_figure(letter),
            None => true,
        };
        before.is_none_or(|letter| !is_of_figure(letter)) && ends
    })
}

fn check(paper: &Paper) {
    let page = text::text(paper);
    for line in page.lines() {
        assert!(line.width() <= 80, "{} cells: {line}\n{page}", line.width());
    }
    for figure in figures(paper) {
        assert!(has_whole(&page, &figure), "no {figure} in:\n{page}");
    }
}

#[test]
fn a_figure_that_is_parted_or_runs_into_another_is_noticed() {
    assert!(has_whole("Total  1,234.50\n", "1,234.50"));
    assert!(has_whole("Still to pay: 12.", "12"));
    assert!(!has_whole("Total  1,234.505", "1,234.50"));
    assert!(!has_whole("Total  1,2\n34.50", "1,234.50"));
    assert!(!has_whole("5001,234.50", "1,234.50"));
    assert!(has_whole("1\u{a0}234\u{a0}RWF", "1\u{a0}234"));
    assert!(!has_whole("1\u{a0}234\u{a0}567", "1\u{a0}234"));
}

/// A customer with an invoice, a credit note on it and two payments, all with these texts and this
/// price; the numbers of the documents.
fn book(test: &mut TestBook, price: &str, name: &str, description: &str) -> Vec<String> {
    test.taken(&format!(
        r#"{{"do":"register_customer","code":"C1","name":"{name}","address":"{name}","city":"{name}","tax_id":"102345678"}}"#
    ));
    let issued = test.taken(&format!(
        r#"{{"do":"issue_invoice","customer":"C1","date":"2026-10-02","due":"2026-11-01","reference":"{UNBROKEN}","lines":[{{"description":"{description}","quantity":"3","unit_price":"{price}","discount":"10%"}},{{"description":"Short","quantity":"1","unit_price":"5"}}],"charges":[{{"description":"{description}","amount":"7"}}]}}"#
    ));
    let invoice = issued.number("invoice").unwrap().to_string();
    let credited = test.taken(&format!(
        r#"{{"do":"credit_invoice","invoice":"{invoice}","date":"2026-11-02","reason":"price","lines":[{{"description":"{description}","quantity":"1","unit_price":"{price}"}}]}}"#
    ));
    let total = test.shown_invoice(&invoice).outstanding;
    let paid = test.payment("C1", "2026-11-20", "7", "oldest");
    let rest = test.payment("C1", "2026-11-21", &total.to_string(), "oldest");
    vec![invoice, credited.number("credit_note").unwrap().to_string(), paid, rest]
}

fn check_all(test: &TestBook, numbers: &[String]) {
    for language in Language::ALL {
        for number in numbers {
            check(&paper_in(test, number, Some(language)));
        }
        for style in [Style::OpenItem, Style::BalanceForward] {
            check(&statement_in(test, "C1", style, Some(language)));
        }
    }
}

#[test]
fn pages_stay_within_eighty_cells_and_their_figures_whole() {
    for (rwanda, price) in [(true, "12345"), (true, "333333333333333"), (false, "3333333333333.33")]
    {
        for (name, description) in [(LONG, LONG), (WIDE, WIDE), (UNBROKEN, UNBROKEN), ("A", "B")] {
            let mut test = if rwanda { TestBook::rwanda() } else { TestBook::canada() };
            let numbers = book(&mut test, price, name, description);
            check_all(&test, &numbers);
            // Each letter of a description is somewhere on it.
            let squeezed =
                |text: &str| text.chars().filter(|it| !it.is_whitespace()).collect::<String>();
            if name == WIDE {
                let page = text::text(&paper(&test, &numbers[0]));
                let longest: String = WIDE.chars().take(8).collect();
                assert!(squeezed(&page).contains(&longest), "{page}");
            }
        }
    }
}

#[test]
fn numbers_and_prices_of_any_length_have_room() {
    let mut test = TestBook::canada();
    test.customer("C1");
    let number = "X".repeat(32);
    test.taken(&format!(
        r#"{{"do":"bring_in_receivable","number":"{number}","customer":"C1","date":"2026-10-02","due":"2026-11-01","amount":"9000000000000.00"}}"#
    ));
    let issued = test.taken(
        r#"{"do":"issue_invoice","customer":"C1","date":"2026-11-02","lines":[{"description":"Grains","quantity":"999999999.125","unit_price":"0.000000000125","tax":["GST","QST"]},{"description":"Hours","quantity":"123456789.125","unit_price":"1.000001","tax":["GST","QST"],"discount":"12.3456%"}]}"#,
    );
    let issued = issued.number("invoice").unwrap().to_string();
    check_all(&test, &[issued, number]);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..properties(24) })]

    #[test]
    fn any_amount_has_room(digits in 1_u32..16, first in 1_i64..10, words in 1_usize..56) {
        let minor = (first * 10_i64.pow(digits - 1) / 4).max(1);
        for (mut test, scale) in [(TestBook::rwanda(), 0_u8), (TestBook::canada(), 2)] {
            let price = padded(Decimal::new(minor, scale.into()), scale);
            let numbers = book(&mut test, &price, LONG, &LONG[..words]);
            check_all(&test, &numbers);
        }
    }
}

#[test]
fn unit_prices_show_the_currencys_decimals_at_least() {
    let mut test = TestBook::canada();
    test.customer("C1");
    for (price, shown, french) in
        [("42.5", "42.50", "42,50"), ("21", "21.00", "21,00"), ("0.125", "0.125", "0,125")]
    {
        let receipt = test.taken(&format!(
            r#"{{"do":"issue_invoice","customer":"C1","date":"2026-11-02","lines":[{{"description":"Work","quantity":"8","unit_price":"{price}"}}]}}"#
        ));
        let number = receipt.number("invoice").unwrap();
        assert!(figures(&paper(&test, number)).contains(&shown.to_string()), "{shown}");
        let paper = paper_in(&test, number, Some(Language::French));
        assert!(figures(&paper).contains(&french.to_string()), "{french}");
    }
}
