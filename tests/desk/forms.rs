//! What is typed into forms, and what becomes of it while a form waits: defaults, days, drafts, what
//! others change meanwhile.

use crate::common::TestBook;
use crate::common::headless;
use crate::common::headless::Headless;
use daybook::ledger::query::show::{Show, Shown};
use daybook::tui::app::DeskEvent;
use daybook::tui::form::kept::SavedForm;
use daybook::tui::settings::Settings;

fn book() -> TestBook {
    let mut test = TestBook::rwanda();
    for line in [
        r#"{"do":"register_customer","code":"C0001","name":"Kigali Heights Hotel","contact":"Claudine Uwase","phone":"0788 123 456","terms":"net 30"}"#,
        r#"{"do":"register_customer","code":"C0002","name":"Nyamata Coffee Cooperative","terms":"net 15"}"#,
        r#"{"do":"define_item","code":"ROOM-C","name":"Conference room","price":"150000","tax":"B"}"#,
    ] {
        test.taken(line);
    }
    test.invoice("C0001", "2026-10-02", "2026-11-01", "318600");
    test.invoice("C0002", "2026-10-20", "2026-11-19", "467100");
    test.close();
    test
}

fn desk(test: &TestBook) -> Headless {
    let mut desk = Headless::open(&test.folder(), Settings::default(), 80, 24);
    desk.sees(&["of 2"]);
    desk
}

#[test]
fn plus_thirty_counts_from_today_in_date_and_from_the_date_in_due() {
    let test = book();
    let mut desk = desk(&test);
    desk.types("kig").sees(&["Kigali Heights Hotel owes"]).types("<alt-i>").sees(&["New invoice"]);
    desk.types("<backtab><backtab><backtab><backtab><backtab><backtab>+30");
    desk.sees(&["Mon 21 Dec 2026"]);
    desk.types("<tab>+30").sees(&["Wed 20 Jan 2027"]).types("<alt-z><alt-z>");
    desk.types("<alt-p>").sees(&["Payment", "318,600"]).types("<tab>+30");
    desk.sees(&["Mon 21 Dec 2026"]).types("<alt-z><alt-z><enter>").sees(&["Open items"]);
    desk.types("r").sees(&["Credit note"]).types("<tab><tab>+30").sees(&["Mon 21 Dec 2026"]);
    desk.closes();
}

#[test]
fn a_form_in_which_nothing_was_typed_just_closes_whatever_the_desk_filled_in() {
    let test = book();
    let mut desk = desk(&test);
    desk.types("kig")
        .sees(&["Kigali Heights Hotel owes"])
        .types("<enter>")
        .sees(&["INV-2026-00001"]);
    // The marked invoice is in the payment's form, to be paid in full; so it is in other forms.
    for (key, title) in [
        ("p", "Payment ·"),
        ("d", "Open dispute ·"),
        ("r", "Credit note ·"),
        ("o", "Promise ·"),
        ("y", "Payment plan ·"),
        ("e", "Change customer ·"),
        ("c", "Call ·"),
        ("i", "New invoice ·"),
    ] {
        desk.types(key).sees(&[title]).rests();
        let shown = desk.types("<esc>").sees(&["Open items"]).rests();
        assert!(!shown.contains("on hold"), "{title}: {shown}");
    }
    // The form that restores a customer as it was is filled in with what it was.
    desk.types("e").sees(&["Change customer"]).types("<tab><tab>0788 999 999<ctrl-s>");
    desk.sees(&["Review:"]).types("<enter>").sees(&["Done: "]);
    desk.types("<alt-u>").sees(&["▸ Change customer"]).types("<enter>");
    desk.sees(&["0788 123 456"]).rests();
    let shown = desk.types("<esc>").rests();
    assert!(!shown.contains("on hold"), "{shown}");
    // What was typed over is kept.
    desk.types("<alt-1>kig").sees(&["Kigali Heights Hotel owes"]).types("<alt-p>");
    desk.sees(&["Payment ·"]).types("<tab>yesterday<esc>").sees(&["1 on hold"]);
    desk.closes();
}

#[test]
fn each_form_has_its_own_defaults_and_the_last_entry_is_repeated_by_a_key() {
    let test = book();
    let mut desk = desk(&test);
    desk.types("kig").sees(&["Kigali Heights Hotel owes"]).types("<alt-p>").sees(&["Payment"]);
    desk.types("100<tab><tab>mo").sees(&["→ mobile money"]).types("<ctrl-s>").sees(&["Review:"]);
    desk.types("<enter>").sees(&["PAY-2026-00001", "posted."]);
    // A call from outside, and an invoice with its taxes in the prices.
    desk.types("<alt-c>").sees(&["Call ·"]).types("rang her<backtab><backtab>o").sees(&["→ out"]);
    desk.types("<ctrl-s>")
        .sees(&["Review:"])
        .types("<enter>")
        .sees(&["CALL-2026-00001", "posted."]);
    desk.types("<alt-i>").sees(&["New invoice"]).types("roo<enter>1");
    desk.types("<backtab><backtab><backtab><backtab>i").sees(&["→ including tax"]);
    desk.types("<alt-k>").sees(&["1 on hold"]);
    // The next forms begin as every form does; what was last is shown, and taken by a key.
    desk.types("kig").sees(&["Kigali Heights Hotel owes"]).types("<alt-p>");
    desk.sees(&["Payment", "bank  last", "last: mobile money, 21 Nov"]);
    desk.types("<tab><tab><alt-d>").sees(&["→ mobile money"]).types("<alt-z><alt-z>");
    desk.types("<alt-c>").sees(&["Call ·", "incoming"]).types("<esc>");
    desk.types("<alt-i>").sees(&["New invoice", "excluding tax"]).types("<esc>");
    desk.closes();
}

#[test]
fn what_is_one_customers_own_is_not_repeated_for_another() {
    let test = book();
    let mut desk = desk(&test);
    desk.types("kig").sees(&["Kigali Heights Hotel owes"]).types("<alt-p>").sees(&["Allocated"]);
    desk.types("900<tab><tab>mo<tab><ctrl-u>MP-77<tab>1 900<ctrl-s>").sees(&["Review:"]);
    desk.types("<enter>").sees(&["PAY-2026-00001", "posted."]);
    desk.types("<alt-1>nyam").sees(&["▸ Nyamata"]).types("<alt-p>").sees(&["Allocated"]);
    desk.types("<tab><tab><alt-d>").sees(&["→ mobile money"]).types("<tab><alt-d>");
    desk.sees(&["MP-77"]).types("<tab><alt-d>").sees(&["The last entry was for another customer"]);
    desk.types("<alt-z><alt-z>kig").sees(&["▸ Kigali"]).types("<alt-p>").sees(&["Allocated"]);
    desk.types("<tab><tab><tab><tab><alt-d>").sees(&["1 900"]).types("<alt-z><alt-z>");
    desk.closes();
}

#[test]
fn the_next_caller_replaces_the_last_one_and_the_mark_stays_until_then() {
    let test = book();
    let mut desk = desk(&test);
    desk.types("kig").sees(&["Kigali Heights Hotel owes"]).types("<alt-p>").sees(&["Allocated"]);
    desk.types("100<ctrl-s>")
        .sees(&["Review:"])
        .types("<enter>")
        .sees(&["PAY-2026-00001", "posted."]);
    // The account just worked on is still marked: the next key may be for it.
    desk.sees(&["calling?  kig ", "▸ Kigali"]).types("<alt-c>").sees(&["Call · Kigali"]);
    desk.types("x<alt-z><alt-z>").sees(&["Discarded", "calling?  kig "]);
    desk.types("nyam").sees(&["calling?  nyam ", "▸ Nyamata"]);
    // Put aside by Esc, a sheet that was closed, a document on it.
    desk.types("<alt-i>").sees(&["New invoice"]).types("Flowers<esc>").sees(&["1 on hold"]);
    desk.types("kig").sees(&["calling?  kig ", "▸ Kigali"]).types("<enter>").sees(&["Open items"]);
    desk.types("<enter>").sees(&["Outstanding"]).types("<esc><esc>").sees(&["calling?  kig "]);
    desk.types("<alt-k>").types("ny").sees(&["calling?  ny "]);
    // Help in the middle of a name: that goes on.
    desk.types("<f1>").sees(&["Keys"]).types("<esc>am").sees(&["calling?  nyam ", "▸ Nyamata"]);
    desk.closes();
}

#[test]
fn a_form_put_aside_stays_as_it_is_and_says_what_changed_meanwhile() {
    let test = book();
    let mut desk = desk(&test);
    desk.types("kig").sees(&["Kigali Heights Hotel owes"]).types("<alt-i>").sees(&["New invoice"]);
    desk.types("roo<enter>2").sees(&["Total RWF 354,000"]).types("<alt-k>").sees(&["1 on hold"]);
    desk.types("kig").sees(&["Kigali Heights Hotel owes"]).types("<alt-p>").sees(&["Allocated"]);
    // What the account was is known before the form is put aside.
    desk.types("<tab><tab>mo").rests();
    desk.types("<alt-k>").sees(&["2 on hold"]);
    // Somebody else takes a payment, raises a price and shortens the terms.
    let mut other = Headless::open(&test.folder(), Settings::default(), 80, 24);
    other.sees(&["of 2"]).types("kig").sees(&["Kigali Heights Hotel owes"]).types("<alt-p>");
    other.sees(&["Allocated"]).types("18600<ctrl-s>").sees(&["Review:"]);
    other.types("<enter>").sees(&["PAY-2026-00001", "posted."]);
    other.closes();
    let options = test.options.clone();
    let mut silent = daybook::engine::ports::Silent;
    let session = daybook::engine::Session::open(&test.folder(), options, &mut silent).unwrap();
    let line = r#"{"do":"set_price","item":"ROOM-C","price":"160000"}"#;
    session.post(daybook::engine::intake::read(line).1.unwrap()).unwrap();
    session.close().unwrap();
    desk.types("<alt-b>").sees(&["Payment", "318600", "Meanwhile balance: 318,600 → 300,000"]);
    desk.types("<ctrl-s>").sees(&["Review:", "Meanwhile balance"]).types("<esc><alt-z><alt-z>");
    desk.types("<alt-b>").sees(&["New invoice", "; total: 354,000 → 377,600"]);
    desk.closes();
}

#[test]
fn a_customer_has_a_province_and_a_postal_code_and_all_fields_fit_the_window() {
    let mut test = book();
    let mut desk = desk(&test);
    let all = ["Address", "City", "Region", "Postal code", "Country", "Terms", "Language"];
    desk.types("<ctrl-p>new customer").rests();
    desk.types("<enter>").sees(&all).types("<esc>").rests();
    desk.types("kig").sees(&["Kigali Heights Hotel owes"]).types("<enter>").sees(&["Open items"]);
    desk.types("e").sees(&["Change customer"]).sees(&all);
    desk.types("<tab><tab><tab><tab><tab><tab>QC<tab>H7A 1A1<ctrl-s>");
    desk.sees(&["Review:", "QC", "H7A 1A1"]).types("<enter>").sees(&["Done: "]);
    desk.closes();
    test.open();
    let shown = test.ask(&Show { what: "C0001".into() }).unwrap();
    let Shown::Customer(customer) = shown else { panic!() };
    assert_eq!(customer.details.region.as_deref(), Some("QC"));
    assert_eq!(customer.details.postal_code.as_deref(), Some("H7A 1A1"));
}

#[test]
fn terms_are_typed_as_people_and_other_programs_write_them() {
    let test = book();
    let mut desk = desk(&test);
    desk.types("kig").sees(&["Kigali Heights Hotel owes"]).types("<enter>").sees(&["Open items"]);
    let to_terms = "<tab>".repeat(10);
    for (typed, shown) in [
        ("45", "net 45"),
        ("30 jours", "net 30"),
        ("net45", "net 45"),
        ("net 30 jours", "net 30"),
        ("60 days", "net 60"),
        ("fin de mois + 15", "month"),
    ] {
        desk.types("e").sees(&["Change customer"]);
        desk.types(&format!("{to_terms}<ctrl-u>{typed}<ctrl-s>")).sees(&["Review:", shown]);
        desk.types("<enter>").sees(&["Done: Change customer"]);
    }
    desk.types("e").types(&format!("{to_terms}<ctrl-u>soon<ctrl-s>")).sees(&["soon"]);
    let screen = desk.rests();
    assert!(screen.contains('✗'), "{screen}");
    desk.closes();
}

#[test]
fn a_change_that_changes_nothing_is_not_posted() {
    let test = book();
    let mut desk = desk(&test);
    desk.types("kig").sees(&["Kigali Heights Hotel owes"]).types("<enter>").sees(&["Open items"]);
    desk.types("e").sees(&["Change customer", "0788 123 456"]).types("<ctrl-s>");
    desk.sees(&["Nothing is changed yet"]).types("<esc><ctrl-p>company<enter>");
    desk.sees(&["Company details"]).types("<ctrl-s>").sees(&["Nothing is changed yet"]);
    desk.closes();
}

/// A change of the customer that is half-typed: its telephone.
fn amends(test: &TestBook) -> Vec<SavedForm> {
    let mut desk = desk(test);
    desk.types("kig").sees(&["Kigali Heights Hotel owes"]).types("<enter>").sees(&["Open items"]);
    desk.types("e").sees(&["Change customer", "0788 123 456"]).types("<tab><tab>0788 111 111");
    desk.sees(&["0788 111 111"]).rests();
    let kept = desk.app.half_typed();
    desk.closes();
    // As the file has it.
    serde_json::from_str(&serde_json::to_string(&kept).unwrap()).unwrap()
}

/// Somebody else changes it meanwhile.
fn others_amend(test: &mut TestBook) {
    test.open();
    test.taken(r#"{"do":"amend_customer","customer":"C0001","phone":"0788 222 222","contact":"Aline Uwera"}"#);
    test.close();
}

fn phone(test: &mut TestBook) -> String {
    test.open();
    let shown = test.ask(&Show { what: "C0001".into() }).unwrap();
    test.close();
    let Shown::Customer(customer) = shown else { panic!() };
    assert_eq!(customer.details.contact.as_deref(), Some("Aline Uwera"), "that was not touched");
    customer.details.phone.unwrap()
}

#[test]
fn a_restored_form_asks_before_it_writes_over_what_somebody_else_wrote() {
    let mut test = book();
    let kept = amends(&test);
    others_amend(&mut test);
    let restore = |kept: Vec<SavedForm>, test: &TestBook| {
        let mut desk = Headless::open_again(&test.folder(), kept);
        desk.sees(&["Unfinished entries"])
            .types("<enter>")
            .sees(&["Change customer", "Aline Uwera"]);
        desk.sees(&["“0788 222 222” was written here in the meantime"]).types("<ctrl-s>").rests();
        assert!(!desk.shows().contains("Review"), "{}", desk.shows());
        desk
    };
    // Theirs is taken: there is nothing left to send but the town.
    let mut desk = restore(kept.clone(), &test);
    desk.types("<alt-d><tab><tab><tab>Kigali<ctrl-s>").sees(&["Review:", "Kigali"]);
    desk.types("<enter>").sees(&["Done: Change customer"]);
    desk.closes();
    assert_eq!(phone(&mut test), "0788 222 222");
    // A draft of before bases were kept asks too, and ours is written where that is said.
    let text = serde_json::to_string(&kept).unwrap();
    let mut old: Vec<serde_json::Value> = serde_json::from_str(&text).unwrap();
    let added = ["base", "seen", "came_to", "typed_on"];
    for name in added {
        old[0].as_object_mut().unwrap().remove(name).unwrap();
    }
    old[0]["ids"] = serde_json::json!(["0192f0c1-2d3e-7f40-8a5b-6c7d8e9f0a1b"]);
    let old: Vec<SavedForm> = serde_json::from_value(old.into()).unwrap();
    let mut desk = restore(old, &test);
    desk.types("<enter><ctrl-s>").sees(&["Review:", "0788 111 111", "Meanwhile"]);
    desk.types("<enter>").sees(&["Done: Change customer"]);
    desk.closes();
    assert_eq!(phone(&mut test), "0788 111 111");
}

#[test]
fn what_becomes_of_a_form_on_its_way_is_said_wherever_its_user_is() {
    let mut test = book();
    let mut desk = desk(&test);
    desk.types("kig").sees(&["Kigali Heights Hotel owes"]).types("<enter>").sees(&["Open items"]);
    desk.types("<ctrl-p>void")
        .sees(&["Void the selected invoice"])
        .types("<enter>")
        .sees(&["Void invoice"]);
    desk.types("wrong<tab><tab>INV-2026-00001<ctrl-s>").sees(&["Review:"]);
    let mut other = Headless::open(&test.folder(), Settings::default(), 80, 24);
    other.sees(&["of 2"]).types("kig").sees(&["Kigali Heights Hotel owes"]).types("<alt-p>");
    other.sees(&["Allocated"]).types("<ctrl-s>").sees(&["Review:"]).types("<enter>");
    other.sees(&["PAY-2026-00001", "posted."]);
    // She posts before she hears of it, types on, and looks the next caller up.
    for name in ["enter", "n", "y", "f4", "a", "m"] {
        desk.gives(DeskEvent::Key(headless::key(name)));
    }
    assert!(desk.shows().contains("calling?  nyam"), "{}", desk.shows());
    desk.sees(&["Void invoice was refused. Money or credit is allocated", "▸ Nyamata"]);
    // It is there with all that was typed; a letter was no command to it.
    desk.types("<alt-b>").sees(&["Void invoice", "wrong", "INV-2026-00001"]);
    other.closes();
    desk.closes();
    test.open();
    assert_eq!(test.shown_invoice("INV-2026-00001").state, "issued");
}

#[test]
fn a_refused_date_is_corrected_first_and_a_reason_is_a_field_below() {
    let test = book();
    let mut desk = desk(&test);
    desk.types("kig").sees(&["Kigali Heights Hotel owes"]).types("<alt-i>").sees(&["New invoice"]);
    desk.types("Rooms<tab>1<tab>500<backtab><backtab><backtab><backtab><backtab><backtab>");
    desk.types("<backtab><backtab>1 oct").sees(&["Thu 01 Oct"]).types("<ctrl-s>");
    // What is typed now corrects the date, and is no reason.
    desk.sees(&["Override reason", "later-dated document"]).types("20 nov").sees(&["Fri 20 Nov"]);
    assert!(desk.shows().contains("why you are going ahead anyway"), "{}", desk.shows());
    desk.types("<ctrl-s>").sees(&["Review:", "20 Nov"]).types("<esc>");
    desk.types("<ctrl-u>1 oct")
        .sees(&["Thu 01 Oct"])
        .types("<ctrl-s>")
        .sees(&["later-dated document"]);
    // The reason is in the order of Tab where it is drawn: above the lines, below the fields.
    desk.types("<tab><tab><tab><tab><tab><tab>came by post");
    desk.sees(&["Override reason came by post", "1 oct"]);
    desk.types("<backtab>b").sees(&["Tax on shipping b"]).types("<backspace><tab><tab>");
    desk.types("X").sees(&["RoomsX"]).types("<backspace><up>, late");
    desk.sees(&["came by post, late"]).types("<ctrl-s>").sees(&["Review:", "came by post, late"]);
    desk.closes();
}

#[test]
fn where_no_field_is_at_fault_the_reason_is_asked_for() {
    let mut test = book();
    test.open();
    test.taken(r#"{"do":"hold_customer","customer":"C0001","reason":"cheques returned"}"#);
    test.close();
    let mut desk = desk(&test);
    desk.types("kig").sees(&["Kigali Heights Hotel owes"]).types("<alt-i>").sees(&["New invoice"]);
    desk.types("Rooms<tab>1<tab>500<ctrl-s>").sees(&["is on hold", "Override reason"]);
    desk.types("paid by phone").sees(&["Override reason paid by phone"]);
    desk.closes();
}

#[test]
fn a_digit_or_a_letter_in_a_review_leads_nowhere_and_says_what_can_be_done() {
    let test = book();
    let mut desk = desk(&test);
    desk.types("kig").sees(&["Kigali Heights Hotel owes"]).types("<alt-p>").sees(&["Allocated"]);
    desk.types("<ctrl-s>").sees(&["Review: Payment"]);
    for key in ["3", "0", "x", "é"] {
        desk.types(key).sees(&["Review: Payment", "Enter posts it, Esc goes back to the form"]);
        desk.sees(&["You cannot type in the review"]).types("<down>");
    }
    desk.types("<enter>").sees(&["PAY-2026-00001", "posted."]);
    desk.closes();
}

#[test]
fn what_a_line_lacks_is_said_where_it_is_missing() {
    let test = book();
    let mut desk = desk(&test);
    desk.types("kig").sees(&["Kigali Heights Hotel owes"]).types("<alt-i>").sees(&["New invoice"]);
    desk.types("Rooms<tab>2<tab>").rests();
    assert!(!desk.shows().contains("at least one line"), "{}", desk.shows());
    desk.types("<ctrl-s>").sees(&["Enter a unit price, or choose an item"]);
    // The cursor stands where it is missing, in a line behind one that has its price, too.
    desk.types("500<ctrl-n>Flowers<ctrl-s>").sees(&["Enter a unit price"]).types("70");
    desk.types("<ctrl-s>").sees(&["Review:", "Rooms", "1,000", "Flowers", "70"]);
    desk.closes();
}

#[test]
fn lines_keep_their_figures_where_the_date_is_refused() {
    let test = book();
    let mut desk = desk(&test);
    desk.types("kig").sees(&["Kigali Heights Hotel owes"]).types("<alt-i>").sees(&["New invoice"]);
    desk.types("Rooms<tab>2<tab>150000").sees(&["300,000"]);
    desk.types("<backtab><backtab><backtab><backtab><backtab><backtab><backtab><backtab>1 oct");
    desk.types("<ctrl-s>");
    desk.sees(&["later-dated document", "150,000", "300,000"]);
    desk.closes();
    // Refused from the start: by the catalogue.
    let mut test = test;
    test.open();
    test.taken(r#"{"do":"hold_customer","customer":"C0001","reason":"cheques returned"}"#);
    test.close();
    let mut desk = self::desk(&test);
    desk.types("kig").sees(&["Kigali Heights Hotel owes"]).types("<alt-i>").sees(&["New invoice"]);
    desk.types("roo<enter>2<ctrl-s>").sees(&["is on hold", "150,000", "300,000"]);
    desk.closes();
}

#[test]
fn the_review_of_a_draft_shows_its_lines_as_that_of_an_invoice_does() {
    let test = book();
    let mut desk = desk(&test);
    desk.types("kig")
        .sees(&["Kigali Heights Hotel owes"])
        .types("<ctrl-p>draft an invoice")
        .rests();
    desk.types("<enter>").sees(&["Draft invoice"]).types("roo<enter>2<tab><tab>10<ctrl-n>");
    desk.types("Flowers<tab>3<tab>500").sees(&["270,000", "1,500"]).types("<ctrl-s>");
    desk.sees(&["Review:", "2 x 150,000 -10", "270,000", "3 x 500", "1,500"]).types("<enter>");
    // A draft is owed by nobody: nothing of it is open.
    desk.sees(&["D000001", "posted"])
        .types("<alt-9>")
        .sees(&["▸ D000001", "RWF 320,100 in drafts"]);
    let shown = desk.rests();
    for open in ["100 open", "o show", "Open"] {
        assert!(!shown.contains(open), "{open} in:\n{shown}");
    }
    desk.types("o").sees(&["▸ D000001", "A draft is neither open nor overdue"]);
    desk.closes();
}

#[test]
fn the_review_of_a_refund_has_its_date() {
    let mut test = book();
    test.open();
    test.payment("C0001", "2026-11-20", "900", "none");
    test.close();
    let mut desk = desk(&test);
    desk.types("<alt-4>").sees(&["▸ PAY-2026-00001"]).types("<ctrl-p>refund").rests();
    desk.types("<enter>").sees(&["Refund"]).types("100<ctrl-s>").sees(&["Review:", "21 Nov 2026"]);
    desk.closes();
}

#[test]
fn a_weekday_in_the_date_of_a_document_is_the_last_one_and_elsewhere_the_next() {
    let test = book();
    let mut desk = desk(&test);
    desk.types("kig").sees(&["Kigali Heights Hotel owes"]).types("<alt-i>").sees(&["New invoice"]);
    desk.types("Rooms<tab>1<tab>500<backtab><backtab><backtab><backtab><backtab><backtab>");
    desk.types("<backtab><backtab>fri").sees(&["Fri 20 Nov"]).types("<tab>fri");
    desk.sees(&["Fri 27 Nov"]).types("<ctrl-s>").sees(&["Review:", "20 Nov 2026"]);
    desk.types("<esc><alt-z><alt-z><alt-i>").sees(&["New invoice"]);
    desk.types("Rooms<tab>1<tab>500<backtab><backtab><backtab><backtab><backtab><backtab>");
    desk.types("<backtab><backtab>last fri<ctrl-s>").sees(&["✗", "“last fri”"]);
    desk.closes();
}

#[test]
fn a_day_and_month_is_of_the_year_that_its_field_looks_to() {
    let test = book();
    let mut desk = desk(&test);
    desk.types("kig").sees(&["Kigali Heights Hotel owes"]).types("<alt-p>").sees(&["Payment ·"]);
    desk.types("<tab>15 jan").sees(&["Thu 15 Jan 2026"]).types("<alt-z><alt-z><enter>");
    desk.sees(&["Open items"]).types("o").sees(&["Promise ·"]);
    desk.types("500<tab>15 jan").sees(&["Fri 15 Jan 2027"]).types("<ctrl-u>sat");
    desk.sees(&["Sat 28 Nov 2026"]).types("<alt-z><alt-z>");
    // A report is of days that have been.
    desk.types("<alt-r>").sees(&["▸ Aging"]).types("<enter>").sees(&["Aging as of 21 Nov 2026"]);
    desk.types("@28 dec<enter>").sees(&["Aging as of 28 Dec 2025"]);
    desk.closes();
}

#[test]
fn a_low_window_says_that_a_form_has_more_fields_than_it_shows() {
    let test = book();
    let mut desk = desk(&test);
    desk.types("kig").sees(&["Kigali Heights Hotel owes"]).types("<alt-i>").sees(&["New invoice"]);
    assert!(!desk.rests().contains('↓'), "all of it is seen: {}", desk.shows());
    desk.resizes(60, 16).sees(&["Date ", "↓ 5 more"]).types("<backtab>").sees(&["Tax on shipping"]);
    desk.sees(&["↑ 2 more"]).types("<backtab><backtab><backtab><backtab><backtab>");
    desk.sees(&["Date ", "Prices ", "↓ 2 more"]).types("<esc>");
    desk.types("<alt-c>").sees(&["Call ·", "Note", "more"]).types("x<tab><tab><tab><tab><tab>");
    desk.types("mon 9:00").sees(&["Mon 23 Nov", "↓ 6 more"]).types("<tab>").sees(&["↑ 1 more"]);
    desk.sees(&["↓ 5 more"]);
    desk.closes();
}

#[test]
fn money_of_an_unknown_payer_waits_until_somebody_says_whose_it_is() {
    let mut test = TestBook::rwanda();
    test.taken(r#"{"do":"register_customer","code":"C0001","name":"Kigali Heights"}"#);
    test.close();
    let mut desk = Headless::open(&test.folder(), Settings::default(), 80, 24);
    let opens = |desk: &mut Headless, words: &str| {
        desk.types("<ctrl-p>").types(words).rests();
        desk.types("<enter>");
    };
    let posts = |desk: &mut Headless, title: &str, keys: &str| {
        desk.sees(&[title]).types(keys).types("<ctrl-s>").sees(&["Review:", "Enter posts it"]);
        desk.types("<enter>").sees_one_of(&["posted.", "Done: "]).rests();
    };
    desk.sees(&["of 1"]);
    opens(&mut desk, "unknown payer");
    posts(&mut desk, "Money from an unknown payer", "25000<tab><tab><tab>BK-9<tab>J. Doe");
    desk.types("<alt-u>").sees(&["SUS-2026-00001", "Take off the suspense list"]).types("<esc>");
    opens(&mut desk, "reports");
    desk.sees(&["Suspense list"]).types(&"<down>".repeat(9)).rests();
    desk.types("<enter>").sees(&["J. Doe"]).types("<enter>").sees(&["Unidentified"]).rests();
    opens(&mut desk, "identify payer");
    posts(&mut desk, "Identify payer", "C0001");
    desk.closes();
    test.open();
    let paid = test.shown_payment("PAY-2026-00001");
    assert_eq!((paid.customer.0.as_str(), paid.reference.as_deref()), ("C0001", Some("BK-9")));
}
