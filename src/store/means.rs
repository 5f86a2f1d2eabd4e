//! Checks that the machine has what the store needs before it is opened: threads, open files, free disk
//! space. If any is missing, sled panics or waits for ever. May use: std, nix, rustix, the port.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::sync::Mutex;
use std::thread::Builder;

use nix::errno::Errno;
use nix::fcntl::{FallocateFlags, fallocate};
use rustix::process::{Resource, getrlimit};

use crate::domain::{Cause, Message};

use super::rows::LedgerError;

/// How many threads sled starts when the first store is opened, plus some for this program.
const THREADS: usize = 12;

/// How many files are open at once while a store is opened, plus some for this program.
const FILES: usize = 8;

/// How many bytes opening may write beside a snapshot: segments, and the blocks after it.
const ROOM: u64 = 2 << 20;

/// The prefix of files that only test for free space.
pub const TRIED: &str = "room.";

/// Checks whether the store in `folder` can have what it needs; the error says what is missing.
pub fn suffice(folder: &Path) -> Result<(), LedgerError> {
    let lacking = |what: &str, key: &'static str, error: io::Error| {
        let message = Message::new(key).because("why", &error);
        LedgerError::Shortage(Cause::new(format!("{what}: {error}"), message))
    };
    let files = |error| lacking("too few files can be open at once", "shortage-files", error);
    try_files().map_err(files)?;
    let threads = |error| lacking("too few threads can be started", "shortage-threads", error);
    try_threads().map_err(threads)?;
    try_room(folder, ROOM + longest_snapshot(folder)).map_err(LedgerError::Disk)
}

fn try_files() -> io::Result<()> {
    let open = |_| File::open("/dev/null");
    match (0..FILES).map(open).collect::<io::Result<Vec<File>>>() {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        tried => tried.map(drop),
    }
}

/// Starts as many threads as are needed, all running at the same time. They wait for a lock, which
/// takes no memory: memory that a thread leaves behind would be used again for the store's own, and
/// what the store wants zeroed (28 MB of counters) would then be written instead of being fresh.
fn try_threads() -> io::Result<()> {
    let gate = Mutex::new(());
    std::thread::scope(|scope| {
        let held = gate.lock();
        let wait = || drop(gate.lock());
        let start = |_| Builder::new().spawn_scoped(scope, wait).map(drop);
        let started = (0..THREADS).try_for_each(start);
        // Lets all of them end.
        drop(held);
        started
    })
}

/// Allocates the bytes in a file without a name, and frees them. Also fails if the store's own file
/// could not grow by as many (`ulimit -f`).
pub fn try_room(folder: &Path, bytes: u64) -> io::Result<()> {
    let longest = getrlimit(Resource::Fsize).current.unwrap_or(u64::MAX);
    let length = fs::metadata(folder.join("db")).map_or(0, |file| file.len());
    if length.saturating_add(bytes) > longest {
        return Err(Errno::EFBIG.into());
    }
    let path = folder.join(format!("{TRIED}{}", std::process::id()));
    let mut options = OpenOptions::new();
    let mut file = options.write(true).create(true).truncate(true).mode(0o600).open(&path)?;
    fs::remove_file(&path)?;
    let length = i64::try_from(bytes).unwrap_or(i64::MAX);
    match fallocate(&file, FallocateFlags::empty(), 0, length) {
        // Not every file system can allocate: writing takes the space, too.
        Err(Errno::EOPNOTSUPP | Errno::ENOSYS | Errno::EINVAL) => {}
        taken => return Ok(taken?),
    }
    let piece = vec![0x5A; 64 << 10];
    for _ in 0..bytes.div_ceil(piece.len() as u64) {
        file.write_all(&piece)?;
    }
    Ok(())
}

fn longest_snapshot(folder: &Path) -> u64 {
    let names = fs::read_dir(folder).into_iter().flatten().flatten();
    let snapshots = names.filter(|entry| entry.file_name().to_string_lossy().starts_with("snap."));
    snapshots.filter_map(|entry| Some(entry.metadata().ok()?.len())).max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_machine_with_enough_suffices_and_nothing_is_left() {
        let folder = tempfile::tempdir().unwrap();
        suffice(folder.path()).unwrap();
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }

    #[test]
    fn a_folder_that_takes_nothing_is_a_disk_that_refuses() {
        let folder = tempfile::tempdir().unwrap();
        let gone = folder.path().join("gone");
        assert!(matches!(suffice(&gone), Err(LedgerError::Disk(_))));
    }
}
