//! The rulings on money, figure by figure: discounts that customers took, credit after something
//! was given up, corrections, certificates of withholding, rounding.

mod credits;
mod order;

use crate::common::{TestBook, as_of, day};
use daybook::documents;
use daybook::documents::wording::Wording;
use daybook::domain::Money;
use daybook::ledger::query::statement::{Statement, StatementOf, Style};

const TODAY: &str = "2026-11-21";

fn money(text: &str) -> Money {
    text.parse().unwrap()
}

fn pay(date: &str, amount: &str, method: &str, allocate: &str) -> String {
    format!(
        r#"{{"do":"record_payment","customer":"C1","date":"{date}","amount":"{amount}","method":"{method}","allocate":{allocate}}}"#
    )
}

/// An account on 2/10 net 30 with invoices of 1 November.
fn early(amounts: &[&str]) -> TestBook {
    let mut test = TestBook::canada();
    test.taken(r#"{"do":"register_customer","code":"C1","name":"A","terms":"2/10 net 30"}"#);
    for amount in amounts {
        test.invoice("C1", "2026-11-01", "2026-12-01", amount);
    }
    test
}

/// Balance, overdue and what stands on account.
fn sums(test: &TestBook) -> (String, String) {
    let balance = test.balance("C1", as_of(TODAY));
    (balance.balance.to_string(), balance.on_account.to_string())
}

fn owes(test: &TestBook) -> String {
    sums(test).0
}

fn on_account(test: &TestBook) -> String {
    sums(test).1
}

fn whole(mut test: TestBook) {
    assert!(test.verify().ok);
}

#[test]
fn money_that_covers_an_invoice_in_full_earns_no_discount() {
    let one = r#"[{"invoice":"INV-2026-00001","amount":"1000"}]"#;
    let both = r#"[{"invoice":"INV-2026-00001"}]"#;
    for allocate in [r#""oldest""#, one, both] {
        let mut test = early(&["1000"]);
        test.taken(&pay("2026-11-05", "1000", "bank", allocate));
        assert_eq!(sums(&test), ("0.00".into(), "0.00".into()), "{allocate}");
        assert_eq!(test.shown_invoice("INV-2026-00001").allocations.len(), 1, "{allocate}");
        whole(test);
    }
}

#[test]
fn a_discount_is_taken_by_its_exact_amount_or_a_cent_beside_it() {
    for (amount, left) in [
        ("980.00", "0.00"),
        ("979.99", "0.00"),
        ("980.01", "0.00"),
        ("979.98", "20.02"),
        ("980.02", "19.98"),
        ("990.00", "10.00"),
    ] {
        for allocate in [
            r#""oldest""#.to_string(),
            format!(r#"[{{"invoice":"INV-2026-00001","amount":"{amount}"}}]"#),
        ] {
            let mut test = early(&["1000"]);
            test.taken(&pay("2026-11-11", amount, "bank", &allocate));
            assert_eq!(sums(&test), (left.into(), "0.00".into()), "{amount} {allocate}");
        }
    }
}

#[test]
fn only_money_dated_in_time_counts_in_whatever_order_it_is_entered() {
    let (in_time, late) = (
        pay("2026-11-11", "480", "bank", r#""oldest""#),
        pay("2026-11-15", "500", "bank", r#""oldest""#),
    );
    for order in [[&in_time, &late], [&late, &in_time]] {
        let mut test = early(&["1000"]);
        for line in order {
            test.taken(line);
        }
        assert_eq!(sums(&test), ("20.00".into(), "0.00".into()));
    }
    // All of it in time, and it may come in two parts.
    let early_part = pay("2026-11-05", "500", "bank", r#""oldest""#);
    for order in [[&in_time, &early_part], [&early_part, &in_time]] {
        let mut test = early(&["1000"]);
        for line in order {
            test.taken(line);
        }
        assert_eq!(sums(&test), ("0.00".into(), "0.00".into()));
        whole(test);
    }
}

#[test]
fn ten_invoices_paid_in_full_leave_nothing_on_account() {
    let amounts: Vec<String> = (1..=10).map(|n| format!("{}.37", n * 111)).collect();
    let amounts: Vec<&str> = amounts.iter().map(String::as_str).collect();
    let mut test = early(&amounts);
    let owed = owes(&test);
    test.taken(&pay("2026-11-05", &owed, "bank", r#""oldest""#));
    assert_eq!(sums(&test), ("0.00".into(), "0.00".into()));
    whole(test);
}

#[test]
fn oldest_takes_discounts_only_for_exactly_the_discounted_sum_of_what_it_reaches() {
    // 980 + 490 settle two of three; a cent beside is as good, two are no discount at all.
    for (amount, left) in [
        ("1470.00", "250.00"),
        ("1469.99", "250.00"),
        ("1469.98", "280.02"),
        ("1500.00", "250.00"),
        ("1715.00", "0.00"),
        ("1750.00", "0.00"),
        ("1000.00", "750.00"),
    ] {
        let mut test = early(&["1000", "500", "250"]);
        test.taken(&pay("2026-11-05", amount, "bank", r#""oldest""#));
        assert_eq!(sums(&test), (left.into(), "0.00".into()), "{amount}");
    }
    // The full sum of the first ones is the full sum, even if it is also a discounted one.
    let mut test = early(&["1000"]);
    test.taken(r#"{"do":"amend_customer","customer":"C1","terms":"net 30"}"#);
    test.invoice("C1", "2026-11-01", "2026-12-02", "20");
    test.taken(&pay("2026-11-05", "1000", "bank", r#""oldest""#));
    assert_eq!(test.shown_invoice("INV-2026-00001").allocations.len(), 1);
    assert_eq!(sums(&test), ("20.00".into(), "0.00".into()));
}

#[test]
fn an_allocation_says_that_a_discount_was_taken_or_not() {
    let with = |amount: &str, says: bool| {
        pay(
            "2026-11-05",
            amount,
            "bank",
            &format!(r#"[{{"invoice":"INV-2026-00001","amount":"{amount}","discount":{says}}}]"#),
        )
    };
    let mut test = early(&["1000"]);
    assert_eq!(test.refused(&with("900", true)).0, "discount.does_not_settle");
    assert_eq!(test.refused(&with("1000", true)).0, "discount.does_not_settle");
    test.taken(&with("990", true));
    assert_eq!(sums(&test), ("0.00".into(), "0.00".into()), "less than the discount was taken");

    let mut test = early(&["1000"]);
    test.taken(&with("980", false));
    assert_eq!(owes(&test), "20.00");

    let mut test = early(&["1000"]);
    let as_much = r#"[{"invoice":"INV-2026-00001","discount":true}]"#;
    test.taken(&pay("2026-11-05", "1500", "bank", as_much));
    assert_eq!(sums(&test), ("-520.00".into(), "520.00".into()));

    let mut test = early(&["1000"]);
    let late = with("980", true).replace("11-05", "11-12");
    assert_eq!(test.refused(&late), ("discount.not_earned", "allocate[0].discount".into()));
    test.taken(&pay("2026-11-05", "990", "bank", r#""none""#));
    let allocate = r#"{"do":"allocate","from":"PAY-2026-00001","to":"INV-2026-00001","amount":"990","date":"2026-11-20","discount":true}"#;
    test.taken(allocate);
    assert_eq!(owes(&test), "0.00");
    whole(test);
}

#[test]
fn a_credit_takes_back_what_was_written_off_first() {
    let mut test = TestBook::canada();
    test.customer("C1");
    test.taken(r#"{"do":"issue_invoice","customer":"C1","date":"2026-11-01","lines":[{"description":"Work","quantity":"1","unit_price":"1000","tax":"HST-ON"}]}"#);
    test.taken(r#"{"do":"write_off","invoice":"INV-2026-00001","amount":"1130","reason":"bad_debt","date":"2026-11-05"}"#);
    test.taken(r#"{"do":"credit_invoice","invoice":"INV-2026-00001","date":"2026-11-10","reason":"returned","full":true}"#);
    assert_eq!(sums(&test), ("0.00".into(), "0.00".into()));
    let refund = r#"{"do":"refund","from":"CN-2026-00001","amount":"0.01"}"#;
    assert_eq!(test.refused(refund).0, "allocation.exceeds_source");
    // Dated before the write-off, too.
    test.taken(
        r#"{"do":"void_credit_note","credit_note":"CN-2026-00001","reason":"wrong invoice"}"#,
    );
    assert_eq!(sums(&test), ("0.00".into(), "0.00".into()), "the debt is written off again");
    test.taken(r#"{"do":"credit_invoice","invoice":"INV-2026-00001","date":"2026-11-02","reason":"returned","full":true,"override":{"reason":"found late"}}"#);
    assert_eq!(sums(&test), ("0.00".into(), "0.00".into()));
    whole(test);
}

#[test]
fn a_credit_takes_back_the_discount_and_the_rest_is_what_was_paid() {
    let mut test = early(&[]);
    test.taken(r#"{"do":"issue_invoice","customer":"C1","date":"2026-11-01","lines":[{"description":"Work","quantity":"1","unit_price":"1000","tax":"HST-ON"}]}"#);
    test.taken(&pay("2026-11-05", "1107.40", "bank", r#""oldest""#));
    test.taken(
        r#"{"do":"credit_invoice","invoice":"INV-2026-00001","reason":"returned","full":true}"#,
    );
    assert_eq!(sums(&test), ("-1107.40".into(), "1107.40".into()));
    whole(test);

    let mut test = early(&["1000"]);
    test.taken(&pay("2026-11-05", "980", "bank", r#""oldest""#));
    let half =
        r#"{"do":"credit_invoice","invoice":"INV-2026-00001","reason":"returned","amount":"500"}"#;
    test.taken(half);
    assert_eq!(on_account(&test), "490.00");
    test.taken(half);
    assert_eq!(on_account(&test), "980.00");
    // Voided, the second one gives back its half of the discount.
    test.taken(r#"{"do":"void_credit_note","credit_note":"CN-2026-00002","reason":"twice"}"#);
    assert_eq!(sums(&test), ("-490.00".into(), "490.00".into()));
    // And the whole discount goes with the payment.
    test.taken(r#"{"do":"bounce_payment","payment":"PAY-2026-00001","reason":"no funds"}"#);
    assert_eq!(sums(&test), ("500.00".into(), "490.00".into()));
    whole(test);
}

#[test]
fn a_bounce_of_a_payment_that_was_partly_refunded_leaves_the_refund_owed() {
    let mut test = TestBook::canada();
    test.customer("C1");
    test.invoice("C1", "2026-11-01", "2026-12-01", "450");
    test.taken(&pay("2026-11-05", "500", "cheque", r#""oldest""#));
    test.taken(r#"{"do":"refund","from":"PAY-2026-00001","amount":"50","date":"2026-11-06"}"#);
    assert_eq!(owes(&test), "0.00");
    test.taken(r#"{"do":"bounce_payment","payment":"PAY-2026-00001","reason":"no funds","date":"2026-11-10"}"#);
    assert_eq!(sums(&test), ("500.00".into(), "0.00".into()));
    // The next money settles what is owed, the refund too.
    test.taken(&pay("2026-11-12", "500", "bank", r#""oldest""#));
    assert_eq!(sums(&test), ("0.00".into(), "0.00".into()));
    let reverse = r#"{"do":"reverse_refund","refund":"RF-2026-00001","reason":"came back"}"#;
    assert_eq!(test.refused(reverse).0, "refund.allocated");
    let undo = |n: u32| format!(r#"{{"do":"unallocate","allocation":"A{n:06}"}}"#);
    let settled = test.shown_payment("PAY-2026-00002").allocations;
    let of_refund = settled.iter().find(|it| it.to.0 == "RF-2026-00001").unwrap();
    test.taken(&undo(of_refund.allocation.0[1..].parse().unwrap()));
    assert_eq!(sums(&test), ("0.00".into(), "50.00".into()));
    test.taken(reverse);
    assert_eq!(sums(&test), ("-50.00".into(), "50.00".into()));
    whole(test);
}

#[test]
fn a_refund_that_did_not_go_out_is_on_account_again() {
    let mut test = TestBook::canada();
    test.customer("C1");
    test.taken(&pay("2026-11-05", "500", "bank", r#""none""#));
    test.taken(r#"{"do":"refund","from":"PAY-2026-00001","amount":"50","date":"2026-11-06"}"#);
    let reverse = r#"{"do":"reverse_refund","refund":"RF-2026-00001","reason":"account closed"}"#;
    test.taken(reverse);
    assert_eq!(sums(&test), ("-500.00".into(), "500.00".into()));
    assert_eq!(test.refused(reverse).0, "refund.already_reversed");
    let shown = test.shown_refund("RF-2026-00001");
    assert_eq!(shown.state, "reversed");
    // As of the day before it was out.
    assert_eq!(test.balance("C1", as_of("2026-11-20")).on_account, money("450.00"));
    whole(test);
}

fn statement(test: &TestBook, from: &str, to: &str) -> Statement {
    test.ask(&StatementOf {
        customer: daybook::domain::Code("C1".into()),
        style: Style::BalanceForward,
        from: Some(day(from)),
        to: Some(day(to)),
        known_at: None,
        since: None,
    })
    .unwrap()
}

/// The statement as the customer reads it.
fn page(it: &Statement) -> String {
    let wording = Wording::of(documents::statement::language(it, None));
    documents::text::text(&documents::statement::paper(it, &wording))
}

fn kinds(statement: &Statement) -> Vec<&str> {
    statement.lines.iter().map(|line| line.kind.as_str()).collect()
}

#[test]
fn our_own_slip_is_never_worded_as_a_bounce() {
    let mut test = early(&["1000"]);
    test.taken(&pay("2026-11-05", "980", "bank", r#""oldest""#));
    test.taken(r#"{"do":"reverse_payment","payment":"PAY-2026-00001","reason":"wrong customer","date":"2026-11-20"}"#);
    assert_eq!(test.shown_payment("PAY-2026-00001").state, "reversed");
    assert_eq!(sums(&test), ("1000.00".into(), "0.00".into()));
    let again = r#"{"do":"reverse_payment","payment":"PAY-2026-00001","reason":"again"}"#;
    assert_eq!(test.refused(again).0, "payment.already_reversed");
    let bounce = r#"{"do":"bounce_payment","payment":"PAY-2026-00001","reason":"no funds"}"#;
    assert_eq!(test.refused(bounce).0, "payment.already_reversed");
    // On a statement that covers both neither shows, nor does the discount that went along.
    let both = statement(&test, "2026-11-01", "2026-11-21");
    assert_eq!(kinds(&both), ["invoice"]);
    assert_eq!(both.closing, money("1000.00"));
    // On a later one it is a correction.
    let later = statement(&test, "2026-11-10", "2026-11-21");
    assert_eq!((later.opening, later.closing), (money("0.00"), money("1000.00")));
    assert_eq!(kinds(&later), ["correction", "recovery"]);
    let text = page(&later);
    for word in ["bounce", "returned", "recovery", "write off"] {
        assert!(!text.contains(word), "{text}");
    }
    assert!(
        text.contains("correction") && text.contains("early-payment discount taken back"),
        "{text}"
    );
    whole(test);
}

#[test]
fn a_statement_says_returned_payment_and_never_write_off() {
    let mut test = early(&["1000", "1.00"]);
    test.taken(&pay("2026-11-05", "980", "cheque", r#""oldest""#));
    test.taken(r#"{"do":"bounce_payment","payment":"PAY-2026-00001","reason":"no funds","date":"2026-11-12"}"#);
    test.taken(r#"{"do":"write_off","invoice":"INV-2026-00002","reason":"small_difference","date":"2026-11-13"}"#);
    let statement = statement(&test, "2026-11-01", "2026-11-21");
    assert_eq!(statement.closing, money("1000.00"));
    let text = page(&statement);
    assert!(text.contains("returned payment") && text.contains("correction"), "{text}");
    assert!(!text.contains("write off") && !text.contains("recovery"), "{text}");
}

#[test]
fn a_credit_note_is_voided_with_its_allocations_and_credits_again() {
    let mut test = TestBook::canada();
    test.customer("C1");
    test.taken(r#"{"do":"issue_invoice","customer":"C1","date":"2026-11-01","lines":[{"description":"Work","quantity":"1","unit_price":"1000","tax":["GST","QST"]}]}"#);
    let full = r#"{"do":"credit_invoice","invoice":"INV-2026-00001","date":"2026-11-05","reason":"price","full":true}"#;
    test.taken(full);
    assert_eq!(owes(&test), "0.00");
    assert_eq!(test.refused(full).0, "credit.nothing_left");
    let void =
        r#"{"do":"void_credit_note","credit_note":"CN-2026-00001","reason":"wrong invoice"}"#;
    test.taken(void);
    assert_eq!(test.refused(void).0, "credit_note.void");
    assert_eq!(owes(&test), "1149.75");
    assert_eq!(kinds(&statement(&test, "2026-11-01", TODAY)), ["invoice"]);
    assert_eq!(kinds(&statement(&test, "2026-11-10", TODAY)), ["correction"]);
    test.taken(&full.replace("11-05", "11-21"));
    assert_eq!(owes(&test), "0.00");
    whole(test);
}

#[test]
fn a_credit_note_that_was_refunded_is_not_voided() {
    let mut test = TestBook::canada();
    test.customer("C1");
    test.invoice("C1", "2026-11-01", "2026-12-01", "100");
    test.taken(&pay("2026-11-05", "100", "bank", r#""oldest""#));
    test.taken(
        r#"{"do":"credit_invoice","invoice":"INV-2026-00001","reason":"price","full":true}"#,
    );
    test.taken(r#"{"do":"refund","from":"CN-2026-00001","amount":"40"}"#);
    let void = r#"{"do":"void_credit_note","credit_note":"CN-2026-00001","reason":"x"}"#;
    assert_eq!(test.refused(void).0, "credit_note.refunded");
    test.taken(r#"{"do":"reverse_refund","refund":"RF-2026-00001","reason":"x"}"#);
    test.taken(void);
    assert_eq!(sums(&test), ("0.00".into(), "0.00".into()));
    assert_eq!(
        test.refused(&void.replace("CN-2026-00001", "PAY-2026-00001")).0,
        "credit_note.unknown"
    );
    whole(test);
}

#[test]
fn the_credit_note_of_a_dispute_is_voided_and_the_parts_still_add_up() {
    let mut test = TestBook::canada();
    test.customer("C1");
    test.invoice("C1", "2026-11-01", "2026-12-01", "100");
    test.taken(
        r#"{"do":"open_dispute","invoice":"INV-2026-00001","amount":"40","reason":"price"}"#,
    );
    test.taken(
        r#"{"do":"resolve_dispute","dispute":"DSP-2026-00001","outcome":"credit","amount":"30"}"#,
    );
    let parts = |test: &TestBook| {
        let it = test.shown_dispute("DSP-2026-00001");
        [it.remaining, it.paid, it.credited, it.cleared].map(|it| it.to_string())
    };
    assert_eq!(parts(&test), ["0.00", "0.00", "30.00", "10.00"]);
    test.taken(
        r#"{"do":"void_credit_note","credit_note":"CN-2026-00001","reason":"wrong amount"}"#,
    );
    assert_eq!(parts(&test), ["0.00", "0.00", "0.00", "40.00"]);
    assert_eq!(owes(&test), "100.00");
    test.taken(r#"{"do":"move_dispute","dispute":"DSP-2026-00001","to":"in_progress"}"#);
    assert_eq!(parts(&test), ["40.00", "0.00", "0.00", "0.00"]);
    whole(test);
}

#[test]
fn a_refused_discount_says_truly_why() {
    use daybook::words::Words;
    let why = |test: &mut TestBook, date: &str, amount: &str| {
        let share =
            format!(r#"[{{"invoice":"INV-2026-00001","amount":"{amount}","discount":true}}]"#);
        let refusal = test.post(&pay(date, amount, "bank", &share)).unwrap_err();
        let french = Words::french().told(&refusal);
        assert!(french.contains("escompt"), "{french}");
        Words::english().told(&refusal)
    };
    let mut test = early(&["1000"]);
    let late = why(&mut test, "2026-11-12", "980");
    assert!(late.contains("ended on 11 Nov 2026, and this money came later"), "{late}");
    test.taken(&pay("2026-11-12", "500", "bank", r#""oldest""#));
    let others = why(&mut test, "2026-11-05", "480");
    assert!(others.starts_with("Other money for INV-2026-00001 came after"), "{others}");
}

fn certificate(number: &str, shares: &str) -> String {
    format!(
        r#"{{"do":"record_certificate","customer":"C1","kind":"WHT3","number":"{number}","date":"2026-11-10","allocate":{shares}}}"#
    )
}

#[test]
fn a_certificate_settles_and_is_never_on_account_nor_refunded() {
    let mut test = TestBook::rwanda();
    test.customer("C1");
    let beyond = pay("2026-11-10", "999999999", "withholding", r#""oldest""#);
    assert_eq!(test.refused(&beyond).0, "certificate.exceeds_owed");
    test.invoice("C1", "2026-11-01", "2026-12-01", "1000");
    assert_eq!(test.refused(&beyond).0, "certificate.exceeds_owed");
    let none = pay("2026-11-10", "30", "withholding", r#""none""#);
    assert_eq!(test.refused(&none).0, "certificate.exceeds_owed");

    let share = r#"[{"invoice":"INV-2026-00001","amount":"30"}]"#;
    let unknown = certificate("W-1", share).replace("WHT3", "WHT4");
    assert_eq!(test.refused(&unknown), ("certificate.kind_unknown", "kind".into()));
    let receipt = test.taken(&certificate("W-1", share));
    let number = receipt.number("payment").unwrap().to_string();
    let sent = page(&statement(&test, "2026-11-01", TODAY));
    assert!(sent.contains("withholding certificate WHT3 no.") && sent.contains(" W-1"), "{sent}");
    assert!(!sent.contains("payment"), "{sent}");
    let shown = test.shown_payment(&number);
    assert_eq!(
        (shown.certificate.as_deref(), shown.reference.as_deref()),
        (Some("WHT3"), Some("W-1"))
    );
    assert_eq!((shown.amount, shown.on_account), (money("30"), money("0")));
    assert_eq!(owes(&test), "970");

    let too_much = certificate("W-2", r#"[{"invoice":"INV-2026-00001","amount":"971"}]"#);
    assert_eq!(test.refused(&too_much).0, "allocation.exceeds_item");
    for line in [
        format!(r#"{{"do":"refund","from":"{number}","amount":"1"}}"#),
        format!(r#"{{"do":"bounce_payment","payment":"{number}","reason":"x"}}"#),
        r#"{"do":"unallocate","allocation":"A000001"}"#.to_string(),
    ] {
        assert_eq!(test.refused(&line).0, "certificate.not_money", "{line}");
    }
    test.taken(&format!(
        r#"{{"do":"reverse_payment","payment":"{number}","reason":"wrong invoice"}}"#
    ));
    assert_eq!(sums(&test), ("1000".into(), "0".into()));
    test.payment("C1", "2026-11-12", "1200", "oldest");
    let by_certificate =
        r#"{"do":"refund","from":"PAY-2026-00002","amount":"100","method":"withholding"}"#;
    assert_eq!(test.refused(by_certificate).0, "payment.method_not_by_hand");
    whole(test);
}

#[test]
fn a_certificate_earns_no_discount_and_costs_none() {
    let mut test = TestBook::rwanda();
    test.taken(r#"{"do":"register_customer","code":"C1","name":"A","terms":"2/10 net 30"}"#);
    test.invoice("C1", "2026-11-01", "2026-12-01", "1000");
    test.taken(&certificate("W-1", r#"[{"invoice":"INV-2026-00001","amount":"980"}]"#));
    assert_eq!(owes(&test), "20");

    let mut test = TestBook::rwanda();
    test.taken(r#"{"do":"register_customer","code":"C1","name":"A","terms":"2/10 net 30"}"#);
    test.invoice("C1", "2026-11-01", "2026-12-01", "1000");
    let late = certificate("W-1", r#"[{"invoice":"INV-2026-00001","amount":"30"}]"#);
    test.taken(&late.replace("11-10", "11-20"));
    test.taken(&pay("2026-11-05", "950", "bank", r#""oldest""#));
    assert_eq!(
        sums(&test),
        ("0".into(), "0".into()),
        "1,000 less 30 withheld less 20 for paying early"
    );
    whole(test);
}

#[test]
fn cash_rounding_is_undone_with_the_allocation_that_made_it_up_and_down() {
    for (due, paid) in [("10.03", "10.05"), ("10.02", "10.00")] {
        let mut test = TestBook::canada();
        test.customer("C1");
        test.invoice("C1", "2026-11-01", "2026-12-01", due);
        test.taken(&pay("2026-11-05", paid, "cash", r#""oldest""#));
        assert_eq!(sums(&test), ("0.00".into(), "0.00".into()));
        let allocations = test.shown_invoice("INV-2026-00001").allocations;
        let of_payment = allocations.iter().find(|it| it.from.0.starts_with("PAY")).unwrap();
        test.taken(&format!(r#"{{"do":"unallocate","allocation":"{}"}}"#, of_payment.allocation));
        let owed: Money = due.parse().unwrap();
        let paid: Money = paid.parse().unwrap();
        assert_eq!(on_account(&test), paid.to_string());
        assert_eq!(owes(&test), owed.minus(paid).unwrap().to_string());
        whole(test);
    }
}

#[test]
fn what_is_dated_ahead_is_undone_on_its_own_day() {
    let mut test = TestBook::canada();
    test.customer("C1");
    test.invoice("C1", "2026-11-01", "2026-12-01", "100");
    test.taken(&pay("2026-11-30", "100", "cheque", r#""oldest""#));
    test.taken(r#"{"do":"unallocate","allocation":"A000001"}"#);
    test.taken(r#"{"do":"reverse_payment","payment":"PAY-2026-00001","reason":"typed twice"}"#);
    for day in [TODAY, "2026-11-30", "2026-12-31"] {
        assert_eq!(test.balance("C1", as_of(day)).balance, money("100.00"), "{day}");
    }
    whole(test);
}

#[test]
fn a_document_that_comes_to_nothing_with_tax_in_it_can_be_credited() {
    let mut test = TestBook::rwanda();
    test.customer("C1");
    test.taken(r#"{"do":"issue_invoice","customer":"C1","date":"2026-11-01","lines":[{"description":"Paper","quantity":"1","unit_price":"100","tax":"B"},{"description":"Returned","quantity":"-1","unit_price":"118"}]}"#);
    let invoice = test.shown_invoice("INV-2026-00001");
    assert_eq!((invoice.net, invoice.tax, invoice.total), (money("-18"), money("18"), money("0")));
    let credit =
        r#"{"do":"credit_invoice","invoice":"INV-2026-00001","reason":"price","full":true}"#;
    test.taken(credit);
    let note = test.shown_credit_note("CN-2026-00001");
    assert_eq!((note.net, note.tax, note.total), (money("-18"), money("18"), money("0")));
    assert_eq!(test.refused(credit).0, "credit.nothing_left");
    test.taken(r#"{"do":"void_credit_note","credit_note":"CN-2026-00001","reason":"slip"}"#);
    test.taken(credit);
    assert_eq!(sums(&test), ("0".into(), "0".into()));
    whole(test);
}
