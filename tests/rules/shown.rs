//! What lists, the account sheet and look-ups say of documents and cases: states, due dates, which
//! row is meant.

use crate::common::headless::Headless;
use crate::common::{TestBook, day};
use daybook::domain::{Code, Number};
use daybook::ledger::query::lately::{Happened, LatelyOf};
use daybook::ledger::query::list::{ListKey, ListOf, ListRow, Listed, Only};
use daybook::ledger::query::list_rows::RowsOf;
use daybook::ledger::query::lookup::LookupOf;
use daybook::tui::settings::Settings;

fn listed(test: &TestBook, what: Listed, only: Only) -> Vec<ListKey> {
    test.ask(&ListOf { what, only, words: Vec::new(), below: None }).unwrap().keys
}

fn rows(test: &TestBook, what: Listed) -> Vec<ListRow> {
    let ids = listed(test, what, Only::All).into_iter().map(|key| key.id).collect();
    test.ask(&RowsOf { what, ids }).unwrap().into_iter().flatten().collect()
}

fn lately(test: &TestBook, customer: &str) -> Vec<Happened> {
    test.ask(&LatelyOf { customer: Code(customer.into()), most: 30 }).unwrap()
}

#[test]
fn a_returned_cheque_reads_returned_wherever_it_is_listed() {
    let mut test = TestBook::canada();
    test.customer("C1");
    test.invoice("C1", "2026-10-01", "2026-10-31", "100.00");
    test.taken(
        r#"{"do":"record_payment","customer":"C1","date":"2026-11-02","amount":"100.00","method":"cheque","reference":"CHQ 7"}"#,
    );
    assert_eq!(rows(&test, Listed::Payments)[0].state, "");
    test.taken(r#"{"do":"bounce_payment","payment":"PAY-2026-00001","date":"2026-11-05","reason":"no funds"}"#);
    let row = &rows(&test, Listed::Payments)[0];
    assert_eq!((row.state.as_str(), row.text.as_str()), ("bounced", "cheque"));
    assert_eq!(row.amount.unwrap().to_string(), "100.00");
    let happened = &lately(&test, "C1")[0];
    assert_eq!((happened.state.as_str(), happened.text.as_str()), ("bounced", "cheque"));
    assert_eq!(happened.reference.as_deref(), Some("CHQ 7"));
    test.close();
    let mut desk = Headless::open(&test.folder(), Settings::default(), 80, 24);
    desk.sees(&["of 1"]).types("c1").sees(&["▸ C1"]).types("<enter>").sees(&["returned, cheque"]);
    desk.types("<esc><alt-4>").sees(&["PAY-2026-00001", "cheque, returned"]);
    desk.closes();
}

#[test]
fn a_promise_is_kept_as_soon_as_it_is_paid_and_open_again_once_the_cheque_returns() {
    let mut test = TestBook::canada();
    test.customer("C1");
    let invoice = test.invoice("C1", "2026-10-01", "2026-10-31", "500.00");
    test.taken(&format!(
        r#"{{"do":"promise","customer":"C1","invoice":"{invoice}","amount":"300.00","by":"2026-11-27"}}"#
    ));
    assert_eq!(test.shown_promise("PRM-2026-00001").state, "open");
    let paid = test.payment("C1", "2026-11-21", "100.00", "oldest");
    assert_eq!(test.shown_promise("PRM-2026-00001").state, "open");
    test.payment("C1", "2026-11-21", "200.00", "oldest");
    assert_eq!(test.shown_promise("PRM-2026-00001").state, "kept");
    assert!(listed(&test, Listed::Promises, Only::Open).is_empty());
    // It no longer stands in the way of another one, nor can it be taken back.
    let withdraw = r#"{"do":"withdraw_promise","promise":"PRM-2026-00001"}"#;
    assert_eq!(test.refused(withdraw).0, "promise.not_open");
    test.taken(&format!(r#"{{"do":"bounce_payment","payment":"{paid}","reason":"no funds"}}"#));
    assert_eq!(test.shown_promise("PRM-2026-00001").state, "open");
    test.taken(withdraw);
}

#[test]
fn disputes_are_late_by_the_due_date_they_have_now() {
    let mut test = TestBook::canada();
    test.customer("C1");
    let one = test.invoice("C1", "2026-11-01", "2026-12-01", "100.00");
    let other = test.invoice("C1", "2026-11-02", "2026-12-02", "100.00");
    for (invoice, due) in [(&one, "2026-11-22"), (&other, "2026-11-30")] {
        test.taken(&format!(
            r#"{{"do":"open_dispute","invoice":"{invoice}","reason":"price","due":"{due}"}}"#
        ));
    }
    test.taken(r#"{"do":"note_dispute","dispute":"DSP-2026-00001","due":"2026-12-15"}"#);
    let due = |test: &TestBook| {
        let keys = listed(test, Listed::Disputes, Only::All);
        keys.into_iter().map(|key| key.due.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(
        due(&test),
        ["2026-11-30", "2026-12-15"],
        "the newest first, by the day that counts"
    );
    assert_eq!(test.shown_dispute("DSP-2026-00001").due, day("2026-12-15"));
    // Ten days later only the other one is late.
    test.open_on("2026-12-05");
    let late = listed(&test, Listed::Disputes, Only::Late);
    assert_eq!(late.iter().map(|key| key.due).collect::<Vec<_>>(), [day("2026-11-30")]);
}

#[test]
fn a_due_date_before_today_is_refused_wherever_one_is_set() {
    let mut test = TestBook::canada();
    test.customer("C1");
    let invoice = test.invoice("C1", "2026-08-01", "2026-08-31", "100.00");
    let open = |date: &str, due: &str| {
        format!(
            r#"{{"do":"open_dispute","invoice":"{invoice}","reason":"price","date":"{date}","due":"{due}"}}"#
        )
    };
    for (date, due) in [("2026-11-21", "2026-11-20"), ("2026-09-01", "2026-10-01")] {
        assert_eq!(test.refused(&open(date, due)), ("due.before_date", "due".into()), "{due}");
    }
    test.taken(&open("2026-09-01", "2026-11-21"));
    let note =
        |due: &str| format!(r#"{{"do":"note_dispute","dispute":"DSP-2026-00001","due":"{due}"}}"#);
    assert_eq!(test.refused(&note("2026-11-20")), ("due.before_date", "due".into()));
    test.taken(&note("2026-11-21"));
}

#[test]
fn a_paid_invoice_can_be_disputed_and_its_credit_goes_on_account() {
    let mut test = TestBook::canada();
    test.customer("C1");
    let invoice = test.invoice("C1", "2026-11-01", "2026-12-01", "100.00");
    let first = test.payment("C1", "2026-11-10", "30.00", "oldest");
    test.payment("C1", "2026-11-11", "70.00", "oldest");
    let open = |amount: &str| {
        format!(
            r#"{{"do":"open_dispute","invoice":"{invoice}","amount":"{amount}","reason":"price"}}"#
        )
    };
    assert_eq!(test.refused(&open("100.01")).0, "dispute.exceeds_outstanding");
    test.taken(&open("60.00"));
    let parts = |test: &TestBook, number: &str| {
        let it = test.shown_dispute(number);
        let parts = [it.remaining, it.paid, it.credited, it.cleared];
        let sum = parts.iter().map(|part| part.minor()).sum::<i64>();
        assert_eq!(sum, it.original.minor(), "{parts:?}");
        parts.map(|part| part.to_string())
    };
    assert_eq!(parts(&test, "DSP-2026-00001"), ["60.00", "0.00", "0.00", "0.00"]);
    // It goes on, though nothing is owed: somebody has to answer it.
    let open_disputes = listed(&test, Listed::Disputes, Only::Open);
    assert_eq!(open_disputes.len(), 1);
    assert_eq!(open_disputes[0].left.to_string(), "60.00");
    // What one dispute is about, no other is.
    assert_eq!(test.refused(&open("40.01")).0, "dispute.exceeds_outstanding");
    // A payment that comes back leaves what was disputed of it open, and in dispute.
    test.taken(&format!(r#"{{"do":"bounce_payment","payment":"{first}","reason":"no funds"}}"#));
    assert_eq!(parts(&test, "DSP-2026-00001"), ["60.00", "0.00", "0.00", "0.00"]);
    assert_eq!(test.shown_invoice(&invoice).disputed.to_string(), "30.00");
    test.payment("C1", "2026-11-21", "30.00", "oldest");
    assert_eq!(parts(&test, "DSP-2026-00001"), ["60.00", "0.00", "0.00", "0.00"]);
    test.taken(r#"{"do":"resolve_dispute","dispute":"DSP-2026-00001","outcome":"credit"}"#);
    assert_eq!(parts(&test, "DSP-2026-00001"), ["0.00", "0.00", "60.00", "0.00"]);
    let balance = test.balance("C1", daybook::ledger::query::AsOf::default());
    assert_eq!(
        (balance.balance.to_string(), balance.on_account.to_string()),
        ("-60.00".into(), "60.00".into())
    );
    // What was credited cannot be disputed again; the rest can.
    assert_eq!(test.refused(&open("40.01")).0, "dispute.exceeds_outstanding");
    test.taken(&open("40.00"));
    assert_eq!(test.refused(&open("0.01")).0, "dispute.nothing_left");
    test.taken(r#"{"do":"resolve_dispute","dispute":"DSP-2026-00002","outcome":"upheld"}"#);
    test.taken(&open("10.00"));
    assert!(test.verify().ok);
}

#[test]
fn a_callback_is_due_by_the_day_in_the_companys_zone() {
    let mut test = TestBook::rwanda();
    test.customer("C1");
    // Half past midnight of the 21st in Kigali is the evening of the 20th in Greenwich.
    test.taken(r#"{"do":"schedule_callback","customer":"C1","at":"2026-11-21T00:30:00+02:00"}"#);
    let keys = listed(&test, Listed::Callbacks, Only::All);
    assert_eq!(keys[0].due, day("2026-11-21"));
    assert!(listed(&test, Listed::Callbacks, Only::Late).is_empty(), "it is today's");
}

#[test]
fn the_exact_reference_ranks_before_longer_ones() {
    let mut test = TestBook::rwanda();
    for (code, reference) in [("C1", "PO-12"), ("C2", "PO-1234"), ("C3", "PO-12-B")] {
        test.customer(code);
        test.taken(&format!(
            r#"{{"do":"issue_invoice","customer":"{code}","date":"2026-11-01","reference":"{reference}","lines":[{{"description":"Work","quantity":"1","unit_price":"500"}}]}}"#
        ));
    }
    for number in 0..80 {
        test.taken(&format!(
            r#"{{"do":"issue_invoice","customer":"C2","date":"2026-11-01","reference":"PO-12{number:03}","lines":[{{"description":"Work","quantity":"1","unit_price":"500"}}]}}"#
        ));
    }
    let found = test.ask(&LookupOf { query: "PO-12".into(), limit: 20 }).unwrap();
    let hit = &found.hits[0];
    assert_eq!((hit.customer.0.as_str(), hit.text.as_deref()), ("C1", Some("PO-12")));
    assert_eq!(hit.document, Some(Number("INV-2026-00001".into())));
}

#[test]
fn an_account_opens_at_the_document_by_which_it_was_found() {
    let mut test = TestBook::rwanda();
    test.customer("C1");
    for (number, reference) in ["PO-77", "PO-78", "PO-79"].into_iter().enumerate() {
        test.taken(&format!(
            r#"{{"do":"issue_invoice","customer":"C1","date":"2026-11-0{}","reference":"{reference}","lines":[{{"description":"Work","quantity":"1","unit_price":"500"}}]}}"#,
            number + 1
        ));
    }
    test.taken(
        r#"{"do":"record_payment","customer":"C1","date":"2026-11-20","amount":"500","method":"cash","allocate":[{"invoice":"INV-2026-00001","amount":"500"}]}"#,
    );
    test.close();
    let mut desk = Headless::open(&test.folder(), Settings::default(), 80, 24);
    desk.sees(&["of 1"]).types("po-78").sees(&["INV-2026-00002 →"]).types("<enter>");
    desk.sees(&["▸ INV-2026-00002", "PO-78"]).types("p").sees(&["Payment", "Allocated 500"]);
    let screen = desk.rests();
    let paid = screen.lines().find(|line| line.contains("INV-2026-00002")).unwrap();
    assert!(paid.ends_with("500"), "{screen}");
    desk.types("<esc><esc><esc><esc>").sees(&["Who is calling"]);
    // What is settled is marked where it stands among what happened.
    desk.types("po-77").sees(&["INV-2026-00001 →"]).types("<enter>").sees(&["Recent activity"]);
    let screen = desk.rests();
    let marked = screen.lines().find(|line| line.contains('▸')).unwrap();
    assert!(marked.contains("INV-2026-00001"), "{screen}");
    desk.closes();
}

#[test]
fn a_callback_says_when_and_the_keys_of_a_dispute_stand_where_they_act() {
    let mut test = TestBook::rwanda();
    test.customer("C1");
    test.invoice("C1", "2026-11-02", "2026-12-02", "500");
    for line in [
        r#"{"do":"schedule_callback","customer":"C1","at":"2026-11-23T09:30:00+02:00","note":"the cheque"}"#,
        r#"{"do":"open_dispute","invoice":"INV-2026-00001","reason":"price"}"#,
    ] {
        test.taken(line);
    }
    test.close();
    let mut desk = Headless::open(&test.folder(), Settings::default(), 80, 24);
    desk.sees(&["of 1"]).types("c1").sees(&["▸ C1"]).types("<enter>");
    desk.sees(&["23 Nov 09:30, the cheque"]);
    // On an invoice with one dispute its keys take that one, and unknown keys say that they do nothing.
    desk.sees(&["▸ INV-2026-00001"]).types("v").sees(&["Resolve dispute · ", "DSP-2026-00001"]);
    desk.types("<esc>").sees(&["▸ INV-2026-00001"]);
    desk.types("z").sees(&["does nothing here"]);
    desk.types("<tab>v").sees(&["Resolve dispute · ", "DSP-2026-00001"]).types("<esc>");
    desk.types("<alt-5>").sees(&["▸ DSP-2026-00001", "m move", "v resolve"]);
    desk.types("<alt-3>")
        .sees(&["▸ INV-2026-00001"])
        .types("v")
        .sees(&["The account is open at INV-2026-00001: press v again"]);
    desk.rests();
    desk.types("v").sees(&["Resolve dispute · ", "DSP-2026-00001"]);
    desk.closes();
}

#[test]
fn tab_passes_over_a_part_of_the_sheet_that_has_no_rows() {
    let mut test = TestBook::rwanda();
    test.customer("C1");
    test.invoice("C1", "2026-11-02", "2026-12-02", "500");
    test.payment("C1", "2026-11-03", "500", "oldest");
    test.close();
    let mut desk = Headless::open(&test.folder(), Settings::default(), 80, 24);
    desk.sees(&["of 1"]).types("c1").sees(&["▸ C1"]).types("<enter>").sees(&["Nothing is open"]);
    for _ in 0..2 {
        desk.types("<tab>").sees(&["▸ 03 Nov"]).types("<tab>").sees(&["▸ Customer C1"]);
    }
    desk.types("<backtab>").sees(&["▸ 03 Nov"]);
    desk.closes();
}
