//! Money of several customers in one line of the bank, and customers that pay for others.

use crate::common::TestBook;
use daybook::engine::Session;
use daybook::engine::ports::Silent;
use daybook::exchange::reconcile::{Certainty, accept, suggest};
use daybook::ledger::query::AsOf;
use daybook::ledger::query::reconciliation::ReconciliationOf;
use daybook::ledger::query::show::{Show, Shown};
use daybook::words::Words;

fn book() -> TestBook {
    let mut test = TestBook::rwanda();
    for (code, name) in
        [("HQ", "Virunga Holdings"), ("B1", "Musanze Lodge"), ("B2", "Rubavu Lodge")]
    {
        test.taken(&format!(
            r#"{{"do":"register_customer","code":"{code}","name":"{name}","date":"2020-01-01"}}"#
        ));
    }
    test.invoice("B1", "2026-10-01", "2026-10-31", "700");
    test.invoice("B2", "2026-10-02", "2026-10-31", "450");
    test
}

fn line(test: &mut TestBook, amount: i64, text: &str) {
    test.taken(&format!(
        r#"{{"do":"record_bank_lines","account":"BK","lines":[{{"date":"2026-11-05","amount":"{amount}","payer":"VIRUNGA HOLDINGS","text":"{text}"}}]}}"#
    ));
}

fn difference(test: &TestBook) -> i64 {
    let asked = ReconciliationOf { account: None, asked: AsOf::default() };
    test.ask(&asked).unwrap().remove(0).difference.minor()
}

fn state(test: &TestBook, number: &str) -> String {
    match test.ask(&Show { what: number.into() }).unwrap() {
        Shown::BankLine(it) => it.state,
        Shown::Deposit(it) => it.state,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_line_of_two_customers_is_a_payment_of_each_and_is_opened_again_with_both() {
    let mut test = book();
    line(&mut test, 1_148, "INV-2026-00001 INV-2026-00002");
    let split = |parts: &str| {
        format!(r#"{{"do":"split_bank_line","line":"BL000001","fee":"2","parts":[{parts}]}}"#)
    };
    let one = r#"{"customer":"B1","amount":"700","allocate":[{"invoice":"INV-2026-00001","amount":"700"}]}"#;
    let other = r#"{"customer":"B2","amount":"450"}"#;
    assert_eq!(test.refused(&split(one)).0, "bank_line.parts");
    assert_eq!(test.refused(&split(&format!("{one},{one}"))).0, "bank_line.part_twice");
    test.taken(&split(&format!("{one},{other}")));
    for invoice in ["INV-2026-00001", "INV-2026-00002"] {
        assert!(test.shown_invoice(invoice).outstanding.is_zero());
    }
    assert_eq!(test.shown_payment("PAY-2026-00002").customer.0, "B2");
    assert_eq!((state(&test, "BL000001"), difference(&test)), ("matched".into(), 0));
    assert_eq!(test.refused(&split(&format!("{one},{other}"))).0, "bank_line.not_open");
    test.taken(r#"{"do":"unmatch_bank_line","line":"BL000001"}"#);
    assert_eq!(
        (state(&test, "BL000001"), state(&test, "DEP-2026-00001")),
        ("open".into(), "void".into())
    );
    for payment in ["PAY-2026-00001", "PAY-2026-00002"] {
        assert_eq!(test.shown_payment(payment).state, "reversed");
    }
    assert_eq!(difference(&test), 1_148);
    test.taken(&split(&format!("{one},{other}")));
    assert!(test.verify().ok);
}

#[test]
fn what_is_suggested_for_several_customers_can_be_accepted() {
    let mut test = book();
    line(&mut test, 1_150, "INV-2026-00001 INV-2026-00002");
    let session = Session::of(test.book.take().unwrap(), "eva".into()).unwrap();
    let lines = suggest(&session, None, &mut Silent).unwrap();
    let first = &lines[0].suggestions[0];
    assert_eq!(first.allocate.len(), 2, "{first:#?}");
    assert!(first.certainty < Certainty::Sure, "a person divides it");
    accept(&session, &lines).unwrap().remove(0).outcome.unwrap();
    for invoice in ["INV-2026-00001", "INV-2026-00002"] {
        let Shown::Invoice(it) = session.ask(&Show { what: invoice.into() }).unwrap() else {
            panic!()
        };
        assert!(it.outstanding.is_zero());
    }
}

#[test]
fn the_money_of_a_declared_payer_is_looked_for_among_what_the_other_owes() {
    let mut test = book();
    let declare = r#"{"do":"declare_payer","customer":"HQ","pays_for":"B1"}"#;
    let over = r#"{"do":"declare_payer","customer":"HQ","pays_for":"B1","ended":true}"#;
    assert_eq!(test.refused(over).0, "payer.not_declared");
    test.taken(declare);
    assert_eq!(test.refused(declare).0, "payer.already");
    let itself = r#"{"do":"declare_payer","customer":"HQ","pays_for":"hq"}"#;
    assert_eq!(test.refused(itself).0, "payer.itself");
    line(&mut test, 700, "rooms");
    let session = Session::of(test.book.take().unwrap(), "eva".into()).unwrap();
    let lines = suggest(&session, None, &mut Silent).unwrap();
    let first = &lines[0].suggestions[0];
    assert_eq!(
        (first.customer.0.as_str(), first.allocate[0].invoice.0.as_str()),
        ("B1", "INV-2026-00001")
    );
    assert!(first.reasons.iter().any(|it| !it.is_against), "{first:#?}");
    accept(&session, &lines).unwrap().remove(0).outcome.unwrap();
}

#[test]
fn who_pays_for_another_is_told_how_when_money_is_allocated_across_accounts() {
    let mut test = book();
    test.taken(r#"{"do":"declare_payer","customer":"HQ","pays_for":"B1"}"#);
    let payment = test.payment("HQ", "2026-11-05", "700", "none");
    let to = |invoice: &str| {
        format!(r#"{{"do":"allocate","from":"{payment}","to":"{invoice}","amount":"1"}}"#)
    };
    let refusal = test.post(&to("INV-2026-00001")).unwrap_err();
    assert_eq!(refusal.rule.name(), "customer.mismatch");
    let said = Words::english().refusal(&refusal);
    assert!(said.contains("B1's own payment") && said.contains("split_bank_line"), "{said}");
    let refusal = test.post(&to("INV-2026-00002")).unwrap_err();
    let said = Words::english().refusal(&refusal);
    assert_eq!(said, "INV-2026-00002 belongs to another customer");
}
