//! Users and processes, as the operating system knows them. May use: nix.

use std::io;
use std::os::fd::AsFd;
use std::os::unix::net::UnixStream;

use nix::errno::Errno;
use nix::sys::socket::{getsockopt, sockopt::PeerCredentials};
use nix::unistd::{Group, Uid, User, getuid};

/// The number of root.
pub const ROOT: u32 = 0;

/// The process at the other end of a socket.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Peer {
    /// The number of its user.
    pub uid: u32,
    /// The process.
    pub pid: i32,
}

/// The process at the other end of a socket, as the system recorded it when it connected.
pub fn peer(stream: &UnixStream) -> std::io::Result<Peer> {
    let found = getsockopt(&stream.as_fd(), PeerCredentials)?;
    Ok(Peer { uid: found.uid(), pid: found.pid() })
}

/// The number of the user who runs this process.
pub fn own_uid() -> u32 {
    getuid().as_raw()
}

/// Whether a shell can resume this process once it stops: an ancestor in another process group of the
/// same session. There is none below `ForceCommand`, or if a terminal multiplexer runs the program
/// itself. Assumes one if the system doesn't say.
pub fn can_be_resumed() -> bool {
    let Some((mut parent, own_group, own_session)) = process("self") else { return true };
    loop {
        match process(&parent.to_string()) {
            Some((_, _, session)) if session != own_session => return false,
            Some((_, group, _)) if group != own_group => return true,
            Some((next, ..)) if next > 0 => parent = next,
            _ => return false,
        }
    }
}

/// The parent, the process group and the session of a process.
fn process(id: &str) -> Option<(u32, u32, u32)> {
    let stat = std::fs::read_to_string(format!("/proc/{id}/stat")).ok()?;
    // The name before these fields may contain anything.
    let mut fields = stat.rsplit_once(')')?.1.split_ascii_whitespace().skip(1);
    let mut next = || fields.next()?.parse().ok();
    Some((next()?, next()?, next()?))
}

/// The name of a user by number; the number itself if the system knows no name.
pub fn name_of(uid: u32) -> String {
    sure_name_of(uid).unwrap_or_else(|_| format!("uid {uid}"))
}

/// The same; an error if the system can't look it up for lack of files or memory.
pub fn sure_name_of(uid: u32) -> io::Result<String> {
    let known = match User::from_uid(Uid::from_raw(uid)) {
        Err(
            short @ (Errno::EMFILE | Errno::ENFILE | Errno::ENOMEM | Errno::EAGAIN | Errno::EIO),
        ) => {
            return Err(short.into());
        }
        // Some systems report an unknown number as an error.
        found => found.ok().flatten(),
    };
    Ok(known.map_or_else(|| format!("uid {uid}"), |user| user.name))
}

/// The name of the user who runs this process.
pub fn own_name() -> String {
    name_of(own_uid())
}

/// The number of the user with this name, if the system knows one.
pub fn uid_of(name: &str) -> Option<u32> {
    User::from_name(name).ok().flatten().map(|user| user.uid.as_raw())
}

/// The number of a group by its name.
pub fn group(name: &str) -> Option<u32> {
    let known = Group::from_name(name).ok().flatten();
    known.map(|group| group.gid.as_raw())
}

/// Whether a process is stopped, by Ctrl-Z or a debugger.
pub fn is_stopped(pid: u32) -> bool {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    let state = stat.rsplit_once(')').and_then(|(_, behind)| behind.trim().chars().next());
    matches!(state, Some('T' | 't'))
}
