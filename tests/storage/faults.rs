//! A disk that refuses at one call, whichever that is: the book answers as before or says clearly
//! that it cannot, no ledger is put aside for it, and nothing with a receipt is lost. A disk that
//! takes no writes is read; a book that was moved or replaced is not written over.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI32, AtomicU64, Ordering};

use crate::common::{TestBook, as_of, new_book, options};
use daybook::domain::Rule;
use daybook::engine::maintenance;
use daybook::engine::ports::Silent;
use daybook::engine::{
    BookError, BookWriter, Failure, OpenOptions, ReadOnly, Receipt, Submission, intake,
};
use daybook::journal::disk::DiskFile;
use daybook::journal::{Disk, Identity, RealDisk};
use daybook::ledger::query::aging::Aging;
use daybook::store::stack::Store;

/// ENOSPC, EIO, EMFILE, ENOMEM, EROFS.
const ERRORS: [i32; 5] = [28, 5, 24, 12, 30];

/// Which calls fail, and how.
#[derive(Default)]
struct Faults {
    /// How many calls there were.
    calls: AtomicU64,
    /// The call that fails, counted from 1.
    fails: AtomicU64,
    error: AtomicI32,
    /// Every call that writes fails.
    takes_no_writes: AtomicBool,
}

impl Faults {
    fn call(&self) -> io::Result<()> {
        let call = self.calls.fetch_add(1, Ordering::SeqCst) + 1;
        match call == self.fails.load(Ordering::SeqCst) {
            true => Err(self.error()),
            false => Ok(()),
        }
    }

    fn write(&self) -> io::Result<()> {
        self.call()?;
        match self.takes_no_writes.load(Ordering::SeqCst) {
            true => Err(self.error()),
            false => Ok(()),
        }
    }

    fn error(&self) -> io::Error {
        io::Error::from_raw_os_error(self.error.load(Ordering::SeqCst))
    }

    /// Lets the `call`-th call from now on fail; 0 stands for none.
    fn fail(&self, call: u64, error: i32) {
        self.error.store(error, Ordering::SeqCst);
        self.calls.store(0, Ordering::SeqCst);
        self.fails.store(call, Ordering::SeqCst);
    }

    /// Whether the call that was to fail came.
    fn has_failed(&self) -> bool {
        self.calls.load(Ordering::SeqCst) >= self.fails.load(Ordering::SeqCst)
    }
}

#[derive(Clone)]
struct FaultyDisk(Arc<Faults>);

struct FaultyFile(Box<dyn DiskFile>, Arc<Faults>);

impl FaultyDisk {
    fn wrap(&self, real: io::Result<Box<dyn DiskFile>>) -> io::Result<Box<dyn DiskFile>> {
        Ok(Box::new(FaultyFile(real?, self.0.clone())))
    }
}

impl Disk for FaultyDisk {
    fn open(&self, path: &Path) -> io::Result<Box<dyn DiskFile>> {
        self.0.call()?;
        self.wrap(RealDisk.open(path))
    }
    fn open_or_create(&self, path: &Path) -> io::Result<Box<dyn DiskFile>> {
        self.0.write()?;
        self.wrap(RealDisk.open_or_create(path))
    }
    fn create_folder(&self, path: &Path) -> io::Result<()> {
        self.0.write()?;
        RealDisk.create_folder(path)
    }
    fn list(&self, folder: &Path) -> io::Result<Vec<String>> {
        self.0.call()?;
        RealDisk.list(folder)
    }
    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        self.0.call()?;
        RealDisk.sync_folder(folder)
    }
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.0.write()?;
        RealDisk.rename(from, to)
    }
    fn remove(&self, path: &Path) -> io::Result<()> {
        self.0.write()?;
        RealDisk.remove(path)
    }
    fn identity(&self, path: &Path) -> io::Result<Identity> {
        self.0.call()?;
        RealDisk.identity(path)
    }
}

impl DiskFile for FaultyFile {
    fn read_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
        self.1.call()?;
        self.0.read_at(buffer, offset)
    }
    fn write_at(&self, bytes: &[u8], offset: u64) -> io::Result<()> {
        self.1.write()?;
        self.0.write_at(bytes, offset)
    }
    fn sync(&self) -> io::Result<()> {
        self.1.call()?;
        self.0.sync()
    }
    fn set_len(&self, length: u64) -> io::Result<()> {
        self.1.write()?;
        self.0.set_len(length)
    }
    fn len(&self) -> io::Result<u64> {
        self.1.call()?;
        self.0.len()
    }
    fn identity(&self) -> io::Result<Identity> {
        self.1.call()?;
        self.0.identity()
    }
}

/// A book of some invoices and payments on a disk that fails when it is told to.
fn faulty_book() -> (TestBook, Arc<Faults>, Aging) {
    let faults = Arc::new(Faults::default());
    let disk = Arc::new(FaultyDisk(faults.clone()));
    let options = OpenOptions { disk, ..options() };
    let mut test = TestBook::with(&new_book("RW", "RWF", None), options);
    for code in ["C1", "C2"] {
        test.customer(code);
    }
    for n in 0..4 {
        test.invoice(&format!("C{}", n % 2 + 1), "2026-09-01", "2026-10-01", "1000");
    }
    test.payment("C1", "2026-10-05", "900", "oldest");
    let aging = test.aging(as_of("2026-11-21"));
    (test, faults, aging)
}

fn quarantines(folder: &Path) -> Vec<String> {
    let names = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name());
    let names = names.map(|name| name.into_string().unwrap());
    names.filter(|name| name.starts_with("quarantine")).collect()
}

fn open(test: &TestBook) -> Result<BookWriter, BookError> {
    BookWriter::open(&test.folder(), test.options.clone(), &mut Silent)
}

fn commit(book: &mut BookWriter, line: &str) -> Result<Receipt, Failure> {
    let envelope = intake::read(line).1.unwrap();
    book.commit(&[Submission::of("eva", envelope)]).remove(0)
}

const PAY: &str = r#"{"do":"record_payment","customer":"C2","amount":"60","method":"cash","id":"00000000-0000-7000-8000-000000000001"}"#;

#[test]
fn whichever_call_of_the_disk_fails_while_a_book_opens_its_ledger_stays() {
    for is_closed in [true, false] {
        for error in ERRORS {
            let (mut test, faults, aging) = faulty_book();
            match is_closed {
                true => test.close(),
                false => drop(test.book.take()),
            }
            for call in 1.. {
                faults.fail(call, error);
                let opened = open(&test);
                let has_failed = faults.has_failed();
                faults.fail(0, error);
                match opened {
                    Ok(book) => {
                        test.book = Some(book);
                        assert_eq!(
                            test.aging(as_of("2026-11-21")),
                            aging,
                            "{error} at call {call}"
                        );
                        drop(test.book.take());
                    }
                    Err(BookError::Io { .. } | BookError::Journal(_) | BookError::NoBook(_)) => {}
                    Err(other) => panic!("{error} at call {call}: {other}"),
                }
                assert_eq!(quarantines(&test.folder()), Vec::<String>::new(), "{error}, {call}");
                if !has_failed {
                    assert!(call > 10, "calls were met");
                    break;
                }
            }
            test.open();
            assert_eq!(test.aging(as_of("2026-11-21")), aging);
            assert!(test.verify().ok);
        }
    }
}

#[test]
fn whichever_call_of_the_disk_fails_while_a_payment_is_posted_it_is_there_once() {
    for error in ERRORS {
        for call in 1.. {
            let (mut test, faults, _) = faulty_book();
            let before = test.balance("C2", as_of("2026-11-21")).balance.minor();
            faults.fail(call, error);
            let outcome = commit(test.book(), PAY);
            let closed = test.book.take().unwrap().close();
            let has_failed = faults.has_failed();
            faults.fail(0, error);
            assert_eq!(quarantines(&test.folder()), Vec::<String>::new(), "{error}, {call}");
            match &outcome {
                Ok(_) | Err(Failure::Unknown(_)) => {}
                Err(Failure::Refused(refusal)) => {
                    assert_eq!(refusal.rule, Rule::JournalNoSpace, "{error} at call {call}");
                }
                Err(other) => panic!("{error} at call {call}: {other}"),
            }
            assert!(has_failed || closed.is_ok());
            test.open();
            commit(test.book(), PAY).unwrap();
            let balance = test.balance("C2", as_of("2026-11-21")).balance.minor();
            assert_eq!(balance, before - 60, "{error} at call {call}: {outcome:?}");
            assert!(test.verify().ok);
            if !has_failed {
                break;
            }
        }
    }
}

#[test]
fn whichever_call_of_the_disk_fails_as_a_segment_begins_the_open_book_goes_on() {
    let mut refused = 0;
    for call in 1.. {
        let (mut test, faults, _) = faulty_book();
        test.book().rotate_at(1);
        faults.fail(call, ERRORS[0]);
        let outcome = commit(test.book(), PAY);
        let has_failed = faults.has_failed();
        faults.fail(0, ERRORS[0]);
        if let Err(Failure::Refused(_)) = outcome {
            refused += 1;
            let again = commit(test.book(), PAY);
            assert!(again.is_ok(), "call {call}: {outcome:?}, then {again:?}");
        }
        assert_eq!(quarantines(&test.folder()), Vec::<String>::new(), "{call}");
        if !has_failed {
            assert!(outcome.is_ok() && refused > 3, "{refused}");
            return;
        }
    }
}

#[test]
fn a_disk_that_takes_no_writes_is_read_and_written_again_once_it_does() {
    for (error, why) in [(28, ReadOnly::DiskFull), (30, ReadOnly::DiskReadOnly)] {
        let (mut test, faults, aging) = faulty_book();
        // As after a kill: what stands behind the ledger's head has to be written again.
        drop(test.book.take());
        fs::remove_dir_all(test.folder().join("ledger")).unwrap();
        faults.fail(0, error);
        faults.takes_no_writes.store(true, Ordering::SeqCst);
        let journal = crate::common::files(&test.folder().join("journal"));
        let bytes = |path: &std::path::PathBuf| fs::read(path).unwrap();
        let before: Vec<Vec<u8>> = journal.iter().map(bytes).collect();
        test.open();
        assert_eq!(test.book().found.read_only, Some(why));
        assert_eq!(test.aging(as_of("2026-11-21")), aging);
        let refused = commit(test.book(), PAY);
        let Err(Failure::Refused(refusal)) = refused else { panic!("{refused:?}") };
        assert_eq!(refusal.rule, Rule::JournalReadOnly);
        let after: Vec<Vec<u8>> = journal.iter().map(bytes).collect();
        assert!(before == after, "nothing is written");
        faults.takes_no_writes.store(false, Ordering::SeqCst);
        commit(test.book(), PAY).unwrap();
        test.close();
        test.open();
        assert_eq!(test.book().found.read_only, None);
        assert!(commit(test.book(), PAY).is_ok(), "the same receipt");
        assert!(test.verify().ok);
    }
}

#[test]
fn a_book_that_was_replaced_while_it_was_open_is_not_written_over() {
    let (mut test, _, aging) = faulty_book();
    let dir = tempfile::tempdir().unwrap();
    let backup = dir.path().join("backup.tar.gz");
    test.close();
    maintenance::backup(&test.folder(), &backup, test.options.clone(), &mut Silent).unwrap();
    test.open();
    commit(test.book(), PAY).unwrap();
    let mut holder = test.book.take().unwrap();
    fs::remove_dir_all(test.folder()).unwrap();
    maintenance::restore(&backup, &test.folder(), false, test.options.clone(), &mut Silent)
        .unwrap();
    let head = || fs::read(test.folder().join("journal/head")).unwrap();
    let before = head();
    let again = PAY.replace("000001", "000002");
    let outcome = commit(&mut holder, &again);
    assert!(matches!(outcome, Err(Failure::Unknown(_))), "{outcome:?}");
    let later = commit(&mut holder, &again);
    assert!(matches!(later, Err(Failure::Refused(_))), "it goes on with nothing: {later:?}");
    let closed = holder.close();
    assert!(matches!(closed, Err(BookError::Moved(_))), "{closed:?}");
    assert!(before == head(), "the mark of the restored book is its own");
    test.open();
    assert_eq!(test.aging(as_of("2026-11-21")), aging);
    assert!(test.verify().ok);
}

/// `cp -r before/journal/. book/journal/` below an open book: the files are the same ones, with other
/// content. Copies of a closed book are shorter, one of an open book may be as long, and one of another
/// book longer.
#[test]
fn a_journal_that_was_written_over_in_place_gives_no_receipts() {
    for case in ["closed", "open", "longer"] {
        let (mut test, _, _) = faulty_book();
        let parts = ["journal", "private"].map(|part| test.folder().join(part));
        let copy = |parts: &[PathBuf]| -> Vec<(PathBuf, Vec<u8>)> {
            let files = parts.iter().flat_map(|part| crate::common::files(part));
            files.map(|file| (file.clone(), fs::read(file).unwrap())).collect()
        };
        test.close();
        let mut before = copy(&parts);
        test.open();
        for n in 1..5 {
            commit(test.book(), &PAY.replace("000001", &format!("00001{n}"))).unwrap();
        }
        match case {
            "open" => before = copy(&parts),
            "longer" => before.iter_mut().for_each(|it| it.1.extend(vec![b'\n'; 300_000])),
            _ => {}
        }
        commit(test.book(), PAY).unwrap();
        let lengths = |files: &[(PathBuf, Vec<u8>)]| -> Vec<usize> {
            files.iter().map(|(_, bytes)| bytes.len()).collect()
        };
        assert_eq!(lengths(&copy(&parts)) == lengths(&before), case == "open", "{case}");
        for (path, bytes) in &before {
            fs::write(path, bytes).unwrap();
        }
        let mut holder = test.book.take().unwrap();
        let again = PAY.replace("000001", "000002");
        let outcome = commit(&mut holder, &again);
        assert!(matches!(outcome, Err(Failure::Unknown(_))), "{case}: {outcome:?}");
        let later = commit(&mut holder, &again);
        assert!(matches!(later, Err(Failure::Refused(_))), "{case}: {later:?}");
        assert!(matches!(holder.close(), Err(BookError::Moved(_))), "{case}");
        assert!(copy(&parts) == before, "{case}: nothing is written into the copy");
    }
}

#[test]
fn a_book_that_was_moved_gives_no_receipts_under_its_old_name() {
    let (mut test, _, _) = faulty_book();
    let mut holder = test.book.take().unwrap();
    let elsewhere = test.dir.path().join("elsewhere");
    fs::rename(test.folder(), &elsewhere).unwrap();
    let outcome = commit(&mut holder, PAY);
    assert!(matches!(outcome, Err(Failure::Unknown(_))), "{outcome:?}");
    assert!(matches!(holder.close(), Err(BookError::Moved(_))));
    fs::rename(&elsewhere, test.folder()).unwrap();
    // What was unknown turns out to be there: sent again, it gives its receipt.
    test.open();
    commit(test.book(), PAY).unwrap();
    assert!(test.verify().ok);
}

#[test]
fn rebuilding_replaces_a_ledger_that_cannot_be_opened_and_keeps_it_aside() {
    let (mut test, _, aging) = faulty_book();
    test.close();
    // Somebody has the store itself: it cannot be opened, and nothing is known to be wrong with it.
    let held = Store::open(&test.folder().join("ledger")).unwrap();
    test.open();
    assert!(test.book().found.in_memory.is_some());
    assert_eq!(test.aging(as_of("2026-11-21")), aging);
    test.close();
    let rebuilt = maintenance::rebuild(&test.folder(), test.options.clone(), &mut Silent).unwrap();
    let aside = rebuilt.aside.unwrap();
    assert!(aside.join("db").exists(), "the old one is still there");
    assert_eq!(rebuilt.posted, rebuilt.head.seq);
    drop(held);
    test.open();
    assert_eq!(test.book().found.in_memory, None);
    assert_eq!(test.book().found.posted, 0, "the new ledger has it all");
    assert_eq!(test.aging(as_of("2026-11-21")), aging);
    assert!(test.verify().ok);
}
