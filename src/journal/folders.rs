//! The names under which a journal lies in the folder of its book. May use: std.

use std::path::{Path, PathBuf};

/// The folder of the entries.
pub const ENTRIES: &str = "journal";

/// The folder of the private records.
pub const PRIVATE: &str = "private";

/// All folders of a journal; a backup has the same.
pub const FOLDERS: [&str; 2] = [ENTRIES, PRIVATE];

/// The file beside the segments that names the head of a journal which was closed.
pub const MARK: &str = "head";

/// The path of [`MARK`] in the book in `folder`.
pub fn mark(folder: &Path) -> PathBuf {
    folder.join(ENTRIES).join(MARK)
}
