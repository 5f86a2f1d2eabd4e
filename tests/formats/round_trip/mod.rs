//! What `export csv` wrote makes a book with the same customers, items, open items, payments and balances.

mod acts;
mod days;
mod lists;

use std::collections::BTreeSet;
use std::path::Path;

use crate::common::cli::Cli;
use crate::common::properties::properties;
use crate::common::{TestBook, day, new_book};
use daybook::engine::Session;
use daybook::engine::ports::Silent;
use daybook::exchange::export::{Format, export};
use daybook::exchange::import::book::{self, BookImport, BookOutcome};
use daybook::ledger::query::AsOf;
use proptest::prelude::*;

use acts::{act, carry_out, registered};
use lists::lists;

/// A new book of the same kind, with all that a folder holds.
pub fn brought_in(
    country: &str,
    currency: &str,
    folder: &Path,
) -> (TestBook, Session, BookOutcome) {
    let zone = (country == "CA").then_some("America/Toronto");
    let mut test = TestBook::new(&new_book(country, currency, zone));
    let session = Session::of(test.book.take().unwrap(), "eva".into()).unwrap();
    let import =
        BookImport { folder, dry_run: false, override_reason: None, untold: "untold".into() };
    let outcome = book::run(&session, &import, &mut Silent).unwrap();
    (test, session, outcome)
}

pub fn refused(outcome: &BookOutcome) -> Vec<String> {
    let all = outcome.rejects.iter();
    all.map(|it| format!("{} {}: {} {:?}", it.table, it.line, it.refusal, it.refusal.args))
        .collect()
}

/// Everything of `test` comes back from either form of its export, and nothing twice.
fn comes_back(mut test: TestBook, country: &str, currency: &str) {
    let session = Session::of(test.book.take().unwrap(), "eva".into()).unwrap();
    let dir = tempfile::TempDir::new().unwrap();
    let folder = dir.path().join("ours");
    let ours = lists(&session, &folder);
    let spreadsheet = dir.path().join("spreadsheet");
    export(&session, &spreadsheet, Format::Spreadsheet, false).unwrap();
    session.close().unwrap();
    for folder in [&folder, &spreadsheet] {
        let (mut copy, session, outcome) = brought_in(country, currency, folder);
        assert_eq!(refused(&outcome), Vec::<String>::new());
        let theirs = lists(&session, &dir.path().join("theirs"));
        for ((name, ours), (_, theirs)) in ours.iter().zip(&theirs) {
            let all = |rows: &[String]| rows.iter().cloned().collect::<BTreeSet<_>>();
            let (one, other) = (all(ours), all(theirs));
            let gone: Vec<_> = one.difference(&other).collect();
            let new: Vec<_> = other.difference(&one).collect();
            assert!(ours == theirs, "{name}: gone {gone:#?}, new {new:#?}");
        }
        // Again, nothing comes twice.
        let import =
            BookImport { folder, dry_run: false, override_reason: None, untold: "untold".into() };
        let again = book::run(&session, &import, &mut Silent).unwrap();
        let taken: u64 = again.tables.iter().map(|table| table.taken + table.refused).sum();
        assert_eq!(taken, 0, "{:?}", again.tables);
        session.close().unwrap();
        assert!(copy.verify().ok);
    }
}

#[test]
fn the_made_up_book_comes_back_whole() {
    let dir = tempfile::TempDir::new().unwrap();
    let folder = dir.path().join("book");
    let spec =
        daybook::demo::DemoSpec { customers: 40, invoices: 400, seed: 5, today: day("2026-11-21") };
    daybook::demo::make(&folder, spec, &mut Silent).unwrap();
    let options = crate::common::options();
    let book = daybook::engine::BookWriter::open(&folder, options.clone(), &mut Silent).unwrap();
    comes_back(TestBook { dir, options, book: Some(book) }, "RW", "RWF");
}

/// Late fees, a write-off, promises that were kept in part and withdrawn, a plan that is behind: each with money from
/// before and from after it.
fn agrees(test: &mut TestBook) {
    let one = test.invoice("C3", "2026-09-01", "2026-10-01", "1000");
    let other = test.invoice("C4", "2026-09-01", "2026-10-01", "1000");
    let paid = |customer: &str, date: &str, amount: &str| {
        format!(
            r#"{{"do":"record_payment","customer":"{customer}","date":"{date}","amount":"{amount}","method":"bank"}}"#
        )
    };
    for line in [
        r#"{"do":"set_late_fee_policy","yearly_percent":"12%","date":"2026-10-01"}"#.into(),
        paid("C3", "2026-10-20", "100"),
        format!(r#"{{"do":"charge_late_fee","invoice":"{one}","through":"2026-10-31"}}"#),
        format!(
            r#"{{"do":"promise","customer":"C3","invoice":"{one}","date":"2026-11-02","instalments":[{{"by":"2026-11-06","amount":"300"}},{{"by":"2026-11-12","amount":"200"}}],"note":"by bank"}}"#
        ),
        paid("C3", "2026-11-05", "350"),
        format!(r#"{{"do":"write_off","invoice":"{one}","amount":"50","reason":"bad_debt"}}"#),
        format!(
            r#"{{"do":"promise","customer":"C4","invoice":"{other}","date":"2026-11-02","by":"2026-11-30","amount":"10"}}"#
        ),
        r#"{"do":"withdraw_promise","promise":"PRM-2026-00003","date":"2026-11-02"}"#.into(),
        format!(
            r#"{{"do":"promise","customer":"C4","invoice":"{other}","date":"2026-11-02","by":"2026-11-30","amount":"400"}}"#
        ),
        paid("C4", "2026-11-03", "150"),
        format!(
            r#"{{"do":"agree_plan","customer":"C4","invoices":["{other}"],"date":"2026-11-04","count":3,"first":"2026-11-08","every":"week","note":"in three parts"}}"#
        ),
        paid("C4", "2026-11-08", "200"),
    ] {
        test.taken(&line);
    }
}

/// One of each: certificates that came and that are awaited, a deposit, a payer, dunning.
#[test]
fn what_is_arranged_comes_back() {
    let mut test = TestBook::rwanda();
    for customer in ["C1", "C2", "C3", "C4"] {
        test.customer(customer);
    }
    let invoice = test.invoice("C1", "2026-09-01", "2026-10-01", "1000");
    for line in [
        format!(
            r#"{{"do":"record_certificate","customer":"C1","kind":"WHT3","number":"W-1","allocate":[{{"invoice":"{invoice}","amount":"30"}}]}}"#
        ),
        format!(r#"{{"do":"await_certificate","invoice":"{invoice}","kind":"WHT15","amount":"150"}}"#),
        format!(r#"{{"do":"open_dispute","invoice":"{invoice}","reason":"price","amount":"20","date":"2026-10-03"}}"#),
        r#"{"do":"record_payment","customer":"C1","date":"2026-11-02","amount":"100","method":"cheque","reference":"CHQ 7"}"#.into(),
        r#"{"do":"record_payment","customer":"C2","date":"2026-11-03","amount":"50","method":"cash"}"#.into(),
        r#"{"do":"record_deposit","date":"2026-11-04","payments":["PAY-2026-00002"],"reference":"SLIP 1"}"#.into(),
        r#"{"do":"void_deposit","deposit":"DEP-2026-00001"}"#.into(),
        r#"{"do":"record_deposit","date":"2026-11-05","payments":["PAY-2026-00003","PAY-2026-00002"],"reference":"SLIP 2"}"#.into(),
        r#"{"do":"declare_payer","customer":"C2","pays_for":"C1","date":"2026-11-06"}"#.into(),
        r#"{"do":"set_dunning_policy","name":"shops","levels":[{"after_days":7,"wording":{"en":"deliveries wait","fr":"les livraisons attendent"}},{"after_days":21,"channel":"call"}],"interval_days":14,"minimum":"20","grace_days":2,"group":"Shops"}"#.into(),
        r#"{"do":"assign_group","customer":"C1","group":"Shops"}"#.into(),
        r#"{"do":"send_dunning_letter","customer":"C1","date":"2026-11-07"}"#.into(),
        r#"{"do":"block_dunning","customer":"C2","until":"2026-12-24","reason":"the owner is ill"}"#.into(),
    ] {
        test.taken(&line);
    }
    agrees(&mut test);
    let session = Session::of(test.book.take().unwrap(), "eva".into()).unwrap();
    let dir = tempfile::TempDir::new().unwrap();
    let empty: Vec<_> = lists(&session, dir.path())
        .into_iter()
        .filter(|(name, rows)| {
            rows.is_empty() && !["items", "on account", "suspense", "refunds"].contains(name)
        })
        .collect();
    assert_eq!(empty, []);
    session.close().unwrap();
    test.open();
    comes_back(test, "RW", "RWF");
}

/// An invoice still gives its early-payment discount in the new book, and a refund of a returned payment is owed from the
/// day it came back.
#[test]
fn a_discount_and_the_day_of_a_refund_come_back() {
    let mut test = TestBook::canada();
    test.taken(
        r#"{"do":"register_customer","code":"C1","name":"Early","terms":"2/10 net 30","currency":"CAD"}"#,
    );
    test.taken(r#"{"do":"register_customer","code":"C2","name":"Returned","currency":"CAD"}"#);
    test.invoice("C2", "2026-08-01", "2026-08-31", "450");
    let early = test.invoice("C1", "2026-11-19", "2026-12-19", "1000");
    for line in [
        r#"{"do":"record_payment","customer":"C2","date":"2026-09-01","amount":"500","method":"cheque"}"#,
        r#"{"do":"refund","from":"PAY-2026-00001","date":"2026-09-10","amount":"50"}"#,
        r#"{"do":"bounce_payment","payment":"PAY-2026-00001","date":"2026-11-20","reason":"no funds"}"#,
    ] {
        test.taken(line);
    }
    let session = Session::of(test.book.take().unwrap(), "eva".into()).unwrap();
    let dir = tempfile::TempDir::new().unwrap();
    export(&session, dir.path(), Format::Csv, true).unwrap();
    session.close().unwrap();
    let (mut copy, session, outcome) = brought_in("CA", "CAD", dir.path());
    assert_eq!(refused(&outcome), Vec::<String>::new());
    session.close().unwrap();
    copy.open();
    let aging = |test: &TestBook, customer: &str| {
        let balance = test.balance(customer, AsOf::default());
        balance.items.iter().map(|it| (it.item.0.clone(), it.due.to_string())).collect::<Vec<_>>()
    };
    let owed = [("INV-2026-00001", "2026-08-31"), ("RF-2026-00001", "2026-11-20")];
    assert_eq!(aging(&copy, "C2"), owed.map(|(item, due)| (item.into(), due.into())));
    copy.payment("C1", "2026-11-21", "980", "oldest");
    assert_eq!(aging(&copy, "C1"), []);
    assert_eq!(copy.shown_invoice(&early).outstanding.minor(), 0);
}

#[test]
fn the_command_line_writes_a_folder_and_reads_it_back() {
    let cli = Cli::new();
    cli.json(&["demo", "--customers", "12", "--invoices", "90", "--no-desk"]);
    let (folder, copy) = (cli.dir.path().join("out"), cli.dir.path().join("copy"));
    let (folder, copy) = (folder.to_str().unwrap(), copy.to_str().unwrap());
    assert_eq!(cli.status(&["export", "csv", folder, "--for", "spreadsheet"]), 0);
    assert_eq!(cli.status(&["export", "jsonl", folder, "--for", "spreadsheet"]), 2);
    let init = ["init", "--book", copy, "--company", "A", "--country", "RW", "--currency", "RWF"];
    assert_eq!(cli.status(&init), 0);
    let tried = cli.json(&["import", "book", folder, "--book", copy, "--dry-run"]);
    let made = cli.json(&["import", "book", folder, "--book", copy]);
    assert_eq!(tried, made);
    let of = |table: &str| {
        let tables = made["tables"].as_array().unwrap();
        tables.iter().find(|it| it["table"] == table).unwrap()["not_brought"].as_u64().unwrap()
    };
    let calls = csv::Reader::from_path(Path::new(folder).join("calls.csv")).unwrap().into_records();
    assert_eq!((of("calls"), of("payments")), (calls.count() as u64, 0));
    let told = cli.run(&["import", "book", folder, "--book", copy, "--language", "fr"]);
    let told = String::from_utf8(told.stdout).unwrap();
    assert!(
        told.contains("dans l'ancienne comptabilité seulement") && told.contains("appels"),
        "{told}"
    );
    let again = cli.json(&["import", "book", folder, "--book", copy]);
    let sum = |answer: &serde_json::Value, field: &str| -> u64 {
        answer["tables"].as_array().unwrap().iter().map(|it| it[field].as_u64().unwrap()).sum()
    };
    assert_eq!((sum(&again, "taken"), sum(&again, "skipped")), (0, sum(&made, "taken")));
    let aging = |book: &[&str]| cli.json(&[&["report", "aging"], book].concat())["totals"].clone();
    assert_eq!(aging(&[]), aging(&["--book", copy]));
}

/// How many random books are tried: `DAYBOOK_BOOKS=300` tries more.
fn cases() -> u32 {
    std::env::var("DAYBOOK_BOOKS").ok().and_then(|it| it.parse().ok()).unwrap_or(16)
}

proptest! {
    #![proptest_config(properties(cases()))]

    #[test]
    fn any_book_comes_back_whole(acts in prop::collection::vec(act(), 1..60)) {
        let mut test = TestBook::canada();
        registered(&mut test);
        let mut made = Vec::new();
        for act in &acts {
            carry_out(&mut test, act, &mut made);
        }
        comes_back(test, "CA", "CAD");
    }
}
