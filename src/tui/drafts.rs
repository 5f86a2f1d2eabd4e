//! Saves unfinished forms: one private file for each desk of a user on a book, written whole and synced
//! before it replaces the previous one. A desk resumes the forms of a desk that no longer runs. May use:
//! std, serde_json, the engine, the forms.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use crate::domain::{Message, Worded};
use crate::engine::new_file::NewFile;
use crate::engine::owner;
use crate::user_file;

use super::kept::SavedForm;

/// The file of unfinished forms, and what has not been written to it yet.
#[derive(Clone, Debug, Default)]
pub struct Drafts {
    file: Option<PathBuf>,
    /// Locked while this desk runs, so that no other desk takes its file.
    _lock: Option<Arc<File>>,
    /// What is waiting to be written; `None` if everything is on disk.
    waiting: Arc<Mutex<Option<Vec<SavedForm>>>>,
    /// Locked by the thread that writes, so that newer forms are written after older ones.
    writing: Arc<Mutex<()>>,
}

impl Drafts {
    /// The unfinished forms of a book: a file in `folder`, named after the path of the book.
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

    /// Loads the forms that were unfinished when the desk was closed. A file that cannot be read is
    /// moved aside, never overwritten.
    pub fn load(&mut self) -> LoadedDrafts {
        let Some(file) = &self.file else { return LoadedDrafts::default() };
        let read = owner::as_caller(|| user_file::read_text(file, MOST_BYTES));
        let unreadable = match read.map_err(io::Error::from) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return LoadedDrafts::default();
            }
            Err(error) => error.message(),
            Ok(text) => match serde_json::from_str(&text) {
                Ok(forms) => return LoadedDrafts { forms, unreadable: None },
                Err(error) => Message::text(error),
            },
        };
        let unreadable = Message::new("drafts-unreadable").because("why", &unreadable);
        let unreadable = if let Some(aside) = owner::as_caller(|| put_aside(file)) {
            unreadable.at("at", &aside).with("kept", "yes")
        } else {
            let unreadable = unreadable.at("at", file).with("kept", "no");
            self.file = None;
            unreadable
        };
        LoadedDrafts { forms: Vec::new(), unreadable: Some(unreadable) }
    }

    /// Takes the forms as they are now; [`Drafts::write`] writes them.
    pub fn take(&self, kept: Vec<SavedForm>) {
        *self.waiting.lock().unwrap_or_else(PoisonError::into_inner) = Some(kept);
    }

    /// Whether something waits to be written.
    pub fn is_waiting(&self) -> bool {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner).is_some()
    }

    /// Writes what is waiting. Returns whether there was anything.
    pub fn write(&self) -> io::Result<bool> {
        let _writing = self.writing.lock().unwrap_or_else(PoisonError::into_inner);
        let waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner).take();
        let (Some(kept), Some(file)) = (waiting, &self.file) else { return Ok(false) };
        let written = owner::as_caller(|| write(file, &kept));
        if written.is_err() {
            // They wait for the next attempt, unless newer ones are waiting already.
            let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
            waiting.get_or_insert(kept);
        }
        written
    }
}

/// What an earlier desk left.
#[derive(Debug, Default)]
pub struct LoadedDrafts {
    /// Its unfinished forms.
    pub forms: Vec<SavedForm>,
    /// Why they cannot be read, and where the file is now.
    pub unreadable: Option<Message>,
}

/// Moves a file aside, and returns its new path.
fn put_aside(file: &Path) -> Option<PathBuf> {
    let named = |place: usize| match place {
        0 => file.with_extension("unreadable"),
        place => file.with_extension(format!("unreadable-{place}")),
    };
    // A dangling link takes up its name, too.
    let is_free = |path: &PathBuf| fs::symlink_metadata(path).is_err();
    let free = (0..MOST_UNREADABLE).map(named).find(is_free)?;
    fs::rename(file, &free).ok()?;
    Some(free)
}

/// Writes the forms. Returns whether there were any.
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

/// The most bytes of unfinished forms that are read.
const MOST_BYTES: u64 = 64 << 20;

/// How many unreadable files are moved aside.
const MOST_UNREADABLE: usize = 100;

/// How many desks of one user on a book can save their forms.
const MOST_DESKS: usize = 32;

/// A file that no other desk has locked: the first one that holds something, otherwise the first.
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
    use crate::words::Words;
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
        let mut drafts = drafts;
        assert_eq!(drafts.load().forms, vec![one.clone()]);
        let mut beside = Drafts::of(&folder.path().join("drafts"), folder.path());
        assert_eq!(beside.load().forms, Vec::new(), "what another desk types is its own");
        drop(drafts);
        let mut drafts = Drafts::of(&folder.path().join("drafts"), folder.path());
        assert_eq!(drafts.load().forms, vec![one], "what a desk left behind is taken up");
        fs::write(&file, "[{").unwrap();
        let loaded = drafts.load();
        assert_eq!(loaded.forms, Vec::new());
        let aside = file.with_extension("unreadable");
        assert!(aside.exists(), "put aside, not lost");
        let said = Words::english().tell(&loaded.unreadable.unwrap());
        assert!(said.contains(&aside.display().to_string()), "{said}");
        drafts.take(Vec::new());
        assert!(!drafts.write().unwrap() && !file.exists());
    }
}
