//! Nobody is called outside their hours.

use crate::common::TestBook;
use daybook::domain::Moment;
use daybook::ledger::query::worklist::{Worklist, WorklistOf};

fn at(test: &TestBook, moment: &str) -> Worklist {
    let at: Moment = moment.parse().unwrap();
    test.ask(&WorklistOf { at: Some(at), most: 100, ..WorklistOf::default() }).unwrap()
}

fn codes(list: &Worklist) -> Vec<&str> {
    list.rows.iter().map(|it| it.customer.0.as_str()).collect()
}

#[test]
fn customers_are_called_by_their_own_clocks() {
    let mut test = TestBook::canada();
    for line in [
        r#"{"do":"register_customer","code":"TOR","name":"Toronto","date":"2020-01-01"}"#,
        r#"{"do":"register_customer","code":"VAN","name":"Vancouver","phone":"604 555 0143","date":"2020-01-01"}"#,
        r#"{"do":"register_customer","code":"KGL","name":"Kigali","phone":"+250 788 123 456","date":"2020-01-01"}"#,
        r#"{"do":"register_customer","code":"SET","name":"Night shift","date":"2020-01-01"}"#,
        r#"{"do":"set_calling_hours","customer":"SET","from":"20:00","to":"24:00","zone":"America/Toronto"}"#,
    ] {
        test.taken(line);
    }
    for (code, amount) in [("TOR", "400"), ("VAN", "300"), ("KGL", "200"), ("SET", "100")] {
        test.invoice(code, "2026-09-01", "2026-10-01", amount);
    }
    // 9:00 in Toronto: 6:00 in Vancouver, 16:00 in Kigali.
    let list = at(&test, "2026-11-21T09:00:00-05:00");
    assert_eq!((codes(&list), list.later), (vec!["TOR", "KGL"], 2));
    // 14:00 in Toronto: 11:00 in Vancouver, 21:00 in Kigali.
    assert_eq!(codes(&at(&test, "2026-11-21T14:00:00-05:00")), ["TOR", "VAN"]);
    // 20:00 in Toronto is over there; it is not for who is called at night.
    assert_eq!(codes(&at(&test, "2026-11-21T20:00:00-05:00")), ["VAN", "SET"]);
    // Not for a callback either, whoever agreed it.
    test.taken(r#"{"do":"schedule_callback","customer":"KGL","at":"2026-11-21T13:30:00-05:00"}"#);
    let list = at(&test, "2026-11-21T14:00:00-05:00");
    assert_eq!((codes(&list), list.later), (vec!["TOR", "VAN"], 2));
    let list = at(&test, "2026-11-21T12:00:00-05:00");
    assert_eq!(codes(&list), ["KGL", "TOR", "VAN"]);
    let next = |moment: &str| list.next(Some(moment.parse().unwrap())).unwrap().customer.0.clone();
    assert_eq!(next("2026-11-21T13:24:00-05:00"), "TOR", "it is too early");
    assert_eq!(next("2026-11-21T13:26:00-05:00"), "KGL");
}

/// Who may not be called now is listed where that is asked for, with when it is possible, and is not the next to call.
#[test]
fn customers_outside_their_hours_are_listed_with_when_to_call() {
    let mut test = TestBook::canada();
    for line in [
        r#"{"do":"register_customer","code":"TOR","name":"Toronto","date":"2020-01-01"}"#,
        r#"{"do":"register_customer","code":"VAN","name":"Vancouver","phone":"604 555 0143","date":"2020-01-01"}"#,
    ] {
        test.taken(line);
    }
    test.invoice("TOR", "2026-09-01", "2026-10-01", "100");
    test.invoice("VAN", "2026-09-01", "2026-10-01", "300");
    let at: Moment = "2026-11-21T09:00:00-05:00".parse().unwrap();
    let asked = WorklistOf { at: Some(at), even_later: true, most: 9, ..WorklistOf::default() };
    let list = test.ask(&asked).unwrap();
    assert_eq!((codes(&list), list.later), (vec!["VAN", "TOR"], 1));
    let outside = list.rows[0].outside.as_ref().unwrap();
    let told = [&outside.zone, &outside.from, &outside.to];
    assert_eq!(told, ["America/Vancouver", "08:00", "20:00"]);
    // It is six or seven there, by what this machine knows of summer time.
    assert!(["06:00", "07:00"].contains(&outside.time.as_str()), "{outside:?}");
    assert!(list.rows[1].outside.is_none());
    assert_eq!(list.next(Some(at)).unwrap().customer.0, "TOR");
}

#[test]
fn hours_are_times_of_day_in_a_zone() {
    let mut test = TestBook::canada();
    test.customer("C1");
    let mut refused = |fields: &str| {
        test.refused(&format!(r#"{{"do":"set_calling_hours","customer":"C1",{fields}}}"#))
    };
    assert_eq!(refused(r#""from":"nine","to":"17""#), ("calling.time_malformed", "from".into()));
    assert_eq!(refused(r#""from":"9","to":"24:30""#), ("calling.time_malformed", "to".into()));
    assert_eq!(refused(r#""from":"17","to":"9""#), ("calling.from_after_to", "to".into()));
    let zone = refused(r#""from":"9","to":"17","zone":"Europe/Atlantis""#);
    assert_eq!(zone, ("book.zone_unknown", "zone".into()));
}
