//! Bank statements become lines of the book: whole or not at all, once however often a file comes, and
//! however many lines it has.

use crate::common::cli::Cli;
use crate::common::{TestBook, day};
use daybook::domain::Currency;
use daybook::engine::Session;
use daybook::engine::ports::Silent;
use daybook::exchange::bank::{BankBalance, BankLine, BankPlace, BankStatement};
use daybook::exchange::statements::{StatementImport, StatementOutcome, run};
use daybook::ledger::query::bank::BankLinesAfter;
use daybook::ledger::query::reconciliation::ReconciliationOf;
use daybook::ledger::query::show::ShownBankLine;

fn session() -> (TestBook, Session) {
    let mut test = TestBook::rwanda();
    let session = Session::of(test.book.take().unwrap(), "eva".into()).unwrap();
    (test, session)
}

fn line(date: &str, amount: &str, text: &str, bank_id: Option<&str>) -> BankLine {
    BankLine {
        date: day(date),
        value_date: None,
        amount: amount.parse().unwrap(),
        fee: None,
        payer: Some("J. Uwase".into()),
        payer_account: None,
        paid_for: None,
        text: text.into(),
        references: vec![],
        bank_id: bank_id.map(str::to_string),
        is_return: false,
        place: BankPlace { line: 7, entry: 3, part: 0 },
    }
}

fn balance(date: &str, amount: &str) -> BankBalance {
    BankBalance { date: day(date), amount: amount.parse().unwrap() }
}

fn statement(lines: Vec<BankLine>) -> BankStatement {
    BankStatement {
        number: Some("RW12 0004".into()),
        currency: Currency::parse("RWF"),
        lines,
        ..BankStatement::default()
    }
}

fn import(session: &Session, statements: &[BankStatement]) -> StatementOutcome {
    let import = StatementImport {
        account: "BK",
        number: None,
        method: None,
        overlap: None,
        left_out: 0,
        dry_run: false,
    };
    run(session, &import, statements, &mut Silent).unwrap()
}

fn counts(outcome: &StatementOutcome) -> (u64, u64, u64) {
    let it = &outcome.summary;
    (it.taken, it.skipped, it.refused)
}

fn all_lines(session: &Session) -> Vec<ShownBankLine> {
    let (mut lines, mut after) = (vec![], None);
    loop {
        let page = session.ask(&BankLinesAfter(after)).unwrap();
        lines.extend(page.rows);
        after = page.next;
        if after.is_none() {
            return lines;
        }
    }
}

#[test]
fn a_file_is_taken_once_and_overlapping_days_add_what_is_new() {
    let (_test, session) = session();
    let first = BankStatement {
        opening: Some(balance("2026-11-01", "100")),
        closing: Some(balance("2026-11-02", "140")),
        ..statement(vec![
            line("2026-11-02", "20", "rent", None),
            line("2026-11-02", "20", "rent", None),
        ])
    };
    let outcome = import(&session, std::slice::from_ref(&first));
    assert_eq!(counts(&outcome), (2, 0, 0));
    let it = &outcome.summary;
    let figures = [it.opening, it.closing, it.difference].map(|it| it.unwrap().to_string());
    assert_eq!(figures, ["100", "140", "0"]);
    assert_eq!(counts(&import(&session, std::slice::from_ref(&first))), (0, 2, 0));
    // The same statement twice in one file.
    assert_eq!(counts(&import(&session, &[first.clone(), first.clone()])), (0, 4, 0));
    let overlapping = statement(vec![
        line("2026-11-02", "20.00", "RENT  ", None),
        line("2026-11-02", "20", "rent", None),
        line("2026-11-02", "20", "rent", None),
        line("2026-11-03", "5", "\u{200b}more\u{7}", Some("T1")),
    ]);
    assert_eq!(counts(&import(&session, &[overlapping])), (2, 2, 0));
    let lines = all_lines(&session);
    assert_eq!(lines.len(), 4);
    assert_eq!(lines[3].text.as_deref(), Some("more"));
}

#[test]
fn a_statement_that_the_book_cannot_hold_is_refused_as_a_whole() {
    let (_test, session) = session();
    for (bad, rule) in [
        (line("2026-11-02", "100000000000000000000", "x", None), "amount.out_of_range"),
        (line("2026-11-02", "1.5", "x", None), "amount.too_precise"),
        (line("1969-11-02", "1", "x", None), "date.too_early"),
        (line("2062-11-02", "1", "x", None), "date.out_of_range"),
    ] {
        let good = line("2026-11-02", "1", "x", None);
        let outcome = import(&session, &[statement(vec![good, bad])]);
        assert_eq!(counts(&outcome), (0, 0, 2), "{rule}");
        assert_eq!(outcome.refused[0].1.rule.name(), rule);
        assert_eq!(outcome.refused[0].0.entry, 3, "the line's place");
    }
    assert!(all_lines(&session).is_empty());
}

#[test]
fn another_account_is_refused_and_one_of_several_is_chosen_by_its_number() {
    let (_test, session) = session();
    let own = statement(vec![line("2026-11-02", "1", "x", None)]);
    let other = BankStatement {
        number: Some("RW99".into()),
        ..statement(vec![line("2026-11-02", "2", "x", None)])
    };
    let several = [own.clone(), other.clone()];
    let asked = StatementImport {
        account: "BK",
        number: None,
        method: None,
        overlap: None,
        left_out: 0,
        dry_run: false,
    };
    let refused = run(&session, &asked, &several, &mut Silent);
    assert!(format!("{:?}", refused.unwrap_err()).contains("BankAccountsSeveral"));
    let asked = StatementImport { number: Some("rw120004"), ..asked };
    let outcome = run(&session, &asked, &several, &mut Silent).unwrap();
    assert_eq!((counts(&outcome), outcome.refused.len()), ((1, 0, 0), 1));
    // From now on the name stands for that number.
    let outcome = import(&session, &[other]);
    assert_eq!(outcome.refused[0].1.rule.name(), "bank_account.other_number");
    let dollars = BankStatement { currency: Currency::parse("USD"), ..own };
    let outcome = import(&session, &[dollars]);
    assert_eq!(outcome.refused[0].1.rule.name(), "bank_account.other_currency");
    assert_eq!(all_lines(&session).len(), 1);
}

#[test]
fn a_gap_between_statements_is_told_and_a_dry_run_writes_nothing() {
    let (_test, session) = session();
    let first = BankStatement {
        opening: Some(balance("2026-11-01", "0")),
        closing: Some(balance("2026-11-02", "5")),
        ..statement(vec![line("2026-11-02", "5", "x", None)])
    };
    let asked = StatementImport {
        account: "BK",
        number: None,
        method: None,
        overlap: None,
        left_out: 0,
        dry_run: true,
    };
    let outcome = run(&session, &asked, std::slice::from_ref(&first), &mut Silent).unwrap();
    assert_eq!(counts(&outcome), (1, 0, 0));
    assert!(all_lines(&session).is_empty());
    import(&session, &[first]);
    let later = BankStatement {
        opening: Some(balance("2026-11-04", "7")),
        closing: Some(balance("2026-11-05", "8")),
        ..statement(vec![line("2026-11-05", "1", "x", None)])
    };
    // A trial says so too.
    let tried = run(&session, &asked, std::slice::from_ref(&later), &mut Silent).unwrap();
    let outcome = import(&session, &[later]);
    for outcome in [tried, outcome] {
        assert_eq!(outcome.warnings.len(), 1);
        assert_eq!(outcome.warnings[0].rule, "bank_account.balance_gap");
    }
}

/// A statement of days that overlap those of the last: what the book has of it is no gap.
#[test]
fn a_statement_that_begins_within_the_last_one_is_no_gap() {
    // The opening balance has the day of the first line, or the one before.
    for day in ["2026-11-02", "2026-11-03"] {
        let (_test, session) = session();
        let known = line("2026-11-03", "-1000000", "transfer", None);
        let first = BankStatement {
            opening: Some(balance("2026-11-01", "5000000")),
            closing: Some(balance("2026-11-03", "4200000")),
            ..statement(vec![line("2026-11-02", "200000", "a", None), known.clone()])
        };
        assert!(import(&session, &[first]).warnings.is_empty());
        let next = BankStatement {
            opening: Some(balance(day, "5200000")),
            closing: Some(balance("2026-11-04", "4200007")),
            ..statement(vec![known, line("2026-11-04", "7", "b", None)])
        };
        let outcome = import(&session, &[next]);
        assert_eq!(counts(&outcome), (1, 1, 0));
        assert!(outcome.warnings.is_empty(), "{day} {:?}", outcome.warnings);
    }
}

/// More lines than a command takes, among them many that say the same.
#[test]
fn thousands_of_lines_are_taken_and_none_twice() {
    let (_test, session) = session();
    let text = "x".repeat(1_500);
    let lines: Vec<BankLine> =
        (0..2_500).map(|n| line("2026-11-02", &(n % 50).to_string(), &text, None)).collect();
    let sum: i64 = (0..2_500).map(|n| n % 50).sum();
    assert_eq!(counts(&import(&session, &[statement(lines.clone())])), (2_500, 0, 0));
    assert_eq!(counts(&import(&session, &[statement(lines)])), (0, 2_500, 0));
    let lines = all_lines(&session);
    assert_eq!(lines.len(), 2_500);
    assert_eq!(lines[2_499].line.0, "BL002500");
    let it = session.ask(&ReconciliationOf::default()).unwrap().remove(0);
    assert_eq!((it.bank_closing.minor(), it.difference.minor()), (sum, sum));
}

/// What matching says of a line is posted if it is sure or chosen; an amount is found among what is owed.
#[test]
fn a_sure_line_is_accepted_and_an_amount_is_found() {
    use daybook::exchange::reconcile::{Certainty, DetectAsked, accept, detect, suggest};
    let mut test = TestBook::rwanda();
    for (code, name) in [("C1", "Akagera Mining Ltd"), ("C2", "Umubano Hotel")] {
        test.taken(&format!(
            r#"{{"do":"register_customer","code":"{code}","name":"{name}","date":"2020-01-01"}}"#
        ));
    }
    let invoice = test.invoice("C1", "2026-10-01", "2026-10-31", "120500");
    test.invoice("C2", "2026-10-01", "2026-10-31", "77100");
    let session = Session::of(test.book.take().unwrap(), "eva".into()).unwrap();
    let paid = BankLine {
        payer: Some("AKAGERA MINING LTD".into()),
        ..line("2026-11-02", "120500", &invoice, None)
    };
    import(&session, &[statement(vec![paid, line("2026-11-03", "-20", "charges", None)])]);
    let found = suggest(&session, Some("bk"), &mut Silent).unwrap();
    assert_eq!(found.len(), 2);
    let first = &found[0].suggestions[0];
    assert_eq!((first.customer.0.as_str(), first.certainty), ("C1", Certainty::Sure));
    assert_eq!((first.allocate[0].invoice.0.as_str(), first.rest.minor()), (invoice.as_str(), 0));
    assert!(!first.reasons.is_empty());
    let accepted = accept(&session, &found[..1]).unwrap();
    assert_eq!(accepted[0].outcome.as_ref().unwrap().0, "PAY-2026-00001");
    // A second time it is not open any more: nothing is replaced.
    let again = accept(&session, &found[..1]).unwrap();
    assert_eq!(again[0].outcome.as_ref().unwrap_err().rule.name(), "bank_line.not_open");
    assert_eq!(suggest(&session, None, &mut Silent).unwrap().len(), 1);
    let amount = daybook::domain::Plain("77100".parse().unwrap());
    let asked = DetectAsked { amount, customer: None, within: None };
    let answers = detect(&session, &asked, &mut Silent).unwrap().answers;
    assert_eq!(answers[0].customer.0, "C2");
    assert_eq!(answers[0].items[0].1.minor(), 77_100);
}

#[test]
fn a_statement_without_the_word_bank_is_told_how_it_is_imported() {
    let cli = Cli::new();
    for (name, text) in [
        ("a.sta", ":20:X\n:25:1/2\n:60F:C261119RWF10,\n:62F:C261124RWF10,\n-\n"),
        ("a.ofx", "OFXHEADER:100\n<OFX></OFX>"),
        ("a.xml", "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.02\"/>"),
    ] {
        std::fs::write(cli.dir.path().join(name), text).unwrap();
        let run = cli.run(&["import", name]);
        let said = String::from_utf8(run.stderr).unwrap();
        assert_eq!(run.status.code(), Some(2), "{name}: {said}");
        assert!(said.contains("import bank FILE --account NAME"), "{name}: {said}");
    }
}

#[test]
fn a_table_that_can_be_read_two_ways_is_read_as_the_options_say() {
    let cli = Cli::with_book();
    let table = "Date,Description,Amount\n01/02/2026,a,\"98,000\"\n03/04/2026,b,\"12,500\"\n";
    std::fs::write(cli.dir.path().join("bk.csv"), table).unwrap();
    let import = ["import", "bank", "bk.csv", "--account", "BK"];
    let with = |more: &[&str]| cli.run(&[&import[..], more].concat());
    let refused = |more: &[&str], rule: &str| {
        let run = with(more);
        let said = String::from_utf8(run.stderr).unwrap();
        assert!(!run.status.success() && said.contains(rule), "{more:?}: {said}");
    };
    refused(&[], "bank.date_order");
    refused(&["--date-format", "D/M/YYYY"], "bank.decimal_mark");
    assert!(with(&["--date-format", "D/M/YYYY", "--decimal-point"]).status.success());
    let line = cli.json(&["show", "BL000001"]);
    assert_eq!(
        (line["date"].as_str(), line["amount"].as_str()),
        (Some("2026-02-01"), Some("98000"))
    );
}

#[test]
fn an_entry_that_is_left_out_is_told_and_counts_as_refused() {
    let cli = Cli::with_book();
    let statement = |entry: &str| {
        format!(
            ":20:A\n:25:1\n:60F:C261119RWF10,\n:61:2611201120C5,NTRFX\n{entry}:62F:C261120RWF15,\n-\n"
        )
    };
    std::fs::write(cli.dir.path().join("whole.sta"), statement("")).unwrap();
    std::fs::write(cli.dir.path().join("part.sta"), statement(":61:2611201120Cfive,NTRFX\n"))
        .unwrap();
    let import = |name: &str| cli.run(&["import", "bank", name, "--account", "BK", "--dry-run"]);
    assert_eq!(import("whole.sta").status.code(), Some(0));
    let part = import("part.sta");
    let said = String::from_utf8([part.stdout, part.stderr].concat()).unwrap();
    assert_eq!(part.status.code(), Some(1), "{said}");
    assert!(said.contains("0 refused, 1 left out of the file"), "{said}");
    assert!(said.contains("is not an amount: the entry is left out"), "{said}");
    let told = cli.json(&["import", "bank", "part.sta", "--account", "BK", "--dry-run"]);
    assert_eq!((told["taken"].as_u64(), told["left_out"].as_u64()), (Some(1), Some(1)));
}

#[test]
fn a_statement_without_one_readable_entry_leaves_the_account_as_it_was() {
    let cli = Cli::with_book();
    let statement = |number: &str, entry: &str| {
        format!(":20:A\n:25:{number}\n:60F:C261119RWF10,\n{entry}:62F:C261120RWF15,\n-\n")
    };
    let unreadable = ":61:2611201120Cfive,NTRFX\n:61:2611201120Csix,NTRFX\n";
    std::fs::write(cli.dir.path().join("bad.sta"), statement("111", unreadable)).unwrap();
    let head = cli.json(&[])["head"].clone();
    for more in [&["--dry-run"][..], &[]] {
        let args = [&["import", "bank", "bad.sta", "--account", "BK"], more].concat();
        let output = cli.run(&args);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(1), "{said}");
        assert!(said.contains("not one entry of the file can be read (2)"), "{said}");
        assert!(said.contains("bank.nothing_read"), "{said}");
    }
    assert_eq!(cli.json(&[])["head"], head, "nothing is written");
    // The account is free for the statement of another number.
    let entry = ":61:2611201120C5,NTRFX\n";
    std::fs::write(cli.dir.path().join("good.sta"), statement("222", entry)).unwrap();
    assert_eq!(cli.status(&["import", "bank", "good.sta", "--account", "BK"]), 0);
    // One without entries, as a quiet week has, is taken for its balance.
    std::fs::write(cli.dir.path().join("quiet.sta"), statement("333", "")).unwrap();
    assert_eq!(cli.status(&["import", "bank", "quiet.sta", "--account", "Quiet"]), 0);
    // With neither lines nor a balance there is nothing to record.
    let line = r#"{"do":"record_bank_lines","account":"None","lines":[]}"#;
    assert_eq!(cli.post(line).1[0]["refusal"]["rule"], "bank.empty");
}
