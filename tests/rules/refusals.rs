//! The rules that a book holds its people to: series and dates, credit limits, tolerances, taxes
//! that contradict each other, codes that look alike, rates of exchange.

use daybook::domain::Rule;
use daybook::engine::intake;

use crate::common::{TestBook, as_of};

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

/// An invoice of 100 to C1.
fn issue(fields: &str) -> String {
    format!(
        r#"{{"do":"issue_invoice","customer":"C1",{fields},"lines":[{{"description":"x","quantity":"1","unit_price":"100"}}]}}"#
    )
}

#[test]
fn only_a_series_that_the_book_knows_gives_numbers() {
    let mut test = TestBook::rwanda();
    test.customer("C1");
    let other = issue(r#""date":"2026-11-02","series":"INV2""#);
    assert_eq!(test.refused(&other), ("series.unknown", "series".into()));
    assert_eq!(rule(&mut test, &reasoned(&other)), "series.unknown");
    assert_eq!(rule(&mut test, &other.replace("issue", "draft")), "series.unknown");
    test.taken(&issue(r#""date":"2026-11-02","series":"INV""#));
    let define = r#"{"do":"define_series","series":"INV2","description":"the shop in Huye"}"#;
    assert_eq!(test.taken(define).number("series"), Some("INV2"));
    assert_eq!(test.taken(&other).number("invoice"), Some("INV2-2026-00001"));
    for (bad, expected) in [("inv", "series.malformed"), ("PAY", "series.reserved")] {
        assert_eq!(rule(&mut test, &define.replace("INV2", bad)), expected);
    }
    // What it is for can change, the default's too; its numbers go on.
    test.taken(define);
    test.taken(&define.replace("INV2", "INV"));
    assert_eq!(test.taken(&other).number("invoice"), Some("INV2-2026-00002"));
    assert!(test.verify().ok);
}

#[test]
fn back_dating_is_seen_across_all_series() {
    let mut test = TestBook::rwanda();
    test.customer("C1");
    test.taken(r#"{"do":"define_series","series":"KGL"}"#);
    test.taken(&issue(r#""date":"2026-11-10""#));
    let back = issue(r#""date":"2026-11-09","series":"KGL""#);
    assert_eq!(test.refused(&back), ("series.back_dated", "date".into()));
    assert_eq!(test.taken(&reasoned(&back)).overrode, ["series.back_dated"]);
    test.taken(&issue(r#""date":"2026-11-12","series":"KGL""#));
    assert_eq!(rule(&mut test, &issue(r#""date":"2026-11-11""#)), "series.back_dated");
    // Holds and limits are the account's, whatever the series.
    test.taken(r#"{"do":"hold_customer","customer":"C1","reason":"late"}"#);
    let today = issue(r#""date":"2026-11-21","series":"KGL""#);
    assert_eq!(rule(&mut test, &today), "customer.on_hold");
}

#[test]
fn a_document_of_next_year_needs_a_reason_and_does_not_stop_todays() {
    let mut test = TestBook::rwanda();
    test.customer("C1");
    let ahead = issue(r#""date":"2027-01-05""#);
    assert_eq!(test.refused(&ahead), ("date.ahead_needs_reason", "date".into()));
    let receipt = test.taken(&reasoned(&ahead));
    assert_eq!(receipt.overrode, ["date.ahead_needs_reason"]);
    let first = receipt.number("invoice").unwrap().to_string();
    assert_eq!(first, "INV-2027-00001");
    test.taken(&issue(r#""date":"2026-11-20""#));
    test.taken(&issue(r#""date":"2026-11-21""#));
    // Void, a later invoice stops nobody either.
    test.taken(r#"{"do":"void_invoice","invoice":"INV-2026-00002","reason":"twice"}"#);
    test.taken(&issue(r#""date":"2026-11-20""#));
    assert_eq!(rule(&mut test, &issue(r#""date":"2026-11-19""#)), "series.back_dated");
    // The next year, what was ahead counts.
    test.open_on("2027-01-10");
    assert_eq!(rule(&mut test, &issue(r#""date":"2027-01-04""#)), "series.back_dated");
    test.taken(&format!(
        r#"{{"do":"void_invoice","invoice":"{first}","date":"2027-01-05","reason":"not ordered"}}"#
    ));
    test.taken(&issue(r#""date":"2027-01-04""#));
    assert!(test.verify().ok);
}

#[test]
fn every_document_ahead_of_today_needs_a_reason() {
    let mut test = TestBook::rwanda();
    test.customer("C1");
    test.taken(&issue(r#""date":"2026-11-02""#));
    for line in [
        r#"{"do":"credit_invoice","invoice":"INV-2026-00001","date":"2026-11-22","reason":"price","amount":"1"}"#,
        r#"{"do":"bring_in_invoice","number":"7","customer":"C1","date":"2026-11-22","lines":[{"description":"x","quantity":"1","unit_price":"5"}]}"#,
        r#"{"do":"bring_in_receivable","number":"8","customer":"C1","date":"2026-11-22","amount":"5"}"#,
        r#"{"do":"write_off","invoice":"INV-2026-00001","date":"2026-11-22","amount":"1","reason":"bad_debt"}"#,
    ] {
        assert_eq!(test.refused(line), ("date.ahead_needs_reason", "date".into()), "{line}");
        assert_eq!(test.taken(&reasoned(line)).overrode, ["date.ahead_needs_reason"], "{line}");
    }
    // A credit note of tomorrow does not stop today's.
    test.taken(
        r#"{"do":"credit_invoice","invoice":"INV-2026-00001","reason":"price","amount":"1"}"#,
    );
    // A draft may wait for its day; issued before that, it needs the reason.
    test.taken(&issue(r#""date":"2026-12-01""#).replace("issue", "draft"));
    let draft = r#"{"do":"issue_draft","draft":"D000001"}"#;
    assert_eq!(rule(&mut test, draft), "date.ahead_needs_reason");
    test.taken(r#"{"do":"issue_draft","draft":"D000001","date":"2026-11-21"}"#);
    assert!(test.verify().ok);
}

#[test]
fn dates_that_no_office_means_are_refused() {
    let mut test = TestBook::rwanda();
    test.customer("C1");
    test.taken(&issue(r#""date":"2026-11-02""#));
    let pay = r#"{"do":"record_payment","customer":"C1","date":"1926-11-20","amount":"5","method":"bank"}"#;
    assert_eq!(test.refused(pay), ("date.too_early", "date".into()));
    assert_eq!(rule(&mut test, &reasoned(pay)), "date.too_early");
    let due = issue(r#""date":"2026-11-21","due":"2999-12-31""#);
    assert_eq!(test.refused(&due), ("date.too_late", "due".into()));
    assert_eq!(rule(&mut test, &due.replace("2999-12-31", "2062-11-21")), "date.too_late");
    for (line, field) in [
        (
            r#"{"do":"bring_in_receivable","number":"8","customer":"C1","date":"2026-11-01","due":"2126-11-22","amount":"5"}"#,
            "due",
        ),
        (r#"{"do":"promise","customer":"C1","invoice":"INV-2026-00001","by":"2126-11-27"}"#, "by"),
        (
            r#"{"do":"open_dispute","invoice":"INV-2026-00001","amount":"5","reason":"price","due":"2126-11-27"}"#,
            "due",
        ),
    ] {
        assert_eq!(test.refused(line), ("date.too_late", field.into()), "{line}");
    }
    test.taken(&due.replace("2999-12-31", "2031-11-21"));
    test.taken(&pay.replace("1926", "1996"));
}

/// An account with a limit of 1,000 that owes 1,000.
fn full_account() -> TestBook {
    let mut test = TestBook::rwanda();
    test.taken(r#"{"do":"register_customer","code":"C1","name":"A","credit_limit":"1000"}"#);
    test.invoice("C1", "2026-11-02", "2026-12-02", "1000");
    test
}

#[test]
fn money_lowers_the_exposure_from_its_date_only() {
    let next = issue(r#""date":"2026-11-21""#);
    for allocate in ["none", "oldest"] {
        let mut test = full_account();
        test.payment("C1", "2027-06-01", "1000", allocate);
        assert_eq!(test.refused(&next), ("customer.credit_limit_exceeded", "customer".into()));
        test.payment("C1", "2026-11-21", "100", "none");
        test.taken(&next);
        assert_eq!(rule(&mut test, &next), "customer.credit_limit_exceeded");
        assert!(test.verify().ok);
    }
    // An invoice of next month counts from today: it is given today.
    let mut test = full_account();
    test.payment("C1", "2026-11-21", "100", "none");
    test.taken(&reasoned(&issue(r#""date":"2026-12-21""#)));
    assert_eq!(rule(&mut test, &next), "customer.credit_limit_exceeded");
    // A void, a bounce and a credit note of next month count from then.
    let mut test = full_account();
    test.taken(
        r#"{"do":"void_invoice","invoice":"INV-2026-00001","date":"2026-12-01","reason":"x"}"#,
    );
    assert_eq!(rule(&mut test, &next), "customer.credit_limit_exceeded");
    let mut test = full_account();
    test.taken(&reasoned(r#"{"do":"credit_invoice","invoice":"INV-2026-00001","date":"2026-12-01","reason":"price","amount":"500"}"#));
    assert_eq!(rule(&mut test, &next), "customer.credit_limit_exceeded");
    test.taken(
        r#"{"do":"credit_invoice","invoice":"INV-2026-00001","reason":"price","amount":"100"}"#,
    );
    test.taken(&next);
}

#[test]
fn what_is_brought_in_on_a_held_or_full_account_needs_a_reason() {
    let lines = [
        r#"{"do":"bring_in_invoice","number":"7","customer":"C1","date":"2026-11-02","lines":[{"description":"x","quantity":"1","unit_price":"5"}]}"#,
        r#"{"do":"bring_in_receivable","number":"8","customer":"C1","date":"2026-11-02","amount":"5"}"#,
        r#"{"do":"bring_in_receivable","number":"9","customer":"C1","date":"2026-11-02","amount":"5","settled":"2027-01-02"}"#,
    ];
    let mut full = full_account();
    let mut held = TestBook::rwanda();
    held.customer("C1");
    held.taken(r#"{"do":"hold_customer","customer":"C1","reason":"late"}"#);
    for (test, expected) in
        [(&mut full, "customer.credit_limit_exceeded"), (&mut held, "customer.on_hold")]
    {
        for line in lines {
            assert_eq!(test.refused(line), (expected, "customer".into()), "{line}");
            assert_eq!(test.taken(&reasoned(line)).overrode, [expected], "{line}");
        }
        // A credit lowers what is owed.
        test.taken(r#"{"do":"bring_in_receivable","number":"10","customer":"C1","date":"2026-11-02","amount":"-5"}"#);
        assert!(test.verify().ok);
    }
    // What was paid elsewhere already adds nothing to what is owed.
    full.taken(r#"{"do":"bring_in_receivable","number":"11","customer":"C1","date":"2026-10-02","amount":"5","settled":"2026-11-02"}"#);
}

#[test]
fn nine_comes_before_ten() {
    let mut test = TestBook::canada();
    test.customer("C1");
    for number in ["10", "F-10", "9", "F-9", "100"] {
        test.taken(&format!(
            r#"{{"do":"bring_in_receivable","number":"{number}","customer":"C1","date":"2026-10-01","due":"2026-11-01","amount":"10"}}"#
        ));
    }
    let open = |test: &TestBook| -> Vec<String> {
        let open = test.balance("C1", as_of("2026-11-22")).items;
        open.into_iter().map(|item| item.item.0).collect()
    };
    assert_eq!(open(&test), ["9", "10", "100", "F-9", "F-10"]);
    test.payment("C1", "2026-11-02", "10.00", "oldest");
    assert_eq!(open(&test), ["10", "100", "F-9", "F-10"]);
    test.payment("C1", "2026-11-03", "25.00", "oldest");
    assert_eq!(open(&test), ["F-9", "F-10"]);
    assert!(test.verify().ok);
}

#[test]
fn money_of_an_earlier_day_reaches_an_invoice_from_the_day_it_is_open_again() {
    for allocate in [r#""oldest""#, r#"[{"invoice":"INV-2026-00001","amount":"100"}]"#] {
        let mut test = TestBook::canada();
        test.customer("C1");
        test.invoice("C1", "2026-11-01", "2026-11-02", "100");
        let pay = |date: &str, allocate: &str| {
            format!(
                r#"{{"do":"record_payment","customer":"C1","date":"{date}","amount":"100","method":"bank","allocate":{allocate}}}"#
            )
        };
        test.taken(&pay("2026-11-05", r#""oldest""#));
        test.taken(r#"{"do":"bounce_payment","payment":"PAY-2026-00001","date":"2026-11-15","reason":"no funds"}"#);
        test.taken(&pay("2026-11-10", allocate));
        let balance = test.balance("C1", as_of("2026-11-21"));
        assert_eq!((balance.overdue.minor(), balance.on_account.minor()), (0, 0), "{allocate}");
        let made = &test.shown_payment("PAY-2026-00002").allocations[0];
        assert_eq!(made.date.to_string(), "2026-11-15");
        // By hand the day is said, and the day is to blame.
        test.taken(&format!(r#"{{"do":"unallocate","allocation":"{}"}}"#, made.allocation));
        let allocate = r#"{"do":"allocate","from":"PAY-2026-00002","to":"INV-2026-00001","amount":"100","date":"2026-11-10"}"#;
        let refusal = test.post(allocate).unwrap_err();
        assert_eq!(refusal.field, "date");
        assert!(refusal.args.contains(&("from".into(), "2026-11-21".into())), "{refusal:?}");
        assert!(test.verify().ok);
    }
}

#[test]
fn the_oldest_invoice_is_paid_though_its_account_was_merged_after_the_money_came() {
    let pay = |customer: &str, allocate: &str| {
        format!(
            r#"{{"do":"record_payment","customer":"{customer}","date":"2026-11-20","amount":"100","method":"bank","allocate":{allocate}}}"#
        )
    };
    for (customer, allocate) in [
        ("C2", r#""oldest""#),
        ("C1", r#""oldest""#),
        ("C2", r#"[{"invoice":"INV-2026-00001","amount":"100"}]"#),
    ] {
        let mut test = TestBook::canada();
        for code in ["C1", "C2"] {
            test.customer(code);
        }
        test.invoice("C1", "2026-11-15", "2026-11-16", "100");
        test.invoice("C2", "2026-11-15", "2026-12-20", "101");
        test.taken(r#"{"do":"merge_customers","from":"C1","into":"C2"}"#);
        test.taken(&pay(customer, allocate));
        assert_eq!(test.shown_invoice("INV-2026-00001").outstanding.minor(), 0, "{customer}");
        let made = test.shown_payment("PAY-2026-00001").allocations;
        assert_eq!(made.len(), 1);
        let day = if customer == "C1" { "2026-11-20" } else { "2026-11-21" };
        assert_eq!(made[0].date.to_string(), day, "{customer}");
        assert!(test.verify().ok);
    }
}

#[test]
fn what_is_taken_from_a_later_day_on_is_said_with_that_day() {
    let mut test = TestBook::canada();
    test.customer("C1");
    test.invoice("C1", "2026-11-01", "2026-12-01", "100");
    test.payment("C1", "2026-12-01", "150", "oldest");
    let pay = r#"{"do":"record_payment","customer":"C1","amount":"100","method":"bank","allocate":[{"invoice":"INV-2026-00001","amount":"100"}]}"#;
    let refusal = test.post(pay).unwrap_err();
    assert_eq!(refusal.field, "allocate[0].amount");
    assert!(refusal.args.contains(&("ahead".into(), "2026-12-01".into())), "{refusal:?}");
}

/// serde takes a list for a struct, in the order of its fields: a command does not.
#[test]
fn a_list_does_not_pass_for_an_object() {
    let lines = [
        (
            r#""record_payment","customer":"C","amount":"1","method":"cash","allocate":[["I","1"]]"#,
            "allocate[0]",
        ),
        (r#""issue_invoice","customer":"C","lines":[["x",null,"1","1"]]"#, "lines[0]"),
        (
            r#""set_dunning_policy","name":"a","interval_days":7,"levels":[[7,null,null]]"#,
            "levels[0]",
        ),
        (r#""register_customer","name":"A","contacts":[["Eva",null,null,null]]"#, "contacts[0]"),
        (r#""amend_company","tax_ids":[["GST","1"]]"#, "tax_ids[0]"),
    ];
    for (fields, field) in lines {
        let refusal = intake::read(&format!("{{\"do\":{fields}}}")).1.unwrap_err();
        let found = (refusal.rule, refusal.field.as_str());
        assert_eq!(found, (Rule::CommandMalformed, field), "{fields}");
        let is_told = |(_, why): &(_, String)| why.contains("named fields");
        assert!(refusal.args.iter().any(is_told), "{refusal:?}");
    }
    assert!(intake::read("[\"unallocate\"]").1.is_err());
}
