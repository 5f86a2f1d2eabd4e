//! Deposits: what was banked together is one line of the bank.

use crate::common::{TestBook, day};
use daybook::ledger::query::AsOf;
use daybook::ledger::query::bank::OpenDepositsOf;
use daybook::ledger::query::reconciliation::{ReconciledPart, Reconciliation, ReconciliationOf};
use daybook::ledger::query::show::ShownDeposit;

fn book() -> TestBook {
    let mut test = TestBook::rwanda();
    test.customer("C1");
    test.customer("C2");
    for (customer, date, amount, method) in [
        ("C1", "2026-11-02", "300", "cash"),
        ("C2", "2026-11-03", "450", "cheque"),
        ("C1", "2026-11-03", "70", "momo"),
        ("C2", "2026-11-03", "50", "cash"),
    ] {
        test.taken(&format!(
            r#"{{"do":"record_payment","customer":"{customer}","date":"{date}","amount":"{amount}","method":"{method}","allocate":"none"}}"#
        ));
    }
    test
}

fn deposit(payments: &str) -> String {
    format!(
        r#"{{"do":"record_deposit","date":"2026-11-04","payments":{payments},"reference":"SLIP 7"}}"#
    )
}

fn line(test: &mut TestBook, date: &str, amount: i64) {
    test.taken(&format!(
        r#"{{"do":"record_bank_lines","account":"BK","lines":[{{"date":"{date}","amount":"{amount}","text":"cash deposit {amount}"}}]}}"#
    ));
}

fn shown(test: &TestBook) -> ShownDeposit {
    test.shown_deposit("dep-2026-00001")
}

fn compared(test: &TestBook, as_of: &str) -> Reconciliation {
    let asked = AsOf { as_of: Some(day(as_of)), ..AsOf::default() };
    test.ask(&ReconciliationOf { account: None, asked }).unwrap().remove(0)
}

#[test]
fn what_was_banked_together_is_one_line() {
    let mut test = book();
    let made = test.taken(&deposit(r#""PAY-2026-00001, PAY-2026-00002""#));
    assert_eq!(made.number("deposit"), Some("DEP-2026-00001"));
    assert_eq!((shown(&test).amount.minor(), shown(&test).state.as_str()), (750, "posted"));
    assert_eq!(test.ask(&OpenDepositsOf).unwrap().len(), 1);
    line(&mut test, "2026-11-05", 748);
    let link = r#""do":"link_bank_line","line":"BL000001","deposit":"DEP-2026-00001""#;
    assert_eq!(test.refused(&format!("{{{link}}}")), ("bank_line.amount", "fee".into()));
    let both = format!(r#"{{{link},"payment":"PAY-2026-00001"}}"#);
    assert_eq!(test.refused(&both).0, "bank_line.payment_or_deposit");
    test.taken(&format!(r#"{{{link},"fee":"2"}}"#));
    let it = shown(&test);
    assert_eq!((it.state.as_str(), it.line.unwrap().0.as_str()), ("banked", "BL000001"));
    assert!(test.ask(&OpenDepositsOf).unwrap().is_empty());
    // The bank has the line, the book the two payments less the fee.
    let it = compared(&test, "2026-11-05");
    assert_eq!((it.bank_closing.minor(), it.book.minor()), (748, 748), "{it:#?}");
    assert!(it.unmatched.is_empty() && it.not_at_bank.is_empty(), "{it:#?}");
    // A cheque of it is returned.
    test.taken(r#"{"do":"bounce_payment","payment":"PAY-2026-00002","date":"2026-11-09","reason":"no funds"}"#);
    let it = compared(&test, "2026-11-09");
    assert_eq!((it.bank_closing.minor(), it.book.minor(), it.not_at_bank.len()), (748, 298, 1));
    line(&mut test, "2026-11-10", -450);
    test.taken(r#"{"do":"link_bank_line","line":"BL000002","payment":"PAY-2026-00002"}"#);
    assert!(compared(&test, "2026-11-10").difference.is_zero());
    // Unmatched, the deposit is open again and can be voided.
    let void = r#"{"do":"void_deposit","deposit":"DEP-2026-00001"}"#;
    assert_eq!(test.refused(void).0, "bank_line.document_linked");
    test.taken(r#"{"do":"unmatch_bank_line","line":"BL000001"}"#);
    assert_eq!(shown(&test).state, "posted");
    test.taken(void);
    assert_eq!(shown(&test).state, "void");
    assert_eq!(test.refused(void).0, "deposit.unknown");
    assert!(test.verify().ok);
}

#[test]
fn a_payment_is_banked_once_and_stays_while_it_is() {
    let mut test = book();
    for (payments, rule) in [
        ("[]", "deposit.empty"),
        (r#"["PAY-2026-00003"]"#, "deposit.not_bankable"),
        (r#"["PAY-2026-00001","pay-2026-00001"]"#, "deposit.payment_twice"),
        (r#"["PAY-2026-00009"]"#, "document.unknown"),
    ] {
        assert_eq!(test.refused(&deposit(payments)).0, rule, "{payments}");
    }
    let early = r#"{"do":"record_deposit","date":"2026-11-01","payments":["PAY-2026-00001"]}"#;
    assert_eq!(test.refused(early), ("allocation.before_item", "date".into()));
    test.taken(&deposit(r#"["PAY-2026-00001","PAY-2026-00002"]"#));
    assert_eq!(test.refused(&deposit(r#"["PAY-2026-00002"]"#)).0, "deposit.has_payment");
    let slip = r#"{"do":"reverse_payment","payment":"PAY-2026-00001","reason":"slip"}"#;
    assert_eq!(test.refused(slip).0, "deposit.has_payment");
    line(&mut test, "2026-11-05", 300);
    let link = r#"{"do":"link_bank_line","line":"BL000001","payment":"PAY-2026-00001"}"#;
    assert_eq!(test.refused(link).0, "deposit.has_payment");
    test.taken(r#"{"do":"void_deposit","deposit":"DEP-2026-00001"}"#);
    test.taken(link);
    assert_eq!(test.refused(&deposit(r#"["PAY-2026-00001"]"#)).0, "bank_line.document_linked");
    test.taken(slip);
    assert!(test.verify().ok);
}

#[test]
fn a_deposit_of_the_sum_and_the_day_is_sure() {
    use daybook::engine::Session;
    use daybook::engine::ports::Silent;
    use daybook::exchange::reconcile::{Certainty, accept, linkable, suggest};

    let mut test = book();
    test.taken(&deposit(r#"["PAY-2026-00001","PAY-2026-00002"]"#));
    line(&mut test, "2026-11-05", 750);
    line(&mut test, "2026-11-03", 750);
    let session = Session::of(test.book.take().unwrap(), "eva".into()).unwrap();
    let lines = suggest(&session, None, &mut Silent).unwrap();
    let it = lines.iter().find(|it| it.line.date == day("2026-11-05")).unwrap();
    assert_eq!(it.suggestions[0].certainty, Certainty::Sure, "{it:#?}");
    assert_eq!(it.suggestions[0].links.as_ref().unwrap().0, "DEP-2026-00001");
    let other = lines.iter().find(|it| it.line.date == day("2026-11-03")).unwrap();
    assert!(other.suggestions.iter().all(|it| it.links.is_none()), "it is older than the deposit");
    // What is in the deposit can't be linked to the line itself.
    let linkable = linkable(&session, &it.line.line).unwrap();
    assert!(linkable.iter().all(|one| one.payment.0 != "PAY-2026-00002"), "{linkable:#?}");
    let done = accept(&session, std::slice::from_ref(it)).unwrap();
    assert_eq!(done[0].outcome.as_ref().unwrap().0, "DEP-2026-00001");
}

fn line_on(test: &mut TestBook, account: &str, date: &str, amount: i64, text: &str) {
    test.taken(&format!(
        r#"{{"do":"record_bank_lines","account":"{account}","lines":[{{"date":"{date}","amount":"{amount}","text":"{text}"}}]}}"#
    ));
}

fn session(test: &mut TestBook) -> daybook::engine::Session {
    daybook::engine::Session::of(test.book.take().unwrap(), "eva".into()).unwrap()
}

/// The certainty and the link of the first suggestion for each line of an account.
fn firsts(session: &daybook::engine::Session, account: Option<&str>) -> Vec<String> {
    let lines = daybook::exchange::reconcile::suggest(
        session,
        account,
        &mut daybook::engine::ports::Silent,
    );
    let told = |it: daybook::exchange::reconcile::SuggestedLine| {
        let first = it.suggestions.first();
        let told = first.map(|it| (it.certainty, it.links.as_ref().map(|link| link.0.clone())));
        format!("{} {told:?}", it.line.line.0)
    };
    lines.unwrap().into_iter().map(told).collect()
}

#[test]
fn a_deposit_that_lines_of_two_accounts_may_be_is_not_sure_for_the_one_asked_for() {
    let mut test = book();
    test.taken(&deposit(r#"["PAY-2026-00001","PAY-2026-00002"]"#));
    line_on(&mut test, "BK", "2026-11-05", 750, "cash");
    line_on(&mut test, "Equity", "2026-11-05", 750, "cash");
    let session = session(&mut test);
    let likely = |line: &str| format!(r#"{line} Some((Likely, Some("DEP-2026-00001")))"#);
    assert_eq!(firsts(&session, None), [likely("BL000001"), likely("BL000002")]);
    assert_eq!(firsts(&session, Some("bk")), [likely("BL000001")]);
    assert_eq!(firsts(&session, Some("Equity")), [likely("BL000002")]);
}

#[test]
fn beside_its_sum_the_account_or_the_slip_makes_a_deposit_sure() {
    for (text, certainty) in [("cash", "Likely"), ("cash by slip 7x", "Likely"), ("SLIP-7", "Sure")]
    {
        let mut test = book();
        test.taken(&deposit(r#"["PAY-2026-00001","PAY-2026-00002"]"#));
        line_on(&mut test, "Equity", "2026-11-05", 20, "interest");
        line_on(&mut test, "BK", "2026-11-05", 750, text);
        let told = firsts(&session(&mut test), Some("BK"));
        let expected = format!(r#"BL000002 Some(({certainty}, Some("DEP-2026-00001")))"#);
        assert_eq!(told, [expected], "{text}");
    }
}

#[test]
fn a_payment_that_may_be_on_either_account_is_offered_for_the_lines_of_both() {
    let mut test = book();
    test.taken(
        r#"{"do":"record_payment","customer":"C1","date":"2026-11-04","amount":"9000","method":"bank","allocate":"none"}"#,
    );
    line_on(&mut test, "BK", "2026-11-01", 20, "interest");
    line_on(&mut test, "Equity", "2026-11-01", 30, "interest");
    line_on(&mut test, "BK", "2026-11-05", 9000, "transfer of C1");
    let session = session(&mut test);
    let expected = r#"BL000003 Some((Likely, Some("PAY-2026-00005")))"#;
    assert_eq!(firsts(&session, None)[1], expected);
    let line = daybook::domain::Number("BL000003".into());
    let found = daybook::exchange::reconcile::linkable(&session, &line).unwrap();
    assert_eq!(found[0].payment.0, "PAY-2026-00005");
    // It counts on neither account.
    let asked = ReconciliationOf { account: Some("BK".into()), asked: AsOf::default() };
    let it = session.ask(&asked).unwrap().remove(0);
    assert!(it.not_at_bank.is_empty(), "{it:#?}");
    // The cheque, and the transfer.
    let perhaps: Vec<&str> = it.perhaps.iter().map(ReconciledPart::number).collect();
    assert_eq!(perhaps, ["PAY-2026-00002", "PAY-2026-00005"]);
}
