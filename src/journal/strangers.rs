//! Files with the name of a segment that are not this journal's. Their content is unknown, so they are
//! renamed and never removed. May use: the rest of the journal.

use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};

use super::disk::{Disk, folder_of, move_to};
use super::line::Pos;
use super::segments::{SegmentReader, file_name};

/// A file that was moved aside.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Stranger {
    /// Its old name, relative to the book's folder.
    pub file: String,
    /// Its new path.
    pub to: PathBuf,
}

/// Moves aside what comes after the last segment. The segment of the next record stays, because a
/// killed process may have begun it.
pub(super) fn move_aside(
    disk: &dyn Disk,
    reader: &SegmentReader,
    end: Pos,
    next: u64,
) -> io::Result<Vec<Stranger>> {
    let is_strange = |first: &u64| *first > end.segment && *first != next;
    let all = reader.segments()?.into_iter().filter(is_strange);
    all.map(|first| {
        let (name, to) = (file_name(first), free_name(disk, &reader.path(first))?);
        move_to(disk, &reader.path(first), &to)?;
        let folder = reader.folder().file_name().unwrap_or_default().to_string_lossy();
        Ok(Stranger { file: format!("{folder}/{name}"), to })
    })
    .collect()
}

/// A name beside a file that is free in its folder and not a segment's.
fn free_name(disk: &dyn Disk, path: &Path) -> io::Result<PathBuf> {
    let taken: BTreeSet<String> = disk.list(folder_of(path))?.into_iter().collect();
    let mut named = path.with_extension("jsonl.unknown");
    let mut place = 1_u64;
    while named.file_name().is_some_and(|name| taken.contains(name.to_string_lossy().as_ref())) {
        place += 1;
        named = path.with_extension(format!("jsonl.unknown-{place}"));
    }
    Ok(named)
}
