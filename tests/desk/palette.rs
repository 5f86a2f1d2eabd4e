//! The list of commands: the words of the trade find their command, and what needs a document of the account leads to
//! the account.

use crate::common::TestBook;
use crate::common::headless::Headless;
use daybook::tui::settings::Settings;

fn book() -> TestBook {
    let mut test = TestBook::rwanda();
    test.taken(r#"{"do":"register_customer","code":"C0001","name":"Kigali Heights"}"#);
    test.invoice("C0001", "2026-10-02", "2026-11-01", "318600");
    test.close();
    test
}

/// What the first line is for each of some words, with an account selected on the look-up.
fn finds(language: &str, account: &str, wanted: &[(&str, &str)]) {
    let test = book();
    let settings = Settings { language: Some(language.into()), ..Settings::default() };
    let mut desk = Headless::open(&test.folder(), settings, 80, 24);
    desk.sees(&["1"]).types("kig").sees(&[account]);
    for (typed, first) in wanted {
        desk.types("<ctrl-p>").types(typed);
        let shown = desk.shows();
        let line = shown.lines().find(|line| line.contains('▸')).unwrap_or_default();
        assert!(line.contains(first), "“{typed}”:\n{shown}");
        desk.types("<esc>");
    }
    desk.closes();
}

#[test]
fn the_words_of_the_trade_find_their_command() {
    finds(
        "en",
        "▸ Kigali",
        &[
            ("open a dispute", "Open a dispute on the selected invoice"),
            ("record a promise", "Record a promise to pay"),
            ("letter", "Review the reminders that are due"),
            ("statements", "Review the month's statements"),
            ("month end", "Review the month's statements"),
            ("apply", "Allocate what is left of a payment"),
            ("bad debt", "Write off what is left"),
            ("credit limit", "Change the customer's details"),
            ("credit memo", "Credit the selected invoice"),
            ("phone number", "Change the customer's details"),
            ("NSF", "Record that the bank returned a payment"),
            ("instalments", "Agree a payment plan"),
            ("bill", "Issue an invoice"),
            ("take a payment", "Record a payment"),
            ("reconcile", "Match bank lines one by one"),
            ("Excel", "Import a file"),
            ("exit", "Close the desk"),
            ("search", "Look up who is calling"),
            ("mistake", "Undo: what you posted last"),
            ("history", "The journal, entry by entry"),
            // What a label or a description says counts as before.
            ("credit", "Credit the selected invoice"),
            ("hold", "Put the account on hold"),
            ("undo", "Undo: what you posted last"),
        ],
    );
}

#[test]
fn they_do_in_french() {
    finds(
        "fr",
        "▸ Kigali",
        &[
            ("lettre", "relances"),
            ("lettrer", "Imputer"),
            ("créance irrécouvrable", "Radier"),
            ("limite de crédit", "Modifier"),
            ("encaisser", "paiement"),
            ("impayé", "banque"),
            ("ouvrir un litige", "Ouvrir un litige"),
            ("relevés", "Vérifier les relevés du mois"),
        ],
    );
}

/// On the look-up no invoice is selected: the account opens, and says which key goes on there.
#[test]
fn a_command_about_an_invoice_opens_the_account_and_names_the_key() {
    let test = book();
    let mut desk = Headless::open(&test.folder(), Settings::default(), 80, 24);
    desk.sees(&["of 1"]).types("kig").sees(&["▸ Kigali"]).types("<ctrl-p>open a dispute");
    desk.sees(&["▸ Open a dispute"]).types("<enter>");
    desk.sees(&["Open items 1", "select an invoice, then press d", "▸ INV-2026-00001"]).types("d");
    desk.sees(&["Open dispute · "]).types("<esc>").sees(&["Open items 1"]).types("<esc>");
    desk.sees(&["▸ Kigali"]).types("<ctrl-p>record a promise<enter>");
    desk.sees(&["Open items 1", "select an invoice, then press o"]).types("o").sees(&["Promise ·"]);
    desk.closes();
    // Without an account there is nothing to open.
    let mut desk = Headless::open(&test.folder(), Settings::default(), 80, 24);
    desk.sees(&["of 1"]).types("<ctrl-p>open a dispute").sees(&["(select an invoice"]);
    desk.closes();
}

/// The help of the look-up begins with what is done there, though nobody is selected yet.
#[test]
fn the_help_lists_the_keys_in_their_order() {
    let test = book();
    let mut desk = Headless::open(&test.folder(), Settings::default(), 80, 24);
    desk.sees(&["of 1"]).types("<f1>").sees(&["Keys available here"]);
    let shown = desk.sees(&["Alt-C", "Alt-I", "Alt-P", "(select a customer first)"]).shows();
    let places = ["Open the selected account", "Log a call", "Issue an invoice", "All commands"];
    assert!(places.map(|words| shown.find(words)).is_sorted(), "{shown}");
    desk.closes();
}
