//! Disputes: what they take of an invoice, how they end, and the company's own reasons for them.

use daybook::ledger::query::reasons::{OwnReasons, OwnRootCauses};

use super::*;

#[test]
fn a_dispute_takes_what_is_undisputed_first_and_its_parts_always_add_up() {
    let mut test = book();
    let invoice = test.invoice("C1", "2026-11-01", "2026-11-10", "1000");
    let disputed = open(&mut test, &invoice, "400", "2026-11-02");
    assert_eq!(disputed, "DSP-2026-00001");
    assert_eq!(test.dispute_parts(&disputed), [400, 0, 0, 0]);
    // 600 come off what nobody disputes; 100 more are paid all the same.
    test.payment("C1", "2026-11-03", "600", "oldest");
    assert_eq!(test.dispute_parts(&disputed), [400, 0, 0, 0]);
    let payment = test.payment("C1", "2026-11-04", "100", "oldest");
    assert_eq!(test.dispute_parts(&disputed), [300, 100, 0, 0]);
    test.taken(&format!(r#"{{"do":"credit_invoice","invoice":"{invoice}","amount":"50","reason":"price","date":"2026-11-05"}}"#));
    test.taken(&format!(r#"{{"do":"write_off","invoice":"{invoice}","amount":"20","reason":"small_difference","date":"2026-11-05"}}"#));
    assert_eq!(test.dispute_parts(&disputed), [230, 100, 50, 20]);
    // The cheque bounces: what it paid is in dispute again.
    test.taken(&format!(
        r#"{{"do":"bounce_payment","payment":"{payment}","reason":"no funds","date":"2026-11-06"}}"#
    ));
    assert_eq!(test.dispute_parts(&disputed), [330, 0, 50, 20]);
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
    assert_eq!(test.dispute_parts(&disputed), [0, 0, 300, 100]);
    let shown = test.shown_invoice(&invoice);
    assert_eq!((shown.outstanding.minor(), shown.disputed.minor()), (700, 0));
    let refused = test.refused(&format!(
        r#"{{"do":"resolve_dispute","dispute":"{disputed}","outcome":"upheld","date":"2026-11-05"}}"#
    ));
    assert_eq!(refused, ("dispute.not_live", "dispute".into()));
    // Reopened, what was only cleared is in dispute again; what was credited stays credited.
    act(&mut test, "move_dispute", &disputed, r#""to":"in_progress","date":"2026-11-06""#);
    assert_eq!(test.dispute_parts(&disputed), [100, 0, 300, 0]);
    act(&mut test, "resolve_dispute", &disputed, r#""outcome":"withdrawn","date":"2026-11-07""#);
    act(&mut test, "move_dispute", &disputed, r#""to":"closed","date":"2026-11-08""#);
    assert_eq!(test.dispute_parts(&disputed), [0, 0, 300, 100]);
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
    assert_eq!(
        (test.dispute_parts(&first), test.dispute_parts(&second)),
        ([0, 0, 0, 600], [0, 0, 0, 400])
    );
    assert_eq!(test.balance("C1", as_of("2026-11-21")).disputed.minor(), 0);
    assert_eq!(test.balance("C1", as_of("2026-11-04")).disputed.minor(), 1000);
    // Without an amount, all that is outstanding.
    // On the 3rd it was all in dispute; from the 5th on none of it is.
    assert_eq!(test.refused(&line("")).0, "dispute.nothing_left");
    let again = line("").replace("2026-11-03", "2026-11-05");
    let third = test.taken(&again).number("dispute").unwrap().to_string();
    assert_eq!(test.dispute_parts(&third), [1000, 0, 0, 0]);
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
    assert_eq!(
        (test.dispute_parts(&first), test.dispute_parts(&second)),
        ([200, 0, 0, 400], [300, 0, 0, 0])
    );
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

#[test]
fn what_was_paid_under_protest_can_be_credited_and_is_on_account_then() {
    let mut test = book();
    let invoice = test.invoice("C1", "2026-11-01", "2026-11-10", "1000");
    let disputed = open(&mut test, &invoice, "300", "2026-11-02");
    test.payment("C1", "2026-11-03", "1000", "oldest");
    assert_eq!(test.dispute_parts(&disputed), [0, 300, 0, 0]);
    let all = r#""outcome":"credit","amount":"300","date":"2026-11-05""#;
    act(&mut test, "resolve_dispute", &disputed, all);
    assert_eq!(test.dispute_parts(&disputed), [0, 0, 300, 0]);
    let balance = test.balance("C1", as_of("2026-11-21"));
    assert_eq!((balance.balance.minor(), balance.on_account.minor()), (-300, 300));
}

#[test]
fn the_credit_note_of_one_dispute_is_counted_on_no_other() {
    let mut test = book();
    let invoice = test.invoice("C1", "2026-11-01", "2026-11-10", "100");
    let one = open(&mut test, &invoice, "50", "2026-11-02");
    let other = open(&mut test, &invoice, "50", "2026-11-02");
    test.payment("C1", "2026-11-03", "80", "oldest");
    assert_eq!(
        (test.dispute_parts(&one), test.dispute_parts(&other)),
        ([0, 50, 0, 0], [20, 30, 0, 0])
    );
    let all = r#""outcome":"credit","amount":"50","date":"2026-11-05""#;
    act(&mut test, "resolve_dispute", &one, all);
    // The note settles the 20 that were left: cleared there, credited here.
    assert_eq!(
        (test.dispute_parts(&one), test.dispute_parts(&other)),
        ([0, 0, 50, 0], [0, 30, 0, 20])
    );
    assert_eq!(test.shown_invoice(&invoice).disputed.minor(), 0);
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
    let last = test.taken(&amend(amended.seq));
    // An entry that nobody can have seen does not pass for the last one.
    for beyond in [last.seq + 1, u64::MAX] {
        assert_eq!(test.refused(&amend(beyond)), ("command.seen_beyond_head", "seen".to_string()));
    }
    assert_eq!(test.refused(&amend(0).replace(":0}", ":-1}")).0, "command.malformed");
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
    assert_eq!(test.shown_dispute(receipt.number("dispute").unwrap()).reason, "wrong_pallet");
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
