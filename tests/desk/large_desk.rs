//! The desk on an account with more open items than it reads at once: what lies behind the first
//! ones is there when it is come to.

use std::time::{Duration, Instant};

use crate::common::TestBook;
use crate::common::headless::Headless;
use daybook::tui::settings::Settings;

const OPEN: usize = 260;

fn book() -> TestBook {
    let mut test = TestBook::rwanda();
    test.taken(
        r#"{"do":"register_customer","code":"C0001","name":"Kigali Heights Hotel","date":"2020-01-01","terms":"net 30"}"#,
    );
    for _ in 0..OPEN {
        test.invoice("C0001", "2026-10-02", "2026-11-01", "1000");
    }
    test.close();
    test
}

fn desk(test: &TestBook) -> Headless {
    let mut desk = Headless::open(&test.folder(), Settings::default(), 80, 24);
    desk.sees(&["of 1"]).types("kig").sees(&["▸ Kigali", "260,000"]);
    desk
}

#[test]
fn the_sheet_says_how_many_are_open_and_goes_to_the_last_of_them() {
    let test = book();
    let mut desk = desk(&test);
    desk.types("<enter>").sees(&["Open items 260", "INV-2026-00001", "260,000"]);
    desk.types("<end>").sees(&["INV-2026-00260"]);
    desk.types("<home>").sees(&["INV-2026-00001"]);
    desk.closes();
}

#[test]
fn the_sheet_goes_on_where_the_first_ones_end() {
    let test = book();
    let mut desk = desk(&test);
    desk.types("<enter>").sees(&["Open items 260", "INV-2026-00001"]);
    // Where the next ones have not come yet, a page down stops at the last that is known.
    let give_up = Instant::now() + Duration::from_mins(1);
    while !desk.shows().contains("▸ INV-2026-00260") {
        assert!(Instant::now() < give_up, "{}", desk.shows());
        desk.types("<pagedown>");
    }
    desk.closes();
}

#[test]
fn an_invoice_found_by_its_number_is_marked_though_it_is_far_behind() {
    let test = book();
    let mut desk = Headless::open(&test.folder(), Settings::default(), 80, 24);
    desk.sees(&["of 1"]).types("inv-2026-00231").sees(&["▸ INV-2026-00231 → Kigali"]);
    desk.types("<enter>").sees(&["Open items 260", "INV-2026-00231"]);
    // What is done with it is done with that one.
    desk.types("<alt-p>").sees(&["Payment · Kigali", "1,000"]).types("<ctrl-s>");
    desk.sees(&["Review:", "INV-2026-00231"]);
    desk.closes();
}

#[test]
fn a_payment_form_goes_on_where_the_first_ones_end() {
    let test = book();
    let mut desk = desk(&test);
    desk.types("<alt-p>").sees(&["Payment · Kigali", "INV-2026-00001", "+"]);
    desk.types("200000").sees(&["Allocated 200,000", "On account 0"]);
    desk.types("<down><down><down><down><down>");
    for _ in 0..30 {
        desk.types("<pagedown>").rests();
    }
    desk.sees(&["▸ INV-2026-00241"]);
    assert!(!desk.shows().contains("/260+"), "{}", desk.shows());
    desk.closes();
}

#[test]
fn the_end_of_a_number_finds_an_item_that_was_not_read_before() {
    let test = book();
    let mut desk = desk(&test);
    desk.types("<alt-c>").sees(&["Call · Kigali"]);
    desk.types("x<enter><tab>500<enter>+7<enter>231").sees(&["→ INV-2026-00231"]);
    desk.closes();
}
