//! What all connections share: the connected clients and their limits. May use: the rest of the engine.

use std::collections::BTreeMap;
use std::net::Shutdown;
use std::os::unix::net::UnixStream;
use std::sync::atomic::{AtomicBool, AtomicU64};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::thread::JoinHandle;

use super::attending::Attending;
use super::work::ServedWork;
use crate::domain::Role;
use crate::engine::files::who::Peer;
use crate::engine::sessions::local::LocalBook;

/// How many clients one user may have, and how many there may be in all; the total does not count for
/// administrators.
const MOST_OF_ONE: usize = 64;
const MOST: usize = 500;

/// How many connections may be waiting to greet, of one user and in all. Beyond that, the one that has
/// been silent longest is dropped, so that nobody keeps others out.
const SILENT_OF_ONE: usize = 16;
const SILENT: usize = 64;

/// The users whose connections are accepted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Gate {
    /// The user who owns the book, and root, who can read its files anyway.
    Owner(u32),
    /// Every user with a role.
    Listed,
}

/// Receives events on the socket for a log: they contain no names and nothing of the book.
pub type Log = Box<dyn Fn(SocketEvent) + Send + Sync>;

/// An event on the socket.
#[derive(Clone, Debug)]
pub enum SocketEvent {
    /// A client connected.
    Came(u64, Peer),
    /// A client was rejected, and why.
    TurnedAway(Peer, String),
    /// A client left.
    Went(u64, String),
}

/// A client while it is connected.
pub(super) struct Client {
    pub(super) uid: u32,
    pub(super) stream: Arc<UnixStream>,
    pub(super) threads: Option<JoinHandle<()>>,
    pub(super) has_greeted: bool,
    /// Whether it was disconnected to make room: its thread is about to end.
    pub(super) is_leaving: bool,
}

/// What all connections share.
pub(super) struct Hub {
    pub(super) own: Arc<LocalBook>,
    pub(super) gate: Gate,
    pub(super) stop: AtomicBool,
    pub(super) last: AtomicU64,
    pub(super) clients: Mutex<BTreeMap<u64, Client>>,
    pub(super) attending: Attending,
    pub(super) log: Log,
    /// The work done for clients besides answering questions.
    pub(super) work: OnceLock<Arc<dyn ServedWork>>,
    /// Locked while a list is read and sorted: several at once would take every core.
    pub(super) list_reading: Mutex<()>,
}

impl Hub {
    pub(super) fn clients(&self) -> MutexGuard<'_, BTreeMap<u64, Client>> {
        self.clients.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether as many clients are still leaving as may wait to greet. A new connection then waits
    /// until some have left, so that the number of threads is bounded.
    pub(super) fn is_crowded(&self) -> bool {
        self.clients().values().filter(|client| client.is_leaving).count() >= SILENT
    }

    /// Registers a client that greeted and has a role; returns whether there is room for it.
    pub(super) fn has_greeted(&self, number: u64, role: Role) -> bool {
        let mut clients = self.clients();
        let Some(uid) = clients.get(&number).map(|client| client.uid) else { return false };
        let greeted = || clients.values().filter(|client| client.has_greeted);
        let is_full = role != Role::Administrator && greeted().count() >= MOST;
        if is_full || greeted().filter(|client| client.uid == uid).count() >= MOST_OF_ONE {
            return false;
        }
        if let Some(client) = clients.get_mut(&number) {
            client.has_greeted = true;
        }
        true
    }
}

/// Makes room for another connection that has not greeted yet.
pub(super) fn make_room(clients: &mut BTreeMap<u64, Client>, uid: u32) {
    let is_silent = |client: &Client| !client.has_greeted && !client.is_leaving;
    let silent = || clients.values().filter(|client| is_silent(client));
    let of_one = |uid| silent().filter(|client| client.uid == uid).count();
    let whose = if of_one(uid) >= SILENT_OF_ONE {
        Some(uid)
    } else if silent().count() >= SILENT {
        silent().map(|client| client.uid).max_by_key(|uid| of_one(*uid))
    } else {
        None
    };
    let mut longest = clients.values_mut().filter(|client| is_silent(client));
    if let Some(client) = whose.and_then(|uid| longest.find(|client| client.uid == uid)) {
        // Its thread ends and frees its place.
        let _ = client.stream.shutdown(Shutdown::Both);
        client.is_leaving = true;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io;

    #[test]
    fn each_caller_that_makes_room_makes_another_one_leave() -> io::Result<()> {
        let mut clients = BTreeMap::new();
        let mut others = Vec::new();
        for number in 0..300_u64 {
            // All of one user, and a new one every ten.
            let uid = if number % 10 == 0 { 1_000 + u32::try_from(number).unwrap_or(0) } else { 7 };
            make_room(&mut clients, uid);
            let (stream, other) = UnixStream::pair()?;
            others.push(other);
            let client = Client {
                uid,
                stream: Arc::new(stream),
                threads: None,
                has_greeted: false,
                is_leaving: false,
            };
            clients.insert(number, client);
            // None of the disconnected clients has left yet.
            let stay = || clients.values().filter(|client| !client.is_leaving);
            assert!(stay().count() <= SILENT, "{number}");
            assert!(stay().filter(|client| client.uid == 7).count() <= SILENT_OF_ONE);
        }
        Ok(())
    }
}
