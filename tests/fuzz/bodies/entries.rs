//! Entries whose hashes are right and whose events are anything.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::OnceLock;

use daybook::journal::{Entry, Hash};

use super::disk::MemoryDisk;
use super::journal::{Files, Place};

const JOURNAL: &str = include_str!("../../golden/v1/journal/000000000001.jsonl");
const PRIVATE: &str = include_str!("../../golden/v1/private/000000000002.jsonl");

/// A journal in which everything happens that an event can say.
fn book() -> &'static Place {
    static BOOK: OnceLock<Place> = OnceLock::new();
    BOOK.get_or_init(|| {
        let journal: PathBuf = "journal/000000000001.jsonl".into();
        let private: PathBuf = "private/000000000002.jsonl".into();
        Place::of(Files::from([(journal, JOURNAL.into()), (private, PRIVATE.into())]))
    })
}

/// The line of an entry with these events, sealed.
fn sealed(after: &Entry, events: &[u8]) -> Vec<u8> {
    let (seq, prev) = (after.seq + 1, after.hash);
    let mut line = format!(
        r#"{{"seq":{seq},"group":{seq},"at":"{}","date":"2026-11-21","by":"eva","id":"00000000-0000-7000-8000-{seq:012}","v":1,"events":"#,
        after.at
    )
    .into_bytes();
    line.extend_from_slice(events);
    line.extend_from_slice(format!(r#","private":null,"prev":"{prev}""#).as_bytes());
    let hash = Hash::of(&line);
    line.extend_from_slice(format!(r#","hash":"{hash}"}}"#).as_bytes());
    line
}

/// An entry that can be read is sealed again as one that reads the same; the journal that holds it
/// is checked and added up to the end, and what does not add up is said. Each line of the input is
/// the list of an entry's events.
pub fn entries(bytes: &[u8]) {
    let place = book();
    let mut last = place.entries.last().unwrap().clone();
    let mut lines = JOURNAL.as_bytes().to_vec();
    for events in bytes.split(|byte| *byte == b'\n').take(8) {
        let line = sealed(&last, events);
        let Ok(entry) = Entry::read(&line) else { continue };
        let mut again = entry.clone();
        let written = again.seal().unwrap();
        let mut read = Entry::read(written.strip_suffix(b"\n").unwrap()).unwrap();
        // Its hash alone may be another: of the same things otherwise written.
        read.hash = entry.hash;
        assert_eq!(read, entry);
        lines.extend_from_slice(&line);
        lines.push(b'\n');
        last = entry;
    }
    let mut files: BTreeMap<_, _> = place.files.clone();
    let name = files.keys().find(|path| path.to_string_lossy().contains("/journal/"));
    let name = name.unwrap().clone();
    files.insert(name, lines);
    let disk = MemoryDisk::of(&files);
    let (good, _) = place.walk(&disk);
    assert!(good.starts_with(&place.entries));
    place.verify(&disk);
}
