//! The greeting of a client: who it is, and whether it may use the book. May use: the rest of the engine.

use std::io::{self, Read};
use std::os::unix::net::UnixStream;
use std::time::{Duration, Instant};

use crate::domain::by_name;
use crate::engine::files::who::{self, Peer};
use crate::engine::sessions::wire::frame;
use crate::engine::sessions::wire::message::{Hello, PROTOCOL, Reply, Welcome};
use crate::engine::writing::caller::Caller;

use super::hub::{Gate, Hub};

/// How long a client may take to greet.
const GREETING: Duration = Duration::from_secs(5);

/// How long a client may leave its messages unread before it is disconnected.
const UNREAD: Duration = Duration::from_mins(1);

/// Reads until a deadline, however slowly the bytes arrive.
struct ReadUntil<'a>(&'a UnixStream, Instant);

impl Read for ReadUntil<'_> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let left = self.1.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err(io::ErrorKind::TimedOut.into());
        }
        self.0.set_read_timeout(Some(left))?;
        self.0.read(bytes)
    }
}

/// The client that greeted, and the news it wants.
pub(super) struct Greeted {
    pub(super) caller: Caller,
    /// Whether the client wants to know when the book is read-only.
    pub(super) standing: bool,
}

/// Reads the greeting and answers it; `None` if this caller may not.
pub(super) fn greet(
    hub: &Hub,
    number: u64,
    peer: Peer,
    mut stream: &UnixStream,
) -> io::Result<Option<Greeted>> {
    let mut from = ReadUntil(stream, Instant::now() + GREETING);
    let malformed = |_| io::Error::new(io::ErrorKind::InvalidData, "the greeting is malformed");
    let Some(message) = frame::read_one(&mut from)? else { return Ok(None) };
    let hello: Hello = by_name::from_json(&message).map_err(malformed)?;
    stream.set_read_timeout(None)?;
    stream.set_write_timeout(Some(UNREAD))?;
    if hello.protocol != PROTOCOL {
        let why = format!(
            "this book is held by daybook {}, which speaks version {PROTOCOL} of the protocol; \
             yours is daybook {} and speaks version {}: install the same",
            env!("CARGO_PKG_VERSION"),
            hello.version,
            hello.protocol
        );
        frame::write(&mut stream, &Reply::Bye(why).bytes(0))?;
        return Ok(None);
    }
    // A role belongs to a name. When the lookup of the name fails, we don't know the role, so don't claim there is none.
    let Ok(name) = who::sure_name_of(peer.uid) else {
        let why =
            "the server is short of files or memory and can't look up who you are; try again later";
        frame::write(&mut stream, &Reply::Bye(why.into()).bytes(0))?;
        return Ok(None);
    };
    let caller = Caller {
        name,
        uid: Some(peer.uid),
        // Whoever runs the server can read the files anyway.
        is_owner: matches!(hub.gate, Gate::Owner(_)) || peer.uid == who::own_uid(),
        today: hello.today,
    };
    let role = match hub.own.role(&caller) {
        Ok(role) => role,
        Err(failure) => {
            frame::write(&mut stream, &Reply::from_failure(&failure).bytes(0))?;
            return Ok(None);
        }
    };
    if !hub.has_greeted(number, role) {
        let why = "too many are connected to this book; close some of them, or try again later";
        frame::write(&mut stream, &Reply::Bye(why.into()).bytes(0))?;
        return Ok(None);
    }
    let welcome = Welcome {
        protocol: PROTOCOL,
        version: env!("CARGO_PKG_VERSION").into(),
        book: hub.own.info().clone(),
        user: caller.name.clone(),
        role,
        today: hub.own.fixed_today(),
    };
    frame::write(&mut stream, &Reply::ok(&welcome).bytes(0))?;
    Ok(Some(Greeted { caller, standing: hello.standing }))
}
