//! The journal's reader, over a small book whose files are spoilt in chosen places.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

use daybook::engine::OpenOptions;
use daybook::engine::maintenance::{self, VerifyReport};
use daybook::engine::ports::Silent;
use daybook::journal::{
    ChainStep, Checkpoint, Disk, Draft, Entry, Journal, JournalError, JournalReader,
};
use tempfile::TempDir;

use super::Choices;
use super::disk::MemoryDisk;
use crate::common::{self, TestBook};

pub type Files = BTreeMap<PathBuf, Vec<u8>>;

/// A book whose journal is in memory. On the disk there is what says that it is a book, and its
/// lock.
pub struct Place {
    dir: TempDir,
    pub files: Files,
    pub entries: Vec<Entry>,
}

impl Place {
    pub fn of(files: Files) -> Place {
        let dir = TempDir::new().unwrap();
        fs::create_dir(dir.path().join("journal")).unwrap();
        fs::write(dir.path().join("journal/head"), "a book").unwrap();
        let files = files.into_iter().map(|(name, bytes)| (dir.path().join(name), bytes)).collect();
        let mut place = Place { dir, files, entries: Vec::new() };
        let disk = MemoryDisk::of(&place.files);
        place.entries = place.walk(&disk).0;
        place
    }

    /// The whole entries of a journal, and how many are damaged.
    pub fn walk(&self, disk: &MemoryDisk) -> (Vec<Entry>, usize) {
        let disk: Arc<dyn Disk> = Arc::new(disk.clone());
        let mut chain =
            JournalReader::new(&disk, self.dir.path()).chain(Checkpoint::START).unwrap();
        let (mut good, mut bad) = (Vec::new(), 0);
        while let Some(step) = chain.step().unwrap() {
            match step {
                ChainStep::Good(stored) => good.push(stored.entry),
                ChainStep::Bad(_) | ChainStep::NotPrivate(..) | ChainStep::Newer(..) => bad += 1,
            }
        }
        (good, bad)
    }

    /// Verifies it; none, where it cannot be.
    pub fn verify(&self, disk: &MemoryDisk) -> Option<VerifyReport> {
        let options = OpenOptions { disk: Arc::new(disk.clone()), ..common::options() };
        maintenance::verify(self.dir.path(), &options, None, &mut Silent).ok()
    }

    /// Opens it; the journal, and the entries that were handed over.
    fn open(&self, disk: &MemoryDisk) -> Result<(Journal, Vec<Entry>), JournalError> {
        let mut seen = Vec::new();
        let disk: Arc<dyn Disk> = Arc::new(disk.clone());
        let (journal, _) = Journal::open(&disk, self.dir.path(), None, &mut |stored| {
            seen.push(stored.entry);
            Ok::<(), JournalError>(())
        })?;
        Ok((journal, seen))
    }
}

/// A closed book of two customers and what may happen to them, in two segments.
fn book() -> &'static Place {
    static BOOK: OnceLock<Place> = OnceLock::new();
    BOOK.get_or_init(|| {
        let mut test = TestBook::rwanda();
        for code in ["C1", "C2"] {
            test.customer(code);
            let invoice = test.invoice(code, "2026-09-01", "2026-10-01", "1000");
            test.payment(code, "2026-10-05", "900", "oldest");
            test.taken(&format!(
                r#"{{"do":"open_dispute","invoice":"{invoice}","reason":"price","note":"é"}}"#
            ));
            test.taken(&format!(
                r#"{{"do":"log_call","customer":"{code}","direction":"in","note":"x"}}"#
            ));
        }
        test.close();
        let mut files = Files::new();
        for folder in ["journal", "private"] {
            for file in common::files(&test.folder().join(folder)) {
                let name = PathBuf::from(folder).join(file.file_name().unwrap());
                files.insert(name, fs::read(file).unwrap());
            }
        }
        let first = files.get_mut(&PathBuf::from("journal/000000000001.jsonl")).unwrap();
        let ends = first.iter().enumerate().filter(|(_, byte)| **byte == b'\n');
        let sixth = ends.map(|(place, _)| place + 1).nth(5).unwrap();
        let second = first.split_off(sixth);
        files.insert("journal/000000000007.jsonl".into(), second);
        let place = Place::of(files);
        assert_eq!(place.entries.len(), 11);
        place
    })
}

/// Spoils a file as the input says.
fn spoil(choices: &mut Choices, files: &mut Files) {
    let names: Vec<PathBuf> = files.keys().cloned().collect();
    let Some(name) = names.get(usize::from(choices.digit(10)) % names.len().max(1)) else { return };
    let bytes = files.get_mut(name).unwrap();
    let how = choices.digit(9);
    let (one, other) = (choices.place(bytes.len()), choices.place(bytes.len()));
    let (from, to) = (one.min(other), one.max(other));
    match how {
        0 => {
            let flip = choices.byte();
            bytes.iter_mut().skip(one).take(1).for_each(|byte| *byte ^= flip);
        }
        1 => {
            let length = usize::from(choices.byte() % 16);
            bytes.splice(one..one, choices.take(length).iter().copied()).for_each(drop);
        }
        2 => drop(bytes.drain(from..to)),
        3 => bytes.truncate(one),
        4 => {
            let lines: Vec<Vec<u8>> =
                bytes.split_inclusive(|byte| *byte == b'\n').map(Vec::from).collect();
            let mut lines: Vec<Vec<u8>> = lines;
            if !lines.is_empty() {
                let line = lines[from % lines.len()].clone();
                lines.insert(to % lines.len(), line);
            }
            *bytes = lines.concat();
        }
        5 => {
            let copied = bytes[from..to].to_vec();
            let at = choices.place(bytes.len());
            bytes.splice(at..at, copied).for_each(drop);
        }
        6 => drop(files.remove(name)),
        7 => *bytes = choices.take(usize::MAX).to_vec(),
        _ => {
            let number = choices.byte() % 16;
            let renamed = name.with_file_name(format!("{number:012}.jsonl"));
            let bytes = files.remove(name).unwrap();
            files.insert(renamed, bytes);
        }
    }
}

/// Whatever is done to a journal's files, every entry that is read is one that was written, in its
/// place; what is missing or changed is reported; a journal that is not opened is left as it is,
/// and one that is opened goes on from what it holds.
pub fn journal(bytes: &[u8]) {
    let place = book();
    let mut choices = Choices(bytes);
    let mut files = place.files.clone();
    for _ in 0..4 {
        if !choices.is_empty() {
            spoil(&mut choices, &mut files);
        }
    }
    let mark = place.dir.path().join("journal/head");
    let has_mark = files.get(&mark) == place.files.get(&mark);
    let disk = MemoryDisk::of(&files);
    let (good, bad) = place.walk(&disk);
    for entry in &good {
        let written = usize::try_from(entry.seq).ok().and_then(|seq| place.entries.get(seq - 1));
        assert_eq!(Some(entry), written);
    }
    let is_whole = good == place.entries && bad == 0;
    if let Some(report) = place.verify(&disk) {
        assert_eq!(report.ok, report.damage.is_empty() && report.differing == 0);
        assert!(!report.ok || place.entries.starts_with(&good), "{report:?}");
        assert!(!report.ok || !has_mark || good == place.entries, "{report:?}");
        assert!(report.ok || files != place.files, "{report:?}");
        assert!(!is_whole || report.ok, "{report:?}");
    }
    assert_eq!(disk.files(), files, "nothing is changed by reading");
    match place.open(&disk) {
        Err(_) => assert_eq!(disk.files(), files, "nothing is changed by what cannot be opened"),
        Ok((journal, seen)) if !journal.damaged().is_empty() => {
            // Read without what is damaged beside the chain, and not gone on from.
            let hashes = |entries: &[Entry]| entries.iter().map(|one| one.hash).collect::<Vec<_>>();
            assert!(hashes(&place.entries).starts_with(&hashes(&seen)));
            assert!(bad > 0);
        }
        Ok((journal, seen)) => {
            assert!(place.entries.starts_with(&seen) && (!has_mark || seen == place.entries));
            goes_on(place, &disk, journal, seen);
        }
    }
}

/// What is written next stands behind what was there.
fn goes_on(place: &Place, disk: &MemoryDisk, mut journal: Journal, mut entries: Vec<Entry>) {
    let mut group = journal.begin();
    let draft = Draft {
        at: common::options().ports.clock.now(),
        date: common::day("2026-11-21"),
        by: "eva".into(),
        id: uuid::Uuid::from_u128(7),
        digest: None,
        events: place.entries[1].events.clone(),
        salt: [7; 16],
    };
    let prepared = group.prepare(draft).unwrap();
    entries.push(prepared.stored.entry.clone());
    group.accept(prepared);
    journal.commit(group).unwrap();
    journal.close().unwrap();
    assert_eq!(place.walk(disk), (entries.clone(), 0));
    let (_, seen) = place.open(disk).unwrap();
    assert_eq!(seen, entries);
}
