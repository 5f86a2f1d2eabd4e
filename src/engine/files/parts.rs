//! The names of what a book consists of: the folders and files in the book's folder. May use: std, journal.

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

/// Whether a book's folder has something of its own under this name.
pub fn is_of_book(name: &str) -> bool {
    name == LOCK || is_folder_of_book(name)
}

/// Whether a book's folder has a folder of its own under this name.
pub fn is_folder_of_book(name: &str) -> bool {
    name == LEDGER || folders::FOLDERS.contains(&name)
}

/// Whether a folder holds the entries of a journal.
pub fn has_entries(folder: &Path) -> bool {
    let is_segment = |name: &Path| name.extension().is_some_and(|it| it == "jsonl");
    let found = std::fs::read_dir(folder.join(folders::ENTRIES));
    found.is_ok_and(|found| found.flatten().any(|file| is_segment(&file.path())))
}
