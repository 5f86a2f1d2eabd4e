//! Whether a folder holds a book. May use: std, journal, the rest of the engine.

use std::path::Path;
use std::sync::Arc;

use crate::domain::Refusal;
use crate::journal::{Disk, JournalReader, RealDisk, folders};

use super::lock::Lock;
use super::outside::refused_in;
use super::{ledger_file, leftovers, who};
use crate::engine::error::BookError;
use crate::engine::ports::{Clock, MachineClock};

/// Says why a folder is not a book: there is none, or this user may not look. Removes what a restore that was
/// killed left there, because that is personal data.
pub fn no_book(folder: &Path) -> BookError {
    if leftovers::holds_unpacked(folder) {
        match Lock::take(folder, &who::own_name(), MachineClock.now()) {
            // Another process is still restoring it.
            Err(error @ BookError::InUse(_)) => return error,
            Ok(lock) if lock.shared().is_none() => drop(leftovers::clear(&RealDisk, folder)),
            _ => {}
        }
    }
    match std::fs::read_dir(folder.join(folders::ENTRIES)) {
        Err(source) if source.kind() == std::io::ErrorKind::PermissionDenied => {
            BookError::io(folder, source)
        }
        _ => BookError::NoBook(folder.to_path_buf()),
    }
}

/// Whether a folder holds a book, or the remains of one: entries, the mark of a head, a ledger.
pub fn is_book(folder: &Path) -> bool {
    is_book_on(&RealDisk::shared(), folder)
}

/// Refuses a folder, given in `field`, that is the folder of a book or lies in one.
pub fn not_in_book(field: &str, folder: &Path) -> Result<(), Refusal> {
    refused_in(field, folder, is_book)
}

/// Whether the folder of a journal on some disk holds a book.
pub(in crate::engine) fn is_book_on(disk: &Arc<dyn Disk>, folder: &Path) -> bool {
    let reader = JournalReader::new(disk, folder);
    let segments = reader.entries.segments().unwrap_or_default();
    let holds = |path: &Path| disk.open(path).and_then(|file| file.is_empty()).is_ok_and(|no| !no);
    segments.iter().any(|first| holds(&reader.entries.path(*first)))
        || disk.open(&folders::mark(folder)).is_ok()
        || ledger_file::folder(folder).join("db").exists()
        || leftovers::is_half_restored(folder)
}
