//! What the desk says of a disk that is full: what is true, at once, and no longer than that.

use crate::common::headless;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use crate::common::TestBook;
use crate::common::failing::{FailingDisk, Faults};
use crate::common::headless::Headless;
use daybook::domain::Rule;
use daybook::engine::caller::Caller;
use daybook::engine::local::LocalBook;
use daybook::engine::{Failure, OpenOptions, ReadOnly, intake};
use daybook::tui::settings::Settings;

const MARK: &str = "read-only: the disk is full";
const NOT_NOW: &str = "Nothing can be posted now: the disk is full.";

/// A book with an invoice, closed.
fn book() -> TestBook {
    let mut test = TestBook::rwanda();
    test.taken(r#"{"do":"register_customer","code":"C0001","name":"Kigali Heights"}"#);
    test.invoice("C0001", "2026-10-02", "2026-11-01", "318600");
    test.close();
    test
}

fn failing() -> (OpenOptions, Arc<Faults>) {
    let (disk, faults) = FailingDisk::new();
    (OpenOptions { disk: Arc::new(disk), ..headless::morning("e") }, faults)
}

fn desk(test: &TestBook, options: OpenOptions, settings: Settings) -> Headless {
    Headless::open_on(options, &test.folder(), settings, (80, 24), Vec::new())
}

/// A screen as it is read: one text, whatever line its words are on.
fn read(desk: &Headless) -> String {
    desk.shows().split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn a_payment_that_finds_the_disk_full_says_so_and_goes_once_there_is_room() {
    let test = book();
    let (options, faults) = failing();
    let mut desk = desk(&test, options, Settings::default());
    desk.sees(&["Who is calling?"]).rests();
    desk.types("kigali").sees(&["Kigali Heights"]).rests();
    desk.types("<alt-p>").sees(&["Payment"]).rests();
    desk.types("318600<ctrl-s>").sees(&["Enter posts it"]).rests();
    faults.room.store(0, Ordering::Relaxed);
    desk.types("<ctrl-s>").sees(&[MARK]).rests();
    let said = read(&desk);
    assert!(said.contains("Nothing was written: the disk is full"), "{said}");
    assert!(said.contains("318,600"), "what was typed is there: {said}");
    // Whatever else is pressed: it is said again, and nothing offers to post.
    desk.types("<ctrl-s>").rests();
    let said = read(&desk);
    assert!(said.contains(NOT_NOW) && !said.contains("Enter posts it"), "{said}");
    desk.types("<enter>").rests();
    let said = read(&desk);
    assert!(said.contains(NOT_NOW) && said.contains(MARK), "{said}");
    faults.room.store(-1, Ordering::Relaxed);
    // Nobody has to do anything for the mark to go.
    desk.sees(&["Enter posts it"]);
    let said = read(&desk);
    assert!(!said.contains(MARK) && !said.contains(NOT_NOW), "{said}");
    desk.types("<enter>").sees(&["PAY-2026-00001"]).rests();
    assert!(!read(&desk).contains(MARK), "{}", desk.shows());
}

#[test]
fn it_is_said_in_french_too() {
    let test = book();
    let (options, faults) = failing();
    let french = Settings { language: Some("fr".into()), ..Settings::default() };
    let mut desk = desk(&test, options, french);
    desk.sees(&["sur 1"]).rests();
    desk.types("kigali").sees(&["Kigali Heights"]).rests();
    desk.types("<alt-p>").rests();
    desk.types("318600<ctrl-s>").sees(&["Ceci crée"]).rests();
    assert!(read(&desk).contains("Enter enregistre"), "{}", desk.shows());
    faults.room.store(0, Ordering::Relaxed);
    desk.types("<ctrl-s>").sees(&["lecture seule : le disque est plein"]).rests();
    desk.types("<ctrl-s>").rests();
    let said = read(&desk);
    assert!(said.contains("Rien ne peut être enregistré pour le moment : le disque"), "{said}");
    assert!(!said.contains("Enter enregistre"), "{said}");
}

/// The second desk of a user goes through the first one's process.
#[test]
fn a_desk_that_goes_through_another_process_is_told_too() {
    let test = book();
    let (options, faults) = failing();
    let mut first = desk(&test, options.clone(), Settings::default());
    first.sees(&["of 1"]).rests();
    let mut second = desk(&test, options.clone(), Settings::default());
    second.sees(&["of 1"]).rests();
    faults.room.store(0, Ordering::Relaxed);
    second.types("kigali").sees(&["Kigali Heights"]).rests();
    second.types("<alt-p>").sees(&["Payment"]).rests();
    second.types("318600<ctrl-s>").sees(&["Enter posts it"]).rests();
    second.types("<ctrl-s>").sees(&[MARK]).rests();
    first.sees(&[MARK]);
    // Who comes later is told as well.
    let mut third = desk(&test, options, Settings::default());
    third.sees(&[MARK]);
    faults.room.store(-1, Ordering::Relaxed);
    for desk in [&mut first, &mut second, &mut third] {
        desk.hears_until(|screen| !screen.contains(MARK));
    }
    second.types("<ctrl-s>").rests();
    second.types("<ctrl-s>").sees(&["PAY-2026-00001"]);
}

/// As long as the mark is shown nothing is posted, though some bytes would fit.
#[test]
fn what_is_said_is_what_is_true() {
    let mut test = book();
    let (options, faults) = failing();
    test.options = options;
    test.open();
    let own = LocalBook::of(test.book.take().unwrap()).unwrap();
    let eva = Caller::owner("eva");
    let pay = |own: &LocalBook| {
        let line = r#"{"do":"record_payment","customer":"C0001","amount":"5","method":"cash"}"#;
        own.send(&eva, intake::read(line).1.unwrap()).unwrap().wait()
    };
    let (tell, told) = std::sync::mpsc::channel();
    own.watch_standing(Box::new(move |why| tell.send(why).unwrap()));
    let next = || told.recv_timeout(std::time::Duration::from_secs(20)).unwrap();
    assert_eq!(next(), None);
    faults.room.store(0, Ordering::Relaxed);
    let rule = |failure: Failure| match failure {
        Failure::Refused(refusal) => refusal.rule,
        other => panic!("{other}"),
    };
    assert_eq!(rule(pay(&own).unwrap_err()), Rule::JournalNoSpace);
    assert_eq!(next(), Some(ReadOnly::DiskFull));
    for room in [600, 4_096] {
        faults.room.store(room, Ordering::Relaxed);
        assert_eq!(rule(pay(&own).unwrap_err()), Rule::JournalReadOnly, "{room}");
    }
    faults.room.store(-1, Ordering::Relaxed);
    assert_eq!(next(), None);
    pay(&own).unwrap();
    assert!(told.try_recv().is_err(), "nothing was full meanwhile");
}
