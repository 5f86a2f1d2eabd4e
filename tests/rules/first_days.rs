//! What coordinators met in their first days at the desk: keys that nobody sees, figures that do not
//! mean what their heading says, the wrong command on top.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use crate::common::TestBook;
use crate::common::headless::Headless;
use daybook::ledger::query::AsOf;
use daybook::tui::settings::Settings;

fn book() -> TestBook {
    let mut test = TestBook::rwanda();
    test.customer("C0001");
    for (date, amount) in [("2026-09-01", "100"), ("2026-09-02", "200"), ("2026-09-03", "400")] {
        test.invoice("C0001", date, date, amount);
    }
    test
}

fn desk(test: &mut TestBook) -> Headless {
    test.close();
    let mut desk = Headless::open(&test.folder(), Settings::default(), 80, 24);
    desk.sees(&["of 1"]);
    desk
}

#[test]
fn nothing_is_posted_by_keys_in_a_window_too_small_to_show_anything() {
    let mut test = book();
    let mut desk = desk(&mut test);
    desk.types("customer").sees(&["▸ Customer C0001"]);
    desk.resizes(60, 15).sees(&["needs a window of 60×16", "keys do nothing"]);
    desk.types("<enter>p<ctrl-s><enter>").rests();
    desk.resizes(80, 24).sees(&["Who is calling?  customer", "700"]);
    // What was typed counts again as soon as it is seen.
    desk.types("<enter>").sees(&["Open items"]).types("p").sees(&["Allocated"]);
    desk.closes();
    test.open();
    assert_eq!(test.balance("C0001", AsOf::default()).balance.to_string(), "700");
}

#[test]
fn leaving_out_one_item_leaves_the_others_what_they_had() {
    let mut test = book();
    let mut desk = desk(&mut test);
    desk.types("customer").sees(&["▸ Customer C0001"]).types("<alt-p>").sees(&["Amount"]);
    desk.types("500<tab><tab><tab><tab>").sees(&["Allocated 500"]);
    desk.types("<down>").sees(&["▸ INV-2026-00001"]).types("<down>").sees(&["▸ INV-2026-00002"]);
    desk.types("o").sees(&["Allocated 300", "On account 200"]);
    desk.closes();
}

#[test]
fn a_paid_invoice_leaves_nothing_in_dispute_in_the_list_of_disputes() {
    let mut test = book();
    test.taken(
        r#"{"do":"open_dispute","invoice":"INV-2026-00001","amount":"100","reason":"price","date":"2026-09-05"}"#,
    );
    test.taken(
        r#"{"do":"open_dispute","invoice":"INV-2026-00003","amount":"150","reason":"price","date":"2026-09-05"}"#,
    );
    test.taken(
        r#"{"do":"record_payment","customer":"C0001","date":"2026-09-10","amount":"100","method":"bank","allocate":[{"invoice":"INV-2026-00001","amount":"100"}]}"#,
    );
    let mut desk = desk(&mut test);
    desk.types("<alt-5>").sees(&["Disputes", "RWF 150 open", "DSP-2026-00001", "DSP-2026-00002"]);
    // It goes on, though nothing is left in dispute: somebody has to answer it.
    desk.types("o").sees(&[
        "open, newest first",
        "DSP-2026-00001",
        "DSP-2026-00002",
        "RWF 150 open",
    ]);
    desk.closes();
}

#[test]
fn a_broken_promise_is_among_the_late_ones() {
    let mut test = book();
    test.taken(
        r#"{"do":"promise","customer":"C0001","invoice":"INV-2026-00001","amount":"100","by":"2026-10-01","date":"2026-09-20"}"#,
    );
    let mut desk = desk(&mut test);
    desk.types("<alt-8>")
        .sees(&["Promises", "broken"])
        .types("oo")
        .sees(&["overdue, newest first", "broken"]);
    desk.closes();
}

#[test]
fn the_palette_puts_the_word_that_was_typed_first() {
    let mut test = book();
    let mut desk = desk(&mut test);
    desk.types("customer").sees(&["▸ Customer C0001"]);
    for (typed, first) in [("write", "▸ Write off"), ("refu", "▸ Refund"), ("report", "▸ Reports")]
    {
        desk.types("<ctrl-p>").sees(&["All commands"]).types(typed).sees(&[first]);
        desk.types("<esc>").sees(&["Who is calling?"]);
    }
    desk.closes();
}

#[test]
fn a_report_opens_at_the_desk_sorts_and_explains_its_figures() {
    let mut test = book();
    test.customer("C0002");
    test.invoice("C0002", "2026-09-04", "2026-09-04", "9000");
    test.close();
    let mut desk = Headless::open(&test.folder(), Settings::default(), 80, 24);
    desk.sees(&["of 2"]).types("<alt-r>").sees(&["▸ Aging by customer", "Open items"]);
    desk.types("<enter>").sees(&["Aging as of", "▸ Customer C0001", "9,700"]);
    desk.types("s").sees(&["▸ Customer C0002", "Total↓"]);
    desk.types("<down>").sees(&["▸ Customer C0001"]).types("=");
    desk.sees(&["Total 700: 3 items", "INV-2026-00001", "INV-2026-00003"]);
    desk.types("<esc>").types("/").types("c0002").sees(&["▸ Customer C0002"]);
    desk.hears_until(|screen| !screen.contains("9,700"));
    desk.types("<enter>").types("@").sees(&["As of which day?"]).types("2026-08-31<enter>");
    desk.sees(&["There is nothing to show."]);
    desk.types("@").types("2026-09-05<enter>").sees(&["as of 05 Sep 2026", "▸ Customer C0002"]);
    desk.types("<enter>").sees(&["Open items"]).types("<esc>").sees(&["as of 05 Sep 2026"]);
    desk.types("<esc>").types("<esc>").sees(&["▸ Aging by customer"]);
    desk.types("<esc>").sees(&["Who is calling?"]);
    desk.closes();
}

#[test]
fn a_report_is_written_as_it_is_shown_and_replaces_a_file_only_after_a_second_enter() {
    let mut test = book();
    test.customer("C0002");
    test.invoice("C0002", "2026-09-04", "2026-09-04", "9000");
    test.close();
    let mut desk = Headless::open(&test.folder(), Settings::default(), 80, 24);
    desk.sees(&["of 2"]).types("<alt-r>").types("<enter>").sees(&["9,700", "Total"]);
    desk.sees(&["←/→ column", "Enter open"]);
    let at = |name: &str| test.dir.path().join(name);
    let writes = |desk: &mut Headless, name: &str| {
        desk.types("w").sees(&["Write to which file"]);
        desk.types(&format!("<ctrl-u>{}<enter>", at(name).display()));
    };
    writes(&mut desk, "all.csv");
    desk.sees(&["Written to"]);
    let read = |name: &str| fs::read_to_string(at(name)).unwrap();
    assert_eq!(read("all.csv").lines().filter(|line| line.contains("C000")).count(), 2);
    let mode = fs::metadata(at("all.csv")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600, "only its owner reads it");
    // What is filtered out is not written, and what is there is not replaced by one Enter.
    desk.types("/").types("c0002<enter>").hears_until(|screen| !screen.contains("9,700"));
    writes(&mut desk, "all.csv");
    desk.sees(&["already exists"]);
    assert_eq!(read("all.csv").lines().filter(|line| line.contains("C000")).count(), 2);
    desk.types("<enter>").sees(&["Written to"]);
    assert_eq!(read("all.csv").lines().filter(|line| line.contains("C000")).count(), 1);
    // Another name asks again.
    fs::write(at("kept.txt"), "mine").unwrap();
    writes(&mut desk, "all.csv");
    desk.sees(&["already exists"]);
    desk.types(&format!("<ctrl-u>{}<enter>", at("kept.txt").display()));
    desk.hears_until(|screen| screen.contains("already exists")).rests();
    assert_eq!(read("kept.txt"), "mine");
    desk.types("<esc>");
    writes(&mut desk, "all.pdf");
    desk.sees(&["ends in .csv or .txt"]).types("<esc>");
    writes(&mut desk, "new.txt");
    desk.sees(&["Written to"]);
    assert!(read("new.txt").contains("C0002") && !read("new.txt").contains("C0001"));
    desk.closes();
}

#[test]
fn an_account_that_is_looked_up_while_the_book_opens_can_be_worked_on_at_once() {
    let mut test = book();
    test.close();
    let mut desk = Headless::open(&test.folder(), Settings::default(), 80, 24);
    desk.types_ahead("customer").sees(&["▸ Customer C0001"]);
    desk.types("<alt-p>").sees(&["Amount", "Allocated"]);
    desk.closes();
}
