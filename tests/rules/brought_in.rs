//! What was given up, promised, agreed and charged in another system: it is taken as it was there, under its numbers, and
//! judged as what is entered here.

use crate::common::TestBook;

fn book() -> (TestBook, String) {
    let mut test = TestBook::canada();
    test.customer("C1");
    test.customer("C2");
    let invoice = test.invoice("C1", "2026-09-01", "2026-10-01", "1000");
    (test, invoice)
}

/// A promise is kept by what is recorded after it; one that was withdrawn stays so.
#[test]
fn a_promise_is_kept_by_the_money_that_is_recorded_after_it() {
    let (mut test, invoice) = book();
    test.payment("C1", "2026-11-03", "100", "oldest");
    test.taken(&format!(
        r#"{{"do":"bring_in_promise","customer":"C1","invoice":"{invoice}","date":"2026-11-02","tolerance_days":0,"parts":[{{"number":"P-1","by":"2026-11-10","amount":"300"}},{{"number":"P-2","by":"2026-11-20","amount":"200","withdrawn":"2026-11-12"}}],"note":"by bank"}}"#
    ));
    test.payment("C1", "2026-11-09", "300", "oldest");
    let state = |number: &str| {
        let it = test.shown_promise(number);
        (it.state, it.paid.minor(), it.withdrawn.map(|it| it.to_string()))
    };
    assert_eq!(state("P-1"), ("kept".into(), 30_000, None));
    assert_eq!(state("P-2"), ("withdrawn".into(), 0, Some("2026-11-12".into())));
    // The next promise here has the first number of ours.
    let receipt = test.taken(&format!(
        r#"{{"do":"promise","customer":"C1","invoice":"{invoice}","by":"2026-12-01"}}"#
    ));
    assert_eq!(receipt.number("promise"), Some("PRM-2026-00001"));
    assert!(test.verify().ok);
}

#[test]
fn what_cannot_have_been_so_is_refused() {
    let (mut test, invoice) = book();
    let promise = |rest: &str| {
        format!(
            r#"{{"do":"bring_in_promise","invoice":"INV","date":"2026-11-02","tolerance_days":2,{rest}}}"#
        )
    };
    let part = r#"{"number":"P-1","by":"2026-11-10","amount":"3"}"#;
    let plan = |covers: &str, instalments: &str| {
        format!(
            r#"{{"do":"bring_in_plan","number":"R-1","customer":"C1","date":"2026-11-02","covers":[{covers}],"instalments":[{instalments}]}}"#
        )
    };
    let cover = r#"{"invoice":"INV","amount":"90"}"#;
    let late_fee = |invoice: &str, from: &str| {
        format!(
            r#"{{"do":"bring_in_receivable","number":"LF-9","customer":"C1","date":"2026-11-15","amount":"1","late_fee":{{"invoice":"{invoice}","from":"{from}","through":"2026-11-14","parts":[]}}}}"#
        )
    };
    for (line, rule) in [
        (promise(&format!(r#""customer":"C2","parts":[{part}]"#)), "customer.mismatch"),
        (promise(&format!(r#""customer":"C1","parts":[{part},{part}]"#)), "number.taken"),
        (promise(r#""customer":"C1","parts":[]"#), "amount.not_positive"),
        (plan(cover, r#"{"due":"2026-12-01","amount":"80"}"#), "plan.sum_differs"),
        (plan(&format!("{cover},{cover}"), r#"{"due":"2026-12-01","amount":"180"}"#), "plan.invoice_twice"),
        (
            r#"{"do":"bring_in_write_off","number":"W-1","invoice":"INV","amount":"1000.01","reason":"bad_debt"}"#.into(),
            "allocation.exceeds_item",
        ),
        (
            r#"{"do":"bring_in_write_off","number":"W-1","amount":"1","reason":"cash_rounding"}"#.into(),
            "command.missing_field",
        ),
        (late_fee("INV", "2026-11-15"), "late_fee.nothing_accrued"),
        (late_fee("INV-9", "2026-11-01"), "document.unknown"),
    ] {
        assert_eq!(test.refused(&line.replace("INV", &invoice)).0, rule, "{line}");
    }
    let fee = late_fee("INV", "2026-11-01").replace("INV", &invoice);
    test.taken(&fee);
    let again = fee.replace("LF-9", "LF-10").replace("2026-11-01", "2026-10-20");
    assert_eq!(test.refused(&again).0, "late_fee.charged_already", "the days are charged for");
}
