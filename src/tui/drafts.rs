//! Where half-typed forms are kept: one private file for each desk of a user on a book, written
//! whole and synced before it takes the place of the one before. A desk takes up what one left
//! behind that is no longer there. May use: std, serde_json, the
//! engine, the forms.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use crate::engine::new_file::NewFile;
use crate::engine::owner;

use super::kept::SavedForm;

/// Where half-typed forms are kept, and what of them is not on disk yet.
#[derive(Clone, Debug, Default)]
pub struct Drafts {
    file: Option<PathBuf>,
    /// Held as long as this desk is there: no other takes its file.
    _lock: Option<Arc<File>>,
    /// What is to be written; none, it is on disk.
    waiting: Arc<Mutex<Option<Vec<SavedForm>>>>,
    /// Held by whoever writes: what is newer is written after what is older.
    writing: Arc<Mutex<()>>,
}

impl Drafts {
    /// The drafts of a book: below `folder`, under a name that its path gives.
    pub fn of(folder: &Path, book: &Path) -> Drafts {
        use sha2::{Digest, Sha256};
        use std::os::unix::ffi::OsStrExt;
        let book = fs::canonicalize(book).unwrap_or_else(|_| book.to_path_buf());
        let digest = Sha256::digest(book.as_os_str().as_bytes());
        let name: String = digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
        let (file, lock) = owner::as_caller(|| free(folder, &name))
            .map_or((None, None), |(file, lock)| (Some(file), Some(Arc::new(lock))));
        Drafts { file, _lock: lock, waiting: Arc::default(), writing: Arc::default() }
    }

    /// What was half-typed when the desk was closed. A file that cannot be read is put aside, and
    /// never written over.
    pub fn load(&self) -> Vec<SavedForm> {
        owner::as_caller(|| self.load_own())
    }

    fn load_own(&self) -> Vec<SavedForm> {
        let Some(file) = &self.file else { return Vec::new() };
        let Ok(text) = fs::read_to_string(file) else { return Vec::new() };
        serde_json::from_str(&text).unwrap_or_else(|_| {
            let free = (0..).map(|place| match place {
                0 => file.with_extension("unreadable"),
                place => file.with_extension(format!("unreadable-{place}")),
            });
            if let Some(free) = free.take(MOST_UNREADABLE).find(|free| !free.exists()) {
                let _ = fs::rename(file, free);
            }
            Vec::new()
        })
    }

    /// Takes what is half-typed now; it is written by [`Drafts::write`].
    pub fn take(&self, kept: Vec<SavedForm>) {
        *self.waiting.lock().unwrap_or_else(PoisonError::into_inner) = Some(kept);
    }

    /// Whether something waits to be written.
    pub fn is_waiting(&self) -> bool {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner).is_some()
    }

    /// Writes what waits. Whether there was anything.
    pub fn write(&self) -> io::Result<bool> {
        let _writing = self.writing.lock().unwrap_or_else(PoisonError::into_inner);
        let waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner).take();
        let (Some(kept), Some(file)) = (waiting, &self.file) else { return Ok(false) };
        let written = owner::as_caller(|| write(file, &kept));
        if written.is_err() {
            // It waits for the next time, unless something newer does.
            let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
            waiting.get_or_insert(kept);
        }
        written
    }
}

/// Writes what is kept. Whether there was anything.
fn write(file: &Path, kept: &[SavedForm]) -> io::Result<bool> {
    if kept.is_empty() {
        match fs::remove_file(file) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => return Ok(false),
        }
    }
    if let Some(folder) = file.parent() {
        fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    }
    let mut out = NewFile::create("drafts", file, true).map_err(io::Error::other)?;
    out.write_all(&serde_json::to_vec(&kept)?)?;
    out.finish("drafts").map_err(io::Error::other)?;
    Ok(true)
}

/// How many files that could not be read are put aside.
const MOST_UNREADABLE: usize = 100;

/// How many desks one user may have on a book and have each kept.
const MOST_DESKS: usize = 32;

/// A file that no other desk holds: the first in which something was left, else the first.
fn free(folder: &Path, name: &str) -> Option<(PathBuf, File)> {
    fs::DirBuilder::new().recursive(true).mode(0o700).create(folder).ok()?;
    let file = |place: usize| match place {
        0 => folder.join(format!("{name}.json")),
        place => folder.join(format!("{name}-{place}.json")),
    };
    let hold = |place: usize| {
        let mut options = OpenOptions::new();
        let lock = options.write(true).create(true).truncate(false).mode(0o600);
        let lock = lock.open(file(place).with_extension("lock")).ok()?;
        lock.try_lock().is_ok().then(|| (file(place), lock))
    };
    let left = (0..MOST_DESKS).filter(|place| file(*place).exists()).find_map(hold);
    left.or_else(|| (0..MOST_DESKS).find_map(hold))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::form::{FormPlace, Subject};
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn what_is_kept_is_private_and_comes_back() {
        let folder = tempfile::tempdir().unwrap();
        let drafts = Drafts::of(&folder.path().join("drafts"), folder.path());
        let one = SavedForm {
            form: "hold".into(),
            subject: Subject::default(),
            ids: Vec::new(),
            fields: [("reason".to_string(), "late".to_string())].into(),
            given: [].into(),
            codes: Vec::new(),
            taken: Vec::new(),
            cells: Vec::new(),
            items: Vec::new(),
            at: FormPlace::Field(0),
            kept: None,
            base: [].into(),
            seen: None,
            came_to: None,
            typed_on: None,
        };
        drafts.take(vec![one.clone()]);
        assert!(drafts.is_waiting() && drafts.write().unwrap() && !drafts.is_waiting());
        let file = drafts.file.clone().unwrap();
        assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(drafts.load(), vec![one.clone()]);
        let beside = Drafts::of(&folder.path().join("drafts"), folder.path());
        assert_eq!(beside.load(), Vec::new(), "what another desk types is its own");
        drop(drafts);
        let drafts = Drafts::of(&folder.path().join("drafts"), folder.path());
        assert_eq!(drafts.load(), vec![one], "what a desk left behind is taken up");
        fs::write(&file, "[{").unwrap();
        assert_eq!(drafts.load(), Vec::new());
        assert!(file.with_extension("unreadable").exists(), "put aside, not lost");
        drafts.take(Vec::new());
        assert!(!drafts.write().unwrap() && !file.exists());
    }
}
