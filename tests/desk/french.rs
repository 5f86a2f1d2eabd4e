//! The desk in French: figures, percentages and what stands between sentences are written as French writes them,
//! on every pane.

use crate::common::TestBook;
use crate::common::headless::Headless;
use daybook::domain::{Refusal, Rule};
use daybook::tui::settings::Settings;
use daybook::words::Words;

fn book() -> TestBook {
    let mut test = TestBook::rwanda();
    for line in [
        r#"{"do":"register_customer","code":"C0001","name":"Hôtel des Mille Collines","terms":"net 30"}"#,
        r#"{"do":"register_customer","code":"C0002","name":"Nyamata Café"}"#,
    ] {
        test.taken(line);
    }
    test.invoice("C0001", "2026-08-02", "2026-09-01", "318600");
    test.invoice("C0002", "2026-08-03", "2026-09-02", "1250000");
    test.invoice("C0001", "2026-10-20", "2026-11-19", "467100");
    for line in [
        r#"{"do":"open_dispute","invoice":"INV-2026-00003","amount":"40000","reason":"price"}"#,
        r#"{"do":"schedule_callback","customer":"C0001","at":"2026-11-21T09:00:00+02:00","note":"chèque"}"#,
        r#"{"do":"set_dunning_policy","name":"standard","levels":"7, 21, 35, 60","interval_days":14}"#,
        r#"{"do":"set_late_fee_policy","date":"2026-11-01","yearly_percent":"2.5%","override":{"reason":"x"}}"#,
        r#"{"do":"record_bank_lines","account":"BK","lines":[{"date":"2026-11-12","amount":"5500","payer":"X","text":"y"}]}"#,
    ] {
        test.taken(line);
    }
    test.close();
    test
}

/// Whether a currency stands before a figure, a percentage has a point, or a semicolon no space before it.
fn is_english(line: &str) -> bool {
    let letters: Vec<char> = line.chars().collect();
    let is_digit = |at: usize| letters.get(at).is_some_and(char::is_ascii_digit);
    let before = line.match_indices("RWF ").any(|(at, _)| {
        line[at + 4..].starts_with(|letter: char| letter.is_ascii_digit() || letter == '-')
    });
    let joined = letters.windows(2).any(|two| two[0] != ' ' && two[0] != '\u{a0}' && two[1] == ';');
    let percent = (0..letters.len()).any(|at| letters[at] == '%' && at > 0 && is_digit(at - 1));
    let grouped = (1..letters.len()).any(|at| {
        [',', '.'].contains(&letters[at]) && is_digit(at - 1) && (1..4).all(|by| is_digit(at + by))
    });
    before || joined || percent || grouped
}

#[test]
fn every_pane_writes_figures_as_french_does() {
    let test = book();
    let french = Settings { language: Some("fr".into()), ..Settings::default() };
    let mut desk = Headless::open(&test.folder(), french, 80, 24);
    desk.sees(&["sur 2"]).types("mille").sees(&["▸ Hôtel"]).rests();
    let keys = [
        "", "<enter>", "<alt-2>", "<alt-3>", "<alt-4>", "<alt-5>", "<alt-6>", "<alt-7>", "<alt-8>",
        "<alt-9>", "<alt-0>", "<alt-t>", "<alt-w>", "<alt-l>", "<alt-f>", "<alt-g>", "<alt-r>",
    ];
    for keys in keys {
        desk.types(keys).rests();
        let shown = desk.shows();
        let wrong: Vec<&str> = shown.lines().filter(|line| is_english(line)).collect();
        assert!(wrong.is_empty(), "{keys}: {wrong:#?} in\n{shown}");
    }
    desk.types("<alt-f>").sees(&["2,5\u{a0}%"]);
    desk.closes();
}

/// A book in which documents and cases have ended in different ways.
fn ended() -> TestBook {
    let mut test = TestBook::rwanda();
    test.taken(r#"{"do":"register_customer","code":"C0001","name":"Hôtel des Mille Collines"}"#);
    for amount in ["1000", "2000", "3000", "4000", "5000"] {
        test.invoice("C0001", "2026-10-02", "2026-11-01", amount);
    }
    test.payment("C0001", "2026-11-03", "1000", "oldest");
    test.payment("C0001", "2026-11-03", "500", "none");
    for line in [
        r#"{"do":"promise","customer":"C0001","invoice":"INV-2026-00002","amount":"100","by":"2026-11-05","date":"2026-11-04"}"#,
        r#"{"do":"promise","customer":"C0001","invoice":"INV-2026-00003","amount":"100","by":"2026-12-05"}"#,
        r#"{"do":"withdraw_promise","promise":"PRM-2026-00002"}"#,
        r#"{"do":"promise","customer":"C0001","invoice":"INV-2026-00003","amount":"100","by":"2026-12-05"}"#,
        r#"{"do":"void_invoice","invoice":"INV-2026-00004","reason":"x"}"#,
        r#"{"do":"reverse_payment","payment":"PAY-2026-00002","reason":"x"}"#,
        r#"{"do":"draft_invoice","customer":"C0001","lines":[{"description":"a","quantity":"1","unit_price":"1"}]}"#,
        r#"{"do":"discard_draft","draft":"D000001"}"#,
    ] {
        test.taken(line);
    }
    test.close();
    test
}

#[test]
fn a_state_agrees_with_what_it_is_the_state_of() {
    let test = ended();
    let french = Settings { language: Some("fr".into()), ..Settings::default() };
    let mut desk = Headless::open(&test.folder(), french, 100, 30);
    let state_of = |shown: &str, number: &str| -> String {
        let row = shown.lines().find(|line| line.contains(number)).unwrap_or_default();
        row.split_whitespace().last().unwrap_or_default().to_string()
    };
    let lists: [(&str, &[(&str, &str)]); 3] = [
        (
            "<alt-3>",
            &[
                ("INV-2026-00001", "réglée"),
                ("INV-2026-00002", "ouverte"),
                ("INV-2026-00004", "annulée"),
            ],
        ),
        ("<alt-4>", &[("PAY-2026-00002", "annulé")]),
        (
            "<alt-8>",
            &[
                ("PRM-2026-00001", "rompue"),
                ("PRM-2026-00002", "retirée"),
                ("PRM-2026-00003", "ouverte"),
            ],
        ),
    ];
    for (pane, rows) in lists {
        desk.types(pane).rests();
        let shown = desk.shows();
        for (number, state) in rows {
            assert_eq!(state_of(&shown, number), *state, "{number} in\n{shown}");
        }
    }
    desk.closes();
}

#[test]
fn a_rule_tells_a_state_as_it_agrees() {
    let told = |rule, what: &'static str, number: &str, state: &str| {
        Words::french().told(&Refusal::new(rule, "x").with(what, number).with("state", state))
    };
    let promise = told(Rule::PromiseEnded, "promise", "PRM-2026-00001", "kept");
    assert!(promise.ends_with("(tenue)"), "{promise}");
    let plan = told(Rule::PlanEnded, "plan", "PLN-2026-00001", "cancelled");
    assert!(plan.ends_with("(annulé)"), "{plan}");
}
