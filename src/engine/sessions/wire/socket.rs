//! Sockets by path, even if the path is longer than the system allows. May use: std, nix.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::os::fd::AsRawFd;
use std::os::unix::fs::{FileTypeExt, MetadataExt, OpenOptionsExt, PermissionsExt};
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::{Path, PathBuf};

use crate::domain::Cause;

/// A length of path that every system accepts.
const SURE: usize = 100;

/// The longest name of a socket, in bytes, after the short name of its folder.
const LONGEST_NAME: usize = 80;

/// The folder, held open while its short name is used, and that name.
fn short(at: &Path) -> io::Result<(Option<File>, PathBuf)> {
    let (Some(folder), Some(name)) = (at.parent(), at.file_name()) else {
        return Err(io::ErrorKind::InvalidInput.into());
    };
    if at.as_os_str().len() <= SURE {
        return Ok((None, at.to_path_buf()));
    }
    if name.len() > LONGEST_NAME {
        let why = Cause::said(
            "error-socket-name",
            "the name of the socket is too long: give it at most 80 bytes",
        );
        return Err(io::Error::new(io::ErrorKind::InvalidInput, why));
    }
    let held = OpenOptions::new().read(true).custom_flags(nix::libc::O_DIRECTORY).open(folder)?;
    let short = PathBuf::from(format!("/proc/self/fd/{}", held.as_raw_fd())).join(name);
    Ok((Some(held), short))
}

/// Removes the socket at a path, if there is one. Fails if something else is there, even a link.
pub fn remove(at: &Path) -> io::Result<()> {
    match fs::symlink_metadata(at) {
        Ok(found) if found.file_type().is_socket() => fs::remove_file(at),
        Ok(_) => Err(io::Error::new(
            io::ErrorKind::AlreadyExists,
            Cause::said("error-not-a-socket", "this is not a socket"),
        )),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(error),
    }
}

/// The identity of the socket that has a path's name: its device and inode.
pub type SocketIdentity = (u64, u64);

/// The identity of the socket that has a path's name now, if there is one.
pub fn identity(at: &Path) -> Option<SocketIdentity> {
    let found = fs::symlink_metadata(at).ok()?;
    found.file_type().is_socket().then(|| (found.dev(), found.ino()))
}

/// Removes the socket at a path if it is still this one: another server may have taken the name.
pub fn remove_own(at: &Path, own: Option<SocketIdentity>) -> io::Result<()> {
    match own.is_some() && identity(at) == own {
        true => fs::remove_file(at),
        false => Ok(()),
    }
}

/// Listens at a path. Removes the socket of a holder that has ended, and nothing else. Only the process
/// that holds the book may call this.
pub fn listen(at: &Path, mode: u32) -> io::Result<UnixListener> {
    remove(at)?;
    let (_held, path) = short(at)?;
    // Nobody can be answered between these two steps, because the second begins listening.
    let listener = UnixListener::bind(path)?;
    fs::set_permissions(at, fs::Permissions::from_mode(mode))?;
    Ok(listener)
}

/// Connects to the process that listens at a path.
pub fn connect(at: &Path) -> io::Result<UnixStream> {
    let (_held, path) = short(at)?;
    UnixStream::connect(path)
}
