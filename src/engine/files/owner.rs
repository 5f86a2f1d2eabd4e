//! Keeps a book's files with the owner of its folder, even when root opens the book. Before opening
//! anything, root looks at who owns the names on the path. Another user who owns one of them can swap it
//! at any moment, so root takes on that user's rights on the file system: it reaches only what they can
//! reach, and files it makes are theirs. No file changes owner. Processes, sockets and signals still see
//! root. May use: std, nix.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fs::{self, Metadata};
use std::io::{self, ErrorKind};
use std::os::unix::fs::MetadataExt;
use std::path::{Component, Path, PathBuf};

use nix::unistd::{Gid, Uid, getegid, geteuid, setfsgid, setfsuid, setgroups};

use super::who;
use crate::engine::error::BookError;

/// The most symbolic links on a path, as in the kernel.
const MOST_LINKS: usize = 40;

/// If this process runs as root, this thread and those it starts act on the file system as the owner of
/// the folder `path` from now on; if the folder doesn't exist yet, as the owner of the nearest one above
/// it. Root stays root if nobody else owns anything on the path. Other users stay themselves.
///
/// Fails if the owner can't reach the folder, or if it lies in a folder of another user.
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

/// The same for a folder that must exist: one that appears later could be anyone's.
pub(in crate::engine) fn keep_existing(folder: &Path) -> Result<(), BookError> {
    if geteuid().is_root() {
        let is_there = as_caller(|| fs::symlink_metadata(folder));
        is_there.map_err(|source| BookError::io(folder, source))?;
    }
    keep(folder)
}

/// Does `work` with the rights of the user who runs the program, for that user's own files: an import, an
/// export, a backup.
pub fn as_caller<T>(work: impl FnOnce() -> T) -> T {
    /// Returns to the owner's rights, even after a panic.
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

/// The user id that files made by this thread belong to.
pub fn acting_uid() -> u32 {
    acting().0.as_raw()
}

/// Whether root acts as another user on this thread.
pub fn is_another() -> bool {
    geteuid().is_root() && !acting().0.is_root()
}

fn can_read(folder: &Path) -> bool {
    !fs::read_dir(folder).is_err_and(|error| error.kind() == ErrorKind::PermissionDenied)
}

/// The folders and links that a path leads through, as the kernel follows it.
struct PathWalk {
    /// The nearest existing folder, with links resolved.
    folder: PathBuf,
    found: Metadata,
    /// The owner of `/` can change everything, under whatever id this process sees.
    trusted: [u32; 2],
    /// The parts of the path that belong to other users.
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

    /// The user whose rights root takes on; `None` if it stays root.
    fn whose(&self) -> Result<Option<(Uid, Gid)>, BookError> {
        let users: BTreeSet<u32> = self.others.iter().map(|(_, uid)| *uid).collect();
        let owner = self.found.uid();
        // A socket leads to another process, and nothing is opened there.
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

/// The user id that this thread acts as on the file system.
fn acting() -> (Uid, Gid) {
    // An invalid id changes nothing and returns the current one.
    (setfsuid(Uid::from_raw(u32::MAX)), setfsgid(Gid::from_raw(u32::MAX)))
}

fn act_as((uid, gid): (Uid, Gid)) {
    // If the system forbids it, this root has no more rights than others anyway.
    setfsgid(gid);
    setfsuid(uid);
}
