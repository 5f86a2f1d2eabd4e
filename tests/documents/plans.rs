//! A payment plan on paper: what is left of it, and what holds while it is in force or once it has ended; and the letter
//! for the rest of a plan in default.

use daybook::documents::wording::Wordings;
use daybook::documents::{of_shown, text};
use daybook::domain::Language;
use daybook::ledger::query::show::{PreviewLetter, Show, Shown};

use crate::common::TestBook;

/// A plan over 1,000 in three instalments from 1 December on; its number.
fn book() -> (TestBook, String) {
    let mut test = TestBook::canada();
    test.customer("C1");
    let invoice = test.invoice("C1", "2026-10-01", "2026-10-31", "1000");
    let line = format!(
        r#"{{"do":"agree_plan","customer":"C1","invoices":["{invoice}"],"count":3,"first":"2026-12-01","every":"month"}}"#
    );
    let plan = test.taken(&line).number("plan").unwrap().to_string();
    (test, plan)
}

fn flat(page: &str) -> String {
    page.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn page(test: &TestBook, number: &str, language: Language) -> String {
    let shown = test.ask(&Show { what: number.into() }).unwrap();
    flat(&text::text(&of_shown(&shown, Some(language), &mut Wordings::default()).unwrap()))
}

/// What was credited and written off since comes off the last instalments.
#[test]
fn what_is_left_of_a_plan_is_what_can_still_be_owed() {
    let (mut test, plan) = book();
    test.taken(
        r#"{"do":"credit_invoice","invoice":"INV-2026-00001","reason":"price","amount":"400"}"#,
    );
    test.taken(r#"{"do":"write_off","invoice":"INV-2026-00001","reason":"bad_debt","amount":"50","override":{"reason":"agreed"}}"#);
    let shown = test.shown_plan(&plan);
    let left: Vec<String> = shown.instalments.iter().map(|it| it.left.to_string()).collect();
    assert_eq!(left, ["333.33", "216.67", "0.00"]);
    assert_eq!(shown.left.to_string(), "550.00");
    let said = page(&test, &plan, Language::English);
    assert!(said.contains("Still to pay"), "{said}");
    for figure in ["333.33", "216.67", "550.00"] {
        assert!(said.contains(figure), "{figure}: {said}");
    }
    assert!(said.contains("CAD 450.00 of this debt is no longer asked for"), "{said}");
    for language in Language::ALL {
        let said = page(&test, &plan, language);
        assert!(said.contains("216") && said.contains("550"), "{language}: {said}");
    }
    // What is disputed need not be paid for now, and is said beside it.
    test.taken(
        r#"{"do":"open_dispute","invoice":"INV-2026-00001","reason":"price","amount":"100"}"#,
    );
    let Shown::Plan(shown) = test.ask(&Show { what: plan.clone() }).unwrap() else { panic!() };
    assert_eq!(shown.not_asked.unwrap().to_string(), "100.00");
    let said = page(&test, &plan, Language::English);
    assert!(said.contains("CAD 100.00 is in dispute"), "{said}");
    assert!(said.contains("450.00") && said.contains("116.67"), "{said}");
}

/// Of a plan that has ended nothing is promised any more.
#[test]
fn the_paper_of_a_plan_that_ended_says_how_and_promises_nothing() {
    let keeps = "As long as each instalment is paid";
    let (mut test, plan) = book();
    assert!(page(&test, &plan, Language::English).contains(keeps));
    test.taken(&format!(r#"{{"do":"cancel_plan","plan":"{plan}","reason":"paid otherwise"}}"#));
    let cancelled = page(&test, &plan, Language::English);
    assert!(cancelled.contains("was cancelled on"), "{cancelled}");
    let (mut test, plan) = book();
    test.payment("C1", "2026-11-21", "1000", "oldest");
    let finished = page(&test, &plan, Language::English);
    assert!(finished.contains("Nothing is left to pay of this plan."), "{finished}");
    let (mut test, plan) = book();
    test.open_on("2027-02-15");
    let ended = page(&test, &plan, Language::English);
    assert!(ended.contains("because instalments were missed"), "{ended}");
    for said in [cancelled, finished, ended] {
        assert!(!said.contains(keeps) && !said.contains("this plan ends"), "{said}");
    }
}

/// The rest of a plan in default is due: the letter names the plan and the instalment, and keeps the date of the invoice.
#[test]
fn the_letter_for_a_plan_in_default_names_it_and_its_dates_are_true() {
    let mut test = TestBook::canada();
    test.taken(r#"{"do":"set_dunning_policy","name":"standard","levels":"7","interval_days":14}"#);
    test.customer("C1");
    let old = test.invoice("C1", "2026-09-01", "2026-10-01", "600");
    let invoice = test.invoice("C1", "2026-10-01", "2026-12-14", "900");
    let line = format!(
        r#"{{"do":"agree_plan","customer":"C1","invoices":["{invoice}","{old}"],"date":"2026-10-02","default_after":1,"count":3,"first":"2026-10-25","every":"month"}}"#
    );
    let plan = test.taken(&line).number("plan").unwrap().to_string();
    test.open_on("2026-11-30");
    let asked = PreviewLetter { customer: daybook::domain::Code("C1".into()), date: None };
    let proposed = Shown::Letter(test.ask(&asked).unwrap());
    let said = |shown: &Shown, language| {
        flat(&text::text(&of_shown(shown, Some(language), &mut Wordings::default()).unwrap()))
    };
    let sent = test.taken(r#"{"do":"send_dunning_letter","customer":"C1","approved":true}"#);
    let letter = sent.number("letter").unwrap().to_string();
    // What was agreed since changes nothing about what was sent.
    test.taken(r#"{"do":"record_payment","customer":"C1","amount":"1500","method":"bank"}"#);
    let sent = test.ask(&Show { what: letter }).unwrap();
    for shown in [&proposed, &sent] {
        let page = said(shown, Language::English);
        // One is 60 days late by its own date, the other one is not late.
        let rows = [
            format!("{old} 1 Sep 2026 1 Oct 2026 60 600.00 600.00"),
            format!("{invoice} 1 Oct 2026 14 Dec 2026 900.00 900.00"),
        ];
        assert!(rows.iter().all(|row| page.contains(row)), "{page}");
        let named = format!(
            "Payment plan {plan}, agreed on 2 Oct 2026: the instalment of 25 Oct 2026 was not paid, so the rest of the plan is due: {old}, {invoice}."
        );
        assert!(page.contains(&named), "{page}");
        assert!(!page.contains("past their due dates"), "{page}");
        for language in Language::ALL {
            assert!(said(shown, language).contains(&plan), "{language}");
        }
    }
}
