//! Calls that are wrapped up: one entry has the call and all that was agreed in it, and one command takes
//! that back.

use crate::common::{TestBook, as_of, day};
use daybook::domain::{CallOutcome, Event};
use daybook::engine::Submission;
use daybook::ledger::query::outbox::OutboxAfter;
use daybook::ledger::query::show::ShownDelivery;
use daybook::ledger::query::worklist::WorklistOf;

fn book() -> TestBook {
    let mut test = TestBook::canada();
    test.taken(
        r#"{"do":"register_customer","code":"C1","name":"Kigali Heights","email":"ap@kh.example"}"#,
    );
    test
}

/// Amount, invoice and state of a promise.
fn promise(test: &TestBook, number: &str) -> (String, String, String) {
    let it = test.shown_promise(number);
    let state = serde_json::to_value(&it).unwrap()["state"].as_str().unwrap().to_string();
    (it.amount.to_string(), it.invoice.0, state)
}

fn wraps(line: &str) -> String {
    format!(r#"{{"do":"wrap_up","customer":"C1","direction":"in","line":"{line}"}}"#)
}

fn outbox(test: &TestBook) -> Vec<ShownDelivery> {
    test.ask(&OutboxAfter { state: None, after: None }).unwrap().rows
}

fn head(test: &mut TestBook) -> u64 {
    test.book().head().seq
}

#[test]
fn a_call_and_all_that_was_agreed_in_it_are_one_entry() {
    let mut test = book();
    let first = test.invoice("C1", "2026-10-01", "2026-10-31", "1000");
    let second = test.invoice("C1", "2026-11-01", "2026-12-01", "400");
    let before = head(&mut test);
    let receipt = test.taken(
        r#"{"do":"wrap_up","customer":"C1","direction":"in","contact":"Claudine","note":"cheque is with the director","line":"p 500 fri; d 2 price 40; cb tue 14:30 Claudine; send 1","minutes":4}"#,
    );
    assert_eq!(head(&mut test), before + 1, "one entry");
    let made: Vec<&str> = receipt.made.iter().map(|(what, _)| what.as_str()).collect();
    assert_eq!(made, ["call", "dispute", "promise", "callback", "delivery"]);
    let number = |what| receipt.number(what).unwrap();
    let logged = test.shown_call(number("call"));
    assert_eq!((logged.ended, logged.minutes), (Some(CallOutcome::Spoke), Some(4)));
    assert_eq!(logged.agreed.len(), 4);
    assert_eq!(logged.about.iter().map(|it| it.0.as_str()).collect::<Vec<_>>(), [&second, &first]);
    assert_eq!(logged.text.note.as_deref(), Some("cheque is with the director"));
    assert_eq!(promise(&test, number("promise")), ("500.00".into(), first.clone(), "open".into()));
    let disputed = test.shown_dispute(number("dispute"));
    assert_eq!((disputed.invoice.0.as_str(), disputed.original.minor()), (second.as_str(), 4000));
    assert_eq!(disputed.about.first().map(|it| it.0.as_str()), Some(number("call")));
    let agreed = test.shown_callback(number("callback"));
    assert_eq!((agreed.text.note.as_deref(), agreed.state.as_str()), (Some("Claudine"), "open"));
    let rows = outbox(&test);
    let sent: Vec<_> = rows.iter().map(|row| row.to.clone().unwrap_or_default()).collect();
    assert_eq!(sent, ["ap@kh.example"]);
    assert!(test.verify().ok);
}

#[test]
fn nothing_is_taken_where_one_part_is_refused() {
    let mut test = book();
    test.invoice("C1", "2026-10-01", "2026-10-31", "1000");
    let before = head(&mut test);
    for (line, rule, field) in [
        ("p 500 fri; d 77 price", "wrap_up.document_unknown", "line[1]"),
        ("n x; p 5000 fri", "wrap_up.promise_exceeds", "line[1]"),
        ("p INV-2026-00001 500 fri; p 1 50 fri", "wrap_up.twice", "line[1]"),
        ("d 1 price 900; d 1 price 200", "dispute.exceeds_outstanding", "line[1]"),
        ("d 1 price 900; p 1 CAD200 fri", "promise.exceeds_undisputed", "line[1]"),
        ("p 500 fri; x", "wrap_up.part_unknown", "line[1]"),
        ("p 12.3456 fri", "wrap_up.amount", "line[0]"),
        ("send 1; send 1", "wrap_up.twice", "line[1]"),
        ("cb 1.1.2020 9:00", "due.before_date", "line[0]"),
    ] {
        assert_eq!(test.refused(&wraps(line)), (rule, field.into()), "{line}");
    }
    assert_eq!(head(&mut test), before);
    let by_field = r#"{"do":"wrap_up","customer":"C1","direction":"in","promise":{"amount":"5000","invoice":"INV-2026-00001","by":"2026-12-01"}}"#;
    let refused = test.refused(by_field);
    assert_eq!(refused, ("promise.exceeds_undisputed", "promise.amount".into()));
    let long = r#"{"do":"wrap_up","customer":"C1","direction":"in","minutes":2000}"#;
    assert_eq!(test.refused(long), ("wrap_up.minutes", "minutes".into()));
}

/// Where nothing is left to promise, the refusal says why: it is disputed in the same line, or paid.
#[test]
fn a_promise_of_all_where_nothing_is_left_says_what_happened() {
    let mut test = book();
    let invoice = test.invoice("C1", "2026-10-01", "2026-10-31", "1000");
    let said = |refusal: daybook::domain::Refusal| {
        let words = daybook::words::Words::english().refusal(&refusal);
        (refusal.rule.name(), refusal.field, words)
    };
    let all = said(test.post(&wraps("p 1 all fri; d 1 price")).unwrap_err());
    let words =
        format!("all that is open of {invoice} is in dispute, so nothing of it can be promised");
    assert_eq!(all, ("promise.nothing_left", "line[0]".into(), words));
    test.payment("C1", "2026-11-20", "1000", "oldest");
    let by =
        format!(r#"{{"do":"promise","customer":"C1","invoice":"{invoice}","by":"2026-11-27"}}"#);
    let paid = said(test.post(&by).unwrap_err());
    let words = format!("nothing is left to pay of {invoice}, so nothing of it can be promised");
    assert_eq!(paid, ("promise.nothing_left", "amount".into(), words));
}

/// A time of day that is past is no callback for today: the line asks for a day. The clock of these books is at 1:00 in
/// Montreal.
#[test]
fn a_callback_at_a_time_that_is_past_asks_for_a_day() {
    let mut test = book();
    for line in ["cb 0:30", "cb t 0:30 Claudine"] {
        assert_eq!(test.refused(&wraps(line)), ("wrap_up.time_past", "line[0]".into()), "{line}");
    }
    test.taken(&wraps("cb 1:30"));
    test.taken(&wraps("cb +1 0:30"));
}

#[test]
fn a_promise_without_an_invoice_is_about_the_oldest_that_are_not_promised_or_disputed() {
    let mut test = book();
    let first = test.invoice("C1", "2026-09-01", "2026-09-30", "100");
    let second = test.invoice("C1", "2026-10-01", "2026-10-31", "200");
    let third = test.invoice("C1", "2026-11-01", "2026-11-30", "300");
    test.taken(&wraps("d 1 price 30; p 2 50 fri"));
    // 70 of the first, none of the second, 30 of the third.
    let receipt = test.taken(&wraps("p 100 fri"));
    let made = receipt.made.iter().filter(|(what, _)| what == "promise");
    let made: Vec<_> = made.map(|(_, number)| promise(&test, number)).collect();
    let open = |amount: &str, invoice: &String| (amount.into(), invoice.clone(), "open".into());
    assert_eq!(made, [open("70.00", &first), open("30.00", &third)]);
    assert_eq!(test.refused(&wraps("p all fri")).0, "promise.live_already");
    assert_eq!(promise(&test, "PRM-2026-00001"), open("50.00", &second));
    let mut test = book();
    assert_eq!(test.refused(&wraps("p all fri")).0, "wrap_up.nothing_open");
}

/// What is disputed is never promised too, and what is left is promised last, wherever the parts stand.
#[test]
fn the_order_of_the_parts_changes_nothing() {
    let parts = ["p all fri", "d 1 price 30", "p 2 50 fri", "p 3 20 fri", "d 2 price"];
    let orders = [[0, 1, 2, 3, 4], [4, 3, 2, 1, 0], [2, 0, 4, 1, 3]];
    for (which, refused) in [([0, 1, 3], None), ([0, 2, 3], None), ([0, 2, 4], Some("promise"))] {
        let mut all = Vec::new();
        for order in orders {
            let mut test = book();
            for (due, amount) in
                [("2026-09-30", "100"), ("2026-10-31", "200"), ("2026-11-30", "300")]
            {
                test.invoice("C1", "2026-09-01", due, amount);
            }
            let line: Vec<&str> =
                order.into_iter().filter(|it| which.contains(it)).map(|it| parts[it]).collect();
            if refused.is_some() {
                // All of the invoice is disputed: nothing of it is left to promise.
                let rule = test.refused(&wraps(&line.join("; "))).0;
                assert_eq!(rule, "promise.exceeds_undisputed", "{line:?}");
                continue;
            }
            let receipt = test.taken(&wraps(&line.join("; ")));
            let made = receipt.made.iter().filter(|(what, _)| what == "promise");
            let mut made: Vec<_> = made.map(|(_, number)| promise(&test, number)).collect();
            made.sort();
            let disputed = test.balance("C1", as_of("2026-11-21")).disputed;
            all.push((made, disputed));
            assert!(test.verify().ok);
        }
        assert!(all.windows(2).all(|two| two[0] == two[1]), "{which:?}: {all:?}");
    }
    let mut test = book();
    test.invoice("C1", "2026-09-01", "2026-09-30", "100");
    let receipt = test.taken(&wraps("p all +5; d 1 price 30"));
    assert_eq!(promise(&test, receipt.number("promise").unwrap()).0, "70.00");
}

/// `21 500` is one amount on an account without an open invoice 21, and is asked about on one that has it.
#[test]
fn an_amount_with_spaces_is_no_invoice_unless_one_is_open() {
    let mut test = book();
    let first = test.invoice("C1", "2026-09-01", "2026-09-30", "90000");
    let open = |amount: &str| (amount.into(), first.clone(), "open".into());
    let receipt = test.taken(&wraps("p 21 500 fri"));
    assert_eq!(promise(&test, receipt.number("promise").unwrap()), open("21500.00"));
    test.taken(r#"{"do":"undo_wrap_up","call":"CALL-2026-00001"}"#);
    assert_eq!(
        test.refused(&wraps("n x; p 1 500 fri")),
        ("wrap_up.amount_either", "line[1]".into())
    );
    let receipt = test.taken(&wraps("p 1 CAD500 fri"));
    assert_eq!(promise(&test, receipt.number("promise").unwrap()), open("500.00"));
    test.taken(r#"{"do":"undo_wrap_up","call":"CALL-2026-00002"}"#);
    let receipt = test.taken(&wraps("p 1500 fri; d 1 price 50 000"));
    assert_eq!(promise(&test, receipt.number("promise").unwrap()), open("1500.00"));
    let disputed = test.shown_dispute(receipt.number("dispute").unwrap());
    assert_eq!(disputed.original.minor(), 5_000_000);
    // Once it is settled, its number can be the beginning of an amount only.
    let second = test.invoice("C1", "2026-10-01", "2026-10-31", "700");
    assert_eq!(test.refused(&wraps("p 2 500 fri")).0, "wrap_up.amount_either");
    test.taken(&format!(
        r#"{{"do":"credit_invoice","invoice":"{second}","reason":"price","full":true}}"#
    ));
    assert_eq!(test.refused(&wraps("p 2 500 fri")).0, "promise.live_already", "an amount");
}

#[test]
fn what_was_agreed_is_taken_back_by_one_command_as_far_as_it_can_be() {
    let mut test = book();
    test.invoice("C1", "2026-10-01", "2026-10-31", "1000");
    test.invoice("C1", "2026-11-01", "2026-12-01", "400");
    let receipt = test.taken(&wraps("p 500 fri; d 2 price 40; cb tue 14:30; send 1; send 2"));
    let number = |what| receipt.number(what).unwrap().to_string();
    // The first delivery has gone out.
    test.taken(r#"{"do":"begin_delivery","delivery":"DLV-2026-00001","attempt":1}"#);
    test.taken(r#"{"do":"end_delivery","delivery":"DLV-2026-00001","attempt":1,"outcome":"sent"}"#);
    let undo = format!(r#"{{"do":"undo_wrap_up","call":"{}"}}"#, number("call"));
    let before = head(&mut test);
    let undone = test.taken(&undo);
    assert_eq!(head(&mut test), before + 1, "one entry");
    let warnings: Vec<&str> = undone.warnings.iter().map(|it| it.rule.as_ref()).collect();
    assert_eq!(warnings, ["wrap_up.part_stays"]);
    assert!(undone.warnings[0].args.iter().any(|(_, value)| value == "DLV-2026-00001"));
    assert_eq!(promise(&test, &number("promise")).2, "withdrawn");
    let state = serde_json::to_value(test.shown_dispute(&number("dispute"))).unwrap();
    assert_eq!(state["state"], "void");
    assert_eq!(test.shown_callback(&number("callback")).state, "cancelled");
    let rows = outbox(&test);
    let mut states: Vec<String> =
        rows.iter().map(|row| serde_json::to_value(row).unwrap()["state"].to_string()).collect();
    states.sort();
    assert_eq!(states, ["\"cancelled\"", "\"sent\""]);
    assert_eq!(test.shown_call(&number("call")).taken_back, Some(day("2026-11-21")));
    assert_eq!(test.refused(&undo).0, "wrap_up.undone_already");
    assert!(test.verify().ok);
    let bare = test.taken(r#"{"do":"wrap_up","customer":"C1","direction":"out","line":"o vo"}"#);
    let bare = bare.number("call").unwrap().to_string();
    assert_eq!(test.shown_call(&bare).ended, Some(CallOutcome::Voicemail));
    let undo = format!(r#"{{"do":"undo_wrap_up","call":"{bare}"}}"#);
    assert_eq!(test.refused(&undo).0, "wrap_up.nothing_to_undo");
    test.taken(r#"{"do":"log_call","customer":"C1","direction":"in"}"#);
    let logged = r#"{"do":"undo_wrap_up","call":"CALL-2026-00003"}"#;
    assert_eq!(test.refused(logged).0, "wrap_up.call_unknown");
}

#[test]
fn a_wrap_up_that_is_sent_again_is_carried_out_once_and_a_preview_writes_nothing() {
    let mut test = book();
    test.invoice("C1", "2026-10-01", "2026-10-31", "1000");
    let line = r#"{"do":"wrap_up","id":"00000000-0000-7000-8000-00000000c011","customer":"C1","direction":"in","line":"p 500 fri; send statement"}"#;
    let (_, envelope) = daybook::engine::intake::read(line);
    let before = head(&mut test);
    let submission =
        Submission { envelope: envelope.unwrap(), by: daybook::engine::Caller::owner("eva") };
    let previews = test.book().preview(std::slice::from_ref(&submission));
    let events = &previews[0].as_ref().unwrap().events;
    assert!(matches!(events[0], Event::CallWrapped(_)) && events.len() == 4, "{events:?}");
    assert_eq!(head(&mut test), before);
    let receipt = test.taken(line);
    assert_eq!(test.taken(line).made, receipt.made);
    assert_eq!(head(&mut test), before + 1);
}

/// The time that a call took is counted from its beginning, whatever the clock of the desk says.
#[test]
fn minutes_are_counted_and_a_beginning_that_is_not_over_is_now() {
    let mut test = book();
    let mut took = |started: &str| {
        let line = format!(
            r#"{{"do":"wrap_up","customer":"C1","direction":"in","note":"x","started":"{started}"}}"#
        );
        let receipt = test.taken(&line);
        test.shown_call(receipt.number("call").unwrap()).minutes
    };
    assert_eq!(took("2030-01-01T09:00:00+00:00"), None);
    assert_eq!(took("2026-01-01T09:00:00+00:00"), None, "it was left open for long");
}

/// What a call was for is done with it, by the same entry, and open again once that is taken back.
#[test]
fn a_callback_that_is_due_is_closed_by_the_call_and_opened_again_with_it() {
    let mut test = book();
    test.invoice("C1", "2026-10-01", "2026-10-31", "1000");
    let schedules = |at: &str| {
        format!(r#"{{"do":"schedule_callback","customer":"C1","at":"{at}","note":"asks for Eva"}}"#)
    };
    let due = test.taken(&schedules("2026-11-21T00:01:00-05:00"));
    let due = due.number("callback").unwrap().to_string();
    let later = test.taken(&schedules("2026-12-04T09:00:00-05:00"));
    let later = later.number("callback").unwrap().to_string();
    let state = |test: &TestBook, number: &str| test.shown_callback(number).state;
    // A call that nobody answers closes nothing.
    test.taken(&wraps("o no_answer"));
    assert_eq!(state(&test, &due), "open");
    let before = head(&mut test);
    let receipt = test.taken(&wraps("p 500 fri"));
    assert_eq!(head(&mut test), before + 1, "one entry");
    assert_eq!((state(&test, &due), state(&test, &later)), ("done".into(), "open".into()));
    let undo = |call: &str| format!(r#"{{"do":"undo_wrap_up","call":"{call}"}}"#);
    test.taken(&undo(receipt.number("call").unwrap()));
    assert_eq!(state(&test, &due), "open");
    assert_eq!(test.shown_callback(&due).text.note.as_deref(), Some("asks for Eva"));
    // So too where nothing else was agreed.
    let receipt = test.taken(&wraps("n all is clear"));
    assert_eq!(state(&test, &due), "done");
    let done = |test: &TestBook| {
        let list = test.ask(&WorklistOf { most: 9, ..WorklistOf::default() }).unwrap();
        (list.done, list.rows.iter().filter_map(|it| it.case.clone()).map(|it| it.0).next())
    };
    assert_eq!(done(&test), (1, None));
    test.taken(&undo(receipt.number("call").unwrap()));
    assert_eq!(state(&test, &due), "open");
    // The call that nobody answered was a call of that day.
    assert_eq!(done(&test).0, 1);
    test.taken(&format!(r#"{{"do":"done","callback":"{due}"}}"#));
    assert_eq!(state(&test, &due), "done");
    assert!(test.verify().ok);
}

/// A call that was wrapped up and undone did not happen as far as the worklist goes.
#[test]
fn a_call_whose_wrap_up_was_undone_is_not_done_work() {
    let mut test = book();
    test.invoice("C1", "2026-10-01", "2026-10-31", "1000");
    test.taken(r#"{"do":"schedule_callback","customer":"C1","at":"2026-11-21T00:01:00-05:00"}"#);
    let list = |test: &TestBook| {
        let list = test.ask(&WorklistOf { most: 9, ..WorklistOf::default() }).unwrap();
        let cases = list.rows.iter().map(|it| it.case.clone().map(|it| it.0)).collect::<Vec<_>>();
        (list.done, cases)
    };
    let open = (0, vec![Some("CB-2026-00001".to_string())]);
    assert_eq!(list(&test), open);
    let receipt = test.taken(&wraps("p 500 fri"));
    assert_eq!(list(&test), (1, vec![]));
    let call = receipt.number("call").unwrap();
    test.taken(&format!(r#"{{"do":"undo_wrap_up","call":"{call}"}}"#));
    assert_eq!(list(&test), open);
    assert!(test.verify().ok);
}

/// The name behind a callback's time is whom to ask for, where the customer has a contact of that name.
#[test]
fn a_callback_asks_for_the_contact_named_behind_its_time() {
    let mut test = book();
    test.taken(
        r#"{"do":"amend_customer","customer":"C1","contacts":[{"name":"Jean-Bosco Niyonzima"}]}"#,
    );
    let mut agreed = |said: &str| {
        let line = format!("cb fri 10:00 {said}");
        let command = format!(
            r#"{{"do":"wrap_up","customer":"C1","direction":"in","contact":"Eva","line":"{line}"}}"#
        );
        let receipt = test.taken(&command);
        let text = test.shown_callback(receipt.number("callback").unwrap()).text;
        (text.contact.unwrap_or_default(), text.note.unwrap_or_default())
    };
    let named = "Jean-Bosco Niyonzima".to_string();
    assert_eq!(agreed("jean bosco NIYONZIMA"), (named.clone(), String::new()));
    assert_eq!(agreed("Jean Bosco Niyonzima, about 1"), (named, "about 1".into()));
    assert_eq!(agreed("Jean Boscovic"), ("Eva".into(), "Jean Boscovic".into()));
}

/// The last digits of a number are enough where one open invoice of the account ends so.
#[test]
fn two_last_digits_that_one_open_invoice_has_are_enough() {
    let mut test = book();
    for number in ["FAC-2025-01022", "FAC-2025-01122", "FAC-2025-01030"] {
        test.taken(&format!(
            r#"{{"do":"bring_in_receivable","customer":"C1","number":"{number}","date":"2025-10-01","due":"2025-10-31","amount":"100"}}"#
        ));
    }
    let receipt = test.taken(&wraps("d 30 price; d 022 price"));
    assert!(receipt.number("dispute").is_some());
    assert_eq!(test.shown_dispute("DSP-2026-00001").invoice.0, "FAC-2025-01030");
    assert_eq!(test.shown_dispute("DSP-2026-00002").invoice.0, "FAC-2025-01022");
    assert_eq!(test.refused(&wraps("d 22 price")).0, "wrap_up.document_either");
    assert_eq!(test.refused(&wraps("d 0 price")).0, "wrap_up.document_unknown");
    let pay = |remittance: &str| {
        format!(
            r#"{{"do":"record_payment","customer":"C1","amount":"10","method":"bank","remittance":"{remittance}"}}"#
        )
    };
    assert_eq!(test.refused(&pay("22 10")).0, "remittance.ambiguous");
    test.taken(&pay("122 10"));
    assert_eq!(test.shown_invoice("FAC-2025-01122").outstanding.to_string(), "90.00");
}

/// A callback that a call does not close stays open beside the one that it agrees: the receipt names its day.
#[test]
fn a_new_callback_says_which_older_ones_stay_open() {
    let mut test = book();
    test.customer("C2");
    test.taken(r#"{"do":"wrap_up","customer":"C2","direction":"in","line":"cb tue 14:30"}"#);
    test.taken(r#"{"do":"schedule_callback","customer":"C1","at":"2026-11-21T00:01:00-05:00"}"#);
    let stays = |receipt: &daybook::engine::Receipt| -> Vec<(String, String)> {
        let of = |warning: &daybook::domain::Warning, name: &str| {
            let found = warning.args.iter().find(|(known, _)| *known == name);
            found.map(|(_, value)| value.clone()).unwrap()
        };
        assert!(receipt.warnings.iter().all(|it| it.rule == "callback.stays_open"));
        receipt.warnings.iter().map(|it| (of(it, "callback"), of(it, "date"))).collect()
    };
    let named = |number: &str, date: &str| vec![(number.to_string(), date.to_string())];
    // Nobody was reached: the one that is due is not done.
    let voicemail = test.taken(&wraps("o voicemail; cb fri 10:00"));
    assert_eq!(stays(&voicemail), named("CB-2026-00002", "2026-11-21"));
    // Somebody was: that one is done, and the one of Friday is still to come.
    let spoken = test.taken(&wraps("cb mon 10:00"));
    assert_eq!(stays(&spoken), named("CB-2026-00003", "2026-11-27"));
    assert!(test.taken(&wraps("o voicemail")).warnings.is_empty(), "no other one is agreed");
}
