//! A payment plan at the desk: agreed from the sheet with its instalments shown before posting, and where
//! it stands once instalments are missed.

use crate::common::TestBook;
use crate::common::pty::Terminal;
use daybook::ledger::query::outbox::OutboxAfter;
use daybook::ledger::query::show::{Show, Shown, ShownPlan};

fn book() -> TestBook {
    let mut test = TestBook::for_processes();
    test.taken(
        r#"{"do":"register_customer","code":"C0001","name":"Kigali Heights Hotel","terms":"net 30"}"#,
    );
    test.invoice("C0001", "2026-09-02", "2026-10-01", "600000");
    test.invoice("C0001", "2026-10-20", "2026-11-19", "400000");
    test.close();
    test
}

fn plan(test: &TestBook) -> ShownPlan {
    match test.ask(&Show { what: "PLN-2026-00001".into() }).unwrap() {
        Shown::Plan(plan) => plan,
        other => panic!("{other:?}"),
    }
}

fn closes(mut desk: Terminal) {
    desk.types("<f3>");
    assert_eq!(desk.ends(), 0);
}

#[test]
fn a_plan_is_agreed_from_the_sheet_and_two_missed_instalments_end_it() {
    let mut test = book();
    let mut desk = Terminal::desk(&test.folder(), 80, 24);
    desk.sees(&["of 1"]).types("kig").sees(&["▸ Kigali"]).types("<enter>");
    desk.sees(&["▸ INV-2026-00001"]).types("y").sees(&["Payment plan · Kigali Heights Hotel"]);
    desk.types("<tab>3<tab>w").sees(&["→ week"]).types("<tab>30 nov").sees(&["30 Nov 2026"]);
    // The instalments stand there while they are typed.
    desk.sees(&["1/3      30 Nov  333,333", "3/3      14 Dec  333,334"]);
    desk.types("<up><up>2").sees(&["2/2      07 Dec  500,000"]);
    desk.types("<backspace>3<tab><tab>").sees(&["3/3      14 Dec  333,334"]);
    desk.types("<ctrl-s>").sees(&["Review:", "Invoices covered:", "600,000", "Instalments:"]);
    desk.sees(&["3/3", "333,333", "333,334", "1,000,000", "PLN-2026-00001"]);
    desk.types("<enter>").sees(&["PLN-2026-00001 posted"]);
    desk.sees(&["Payment plan: 333,333 due 30 Nov", "1,000,000 left in all"]);
    closes(desk);

    // A week later the first is missed, and so is the second a week after that.
    let folder = test.folder();
    let mut desk = Terminal::on((&folder, "2026-12-01"), (80, 24), &[]);
    desk.sees(&["of 1"]).types("kig").sees(&["▸ Kigali"]).types("<enter>");
    desk.sees(&["Payment plan: 333,333 was due 30 Nov"]);
    closes(desk);
    let mut desk = Terminal::on((&folder, "2026-12-08"), (80, 24), &[]);
    desk.sees(&["of 1"]).types("kig").sees(&["▸ Kigali"]).types("<enter>");
    desk.sees(&["Payment plan ended, instalments missed: 1,000,000 is due"]);
    desk.types("<ctrl-p>All payment plans").sees(&["payment plans"]).types("<enter>");
    desk.sees(&["▸ PLN-2026-00001", "in default"]).types("<enter>");
    desk.sees(&["In default since 08 Dec", "30 Nov", "missed"]);
    closes(desk);

    test.options.today = Some(crate::common::day("2026-12-08"));
    test.open();
    let shown = plan(&test);
    assert_eq!((shown.state.as_str(), shown.instalments.len()), ("default", 3));
    assert_eq!(shown.missed.map(|missed| missed.to_string()), Some("666666".into()));
    assert!(test.verify().ok);
}

/// Agreed on the phone, one instalment missed, in default, and the letter over all of it.
#[test]
fn a_plan_in_default_after_one_missed_instalment_leads_to_a_letter() {
    let mut test = book();
    test.open();
    test.taken(
        r#"{"do":"set_dunning_policy","name":"standard","levels":"7, 21","interval_days":14}"#,
    );
    test.close();
    let folder = test.folder();
    let mut desk = Terminal::desk(&folder, 80, 24);
    desk.sees(&["of 1"]).types("kig").sees(&["▸ Kigali"]).types("<enter>");
    desk.sees(&["▸ INV-2026-00001"]).types("y").sees(&["Payment plan · Kigali Heights Hotel"]);
    desk.types("<tab>2<tab>w<tab>30 nov<tab>1").sees(&["30 Nov 2026"]);
    desk.types("<ctrl-s>").sees(&["Review:", "500,000", "1,000,000", "PLN-2026-00001"]);
    desk.types("<enter>").sees(&["PLN-2026-00001 posted"]);
    // While it is kept, nobody is written to.
    desk.types("<alt-g>").sees(&["0 of 0 ticked", "1 left out"]);
    closes(desk);

    let mut desk = Terminal::on((&folder, "2026-12-01"), (80, 24), &[]);
    desk.sees(&["of 1"]).types("kig").sees(&["▸ Kigali"]).types("<enter>");
    desk.sees(&["Payment plan ended, instalments missed: 1,000,000 is due"]).types("<alt-g>");
    desk.sees(&["1 of 1 ticked", "level 1", "RWF 1,000,000"]);
    let before = desk.keys();
    desk.types("<enter>").sees(&["PAYMENT REMINDER", "1,000,000"]).types("<esc>");
    desk.sees(&["1 of 1 ticked"]).types("s").sees(&["One letter, RWF 1,000,000: s again queues"]);
    desk.types("s").sees(&["One letter is in the outbox"]);
    let keys = desk.keys() - before;
    println!("{keys} keys from the list of letters to one that was read and is in the outbox");
    assert!(keys <= 4, "{keys} keys");
    closes(desk);

    test.options.today = Some(crate::common::day("2026-12-01"));
    test.open();
    assert_eq!(plan(&test).state, "default");
    let queued = test.ask(&OutboxAfter::default()).unwrap().rows;
    let documents = queued.iter().map(|it| it.document.as_ref().unwrap().0.as_str());
    assert!(documents.eq(["DUN-2026-00001"]));
    assert!(test.verify().ok);
}

#[test]
fn a_plan_that_was_a_mistake_is_taken_back_with_what_gave_way_to_it() {
    let mut test = book();
    test.open();
    test.taken(r#"{"do":"promise","customer":"C0001","invoice":"INV-2026-00001","amount":"200000","by":"2026-11-30"}"#);
    test.close();
    let mut desk = Terminal::desk(&test.folder(), 80, 24);
    desk.sees(&["of 1"]).types("kig").sees(&["▸ Kigali"]).types("<enter>");
    desk.sees(&["▸ INV-2026-00001"]).types("y").sees(&["Payment plan · Kigali Heights Hotel"]);
    desk.types("1<tab>2<tab><tab>15 dec").sees(&["15 Dec 2026"]);
    desk.sees(&["400,000 of what is owed is not in the plan"]);
    desk.types("<ctrl-s>").sees(&["Review:", "15 Jan 27", "PRM-2026-00001 gives way"]);
    desk.types("<enter>").sees(&["PLN-2026-00001 posted"]);
    desk.types("<alt-u>").sees(&["→ Take back payment plan"]).types("<enter>").sees(&["Reason"]);
    desk.types("typed by mistake<ctrl-s>").sees(&["Review:", "PRM-2026-00002"]);
    desk.types("<enter>").sees(&["PRM-2026-00002 posted", "Promised 200,000 by 30 Nov"]);
    closes(desk);
    test.open();
    let shown = plan(&test);
    assert_eq!(
        (shown.state.as_str(), shown.reason.as_deref()),
        ("cancelled", Some("typed by mistake"))
    );
}

#[test]
fn a_plan_is_cancelled_on_its_page_and_the_review_says_that_it_stays_so() {
    let mut test = book();
    test.open();
    test.taken(
        r#"{"do":"agree_plan","customer":"C0001","invoices":["INV-2026-00001"],"count":2,"first":"2026-12-15","every":"month"}"#,
    );
    test.close();
    let mut desk = Terminal::desk(&test.folder(), 80, 24);
    desk.sees(&["of 1"]).types("<ctrl-p>payment plans<enter>").sees(&["PLN-2026-00001"]);
    desk.types("<enter>")
        .sees(&["cancel plan"])
        .types("x")
        .sees(&["Cancel payment plan", "Reason"]);
    desk.types("paid in full<ctrl-s>").sees(&["Review:", "can't be taken back"]);
    desk.types("<enter>").sees(&["PLN-2026-00001"]);
    closes(desk);
    test.open();
    assert_eq!(plan(&test).state, "cancelled");
}
