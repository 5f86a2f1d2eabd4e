//! The names of the files and folders that make up a book. May use: std, journal.

use std::path::Path;

use crate::journal::folders;

/// The folder of the ledger.
pub const LEDGER: &str = "ledger";

/// The ledger that a new one replaces, until the new one is complete.
pub const LEDGER_BEFORE: &str = "ledger.old";

/// A new ledger that is not complete yet.
pub const LEDGER_NEW: &str = "ledger.new";

/// The lock file, which says who has the book open.
pub const LOCK: &str = "lock";

/// Whether a name in a book's folder belongs to the book.
pub fn is_of_book(name: &str) -> bool {
    name == LOCK || is_folder_of_book(name)
}

/// Whether a name in a book's folder belongs to a folder of the book.
pub fn is_folder_of_book(name: &str) -> bool {
    name == LEDGER || folders::FOLDERS.contains(&name)
}

/// Whether a folder holds the entries of a journal.
pub fn has_entries(folder: &Path) -> bool {
    let is_segment = |name: &Path| name.extension().is_some_and(|it| it == "jsonl");
    let found = std::fs::read_dir(folder.join(folders::ENTRIES));
    found.is_ok_and(|found| found.flatten().any(|file| is_segment(&file.path())))
}
