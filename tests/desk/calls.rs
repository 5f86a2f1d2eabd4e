//! Calls at the desk: from a telephone number to a posted wrap-up, what is shown on the way, and what becomes
//! of a call that is left.

use crate::common::TestBook;
use crate::common::headless::Headless;
use crate::common::pty::Terminal;
use daybook::tui::settings::Settings;

fn fill(mut test: TestBook) -> TestBook {
    for line in [
        r#"{"do":"register_customer","code":"C0001","name":"Kigali Heights Hotel","contact":"Claudine Uwase","phone":"+250 788 123 456","email":"ap@kh.example","terms":"net 30"}"#,
        r#"{"do":"register_customer","code":"C0002","name":"Nyamata Coffee","phone":"0788 999 111"}"#,
    ] {
        test.taken(line);
    }
    test.invoice("C0001", "2026-10-02", "2026-11-01", "318600");
    test.invoice("C0001", "2026-10-20", "2026-11-19", "467100");
    test.close();
    test
}

fn book() -> TestBook {
    fill(TestBook::rwanda())
}

fn desk(test: &TestBook, width: u16, height: u16) -> Headless {
    let mut desk = Headless::open(&test.folder(), Settings::default(), width, height);
    desk.sees(&["of 2"]);
    desk
}

#[test]
fn an_inbound_call_goes_from_a_number_to_a_posted_wrap_up_in_25_keys() {
    let test = fill(TestBook::for_processes());
    let mut desk = Terminal::desk(&test.folder(), 80, 24);
    desk.sees(&["of 2"]);
    let before = desk.keys();
    desk.types("3456").sees(&["▸ +250 788 123 456 → Kigali"]).types("<alt-c>");
    desk.sees(&["Call · Kigali Heights Hotel", "owes RWF 785,700", "INV-2026-00002"]);
    let note = "cheque is with the director, wants a copy";
    desk.types(note).types("<enter>p 200k fri;send 1");
    desk.sees(&["→ Promises RWF 200,000 by", "INV-2026-00001)", "→ Send INV-2026-00001 by e-mail"]);
    desk.types("<enter>").sees(&["CALL-2026-00001", "PRM-2026-00001", "posted"]);
    let keys = desk.keys() - before - note.chars().count();
    assert!(keys <= 25, "{keys} keys");
    println!("{keys} keys from the number to the posted wrap-up, the note's words aside");
    desk.types("<f3>");
    assert_eq!(desk.ends(), 0);
    let mut test = test;
    test.open();
    assert!(test.verify().ok);
    let call = test.shown_call("CALL-2026-00001");
    assert_eq!(call.agreed.len(), 2);
    assert_eq!(call.text.note.as_deref(), Some(note));
}

/// A part of an invoice that is not the first one, from what the customer says on the phone to the credit note that
/// resolves the dispute.
#[test]
fn a_dispute_goes_from_a_call_to_a_credit_note_in_14_keys() {
    let test = fill(TestBook::for_processes());
    let mut desk = Terminal::desk(&test.folder(), 80, 24);
    desk.sees(&["of 2"]).types("kig").sees(&["▸ Kigali"]).types("<alt-c>");
    desk.sees(&["Call · Kigali Heights Hotel", "INV-2026-00002"]);
    let note = "another price was agreed";
    let before = desk.keys();
    desk.types(note).types("<enter>d 2 p 40k");
    desk.sees(&["→ Disputes RWF 40,000 of INV-2026-00002: price"]).types("<enter>");
    desk.sees(&["CALL-2026-00001, DSP-2026-00001 posted", "Enter, then", "r credits the dispute."]);
    desk.types("<enter>").sees(&["▸ INV-2026-00002", "r credit"]).types("r");
    // All is filled in: what is credited, why, on what, and that the dispute ends by it.
    desk.sees(&["Review: Credit the dispute", "INV-2026-00002 disputed: price", "is resolved"]);
    desk.sees(&["RWF 40,000", "credit note CN-2026-00001"]).types("<enter>");
    desk.sees(&["CN-2026-00001 posted"]);
    let keys = desk.keys() - before - note.chars().count();
    println!("{keys} keys from the call to the credit note, the note's words aside");
    assert!(keys <= 14, "{keys} keys");
    ends_credited(test, desk);
}

/// The same without a call, on the account.
#[test]
fn a_dispute_goes_from_the_account_to_a_credit_note_in_11_keys() {
    let test = fill(TestBook::for_processes());
    let mut desk = Terminal::desk(&test.folder(), 80, 24);
    desk.sees(&["of 2"]).types("kig").sees(&["▸ Kigali"]).types("<enter>");
    desk.sees(&["▸ INV-2026-00001"]).types("<down>").sees(&["▸ INV-2026-00002", "d dispute"]);
    let before = desk.keys();
    desk.types("d").sees(&["Open dispute", "INV-2026-00002", "467,100"]);
    desk.types("40k<enter>").sees(&["price, "]).types("p<ctrl-s>").sees(&["Review:", "40,000"]);
    desk.types("<enter>").sees(&["DSP-2026-00001 posted", "r credits the"]);
    desk.sees(&["▸ INV-2026-00002"]).types("r");
    desk.sees(&["Review: Credit the dispute", "RWF 40,000", "CN-2026-00001"]).types("<enter>");
    desk.sees(&["CN-2026-00001 posted"]);
    let keys = desk.keys() - before;
    println!("{keys} keys from the account to the credit note");
    assert!(keys <= 11, "{keys} keys");
    ends_credited(test, desk);
}

/// The dispute of 40,000 on the second invoice is credited and resolved.
fn ends_credited(mut test: TestBook, mut desk: Terminal) {
    desk.types("<f3>");
    assert_eq!(desk.ends(), 0);
    test.open();
    assert!(test.verify().ok);
    let dispute = test.shown_dispute("DSP-2026-00001");
    assert_eq!(
        (dispute.credited.to_string(), dispute.state.as_str()),
        ("40000".into(), "resolved")
    );
    assert_eq!(test.shown_invoice("INV-2026-00002").outstanding.to_string(), "427100");
}

/// Who may be on the line is offered by name; another name is taken as it is typed.
#[test]
fn the_people_who_are_known_are_offered_and_another_name_is_taken() {
    let mut test = book();
    test.open();
    test.taken(
        r#"{"do":"amend_customer","customer":"C0001","contacts":[{"name":"Jean Bosco","phone":"+250 788 000 111"}]}"#,
    );
    test.close();
    let mut desk = desk(&test, 80, 24);
    desk.types("kig").sees(&["▸ Kigali"]).types("<alt-c>").sees(&["Call · Kigali"]);
    desk.types("<up>").sees(&["Claudine Uwase, Jean Bosco"]);
    desk.types("jea").sees(&["→ Jean Bosco"]);
    desk.types("<enter>")
        .types("is well")
        .types("<enter><enter>")
        .sees(&["CALL-2026-00001 posted"]);
    desk.closes();
    test.open();
    let call = test.shown_call("CALL-2026-00001");
    assert_eq!(call.text.contact.as_deref(), Some("Jean Bosco"));
}

/// Who is found by a number of their own is on the line.
#[test]
fn the_contact_whose_number_was_looked_up_is_on_the_line() {
    let mut test = book();
    test.open();
    test.taken(
        r#"{"do":"amend_customer","customer":"C0001","contacts":[{"name":"Jean Bosco","phone":"+250 788 000 111"}]}"#,
    );
    test.close();
    let mut desk = desk(&test, 80, 24);
    desk.types("000111").sees(&["▸ +250 788 000 111"]).types("<alt-c>").sees(&["Jean Bosco"]);
    desk.types("is well").types("<enter><enter>").sees(&["CALL-2026-00001 posted"]);
    desk.closes();
    test.open();
    let call = test.shown_call("CALL-2026-00001");
    assert_eq!(call.text.contact.as_deref(), Some("Jean Bosco"));
}

#[test]
fn what_is_agreed_is_shown_while_it_is_typed_and_what_is_wrong_with_it() {
    let test = book();
    let mut desk = desk(&test, 80, 24);
    desk.types("kig").sees(&["▸ Kigali"]).types("<alt-c>").sees(&["p 500 fri · d 1042 price"]);
    desk.types("asks about 2<tab>p").sees(&["“p” has no amount. Example: “p 500 fri”"]);
    desk.types(" 200k fri").sees(&["→ Promises RWF 200,000 by Fri"]);
    desk.types("; d 2 price 40000").sees(&["→ Disputes RWF 40,000 of INV-2026-00002: price"]);
    desk.types("; cb mon 9:00 Claudine").sees(&["→ Call back Mon", "09:00: Claudine"]);
    desk.types("; d 77 price").sees(&["“77” does not name a document of this account", "Promises"]);
    // Enter takes nothing while a part is wrong.
    desk.types("<enter>").sees(&["✗ ", "“77”", "Wrap up"]);
    for _ in 0.."; d 77 price".len() {
        desk.types("<backspace>");
    }
    desk.sees(&["09:00: Claudine"]).types("<enter>");
    desk.sees(&["CALL-2026-00001, DSP-2026-00001, PRM-2026-00001, CB-2026-00001 posted"]);
    desk.closes();
}

#[test]
fn a_call_that_is_left_is_kept_word_for_word() {
    let test = book();
    let mut desk = desk(&test, 80, 24);
    desk.types("kig").sees(&["▸ Kigali"]).types("<alt-c>").sees(&["Call · Kigali"]);
    desk.types("asks about 2<tab>p 200k fri").sees(&["Promises"]).types("; cb<esc>");
    desk.sees(&["1 on hold"]).types("<alt-b>").sees(&["asks about 2", "p 200k fri; cb"]);
    desk.types(" mon 9:00").sees(&["→ Call back Mon"]).types("<enter>");
    desk.sees(&["CALL-2026-00001, PRM-2026-00001, CB-2026-00001 posted"]);
    // It is taken back as a whole.
    desk.types("<alt-u>").sees(&["▸ Call · CALL-2026-00001", "→ Take back what was agreed"]);
    desk.types("<enter>").sees(&["Take back what was agreed"]).types("wrong account<ctrl-s>");
    desk.sees(&["Review:", "Promise PRM-2026-00001 is withdrawn", "CB-2026-00001 is cancelled"]);
    desk.types("<enter>").sees(&["Done: "]);
    desk.closes();
}

#[test]
fn a_small_window_shows_the_line_what_comes_of_it_and_what_is_owed() {
    let test = book();
    let mut desk = desk(&test, 60, 16);
    desk.types("kig").sees(&["▸ Kigali"]).types("<alt-c>").sees(&["Call · Kigali"]);
    desk.types("asks<tab>p 200k fri; d 2 price 40k; cb mon 9:00");
    desk.sees(&["p 200k fri", "Promises RWF 200,000", "Disputes", "Call back", "owes RWF 785,700"]);
    // However much is agreed, the keys below stay as they are.
    desk.types("; send 1; send 2; send statement; cb tue 9:00 Claudine Uwase at the front desk, about both");
    desk.sees(&["more", "Ctrl-S review", "Enter post"]);
    desk.closes();
}

/// A callback at a time when the customer may not be called is warned of while it is typed, and read once
/// more before it is posted; how a call ended is said too.
#[test]
fn a_callback_outside_the_hours_and_how_a_call_ended_are_said_beforehand() {
    let mut test = book();
    test.open();
    test.taken(r#"{"do":"set_calling_hours","customer":"C0001","from":"9","to":"12"}"#);
    test.close();
    let mut desk = desk(&test, 80, 24);
    desk.types("kig").sees(&["▸ Kigali"]).types("<alt-c>").sees(&["Call · Kigali"]);
    desk.types("rang<enter>o voicemail").sees(&["→ Call ended: voicemail"]);
    desk.types("; cb mon 10:00").sees(&["→ Call back Mon 23 Nov 10:00"]);
    assert!(!desk.shows().contains("! "), "{}", desk.shows());
    desk.types("<backspace><backspace><backspace><backspace><backspace>14:30");
    desk.sees(&["14:30 for the customer", "from 09:00 to 12:00"]).types("<enter>");
    desk.sees(&["Review:", "14:30 for the customer"]).types("<enter>");
    desk.sees(&["CALL-2026-00001, CB-2026-00001 posted"]);
    desk.closes();
}

/// The invoice that the call is about comes first beside it, and what is on account last, however early its day.
#[test]
fn the_invoice_that_a_call_is_about_comes_before_small_credits() {
    let mut test = book();
    test.open();
    test.payment("C0001", "2026-09-01", "530", "none");
    test.close();
    let mut desk = desk(&test, 80, 24);
    desk.types("kig").sees(&["▸ Kigali"]).types("<enter>").sees(&["▸ INV-2026-00001"]);
    desk.types("<down>").sees(&["▸ INV-2026-00002"]).types("c").sees(&["Call · Kigali"]);
    let shown = desk.sees(&["INV-2026-00001", "PAY-2026-00001"]).shows();
    let places = ["INV-2026-00002", "INV-2026-00001", "PAY-2026-00001"].map(|it| shown.find(it));
    assert!(places.is_sorted(), "{shown}");
    desk.closes();
}

/// A customer is on one call at a time: the one that was put on hold goes on, wherever the call is begun again.
#[test]
fn a_second_call_with_a_customer_resumes_the_one_on_hold() {
    let test = book();
    let mut desk = desk(&test, 80, 24);
    desk.types("kig").sees(&["▸ Kigali"]).types("<alt-c>").sees(&["Call · Kigali"]);
    desk.types("asks about 2<esc>").sees(&["1 on hold", "▸ Kigali"]).types("<alt-c>");
    desk.sees(&["Call · Kigali", "asks about 2", "This call was on hold"]).types("<esc>");
    desk.sees(&["1 on hold", "▸ Kigali"]).types("<enter>").sees(&["Open items"]).types("c");
    desk.sees(&["asks about 2"]).types("<esc><esc>").sees(&["1 on hold", "▸ Kigali"]);
    // Another customer's is another call.
    desk.types("nyam").sees(&["▸ Nyamata"]).types("<alt-c>").sees(&["Call · Nyamata", "p 500 fri"]);
    assert!(!desk.shows().contains("asks about 2"), "{}", desk.shows());
    desk.types("<esc>").sees(&["1 on hold"]);
    desk.closes();
}

/// The call that the worklist begins is the same one, as it was typed.
#[test]
fn the_worklist_resumes_a_call_as_it_was_typed() {
    let test = book();
    let mut desk = desk(&test, 80, 24);
    desk.types("kig").sees(&["▸ Kigali"]).types("<alt-c>").sees(&["Call · Kigali"]);
    desk.types("asks about 2<esc>").sees(&["1 on hold"]).types("<alt-w>").sees(&["▸ not called"]);
    desk.types("n").sees(&["Call · Kigali", "asks about 2", "Direction       incoming"]);
    desk.closes();
}

#[test]
fn the_line_is_seen_in_a_narrow_window_of_any_height() {
    let test = book();
    let mut desk = desk(&test, 80, 24);
    desk.types("kig").sees(&["▸ Kigali"]).types("<alt-c>").sees(&["Wrap up", "owes RWF 785,700"]);
    for (width, height) in [(60, 20), (60, 24), (60, 16), (79, 30), (80, 16), (80, 24)] {
        desk.resizes(width, height).sees(&[" Note", " Wrap up", "owes RWF 785,700"]);
        desk.types("<up>").sees(&[" Wrap up"]).types("<down>");
    }
    desk.closes();
}

/// What is agreed and typed into the note would promise nothing.
#[test]
fn a_line_typed_into_the_note_is_told_where_it_goes() {
    let test = book();
    let mut desk = desk(&test, 80, 24);
    desk.types("kig").sees(&["▸ Kigali"]).types("<alt-c>").sees(&["Call · Kigali"]);
    let said = "→ only a note: type it below";
    for note in ["p 200k fri", "d 2 price", "cb mon 9:00; n is well"] {
        desk.types("<ctrl-u>").types(note).sees(&[said]);
    }
    for note in
        ["promised to pay", "dispute on 42", "note the new address", "send a copy", "is well"]
    {
        desk.types("<ctrl-u>").types(note);
        assert!(!desk.shows().contains(said), "{}", desk.shows());
    }
    desk.types("<ctrl-u>p 200k fri").sees(&[said]).types("<enter>n").rests();
    assert!(!desk.shows().contains(said), "{}", desk.shows());
    desk.closes();
}

/// A part of the line in a field below it is told where it belongs, and only what was typed is reviewed.
#[test]
fn a_part_of_the_line_typed_into_a_field_is_told_where_it_goes() {
    let test = book();
    let mut desk = desk(&test, 80, 24);
    desk.types("kig").sees(&["▸ Kigali"]).types("<alt-c>").sees(&["Call · Kigali"]);
    desk.types("rang<tab><tab>p 200k fri").sees(&["✗ “p 200k fri” belongs on the line “Wrap up”"]);
    desk.types("<ctrl-u>200k<tab>fri<ctrl-s>").sees(&["Review: Call", "200,000", "27 Nov 2026"]);
    // Of a dispute nothing was typed, so nothing is said of its invoice.
    assert!(!desk.shows().contains("On invoice"), "{}", desk.shows());
    desk.sees(&["For invoice"]).types("<esc><alt-z><alt-z>").sees(&["▸ Kigali"]).types("<alt-c>");
    desk.sees(&["Call · Kigali"]).types("rang<ctrl-s>").sees(&["Review: Call", "rang"]);
    assert!(!desk.shows().contains("For invoice"), "{}", desk.shows());
    desk.closes();
}

/// 500 000 on the third invoice, or 3,500,000 where 1,385,700 is owed: only the first can be meant.
#[test]
fn a_promise_of_more_than_is_owed_is_not_asked_about() {
    let mut test = book();
    test.open();
    test.invoice("C0001", "2026-11-02", "2026-12-02", "600000");
    test.close();
    let mut desk = desk(&test, 80, 24);
    desk.types("kig").sees(&["▸ Kigali"]).types("<alt-c>").sees(&["Call · Kigali"]);
    desk.types("rang<enter>p 3 500 000 fri").sees(&["→ Promises RWF 500,000", "INV-2026-00003"]);
    desk.types("<ctrl-u>p 3 200 fri")
        .sees(&["could be one amount, or an amount on INV-2026-00003"]);
    desk.types("<ctrl-u>p 500 feb").sees(&["“feb” is not a day", "Days: fri, +7, eom, 10 dec"]);
    desk.types("<ctrl-u>d dam 100k").sees(&["“d dam 100k” has no invoice"]);
    desk.closes();
}

/// All of a call is typed before the account has been read.
#[test]
fn a_call_typed_ahead_has_its_contact() {
    let mut test = book();
    let mut desk = desk(&test, 80, 24);
    desk.types("<alt-w>").sees(&["▸ not called"]).rests();
    desk.types_ahead("nrang<enter>p 200k 12 dec<enter>");
    desk.sees(&["CALL-2026-00001, PRM-2026-00001 posted"]);
    desk.closes();
    test.open();
    let call = test.shown_call("CALL-2026-00001");
    assert_eq!(call.text.contact.as_deref(), Some("Claudine Uwase"));
}

#[test]
fn a_call_typed_ahead_and_refused_knows_its_account() {
    let test = book();
    let mut desk = desk(&test, 80, 24);
    desk.types("<alt-w>").sees(&["▸ not called"]).rests();
    desk.types_ahead("nrang<enter>p 12dec<enter>");
    desk.sees(&["✗ ", "owes RWF 785,700", "Claudine Uwase", "INV-2026-00002"]);
    desk.types("<ctrl-u>p 200k 12 dec<enter>").sees(&["CALL-2026-00001, PRM-2026-00001 posted"]);
    desk.closes();
}

/// A call from the worklist that was put on hold ends where it began, so that n calls the next customer.
#[test]
fn a_call_from_the_worklist_is_resumed_above_the_worklist() {
    let test = book();
    let mut desk = desk(&test, 80, 24);
    desk.types("<alt-w>").sees(&["▸ not called"]).types("n").sees(&["Call · Kigali"]);
    desk.types("asks about 2<alt-k>").sees(&["1 on hold", "Who is calling?"]).types("<alt-b>");
    desk.sees(&["Call · Kigali", "asks about 2"]).types("<enter><enter>");
    desk.sees(&["CALL-2026-00001", "Worklist", "1 done"]);
    desk.closes();
}
