//! What a question reads grows no faster than what it answers: rows of the ledger are counted, not
//! seconds, in two books of which one has four times as much as the other on one account.

use std::io;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::common::TestBook;
use crate::common::counted::Counted;
use daybook::domain::Code;
use daybook::journal::disk::DiskFile;
use daybook::journal::{Disk, Identity, JournalReader, RealDisk};
use daybook::ledger::query::aging::AgingOf;
use daybook::ledger::query::dunning::DunningOf;
use daybook::ledger::query::page::{
    AllocationsAfter, CasesAfter, CustomersAfter, Depth, DocumentsAfter, Page,
};
use daybook::ledger::query::say::SayOf;
use daybook::ledger::query::show::FindCustomer;
use daybook::ledger::query::{AsOf, Question, View};
use daybook::ledger::tables::{CHECKPOINT, CaseKind, MOVES};
use daybook::store::overlay::Overlay;
use daybook::store::rows::{LedgerError, RowIter, SeeEach, SeeValue, StoredRow};
use daybook::store::{Batch, Rows};

/// How many rows a question reads.
fn rows_read<Q: Question>(test: &TestBook, question: &Q) -> u64 {
    reading(test, |view| drop(question.answer(view).unwrap()))
}

fn reading(test: &TestBook, ask: impl FnOnce(&View)) -> u64 {
    test.book.as_ref().unwrap().shared().view(|view| {
        let counted = Counted::new(view.rows);
        let View { journal, book, taxes, today, lookup, sees, .. } = *view;
        ask(&View { rows: &counted, journal, book, taxes, today, lookup, sees });
        counted.count()
    })
}

/// How many rows all pages of a table read.
fn pages<Q, T, K>(test: &TestBook, after: impl Fn(Option<K>) -> Q) -> u64
where
    Q: Question<Answer = Page<T, K>>,
{
    reading(test, |view| {
        let mut next = None;
        loop {
            next = after(next).answer(view).unwrap().next;
            if next.is_none() {
                return;
            }
        }
    })
}

/// A book of one account that bought `count` times: most was paid, every tenth is open, a broken
/// promise on each fifth, a kept one on each seventh, a call each time; a payment on account once in a while.
fn book(count: usize) -> TestBook {
    let mut test = TestBook::rwanda();
    test.customer("C1");
    test.customer("C2");
    test.taken(r#"{"do":"set_dunning_policy","name":"p","levels":"7, 21","interval_days":14}"#);
    for n in 1..=count {
        let invoice = test.invoice("C1", "2026-08-03", "2026-09-02", "1000");
        if n % 5 == 0 || n % 7 == 0 {
            test.taken(&format!(
                r#"{{"do":"promise","customer":"C1","invoice":"{invoice}","amount":"1000","date":"2026-08-04","by":"2026-08-20","tolerance_days":1}}"#
            ));
        }
        test.taken(r#"{"do":"log_call","customer":"C1","direction":"in","note":"x"}"#);
        if n % 10 != 0 {
            let day = if n % 7 == 0 { "2026-08-10" } else { "2026-09-10" };
            test.taken(&format!(
                r#"{{"do":"record_payment","customer":"C1","date":"{day}","amount":"1000","method":"bank","allocate":[{{"invoice":"{invoice}","amount":"1000"}}]}}"#
            ));
        }
    }
    test.payment("C1", "2026-11-20", "500", "none");
    test
}

#[test]
fn what_is_read_grows_with_what_is_answered() {
    const FEW: usize = 60;
    let (few, many) = (book(FEW), book(4 * FEW));
    let customer = || Code("C1".into());
    let kinds = [CaseKind::Call, CaseKind::Promise];
    let mut figures: Vec<(String, u64, u64)> = Vec::new();
    let mut note = |what: &str, read: &dyn Fn(&TestBook) -> u64| {
        figures.push((what.into(), read(&few), read(&many)));
    };
    note("customers exported", &|test| pages(test, |after| CustomersAfter(after, Depth::Whole)));
    note("documents exported", &|test| pages(test, |after| DocumentsAfter(after, Depth::Whole)));
    note("allocations exported", &|test| pages(test, AllocationsAfter));
    for kind in kinds {
        note(&format!("{kind:?}s exported"), &|test| pages(test, |after| CasesAfter(kind, after)));
    }
    note("a customer", &|test| rows_read(test, &FindCustomer(customer())));
    note("what is said", &|test| rows_read(test, &SayOf(customer())));
    note("a dunning proposal", &|test| rows_read(test, &DunningOf::default()));
    note("an aging", &|test| rows_read(test, &AgingOf::default()));
    let faster: Vec<_> = figures.iter().filter(|(_, few, many)| *many > few * 9 / 2).collect();
    assert!(faster.is_empty(), "four times as much is answered: {faster:?} of {figures:?}");
}

/// Rows that note how many entries the moves of items are asked for at once.
struct Widest<'a>(&'a dyn Rows, AtomicU64);

impl Rows for Widest<'_> {
    fn with_value(&self, key: &[u8], see: &mut SeeValue) -> Result<bool, LedgerError> {
        self.0.with_value(key, see)
    }

    fn scan(&self, from: &[u8], to: &[u8]) -> RowIter<'_> {
        self.0.scan(from, to)
    }

    fn for_each(&self, from: &[u8], to: &[u8], see: &mut SeeEach) -> Result<(), LedgerError> {
        let entry =
            |key: &[u8]| key.get(1..9).map(|seq| u64::from_be_bytes(seq.try_into().unwrap()));
        let is_of_moves = from[0] == MOVES.letter();
        if let (true, Some(from), Some(to)) = (is_of_moves, entry(from), entry(to)) {
            self.1.fetch_max(to - from, Ordering::Relaxed);
        }
        self.0.for_each(from, to, see)
    }

    fn last(&self, from: &[u8], to: &[u8]) -> Result<Option<StoredRow>, LedgerError> {
        self.0.last(from, to)
    }
}

/// What an aging of a past day holds in memory is what some entries left open, not all of them.
#[test]
fn an_aging_of_a_past_day_looks_through_so_many_entries_at_once() {
    let test = book(20);
    test.book.as_ref().unwrap().shared().view(|view| {
        // The book is as long as a large one, most of it about other things.
        let mut long = Batch::default();
        let mut checkpoint = CHECKPOINT.need(view.rows, &()).unwrap();
        checkpoint.head.seq = 1_000_000;
        CHECKPOINT.put(&mut long, &(), &checkpoint).unwrap();
        let long = Overlay::of(view.rows, long);
        let widest = Widest(&long, AtomicU64::new(0));
        let as_of = Some("2026-09-05".parse().unwrap());
        let question = AgingOf { asked: AsOf { as_of, known_at: None } };
        let answer = question.answer(&View { rows: &widest, ..*view }).unwrap();
        let whole = question.answer(view).unwrap();
        assert_eq!((&answer.rows, &answer.totals), (&whole.rows, &whole.totals));
        assert_eq!(answer.rows.len(), 1);
        let entries = widest.1.load(Ordering::Relaxed);
        assert!((1..=65_536).contains(&entries), "{entries} entries at once");
    });
}

/// A disk that counts how many files are opened.
#[derive(Default)]
struct CountedDisk(AtomicU64);

impl Disk for CountedDisk {
    fn open(&self, path: &Path) -> io::Result<Box<dyn DiskFile>> {
        self.0.fetch_add(1, Ordering::Relaxed);
        RealDisk.open(path)
    }

    fn open_or_create(&self, path: &Path) -> io::Result<Box<dyn DiskFile>> {
        RealDisk.open_or_create(path)
    }

    fn create_folder(&self, path: &Path) -> io::Result<()> {
        RealDisk.create_folder(path)
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<String>> {
        RealDisk.list(folder)
    }

    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        RealDisk.sync_folder(folder)
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        RealDisk.rename(from, to)
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        RealDisk.remove(path)
    }

    fn identity(&self, path: &Path) -> io::Result<Identity> {
        RealDisk.identity(path)
    }
}

/// How many rows a page has, and how often a file of the journal is opened for them.
fn page_and_opens<Q, T, K>(test: &TestBook, question: &Q) -> (u64, u64)
where
    Q: Question<Answer = Page<T, K>>,
{
    let counted = Arc::new(CountedDisk::default());
    let disk: Arc<dyn Disk> = counted.clone();
    let book = test.book.as_ref().unwrap();
    let journal = JournalReader::new(&disk, book.folder());
    let answer =
        book.shared().view(|view| question.answer(&View { journal: &journal, ..*view }).unwrap());
    (answer.rows.len() as u64, counted.0.load(Ordering::Relaxed))
}

#[test]
fn a_page_reads_what_stands_together_in_the_journal_at_once() {
    let test = book(60);
    for (rows, opens) in [
        page_and_opens(&test, &DocumentsAfter(None, Depth::Row)),
        page_and_opens(&test, &CasesAfter(CaseKind::Call, None)),
    ] {
        assert!(rows >= 60 && opens * 5 < rows, "{opens} files were opened for {rows} rows");
    }
}
