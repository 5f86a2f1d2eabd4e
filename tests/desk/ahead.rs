//! Whole jobs typed without waiting for the book: nothing is lost, nothing is posted twice, nothing goes to the wrong
//! account. What is typed for a screen that nobody has seen is dropped, and that is said.

use crate::common::TestBook;
use crate::common::headless::Headless;
use daybook::ledger::query::outbox::OutboxAfter;
use daybook::ledger::query::show::{Show, Shown};
use daybook::tui::settings::Settings;

/// Three customers, one of whom owes two invoices and another one, a draft and a price.
fn book() -> TestBook {
    let mut test = TestBook::rwanda();
    for (code, name) in
        [("C0001", "Kigali Heights Hotel"), ("C0002", "Kigali Bakery"), ("C0003", "Lac Vert")]
    {
        test.taken(&format!(
            r#"{{"do":"register_customer","code":"{code}","name":"{name}","contact":"Aline","phone":"+250 788 000 001","email":"ap@x.example","terms":"net 30"}}"#
        ));
    }
    test.invoice("C0001", "2026-10-02", "2026-11-01", "318600");
    test.invoice("C0001", "2026-10-20", "2026-11-18", "467100");
    test.invoice("C0002", "2026-10-21", "2026-11-20", "5500");
    for line in [
        r#"{"do":"define_item","code":"ROOM-C","name":"Conference room","price":"150000","tax":"B"}"#,
        r#"{"do":"draft_invoice","customer":"C0003","lines":[{"item":"ROOM-C","quantity":"2"},{"description":"Lunch buffet","quantity":"40","unit_price":"8500","tax":"B"}]}"#,
    ] {
        test.taken(line);
    }
    test.close();
    test
}

fn desk(test: &TestBook) -> Headless {
    let mut desk = Headless::open(&test.folder(), Settings::default(), 80, 24);
    desk.sees(&["of 3"]).rests();
    desk
}

/// What is owed on each invoice.
fn outstanding(test: &TestBook) -> Vec<String> {
    let of = |n| test.shown_invoice(&format!("INV-2026-0000{n}")).outstanding.to_string();
    (1..=3).map(of).collect()
}

#[test]
fn the_account_that_the_arrow_marks_is_opened() {
    let test = book();
    let mut desk = desk(&test);
    desk.types("kigali").sees(&["▸ Kigali"]).rests();
    let second = if desk.shows().contains("▸ Kigali Heights") { "C0002" } else { "C0001" };
    desk.types_ahead("<esc>kigali<down><enter>").sees(&[&format!("· {second}"), "Open items"]);
    desk.closes();
}

#[test]
fn a_payment_is_typed_from_the_name_to_the_review() {
    let mut test = book();
    let mut desk = desk(&test);
    desk.types_ahead("heights<enter>p600<tab><tab>mo<ctrl-s>");
    desk.sees(&["Review: Payment", "Kigali Heights Hotel", "INV-2026-00001", "600"]);
    desk.types_ahead("<enter><f4>bakery<enter>p5500<ctrl-s>");
    desk.sees(&["Review: Payment", "Kigali Bakery", "INV-2026-00003", "5,500"]).rests();
    desk.types_ahead("<enter>").sees(&["PAY-2026-00002 posted"]).rests();
    desk.closes();
    test.open();
    assert_eq!(outstanding(&test), ["318000", "467100", "0"]);
}

/// Once a payment is posted, the next key is for what is open then.
#[test]
fn what_was_just_paid_is_not_paid_again() {
    let mut test = book();
    let mut desk = desk(&test);
    desk.types_ahead("heights<enter>p<ctrl-s>").sees(&["Review: Payment", "318,600"]);
    desk.types_ahead("<enter>p<ctrl-s>").sees(&["Review: Payment", "467,100"]);
    desk.types_ahead("<enter>").sees(&["PAY-2026-00002 posted"]).rests();
    desk.closes();
    test.open();
    assert_eq!(outstanding(&test), ["0", "0", "5500"]);
}

#[test]
fn the_rows_of_a_payment_are_reached_before_they_are_known() {
    let mut test = book();
    let mut desk = desk(&test);
    // From the account as a whole, past the fields, to the second row.
    desk.types_ahead("heights<enter><backtab>p1000<tab><tab>mo<tab><tab><tab>o<down>f<ctrl-s>");
    desk.rests();
    assert!(desk.shows().contains("INV-2026-00002"), "{}", desk.shows());
    desk.sees(&["Review: Payment", "INV-2026-00002"]).types("<enter>").sees(&["PAY-2026-00001"]);
    desk.closes();
    test.open();
    assert_eq!(outstanding(&test), ["318600", "466100", "5500"]);
}

/// Esc saves what was typed before it, though the form was still being filled in.
#[test]
fn what_was_typed_before_esc_is_saved() {
    let test = book();
    let mut desk = desk(&test);
    desk.types("heights").sees(&["▸ Kigali Heights"]).rests();
    desk.types_ahead("<alt-p>700<tab><tab>mo<esc>").sees(&["1 on hold"]).rests();
    desk.types("<alt-b>").sees(&["700", "mobile money"]);
    desk.closes();
}

#[test]
fn an_invoice_is_typed_from_the_name_to_the_review() {
    let mut test = book();
    let mut desk = desk(&test);
    desk.types_ahead("lac<alt-i>room<enter>2<ctrl-n>Lunch<tab>40<tab>8500<ctrl-s>");
    desk.sees(&["Review: New invoice", "Lac Vert", "2 x 150,000", "40 x 8,500"]);
    desk.types_ahead("<enter><f4>bakery").sees(&["▸ Kigali Bakery", "INV-2026-00004"]);
    desk.closes();
    test.open();
    let invoice = test.shown_invoice("INV-2026-00004");
    assert_eq!((invoice.customer.0.as_str(), invoice.lines.len()), ("C0003", 2));
}

#[test]
fn a_call_is_typed_to_its_end_in_one_go() {
    let mut test = book();
    let mut desk = desk(&test);
    desk.types_ahead("heights<alt-c>rang<enter>p 500 fri; d 2 price 40; send 1<enter>");
    desk.sees(&["CALL-2026-00001", "PRM-2026-00001", "DSP-2026-00001", "posted"]).rests();
    desk.closes();
    test.open();
    let it = test.shown_dispute("DSP-2026-00001");
    assert_eq!((it.invoice.0.as_str(), it.original.to_string().as_str()), ("INV-2026-00002", "40"));
}

#[test]
fn a_dispute_is_opened_and_credited() {
    let mut test = book();
    let mut desk = desk(&test);
    desk.types_ahead("heights<enter>d50<enter>pri<ctrl-s>").sees(&["Review: Open dispute", "50"]);
    // The review of the credit is the next thing that is seen.
    desk.types_ahead("<enter>r").sees(&["Review: Credit the dispute", "DSP-2026-00001"]).rests();
    desk.types_ahead("<enter>").sees(&["CN-2026-00001"]).rests();
    desk.closes();
    test.open();
    assert_eq!(outstanding(&test), ["318550", "467100", "5500"]);
}

#[test]
fn an_invoice_is_sent() {
    let mut test = book();
    let mut desk = desk(&test);
    desk.types_ahead("heights<enter><down>t<enter><ctrl-s>");
    desk.sees(&["Review: Send document", "ap@x.example"]);
    desk.types_ahead("<enter><alt-t>").sees(&["Outbox", "DLV-2026-00001"]).rests();
    desk.closes();
    test.open();
    let queued = test.ask(&OutboxAfter::default()).unwrap().rows;
    let documents: Vec<_> = queued.iter().map(|it| it.document.clone().unwrap().0).collect();
    assert_eq!(documents, ["INV-2026-00002"]);
}

/// The list is read again after each call: the next one is the next customer's.
#[test]
fn the_calls_of_a_worklist_are_typed_in_one_go() {
    let mut test = book();
    let mut desk = desk(&test);
    desk.types_ahead("<alt-w>none<enter><enter>");
    desk.sees(&["CALL-2026-00001 posted", "1 done · 1 left"]);
    desk.types_ahead("ntwo<enter><enter>n").sees(&["2 done", "Nobody to call now."]).rests();
    desk.closes();
    test.open();
    let mut called = [1, 2].map(|n| match test.ask(&Show { what: format!("CALL-2026-0000{n}") }) {
        Ok(Shown::Call(it)) => it.customer.0,
        other => panic!("{other:?}"),
    });
    called.sort();
    assert_eq!(called, ["C0001", "C0002"]);
}

#[test]
fn a_call_and_the_next_one_are_typed_in_one_go() {
    let mut test = book();
    let mut desk = desk(&test);
    desk.types_ahead("<alt-w>none<enter><enter>ntwo<enter><enter>");
    desk.sees(&["CALL-2026-00002 posted", "2 done"]).rests();
    desk.closes();
    test.open();
    for (call, note) in [("CALL-2026-00001", "one"), ("CALL-2026-00002", "two")] {
        let it = test.shown_call(call);
        assert_eq!(it.text.note.as_deref(), Some(note));
    }
}

/// What is typed into a draft before it has been read changes the draft, and replaces none of it.
#[test]
fn a_draft_is_changed_before_it_is_read() {
    let mut test = book();
    let mut desk = desk(&test);
    desk.types_ahead("<alt-9>e<tab>3<ctrl-s>").sees(&["Review: Change draft"]);
    desk.sees(&["3 x 150,000", "40 x 8,500"]).types("<enter>").sees(&["Done: Change draft"]);
    desk.closes();
    test.open();
    let it = test.shown_draft("D000001");
    assert_eq!(it.content.lines.len(), 2);
}

#[test]
fn a_row_of_a_list_is_chosen_before_the_list_is_read() {
    let test = book();
    let mut desk = desk(&test);
    desk.types("<alt-3>").sees(&["▸ INV-2026-00003", "  INV-2026-00002"]).rests();
    desk.types("<alt-1>").sees(&["Who is calling?"]);
    desk.types_ahead("<alt-3><down><enter>").sees(&["INV-2026-00002", "Kigali Heights"]);
    desk.types("<alt-1>").sees(&["Who is calling?"]).rests();
    // What is typed into the form of an account that is not read yet does not show a pane.
    desk.types_ahead("<alt-3><down><enter><enter>p500<ctrl-s>");
    desk.sees(&["Review: Payment", "Kigali Heights", "500"]);
    desk.closes();
}

#[test]
fn a_report_is_sorted_and_explained_before_it_is_read() {
    let test = book();
    let mut desk = desk(&test);
    desk.types_ahead("<alt-r><enter>=").sees(&["Aging", "INV-2026-0000"]);
    desk.closes();
}

/// A book with lines of a bank: two that are sure, and one that may be either of two invoices.
fn at_the_bank() -> TestBook {
    let mut test = book();
    test.open();
    test.invoice("C0002", "2026-10-22", "2026-11-21", "7700");
    test.invoice("C0002", "2026-10-23", "2026-11-22", "7700");
    test.taken(
        r#"{"do":"record_bank_lines","account":"BK","lines":[
{"date":"2026-11-10","amount":"318600","payer":"KIGALI HEIGHTS HOTEL","text":"INV-2026-00001"},
{"date":"2026-11-11","amount":"467100","payer":"KIGALI HEIGHTS HOTEL","text":"INV-2026-00002"},
{"date":"2026-11-12","amount":"7700","payer":"KIGALI BAKERY","text":"bread"}]}"#,
    );
    test.close();
    test
}

fn states(test: &TestBook) -> [String; 3] {
    [1, 2, 3].map(|n| match test.ask(&Show { what: format!("BL00000{n}") }).unwrap() {
        Shown::BankLine(it) => it.state,
        other => panic!("{other:?}"),
    })
}

#[test]
fn a_suggestion_is_chosen_before_the_bank_lines_are_read() {
    let mut test = at_the_bank();
    let mut desk = desk(&test);
    desk.types_ahead("<alt-l><tab><tab>2<enter>").sees(&["BL000003 matched", "2 left"]).rests();
    desk.closes();
    test.open();
    let left = |n| test.shown_invoice(&format!("INV-2026-0000{n}")).outstanding.to_string();
    assert_eq!([4, 5].map(left), ["7700", "0"]);
}

/// A pane that is left while it posts is kept until it is answered: what it posted can be taken back.
#[test]
fn what_is_being_matched_is_taken_back_whatever_is_shown_meanwhile() {
    let mut test = at_the_bank();
    let mut desk = desk(&test);
    desk.types("<alt-l>").sees(&["BL000001", "3 left"]).types("<enter>");
    desk.sees(&["BL000001 matched", "2 left", "BL000002"]).rests();
    // The pane itself again, then another one.
    desk.types_ahead("<enter><alt-l>u").sees(&["BL000002 is open again", "2 left"]).rests();
    desk.sees(&[" BL000002 "]).types_ahead("<enter><alt-1><alt-l>u");
    desk.sees(&["BL000002 is open again", "2 left"]).rests();
    desk.sees(&[" BL000002 "]).types_ahead("<enter><alt-1><alt-u>");
    desk.sees(&["Posted by you", "▸ Match bank line", "BL000002"]).rests();
    desk.closes();
    test.open();
    assert_eq!(states(&test), ["matched", "matched", "open"]);
}

/// The line after one that a form took is looked at before it is taken, unless it is sure.
#[test]
fn what_is_typed_behind_a_form_takes_no_line_that_is_not_sure() {
    let mut test = at_the_bank();
    let mut desk = desk(&test);
    desk.types("<alt-l>").sees(&["BL000001", "3 left"]).types("<tab>");
    desk.sees(&[" BL000002 "]).types("d").sees(&["Dismiss bank line"]).types("ours<ctrl-s>");
    desk.sees(&["Review:"]).types_ahead("<enter><enter>").sees(&["2 left"]).rests();
    desk.closes();
    test.open();
    assert_eq!(states(&test), ["open", "dismissed", "open"]);
}

#[test]
fn a_run_of_letters_goes_on_while_another_pane_is_shown() {
    let mut test = book();
    test.open();
    test.taken(
        r#"{"do":"set_dunning_policy","name":"standard","levels":"1, 21","interval_days":14}"#,
    );
    test.close();
    let mut desk = desk(&test);
    desk.types("<alt-g>").sees(&["2 of 2 ticked"]).types("s").sees(&["s again queues"]);
    desk.types_ahead("s<alt-1>").sees(&["2 letters are in the outbox", "Who is calling?"]).rests();
    desk.types("<alt-u>").sees(&["DLV-2026-00001", "DLV-2026-00002"]);
    desk.closes();
    test.open();
    assert_eq!(test.ask(&OutboxAfter::default()).unwrap().rows.len(), 2);
}

/// The same jobs with the desk in French.
#[test]
fn the_jobs_are_typed_in_french() {
    let mut test = book();
    let french = Settings { language: Some("fr".into()), ..Settings::default() };
    let mut desk = Headless::open(&test.folder(), french, 80, 24);
    desk.sees(&["sur 3"]).rests();
    desk.types_ahead("heights<enter>p1 600,00<tab><tab>esp<ctrl-s>");
    desk.sees(&["Kigali Heights Hotel", "1 600", "INV-2026-00001", "espèces"]).rests();
    desk.types_ahead("<enter><f4>heights<alt-c>rappel<enter>p 500 ven<enter>");
    desk.sees(&["CALL-2026-00001", "PRM-2026-00001"]).rests();
    desk.types_ahead("<f4>lac<alt-i>room<enter>2<ctrl-s>").sees(&["Lac Vert", "2 x 150"]).rests();
    desk.types_ahead("<enter><f4>heights<enter>d50<enter>pri<ctrl-s>")
        .sees(&["50", "prix"])
        .rests();
    desk.types_ahead("<enter>").sees(&["DSP-2026-00001"]).rests();
    desk.closes();
    test.open();
    assert_eq!(outstanding(&test), ["317000", "467100", "5500"]);
    assert_eq!(test.shown_invoice("INV-2026-00004").customer.0, "C0003");
}
