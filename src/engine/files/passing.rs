//! A temporary folder in which something is made. It has a random name and stays locked while its
//! process lives, so that a later process can recognise and remove what a killed one left. May use: std,
//! getrandom, nix, journal.

use std::ffi::{OsStr, OsString};
use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, ErrorKind};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use nix::libc::{O_DIRECTORY, O_NOFOLLOW};

use crate::journal::{RealDisk, disk};

use super::owner;

/// The number of names that are tried. A name is taken only if 64 random bits were guessed.
const MOST_TRIES: usize = 16;

/// A folder that only its owner can read. Removed with its content on drop, unless it was moved.
#[derive(Debug)]
pub struct Passing {
    path: PathBuf,
    /// The lock, which tells others that the folder is in use.
    held: File,
    is_moved: bool,
}

impl Passing {
    /// Makes a folder in `folder` whose name is `begin` and 16 hexadecimal digits.
    pub fn create(folder: &Path, begin: &OsStr) -> io::Result<Passing> {
        for _ in 0..MOST_TRIES {
            let mut random = [0; 8];
            getrandom::fill(&mut random).map_err(io::Error::other)?;
            let mut name = begin.to_owned();
            name.push(format!("{:016x}", u64::from_le_bytes(random)));
            let path = folder.join(name);
            match DirBuilder::new().mode(0o700).create(&path) {
                Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
                made => made?,
            }
            // Another process may have removed the folder before it was locked.
            if let Some((held, _)) = hold(&path)? {
                return Ok(Passing { path, held, is_moved: false });
            }
        }
        Err(ErrorKind::AlreadyExists.into())
    }

    /// The path of the folder.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Renames the folder. It is then no longer temporary.
    pub fn move_to(mut self, to: &Path) -> io::Result<()> {
        // Its maker has synced the content; this syncs the folder itself.
        self.held.sync_all()?;
        disk::move_to(&RealDisk, &self.path, to)?;
        self.is_moved = true;
        Ok(())
    }

    /// Removes what killed processes of this user left in `folder`. What cannot be removed does no harm.
    pub fn remove_leftovers(folder: &Path, begin: &OsStr) {
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            if is_named(&entry.file_name(), begin) {
                let path = entry.path();
                let is_ours = fs::symlink_metadata(&path)
                    .is_ok_and(|found| found.is_dir() && found.uid() == owner::acting_uid());
                // It may belong to a living process.
                if is_ours && matches!(hold(&path), Ok(Some((_, true)))) {
                    let _ = fs::remove_dir_all(&path);
                }
            }
        }
    }
}

impl Drop for Passing {
    fn drop(&mut self) {
        if !self.is_moved {
            // Incomplete content is of no use.
            let _ = fs::remove_dir_all(&self.path);
        }
    }
}

/// Opens a folder and locks it. Returns whether it is locked, because not every file system can lock;
/// `None` if another process has locked it or it is gone.
fn hold(path: &Path) -> io::Result<Option<(File, bool)>> {
    let mut options = OpenOptions::new();
    let opened = options.read(true).custom_flags(O_DIRECTORY | O_NOFOLLOW).open(path);
    let held = match opened {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        opened => opened?,
    };
    let is_locked = match held.try_lock() {
        Err(fs::TryLockError::WouldBlock) => return Ok(None),
        locked => locked.is_ok(),
    };
    let found = held.metadata()?;
    let is_there = fs::symlink_metadata(path).is_ok_and(|named| named.ino() == found.ino());
    Ok(is_there.then_some((held, is_locked)))
}

/// Whether [`Passing::create`] gives names like this one.
fn is_named(name: &OsString, begin: &OsStr) -> bool {
    let rest = name.as_bytes().strip_prefix(begin.as_bytes());
    rest.is_some_and(|hex| hex.len() == 16 && hex.iter().all(u8::is_ascii_hexdigit))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_killed_process_left_goes_and_the_rest_stays() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        let begin = OsStr::new("x.making-");
        let names = ["x.making-0123456789abcdef", "x.making-notes", "y.making-0123456789abcdef"];
        for name in names {
            fs::create_dir(at(name)).unwrap();
            fs::write(at(name).join("file"), "half").unwrap();
        }
        let held = Passing::create(folder.path(), begin).unwrap();
        std::os::unix::fs::symlink(at(names[1]), at("x.making-00000000000000aa")).unwrap();
        Passing::remove_leftovers(folder.path(), begin);
        let is_there = names.map(|name| at(name).join("file").exists());
        assert_eq!(is_there, [false, true, true]);
        assert!(held.path().is_dir(), "a living process has it");
        let path = held.path().to_path_buf();
        held.move_to(&at("x")).unwrap();
        assert!(at("x").is_dir() && !path.exists());
        drop(Passing::create(folder.path(), begin).unwrap());
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 4);
    }
}
