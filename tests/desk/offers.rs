//! What a screen offers and asks, where a reader stumbled: keys that could do nothing, figures that did
//! not add up, questions away from the eye.

use crate::common::TestBook;
use crate::common::headless::Headless;
use daybook::tui::settings::Settings;

fn book() -> TestBook {
    let mut test = TestBook::rwanda();
    test.taken(r#"{"do":"register_customer","code":"C0001","name":"Kigali Heights"}"#);
    test.invoice("C0001", "2026-10-02", "2026-11-01", "1000");
    test
}

fn desk(mut test: TestBook) -> (TestBook, Headless) {
    test.close();
    let mut desk = Headless::open(&test.folder(), Settings::default(), 80, 24);
    desk.sees(&["of 1"]);
    (test, desk)
}

/// The last line of the screen.
fn hints(desk: &Headless) -> String {
    desk.shows().lines().last().unwrap_or_default().to_string()
}

#[test]
fn the_key_that_discards_a_form_closes_nothing_where_there_is_no_form() {
    let (_test, mut desk) = desk(book());
    desk.types("kig").sees(&["▸ Kigali"]).types("<enter>").sees(&["Open items 1"]);
    desk.types("<alt-z>").sees(&["That key does nothing here", "Open items 1"]);
    // Esc and a letter in one packet still are what they were.
    desk.types("<alt-j>").sees(&["▸ Kigali", "of 1"]);
    desk.closes();
}

#[test]
fn a_list_offers_only_the_filters_and_orders_that_make_a_difference_in_it() {
    let (_test, mut desk) = desk(book());
    desk.types("<alt-0>").sees(&["Journal", "issue invoice"]).rests();
    assert!(!hints(&desk).contains("o show") && !hints(&desk).contains("s sort"));
    desk.types("s").sees(&["That key does nothing here", "newest first"]);
    desk.types("o").sees(&["That key does nothing here", "Journal  all"]);
    desk.types("<alt-2>").sees(&["Customers", "o show", "s sort"]);
    desk.types("s").sees(&["by amount"]).types("s").sees(&["by amount open"]);
    desk.types("s").sees(&["newest first"]);
    desk.types("<alt-3>").sees(&["Invoices"]).types("s").sees(&["by due date"]);
    desk.closes();
}

#[test]
fn a_report_asks_at_the_foot_and_keeps_its_title() {
    let (_test, mut desk) = desk(book());
    desk.types("<alt-r>").sees(&["Aging by customer"]).types("<enter>").sees(&["Kigali Heights"]);
    for (key, question) in [("@", "As of which day?"), ("w", "Write to which file")] {
        desk.types(key).sees(&["Aging as of", question]).rests();
        let screen = desk.shows();
        let asked = screen.lines().position(|line| line.contains(question)).unwrap();
        assert_eq!(asked, 21, "right above the keys:\n{screen}");
        assert!(!hints(&desk).contains("= explain"), "{screen}");
        desk.types("<esc>").sees(&["= explain"]);
    }
    desk.types("/zzz").sees(&["No match. Esc clears the filter."]).rests();
    assert!(!desk.shows().contains("o shows all"));
    // A filter that is left on is seen.
    desk.types("<enter>").sees(&["Aging as of", "· Filter: zzz"]).types("<esc>").rests();
    assert!(!desk.shows().contains("Filter:"), "{}", desk.shows());
    desk.closes();
}

#[test]
fn a_draft_that_was_issued_no_longer_says_how_to_issue_it() {
    let mut test = book();
    test.taken(r#"{"do":"draft_invoice","customer":"C0001","lines":[{"description":"x","quantity":"1","unit_price":"5"}]}"#);
    let (mut test, mut desk) = desk(test);
    desk.types("<alt-9>").sees(&["▸ D000001"]).types("<enter>");
    desk.sees(&["Draft · D000001", "To issue it at today's prices"]);
    desk.closes();
    test.open();
    test.taken(r#"{"do":"issue_draft","draft":"D000001"}"#);
    test.close();
    let mut desk = Headless::open(&test.folder(), Settings::default(), 80, 24);
    desk.sees(&["of 1"]).types("<alt-0>").sees(&["draft invoice"]).types("<down><enter>");
    desk.sees(&["Entry 4"]).types("<enter>").sees(&["Draft · D000001", "issued"]).rests();
    assert!(!desk.shows().contains("To issue it"), "{}", desk.shows());
    desk.closes();
}

#[test]
fn the_parts_of_a_dispute_add_up_and_its_steps_read_as_history() {
    let mut test = book();
    test.taken(
        r#"{"do":"open_dispute","invoice":"INV-2026-00001","amount":"300","reason":"price"}"#,
    );
    test.taken(
        r#"{"do":"resolve_dispute","dispute":"DSP-2026-00001","outcome":"credit","amount":"10"}"#,
    );
    let (_test, mut desk) = desk(test);
    desk.types("<alt-5>").sees(&["▸ DSP-2026-00001"]).types("<enter>");
    desk.sees(&["Original dispute  300", "Credited          10", "Settled otherwise 290"]);
    desk.sees(&["opened", "resolved: credit"]);
    desk.closes();
}

#[test]
fn a_credit_note_says_before_it_is_posted_what_will_stay_on_account() {
    let mut test = book();
    test.payment("C0001", "2026-11-02", "400", "oldest");
    let (_test, mut desk) = desk(test);
    desk.types("kig").sees(&["▸ Kigali"]).types("<enter>").sees(&["▸ INV-2026-00001"]);
    desk.types("r").sees(&["Credit note ·"]).types("<enter>pri");
    desk.sees(&["Credit RWF 1,000", "On account 400"]).types("<ctrl-s>");
    desk.sees(&["Review:", "INV-2026-00001", "600", "On account 400"]);
    desk.closes();
}

#[test]
fn a_payment_that_is_refused_still_shows_what_was_typed_and_names_no_number_it_does_not_have() {
    let mut test = book();
    test.invoice("C0001", "2026-10-03", "2026-11-02", "2000");
    let (_test, mut desk) = desk(test);
    desk.types("kig").sees(&["▸ Kigali"]).types("<enter>").sees(&["Open items 2"]);
    desk.types("<alt-p>")
        .sees(&["Payment ·"])
        .types("500<tab><tab><tab><tab><tab>f<down>700<ctrl-s>");
    desk.sees(&["700 is more than is left of this payment (0)"]).rests();
    let screen = desk.shows();
    let first = screen.lines().find(|line| line.contains("INV-2026-00001")).unwrap();
    assert!(first.trim_end().ends_with('f'), "{screen}");
    desk.closes();
}

#[test]
fn an_account_on_hold_is_not_offered_a_way_to_hold_it_again() {
    let mut test = book();
    test.taken(r#"{"do":"hold_customer","customer":"C0001","reason":"late"}"#);
    let (_test, mut desk) = desk(test);
    desk.types("kig").sees(&["▸ Kigali"]).types("<ctrl-p>account on hold").rests();
    desk.types("<enter>").sees(&["Put on hold ·"]).types("again<ctrl-s>");
    desk.sees(&["C0001 is on hold (late): take it off hold first"]).rests();
    assert!(!desk.shows().contains("give a reason"), "{}", desk.shows());
    desk.closes();
}

#[test]
fn the_item_of_a_promise_shows_what_is_open_on_it() {
    let (_test, mut desk) = desk(book());
    desk.types("kig").sees(&["▸ Kigali"]).types("<alt-c><tab><tab>");
    desk.sees(&["For invoice     INV-2026-00001 1,000 open"]);
    desk.closes();
}

#[test]
fn a_look_up_by_amount_says_that_it_is_one() {
    let mut test = book();
    test.invoice("C0001", "2026-10-03", "2026-11-02", "2279052");
    let (_test, mut desk) = desk(test);
    desk.types("2279052").sees(&["▸ 2,279,052 → Kigali Heights"]).types("<enter>");
    desk.sees(&["▸ INV-2026-00002"]);
    desk.closes();
}

/// An Alt key that has no use where a text is typed says so, and types nothing.
#[test]
fn an_alt_key_without_use_in_a_text_says_so() {
    let (_test, mut desk) = desk(book());
    desk.types("kig").sees(&["▸ Kigali"]).types("<alt-s>").sees(&["That key does nothing here"]);
    desk.types("<alt-i>").sees(&["New invoice"]).types("<alt-j>").sees(&["That key does nothing"]);
    desk.types("<alt-i>").sees(&["That key does nothing here", "New invoice"]);
    desk.closes();
}

/// The keys of the account work on the look-up as well: those about an invoice open the account first.
#[test]
fn the_keys_of_the_account_work_on_the_look_up() {
    let (_test, mut desk) = desk(book());
    desk.types("kig").sees(&["▸ Kigali"]).types("<alt-d>");
    desk.sees(&["Open items 1", "select an invoice, then press d", "▸ INV-2026-00001"]);
    desk.types("<esc>").sees(&["▸ Kigali"]).types("<alt-o>").sees(&["then press o"]);
    desk.types("<esc>").sees(&["▸ Kigali"]).types("<alt-e>").sees(&["Change customer ·"]);
    desk.types("<esc>").sees(&["▸ Kigali"]).types("<alt-y>").sees(&["Payment plan ·"]);
    desk.closes();
}

/// Down from the account goes to its first open item.
#[test]
fn down_from_the_account_goes_to_its_items() {
    let (_test, mut desk) = desk(book());
    desk.types("kig").sees(&["▸ Kigali"]).types("<enter>").sees(&["▸ INV-2026-00001"]);
    desk.types("<backtab>").sees(&["▸ Kigali Heights"]).types("<down>").sees(&["▸ INV-2026-00001"]);
    desk.closes();
}

/// A blank date has the day that the review will show, and not today's where the book takes another.
#[test]
fn a_blank_date_is_the_one_that_the_review_shows() {
    let mut test = book();
    test.taken(r#"{"do":"record_payment","customer":"C0001","amount":"1000","date":"2026-11-10","method":"bank","reference":"R-1","allocate":"none"}"#);
    test.taken(r#"{"do":"record_bank_lines","account":"BK","lines":[{"date":"2026-11-09","amount":"1000","text":"R-1 Kigali Heights"}]}"#);
    let (_test, mut desk) = desk(test);
    desk.types("<alt-l>")
        .sees(&["BL000001"])
        .types("l")
        .sees(&["Link bank line", "PAY-2026-00001"]);
    desk.types("<enter>").sees(&["10 Nov 2026"]).types("<ctrl-s>");
    desk.sees(&["Review: Link bank line", "Date            10 Nov 2026"]);
    desk.closes();
}
