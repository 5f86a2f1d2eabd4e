//! A book that this process holds open. One thread writes, and commands that wait together share a sync.
//! A [`Caller`] names the user who asks or sends. May use: the rest of the engine.

use std::path::Path;
use std::sync::atomic::Ordering;
use std::sync::mpsc::{self, Receiver, SyncSender, TryRecvError};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::thread::JoinHandle;

use crate::domain::event::BookOpened;
use crate::domain::{Cause, Day, Envelope, Refusal, Role, Rule};
use crate::journal::Head;
use crate::ledger::lookup::Size;
use crate::ledger::query::{Needs, Question, View};
use crate::store::paced::Paced;
use crate::store::picture::Picture;
use crate::store::rows::Stop;
use crate::store::{LedgerError, Rows};
use crate::threads;

use super::answers::Answers;
use super::list_cache::ListCache;
use super::news::{Listener, News};
use super::turns::{self, Turn, Turns};
pub use super::writer::Watcher;
use super::writer::{Job, Watchers, write};
use crate::engine::error::{BookError, Failure};
use crate::engine::ports::Progress;
use crate::engine::writing::book::{BookWriter, Submission};
use crate::engine::writing::caller::Caller;
use crate::engine::writing::options::OpenOptions;
use crate::engine::writing::receipt::{Preview, Receipt};
use crate::engine::writing::shared::Shared;
use crate::engine::writing::standing;
use crate::engine::writing::standing::OpeningFindings;

/// The most commands that wait; a sender beyond that blocks.
const WAITING: usize = 6_000;

/// An answer that is being computed.
pub struct PendingReceipt(Receiver<Result<Receipt, Failure>>);

impl PendingReceipt {
    /// The answer, if it is there already.
    pub fn ready(self) -> Result<Result<Receipt, Failure>, PendingReceipt> {
        match self.0.try_recv() {
            Ok(outcome) => Ok(outcome),
            Err(TryRecvError::Empty) => Err(self),
            Err(TryRecvError::Disconnected) => Ok(Err(stopped())),
        }
    }

    /// Waits for the answer.
    pub fn wait(self) -> Result<Receipt, Failure> {
        self.0.recv().unwrap_or_else(|_| Err(stopped()))
    }
}

fn writer_stopped() -> Cause {
    Cause::said("error-writer-stopped", "the book's writer has stopped")
}

pub(super) fn stopped() -> Failure {
    Failure::Unknown(writer_stopped())
}

/// A book that is open in this process.
pub struct LocalBook {
    shared: Shared,
    jobs: Mutex<Option<SyncSender<Job>>>,
    writer: Mutex<Option<JoinHandle<Result<Head, BookError>>>>,
    /// The thread that keeps the look-up index, once it was started.
    keeper: OnceLock<Option<JoinHandle<()>>>,
    watchers: Arc<Watchers>,
    lists: ListCache,
    pub(super) answers: Answers,
    turns: Arc<Turns>,
    found: OpeningFindings,
}

/// The caller of a question, and the moment it is about.
pub struct Asker<'a> {
    /// The user who asks.
    pub by: &'a Caller,
    /// Whether the caller still waits for the answer.
    pub still_there: &'a turns::StillThere<'a>,
    /// The rows of an earlier moment, if the question is not about now.
    pub at: Option<&'a Picture>,
}

impl<'a> Asker<'a> {
    /// A caller who waits for an answer about now.
    pub fn of(by: &'a Caller) -> Asker<'a> {
        Asker { by, still_there: &|| true, at: None }
    }
}

impl LocalBook {
    /// Opens the book in `folder`.
    pub fn open(
        folder: &Path,
        options: OpenOptions,
        progress: &mut dyn Progress,
    ) -> Result<LocalBook, BookError> {
        LocalBook::of(BookWriter::open(folder, options, progress)?)
    }

    /// Takes over an open book. Fails if no thread can be started for its writer.
    pub fn of(book: BookWriter) -> Result<LocalBook, BookError> {
        let (shared, found) = (book.shared(), book.found.clone());
        let (jobs, waiting) = mpsc::sync_channel(WAITING);
        let watchers = Arc::new(Watchers::default());
        let told = watchers.clone();
        let folder = book.folder().to_path_buf();
        let writer = threads::start("writer", move || write(book, &waiting, &told));
        let writer = writer.map_err(|source| BookError::io(folder, source))?;
        Ok(LocalBook {
            shared,
            jobs: Mutex::new(Some(jobs)),
            writer: Mutex::new(Some(writer)),
            keeper: OnceLock::new(),
            watchers,
            lists: ListCache::default(),
            answers: Answers::default(),
            turns: Arc::default(),
            found,
        })
    }

    /// The book's own entry.
    pub fn info(&self) -> &BookOpened {
        self.shared.info()
    }

    /// Today in the company's zone, unless the book was opened for another day.
    pub fn today(&self) -> Day {
        self.shared.today()
    }

    /// The business date that the book was opened for, if it is not the real one.
    pub fn fixed_today(&self) -> Option<Day> {
        self.shared.fixed_today()
    }

    /// What was found and repaired while the book was opened.
    pub fn found(&self) -> &OpeningFindings {
        &self.found
    }

    /// Refuses a question about data that this caller may not see.
    fn may_ask(by: &Caller, view: &View, needs: Needs) -> Result<(), Stop> {
        let (may, what) = match needs {
            Needs::Nothing => return Ok(()),
            Needs::Users => (view.sees.users, "users"),
            Needs::Export => (view.sees.exports, "exports"),
        };
        if may {
            return Ok(());
        }
        let refusal = Refusal::new(Rule::ViewerReach, "").with("user", &by.name);
        Err(refusal.with("what", what).into())
    }

    /// Asks a question. If the ledger turns out to be damaged, moves it out of the way and builds it
    /// again, once.
    pub fn ask<Q: Question>(&self, by: &Caller, question: &Q) -> Result<Q::Answer, Failure> {
        Ok(self.ask_as(&Asker::of(by), question)?.0)
    }

    /// Asks a question. The answer to a long question comes with its slot, to be held until the answer is sent.
    pub fn ask_as<Q: Question>(
        &self,
        asker: &Asker,
        question: &Q,
    ) -> Result<(Q::Answer, Option<turns::Slot>), Failure> {
        self.ask_by(asker, question, |_, answer| answer())
    }

    /// Runs a question in the asker's turn; it need not compute an answer.
    pub(super) fn ask_by<Q: Question, T: Send>(
        &self,
        asker: &Asker,
        question: &Q,
        way: impl Fn(&View, &dyn Fn() -> Result<Q::Answer, Stop>) -> Result<T, Stop> + Sync,
    ) -> Result<(T, Option<turns::Slot>), Failure> {
        let ask = || {
            let is_interrupted =
                |stop: &Stop| matches!(stop, Stop::Ledger(LedgerError::Interrupted));
            let answer = |turn: &Turn| self.answer(asker, turn, question, &way);
            self.turns.take((&asker.by.name, Q::NAME), asker.still_there, is_interrupted, answer)
        };
        match ask() {
            Err(Stop::Ledger(error)) if error.is_damage() || error.has_stopped() => {
                self.mend(error.is_damage())?;
                Ok(ask()?)
            }
            answer => Ok(answer?),
        }
    }

    fn answer<Q: Question, T>(
        &self,
        asker: &Asker,
        turn: &Turn,
        question: &Q,
        way: &impl Fn(&View, &dyn Fn() -> Result<Q::Answer, Stop>) -> Result<T, Stop>,
    ) -> Result<T, Stop> {
        let by = asker.by;
        let now = self.shared.picture();
        by.role(&now)?;
        let picture = asker.at.unwrap_or(&now);
        let pace = || turn.look_around();
        let paced = Paced::new(picture, &pace);
        let rows: &dyn Rows = if Q::MAY_TAKE_LONG { &paced } else { picture };
        let today = by.today.unwrap_or_else(|| self.today());
        self.shared.view_of(rows, today, by.sees(&now)?, |view| {
            LocalBook::may_ask(by, view, Q::NEEDS)?;
            way(view, &|| turn.work(|| question.answer(view)))
        })
    }

    /// Announces a client that may ask or send at any moment, until the returned guard is dropped.
    pub(super) fn join(&self) -> turns::Participant {
        self.turns.join()
    }

    /// A snapshot of all rows, which questions can be asked about as long as it is held.
    pub fn picture(&self) -> Picture {
        self.shared.picture()
    }

    /// The number of the last entry.
    pub fn head(&self, by: &Caller) -> Result<u64, Failure> {
        let head = |view: &View| by.role(view.rows).and_then(|_| Ok(view.head()?));
        Ok(self.shared.view(head)?)
    }

    /// The lists that clients have open.
    pub(super) fn lists(&self) -> &ListCache {
        &self.lists
    }

    /// The role of a caller. Refused if the caller has none.
    pub fn role(&self, by: &Caller) -> Result<Role, Failure> {
        Ok(self.shared.view(|view| by.role(view.rows))?)
    }

    /// Builds the look-up index in the background and maintains it. Until it is complete, look-ups
    /// answer with what is there and say so. Without this call, the first look-up builds the whole
    /// index.
    pub fn prepare_lookup(&self) {
        self.keeper.get_or_init(|| {
            let shared = self.shared.clone();
            let keep = move || shared.lookup().keep(&shared, &|| shared.today());
            // Without a thread, the first look-up builds the whole index.
            threads::start("look-up", keep).ok()
        });
    }

    /// The look-up index.
    pub fn lookup_size(&self) -> Size {
        self.shared.lookup().size()
    }

    /// Tells `watcher` of every change from now on, until [`LocalBook::unwatch`].
    pub fn watch(&self, watcher: Watcher) -> u64 {
        let number = self.watchers.last.fetch_add(1, Ordering::Relaxed);
        self.watchers.all().push((number, watcher));
        number
    }

    /// Tells `told` whether the book is read-only, and when that changes.
    pub fn watch_standing(&self, told: standing::ReadOnlyListener) -> u64 {
        self.shared.standing.watch(told)
    }

    /// Stops telling a watcher whether the book is read-only.
    pub fn unwatch_standing(&self, number: u64) {
        self.shared.standing.unwatch(number);
    }

    /// Tells `listener` of every change from now on, and whether the book is read-only.
    pub(super) fn tell(&self, listener: Listener) {
        let stands = listener.clone();
        self.watch_standing(Box::new(move |why| stands(News::ReadOnly(why))));
        self.watch(Box::new(move |change| listener(News::Changed(change.clone()))));
    }

    /// Stops telling a watcher of changes.
    pub fn unwatch(&self, number: u64) {
        self.watchers.all().retain(|(other, _)| *other != number);
    }

    fn do_job(&self, job: Job) -> Result<(), Failure> {
        threads::short_work();
        let jobs = self.jobs.lock().unwrap_or_else(PoisonError::into_inner).clone();
        jobs.ok_or_else(stopped)?.send(job).map_err(|_| stopped())
    }

    fn mend(&self, is_damaged: bool) -> Result<(), Failure> {
        let (answer, mended) = mpsc::sync_channel(1);
        self.do_job(Job::Mend(is_damaged, answer))?;
        Ok(mended.recv().map_err(|_| stopped())??)
    }

    /// Previews commands, one after the other: whether each would be accepted, and its events. Carries
    /// none of them out.
    pub fn preview(
        &self,
        by: &Caller,
        envelopes: Vec<Envelope>,
    ) -> Result<Vec<Result<Preview, Failure>>, Failure> {
        let submission = |envelope| Submission { by: by.clone(), envelope };
        let (answer, previewed) = mpsc::sync_channel(1);
        self.do_job(Job::Preview(envelopes.into_iter().map(submission).collect(), answer))?;
        previewed.recv().map_err(|_| stopped())
    }

    /// Sends a command, without waiting for its receipt.
    pub fn send(&self, by: &Caller, envelope: Envelope) -> Result<PendingReceipt, Failure> {
        let (answer, pending) = mpsc::sync_channel(1);
        self.send_for(by, envelope, answer)?;
        Ok(PendingReceipt(pending))
    }

    /// Sends a command. Sends its receipt to `waiter`, which must have room for it.
    pub(super) fn send_for(
        &self,
        by: &Caller,
        envelope: Envelope,
        waiter: SyncSender<Result<Receipt, Failure>>,
    ) -> Result<(), Failure> {
        let submission = Submission { by: by.clone(), envelope };
        self.do_job(Job::Post(Box::new(submission), waiter))
    }

    /// Waits until everything is written, and closes the book. Others who still use it get an error that
    /// the writer has stopped.
    pub fn close(&self) -> Result<Head, BookError> {
        *self.jobs.lock().unwrap_or_else(PoisonError::into_inner) = None;
        self.shared.lookup().stop();
        let writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner).take();
        match writer.map(JoinHandle::join) {
            Some(Ok(closed)) => closed,
            _ => Err(BookError::Data(writer_stopped())),
        }
    }
}

impl Drop for LocalBook {
    fn drop(&mut self) {
        // An error can be ignored: the next opening finds the state of the files.
        let _ = self.close();
        if let Some(keeper) = self.keeper.take().flatten() {
            // The thread returns nothing.
            let _ = keeper.join();
        }
    }
}
