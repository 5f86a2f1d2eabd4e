//! What is known of customers: amended, held, released, and found by whatever a caller says.

use crate::common::TestBook;
use daybook::domain::event::{CustomerDetails, CustomerRegistered};
use daybook::domain::terms::Terms;
use daybook::domain::{Code, Currency};
use daybook::ledger::query::AsOf;
use daybook::ledger::query::balance::BalanceOf;
use daybook::ledger::query::lookup::{Hit, LookupOf, Matched};
use daybook::words::Words;

#[test]
fn an_amended_customer_keeps_what_was_not_given_and_issued_documents_keep_all() {
    let mut test = TestBook::rwanda();
    test.taken(r#"{"do":"register_customer","code":"C1","name":"Old Name","phone":"1","email":"a@x.example","tax_id":"102345678","credit_limit":"500"}"#);
    let before = test.invoice("C1", "2026-11-01", "2026-12-01", "100");
    test.taken(r#"{"do":"amend_customer","customer":"c1","name":"New Name","phone":"","terms":"net 10","credit_limit":""}"#);
    let now = test.shown_customer("C1");
    assert_eq!((now.details.name.as_str(), &now.details.phone), ("New Name", &None));
    assert_eq!(now.details.email.as_deref(), Some("a@x.example"));
    assert_eq!((now.terms.to_string(), now.credit_limit), ("net 10".into(), None));
    // The limit is gone, the terms are the new ones, and the old invoice says the old name.
    let after = test.taken(r#"{"do":"issue_invoice","customer":"C1","date":"2026-11-02","lines":[{"description":"x","quantity":"1","unit_price":"9999"}]}"#);
    let after = test.shown_invoice(after.number("invoice").unwrap());
    assert_eq!(
        (after.buyer.name.as_str(), after.due.to_string()),
        ("New Name", "2026-11-12".into())
    );
    assert_eq!(test.shown_invoice(&before).buyer.name, "Old Name");
    assert_eq!(test.shown_invoice(&before).buyer.phone.as_deref(), Some("1"));
    let refused = test.refused(r#"{"do":"amend_customer","customer":"C1","name":" "}"#);
    assert_eq!(refused, ("text.empty", "name".into()));
    let refused = test.refused(r#"{"do":"amend_customer","customer":"C1","credit_limit":"-1"}"#);
    assert_eq!(refused, ("amount.not_positive", "credit_limit".into()));
    assert!(test.verify().ok);
}

#[test]
fn an_account_on_hold_gets_no_invoice_until_it_is_released_nor_one_of_a_day_on_which_it_was() {
    let mut test = TestBook::rwanda();
    test.customer("C1");
    let issue = |date: &str, more: &str| {
        format!(
            r#"{{"do":"issue_invoice","customer":"C1","date":"{date}",{more}"lines":[{{"description":"x","quantity":"1","unit_price":"5"}}]}}"#
        )
    };
    let release =
        |date: &str| format!(r#"{{"do":"release_customer","customer":"C1","date":"{date}"}}"#);
    assert_eq!(test.refused(&release("2026-11-01")).0, "customer.not_on_hold");
    test.taken(r#"{"do":"hold_customer","customer":"C1","date":"2026-11-05","reason":"two cheques bounced"}"#);
    // Dating it back does not get around the hold.
    for date in ["2026-11-04", "2026-11-05"] {
        assert_eq!(test.refused(&issue(date, "")), ("customer.on_hold", "customer".into()));
    }
    let receipt =
        test.taken(&issue("2026-11-06", r#""override":{"reason":"paid at the counter"},"#));
    assert_eq!(receipt.overrode, ["customer.on_hold"]);
    // Money is taken all the same.
    test.payment("C1", "2026-11-07", "5", "oldest");
    test.taken(&release("2026-11-10"));
    assert_eq!(test.refused(&issue("2026-11-09", "")).0, "customer.on_hold");
    test.taken(&issue("2026-11-10", ""));
    assert!(test.verify().ok);
}

fn found(test: &TestBook, query: &str) -> Vec<(String, Matched)> {
    let found = test.ask(&LookupOf { query: query.into(), limit: 8 }).unwrap();
    found.hits.into_iter().map(|Hit { customer, matched, .. }| (customer.0, matched)).collect()
}

#[test]
fn whatever_a_caller_says_finds_the_account_with_its_balance() {
    let mut test = TestBook::rwanda();
    for line in [
        r#"{"do":"register_customer","code":"C0001","name":"Kigali Heights Hotel","contact":"Claudine Uwase","phone":"+250 788 123 456","email":"ap@kh.example"}"#,
        r#"{"do":"register_customer","code":"C0002","name":"École Amélie O'Brien","phone":"0788 999 111"}"#,
        r#"{"do":"register_customer","code":"17850.0","name":"Heights Travel Ltd"}"#,
    ] {
        test.taken(line);
    }
    test.invoice("C0002", "2026-10-01", "2026-10-31", "4321");
    for n in 0..3 {
        test.invoice("C0001", "2026-11-01", "2026-12-01", &format!("{}", 700 + n));
    }
    let only = |code: &str, matched| vec![(code.to_string(), matched)];
    assert_eq!(found(&test, "kig hei"), only("C0001", Matched::Name));
    assert_eq!(found(&test, "hotel KIGALI"), only("C0001", Matched::Name));
    assert_eq!(found(&test, "ecole obrien"), only("C0002", Matched::Name));
    assert_eq!(found(&test, "e\u{301}cole"), only("C0002", Matched::Name));
    assert_eq!(found(&test, "claudine"), only("C0001", Matched::Name));
    assert_eq!(found(&test, "heights").len(), 2);
    assert_eq!(found(&test, "17850.0")[0], ("17850.0".into(), Matched::Code));
    assert_eq!(found(&test, "123 456"), only("C0001", Matched::Phone));
    assert_eq!(found(&test, "0788999111"), only("C0002", Matched::Phone));
    assert_eq!(found(&test, "ap@kh"), only("C0001", Matched::Email));
    assert_eq!(found(&test, "inv-2026-00003"), only("C0001", Matched::Document));
    assert_eq!(found(&test, "00001"), only("C0002", Matched::Document));
    assert_eq!(found(&test, "4,321"), only("C0002", Matched::Amount));
    assert_eq!(found(&test, "kgli hghts"), only("C0001", Matched::Name));
    for nobody in ["", "  ", "zzz", "'", "\u{301}", "-"] {
        assert_eq!(found(&test, nobody), [], "{nobody:?}");
    }
    let hit = test.ask(&LookupOf { query: "école".into(), limit: 8 }).unwrap().hits.remove(0);
    assert_eq!((hit.balance.to_string(), hit.overdue.to_string()), ("4321".into(), "4321".into()));
    // A name that was amended is found, the old one is not.
    test.taken(r#"{"do":"amend_customer","customer":"17850.0","name":"Umurava Tours"}"#);
    assert_eq!(found(&test, "umurava"), only("17850.0", Matched::Name));
    assert_eq!(found(&test, "heights"), only("C0001", Matched::Name));
}

#[test]
fn an_unknown_code_is_answered_with_the_one_that_was_meant() {
    let mut test = TestBook::rwanda();
    for code in ["12785.0", "17850.0", "C0024"] {
        test.customer(code);
    }
    let near = |test: &mut TestBook, code: &str| {
        let line = format!(r#"{{"do":"hold_customer","customer":"{code}","reason":"x"}}"#);
        let refusal = test.post(&line).unwrap_err();
        let near = refusal.args.into_iter().find(|(name, _)| *name == "near");
        near.map(|(_, code)| code).unwrap()
    };
    for (given, meant) in
        [("17850", "17850.0"), ("C0042", "C0024"), ("c024", "C0024"), ("Z", "none")]
    {
        assert_eq!(near(&mut test, given), meant, "{given}");
    }
}

/// As the desk lists it: small credits of long ago don't hide what is owed. The parts and the JSON have one order.
#[test]
fn a_balance_in_words_has_what_is_owed_first() {
    let mut test = TestBook::canada();
    test.taken(r#"{"do":"register_customer","code":"C1","name":"Maple Inn"}"#);
    test.payment("C1", "2026-09-01", "5", "none");
    test.invoice("C1", "2026-10-02", "2026-11-01", "300");
    test.invoice("C1", "2026-10-03", "2026-10-18", "9000");
    let asked = AsOf::default();
    let balance = test.ask(&BalanceOf { customer: Code("C1".into()), asked }).unwrap();
    let numbers: Vec<&str> = balance.items.iter().map(|item| item.item.0.as_str()).collect();
    assert_eq!(numbers, ["PAY-2026-00001", "INV-2026-00002", "INV-2026-00001"]);
    let said = daybook::reports::balance::text(&balance, &Words::english());
    let places = ["INV-2026-00002", "INV-2026-00001", "PAY-2026-00001"].map(|it| said.find(it));
    assert!(places.is_sorted() && places[0].is_some(), "{said}");
}

/// One rule wherever an address is entered; what an older entry holds stays until it is changed.
#[test]
fn an_address_is_checked_when_it_is_entered() {
    let mut test = TestBook::rwanda();
    test.customer("C1");
    for bad in ["ap", "ap@kh", "a b@kh.example", "a@kh.example, b@kh.example", "<ap@kh.example>"] {
        for (line, field) in [
            (r#"{"do":"register_customer","name":"New","email":"#, "email"),
            (r#"{"do":"amend_customer","customer":"C1","email":"#, "email"),
            (r#"{"do":"amend_company","email":"#, "email"),
            (
                r#"{"do":"amend_customer","customer":"C1","contacts":[{"name":"Eva"},{"name":"Ida","email":"#,
                "contacts[1].email",
            ),
        ] {
            let end = if field == "email" { "}" } else { "}]}" };
            let line = format!("{line}\"{bad}\"{end}");
            assert_eq!(test.refused(&line), ("address.malformed", field.into()), "{line}");
        }
    }
    test.taken(r#"{"do":"amend_company","email":" ar@kh.example "}"#);
    test.taken(r#"{"do":"amend_customer","customer":"C1","email":"ap@kh.example"}"#);
    test.taken(r#"{"do":"amend_customer","customer":"C1","email":""}"#);
    let details = CustomerDetails {
        name: "Old".into(),
        email: Some("fax only".into()),
        ..CustomerDetails::default()
    };
    let old = CustomerRegistered {
        customer: Code("OLD".into()),
        terms: Terms::default(),
        currency: Currency::parse("RWF").unwrap(),
        credit_limit: None,
        details: Some(details),
    };
    test.enter("2026-11-02", vec![old.into()]);
    test.rebuild();
    test.taken(r#"{"do":"amend_customer","customer":"OLD","phone":"0788 123 456"}"#);
    test.invoice("OLD", "2026-11-02", "2026-12-02", "10");
    let send = r#"{"do":"deliver","document":"INV-2026-00001","by":"email"}"#;
    assert_eq!(test.refused(send), ("address.malformed", "to".into()));
    assert!(test.verify().ok);
}
