//! A file that is written under a temporary name and then moved to its place. It never replaces a file
//! unless told to, never follows a link, and is readable by its owner alone. May use: std, domain,
//! journal.

use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::os::unix::fs::{FileTypeExt, MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use crate::domain::{Cause, Refusal, Rule};
use crate::journal::RealDisk;
use crate::journal::disk::{self, folder_of};

use super::outside::not_of_book;
use super::owner;
use crate::engine::error::{BookError, Failure};
use crate::engine::temporary::{is_temporary, temporary};
use crate::user_file::blocking;

/// The fields whose file the user may replace with `--force`.
const FORCED: [&str; 3] = ["out", "rejects", "dir"];

/// A new file. Until [`NewFile::finish`] there is nothing at its place; if dropped before that, it
/// leaves nothing behind.
#[derive(Debug)]
pub struct NewFile {
    path: PathBuf,
    /// The temporary name; `None` for a stream, which is written directly.
    beside: Option<PathBuf>,
    file: File,
    replaces: bool,
}

impl NewFile {
    /// Begins a file that will be at `path`. Refused with [`Rule::FileExists`] about `field` if
    /// something is there, even a dangling link, unless `replaces` allows replacing it. A device, a
    /// pipe and the process's own descriptors are written directly.
    pub fn create(field: &'static str, path: &Path, replaces: bool) -> Result<NewFile, Failure> {
        owner::as_caller(|| NewFile::begin(field, path, replaces))
    }

    fn begin(field: &'static str, path: &Path, replaces: bool) -> Result<NewFile, Failure> {
        let failed = |error| Failure::from(BookError::user_file(path, error));
        not_of_book(field, path)?;
        if is_stream(path) {
            let file = stream(path).map_err(failed)?;
            return Ok(NewFile { path: path.to_path_buf(), beside: None, file, replaces });
        }
        if !replaces && fs::symlink_metadata(path).is_ok() {
            return Err(taken(field, path));
        }
        let folder = folder_of(path);
        remove_leftovers(folder);
        let (beside, file) = temporary(folder).map_err(failed)?;
        Ok(NewFile { path: path.to_path_buf(), beside: Some(beside), file, replaces })
    }

    /// Syncs the file and moves it to its place. Refused about `field` if a file appeared there
    /// meanwhile and may not be replaced.
    pub fn finish(mut self, field: &'static str) -> Result<(), Failure> {
        let path = self.path.clone();
        match owner::as_caller(|| self.moved()) {
            Err(error) if error.kind() == ErrorKind::AlreadyExists && !self.replaces => {
                Err(taken(field, &path))
            }
            moved => moved.map_err(|error| BookError::user_file(path, error).into()),
        }
    }

    fn moved(&mut self) -> io::Result<()> {
        let Some(beside) = self.beside.as_ref() else { return self.file.flush() };
        self.file.sync_all()?;
        match self.replaces {
            true => fs::rename(beside, &self.path)?,
            false => rename_to_free(beside, &self.path)?,
        }
        self.beside = None;
        File::open(folder_of(&self.path))?.sync_all()
    }
}

impl Write for NewFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Drop for NewFile {
    fn drop(&mut self) {
        if let Some(beside) = &self.beside {
            // A half-written file is useless.
            let _ = owner::as_caller(|| fs::remove_file(beside));
        }
    }
}

/// Makes a folder for the caller, durably.
pub fn make_folder(path: &Path) -> io::Result<()> {
    owner::as_caller(|| disk::make_folder(&RealDisk, path))
}

fn taken(field: &'static str, path: &Path) -> Failure {
    let force = if FORCED.contains(&field) { "yes" } else { "no" };
    Refusal::new(Rule::FileExists, field).with("file", path.display()).with("force", force).into()
}

/// Whether a path leads to something that is written to rather than replaced. A link is not, except for
/// the names that the system gives to open descriptors.
fn is_stream(path: &Path) -> bool {
    let own = ["/dev/stdout", "/dev/stderr"].iter().any(|own| path == Path::new(own));
    let descriptor = ["/dev/fd", "/proc/self/fd"].iter().any(|folder| path.starts_with(folder));
    let kind = fs::symlink_metadata(path).map(|found| found.file_type());
    own || descriptor || kind.is_ok_and(|kind| kind.is_char_device() || kind.is_fifo())
}

/// Opens a pipe or a device for writing, without waiting for a reader.
fn stream(path: &Path) -> io::Result<File> {
    let flags = nix::libc::O_NONBLOCK | nix::libc::O_NOCTTY;
    match OpenOptions::new().append(true).custom_flags(flags).open(path) {
        Err(error) if error.raw_os_error() == Some(nix::libc::ENXIO) => {
            Err(io::Error::other(Cause::said("error-no-reader", "nothing reads this pipe")))
        }
        file => {
            let file = file?;
            blocking(&file)?;
            Ok(file)
        }
    }
}

/// The first free name `name-N` in a folder.
pub(in crate::engine) fn free_name(folder: &Path, name: &str) -> PathBuf {
    // A dangling link has a name too.
    let is_free = |path: &PathBuf| fs::symlink_metadata(path).is_err();
    let free = (1..).map(|n| folder.join(format!("{name}-{n}"))).find(is_free);
    free.unwrap_or_else(|| folder.join(name))
}

/// Renames a file to a name that must be free.
fn rename_to_free(from: &Path, to: &Path) -> io::Result<()> {
    match fs::hard_link(from, to) {
        Ok(()) => fs::remove_file(from),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Err(error),
        // The file system has no hard links.
        Err(_) if fs::symlink_metadata(to).is_ok() => Err(ErrorKind::AlreadyExists.into()),
        Err(_) => fs::rename(from, to),
    }
}

/// Removes what killed runs of this user left in a folder. What can't be removed stays, and does no
/// harm.
fn remove_leftovers(folder: &Path) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        if is_temporary(&entry.file_name().to_string_lossy()) {
            let _ = remove_leftover(&entry.path());
        }
    }
}

fn remove_leftover(path: &Path) -> io::Result<()> {
    let found = fs::symlink_metadata(path)?;
    if !found.is_file() || found.uid() != super::who::own_uid() {
        return Ok(());
    }
    let mut options = OpenOptions::new();
    let file = options.write(true).custom_flags(nix::libc::O_NOFOLLOW).open(path)?;
    match file.try_lock() {
        Ok(()) => fs::remove_file(path),
        Err(_) => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_comes_to_stand_at_its_place_meanwhile_stays() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out.csv");
        let mut file = NewFile::create("out", &path, false).unwrap();
        file.write_all(b"ours").unwrap();
        fs::write(&path, "theirs").unwrap();
        assert!(matches!(file.finish("out"), Err(Failure::Refused(_))));
        assert_eq!(fs::read_to_string(&path).unwrap(), "theirs");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "nothing is left behind");
    }

    #[test]
    fn a_pipe_that_nothing_reads_is_refused_at_once() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("pipe");
        nix::unistd::mkfifo(&path, nix::sys::stat::Mode::S_IRWXU).unwrap();
        let refused = NewFile::create("out", &path, true).unwrap_err().to_string();
        assert!(refused.ends_with("nothing reads this pipe"), "{refused}");
        let options = OpenOptions::new().read(true).custom_flags(nix::libc::O_NONBLOCK).clone();
        let mut reader = options.open(&path).unwrap();
        let mut out = NewFile::create("out", &path, false).unwrap();
        out.write_all(b"ours").unwrap();
        out.finish("out").unwrap();
        let mut text = String::new();
        io::Read::read_to_string(&mut reader, &mut text).unwrap();
        assert_eq!(text, "ours");
    }

    #[test]
    fn a_leftover_goes_and_what_is_being_written_stays() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        let leftover = at(".daybook-0123456789abcdef.part");
        fs::write(&leftover, "half").unwrap();
        fs::write(at("daybook.part"), "the user's").unwrap();
        let one = NewFile::create("out", &at("one"), false).unwrap();
        assert!(!leftover.exists());
        let other = NewFile::create("out", &at("other"), false).unwrap();
        one.finish("out").unwrap();
        other.finish("out").unwrap();
        assert!(at("one").exists() && at("other").exists() && at("daybook.part").exists());
    }
}
