//! Interest for late payment: by policy, day by day, never twice.

use proptest::prelude::*;

use crate::common::properties::properties;
use crate::common::{TestBook, as_of, day};
use daybook::domain::Day;
use daybook::domain::late_fee::FeePart;
use daybook::ledger::query::late_fees::{HoldsProposed, LateFeesDue, ProposedFee};
use daybook::reports::proposals::fee_formula;
use daybook::words::Words;

fn book() -> TestBook {
    let mut test = TestBook::canada();
    test.customer("C1");
    test
}

/// A policy as it was agreed, though it may be entered later.
fn policy(test: &mut TestBook, date: &str, rest: &str) {
    test.taken(&format!(
        r#"{{"do":"set_late_fee_policy","override":{{"reason":"agreed"}},"date":"{date}",{rest}}}"#
    ));
}

fn due(test: &TestBook, through: &str) -> Vec<ProposedFee> {
    let asked = LateFeesDue { through: Some(day(through)), customers: Vec::new() };
    test.ask(&asked).unwrap().rows
}

/// The invoices, periods and fees that are proposed.
fn proposed(test: &TestBook, through: &str) -> Vec<(String, String, i64)> {
    let rows = due(test, through).into_iter();
    rows.map(|fee| (fee.invoice.0, fee.from.to_string(), fee.amount.minor())).collect()
}

fn charge(invoice: &str, through: &str) -> String {
    format!(r#"{{"do":"charge_late_fee","invoice":"{invoice}","through":"{through}"}}"#)
}

/// How a part was worked out: overdue, days, fee.
fn worked(parts: &[FeePart]) -> Vec<(i64, i64, i64)> {
    parts.iter().map(|it| (it.overdue.minor(), it.days(), it.fee.minor())).collect()
}

/// The formula of a fee in English, with days as in the data.
fn formula(fee: &ProposedFee) -> String {
    let words = Words::english();
    fee_formula(fee, &words, &|amount| words.figure(&amount.to_string()), &|day| day.to_string())
}

#[test]
fn ten_thousand_at_twelve_percent_over_45_days_is_147_95() {
    let mut test = book();
    policy(&mut test, "2026-01-01", r#""yearly_percent":"12%""#);
    let invoice = test.invoice("C1", "2026-09-07", "2026-10-07", "10000");
    assert_eq!(proposed(&test, "2026-10-07"), []);
    assert_eq!(proposed(&test, "2026-11-21"), [(invoice.clone(), "2026-10-08".into(), 14_795)]);
    assert_eq!(formula(&due(&test, "2026-11-21")[0]), "10,000.00 × 12% × 45/365");
    let made = test.taken(&charge(&invoice, "2026-11-21"));
    let fee = made.number("invoice").unwrap().to_string();
    assert_eq!(fee, "LF-2026-00001");
    let shown = test.shown_invoice(&fee);
    assert_eq!((shown.total.minor(), shown.tax.minor()), (14_795, 0));
    assert_eq!(shown.reference.as_deref(), Some(invoice.as_str()));
    let late = shown.late_fee.unwrap();
    assert_eq!((late.invoice.0.as_str(), late.through), (invoice.as_str(), day("2026-11-21")));
    assert_eq!(worked(&late.parts), [(1_000_000, 45, 14_795)]);
    assert!(shown.lines[0].description.contains("12%"), "{}", shown.lines[0].description);
    // However often it is run: nothing more for these days, and nothing on the fee itself.
    assert_eq!(proposed(&test, "2026-11-21"), []);
    let again = test.refused(&charge(&invoice, "2026-11-21"));
    assert_eq!(again, ("late_fee.charged_already", "through".into()));
    let earlier = test.refused(&charge(&invoice, "2026-11-01"));
    assert_eq!(earlier, ("late_fee.charged_already", "through".into()));
    assert_eq!(test.refused(&charge(&fee, "2026-11-21")), ("late_fee.on_fee", "invoice".into()));
    test.open_on("2027-06-01");
    let rows = proposed(&test, "2027-06-01");
    assert_eq!(rows.len(), 1, "no interest on the fee: {rows:?}");
    assert_eq!((rows[0].0.as_str(), rows[0].1.as_str()), (invoice.as_str(), "2026-11-22"));
    assert!(test.verify().ok);
}

fn void(test: &mut TestBook, fee: &str) {
    test.taken(&format!(
        r#"{{"do":"void_invoice","invoice":"{fee}","reason":"wrong rate","date":"2027-01-15"}}"#
    ));
}

#[test]
fn a_fee_that_is_voided_frees_its_days_and_no_others() {
    let mut test = book();
    policy(&mut test, "2026-01-01", r#""yearly_percent":"10%""#);
    test.open_on("2027-01-15");
    let invoice = test.invoice("C1", "2026-10-01", "2026-10-31", "3650");
    let mut fees = Vec::new();
    for through in ["2026-11-10", "2026-11-20", "2026-11-30"] {
        fees.push(test.taken(&charge(&invoice, through)).number("invoice").unwrap().to_string());
    }
    let rest = |from: &str, days: i64| (invoice.clone(), from.to_string(), days * 100);
    assert_eq!(proposed(&test, "2026-12-10"), [rest("2026-12-01", 10)]);
    // The one between: its ten days come back as a fee of their own, before those that are new.
    void(&mut test, &fees[1]);
    let both = [rest("2026-11-11", 10), rest("2026-12-01", 10)];
    assert_eq!(proposed(&test, "2026-12-10"), both);
    assert_eq!(proposed(&test, "2026-11-30"), [rest("2026-11-11", 10)]);
    let again = test.taken(&charge(&invoice, "2026-11-20")).number("invoice").unwrap().to_string();
    let late = test.shown_invoice(&again).late_fee.unwrap();
    assert_eq!((late.from, late.through), (day("2026-11-11"), day("2026-11-20")));
    assert_eq!(proposed(&test, "2026-11-30"), []);
    // A fee for the old days is a fee still: it bears no interest.
    assert_eq!(proposed(&test, "2026-12-10"), [rest("2026-12-01", 10)]);
    // Two that follow each other, the last among them: the days since the first are one period.
    void(&mut test, &again);
    void(&mut test, &fees[2]);
    assert_eq!(proposed(&test, "2026-11-30"), [rest("2026-11-11", 20)]);
    test.taken(&charge(&invoice, "2026-11-30"));
    assert_eq!(proposed(&test, "2026-11-30"), []);
    assert!(test.verify().ok);
    test.close();
    test.open();
    assert_eq!(proposed(&test, "2026-11-30"), []);
}

#[test]
fn without_a_policy_there_are_no_fees_and_a_policy_charges_no_day_before_it() {
    let mut test = book();
    let invoice = test.invoice("C1", "2026-09-01", "2026-10-01", "36500");
    assert_eq!(proposed(&test, "2026-11-20"), []);
    let refused = test.refused(&charge(&invoice, "2026-11-20"));
    assert_eq!(refused, ("late_fee.no_policy", "through".into()));
    policy(&mut test, "2026-11-11", r#""yearly_percent":"10%""#);
    // Ten days of 10.00: the 11th to the 20th.
    assert_eq!(proposed(&test, "2026-11-20"), [(invoice.clone(), "2026-11-11".into(), 10_000)]);
    // Another rate from the 16th on: each day at its own.
    policy(&mut test, "2026-11-16", r#""yearly_percent":"20%""#);
    let row = &due(&test, "2026-11-20")[0];
    assert_eq!(worked(&row.parts), [(3_650_000, 5, 5_000), (3_650_000, 5, 10_000)]);
    // And none after it ends.
    policy(&mut test, "2026-11-18", r#""yearly_percent":"0%""#);
    assert_eq!(due(&test, "2026-11-20")[0].amount.minor(), 5_000 + 4_000);
}

/// Of 3,650.00 at 10 %, a day is 1.00. 730.00 are credited on the 5th, by a note on another invoice that was paid,
/// and allocated on the 15th only: from the 6th on a day is 0.80.
#[test]
fn a_credit_note_stops_interest_from_its_own_day() {
    let mut test = book();
    policy(&mut test, "2026-01-01", r#""yearly_percent":"10%""#);
    let invoice = test.invoice("C1", "2026-10-01", "2026-10-31", "3650");
    let paid = test.invoice("C1", "2026-10-01", "2026-10-31", "730");
    test.taken(&format!(
        r#"{{"do":"record_payment","customer":"C1","date":"2026-10-20","amount":"730","method":"bank","allocate":[{{"invoice":"{paid}","amount":"730"}}]}}"#
    ));
    let made = test.taken(&format!(
        r#"{{"do":"credit_invoice","invoice":"{paid}","full":true,"reason":"price","date":"2026-11-05"}}"#
    ));
    let note = made.number("credit_note").unwrap().to_string();
    test.taken(&format!(
        r#"{{"do":"allocate","from":"{note}","to":"{invoice}","amount":"730","date":"2026-11-15"}}"#
    ));
    let row = &due(&test, "2026-11-20")[0];
    assert_eq!(worked(&row.parts), [(365_000, 5, 500), (292_000, 15, 1_200)]);
    assert!(test.verify().ok);
}

#[test]
fn interest_is_not_raised_for_days_that_are_past_without_a_reason() {
    let mut test = book();
    let set = |rate: &str, date: &str, more: &str| {
        format!(r#"{{"do":"set_late_fee_policy","yearly_percent":"{rate}","date":"{date}"{more}}}"#)
    };
    let invoice = test.invoice("C1", "2026-09-01", "2026-10-01", "36500");
    // No policy was in force: it was agreed before it was entered, and is warned of.
    let receipt = test.taken(&set("10%", "2026-11-11", ""));
    let rules: Vec<&str> = receipt.warnings.iter().map(|one| one.rule.as_ref()).collect();
    assert_eq!(rules, ["late_fee.dated_back"]);
    assert_eq!(proposed(&test, "2026-11-20"), [(invoice, "2026-11-11".into(), 10_000)]);
    let refused = ("late_fee.dated_back", "date".to_string());
    assert_eq!(test.refused(&set("20%", "2026-11-16", "")), refused);
    assert_eq!(test.refused(&set("11%", "2026-11-01", "")), refused);
    let group = r#","group":"schools""#;
    assert_eq!(test.refused(&set("11%", "2026-11-16", group)), refused);
    // From today on, or less of it, nobody has to be told before.
    assert!(test.taken(&set("20%", "2026-11-21", "")).warnings.is_empty());
    test.taken(&set("5%", "2026-11-16", ""));
    assert_eq!(due(&test, "2026-11-20")[0].amount.minor(), 5 * 1_000 + 5 * 500);
    test.taken(&set("0%", "2026-11-18", ""));
    let reason = r#","override":{"reason":"clause 7 of the contract"}"#;
    let receipt = test.taken(&set("10%", "2026-11-18", reason));
    assert_eq!(receipt.overrode, ["late_fee.dated_back"]);
    assert_eq!(due(&test, "2026-11-20")[0].amount.minor(), 5 * 1_000 + 2 * 500 + 3 * 1_000);
}

#[test]
fn grace_a_minimum_and_groups_are_as_the_policy_says() {
    let mut test = book();
    test.customer("C2");
    let first = test.invoice("C1", "2026-10-01", "2026-10-31", "3650");
    let second = test.invoice("C2", "2026-10-01", "2026-10-31", "3650");
    policy(&mut test, "2026-01-01", r#""yearly_percent":"10%","grace_days":10,"minimum":"5.00""#);
    // A day is 1.00; the first that bears interest is 11 November.
    assert_eq!(proposed(&test, "2026-11-14"), []);
    let expected = |invoice: &str| (invoice.to_string(), "2026-11-11".to_string(), 500);
    assert_eq!(proposed(&test, "2026-11-15"), [expected(&first), expected(&second)]);
    test.taken(r#"{"do":"assign_group","customer":"C2","group":"Schools"}"#);
    policy(&mut test, "2026-01-01", r#""yearly_percent":"0%","group":"schools""#);
    assert_eq!(proposed(&test, "2026-11-15"), [expected(&first)]);
    let refused = test.refused(&charge(&second, "2026-11-15"));
    assert_eq!(refused, ("late_fee.nothing_accrued", "invoice".into()));
}

/// A policy of later days charges nothing for days that were free, and takes nothing away of those that were not.
#[test]
fn the_days_of_grace_are_those_of_the_policy_of_the_day() {
    let mut test = book();
    policy(&mut test, "2026-01-01", r#""yearly_percent":"10%","grace_days":10"#);
    let paid_in_grace = test.invoice("C1", "2026-10-01", "2026-10-31", "3650");
    test.payment("C1", "2026-11-10", "3650", "oldest");
    let still_open = test.invoice("C1", "2026-10-02", "2026-10-31", "3650");
    policy(&mut test, "2026-11-21", r#""yearly_percent":"10%","grace_days":0"#);
    test.open_on("2026-12-31");
    let expected = |days: i64| [(still_open.clone(), "2026-11-11".to_string(), days * 100)];
    assert_eq!(proposed(&test, "2026-11-20"), expected(10));
    assert_eq!(proposed(&test, "2026-12-01"), expected(21));
    let refused = test.refused(&charge(&paid_in_grace, "2026-12-01"));
    assert_eq!(refused, ("late_fee.nothing_accrued", "invoice".into()));
    // Due under the policy without grace; what had accrued stays when grace is given from the 6th on.
    let later = test.invoice("C1", "2026-11-01", "2026-11-30", "3650");
    policy(&mut test, "2026-12-06", r#""yearly_percent":"10%","grace_days":20"#);
    let all = proposed(&test, "2026-12-20");
    assert_eq!(all[1], (later.clone(), "2026-12-01".into(), 500));
    assert_eq!(proposed(&test, "2026-12-22")[1], (later, "2026-12-01".into(), 700));
}

#[test]
fn interest_is_on_what_was_open_undisputed_and_unplanned_day_by_day() {
    let mut test = book();
    policy(&mut test, "2026-01-01", r#""yearly_percent":"10%""#);
    let invoice = test.invoice("C1", "2026-10-01", "2026-10-31", "3650");
    // Paid in part on the 5th, though it is allocated a week later; disputed from the 9th on.
    let payment = test.payment("C1", "2026-11-05", "1825", "none");
    test.taken(&format!(
        r#"{{"do":"allocate","from":"{payment}","to":"{invoice}","amount":"1825","date":"2026-11-12"}}"#
    ));
    test.taken(&format!(
        r#"{{"do":"open_dispute","invoice":"{invoice}","amount":"1095","reason":"price","date":"2026-11-09"}}"#
    ));
    let row = &due(&test, "2026-11-20")[0];
    let expected = [(365_000, 5, 500), (182_500, 4, 200), (73_000, 11, 220)];
    assert_eq!(worked(&row.parts), expected);
    test.taken(&charge(&invoice, "2026-11-20"));
    // The rest goes into a plan: while it is kept, nothing; once it is in default, again.
    test.taken(&format!(
        r#"{{"do":"agree_plan","customer":"C1","invoices":["{invoice}"],"count":2,"first":"2026-11-30","every":"week"}}"#
    ));
    test.open_on("2027-01-31");
    // Planned at the end of 21 November to 7 December: the 22nd to the 8th bear nothing.
    let row = &due(&test, "2026-12-18")[0];
    assert_eq!(row.from, day("2026-11-21"));
    assert_eq!(worked(&row.parts), [(73_000, 1, 20), (73_000, 10, 200)]);
    assert_eq!(row.parts[1].from, day("2026-12-09"));
    assert!(test.verify().ok);
}

/// A day of 3,650.00 at 10 % is 1.00. All of it is disputed, or planned, from the 1st on; for five days a payment
/// stands that was entered by mistake. Only the 1st bears interest.
#[test]
fn a_slip_makes_no_interest_of_what_is_disputed_or_planned() {
    let cases = [
        r#"{"do":"open_dispute","invoice":"INV","amount":"3650","reason":"price","date":"2026-11-01"}"#,
        r#"{"do":"agree_plan","customer":"C1","invoices":["INV"],"date":"2026-11-01","count":2,"first":"2026-12-01","every":"week"}"#,
    ];
    for case in cases {
        let mut test = book();
        policy(&mut test, "2026-01-01", r#""yearly_percent":"10%""#);
        let invoice = test.invoice("C1", "2026-10-01", "2026-10-31", "3650");
        test.taken(&case.replace("INV", &invoice));
        let slip = test.payment("C1", "2026-11-05", "1460", "oldest");
        test.taken(&format!(
            r#"{{"do":"reverse_payment","payment":"{slip}","reason":"slip","date":"2026-11-10"}}"#
        ));
        let row = &due(&test, "2026-11-20")[0];
        assert_eq!(worked(&row.parts), [(365_000, 1, 100)], "{case}");
        // The period goes on for longer: the formula says for which day it is.
        assert_eq!(formula(row), "3,650.00 × 10% × 1/365 (2026-11-01 to 2026-11-01)", "{case}");
    }
}

#[test]
fn an_invoice_that_was_paid_late_is_charged_for_the_days_that_it_was_late() {
    let mut test = book();
    policy(&mut test, "2026-01-01", r#""yearly_percent":"10%""#);
    let invoice = test.invoice("C1", "2026-10-01", "2026-10-31", "3650");
    test.payment("C1", "2026-11-10", "3650", "oldest");
    test.invoice("C1", "2026-10-01", "2026-11-10", "3650");
    test.payment("C1", "2026-11-10", "3650", "oldest");
    assert_eq!(proposed(&test, "2026-11-20"), [(invoice.clone(), "2026-11-01".into(), 1_000)]);
    test.taken(&charge(&invoice, "2026-11-20"));
    test.open_on("2027-11-20");
    assert_eq!(proposed(&test, "2027-11-20"), []);
    // Money on account is to be allocated first: it may pay from the day it came.
    let other = test.invoice("C1", "2027-09-01", "2027-10-01", "100");
    test.payment("C1", "2027-11-01", "50", "none");
    let row = due(&test, "2027-11-20").into_iter().find(|row| row.invoice.0 == other).unwrap();
    assert_eq!(row.on_account.unwrap().minor(), 5_000);
    let shown = test.shown_invoice(&other);
    assert_eq!(shown.outstanding.minor(), 10_000);
    let late = test.balance("C1", as_of("2027-11-20"));
    assert_eq!(late.on_account.minor(), 5_000);
}

/// What the rule proposes on a day: who, what, overdue, days late, broken promises.
fn holds(test: &TestBook, date: &str) -> Vec<(String, String, i64, i64, u32)> {
    let asked = HoldsProposed { date: Some(day(date)) };
    let rows = test.ask(&asked).unwrap().rows.into_iter();
    rows.map(|it| (it.customer.0, it.propose, it.overdue.minor(), it.days_late, it.broken_promises))
        .collect()
}

#[test]
fn a_hold_is_proposed_with_its_reason_taken_by_a_person_and_released_once_it_has_none() {
    let mut test = book();
    test.customer("C2");
    test.customer("C3");
    let first = test.invoice("C1", "2026-09-01", "2026-10-01", "500");
    test.invoice("C2", "2026-09-01", "2026-10-01", "99.99");
    test.invoice("C3", "2026-10-01", "2026-11-10", "500");
    assert_eq!(holds(&test, "2026-11-21"), [], "no rule, no proposal");
    test.taken(r#"{"do":"set_hold_policy","days_late":30,"amount":"100"}"#);
    // C2 owes too little, C3 not long enough.
    let of_c1 = ("C1".to_string(), "hold".to_string(), 50_000, 51, 0);
    assert_eq!(holds(&test, "2026-11-21"), [of_c1]);
    let refused = test.refused(r#"{"do":"take_hold","customer":"C2"}"#);
    assert_eq!(refused, ("hold.not_proposed", "customer".into()));
    test.taken(r#"{"do":"take_hold","customer":"C1","reason":"500.00 overdue, 51 days"}"#);
    let shown = test.shown_customer("C1");
    assert_eq!(shown.on_hold.as_deref(), Some("500.00 overdue, 51 days"));
    assert_eq!(holds(&test, "2026-11-21"), [], "it is on hold already");
    // What is in a plan that is kept is no cause; neither is what is paid.
    test.taken(&format!(
        r#"{{"do":"agree_plan","customer":"C1","invoices":["{first}"],"count":1,"first":"2026-12-01"}}"#
    ));
    let gone = ("C1".to_string(), "release".to_string(), 0, 0, 0);
    assert_eq!(holds(&test, "2026-11-21"), [gone]);
    test.taken(r#"{"do":"release_customer","customer":"C1"}"#);
    assert_eq!(holds(&test, "2026-11-21"), []);
    // Nobody's own hold is released by the rule.
    test.taken(r#"{"do":"hold_customer","customer":"C2","reason":"a dispute about the address"}"#);
    assert_eq!(holds(&test, "2026-11-21"), []);
    assert!(test.verify().ok);
}

#[test]
fn promises_that_are_broken_ask_for_a_hold() {
    let mut test = book();
    let invoice = test.invoice("C1", "2026-09-01", "2026-10-01", "500");
    test.taken(r#"{"do":"set_hold_policy","broken_promises":2}"#);
    let promise = |made: &str, by: &str| {
        format!(
            r#"{{"do":"promise","customer":"C1","invoice":"{invoice}","amount":"100","by":"{by}","tolerance_days":0,"date":"{made}"}}"#
        )
    };
    test.taken(&promise("2026-10-10", "2026-10-15"));
    assert_eq!(holds(&test, "2026-11-21"), []);
    test.taken(&promise("2026-10-20", "2026-10-25"));
    let broken = ("C1".to_string(), "hold".to_string(), 50_000, 51, 2);
    assert_eq!(holds(&test, "2026-11-21"), [broken]);
    test.payment("C1", "2026-11-21", "500", "oldest");
    assert_eq!(holds(&test, "2026-11-21"), []);
}

#[test]
fn a_promise_kept_in_part_is_not_a_broken_one() {
    let mut test = book();
    let invoice = test.invoice("C1", "2026-09-01", "2026-10-01", "500");
    test.taken(r#"{"do":"set_hold_policy","broken_promises":1}"#);
    test.taken(&format!(
        r#"{{"do":"promise","customer":"C1","invoice":"{invoice}","amount":"100","by":"2026-10-15","tolerance_days":0,"date":"2026-10-10"}}"#
    ));
    let broken = ("C1".to_string(), "hold".to_string(), 50_000, 51, 1);
    assert_eq!(holds(&test, "2026-11-21"), [broken]);
    test.payment("C1", "2026-10-14", "99", "oldest");
    assert_eq!(holds(&test, "2026-11-21"), []);
}

#[test]
fn tax_that_was_withheld_bears_no_interest_and_a_slip_stops_none() {
    let mut test = TestBook::rwanda();
    test.customer("C1");
    policy(&mut test, "2026-01-01", r#""yearly_percent":"36.5%""#);
    let invoice = test.invoice("C1", "2026-10-01", "2026-10-31", "100000");
    // 97,000 by mistake, taken back a week later: it never was there.
    let slip = test.payment("C1", "2026-11-02", "97000", "oldest");
    test.taken(&format!(
        r#"{{"do":"reverse_payment","payment":"{slip}","reason":"slip","date":"2026-11-09"}}"#
    ));
    test.payment("C1", "2026-11-10", "97000", "oldest");
    // Nine days, from the 1st, on all of it; from the 11th on, 3,000 is awaited.
    test.taken(&format!(
        r#"{{"do":"await_certificate","invoice":"{invoice}","kind":"WHT3","amount":"3000","date":"2026-11-10"}}"#
    ));
    let row = &due(&test, "2026-11-20")[0];
    assert_eq!(worked(&row.parts), [(100_000, 10, 1_000)]);
    let said = test.balance("C1", as_of("2026-11-20")).withheld;
    assert_eq!(said.map(daybook::domain::Money::minor), Some(3_000));
}

#[test]
fn money_on_account_holds_a_fee_back_only_while_its_invoice_is_open() {
    let mut test = book();
    policy(&mut test, "2026-01-01", r#""yearly_percent":"10%""#);
    let invoice = test.invoice("C1", "2026-10-01", "2026-10-31", "3650");
    test.payment("C1", "2026-11-10", "3000", "oldest");
    test.payment("C1", "2026-11-12", "1000", "none");
    let reason = |test: &TestBook| due(test, "2026-11-20")[0].reason.clone();
    assert_eq!(reason(&test).as_deref(), Some("on_account"));
    test.taken(&format!(
        r#"{{"do":"credit_invoice","invoice":"{invoice}","amount":"650","reason":"price","date":"2026-11-13"}}"#
    ));
    let row = &due(&test, "2026-11-20")[0];
    assert_eq!((row.on_account, row.reason.as_deref()), (None, None));
}

/// What happens to an invoice, on which day of November.
#[derive(Clone, Debug)]
enum Happens {
    Paid(u32, i64),
    Credited(u32, i64),
}

fn happening() -> impl Strategy<Value = Happens> {
    prop_oneof![
        (1_u32..60, 1_i64..30_000).prop_map(|(day, minor)| Happens::Paid(day, minor)),
        (1_u32..60, 1_i64..9_000).prop_map(|(day, minor)| Happens::Credited(day, minor)),
    ]
}

fn later(days: u32) -> Day {
    day("2026-10-01").plus(days.into()).unwrap()
}

proptest! {
    #![proptest_config(properties(24))]

    /// Whatever is paid and credited when, and however often and up to whichever days it is charged: no
    /// day is charged twice, and the fees come to what the days alone say.
    #[test]
    fn no_day_is_charged_twice_and_the_sum_is_the_days(
        minor in 1_000_i64..2_000_000,
        rate in 1_u32..4_000,
        mut happens in prop::collection::vec(happening(), 0..5),
        runs in prop::collection::vec(2_u32..60, 1..8),
    ) {
        let mut test = book();
        let rate = format!("{}.{:02}%", rate / 100, rate % 100);
        policy(&mut test, "2026-01-01", &format!(r#""yearly_percent":"{rate}""#));
        test.open_on("2026-12-31");
        let amount = format!("{}.{:02}", minor / 100, minor % 100);
        let invoice = test.invoice("C1", "2026-09-01", "2026-10-01", &amount);
        happens.sort_by_key(|it| match it { Happens::Paid(day, _) | Happens::Credited(day, _) => *day });
        // The oracle: what is open at the end of each day, as a plain sum.
        let mut open = vec![minor; 61];
        for it in &happens {
            let (when, most) = match it { Happens::Paid(day, most) | Happens::Credited(day, most) => (*day, *most) };
            let taken = most.min(*open.last().unwrap());
            if taken == 0 {
                continue;
            }
            let figure = format!("{}.{:02}", taken / 100, taken % 100);
            let date = later(when);
            match it {
                Happens::Paid(..) => { test.payment("C1", &date.to_string(), &figure, "oldest"); }
                Happens::Credited(..) => {
                    test.taken(&format!(r#"{{"do":"credit_invoice","invoice":"{invoice}","amount":"{figure}","reason":"price","date":"{date}"}}"#));
                }
            }
            open.iter_mut().skip(when as usize).for_each(|left| *left -= taken);
        }
        let (mut sum, mut charged) = (0, Vec::new());
        for through in runs.iter().copied().chain([60]) {
            let taken = test.post(&charge(&invoice, &later(through).to_string()));
            let Ok(receipt) = taken else { continue };
            let shown = test.shown_invoice(receipt.number("invoice").unwrap());
            sum += shown.total.minor();
            let late = shown.late_fee.unwrap();
            charged.push((late.from, late.through));
        }
        charged.sort();
        for pair in charged.windows(2) {
            prop_assert!(pair[0].1 < pair[1].0, "{charged:?}");
        }
        let rate: i128 = rate.trim_end_matches('%').replace('.', "").parse().unwrap();
        let days: i128 = open.iter().take(60).map(|left| i128::from(*left)).sum();
        // In hundredths of a percent of a year of 365 days, rounded half up.
        let (units, whole) = (days * rate, 365 * 10_000);
        let expected = (units + whole / 2) / whole;
        prop_assert_eq!(i128::from(sum), expected);
    }
}
