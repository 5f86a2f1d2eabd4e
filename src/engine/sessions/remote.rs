//! A book held by another process, reached through its socket. One connection: once it is lost, every
//! question fails, and commands without a receipt are handed back in order, to be sent again under the
//! same ids. May use: the rest of the engine.

use std::collections::BTreeMap;
use std::io::{self, BufReader, BufWriter, Write};
use std::net::Shutdown;
use std::os::unix::fs::MetadataExt;
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, SyncSender};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::domain::{Cause, Day, Envelope, Message, Refusal, Rule};
use crate::ledger::query::Question;
use crate::threads;

use super::listing::{ListAsk, ListPage};
use super::news::{Listener, News};
use super::wire::message::{self, Hello, PROTOCOL, Reply, Request, SentPreview, Welcome};
use super::wire::{frame, socket};
use crate::engine::error::{BookError, Failure};
use crate::engine::files::who::{self, Peer};
use crate::engine::writing::receipt::{Preview, Receipt};
use crate::engine::writing::standing::ReadOnly;

/// How long the other side may take to greet.
const GREETING: Duration = Duration::from_secs(3);

/// After waiting this long for an answer, checks whether the holder is stopped.
pub(super) const LONG: Duration = Duration::from_secs(1);

/// A caller who waits for a receipt.
pub(super) type Waiter = SyncSender<Result<Receipt, Failure>>;

enum WaitingFor {
    Answer(SyncSender<Reply>),
    Receipt(Box<Envelope>, Waiter),
}

struct RemoteState {
    last: u64,
    waiting: BTreeMap<u64, WaitingFor>,
    /// Why the connection was lost.
    gone: Option<Cause>,
}

struct RemoteLine {
    state: Mutex<RemoteState>,
    to: Mutex<BufWriter<UnixStream>>,
    listener: Mutex<Option<Listener>>,
}

impl RemoteLine {
    fn state(&self) -> MutexGuard<'_, RemoteState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A book held by another process.
pub struct RemoteBook {
    line: Arc<RemoteLine>,
    stream: UnixStream,
    reader: Option<JoinHandle<()>>,
    /// The process at the other end.
    holder: Peer,
    /// The other side's greeting.
    pub welcome: Welcome,
}

/// Why no process could be joined.
#[derive(Debug)]
pub enum NotJoined {
    /// No process listens.
    Nobody(io::Error),
    /// A process listens and does not answer.
    Silent,
    /// A process answers and refuses.
    Says(Failure),
}

impl RemoteBook {
    /// Connects to the process that serves a socket. It must run as `owner`, or as root, which can read
    /// and write the owner's files anyway.
    pub fn connect(at: &Path, owner: u32, today: Option<Day>) -> Result<RemoteBook, NotJoined> {
        let mut stream = socket::connect(at).map_err(NotJoined::Nobody)?;
        let peer = who::peer(&stream).map_err(NotJoined::Nobody)?;
        if peer.uid != owner && peer.uid != who::ROOT {
            let (is, owner) = (who::name_of(peer.uid), who::name_of(owner));
            let english = format!("{} is answered by {is}, not by {owner}", at.display());
            let message = Message::new("error-other-answers").at("socket", at);
            let why = Cause::new(english, message.with("other", is).with("owner", owner));
            return Err(NotJoined::Says(BookError::Wire(why).into()));
        }
        let welcome = greet(&mut stream, today)?;
        let nobody = NotJoined::Nobody;
        let (to, from) = (stream.try_clone().map_err(nobody)?, stream.try_clone().map_err(nobody)?);
        let line = Arc::new(RemoteLine {
            state: Mutex::new(RemoteState { last: 0, waiting: BTreeMap::new(), gone: None }),
            to: Mutex::new(BufWriter::new(to)),
            listener: Mutex::new(None),
        });
        let reading = line.clone();
        let reader = threads::start("reader", move || read(&reading, &from)).map_err(nobody)?;
        let reader = Some(reader);
        Ok(RemoteBook { line, stream, reader, holder: peer, welcome })
    }

    /// The user whose process must be at the other end: the owner of the socket's folder.
    pub fn owner_of(at: &Path) -> io::Result<u32> {
        let folder = at.parent().filter(|folder| !folder.as_os_str().is_empty());
        Ok(std::fs::metadata(folder.unwrap_or(Path::new(".")))?.uid())
    }

    /// Why the connection was lost, if it was.
    pub fn gone(&self) -> Option<Cause> {
        self.line.state().gone.clone()
    }

    /// Sends news to `listener`.
    pub fn listen(&self, listener: Listener) -> Result<(), Failure> {
        *self.line.listener.lock().unwrap_or_else(PoisonError::into_inner) = Some(listener);
        self.call(&Request::Watch)
    }

    /// Asks a question.
    pub fn ask<Q: Question>(&self, question: &Q) -> Result<Q::Answer, Failure> {
        let of = serde_json::value::to_raw_value(question).map_err(malformed)?;
        self.call(&Request::Ask(Q::NAME.into(), of))
    }

    /// Asks the other side for work other than answering questions.
    pub fn have_done<T: DeserializeOwned>(
        &self,
        name: &str,
        asked: &impl Serialize,
    ) -> Result<T, Failure> {
        let asked = serde_json::value::to_raw_value(asked).map_err(malformed)?;
        self.call(&Request::Ask(name.into(), asked))
    }

    /// Holds the present moment for all questions from now on, or lets it go.
    pub fn hold(&self, hold: bool) -> Result<(), Failure> {
        self.call(&Request::Hold(hold))
    }

    /// Sends a request about a list.
    pub fn list(&self, ask: ListAsk) -> Result<Option<ListPage>, Failure> {
        self.call(&Request::List(ask))
    }

    /// Tells the other side which record this one works on.
    pub fn attend(&self, what: Option<String>) -> Result<(), Failure> {
        self.call(&Request::Attend(what))
    }

    /// Previews commands.
    pub fn preview(
        &self,
        envelopes: &[Envelope],
    ) -> Result<Vec<Result<Preview, Failure>>, Failure> {
        let commands = envelopes.iter().map(message::command).collect::<Result<_, _>>()?;
        let replies: Vec<Reply> = self.call(&Request::Preview(commands))?;
        let preview = |reply| answer::<SentPreview>(reply).and_then(Result::from);
        Ok(replies.into_iter().map(preview).collect())
    }

    /// Sends a command that has an id; `waiter` gets its receipt.
    pub(super) fn send(&self, envelope: Envelope, waiter: Waiter) -> Result<(), Failure> {
        let request = Request::Post(message::command(&envelope)?);
        self.say(&request, WaitingFor::Receipt(Box::new(envelope), waiter)).map(drop)
    }

    /// The commands of a lost connection that have no receipt, in the order they were sent.
    pub(super) fn unanswered(&self) -> Vec<(Envelope, Waiter)> {
        let waiting = std::mem::take(&mut self.line.state().waiting);
        let receipt = |waiting| match waiting {
            WaitingFor::Receipt(envelope, waiter) => Some((*envelope, waiter)),
            WaitingFor::Answer(_) => None,
        };
        waiting.into_values().filter_map(receipt).collect()
    }

    /// Puts commands that could not be sent elsewhere back in front.
    pub(super) fn take_back(&self, unsent: Vec<(Envelope, Waiter)>) {
        let mut state = self.line.state();
        for (envelope, waiter) in unsent {
            state.last += 1;
            let number = state.last;
            state.waiting.insert(number, WaitingFor::Receipt(Box::new(envelope), waiter));
        }
    }

    fn call<T: DeserializeOwned>(&self, request: &Request) -> Result<T, Failure> {
        let (tell, reply) = mpsc::sync_channel(1);
        self.say(request, WaitingFor::Answer(tell))?;
        answer(self.wait(&reply)?)
    }

    fn wait(&self, reply: &Receiver<Reply>) -> Result<Reply, Failure> {
        loop {
            match reply.recv_timeout(LONG) {
                Ok(reply) => return Ok(reply),
                Err(RecvTimeoutError::Timeout) => self.look(),
                Err(RecvTimeoutError::Disconnected) => return Err(self.lost()),
            }
        }
    }

    /// Disconnects from a stopped holder: nobody knows when it will continue.
    pub(super) fn look(&self) {
        if u32::try_from(self.holder.pid).is_ok_and(who::is_stopped) {
            let _ = self.stream.shutdown(Shutdown::Both);
        }
    }

    fn lost(&self) -> Failure {
        let why = self.gone().unwrap_or_else(closed);
        BookError::Gone(why).into()
    }

    /// Sends a request. One that can't be written counts as lost on the way.
    fn say(&self, request: &Request, waiting: WaitingFor) -> Result<(), Failure> {
        // Both locks are taken together so that requests go out in the order of their numbers.
        let mut to = self.line.to.lock().unwrap_or_else(PoisonError::into_inner);
        let number = {
            let mut state = self.line.state();
            if let Some(why) = &state.gone {
                return Err(BookError::Gone(why.clone()).into());
            }
            state.last += 1;
            let number = state.last;
            state.waiting.insert(number, waiting);
            number
        };
        let bytes = serde_json::to_vec(&(number, request)).map_err(malformed)?;
        if bytes.len() > frame::MOST {
            self.line.state().waiting.remove(&number);
            return Err(Refusal::new(Rule::CommandTooLong, "").with("most", frame::MOST).into());
        }
        if frame::write(&mut *to, &bytes).and_then(|()| to.flush()).is_err() {
            // The reader also sees the end, and says why.
            let _ = self.stream.shutdown(Shutdown::Both);
        }
        Ok(())
    }
}

impl Drop for RemoteBook {
    fn drop(&mut self) {
        let _ = self.stream.shutdown(Shutdown::Both);
        if let Some(reader) = self.reader.take()
            && reader.thread().id() != std::thread::current().id()
        {
            let _ = reader.join();
        }
    }
}

/// The connection was closed by this side.
pub(super) fn closed() -> Cause {
    Cause::said("error-closed", "it was closed")
}

fn malformed(error: serde_json::Error) -> Failure {
    BookError::Wire(Cause::text(error)).into()
}

fn answer<T: DeserializeOwned>(reply: Reply) -> Result<T, Failure> {
    match reply {
        Reply::Ok(raw) => serde_json::from_str(raw.get()).map_err(malformed),
        Reply::Refused(refused) => Err(refused.into()),
        Reply::Failed(failed) => Err(failed.into()),
        Reply::Bye(why) => Err(BookError::Wire(Cause::text(why)).into()),
        Reply::Changed(_) | Reply::Here(_) | Reply::Standing(_) => {
            Err(BookError::Wire(Cause::said("error-no-answer", "no answer")).into())
        }
    }
}

fn greet(stream: &mut UnixStream, today: Option<Day>) -> Result<Welcome, NotJoined> {
    let nobody = NotJoined::Nobody;
    stream.set_read_timeout(Some(GREETING)).map_err(nobody)?;
    let hello = serde_json::to_vec(&Hello::new(today));
    let hello = hello.map_err(|error| NotJoined::Says(malformed(error)))?;
    frame::write(stream, &hello).map_err(nobody)?;
    let message = match frame::read(stream) {
        Ok(Some(message)) => message,
        Ok(None) => return Err(NotJoined::Nobody(io::ErrorKind::UnexpectedEof.into())),
        Err(error) if error.kind() == io::ErrorKind::WouldBlock => return Err(NotJoined::Silent),
        Err(error) => return Err(NotJoined::Nobody(error)),
    };
    stream.set_read_timeout(None).map_err(nobody)?;
    let says = |error| NotJoined::Says(malformed(error));
    let (_, reply): (u64, Reply) = serde_json::from_slice(&message).map_err(says)?;
    let welcome: Welcome = answer(reply).map_err(NotJoined::Says)?;
    match welcome.protocol {
        PROTOCOL => Ok(welcome),
        other => Err(NotJoined::Says(
            BookError::Wire(Cause::new(
                format!("it speaks version {other} of the protocol"),
                Message::new("error-other-protocol").with("version", other),
            ))
            .into(),
        )),
    }
}

fn read(line: &RemoteLine, from: &UnixStream) {
    let mut from = BufReader::with_capacity(64 << 10, from);
    let why = loop {
        let message = match frame::read(&mut from) {
            Ok(Some(message)) => message,
            Ok(None) => break Cause::said("error-other-closed", "the other side has closed it"),
            Err(error) => break Cause::of(&error),
        };
        let (number, reply): (u64, Reply) = match serde_json::from_slice(&message) {
            Ok(said) => said,
            Err(error) => break Cause::text(error),
        };
        match reply {
            Reply::Bye(why) => break Cause::text(why),
            Reply::Changed(change) => tell(line, News::Changed(change)),
            Reply::Here(here) => tell(line, News::Here(here)),
            Reply::Standing(why) => {
                // A reason that only a newer holder knows makes the book read-only too.
                let why = why.map(|name| ReadOnly::from_name(&name).unwrap_or(ReadOnly::DiskFails));
                tell(line, News::ReadOnly(why));
            }
            reply => {
                let waiting = line.state().waiting.remove(&number);
                // A caller that no longer waits needs no answer.
                match waiting {
                    Some(WaitingFor::Answer(waiter)) => drop(waiter.send(reply)),
                    Some(WaitingFor::Receipt(_, waiter)) => drop(waiter.send(answer(reply))),
                    None => {}
                }
            }
        }
    };
    let mut state = line.state();
    state.gone = Some(why.clone());
    state.waiting.retain(|_, waiting| matches!(waiting, WaitingFor::Receipt(..)));
    drop(state);
    tell(line, News::Gone(why));
}

fn tell(line: &RemoteLine, news: News) {
    let listener = line.listener.lock().unwrap_or_else(PoisonError::into_inner).clone();
    if let Some(listener) = listener {
        listener(news);
    }
}
