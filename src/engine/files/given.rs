//! Files that a command or a form names, read with the rights of the user who runs the program. May
//! use: domain, the engine's errors, the files of users.

use std::fs::File;
use std::path::Path;

use super::owner;
use crate::domain::{Refusal, Rule};
use crate::engine::error::{BookError, Failure};
use crate::user_file::{self, UserFileError, size};

/// Opens the file that an argument names; accepts names of the process's own descriptors.
pub fn open(field: &'static str, path: &Path) -> Result<File, Failure> {
    let opened = owner::as_caller(|| user_file::open_or_descriptor(path));
    opened.map_err(|error| failure(field, path, error))
}

/// Opens and reads such a file: at most `most` bytes.
pub fn read(field: &'static str, path: &Path, most: u64) -> Result<Vec<u8>, Failure> {
    let read = user_file::read_from(open(field, path)?, most);
    read.map_err(|error| failure(field, path, error))
}

/// Reads a plain file of at most `most` bytes. Refuses the process's own descriptors, because at the
/// desk they are the terminal.
pub fn read_file(field: &'static str, path: &Path, most: u64) -> Result<Vec<u8>, Failure> {
    let read = owner::as_caller(|| user_file::read(path, most));
    read.map_err(|error| failure(field, path, error))
}

/// Why the file named by `field` can't be read.
pub fn failure(field: &'static str, path: &Path, error: UserFileError) -> Failure {
    match error {
        UserFileError::Io(source) => BookError::user_file(path, source).into(),
        UserFileError::NotAFile(sort) => {
            let refusal = Refusal::new(Rule::FileNotAFile, field).with("file", path.display());
            refusal.with("kind", sort.name()).into()
        }
        UserFileError::TooLong(most) => {
            Refusal::new(Rule::FileTooLong, field).with("most", size(most)).into()
        }
    }
}
