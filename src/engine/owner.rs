//! Whose files a book's are: its folder's owner's, also when root looks in. Root acts as that owner
//! on the file system, so that whatever makes a file there makes it for them, and can reach no more
//! than they can. Processes, sockets and signals still see root. May use: std, nix.

use std::ffi::OsStr;
use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, ErrorKind};
use std::os::fd::AsRawFd;
use std::os::unix::fs::{MetadataExt, OpenOptionsExt, fchown};
use std::path::{Path, PathBuf};

use nix::libc::{O_NOFOLLOW, O_NONBLOCK};
use nix::unistd::{Gid, Uid, getegid, geteuid, setfsgid, setfsuid};

use super::error::BookError;
use super::who;

/// What a book's folder holds of the book's own, and how the names of the rest of it begin.
const OURS: [&str; 7] =
    ["lock", "served", "journal", "private", "ledger", "ledger.new", "ledger.old"];
const OURS_BEGIN: [&str; 3] = ["quarantine", "before-restore", "restoring"];

/// From now on, this thread and those it starts make and open files as the owner of `path` if they
/// run as root; of what is not there yet, as the owner of the folder that it is going to be in.
/// What root left in the book for itself before goes to the owner. Other users go on as themselves.
///
/// Fails where the owner cannot reach the folder.
pub fn keep(path: &Path) -> Result<(), BookError> {
    if !geteuid().is_root() {
        return Ok(());
    }
    let (folder, found) = nearest(path).map_err(|source| BookError::io(path, source))?;
    let owner = (Uid::from_raw(found.uid()), Gid::from_raw(found.gid()));
    if owner.0.is_root() {
        act_as((geteuid(), getegid()));
        return Ok(());
    }
    as_caller(|| give_back(&folder, owner));
    act_as(owner);
    match fs::read_dir(&folder) {
        Err(error) if error.kind() == ErrorKind::PermissionDenied => {
            act_as((geteuid(), getegid()));
            Err(BookError::OutOfReach { folder, owner: who::name_of(owner.0.as_raw()) })
        }
        _ => Ok(()),
    }
}

/// Does `work` on the file system as whoever runs the program: for files of theirs that are not the
/// book's, such as an import, an export or a backup.
pub fn as_caller<T>(work: impl FnOnce() -> T) -> T {
    /// Goes back to the owner, also after a panic.
    struct Back((Uid, Gid));
    impl Drop for Back {
        fn drop(&mut self) {
            act_as(self.0);
        }
    }
    if !geteuid().is_root() {
        return work();
    }
    let _back = Back(acting());
    act_as((geteuid(), getegid()));
    work()
}

/// The number of the user that this thread's files belong to.
pub fn acting_uid() -> u32 {
    acting().0.as_raw()
}

/// The path itself, or the nearest folder above that is there.
fn nearest(path: &Path) -> io::Result<(PathBuf, Metadata)> {
    let mut path = path;
    loop {
        let at = if path.as_os_str().is_empty() { Path::new(".") } else { path };
        match (fs::metadata(at), path.parent()) {
            (Err(error), Some(parent)) if error.kind() == ErrorKind::NotFound => path = parent,
            (found, _) => return Ok((at.to_path_buf(), found?)),
        }
    }
}

/// Whom this thread acts as on the file system.
fn acting() -> (Uid, Gid) {
    // A number that nobody has changes nothing and answers with what is.
    (setfsuid(Uid::from_raw(u32::MAX)), setfsgid(Gid::from_raw(u32::MAX)))
}

fn act_as((uid, gid): (Uid, Gid)) {
    // Where the system forbids it, root has no rights beyond those of others either.
    setfsgid(gid);
    setfsuid(uid);
}

/// Gives the owner what root made of a book before. What cannot be given stays as it is: opening it
/// says so.
fn give_back(folder: &Path, owner: (Uid, Gid)) {
    let Ok(held) = File::open(folder) else { return };
    for name in names(&held) {
        let text = name.to_string_lossy();
        let begins = OURS_BEGIN.iter().any(|begin| text.starts_with(begin));
        if begins || OURS.contains(&&*text) {
            let _ = give(&held, &name, owner);
        }
    }
}

fn names(folder: &File) -> Vec<std::ffi::OsString> {
    let entries = fs::read_dir(path_of(folder)).into_iter().flatten().flatten();
    entries.map(|entry| entry.file_name()).collect()
}

/// A name of an open file that nobody can lead elsewhere.
fn path_of(file: &File) -> PathBuf {
    PathBuf::from(format!("/proc/self/fd/{}", file.as_raw_fd()))
}

/// Gives a file, or a folder with all in it. A link is neither followed nor given, and a file that
/// has another name too may be another's.
fn give(folder: &File, name: &OsStr, owner: (Uid, Gid)) -> io::Result<()> {
    let mut options = OpenOptions::new();
    let options = options.read(true).custom_flags(O_NOFOLLOW | O_NONBLOCK);
    let file = options.open(path_of(folder).join(name))?;
    let found = file.metadata()?;
    if found.is_dir() {
        for name in names(&file) {
            // What cannot be given stays.
            let _ = give(&file, &name, owner);
        }
    } else if !found.is_file() || found.nlink() != 1 {
        return Ok(());
    }
    match found.uid() {
        0 => fchown(&file, Some(owner.0.as_raw()), Some(owner.1.as_raw())),
        _ => Ok(()),
    }
}
