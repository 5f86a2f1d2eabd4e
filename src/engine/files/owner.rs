//! Whose files a book's are: its folder's owner's, also when root looks in. Before anything of a book
//! is opened, root decides by the names on the way there as whom to act. Where somebody else owns one
//! of them they can put another thing in its place at any moment, so root acts as that user on the
//! file system: whatever is there then is reached with their rights alone, and what is made is
//! theirs. No file ever changes hands. Processes, sockets and signals still see root. May use: std,
//! nix.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fs::{self, Metadata};
use std::io::{self, ErrorKind};
use std::os::unix::fs::MetadataExt;
use std::path::{Component, Path, PathBuf};

use nix::unistd::{Gid, Uid, getegid, geteuid, setfsgid, setfsuid, setgroups};

use super::who;
use crate::engine::error::BookError;

/// How many links may be on the way, as in the kernel.
const MOST_LINKS: usize = 40;

/// From now on, this thread and those it starts reach and make files as the owner of the folder
/// `path` if they run as root; of one that is not there yet, as the owner of the nearest folder
/// above it. Root stays root where nobody else owns anything on the way. Other users go on as
/// themselves.
///
/// Fails where the owner cannot reach the folder, and where the folder lies in one of another user.
pub fn keep(path: &Path) -> Result<(), BookError> {
    if !geteuid().is_root() {
        return Ok(());
    }
    let way = as_caller(|| PathWalk::to(path)).map_err(|source| BookError::io(path, source))?;
    match way.whose()? {
        None => act_as((geteuid(), getegid())),
        Some(owner) => {
            // Root's other groups could reach what the owner cannot. They are the process's, and
            // root does without them.
            let _ = setgroups(&[]);
            act_as(owner);
            if !can_read(&way.folder) {
                act_as((geteuid(), getegid()));
                let owner = who::name_of(owner.0.as_raw());
                return Err(BookError::OutOfReach { folder: way.folder, owner });
            }
        }
    }
    Ok(())
}

/// The same for a folder that must be there: one that comes to be there later may be anybody's.
pub(in crate::engine) fn keep_existing(folder: &Path) -> Result<(), BookError> {
    if geteuid().is_root() {
        let is_there = as_caller(|| fs::symlink_metadata(folder));
        is_there.map_err(|source| BookError::io(folder, source))?;
    }
    keep(folder)
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

/// Whether root acts as somebody else on this thread.
pub fn is_another() -> bool {
    geteuid().is_root() && !acting().0.is_root()
}

fn can_read(folder: &Path) -> bool {
    !fs::read_dir(folder).is_err_and(|error| error.kind() == ErrorKind::PermissionDenied)
}

/// What a path leads through, as the kernel follows it: folders, and links with what they lead to.
struct PathWalk {
    /// The nearest folder that is there, without links.
    folder: PathBuf,
    found: Metadata,
    /// Whoever owns `/` owns everything, under whatever number this process sees them.
    trusted: [u32; 2],
    /// What on the way is another user's.
    others: Vec<(PathBuf, u32)>,
}

impl PathWalk {
    fn to(path: &Path) -> io::Result<PathWalk> {
        let found = fs::symlink_metadata("/")?;
        let trusted = [0, found.uid()];
        let mut way = PathWalk { folder: "/".into(), found, trusted, others: Vec::new() };
        let mut left = reversed(&std::path::absolute(path)?);
        let mut links = 0;
        while let Some(name) = left.pop() {
            match Path::new(&name).components().next() {
                Some(Component::RootDir) => way.is_at("/".into(), fs::symlink_metadata("/")?),
                Some(Component::ParentDir) => {
                    let above = way.folder.parent().unwrap_or(Path::new("/")).to_path_buf();
                    let found = fs::symlink_metadata(&above)?;
                    way.is_at(above, found);
                }
                Some(Component::Normal(name)) => {
                    let at = way.folder.join(name);
                    let found = match fs::symlink_metadata(&at) {
                        Err(error) if error.kind() == ErrorKind::NotFound => break,
                        found => found?,
                    };
                    if !found.is_symlink() {
                        way.is_at(at, found);
                        continue;
                    }
                    way.passes(&at, &found);
                    links += 1;
                    if links > MOST_LINKS {
                        return Err(io::Error::from_raw_os_error(nix::libc::ELOOP));
                    }
                    left.extend(reversed(&fs::read_link(&at)?));
                }
                _ => {}
            }
        }
        Ok(way)
    }

    fn passes(&mut self, at: &Path, found: &Metadata) {
        if !self.trusted.contains(&found.uid()) {
            self.others.push((at.to_path_buf(), found.uid()));
        }
    }

    fn is_at(&mut self, at: PathBuf, found: Metadata) {
        self.passes(&at, &found);
        (self.folder, self.found) = (at, found);
    }

    /// As whom root acts; `None` is as itself.
    fn whose(&self) -> Result<Option<(Uid, Gid)>, BookError> {
        let users: BTreeSet<u32> = self.others.iter().map(|(_, uid)| *uid).collect();
        let owner = self.found.uid();
        // A socket leads to somebody else's process, and nothing is opened there.
        let is_folder = self.found.is_dir();
        let other = self.others.iter().rev().find(|(_, uid)| *uid != owner);
        match (users.len(), other) {
            (0, _) => Ok(None),
            (_, Some((at, other))) if is_folder => Err(BookError::InAnothers {
                folder: self.folder.clone(),
                owner: who::name_of(owner),
                at: at.clone(),
                other: who::name_of(*other),
            }),
            (_, Some((_, other))) if self.trusted.contains(&owner) => {
                Ok(Some((Uid::from_raw(*other), Gid::from_raw(self.found.gid()))))
            }
            _ => Ok(Some((Uid::from_raw(owner), Gid::from_raw(self.found.gid())))),
        }
    }
}

/// The parts of a path, the last one first.
fn reversed(path: &Path) -> Vec<OsString> {
    path.components().rev().map(|part| part.as_os_str().to_owned()).collect()
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
