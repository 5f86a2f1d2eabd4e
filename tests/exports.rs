//! Exports of a made-up book: every table adds up to the control total.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "common/cli.rs"]
mod cli;

use std::fs;

use cli::Cli;
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
