//! A dispute at the desk: its age against its days, a part of it split off and joined again, and the keys
//! on its invoice.

use crate::common::headless::Headless;
use crate::common::{TestBook, day};
use daybook::ledger::query::show::{Show, Shown};
use daybook::tui::settings::Settings;

fn book() -> TestBook {
    let mut test = TestBook::rwanda();
    test.close();
    test.options.today = Some(day("2026-11-15"));
    test.open();
    test.taken(r#"{"do":"register_customer","code":"C0001","name":"Kigali Heights"}"#);
    test.invoice("C0001", "2026-10-02", "2026-11-01", "318600");
    test.taken(
        r#"{"do":"open_dispute","invoice":"INV-2026-00001","amount":"40000","reason":"price","due":"2026-11-19"}"#,
    );
    test.close();
    test.options.today = Some(day("2026-11-21"));
    test
}

#[test]
fn a_dispute_shows_its_age_and_what_a_split_leaves() {
    let test = book();
    let mut desk = Headless::open(&test.folder(), Settings::default(), 80, 24);
    desk.sees(&["of 1"]).types("<ctrl-p>All disputes").rests();
    desk.types("<enter>").sees(&["▸ DSP-2026-00001", "2 days overdue"]);
    desk.types("<enter>").sees(&["day 6 of 4: 2 days over the goal"]);
    desk.types("<ctrl-p>split dispute").rests();
    desk.types("<enter>").sees(&["less than 40,000"]).types("15000").sees(&["25,000 stays"]);
    desk.types("<ctrl-s>").sees(&["Review:", "Stays on DSP-2026-00001", "25,000"]);
    desk.types("<enter>").sees(&["posted"]);
    // What joins them again is offered, though its field is blank yet.
    desk.types("<alt-u>").sees(&["▸ Split", "→ Join"]);
    desk.closes();
}

#[test]
fn a_key_on_an_invoice_with_one_dispute_takes_that_one() {
    let mut test = book();
    let mut desk = Headless::open(&test.folder(), Settings::default(), 80, 24);
    desk.sees(&["of 1"]).types("kig").sees(&["▸ Kigali"]).types("<enter>");
    desk.sees(&["▸ INV-2026-00001"]).types("v").sees(&["DSP-2026-00001", "Outcome"]);
    desk.types("<esc>");
    desk.closes();
    test.open();
    test.taken(
        r#"{"do":"open_dispute","invoice":"INV-2026-00001","amount":"500","reason":"other"}"#,
    );
    test.close();
    let mut desk = Headless::open(&test.folder(), Settings::default(), 80, 24);
    desk.sees(&["of 1"]).types("kig").sees(&["▸ Kigali"]).types("<enter>");
    desk.sees(&["▸ INV-2026-00001"]).types("v").sees(&["Select a dispute first"]);
    desk.closes();
}

#[test]
fn whoever_credits_a_dispute_second_is_told_that_it_was_credited() {
    let mut test = book();
    let credits = || {
        let mut desk = Headless::open(&test.folder(), Settings::default(), 80, 24);
        desk.sees(&["of 1"]).types("kig").sees(&["▸ Kigali"]).types("<enter>");
        desk.sees(&["▸ INV-2026-00001"]).types("r").sees(&["Review: Credit the dispute"]);
        desk
    };
    let (mut first, mut second) = (credits(), credits());
    first.types("<enter>").sees(&["CN-2026-00001"]).rests();
    second.types("<enter>").sees(&["Someone else has changed this"]).rests();
    second.types("<ctrl-s>").sees(&["DSP-2026-00001 is resolved already: RWF 40,000 was credited"]);
    second.sees(&["Nothing is left to do, unless more is to be credited"]);
    second.types("<alt-z><alt-z>");
    second.closes();
    first.closes();
    test.open();
    let outstanding = test.shown_invoice("INV-2026-00001").outstanding;
    assert_eq!(outstanding.to_string(), "278600");
}

/// A list of invoices does not know the disputes on them: the key opens the account at the invoice, where the
/// same key takes its dispute.
#[test]
fn a_key_on_an_invoice_of_a_list_finds_its_dispute() {
    let test = book();
    let mut desk = Headless::open(&test.folder(), Settings::default(), 80, 24);
    desk.sees(&["of 1"]).types("<ctrl-p>All invoices").rests();
    desk.types("<enter>").sees(&["▸ INV-2026-00001"]).types("v");
    desk.sees(&["The account is open at INV-2026-00001: press", "Open items"]);
    desk.types("v").sees(&["Resolve dispute", "DSP-2026-00001", "Outcome"]);
    desk.closes();
}

#[test]
fn a_credited_dispute_is_taken_back_in_one_entry() {
    let mut test = book();
    let mut desk = Headless::open(&test.folder(), Settings::default(), 80, 24);
    desk.sees(&["of 1"]).types("kig").sees(&["▸ Kigali"]).types("<enter>");
    desk.sees(&["▸ INV-2026-00001"]).types("r").sees(&["Review: Credit the dispute"]);
    desk.types("<enter>").sees(&["CN-2026-00001", "278,600"]).rests();
    desk.types("<alt-u>")
        .sees(&["▸ Credit the dispute · DSP-2026-00001", "→ Take back resolution"]);
    desk.sees(&["DSP-2026-00001 is reopened and in progress", "CN-2026-00001 is void"]);
    let rows = desk.rests().lines().filter(|line| line.contains(" → ")).count();
    assert_eq!(rows, 1, "{}", desk.shows());
    desk.types("<enter>").sees(&["Take back resolution ·"]).types("<ctrl-s>");
    desk.sees(&["Review:", "DSP-2026-00001 is reopened and in progress", "CN-2026-00001"]);
    assert!(!desk.shows().contains("stays in force"), "{}", desk.shows());
    desk.types("<enter>").sees(&["Done: Take back resolution"]).rests();
    desk.closes();
    test.open();
    assert_eq!(test.shown_invoice("INV-2026-00001").outstanding.to_string(), "318600");
    let of = |what: &str| test.ask(&Show { what: what.into() }).unwrap();
    let Shown::Dispute(dispute) = of("DSP-2026-00001") else { panic!("not a dispute") };
    let Shown::CreditNote(credit) = of("CN-2026-00001") else { panic!("not a credit note") };
    assert_eq!((dispute.state.as_str(), credit.state.as_str()), ("in_progress", "void"));
    assert_eq!(dispute.remaining.to_string(), "40000");
    assert!(test.verify().ok);
}

/// Reopening a dispute that was credited says that its credit note stays, before it is posted; voiding one says that it
/// is void.
#[test]
fn the_review_of_a_reopened_dispute_names_the_credit_note_that_stays() {
    let mut test = book();
    test.open();
    test.taken(
        r#"{"do":"resolve_dispute","dispute":"DSP-2026-00001","outcome":"credit","amount":"15000"}"#,
    );
    test.close();
    let mut desk = Headless::open(&test.folder(), Settings::default(), 80, 24);
    desk.sees(&["of 1"]).types("<ctrl-p>All disputes").rests();
    desk.types("<enter>").sees(&["▸ DSP-2026-00001"]).types("<enter>").rests();
    desk.types("<ctrl-p>reopen dispute").rests();
    desk.types("<enter>").sees(&["Reopen dispute"]).types("<ctrl-s>").sees(&[
        "Review:",
        "CN-2026-00001 of RWF 15,000 stays in force",
        "void the credit note too",
        "DSP-2026-00001 is reopened and in progress",
    ]);
    desk.types("<enter>").sees(&["in progress", "25,000"]).rests();
    desk.types("<ctrl-p>void dispute").rests();
    desk.types("<enter>").sees(&["Void dispute"]).types("<ctrl-s>");
    desk.sees(&["Review:", "DSP-2026-00001 is void", "25,000"]);
    desk.closes();
}

/// The key for a credit note credits the dispute where there is one, whole or in part; what is credited for something
/// else has its own command and leaves the dispute as it is.
#[test]
fn a_credit_on_a_disputed_invoice_is_the_dispute_s() {
    let test = book();
    let mut desk = Headless::open(&test.folder(), Settings::default(), 80, 24);
    desk.sees(&["of 1"]).types("kig").sees(&["▸ Kigali"]).types("<enter>");
    desk.sees(&["▸ INV-2026-00001"]).types("r");
    desk.sees(&["Review: Credit the dispute", "DSP-2026-00001", "disputed: price", "40,000"]);
    assert!(!desk.shows().contains("No longer disputed"), "{}", desk.shows());
    // A part of it: Esc leads to the amount.
    desk.types("<esc>").sees(&["Credit the dispute", "40000"]).types("15000<ctrl-s>");
    desk.sees(&["Review:", "No longer disputed", "25,000", "DSP-2026-00001 is resolved"]);
    desk.types("<esc><alt-z><alt-z>").sees(&["▸ INV-2026-00001"]);
    desk.types("<ctrl-p>beside the dispute").rests();
    desk.types("<enter>").sees(&["Credit note beside the dispute", "INV-2026-00001", "Credit"]);
    desk.types("500<enter>pri<ctrl-s>").sees(&["Review:", "500"]);
    assert!(!desk.shows().contains("DSP-2026-00001"), "{}", desk.shows());
    desk.closes();
}

/// Resolving in part says what of the dispute is credited, and that nothing of it is disputed any more.
#[test]
fn the_review_of_a_resolved_dispute_says_what_becomes_of_the_rest() {
    let test = book();
    let mut desk = Headless::open(&test.folder(), Settings::default(), 80, 24);
    desk.sees(&["of 1"]).types("kig").sees(&["▸ Kigali"]);
    // The only dispute of the account is meant, in the look-up too.
    desk.types("<alt-v>").sees(&["Resolve dispute", "DSP-2026-00001"]);
    desk.types("c<enter>15000<ctrl-s>").sees(&["Review:", "No longer disputed", "25,000"]);
    desk.types("<esc>").types("<up><up>").types("rej<enter>");
    desk.types("<backspace><backspace><backspace><backspace><backspace><ctrl-s>");
    desk.sees(&["Review:", "No longer disputed", "40,000", "DSP-2026-00001 is resolved"]);
    desk.closes();
}
