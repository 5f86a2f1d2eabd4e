//! The only way to a book: ask, post, watch. Callers don't notice whether this process holds the book or
//! another one does. When a connection is lost, the session opens or joins the book again and resends, under
//! the same ids, the commands without a receipt. May use: the rest of the engine.

use std::path::Path;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::domain::event::BookOpened;
use crate::domain::{Cause, Day, Envelope, Refusal, Role, Rule};
use crate::journal::Head;
use crate::ledger::lookup::Size;
use crate::ledger::query::Question;

use super::listing::{ListAsk, ListPage};
use super::listings::Listings;
use super::local::{Asker, LocalBook, stopped};
use super::news::Listener;
use super::place::{self, BookAccess, BookPlace, HeldAt};
use super::remote::{LONG, RemoteBook, closed};
use crate::engine::error::{BookError, Failure};
use crate::engine::ports::{Ports, Progress, Silent};
use crate::engine::writing::book::BookWriter;
use crate::engine::writing::caller::Caller;
use crate::engine::writing::options::{OpenOptions, today};
use crate::engine::writing::receipt::{Preview, Receipt};
use crate::engine::writing::standing::OpeningFindings;

/// How long a session retries once the holder of the book is gone.
const PATIENCE: Duration = Duration::from_secs(20);

/// How often a caller waiting for a receipt checks the connection.
const LOOK: Duration = Duration::from_millis(50);

/// A receipt on its way.
pub struct Pending {
    receipt: Receiver<Result<Receipt, Failure>>,
    core: Arc<Core>,
}

impl Pending {
    /// The receipt, if it has arrived.
    pub fn ready(self) -> Result<Result<Receipt, Failure>, Pending> {
        // Where there will be none, waiting says why.
        self.receipt.try_recv().map_err(|_| self)
    }

    /// Waits for the receipt, even across a lost connection.
    pub fn wait(self) -> Result<Receipt, Failure> {
        let mut looked = Instant::now();
        loop {
            match self.receipt.recv_timeout(LOOK) {
                Ok(outcome) => return outcome,
                Err(RecvTimeoutError::Timeout) => self.core.look(&mut looked)?,
                Err(RecvTimeoutError::Disconnected) => return Err(self.core.nobody_waits()),
            }
        }
    }
}

/// A book, held by this process or joined.
pub struct Session {
    pub(super) core: Arc<Core>,
    info: BookOpened,
    found: OpeningFindings,
}

pub(super) struct Core {
    caller: Caller,
    place: Option<(BookPlace, OpenOptions)>,
    way: Mutex<Arc<BookAccess>>,
    /// Locked while the book is opened or joined again.
    renewing: Mutex<()>,
    listener: Mutex<Option<Listener>>,
    /// How long to retry; zero if the caller retries.
    patience: Mutex<Duration>,
    /// The held moment at which all questions are answered.
    pub(super) held: Mutex<Option<HeldAt>>,
}

impl Core {
    pub(super) fn way(&self) -> Arc<BookAccess> {
        self.way.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(super) fn held(&self) -> MutexGuard<'_, Option<HeldAt>> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn patience(&self) -> MutexGuard<'_, Duration> {
        self.patience.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Opens or joins the book again, unless another thread has, and resends commands without a receipt.
    fn renew(&self, lost: &Arc<BookAccess>) -> Result<(), Failure> {
        let until = Instant::now() + *self.patience();
        let _renewing = self.renewing.lock().unwrap_or_else(PoisonError::into_inner);
        if !Arc::ptr_eq(&self.way(), lost) {
            return Ok(());
        }
        let BookAccess::Remote(joined) = &**lost else { return Ok(()) };
        let why = || BookError::Gone(joined.gone().unwrap_or_else(closed));
        if *self.patience() == Duration::ZERO {
            // The caller retries, and sends again.
            joined.unanswered();
            return Err(why().into());
        }
        let mut pause = Duration::from_millis(10);
        loop {
            match self.reconnect(joined) {
                Ok(()) => return Ok(()),
                Err(BookError::Refused(refusal)) => return Err(refusal.into()),
                Err(error) if Instant::now() > until => {
                    // A caller that waits behind this one need not wait as long again.
                    *self.patience() = Duration::ZERO;
                    joined.unanswered();
                    return Err(error.into());
                }
                Err(_) => std::thread::sleep(pause),
            }
            pause = (pause * 2).min(Duration::from_millis(500));
        }
    }

    /// Checks the connection, and finds the book again if it is lost.
    fn look(&self, looked: &mut Instant) -> Result<(), Failure> {
        let way = self.way();
        let BookAccess::Remote(joined) = &*way else { return Ok(()) };
        if looked.elapsed() > LONG {
            joined.look();
            *looked = Instant::now();
        }
        if joined.gone().is_none() {
            return Ok(());
        }
        self.renew(&way).map_err(|failure| match failure {
            gone @ Failure::Book(BookError::Gone(_)) => gone,
            failure => Failure::Unknown(Cause::of(&failure)),
        })
    }

    /// Why no receipt will come.
    fn nobody_waits(&self) -> Failure {
        match &*self.way() {
            BookAccess::Local(..) => stopped(),
            BookAccess::Remote(joined) => {
                BookError::Gone(joined.gone().unwrap_or_else(closed)).into()
            }
        }
    }

    /// Makes one attempt.
    fn reconnect(&self, lost: &RemoteBook) -> Result<(), BookError> {
        let Some((place, options)) = &self.place else {
            return Err(BookError::Gone(Cause::said(
                "error-not-again",
                "it cannot be opened again",
            )));
        };
        let way = Arc::new(place::open(place, options, &mut Silent)?);
        self.listen(&way).map_err(|failure| BookError::Gone(Cause::of(&failure)))?;
        // In the order they were sent, and before anything new: nobody has the new way yet.
        let mut unsent = lost.unanswered().into_iter();
        while let Some((envelope, waiter)) = unsent.next() {
            if let Err(failure) = way.send(&self.caller, envelope.clone(), waiter.clone()) {
                let mut back = match &*way {
                    BookAccess::Remote(joined) => joined.unanswered(),
                    BookAccess::Local(..) => Vec::new(),
                };
                back.push((envelope, waiter));
                back.extend(unsent);
                lost.take_back(back);
                return Err(BookError::Gone(Cause::of(&failure)));
            }
        }
        *self.way.lock().unwrap_or_else(PoisonError::into_inner) = way;
        Ok(())
    }

    fn listen(&self, way: &BookAccess) -> Result<(), Failure> {
        let listener = self.listener.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let Some(listener) = listener else { return Ok(()) };
        match way {
            BookAccess::Local(own, _) => {
                own.tell(listener);
                Ok(())
            }
            BookAccess::Remote(joined) => joined.listen(listener),
        }
    }

    /// Asks on the present connection, and again on the new one if it was lost.
    pub(super) fn asks<T>(
        &self,
        ask: impl Fn(&BookAccess) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        loop {
            let way = self.way();
            match ask(&way) {
                Err(Failure::Book(BookError::Gone(_))) => self.renew(&way)?,
                answer => return answer,
            }
        }
    }
}

impl Session {
    /// Opens the book at `path`, a folder or a socket, or joins the process that holds it.
    pub fn open(
        path: &Path,
        options: OpenOptions,
        progress: &mut dyn Progress,
    ) -> Result<Session, BookError> {
        let place = BookPlace::of(path)?;
        let way = place::open(&place, &options, progress)?;
        let (info, found) = match &way {
            BookAccess::Local(own, _) => (own.info().clone(), own.found().clone()),
            BookAccess::Remote(joined) => (joined.welcome.book.clone(), OpeningFindings::default()),
        };
        // The business date is the book's, where this process opened it.
        let caller = Caller { today: options.today, ..Caller::owner(options.user.clone()) };
        let core = Core::of(caller, Some((place, options)), way);
        Ok(Session { core: Arc::new(core), info, found })
    }

    /// A session on a book that is already open, which no other process can join.
    pub fn of(book: BookWriter, user: String) -> Result<Session, BookError> {
        let own = LocalBook::of(book)?;
        let (info, found) = (own.info().clone(), own.found().clone());
        let core = Core::of(Caller::owner(user), None, BookAccess::Local(Arc::new(own), None));
        Ok(Session { core: Arc::new(core), info, found })
    }

    /// The book's own entry.
    pub fn info(&self) -> &BookOpened {
        &self.info
    }

    /// What opening found and repaired.
    pub fn found(&self) -> &OpeningFindings {
        &self.found
    }

    /// The user of this session, and their role.
    pub fn caller(&self) -> (String, Role) {
        match &*self.core.way() {
            BookAccess::Local(..) => (self.core.caller.name.clone(), Role::Administrator),
            BookAccess::Remote(joined) => (joined.welcome.user.clone(), joined.welcome.role),
        }
    }

    /// Refuses, before it begins, work that needs a higher role than the user's.
    pub fn needs(&self, needed: Role) -> Result<(), Refusal> {
        let (user, role) = self.caller();
        match role < needed {
            false => Ok(()),
            true => Err(Refusal::new(Rule::UserRole, "")
                .with("user", user)
                .with("role", role)
                .with("needed", needed)),
        }
    }

    /// Whether other people work on the book too.
    pub fn is_served(&self) -> bool {
        matches!(self.core.place, Some((BookPlace::Served(_), _)))
    }

    /// Today in the company's zone, unless the book was opened for another day.
    pub fn today(&self) -> Day {
        match &*self.core.way() {
            BookAccess::Local(own, _) => own.today(),
            BookAccess::Remote(joined) => {
                let options = self.core.place.as_ref().map(|(_, options)| options.clone());
                let mut options = options.unwrap_or_else(|| OpenOptions::new(""));
                options.today = options.today.or(joined.welcome.today);
                today(&options, &self.info.zone)
            }
        }
    }

    /// Leaves retrying after a lost connection to the caller: no question waits for it.
    pub fn never_waits(&self) {
        *self.core.patience() = Duration::ZERO;
    }

    /// Makes one attempt to open or join the book again.
    pub fn try_again(&self) -> Result<(), BookError> {
        let way = self.core.way();
        match &*way {
            BookAccess::Remote(joined) if joined.gone().is_some() => self.core.reconnect(joined),
            _ => Ok(()),
        }
    }

    /// Asks a question. A damaged ledger is moved aside and posted again, once.
    pub fn ask<Q: Question>(&self, question: &Q) -> Result<Q::Answer, Failure> {
        let held = self.core.held().clone();
        if let Some(HeldAt { way, picture }) = held {
            // After reconnecting, the book would be at another moment.
            return match &*way {
                BookAccess::Local(own, _) => {
                    let asker = Asker { at: picture.as_ref(), ..Asker::of(&self.core.caller) };
                    own.ask_as(&asker, question).map(|(answer, _)| answer)
                }
                BookAccess::Remote(joined) => joined.ask(question),
            };
        }
        self.core.asks(|way| match way {
            BookAccess::Local(own, _) => own.ask(&self.core.caller, question),
            BookAccess::Remote(joined) => joined.ask(question),
        })
    }

    /// Has the process that serves the book do work other than answering questions. Fails if this process
    /// holds the book, and if the other one doesn't do such work.
    pub fn have_done<T: DeserializeOwned>(
        &self,
        name: &str,
        asked: &impl Serialize,
    ) -> Result<T, Failure> {
        match &*self.core.way() {
            BookAccess::Remote(joined) => joined.have_done(name, asked),
            BookAccess::Local(..) => {
                let why = Cause::said("error-serves-nobody", "this book has no server");
                Err(BookError::Wire(why).into())
            }
        }
    }

    /// Asks about a list; `kept` is the part read so far, if this process holds the book.
    pub fn list(&self, kept: &mut Listings, ask: &ListAsk) -> Result<Option<ListPage>, Failure> {
        let way = self.core.way();
        match &*way {
            BookAccess::Local(own, _) => kept.answer(own, &self.core.caller, ask.clone()),
            BookAccess::Remote(joined) => joined.list(ask.clone()),
        }
    }

    /// Builds the look-up index in the background, and maintains it. Until it is complete, look-ups answer
    /// from what it has and say so. Without this, the first look-up builds it all.
    pub fn prepare_lookup(&self) {
        if let BookAccess::Local(own, _) = &*self.core.way() {
            own.prepare_lookup();
        }
    }

    /// The size of this process's look-up index.
    pub fn lookup_size(&self) -> Size {
        match &*self.core.way() {
            BookAccess::Local(own, _) => own.lookup_size(),
            BookAccess::Remote(_) => Size::default(),
        }
    }

    /// Previews commands, one after another: whether each would be taken, and which events it would make.
    /// Posts nothing.
    pub fn preview(
        &self,
        envelopes: Vec<Envelope>,
    ) -> Result<Vec<Result<Preview, Failure>>, Failure> {
        self.core.asks(|way| match way {
            BookAccess::Local(own, _) => own.preview(&self.core.caller, envelopes.clone()),
            BookAccess::Remote(joined) => joined.preview(&envelopes),
        })
    }

    /// Sends a command, without waiting for its receipt.
    pub fn send(&self, mut envelope: Envelope) -> Result<Pending, Failure> {
        let core = &self.core;
        loop {
            let way = core.way();
            let (waiter, receipt) = mpsc::sync_channel(1);
            let pending = Pending { receipt, core: core.clone() };
            let joined = match &*way {
                BookAccess::Local(own, _) => {
                    own.send_for(&core.caller, envelope, waiter)?;
                    return Ok(pending);
                }
                BookAccess::Remote(joined) => joined,
            };
            // Sent again, it is the same command.
            let ports = core.place.as_ref().map(|(_, options)| &options.ports);
            envelope.id = envelope.id.or_else(|| ports.map(Ports::new_id));
            match joined.send(envelope.clone(), waiter) {
                Ok(()) => return Ok(pending),
                Err(Failure::Book(BookError::Gone(_))) => core.renew(&way)?,
                Err(failure) => return Err(failure),
            }
        }
    }

    /// Sends a command and waits for its receipt.
    pub fn post(&self, envelope: Envelope) -> Result<Receipt, Failure> {
        self.send(envelope)?.wait()
    }

    /// Reports every change from now on, and a lost connection, to `listener`.
    pub fn watch(&self, listener: Listener) -> Result<(), Failure> {
        *self.core.listener.lock().unwrap_or_else(PoisonError::into_inner) = Some(listener);
        self.core.listen(&self.core.way())
    }

    /// Tells others who work on the same record that this user does.
    pub fn attend(&self, what: Option<String>) -> Result<(), Failure> {
        match &*self.core.way() {
            BookAccess::Local(_, None) => Ok(()),
            BookAccess::Local(_, Some(server)) => {
                let listener = self.core.listener.lock().unwrap_or_else(PoisonError::into_inner);
                server.attend_here(&self.core.caller.name, listener.clone(), what);
                Ok(())
            }
            BookAccess::Remote(joined) => joined.attend(what),
        }
    }

    /// Waits until everything is written and closes the book; if another process holds it, only leaves it.
    pub fn close(self) -> Result<Option<Head>, BookError> {
        let way = self.core.way();
        drop(self);
        let Some(BookAccess::Local(own, server)) = Arc::into_inner(way) else { return Ok(None) };
        // Clients are told, and no more are accepted, before the book is closed.
        drop(server);
        own.close().map(Some)
    }
}

impl Core {
    fn of(caller: Caller, place: Option<(BookPlace, OpenOptions)>, way: BookAccess) -> Core {
        Core {
            caller,
            place,
            way: Mutex::new(Arc::new(way)),
            renewing: Mutex::default(),
            listener: Mutex::default(),
            patience: Mutex::new(PATIENCE),
            held: Mutex::default(),
        }
    }
}
