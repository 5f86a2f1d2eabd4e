//! The outbox: what may be sent to whom, what a sender may take, and that nothing which may have gone
//! out is sent again by itself.

use std::sync::Arc;

use crate::common::{TestBook, as_of, day};
use daybook::domain::delivery::DeliveryState;
use daybook::domain::{Code, Moment};
use daybook::engine::ports::Clock;
use daybook::ledger::query::list::{ListOf, Listed, Only};
use daybook::ledger::query::list_rows::RowsOf;
use daybook::ledger::query::outbox::{OutboxAfter, OutboxCounts};
use daybook::ledger::query::statement::{Statement, StatementOf, Style};

const DELIVER: &str = r#"{"do":"deliver","document":"INV-2026-00001","by":"email"}"#;

fn book() -> TestBook {
    let mut test = TestBook::rwanda();
    test.taken(
        r#"{"do":"register_customer","code":"C1","name":"Kigali Heights","email":"ap@kh.example"}"#,
    );
    test.taken(r#"{"do":"register_customer","code":"C2","name":"No address"}"#);
    test.invoice("C1", "2026-11-02", "2026-12-02", "1000");
    test.invoice("C1", "2026-11-03", "2026-12-03", "2000");
    test.invoice("C2", "2026-11-03", "2026-12-03", "3000");
    test
}

fn state(test: &TestBook, number: &str) -> DeliveryState {
    test.shown_delivery(number).state
}

fn begin(number: u32, attempt: u32) -> String {
    format!(
        r#"{{"do":"begin_delivery","delivery":"DLV-2026-{number:05}","attempt":{attempt},"message_id":"<{number}.{attempt}@x.example>"}}"#
    )
}

fn end(number: u32, attempt: u32, outcome: &str) -> String {
    format!(
        r#"{{"do":"end_delivery","delivery":"DLV-2026-{number:05}","attempt":{attempt},{outcome}}}"#
    )
}

fn on(what: &str, number: u32) -> String {
    format!(r#"{{"do":"{what}","delivery":"DLV-2026-{number:05}"}}"#)
}

/// A clock that stands at a moment.
struct At(i64);

impl Clock for At {
    fn now(&self) -> Moment {
        Moment::from_micros(self.0)
    }
}

/// Opens the book again so many minutes after the moment of the tests.
fn later(test: &mut TestBook, minutes: i64) {
    test.close();
    test.options.ports.clock = Arc::new(At(1_795_240_800_000_000 + minutes * 60_000_000));
    test.open();
}

#[test]
fn what_is_queued_goes_out_once_and_then_stands_as_sent() {
    let mut test = book();
    let receipt = test.taken(DELIVER);
    assert_eq!(receipt.made, [("delivery".to_string(), "DLV-2026-00001".to_string())]);
    let queued = test.shown_delivery("DLV-2026-00001");
    assert_eq!(queued.to.as_deref(), Some("ap@kh.example"));
    assert_eq!((queued.state, queued.attempts), (DeliveryState::Queued, 0));
    test.taken(&begin(1, 1));
    // Until its end is known, nobody knows.
    assert_eq!(state(&test, "DLV-2026-00001"), DeliveryState::Unsure);
    assert_eq!(test.refused(&begin(1, 1)).0, "delivery.not_queued");
    assert_eq!(test.refused(&begin(1, 2)).0, "delivery.not_queued");
    assert_eq!(test.refused(&end(1, 2, r#""outcome":"sent""#)).0, "delivery.another_attempt");
    test.taken(&end(1, 1, r#""outcome":"sent","answer":"250 2.0.0 queued as 4711""#));
    let sent = test.shown_delivery("DLV-2026-00001");
    assert_eq!((sent.state, sent.attempts), (DeliveryState::Sent, 1));
    assert_eq!(sent.answer.as_deref(), Some("250 2.0.0 queued as 4711"));
    assert_eq!(sent.message_id.as_deref(), Some("<1.1@x.example>"));
    assert_eq!(sent.sent, Some(day("2026-11-21")));
    assert_eq!(test.refused(&end(1, 1, r#""outcome":"failed""#)).0, "delivery.another_attempt");
    assert_eq!(test.refused(&on("retry_delivery", 1)).0, "delivery.sent_already");
    let invoice = test.shown_invoice("INV-2026-00001");
    assert_eq!(invoice.deliveries, [sent]);
    assert!(test.verify().ok);
}

#[test]
fn who_is_written_to_and_what_is_said_is_not_in_the_chain() {
    let mut test = book();
    test.taken(&DELIVER.replace(r#""by""#, r#""to":"boss@private.example","by""#));
    test.taken(&begin(1, 1));
    test.taken(&end(1, 1, r#""outcome":"failed","answer":"550 no such mailbox boss""#));
    test.taken(r#"{"do":"settle_delivery","delivery":"DLV-2026-00001","outcome":"sent","note":"boss has it"}"#);
    test.close();
    let text = |folder: &str| {
        let files = crate::common::files(&test.folder().join(folder)).into_iter();
        files
            .map(|file| String::from_utf8_lossy(&std::fs::read(file).unwrap()).into_owned())
            .collect::<String>()
    };
    let (chain, beside) = (text("journal"), text("private"));
    assert!(chain.contains("delivery_ended") && !chain.contains("boss"), "{chain}");
    assert!(
        ["boss@private.example", "no such mailbox", "boss has it"]
            .iter()
            .all(|it| beside.contains(it))
    );
    // It is erased with the person.
    test.open();
    let shown_before = test.shown_delivery("DLV-2026-00001");
    assert_eq!(shown_before.to.as_deref(), Some("boss@private.example"));
    for number in ["INV-2026-00001", "INV-2026-00002"] {
        test.taken(&format!(r#"{{"do":"write_off","invoice":"{number}","reason":"bad_debt","override":{{"reason":"closed"}}}}"#));
    }
    test.taken(r#"{"do":"erase_person","customer":"C1","reason":"asked"}"#);
    let erased = test.shown_delivery("DLV-2026-00001");
    assert_eq!((erased.to, erased.answer), (None, None));
    assert!(test.verify().ok);
}

#[test]
fn what_cannot_be_delivered_is_refused_with_what_to_do() {
    let mut test = book();
    let mut refused = |line: &str| test.refused(line).0;
    assert_eq!(refused(&DELIVER.replace("00001", "00009")), "document.unknown");
    assert_eq!(
        refused(&DELIVER.replace("INV-2026-00001", "INV-2026-00003")),
        "delivery.no_address"
    );
    for to in ["ap", "a b@kh.example", "ap@kh", "a@b.example, c@d.example", "<a@b.example>"] {
        let line = DELIVER.replace(r#""by""#, &format!(r#""to":"{to}","by""#));
        assert_eq!(refused(&line), "address.malformed", "{to}");
    }
    let early = DELIVER.replace(r#""by""#, r#""date":"2026-11-01","by""#);
    assert_eq!(refused(&early), "date.before_item");
    assert_eq!(refused(&early.replace("11-01", "12-01")), "date.ahead");
    assert_eq!(refused(&on("retry_delivery", 1)), "delivery.unknown");
    assert_eq!(
        refused(r#"{"do":"deliver_statement","customer":"C9","by":"email"}"#),
        "customer.unknown"
    );
    test.taken(r#"{"do":"draft_invoice","customer":"C1","lines":[{"description":"x","quantity":"1","unit_price":"1"}]}"#);
    assert_eq!(test.refused(&DELIVER.replace("INV-2026-00001", "D000001")).0, "delivery.draft");
    test.taken(
        r#"{"do":"write_off","invoice":"INV-2026-00002","amount":"1","reason":"small_difference"}"#,
    );
    assert_eq!(
        test.refused(&DELIVER.replace("INV-2026-00001", "WO-2026-00001")).0,
        "delivery.never_sent"
    );
    // An address that is given, or on paper, needs none of the customer's.
    test.taken(
        r#"{"do":"deliver","document":"INV-2026-00003","by":"email","to":"other@x.example"}"#,
    );
    test.taken(r#"{"do":"deliver_statement","customer":"C2","by":"print"}"#);
    test.taken(r#"{"do":"void_invoice","invoice":"INV-2026-00001","reason":"twice"}"#);
    assert_eq!(test.refused(DELIVER).0, "delivery.document_void");
}

#[test]
fn nothing_is_queued_twice_and_what_was_sent_is_only_sent_again_with_a_warning() {
    let mut test = book();
    test.taken(DELIVER);
    assert_eq!(test.refused(DELIVER).0, "delivery.queued_already");
    test.taken(&begin(1, 1));
    assert_eq!(test.refused(DELIVER).0, "delivery.unsure_already");
    test.taken(&end(1, 1, r#""outcome":"sent""#));
    let again = test.taken(DELIVER);
    let warned: Vec<&str> = again.warnings.iter().map(|it| &*it.rule).collect();
    assert_eq!(warned, ["delivery.again"]);
    let statement =
        r#"{"do":"deliver_statement","customer":"C1","through":"2026-11-20","by":"hand"}"#;
    assert!(test.taken(statement).warnings.is_empty());
    let warned = test.taken(&statement.replace(r#""by""#, r#""from":"2026-11-01","by""#)).warnings;
    assert_eq!(warned.iter().map(|it| &*it.rule).collect::<Vec<_>>(), ["delivery.again"]);
}

#[test]
fn what_fails_for_now_is_tried_later_and_what_fails_for_good_is_not() {
    let mut test = book();
    test.taken(DELIVER);
    // It failed before it had begun, eight times: further and further apart, then for good.
    let mut last = None;
    for attempt in 1..=7 {
        test.taken(&end(1, attempt, r#""outcome":"failed","again":true,"answer":"421 busy""#));
        let it = test.shown_delivery("DLV-2026-00001");
        assert_eq!((it.state, u32::from(it.attempts)), (DeliveryState::Queued, attempt));
        assert!(it.next > last, "{it:?}");
        last = it.next;
    }
    test.taken(&end(1, 8, r#""outcome":"failed","again":true"#));
    assert_eq!(state(&test, "DLV-2026-00001"), DeliveryState::Failed);
    assert_eq!(test.refused(&end(1, 9, r#""outcome":"failed""#)).0, "delivery.another_attempt");
    test.taken(&on("retry_delivery", 1));
    let it = test.shown_delivery("DLV-2026-00001");
    assert_eq!((it.state, it.next, it.attempts), (DeliveryState::Queued, None, 8));
    test.taken(&begin(1, 9));
    test.taken(&end(1, 9, r#""outcome":"failed","answer":"550 no such user""#));
    assert_eq!(state(&test, "DLV-2026-00001"), DeliveryState::Failed);
    assert!(test.verify().ok);
}

#[test]
fn what_may_have_gone_out_is_sent_again_only_by_a_person_with_its_message_id() {
    let mut test = book();
    test.taken(DELIVER);
    test.taken(&begin(1, 1));
    // The sender may still be at it.
    assert_eq!(test.refused(&on("retry_delivery", 1)).0, "delivery.under_way");
    assert_eq!(test.refused(&on("cancel_delivery", 1)).0, "delivery.not_queued");
    later(&mut test, 14);
    assert_eq!(test.refused(&on("retry_delivery", 1)).0, "delivery.under_way");
    later(&mut test, 20);
    test.taken(&on("retry_delivery", 1));
    // What the first sender would say now comes too late.
    assert_eq!(test.refused(&end(1, 1, r#""outcome":"sent""#)).0, "delivery.another_attempt");
    assert_eq!(test.refused(&begin(1, 1)).0, "delivery.another_attempt");
    test.taken(&begin(1, 2));
    test.taken(&end(1, 2, r#""outcome":"unsure","answer":"the connection was lost""#));
    let it = test.shown_delivery("DLV-2026-00001");
    assert_eq!(
        (it.state, it.message_id.as_deref()),
        (DeliveryState::Unsure, Some("<1.1@x.example>"))
    );
    // Its attempt has ended: nothing is under way.
    test.taken(r#"{"do":"settle_delivery","delivery":"DLV-2026-00001","outcome":"sent","note":"they have it"}"#);
    assert_eq!(state(&test, "DLV-2026-00001"), DeliveryState::Sent);
    // It came back all the same.
    let back = r#"{"do":"settle_delivery","delivery":"DLV-2026-00001","outcome":"failed","note":"bounced"}"#;
    test.taken(back);
    assert_eq!(test.refused(back).0, "delivery.cannot_settle");
    assert_eq!(test.refused(&back.replace("failed", "unsure")).0, "delivery.outcome");
    assert!(test.verify().ok);
}

#[test]
fn a_document_that_reached_its_customer_is_not_voided() {
    let mut test = book();
    let void = |number: u32| {
        format!(r#"{{"do":"void_invoice","invoice":"INV-2026-{number:05}","reason":"twice"}}"#)
    };
    test.taken(r#"{"do":"deliver","document":"INV-2026-00001","by":"hand","to":"Marc"}"#);
    assert_eq!(state(&test, "DLV-2026-00001"), DeliveryState::Sent);
    assert_eq!(test.refused(&void(1)), ("void.delivered", "invoice".into()));
    // One that may have reached him is not, either.
    test.taken(&DELIVER.replace("00001", "00002"));
    test.taken(&begin(2, 1));
    assert_eq!(test.refused(&void(2)), ("void.delivery_unsure", "invoice".into()));
    test.taken(&end(2, 1, r#""outcome":"failed","again":true"#));
    // What only waits is taken out of the outbox.
    test.taken(&void(2));
    assert_eq!(state(&test, "DLV-2026-00002"), DeliveryState::Cancelled);
    assert_eq!(test.refused(&begin(2, 2)).0, "delivery.not_queued");
    assert_eq!(test.refused(&on("retry_delivery", 2)).0, "delivery.document_void");
    // A credit note keeps the same rule, and a receipt of a payment that is reversed does not go out.
    test.taken(
        r#"{"do":"credit_invoice","invoice":"INV-2026-00001","reason":"price","amount":"100"}"#,
    );
    test.taken(r#"{"do":"deliver","document":"CN-2026-00001","by":"hand"}"#);
    let void_note = r#"{"do":"void_credit_note","credit_note":"CN-2026-00001","reason":"x"}"#;
    assert_eq!(test.refused(void_note).0, "credit_note.delivered");
    test.payment("C1", "2026-11-10", "50", "oldest");
    test.taken(r#"{"do":"deliver","document":"PAY-2026-00001","by":"email"}"#);
    test.taken(r#"{"do":"reverse_payment","payment":"PAY-2026-00001","reason":"not ours"}"#);
    assert_eq!(state(&test, "DLV-2026-00004"), DeliveryState::Cancelled);
    assert!(test.verify().ok);
}

#[test]
fn a_statement_goes_on_where_the_last_one_that_was_sent_ends() {
    let mut test = book();
    let ask = |test: &TestBook, to: &str, from: Option<&str>| -> Statement {
        let (customer, style) = (Code("C1".into()), Style::BalanceForward);
        let (from, to) = (from.map(day), Some(day(to)));
        test.ask(&StatementOf { customer, style, from, to, known_at: None, since: None }).unwrap()
    };
    test.taken(r#"{"do":"deliver_statement","customer":"C1","from":"2026-10-01","through":"2026-11-10","style":"balance-forward","by":"email"}"#);
    // Queued is not sent.
    assert_eq!(ask(&test, "2026-11-20", None).from, day("2026-11-01"));
    test.taken(&begin(1, 1));
    test.taken(&end(1, 1, r#""outcome":"sent""#));
    let span = test.shown_delivery("DLV-2026-00001").statement.unwrap();
    // A payment of before the end that nobody knew of then.
    test.payment("C1", "2026-11-09", "300", "oldest");
    let sent = test
        .ask(&StatementOf {
            customer: Code("C1".into()),
            style: span.style,
            from: Some(span.from),
            to: Some(span.to),
            known_at: Some(span.known_at),
            since: span.since,
        })
        .unwrap();
    let next = ask(&test, "2026-11-20", None);
    assert_eq!(next.from, day("2026-11-11"));
    assert_eq!((next.opening, sent.closing.to_string()), (sent.closing, "3000".into()));
    assert!(next.lines.iter().any(|line| line.adjustment && line.amount.to_string() == "-300"));
    // Asked for from another day on, it is another statement.
    let own = ask(&test, "2026-11-20", Some("2026-11-01"));
    assert!(own.lines.iter().all(|line| !line.adjustment));
    assert_eq!(ask(&test, "2026-11-20", Some("2026-11-11")).opening, sent.closing);
    // The next one that is sent says the same, whenever it goes out.
    test.taken(r#"{"do":"deliver_statement","customer":"C1","through":"2026-11-20","style":"balance-forward","by":"email"}"#);
    let span = test.shown_delivery("DLV-2026-00002").statement.unwrap();
    assert_eq!(
        (span.from, span.since),
        (day("2026-11-11"), Some(next_known(&test, "DLV-2026-00001")))
    );
    assert_eq!(test.balance("C1", as_of("2026-11-20")).balance, next.closing);
}

fn next_known(test: &TestBook, number: &str) -> u64 {
    test.shown_delivery(number).statement.unwrap().known_at
}

#[test]
fn the_outbox_is_listed_by_state() {
    let mut test = book();
    test.taken(DELIVER);
    test.taken(&DELIVER.replace("00001", "00002"));
    test.taken(r#"{"do":"deliver_statement","customer":"C2","by":"hand"}"#);
    test.taken(&begin(2, 1));
    let listed = |test: &TestBook, state: Option<DeliveryState>| -> Vec<String> {
        let page = test.ask(&OutboxAfter { state, after: None }).unwrap();
        page.rows.into_iter().map(|row| row.delivery.0).collect()
    };
    assert_eq!(listed(&test, None), ["DLV-2026-00001", "DLV-2026-00002", "DLV-2026-00003"]);
    assert_eq!(listed(&test, Some(DeliveryState::Queued)), ["DLV-2026-00001"]);
    assert_eq!(listed(&test, Some(DeliveryState::Unsure)), ["DLV-2026-00002"]);
    assert_eq!(listed(&test, Some(DeliveryState::Sent)), ["DLV-2026-00003"]);
    assert!(listed(&test, Some(DeliveryState::Failed)).is_empty());
    let counts = test.ask(&OutboxCounts {}).unwrap();
    assert_eq!((counts.queued, counts.failed, counts.unsure), (1, 0, 1));
    let of = |only| ListOf { what: Listed::Deliveries, only, words: Vec::new(), below: None };
    assert_eq!(test.ask(&of(Only::All)).unwrap().keys.len(), 3);
    let keys = test.ask(&of(Only::Open)).unwrap().keys;
    let ids = keys.iter().map(|key| key.id).collect();
    let rows = test.ask(&RowsOf { what: Listed::Deliveries, ids }).unwrap();
    let rows: Vec<(String, String)> =
        rows.into_iter().flatten().map(|row| (row.number, row.state)).collect();
    let row = |number: &str, state: &str| (number.to_string(), state.to_string());
    assert_eq!(rows, [row("DLV-2026-00002", "unsure"), row("DLV-2026-00001", "queued")]);
}

#[test]
fn what_a_billing_machine_has_seen_is_not_voided_but_credited() {
    let mut test = TestBook::rwanda();
    test.customer("C1");
    test.invoice("C1", "2026-11-02", "2026-12-02", "1000");
    test.taken(
        r#"{"do":"record_fiscal_receipt","document":"INV-2026-00001","number":"168/258 NS"}"#,
    );
    let void = r#"{"do":"void_invoice","invoice":"INV-2026-00001","reason":"twice"}"#;
    assert_eq!(test.refused(void), ("void.fiscal_receipt", "invoice".into()));
    let refusal = test.post(void).unwrap_err();
    let said = daybook::words::Words::english().refusal(&refusal);
    assert!(said.contains("168/258 NS") && said.contains("issue a credit note"), "{said}");
    test.taken(
        r#"{"do":"credit_invoice","invoice":"INV-2026-00001","reason":"duplicate","full":true}"#,
    );
    // The same holds for the credit note, once the machine has seen that.
    let void = r#"{"do":"void_credit_note","credit_note":"CN-2026-00001","reason":"twice"}"#;
    test.taken(r#"{"do":"record_fiscal_receipt","document":"CN-2026-00001","number":"3/258 NR"}"#);
    assert_eq!(test.refused(void), ("credit_note.fiscal_receipt", "credit_note".into()));
    assert!(test.verify().ok);
}
