//! Exports of a made-up book: every table adds up to the control total.

use std::fs;

use crate::common::cli::Cli;
use serde_json::Value;

#[test]
fn an_export_of_the_made_up_book_holds_all_that_a_day_can_bring_and_adds_up() {
    let cli = Cli::new();
    let made = cli.json(&["demo", "--customers", "40", "--invoices", "900", "--no-desk"]);
    let control = &made["book"]["currencies"]["RWF"];
    let folder = cli.dir.path().join("out");
    for format in ["csv", "jsonl"] {
        let tables = &cli.json(&["export", format, folder.to_str().unwrap()])["tables"];
        assert_eq!((&tables["invoices"], &tables["customers"]), (&900.into(), &40.into()));
    }
    let read = |name: &str| {
        let mut reader = csv::Reader::from_path(folder.join(format!("{name}.csv"))).unwrap();
        let head = reader.headers().unwrap().clone();
        let rows: Vec<_> = reader.records().map(Result::unwrap).collect();
        (head, rows)
    };
    let sum = |name: &str, column: &str| {
        let (head, rows) = read(name);
        let place = head.iter().position(|found| found == column).unwrap();
        rows.iter().map(|row| row[place].parse::<i64>().unwrap()).sum::<i64>()
    };
    assert_eq!(sum("invoices", "outstanding").to_string(), control["receivable"]);
    let on_account = sum("payments", "on_account") + sum("credit_notes", "on_account");
    assert_eq!(on_account.to_string(), control["on_account"]);
    assert_eq!(sum("invoices", "outstanding") - on_account, sum("customers", "balance"));
    // The lines of JSON are the answers themselves.
    let jsonl = fs::read_to_string(folder.join("invoices.jsonl")).unwrap();
    let first: Value = serde_json::from_str(jsonl.lines().next().unwrap()).unwrap();
    assert_eq!(first, cli.json(&["show", first["invoice"].as_str().unwrap()]));
    assert_eq!(jsonl.lines().count(), 900);
    // Disputes add up, one by one, and the made-up book has all that a day can bring.
    let dispute = |column: &str| sum("disputes", column);
    let parts = dispute("remaining") + dispute("paid") + dispute("credited") + dispute("cleared");
    assert_eq!(dispute("original"), parts);
    let (head, rows) = read("disputes");
    let place = |column: &str| head.iter().position(|found| found == column).unwrap();
    let live = rows.iter().filter(|row| !row[place("remaining")].starts_with('0'));
    let live: i64 = live.map(|row| row[place("remaining")].parse::<i64>().unwrap()).sum();
    assert_eq!(live, sum("invoices", "disputed"));
    for (table, column, values) in [
        ("disputes", "state", &["new", "in_progress", "waiting", "closed", "void"][..]),
        ("disputes", "outcome", &["credit", "upheld", "withdrawn"]),
        ("promises", "state", &["open", "kept", "part_kept", "broken", "withdrawn"]),
        ("callbacks", "state", &["open", "done"]),
        ("calls", "direction", &["in", "out"]),
        ("payments", "state", &["posted", "bounced"]),
        ("payments", "method", &["bank", "cash", "cheque", "momo", "opening"]),
        ("invoices", "state", &["issued", "void"]),
        ("write_offs", "reason", &["bad_debt", "early_payment"]),
    ] {
        let (head, rows) = read(table);
        let place = head.iter().position(|found| found == column).unwrap();
        let found: std::collections::BTreeSet<&str> = rows.iter().map(|row| &row[place]).collect();
        for value in values {
            assert!(found.contains(value), "no {table} whose {column} is {value}");
        }
    }
    assert!(
        fs::read_dir(&folder).unwrap().all(|f| f.unwrap().path().extension().unwrap() != "part")
    );
}

/// A Canadian book with these commands in it, each of which is taken; their receipts.
fn canadian(lines: &[&str]) -> (Cli, Vec<Value>) {
    let cli = Cli::new();
    let init = ["init", "--company", "A", "--country", "CA", "--currency", "CAD"];
    let zone = ["--zone", "America/Toronto"];
    assert_eq!(cli.status(&[&init[..], &zone[..]].concat()), 0);
    let (status, receipts) = cli.post(lines.join("\n"));
    assert_eq!(status, 0, "{receipts:?}");
    (cli, receipts)
}

/// Exports a book as CSV; adds up a column of a table, in cents.
fn added_up(cli: &Cli) -> impl Fn(&str, &str) -> i64 {
    let folder = cli.dir.path().join("out");
    assert_eq!(cli.status(&["export", "csv", folder.to_str().unwrap()]), 0);
    move |table: &str, column: &str| {
        let mut reader = csv::Reader::from_path(folder.join(format!("{table}.csv"))).unwrap();
        let place = reader.headers().unwrap().iter().position(|found| found == column);
        let place = place.unwrap_or_else(|| panic!("{table} has no {column}"));
        let cents = |row: csv::StringRecord| row[place].replace('.', "").parse().unwrap_or(0_i64);
        reader.records().map(|row| cents(row.unwrap())).sum()
    }
}

const CUSTOMER: &str = r#"{"do":"register_customer","name":"A","terms":"2/10 net 30"}"#;

/// An invoice of one line.
fn invoice(date: &str, amount: &str) -> String {
    format!(
        r#"{{"override":{{"reason":"agreed"}},"do":"issue_invoice","customer":"C0001","date":"{date}","lines":[{{"description":"x","quantity":"1","unit_price":"{amount}"}}]}}"#
    )
}

fn payment(date: &str, amount: &str) -> String {
    format!(
        r#"{{"do":"record_payment","customer":"C0001","date":"{date}","amount":"{amount}","method":"cheque"}}"#
    )
}

const BOUNCE: &str =
    r#"{"do":"bounce_payment","payment":"PAY-2026-00001","date":"2026-11-20","reason":"no funds"}"#;

#[test]
fn the_tables_say_what_is_owed_on_a_refund_and_what_was_taken_back_of_a_write_off() {
    let refund = r#"{"do":"refund","from":"PAY-2026-00001","amount":"50","date":"2026-11-16"}"#;
    let (cli, _) = canadian(&[
        CUSTOMER,
        &invoice("2026-11-01", "450"),
        &payment("2026-11-15", "500"),
        refund,
        BOUNCE,
    ]);
    let sum = added_up(&cli);
    assert_eq!(sum("refunds", "outstanding"), 50_00);
    let owed = sum("invoices", "outstanding") + sum("refunds", "outstanding");
    let on_account = sum("payments", "on_account") + sum("credit_notes", "on_account");
    assert_eq!((owed - on_account, sum("customers", "balance")), (50_000, 50_000));
    let (cli, receipts) = canadian(&[
        CUSTOMER,
        &invoice("2026-11-15", "1000"),
        &invoice("2026-11-15", "500"),
        &payment("2026-11-16", "1470"),
        BOUNCE,
    ]);
    let sum = added_up(&cli);
    assert_eq!([sum("write_offs", "amount"), sum("write_offs", "taken_back")], [30_00, 30_00]);
    // The receipt of the payment names both.
    let made = &receipts[3]["made"];
    assert_eq!(made["write_offs"], serde_json::json!(["WO-2026-00001", "WO-2026-00002"]));
}

#[test]
fn the_tables_are_as_of_today_with_what_is_dated_ahead_in_them() {
    let (cli, _) = canadian(&[
        CUSTOMER,
        &invoice("2026-11-01", "100"),
        &payment("2026-12-01", "150"),
        &invoice("2026-12-10", "70"),
    ]);
    let sum = added_up(&cli);
    assert_eq!(sum("payments", "amount"), 15_000);
    assert_eq!(sum("allocations", "amount"), 0);
    let on_account = sum("payments", "on_account") + sum("credit_notes", "on_account");
    assert_eq!(sum("invoices", "outstanding") - on_account, sum("customers", "balance"));
    assert_eq!(sum("customers", "balance"), 10_000);
    // Shown by itself it is as of its own day, and says so.
    assert_eq!(cli.json(&["show", "PAY-2026-00001"])["as_of"], "2026-12-01");
    assert_eq!(cli.json(&["show", "INV-2026-00002"])["as_of"], "2026-12-10");
    assert_eq!(cli.json(&["show", "INV-2026-00001"]).get("as_of"), None);
}
