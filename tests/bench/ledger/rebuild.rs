//! Posting a copy of a book's journal again, beside reading its lines and no more; and what a book
//! takes on disk.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::time::Instant;

use daybook::engine::ports::Silent;
use daybook::engine::{Session, maintenance};
use daybook::journal::{JournalReader, Pos, RealDisk};
use daybook::ledger::query::summary::SummaryOf;
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::commit::copy;
use crate::common::options;
use crate::figures::{middle, ratio};
use crate::sqlite::Sqlite;

const RUNS: usize = 3;

pub fn run(book: &Path) {
    println!("rebuild: {}; {RUNS} runs in turns", book.display());
    let room = tempfile::tempdir().unwrap();
    let again = room.path().join("again");
    copy(book, &again);
    let session = Session::open(&again, options(), &mut Silent).unwrap();
    let summary = session.ask(&SummaryOf).unwrap();
    session.close().unwrap();
    let invoices: u64 = summary.currencies.values().map(|control| control.invoices).sum();
    let each = |bytes: u64| bytes as f64 / invoices.max(1) as f64;
    let before = size(&again.join("ledger"));
    let (mut ours, mut read, mut filled) = (Vec::new(), Vec::new(), Vec::new());
    let mut rows = 0;
    for run in 0..RUNS {
        let rate = |work: &mut dyn FnMut() -> u64| {
            let began = Instant::now();
            work() as f64 / began.elapsed().as_secs_f64()
        };
        ours.push(rate(&mut || {
            maintenance::rebuild(&again, options(), &mut Silent).unwrap().posted
        }));
        read.push(rate(&mut || lines(&again)));
        let path = room.path().join(format!("sqlite-{run}"));
        let mut sqlite = None;
        let filling = rate(&mut || {
            sqlite = Sqlite::load(&path, &again);
            summary.entries
        });
        if sqlite.is_some() {
            filled.push(filling);
            rows = path.metadata().unwrap().len();
        }
    }
    println!("  rebuilt                      {:>9.0} entries/s", middle(&ours).0);
    let against = |what: &str, theirs: &[f64], short: &str| {
        let (rate, ratio) = (middle(theirs).0, ratio(&ours, theirs));
        println!("  {what:<29}{rate:>9.0} entries/s   rebuilt {ratio:.2} × {short}");
    };
    against("lines read and hashed only", &read, "that");
    if !filled.is_empty() {
        against("SQLite, documents of it only", &filled, "SQLite");
    }
    let (journal, private) = (size(&again.join("journal")), size(&again.join("private")));
    let ledger = size(&again.join("ledger"));
    println!(
        "  bytes an invoice, {invoices} invoices: journal {:.0}, private {:.0}, ledger {:.0} \
         ({:.0} before the rebuild)",
        each(journal),
        each(private),
        each(ledger),
        each(before)
    );
    if rows > 0 {
        let ratio = ledger as f64 / rows as f64;
        println!("  SQLite, documents only: {:.0}; ledger {ratio:.2} × SQLite", each(rows));
    }
}

/// Reads every line of a journal as JSON and hashes its bytes; how many there are.
fn lines(book: &Path) -> u64 {
    let reader = JournalReader::new(&RealDisk::shared(), book);
    let mut lines = reader.entries.lines(Pos::default()).unwrap();
    let mut count = 0;
    while let Some(line) = lines.next_line().unwrap() {
        let value: Value = serde_json::from_slice(&line.bytes).unwrap();
        std::hint::black_box((value, Sha256::digest(&line.bytes)));
        count += 1;
    }
    count
}

/// What a folder takes on disk.
fn size(folder: &Path) -> u64 {
    let entries = fs::read_dir(folder).into_iter().flatten().map(Result::unwrap);
    entries
        .map(|entry| match entry.metadata().unwrap() {
            found if found.is_dir() => size(&entry.path()),
            found => found.blocks() * 512,
        })
        .sum()
}
