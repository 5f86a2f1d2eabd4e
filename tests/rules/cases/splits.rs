//! Disputes that are split, and two on one invoice that are joined: the amount in dispute stays the same.

use super::*;

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
    assert_eq!(test.dispute_parts(&first), [350, 0, 0, 0]);
    assert_eq!(test.dispute_parts(&second), [250, 0, 0, 0]);
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
    assert_eq!(test.dispute_parts(&first), [600, 0, 0, 0]);
    assert_eq!(test.dispute_parts(&second), [0, 0, 0, 0]);
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
