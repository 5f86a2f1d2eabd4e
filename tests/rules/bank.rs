//! Bank lines: recorded once however often a statement comes, matched by a person and by nobody else, and
//! the bank and the book compared to the line.

use crate::common::properties::properties;
use crate::common::{TestBook, as_of, day};
use daybook::domain::event::ERASED;
use daybook::domain::{Money, Refusal};
use daybook::ledger::query::AsOf;
use daybook::ledger::query::reconciliation::{ReconciledPart, Reconciliation, ReconciliationOf};
use proptest::prelude::*;

/// Records a line of an account in francs; its number.
fn line(test: &mut TestBook, date: &str, amount: i64) -> String {
    let receipt = test.taken(&format!(
        r#"{{"do":"record_bank_lines","account":"BK","lines":[{{"date":"{date}","amount":"{amount}","payer":"J. Uwase","payer_account":"+250 788 000 111","text":"thanks {amount}","references":["E2E-{amount}"]}}]}}"#
    ));
    receipt.number("bank_line").unwrap().to_string()
}

fn compared(test: &TestBook, asked: AsOf) -> Reconciliation {
    let asked = ReconciliationOf { account: Some("bk".into()), asked };
    test.ask(&asked).unwrap().remove(0)
}

fn sum(parts: &[ReconciledPart]) -> i64 {
    parts.iter().map(|part| part.amount.minor()).sum()
}

/// The parts of the difference add up to it.
fn assert_explained(it: &Reconciliation) {
    let parts = [&it.unmatched, &it.dismissed, &it.not_at_bank].map(|parts| sum(parts));
    let parts: i64 = parts.iter().sum::<i64>() + it.statement_gap.minor();
    assert_eq!(it.difference.minor(), parts, "{it:#?}");
    assert_eq!(it.bank_closing.minor() - it.book.minor(), parts, "{it:#?}");
}

fn item_numbers(parts: &[ReconciledPart]) -> Vec<&str> {
    parts.iter().map(ReconciledPart::number).collect()
}

#[test]
fn a_line_is_matched_and_opened_again() {
    let mut test = TestBook::rwanda();
    test.customer("C1");
    let invoice = test.invoice("C1", "2026-10-01", "2026-10-31", "1000");
    let number = line(&mut test, "2026-11-10", 990);
    assert_eq!(number, "BL000001");
    let open = test.shown_bank_line("bl000001");
    assert_eq!((open.state.as_str(), open.payer.as_deref()), ("open", Some("J. Uwase")));
    assert_eq!(open.text.as_deref(), Some("thanks 990"));
    let made =
        test.taken(r#"{"do":"match_bank_line","line":"BL000001","customer":"C1","fee":"10"}"#);
    let payment = made.number("payment").unwrap().to_string();
    let paid = test.shown_payment(&payment);
    assert_eq!(paid.amount.to_string(), "1000", "the line and the fee");
    assert_eq!(paid.date, day("2026-11-10"));
    assert_eq!(paid.reference.as_deref(), Some("E2E-990"));
    assert!(test.shown_invoice(&invoice).outstanding.is_zero());
    let matched = test.shown_bank_line(&number);
    assert_eq!((matched.state.as_str(), matched.made), ("matched", true));
    assert_eq!(matched.payment.unwrap().0, payment);
    assert_eq!(matched.customer.unwrap().0, "C1");
    // What a person matched is never replaced.
    for command in [
        r#"{"do":"match_bank_line","line":"BL000001","customer":"C1"}"#,
        r#"{"do":"dismiss_bank_line","line":"BL000001","reason":"ours"}"#,
        &format!(r#"{{"do":"link_bank_line","line":"BL000001","payment":"{payment}"}}"#),
    ] {
        assert_eq!(test.refused(command).0, "bank_line.not_open", "{command}");
    }
    test.taken(r#"{"do":"unmatch_bank_line","line":"BL000001"}"#);
    assert_eq!(test.shown_bank_line(&number).state, "open");
    assert_eq!(test.shown_payment(&payment).state, "reversed");
    assert_eq!(test.shown_invoice(&invoice).outstanding.to_string(), "1000");
    let again = r#"{"do":"unmatch_bank_line","line":"BL000001"}"#;
    assert_eq!(test.refused(again), ("bank_line.open", "line".into()));
    assert!(test.verify().ok);
}

#[test]
fn a_line_is_linked_to_what_is_in_the_book_already() {
    let mut test = TestBook::rwanda();
    test.customer("C1");
    let payment = test.payment("C1", "2026-11-05", "1000", "none");
    line(&mut test, "2026-11-06", 980);
    let link = format!(r#""do":"link_bank_line","line":"BL000001","payment":"{payment}""#);
    assert_eq!(test.refused(&format!("{{{link}}}")), ("bank_line.amount", "fee".into()));
    test.taken(&format!(r#"{{{link},"fee":"20"}}"#));
    let linked = test.shown_bank_line("BL000001");
    assert_eq!((linked.state.as_str(), linked.made), ("matched", false));
    line(&mut test, "2026-11-06", 1000);
    let twice = format!(r#"{{"do":"link_bank_line","line":"BL000002","payment":"{payment}"}}"#);
    assert_eq!(test.refused(&twice).0, "bank_line.document_linked");
    // Unlinking leaves the payment as it is.
    test.taken(r#"{"do":"unmatch_bank_line","line":"BL000001"}"#);
    assert_eq!(test.shown_payment(&payment).state, "posted");
    test.taken(&twice);
    // The payment was a mistake: the line is open again.
    test.taken(&format!(r#"{{"do":"reverse_payment","payment":"{payment}","reason":"slip"}}"#));
    assert_eq!(test.shown_bank_line("BL000002").state, "open");
    assert!(test.verify().ok);
}

#[test]
fn money_out_is_a_refund_or_a_returned_payment() {
    let mut test = TestBook::rwanda();
    test.customer("C1");
    line(&mut test, "2026-11-06", 500);
    test.taken(r#"{"do":"match_bank_line","line":"BL000001","customer":"C1"}"#);
    line(&mut test, "2026-11-09", -515);
    let matched = r#"{"do":"match_bank_line","line":"BL000002","customer":"C1"}"#;
    assert_eq!(test.refused(matched), ("bank_line.money_out", "line".into()));
    let link = r#"{"do":"link_bank_line","line":"BL000002","payment":"PAY-2026-00001","fee":"15"}"#;
    assert_eq!(test.refused(link), ("bank_line.not_its_document", "payment".into()));
    test.taken(r#"{"do":"bounce_payment","payment":"PAY-2026-00001","date":"2026-11-09","reason":"no funds"}"#);
    // The money had come: its line stays what it was.
    assert_eq!(test.shown_bank_line("BL000001").state, "matched");
    assert_eq!(item_numbers(&compared(&test, AsOf::default()).not_at_bank), ["PAY-2026-00001"]);
    test.taken(link);
    let it = compared(&test, AsOf::default());
    assert_eq!((it.difference.minor(), it.bank_closing.minor(), it.book.minor()), (0, -15, -15));
    assert!(it.unmatched.is_empty() && it.not_at_bank.is_empty());
    // A refund.
    test.payment("C1", "2026-11-10", "300", "none");
    test.taken(r#"{"do":"refund","from":"PAY-2026-00002","amount":"100","date":"2026-11-11"}"#);
    line(&mut test, "2026-11-12", -100);
    test.taken(r#"{"do":"link_bank_line","line":"BL000003","payment":"RF-2026-00001"}"#);
    assert_eq!(item_numbers(&compared(&test, AsOf::default()).not_at_bank), ["PAY-2026-00002"]);
    test.taken(r#"{"do":"reverse_refund","refund":"RF-2026-00001","reason":"came back"}"#);
    assert_eq!(test.shown_bank_line("BL000003").state, "open");
    assert_explained(&compared(&test, AsOf::default()));
    assert!(test.verify().ok);
}

#[test]
fn a_line_is_dismissed_with_a_reason() {
    let mut test = TestBook::rwanda();
    line(&mut test, "2026-11-06", -30);
    let without = r#"{"do":"dismiss_bank_line","line":"BL000001","reason":" "}"#;
    assert_eq!(test.refused(without), ("text.empty", "reason".into()));
    test.taken(r#"{"do":"dismiss_bank_line","line":"BL000001","reason":"charges"}"#);
    let it = test.shown_bank_line("BL000001");
    assert_eq!((it.state.as_str(), it.reason.as_deref()), ("dismissed", Some("charges")));
    let it = compared(&test, AsOf::default());
    assert_eq!((item_numbers(&it.dismissed), it.difference.minor()), (vec!["BL000001"], -30));
    test.taken(r#"{"do":"unmatch_bank_line","line":"BL000001"}"#);
    assert_eq!(test.shown_bank_line("BL000001").state, "open");
    let unknown = r#"{"do":"dismiss_bank_line","line":"BL000009","reason":"x"}"#;
    assert_eq!(test.refused(unknown), ("bank_line.unknown", "line".into()));
}

const STATEMENT: &str = r#""do":"record_bank_lines","account":"BK","number":"RW12 0004","opening":{"date":"2026-11-01","amount":"100"},"closing":{"date":"2026-11-03","amount":"160"},"lines":[{"date":"2026-11-02","amount":"20","text":"a"},{"date":"2026-11-02","amount":"20","text":"a"},{"date":"2026-11-03","amount":"20","text":"a","bank_id":"X1"}]"#;

#[test]
fn what_is_there_is_passed_over_and_true_twins_are_kept() {
    let mut test = TestBook::rwanda();
    let statement = format!("{{{STATEMENT}}}");
    let receipt = test.taken(&statement);
    let made: Vec<&str> = receipt.made.iter().map(|(_, number)| number.as_str()).collect();
    assert_eq!(made, ["BL000001", "BL000002", "BL000003"]);
    assert_eq!(test.refused(&statement), ("bank_line.there", "lines".into()));
    // Overlapping days: one line is new.
    let overlapping = test.taken(
        r#"{"do":"record_bank_lines","account":"bk","lines":[{"date":"2026-11-02","amount":"20","text":"A "},{"date":"2026-11-02","amount":"20","text":"a"},{"date":"2026-11-03","amount":"20","text":"other words","bank_id":"X1"},{"date":"2026-11-04","amount":"20","text":"a"}]}"#,
    );
    assert_eq!(overlapping.made.len(), 1, "{overlapping:?}");
    // A third line that says the same is a third line.
    let third = test.taken(
        r#"{"do":"record_bank_lines","account":"BK","lines":[{"date":"2026-11-02","amount":"20","text":"a","nth":3}]}"#,
    );
    assert_eq!(third.made.len(), 1);
    assert!(test.verify().ok);
}

#[test]
fn lines_that_may_be_there_in_other_words_are_asked_about() {
    let mut test = TestBook::rwanda();
    let with = |lines: &str, rest: &str| {
        format!(r#"{{"do":"record_bank_lines","account":"BK","lines":[{lines}]{rest}}}"#)
    };
    let line =
        |amount: i64, rest: &str| format!(r#"{{"date":"2026-11-10","amount":"{amount}",{rest}}}"#);
    let cash = line(500, r#""text":"cash","references":["FT0001"]"#);
    test.taken(&with(&[cash.as_str(), &line(70, r#""text":"fee""#)].join(","), ""));
    // Another format says the same in its own words, beside a line that is new.
    let told = [line(500, r#""text":"DEP/CASH","bank_id":"2026-7""#), line(90, r#""text":"x""#)];
    let told = told.join(",");
    assert_eq!(test.refused(&with(&told, "")), ("bank_line.may_be_there", "overlap".into()));
    let same = test.taken(&with(&told, r#","overlap":"same""#));
    assert_eq!(same.made.len(), 1, "only the line of 90 is new: {same:?}");
    let again = with(&line(500, r#""text":"DEP/CASH","bank_id":"2026-7""#), r#","overlap":"same""#);
    assert_eq!(test.refused(&again).0, "bank_line.there");
    // Said to be a line of its own, or with a reference of one form that differs, it is taken.
    let own = with(&line(500, r#""text":"other","bank_id":"2026-8""#), r#","overlap":"new""#);
    assert_eq!(test.taken(&own).made.len(), 1);
    let other = with(&line(500, r#""text":"cash","bank_id":"2026-9""#), "");
    assert_eq!(test.refused(&other).0, "bank_line.may_be_there", "beside the first, FT0001");
    let other = with(&line(70, r#""text":"fee","references":["FT0002"]"#), "");
    assert_eq!(test.refused(&other).0, "bank_line.may_be_there", "the book's has no reference");
    let both = [cash.as_str(), &line(500, r#""text":"more","bank_id":"2026-9""#)].join(",");
    assert_eq!(test.taken(&with(&both, "")).made.len(), 1, "beside 2026-8 alone");
    assert!(test.verify().ok);
}

#[test]
fn a_statement_of_another_account_is_refused_and_a_gap_is_warned_of() {
    let mut test = TestBook::rwanda();
    test.taken(&format!("{{{STATEMENT}}}"));
    let with = |rest: &str| format!(r#"{{"do":"record_bank_lines","account":"BK",{rest}}}"#);
    let other = with(r#""number":"RW13 0004","lines":[{"date":"2026-11-05","amount":"1"}]"#);
    assert_eq!(test.refused(&other), ("bank_account.other_number", "number".into()));
    let other = with(r#""currency":"USD","lines":[{"date":"2026-11-05","amount":"1"}]"#);
    assert_eq!(test.refused(&other), ("bank_account.other_currency", "currency".into()));
    let far = with(
        r#""lines":[{"date":"2026-11-05","amount":"1"},{"date":"2026-11-05","amount":"100000000000000000000"}]"#,
    );
    assert_eq!(test.refused(&far), ("amount.out_of_range", "lines[1].amount".into()));
    let next = with(
        r#""number":"rw120004","opening":{"date":"2026-11-04","amount":"150"},"closing":{"date":"2026-11-05","amount":"151"},"lines":[{"date":"2026-11-05","amount":"1"}]"#,
    );
    let warnings = test.taken(&next).warnings;
    assert_eq!(warnings.len(), 1, "{warnings:?}");
    assert_eq!(warnings[0].rule, "bank_account.balance_gap");
    assert!(warnings[0].args.contains(&("difference".into(), "-10".into())), "{warnings:?}");
    let it = compared(&test, AsOf::default());
    assert_eq!((it.bank_closing.minor(), it.statement_gap.minor()), (151, -10));
    assert_eq!(it.unmatched.len(), 4);
    assert_explained(&it);
    let before = compared(&test, as_of("2026-11-03"));
    assert_eq!((before.bank_closing.minor(), before.book.minor()), (160, 100));
    assert_explained(&before);
}

#[test]
fn what_the_bank_says_of_an_erased_customer_is_hidden() {
    let mut test = TestBook::rwanda();
    test.customer("C1");
    line(&mut test, "2026-11-06", 500);
    test.taken(r#"{"do":"match_bank_line","line":"BL000001","customer":"C1"}"#);
    test.taken(r#"{"do":"refund","from":"PAY-2026-00001","amount":"500"}"#);
    test.taken(r#"{"do":"erase_person","customer":"C1","reason":"asked for"}"#);
    let it = test.shown_bank_line("BL000001");
    assert_eq!((it.payer, it.text.as_deref()), (None, Some(ERASED)));
    assert!(test.verify().ok);
}

/// Everything of a line that a reader sees.
fn seen(test: &TestBook, line: &str) -> String {
    serde_json::to_string(&test.shown_bank_line(line)).unwrap()
}

const ERASE: &str = r#"{"do":"erase_person","customer":"C1","reason":"asked for"}"#;

#[test]
fn what_the_bank_says_of_an_erased_customer_is_hidden_however_the_line_was_theirs() {
    let split = r#"{"do":"split_bank_line","line":"BL000001","parts":[{"customer":"C1","amount":"200"},{"customer":"C2","amount":"300"}]}"#;
    let matched = r#"{"do":"match_bank_line","line":"BL000001","customer":"C1"}"#;
    let unmatched = r#"{"do":"unmatch_bank_line","line":"BL000001"}"#;
    let dismissed =
        r#"{"do":"dismiss_bank_line","line":"BL000001","reason":"J. Uwase asked us to"}"#;
    let refund = |number: u8, amount: u16| {
        format!(r#"{{"do":"refund","from":"PAY-2026-0000{number}","amount":"{amount}"}}"#)
    };
    let cases = [
        vec![split.to_string(), refund(1, 200)],
        vec![matched.into(), unmatched.into()],
        vec![matched.into(), unmatched.into(), dismissed.into()],
        vec![dismissed.into(), unmatched.into(), matched.into(), refund(1, 500)],
        vec![dismissed.into(), unmatched.into(), matched.into(), unmatched.into()],
    ];
    for case in cases {
        let mut test = TestBook::rwanda();
        test.customer("C1");
        test.customer("C2");
        line(&mut test, "2026-11-06", 500);
        for command in &case {
            test.taken(command);
        }
        assert!(seen(&test, "BL000001").contains("Uwase"), "{case:?}");
        let warnings = test.taken(ERASE).warnings;
        let rules: Vec<_> = warnings.iter().map(|it| &*it.rule).collect();
        assert_eq!(rules, ["person.bank_text_stays"], "{case:?}");
        for _ in 0..2 {
            let said = seen(&test, "BL000001");
            assert!(!said.contains("Uwase") && !said.contains("788"), "{case:?}: {said}");
            assert!(said.contains(ERASED), "{case:?}: {said}");
            let report = test.verify();
            assert!(report.ok, "{case:?}: {report:?}");
            test.rebuild();
        }
    }
}

#[test]
fn a_line_that_turned_out_to_be_anothers_stays_readable() {
    let mut test = TestBook::rwanda();
    test.customer("C1");
    test.customer("C2");
    line(&mut test, "2026-11-06", 500);
    test.taken(r#"{"do":"match_bank_line","line":"BL000001","customer":"C1"}"#);
    test.taken(r#"{"do":"unmatch_bank_line","line":"BL000001"}"#);
    test.taken(r#"{"do":"match_bank_line","line":"BL000001","customer":"C2"}"#);
    assert!(test.taken(ERASE).warnings.is_empty());
    assert!(seen(&test, "BL000001").contains("Uwase"));
    assert!(test.verify().ok);
}

#[test]
fn a_matched_payment_follows_its_customers_currency_and_locked_days() {
    let mut test = TestBook::rwanda();
    test.taken(r#"{"do":"register_customer","code":"U1","name":"Dollar","currency":"USD","date":"2020-01-01"}"#);
    line(&mut test, "2026-11-06", 500);
    let other = r#"{"do":"match_bank_line","line":"BL000001","customer":"U1"}"#;
    assert_eq!(test.refused(other), ("currency.mismatch", "customer".into()));
    test.customer("C1");
    let early = r#"{"do":"match_bank_line","line":"BL000001","customer":"C1","date":"2026-11-05"}"#;
    assert_eq!(test.refused(early), ("allocation.before_item", "date".into()));
    let list = r#"{"do":"match_bank_line","line":"BL000001","customer":"C1","allocate":[{"invoice":"INV-9","amount":"1"}]}"#;
    assert_eq!(test.refused(list).0, "document.unknown");
    assert_eq!(test.shown_bank_line("BL000001").state, "open");
}

/// A thing that happens to lines and payments.
#[derive(Clone, Copy, Debug)]
enum Act {
    Line(u8, i16),
    Match(u8, u8, bool),
    Pay(u8, u16),
    Link(u8, u8),
    LinkRefund(u8, u8),
    Dismiss(u8),
    Unmatch(u8, u8),
    Bounce(u8, u8),
    Reverse(u8, u8),
    Refund(u8, u16),
    ReverseRefund(u8),
}

fn act() -> impl Strategy<Value = Act> {
    // Few amounts, so that lines and payments often fit.
    let amount = prop_oneof![Just(100_i16), Just(200), Just(-100), Just(-200), 1..300_i16];
    prop_oneof![
        3 => (0..20_u8, amount).prop_map(|(day, amount)| Act::Line(day, amount)),
        3 => (any::<u8>(), 0..2_u8, any::<bool>())
            .prop_map(|(which, to, fee)| Act::Match(which, to, fee)),
        2 => (0..20_u8, prop_oneof![Just(100_u16), Just(200)])
            .prop_map(|(day, amount)| Act::Pay(day, amount)),
        3 => (any::<u8>(), any::<u8>()).prop_map(|(line, to)| Act::Link(line, to)),
        1 => (any::<u8>(), any::<u8>()).prop_map(|(line, to)| Act::LinkRefund(line, to)),
        1 => any::<u8>().prop_map(Act::Dismiss),
        2 => (any::<u8>(), 0..20_u8).prop_map(|(which, day)| Act::Unmatch(which, day)),
        1 => (any::<u8>(), 0..20_u8).prop_map(|(which, day)| Act::Bounce(which, day)),
        1 => (any::<u8>(), 0..20_u8).prop_map(|(which, day)| Act::Reverse(which, day)),
        1 => (any::<u8>(), 1..200_u16).prop_map(|(which, amount)| Act::Refund(which, amount)),
        1 => any::<u8>().prop_map(Act::ReverseRefund),
    ]
}

/// A book on which random things happen.
struct Random {
    test: TestBook,
    lines: Vec<String>,
    payments: Vec<String>,
    refunds: Vec<String>,
}

fn date(n: u8) -> String {
    format!("2026-11-{:02}", n + 1)
}

fn pick(list: &[String], which: u8) -> String {
    list.get(usize::from(which) % list.len().max(1)).cloned().unwrap_or_else(|| "none".into())
}

impl Random {
    fn new() -> Random {
        let mut test = TestBook::rwanda();
        for (customer, amount) in [("C1", "350"), ("C2", "500")] {
            test.customer(customer);
            test.invoice(customer, "2026-10-01", "2026-10-31", amount);
            test.invoice(customer, "2026-10-01", "2026-11-30", amount);
        }
        Random { test, lines: vec![], payments: vec![], refunds: vec![] }
    }

    fn act(&mut self, act: Act) -> Result<(), Refusal> {
        let command = match act {
            Act::Line(day, amount) => {
                // Every line says something of its own.
                let text = self.lines.len();
                format!(
                    r#"{{"do":"record_bank_lines","account":"BK","overlap":"new","lines":[{{"date":"{}","amount":"{amount}","text":"{text}"}}]}}"#,
                    date(day)
                )
            }
            Act::Match(which, to, fee) => format!(
                r#"{{"do":"match_bank_line","line":"{}","customer":"C{}"{}}}"#,
                pick(&self.lines, which),
                to + 1,
                if fee { r#","fee":"7""# } else { "" }
            ),
            Act::Pay(day, amount) => format!(
                r#"{{"do":"record_payment","customer":"C1","date":"{}","amount":"{amount}","method":"bank"}}"#,
                date(day)
            ),
            Act::Link(line, to) => format!(
                r#"{{"do":"link_bank_line","line":"{}","payment":"{}"}}"#,
                pick(&self.lines, line),
                pick(&self.payments, to)
            ),
            Act::LinkRefund(line, to) => format!(
                r#"{{"do":"link_bank_line","line":"{}","payment":"{}"}}"#,
                pick(&self.lines, line),
                pick(&self.refunds, to)
            ),
            Act::Dismiss(which) => format!(
                r#"{{"do":"dismiss_bank_line","line":"{}","reason":"ours"}}"#,
                pick(&self.lines, which)
            ),
            Act::Unmatch(which, day) => format!(
                r#"{{"do":"unmatch_bank_line","line":"{}","date":"{}"}}"#,
                pick(&self.lines, which),
                date(day)
            ),
            Act::Bounce(which, day) => format!(
                r#"{{"do":"bounce_payment","payment":"{}","date":"{}","reason":"funds"}}"#,
                pick(&self.payments, which),
                date(day)
            ),
            Act::Reverse(which, day) => format!(
                r#"{{"do":"reverse_payment","payment":"{}","date":"{}","reason":"slip"}}"#,
                pick(&self.payments, which),
                date(day)
            ),
            Act::Refund(which, amount) => format!(
                r#"{{"do":"refund","from":"{}","amount":"{amount}"}}"#,
                pick(&self.payments, which)
            ),
            Act::ReverseRefund(which) => format!(
                r#"{{"do":"reverse_refund","refund":"{}","reason":"back"}}"#,
                pick(&self.refunds, which)
            ),
        };
        let receipt = self.test.post(&command)?;
        let made = |what: &str| receipt.number(what).map(str::to_string);
        self.lines.extend(made("bank_line"));
        self.payments.extend(made("payment"));
        self.refunds.extend(made("refund"));
        Ok(())
    }

    /// Nothing is allocated beyond what there is, on either side, and each line is what it says.
    fn assert_sound(&self) {
        for number in &self.payments {
            let it = self.test.shown_payment(number);
            assert!(!it.on_account.is_negative(), "{it:?}");
            let allocated: i64 = it.allocations.iter().map(|it| it.amount.minor()).sum();
            assert!(allocated <= it.amount.minor(), "{it:?}");
        }
        for n in 1..=4 {
            let it = self.test.shown_invoice(&format!("INV-2026-{n:05}"));
            let open = it.outstanding.minor();
            assert!((0..=it.total.minor()).contains(&open), "{it:?}");
        }
        let mut documents = std::collections::HashSet::new();
        for number in &self.lines {
            let it = self.test.shown_bank_line(number);
            let Some(payment) = it.payment.clone() else { continue };
            let is_out = it.amount.is_negative();
            assert!(documents.insert((payment.clone(), is_out)), "{payment} is two lines");
            let fee = it.fee.map_or(0, Money::minor);
            if payment.0.starts_with("PAY") {
                let paid = self.test.shown_payment(&payment.0);
                assert_ne!(paid.state, "reversed", "{it:?}");
                assert_eq!((it.amount.minor() + fee).abs(), paid.amount.minor(), "{it:?}");
            }
        }
    }
}

proptest! {
    #![proptest_config(properties(24))]

    /// In any order of what can happen, on every day the parts of the difference add up to it, and what
    /// was known at an entry stays as it was.
    #[test]
    fn the_bank_and_the_book_differ_by_what_is_listed(
        acts in prop::collection::vec(act(), 1..40),
        middle in 0..40_usize,
    ) {
        let mut random = Random::new();
        random.act(Act::Line(0, 1)).unwrap();
        let mut kept: Vec<(AsOf, Reconciliation)> = vec![];
        for (place, act) in acts.into_iter().enumerate() {
            let _ = random.act(act);
            if place == middle {
                let seq = random.test.book().head().seq;
                for n in [3, 9, 19] {
                    let asked = AsOf { as_of: Some(day(&date(n))), known_at: Some(seq) };
                    kept.push((asked, compared(&random.test, asked)));
                }
            }
        }
        random.assert_sound();
        for n in 0..21_u8 {
            assert_explained(&compared(&random.test, as_of(&date(n))));
        }
        for (asked, before) in kept {
            prop_assert_eq!(compared(&random.test, asked), before);
        }
        prop_assert!(random.test.verify().ok);
    }
}

#[test]
fn what_one_account_says_changes_nothing_of_another() {
    let mut test = TestBook::rwanda();
    test.customer("C1");
    test.taken(r#"{"do":"record_bank_lines","account":"BK","number":"RW12","opening":{"amount":"100","date":"2026-09-30"},"closing":{"amount":"1100","date":"2026-10-31"},"lines":[{"date":"2026-10-05","amount":"1000","text":"a"}]}"#);
    for (method, amount) in [("bank", 11), ("cheque", 22), ("card", 33), ("momo", 44)] {
        test.taken(&format!(
            r#"{{"do":"record_payment","customer":"C1","amount":"{amount}","method":"{method}","date":"2026-10-06"}}"#
        ));
    }
    let days = ["2026-09-30", "2026-10-04", "2026-10-05", "2026-10-31", "2026-11-20"];
    let on = |test: &TestBook| days.map(|day| compared(test, as_of(day)));
    let before = on(&test);
    assert_eq!(before.each_ref().map(|it| it.bank_closing.minor()), [100, 100, 1100, 1100, 1100]);
    assert_eq!(before.each_ref().map(|it| it.book.minor()), [100, 100, 100, 166, 166]);
    before.iter().for_each(assert_explained);
    // An account for another way of paying, and one of the same that is not known yet.
    let momo = test.taken(r#"{"do":"record_bank_lines","account":"MOMO","method":"momo","lines":[{"date":"2026-10-05","amount":"7","text":"b"}]}"#);
    let known_at = momo.seq;
    assert_eq!(on(&test), before);
    test.taken(r#"{"do":"record_bank_lines","account":"EQ","lines":[{"date":"2026-10-05","amount":"8","text":"c"}]}"#);
    for (day, it) in days.iter().zip(&before) {
        let asked = AsOf { known_at: Some(known_at), ..as_of(day) };
        assert_eq!(compared(&test, asked), *it);
    }
    // One account has one name.
    let again = r#"{"do":"record_bank_lines","account":"B K","number":"RW 12","lines":[{"date":"2026-10-05","amount":"1000","text":"a"}]}"#;
    assert_eq!(test.refused(again).0, "bank_account.other_name");
}

#[test]
fn a_line_that_was_opened_again_is_paid_on_its_own_day() {
    let mut test = TestBook::rwanda();
    test.customer("C1");
    let number = line(&mut test, "2026-11-10", 990);
    test.taken(r#"{"do":"match_bank_line","line":"BL000001","customer":"C1"}"#);
    test.taken(r#"{"do":"unmatch_bank_line","line":"BL000001"}"#);
    let made = test.taken(r#"{"do":"match_bank_line","line":"BL000001","customer":"C1"}"#);
    let paid = test.shown_payment(made.number("payment").unwrap());
    assert_eq!(paid.date, day("2026-11-10"));
    assert_eq!(test.shown_bank_line(&number).state, "matched");
    for day in ["2026-11-10", "2026-11-15", "2026-11-21"] {
        assert_explained(&compared(&test, as_of(day)));
    }
}

#[test]
fn a_payment_that_was_linked_to_the_wrong_line_first_is_counted_once_on_every_day() {
    let mut test = TestBook::rwanda();
    test.customer("C1");
    let (wrong, right) = (line(&mut test, "2026-11-05", 1180), line(&mut test, "2026-11-06", 1180));
    test.taken(
        r#"{"do":"record_payment","customer":"C1","amount":"1180","method":"bank","date":"2026-11-06"}"#,
    );
    let link = |line: &str| {
        format!(r#"{{"do":"link_bank_line","line":"{line}","payment":"PAY-2026-00001"}}"#)
    };
    test.taken(&link(&wrong));
    test.taken(&format!(r#"{{"do":"unmatch_bank_line","line":"{wrong}"}}"#));
    test.taken(&link(&right));
    for date in ["2026-11-05", "2026-11-06", "2026-11-17", "2026-11-21"] {
        let it = compared(&test, as_of(date));
        assert_explained(&it);
        assert_eq!(item_numbers(&it.unmatched), [wrong.as_str()], "{date}");
    }
    // What the bank kept is never more than what came.
    let fee = r#"{"do":"match_bank_line","line":"BL000001","customer":"C1","fee":"1181"}"#;
    assert_eq!(test.refused(fee), ("amount.out_of_range", "fee".into()));
}

#[test]
fn a_cash_payment_that_was_a_line_and_is_returned_goes_from_the_accounts_book() {
    let mut test = TestBook::rwanda();
    test.customer("C1");
    line(&mut test, "2026-11-06", 500);
    test.taken(
        r#"{"do":"record_payment","customer":"C1","date":"2026-11-05","amount":"500","method":"cash","allocate":"none"}"#,
    );
    test.taken(r#"{"do":"link_bank_line","line":"BL000001","payment":"PAY-2026-00001"}"#);
    test.taken(r#"{"do":"bounce_payment","payment":"PAY-2026-00001","date":"2026-11-09","reason":"false notes"}"#);
    let it = compared(&test, AsOf::default());
    assert_eq!((it.bank_closing.minor(), it.book.minor()), (500, 0), "{it:#?}");
    assert_eq!(item_numbers(&it.not_at_bank), ["PAY-2026-00001"]);
    assert_explained(&it);
    line(&mut test, "2026-11-10", -500);
    test.taken(r#"{"do":"link_bank_line","line":"BL000002","payment":"PAY-2026-00001"}"#);
    assert!(compared(&test, AsOf::default()).difference.is_zero());
}

#[test]
fn lines_in_another_currency_are_accepted_at_a_rate() {
    use daybook::domain::Plain;
    use daybook::engine::Session;
    use daybook::engine::ports::Silent;
    use daybook::exchange::reconcile::{accept, accept_at, suggest};

    let mut test = TestBook::rwanda();
    test.taken(r#"{"do":"register_customer","code":"U1","name":"Lakeside Dollar Ltd","currency":"USD","date":"2020-01-01"}"#);
    test.taken(r#"{"do":"issue_invoice","customer":"U1","date":"2026-11-01","due":"2026-11-30","rate":"1450","lines":[{"description":"x","quantity":"1","unit_price":"80","tax":"A"}]}"#);
    test.taken(r#"{"do":"record_bank_lines","account":"USD","currency":"USD","lines":[{"date":"2026-11-06","amount":"80","payer":"LAKESIDE DOLLAR LTD","text":"INV-2026-00001"}]}"#);
    let session = Session::of(test.book.take().unwrap(), "eva".into()).unwrap();
    let lines = suggest(&session, None, &mut Silent).unwrap();
    let without = accept(&session, &lines).unwrap().remove(0).outcome.unwrap_err();
    assert_eq!(without.rule.name(), "rate.missing");
    let rate = Some(Plain("1452.5".parse().unwrap()));
    assert!(accept_at(&session, &lines, rate).unwrap().remove(0).outcome.is_ok());
}

/// Money on the suspense list is often a bank line too: that is suggested first, so that it isn't booked twice.
#[test]
fn a_receipt_on_the_suspense_list_is_suggested_first_for_its_line() {
    use daybook::engine::Session;
    use daybook::engine::ports::Silent;
    use daybook::exchange::reconcile::{Certainty, accept, suggest};
    use daybook::words::Words;

    let mut test = TestBook::rwanda();
    test.taken(r#"{"do":"register_customer","code":"C1","name":"Kigali Heights"}"#);
    test.invoice("C1", "2026-10-02", "2026-11-01", "318600");
    test.taken(r#"{"do":"record_unidentified","date":"2026-11-10","amount":"318600","method":"bank","payer":"K.H."}"#);
    test.taken(
        r#"{"do":"record_bank_lines","account":"BK","lines":[
{"date":"2026-11-10","amount":"318600","payer":"KIGALI HEIGHTS","text":"INV-2026-00001"},
{"date":"2026-11-30","amount":"318600","text":"much later"}]}"#,
    );
    let session = Session::of(test.book.take().unwrap(), "eva".into()).unwrap();
    let lines = suggest(&session, None, &mut Silent).unwrap();
    let it = &lines[0];
    let first = &it.suggestions[0];
    assert_eq!(first.links.as_ref().unwrap().0, "SUS-2026-00001", "{it:#?}");
    assert_eq!((first.certainty, first.name.as_str()), (Certainty::Likely, "K.H."));
    let said = Words::english().tell(&first.reasons[0]);
    assert_eq!(
        said,
        "SUS-2026-00001 of 10 Nov 2026 on the suspense list is of this amount: matched to a customer, the line would book the money twice"
    );
    assert!(it.suggestions.iter().all(|it| it.certainty != Certainty::Sure), "{it:#?}");
    assert!(it.suggestions.len() > 1, "{it:#?}");
    assert!(lines[1].suggestions.iter().all(|it| it.links.is_none()), "{:#?}", lines[1]);
    // The line is linked to it, and no other line may be it.
    let to = accept(&session, std::slice::from_ref(it)).unwrap().remove(0).outcome.unwrap();
    assert_eq!(to.0, "SUS-2026-00001");
    session.close().unwrap();
    test.open();
    assert_eq!(test.shown_bank_line("BL000001").payment.unwrap().0, "SUS-2026-00001");
    test.taken(r#"{"do":"identify","unidentified":"SUS-2026-00001","customer":"C1"}"#);
    assert_eq!(test.shown_bank_line("BL000001").payment.unwrap().0, "PAY-2026-00001");
    assert!(test.shown_invoice("INV-2026-00001").outstanding.is_zero());
    assert!(test.verify().ok);
}

/// A payer takes off what was credited before: the invoice is paid and the credit note given in one go.
#[test]
fn a_line_that_is_an_invoice_less_a_credit_note_is_suggested_with_both() {
    use daybook::engine::Session;
    use daybook::engine::ports::Silent;
    use daybook::exchange::reconcile::{Certainty, accept, suggest};
    use daybook::words::Words;

    let mut test = TestBook::rwanda();
    test.taken(r#"{"do":"register_customer","code":"C1","name":"Kigali Heights"}"#);
    let paid = test.invoice("C1", "2026-10-02", "2026-11-01", "1000");
    test.taken(r#"{"do":"record_payment","customer":"C1","amount":"1000","method":"bank","date":"2026-10-20"}"#);
    test.taken(&format!(
        r#"{{"do":"credit_invoice","invoice":"{paid}","reason":"price","amount":"200","date":"2026-11-02"}}"#
    ));
    let open = test.invoice("C1", "2026-11-03", "2026-12-03", "3000");
    test.invoice("C1", "2026-11-04", "2026-12-04", "777");
    test.taken(
        r#"{"do":"record_bank_lines","account":"MOMO","method":"momo","lines":[
{"date":"2026-11-10","amount":"2800","payer":"KIGALI HEIGHTS","text":"transfer"},
{"date":"2026-11-10","amount":"2801","payer":"KIGALI HEIGHTS","text":"transfer"},
{"date":"2026-11-10","amount":"2800","text":"cash"}]}"#,
    );
    let session = Session::of(test.book.take().unwrap(), "eva".into()).unwrap();
    let lines = suggest(&session, None, &mut Silent).unwrap();
    let first = &lines[0].suggestions[0];
    assert_eq!(first.credit.as_ref().unwrap().credit_note.0, "CN-2026-00001", "{lines:#?}");
    assert_eq!((first.certainty, first.allocate.len()), (Certainty::Likely, 1));
    assert_eq!((first.allocate[0].invoice.0.as_str(), first.short.minor()), (open.as_str(), 0));
    let said: Vec<String> = first.reasons.iter().map(|it| Words::english().tell(it)).collect();
    assert_eq!(
        said,
        [
            "the payer has the customer's name",
            "what is open on INV-2026-00002 less credit note CN-2026-00001 of RWF 200"
        ]
    );
    assert!(lines[1].suggestions.iter().all(|it| it.credit.is_none()), "{:#?}", lines[1]);
    // The amount alone is one signal.
    let alone = &lines[2].suggestions[0];
    assert!(alone.credit.is_some() && alone.certainty == Certainty::Possible, "{:#?}", lines[2]);
    let made = accept(&session, &lines[..1]).unwrap().remove(0).outcome.unwrap();
    session.close().unwrap();
    test.open();
    assert!(test.shown_invoice(&open).outstanding.is_zero());
    assert_eq!(test.shown_payment(&made.0).amount.minor(), 2_800);
    assert_eq!(test.balance("C1", AsOf::default()).on_account.minor(), 0);
    assert!(test.verify().ok);
}
