//! A book in a folder of its own, with a clock that the test sets, and short ways to post to it
//! and to ask it.
#![allow(dead_code, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

pub mod acts;
pub mod cli;
pub mod counted;
pub mod failing;
pub mod headless;
pub mod mail;
pub mod properties;
pub mod pty;
pub mod served;
pub mod shown;
pub mod sshd;
pub mod tools;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use daybook::domain::{Day, Envelope, Event, Moment, Refusal};
use daybook::engine::ports::{Clock, Ports, Random, Silent};
use daybook::engine::{BookWriter, Failure, NewBook, OpenOptions, Receipt, Submission, intake};
use daybook::journal::{Draft, Journal, JournalError};
use daybook::ledger::query::aging::{Aging, AgingOf};
use daybook::ledger::query::balance::{Balance, BalanceOf};
use daybook::ledger::query::{AsOf, Question};
use daybook::store::rows::Stop;
use tempfile::TempDir;

/// A clock that goes on by a second with each look.
pub struct TestClock(AtomicI64);

impl Clock for TestClock {
    fn now(&self) -> Moment {
        Moment::from_micros(self.0.fetch_add(1_000_000, Ordering::Relaxed))
    }
}

/// A clock that stands still, and bytes that are always the same.
pub struct Frozen;

impl Clock for Frozen {
    fn now(&self) -> Moment {
        Moment::from_micros(1_795_240_800_000_000)
    }
}

impl Random for Frozen {
    fn bytes(&self) -> [u8; 16] {
        [0x5A; 16]
    }
}

/// Bytes that count up.
pub struct Counting(AtomicU64);

impl Random for Counting {
    fn bytes(&self) -> [u8; 16] {
        let count = self.0.fetch_add(1, Ordering::Relaxed);
        let mut bytes = [0; 16];
        bytes[..8].copy_from_slice(&count.to_be_bytes());
        bytes[8..].copy_from_slice(&count.wrapping_mul(0x9E37_79B9_7F4A_7C15).to_be_bytes());
        bytes
    }
}

pub fn day(text: &str) -> Day {
    text.parse().expect("a day")
}

/// Ports that give the same every time.
pub fn ports() -> Ports {
    // 2026-11-21T06:00:00Z
    let clock = Arc::new(TestClock(AtomicI64::new(1_795_240_800_000_000)));
    Ports { clock, random: Arc::new(Counting(AtomicU64::new(1))) }
}

pub fn options() -> OpenOptions {
    OpenOptions { ports: ports(), today: Some(day("2026-11-21")), ..OpenOptions::new("eva") }
}

pub fn new_book(country: &str, currency: &str, zone: Option<&str>) -> NewBook {
    NewBook {
        company: "Kigali Stationers Ltd".into(),
        country: country.into(),
        currency: currency.into(),
        zone: zone.map(Into::into),
        made_up: false,
        tax_id: None,
        address: None,
    }
}

pub struct TestBook {
    pub dir: TempDir,
    pub options: OpenOptions,
    pub book: Option<BookWriter>,
}

impl TestBook {
    /// A book in Rwanda, in francs.
    pub fn rwanda() -> TestBook {
        TestBook::new(&new_book("RW", "RWF", None))
    }

    /// A book in Quebec, in dollars.
    pub fn canada() -> TestBook {
        TestBook::new(&new_book("CA", "CAD", Some("America/Toronto")))
    }

    /// One in Rwanda that goes to processes, which have the machine's clock: so has this.
    pub fn for_processes() -> TestBook {
        let options = OpenOptions { ports: Ports::default(), ..options() };
        TestBook::with(&new_book("RW", "RWF", None), options)
    }

    pub fn new(new: &NewBook) -> TestBook {
        TestBook::with(new, options())
    }

    pub fn with(new: &NewBook, options: OpenOptions) -> TestBook {
        let dir = TempDir::new().unwrap();
        let book = BookWriter::create(&dir.path().join("book"), new, options.clone()).unwrap();
        TestBook { dir, options, book: Some(book) }
    }

    pub fn folder(&self) -> PathBuf {
        self.dir.path().join("book")
    }

    pub fn book(&mut self) -> &mut BookWriter {
        self.book.as_mut().unwrap()
    }

    /// Closes the book.
    pub fn close(&mut self) {
        if let Some(book) = self.book.take() {
            book.close().unwrap();
        }
    }

    /// Opens it again.
    pub fn open(&mut self) {
        self.book =
            Some(BookWriter::open(&self.folder(), self.options.clone(), &mut Silent).unwrap());
    }

    /// Opens the book again after its ledger was deleted.
    pub fn rebuild(&mut self) {
        self.close();
        std::fs::remove_dir_all(self.folder().join("ledger")).unwrap();
        self.open();
    }

    /// Opens the book again on another day.
    pub fn open_on(&mut self, today: &str) {
        self.close();
        self.options.today = Some(day(today));
        self.open();
    }

    /// Posts a line of JSON.
    pub fn post(&mut self, line: &str) -> Result<Receipt, Refusal> {
        let envelope = intake::read(line).1?;
        // Sent over a socket, it is the same command.
        let sent = daybook::engine::wire::message::command(&envelope).unwrap();
        assert_eq!(intake::read(sent.get()).1.as_ref(), Ok(&envelope), "{line}");
        self.send(envelope)
    }

    pub fn send(&mut self, envelope: Envelope) -> Result<Receipt, Refusal> {
        let submission = Submission::of("eva", envelope);
        match self.book().commit(&[submission]).remove(0) {
            Ok(receipt) => Ok(receipt),
            Err(Failure::Refused(refusal)) => Err(refusal),
            Err(failure) => panic!("{failure}"),
        }
    }

    /// Posts a line that is taken.
    pub fn taken(&mut self, line: &str) -> Receipt {
        self.post(line).unwrap_or_else(|refusal| panic!("{line}: {refusal:?}"))
    }

    /// Posts a line that is refused; the rule and the field.
    pub fn refused(&mut self, line: &str) -> (&'static str, String) {
        match self.post(line) {
            Ok(receipt) => panic!("{line}: taken {receipt:?}"),
            Err(refusal) => (refusal.rule.name(), refusal.field),
        }
    }

    /// Writes an entry that no command makes yet: straight into the journal, and posted when the
    /// book is opened again.
    pub fn enter(&mut self, date: &str, events: Vec<Event>) {
        self.enter_as(None, day(date), events);
    }

    /// The same under the id of a command.
    pub fn enter_as(&mut self, id: Option<uuid::Uuid>, date: Day, events: Vec<Event>) {
        self.close();
        let disk = self.options.disk.clone();
        let none = &mut |_| Ok::<(), JournalError>(());
        let (mut journal, _) = Journal::open(&disk, &self.folder(), None, none).unwrap();
        let mut group = journal.begin();
        let seq = u128::from(journal.head().seq);
        let prepared = group.prepare(Draft {
            at: self.options.ports.clock.now(),
            date,
            by: "eva".into(),
            id: id.unwrap_or(uuid::Uuid::from_u128(0xE << 64 | seq)),
            digest: None,
            events,
            salt: self.options.ports.random.bytes(),
        });
        group.accept(prepared.unwrap());
        journal.commit(group).unwrap();
        journal.close().unwrap();
        self.open();
    }

    /// A customer with this code; terms net 30.
    pub fn customer(&mut self, code: &str) {
        self.taken(&format!(
            r#"{{"do":"register_customer","code":"{code}","name":"Customer {code}","date":"2020-01-01"}}"#
        ));
    }

    /// An invoice of one untaxed line, with a reason if it is dated ahead; its number.
    pub fn invoice(&mut self, customer: &str, date: &str, due: &str, amount: &str) -> String {
        let ahead = self.options.today.is_some_and(|today| day(date) > today);
        let reason = if ahead { r#""override":{"reason":"agreed"},"# } else { "" };
        let receipt = self.taken(&format!(
            r#"{{{reason}"do":"issue_invoice","customer":"{customer}","date":"{date}","due":"{due}","lines":[{{"description":"Work","quantity":"1","unit_price":"{amount}"}}]}}"#
        ));
        receipt.number("invoice").unwrap().to_string()
    }

    /// A payment by rule; its number.
    pub fn payment(&mut self, customer: &str, date: &str, amount: &str, rule: &str) -> String {
        let receipt = self.taken(&format!(
            r#"{{"do":"record_payment","customer":"{customer}","date":"{date}","amount":"{amount}","method":"bank","allocate":"{rule}"}}"#
        ));
        receipt.number("payment").unwrap().to_string()
    }

    pub fn ask<Q: Question>(&self, question: &Q) -> Result<Q::Answer, Stop> {
        self.book.as_ref().unwrap().shared().view(|view| question.answer(view))
    }

    pub fn balance(&self, customer: &str, asked: AsOf) -> Balance {
        let customer = daybook::domain::Code(customer.into());
        self.ask(&BalanceOf { customer, asked }).unwrap()
    }

    pub fn aging(&self, asked: AsOf) -> Aging {
        self.ask(&AgingOf { asked }).unwrap()
    }

    /// Verifies the book, which is closed for that.
    pub fn verify(&mut self) -> daybook::engine::maintenance::VerifyReport {
        let was_open = self.book.is_some();
        self.close();
        let options = self.options.clone();
        let report =
            daybook::engine::maintenance::verify(&self.folder(), &options, None, &mut Silent)
                .unwrap();
        if was_open {
            self.open();
        }
        report
    }
}

/// As of a day, all known.
pub fn as_of(text: &str) -> AsOf {
    AsOf { as_of: Some(day(text)), known_at: None }
}

/// The names in a folder, sorted.
pub fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap();
    let mut names: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

/// The files of a folder.
pub fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_file())
        .collect();
    files.sort();
    files
}
