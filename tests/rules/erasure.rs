//! Erasing a person: the text goes, what was owed and paid stays, the chain still verifies, and what
//! a document needs is hidden until its term ends. What is gone without an entry that says so is
//! damage, and the rest of the book is read all the same.

use crate::common::failing;
use std::fs;
use std::path::PathBuf;

use crate::common::{TestBook, as_of, files};
use daybook::domain::event::ERASED;
use daybook::engine::ports::Silent;
use daybook::engine::{BookWriter, maintenance};
use daybook::ledger::query::lookup::LookupOf;

/// What names her, in one way or another.
const SECRETS: [&str; 8] = [
    "Uwase",
    "788123456",
    "amelie@",
    "Rue 7",
    "asked about March",
    "her sister",
    "bounced twice",
    "moved away",
];

/// A book with a customer of whom much is known, and who owes nothing; and another one.
fn book() -> TestBook {
    let mut test = TestBook::rwanda();
    test.customer("C2");
    test.taken(r#"{"do":"register_customer","code":"C1","name":"Amélie Uwase","phone":"+250 788123456","email":"amelie@x.example","address":"Rue 7"}"#);
    let invoice = test.invoice("C1", "2026-09-01", "2026-10-01", "1000");
    test.taken(&format!(r#"{{"do":"open_dispute","invoice":"{invoice}","reason":"price","note":"asked about March","owner":"her sister"}}"#));
    test.taken(r#"{"do":"resolve_dispute","dispute":"DSP-2026-00001","outcome":"upheld"}"#);
    test.taken(r#"{"do":"hold_customer","customer":"C1","reason":"bounced twice"}"#);
    test.taken(r#"{"do":"release_customer","customer":"C1"}"#);
    test.taken(r#"{"do":"log_call","customer":"C1","at":"2026-11-20T10:42:00+02:00","direction":"in","contact":"Amélie Uwase","note":"moved away"}"#);
    test.payment("C1", "2026-11-20", "1000", "oldest");
    test
}

const ERASE: &str = r#"{"do":"erase_person","customer":"C1","reason":"her letter of 12 November"}"#;

/// All that is stored in the journal and beside it.
fn stored(test: &TestBook) -> String {
    let read = |file: PathBuf| fs::read_to_string(file).unwrap();
    let parts = ["journal", "private"].into_iter();
    parts.flat_map(|part| files(&test.folder().join(part))).map(read).collect()
}

fn found(test: &TestBook, query: &str) -> usize {
    let asked = LookupOf { query: query.into(), limit: 5 };
    test.ask(&asked).unwrap().hits.len()
}

/// The entry fits, and no new file of private records does.
#[test]
fn what_a_full_disk_keeps_goes_once_there_is_room() {
    use daybook::engine::OpenOptions;
    use daybook::ledger::query::erasures::ErasuresDue;
    let mut test = book();
    let (disk, faults) = failing::FailingDisk::new();
    let room = |bytes| faults.room.store(bytes, std::sync::atomic::Ordering::Relaxed);
    test.close();
    test.options = OpenOptions { disk: std::sync::Arc::new(disk), ..test.options.clone() };
    test.open();
    let note = "long ".repeat(400);
    for _ in 0..150 {
        test.taken(&format!(
            r#"{{"do":"log_call","customer":"C2","direction":"in","note":"{note}"}}"#
        ));
    }
    room(150_000);
    test.taken(ERASE);
    room(0);
    assert!(test.ask(&ErasuresDue {}).unwrap() > 0);
    // The entry is on disk, and nothing that matters is missing.
    test.close();
    assert!(stored(&test).contains("moved away"));
    room(-1);
    test.open();
    assert_eq!(test.ask(&ErasuresDue {}).unwrap(), 0);
    assert!(!stored(&test).contains("moved away"));
    assert!(test.verify().ok);
}

/// The customer as the book shows it.
fn name(test: &TestBook, code: &str) -> String {
    test.shown_customer(code).details.name
}

#[test]
fn reasons_and_notes_never_stand_in_the_chain() {
    let mut test = book();
    test.taken(r#"{"do":"issue_invoice","customer":"C2","date":"2026-12-05","override":{"reason":"her sister said so"},"lines":[{"description":"x","quantity":"1","unit_price":"5"}]}"#);
    test.taken(r#"{"do":"void_invoice","invoice":"INV-2026-00002","reason":"bounced twice"}"#);
    test.close();
    let chain: String = files(&test.folder().join("journal"))
        .iter()
        .map(|f| fs::read_to_string(f).unwrap())
        .collect();
    for secret in SECRETS {
        assert!(!chain.contains(secret), "{secret}");
    }
    test.open();
    test.rebuild();
    assert!(test.verify().ok);
}

#[test]
fn an_erased_person_is_gone_everywhere_and_the_chain_verifies() {
    // Her invoice is old enough: nothing has to be kept.
    let mut test = book();
    test.open_on("2037-01-02");
    assert_eq!((found(&test, "uwase"), found(&test, "788123456")), (1, 1));
    let before = test.balance("C1", as_of("2026-11-21")).items;
    test.taken(ERASE);
    for _ in 0..2 {
        assert_eq!(name(&test, "C1"), ERASED);
        assert_eq!((found(&test, "uwase"), found(&test, "788123456")), (0, 0));
        assert_eq!(found(&test, "C1"), 1, "her account is still found by its code");
        assert_eq!(test.shown_invoice("INV-2026-00001").buyer.name, ERASED);
        assert_eq!(test.balance("C1", as_of("2026-11-21")).items, before);
        let dispute = test.shown_dispute("DSP-2026-00001");
        assert_eq!(
            (dispute.owner.as_str(), dispute.timeline[0].note.as_deref()),
            ("eva", Some(ERASED))
        );
        let report = test.verify();
        assert!(report.ok, "{report:?}");
        assert_eq!((report.erased, report.to_erase), (4, 0));
        let all = stored(&test);
        for secret in SECRETS {
            assert!(!all.contains(secret), "{secret}");
        }
        assert!(all.contains("her letter of 12 November"), "why it was right to stays");
        test.rebuild();
    }
    assert_eq!(test.refused(ERASE).0, "person.nothing_to_erase");
}

#[test]
fn the_book_goes_on_behind_erased_records() {
    let mut test = book();
    test.open_on("2037-01-02");
    test.taken(ERASE);
    // The file that records are appended to is a new one now.
    test.taken(r#"{"do":"register_customer","code":"C3","name":"Jean","date":"2026-11-21"}"#);
    test.taken(r#"{"do":"amend_customer","customer":"C1","phone":"1"}"#);
    test.rebuild();
    assert_eq!((name(&test, "C3"), name(&test, "C1")), ("Jean".into(), ERASED.into()));
    assert!(test.verify().ok);
}

#[test]
fn what_a_document_within_its_term_cites_is_hidden_and_erased_when_the_term_ends() {
    let mut test = book();
    test.taken(ERASE);
    test.close();
    // An invoice of 2026 is kept until the end of 2036 in Rwanda.
    let all = stored(&test);
    assert!(all.contains("Uwase") && all.contains("2036-12-31"));
    assert!(!all.contains("moved away") && !all.contains("asked about March"));
    test.open();
    for _ in 0..2 {
        assert_eq!((name(&test, "C1"), found(&test, "uwase")), (ERASED.into(), 0));
        assert_eq!(test.shown_invoice("INV-2026-00001").buyer.name, ERASED);
        assert!(test.verify().ok);
        test.rebuild();
    }
    for (today, is_there) in [("2036-12-31", true), ("2037-01-01", false)] {
        test.open_on(today);
        test.close();
        assert_eq!(stored(&test).contains("Uwase"), is_there, "{today}");
        test.open();
        assert!(test.verify().ok);
    }
}

#[test]
fn an_account_with_something_open_is_not_erased() {
    let mut test = book();
    test.invoice("C1", "2026-11-20", "2026-12-20", "5");
    assert_eq!(test.refused(ERASE), ("person.still_open", "customer".into()));
    test.taken(r#"{"do":"void_invoice","invoice":"INV-2026-00002","reason":"slip"}"#);
    test.taken(ERASE);
}

/// The entry is written, and the machine goes down before the text is gone.
#[test]
fn an_erasure_that_was_cut_short_is_finished_at_the_next_opening() {
    let mut test = book();
    test.open_on("2037-01-02");
    test.close();
    let private = files(&test.folder().join("private")).pop().unwrap();
    let before = fs::read_to_string(&private).unwrap();
    test.open();
    test.taken(ERASE);
    test.close();
    // The records as they were, and behind them the one of the erasure.
    let after = fs::read_to_string(&private).unwrap();
    assert_eq!(after.find("her letter").map(|at| at > before.len()), Some(true));
    fs::write(&private, format!("{before}{}", &after[before.len()..])).unwrap();
    let options = test.options.clone();
    let report = maintenance::verify(&test.folder(), &options, None, &mut Silent).unwrap();
    assert!(report.ok && report.to_erase == 4, "{report:?}");
    test.open();
    test.close();
    assert_eq!(fs::read_to_string(&private).unwrap(), after);
    test.open();
}

#[test]
fn a_backup_of_an_erased_person_restores() {
    let mut test = book();
    test.open_on("2037-01-02");
    test.taken(ERASE);
    test.close();
    let (file, to) = (test.dir.path().join("b.tar.gz"), test.dir.path().join("restored"));
    maintenance::backup(&test.folder(), &file, test.options.clone(), &mut Silent).unwrap();
    maintenance::restore(&file, &to, false, test.options.clone(), &mut Silent).unwrap();
    let report = maintenance::verify(&to, &test.options.clone(), None, &mut Silent).unwrap();
    assert!(report.ok && report.erased == 4, "{report:?}");
    test.open();
}

#[test]
fn a_ledger_that_was_moved_aside_goes_when_the_book_is_rebuilt() {
    let mut test = book();
    test.open_on("2037-01-02");
    test.close();
    let at = |name: &str| test.folder().join(name);
    for name in ["quarantine-1", "quarantine-2", "quarantine-x"] {
        fs::create_dir(at(name)).unwrap();
        fs::write(at(name).join("db"), "Amélie Uwase").unwrap();
    }
    fs::write(at("quarantine-2/notes.txt"), "the administrator's").unwrap();
    maintenance::rebuild(&test.folder(), test.options.clone(), &mut Silent).unwrap();
    let there = ["quarantine-1", "quarantine-2", "quarantine-x"].map(|name| at(name).exists());
    assert_eq!(there, [false, true, true], "only what is a ledger and nothing else goes");
    test.open();
}

/// Blanks out the private record of an entry, as if it had been erased.
fn blank(test: &TestBook, seq: u64, with: &str) {
    let private = files(&test.folder().join("private")).pop().unwrap();
    let text = fs::read_to_string(&private).unwrap();
    let line = text.lines().find(|line| line.starts_with(&format!(r#"{{"seq":{seq},"#))).unwrap();
    let forged = format!("{with:<width$}", width = line.len());
    fs::write(&private, text.replace(line, &forged)).unwrap();
}

#[test]
fn a_record_that_is_gone_without_an_entry_that_says_so_is_damage_and_the_rest_is_read() {
    for with in ["", r#"{"seq":3,"erased":true}"#, r#"{"seq":3,"salt":"x","parts":[]}"#] {
        let mut test = book();
        test.close();
        let whole = fs::read(files(&test.folder().join("private")).pop().unwrap()).unwrap();
        blank(&test, 3, with);
        let report =
            maintenance::verify(&test.folder(), &test.options.clone(), None, &mut Silent).unwrap();
        let damage: Vec<_> = report.damage.iter().map(|damage| damage.entry).collect();
        assert!(!report.ok && damage == [3], "{with}: {report:?}");
        assert!(report.damage[0].file.starts_with("private/"), "{report:?}");
        // Posted again, all else is there; nothing is written behind it, nor cut off.
        fs::remove_dir_all(test.folder().join("ledger")).unwrap();
        let before = stored(&test);
        test.book =
            Some(BookWriter::open(&test.folder(), test.options.clone(), &mut Silent).unwrap());
        assert_ne!(name(&test, "C1"), "Amélie Uwase");
        assert_eq!((name(&test, "C2"), found(&test, "Customer C2")), ("Customer C2".into(), 1));
        assert_eq!(test.shown_invoice("INV-2026-00001").total.to_string(), "1000");
        for _ in 0..2 {
            if with.contains("erased") {
                break;
            }
            test.close();
            test.open();
            assert_eq!(name(&test, "C1"), "(unreadable)");
            let refused = test.refused(r#"{"do":"hold_customer","customer":"C2","reason":"x"}"#);
            assert_eq!(refused.0, "journal.read_only");
        }
        test.close();
        assert_eq!(stored(&test), before);
        // Once the file is as it was, so is the book.
        fs::write(files(&test.folder().join("private")).pop().unwrap(), whole).unwrap();
        if with.contains("erased") {
            fs::remove_dir_all(test.folder().join("ledger")).unwrap();
        }
        test.open();
        assert_eq!(name(&test, "C1"), "Amélie Uwase");
        assert!(test.verify().ok);
    }
}
