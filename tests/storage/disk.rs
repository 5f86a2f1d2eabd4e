//! Disks that fail: a full one refuses and loses nothing, a torn write is cut back, and after a
//! failed sync nothing more is written, for what is on the disk is unknown.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use crate::common::failing::{FailingDisk, Faults};
use crate::common::{TestBook, as_of, new_book, options};
use daybook::domain::Rule;
use daybook::engine::{BookWriter, Failure, Receipt, Submission, intake};
use tempfile::TempDir;

fn failing_book() -> (TestBook, Arc<Faults>) {
    let (disk, faults) = FailingDisk::new();
    let options = daybook::engine::OpenOptions { disk: Arc::new(disk), ..options() };
    let dir = TempDir::new().unwrap();
    let new = new_book("RW", "RWF", None);
    let book = BookWriter::create(&dir.path().join("book"), &new, options.clone()).unwrap();
    let mut test = TestBook { dir, options, book: Some(book) };
    test.customer("C1");
    test.invoice("C1", "2026-11-01", "2026-12-01", "100");
    (test, faults)
}

fn commit(test: &mut TestBook, lines: &[&str]) -> Vec<Result<Receipt, Failure>> {
    let submission = |line: &&str| {
        let envelope = intake::read(line).1.unwrap();
        Submission::of("eva", envelope)
    };
    let submissions: Vec<Submission> = lines.iter().map(submission).collect();
    test.book().commit(&submissions)
}

fn rule(outcome: &Result<Receipt, Failure>) -> Option<Rule> {
    match outcome {
        Err(Failure::Refused(refusal)) => Some(refusal.rule),
        _ => None,
    }
}

const PAY: &str = r#"{"do":"record_payment","customer":"C1","amount":"60","method":"cash","id":"00000000-0000-7000-8000-000000000001"}"#;
const REGISTER: &str =
    r#"{"do":"register_customer","name":"Somebody","id":"00000000-0000-7000-8000-000000000002"}"#;
const VOID: &str = r#"{"do":"void_invoice","invoice":"INV-2026-00001","reason":"x"}"#;

#[test]
fn a_full_disk_refuses_and_goes_on_once_there_is_room() {
    // Wherever the room ends: in the private record, in an entry, in the blank space behind.
    for room in [0, 1, 40, 200, 300, 700, 1_000, 20_000] {
        let (mut test, faults) = failing_book();
        let head = test.book().head();
        faults.room.store(room, Ordering::Relaxed);
        let outcomes = commit(&mut test, &[REGISTER, PAY, VOID]);
        let refused =
            outcomes.iter().filter(|outcome| rule(outcome) == Some(Rule::JournalNoSpace)).count();
        if refused > 0 {
            // The void too: what is wrong with it rests on a payment that was not written.
            assert_eq!(refused, 3, "room {room}: all of a group or nothing: {outcomes:?}");
            assert_eq!(test.book().head(), head);
            assert_eq!(test.balance("C1", as_of("2026-11-21")).balance.minor(), 100);
        } else {
            assert!(room >= 1_000, "room {room}");
            assert_eq!(rule(&outcomes[2]), Some(Rule::VoidAllocated));
        }
        faults.room.store(-1, Ordering::Relaxed);
        let again = commit(&mut test, &[REGISTER, PAY]);
        assert!(again.iter().all(Result::is_ok), "{again:?}");
        assert_eq!(test.balance("C1", as_of("2026-11-21")).balance.minor(), 40);
        assert!(test.verify().ok);
    }
}

#[test]
fn after_a_failed_sync_nothing_is_written_until_the_book_is_opened_again() {
    let (mut test, faults) = failing_book();
    faults.sync.store(1, Ordering::Relaxed);
    let outcomes = commit(&mut test, &[PAY]);
    assert!(matches!(outcomes[0], Err(Failure::Unknown(_))), "{outcomes:?}");
    faults.sync.store(0, Ordering::Relaxed);
    assert_eq!(rule(&commit(&mut test, &[REGISTER])[0]), Some(Rule::JournalReadOnly));
    // Opened again the book says what is so; the same id is carried out once, either way.
    test.close();
    test.open();
    let receipt = commit(&mut test, &[PAY]).remove(0).unwrap();
    assert_eq!(receipt.number("payment"), Some("PAY-2026-00001"));
    assert_eq!(test.balance("C1", as_of("2026-11-21")).balance.minor(), 40);
    assert!(test.verify().ok);
}

#[test]
fn files_rotate_and_the_chain_goes_on_across_them() {
    let (mut test, _) = failing_book();
    test.book().rotate_at(4_000);
    for n in 0..40 {
        test.invoice("C1", "2026-11-02", "2026-12-02", &format!("{}", n + 1));
        test.taken(
            r#"{"do":"register_customer","name":"Somebody with a name that takes its room"}"#,
        );
    }
    let segments = crate::common::files(&test.folder().join("journal"));
    assert!(segments.len() > 5, "{segments:?}");
    assert!(crate::common::files(&test.folder().join("private")).len() > 1);
    let aging = test.aging(as_of("2026-11-21"));
    test.rebuild();
    assert_eq!(test.aging(as_of("2026-11-21")), aging);
    test.invoice("C1", "2026-11-03", "2026-12-02", "5");
    assert!(test.verify().ok);
    // One file gone is named by the first entry that was in it.
    test.close();
    let segments = crate::common::files(&test.folder().join("journal"));
    let gone: u64 = segments[2].file_stem().unwrap().to_str().unwrap().parse().unwrap();
    std::fs::remove_file(&segments[2]).unwrap();
    assert_eq!(test.verify().damage[0].entry, gone);
}

#[test]
fn opening_syncs_what_it_reads_before_anything_vouches_for_it() {
    let (mut test, faults) = failing_book();
    // As after a kill between a write and its sync: what is read may still be in memory only.
    drop(test.book.take());
    std::fs::remove_dir_all(test.folder().join("ledger")).unwrap();
    faults.sync.store(1, Ordering::Relaxed);
    let opened =
        BookWriter::open(&test.folder(), test.options.clone(), &mut daybook::engine::ports::Silent);
    assert!(opened.is_err(), "opened without a sync");
    faults.sync.store(0, Ordering::Relaxed);
    test.open();
    assert_eq!(test.balance("C1", as_of("2026-11-21")).balance.minor(), 100);
}

#[test]
fn the_folders_are_their_owners_alone() {
    use std::os::unix::fs::PermissionsExt;
    let (test, _) = failing_book();
    for part in ["", "journal", "private", "ledger"] {
        let mode = std::fs::metadata(test.folder().join(part)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o700, "{part}");
    }
}
