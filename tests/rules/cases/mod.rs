//! Disputes, promises, calls and callbacks, command by command.

mod disputes;
mod promises;
mod splits;

use daybook::engine::Receipt;

use crate::common::{TestBook, as_of, day};

fn open(test: &mut TestBook, invoice: &str, amount: &str, date: &str) -> String {
    let receipt = test.taken(&format!(
        r#"{{"do":"open_dispute","invoice":"{invoice}","amount":"{amount}","reason":"price","note":"too dear","date":"{date}"}}"#
    ));
    receipt.number("dispute").unwrap().to_string()
}

fn act(test: &mut TestBook, what: &str, dispute: &str, rest: &str) -> Receipt {
    test.taken(&format!(r#"{{"do":"{what}","dispute":"{dispute}",{rest}}}"#))
}

fn book() -> TestBook {
    let mut test = TestBook::rwanda();
    test.customer("C1");
    test
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
