//! Refuses to write a file among those of a book, which would take it for a part of itself. May use:
//! std, domain, the names of those parts.

use std::path::Path;

use crate::domain::{Refusal, Rule};

use super::parts;

/// Refuses a file, given in `field`, among those of a book.
pub fn not_of_book(field: &str, file: &Path) -> Result<(), Refusal> {
    let is_part = |folder: &Path| {
        let name = folder.file_name().and_then(|name| name.to_str());
        name.is_some_and(parts::is_folder_of_book)
            && folder.parent().is_some_and(parts::has_entries)
    };
    refused_in(field, file, is_part)
}

/// Refuses a path, given in `field`, that is or lies in a folder for which `is_book` holds.
pub(super) fn refused_in(
    field: &str,
    path: &Path,
    is_book: impl Fn(&Path) -> bool,
) -> Result<(), Refusal> {
    // The file may not exist yet: follow the links on the way to it as far as they lead.
    let whole = std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
    let there = whole.ancestors().find_map(|folder| folder.canonicalize().ok());
    let mut ways = whole.ancestors().chain(there.iter().flat_map(|there| there.ancestors()));
    match ways.find(|folder| is_book(folder)) {
        Some(folder) => Err(Refusal::new(Rule::FileInBook, field).with("folder", folder.display())),
        None => Ok(()),
    }
}
