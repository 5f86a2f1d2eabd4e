//! The one door to a book: ask, post, watch. Whether this process holds the book or another one
//! does is the same to whoever asks. When a connection is lost, the book is opened or joined again,
//! and what had no receipt is sent again under the same id. May use: the rest of the engine.

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

use super::listing::{ListAsk, Shows};
use super::listings::Listings;
use super::local::{Asker, Own, stopped};
use super::news::Listener;
use super::place::{self, BookAccess, BookPlace, HeldAt};
use super::remote::{Joined, LONG, closed};
use crate::engine::error::{BookError, Failure};
use crate::engine::ports::{Ports, Progress, Silent};
use crate::engine::writing::book::Book;
use crate::engine::writing::caller::Caller;
use crate::engine::writing::options::{OpenOptions, today};
use crate::engine::writing::receipt::{Preview, Receipt};
use crate::engine::writing::standing::OpeningFindings;

/// How long the book is tried again once its holder has gone.
const PATIENCE: Duration = Duration::from_secs(20);

/// How often whoever waits for a receipt looks whether the connection still stands.
const LOOK: Duration = Duration::from_millis(50);

/// An answer that is on its way.
pub struct Pending {
    receipt: Receiver<Result<Receipt, Failure>>,
    core: Arc<Core>,
}

impl Pending {
    /// The answer, if it is there already.
    pub fn ready(self) -> Result<Result<Receipt, Failure>, Pending> {
        // Where there will be none, waiting says why.
        self.receipt.try_recv().map_err(|_| self)
    }

    /// Waits for the answer, through a lost connection too.
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

/// A book, open in this process or joined.
pub struct Session {
    pub(super) core: Arc<Core>,
    info: BookOpened,
    found: OpeningFindings,
}

pub(super) struct Core {
    caller: Caller,
    place: Option<(BookPlace, OpenOptions)>,
    way: Mutex<Arc<BookAccess>>,
    /// Held while the book is opened or joined again.
    renewing: Mutex<()>,
    listener: Mutex<Option<Listener>>,
    /// How long the book is tried again; nothing, where whoever asks does that.
    patience: Mutex<Duration>,
    /// The moment that all questions are answered at.
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

    /// Opens or joins the book again, unless somebody did meanwhile, and sends what had no receipt.
    fn renew(&self, lost: &Arc<BookAccess>) -> Result<(), Failure> {
        let until = Instant::now() + *self.patience();
        let _renewing = self.renewing.lock().unwrap_or_else(PoisonError::into_inner);
        if !Arc::ptr_eq(&self.way(), lost) {
            return Ok(());
        }
        let BookAccess::Joined(joined) = &**lost else { return Ok(()) };
        let why = || BookError::Gone(joined.gone().unwrap_or_else(closed));
        if *self.patience() == Duration::ZERO {
            // Whoever asks tries again, and sends again.
            joined.unanswered();
            return Err(why().into());
        }
        let mut pause = Duration::from_millis(10);
        loop {
            match self.again(joined) {
                Ok(()) => return Ok(()),
                Err(BookError::Refused(refusal)) => return Err(refusal.into()),
                Err(error) if Instant::now() > until => {
                    // Whoever waits behind this one need not wait as long again.
                    *self.patience() = Duration::ZERO;
                    joined.unanswered();
                    return Err(error.into());
                }
                Err(_) => std::thread::sleep(pause),
            }
            pause = (pause * 2).min(Duration::from_millis(500));
        }
    }

    /// Looks whether the connection still stands, and finds the book anew where it does not.
    fn look(&self, looked: &mut Instant) -> Result<(), Failure> {
        let way = self.way();
        let BookAccess::Joined(joined) = &*way else { return Ok(()) };
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

    /// Why there is no receipt and will be none.
    fn nobody_waits(&self) -> Failure {
        match &*self.way() {
            BookAccess::Own(..) => stopped(),
            BookAccess::Joined(joined) => {
                BookError::Gone(joined.gone().unwrap_or_else(closed)).into()
            }
        }
    }

    /// Tries once.
    fn again(&self, lost: &Joined) -> Result<(), BookError> {
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
                    BookAccess::Joined(joined) => joined.unanswered(),
                    BookAccess::Own(..) => Vec::new(),
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
            BookAccess::Own(own, _) => {
                own.tell(listener);
                Ok(())
            }
            BookAccess::Joined(joined) => joined.listen(listener),
        }
    }

    /// Asks on the way there is, and again once a lost one was found anew.
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
    /// Opens the book at `path`, its folder or its socket, or joins whoever holds it.
    pub fn open(
        path: &Path,
        options: OpenOptions,
        progress: &mut dyn Progress,
    ) -> Result<Session, BookError> {
        let place = BookPlace::of(path)?;
        let way = place::open(&place, &options, progress)?;
        let (info, found) = match &way {
            BookAccess::Own(own, _) => (own.info().clone(), own.found().clone()),
            BookAccess::Joined(joined) => (joined.welcome.book.clone(), OpeningFindings::default()),
        };
        // The business date is the book's, where this process opened it.
        let caller = Caller { today: options.today, ..Caller::owner(options.user.clone()) };
        let core = Core::of(caller, Some((place, options)), way);
        Ok(Session { core: Arc::new(core), info, found })
    }

    /// A session on a book that is open already, that nobody else can join.
    pub fn of(book: Book, user: String) -> Result<Session, BookError> {
        let own = Own::of(book)?;
        let (info, found) = (own.info().clone(), own.found().clone());
        let core = Core::of(Caller::owner(user), None, BookAccess::Own(Arc::new(own), None));
        Ok(Session { core: Arc::new(core), info, found })
    }

    /// The book's own entry.
    pub fn info(&self) -> &BookOpened {
        &self.info
    }

    /// What opening found and mended.
    pub fn found(&self) -> &OpeningFindings {
        &self.found
    }

    /// Who works here, and what that user may.
    pub fn caller(&self) -> (String, Role) {
        match &*self.core.way() {
            BookAccess::Own(..) => (self.core.caller.name.clone(), Role::Administrator),
            BookAccess::Joined(joined) => (joined.welcome.user.clone(), joined.welcome.role),
        }
    }

    /// Refuses a user whose role is below the one that a piece of work needs, before it begins.
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
            BookAccess::Own(own, _) => own.today(),
            BookAccess::Joined(joined) => {
                let options = self.core.place.as_ref().map(|(_, options)| options.clone());
                let mut options = options.unwrap_or_else(|| OpenOptions::new(""));
                options.today = options.today.or(joined.welcome.today);
                today(&options, &self.info.zone)
            }
        }
    }

    /// Leaves it to whoever asks to try again when the connection is lost: nothing waits for it.
    pub fn never_waits(&self) {
        *self.core.patience() = Duration::ZERO;
    }

    /// Tries to open or join the book again, once.
    pub fn try_again(&self) -> Result<(), BookError> {
        let way = self.core.way();
        match &*way {
            BookAccess::Joined(joined) if joined.gone().is_some() => self.core.again(joined),
            _ => Ok(()),
        }
    }

    /// Asks a question. A ledger that turns out to be damaged is put aside and posted again once.
    pub fn ask<Q: Question>(&self, question: &Q) -> Result<Q::Answer, Failure> {
        let held = self.core.held().clone();
        if let Some(HeldAt { way, picture }) = held {
            // Found anew, the book would be of another moment.
            return match &*way {
                BookAccess::Own(own, _) => {
                    let asker = Asker { at: picture.as_ref(), ..Asker::of(&self.core.caller) };
                    own.ask_as(&asker, question).map(|(answer, _)| answer)
                }
                BookAccess::Joined(joined) => joined.ask(question),
            };
        }
        self.core.asks(|way| match way {
            BookAccess::Own(own, _) => own.ask(&self.core.caller, question),
            BookAccess::Joined(joined) => joined.ask(question),
        })
    }

    /// Has the process that serves the book do some work beside answering questions; fails where this
    /// process holds the book itself, and where the other one does no such work.
    pub fn have_done<T: DeserializeOwned>(
        &self,
        name: &str,
        asked: &impl Serialize,
    ) -> Result<T, Failure> {
        match &*self.core.way() {
            BookAccess::Joined(joined) => joined.have_done(name, asked),
            BookAccess::Own(..) => {
                let why = Cause::said("error-serves-nobody", "this book has no server");
                Err(BookError::Wire(why).into())
            }
        }
    }

    /// Asks something of a list; `kept` is what is read of it so far, where this process holds the
    /// book.
    pub fn list(&self, kept: &mut Listings, ask: &ListAsk) -> Result<Option<Shows>, Failure> {
        let way = self.core.way();
        match &*way {
            BookAccess::Own(own, _) => kept.answer(own, &self.core.caller, ask.clone()),
            BookAccess::Joined(joined) => joined.list(ask.clone()),
        }
    }

    /// Builds the look-up index in the background, and keeps it in order. Look-ups answer with what
    /// is there already and say so. Without this, the first look-up builds all of it.
    pub fn prepare_lookup(&self) {
        if let BookAccess::Own(own, _) = &*self.core.way() {
            own.prepare_lookup();
        }
    }

    /// What the look-up index of this process holds.
    pub fn lookup_size(&self) -> Size {
        match &*self.core.way() {
            BookAccess::Own(own, _) => own.lookup_size(),
            BookAccess::Joined(_) => Size::default(),
        }
    }

    /// Says what would become of commands, one after the other, and what would happen by each;
    /// none of them is carried out.
    pub fn preview(
        &self,
        envelopes: Vec<Envelope>,
    ) -> Result<Vec<Result<Preview, Failure>>, Failure> {
        self.core.asks(|way| match way {
            BookAccess::Own(own, _) => own.preview(&self.core.caller, envelopes.clone()),
            BookAccess::Joined(joined) => joined.preview(&envelopes),
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
                BookAccess::Own(own, _) => {
                    own.send_for(&core.caller, envelope, waiter)?;
                    return Ok(pending);
                }
                BookAccess::Joined(joined) => joined,
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

    /// Tells `listener` of every change from now on, and when the connection is lost.
    pub fn watch(&self, listener: Listener) -> Result<(), Failure> {
        *self.core.listener.lock().unwrap_or_else(PoisonError::into_inner) = Some(listener);
        self.core.listen(&self.core.way())
    }

    /// Says what this side works on, so that others who do are told.
    pub fn attend(&self, what: Option<String>) -> Result<(), Failure> {
        match &*self.core.way() {
            BookAccess::Own(_, None) => Ok(()),
            BookAccess::Own(_, Some(server)) => {
                let listener = self.core.listener.lock().unwrap_or_else(PoisonError::into_inner);
                server.attend_here(&self.core.caller.name, listener.clone(), what);
                Ok(())
            }
            BookAccess::Joined(joined) => joined.attend(what),
        }
    }

    /// Waits until all is written and closes the book; of one that another process holds, where it
    /// stands.
    pub fn close(self) -> Result<Option<Head>, BookError> {
        let way = self.core.way();
        drop(self);
        let Some(BookAccess::Own(own, server)) = Arc::into_inner(way) else { return Ok(None) };
        // Nobody is let in any more, and whoever is in hears it, before the book is closed.
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
