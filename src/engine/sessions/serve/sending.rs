//! What is sent to a client: the messages of its outbox, one after the other. May use: the rest of the
//! engine.

use std::io::{self, BufWriter, Write};
use std::os::unix::net::UnixStream;
use std::sync::{Arc, Mutex, PoisonError};

use crate::engine::sessions::turns::Slot;
use crate::engine::sessions::wire::frame;
use crate::engine::sessions::wire::message::Reply;
use crate::engine::sessions::wire::pieces::Pieces;
use crate::engine::writing::caller::Caller;
use crate::store::rows::LedgerError;
use crate::threads;

use super::hub::Hub;
use super::outbox::{Out, Outbox};

/// How many bytes are written to a client at once: a long answer rests between two writes, and the
/// client has no more to process at a time.
const MOST_IN_A_WRITE: usize = 64 << 10;

/// The stream to a client; locked for a whole message.
pub(super) type ClientLine = Mutex<BufWriter<Wire>>;

/// The writing end of a client's stream.
pub(super) struct Wire(pub(super) Arc<UnixStream>);

impl Write for Wire {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        threads::rest();
        (&*self.0).write(bytes.get(..MOST_IN_A_WRITE).unwrap_or(bytes))
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Sends what is in the outbox, many small messages in one write.
pub(super) fn send(outbox: &Outbox, to: &ClientLine, hub: &Hub, caller: &Caller) -> io::Result<()> {
    let line = || to.lock().unwrap_or_else(PoisonError::into_inner);
    loop {
        let mut out = outbox.ready();
        if out.is_none() {
            line().flush()?;
            out = outbox.take();
        }
        let Some(out) = out else { return Ok(()) };
        let (bytes, slot): (Pieces, Option<Slot>) = match out {
            Out::Bytes(bytes, slot) => (bytes, slot),
            Out::Changed(change) => (Reply::Changed(change).bytes(0).into(), None),
            Out::Here(here) => (Reply::Here(here).bytes(0).into(), None),
            Out::Standing(why) => {
                let why = why.map(|why| why.name().to_string());
                (Reply::Standing(why).bytes(0).into(), None)
            }
            Out::Pending(number, pending) => {
                let outcome = match pending.ready() {
                    Ok(outcome) => outcome,
                    Err(pending) => {
                        line().flush()?;
                        pending.wait()
                    }
                };
                (Reply::of(&outcome).bytes(number).into(), None)
            }
            Out::Check => match hub.own.role(caller) {
                Ok(_) => continue,
                Err(failure) => {
                    let mut to = line();
                    frame::write(&mut *to, &Reply::Bye(failure.to_string()).bytes(0))?;
                    return to.flush();
                }
            },
        };
        deliver(to, &bytes, slot)?;
    }
}

/// Writes a message. A long answer makes way for others, and frees its slot once it is written.
pub(super) fn deliver(to: &ClientLine, bytes: &Pieces, slot: Option<Slot>) -> io::Result<()> {
    let send = || bytes.send(&mut *to.lock().unwrap_or_else(PoisonError::into_inner));
    if slot.is_none() {
        return send();
    }
    let stopped = || io::Error::other(LedgerError::reader_stopped());
    threads::politely(send).unwrap_or_else(|| Err(stopped()))
}
