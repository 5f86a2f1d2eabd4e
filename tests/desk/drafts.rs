//! A draft opened in the form again: what it says stands there, what is changed is posted, what the
//! form has no fields for stays, and it is taken back.

use crate::common::TestBook;
use crate::common::headless::Headless;
use daybook::ledger::query::show::ShownDraft;
use daybook::tui::settings::Settings;

fn book() -> TestBook {
    let mut test = TestBook::rwanda();
    for line in [
        r#"{"do":"register_customer","code":"C0001","name":"Kigali Heights","terms":"net 30"}"#,
        r#"{"do":"define_item","code":"ROOM-C","name":"Conference room","unit":"day","price":"150000","tax":"B"}"#,
        r#"{"do":"draft_invoice","customer":"C0001","reference":"PO-79","lines":[{"item":"ROOM-C","description":"The large room","quantity":"2","discount":"10%"},{"description":"Lunch buffet","quantity":"40","unit":"plate","unit_price":"8500","tax":"B"}],"charges":[{"description":"Transport","amount":"5000"}]}"#,
    ] {
        test.taken(line);
    }
    test.close();
    test
}

fn draft(test: &TestBook) -> ShownDraft {
    test.shown_draft("D000001")
}

#[test]
fn a_draft_is_changed_in_the_form_and_changed_back() {
    let mut test = book();
    let mut desk = Headless::open(&test.folder(), Settings::default(), 80, 24);
    desk.sees(&["of 1"]).types("<ctrl-p>drafts").rests();
    desk.types("<enter>").sees(&["▸ D000001"]).types("<enter>");
    // Its lines say what is billed, how much of it, and at which price.
    desk.sees(&["The large room", "2 x 150,000 -10%", "Lunch buffet", "40 x 8,500"]);
    desk.types("e").sees(&["Change draft · Kigali Heights · C0001 · D000001", "PO-79"]);
    desk.sees(&["ROOM-C", "10%", "Lunch buffet", "270,000", "340,000"]);
    insta::assert_snapshot!("amend_draft_80x24", desk.rests());
    // Twenty lunches less.
    desk.types("<down><tab>20").sees(&["170,000"]).types("<ctrl-s>");
    desk.sees(&["Review:", "The large room", "20 x 8,500"]);
    desk.types("<enter>").sees(&["Done: Change draft. Alt-U takes it back.", "20 x 8,500"]);
    desk.types("<alt-u>").sees(&["▸ Change draft · D000001", "→ Change draft"]);
    desk.types("<enter>").sees(&["Change draft · Kigali", "340,000"]).types("<ctrl-s>");
    desk.sees(&["Review:", "40 x 8,500"]).types("<enter>").sees(&["Done", "40 x 8,500"]);
    desk.closes();
    test.open();
    let now = draft(&test);
    // 270,000 and 340,000 with 18 %, and 5,000.
    assert_eq!(now.total.minor(), 724_800);
    let lines = &now.content.lines;
    assert_eq!(lines[0].description.as_deref(), Some("The large room"));
    assert_eq!((lines[0].unit_price, lines[1].unit.as_deref()), (None, Some("plate")));
    assert_eq!(now.content.reference.as_deref(), Some("PO-79"));
    assert_eq!(now.content.charges[0].description, "Transport");
    // Each version is in the journal.
    assert!(now.entry > 5 && test.verify().ok);
}

#[test]
fn a_draft_that_was_put_aside_half_changed_comes_back_as_it_was() {
    let mut test = book();
    let mut desk = Headless::open(&test.folder(), Settings::default(), 80, 24);
    desk.sees(&["of 1"]).types("<ctrl-p>drafts").rests();
    desk.types("<enter>").sees(&["▸ D000001"]).types("e").sees(&["Change draft", "PO-79"]);
    // Put aside half-typed, it comes back as it was.
    desk.types("<down><tab>7").sees(&["59,500"]).types("<alt-k>").sees(&["on hold"]);
    desk.types("<alt-b>").sees(&["Change draft", "59,500", "PO-79"]).types("<ctrl-s>");
    desk.sees(&["Review:", "7 x 8,500"]).types("<enter>").sees(&["Done: Change draft"]);
    desk.closes();
    test.open();
    let now = draft(&test);
    assert_eq!(now.content.lines[1].quantity.to_string(), "7");
    assert_eq!(now.content.lines[1].unit.as_deref(), Some("plate"));
}

#[test]
fn the_paper_stands_beside_the_form_and_follows_what_is_typed() {
    let test = book();
    let mut desk = Headless::open(&test.folder(), Settings::default(), 120, 40);
    desk.sees(&["of 1"]).types("kig").sees(&["▸ Kigali"]).types("<alt-i>");
    desk.sees(&["New invoice", "appears here once a line has a price"]);
    desk.types("roo<enter>2").sees(&["INVOICE", "DRAFT", "Kigali Stationers", "354,000"]);
    insta::assert_snapshot!("invoice_with_paper_120x40", desk.rests());
    // Something that is refused leaves it as it was; what is typed next changes it.
    desk.types("<ctrl-n>Lunch<tab>40<tab>8500").sees(&["Lunch", "694,000"]);
    desk.closes();
    // In a narrow window a key turns the form over, and back.
    let mut desk = Headless::open(&test.folder(), Settings::default(), 80, 24);
    desk.sees(&["of 1"]).types("kig").sees(&["▸ Kigali"]).types("<alt-i>").sees(&["New invoice"]);
    desk.types("roo<enter>2").sees(&["Total RWF 354,000"]).types("<ctrl-t>");
    desk.sees(&["INVOICE", "Kigali Stationers", "300,000"]).types("<esc>").sees(&["New invoice"]);
    // What is typed meanwhile changes nothing.
    desk.types("<ctrl-t>").sees(&["INVOICE"]).types("5").sees(&["You cannot type in the preview"]);
    desk.types("q").sees(&["New invoice", "Total RWF 354,000"]);
    desk.closes();
}

#[test]
fn a_long_document_is_scrolled_to_its_total_and_takes_no_text() {
    let test = book();
    let mut desk = Headless::open(&test.folder(), Settings::default(), 80, 24);
    desk.sees(&["of 1"]).types("kig").sees(&["▸ Kigali"]).types("<alt-i>").sees(&["New invoice"]);
    for nth in 1..=20 {
        desk.types(&format!("Crate {nth}<tab>1<tab>1000<ctrl-n>"));
    }
    desk.sees(&["Total RWF 20,000"]).types("<ctrl-t>");
    desk.sees(&["INVOICE", "Crate 1 ", "more lines (Down)", "Esc back", "Down scroll down"]);
    insta::assert_snapshot!("form_preview_80x24", desk.rests());
    desk.types("<down>").sees(&["Crate 1 ", "more lines (Down)"]);
    desk.types("<pagedown>").sees(&["Crate 9 ", "more lines (Down)"]);
    desk.types("<end>").sees(&["Crate 20 ", "Total RWF", "20,000"]);
    assert!(!desk.rests().contains("more line"));
    // From the end one key goes up, and every way back leaves the form as it was.
    let end = desk.rests();
    assert_ne!(desk.types("<up>").rests(), end);
    for back in ["<esc>", "<ctrl-t>", "q"] {
        desk.types("x7").sees(&["You cannot type in the preview: Esc goes back to the form"]);
        desk.types(back).sees(&["New invoice", "Total RWF 20,000"]).types("<ctrl-t>");
        desk.sees(&["INVOICE", "Crate 1 "]);
    }
    desk.types("<esc>").sees(&["New invoice"]).types("<ctrl-s>").sees(&["Review:", "no tax"]);
    desk.closes();
}

#[test]
fn a_preview_says_which_lines_it_leaves_out_and_what_is_not_in_it() {
    let test = book();
    let mut desk = Headless::open(&test.folder(), Settings::default(), 80, 24);
    desk.sees(&["of 1"]).types("kig").sees(&["▸ Kigali"]).types("<alt-i>").sees(&["New invoice"]);
    desk.types("roo<enter>2").sees(&["Total RWF 354,000"]).types("<ctrl-n>PAPER-A4B<tab>3");
    desk.types("<ctrl-t>").sees(&["Line 2 is left out: it has no catalogue item and no price"]);
    desk.sees(&["INVOICE", "354,000"]).types("<esc>").sees(&["New invoice"]);
    desk.types("<ctrl-n>Ream<tab>1<tab>5OO").types("<ctrl-t>");
    desk.sees(&["Line 2 is left out", "What you typed last is not in this preview"]);
    desk.closes();
}
