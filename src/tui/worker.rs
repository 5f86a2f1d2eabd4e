//! Asks the book, in a thread of its own: typing never waits for it. Of questions that wait, the
//! newest of a kind is asked and the others are dropped; what is posted never is. While the
//! connection to whoever holds the book is lost, questions wait, and what was on its way is sent
//! again under the same id. May use: engine, the questions.

use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread::JoinHandle;
use std::time::Duration;

use uuid::Uuid;

use crate::domain::{Code, Day, Message, Number, Reason, Refusal};
use crate::engine::error::BookError;
use crate::engine::listing::{Listing, Shows, Window};
use crate::engine::{Listener, News, Preview, Receipt, Session};
use crate::ledger::query::balance::Balance;
pub use crate::ledger::query::caller::Account;
use crate::ledger::query::entries::ShownEntry;
use crate::ledger::query::lookup::Lookup;
use crate::ledger::query::posted::PostedEntry;
use crate::ledger::query::show::{Shown, ShownItem};
use crate::threads;

use super::app::Event;
use super::clerk::{said, serve};
use super::desk::About;
use super::opened::opened;
use super::query::{Answered, Query};

/// A question to the book.
#[derive(Clone, Debug)]
pub enum Question {
    /// Who may be meant? So many at the most.
    Look(String, usize),
    /// What is there to know of this account, and of so many of its open items?
    Account(Code, FirstItems),
    /// What is there to know of this document or case?
    Show(String),
    /// What does this entry of the journal say?
    Entry(u64),
    /// What would become of these commands of a form, in this version of it?
    Preview(Uuid, u64, Vec<String>),
    /// Carry them out.
    Post(Uuid, Vec<String>),
    /// List these.
    List(Listing),
    /// These rows of the list.
    Window(Window),
    /// What did she post last?
    Posted,
    /// What is sold, and the book in a few words.
    Book,
    /// She works on this now, or on nothing in particular.
    Attend(Option<String>),
    /// The connection is lost: try again.
    Again,
    /// A question of one layer, answered to it alone.
    Of(Query),
}

impl Question {
    /// Whether who asks this no longer needs the answer to another: a newer question of the same
    /// asker about the same thing. What is posted is never replaced.
    pub(super) fn replaces(&self, other: &Question) -> bool {
        match (self, other) {
            (Question::Account(one, _), Question::Account(other, _)) => one == other,
            (Question::Show(one), Question::Show(other)) => one == other,
            (Question::Entry(one), Question::Entry(other)) => one == other,
            (Question::Preview(one, ..), Question::Preview(other, ..)) => one == other,
            (Question::Of(one), Question::Of(other)) => one.replaces(other),
            // Only one pane looks accounts up, and only one lists: what it asked before is of
            // another text, or another window.
            (Question::Look(..), Question::Look(..))
            | (Question::List(_), Question::List(_) | Question::Window(_))
            | (Question::Window(_), Question::Window(_))
            | (Question::Posted, Question::Posted)
            | (Question::Book, Question::Book)
            | (Question::Attend(_), Question::Attend(_))
            | (Question::Again, Question::Again) => true,
            (
                Question::Look(..)
                | Question::Account(..)
                | Question::Show(_)
                | Question::Entry(_)
                | Question::Preview(..)
                | Question::Post(..)
                | Question::List(_)
                | Question::Window(_)
                | Question::Posted
                | Question::Book
                | Question::Attend(_)
                | Question::Again
                | Question::Of(_),
                _,
            ) => false,
        }
    }
}

/// How many of an account's open items are asked for: the first ones by due date.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FirstItems {
    /// So many.
    pub most: usize,
    /// And on to this one, if it is open.
    pub through: Option<Number>,
}

/// More than a window shows at once; the rest is asked for by whoever comes near its end.
const FIRST: usize = 100;

/// So many rows before the end of what is known, more is asked for.
const NEAR: usize = 40;

impl Default for FirstItems {
    fn default() -> FirstItems {
        FirstItems { most: FIRST, through: None }
    }
}

impl FirstItems {
    /// All there are.
    pub const ALL: FirstItems = FirstItems { most: usize::MAX, through: None };

    /// As many as either asks for.
    pub(super) fn widen(&mut self, other: &FirstItems) {
        self.most = self.most.max(other.most);
        if self.through.is_none() {
            self.through.clone_from(&other.through);
        }
    }

    /// Asks for more where the mark comes near the end of the rows that are shown; whether it does.
    pub(super) fn reach(&mut self, mark: usize, rows: usize, balance: &Balance) -> bool {
        let known = balance.items.len();
        let is_near = balance.has_more() && self.most <= known && mark + NEAR >= rows;
        if is_near {
            self.most = known.saturating_mul(4);
        }
        is_near
    }

    /// Whether a balance has fewer items than are asked for, because somebody else asked for fewer.
    pub(super) fn is_short(&self, balance: &Balance) -> bool {
        balance.has_more() && balance.items.len() < self.most
    }
}

/// What became of the commands of a form.
#[derive(Debug)]
pub enum Outcome<T> {
    /// All were taken.
    Taken(Vec<T>),
    /// These were, and the next was refused.
    Refused(Vec<T>, Refusal),
    /// Nobody knows: the book says why.
    Failed(Reason),
}

/// An answer of the book.
pub enum Answer {
    /// It is open.
    Opened(About, Vec<ShownItem>),
    /// It cannot be used.
    Failed(BookError),
    /// It says no, and why.
    Refused(Refusal),
    /// It cannot say, and why.
    Cannot(Reason),
    /// Who may be meant, and when each of them paid last; all of the first, so that one frame
    /// shows both.
    Found(Lookup, Vec<Option<Day>>, Option<Box<Account>>),
    /// All of an account.
    Account(Box<Account>),
    /// All of a document or a case.
    Shown(String, Box<Shown>),
    /// All of an entry of the journal.
    Entry(Box<ShownEntry>),
    /// What would become of the commands of a form.
    Previewed(Uuid, u64, Outcome<Preview>),
    /// What became of them.
    Posted(Uuid, Outcome<Receipt>),
    /// What she posted last, the oldest first.
    PostedBefore(Vec<PostedEntry>),
    /// Rows of the list, and what it comes to.
    Rows(Box<Shows>),
    /// Something changed, somebody else works on the same, or the connection is lost.
    News(News),
    /// The connection stands again.
    Back,
    /// The answer to a layer's own question.
    Of(Answered),
}

/// The book, while the desk is open.
pub struct Book {
    questions: Option<Sender<Question>>,
    worker: Option<JoinHandle<()>>,
    /// How closing the book went.
    closed: Receiver<Result<(), BookError>>,
}

impl Book {
    /// Opens the book in the background; answers are sent as events.
    pub fn open(
        open: impl FnOnce() -> Result<Session, BookError> + Send + 'static,
        events: Sender<Event>,
    ) -> Book {
        let (questions, waiting) = mpsc::channel();
        let (tell_closed, closed) = mpsc::channel();
        let failed = events.clone();
        let worker = threads::start("book", move || {
            // Whoever no longer listens has left.
            let tell = |answer| drop(events.send(Event::Answer(Box::new(answer))));
            let _guard = Guard(&tell);
            let session = match open() {
                Ok(session) => session,
                Err(error) => {
                    tell(Answer::Failed(error));
                    return;
                }
            };
            session.never_waits();
            session.prepare_lookup();
            let news = events.clone();
            let listener: Listener = Arc::new(move |told| {
                drop(news.send(Event::Answer(Box::new(Answer::News(told)))));
            });
            tell(
                session
                    .watch(listener)
                    .map_or_else(|error| said(Err(error)), |()| opened(&session)),
            );
            serve(&session, &waiting, &tell);
            // Whoever did not wait needs no answer.
            let _ = tell_closed.send(session.close().map(|_| ()));
        });
        if let Err(error) = &worker {
            let error = BookError::Data(no_thread(error));
            // Whoever no longer listens has left.
            let _ = failed.send(Event::Answer(Box::new(Answer::Failed(error))));
        }
        Book { questions: Some(questions), worker: worker.ok(), closed }
    }

    /// Asks.
    pub fn ask(&self, question: Question) {
        if let Some(questions) = &self.questions {
            // The worker has ended only where it said so.
            let _ = questions.send(question);
        }
    }

    /// Closes the book, and waits for that at the most so long: whatever has a receipt is on disk,
    /// and what is not tidied up then is at the next opening.
    pub fn close(mut self, at_most: Duration) -> Result<(), BookError> {
        self.questions = None;
        let closed = match self.closed.recv_timeout(at_most) {
            Err(RecvTimeoutError::Timeout) => return Ok(()),
            // It has ended without a book to close; by a panic, or because none could be opened.
            Err(RecvTimeoutError::Disconnected) => Ok(()),
            Ok(closed) => closed,
        };
        match self.worker.take().map(JoinHandle::join) {
            Some(Err(_)) => Err(BookError::Data(worker_stopped())),
            _ => closed,
        }
    }
}

/// The system gives no thread for the desk's work.
pub(super) fn no_thread(error: &std::io::Error) -> Reason {
    let message = Message::new("error-no-thread").because("why", error);
    Reason::new(format!("no thread for the desk: {error}"), message)
}

fn worker_stopped() -> Reason {
    Reason::said("error-worker-stopped", "the desk's worker has stopped")
}

/// Says that the book cannot be used any more, where the worker ends by a panic.
struct Guard<'a>(&'a dyn Fn(Answer));

impl Drop for Guard<'_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            (self.0)(Answer::Failed(BookError::Data(worker_stopped())));
        }
    }
}
