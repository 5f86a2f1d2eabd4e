//! Internal checks: what passes one by one is found taken together, and the book verifies all the same.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use common::TestBook;
use daybook::ledger::query::checks::{ChecksOf, Finding};

fn findings(test: &TestBook) -> Vec<Finding> {
    test.ask(&ChecksOf {}).unwrap()
}

#[test]
fn several_credit_notes_on_an_invoice_count_as_one() {
    let mut test = TestBook::rwanda();
    test.customer("C1");
    let invoice = test.invoice("C1", "2026-11-02", "2026-12-02", "500000");
    let credit = |test: &mut TestBook| {
        test.taken(&format!(
            r#"{{"do":"credit_invoice","invoice":"{invoice}","reason":"price","amount":"60000"}}"#
        ));
    };
    credit(&mut test);
    assert_eq!(findings(&test), []);
    credit(&mut test);
    match &findings(&test)[..] {
        [Finding::Credited { credit_notes, total, limit, .. }] => {
            assert_eq!(credit_notes.len(), 2);
            assert_eq!((total.to_string(), limit.to_string()), ("120000".into(), "100000".into()));
        }
        other => panic!("{other:?}"),
    }
    assert!(test.verify().ok);
    test.taken(r#"{"do":"void_credit_note","credit_note":"CN-2026-00002","reason":"slip"}"#);
    assert_eq!(findings(&test), [], "a void one counts no more");
}

#[test]
fn small_differences_on_an_invoice_are_counted_together() {
    let mut test = TestBook::rwanda();
    test.customer("C1");
    let invoice = test.invoice("C1", "2026-11-02", "2026-12-02", "1000");
    let write_off = format!(
        r#"{{"do":"write_off","invoice":"{invoice}","amount":"60","reason":"small_difference"}}"#
    );
    test.taken(&write_off);
    assert_eq!(test.refused(&write_off).0, "write_off.beyond_tolerance");
}

#[test]
fn what_was_issued_on_a_payment_that_was_returned_is_named() {
    let mut test = TestBook::rwanda();
    test.taken(r#"{"do":"register_customer","code":"C1","name":"A","credit_limit":"1000"}"#);
    test.invoice("C1", "2026-11-02", "2026-12-02", "1000");
    test.payment("C1", "2026-11-03", "1000", "oldest");
    test.invoice("C1", "2026-11-04", "2026-12-04", "800");
    assert_eq!(findings(&test), []);
    test.taken(r#"{"do":"bounce_payment","payment":"PAY-2026-00001","reason":"no funds"}"#);
    match &findings(&test)[..] {
        [Finding::Returned { customer, payment, invoices, exposure, .. }] => {
            assert_eq!((customer.0.as_str(), payment.0.as_str()), ("C1", "PAY-2026-00001"));
            assert_eq!((invoices.len(), invoices[0].0.as_str()), (1, "INV-2026-00002"));
            assert_eq!(exposure.to_string(), "1800");
        }
        other => panic!("{other:?}"),
    }
    assert!(test.verify().ok);
    test.payment("C1", "2026-11-20", "1000", "oldest");
    assert_eq!(findings(&test), [], "within its limit again");
}
