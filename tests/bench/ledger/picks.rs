//! Invoices and their customers, picked from a book's journal at places that a seed decides:
//! however long the book is, only those lines are read.

use std::fs::File;
use std::os::unix::fs::FileExt;
use std::path::Path;

use daybook::domain::event::{CustomerRegistered, InvoiceIssued};
use daybook::domain::{Code, Event, Number};
use daybook::journal::{Entry, JournalReader, RealDisk};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// Longer than most entries.
const AT_ONCE: usize = 16 << 10;

/// An invoice, and whose it is.
pub struct Pick {
    pub invoice: Number,
    pub customer: Code,
}

/// Invoices, as likely as the journal before them is long: accounts with many come more often.
pub fn of(book: &Path, count: usize, seed: u64) -> Vec<Pick> {
    drawn(book, count, 20 * count, seed, |event| match event {
        Event::InvoiceIssued(InvoiceIssued { invoice, customer, .. }) => {
            Some(Pick { invoice, customer })
        }
        _ => None,
    })
}

/// Accounts, however many invoices they have.
pub fn accounts(book: &Path, count: usize, seed: u64) -> Vec<Code> {
    drawn(book, count, 200 * count, seed, |event| match event {
        Event::CustomerRegistered(CustomerRegistered { customer, .. }) => Some(customer),
        _ => None,
    })
}

fn drawn<T>(
    book: &Path,
    count: usize,
    most: usize,
    seed: u64,
    wanted: impl Fn(Event) -> Option<T>,
) -> Vec<T> {
    let reader = JournalReader::new(&RealDisk::shared(), book).entries;
    let files: Vec<(File, u64)> = reader
        .segments()
        .unwrap()
        .into_iter()
        .map(|first| File::open(reader.path(first)).unwrap())
        .map(|file| (file.metadata().unwrap().len(), file))
        .map(|(length, file)| (file, length))
        .collect();
    let all: u64 = files.iter().map(|(_, length)| length).sum();
    let mut chance = ChaCha8Rng::seed_from_u64(seed);
    let mut picks = Vec::with_capacity(count);
    let mut buffer = vec![0; AT_ONCE];
    // A book with hardly any gives fewer.
    for _ in 0..most {
        if picks.len() == count {
            break;
        }
        let mut place = chance.random_range(0..all);
        for (file, length) in &files {
            if place < *length {
                let read = file.read_at(&mut buffer, place).unwrap();
                picks.extend(first(&buffer[..read], &wanted));
                break;
            }
            place -= length;
        }
    }
    assert!(!picks.is_empty(), "the book has some");
    picks
}

/// The first that is wanted and stands whole in some bytes of a journal.
fn first<T>(bytes: &[u8], wanted: &impl Fn(Event) -> Option<T>) -> Option<T> {
    let mut lines: Vec<&[u8]> = bytes.split(|byte| *byte == b'\n').skip(1).collect();
    lines.pop();
    let entries = lines.into_iter().filter_map(|line| Entry::read(line).ok());
    entries.flat_map(|entry| entry.events).find_map(wanted)
}
