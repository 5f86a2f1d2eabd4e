//! Books damaged on purpose: a ledger is posted again, a journal's damage is named to the entry,
//! and acknowledged entries that are gone stop everything.

use std::fs;
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use crate::common::{TestBook, as_of, files};
use daybook::domain::Moment;
use daybook::engine::lock::Lock;
use daybook::engine::maintenance::{self, VerifyReport};
use daybook::engine::ports::Silent;
use daybook::engine::{BookError, BookWriter, Interrupted};
use daybook::journal::{DamageKind, JournalError};
use daybook::ledger::query::aging::Aging;
use rand::{Rng, RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// A closed book of three customers and forty invoices, most of them paid, and its aging.
fn closed_book() -> (TestBook, Aging) {
    let mut test = TestBook::rwanda();
    for code in ["C1", "C2", "C3"] {
        test.customer(code);
    }
    for n in 0..40 {
        let code = format!("C{}", n % 3 + 1);
        test.invoice(&code, "2026-09-01", "2026-10-01", &format!("{}", 1000 + n));
        if n % 4 > 0 {
            test.payment(&code, "2026-10-05", "900", "oldest");
        }
    }
    let aging = test.aging(as_of("2026-11-21"));
    test.close();
    (test, aging)
}

fn ledger(test: &TestBook) -> PathBuf {
    test.folder().join("ledger")
}

/// Opens the book, which must answer as before.
fn answers_as_before(mut test: TestBook, aging: &Aging) {
    test.open();
    assert_eq!(test.aging(as_of("2026-11-21")), *aging);
    assert!(test.verify().ok);
    test.close();
}

fn overwrite(path: &Path, offset: u64, bytes: &[u8]) {
    let mut file = fs::OpenOptions::new().write(true).open(path).unwrap();
    file.seek(SeekFrom::Start(offset)).unwrap();
    file.write_all(bytes).unwrap();
}

fn flip(path: &Path, chance: &mut ChaCha8Rng) -> u64 {
    let bytes = fs::read(path).unwrap();
    let place = chance.random_range(0..bytes.len());
    let flipped = bytes[place] ^ (1 << chance.random_range(0..8));
    overwrite(path, place as u64, &[flipped]);
    place as u64
}

#[test]
fn a_ledger_that_is_deleted_is_posted_again() {
    let (test, aging) = closed_book();
    fs::remove_dir_all(ledger(&test)).unwrap();
    answers_as_before(test, &aging);
}

#[test]
fn a_ledger_that_is_emptied_is_posted_again() {
    let (test, aging) = closed_book();
    fs::remove_dir_all(ledger(&test)).unwrap();
    fs::create_dir(ledger(&test)).unwrap();
    answers_as_before(test, &aging);

    let (test, aging) = closed_book();
    for file in files(&ledger(&test)) {
        fs::write(file, b"").unwrap();
    }
    answers_as_before(test, &aging);
}

#[test]
fn a_ledger_with_half_a_snapshot_opens() {
    let (test, aging) = closed_book();
    fs::write(ledger(&test).join("snap.0000000000000042.generating"), b"half").unwrap();
    answers_as_before(test, &aging);
}

#[test]
fn a_ledger_without_its_snapshot_or_overwritten_is_posted_again() {
    let (test, aging) = closed_book();
    for file in files(&ledger(&test)) {
        if file.file_name().unwrap().to_string_lossy().starts_with("snap") {
            fs::remove_file(file).unwrap();
        }
    }
    answers_as_before(test, &aging);

    let mut chance = ChaCha8Rng::seed_from_u64(1);
    for name in ["db", "conf"] {
        let (test, aging) = closed_book();
        let path = ledger(&test).join(name);
        let mut bytes = vec![0; usize::try_from(fs::metadata(&path).unwrap().len()).unwrap()];
        chance.fill_bytes(&mut bytes);
        fs::write(&path, bytes).unwrap();
        answers_as_before(test, &aging);
    }
}

#[test]
fn a_ledger_with_a_flipped_bit_answers_the_same() {
    let mut chance = ChaCha8Rng::seed_from_u64(2);
    for _ in 0..12 {
        let (mut test, aging) = closed_book();
        let all = files(&ledger(&test));
        let place = chance.random_range(0..all.len());
        flip(&all[place], &mut chance);
        let before = maintenance::verify(&test.folder(), &test.options, None, &mut Silent).unwrap();
        assert_eq!(before.damage, [], "the journal is as it was");
        test.open();
        let same = test.aging(as_of("2026-11-21")) == aging;
        test.close();
        assert!(same, "verify said {}", before.ok);
        maintenance::rebuild(&test.folder(), test.options.clone(), &mut Silent).unwrap();
        answers_as_before(test, &aging);
    }
}

fn segment(test: &TestBook, folder: &str) -> PathBuf {
    let all = files(&test.folder().join(folder));
    all.into_iter().find(|path| path.extension().is_some()).unwrap()
}

fn verify(test: &TestBook) -> VerifyReport {
    maintenance::verify(&test.folder(), &test.options, None, &mut Silent).unwrap()
}

/// The number of the entry in which a byte of the journal stands.
fn entry_at(journal: &[u8], offset: u64) -> u64 {
    let before = &journal[..usize::try_from(offset).unwrap()];
    before.split(|byte| *byte == b'\n').count() as u64
}

#[test]
fn a_changed_byte_in_the_journal_is_named_to_the_entry_and_nothing_is_changed() {
    let mut chance = ChaCha8Rng::seed_from_u64(3);
    for without_ledger in [false, true] {
        for _ in 0..50 {
            let (test, _) = closed_book();
            if without_ledger {
                fs::remove_dir_all(ledger(&test)).unwrap();
            }
            let path = segment(&test, "journal");
            let journal = fs::read(&path).unwrap();
            let entry = entry_at(&journal, flip(&path, &mut chance));
            let report = verify(&test);
            assert!(!report.ok);
            assert_eq!(report.damage[0].entry, entry, "{:?}", report.damage);
            let damaged = fs::read(&path).unwrap();
            // Whether opening notices depends on where the ledger stands; it never cuts.
            let opened = BookWriter::open(&test.folder(), test.options.clone(), &mut Silent);
            if without_ledger {
                let error = opened.err().expect("a damaged journal without its ledger");
                let named = matches!(&error,
                    BookError::Journal(JournalError::Damaged(damage)) if damage.entry == entry);
                assert!(named, "{error}");
            } else {
                drop(opened);
            }
            assert_eq!(fs::read(&path).unwrap(), damaged, "nothing was cut");
        }
    }
}

type Change = fn(&mut Vec<String>);

#[test]
fn lines_removed_swapped_or_inserted_are_named() {
    let lines_of = |test: &TestBook| -> (PathBuf, Vec<String>) {
        let path = segment(test, "journal");
        let text = fs::read_to_string(&path).unwrap();
        (path, text.lines().map(|line| format!("{line}\n")).collect())
    };
    let changes: [(Change, u64, DamageKind); 4] = [
        (|lines| drop(lines.remove(9)), 10, DamageKind::Missing),
        (|lines| lines.swap(9, 10), 10, DamageKind::Missing),
        (|lines| lines.insert(9, lines[3].clone()), 10, DamageKind::Sequence),
        (|lines| lines.insert(9, "{\"seq\":10}\n".into()), 10, DamageKind::Json),
    ];
    for (change, entry, kind) in changes {
        let (test, _) = closed_book();
        let (path, mut lines) = lines_of(&test);
        change(&mut lines);
        fs::write(&path, lines.concat()).unwrap();
        let report = verify(&test);
        assert_eq!(
            (report.damage[0].entry, report.damage[0].kind),
            (entry, kind),
            "{:?}",
            report.damage
        );
    }
}

#[test]
fn a_changed_private_record_is_named() {
    let mut chance = ChaCha8Rng::seed_from_u64(4);
    for _ in 0..20 {
        let (test, _) = closed_book();
        let path = segment(&test, "private");
        let records = fs::read(&path).unwrap();
        // Entry 1 opened the book; the customers are entries 2, 3 and 4.
        let entry = entry_at(&records, flip(&path, &mut chance)) + 1;
        let report = verify(&test);
        assert_eq!(report.damage[0].entry, entry, "{:?}", report.damage);
        assert!(report.damage[0].file.starts_with("private/"));
    }
    let (test, _) = closed_book();
    fs::remove_file(segment(&test, "private")).unwrap();
    let report = verify(&test);
    let missing: Vec<(u64, DamageKind)> = report.damage.iter().map(|d| (d.entry, d.kind)).collect();
    assert_eq!(
        missing,
        [(2, DamageKind::Missing), (3, DamageKind::Missing), (4, DamageKind::Missing)]
    );
}

#[test]
fn acknowledged_entries_that_are_cut_off_stop_the_book_and_are_numbered() {
    for witness in ["ledger", "mark"] {
        let (test, _) = closed_book();
        let path = segment(&test, "journal");
        let text = fs::read_to_string(&path).unwrap();
        let count = text.lines().count();
        let kept: String = text.lines().take(count - 3).map(|line| format!("{line}\n")).collect();
        fs::write(&path, kept).unwrap();
        match witness {
            "ledger" => fs::remove_file(test.folder().join("journal/head")).unwrap(),
            _ => fs::remove_dir_all(ledger(&test)).unwrap(),
        }
        let error = BookWriter::open(&test.folder(), test.options.clone(), &mut Silent).err();
        let (first, last) = (count as u64 - 2, count as u64);
        match error.expect("entries are missing") {
            BookError::Journal(JournalError::Missing { from, to, .. }) => {
                assert_eq!((from, to), (first, last), "{witness}");
            }
            other => panic!("{witness}: {other}"),
        }
        let report = verify(&test);
        let missing: Vec<u64> = report.damage.iter().map(|damage| damage.entry).collect();
        assert_eq!(missing, (first..=last).collect::<Vec<_>>(), "{witness}");
    }
}

#[test]
fn a_write_that_was_cut_short_is_removed_and_said() {
    let (mut test, aging) = closed_book();
    test.open();
    // Dropped without a close: as after a crash, with blank space behind the last entry.
    test.invoice("C1", "2026-11-01", "2026-12-01", "77");
    let head = test.book().head();
    drop(test.book.take());
    let path = segment(&test, "journal");
    let text = fs::read_to_string(&path).unwrap();
    let whole = text.trim_end_matches('\n').len() as u64 + 1;
    overwrite(&path, whole, br#"{"seq":78,"group":78,"at":"2026-11-21T"#);
    let report = verify(&test);
    assert_eq!((report.ok, report.tail.map(|tail| tail.entry)), (true, Some(head.seq + 1)));
    test.open();
    assert_eq!(test.book().found.tail.as_ref().map(|tail| tail.offset), Some(whole));
    assert_eq!(test.book().head(), head);
    assert_ne!(test.aging(as_of("2026-11-21")), aging);
    test.invoice("C1", "2026-11-02", "2026-12-01", "78");
    assert!(test.verify().ok);
}

#[test]
fn a_file_that_ends_too_early_is_named_and_never_made_longer() {
    // The last newline of a closed book.
    let (test, _) = closed_book();
    let path = segment(&test, "journal");
    let length = fs::metadata(&path).unwrap().len();
    fs::OpenOptions::new().write(true).open(&path).unwrap().set_len(length - 1).unwrap();
    assert!(BookWriter::open(&test.folder(), test.options.clone(), &mut Silent).is_err());
    assert_eq!(fs::metadata(&path).unwrap().len(), length - 1);
    assert!(!verify(&test).ok);
    // The private records, emptied.
    let (test, _) = closed_book();
    let path = segment(&test, "private");
    fs::write(&path, b"").unwrap();
    let error = BookWriter::open(&test.folder(), test.options.clone(), &mut Silent).err().unwrap();
    assert!(matches!(error, BookError::Journal(JournalError::Shorter(_))), "{error}");
    assert_eq!(fs::metadata(&path).unwrap().len(), 0);
}

#[test]
fn an_init_that_was_cut_short_can_be_done_again_and_other_folders_are_left_alone() {
    let dir = tempfile::TempDir::new().unwrap();
    let new = crate::common::new_book("RW", "RWF", None);
    let half = dir.path().join("half");
    fs::create_dir_all(half.join("journal")).unwrap();
    fs::write(half.join("journal/000000000001.jsonl"), b"").unwrap();
    let options = crate::common::options();
    let error = BookWriter::open(&half, options.clone(), &mut Silent).err().unwrap();
    assert!(matches!(error, BookError::NoBook(_)));
    assert!(!half.join("ledger").exists());
    BookWriter::create(&half, &new, options.clone()).unwrap().close().unwrap();
    BookWriter::open(&half, options.clone(), &mut Silent).unwrap().close().unwrap();
    let other = dir.path().join("other");
    fs::create_dir_all(&other).unwrap();
    fs::write(other.join("letter.txt"), b"dear").unwrap();
    assert!(BookWriter::create(&other, &new, options).is_err());
    assert_eq!(files(&other).len(), 1);
}

#[test]
fn a_backup_holds_no_strays_and_a_failed_restore_leaves_nothing() {
    let (test, aging) = closed_book();
    fs::write(test.folder().join("journal/.000000000001.jsonl.swp"), b"an editor's").unwrap();
    let file = test.dir.path().join("backup.tar.gz");
    maintenance::backup(&test.folder(), &file, test.options.clone(), &mut Silent).unwrap();
    let fresh = test.dir.path().join("fresh");
    maintenance::restore(&file, &fresh, false, test.options.clone(), &mut Silent).unwrap();
    fs::write(&file, b"nonsense").unwrap();
    let failed =
        maintenance::restore(&file, &test.folder(), true, test.options.clone(), &mut Silent);
    assert!(failed.is_err());
    let left = fs::read_dir(test.folder()).unwrap().flatten().map(|entry| entry.file_name());
    assert!(!left.into_iter().any(|name| name.to_string_lossy().starts_with("restoring")));
    answers_as_before(test, &aging);
}

#[test]
fn what_a_killed_restore_unpacked_is_removed_and_named_by_whatever_comes_next() {
    let (test, aging) = closed_book();
    let left = test.folder().join("restoring-1");
    let unpacked = || {
        fs::create_dir_all(left.join("private")).unwrap();
        fs::write(left.join("private/000000000001.jsonl"), b"{}").unwrap();
    };
    unpacked();
    let settled = maintenance::settle(&test.folder(), &test.options).unwrap();
    assert_eq!(settled, Some(Interrupted::Undone));
    assert!(!left.exists());
    // Not while the restore may still be at work.
    unpacked();
    let lock = Lock::take(&test.folder(), "eva", Moment::from_micros(0)).unwrap();
    assert_eq!(maintenance::settle(&test.folder(), &test.options).unwrap(), None);
    assert!(left.exists());
    drop(lock);
    answers_as_before(test, &aging);
}

#[test]
fn a_backup_that_holds_a_file_twice_is_refused_by_its_name() {
    let (test, aging) = closed_book();
    let file = test.dir.path().join("backup.tar.gz");
    maintenance::backup(&test.folder(), &file, test.options.clone(), &mut Silent).unwrap();
    let mut files = Vec::new();
    let read = flate2::read::GzDecoder::new(fs::File::open(&file).unwrap());
    for entry in tar::Archive::new(read).entries().unwrap() {
        let mut entry = entry.unwrap();
        let (header, mut bytes) = (entry.header().clone(), Vec::new());
        entry.read_to_end(&mut bytes).unwrap();
        files.push((header, bytes));
    }
    // The manifest or a segment, again at the end.
    for name in ["manifest.json", "journal/000000000001.jsonl"] {
        let again = files.iter().filter(|(header, _)| header.path().unwrap() == Path::new(name));
        let twice = test.dir.path().join("twice.tar.gz");
        let pack = flate2::write::GzEncoder::new(
            fs::File::create(&twice).unwrap(),
            flate2::Compression::fast(),
        );
        let mut pack = tar::Builder::new(pack);
        for (header, bytes) in files.iter().chain(again) {
            pack.append(header, bytes.as_slice()).unwrap();
        }
        pack.into_inner().unwrap().finish().unwrap();
        let fresh = test.dir.path().join("fresh");
        let failed = maintenance::restore(&twice, &fresh, false, test.options.clone(), &mut Silent);
        let said = failed.unwrap_err().to_string();
        assert!(said.contains(&format!("it holds {name} twice")), "{said}");
        assert!(!fresh.exists(), "{name}");
    }
    answers_as_before(test, &aging);
}

#[test]
fn a_ledger_that_turns_out_damaged_while_it_is_read_is_posted_again() {
    let (mut test, aging) = closed_book();
    // Rows of the open items and of the totals, spoilt: opening does not look at them.
    let store = daybook::store::stack::Store::open(&ledger(&test)).unwrap();
    let mut batch = daybook::store::Batch::default();
    for letter in *b"OTI" {
        for row in daybook::store::Rows::scan(&store.picture(), &[letter], &[letter + 1]) {
            batch.put(row.unwrap().0, vec![daybook::ledger::table::ROW_VERSION]);
        }
    }
    store.apply(batch.clone());
    store.write_down().unwrap();
    drop(store);
    let session =
        daybook::engine::Session::open(&test.folder(), test.options.clone(), &mut Silent).unwrap();
    let asked = daybook::ledger::query::aging::AgingOf { asked: as_of("2026-11-21") };
    assert_eq!(session.ask(&asked).unwrap(), aging);
    session.close().unwrap();
    // The same for whoever posts before anybody asks.
    let store = daybook::store::stack::Store::open(&ledger(&test)).unwrap();
    store.apply(batch);
    store.write_down().unwrap();
    drop(store);
    test.open();
    test.invoice("C1", "2026-11-01", "2026-12-01", "5");
    assert!(test.verify().ok);
}

/// Makes the ledger one that an older version of this program wrote.
fn of_another_version(test: &TestBook) {
    let store = daybook::store::stack::Store::open(&ledger(test)).unwrap();
    let mut batch = daybook::store::Batch::default();
    for row in daybook::store::Rows::scan(&store.picture(), &[0], &[255]) {
        let (key, mut value) = row.unwrap();
        value[0] -= 1;
        batch.put(key, value);
    }
    store.apply(batch);
    store.write_down().unwrap();
}

#[test]
fn a_ledger_of_another_version_is_posted_again_and_not_called_damaged() {
    let (mut test, aging) = closed_book();
    of_another_version(&test);
    assert!(verify(&test).ok);
    test.open();
    let found = test.book.as_ref().unwrap().found.clone();
    assert_eq!((found.quarantine, found.posted > 40), (None, true));
    assert_eq!(test.aging(as_of("2026-11-21")), aging);
    let left: Vec<String> = fs::read_dir(test.folder())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| !["journal", "private", "ledger", "lock"].contains(&name.as_str()))
        .collect();
    assert_eq!(left, Vec::<String>::new(), "nothing is put aside");
    test.close();
    answers_as_before(test, &aging);
}

#[test]
fn an_older_journal_under_a_newer_ledger_is_not_gone_on_with() {
    older_journal(|_| ());
    // A ledger of another version has seen them as well.
    older_journal(of_another_version);
}

fn older_journal(change: impl Fn(&TestBook)) {
    let (mut test, _) = closed_book();
    let older = fs::read(segment(&test, "journal")).unwrap();
    test.open();
    test.invoice("C1", "2026-11-01", "2026-12-01", "77");
    test.close();
    let path = segment(&test, "journal");
    fs::write(&path, &older).unwrap();
    fs::remove_file(test.folder().join("journal/head")).unwrap();
    change(&test);
    assert!(!verify(&test).ok);
    let error = BookWriter::open(&test.folder(), test.options.clone(), &mut Silent).err().unwrap();
    let missing =
        matches!(error, BookError::Journal(JournalError::Missing { from, to, .. }) if from == to);
    assert!(missing, "{error}");
    assert_eq!(fs::read(&path).unwrap(), older);
}

#[test]
fn backup_lose_the_disk_restore_verify_the_head() {
    let (mut test, aging) = closed_book();
    let file = test.dir.path().join("backup.tar.gz");
    let made =
        maintenance::backup(&test.folder(), &file, test.options.clone(), &mut Silent).unwrap();
    let twice = maintenance::backup(&test.folder(), &file, test.options.clone(), &mut Silent);
    assert!(twice.is_err(), "a backup overwrites nothing");
    fs::remove_dir_all(test.folder()).unwrap();
    let restored =
        maintenance::restore(&file, &test.folder(), false, test.options.clone(), &mut Silent)
            .unwrap();
    assert_eq!(restored.manifest.head, made.head);
    let (seq, hash) = made.head.split_once(':').unwrap();
    let expected = (seq.parse().unwrap(), daybook::journal::Hash::parse(hash).unwrap());
    let report =
        maintenance::verify(&test.folder(), &test.options, Some(expected), &mut Silent).unwrap();
    assert!(report.ok, "{report:?}");
    let other = (expected.0, daybook::journal::Hash::ZERO);
    let report =
        maintenance::verify(&test.folder(), &test.options, Some(other), &mut Silent).unwrap();
    assert_eq!(report.damage[0].entry, expected.0);

    // Over a book, only when told so; what was there is kept.
    test.open();
    test.invoice("C1", "2026-11-01", "2026-12-01", "77");
    test.close();
    let refused =
        maintenance::restore(&file, &test.folder(), false, test.options.clone(), &mut Silent);
    assert!(refused.is_err());
    let restored =
        maintenance::restore(&file, &test.folder(), true, test.options.clone(), &mut Silent)
            .unwrap();
    assert!(restored.before.unwrap().join("journal").is_dir());
    answers_as_before(test, &aging);
}

#[test]
fn a_damaged_journal_is_no_reason_to_lose_the_ledger() {
    let (mut test, aging) = closed_book();
    let path = segment(&test, "journal");
    let text = fs::read_to_string(&path).unwrap();
    let place = text.find("\"quantity\":\"1\"").unwrap() as u64 + 12;
    overwrite(&path, place, b"2");
    let rebuilt = maintenance::rebuild(&test.folder(), test.options.clone(), &mut Silent);
    assert!(matches!(rebuilt, Err(BookError::Journal(JournalError::Damaged(_)))));
    test.open();
    assert_eq!(test.aging(as_of("2026-11-21")), aging);
}

#[test]
fn restoring_says_what_the_backup_lacks_and_refuses_another_book() {
    let (mut test, _) = closed_book();
    let file = test.dir.path().join("backup.tar.gz");
    maintenance::backup(&test.folder(), &file, test.options.clone(), &mut Silent).unwrap();
    test.open();
    test.invoice("C1", "2026-11-01", "2026-12-01", "77");
    let head = test.book().head().seq;
    test.close();
    let restored =
        maintenance::restore(&file, &test.folder(), true, test.options.clone(), &mut Silent)
            .unwrap();
    assert_eq!(restored.left_out, Some((head, head)));
    // Two histories that went apart: what they do not share is left out, however long they are.
    test.open();
    test.invoice("C1", "2026-11-01", "2026-12-01", "78");
    test.close();
    let later = test.dir.path().join("later.tar.gz");
    maintenance::backup(&test.folder(), &later, test.options.clone(), &mut Silent).unwrap();
    maintenance::restore(&file, &test.folder(), true, test.options.clone(), &mut Silent).unwrap();
    test.open();
    test.invoice("C1", "2026-11-01", "2026-12-01", "79");
    test.close();
    let restored =
        maintenance::restore(&later, &test.folder(), true, test.options.clone(), &mut Silent)
            .unwrap();
    assert_eq!(restored.left_out, Some((head, head)));
    let mut options = crate::common::options();
    options.ports = daybook::engine::ports::Ports::default();
    let other = TestBook::with(&crate::common::new_book("RW", "RWF", None), options);
    let folder = other.folder();
    drop(other.book);
    let refused = maintenance::restore(&file, &folder, true, other.options.clone(), &mut Silent);
    assert!(refused.is_err());
    assert!(folder.join("journal").is_dir() && !folder.join("before-restore-1").exists());
}

#[test]
fn a_backup_that_is_none_changes_nothing() {
    let (test, aging) = closed_book();
    let file = test.dir.path().join("backup.tar.gz");
    maintenance::backup(&test.folder(), &file, test.options.clone(), &mut Silent).unwrap();
    let whole = fs::read(&file).unwrap();
    let mut flipped = whole.clone();
    let middle = flipped.len() / 2;
    flipped[middle] ^= 0x10;
    for bytes in [&b"nonsense"[..], &whole[..whole.len() / 2], &flipped] {
        fs::write(&file, bytes).unwrap();
        let restored =
            maintenance::restore(&file, &test.folder(), true, test.options.clone(), &mut Silent);
        assert!(restored.is_err());
    }
    answers_as_before(test, &aging);
}
