//! The worked figures of the domain's rules, one test a figure.

mod pricing;

use crate::common::{TestBook, as_of, day};
use daybook::domain::pricing::Prices;
use daybook::domain::{Envelope, Money, command};
use daybook::engine::{BookWriter, Session};
use daybook::ledger::query::AsOf;
use daybook::ledger::query::statement::{Statement, StatementOf, Style};

use pricing::line;

fn money(text: &str) -> Money {
    text.parse().unwrap()
}

#[test]
fn numbers_two_writers_of_500_leave_no_gap_and_no_twin() {
    let mut test = TestBook::rwanda();
    test.customer("C1");
    let book: BookWriter = test.book.take().unwrap();
    let session = Session::of(book, "eva".into()).unwrap();
    let issue = |amount: u32| {
        let line = command::IssueInvoice {
            customer: daybook::domain::Code("C1".into()),
            date: Some(day("2026-11-01")),
            due: None,
            series: None,
            reference: None,
            prices: Prices::Exclusive,
            rate: None,
            lines: vec![line("1", &amount.to_string(), None, &[])],
            allowances: vec![],
            charges: vec![],
        };
        session.post(Envelope::of(line))
    };
    let mut numbers: Vec<String> = std::thread::scope(|scope| {
        let writer = || {
            let taken = (1..=500).map(|n| issue(n).unwrap().number("invoice").unwrap().to_string());
            taken.collect::<Vec<_>>()
        };
        let writers = [scope.spawn(writer), scope.spawn(writer)];
        writers.into_iter().flat_map(|writer| writer.join().unwrap()).collect()
    });
    numbers.sort();
    let gapless: Vec<String> = (1..=1000).map(|n| format!("INV-2026-{n:05}")).collect();
    assert_eq!(numbers, gapless);
    session.close().unwrap();
}

#[test]
fn a_failed_issue_uses_no_number_and_dates_do_not_go_backwards() {
    let mut test = TestBook::rwanda();
    test.customer("C1");
    assert_eq!(test.invoice("C1", "2026-11-10", "2026-12-10", "100"), "INV-2026-00001");
    let issue = |date: &str, tax: &str, more: &str| {
        format!(
            r#"{{"do":"issue_invoice","customer":"C1","date":"{date}",{more}"lines":[{{"description":"x","quantity":"1","unit_price":"5","tax":"{tax}"}}]}}"#
        )
    };
    assert_eq!(
        test.refused(&issue("2026-11-11", "NOPE", "")),
        ("tax.unknown", "lines[0].tax".into())
    );
    assert_eq!(test.refused(&issue("2026-11-09", "B", "")), ("series.back_dated", "date".into()));
    let reason = r#""override":{"reason":"found in the tray"},"#;
    let receipt = test.taken(&issue("2026-11-09", "B", reason));
    assert_eq!(receipt.number("invoice"), Some("INV-2026-00002"));
    // Another year and another series count for themselves.
    assert_eq!(test.invoice("C1", "2027-01-05", "2027-02-05", "1"), "INV-2027-00001");
    test.taken(r#"{"do":"define_series","series":"HUYE"}"#);
    let receipt = test.taken(&issue("2026-11-12", "B", r#""series":"HUYE","#));
    assert_eq!(receipt.number("invoice"), Some("HUYE-2026-00001"));
}

#[test]
fn void_only_where_nothing_is_allocated_or_credited_and_it_shows_as_of_the_day_before() {
    let mut test = TestBook::rwanda();
    test.customer("C1");
    let paid = test.invoice("C1", "2026-10-01", "2026-10-31", "1000");
    let free = test.invoice("C1", "2026-10-02", "2026-11-01", "300");
    test.payment("C1", "2026-10-05", "400", "oldest");
    let void = |number: &str, date: &str| {
        format!(r#"{{"do":"void_invoice","invoice":"{number}","date":"{date}","reason":"twice"}}"#)
    };
    assert_eq!(test.refused(&void(&paid, "2026-10-06")), ("void.allocated", "invoice".into()));
    assert_eq!(test.refused(&void(&free, "2026-10-01")), ("void.before_issue", "date".into()));
    test.taken(&void(&free, "2026-10-10"));
    assert_eq!(test.refused(&void(&free, "2026-10-11")), ("invoice.void", "invoice".into()));
    let balance = |date: &str| test.balance("C1", as_of(date)).balance.to_string();
    assert_eq!((balance("2026-10-09"), balance("2026-10-10")), ("900".into(), "600".into()));
    assert_eq!(test.shown_invoice(&free).state, "void");
    // Its number stays taken.
    assert_eq!(test.invoice("C1", "2026-10-12", "2026-11-12", "1"), "INV-2026-00003");
}

#[test]
fn a_full_credit_note_negates_the_invoice_exactly() {
    let mut test = TestBook::canada();
    test.customer("C1");
    let receipt = test.taken(
        r#"{"do":"issue_invoice","customer":"C1","date":"2026-11-02","lines":[
            {"description":"a","quantity":"3","unit_price":"33.33","tax":["GST","QST"]},
            {"description":"b","quantity":"1","unit_price":"7.77","discount":"3%","tax":"GST"},
            {"description":"c","quantity":"1","unit_price":"5"}]}"#,
    );
    let invoice = receipt.number("invoice").unwrap().to_string();
    let issued = test.shown_invoice(&invoice);
    // A part first, by amount: the full credit takes exactly the rest.
    test.taken(&format!(
        r#"{{"do":"credit_invoice","invoice":"{invoice}","reason":"price","amount":"17.01"}}"#
    ));
    test.taken(&format!(
        r#"{{"do":"credit_invoice","invoice":"{invoice}","reason":"returned","full":true}}"#
    ));
    let credits: Vec<_> =
        ["CN-2026-00001", "CN-2026-00002"].map(|number| test.shown_credit_note(number)).into();
    for (i, tax) in issued.taxes.iter().enumerate() {
        let credited: Vec<Money> = credits.iter().map(|credit| credit.taxes[i].tax).collect();
        assert_eq!(daybook::domain::money::sum(credited, 2), Some(tax.tax), "tax {i}");
        let nets: Vec<Money> = credits.iter().map(|credit| credit.taxes[i].net).collect();
        assert_eq!(daybook::domain::money::sum(nets, 2), Some(tax.net), "net {i}");
    }
    assert_eq!(test.shown_invoice(&invoice).payment, "settled");
    assert_eq!(test.balance("C1", AsOf::default()).balance, money("0.00"));
    let again =
        format!(r#"{{"do":"credit_invoice","invoice":"{invoice}","reason":"price","full":true}}"#);
    assert_eq!(test.refused(&again), ("credit.nothing_left", "invoice".into()));
}

#[test]
fn a_credit_uses_the_originals_rates_and_what_is_over_stays_on_account() {
    let mut test = TestBook::rwanda();
    test.customer("C1");
    test.taken(
        r#"{"do":"issue_invoice","customer":"C1","date":"2026-11-02","lines":[{"description":"Chairs","quantity":"10","unit_price":"1000","tax":"B"}]}"#,
    );
    test.payment("C1", "2026-11-03", "10000", "oldest");
    test.taken(
        r#"{"do":"credit_invoice","invoice":"INV-2026-00001","reason":"returned","lines":[{"description":"Chairs","quantity":"4","unit_price":"1000","tax":"B"}]}"#,
    );
    let balance = test.balance("C1", AsOf::default());
    // 11,800 − 10,000 − 4,720: 1,800 settle the invoice, 2,920 stay on account.
    assert_eq!(balance.balance, money("-2920"));
    assert_eq!(balance.on_account, money("2920"));
    let more = r#"{"do":"credit_invoice","invoice":"INV-2026-00001","reason":"returned","lines":[{"description":"Chairs","quantity":"7","unit_price":"1000","tax":"B"}]}"#;
    assert_eq!(test.refused(more).0, "credit.exceeds_original");
    let foreign = r#"{"do":"credit_invoice","invoice":"INV-2026-00001","reason":"returned","lines":[{"description":"Chairs","quantity":"1","unit_price":"1000","tax":"A"}]}"#;
    assert_eq!(test.refused(foreign), ("tax.not_on_original", "lines[0].tax".into()));
}

#[test]
fn credits_together_never_exceed_an_original_with_a_document_allowance() {
    let mut test = TestBook::rwanda();
    test.customer("C1");
    let issue = r#"{"do":"issue_invoice","customer":"C1","date":"2026-11-02","lines":[{"description":"x","quantity":"1","unit_price":"100000","tax":"B"}],"allowances":[{"description":"Loyal","amount":"20000"}]}"#;
    let credit = |invoice: &str, how: &str| {
        format!(r#"{{"do":"credit_invoice","invoice":"{invoice}","reason":"price",{how}}}"#)
    };
    let line = r#""lines":[{"description":"x","quantity":"1","unit_price":"100000","tax":"B"}]"#;
    test.taken(issue);
    assert_eq!(
        test.refused(&credit("INV-2026-00001", line)),
        ("credit.exceeds_original", "lines".into())
    );
    // An amount that is all that is left is the same as `full`: nothing of any group remains.
    test.taken(&credit("INV-2026-00001", r#""amount":"98000""#));
    assert_eq!(
        test.shown_credit_note("CN-2026-00001").taxes,
        test.shown_invoice("INV-2026-00001").taxes
    );
}

#[test]
fn credits_by_lines_of_inclusive_prices_come_to_the_gross_that_was_billed() {
    let credit = |test: &mut TestBook, price: &str, tax: &str| {
        let receipt = test.taken(&format!(
            r#"{{"do":"credit_invoice","invoice":"INV-2026-00001","reason":"returned","lines":[{{"description":"x","quantity":"1","unit_price":"{price}","tax":"{tax}"}}]}}"#
        ));
        receipt.number("credit_note").unwrap().to_string()
    };
    for (mut test, price, tax) in
        [(TestBook::rwanda(), "1000", "B"), (TestBook::canada(), "1.07", "HST-ON")]
    {
        test.customer("C1");
        test.taken(&format!(
            r#"{{"do":"issue_invoice","customer":"C1","date":"2026-11-02","prices":"inclusive","lines":[{{"description":"x","quantity":"2","unit_price":"{price}","tax":"{tax}"}}]}}"#
        ));
        for _ in 0..2 {
            let number = credit(&mut test, price, tax);
            assert_eq!(test.shown_credit_note(&number).total, money(price));
        }
        assert_eq!(test.shown_invoice("INV-2026-00001").payment, "settled");
    }
}

#[test]
fn an_account_beyond_the_limit_is_refused_and_the_book_goes_on() {
    let mut test = TestBook::rwanda();
    test.customer("C1");
    test.payment("C1", "2026-11-01", "1000000000000000", "none");
    let invoice = test.invoice("C1", "2026-11-01", "2026-12-01", "1000");
    let credit =
        format!(r#"{{"do":"credit_invoice","invoice":"{invoice}","reason":"price","full":true}}"#);
    assert_eq!(test.refused(&credit).0, "amount.out_of_range");
    test.customer("C2");
    let large = test.invoice("C2", "2026-11-01", "2026-12-01", "1000000000000000");
    test.payment("C2", "2026-11-02", "1000000000000000", "oldest");
    test.invoice("C2", "2026-11-03", "2026-12-01", "1");
    let undo = r#"{"do":"unallocate","allocation":"A000001","date":"2026-11-04"}"#;
    assert_eq!(test.refused(undo), ("amount.out_of_range", "allocation".into()));
    assert_eq!(test.shown_invoice(&large).payment, "settled");
    // The sums over all accounts may pass what one may reach.
    let totals = test.aging(as_of("2026-11-21")).totals["RWF"];
    assert_eq!(totals.on_account, money("1000000000000000"));
    test.rebuild();
    assert!(test.verify().ok);
}

#[test]
fn what_is_dated_ahead_shows_from_its_day_on() {
    let mut test = TestBook::rwanda();
    test.customer("C1");
    let invoice = test.invoice("C1", "2026-11-01", "2026-12-01", "1500");
    test.payment("C1", "2026-12-15", "1500", "oldest");
    assert_eq!(test.shown_invoice(&invoice).payment, "open");
    assert_eq!(test.balance("C1", AsOf::default()).balance, money("1500"));
    assert_eq!(test.balance("C1", as_of("2026-12-15")).balance, money("0"));
    // A document that is dated ahead itself shows as of its own day.
    let ahead = test.invoice("C1", "2026-12-20", "2026-12-31", "70");
    assert_eq!(test.shown_invoice(&ahead).outstanding, money("70"));
}

#[test]
fn an_entry_that_would_be_too_long_is_refused() {
    let mut test = TestBook::rwanda();
    test.customer("C1");
    let line =
        format!(r#"{{"description":"{}","quantity":"1","unit_price":"1"}}"#, "d".repeat(500));
    let allowances: Vec<String> = (0..1_200)
        .map(|n| format!(r#"{{"description":"{n:0>490}","percent":"0.0001%"}}"#))
        .collect();
    // A line in each of the ten sets that a line may carry: every allowance is split over all.
    let sets: Vec<String> = ["[]", "\"A\"", "\"B\"", "\"C\"", "\"D\""]
        .iter()
        .flat_map(|one| [(*one).to_string(), format!("[\"TT\",{one}]").replace(",[]]", "]")])
        .map(|codes| {
            line.replace("\"unit_price\":\"1\"", &format!("\"unit_price\":\"1\",\"tax\":{codes}"))
        })
        .collect();
    let command = format!(
        r#"{{"do":"issue_invoice","customer":"C1","date":"2026-11-02","lines":[{}],"allowances":[{}]}}"#,
        sets.join(","),
        allowances.join(",")
    );
    assert_eq!(test.refused(&command).0, "lines.too_many");
    assert!(test.verify().ok);
}

#[test]
fn an_allocation_is_within_both_sides_and_no_earlier_than_either() {
    let mut test = TestBook::rwanda();
    test.customer("C1");
    test.customer("C2");
    let invoice = test.invoice("C1", "2026-10-10", "2026-11-09", "500");
    let other = test.invoice("C2", "2026-10-10", "2026-11-09", "500");
    let payment = test.payment("C1", "2026-10-05", "800", "none");
    let allocate = |to: &str, amount: &str, date: &str| {
        format!(
            r#"{{"do":"allocate","from":"{payment}","to":"{to}","amount":"{amount}","date":"{date}"}}"#
        )
    };
    assert_eq!(test.refused(&allocate(&invoice, "0", "2026-10-10")).0, "amount.not_positive");
    assert_eq!(test.refused(&allocate(&invoice, "501", "2026-10-10")).0, "allocation.exceeds_item");
    assert_eq!(
        test.refused(&allocate(&invoice, "801", "2026-10-10")).0,
        "allocation.exceeds_source"
    );
    assert_eq!(test.refused(&allocate(&invoice, "1", "2026-10-09")).0, "allocation.before_item");
    assert_eq!(test.refused(&allocate(&other, "1", "2026-10-10")).0, "customer.mismatch");
    assert_eq!(test.refused(&allocate(&payment, "1", "2026-10-10")).0, "document.not_an_invoice");
    let receipt = test.taken(&allocate(&invoice, "500", "2026-10-10"));
    assert_eq!(receipt.number("allocation"), Some("A000001"));
    assert_eq!(test.shown_invoice(&invoice).payment, "settled");

    // Undone on the 20th, it cannot be used a second time for the days before.
    test.taken(r#"{"do":"unallocate","allocation":"A000001","date":"2026-10-20"}"#);
    assert_eq!(
        test.refused(&allocate(&invoice, "500", "2026-10-15")).0,
        "allocation.exceeds_source"
    );
    test.taken(&allocate(&invoice, "500", "2026-10-20"));
    let twice = r#"{"do":"unallocate","allocation":"A000001","date":"2026-10-21"}"#;
    assert_eq!(test.refused(twice).0, "allocation.already_reversed");
}

#[test]
fn one_payment_settles_the_oldest_due_first_ties_by_number() {
    let mut test = TestBook::rwanda();
    test.customer("C1");
    let later = test.invoice("C1", "2026-10-01", "2026-11-30", "100");
    let tie_1 = test.invoice("C1", "2026-10-01", "2026-10-31", "100");
    let tie_2 = test.invoice("C1", "2026-10-01", "2026-10-31", "100");
    let payment = test.payment("C1", "2026-11-01", "150", "oldest");
    let to: Vec<(String, String)> = test
        .shown_payment(&payment)
        .allocations
        .iter()
        .map(|allocation| (allocation.to.0.clone(), allocation.amount.to_string()))
        .collect();
    assert_eq!(to, [(tie_1, "100".into()), (tie_2, "50".into())]);
    assert_eq!(test.shown_invoice(&later).payment, "open");
}

#[test]
fn on_account_money_lowers_the_balance_and_has_its_own_column() {
    let mut test = TestBook::rwanda();
    test.customer("C1");
    test.invoice("C1", "2026-09-01", "2026-10-01", "100");
    let payment = test.payment("C1", "2026-11-01", "100", "none");
    let balance = test.balance("C1", as_of("2026-11-21"));
    assert_eq!((balance.balance, balance.on_account), (money("0"), money("100")));
    assert_eq!(balance.overdue, money("100"));
    let items: Vec<String> =
        balance.items.iter().map(|item| item.outstanding.to_string()).collect();
    assert_eq!(items, ["100", "-100"]);
    assert_eq!(test.shown_payment(&payment).on_account, money("100"));
}

#[test]
fn an_overpayment_stays_on_account_and_no_invoice_is_negative() {
    let mut test = TestBook::rwanda();
    test.customer("C1");
    let invoice = test.invoice("C1", "2026-09-01", "2026-10-01", "100");
    test.payment("C1", "2026-11-01", "130", "oldest");
    assert_eq!(test.shown_invoice(&invoice).outstanding, money("0"));
    assert_eq!(test.balance("C1", AsOf::default()).balance, money("-30"));
    let negative = r#"{"do":"issue_invoice","customer":"C1","lines":[{"description":"x","quantity":"-1","unit_price":"5"}]}"#;
    assert_eq!(test.refused(negative), ("total.negative", "lines".into()));
}

#[test]
fn a_part_paid_invoice_is_frozen_and_still_takes_payments() {
    let mut test = TestBook::rwanda();
    test.customer("C1");
    let invoice = test.invoice("C1", "2026-09-01", "2026-10-01", "100");
    test.payment("C1", "2026-09-05", "40", "oldest");
    let part = test.shown_invoice(&invoice);
    assert_eq!(
        (part.payment.as_str(), part.total, part.outstanding),
        ("part_paid", money("100"), money("60"))
    );
    test.payment("C1", "2026-09-06", "60", "oldest");
    let settled = test.shown_invoice(&invoice);
    assert_eq!((settled.payment.as_str(), &settled.lines), ("settled", &part.lines));
}

#[test]
fn aging_at_0_1_30_31_60_61_90_91_and_the_sums_hold() {
    let mut test = TestBook::rwanda();
    let today = day("2026-11-21");
    for (n, days) in [0, 1, 30, 31, 60, 61, 90, 91].into_iter().enumerate() {
        let code = format!("C{}", n % 3);
        if n < 3 {
            test.customer(&code);
        }
        let due = today.plus(-days).unwrap().to_string();
        test.invoice(&code, "2026-08-01", &due, &format!("{}", 1 << n));
    }
    test.payment("C1", "2026-11-21", "1000", "none");
    let aging = test.aging(as_of("2026-11-21"));
    let totals = aging.totals["RWF"];
    let buckets = totals.buckets.all().map(Money::minor);
    assert_eq!(buckets, [1, 2 + 4, 8 + 16, 32 + 64, 128]);
    assert_eq!((totals.on_account, totals.total), (money("1000"), money("-745")));
    let mut columns = 0;
    for row in aging.rows.iter() {
        let sum: i64 = row.sums.buckets.all().iter().map(|money| money.minor()).sum();
        assert_eq!(sum - row.sums.on_account.minor(), row.sums.total.minor());
        let balance = test.balance(&row.customer.0, as_of("2026-11-21"));
        assert_eq!(balance.balance, row.sums.total);
        columns += row.sums.total.minor();
    }
    assert_eq!(columns, totals.total.minor());
}

fn statement(test: &TestBook, from: &str, to: &str, since: Option<u64>) -> Statement {
    test.ask(&StatementOf {
        customer: daybook::domain::Code("C1".into()),
        style: Style::BalanceForward,
        from: Some(day(from)),
        to: Some(day(to)),
        known_at: None,
        since,
    })
    .unwrap()
}

#[test]
fn a_statement_opens_where_the_last_closed_and_a_back_dated_entry_is_an_adjustment() {
    let mut test = TestBook::rwanda();
    test.customer("C1");
    test.invoice("C1", "2026-09-10", "2026-10-10", "500");
    test.payment("C1", "2026-09-20", "200", "oldest");
    let september = statement(&test, "2026-09-01", "2026-09-30", None);
    assert_eq!((september.opening, september.closing), (money("0"), money("300")));

    // Recorded after that statement, effective before it ended.
    test.payment("C1", "2026-09-25", "50", "oldest");
    test.invoice("C1", "2026-10-05", "2026-11-05", "70");
    let october = statement(&test, "2026-10-01", "2026-10-31", Some(september.known_at));
    assert_eq!(october.opening, september.closing);
    assert_eq!(october.closing, money("320"));
    let lines: Vec<(String, bool)> =
        october.lines.iter().map(|line| (line.amount.to_string(), line.adjustment)).collect();
    assert_eq!(lines, [("-50".into(), true), ("70".into(), false)]);
    assert_eq!(october.closing, test.balance("C1", as_of("2026-10-31")).balance);
}

#[test]
fn the_same_as_of_and_known_at_give_the_same_report_for_ever() {
    let mut test = TestBook::rwanda();
    test.customer("C1");
    test.invoice("C1", "2026-09-10", "2026-10-10", "500");
    let asked = AsOf { as_of: Some(day("2026-10-15")), known_at: Some(3) };
    let before = test.balance("C1", asked);
    assert_eq!(before.balance, money("500"));
    test.payment("C1", "2026-10-01", "500", "oldest");
    assert_eq!(test.balance("C1", asked), before);
    assert_eq!(test.balance("C1", as_of("2026-10-15")).balance, money("0"));
    let beyond = AsOf { as_of: None, known_at: Some(99) };
    let customer = daybook::domain::Code("C1".into());
    let question = daybook::ledger::query::balance::BalanceOf { customer, asked: beyond };
    assert!(test.ask(&question).is_err());
}

#[test]
fn a_credit_limit_stops_issuing_before_the_number_and_a_reason_overrides() {
    let mut test = TestBook::rwanda();
    test.taken(r#"{"do":"register_customer","code":"C1","name":"A","credit_limit":"1000"}"#);
    test.invoice("C1", "2026-11-01", "2026-12-01", "900");
    let issue = |more: &str| {
        format!(
            r#"{{"do":"issue_invoice","customer":"C1","date":"2026-11-02",{more}"lines":[{{"description":"x","quantity":"1","unit_price":"101"}}]}}"#
        )
    };
    assert_eq!(test.refused(&issue("")), ("customer.credit_limit_exceeded", "customer".into()));
    let receipt = test.taken(&issue(r#""override":{"reason":"agreed"},"#));
    assert_eq!(receipt.number("invoice"), Some("INV-2026-00002"));
}

#[test]
fn an_id_is_carried_out_once_and_not_for_another_kind_of_command() {
    let mut test = TestBook::rwanda();
    let line =
        r#"{"id":"01a200f9-b29e-7856-8287-ab247273d3bc","do":"register_customer","name":"A"}"#;
    let first = test.taken(line);
    assert_eq!(test.taken(line), first);
    test.rebuild();
    assert_eq!(test.taken(line), first);
    let other = r#"{"id":"01a200f9-b29e-7856-8287-ab247273d3bc","do":"void_invoice","invoice":"INV-2026-00001","reason":"x"}"#;
    assert_eq!(test.refused(other), ("command.id_reused", "id".into()));
    assert_eq!(test.book().head().seq, 2);
}

#[test]
fn codes_are_kept_as_given_unique_without_case_and_the_next_free_one_is_found() {
    let mut test = TestBook::rwanda();
    let mut register = |code: &str| {
        let code = if code.is_empty() { String::new() } else { format!(r#""code":"{code}","#) };
        let line = format!(r#"{{"do":"register_customer",{code}"name":"A"}}"#);
        test.post(&line).map(|receipt| receipt.number("customer").unwrap().to_string())
    };
    assert_eq!(register("17850.0").unwrap(), "17850.0");
    assert_eq!(register("").unwrap(), "C0001");
    assert_eq!(register("c0003").unwrap(), "c0003");
    assert_eq!(register("").unwrap(), "C0002");
    assert_eq!(register("").unwrap(), "C0004");
    assert_eq!(register("C0003").unwrap_err().rule.name(), "customer.code_taken");
}
