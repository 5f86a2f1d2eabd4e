//! The catalogue, drafts, merged accounts and contacts, by command.

use crate::common::{TestBook, as_of, day};
use daybook::ledger::query::lookup::LookupOf;
use daybook::ledger::query::statement::{StatementOf, Style};

fn issue(customer: &str, date: &str, line: &str) -> String {
    format!(r#"{{"do":"issue_invoice","customer":"{customer}","date":"{date}","lines":[{line}]}}"#)
}

#[test]
fn a_line_takes_from_the_catalogue_what_it_leaves_out_at_the_price_of_the_day() {
    let mut test = TestBook::rwanda();
    test.customer("C1");
    test.taken(r#"{"do":"define_item","code":"PAPER","name":"Copy paper","unit":"box","price":"24500","tax":"B","date":"2026-01-01"}"#);
    test.taken(r#"{"do":"set_price","item":"paper","price":"26000","date":"2026-11-10"}"#);
    let line = r#"{"item":"paper","quantity":"2"}"#;
    let totals = ["2026-11-09", "2026-11-10"].map(|date| {
        let receipt = test.taken(&issue("C1", date, line));
        test.shown_invoice(receipt.number("invoice").unwrap())
    });
    assert_eq!(totals.each_ref().map(|shown| shown.net.minor()), [49_000, 52_000]);
    let first = &totals[0].lines[0];
    assert_eq!((first.description.as_str(), first.unit.as_deref()), ("Copy paper", Some("box")));
    assert_eq!(first.item.as_ref().unwrap().0, "PAPER");
    assert_eq!(totals[0].tax.minor(), 8_820);
    // What the line says itself stands.
    let own = r#"{"item":"PAPER","quantity":"1","unit_price":"20000","tax":"A","description":"Paper, torn"}"#;
    let receipt = test.taken(&issue("C1", "2026-11-11", own));
    let own = test.shown_invoice(receipt.number("invoice").unwrap());
    assert_eq!((own.total.minor(), own.lines[0].description.as_str()), (20_000, "Paper, torn"));
    // Defined anew, documents that are issued keep what they say.
    test.taken(r#"{"do":"define_item","code":"paper","name":"Paper A4","tax":"A"}"#);
    assert_eq!(test.shown_invoice("INV-2026-00001").lines[0].description, "Copy paper");
    let item = test.shown_item("PAPER");
    assert_eq!((item.name.as_str(), item.unit), ("Paper A4", None));
    assert_eq!(item.prices["RWF"].to_string(), "26000");
    for (line, rule, field) in [
        (r#"{"item":"PEN","quantity":"1"}"#, "item.unknown", "lines[0].item"),
        (r#"{"quantity":"1","unit_price":"5"}"#, "command.missing_field", "lines[0].description"),
        (r#"{"description":"x","quantity":"1"}"#, "command.missing_field", "lines[0].unit_price"),
    ] {
        assert_eq!(test.refused(&issue("C1", "2026-11-12", line)), (rule, field.to_string()));
    }
    let early = test.refused(&issue("C1", "2025-12-31", line));
    assert_eq!(early, ("item.price_missing", "lines[0].unit_price".into()));
    let inclusive =
        issue("C1", "2026-11-12", line).replace(r#""lines""#, r#""prices":"inclusive","lines""#);
    assert_eq!(test.refused(&inclusive).0, "item.price_exclusive");
    let refused = test.refused(r#"{"do":"set_price","item":"PAPER","price":"-1"}"#);
    assert_eq!(refused, ("price.negative", "price".into()));
    assert!(test.verify().ok);
}

#[test]
fn a_draft_has_no_number_and_is_priced_when_it_is_issued() {
    let mut test = TestBook::rwanda();
    test.taken(r#"{"do":"register_customer","code":"C1","name":"One","credit_limit":"1000"}"#);
    test.taken(
        r#"{"do":"define_item","code":"PEN","name":"Pen","price":"100","date":"2026-01-01"}"#,
    );
    let draft = r#"{"do":"draft_invoice","customer":"C1","lines":[{"item":"PEN","quantity":"6"}]}"#;
    let receipt = test.taken(draft);
    assert_eq!(receipt.number("draft"), Some("D000001"));
    assert_eq!(receipt.number("invoice"), None);
    assert_eq!(test.balance("C1", as_of("2026-11-21")).balance.minor(), 0);
    // Exposure counts the draft: 600 and 500 are over 1,000.
    let five = r#"{"description":"x","quantity":"1","unit_price":"500"}"#;
    let over = test.refused(&issue("C1", "2026-11-21", five));
    assert_eq!(over, ("customer.credit_limit_exceeded", "customer".into()));
    // Its price is that of the day of issue, and it stands in its own way no longer.
    test.taken(r#"{"do":"set_price","item":"PEN","price":"150","date":"2026-11-20"}"#);
    let receipt = test.taken(r#"{"do":"issue_draft","draft":"D000001"}"#);
    let shown = test.shown_invoice(receipt.number("invoice").unwrap());
    assert_eq!((shown.total.minor(), shown.date), (900, day("2026-11-21")));
    let ended = test.shown_draft("D000001");
    assert_eq!((ended.state.as_str(), ended.total.minor()), ("issued", 600));
    let again = test.refused(r#"{"do":"issue_draft","draft":"D000001"}"#);
    assert_eq!(again, ("draft.no_longer_open", "draft".into()));
    let small = r#"{"do":"draft_invoice","customer":"C1","lines":[{"description":"x","quantity":"1","unit_price":"90"}]}"#;
    test.taken(small);
    test.taken(r#"{"do":"discard_draft","draft":"d000002"}"#);
    test.taken(&issue(
        "C1",
        "2026-11-21",
        r#"{"description":"x","quantity":"1","unit_price":"100"}"#,
    ));
    let unknown = test.refused(r#"{"do":"discard_draft","draft":"D000009"}"#);
    assert_eq!(unknown, ("draft.unknown", "draft".into()));
    let bad = r#"{"do":"draft_invoice","customer":"C1","lines":[{"description":"x","quantity":"1","unit_price":"9","tax":"NOPE"}]}"#;
    assert_eq!(test.refused(bad), ("tax.unknown", "lines[0].tax".into()));
    assert!(test.verify().ok);
}

#[test]
fn a_draft_is_amended_as_a_whole_and_counts_as_what_it_says_now() {
    let mut test = TestBook::rwanda();
    test.taken(r#"{"do":"register_customer","code":"C1","name":"One","credit_limit":"1000"}"#);
    let lines = (0..2_000)
        .map(|n| format!(r#"{{"description":"Line {n}","quantity":"1","unit_price":"0"}}"#));
    let lines = lines.collect::<Vec<_>>().join(",");
    test.taken(&format!(
        r#"{{"do":"draft_invoice","customer":"C1","reference":"PO-1","lines":[{{"description":"x","quantity":"1","unit_price":"900"}},{lines}],"charges":[{{"description":"Shipping","amount":"50"}}]}}"#
    ));
    let amend = r#"{"do":"amend_draft","draft":"d000001","due":"2026-12-24","lines":[{"description":"Paper","quantity":"2","unit_price":"150","discount":"10%"}]}"#;
    assert_eq!(test.taken(amend).made, []);
    let now = test.shown_draft("D000001");
    assert_eq!((now.state.as_str(), now.total.minor(), now.content.lines.len()), ("open", 270, 1));
    assert_eq!((now.content.reference, now.content.charges.len()), (None, 0));
    assert_eq!(now.content.due, Some(day("2026-12-24")));
    assert_eq!((now.lines[0].description.as_str(), now.lines[0].net.minor()), ("Paper", 270));
    // The exposure has what it comes to now.
    let line = r#"{"description":"x","quantity":"1","unit_price":"731"}"#;
    let over = test.refused(&issue("C1", "2026-11-21", line));
    assert_eq!(over.0, "customer.credit_limit_exceeded");
    test.taken(&issue("C1", "2026-11-21", &line.replace("731", "730")));
    // Who did not see the change does not write over it.
    let unseen = amend.replace("\"draft\":", "\"seen\":2,\"draft\":");
    assert_eq!(test.refused(&unseen).0, "command.changed_meanwhile");
    let seen = amend.replace("\"draft\":", &format!("\"seen\":{},\"draft\":", now.entry));
    test.taken(&seen);
    let bad = amend.replace("\"quantity\":\"2\"", "\"quantity\":\"2\",\"tax\":\"NOPE\"");
    assert_eq!(test.refused(&bad), ("tax.unknown", "lines[0].tax".into()));
    test.taken(r#"{"do":"issue_draft","draft":"D000001"}"#);
    assert_eq!(test.shown_invoice("INV-2026-00002").total.minor(), 270);
    assert_eq!(test.refused(amend), ("draft.no_longer_open", "draft".into()));
    assert_eq!(test.refused(&amend.replace("000001", "000009")), ("draft.unknown", "draft".into()));
    assert!(test.verify().ok);
}

#[test]
fn a_draft_of_thousands_of_lines_is_issued_whole() {
    let mut test = TestBook::rwanda();
    test.customer("C1");
    let lines: Vec<String> = (0..5_000)
        .map(|n| format!(r#"{{"description":"Line {n}, ç","quantity":"1","unit_price":"{n}"}}"#))
        .collect();
    let lines = lines.join(",");
    test.taken(&format!(r#"{{"do":"draft_invoice","customer":"C1","lines":[{lines}]}}"#));
    test.taken(r#"{"do":"issue_draft","draft":"D000001"}"#);
    let shown = test.shown_invoice("INV-2026-00001");
    assert_eq!((shown.lines.len(), shown.total.minor()), (5_000, 4_999 * 5_000 / 2));
    assert!(test.verify().ok);
}

#[test]
fn merged_accounts_are_one_from_that_entry_on_and_two_before() {
    let mut test = TestBook::rwanda();
    for code in ["OLD", "NEW"] {
        test.taken(&format!(r#"{{"do":"register_customer","code":"{code}","name":"{code}","phone":"0788{code}111","credit_limit":"2000","date":"2020-01-01"}}"#));
    }
    let old = test.invoice("OLD", "2026-11-01", "2026-11-05", "700");
    test.invoice("NEW", "2026-11-02", "2026-11-04", "300");
    let before = test.payment("NEW", "2026-11-03", "50", "none");
    let at =
        |known_at| daybook::ledger::query::AsOf { known_at: Some(known_at), ..as_of("2026-11-21") };
    let two = (test.balance("OLD", at(6)), test.balance("NEW", at(6)), test.aging(at(6)));
    let receipt = test.taken(r#"{"do":"merge_customers","from":"old","into":"new"}"#);
    assert_eq!(receipt.seq, 7);
    let now = test.balance("OLD", as_of("2026-11-21"));
    assert_eq!((now.customer.0.as_str(), now.balance.minor()), ("NEW", 950));
    assert_eq!(now.items.len(), 3);
    assert_eq!(test.aging(as_of("2026-11-21")).rows.len(), 1);
    assert_eq!(test.aging(as_of("2026-11-21")).totals, test.aging(at(6)).totals);
    // What was known before the merge is as it was.
    assert_eq!((test.balance("OLD", at(6)), test.balance("NEW", at(6)), test.aging(at(6))), two);
    // Money of one settles the other's invoices, the oldest due first over both.
    test.taken(&format!(r#"{{"do":"allocate","from":"{before}","to":"{old}","amount":"50"}}"#));
    test.payment("OLD", "2026-11-21", "400", "oldest");
    assert_eq!(test.shown_invoice("INV-2026-00002").outstanding.minor(), 0);
    assert_eq!(test.shown_invoice(&old).outstanding.minor(), 550);
    let statement = test
        .ask(&StatementOf {
            customer: daybook::domain::Code("NEW".into()),
            style: Style::BalanceForward,
            from: Some(day("2026-11-01")),
            to: Some(day("2026-11-30")),
            known_at: None,
            since: None,
        })
        .unwrap();
    assert_eq!((statement.lines.len(), statement.closing.minor()), (4, 550));
    // One exposure, one limit.
    let over = test.refused(&issue(
        "OLD",
        "2026-11-21",
        r#"{"description":"x","quantity":"1","unit_price":"1451"}"#,
    ));
    assert_eq!(over.0, "customer.credit_limit_exceeded");
    let hits = test.ask(&LookupOf { query: "old".into(), limit: 8 }).unwrap().hits;
    assert_eq!((hits.len(), hits[0].customer.0.as_str(), hits[0].balance.minor()), (1, "NEW", 550));
    for (line, rule, field) in [
        (r#"{"do":"merge_customers","from":"NEW","into":"OLD"}"#, "merge.same_account", "into"),
        (r#"{"do":"merge_customers","from":"OLD","into":"NEW"}"#, "customer.merged", "from"),
        (r#"{"do":"merge_customers","from":"NOPE","into":"NEW"}"#, "customer.unknown", "from"),
    ] {
        assert_eq!(test.refused(line), (rule, field.to_string()), "{line}");
    }
    assert!(test.verify().ok);
}

#[test]
fn a_statement_after_a_merger_opens_where_the_last_closed() {
    let mut test = TestBook::rwanda();
    test.customer("A");
    test.customer("B");
    test.invoice("A", "2026-10-01", "2026-10-31", "700");
    test.invoice("B", "2026-10-02", "2026-10-31", "300");
    let statement = |test: &TestBook, from: &str, to: &str, since: Option<u64>| {
        let (from, to) = (Some(day(from)), Some(day(to)));
        let (customer, style) = (daybook::domain::Code("B".into()), Style::BalanceForward);
        test.ask(&StatementOf { customer, style, from, to, known_at: None, since }).unwrap()
    };
    let last = statement(&test, "2026-10-01", "2026-10-31", None);
    assert_eq!(last.closing.minor(), 300);
    test.taken(r#"{"do":"merge_customers","from":"A","into":"B"}"#);
    let next = statement(&test, "2026-11-01", "2026-11-21", Some(last.known_at));
    assert_eq!((next.opening.minor(), next.closing.minor()), (300, 1000));
    // The other account comes with the day of the merger.
    assert_eq!((next.lines.len(), next.lines[0].date), (1, day("2026-11-21")));
    assert_eq!(statement(&test, "2026-10-01", "2026-10-31", None).closing.minor(), 300);
    assert_eq!(test.balance("A", as_of("2026-11-20")).balance.minor(), 700);
}

#[test]
fn any_contact_finds_the_account() {
    let mut test = TestBook::rwanda();
    test.taken(r#"{"do":"register_customer","code":"C1","name":"Hotel","contact":"Anne","contacts":[{"name":"Béatrice Gasana","role":"accounts payable","phone":"0788 555 444"},{"name":"Marc","email":"marc@hotel.example"}]}"#);
    for query in ["anne", "gasana", "555444", "marc@hotel", "marc"] {
        let hits = test.ask(&LookupOf { query: query.into(), limit: 8 }).unwrap().hits;
        assert_eq!(hits.len(), 1, "{query}");
    }
    test.taken(r#"{"do":"amend_customer","customer":"C1","contacts":[{"name":"Diane"}]}"#);
    assert!(test.ask(&LookupOf { query: "gasana".into(), limit: 8 }).unwrap().hits.is_empty());
    assert_eq!(test.ask(&LookupOf { query: "diane".into(), limit: 8 }).unwrap().hits.len(), 1);
    let refused =
        test.refused(r#"{"do":"amend_customer","customer":"C1","contacts":[{"name":" "}]}"#);
    assert_eq!(refused, ("text.empty", "contacts[0].name".into()));
}

#[test]
fn what_is_dated_before_a_merger_stands_on_the_account_of_its_code() {
    let mut test = TestBook::rwanda();
    for code in ["A", "B"] {
        test.customer(code);
    }
    let of_a = test.invoice("A", "2026-11-01", "2026-11-10", "500");
    let of_b = test.invoice("B", "2026-11-01", "2026-11-05", "300");
    test.taken(r#"{"do":"merge_customers","from":"A","into":"B","date":"2026-11-15"}"#);
    test.payment("A", "2026-11-12", "400", "oldest");
    let left = |test: &TestBook, number: &str| test.shown_invoice(number).outstanding.minor();
    assert_eq!((left(&test, &of_a), left(&test, &of_b)), (100, 300));
    let balance = |test: &TestBook, day: &str| {
        ["A", "B"].map(|code| test.balance(code, as_of(day)).balance.minor())
    };
    assert_eq!(balance(&test, "2026-11-13"), [100, 300]);
    assert_eq!(balance(&test, "2026-11-15"), [400, 400]);
    // From the day of the merger on the money goes to both.
    test.payment("A", "2026-11-15", "350", "oldest");
    assert_eq!((left(&test, &of_a), left(&test, &of_b)), (50, 0));
    let ahead = r#"{"do":"merge_customers","from":"B","into":"A","date":"2026-11-22"}"#;
    assert_eq!(test.refused(ahead), ("date.ahead", "date".into()));
    assert!(test.verify().ok);
}

#[test]
fn an_own_slip_stays_off_the_statement_after_a_merger_too() {
    let mut test = TestBook::canada();
    for code in ["M1", "M2"] {
        test.customer(code);
    }
    test.invoice("M1", "2026-11-04", "2026-12-04", "30");
    test.payment("M1", "2026-11-05", "70", "none");
    test.taken(r#"{"do":"reverse_payment","payment":"PAY-2026-00001","date":"2026-11-06","reason":"slip"}"#);
    test.taken(r#"{"do":"merge_customers","from":"M1","into":"M2"}"#);
    let statement = test
        .ask(&daybook::ledger::query::statement::StatementOf {
            customer: daybook::domain::Code("M2".into()),
            style: daybook::ledger::query::statement::Style::BalanceForward,
            from: None,
            to: None,
            known_at: None,
            since: None,
        })
        .unwrap();
    let lines: Vec<&str> = statement.lines.iter().map(|line| line.kind.as_str()).collect();
    assert_eq!(lines, ["invoice"]);
    assert_eq!(statement.closing.to_string(), "30.00");
}
