//! Internal checks: what passes one by one is found taken together, and the book verifies all the same.

use crate::common::TestBook;
use daybook::domain::event::{ApprovalRequired, Costly};
use daybook::domain::{Currency, Event};
use daybook::ledger::query::checks::{ChecksOf, Finding};

fn findings(test: &TestBook) -> Vec<Finding> {
    test.ask(&ChecksOf {}).unwrap().findings
}

#[test]
fn several_credit_notes_on_an_invoice_count_as_one() {
    let mut test = TestBook::rwanda();
    test.customer("C1");
    let rwf = Currency::parse("RWF").unwrap();
    let above = rwf.exact("100000".parse().unwrap(), "above").unwrap();
    let limit = ApprovalRequired { what: Costly::Credit, currency: rwf, above };
    test.enter("2026-11-01", vec![Event::from(limit)]);
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

/// A limit that nobody set stops nothing: it is said that there is none.
#[test]
fn without_a_limit_credit_notes_are_compared_with_none() {
    let mut test = TestBook::rwanda();
    test.customer("C1");
    assert_eq!(test.ask(&ChecksOf {}).unwrap().no_limit, [], "there is nothing to compare");
    let invoice = test.invoice("C1", "2026-11-02", "2026-12-02", "5000000");
    test.taken(&format!(
        r#"{{"do":"credit_invoice","invoice":"{invoice}","reason":"price","full":true}}"#
    ));
    let checks = test.ask(&ChecksOf {}).unwrap();
    assert_eq!(checks.findings, []);
    assert_eq!(checks.no_limit, [Currency::parse("RWF").unwrap()]);
    test.close();
    let mut command = assert_cmd::Command::new(env!("CARGO_BIN_EXE_daybook"));
    let out = command.args(["check", "--book"]).arg(test.folder()).output().unwrap();
    let said = String::from_utf8(out.stdout).unwrap();
    assert_eq!(
        said,
        "Nothing found.\nCredit notes in RWF were not compared with a limit: no limit is set.\n"
    );
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
