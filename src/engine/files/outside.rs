//! Files that are made of a book stay outside it: among its own they would be taken for a part of it. May use:
//! std, domain.

use std::fs;
use std::path::Path;

use crate::domain::{Refusal, Rule};

/// The folders that a book's own files are in.
const PARTS: [&str; 3] = ["journal", "ledger", "private"];

/// Refuses, about `field`, a file among those that a book consists of.
pub fn not_of_book(field: &str, file: &Path) -> Result<(), Refusal> {
    let is_part = |folder: &Path| {
        let is_named = PARTS.iter().any(|part| folder.file_name().is_some_and(|it| it == *part));
        is_named && folder.parent().is_some_and(has_entries)
    };
    refused_in(field, file, is_part)
}

/// Whether a folder has a journal.
fn has_entries(folder: &Path) -> bool {
    let is_entry = |name: &Path| name.extension().is_some_and(|it| it == "jsonl");
    let found = fs::read_dir(folder.join("journal"));
    found.is_ok_and(|found| found.flatten().any(|file| is_entry(&file.path())))
}

/// Refuses, about `field`, a path in a folder for which `is_book` holds, or that is one.
pub(super) fn refused_in(
    field: &str,
    path: &Path,
    is_book: impl Fn(&Path) -> bool,
) -> Result<(), Refusal> {
    // What is to be made may not be there yet: the links on the way to it are followed as far as they lead.
    let whole = std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
    let there = whole.ancestors().find_map(|folder| folder.canonicalize().ok());
    let mut ways = whole.ancestors().chain(there.iter().flat_map(|there| there.ancestors()));
    match ways.find(|folder| is_book(folder)) {
        Some(folder) => Err(Refusal::new(Rule::FileInBook, field).with("folder", folder.display())),
        None => Ok(()),
    }
}
