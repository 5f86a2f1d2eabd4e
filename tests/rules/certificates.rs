//! Certificates of tax withheld: what was withheld and not certified yet is listed, and counts until its
//! certificate comes.

use crate::common::{TestBook, day};
use daybook::ledger::query::report::{Cell, ReportOf};

/// The certificates awaited as of a day: invoice, tax and amount.
fn awaited(test: &TestBook, as_of: &str) -> Vec<(String, String, String)> {
    let (report, as_of) = ("certificates".to_string(), Some(day(as_of)));
    let report = test.ask(&ReportOf { report, as_of, ..ReportOf::default() }).unwrap();
    let place = |name: &str| report.columns.iter().position(|it| it.name == name).unwrap();
    let text = |cell: &Cell| match cell {
        Cell::Text(text) => text.clone(),
        Cell::Money(amount) => amount.to_string(),
        other => panic!("{other:?}"),
    };
    let row = |row: &daybook::ledger::query::report::Row| {
        let [item, kind, amount] =
            ["item", "certificate", "awaited"].map(|it| text(&row.cells[place(it)]));
        (item, kind, amount)
    };
    report.rows.iter().map(row).collect()
}

fn await_certificate(invoice: &str, kind: &str, amount: &str, date: &str) -> String {
    format!(
        r#"{{"do":"await_certificate","invoice":"{invoice}","kind":"{kind}","amount":"{amount}","date":"{date}"}}"#
    )
}

#[test]
fn what_was_withheld_is_awaited_until_its_certificate_comes() {
    let mut test = TestBook::rwanda();
    test.customer("C1");
    let invoice = test.invoice("C1", "2026-10-01", "2026-10-31", "1000");
    test.payment("C1", "2026-11-02", "850", "oldest");
    test.taken(&await_certificate(&invoice, "WHT3", "30", "2026-11-02"));
    test.taken(&await_certificate(&invoice, "VATWH", "120", "2026-11-03"));
    let row = |kind: &str, amount: &str| (invoice.clone(), kind.to_string(), amount.to_string());
    assert_eq!(awaited(&test, "2026-11-01"), []);
    assert_eq!(awaited(&test, "2026-11-02"), [row("WHT3", "30")]);
    assert_eq!(awaited(&test, "2026-11-20"), [row("WHT3", "30"), row("VATWH", "120")]);
    // One comes, for a part: the rest is still awaited; the other tax is not touched.
    let certificate = format!(
        r#"{{"do":"record_certificate","customer":"C1","kind":"VATWH","number":"V-1","date":"2026-11-10","allocate":[{{"invoice":"{invoice}","amount":"100"}}]}}"#
    );
    let payment = test.taken(&certificate).number("payment").unwrap().to_string();
    assert_eq!(awaited(&test, "2026-11-09"), [row("WHT3", "30"), row("VATWH", "120")]);
    assert_eq!(awaited(&test, "2026-11-20"), [row("WHT3", "30"), row("VATWH", "20")]);
    // It was a mistake: all is awaited again.
    test.taken(&format!(
        r#"{{"do":"reverse_payment","payment":"{payment}","reason":"slip","date":"2026-11-12"}}"#
    ));
    assert_eq!(awaited(&test, "2026-11-20"), [row("WHT3", "30"), row("VATWH", "120")]);
    // The customer pays one of them after all; the other is not awaited any more.
    test.payment("C1", "2026-11-15", "125", "oldest");
    assert_eq!(awaited(&test, "2026-11-20"), [row("VATWH", "25")]);
    test.taken(&await_certificate(&invoice, "VATWH", "0", "2026-11-16"));
    assert_eq!(awaited(&test, "2026-11-20"), [row("WHT3", "25")], "no more than is left");
    assert!(test.verify().ok);
}

#[test]
fn no_more_is_awaited_than_is_owed_and_of_no_other_tax() {
    let mut test = TestBook::rwanda();
    test.customer("C1");
    let invoice = test.invoice("C1", "2026-10-01", "2026-10-31", "1000");
    for (kind, amount, date, rule) in [
        ("WHT3", "1001", "2026-11-02", "certificate.exceeds_owed"),
        ("WHT3", "-1", "2026-11-02", "amount.not_positive"),
        ("GST", "10", "2026-11-02", "certificate.kind_unknown"),
        ("WHT3", "10", "2026-09-30", "allocation.before_item"),
    ] {
        assert_eq!(test.refused(&await_certificate(&invoice, kind, amount, date)).0, rule);
    }
    let unknown = await_certificate("INV-2026-00009", "WHT3", "10", "2026-11-02");
    assert_eq!(test.refused(&unknown).0, "document.unknown");
}

#[test]
fn a_certificate_in_two_parts_comes_back_whole_when_a_credit_is_voided() {
    let mut test = TestBook::rwanda();
    test.customer("C1");
    let invoice = test.invoice("C1", "2026-10-01", "2026-10-31", "1000");
    test.taken(&format!(
        r#"{{"do":"record_payment","customer":"C1","date":"2026-10-01","amount":"400","method":"bank","allocate":[{{"invoice":"{invoice}","amount":"400"}}]}}"#
    ));
    test.taken(r#"{"do":"unallocate","allocation":"A000001","date":"2026-10-20"}"#);
    // On its day there is room for 600 of it, and for the rest ten days later.
    let receipt = test.taken(&format!(
        r#"{{"do":"record_certificate","customer":"C1","kind":"WHT15","number":"W-1","date":"2026-10-10","allocate":[{{"invoice":"{invoice}","amount":"800"}}]}}"#
    ));
    let allocations = receipt.made.iter().filter(|(what, _)| what == "allocation");
    assert_eq!(allocations.count(), 2);
    let left = |test: &TestBook| test.shown_invoice(&invoice).outstanding.to_string();
    assert_eq!(left(&test), "200");
    test.taken(&format!(
        r#"{{"do":"credit_invoice","invoice":"{invoice}","reason":"price","full":true,"date":"2026-11-01"}}"#
    ));
    assert_eq!(left(&test), "0");
    test.taken(
        r#"{"do":"void_credit_note","credit_note":"CN-2026-00001","reason":"slip","date":"2026-11-02"}"#,
    );
    assert_eq!(left(&test), "200");
    assert!(test.verify().ok);
}
