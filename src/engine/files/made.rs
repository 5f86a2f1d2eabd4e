//! The folders that a command is about to make, so that they can be removed if it fails. May use: std.

use std::fs;
use std::path::{Path, PathBuf};

/// What was missing of a book's folder and those above it, and what a failed command may have left
/// there.
pub(in crate::engine) struct MadeFolders {
    folder: PathBuf,
    /// The innermost first; `None` if the book's folder was there.
    missing: Vec<PathBuf>,
    had_lock: bool,
}

impl MadeFolders {
    /// Notes which part of `folder` exists.
    pub(in crate::engine) fn of(folder: &Path) -> MadeFolders {
        let named = folder.ancestors().filter(|folder| !folder.as_os_str().is_empty());
        let missing = named.take_while(|folder| fs::symlink_metadata(folder).is_err());
        let missing = missing.map(Path::to_path_buf).collect();
        let had_lock = fs::symlink_metadata(folder.join("lock")).is_ok();
        MadeFolders { folder: folder.to_path_buf(), missing, had_lock }
    }

    /// Removes the lock and the folders if they were not there before and hold nothing else. The caller
    /// still holds the lock: a process that comes meanwhile is told so, and then finds the folder gone.
    pub(in crate::engine) fn remove(self) {
        if !self.had_lock {
            // What can't be removed stays, and does no harm.
            let _ = fs::remove_file(self.folder.join("lock"));
        }
        for folder in self.missing {
            if fs::remove_dir(folder).is_err() {
                return;
            }
        }
    }
}
