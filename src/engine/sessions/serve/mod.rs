//! Answers other processes on a book that this one holds: the same user's other terminals on a
//! solo book, everybody with a role on a served one. Who calls comes from the socket's
//! credentials. A thread reads each client and one writes to it; a client that is slow, stopped or
//! malicious holds up nobody else. May use: the rest of the engine.

mod attending;
mod connection;
mod outbox;
pub mod socket;

use std::collections::BTreeMap;
use std::io;
use std::net::Shutdown;
use std::os::fd::AsRawFd;
use std::os::unix::net::{UnixListener, UnixStream};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use crate::threads;

use super::local::Own;
use super::remote::{Listener, News};
use super::turns::Party;
use crate::domain::Role;
use crate::engine::files::owner;
use crate::engine::files::who::{self, Peer};
use attending::Attending;

/// How many clients one user may have, and how many there may be; administrators are let in all the
/// same.
const MOST_OF_ONE: usize = 64;
const MOST: usize = 500;

/// How many may be connected that have not greeted yet, of one user and in all. Where there are
/// more, the one that has been silent longest has to go: so nobody keeps others out.
const SILENT_OF_ONE: usize = 16;
const SILENT: usize = 64;

/// When it is looked again whether there is room for another caller.
const SOON: Duration = Duration::from_millis(2);

/// Whose calls are answered.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Gate {
    /// Those of this user, who owns the book, and of root, who can reach all its files.
    Owner(u32),
    /// Those of everybody who has a role.
    Listed,
}

/// Is told what happens on the socket, for a log: no name and nothing of the book.
pub type Log = Box<dyn Fn(Said) + Send + Sync>;

/// Something that happened on the socket.
#[derive(Clone, Debug)]
pub enum Said {
    /// Somebody came, by connection.
    Came(u64, Peer),
    /// Somebody was turned away, and why.
    TurnedAway(Peer, String),
    /// Somebody went.
    Went(u64, String),
}

/// A client while it is connected.
struct Client {
    uid: u32,
    stream: Arc<UnixStream>,
    threads: Option<JoinHandle<()>>,
    has_greeted: bool,
    /// Whether it was hung up on to make room: its thread is about to end.
    is_leaving: bool,
}

/// What all connections share.
pub(crate) struct Hub {
    own: Arc<Own>,
    gate: Gate,
    stop: AtomicBool,
    last: AtomicU64,
    clients: Mutex<BTreeMap<u64, Client>>,
    attending: Attending,
    log: Log,
}

impl Hub {
    fn clients(&self) -> MutexGuard<'_, BTreeMap<u64, Client>> {
        self.clients.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether as many are still leaving as may be silent: whoever calls waits until some have left,
    /// so that their threads have an end however fast they come.
    fn is_crowded(&self) -> bool {
        self.clients().values().filter(|client| client.is_leaving).count() >= SILENT
    }

    /// A client has greeted and has a role; whether there is room for it.
    fn has_greeted(&self, number: u64, role: Role) -> bool {
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

/// Makes room for one more that has not greeted.
fn make_room(clients: &mut BTreeMap<u64, Client>, uid: u32) {
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
        // It ends its own thread, and leaves its place.
        let _ = client.stream.shutdown(Shutdown::Both);
        client.is_leaving = true;
    }
}

/// Answers on a socket, until it is dropped.
pub struct Server {
    hub: Arc<Hub>,
    at: PathBuf,
    /// Its socket, whatever else has that name at the end.
    is: Option<socket::Identity>,
    listener: UnixListener,
    acceptor: Option<JoinHandle<()>>,
    /// The holder itself, where it is somebody who works on the book.
    _holder: Option<Party>,
}

impl Server {
    /// Answers on a socket that is bound already.
    pub fn start(
        own: Arc<Own>,
        listener: UnixListener,
        at: &Path,
        gate: Gate,
        log: Log,
    ) -> io::Result<Server> {
        let holder = matches!(gate, Gate::Owner(_)).then(|| own.join());
        let hub = Arc::new(Hub {
            own,
            gate,
            stop: AtomicBool::new(false),
            last: AtomicU64::new(0),
            clients: Mutex::default(),
            attending: Attending::default(),
            log,
        });
        let (accepting, callers) = (listener.try_clone()?, hub.clone());
        let acceptor = threads::start("acceptor", move || accept(&accepting, &callers))?;
        let is = owner::as_caller(|| socket::identity(at));
        let (at, acceptor) = (at.to_path_buf(), Some(acceptor));
        Ok(Server { hub, at, is, listener, acceptor, _holder: holder })
    }

    /// The holder itself works on something from now on, or on nothing.
    pub(super) fn attend_here(&self, user: &str, listener: Option<Listener>, what: Option<String>) {
        let told: attending::Told = Arc::new(move |here| {
            if let Some(listener) = &listener {
                listener(News::Here(here));
            }
        });
        self.hub.attending.attend(0, user, told, what);
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Gone from its name first: whoever comes now finds nobody, and opens the book itself.
        let _ = owner::as_caller(|| socket::remove_own(&self.at, self.is));
        self.hub.stop.store(true, Ordering::SeqCst);
        // The acceptor wakes up with an error.
        let _ =
            nix::sys::socket::shutdown(self.listener.as_raw_fd(), nix::sys::socket::Shutdown::Both);
        if let Some(acceptor) = self.acceptor.take() {
            let _ = acceptor.join();
        }
        let threads: Vec<JoinHandle<()>> = {
            let mut clients = self.hub.clients();
            clients
                .values_mut()
                .filter_map(|client| {
                    let _ = client.stream.shutdown(Shutdown::Both);
                    client.threads.take()
                })
                .collect()
        };
        for thread in threads {
            let _ = thread.join();
        }
    }
}

fn accept(listener: &UnixListener, hub: &Arc<Hub>) {
    while !hub.stop.load(Ordering::SeqCst) {
        if hub.is_crowded() {
            std::thread::sleep(SOON);
            continue;
        }
        match listener.accept() {
            Ok((stream, _)) if !hub.stop.load(Ordering::SeqCst) => welcome(hub, stream),
            Ok(_) => return,
            Err(error) if error.raw_os_error() == Some(nix::libc::EINVAL) => return,
            // Out of files for a moment, or a caller that has gone already.
            Err(_) => std::thread::sleep(Duration::from_millis(20)),
        }
    }
}

/// Lets a caller in, if it is one of those who may call.
fn welcome(hub: &Arc<Hub>, stream: UnixStream) {
    let Ok(peer) = who::peer(&stream) else { return };
    let away = |why: &str| (hub.log)(Said::TurnedAway(peer, why.into()));
    if let Gate::Owner(uid) = hub.gate
        && ![uid, who::ROOT].contains(&peer.uid)
    {
        return away("another user");
    }
    let number = hub.last.fetch_add(1, Ordering::SeqCst) + 1;
    let stream = Arc::new(stream);
    {
        let mut clients = hub.clients();
        make_room(&mut clients, peer.uid);
        let (uid, stream) = (peer.uid, stream.clone());
        let (has_greeted, is_leaving) = (false, false);
        clients.insert(number, Client { uid, stream, threads: None, has_greeted, is_leaving });
    }
    let serving = hub.clone();
    let thread = std::thread::Builder::new().name(format!("client {number}")).spawn(move || {
        (serving.log)(Said::Came(number, peer));
        // Whatever becomes of one client, its place is free again.
        let served =
            catch_unwind(AssertUnwindSafe(|| connection::serve(&serving, number, peer, &stream)));
        let _ = stream.shutdown(Shutdown::Both);
        serving.clients().remove(&number);
        (serving.log)(Said::Went(number, served.unwrap_or_else(|_| "a fault of ours".into())));
    });
    let mut clients = hub.clients();
    match (thread, clients.get_mut(&number)) {
        (Ok(thread), Some(client)) => client.threads = Some(thread),
        (Ok(_), None) => {}
        (Err(_), _) => drop(clients.remove(&number)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
            // None of those that are hung up on has left yet.
            let stay = || clients.values().filter(|client| !client.is_leaving);
            assert!(stay().count() <= SILENT, "{number}");
            assert!(stay().filter(|client| client.uid == 7).count() <= SILENT_OF_ONE);
        }
        Ok(())
    }
}
