//! Answers other processes on a book that this one holds: the same user's other terminals on a solo
//! book, every user with a role on a served one. The socket's credentials say who connects. Each client
//! has a thread that reads and one that writes, so a slow, stopped or malicious client holds up nobody
//! else. May use: the rest of the engine.

mod asked;
mod attending;
mod connection;
mod greeting;
mod hub;
mod outbox;
mod sending;
mod work;

use std::io;
use std::net::Shutdown;
use std::os::fd::AsRawFd;
use std::os::unix::net::{UnixListener, UnixStream};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, OnceLock};
use std::thread::JoinHandle;
use std::time::Duration;

use crate::threads;

use super::local::LocalBook;
use super::news::{Listener, News};
use super::turns::Participant;
use super::wire::socket;
use crate::engine::files::{owner, who};
use attending::Attending;
use hub::{Client, Hub, make_room};
pub use hub::{Gate, Log, SocketEvent};
pub use work::ServedWork;

/// How often to check again whether there is room for another connection.
const SOON: Duration = Duration::from_millis(2);

/// Answers on a socket until it is dropped.
pub struct Server {
    hub: Arc<Hub>,
    at: PathBuf,
    /// The socket, even if something else has its name by the end.
    is: Option<socket::SocketIdentity>,
    listener: UnixListener,
    acceptor: Option<JoinHandle<()>>,
    /// The holder itself, if a user works in this process.
    _holder: Option<Participant>,
}

impl Server {
    /// Answers on a socket that is already bound.
    pub fn start(
        own: Arc<LocalBook>,
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
            work: OnceLock::new(),
            list_reading: Mutex::default(),
        });
        let (accepting, callers) = (listener.try_clone()?, hub.clone());
        let acceptor = threads::start("acceptor", move || accept(&accepting, &callers))?;
        let is = owner::as_caller(|| socket::identity(at));
        let (at, acceptor) = (at.to_path_buf(), Some(acceptor));
        Ok(Server { hub, at, is, listener, acceptor, _holder: holder })
    }

    /// Offers work to clients from now on; only the first call counts.
    pub fn does(&self, work: Arc<dyn ServedWork>) {
        let _ = self.hub.work.set(work);
    }

    /// Notes which record the holder itself works on, or that it works on none.
    pub(super) fn attend_here(&self, user: &str, listener: Option<Listener>, what: Option<String>) {
        let told: attending::HereListener = Arc::new(move |here| {
            if let Some(listener) = &listener {
                listener(News::Here(here));
            }
        });
        self.hub.attending.attend(0, user, told, what);
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // The name goes first: a process that comes now finds no socket, and opens the book itself.
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
            // Out of files for a moment, or the client has gone already.
            Err(_) => std::thread::sleep(Duration::from_millis(20)),
        }
    }
}

/// Accepts a client if it is one of those allowed.
fn welcome(hub: &Arc<Hub>, stream: UnixStream) {
    let Ok(peer) = who::peer(&stream) else { return };
    let away = |why: &str| (hub.log)(SocketEvent::TurnedAway(peer, why.into()));
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
        (serving.log)(SocketEvent::Came(number, peer));
        // Whatever happens to a client, its place is freed.
        let served =
            catch_unwind(AssertUnwindSafe(|| connection::serve(&serving, number, peer, &stream)));
        let _ = stream.shutdown(Shutdown::Both);
        serving.clients().remove(&number);
        (serving.log)(SocketEvent::Went(
            number,
            served.unwrap_or_else(|_| "a fault of ours".into()),
        ));
    });
    let mut clients = hub.clients();
    match (thread, clients.get_mut(&number)) {
        (Ok(thread), Some(client)) => client.threads = Some(thread),
        (Ok(_), None) => {}
        (Err(_), _) => drop(clients.remove(&number)),
    }
}
