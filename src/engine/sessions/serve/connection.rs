//! One client: its requests, one after the other, and the news it receives. May use: the rest of the engine.

use std::io::{self, BufReader, BufWriter, Write};
use std::net::Shutdown;
use std::os::fd::AsFd;
use std::os::unix::net::UnixStream;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
use serde_json::value::RawValue;

use crate::domain::{Cause, Envelope};
use crate::engine::error::{BookError, Failure};
use crate::engine::files::who::Peer;
use crate::engine::sessions::intake;
use crate::engine::sessions::listing::{ListAsk, ListPage};
use crate::engine::sessions::listings::Listings;
use crate::engine::sessions::local::{Asker, Watcher};
use crate::engine::sessions::turns::Slot;
use crate::engine::sessions::wire::frame;
use crate::engine::sessions::wire::message::{Reply, Request, SentPreview};
use crate::engine::sessions::wire::pieces::Pieces;
use crate::engine::writing::caller::Caller;
use crate::engine::writing::receipt::Preview;
use crate::store::picture::Picture;
use crate::store::rows::{LedgerError, Stop};
use crate::threads;

use super::asked;
use super::greeting::{Greeted, greet};
use super::hub::Hub;
use super::outbox::{Out, Outbox};
use super::sending::{ClientLine, Wire, deliver, send};

/// How long an export may hold a moment: what is posted meanwhile stays in memory.
const LONGEST_HELD: Duration = Duration::from_mins(10);

/// How much one client may send in a moment; the rest waits for the next one, so that a client that
/// floods the book leaves time for the others.
const MOMENT: Duration = Duration::from_millis(100);
const MOST_IN_A_MOMENT: usize = 2 << 20;

/// Serves one client to its end; returns why it ended.
pub(super) fn serve(hub: &Arc<Hub>, number: u64, peer: Peer, stream: &Arc<UnixStream>) -> String {
    let ended = greet(hub, number, peer, stream).and_then(|greeted| {
        let Some(greeted) = greeted else { return Ok("turned away") };
        talk(hub, number, &greeted, stream).map(|()| "left")
    });
    match ended {
        Ok(how) => how.into(),
        Err(error) => error.to_string(),
    }
}

/// Answers requests until the client leaves.
fn talk(
    hub: &Arc<Hub>,
    number: u64,
    greeted: &Greeted,
    stream: &Arc<UnixStream>,
) -> io::Result<()> {
    let _party = hub.own.join();
    let caller = &greeted.caller;
    let outbox = Arc::new(Outbox::default());
    let to = Arc::new(Mutex::new(BufWriter::with_capacity(16 << 10, Wire(stream.clone()))));
    let (sending, line, whose) = (outbox.clone(), to.clone(), (hub.clone(), caller.clone()));
    let closing = stream.clone();
    let writer =
        std::thread::Builder::new().name(format!("to client {number}")).spawn(move || {
            let sent = send(&sending, &line, &whose.0, &whose.1);
            sending.close();
            // The reader wakes up, and so does a client that waits for more.
            let _ = closing.shutdown(Shutdown::Both);
            sent
        })?;
    let client = Connection {
        hub,
        number,
        caller,
        outbox: &outbox,
        to: &to,
        stream,
        wants_standing: greeted.standing,
        watching: None,
        watching_standing: None,
        listings: Listings::default(),
        held: None,
    };
    let read = client.read();
    let sent = writer.join().unwrap_or(Ok(()));
    read.and(sent)
}

/// A client while its requests are read.
struct Connection<'a> {
    hub: &'a Hub,
    number: u64,
    caller: &'a Caller,
    outbox: &'a Arc<Outbox>,
    to: &'a ClientLine,
    stream: &'a UnixStream,
    /// Whether the client wants to know when the book is read-only.
    wants_standing: bool,
    watching: Option<u64>,
    watching_standing: Option<u64>,
    /// The list that the client scrolls through.
    listings: Listings,
    /// The held moment, and since when it is held.
    held: Option<(Instant, Picture)>,
}

/// However the connection ended: no more news is sent, and its writer ends too.
impl Drop for Connection<'_> {
    fn drop(&mut self) {
        self.hub.attending.attend(self.number, &self.caller.name, Arc::new(|_| ()), None);
        if let Some(watching) = self.watching {
            self.hub.own.unwatch(watching);
        }
        if let Some(watching) = self.watching_standing {
            self.hub.own.unwatch_standing(watching);
        }
        self.outbox.close();
        let _ = self.stream.shutdown(Shutdown::Both);
    }
}

impl Connection<'_> {
    fn read(mut self) -> io::Result<()> {
        let mut from = BufReader::with_capacity(16 << 10, self.stream);
        let (mut began, mut said) = (Instant::now(), 0);
        while let Some(message) = frame::read_one(&mut from)? {
            if began.elapsed() > MOMENT {
                (began, said) = (Instant::now(), 0);
            }
            said += message.len();
            if said > MOST_IN_A_MOMENT {
                std::thread::sleep(MOMENT.saturating_sub(began.elapsed()));
            }
            let read: Result<(u64, Request), _> = serde_json::from_slice(&message);
            // What the client sent is not repeated: the reason goes to the log.
            let malformed =
                |_| io::Error::new(io::ErrorKind::InvalidData, "a request is malformed");
            let (number, request) = read.map_err(malformed)?;
            let answer = self.answer(request);
            // A client that asks one thing after the other is answered directly; the writer thread need
            // not wake up.
            if from.buffer().is_empty() && self.outbox.is_idle() {
                let (bytes, slot): (Pieces, Option<Slot>) = match answer {
                    ClientAnswer::Json(json, slot) => (Reply::with_json(number, json), slot),
                    ClientAnswer::Reply(reply) => (reply.bytes(number).into(), None),
                    ClientAnswer::Pending(pending) => {
                        (Reply::of(&pending.wait()).bytes(number).into(), None)
                    }
                };
                deliver(self.to, &bytes, slot)?;
                self.to.lock().unwrap_or_else(PoisonError::into_inner).flush()?;
                continue;
            }
            let out = match answer {
                ClientAnswer::Json(json, slot) => Out::Bytes(Reply::with_json(number, json), slot),
                ClientAnswer::Reply(reply) => Out::Bytes(reply.bytes(number).into(), None),
                ClientAnswer::Pending(pending) => Out::Pending(number, pending),
            };
            if !self.outbox.push(out) {
                return Ok(());
            }
        }
        Ok(())
    }

    /// Answers a question, at the held moment if there is one.
    fn ask(&self, name: &str, of: &RawValue) -> ClientAnswer {
        if let Some(work) = self.hub.work.get().filter(|work| work.name() == name) {
            return ClientAnswer::Reply(match work.answer(&self.hub.own, self.caller, of) {
                Ok(json) => Reply::Ok(json),
                Err(failure) => Reply::from_failure(&failure),
            });
        }
        let at = match &self.held {
            Some((since, _)) if since.elapsed() > LONGEST_HELD => {
                let why = Cause::said(
                    "error-moment-past",
                    "this took too long and its snapshot has expired: ask again",
                );
                return ClientAnswer::Reply(Reply::from_failure(&BookError::Wire(why).into()));
            }
            held => held.as_ref().map(|(_, picture)| picture),
        };
        let still_there = || !is_gone(self.stream);
        let asker = Asker { by: self.caller, still_there: &still_there, at };
        match asked::answer(&self.hub.own, &asker, name, of) {
            Ok((json, slot)) => ClientAnswer::Json(json, slot),
            Err(failure) => ClientAnswer::Reply(Reply::from_failure(&failure)),
        }
    }

    fn answer(&mut self, request: Request) -> ClientAnswer {
        let (own, by) = (&self.hub.own, self.caller);
        let reply = match request {
            Request::Ask(name, of) => return self.ask(&name, &of),
            Request::Hold(hold) => Reply::of(&own.role(by).map(|_| {
                self.held = hold.then(|| (Instant::now(), own.picture()));
            })),
            Request::Post(command) => {
                match read(&command).and_then(|envelope| own.send(by, envelope)) {
                    Ok(pending) => return ClientAnswer::Pending(pending),
                    Err(failure) => Reply::from_failure(&failure),
                }
            }
            Request::Preview(commands) => {
                let read: Result<Vec<Envelope>, Failure> =
                    commands.iter().map(|c| read(c)).collect();
                match read.and_then(|envelopes| own.preview(by, envelopes)) {
                    Ok(outcomes) => previews(&outcomes),
                    Err(failure) => Reply::from_failure(&failure),
                }
            }
            Request::List(ask) => Reply::of(&self.list(ask)),
            Request::Watch => Reply::of(&own.role(by).map(|_| self.watch())),
            Request::Attend(what) => Reply::of(&own.role(by).map(|_| {
                let outbox = self.outbox.clone();
                let told = Arc::new(move |here| outbox.here(here));
                self.hub.attending.attend(self.number, &by.name, told, what);
            })),
        };
        ClientAnswer::Reply(reply)
    }

    /// Answers a request about a list. Reading and sorting a list makes way for others, and lists take
    /// turns slice by slice.
    fn list(&mut self, ask: ListAsk) -> Result<Option<ListPage>, Failure> {
        let (own, by, listings) = (&self.hub.own, self.caller, &mut self.listings);
        if !listings.takes_long(&ask) {
            return listings.answer(own, by, ask);
        }
        let _one = self.hub.list_reading.lock().unwrap_or_else(PoisonError::into_inner);
        threads::politely(|| listings.answer(own, by, ask))
            .unwrap_or_else(|| Err(Stop::from(LedgerError::reader_stopped()).into()))
    }

    fn watch(&mut self) {
        if self.watching.is_none() {
            let (outbox, name) = (self.outbox.clone(), self.caller.name.clone());
            let watcher: Watcher = Box::new(move |change| {
                outbox.changed(change);
                if change.has_roles || change.touches(&name) {
                    outbox.check();
                }
            });
            self.watching = Some(self.hub.own.watch(watcher));
        }
        if self.wants_standing && self.watching_standing.is_none() {
            let outbox = self.outbox.clone();
            let told = Box::new(move |why| outbox.standing(why));
            self.watching_standing = Some(self.hub.own.watch_standing(told));
        }
    }
}

/// Whether the other side has disconnected.
fn is_gone(stream: &UnixStream) -> bool {
    let mut polled = [PollFd::new(stream.as_fd(), PollFlags::empty())];
    let hung_up = PollFlags::POLLHUP | PollFlags::POLLERR;
    poll(&mut polled, PollTimeout::ZERO).is_ok()
        && polled.iter().any(|it| it.revents().is_some_and(|events| events.intersects(hung_up)))
}

enum ClientAnswer {
    /// The answer in JSON; for a long question with its slot.
    Json(Pieces, Option<Slot>),
    Reply(Reply),
    Pending(crate::engine::sessions::local::PendingReceipt),
}

fn read(command: &RawValue) -> Result<Envelope, Failure> {
    Ok(intake::read(command.get()).1?)
}

/// Previews each of several commands: its events, or why it is refused.
fn previews(outcomes: &[Result<Preview, Failure>]) -> Reply {
    let replies: Vec<Reply> = outcomes
        .iter()
        .map(|outcome| match outcome {
            Ok(preview) => Reply::ok(&SentPreview::from(preview)),
            Err(failure) => Reply::from_failure(failure),
        })
        .collect();
    Reply::ok(&replies)
}
