//! The rules that a book holds its people to: series and dates, credit limits, tolerances, taxes
//! that contradict each other, codes that look alike, rates of exchange.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use common::TestBook;

/// The same command with a reason to pass a rule.
fn reasoned(line: &str) -> String {
    line.replacen('{', r#"{"override":{"reason":"agreed"},"#, 1)
}

/// The name of the rule that refuses a command.
fn rule(test: &mut TestBook, line: &str) -> &'static str {
    test.refused(line).0
}

#[test]
fn small_differences_on_one_invoice_count_together() {
    let mut test = TestBook::canada();
    test.customer("C1");
    test.invoice("C1", "2026-11-01", "2026-12-01", "5.00");
    let small = r#"{"do":"write_off","invoice":"INV-2026-00001","amount":"1.00","reason":"small_difference"}"#;
    test.taken(small);
    for _ in 0..4 {
        assert_eq!(test.refused(small), ("write_off.beyond_tolerance", "amount".into()));
    }
    let refusal = test.post(small).unwrap_err();
    let arg = |name: &str| {
        let found = refusal.args.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.clone())
    };
    assert_eq!([arg("given"), arg("before")], [Some("1.00".into()), Some("1.00".into())]);
    // What was taken back does not count, and another invoice has its own tolerance.
    test.taken(r#"{"do":"recover","write_off":"WO-2026-00001","amount":"0.40"}"#);
    assert_eq!(rule(&mut test, small), "write_off.beyond_tolerance");
    test.taken(&small.replace("1.00", "0.40"));
    assert_eq!(rule(&mut test, &small.replace("1.00", "0.01")), "write_off.beyond_tolerance");
    test.taken(r#"{"do":"recover","write_off":"WO-2026-00001"}"#);
    test.taken(&small.replace("1.00", "0.60"));
    test.invoice("C1", "2026-11-01", "2026-12-01", "5.00");
    test.taken(&small.replace("00001", "00002"));
    let receipt = test.taken(&reasoned(small));
    assert_eq!(receipt.overrode, ["write_off.beyond_tolerance"]);
    assert!(test.verify().ok);
}

#[test]
fn a_bad_debt_takes_nothing_of_the_tolerance() {
    let mut test = TestBook::rwanda();
    test.customer("C1");
    test.invoice("C1", "2026-11-01", "2026-12-01", "5000");
    test.taken(
        r#"{"do":"write_off","invoice":"INV-2026-00001","amount":"900","reason":"bad_debt"}"#,
    );
    test.taken(r#"{"do":"write_off","invoice":"INV-2026-00001","amount":"100","reason":"small_difference"}"#);
}

/// An invoice of one line with these taxes.
fn taxed(taxes: &str) -> String {
    format!(
        r#"{{"do":"issue_invoice","customer":"C1","lines":[{{"description":"x","quantity":"1","unit_price":"100","tax":{taxes}}}]}}"#
    )
}

#[test]
fn taxes_that_contradict_each_other_cannot_be_on_one_line() {
    for (country, refused, taken) in [
        (
            "CA",
            [
                r#"["GST","HST-ON"]"#,
                r#"["HST-ON","HST-BC"]"#,
                r#"["QST","PST-BC"]"#,
                r#"["HST-NB","RST-MB"]"#,
                r#"["GST","QST","PST-SK"]"#,
            ],
            [r#"["GST","QST"]"#, r#"["PST-BC","GST"]"#, r#"["GST","RST-MB"]"#, r#""HST-ON""#],
        ),
        (
            "RW",
            [r#"["A","B"]"#, r#"["B","C"]"#, r#"["D","A"]"#, r#"["B","A","TT"]"#, r#"["C","D"]"#],
            [r#"["B","TT"]"#, r#"["TT","A"]"#, r#""TT""#, r#""B""#],
        ),
    ] {
        let mut test = if country == "CA" { TestBook::canada() } else { TestBook::rwanda() };
        test.customer("C1");
        for set in refused {
            // HST in British Columbia ended in 2013.
            let line = match set.contains("HST-BC") {
                true => taxed(set).replacen('{', r#"{"date":"2012-05-01","#, 1),
                false => taxed(set),
            };
            let expected = ("tax.contradictory", "lines[0].tax".to_string());
            assert_eq!(test.refused(&line), expected, "{set}");
            assert_eq!(test.refused(&reasoned(&line)).0, "tax.contradictory", "{set}");
            let item = format!(r#"{{"do":"define_item","code":"X","name":"X","tax":{set}}}"#);
            let item = item.replacen('{', r#"{"date":"2012-05-01","#, 1);
            assert!(["tax.contradictory", "tax.not_in_force"].contains(&rule(&mut test, &item)));
        }
        for set in taken {
            test.taken(&taxed(set));
        }
        let plain =
            taxed(r#""B""#).replace("\"B\"", if country == "CA" { "\"GST\"" } else { "\"B\"" });
        for field in ["allowances", "charges"] {
            let adjusted = plain.replacen(
                '{',
                &format!(
                    r#"{{"{field}":[{{"description":"y","amount":"1","tax":{}}}],"#,
                    refused[0]
                ),
                1,
            );
            assert_eq!(test.refused(&adjusted), ("tax.contradictory", format!("{field}[0].tax")));
        }
        let twice = taxed(r#"["B","B"]"#)
            .replace("\"B\"", if country == "CA" { "\"GST\"" } else { "\"B\"" });
        assert_eq!(rule(&mut test, &twice), "tax.repeated");
    }
}

#[test]
fn a_contradiction_of_taxes_says_what_each_may_stand_beside() {
    let mut test = TestBook::canada();
    test.customer("C1");
    let refusal = test.post(&taxed(r#"["HST-ON","GST"]"#)).unwrap_err();
    let words = daybook::words::Words::english().refusal(&refusal);
    for part in ["GST", "HST-ON", "QST", "PST-BC"] {
        assert!(words.contains(part), "{words}");
    }
}
