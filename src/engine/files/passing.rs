//! A folder that is there only while something is made in it. It has a random name and is locked as
//! long as its process lives, so that the next one can tell what a killed process left, and removes
//! it. May use: std, getrandom, nix, journal.

use std::ffi::{OsStr, OsString};
use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, ErrorKind};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use nix::libc::{O_DIRECTORY, O_NOFOLLOW};

use crate::journal::{RealDisk, disk};

use super::owner;

/// How many names are tried. Only somebody who guesses 64 random bits takes one.
const MOST_TRIES: usize = 16;

/// A folder for its owner alone, removed with all in it when this is dropped, unless it was moved.
#[derive(Debug)]
pub struct Passing {
    path: PathBuf,
    /// Locked: others see that somebody uses it.
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
            // Whoever removes leftovers may have come between the two.
            if let Some((held, _)) = hold(&path)? {
                return Ok(Passing { path, held, is_moved: false });
            }
        }
        Err(ErrorKind::AlreadyExists.into())
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Gives it another name, under which it stays.
    pub fn move_to(mut self, to: &Path) -> io::Result<()> {
        // Before it stays, whatever is in it lasts as its maker has seen to.
        self.held.sync_all()?;
        disk::move_to(&RealDisk, &self.path, to)?;
        self.is_moved = true;
        Ok(())
    }

    /// Removes what killed processes of this user left in `folder`. Where that fails it stays, and
    /// harms nobody.
    pub fn remove_leftovers(folder: &Path, begin: &OsStr) {
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            if is_named(&entry.file_name(), begin) {
                let path = entry.path();
                let is_ours = fs::symlink_metadata(&path)
                    .is_ok_and(|found| found.is_dir() && found.uid() == owner::acting_uid());
                // Without a lock it may be a living process's.
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
            // What is half made is no use to anybody.
            let _ = fs::remove_dir_all(&self.path);
        }
    }
}

/// Opens a folder and locks it; whether it is locked, which not every file system can. None, where
/// somebody else has locked it, or where it is gone.
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

/// Whether a name is one that [`Passing::create`] gives.
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
