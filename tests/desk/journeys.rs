//! What a coordinator does all day, as she does it: each journey reads like instructions to a new
//! colleague, through a real terminal on a real book.

use crate::common::pty::Terminal;
use crate::common::{TestBook, as_of};
use daybook::ledger::query::show::{Show, Shown};

/// Two customers, three items, and three invoices that the first customer owes.
fn book() -> TestBook {
    let mut test = TestBook::for_processes();
    for line in [
        r#"{"do":"register_customer","code":"C0001","name":"Kigali Heights Hotel","contact":"Claudine Uwase","phone":"+250 788 123 456","email":"ap@kh.example","terms":"net 30","credit_limit":"5000000"}"#,
        r#"{"do":"register_customer","code":"C0002","name":"Nyamata Coffee Cooperative","phone":"0788 999 111","terms":"net 15"}"#,
        r#"{"do":"define_item","code":"ROOM-C","name":"Conference room","price":"150000","tax":"B"}"#,
        r#"{"do":"define_item","code":"LUNCH","name":"Lunch buffet","price":"8500","tax":"B"}"#,
        r#"{"do":"define_item","code":"BOOKS","name":"School books, a set","price":"57500","tax":"A"}"#,
    ] {
        test.taken(line);
    }
    test.invoice("C0001", "2026-10-02", "2026-11-01", "318600");
    test.invoice("C0001", "2026-10-20", "2026-11-19", "467100");
    test.invoice("C0001", "2026-11-14", "2026-12-14", "569350");
    test.close();
    test
}

/// The book again, once the desk has let go of it.
fn after(mut desk: Terminal, mut test: TestBook) -> TestBook {
    desk.types("<f3>");
    assert_eq!(desk.ends(), 0);
    test.open();
    assert!(test.verify().ok);
    test
}

#[test]
fn registers_a_customer() {
    let test = book();
    let mut desk = Terminal::desk(&test.folder(), 80, 24);
    desk.sees(&["of 2"]).types("<alt-n>").sees(&["New customer", "Credit limit"]);
    desk.types("Musanze Café<tab><tab>Aline<tab>0788 555 222<tab>");
    desk.types("<tab><tab><tab><tab><tab><tab><tab>2/10 net 30<tab>2m").sees(&["→ 2,000,000"]);
    desk.types("<ctrl-s>").sees(&["Review:", "Musanze Café", "2,000,000", "C0003"]);
    desk.types("<enter>").sees(&["C0003 posted"]);
    desk.types("555222").sees(&["0788 555 222 → Musanze"]);
    let test = after(desk, test);
    let made = test.shown_customer("C0003");
    assert_eq!(made.terms.to_string(), "2/10 net 30");
    assert_eq!(made.credit_limit.map(|limit| limit.to_string()), Some("2000000".into()));
}

#[test]
fn issues_an_invoice_of_three_lines_with_a_discount_and_two_tax_codes() {
    let test = book();
    let mut desk = Terminal::desk(&test.folder(), 80, 24);
    desk.sees(&["of 2"]).types("nyam").sees(&["▸ Nyamata"]).types("<alt-i>");
    desk.sees(&["New invoice · Nyamata Coffee Cooperative · C0002"]);
    desk.types("roo").sees(&["▸  ROOM-C", "150,000"]).types("<enter>2<tab><tab>10");
    desk.sees(&["270,000"]);
    desk.types("<ctrl-n>lun<enter>40").sees(&["340,000"]);
    desk.types("<ctrl-n>boo<enter>3").sees(&["172,500", "Net 782,500"]);
    // 18 % of 610,000; books carry none.
    desk.sees(&["Tax B 109,800", "Total RWF 892,300"]);
    desk.types("<ctrl-s>").sees(&["Review:", "2 x 150,000 -10%", "Due 06 Dec", "INV-2026-00004"]);
    desk.types("<enter>").sees(&["INV-2026-00004 posted. Alt-U takes it back."]);
    let test = after(desk, test);
    let made = test.shown_invoice("INV-2026-00004");
    assert_eq!(
        (made.total.to_string(), made.due.to_string()),
        ("892300".into(), "2026-12-06".into())
    );
    assert_eq!(made.taxes.len(), 2);
}

#[test]
fn takes_one_payment_over_three_invoices_with_the_rest_on_account() {
    let test = book();
    let mut desk = Terminal::desk(&test.folder(), 80, 24);
    desk.sees(&["of 2"]).types("kig").sees(&["▸ Kigali", "1,355,050"]).types("<alt-p>");
    desk.sees(&["Payment · Kigali Heights Hotel", "1,355,050"]);
    desk.types("1 400 000").sees(&["→ 1,400,000", "318,600", "569,350"]);
    desk.sees(&["Allocated 1,355,050", "On account 44,950"]);
    desk.types("<tab><tab>mo").sees(&["→ mobile money"]).types("<tab>MP2611");
    desk.types("<ctrl-s>").sees(&["Review:", "MP2611", "On account 44,950"]);
    desk.types("<enter>").sees(&["PAY-2026-00001"]).sees(&["is RWF 44,950 in credit"]);
    let test = after(desk, test);
    let paid = test.shown_payment("PAY-2026-00001");
    assert_eq!((paid.allocations.len(), paid.on_account.to_string()), (3, "44950".into()));
    assert_eq!(test.balance("C0001", as_of("2026-11-21")).balance.to_string(), "-44950");
}

#[test]
fn pays_just_the_items_that_are_picked() {
    let test = book();
    let mut desk = Terminal::desk(&test.folder(), 80, 24);
    desk.sees(&["of 2"])
        .types("kig")
        .sees(&["▸ Kigali"])
        .types("<alt-p>")
        .sees(&["Payment", "INV-2026-00003"]);
    desk.types("600000<tab><tab><tab><tab><tab>").sees(&["▸ INV-2026-00001"]);
    desk.types("<down>f").sees(&["As typed", "467,100", "On account 132,900"]);
    desk.types("<down>100000").sees(&["On account 32,900"]);
    desk.types("<down><ctrl-s>").sees(&["Review:"]).types("<enter>").sees(&["posted"]);
    let test = after(desk, test);
    let paid = test.shown_payment("PAY-2026-00001");
    let to: Vec<String> =
        paid.allocations.iter().map(|it| format!("{} {}", it.to, it.amount)).collect();
    assert_eq!(to, ["INV-2026-00002 467100", "INV-2026-00003 100000"]);
}

#[test]
fn opens_a_dispute_moves_it_and_resolves_it_into_a_credit_note() {
    let test = book();
    let mut desk = Terminal::desk(&test.folder(), 80, 24);
    desk.sees(&["of 2"]).types("kig").sees(&["▸ Kigali"]).types("<enter>");
    desk.sees(&["▸ INV-2026-00001"]).types("d").sees(&["Open dispute", "INV-2026-00001"]);
    desk.types("40000<tab>pr").sees(&["→ price"]).types("<tab>agreed 120,000 a day");
    desk.types("<ctrl-s>").sees(&["Review:", "40,000"]).types("<enter>").sees(&["DSP-2026-00001"]);
    desk.sees(&["Disputed 40,000", "disputed 40,000"]);
    desk.types("<alt-5>").sees(&["Disputes", "▸ DSP-2026-00001", "new"]).types("m");
    desk.sees(&["Move dispute"]).types("i").sees(&["→ in progress"]).types("<ctrl-s>");
    desk.sees(&["Review:"]).types("<enter>").sees(&["in progress"]).types("v");
    desk.sees(&["Resolve dispute"]).types("c").sees(&["→ credit"]).types("<ctrl-s>");
    desk.sees(&["Review:", "CN-2026-00001"]).types("<enter>").sees(&["resolved"]);
    let test = after(desk, test);
    assert_eq!(test.shown_invoice("INV-2026-00001").outstanding.to_string(), "278600");
    let shown = test.ask(&Show { what: "DSP-2026-00001".into() }).unwrap();
    let Shown::Dispute(dispute) = shown else { panic!() };
    assert_eq!((dispute.credited.to_string(), dispute.timeline.len()), ("40000".into(), 3));
}

#[test]
fn logs_a_call_with_a_promise_and_a_callback() {
    let test = book();
    let mut desk = Terminal::desk(&test.folder(), 80, 24);
    desk.sees(&["of 2"]).types("kig").sees(&["▸ Kigali"]).types("<alt-c>");
    desk.sees(&["Call · Kigali Heights Hotel", "Claudine Uwase", "owes RWF 1,355,050"]);
    desk.types("cheque is with the director<tab><tab>");
    desk.types("200k").sees(&["→ 200,000"]).types("<tab>fri").sees(&["→ Fri 27 Nov 2026"]);
    desk.types("<tab><tab>mon 9:00").sees(&["→ Mon 23 Nov 2026 09:00"]);
    desk.types("<ctrl-s>").sees(&["Review:", "CALL-2026-00001", "PRM-2026-00001"]);
    desk.types("<enter>").sees(&["CALL-2026-00001", "PRM-2026-00001", "posted"]);
    desk.sees(&["Promised 200,000 by 27 Nov.", "cheque is with the director"]);
    let test = after(desk, test);
    let shown = test.ask(&Show { what: "PRM-2026-00001".into() }).unwrap();
    let Shown::Promise(promise) = shown else { panic!() };
    assert_eq!(
        (promise.amount.to_string(), promise.by.to_string()),
        ("200000".into(), "2026-11-27".into())
    );
    let shown = test.ask(&Show { what: "C0001".into() }).unwrap();
    let Shown::Customer(customer) = shown else { panic!() };
    assert_eq!(customer.open_cases.len(), 2, "the promise and the callback");
}

#[test]
fn puts_an_invoice_aside_for_a_call_and_comes_back_to_the_same_field() {
    let test = book();
    let mut desk = Terminal::desk(&test.folder(), 80, 24);
    desk.sees(&["of 2"]).types("nyam").sees(&["▸ Nyamata"]).types("<alt-i>").sees(&["New invoice"]);
    desk.types("roo").sees(&["▸  ROOM-C"]).types("<enter>2").sees(&["300,000"]);
    // The phone rings.
    desk.types("<alt-k>").sees(&["1 on hold", "Who is calling?"]);
    desk.types("123456").sees(&["▸ +250 788 123 456", "1,355,050"]).types("<alt-c>");
    desk.sees(&["Call · Kigali Heights Hotel"]).types("asked for a copy");
    desk.types("<ctrl-s>").sees(&["Review:"]).types("<enter>").sees(&["CALL-2026-00001"]);
    desk.types("<alt-b>").sees(&["New invoice · Nyamata", "ROOM-C", "300,000"]);
    // The cursor stands in the quantity.
    desk.types("0").sees(&["3,000,000"]).types("<ctrl-s>").sees(&["20 x 150,000"]);
    desk.types("<enter>").sees(&["INV-2026-00004 posted"]);
    let test = after(desk, test);
    assert_eq!(test.shown_invoice("INV-2026-00004").total.to_string(), "3540000");
}

#[test]
fn a_line_that_drops_in_a_half_typed_invoice_loses_nothing() {
    let test = book();
    let mut desk = Terminal::desk(&test.folder(), 80, 24);
    desk.sees(&["of 2"]).types("nyam").sees(&["▸ Nyamata"]).types("<alt-i>").sees(&["New invoice"]);
    desk.types("roo").sees(&["▸  ROOM-C"]).types("<enter>2<tab><tab>10").sees(&["270,000"]);
    desk.types("<ctrl-n>Flowers").sees(&["Flowers"]);
    desk.hangs_up();
    assert_ne!(desk.ends(), 0);
    let mut desk = Terminal::desk(&test.folder(), 80, 24);
    desk.sees(&["Unfinished entries from last time", "New invoice · Nyamata", "· ROOM-C"]);
    desk.types("<enter>").sees(&["ROOM-C", "10", "Flowers"]);
    desk.types("<tab>5<tab>2000<tab><tab>b<ctrl-s>").sees(&["Review:", "5 x 2,000", "280,000"]);
    desk.types("<enter>").sees(&["INV-2026-00004 posted"]);
    let mut test = after(desk, test);
    assert_eq!(test.shown_invoice("INV-2026-00004").net.to_string(), "280000");
    test.close();
    let mut desk = Terminal::desk(&test.folder(), 80, 24);
    desk.sees(&["Who is calling?", "of 2"]).types("<f3>");
}

#[test]
fn what_somebody_else_wrote_while_the_line_was_down_is_not_written_over() {
    let mut test = book();
    let mut desk = Terminal::desk(&test.folder(), 80, 24);
    desk.sees(&["of 2"]).types("kig").sees(&["▸ Kigali"]).types("<enter>").sees(&["Open items"]);
    desk.types("e").sees(&["Change customer", "Claudine Uwase"]).types("<tab><tab>0788 111 111");
    desk.types("<tab><tab>KN 5 Rd").sees(&["KN 5 Rd"]).hangs_up();
    assert_ne!(desk.ends(), 0);
    test.open();
    test.taken(r#"{"do":"amend_customer","customer":"C0001","phone":"0788 222 222","contact":"Aline Uwera"}"#);
    test.close();
    let mut desk = Terminal::desk(&test.folder(), 80, 24);
    desk.sees(&["Unfinished entries from last time"]).types("<enter>");
    // Both sides stand there; what was not typed into shows theirs.
    desk.sees(&["Meanwhile contact: Claudine Uwase → Aline Uwera", "0788 111 111", "KN 5 Rd"]);
    desk.sees(&["“0788 222 222” was written here in the meantime"]);
    // It is not posted before she has said which of both it is.
    desk.types("<ctrl-s>").sees(&["Enter keeps yours"]).types("<alt-d>").sees(&["0788 222 222"]);
    desk.types("<ctrl-s>")
        .sees(&["Review:", "KN 5 Rd"])
        .types("<enter>")
        .sees(&["Done: Change customer"]);
    let test = after(desk, test);
    let shown = test.shown_customer("C0001");
    let details = shown.details;
    assert_eq!(
        (details.phone.as_deref(), details.contact.as_deref(), details.address.as_deref()),
        (Some("0788 222 222"), Some("Aline Uwera"), Some("KN 5 Rdx"))
    );
}

#[test]
fn forms_aside_come_back_after_the_line_dropped_however_many_there_are() {
    let test = book();
    let mut desk = Terminal::desk(&test.folder(), 80, 24);
    desk.sees(&["of 2"]);
    for count in 1..=6 {
        desk.types("nyam").sees(&["▸ Nyamata"]).types("<alt-i>").sees(&["New invoice"]);
        desk.types(&format!("Work {count}")).sees(&[&format!("Work {count}")]).types("<alt-k>");
        desk.sees(&[&format!("{count} on hold"), "calling?   "]);
    }
    // One after the other, and round again: none hides behind another.
    desk.types("<alt-b>").sees(&["Work 6"]).types("<alt-b>").sees(&["Work 5", "5 on hold"]);
    desk.types("<alt-b>").sees(&["Work 4"]).hangs_up();
    assert_ne!(desk.ends(), 0);
    let mut desk = Terminal::desk(&test.folder(), 80, 24);
    desk.sees(&["Unfinished entries from last time"]).types("<enter>").sees(&["Work", "5 on hold"]);
    desk.types("<f3>");
    assert_eq!(desk.ends(), 0);
    let mut desk = Terminal::desk(&test.folder(), 80, 24);
    desk.sees(&["Unfinished entries from last time"]);
    assert_eq!(desk.shows().matches("New invoice").count(), 6, "{}", desk.shows());
    desk.types("<f3>");
}

#[test]
fn what_breaks_a_rule_is_said_beside_its_field_and_a_reason_overrides() {
    let test = book();
    let mut desk = Terminal::desk(&test.folder(), 80, 24);
    desk.sees(&["of 2"]).types("kig").sees(&["▸ Kigali"]).types("<alt-i>").sees(&["New invoice"]);
    desk.types("roo").sees(&["▸  ROOM-C"]).types("<enter>40<tab><tab>110<ctrl-s>");
    desk.sees(&["not a percentage from 0% to 100%"]);
    // The cursor stands where it went wrong.
    desk.types("<backspace><backspace><backspace><ctrl-s>")
        .sees(&["over the limit", "Override reason"]);
    desk.types("the director agreed<ctrl-s>").sees(&["Review:", "over the credit limit"]);
    desk.types("<enter>").sees(&["INV-2026-00004 posted"]);
    // And back: a reversal.
    desk.types("<alt-u>").sees(&["Posted by you", "▸ New invoice · INV-2026-00004"]);
    desk.types("<enter>").sees(&["Void invoice", "type 4 to confirm INV-2026-00004"]);
    // The count at its end is enough.
    desk.types("wrong customer<tab><tab>5<ctrl-s>").sees(&["✗ Type 4 to confirm"]);
    desk.types("<backspace>4<ctrl-s>").sees(&["Review:"]);
    desk.types("<enter>").sees(&["Done: Void invoice"]);
    let test = after(desk, test);
    assert_eq!(test.shown_invoice("INV-2026-00004").state, "void");
}

#[test]
fn a_second_desk_on_the_book_joins_the_first_and_goes_on_when_that_dies() {
    let test = book();
    let mut first = Terminal::desk(&test.folder(), 80, 24);
    first
        .sees(&["of 2"])
        .types("nyam")
        .sees(&["▸ Nyamata"])
        .types("<alt-i>")
        .sees(&["New invoice"]);
    first.types("Half a line").sees(&["Half a line", "saved "]);
    let mut second = Terminal::desk(&test.folder(), 80, 24);
    // What the first one types is its own.
    second.sees(&["of 2"]).types("nyam").sees(&["▸ Nyamata"]);
    first.dies();
    second.types("<enter>").sees(&["Open items"]);
    let mut desk = Terminal::desk(&test.folder(), 80, 24);
    desk.sees(&["Unfinished entries from last time"]).types("<enter>").sees(&["Half a line"]);
    desk.types("<alt-z>")
        .sees(&["Press the same key again"])
        .types("<alt-z>")
        .sees(&["Discarded"])
        .types("<f3>");
    assert_eq!(desk.ends(), 0);
}

#[test]
fn a_name_typed_over_what_was_found_at_the_start_discards_nothing() {
    let test = book();
    let mut desk = Terminal::desk(&test.folder(), 80, 24);
    desk.sees(&["of 2"]).types("nyam").sees(&["▸ Nyamata"]).types("<alt-i>").sees(&["New invoice"]);
    desk.types("Half a line").sees(&["Half a line"]).hangs_up();
    assert_ne!(desk.ends(), 0);
    let mut desk = Terminal::desk(&test.folder(), 80, 24);
    desk.sees(&["Unfinished entries from last time"]).types("edward dodd 3");
    desk.sees(&["First the unfinished entries", "New invoice · Nyamata"]).types("<enter>");
    desk.sees(&["Half a line"]).types("<f3>");
    assert_eq!(desk.ends(), 0);
}

#[test]
fn what_was_typed_stays_when_a_form_is_taken_up_again() {
    let test = book();
    let mut desk = Terminal::desk(&test.folder(), 80, 24);
    desk.sees(&["of 2"]).types("kig").sees(&["▸ Kigali"]).types("<alt-p>");
    desk.sees(&["Payment", "INV-2026-00003"]).types("500<tab><tab><right>").sees(&["cash"]);
    // Back over the amount, which Tab marks, and away.
    desk.types("<up><up>").types("<alt-k>").sees(&["1 on hold"]).types("<alt-b>");
    desk.sees(&["→ 500", "cash", "Allocated 500"]).types("<ctrl-s>").sees(&["Review:", "cash"]);
    desk.types("<enter>").sees(&["PAY-2026-00001"]);
    let test = after(desk, test);
    let paid = test.shown_payment("PAY-2026-00001");
    assert_eq!((paid.amount.to_string(), paid.method.name()), ("500".into(), "cash"));
}

#[test]
fn opens_an_entry_of_the_journal_and_what_it_made() {
    let mut test = book();
    test.open();
    test.taken(r#"{"do":"record_payment","customer":"C0001","amount":"400000","method":"bank","reference":"BK-7"}"#);
    test.close();
    let mut desk = Terminal::desk(&test.folder(), 80, 24);
    desk.sees(&["of 2"]).types("<alt-0>").sees(&["▸ 10", "PAY-2026-00001"]).types("<enter>");
    desk.sees(&["Entry 10", "eva", "21 Nov 2026", "Effective", "record payment"]);
    desk.sees(&["payment recorded", "PAY-2026-00001", "BK-7", "400,000"]);
    desk.sees(&["more lines"]).types("<pagedown>");
    desk.sees(&["allocation made", "A000001", "INV-2026-00001", "318,600", "81,400"]);
    // What it made, and back; one that made nothing opens too.
    desk.types("<enter>").sees(&["Allocated to"]).types("<esc>").sees(&["Entry 10"]);
    desk.types("<esc>G<enter>").sees(&["Entry 1", "book opened", "Kigali Stationers"]);
    desk.types("<enter>").sees(&["nothing to open"]);
    after(desk, test);
}

#[test]
fn customers_are_listed_once_after_two_became_one() {
    let mut test = book();
    test.open();
    test.taken(r#"{"do":"merge_customers","from":"C0002","into":"C0001"}"#);
    test.close();
    let mut desk = Terminal::desk(&test.folder(), 80, 24);
    desk.sees(&[" of "]).types("<alt-2>").sees(&["▸ C0001", "1,355,050 open"]);
    assert!(!desk.shows().contains("C0002"), "{}", desk.shows());
    desk.types("oo").sees(&["overdue", "▸ C0001"]).types("<esc>").sees(&["Who is calling?"]);
    after(desk, test);
}

#[test]
fn an_allocation_that_was_just_made_is_the_one_that_is_taken_back() {
    let mut test = book();
    test.open();
    test.taken(r#"{"do":"record_payment","customer":"C0001","amount":"400000","method":"bank","allocate":[{"invoice":"INV-2026-00001","amount":"100000"}]}"#);
    test.close();
    let mut desk = Terminal::desk(&test.folder(), 80, 24);
    desk.sees(&["of 2"]).types("kig").sees(&["▸ Kigali"]).types("<alt-4>");
    desk.sees(&["▸ PAY-2026-00001"]).types("<enter>").sees(&["A000001"]).types("a");
    desk.sees(&["Allocate · Kigali", "218,600"]).types("<ctrl-s>").sees(&["Review:", "A000002"]);
    desk.types("<enter>").sees(&["A000002 posted. Alt-U"]).types("<alt-u>");
    desk.sees(&["▸ Allocate · A000002"])
        .types("<enter>")
        .sees(&["Reverse allocation", "A000002"])
        .types("<ctrl-s>")
        .sees(&["Review:"]);
    desk.types("<enter>").sees(&["Done: Reverse allocation"]);
    let test = after(desk, test);
    assert_eq!(test.shown_payment("PAY-2026-00001").on_account.to_string(), "300000");
}

/// Keys typed before the book has answered are carried out before the desk closes, so none is lost.
#[test]
fn what_is_typed_ahead_of_the_key_that_leaves_is_kept() {
    let test = book();
    let mut desk = Terminal::desk(&test.folder(), 80, 24);
    desk.sees(&["of 2"]).types("nyam<alt-i>Half a line<f3>");
    assert_eq!(desk.ends(), 0);
    let mut desk = Terminal::desk(&test.folder(), 80, 24);
    desk.sees(&["Unfinished entries from last time", "New invoice · Nyamata"]).types("<enter>");
    desk.sees(&["Half a line"]).types("<f3>");
    assert_eq!(desk.ends(), 0);
}
