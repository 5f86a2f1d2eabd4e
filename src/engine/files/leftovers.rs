//! Cleans up after a process that was killed: the next holder of the lock removes what it left in the
//! book's folder. A restore that had begun to change the book is completed, so that the folder has either
//! the old book or the new one, whole. May use: std, serde, journal, the ledger's folder.

use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::domain::{Cause, Message, Worded};
use crate::journal::disk::{move_to, read_whole, replace};
use crate::journal::folders::FOLDERS;
use crate::journal::segments::first_of;
use crate::journal::{Disk, RealDisk};

use super::ledger_file;
use super::new_file::free_name;
use super::parts::{LEDGER_BEFORE, LEDGER_NEW};
use crate::engine::error::BookError;

/// How the names begin of folders that backups are unpacked into, and of those that an old book is moved to.
pub(in crate::engine) const RESTORING: &str = "restoring";
const BEFORE: &str = "before-restore";

/// The file that says that an unpacked backup is replacing the book, and where both are.
const MARK: &str = "replacing";

/// The outcome of an interrupted restore.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Interrupted {
    /// Nothing had changed yet: the old book is still there.
    Undone,
    /// It was completed: the book is the one from the backup.
    Finished {
        /// The folder that the old book was moved to, if there was one.
        before: Option<PathBuf>,
    },
}

impl Worded for Interrupted {
    fn message(&self) -> Message {
        match self {
            Interrupted::Undone => Message::new("found-undone"),
            Interrupted::Finished { before: None } => Message::new("found-finished"),
            Interrupted::Finished { before: Some(before) } => {
                Message::new("found-finished-before").at("before", before)
            }
        }
    }
}

/// The content of [`MARK`], as names in the book's folder.
#[derive(Serialize, Deserialize)]
struct Swap {
    fresh: String,
    before: String,
}

/// Whether a restore was interrupted while it was changing the book, or before it reported that.
pub fn is_half_restored(folder: &Path) -> bool {
    folder.join(MARK).is_file()
}

/// Replaces the book with what was unpacked in `fresh`, and moves the old one aside. Once the mark is on
/// disk the new book counts: the next process completes the swap, and reports it until [`forget`]. Returns
/// where the old book is, if there was one.
pub(in crate::engine) fn swap(
    disk: &dyn Disk,
    folder: &Path,
    fresh: &Path,
) -> io::Result<Option<PathBuf>> {
    let name = |path: &Path| {
        let name = path.file_name().and_then(|name| name.to_str());
        name.map(str::to_string).ok_or(ErrorKind::InvalidInput)
    };
    let swap = Swap { fresh: name(fresh)?, before: name(&free_name(folder, BEFORE))? };
    disk.sync_folder(fresh)?;
    disk.sync_folder(folder)?;
    replace(disk, &folder.join(MARK), &serde_json::to_vec(&swap)?)?;
    finish(disk, folder, &swap)
}

/// Whether a backup was unpacked here and has not replaced the book.
pub(in crate::engine) fn holds_unpacked(folder: &Path) -> bool {
    names(folder).iter().any(|name| is_unpacked(&folder.join(name), name))
}

/// Continues a swap from wherever it was interrupted.
fn finish(disk: &dyn Disk, folder: &Path, swap: &Swap) -> io::Result<Option<PathBuf>> {
    let (fresh, before) = (folder.join(&swap.fresh), folder.join(&swap.before));
    if !fresh.exists() {
        // Only the report is missing: the ledger is that of the new book.
        return Ok(before.exists().then_some(before));
    }
    let ledger = ledger_file::folder(folder);
    // A file that is still in the unpacked folder has not been swapped: the book has the old one.
    let old = FOLDERS.iter().filter(|part| fresh.join(part).exists()).map(|part| folder.join(part));
    let old: Vec<PathBuf> = old.chain([ledger]).filter(|part| part.exists()).collect();
    if !old.is_empty() {
        disk.create_folder(&before)?;
    }
    for part in old {
        disk.rename(&part, &before.join(part.file_name().unwrap_or_default()))?;
    }
    if before.exists() {
        disk.sync_folder(&before)?;
        disk.sync_folder(folder)?;
    }
    for part in FOLDERS.iter().filter(|part| fresh.join(part).exists()) {
        disk.rename(&fresh.join(part), &folder.join(part))?;
    }
    // Removed before the mark: without the mark, an unpacked folder belongs to a restore that changed nothing.
    match fs::remove_dir_all(&fresh) {
        Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
        _ => disk.sync_folder(folder)?,
    }
    Ok(before.exists().then_some(before))
}

/// Removes the mark of a completed swap, once it is reported. The caller must hold the book's lock. A mark
/// that stays, or comes back after a power failure, does no harm: it is reported again.
pub(in crate::engine) fn forget(disk: &dyn Disk, folder: &Path) {
    if is_half_restored(folder) {
        let _ = disk.remove(&folder.join(MARK));
    }
}

/// Completes what was interrupted, and removes other leftovers. The caller must hold the book's lock. A
/// leftover that can't be removed stays, and does no harm.
pub(in crate::engine) fn clear(
    disk: &dyn Disk,
    folder: &Path,
) -> Result<Option<Interrupted>, BookError> {
    let restored = go_on(disk, folder).map_err(|source| BookError::io(folder, source))?;
    let mut undone = false;
    for name in names(folder) {
        let path = folder.join(&name);
        if is_unpacked(&path, &name) {
            // An empty folder may be all that is left of a completed restore.
            let is_empty = names(&path).is_empty();
            undone |= fs::remove_dir_all(&path).is_ok() && !is_empty;
        } else if is_file_of_ours(&name) {
            let _ = disk.remove(&path);
        }
    }
    for part in FOLDERS.map(|part| folder.join(part)) {
        let passing = disk.list(&part).unwrap_or_default();
        for name in passing.iter().filter(|name| is_half_written(name)) {
            let _ = disk.remove(&part.join(name));
        }
    }
    clear_ledgers(folder);
    let undone = undone.then_some(Interrupted::Undone);
    Ok(restored.or(undone))
}

fn go_on(disk: &dyn Disk, folder: &Path) -> io::Result<Option<Interrupted>> {
    if !is_half_restored(folder) {
        return Ok(None);
    }
    let bytes = read_whole(disk, &folder.join(MARK))?.unwrap_or_default();
    let swap: Swap = serde_json::from_slice(&bytes)?;
    let is_name = |name: &str, begin: &str| name.starts_with(begin) && !name.contains('/');
    if !is_name(&swap.fresh, RESTORING) || !is_name(&swap.before, BEFORE) {
        let why = Cause::said("error-restore-mark", "the mark of a restore is not ours");
        return Err(io::Error::new(ErrorKind::InvalidData, why));
    }
    let before = finish(disk, folder, &swap)?;
    Ok(Some(Interrupted::Finished { before }))
}

/// Discards a ledger that was being posted beside the old one, and puts the old one back.
fn clear_ledgers(folder: &Path) {
    let (ledger, old) = (ledger_file::folder(folder), folder.join(LEDGER_BEFORE));
    if !ledger.exists() && old.exists() {
        let _ = move_to(&RealDisk, &old, &ledger);
    }
    for name in [LEDGER_BEFORE, LEDGER_NEW] {
        if folder.join(name).exists() {
            let _ = fs::remove_dir_all(folder.join(name));
        }
    }
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries.filter_map(|entry| entry.file_name().into_string().ok()).collect()
}

/// Whether a backup was unpacked into a folder, and nothing else is in it.
fn is_unpacked(path: &Path, name: &str) -> bool {
    let is_folder = fs::symlink_metadata(path).is_ok_and(|found| found.is_dir());
    is_folder
        && has_number(name, &format!("{RESTORING}-"))
        && names(path).iter().all(|name| FOLDERS.contains(&name.as_str()))
}

/// Whether a file was meant to replace the mark of a head or a segment.
fn is_half_written(name: &str) -> bool {
    let of_ours = |name: &str| name == "head" || first_of(&format!("{name}.jsonl")).is_some();
    name.strip_suffix(".new").is_some_and(of_ours)
}

/// Whether a file only tested whether there is room, or is half a mark.
fn is_file_of_ours(name: &str) -> bool {
    name == "served.new" || name == "replacing.new" || has_number(name, "room.")
}

fn has_number(name: &str, begin: &str) -> bool {
    let number = name.strip_prefix(begin).unwrap_or_default();
    !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())
}
