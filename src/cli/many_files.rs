//! Writes many files into one folder, so that a batch can be stopped anywhere and continued: a file
//! that has its name is complete and on disk. Files are written under temporary names, synced together,
//! and moved to their places. May use: engine, nix.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use nix::unistd::syncfs;

use crate::engine::new_file::make_folder;
use crate::engine::{self, owner};

use super::output::CliError;

/// How many files are synced together.
const TOGETHER: usize = 500;

/// The folder of incomplete files.
const UNFINISHED: &str = ".unfinished";

/// Files being written.
pub struct ManyFiles {
    folder: PathBuf,
    beside: PathBuf,
    names: Vec<String>,
}

impl ManyFiles {
    /// Begins. Makes the folder if it is missing; it must not be that of a book.
    pub fn begin(folder: &Path) -> Result<ManyFiles, CliError> {
        engine::not_in_book("out", folder)?;
        let beside = folder.join(UNFINISHED);
        let begun = owner::as_caller(|| {
            if !folder.is_dir() {
                make_folder(folder)?;
            }
            // What an earlier run left there is incomplete.
            if beside.is_dir() {
                fs::remove_dir_all(&beside)?;
            }
            make_folder(&beside)
        });
        begun.map_err(|error| CliError::file(folder, error))?;
        Ok(ManyFiles { folder: folder.to_path_buf(), beside, names: Vec::new() })
    }

    /// Whether a file of that name exists.
    pub fn has(&self, name: &str) -> bool {
        fs::symlink_metadata(self.folder.join(name)).is_ok()
    }

    /// Writes a file, unless one of that name exists.
    pub fn write(&mut self, name: &str, bytes: &[u8]) -> Result<bool, CliError> {
        let path = self.folder.join(name);
        if self.has(name) {
            return Ok(false);
        }
        let written = owner::as_caller(|| {
            let mut new = OpenOptions::new();
            let file = new.write(true).create_new(true).mode(0o600).open(self.beside.join(name));
            file.and_then(|mut file| file.write_all(bytes))
        });
        written.map_err(|error| CliError::file(&path, error))?;
        self.names.push(name.to_string());
        if self.names.len() >= TOGETHER {
            self.place()?;
        }
        Ok(true)
    }

    /// Moves what was written to its place, once it is on disk.
    fn place(&mut self) -> Result<(), CliError> {
        let moved = owner::as_caller(|| {
            syncfs(File::open(&self.beside)?).map_err(io::Error::from)?;
            for name in self.names.drain(..) {
                fs::rename(self.beside.join(&name), self.folder.join(&name))?;
            }
            File::open(&self.folder)?.sync_all()
        });
        moved.map_err(|error| CliError::file(&self.folder, error))
    }

    /// Moves the rest to its place.
    pub fn finish(mut self) -> Result<(), CliError> {
        self.place()?;
        let removed = owner::as_caller(|| fs::remove_dir(&self.beside));
        removed.map_err(|error| CliError::file(&self.folder, error))
    }
}
