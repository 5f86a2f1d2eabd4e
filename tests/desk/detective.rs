//! The amount detective: `??1234.56` at the look-up lists the open items that add up to an amount.

use crate::common::TestBook;
use crate::common::headless::Headless;
use daybook::tui::settings::Settings;

/// Two invoices of one customer, one of another: numbers in order.
fn book() -> (TestBook, [String; 3]) {
    let mut test = TestBook::canada();
    let mut bill = |code: &str, amount: &str| {
        let _ = test.post(&format!(
            r#"{{"do":"register_customer","code":"{code}","name":"{code} Stores"}}"#
        ));
        test.invoice(code, "2026-10-02", "2026-11-01", amount)
    };
    let numbers = [bill("ALPHA", "400.25"), bill("ALPHA", "834.31"), bill("BETA", "500")];
    test.close();
    (test, numbers)
}

fn desk(test: &TestBook, language: &str) -> Headless {
    let settings = Settings { language: Some(language.into()), ..Settings::default() };
    Headless::open(&test.folder(), settings, 80, 24)
}

#[test]
fn two_question_marks_and_an_amount_name_the_invoices_that_it_pays() {
    let (test, [first, second, _]) = book();
    let mut desk = desk(&test, "en");
    desk.sees(&["2"]).types("??1234.56").sees(&["Which items add up to", "1234.56"]);
    let both = format!("{first} + {second}");
    desk.types("<enter>").sees(&["▸ ALPHA Stores", &both, "400.25", "834.31"]);
    // Another amount is another question; nothing is said of the one before.
    desk.types("<backspace><backspace>").sees(&["press Enter"]);
    desk.types("<ctrl-u>1199<enter>").sees(&["ALPHA Stores", "paid short by 35.56"]);
    desk.types("<esc>").sees(&["Who is calling?"]);
    desk.types("??500<enter>").sees(&["▸ BETA Stores"]);
    // The next Enter opens the account.
    desk.types("<enter>").sees(&["BETA", "owes"]);
    desk.closes();
}

#[test]
fn what_is_no_amount_is_refused_and_what_nothing_pays_is_said() {
    let (test, _) = book();
    let mut desk = desk(&test, "en");
    desk.sees(&["2"]).types("??abc<enter>").sees(&["abc", "amount"]);
    desk.types("<esc>")
        .types("??9000000<enter>")
        .sees(&["Nothing that is open adds up to CAD 9,000,000.00"]);
    desk.types("<esc><alt-q>").sees(&["Type an amount"]);
    desk.closes();
}

#[test]
fn the_detective_speaks_french_and_reads_a_decimal_comma() {
    let (test, [first, second, _]) = book();
    let mut desk = desk(&test, "fr");
    desk.sees(&["2"])
        .types("??1234,56<enter>")
        .sees(&[&format!("{first} + {second}"), "Quels postes font"]);
    desk.closes();
}
