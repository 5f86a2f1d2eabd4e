//! Files under unguessable names, which are later moved to their place or removed. May use: std,
//! getrandom.

use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

/// What temporary names begin and end with; between them are 16 hexadecimal digits.
const BEGIN: &str = ".daybook-";
const END: &str = ".part";

/// The number of names that are tried. A name is taken only if 64 random bits were guessed.
const MOST_TRIES: usize = 16;

/// A file under a random name, locked while it is open: an unlocked one is a leftover.
pub(in crate::engine) fn temporary(folder: &Path) -> io::Result<(PathBuf, File)> {
    for _ in 0..MOST_TRIES {
        let mut random = [0; 8];
        getrandom::fill(&mut random).map_err(io::Error::other)?;
        let path = folder.join(format!("{BEGIN}{:016x}{END}", u64::from_be_bytes(random)));
        let mut options = OpenOptions::new();
        match options.write(true).create_new(true).mode(0o600).open(&path) {
            // On a file system without locks, leftovers of killed runs stay.
            Ok(file) if !matches!(file.try_lock(), Err(fs::TryLockError::WouldBlock)) => {
                // Another process may have removed the file before it was locked.
                if file.metadata()?.nlink() > 0 {
                    return Ok((path, file));
                }
            }
            Ok(_) => {}
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
    }
    Err(ErrorKind::AlreadyExists.into())
}

pub(in crate::engine) fn is_temporary(name: &str) -> bool {
    let middle = name.strip_prefix(BEGIN).and_then(|rest| rest.strip_suffix(END));
    middle.is_some_and(|hex| hex.len() == 16 && hex.bytes().all(|byte| byte.is_ascii_hexdigit()))
}
