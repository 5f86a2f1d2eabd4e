//! Reports: whatever they are grouped by, their totals are the sums of their rows, each figure is the
//! sum of the items behind it, and reports that show the same money agree.

use std::collections::BTreeMap;

use crate::common::cli::Cli;
use crate::common::counted::Counted;
use crate::common::properties::properties;
use crate::common::{TestBook, day, options};
use daybook::demo::{self, DemoSpec};
use daybook::domain::{Currency, Money};
use daybook::engine::BookWriter;
use daybook::engine::ports::Silent;
use daybook::ledger::query::report::{self, BehindOf, Cell, ExplanationOf, Kind, Report, ReportOf};
use daybook::ledger::query::{Question, View};
use daybook::reports::text;
use daybook::words::Words;
use proptest::prelude::*;
use unicode_width::UnicodeWidthStr;

const TODAY: &str = "2026-11-21";

/// A made-up book with all that a day can bring.
fn demo() -> TestBook {
    let dir = tempfile::TempDir::new().unwrap();
    let folder = dir.path().join("book");
    let spec = DemoSpec { customers: 40, invoices: 300, seed: 11, today: day(TODAY) };
    demo::make(&folder, spec, &mut Silent).unwrap();
    let book = BookWriter::open(&folder, options(), &mut Silent).unwrap();
    TestBook { dir, options: options(), book: Some(book) }
}

/// Every report in each of its forms, over half a year where it is about a period.
fn every_form() -> Vec<ReportOf> {
    let mut all = Vec::new();
    for spec in report::ALL {
        let ways = if spec.groupings.is_empty() { &[""][..] } else { spec.groupings };
        for by in ways {
            let by = Some((*by).to_string()).filter(|by| !by.is_empty());
            let from = (spec.time != report::Time::Day).then(|| day("2026-06-01"));
            all.push(ReportOf { report: spec.name.into(), by, from, ..ReportOf::default() });
        }
    }
    all
}

fn amount(cell: &Cell) -> Option<Money> {
    match cell {
        Cell::Money(amount) => Some(*amount),
        _ => None,
    }
}

/// The total of a column in the book's currency.
fn total(report: &Report, column: &str) -> i64 {
    let place = report.columns.iter().position(|it| it.name == column).unwrap();
    let rwf = Currency::parse("RWF").unwrap();
    report.totals.get(&rwf).map_or(0, |cells| amount(&cells[place]).unwrap().minor())
}

fn fact(report: &Report, name: &str) -> i64 {
    let fact = report.facts.iter().find(|fact| fact.name == name).unwrap();
    amount(&fact.value).unwrap().minor()
}

#[test]
fn totals_are_the_sums_of_rows_and_figures_of_the_items_behind_them() {
    let mut test = demo();
    for (day, amount) in [("05", 5_000), ("06", 7_000)] {
        test.taken(&format!(
            r#"{{"do":"record_unidentified","date":"2026-11-{day}","amount":"{amount}","method":"momo"}}"#
        ));
    }
    test.taken(r#"{"do":"identify","unidentified":"SUS-2026-00001","customer":"C0001","date":"2026-11-20"}"#);
    for (nth, then) in
        ["", r#""match_bank_line","customer":"C0001""#, r#""dismiss_bank_line","reason":"ours""#]
            .iter()
            .enumerate()
    {
        let nth = nth + 1;
        test.taken(&format!(
            r#"{{"do":"record_bank_lines","account":"BK","lines":[{{"date":"2026-11-1{nth}","amount":"100{nth}"}}]}}"#
        ));
        if !then.is_empty() {
            test.taken(&format!(r#"{{"do":{then},"line":"BL00000{nth}"}}"#));
        }
    }
    let invoice = test.invoice("C0001", "2026-11-21", "2026-12-21", "1000");
    test.taken(&format!(
        r#"{{"do":"await_certificate","invoice":"{invoice}","kind":"WHT3","amount":"30"}}"#
    ));
    test.taken(&format!(
        r#"{{"do":"promise","customer":"C0001","invoice":"{invoice}","amount":"500","by":"2026-11-28"}}"#
    ));
    let mut explained = 0;
    for question in every_form() {
        let report = test.ask(&question).unwrap();
        assert!(!report.rows.is_empty(), "{question:?}");
        let mut keys: Vec<&str> = report.rows.iter().map(|row| row.key.as_str()).collect();
        keys.sort_unstable();
        keys.dedup();
        assert_eq!(keys.len(), report.rows.len(), "{question:?} has two rows of one key");
        for (place, column) in report.columns.iter().enumerate() {
            // The amount of an invoice that stands on several rows is no sum.
            if column.kind != Kind::Money || !column.is_summed {
                continue;
            }
            let mut sums: BTreeMap<Currency, i64> = BTreeMap::new();
            for row in &report.rows {
                assert_eq!(row.cells.len(), report.columns.len());
                *sums.entry(row.currency).or_default() +=
                    amount(&row.cells[place]).unwrap().minor();
            }
            let some = report.rows.iter().step_by(1 + report.rows.len() / 5);
            let rows = some.map(|row| (row.key.clone(), amount(&row.cells[place]).unwrap()));
            let totals = report.totals.iter().map(|(currency, cells)| {
                let total = amount(&cells[place]).unwrap();
                assert_eq!(total.minor(), sums[currency], "{question:?} {}", column.name);
                (currency.to_string(), total)
            });
            for (row, value) in rows.chain(totals) {
                let column = column.name.to_string();
                let asked = ExplanationOf { report: question.clone(), row, column };
                let explanation = test.ask(&asked).unwrap();
                if let Some(row) = report.rows.iter().find(|row| row.key == asked.row) {
                    let (row, column) = (row.clone(), report.columns[place].clone());
                    let behind = BehindOf { report: question.clone(), row, column };
                    assert_eq!(test.ask(&behind).unwrap(), explanation.items, "{asked:?}");
                }
                assert_eq!(explanation.value, value, "{asked:?}");
                let behind: i64 = explanation.items.iter().map(|it| it.amount.minor()).sum();
                assert_eq!(behind, value.minor(), "{asked:?}");
                explained += explanation.items.len();
            }
        }
    }
    assert!(explained > 1_000, "only {explained} items were behind all figures");
}

/// How many rows a question reads.
fn rows_read<Q: Question>(test: &TestBook, question: &Q) -> u64 {
    test.book.as_ref().unwrap().shared().view(|view| {
        let counted = Counted::new(view.rows);
        let View { journal, book, taxes, today, lookup, sees, .. } = *view;
        let view = View { rows: &counted, journal, book, taxes, today, lookup, sees };
        drop(question.answer(&view).unwrap());
        counted.count()
    })
}

#[test]
fn a_figure_of_a_row_is_explained_without_the_report_being_read_again() {
    let test = demo();
    for (name, by) in [("aging", Some("customer")), ("aging", Some("item")), ("open-items", None)] {
        let (report, by) = (name.to_string(), by.map(str::to_string));
        let question = ReportOf { report, by, ..ReportOf::default() };
        let report = test.ask(&question).unwrap();
        let whole = rows_read(&test, &question);
        let column = report.columns.last().unwrap().clone();
        for row in report.rows.iter().step_by(1 + report.rows.len() / 8) {
            let (row, column) = (row.clone(), column.clone());
            let read = rows_read(&test, &BehindOf { report: question.clone(), row, column });
            assert!(read * 3 < whole, "{read} rows are read where the report reads {whole}");
        }
    }
}

#[test]
fn reports_that_show_the_same_money_agree() {
    let test = demo();
    let of = |name: &str, by: Option<&str>, from: Option<&str>, to: Option<&str>| {
        let (from, to) = (from.map(day), to.map(day));
        let (report, by) = (name.to_string(), by.map(str::to_string));
        test.ask(&ReportOf { report, by, from, to, ..ReportOf::default() }).unwrap()
    };
    let aging = of("aging", None, None, None);
    for column in ["not_due", "1-30", "31-60", "61-90", "91+", "on_account", "disputed", "total"] {
        assert_eq!(total(&of("aging", Some("item"), None, None), column), total(&aging, column));
    }
    let open = of("open-items", None, None, None);
    assert_eq!(total(&open, "outstanding"), total(&aging, "total"));
    assert_eq!(total(&open, "disputed"), total(&aging, "disputed"));
    assert_eq!(total(&of("unapplied", None, None, None), "unapplied"), total(&aging, "on_account"));
    let payments = of("payments", None, Some("2026-01-01"), None);
    for by in ["day", "method"] {
        let grouped = of("payments", Some(by), Some("2026-01-01"), None);
        for column in ["amount", "received", "returned", "on_account"] {
            assert_eq!(total(&grouped, column), total(&payments, column), "{by} {column}");
        }
        let place = payments.columns.iter().position(|it| it.name == "amount").unwrap();
        let came = payments.rows.iter().filter_map(|row| amount(&row.cells[place]));
        let came = came.filter(|amount| !amount.is_zero()).count();
        assert_eq!(grouped.rows.iter().map(count).sum::<i64>(), i64::try_from(came).unwrap());
    }
    // Each day goes on where the day before ended, and nothing moved that no entry says.
    let mut owed = None;
    for number in 1..=21 {
        let date = format!("2026-11-{number:02}");
        let by_user = of("activity", None, Some(&date), Some(&date));
        let by_entry = of("activity", Some("entry"), Some(&date), Some(&date));
        assert_eq!(fact(&by_user, "difference"), 0, "{date}");
        assert_eq!(by_user.facts, by_entry.facts);
        for column in ["debits", "credits"] {
            assert_eq!(total(&by_user, column), total(&by_entry, column), "{date}");
        }
        assert!(owed.is_none_or(|owed| owed == fact(&by_user, "opening")), "{date}");
        owed = Some(fact(&by_user, "closing"));
    }
    assert_ne!(owed, Some(0));
}

/// How many payments a row stands for.
fn count(row: &report::Row) -> i64 {
    let counts = row.cells.iter().filter_map(|cell| match cell {
        Cell::Count(count) => Some(*count),
        _ => None,
    });
    counts.sum()
}

#[test]
fn every_figure_stands_whole_on_a_page_of_80_columns_in_both_languages() {
    let test = demo();
    let questions = every_form();
    let reports: Vec<Report> = questions.iter().map(|it| test.ask(it).unwrap()).collect();
    let languages = [Words::english(), Words::french()];
    let some = (
        0..reports.len(),
        prop::collection::vec(-999_999_999_999_999_i64..=999_999_999_999_999, 1..8),
    );
    proptest!(properties(60), |((which, amounts) in some)| {
        let mut report = reports[which].clone();
        report.rows.truncate(3);
        let mut amounts = amounts.iter().cycle();
        let cells = report.rows.iter_mut().flat_map(|row| &mut row.cells);
        for cell in cells.chain(report.totals.values_mut().flatten()) {
            if let Cell::Money(amount) = cell {
                *amount = Money::from_minor(*amounts.next().unwrap(), 2);
            }
        }
        for words in &languages {
            let page = text::text(&report, words, false);
            for line in page.lines() {
                prop_assert!(line.width() <= 80, "{line:?}");
            }
            let cells = report.rows.iter().flat_map(|row| &row.cells);
            for cell in cells.chain(report.totals.values().flatten()) {
                if let Some(amount) = amount(cell).filter(|amount| !amount.is_zero()) {
                    let figure = words.figure(&amount.to_string());
                    let is_there = page.lines().any(|line| stands_alone(line, &figure));
                    prop_assert!(is_there, "{figure} is not in\n{page}");
                }
            }
        }
    });
}

/// Whether a figure stands in a line with blanks, or nothing, on both sides.
fn stands_alone(line: &str, figure: &str) -> bool {
    line.match_indices(figure).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        let after = line[at + figure.len()..].chars().next();
        before.is_none_or(|letter| letter == ' ') && after.is_none_or(|letter| letter == ' ')
    })
}

#[test]
fn the_command_line_lists_prints_and_explains_reports() {
    let cli = Cli::new();
    cli.json(&["demo", "--customers", "20", "--invoices", "90", "--no-desk"]);
    let listed = cli.json(&["report"]);
    for listed in listed["reports"].as_array().unwrap() {
        let name = listed["report"].as_str().unwrap();
        let report = cli.json(&["report", name]);
        assert_eq!(report["report"], *name);
        let columns: Vec<&str> = report["columns"]
            .as_array()
            .unwrap()
            .iter()
            .map(|it| it["name"].as_str().unwrap())
            .collect();
        for row in report["rows"].as_array().unwrap() {
            assert_eq!(row.as_object().unwrap().keys().collect::<Vec<_>>(), columns);
        }
        let csv = String::from_utf8(cli.run(&["report", name, "--format", "csv"]).stdout).unwrap();
        assert_eq!(csv.lines().next().unwrap(), columns.join(","));
        assert_eq!(csv.lines().count(), report["rows"].as_array().unwrap().len() + 1, "{name}");
    }
    let aging = cli.json(&["report", "aging"]);
    let (row, place) = (&aging["rows"][2], "3");
    for named in [row["customer"].as_str().unwrap(), place] {
        let explained = cli.json(&["report", "aging", "--explain", &format!("{named}:total")]);
        assert_eq!(explained["value"], row["total"]);
    }
    // A row of a group is called what its first column is.
    for (report, by) in [("payments", "day"), ("payments", "method"), ("disputes", "cause")] {
        let asked = |more: &[&str]| {
            let period = ["--by", by, "--from", "2020-01-01"];
            cli.json(&[&["report", report][..], &period, more].concat())
        };
        let rows = asked(&[]);
        let row = &rows["rows"][0];
        let first = if by == "day" { "date" } else { by };
        let figure = format!("{}:amount", row[first].as_str().unwrap());
        assert_eq!(asked(&["--explain", &figure])["value"], row["amount"], "{figure}");
    }
    for (args, rule) in [
        (&["report", "ageing"][..], "report.unknown"),
        (&["report", "aging", "--from", "2026-01-01"], "report.parameter"),
        (&["report", "payments", "--as-of", "2026-01-01"], "report.parameter"),
        (&["report", "payments", "--by", "week"], "report.grouping_unknown"),
        (&["report", "unapplied", "--by", "week"], "report.grouping_unknown"),
        (&["report", "aging", "--explain", "C0001:name"], "report.column_unknown"),
        (&["report", "aging", "--explain", "nobody:total"], "report.row_unknown"),
        (
            &["report", "activity", "--from", "2020-01-01", "--explain", "aline:debits"],
            "aline credit_invoice RWF",
        ),
        (
            &["report", "payments", "--from", "2026-12-01", "--to", "2026-11-01"],
            "query.period_backwards",
        ),
    ] {
        let run = cli.run(args);
        let said = String::from_utf8(run.stderr).unwrap();
        assert!(run.status.code() == Some(1) && said.contains(rule), "{args:?}: {said}");
    }
}

/// A payment that came to nothing is shown, and is not in the sum of what was received.
#[test]
fn the_total_of_the_payments_is_the_money_that_came_in_and_stayed() {
    let mut test = TestBook::rwanda();
    test.customer("C1");
    for amount in ["1000", "300", "200"] {
        test.payment("C1", "2026-11-10", amount, "none");
    }
    for line in [
        r#"{"do":"reverse_payment","payment":"PAY-2026-00002","reason":"slip"}"#,
        r#"{"do":"bounce_payment","payment":"PAY-2026-00003","reason":"no funds"}"#,
    ] {
        test.taken(line);
    }
    for by in ["payment", "day", "method"] {
        let (report, by) = ("payments".into(), Some(by.into()));
        let from = Some(day("2026-11-01"));
        let report = test.ask(&ReportOf { report, by, from, ..ReportOf::default() }).unwrap();
        let totals = ["received", "returned", "amount"].map(|column| total(&report, column));
        assert_eq!(totals, [1_000, 500, 1_500], "{report:?}");
    }
}

/// A cheque of one month that is returned in the next: each month tells what happened in it.
#[test]
fn what_is_returned_counts_in_the_month_in_which_it_was_returned() {
    let mut test = TestBook::rwanda();
    test.customer("C1");
    test.payment("C1", "2026-09-10", "1000", "none");
    test.payment("C1", "2026-09-12", "300", "none");
    test.taken(r#"{"do":"bounce_payment","payment":"PAY-2026-00001","reason":"no funds","date":"2026-10-05"}"#);
    let of = |by: &str, from: &str, to: &str| {
        let (from, to, by) = (Some(day(from)), Some(day(to)), Some(by.to_string()));
        let report =
            test.ask(&ReportOf { report: "payments".into(), by, from, to, ..ReportOf::default() });
        report.unwrap()
    };
    let figures = |report: &Report| {
        ["amount", "returned", "on_account", "received"].map(|column| total(report, column))
    };
    for by in ["payment", "day", "method"] {
        let september = of(by, "2026-09-01", "2026-09-30");
        let october = of(by, "2026-10-01", "2026-10-31");
        assert_eq!(figures(&september), [1_300, 0, 1_300, 1_300], "{by}");
        assert_eq!(figures(&october), [0, 1_000, 0, -1_000], "{by}");
        let both = of(by, "2026-09-01", "2026-10-31");
        assert_eq!(figures(&both), [1_300, 1_000, 300, 300], "{by}");
    }
    let october = of("payment", "2026-10-01", "2026-10-31");
    let row = &october.rows[0];
    assert_eq!(
        (row.key.as_str(), &row.cells[1]),
        ("PAY-2026-00001", &Cell::Date(day("2026-09-10")))
    );
    let days: Vec<String> =
        of("day", "2026-09-01", "2026-10-31").rows.into_iter().map(|row| row.key).collect();
    assert_eq!(days, ["2026-09-10 RWF", "2026-09-12 RWF", "2026-10-05 RWF"]);
}

#[test]
fn the_disputes_of_a_period_show_their_age_against_the_goal_and_what_they_cost() {
    let mut test = TestBook::rwanda();
    test.customer("C1");
    let invoice = test.invoice("C1", "2026-10-01", "2026-10-31", "1000");
    let open = |amount: &str, reason: &str, cause: &str, date: &str| {
        format!(
            r#"{{"do":"open_dispute","invoice":"{invoice}","amount":"{amount}","reason":"{reason}","root_cause":"{cause}","owner":"ann","date":"{date}"}}"#
        )
    };
    for line in [
        open("100", "price", "old list", "2026-10-02"),
        open("200", "price", "Old list", "2026-11-03"),
        open("300", "damaged", "carrier", "2026-11-10"),
        open("50", "price", "a slip", "2026-11-10"),
    ] {
        test.taken(&line);
    }
    for line in [
        r#"{"do":"resolve_dispute","dispute":"DSP-2026-00001","outcome":"upheld","date":"2026-10-20"}"#,
        r#"{"do":"resolve_dispute","dispute":"DSP-2026-00002","outcome":"credit","amount":"150","date":"2026-11-06"}"#,
        r#"{"do":"move_dispute","dispute":"DSP-2026-00002","to":"closed","date":"2026-11-12"}"#,
        r#"{"do":"move_dispute","dispute":"DSP-2026-00004","to":"void","date":"2026-11-12"}"#,
    ] {
        test.taken(line);
    }
    let of = |by: &str| ReportOf {
        report: "disputes".into(),
        from: Some(day("2026-11-01")),
        to: Some(day("2026-11-21")),
        by: Some(by.into()),
        ..ReportOf::default()
    };
    let report = test.ask(&of("dispute")).unwrap();
    let column = |report: &Report, name: &str| -> Vec<Cell> {
        let place = report.columns.iter().position(|column| column.name == name).unwrap();
        report.rows.iter().map(|row| row.cells[place].clone()).collect()
    };
    // The first ended before the period, the last was raised in error.
    assert_eq!(
        report.rows.iter().map(|row| row.key.as_str()).collect::<Vec<_>>(),
        ["DSP-2026-00002", "DSP-2026-00003"]
    );
    assert_eq!(column(&report, "days"), [Cell::Count(3), Cell::Count(11)]);
    assert_eq!(column(&report, "over_goal"), [Cell::Count(0), Cell::Count(7)]);
    assert_eq!((total(&report, "in_dispute"), total(&report, "credited")), (300, 150));
    // As of the day before it was resolved, all of it was in dispute.
    let then = ReportOf { to: Some(day("2026-11-05")), ..of("cause") };
    let report = test.ask(&then).unwrap();
    assert_eq!((total(&report, "in_dispute"), total(&report, "credited")), (200, 0));
    let report = test.ask(&of("reason")).unwrap();
    assert_eq!(column(&report, "disputes"), [Cell::Count(1), Cell::Count(1)]);
    assert_eq!(column(&report, "past_goal"), [Cell::Count(1), Cell::Count(0)]);
}
