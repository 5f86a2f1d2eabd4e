//! Statements of the same days in two formats: a movement is taken once, whatever words tell of it.

use crate::common::{TestBook, day};
use daybook::domain::{Currency, Rule};
use daybook::engine::Session;
use daybook::engine::ports::Silent;
use daybook::exchange::bank::{BankBalance, BankLine, BankPlace, BankStatement};
use daybook::exchange::statements::{OverlapChoice, StatementImport, StatementOutcome, run};
use daybook::ledger::query::reconciliation::ReconciliationOf;

fn session() -> (TestBook, Session) {
    let mut test = TestBook::rwanda();
    let session = Session::of(test.book.take().unwrap(), "eva".into()).unwrap();
    (test, session)
}

fn line((date, amount, text): (&str, i64, &str)) -> BankLine {
    BankLine {
        date: day(date),
        value_date: None,
        amount: amount.into(),
        fee: None,
        payer: None,
        payer_account: None,
        paid_for: None,
        text: text.into(),
        references: vec![],
        bank_id: None,
        is_return: false,
        place: BankPlace { line: 7, entry: 3, part: 0 },
    }
}

#[allow(clippy::unnecessary_wraps)] // as the statement has it
fn balance((date, amount): (&str, i64)) -> Option<BankBalance> {
    Some(BankBalance { date: day(date), amount: amount.into() })
}

/// A statement without balances.
fn bare(lines: &[(&str, i64, &str)]) -> BankStatement {
    BankStatement {
        currency: Currency::parse("RWF"),
        lines: lines.iter().copied().map(line).collect(),
        ..BankStatement::default()
    }
}

fn whole(from: (&str, i64), lines: &[(&str, i64, &str)], to: (&str, i64)) -> BankStatement {
    BankStatement { opening: balance(from), closing: balance(to), ..bare(lines) }
}

fn import_as(
    session: &Session,
    statements: &[BankStatement],
    overlap: Option<OverlapChoice>,
) -> StatementOutcome {
    let (account, number, method) = ("BK", None, None);
    let import = StatementImport { account, number, method, overlap, left_out: 0, dry_run: false };
    run(session, &import, statements, &mut Silent).unwrap()
}

/// How many lines were taken, recognised from another file, and refused.
fn counts(session: &Session, statements: &[BankStatement]) -> (u64, u64, u64) {
    let it = import_as(session, statements, None).summary;
    (it.taken, it.recognised, it.refused)
}

fn assert_agrees(session: &Session, closing: i64) {
    let it = session.ask(&ReconciliationOf::default()).unwrap().remove(0);
    assert_eq!((it.bank_closing.minor(), it.statement_gap.minor()), (closing, 0), "{it:#?}");
}

/// Three days as one format tells of them; on the second are twins.
fn october(session: &Session) {
    let lines = [
        ("2026-10-05", 100, "INV-1 Kigali Heights"),
        ("2026-10-06", 250, "cash"),
        ("2026-10-06", 250, "cash"),
        ("2026-10-07", -30, "charges"),
    ];
    let statement = whole(("2026-10-04", 1_000), &lines, ("2026-10-07", 1_570));
    assert_eq!(counts(session, &[statement]), (4, 0, 0));
}

#[test]
fn a_statement_of_the_same_days_in_other_words_is_taken_once() {
    let (_test, session) = session();
    october(&session);
    let days = [
        whole(("2026-10-05", 1_000), &[("2026-10-05", 100, "/REMI/X1")], ("2026-10-05", 1_100)),
        whole(
            ("2026-10-05", 1_100),
            &[("2026-10-06", 250, "/REMI/X2"), ("2026-10-06", 250, "/REMI/X3")],
            ("2026-10-06", 1_600),
        ),
        whole(("2026-10-06", 1_600), &[("2026-10-07", -30, "/REMI/")], ("2026-10-07", 1_570)),
    ];
    assert_eq!(counts(&session, &days), (0, 4, 0));
    assert_eq!(counts(&session, &days), (0, 4, 0), "and again");
    assert_agrees(&session, 1_570);
    // Longer days than those of the book: what is new is taken.
    let longer = whole(
        ("2026-10-05", 1_100),
        &[
            ("2026-10-06", 250, "a"),
            ("2026-10-06", 250, "b"),
            ("2026-10-07", -30, "c"),
            ("2026-10-08", 250, "d"),
        ],
        ("2026-10-08", 1_820),
    );
    assert_eq!(counts(&session, &[longer]), (1, 3, 0));
    assert_agrees(&session, 1_820);
}

#[test]
fn a_statement_that_goes_on_within_the_day_is_new() {
    let (_test, session) = session();
    let morning = whole(("2026-10-05", 0), &[("2026-10-05", 100, "cash")], ("2026-10-05", 100));
    let noon = whole(("2026-10-05", 100), &[("2026-10-05", 100, "momo")], ("2026-10-05", 200));
    assert_eq!(counts(&session, &[morning]), (1, 0, 0));
    assert_eq!(counts(&session, std::slice::from_ref(&noon)), (1, 0, 0));
    assert_eq!(counts(&session, &[noon]), (0, 0, 0));
    let day =
        [("2026-10-05", 100, "one"), ("2026-10-05", 100, "two"), ("2026-10-05", 100, "three")];
    let all = whole(("2026-10-04", 0), &day, ("2026-10-05", 300));
    assert_eq!(counts(&session, &[all]), (1, 2, 0), "twice there, once new");
    assert_agrees(&session, 300);
}

#[test]
fn without_balances_the_words_decide_and_then_a_person() {
    let (_test, session) = session();
    let there = [("2026-10-05", 100, "INV-1 Kigali Heights"), ("2026-10-06", 250, "cash")];
    assert_eq!(counts(&session, &[bare(&there)]), (2, 0, 0));
    let same = bare(&[("2026-10-05", 100, "Payment from KIGALI HEIGHTS, INV-1")]);
    assert_eq!(counts(&session, &[same]), (0, 1, 0));
    let unclear = [bare(&[("2026-10-06", 250, "deposit"), ("2026-10-07", 70, "x")])];
    let outcome = import_as(&session, &unclear, None);
    assert_eq!((outcome.summary.taken, outcome.summary.refused), (0, 2));
    assert_eq!(outcome.refused[0].1.rule, Rule::BankLinesUnclear);
    let outcome = import_as(&session, &unclear, Some(OverlapChoice::Same));
    assert_eq!((outcome.summary.taken, outcome.summary.recognised), (1, 1));
    let outcome = import_as(&session, &unclear, Some(OverlapChoice::New));
    assert_eq!((outcome.summary.taken, outcome.summary.recognised), (1, 0));
}

#[test]
fn days_that_the_book_has_whole_are_not_taken_again() {
    let (_test, session) = session();
    october(&session);
    let table = bare(&[("2026-10-06", 250, "deposit"), ("2026-10-07", -30, "fee")]);
    assert_eq!(counts(&session, &[table]), (0, 2, 0));
    // The same movements under the days on which they bear interest.
    let shifted = whole(
        ("2026-10-05", 1_100),
        &[("2026-10-07", 500, "cash"), ("2026-10-08", -30, "charges")],
        ("2026-10-08", 1_570),
    );
    let outcome = import_as(&session, &[shifted], None);
    assert_eq!(outcome.refused[0].1.rule, Rule::BankBalanceThere);
    assert_agrees(&session, 1_570);
}

#[test]
fn an_id_of_its_own_makes_a_line_and_that_is_told() {
    let (_test, session) = session();
    let with = |id: &str| {
        let mut statement = bare(&[("2026-10-05", 100, "cash")]);
        statement.lines[0].bank_id = Some(id.into());
        [statement]
    };
    assert_eq!(counts(&session, &with("TX1001")), (1, 0, 0));
    let outcome = import_as(&session, &with("TX1002"), None);
    assert_eq!(outcome.summary.taken, 1);
    assert_eq!(outcome.warnings[0].rule, "bank_line.alike");
    assert_eq!(counts(&session, &with("TX1002")), (0, 0, 0));
}
