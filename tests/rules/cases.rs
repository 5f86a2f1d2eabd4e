//! Disputes, promises, calls and callbacks: what DOMAIN's rules say of them, by command.

use crate::common::{TestBook, as_of, day};
use daybook::ledger::query::reasons::{OwnReasons, OwnRootCauses};
use daybook::ledger::query::show::ShownDispute;

/// remaining, paid, credited, cleared; with the original they add up.
fn parts(test: &TestBook, number: &str) -> [i64; 4] {
    let shown = test.shown_dispute(number);
    let parts = [shown.remaining, shown.paid, shown.credited, shown.cleared];
    let parts = parts.map(daybook::domain::Money::minor);
    assert_eq!(parts.iter().sum::<i64>(), shown.original.minor(), "{shown:?}");
    parts
}

fn open(test: &mut TestBook, invoice: &str, amount: &str, date: &str) -> String {
    let receipt = test.taken(&format!(
        r#"{{"do":"open_dispute","invoice":"{invoice}","amount":"{amount}","reason":"price","note":"too dear","date":"{date}"}}"#
    ));
    receipt.number("dispute").unwrap().to_string()
}

fn act(test: &mut TestBook, what: &str, dispute: &str, rest: &str) -> daybook::engine::Receipt {
    test.taken(&format!(r#"{{"do":"{what}","dispute":"{dispute}",{rest}}}"#))
}

fn book() -> TestBook {
    let mut test = TestBook::rwanda();
    test.customer("C1");
    test
}

#[test]
fn a_dispute_takes_what_is_undisputed_first_and_its_parts_always_add_up() {
    let mut test = book();
    let invoice = test.invoice("C1", "2026-11-01", "2026-11-10", "1000");
    let disputed = open(&mut test, &invoice, "400", "2026-11-02");
    assert_eq!(disputed, "DSP-2026-00001");
    assert_eq!(parts(&test, &disputed), [400, 0, 0, 0]);
    // 600 come off what nobody disputes; 100 more are paid all the same.
    test.payment("C1", "2026-11-03", "600", "oldest");
    assert_eq!(parts(&test, &disputed), [400, 0, 0, 0]);
    let payment = test.payment("C1", "2026-11-04", "100", "oldest");
    assert_eq!(parts(&test, &disputed), [300, 100, 0, 0]);
    test.taken(&format!(r#"{{"do":"credit_invoice","invoice":"{invoice}","amount":"50","reason":"price","date":"2026-11-05"}}"#));
    test.taken(&format!(r#"{{"do":"write_off","invoice":"{invoice}","amount":"20","reason":"small_difference","date":"2026-11-05"}}"#));
    assert_eq!(parts(&test, &disputed), [230, 100, 50, 20]);
    // The cheque bounces: what it paid is in dispute again.
    test.taken(&format!(
        r#"{{"do":"bounce_payment","payment":"{payment}","reason":"no funds","date":"2026-11-06"}}"#
    ));
    assert_eq!(parts(&test, &disputed), [330, 0, 50, 20]);
    let balance = test.balance("C1", as_of("2026-11-21"));
    assert_eq!((balance.balance.minor(), balance.disputed.minor()), (330, 330));
    assert_eq!(balance.items[0].disputed.unwrap().minor(), 330);
    assert_eq!(test.shown_invoice(&invoice).disputed.minor(), 330);
    // As of earlier days it reads as it was.
    for (date, disputed) in
        [("2026-11-01", 0), ("2026-11-02", 400), ("2026-11-04", 300), ("2026-11-05", 230)]
    {
        let found = test.balance("C1", as_of(date)).disputed.minor();
        assert_eq!(found, disputed, "{date}");
        assert_eq!(
            test.aging(as_of(date)).rows.iter().next().unwrap().sums.disputed.minor(),
            disputed,
            "{date}"
        );
    }
    assert!(test.verify().ok);
}

#[test]
fn a_dispute_ends_with_a_credit_note_in_the_same_entry() {
    let mut test = book();
    let invoice = test.invoice("C1", "2026-11-01", "2026-11-10", "1000");
    let disputed = open(&mut test, &invoice, "400", "2026-11-02");
    let receipt = act(
        &mut test,
        "resolve_dispute",
        &disputed,
        r#""outcome":"credit","amount":"300","note":"agreed","date":"2026-11-05""#,
    );
    assert_eq!(receipt.number("credit_note"), Some("CN-2026-00001"));
    let shown = test.shown_dispute(&disputed);
    assert_eq!((shown.state.as_str(), shown.reason.as_str()), ("resolved", "price"));
    // A hundred was not credited: the invoice stands for it.
    assert_eq!(parts(&test, &disputed), [0, 0, 300, 100]);
    let shown = test.shown_invoice(&invoice);
    assert_eq!((shown.outstanding.minor(), shown.disputed.minor()), (700, 0));
    let refused = test.refused(&format!(
        r#"{{"do":"resolve_dispute","dispute":"{disputed}","outcome":"upheld","date":"2026-11-05"}}"#
    ));
    assert_eq!(refused, ("dispute.not_live", "dispute".into()));
    // Reopened, what was only cleared is in dispute again; what was credited stays credited.
    act(&mut test, "move_dispute", &disputed, r#""to":"in_progress","date":"2026-11-06""#);
    assert_eq!(parts(&test, &disputed), [100, 0, 300, 0]);
    act(&mut test, "resolve_dispute", &disputed, r#""outcome":"withdrawn","date":"2026-11-07""#);
    act(&mut test, "move_dispute", &disputed, r#""to":"closed","date":"2026-11-08""#);
    assert_eq!(parts(&test, &disputed), [0, 0, 300, 100]);
    let shown = test.shown_dispute(&disputed);
    assert_eq!(shown.state, "closed");
    let steps: Vec<&str> = shown.timeline.iter().map(|step| step.step.as_str()).collect();
    assert_eq!(
        steps,
        ["open_dispute", "resolve_dispute", "move_dispute", "resolve_dispute", "move_dispute"]
    );
    assert_eq!(shown.timeline[0].note.as_deref(), Some("too dear"));
    assert!(test.verify().ok);
}

#[test]
fn an_upheld_dispute_leaves_the_invoice_as_it_was_and_a_void_one_was_never_there() {
    let mut test = book();
    let invoice = test.invoice("C1", "2026-11-01", "2026-11-10", "1000");
    let first = open(&mut test, &invoice, "600", "2026-11-02");
    let second = open(&mut test, &invoice, "400", "2026-11-03");
    let line = |amount: &str| {
        format!(
            r#"{{"do":"open_dispute","invoice":"{invoice}",{amount}"reason":"tax","date":"2026-11-03"}}"#
        )
    };
    assert_eq!(test.refused(&line(r#""amount":"1","#)), ("dispute.nothing_left", "invoice".into()));
    act(&mut test, "move_dispute", &first, r#""to":"waiting","date":"2026-11-04""#);
    act(&mut test, "resolve_dispute", &first, r#""outcome":"upheld","date":"2026-11-05""#);
    act(
        &mut test,
        "move_dispute",
        &second,
        r#""to":"void","note":"other invoice","date":"2026-11-05""#,
    );
    assert_eq!((parts(&test, &first), parts(&test, &second)), ([0, 0, 0, 600], [0, 0, 0, 400]));
    assert_eq!(test.balance("C1", as_of("2026-11-21")).disputed.minor(), 0);
    assert_eq!(test.balance("C1", as_of("2026-11-04")).disputed.minor(), 1000);
    // Without an amount, all that is outstanding.
    // On the 3rd it was all in dispute; from the 5th on none of it is.
    assert_eq!(test.refused(&line("")).0, "dispute.nothing_left");
    let again = line("").replace("2026-11-03", "2026-11-05");
    let third = test.taken(&again).number("dispute").unwrap().to_string();
    assert_eq!(parts(&test, &third), [1000, 0, 0, 0]);
    let moved = |to: &str, date: &str| {
        format!(r#"{{"do":"move_dispute","dispute":"{second}","to":"{to}","date":"{date}"}}"#)
    };
    assert_eq!(test.refused(&moved("in_progress", "2026-11-06")).0, "dispute.cannot_move");
    assert_eq!(
        test.refused(&moved("in_progress", "2026-11-04")),
        ("dispute.before_last_step", "date".into())
    );
    assert_eq!(test.refused(&moved("resolved", "2026-11-06")), ("command.malformed", "to".into()));
}

#[test]
fn what_was_paid_since_is_not_in_dispute_again_when_a_dispute_is_reopened() {
    let mut test = book();
    let invoice = test.invoice("C1", "2026-11-01", "2026-11-10", "1000");
    let first = open(&mut test, &invoice, "600", "2026-11-02");
    act(&mut test, "resolve_dispute", &first, r#""outcome":"upheld","date":"2026-11-03""#);
    let second = open(&mut test, &invoice, "300", "2026-11-04");
    test.payment("C1", "2026-11-05", "500", "oldest");
    act(&mut test, "move_dispute", &first, r#""to":"in_progress","date":"2026-11-06""#);
    // 500 are left, of which 300 are in the other dispute.
    assert_eq!((parts(&test, &first), parts(&test, &second)), ([200, 0, 0, 400], [300, 0, 0, 0]));
    assert_eq!(test.shown_invoice(&invoice).disputed.minor(), 500);
    assert!(test.verify().ok);
}

#[test]
fn a_dispute_is_refused_for_more_than_is_there_and_without_a_reason_of_the_table() {
    let mut test = book();
    let invoice = test.invoice("C1", "2026-11-01", "2026-11-10", "1000");
    test.payment("C1", "2026-11-02", "700", "oldest");
    let mut line = |rest: &str| {
        test.refused(&format!(r#"{{"do":"open_dispute","invoice":"{invoice}",{rest}}}"#))
    };
    for (rest, rule, field) in [
        (r#""amount":"1001","reason":"price""#, "dispute.exceeds_outstanding", "amount"),
        (r#""amount":"0","reason":"price""#, "amount.not_positive", "amount"),
        (r#""amount":"1.5","reason":"price""#, "amount.too_precise", "amount"),
        (r#""amount":"1","reason":"mood""#, "dispute.reason_unknown", "reason"),
        (r#""reason":"price","date":"2026-10-31""#, "date.before_item", "date"),
        (r#""reason":"price","due":"2026-01-01""#, "due.before_date", "due"),
        (r#""reason":"price","about":["X"]"#, "document.unknown", "about[0]"),
    ] {
        assert_eq!(line(rest), (rule, field.to_string()), "{rest}");
    }
    let refused = test.refused(r#"{"do":"note_dispute","dispute":"DSP-2026-00009","note":"x"}"#);
    assert_eq!(refused, ("dispute.unknown", "dispute".into()));
}

#[test]
fn a_note_changes_owner_due_date_and_root_cause_and_links_what_belongs_to_it() {
    let mut test = book();
    let invoice = test.invoice("C1", "2026-11-01", "2026-11-10", "1000");
    let disputed = open(&mut test, &invoice, "400", "2026-11-02");
    assert_eq!(test.shown_dispute(&disputed).owner, "eva");
    assert_eq!(test.shown_dispute(&disputed).due, day("2026-11-16"));
    let logged = test.taken(r#"{"do":"log_call","customer":"C1","direction":"in","about":["DSP-2026-00001"],"note":"asks again"}"#);
    let logged = logged.number("call").unwrap().to_string();
    act(
        &mut test,
        "note_dispute",
        &disputed,
        &format!(
            r#""note":"price list of May","owner":"jean","due":"2026-12-01","root_cause":"old price list","about":["{logged}","{invoice}"]"#
        ),
    );
    let shown = test.shown_dispute(&disputed);
    assert_eq!((shown.owner.as_str(), shown.due), ("jean", day("2026-12-01")));
    assert_eq!(shown.root_cause.as_deref(), Some("old price list"));
    assert_eq!(shown.about.len(), 2);
    assert_eq!(shown.timeline[1].note.as_deref(), Some("price list of May"));
    let refused = test.refused(&format!(r#"{{"do":"note_dispute","dispute":"{disputed}"}}"#));
    assert_eq!(refused, ("dispute.nothing_noted", "note".into()));
}

/// A promise of 500 by 10 November, tolerance 2, as it is judged on a day.
fn judged(payments: &[(&str, &str, &str)], on: &str) -> (String, i64) {
    let mut test = book();
    let invoice = test.invoice("C1", "2026-10-01", "2026-10-31", "1000");
    test.taken(&format!(
        r#"{{"do":"promise","customer":"C1","invoice":"{invoice}","amount":"500","by":"2026-11-10","tolerance_days":2,"date":"2026-11-01"}}"#
    ));
    for (date, amount, rule) in payments {
        test.payment("C1", date, amount, rule);
    }
    test.open_on(on);
    let shown = test.shown_promise("PRM-2026-00001");
    (shown.state, shown.paid.minor())
}

#[test]
fn a_promise_is_judged_by_the_dates_of_the_money_from_the_day_after_its_tolerance() {
    let oldest = "oldest";
    assert_eq!(judged(&[("2026-11-12", "500", oldest)], "2026-11-13"), ("kept".into(), 500));
    assert_eq!(judged(&[("2026-11-13", "500", oldest)], "2026-11-13"), ("broken".into(), 0));
    assert_eq!(judged(&[("2026-11-11", "200", oldest)], "2026-11-13"), ("part_kept".into(), 200));
    assert_eq!(judged(&[("2026-11-11", "200", oldest)], "2026-11-12"), ("open".into(), 200));
    assert_eq!(judged(&[], "2026-11-12"), ("open".into(), 0));
    assert_eq!(judged(&[], "2026-11-13"), ("broken".into(), 0));
    // Money that came in time and waits on the account is to be allocated, not called broken.
    assert_eq!(judged(&[("2026-11-12", "500", "none")], "2026-11-20"), ("open".into(), 0));
    assert_eq!(judged(&[("2026-11-13", "500", "none")], "2026-11-20"), ("broken".into(), 0));
}

#[test]
fn a_promise_is_judged_again_when_its_money_moves() {
    let mut test = book();
    let invoice = test.invoice("C1", "2026-10-01", "2026-10-31", "1000");
    test.taken(&format!(
        r#"{{"do":"promise","customer":"C1","invoice":"{invoice}","amount":"500","by":"2026-11-10","date":"2026-11-01"}}"#
    ));
    assert_eq!(test.shown_promise("PRM-2026-00001").tolerance_days, 2);
    let payment = test.payment("C1", "2026-11-09", "500", "none");
    let shown = test.shown_promise("PRM-2026-00001");
    assert_eq!((shown.state.as_str(), shown.to_allocate.unwrap().minor()), ("open", 500));
    test.taken(&format!(r#"{{"do":"allocate","from":"{payment}","to":"{invoice}","amount":"500","date":"2026-11-20"}}"#));
    assert_eq!(test.shown_promise("PRM-2026-00001").state, "kept");
    test.taken(&format!(
        r#"{{"do":"bounce_payment","payment":"{payment}","reason":"no funds","date":"2026-11-20"}}"#
    ));
    assert_eq!(test.shown_promise("PRM-2026-00001").state, "broken");
    // What is credited by then need not be paid: of 500, 100 are still owed.
    test.taken(&format!(r#"{{"do":"credit_invoice","invoice":"{invoice}","amount":"900","reason":"price","date":"2026-11-11"}}"#));
    test.payment("C1", "2026-11-08", "100", "oldest");
    let shown = test.shown_promise("PRM-2026-00001");
    assert_eq!((shown.state.as_str(), shown.paid.minor()), ("kept", 100));
    assert!(test.verify().ok);
}

#[test]
fn one_live_promise_an_invoice_and_only_on_what_is_not_disputed() {
    let mut test = book();
    let invoice = test.invoice("C1", "2026-11-01", "2026-11-10", "1000");
    open(&mut test, &invoice, "400", "2026-11-02");
    let line = |amount: &str, by: &str| {
        format!(r#"{{"do":"promise","customer":"C1","invoice":"{invoice}",{amount}"by":"{by}"}}"#)
    };
    let refused = test.refused(&line(r#""amount":"601","#, "2026-11-27"));
    assert_eq!(refused, ("promise.exceeds_undisputed", "amount".into()));
    assert_eq!(test.refused(&line("", "2026-11-20")), ("promise.by_before_date", "by".into()));
    let made = test.taken(&line("", "2026-11-27")).number("promise").unwrap().to_string();
    assert_eq!(test.shown_promise(&made).amount.minor(), 600);
    assert_eq!(test.refused(&line("", "2026-11-28")), ("promise.live_already", "invoice".into()));
    let withdraw =
        format!(r#"{{"do":"withdraw_promise","promise":"{made}","note":"asks for a week"}}"#);
    test.taken(&withdraw);
    assert_eq!(test.shown_promise(&made).state, "withdrawn");
    assert_eq!(test.refused(&withdraw), ("promise.not_open", "promise".into()));
    let again = test.taken(&line(r#""amount":"100","#, "2026-11-28"));
    // One that is paid already stands in no other's way.
    test.payment("C1", "2026-11-21", "100", "oldest");
    assert_eq!(test.shown_promise(again.number("promise").unwrap()).state, "kept");
    test.taken(&line(r#""amount":"100","#, "2026-11-29"));
    test.customer("C2");
    let refused = test.refused(&format!(
        r#"{{"do":"promise","customer":"C2","invoice":"{invoice}","by":"2026-11-27"}}"#
    ));
    assert_eq!(refused, ("customer.mismatch", "invoice".into()));
}

#[test]
fn calls_and_callbacks_keep_who_and_what_apart_from_the_chain() {
    let mut test = book();
    test.customer("C2");
    let invoice = test.invoice("C1", "2026-11-01", "2026-11-10", "1000");
    let receipt = test.taken(&format!(
        r#"{{"do":"log_call","customer":"C1","at":"2026-11-20T23:42:00+02:00","direction":"in","contact":"Claudine","about":["{invoice}"],"note":"wants a copy","outcome":"sent"}}"#
    ));
    let shown = test.shown_call(receipt.number("call").unwrap());
    assert_eq!(shown.date, day("2026-11-20"));
    assert_eq!(shown.at.to_string(), "2026-11-20T21:42:00.000000Z");
    assert_eq!(shown.text.contact.as_deref(), Some("Claudine"));
    assert_eq!(shown.text.outcome.as_deref(), Some("sent"));
    let planned = test.taken(
        r#"{"do":"schedule_callback","customer":"C1","at":"2026-11-24T14:30:00+02:00","note":"has she paid?"}"#,
    );
    let planned = planned.number("callback").unwrap().to_string();
    assert_eq!(test.shown_callback(&planned).state, "open");
    let done = format!(r#"{{"do":"done","callback":"{planned}","note":"she has"}}"#);
    test.taken(&done);
    assert_eq!(test.shown_callback(&planned).state, "done");
    assert_eq!(test.refused(&done), ("callback.already_done", "callback".into()));
    for (line, rule, field) in [
        (
            r#"{"do":"log_call","customer":"C1","direction":"in","at":"2026-11-23T10:00:00+02:00"}"#,
            "date.ahead",
            "at",
        ),
        (
            r#"{"do":"log_call","customer":"C1","direction":"in","at":"2026-11-20"}"#,
            "date.malformed",
            "at",
        ),
        (
            r#"{"do":"log_call","customer":"C1","direction":"sideways"}"#,
            "command.malformed",
            "direction",
        ),
        (
            r#"{"do":"log_call","customer":"C2","direction":"out","about":["INV-2026-00001"]}"#,
            "customer.mismatch",
            "about[0]",
        ),
        (
            r#"{"do":"schedule_callback","customer":"C1","at":"2026-11-20T10:00:00+02:00"}"#,
            "due.before_date",
            "at",
        ),
        (r#"{"do":"done","callback":"CB-2026-00009"}"#, "callback.unknown", "callback"),
    ] {
        assert_eq!(test.refused(line), (rule, field.to_string()), "{line}");
    }
    test.close();
    let journal: String = crate::common::files(&test.folder().join("journal"))
        .into_iter()
        .map(|file| std::fs::read_to_string(file).unwrap())
        .collect();
    for private in ["Claudine", "wants a copy", "has she paid"] {
        assert!(!journal.contains(private), "{private} stands in the chain");
    }
}

#[test]
fn a_cheque_from_before_a_promise_that_bounces_is_no_part_of_it() {
    let mut test = book();
    let invoice = test.invoice("C1", "2026-10-01", "2026-10-31", "1000");
    let cheque = test.payment("C1", "2026-10-20", "400", "oldest");
    test.taken(&format!(
        r#"{{"do":"promise","customer":"C1","invoice":"{invoice}","by":"2026-11-10","date":"2026-11-01"}}"#
    ));
    assert_eq!(test.shown_promise("PRM-2026-00001").amount.minor(), 600);
    test.taken(&format!(
        r#"{{"do":"bounce_payment","payment":"{cheque}","reason":"no funds","date":"2026-11-06"}}"#
    ));
    test.payment("C1", "2026-11-09", "600", "oldest");
    let shown = test.shown_promise("PRM-2026-00001");
    assert_eq!((shown.state.as_str(), shown.paid.minor()), ("kept", 600));
}

#[test]
fn what_is_given_up_after_its_last_day_leaves_a_promise_broken_and_a_franc_in_hand_too() {
    let mut test = book();
    let invoice = test.invoice("C1", "2026-10-01", "2026-10-31", "1000");
    test.payment("C1", "2026-10-02", "1", "none");
    test.taken(&format!(
        r#"{{"do":"promise","customer":"C1","invoice":"{invoice}","amount":"500","by":"2026-11-05","date":"2026-11-01"}}"#
    ));
    assert_eq!(test.shown_promise("PRM-2026-00001").state, "broken");
    test.taken(&format!(
        r#"{{"do":"write_off","invoice":"{invoice}","reason":"bad_debt","date":"2026-11-20"}}"#
    ));
    assert_eq!(test.shown_promise("PRM-2026-00001").state, "broken");
}

#[test]
fn what_was_paid_under_protest_can_be_credited_and_is_on_account_then() {
    let mut test = book();
    let invoice = test.invoice("C1", "2026-11-01", "2026-11-10", "1000");
    let disputed = open(&mut test, &invoice, "300", "2026-11-02");
    test.payment("C1", "2026-11-03", "1000", "oldest");
    assert_eq!(parts(&test, &disputed), [0, 300, 0, 0]);
    let all = r#""outcome":"credit","amount":"300","date":"2026-11-05""#;
    act(&mut test, "resolve_dispute", &disputed, all);
    assert_eq!(parts(&test, &disputed), [0, 0, 300, 0]);
    let balance = test.balance("C1", as_of("2026-11-21"));
    assert_eq!((balance.balance.minor(), balance.on_account.minor()), (-300, 300));
}

#[test]
fn the_same_id_again_gives_the_same_receipt_whatever_its_events_begin_with() {
    let mut test = TestBook::canada();
    test.taken(r#"{"do":"register_customer","code":"C1","name":"One","terms":"2/10 net 30"}"#);
    let id = |n: u8| format!(r#""id":"00000000-0000-7000-8000-0000000000{n:02}""#);
    let line = |n: u8, rest: &str| format!("{{{},{rest}}}", id(n));
    test.invoice("C1", "2026-11-01", "2026-12-01", "1000");
    test.payment("C1", "2026-11-05", "980", "none");
    for (n, rest) in [
        r#""do":"allocate","from":"PAY-2026-00001","to":"INV-2026-00001","amount":"980""#,
        r#""do":"bring_in_receivable","number":"7","customer":"NEW","create_customer":true,"amount":"5""#,
        r#""do":"bring_in_invoice","number":"8","customer":"NEWER","create_customer":true,"lines":[{"description":"x","quantity":"-1","unit_price":"5"}]"#,
        r#""do":"open_dispute","invoice":"7","amount":"2","reason":"price""#,
        r#""do":"resolve_dispute","dispute":"DSP-2026-00001","outcome":"credit""#,
    ]
    .iter()
    .enumerate()
    {
        let line = line(u8::try_from(n).unwrap(), rest);
        let first = test.taken(&line);
        test.close();
        test.open();
        assert_eq!(test.taken(&line), first, "{line}");
    }
    assert!(test.verify().ok);
}

#[test]
fn the_credit_note_of_one_dispute_is_counted_on_no_other() {
    let mut test = book();
    let invoice = test.invoice("C1", "2026-11-01", "2026-11-10", "100");
    let one = open(&mut test, &invoice, "50", "2026-11-02");
    let other = open(&mut test, &invoice, "50", "2026-11-02");
    test.payment("C1", "2026-11-03", "80", "oldest");
    assert_eq!((parts(&test, &one), parts(&test, &other)), ([0, 50, 0, 0], [20, 30, 0, 0]));
    let all = r#""outcome":"credit","amount":"50","date":"2026-11-05""#;
    act(&mut test, "resolve_dispute", &one, all);
    // The note settles the 20 that were left: cleared there, credited here.
    assert_eq!((parts(&test, &one), parts(&test, &other)), ([0, 0, 50, 0], [0, 30, 0, 20]));
    assert_eq!(test.shown_invoice(&invoice).disputed.minor(), 0);
}

#[test]
fn a_promise_asks_for_no_allocation_to_what_is_no_longer_owed() {
    let mut test = book();
    let invoice = test.invoice("C1", "2026-10-01", "2026-10-31", "500");
    // Money that was there before the promise counts in time, allocated or not.
    let payment = test.payment("C1", "2026-11-02", "500", "none");
    test.taken(&format!(
        r#"{{"do":"promise","customer":"C1","invoice":"{invoice}","by":"2026-11-10","date":"2026-11-03"}}"#
    ));
    let shown = test.shown_promise("PRM-2026-00001");
    assert_eq!((shown.state.as_str(), shown.to_allocate.unwrap().minor()), ("open", 500));
    test.taken(&format!(r#"{{"do":"credit_invoice","invoice":"{invoice}","full":true,"reason":"price","date":"2026-11-15"}}"#));
    let shown = test.shown_promise("PRM-2026-00001");
    assert_eq!((shown.state.as_str(), shown.to_allocate), ("broken", None));
    assert_eq!(test.shown_payment(&payment).on_account.minor(), 500);
}

#[test]
fn what_somebody_changed_meanwhile_is_not_written_over() {
    let mut test = TestBook::rwanda();
    test.taken(r#"{"do":"register_customer","code":"C1","name":"Kigali Heights Hotel"}"#);
    test.taken(r#"{"do":"issue_invoice","customer":"C1","lines":[{"description":"x","quantity":"1","unit_price":"100"}]}"#);
    let opened = test.taken(r#"{"do":"open_dispute","invoice":"INV-2026-00001","reason":"price"}"#);
    let note = |seen: u64| {
        format!(r#"{{"do":"note_dispute","dispute":"DSP-2026-00001","owner":"ana","seen":{seen}}}"#)
    };
    let noted = test.taken(&note(opened.seq));
    let late = test.refused(&note(opened.seq));
    assert_eq!(late, ("command.changed_meanwhile", "seen".to_string()));
    test.taken(&note(noted.seq));
    let amend = |seen: u64| {
        format!(r#"{{"do":"amend_customer","customer":"c1","phone":"1","seen":{seen}}}"#)
    };
    let amended = test.taken(&amend(noted.seq));
    assert_eq!(test.refused(&amend(noted.seq)).0, "command.changed_meanwhile");
    test.taken(&amend(amended.seq));
    assert_eq!(test.refused(&amend(0).replace(":0}", ":-1}")).0, "command.malformed");
}

#[test]
fn a_dispute_that_is_split_disputes_as_much_as_before_and_joined_again_too() {
    let mut test = book();
    let invoice = test.invoice("C1", "2026-11-01", "2026-12-01", "1000");
    let first = open(&mut test, &invoice, "600", "2026-11-03");
    let receipt = act(
        &mut test,
        "split_dispute",
        &first,
        r#""amount":"250","reason":"damaged","owner":"ann","note":"two boxes","date":"2026-11-04""#,
    );
    let second = receipt.number("dispute").unwrap().to_string();
    assert_eq!(parts(&test, &first), [350, 0, 0, 0]);
    assert_eq!(parts(&test, &second), [250, 0, 0, 0]);
    let shown = test.shown_dispute(&second);
    assert_eq!((shown.reason.as_str(), shown.owner.as_str()), ("damaged", "ann"));
    assert_eq!(shown.about, [daybook::domain::Number(first.clone())]);
    let step = test.shown_dispute(&first).timeline.pop().unwrap();
    assert_eq!((step.step.as_str(), step.to.as_deref()), ("split_dispute", Some(&*second)));
    assert_eq!(step.note.as_deref(), Some("two boxes"));
    assert_eq!(test.balance("C1", as_of("2026-11-21")).disputed.minor(), 600);
    // Each goes its own way.
    act(&mut test, "resolve_dispute", &second, r#""outcome":"upheld","date":"2026-11-05""#);
    assert_eq!(test.balance("C1", as_of("2026-11-21")).disputed.minor(), 350);
    act(&mut test, "move_dispute", &second, r#""to":"in_progress","date":"2026-11-06""#);
    act(&mut test, "join_dispute", &second, &format!(r#""into":"{first}","date":"2026-11-07""#));
    assert_eq!(parts(&test, &first), [600, 0, 0, 0]);
    assert_eq!(parts(&test, &second), [0, 0, 0, 0]);
    assert_eq!(test.shown_dispute(&second).state, "closed");
    assert_eq!(test.balance("C1", as_of("2026-11-21")).disputed.minor(), 600);
    // The day before, they were two.
    let before = test.balance("C1", as_of("2026-11-06"));
    assert_eq!(before.disputed.minor(), 600);
}

#[test]
fn a_split_or_a_join_that_makes_no_sense_is_refused() {
    let mut test = book();
    let invoice = test.invoice("C1", "2026-11-01", "2026-12-01", "1000");
    let other = test.invoice("C1", "2026-11-01", "2026-12-01", "500");
    let first = open(&mut test, &invoice, "600", "2026-11-03");
    let second = open(&mut test, &other, "100", "2026-11-03");
    let third = open(&mut test, &invoice, "10", "2026-11-03");
    act(&mut test, "move_dispute", &third, r#""to":"void","date":"2026-11-03""#);
    let split = |dispute: &str, amount: &str| {
        format!(r#"{{"do":"split_dispute","dispute":"{dispute}","amount":"{amount}"}}"#)
    };
    let join = |dispute: &str, into: &str| {
        format!(r#"{{"do":"join_dispute","dispute":"{dispute}","into":"{into}"}}"#)
    };
    for (command, rule) in [
        (split(&first, "600"), "dispute.split_all"),
        (split(&first, "0"), "amount.not_positive"),
        (split(&third, "5"), "dispute.not_live"),
        (split("DSP-2026-00099", "5"), "dispute.unknown"),
        (join(&first, &first), "dispute.join_itself"),
        (join(&first, &second), "dispute.join_other_invoice"),
        (join(&third, &first), "dispute.not_live"),
        (join(&first, &third), "dispute.not_live"),
        (join(&first, "DSP-2026-00099"), "dispute.unknown"),
    ] {
        assert_eq!(test.refused(&command).0, rule, "{command}");
    }
    // The field that is refused is the one to correct.
    for (from, into, field) in [
        (&third, &*first, "dispute"),
        (&first, &*third, "into"),
        (&first, "DSP-2026-00099", "into"),
    ] {
        assert_eq!(test.refused(&join(from, into)).1, field, "{from} into {into}");
    }
}

#[test]
fn a_dispute_that_was_joined_says_to_which() {
    let mut test = book();
    let invoice = test.invoice("C1", "2026-11-01", "2026-12-01", "1000");
    let first = open(&mut test, &invoice, "600", "2026-11-03");
    let second = open(&mut test, &invoice, "100", "2026-11-03");
    test.taken(&format!(r#"{{"do":"join_dispute","dispute":"{first}","into":"{second}"}}"#));
    let again = format!(r#"{{"do":"join_dispute","dispute":"{first}","into":"-"}}"#);
    let Err(refusal) = test.post(&again) else { panic!() };
    let said = daybook::words::Words::english().refusal(&refusal);
    assert_eq!(said, format!("{first} was joined to {second}"));
    // A dispute that is not there is named in the field that named it.
    let unknown = format!(r#"{{"do":"join_dispute","dispute":"{second}","into":"-"}}"#);
    assert_eq!(test.refused(&unknown), ("dispute.unknown", "into".into()));
}

#[test]
fn a_company_adds_reasons_of_its_own() {
    let mut test = book();
    let invoice = test.invoice("C1", "2026-11-01", "2026-12-01", "1000");
    let dispute = |reason: &str| {
        format!(
            r#"{{"do":"open_dispute","invoice":"{invoice}","amount":"10","reason":"{reason}"}}"#
        )
    };
    let define = |reason: &str| format!(r#"{{"do":"define_reason","reason":"{reason}"}}"#);
    assert_eq!(test.refused(&dispute("wrong_pallet")).0, "dispute.reason_unknown");
    test.taken(&define("wrong_pallet"));
    assert_eq!(test.ask(&OwnReasons).unwrap(), ["wrong_pallet"]);
    let receipt = test.taken(&dispute("wrong_pallet"));
    assert_eq!(dispute_of(&test, &receipt).reason, "wrong_pallet");
    for (reason, rule) in [
        ("wrong_pallet", "reason.there_already"),
        ("price", "reason.there_already"),
        ("Wrong pallet", "reason.not_a_code"),
        ("", "reason.not_a_code"),
        ("_", "reason.not_a_code"),
        ("paletté", "reason.not_a_code"),
    ] {
        assert_eq!(test.refused(&define(reason)).0, rule, "{reason}");
    }
}

#[test]
fn a_company_adds_root_causes_of_its_own() {
    let mut test = book();
    let define = |cause: &str| format!(r#"{{"do":"define_root_cause","root_cause":"{cause}"}}"#);
    test.taken(&define("new_driver"));
    assert_eq!(test.ask(&OwnRootCauses).unwrap(), ["new_driver"]);
    for (cause, rule) in [
        ("new_driver", "root_cause.there_already"),
        ("carrier", "root_cause.there_already"),
        ("New driver", "reason.not_a_code"),
        ("", "reason.not_a_code"),
    ] {
        assert_eq!(test.refused(&define(cause)), (rule, "root_cause".into()), "{cause}");
    }
    // A text of its own is taken as before.
    let invoice = test.invoice("C1", "2026-11-01", "2026-12-01", "1000");
    let dispute = open(&mut test, &invoice, "10", "2026-11-03");
    test.taken(&format!(
        r#"{{"do":"note_dispute","dispute":"{dispute}","root_cause":"the van was late"}}"#
    ));
    assert_eq!(test.shown_dispute(&dispute).root_cause.as_deref(), Some("the van was late"));
}

fn dispute_of(test: &TestBook, receipt: &daybook::engine::Receipt) -> ShownDispute {
    test.shown_dispute(receipt.number("dispute").unwrap())
}

/// A promise of 500 by 10 November without tolerance, on an invoice of 1,000, made on 3 November.
fn promised_500() -> (TestBook, String) {
    let mut test = book();
    let invoice = test.invoice("C1", "2026-10-01", "2026-10-31", "1000");
    test.taken(&format!(
        r#"{{"do":"promise","customer":"C1","invoice":"{invoice}","amount":"500","by":"2026-11-10","tolerance_days":0,"date":"2026-11-03"}}"#
    ));
    (test, invoice)
}

/// State, paid and to be allocated.
fn standing(test: &TestBook) -> (String, i64, i64) {
    let shown = test.shown_promise("PRM-2026-00001");
    (shown.state, shown.paid.minor(), shown.to_allocate.map_or(0, daybook::domain::Money::minor))
}

#[test]
fn money_on_account_in_time_that_covers_a_part_keeps_a_promise_in_part() {
    let (mut test, invoice) = promised_500();
    let payment = test.payment("C1", "2026-11-09", "400", "none");
    assert_eq!(standing(&test), ("part_kept".into(), 0, 400));
    // Allocating it changes nothing of that.
    test.taken(&format!(
        r#"{{"do":"allocate","from":"{payment}","to":"{invoice}","amount":"400"}}"#
    ));
    assert_eq!(standing(&test), ("part_kept".into(), 400, 0));
}

#[test]
fn no_more_is_to_be_allocated_than_the_promise_misses() {
    let (mut test, invoice) = promised_500();
    test.payment("C1", "2026-11-09", "900", "none");
    assert_eq!(standing(&test), ("open".into(), 0, 500));
    // Money that came late pays most of the invoice: the promise was kept all the same, and what is left of the
    // invoice can still be allocated.
    let late = test.payment("C1", "2026-11-20", "975", "none");
    test.taken(&format!(r#"{{"do":"allocate","from":"{late}","to":"{invoice}","amount":"975"}}"#));
    assert_eq!(standing(&test), ("open".into(), 0, 25));
    let in_time = "PAY-2026-00001";
    test.taken(&format!(
        r#"{{"do":"allocate","from":"{in_time}","to":"{invoice}","amount":"25"}}"#
    ));
    assert_eq!(standing(&test), ("kept".into(), 25, 0));
}

#[test]
fn a_dispute_that_was_joined_to_another_stays_closed() {
    let mut test = book();
    let invoice = test.invoice("C1", "2026-11-01", "2026-11-10", "1000");
    let first = open(&mut test, &invoice, "300", "2026-11-02");
    let second = open(&mut test, &invoice, "200", "2026-11-02");
    test.taken(&format!(
        r#"{{"do":"join_dispute","dispute":"{second}","into":"{first}","date":"2026-11-03"}}"#
    ));
    let again = format!(r#"{{"do":"move_dispute","dispute":"{second}","to":"in_progress"}}"#);
    assert_eq!(test.refused(&again), ("dispute.joined", "dispute".into()));
}
