//! Whom to call: the worklist and the next customer, timed, and how many rows of which table they read.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Mutex;

use daybook::domain::{Day, Moment};
use daybook::engine::ports::Silent;
use daybook::engine::{BookWriter, Session};
use daybook::ledger::query::dunning::DunningOf;
use daybook::ledger::query::worklist::{Worklist, WorklistOf};
use daybook::ledger::query::{Question, View};
use daybook::ledger::tables;
use daybook::store::Rows;
use daybook::store::rows::{LedgerError, RowIter, SeeEach, SeeValue, StoredRow};

use crate::common::options_on;
use crate::figures::{beside, micros};

/// How often each is asked.
const TIMES: usize = 31;

/// How many rows a list has: a day's, what the desk reads of it at first, and what is looked through for the next customer.
const LISTS: [(&str, usize); 3] =
    [("worklist of 100", 100), ("its first 30", 30), ("next of 20", 20)];

/// Asks a book as if it were this day.
pub fn run(book: &Path, today: Day) {
    println!("whom to call: {}, {today}", book.display());
    rows_read(book, today);
    let session = Session::open(book, options_on(today), &mut Silent).unwrap();
    for (what, most) in LISTS {
        for (when, at) in [("any time", None), ("now", Some(now(today)))] {
            let asked = WorklistOf { at, most, user: Some("eva".into()), ..WorklistOf::default() };
            let mut times = Vec::new();
            let mut rows = 0;
            for _ in 0..TIMES {
                times.push(micros(|| rows = session.ask(&asked).unwrap().rows.len()));
            }
            println!("  the first time {:.1} µs, {rows} rows", times[0]);
            beside(&format!("  {what}, {when}"), &times, None);
        }
    }
    let mut times = Vec::new();
    for _ in 0..3 {
        times.push(micros(|| drop(session.ask(&DunningOf::default()).unwrap())));
    }
    beside("  a dunning proposal", &times, None);
    session.close().unwrap();
}

/// Half past ten in the morning in Kigali.
fn now(day: Day) -> Moment {
    format!("{day}T08:30:00Z").parse().unwrap()
}

fn rows_read(book: &Path, today: Day) {
    let book = BookWriter::open(book, options_on(today), &mut Silent).unwrap();
    for (what, most) in LISTS {
        let asked = WorklistOf { most, ..WorklistOf::default() };
        book.shared().view(|view| {
            let by_table = ByTable(view.rows, Mutex::default());
            let list: Worklist = asked.answer(&View { rows: &by_table, ..*view }).unwrap();
            let read = by_table.1.into_inner().unwrap();
            let all: u64 = read.values().sum();
            println!("  {what}: {all} rows read for {} rows", list.rows.len());
            let mut reasons: BTreeMap<&str, usize> = BTreeMap::new();
            list.rows.iter().for_each(|row| *reasons.entry(row.reason.word()).or_default() += 1);
            println!("    {reasons:?}");
            let mut read: Vec<_> = read.into_iter().collect();
            read.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
            for (letter, count) in read.into_iter().take(14) {
                let mut names = tables::NAMES.iter().copied().flatten();
                let name = names.find(|(of, _)| *of == letter).map_or("?", |it| it.1);
                println!("    {count:>9} {name}");
            }
        });
    }
    book.close().unwrap();
}

/// Rows that count how many of each table are read.
struct ByTable<'a>(&'a dyn Rows, Mutex<BTreeMap<u8, u64>>);

impl ByTable<'_> {
    fn one(&self, key: &[u8]) {
        *self.1.lock().unwrap().entry(key.first().copied().unwrap_or(0)).or_default() += 1;
    }
}

impl Rows for ByTable<'_> {
    fn with_value(&self, key: &[u8], see: &mut SeeValue) -> Result<bool, LedgerError> {
        self.one(key);
        self.0.with_value(key, see)
    }

    fn scan(&self, from: &[u8], to: &[u8]) -> RowIter<'_> {
        self.one(from);
        let letter = [from.first().copied().unwrap_or(0)];
        Box::new(self.0.scan(from, to).inspect(move |_| self.one(&letter)))
    }

    fn for_each(&self, from: &[u8], to: &[u8], see: &mut SeeEach) -> Result<(), LedgerError> {
        self.one(from);
        self.0.for_each(from, to, &mut |key, value| {
            self.one(key);
            see(key, value)
        })
    }

    fn last(&self, from: &[u8], to: &[u8]) -> Result<Option<StoredRow>, LedgerError> {
        self.one(from);
        self.0.last(from, to)
    }
}
