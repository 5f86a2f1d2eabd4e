//! Disputes and promises in lists and reports: the same figures as on their own pages.

use crate::common::{TestBook, day};
use daybook::ledger::query::list::{ListOf, Listed, Only};
use daybook::ledger::query::list_rows::RowsOf;
use daybook::ledger::query::report::{Cell, Report, ReportOf};

fn book() -> TestBook {
    let mut test = TestBook::rwanda();
    test.customer("C1");
    test.invoice("C1", "2026-10-01", "2026-10-31", "1000");
    test
}

fn report(test: &TestBook, name: &str, by: &str) -> Report {
    // Disputes are reported over a period, promises on a day.
    let of_period = |day: &str| (name == "disputes").then(|| self::day(day));
    test.ask(&ReportOf {
        report: name.into(),
        from: of_period("2026-11-01"),
        to: of_period("2026-11-21"),
        by: Some(by.into()),
        ..ReportOf::default()
    })
    .unwrap()
}

fn column(report: &Report, name: &str) -> Vec<Cell> {
    let place = report.columns.iter().position(|column| column.name == name).unwrap();
    report.rows.iter().map(|row| row.cells[place].clone()).collect()
}

/// A dispute is joined to another on an earlier day than the money that was entered before: the days decide. The
/// list says of it what its page says.
#[test]
fn the_list_of_disputes_has_the_amounts_of_their_pages_on_every_day() {
    let mut test = book();
    for amount in ["300", "200"] {
        test.taken(&format!(
            r#"{{"do":"open_dispute","invoice":"INV-2026-00001","amount":"{amount}","reason":"price","date":"2026-11-02"}}"#
        ));
    }
    // It pays the undisputed 500 first, and then 200 of what was joined by then.
    test.payment("C1", "2026-11-20", "700", "oldest");
    test.taken(
        r#"{"do":"join_dispute","dispute":"DSP-2026-00001","into":"DSP-2026-00002","date":"2026-11-10"}"#,
    );
    for (today, expected) in [("2026-11-15", [0, 500]), ("2026-11-21", [0, 500])] {
        test.open_on(today);
        let list = ListOf { what: Listed::Disputes, only: Only::All, words: vec![], below: None };
        let keys = test.ask(&list).unwrap().keys;
        let rows = RowsOf { what: Listed::Disputes, ids: keys.iter().map(|key| key.id).collect() };
        let rows = test.ask(&rows).unwrap();
        let mut found = Vec::new();
        for row in rows.into_iter().flatten() {
            let shown = test.shown_dispute(&row.number);
            assert_eq!(row.amount, Some(shown.original), "{today}, {}", row.number);
            assert_eq!(row.left, Some(shown.remaining), "{today}, {}", row.number);
            found.push((row.number, shown.original.minor()));
        }
        found.sort();
        assert_eq!(
            found.iter().map(|(_, amount)| *amount).collect::<Vec<_>>(),
            expected,
            "{today}"
        );
    }
}

/// Money on account that came in time came: what was promised is what came and what is missing.
#[test]
fn money_on_account_in_time_has_come_in_the_report_of_promises() {
    let mut test = book();
    test.taken(
        r#"{"do":"promise","customer":"C1","invoice":"INV-2026-00001","amount":"500","by":"2026-11-10","tolerance_days":0,"date":"2026-11-03"}"#,
    );
    test.payment("C1", "2026-11-09", "400", "none");
    let report = report(&test, "promises", "all");
    let figures = ["promised", "came", "missing"].map(|name| match column(&report, name)[..] {
        [Cell::Money(amount)] => amount.minor(),
        ref other => panic!("{other:?}"),
    });
    assert_eq!(figures, [500, 400, 100]);
}

/// A root cause of the table is one group however it was noted; a text of its own is another.
#[test]
fn disputes_are_grouped_by_the_root_causes_of_the_table() {
    let mut test = book();
    test.taken(r#"{"do":"define_root_cause","root_cause":"new_driver"}"#);
    for cause in ["new_driver", "New driver", "Order entry", "the van was late"] {
        test.taken(&format!(
            r#"{{"do":"open_dispute","invoice":"INV-2026-00001","amount":"10","reason":"price","root_cause":"{cause}","date":"2026-11-02"}}"#
        ));
    }
    test.taken(
        r#"{"do":"open_dispute","invoice":"INV-2026-00001","amount":"10","reason":"price","date":"2026-11-02"}"#,
    );
    let report = report(&test, "disputes", "cause");
    assert_eq!(
        column(&report, "cause"),
        [
            Cell::Word("no_cause".into()),
            Cell::Word("new_driver".into()),
            Cell::Word("order_entry".into()),
            Cell::Text("the van was late".into()),
        ]
    );
    let counts = column(&report, "disputes");
    assert_eq!(counts, [1, 2, 1, 1].map(Cell::Count));
}
