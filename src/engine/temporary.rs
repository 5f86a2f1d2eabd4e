//! Files under names that nobody guesses, for what is moved to its place or removed. May use: std,
//! getrandom.

use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

/// What temporary names begin and end with; 16 hexadecimal digits stand between the two.
const BEGIN: &str = ".daybook-";
const END: &str = ".part";

/// How many names are tried. Only somebody who guesses 64 random bits takes one.
const MOST_TRIES: usize = 16;

/// A file under a random name, locked as long as it is open: a leftover is one that nobody holds.
pub(in crate::engine) fn temporary(folder: &Path) -> io::Result<(PathBuf, File)> {
    for _ in 0..MOST_TRIES {
        let mut random = [0; 8];
        getrandom::fill(&mut random).map_err(io::Error::other)?;
        let path = folder.join(format!("{BEGIN}{:016x}{END}", u64::from_be_bytes(random)));
        let mut options = OpenOptions::new();
        match options.write(true).create_new(true).mode(0o600).open(&path) {
            // A file system without locks keeps what a killed run leaves behind.
            Ok(file) if !matches!(file.try_lock(), Err(fs::TryLockError::WouldBlock)) => {
                // Whoever removes leftovers may have come between the two.
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
