//! Invoices and statements as text: within 80 cells whatever stands in them, every figure whole.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use common::{TestBook, day};
use daybook::documents::{invoice, statement};
use daybook::domain::Code;
use daybook::ledger::query::statement::{StatementOf, Style};
use unicode_width::UnicodeWidthStr;

const LONG: &str = "Conference folders, printed on both sides, gold edge, A4";
const WIDE: &str =
    "宏達文具用品有限公司印製之會議資料夾及其他辦公室文具用品一批共計三百份含運費及稅";
const UNBROKEN: &str =
    "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft";

fn book(test: &mut TestBook, price: &str, name: &str, description: &str) -> String {
    test.taken(&format!(
        r#"{{"do":"register_customer","code":"C1","name":"{name}","address":"{name}","tax_id":"102345678"}}"#
    ));
    let receipt = test.taken(&format!(
        r#"{{"do":"issue_invoice","customer":"C1","date":"2026-10-02","due":"2026-11-01","reference":"{UNBROKEN}","lines":[{{"description":"{description}","quantity":"3","unit_price":"{price}","discount":"10%"}},{{"description":"Short","quantity":"1","unit_price":"5"}}],"charges":[{{"description":"{description}","amount":"7"}}]}}"#
    ));
    receipt.number("invoice").unwrap().to_string()
}

fn check(page: &str, figures: &[String]) {
    for line in page.lines() {
        assert!(line.width() <= 80, "{} cells: {line}\n{page}", line.width());
    }
    for figure in figures {
        let whole = page.split_whitespace().any(|word| word.trim_end_matches('.') == figure);
        assert!(whole, "no {figure} in:\n{page}");
    }
}

#[test]
fn pages_stay_within_eighty_cells_and_their_figures_whole() {
    for (rwanda, price) in [(true, "12345"), (true, "333333333333333"), (false, "3333333333333.33")]
    {
        for (name, description) in [(LONG, LONG), (WIDE, WIDE), (UNBROKEN, UNBROKEN), ("A", "B")] {
            let mut test = if rwanda { TestBook::rwanda() } else { TestBook::canada() };
            let number = book(&mut test, price, name, description);
            let paid = if rwanda { "1000" } else { "1000.25" };
            test.payment("C1", "2026-11-20", paid, "oldest");
            let shown = test.shown_invoice(&number);
            let figures = [shown.total, shown.net, shown.outstanding, shown.lines[0].net];
            let figures: Vec<String> = figures.map(daybook::domain::Money::grouped).into();
            let page = invoice::text(&shown);
            check(&page, &figures);
            // Each word of a description is somewhere on it.
            let squeezed =
                |text: &str| text.chars().filter(|it| !it.is_whitespace()).collect::<String>();
            if name == WIDE {
                let longest: String = WIDE.chars().take(8).collect();
                assert!(squeezed(&page).contains(&longest), "{page}");
            }
            for style in [Style::OpenItem, Style::BalanceForward] {
                let asked = StatementOf {
                    customer: Code("C1".into()),
                    style,
                    from: Some(day("2026-10-01")),
                    to: Some(day("2026-11-21")),
                    known_at: None,
                    since: None,
                };
                let said = test.ask(&asked).unwrap();
                check(&statement::text(&said), &[said.closing.grouped(), shown.total.grouped()]);
            }
        }
    }
}

#[test]
fn unit_prices_show_the_currencys_decimals_at_least() {
    let mut test = TestBook::canada();
    test.customer("C1");
    for (price, shown) in [("42.5", "42.50"), ("21", "21.00"), ("0.125", "0.125")] {
        let receipt = test.taken(&format!(
            r#"{{"do":"issue_invoice","customer":"C1","date":"2026-11-02","lines":[{{"description":"Work","quantity":"8","unit_price":"{price}"}}]}}"#
        ));
        let page = invoice::text(&test.shown_invoice(receipt.number("invoice").unwrap()));
        assert!(page.split_whitespace().any(|word| word == shown), "no {shown} in:\n{page}");
    }
}
