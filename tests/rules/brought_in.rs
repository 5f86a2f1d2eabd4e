//! What was given up, promised, agreed and charged in another system: it is taken as it was there, under its numbers, and
//! judged as what is entered here.

use crate::common::TestBook;
use daybook::ledger::query::reconciliation::ReconciliationOf;

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

/// A dispute comes under its number with all that happened to it; its reason becomes one of the company's own.
#[test]
fn a_dispute_comes_with_its_steps_as_they_were() {
    let (mut test, invoice) = book();
    test.taken(r#"{"do":"bring_in_receivable","number":"CN-9","customer":"C1","date":"2026-09-20","amount":"-300"}"#);
    let opened = |number: &str, rest: &str| {
        format!(
            r#"{{"do":"open_dispute","number":"{number}","invoice":"{invoice}","date":"2026-09-05","amount":"400","reason":"wrong_pallet","due":"2026-09-19","owner":"ann"{rest}}}"#
        )
    };
    let steps = |steps: &str| opened("D-9", &format!(r#","steps":[{steps}]"#));
    let moved =
        |date: &str, to: &str| format!(r#"{{"date":"{date}","what":{{"moved":{{"to":"{to}"}}}}}}"#);
    let credited = |settles: &str, note: &str| {
        format!(
            r#"{{"date":"2026-09-20","what":{{"resolved":{{"outcome":"credit","credited":"300","credit_note":"{note}","settles":[{{"date":"2026-09-20","amount":"{settles}"}}]}}}},"note":"agreed"}}"#
        )
    };
    let joined = r#"{"date":"2026-09-06","what":{"joined":{"into":"D-8","amount":"400"}}}"#;
    for (line, rule, field) in [
        (steps(&moved("2026-09-04", "waiting")), "dispute.before_last_step", "steps[0].date"),
        (steps(&moved("2026-09-06", "closed")), "dispute.cannot_move", "steps[0]"),
        (steps(&moved("2026-12-06", "waiting")), "date.ahead", "steps[0].date"),
        (steps(joined), "dispute.unknown", "steps[0].into"),
        (steps(&credited("300", "CN-8")), "document.unknown", "steps[0].credit_note"),
        (
            steps(&credited("300.01", "CN-9")),
            "allocation.exceeds_item",
            "steps[0].settles[0].amount",
        ),
        (steps(&format!("{0},{0}", credited("100", "CN-9"))), "dispute.not_live", "steps[1]"),
        (opened(&invoice, ""), "number.taken", "number"),
        (opened("D-9", "").replace("400", "1000.01"), "dispute.exceeds_outstanding", "amount"),
        (
            steps(&moved("2026-09-06", "waiting")).replace(r#""number":"D-9","#, ""),
            "command.missing_field",
            "number",
        ),
    ] {
        assert_eq!(test.refused(&line), (rule, field.into()), "{line}");
    }
    test.taken(&steps(&format!("{},{}", moved("2026-09-07", "waiting"), credited("300", "CN-9"))));
    let it = test.shown_dispute("D-9");
    assert_eq!(
        (it.state.as_str(), it.reason.as_str(), it.owner.as_str()),
        ("resolved", "wrong_pallet", "ann")
    );
    assert_eq!(test.dispute_parts("D-9"), [0, 0, 30_000, 10_000]);
    assert_eq!(
        (it.opened.to_string(), it.due.to_string()),
        ("2026-09-05".into(), "2026-09-19".into())
    );
    let on = |date: &str| test.balance("C1", crate::common::as_of(date)).disputed.minor();
    assert_eq!(
        [on("2026-09-04"), on("2026-09-05"), on("2026-09-19"), on("2026-09-20")],
        [0, 40_000, 40_000, 0]
    );
    assert_eq!(test.shown_invoice(&invoice).outstanding.to_string(), "700.00");
    // The next one here has the first number of ours, and may have the reason.
    let next = format!(
        r#"{{"do":"open_dispute","invoice":"{invoice}","amount":"1","reason":"wrong_pallet"}}"#
    );
    assert_eq!(test.taken(&next).number("dispute"), Some("DSP-2026-00001"));
    assert!(test.verify().ok);
}

#[test]
fn a_line_that_is_money_brought_in_as_settled_counts_in_the_book_as_in_the_bank() {
    let mut test = TestBook::rwanda();
    test.customer("C1");
    test.taken(
        r#"{"do":"bring_in_receivable","number":"F1","customer":"C1","amount":"889","date":"2026-10-19","settled":"2026-11-20"}"#,
    );
    test.taken(
        r#"{"do":"record_bank_lines","account":"BK","lines":[{"date":"2026-11-19","amount":"889","payer":"J. Uwase","text":"thanks"}]}"#,
    );
    let compared = |test: &TestBook| test.ask(&ReconciliationOf::default()).unwrap().remove(0);
    let open = compared(&test);
    assert_eq!((open.book.to_string(), open.difference.to_string()), ("0".into(), "889".into()));
    assert_eq!(open.unmatched.len(), 1);
    assert!(open.not_at_bank.is_empty() && open.perhaps.is_empty(), "{open:?}");
    let payment = "PAY-2026-00001";
    test.taken(&format!(r#"{{"do":"link_bank_line","line":"BL000001","payment":"{payment}"}}"#));
    let linked = compared(&test);
    assert_eq!(
        (linked.book.to_string(), linked.difference.to_string()),
        ("889".into(), "0".into())
    );
    assert!(linked.unmatched.is_empty() && linked.not_at_bank.is_empty(), "{linked:?}");
}
