//! Faults on the way: power cuts, a full disk, syncs that fail, bits that flip. Sent again under
//! its id, every command of a group that met one comes to exactly what it would have come to.

use std::collections::BTreeMap;

use daybook::domain::Rule;
use daybook::engine::ports::Silent;
use daybook::engine::{BookWriter, Failure, NewBook, OpenOptions, Receipt, Submission};
use daybook::ledger::tables::SEEN;
use rand::RngExt;
use tempfile::TempDir;

use crate::Simulation;
use crate::common::{TestBook, options};
use crate::disk::{Faults, SimDisk};

/// Segments this short go on in a new one every few groups.
const SEGMENT: u64 = 24_000;

/// A disk that fails, and what of that was met.
#[derive(Default)]
pub struct Faulty {
    disk: SimDisk,
    /// What is wrong just now.
    armed: &'static str,
    /// How often each fault was met.
    pub met: BTreeMap<&'static str, u64>,
}

impl Faulty {
    /// A book whose journal is on this disk; its ledger is on the real one.
    pub fn book(&self, new: &NewBook) -> TestBook {
        let options = OpenOptions { disk: std::sync::Arc::new(self.disk.clone()), ..options() };
        let dir = TempDir::new().unwrap();
        let folder = dir.path().join("book");
        std::fs::create_dir(&folder).unwrap();
        let book = BookWriter::create(&folder, new, options.clone()).unwrap();
        TestBook { dir, options, book: Some(book) }
    }
}

impl Faulty {
    /// Nothing goes wrong any more.
    pub fn calm(&mut self) {
        self.armed = "";
        self.disk.set(Faults::default());
    }
}

impl Simulation {
    fn faulty(&mut self) -> &mut Faulty {
        self.faulty.as_mut().unwrap()
    }

    fn count(&mut self, what: &'static str) {
        *self.faulty().met.entry(what).or_default() += 1;
    }

    /// Something goes wrong with the next group, or a bit flips while the book is closed.
    pub fn fault(&mut self) {
        let (armed, faults) = match self.chance.random_range(0..4) {
            0 => {
                let power = Some(self.chance.random_range(0..6));
                ("power cut", Faults { power, ..Faults::default() })
            }
            1 => {
                let room = Some(self.chance.random_range(0..6_000));
                ("full disk", Faults { room, ..Faults::default() })
            }
            2 => ("failed sync", Faults { no_sync: true, ..Faults::default() }),
            _ => return self.flip(),
        };
        self.faulty().armed = armed;
        self.faulty().disk.set(faults);
    }

    /// Whether a group met what was armed before it.
    pub fn is_fault(&mut self, outcomes: &[Result<Receipt, Failure>]) -> bool {
        let Some(faulty) = &mut self.faulty else { return false };
        faulty.disk.set(Faults::default());
        let (armed, was_met) = (std::mem::take(&mut faulty.armed), faulty.disk.met() > 0);
        if was_met {
            self.count(armed);
        }
        let failed = |outcome: &Result<Receipt, Failure>| match outcome {
            Err(Failure::Refused(refusal)) => {
                matches!(refusal.rule, Rule::JournalNoSpace | Rule::JournalReadOnly)
            }
            Err(Failure::Unknown(_) | Failure::Book(_)) => true,
            Ok(_) => false,
        };
        let is_fault = outcomes.iter().any(failed);
        assert!(was_met || !is_fault, "seed {}: {outcomes:?}", self.seed);
        // Blank space that did not fit behind the lines is nobody's loss; a power cut is.
        is_fault || (was_met && armed == "power cut")
    }

    /// Goes on after a fault: with the book as it is open, where that said that it can.
    pub fn recover(&mut self, outcomes: &[Result<Receipt, Failure>]) {
        let goes_on = |outcome: &Result<Receipt, Failure>| match outcome {
            Err(Failure::Refused(refusal)) => refusal.rule != Rule::JournalReadOnly,
            outcome => outcome.is_ok(),
        };
        let is_acknowledged = outcomes
            .iter()
            .any(|one| one.as_ref().is_ok_and(|receipt| receipt.seq > self.auditor.head));
        assert!(!is_acknowledged, "seed {}: some of a group only: {outcomes:?}", self.seed);
        if outcomes.iter().all(goes_on) && self.chance.random_range(0..2) == 0 {
            return;
        }
        drop(self.test.book.take());
        // The process only, or the machine.
        if self.chance.random_range(0..2) == 0 {
            self.cut_the_power();
        }
        self.open();
    }

    /// Whether the journal has this command.
    pub fn has_seen(&self, sent: &Submission) -> bool {
        let id = sent.envelope.id.unwrap();
        let book = self.test.book.as_ref().unwrap();
        book.shared().view(|view| SEEN.get(view.rows, id.as_bytes())).unwrap().is_some()
    }

    fn cut_the_power(&mut self) {
        let disk = self.faulty().disk.clone();
        disk.power_cut(&mut self.chance);
    }

    fn open(&mut self) {
        self.test.open();
        self.test.book().rotate_at(SEGMENT);
        let head = self.test.book().head().seq;
        assert!(head >= self.auditor.head, "seed {}: entries are gone from {head} on", self.seed);
    }

    /// The power goes while the book is closed, or at rest, or while it is opened again; now and
    /// then its ledger is gone as well.
    pub fn power_cut_while_it_is_closed_or_opened(&mut self) {
        let disk = self.faulty().disk.clone();
        let power = Some(self.chance.random_range(0..8));
        disk.set(Faults { power, ..Faults::default() });
        match self.test.book.take() {
            Some(book) if self.chance.random_range(0..2) == 0 => drop(book.close()),
            book => drop(book),
        }
        self.cut_the_power();
        if self.chance.random_range(0..3) == 0 {
            std::fs::remove_dir_all(self.test.folder().join("ledger")).unwrap();
        }
        let power = Some(self.chance.random_range(0..8));
        disk.set(Faults { power, ..Faults::default() });
        let options = self.test.options.clone();
        drop(BookWriter::open(&self.test.folder(), options, &mut Silent));
        self.cut_the_power();
        if disk.met() > 0 {
            self.count("power cut while closed or opened");
        }
        self.open();
    }

    /// A bit flips while the book is closed: verifying names the entry, and opening drops nothing.
    fn flip(&mut self) {
        self.test.close();
        let disk = self.faulty().disk.clone();
        let part = if self.chance.random_range(0..3) == 0 { "private" } else { "journal" };
        let folder = self.test.folder().join(part);
        let Some((path, at, bit)) = disk.flip(&folder, &mut self.chance) else {
            return self.open();
        };
        self.count("bit flipped");
        let report = self.test.verify();
        let opened = BookWriter::open(&self.test.folder(), self.test.options.clone(), &mut Silent);
        drop(opened.map(BookWriter::close));
        disk.flip_at(&path, at, bit);
        let entry = disk.entry_at(&path, at);
        let named: Vec<u64> = report.damage.iter().map(|damage| damage.entry).collect();
        let place = format!("seed {}: bit {bit} of byte {at} in {}", self.seed, path.display());
        assert!(!report.ok && named.contains(&entry), "{place}, entry {entry}: {report:?}");
        self.open();
    }
}
