//! A file of mixed commands posted into an empty book, beside SQLite that is given the rows.

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::Path;
use std::process::Command;
use std::time::Instant;

use daybook::engine::Session;
use daybook::engine::ports::Silent;
use daybook::ledger::query::summary::SummaryOf;

use crate::commands::{self, Act};
use crate::common::{TODAY, options};
use crate::figures::{middle, ratio};
use crate::sqlite::Sqlite;

const RUNS: usize = 3;

pub fn run(count: usize) {
    let customers = (count / 10).clamp(1, 2_000);
    let acts = commands::make(count, customers, 12).acts;
    let room = tempfile::tempdir().unwrap();
    let file = room.path().join("commands");
    let mut out = BufWriter::new(File::create(&file).unwrap());
    for act in &acts {
        writeln!(out, "{}", act.line()).unwrap();
    }
    out.into_inner().unwrap().sync_all().unwrap();
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for run in 0..RUNS {
        let book = room.path().join(format!("book-{run}"));
        ours.push(post(&file, &book, acts.len()));
        let rows = room.path().join(format!("sqlite-{run}"));
        if let Some(mut sqlite) = Sqlite::make(&rows) {
            theirs.push(acts.len() as f64 / sqlite.post(&acts).as_secs_f64());
            assert_eq!(receivable(&book), sqlite.receivable().to_string(), "the same is owed");
        }
        fs::remove_dir_all(&book).unwrap();
    }
    let mixed = acts.iter().filter(|act| matches!(act, Act::Invoice { .. })).count();
    println!(
        "posting: {} commands of {customers} customers, {mixed} of them invoices; {RUNS} runs in \
         turns",
        acts.len()
    );
    println!("  daybook post FILE, a process  {:>8.0} commands/s", middle(&ours).0);
    if !theirs.is_empty() {
        println!(
            "  SQLite, 1,000 a transaction   {:>8.0} commands/s   daybook {:.2} × SQLite",
            middle(&theirs).0,
            ratio(&ours, &theirs)
        );
    }
}

/// Commands a second, from the start of the process to its end.
fn post(file: &Path, book: &Path, count: usize) -> f64 {
    let daybook = |words: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_daybook"));
        command.args(words).args(["--today", TODAY, "--book"]).arg(book);
        command
    };
    let new = ["init", "--company", "Bench", "--country", "RW", "--currency", "RWF"];
    assert!(daybook(&new).output().unwrap().status.success());
    let receipts = book.with_extension("receipts");
    let began = Instant::now();
    let mut posting = daybook(&["post"]);
    posting.arg(file).stdout(File::create(&receipts).unwrap());
    assert!(posting.status().unwrap().success(), "every command is taken");
    let took = began.elapsed();
    fs::remove_file(receipts).unwrap();
    count as f64 / took.as_secs_f64()
}

/// What is left of all invoices of a book.
fn receivable(book: &Path) -> String {
    let session = Session::open(book, options(), &mut Silent).unwrap();
    let summary = session.ask(&SummaryOf).unwrap();
    session.close().unwrap();
    summary.currencies["RWF"].receivable.clone()
}
