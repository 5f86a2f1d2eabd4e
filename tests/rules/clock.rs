//! A clock that is wrong: what it says is neither posted nor believed before an administrator says
//! that it is right, and a book that was led astray by one finds its way back.

use std::path::Path;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use crate::common::properties::properties;
use crate::common::{TestBook, new_book};
use daybook::domain::{Event, Moment};
use daybook::engine::caller::Caller;
use daybook::engine::ports::{Clock, Ports, Random, Silent};
use daybook::engine::{BookWriter, Failure, OpenOptions, ReadOnly, Submission, intake};
use daybook::journal::{ChainStep, Checkpoint, JournalReader, RealDisk, Stored};
use proptest::prelude::*;

const DAY: i64 = 86_400_000_000;
const NOV_21: &str = "2026-11-21T06:00:00Z";

/// A clock that shows what the test says, and files that are written at another time where the
/// test says so.
struct Hand(AtomicI64, Mutex<Option<Moment>>);

impl Clock for Hand {
    fn now(&self) -> Moment {
        Moment::from_micros(self.0.fetch_add(1_000, Ordering::Relaxed))
    }

    fn of_files(&self, _: &Path) -> Option<Moment> {
        *self.1.lock().unwrap()
    }
}

impl Hand {
    fn at(at: &str) -> Arc<Hand> {
        Arc::new(Hand(AtomicI64::new(moment(at).micros()), Mutex::default()))
    }

    fn set(&self, at: &str) {
        self.0.store(moment(at).micros(), Ordering::Relaxed);
    }

    fn goes_on_by(&self, micros: i64) {
        self.0.fetch_add(micros, Ordering::Relaxed);
    }
}

struct Bytes(AtomicU64);

impl Random for Bytes {
    fn bytes(&self) -> [u8; 16] {
        let count = self.0.fetch_add(1, Ordering::Relaxed).to_be_bytes();
        let mut bytes = [7; 16];
        bytes[..8].copy_from_slice(&count);
        bytes
    }
}

fn moment(text: &str) -> Moment {
    text.parse().unwrap()
}

fn options(clock: &Arc<Hand>) -> OpenOptions {
    let ports = Ports { clock: clock.clone(), random: Arc::new(Bytes(AtomicU64::new(1))) };
    OpenOptions { ports, ..OpenOptions::new("eva") }
}

/// A book with a customer, last used on 21 November 2026.
fn book() -> (TestBook, Arc<Hand>) {
    let clock = Hand::at(NOV_21);
    let mut test = TestBook::with(&new_book("RW", "RWF", None), options(&clock));
    test.customer("C1");
    (test, clock)
}

const INVOICE: &str = r#"{"do":"issue_invoice","customer":"C1","lines":[{"description":"Work","quantity":"1","unit_price":"100"}]}"#;
const CONFIRM: &str = r#"{"do":"confirm_clock","reason":"checked against the telephone"}"#;

fn invoiced(test: &mut TestBook) -> String {
    test.taken(INVOICE).number("invoice").unwrap().to_string()
}

fn entries(folder: &Path) -> Vec<Stored> {
    let reader = JournalReader::new(&RealDisk::shared(), folder);
    let mut chain = reader.chain(Checkpoint::START).unwrap();
    let mut all = Vec::new();
    while let Some(step) = chain.step().unwrap() {
        let ChainStep::Good(stored) = step else { panic!("damage") };
        all.push(*stored);
    }
    all
}

/// When each entry was recorded, and whether it confirms the clock.
fn recorded(folder: &Path) -> Vec<(Moment, bool)> {
    let entries = entries(folder).into_iter().map(|stored| stored.entry);
    let confirms = |events: &[Event]| matches!(events, [Event::ClockConfirmed(_)]);
    entries.map(|entry| (entry.at, confirms(&entry.events))).collect()
}

#[test]
fn a_clock_that_is_ten_years_ahead_posts_nothing() {
    let (mut test, clock) = book();
    let head = test.book().head();
    clock.set("2036-11-21T06:00:00Z");
    let refusal = test.post(INVOICE).unwrap_err();
    assert_eq!(refusal.rule.name(), "clock.ahead");
    let arg = |name: &str| refusal.args.iter().find(|(is, _)| is == name).map(|(_, it)| &**it);
    assert_eq!((arg("now"), arg("last")), (Some("2036-11-21"), Some("2026-11-21")));
    assert_eq!(test.book().head(), head);
    // What is looked up is answered.
    assert_eq!(test.balance("C1", crate::common::as_of("2026-11-21")).balance.to_string(), "0");
    clock.set("2026-11-22T06:00:00Z");
    assert_eq!(invoiced(&mut test), "INV-2026-00001");
}

#[test]
fn a_book_that_nobody_used_for_some_weeks_opens_as_ever() {
    for days in [2, 7, 30, 59] {
        let (mut test, clock) = book();
        test.close();
        clock.goes_on_by(days * DAY);
        test.open();
        invoiced(&mut test);
        assert_eq!(test.book().shared().standing(), None);
    }
    let (mut test, clock) = book();
    clock.goes_on_by(61 * DAY);
    assert_eq!(test.refused(INVOICE).0, "clock.ahead");
}

#[test]
fn an_administrator_says_that_the_clock_is_right_and_the_journal_says_who() {
    let (mut test, clock) = book();
    test.taken(r#"{"do":"grant_role","user":"eva","role":"administrator"}"#);
    test.taken(r#"{"do":"grant_role","user":"jean","role":"supervisor"}"#);
    // Nothing to say while nobody doubts it.
    assert_eq!(test.refused(CONFIRM).0, "clock.not_in_doubt");
    clock.set("2027-11-21T06:00:00Z");
    let by_jean =
        Submission { by: Caller::listed("jean"), envelope: intake::read(CONFIRM).1.unwrap() };
    match test.book().commit(&[by_jean]).remove(0) {
        Err(Failure::Refused(refusal)) => assert_eq!(refusal.rule.name(), "user.role_too_low"),
        other => panic!("{other:?}"),
    }
    assert_eq!(test.refused(&CONFIRM.replace("checked against the telephone", "")).0, "text.empty");
    let receipt = test.taken(CONFIRM);
    assert_eq!(invoiced(&mut test), "INV-2027-00001");
    test.close();
    let stored = entries(&test.folder()).into_iter().find(|stored| stored.entry.seq == receipt.seq);
    let entry = stored.unwrap().entry;
    assert_eq!((&*entry.by, entry.command()), ("eva", "confirm_clock"));
    let [Event::ClockConfirmed(said)] = &entry.events[..] else { panic!("{entry:?}") };
    assert_eq!(said.reason.text(), Some("checked against the telephone"));
    let days = [said.last, said.now].map(|at| at.to_string()[..10].to_string());
    assert_eq!(days, ["2026-11-21", "2027-11-21"]);
    assert!(test.verify().ok);
}

/// A clock that was wrong when an administrator took it for right, or that an older program
/// believed.
fn led_astray() -> (TestBook, Arc<Hand>) {
    let (mut test, clock) = book();
    invoiced(&mut test);
    clock.set("2036-11-21T06:00:00Z");
    test.taken(CONFIRM);
    (test, clock)
}

#[test]
fn a_book_that_was_led_astray_comes_back() {
    let (mut test, clock) = led_astray();
    let wrong = invoiced(&mut test);
    let paid = invoiced(&mut test);
    assert_eq!(wrong, "INV-2036-00001");
    let payment = test.payment("C1", "2036-11-21", "100", "none");
    let pay = format!(r#"{{"do":"allocate","from":"{payment}","to":"{paid}","amount":"100"}}"#);
    test.taken(&pay);
    let dispute = r#"{"do":"open_dispute","invoice":"INV-2036-00001","reason":"price"}"#;
    test.taken(dispute);
    test.taken(r#"{"do":"promise","customer":"C1","invoice":"INV-2026-00001","amount":"50","by":"2036-11-30"}"#);
    test.taken(r#"{"do":"schedule_callback","customer":"C1","at":"2036-11-22T09:00:00+02:00"}"#);
    clock.set("2026-11-22T06:00:00Z");
    // What the right time cannot say yet: the book was never that far.
    assert_eq!(test.refused(INVOICE).0, "clock.behind");
    test.taken(CONFIRM);
    assert_eq!(invoiced(&mut test), "INV-2026-00002");
    // What was made in the wrong year is corrected where it stands.
    for line in [
        r#"{"do":"move_dispute","dispute":"DSP-2036-00001","to":"void"}"#.to_string(),
        r#"{"do":"withdraw_promise","promise":"PRM-2036-00001"}"#.into(),
        r#"{"do":"done","callback":"CB-2036-00001"}"#.into(),
        format!(r#"{{"do":"void_invoice","invoice":"{wrong}","reason":"the clock was wrong"}}"#),
        format!(
            r#"{{"do":"reverse_payment","payment":"{payment}","reason":"the clock was wrong"}}"#
        ),
        format!(r#"{{"do":"void_invoice","invoice":"{paid}","reason":"the clock was wrong"}}"#),
    ] {
        test.taken(&line);
    }
    assert_eq!(test.balance("C1", crate::common::as_of("2040-01-01")).balance.to_string(), "200");
    assert_eq!(invoiced(&mut test), "INV-2026-00003");
    test.close();
    let at = recorded(&test.folder());
    let back: Vec<_> = at.windows(2).filter(|two| two[1].0 < two[0].0).map(|two| two[1]).collect();
    let [(back_at, true)] = back[..] else { panic!("{back:?}") };
    assert_eq!(back_at.to_string().get(..10), Some("2026-11-22"));
    // The years go on as they were: each series by itself.
    test.open();
    assert!(test.verify().ok);
    clock.set("2036-11-21T07:00:00Z");
    test.taken(CONFIRM);
    assert_eq!(invoiced(&mut test), "INV-2036-00003");
}

#[test]
fn a_credit_note_of_the_wrong_year_is_voided_too() {
    let (mut test, clock) = led_astray();
    test.taken(
        r#"{"do":"credit_invoice","invoice":"INV-2026-00001","reason":"price","amount":"40"}"#,
    );
    test.taken(
        r#"{"do":"write_off","invoice":"INV-2026-00001","amount":"60","reason":"bad_debt"}"#,
    );
    clock.set("2026-11-22T06:00:00Z");
    test.taken(CONFIRM);
    test.taken(r#"{"do":"recover","write_off":"WO-2036-00001"}"#);
    test.taken(r#"{"do":"void_credit_note","credit_note":"CN-2036-00001","reason":"wrong clock"}"#);
    assert_eq!(test.balance("C1", crate::common::as_of("2040-01-01")).balance.to_string(), "100");
    assert!(test.verify().ok);
}

#[test]
fn a_machine_that_woke_up_in_1970_dates_nothing() {
    for now in ["1970-01-01T00:00:10Z", "2000-01-01T00:00:10Z", "2026-11-19T06:00:00Z"] {
        let (mut test, clock) = book();
        let head = test.book().head();
        test.close();
        clock.set(now);
        test.open();
        assert_eq!(test.book().shared().standing(), Some(ReadOnly::ClockBehind), "{now}");
        assert_eq!(test.refused(INVOICE).0, "clock.behind", "{now}");
        assert_eq!(test.book().head(), head);
    }
    // Hours are set back now and then; what is recorded goes on from the last entry.
    let (mut test, clock) = book();
    clock.set("2026-11-21T01:00:00Z");
    invoiced(&mut test);
    test.close();
    assert!(recorded(&test.folder()).windows(2).all(|two| two[0].0 <= two[1].0));
}

#[test]
fn a_clock_that_the_file_server_contradicts_is_not_believed() {
    let (mut test, clock) = book();
    clock.goes_on_by(5 * DAY);
    *clock.1.lock().unwrap() = Some(moment(NOV_21));
    assert_eq!(test.refused(INVOICE).0, "clock.ahead");
    *clock.1.lock().unwrap() = Some(moment("2026-11-26T05:00:00Z"));
    invoiced(&mut test);
}

#[test]
fn a_repeat_has_its_receipt_whatever_the_clock_says() {
    let (mut test, clock) = book();
    let line = INVOICE.replacen('{', r#"{"id":"0190163d-8694-739b-aea5-966c26f8ad91","#, 1);
    let receipt = test.taken(&line);
    clock.set("2036-11-21T06:00:00Z");
    assert_eq!(test.taken(&line).seq, receipt.seq);
}

#[test]
fn a_preview_says_it_and_the_mark_comes_and_goes() {
    let (mut test, clock) = book();
    let seen: Arc<Mutex<Vec<Option<ReadOnly>>>> = Arc::default();
    let told = seen.clone();
    let own = daybook::engine::local::LocalBook::of(test.book.take().unwrap()).unwrap();
    own.watch_standing(Box::new(move |why| told.lock().unwrap().push(why)));
    clock.set("2036-11-21T06:00:00Z");
    let eva = Caller::owner("eva");
    let invoice = intake::read(INVOICE).1.unwrap();
    let previewed = own.preview(&eva, vec![invoice.clone()]).unwrap().remove(0);
    assert!(
        matches!(previewed, Err(Failure::Refused(refusal)) if refusal.rule.name() == "clock.ahead")
    );
    clock.set("2026-11-21T07:00:00Z");
    own.send(&eva, invoice).unwrap().wait().unwrap();
    assert_eq!(*seen.lock().unwrap(), [None, Some(ReadOnly::ClockAhead), None]);
    // Nobody has to post for the mark to go.
    clock.set("2036-11-21T06:00:00Z");
    let again = intake::read(INVOICE).1.unwrap();
    own.preview(&eva, vec![again]).unwrap();
    clock.set("2026-11-21T08:00:00Z");
    let until = std::time::Instant::now() + std::time::Duration::from_secs(20);
    while seen.lock().unwrap().len() < 5 && std::time::Instant::now() < until {
        std::thread::yield_now();
    }
    assert_eq!(seen.lock().unwrap()[3..], [Some(ReadOnly::ClockAhead), None]);
}

#[test]
fn made_up_books_take_any_clock() {
    let clock = Hand::at(NOV_21);
    let new = daybook::engine::NewBook { made_up: true, ..new_book("RW", "RWF", None) };
    let mut test = TestBook::with(&new, options(&clock));
    clock.set("2028-11-21T06:00:00Z");
    test.customer("C1");
    clock.set(NOV_21);
    test.customer("C2");
}

#[derive(Clone, Debug)]
enum Act {
    /// The clock goes on, or is set back, by so many hours.
    Step(i64),
    Post,
    Confirm,
    Reopen,
}

fn acts() -> impl Strategy<Value = Vec<Act>> {
    let act = prop_oneof![
        3 => (-40_000..90_000i64).prop_map(Act::Step),
        3 => (-30..1_500i64).prop_map(Act::Step),
        6 => Just(Act::Post),
        2 => Just(Act::Confirm),
        1 => Just(Act::Reopen),
    ];
    prop::collection::vec(act, 1..30)
}

proptest! {
    #![proptest_config(properties(24))]

    /// However the clock jumps, what is recorded goes back, or on by more than 60 days, only where
    /// an administrator said that the clock is right; and what is refused is what that holds for.
    #[test]
    fn what_is_recorded_jumps_only_where_somebody_said_so(acts in acts()) {
        let (mut test, clock) = book();
        let mut last = test.book().head().at.micros();
        for act in acts {
            let now = clock.0.load(Ordering::Relaxed);
            let is_doubted = now - last > 60 * DAY + DAY / 2 || last - now > DAY;
            let is_sure = (-DAY / 2..60 * DAY - DAY / 2).contains(&(now - last));
            match act {
                Act::Step(hours) => {
                    let at = (now + hours * DAY / 24).max(moment("1971-01-01T00:00:00Z").micros());
                    clock.0.store(at.min(moment("2090-01-01T00:00:00Z").micros()), Ordering::Relaxed);
                }
                Act::Post => match test.post(INVOICE) {
                    Ok(_) => prop_assert!(!is_doubted),
                    Err(refusal) => {
                        prop_assert!(!is_sure, "{refusal:?}");
                        prop_assert!(refusal.rule.name().starts_with("clock."), "{refusal:?}");
                    }
                },
                Act::Confirm => match test.post(CONFIRM) {
                    Ok(_) => prop_assert!(!is_sure),
                    Err(refusal) => {
                        prop_assert!(!is_doubted);
                        prop_assert_eq!(refusal.rule.name(), "clock.not_in_doubt");
                    }
                },
                Act::Reopen => {
                    test.close();
                    test.open();
                }
            }
            last = test.book().head().at.micros();
        }
        test.close();
        for two in recorded(&test.folder()).windows(2) {
            let gap = two[1].0.micros() - two[0].0.micros();
            prop_assert!(two[1].1 || (0..=60 * DAY + DAY).contains(&gap), "{two:?}");
        }
        prop_assert!(test.verify().ok);
    }
}

/// A book as a program leaves it that was run with this clock.
fn left_by(clock: &str) -> TestBook {
    let clock = Hand::at(clock);
    let mut test = TestBook::with(&new_book("RW", "RWF", None), options(&clock));
    test.customer("C1");
    test.close();
    test
}

#[test]
fn the_command_line_refuses_says_why_and_comes_back() {
    use assert_cmd::Command;
    let now = daybook::engine::ports::MachineClock.now().micros();
    for (days, rule) in [(-400, "clock.ahead"), (3_650, "clock.behind")] {
        let at = Moment::from_micros(now + days * DAY).to_string();
        let test = left_by(&at);
        let daybook = |args: &[&str], input: &str| {
            let mut command = Command::new(env!("CARGO_BIN_EXE_daybook"));
            command.env_remove("DAYBOOK_TODAY").env("DAYBOOK_BOOK", test.folder());
            let out = command.args(args).write_stdin(input).output().unwrap();
            let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
            (out.status.code(), text(&out.stdout), text(&out.stderr))
        };
        let (status, out, _) = daybook(&["post", "-"], INVOICE);
        assert_eq!(status, Some(1));
        assert!(out.contains(rule) && out.contains("confirm-clock"), "{out}");
        // Reading goes on; that today cannot be right is said.
        let (status, _, complaint) = daybook(&["balance", "C1"], "");
        assert_eq!(status, Some(0));
        assert_eq!(complaint.contains("clock"), rule == "clock.behind", "{complaint}");
        let (status, out, _) = daybook(&["confirm-clock", "--reason", "my watch agrees"], "");
        assert_eq!(status, Some(0), "{out}");
        let (status, out, _) = daybook(&["post", "-"], INVOICE);
        assert_eq!(status, Some(0), "{out}");
        assert_eq!(daybook(&["verify"], "").0, Some(0));
        let (_, journal, _) = daybook(&["journal"], "");
        assert_eq!(journal.matches("clock_confirmed").count(), 1);
    }
}

#[test]
fn a_book_that_is_opened_under_a_doubtful_clock_stands_so() {
    let (mut test, clock) = book();
    test.close();
    clock.set("2036-11-21T06:00:00Z");
    let book = BookWriter::open(&test.folder(), test.options.clone(), &mut Silent).unwrap();
    assert_eq!(book.shared().standing(), Some(ReadOnly::ClockAhead));
    assert_eq!(book.found.read_only, None, "the disk takes writes");
}
