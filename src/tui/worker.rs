//! Asks the book, in a thread of its own: typing never waits for it. Of questions that wait, the
//! newest of a kind is asked and the others are dropped; what is posted never is. May use: engine,
//! the questions.

use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender, TryRecvError};
use std::thread::JoinHandle;
use std::time::Duration;

use uuid::Uuid;

use crate::domain::{Code, Currency, Day, Refusal};
use crate::engine::error::{BookError, Failure};
use crate::engine::{Preview, Receipt, Session, intake};
use crate::ledger::query::Asked;
use crate::ledger::query::balance::{Balance, BalanceOf};
use crate::ledger::query::lately::{Happened, LastPaid, LatelyOf};
use crate::ledger::query::lookup::{Lookup, LookupOf};
use crate::ledger::query::page::ItemsAfter;
use crate::ledger::query::show::{FindCustomer, Show, Shown, ShownCustomer, ShownItem};
use crate::ledger::query::summary::SummaryOf;

use super::app::Event;
use super::desk::About;
use super::listing::{Listing, Listings, Shows, Window};

/// How much of what happened on an account is read.
const LATELY: usize = 30;

/// How much of it for the sentence below the accounts found: the last call, a promise.
const AT_A_GLANCE: usize = 6;

/// How long a look-up that was answered in part waits before it is asked again.
const SOON: Duration = Duration::from_millis(100);

/// A question to the book.
#[derive(Clone, Debug)]
pub enum Question {
    /// Who may be meant? So many at the most.
    Look(String, usize),
    /// What is there to know of this account?
    Account(Code),
    /// What is there to know of this document or case?
    Show(String),
    /// What would become of these commands of a form, in this version of it?
    Preview(Uuid, u64, Vec<String>),
    /// Carry them out.
    Post(Uuid, Vec<String>),
    /// List these.
    List(Listing),
    /// These rows of the list.
    Window(Window),
    /// What is sold, and the book in a few words.
    Book,
}

impl Question {
    /// Whether who asks this no longer needs the answer to another.
    fn replaces(&self, other: &Question) -> bool {
        match (self, other) {
            (Question::Account(one), Question::Account(other)) => one == other,
            (Question::Show(one), Question::Show(other)) => one == other,
            (Question::Preview(one, ..), Question::Preview(other, ..)) => one == other,
            _ => std::mem::discriminant(self) == std::mem::discriminant(other),
        }
    }
}

/// What is known of an account.
#[derive(Clone, Debug)]
pub struct Account {
    /// Who it is.
    pub customer: ShownCustomer,
    /// What is owed, and why.
    pub balance: Balance,
    /// What happened lately.
    pub lately: Vec<Happened>,
}

/// What became of the commands of a form.
#[derive(Debug)]
pub enum Outcome<T> {
    /// All were taken.
    Taken(Vec<T>),
    /// These were, and the next was refused.
    Refused(Vec<T>, Refusal),
    /// Nobody knows: the book says why.
    Failed(String),
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
    Cannot(String),
    /// Who may be meant, and when each of them paid last; all of the first, so that one frame
    /// shows both.
    Found(Lookup, Vec<Option<Day>>, Option<Box<Account>>),
    /// All of an account.
    Account(Box<Account>),
    /// All of a document or a case.
    Shown(String, Box<Shown>),
    /// What would become of the commands of a form.
    Previewed(Uuid, u64, Outcome<Preview>),
    /// What became of them.
    Posted(Uuid, Outcome<Receipt>),
    /// Rows of the list, and what it comes to.
    Rows(Box<Shows>),
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
        let worker = std::thread::spawn(move || {
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
            session.prepare_lookup();
            tell(opened(&session));
            let mut clerk = Clerk {
                session: &session,
                today: session.today(),
                partial: None,
                listings: Listings::default(),
            };
            clerk.answer_all(&waiting, &tell);
            // Whoever did not wait needs no answer.
            let _ = tell_closed.send(session.close().map(|_| ()));
        });
        Book { questions: Some(questions), worker: Some(worker), closed }
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
            Some(Err(_)) => Err(BookError::Data("the desk's worker has stopped".into())),
            _ => closed,
        }
    }
}

/// Says that the book cannot be used any more, where the worker ends by a panic.
struct Guard<'a>(&'a dyn Fn(Answer));

impl Drop for Guard<'_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            (self.0)(Answer::Failed(BookError::Data("the desk's worker has stopped".into())));
        }
    }
}

/// What waits to be answered: the newest of each kind, and all that is posted.
#[derive(Default)]
struct Waiting {
    posts: Vec<(Uuid, Vec<String>)>,
    newest: Vec<Question>,
}

impl Waiting {
    fn add(&mut self, question: Question) {
        if let Question::Post(form, commands) = question {
            self.posts.push((form, commands));
            return;
        }
        self.newest.retain(|other| !question.replaces(other));
        self.newest.push(question);
    }
}

struct Clerk<'a> {
    session: &'a Session,
    /// The day of which the desk knows.
    today: Day,
    /// What was answered in part, while the index was being built.
    partial: Option<(String, usize)>,
    listings: Listings,
}

impl Clerk<'_> {
    fn answer_all(&mut self, waiting: &Receiver<Question>, tell: &impl Fn(Answer)) {
        loop {
            // While a list is read, whoever asks is answered between two slices of it.
            let next = match (self.listings.is_reading(), &self.partial) {
                (true, _) => waiting.try_recv().map_err(|error| match error {
                    TryRecvError::Empty => RecvTimeoutError::Timeout,
                    TryRecvError::Disconnected => RecvTimeoutError::Disconnected,
                }),
                (false, None) => waiting.recv().map_err(|_| RecvTimeoutError::Disconnected),
                (false, Some(_)) => waiting.recv_timeout(SOON),
            };
            let mut asked = Waiting::default();
            match next {
                Ok(question) => asked.add(question),
                Err(RecvTimeoutError::Disconnected) => return,
                Err(RecvTimeoutError::Timeout) if self.listings.is_reading() => {
                    match self.listings.read_on(self.session) {
                        Ok(Some(shows)) => tell(Answer::Rows(Box::new(shows))),
                        Ok(None) => {}
                        Err(failure) => {
                            // What cannot be read is not read again and again.
                            self.listings = Listings::default();
                            tell(said(Err(failure)));
                        }
                    }
                }
                Err(RecvTimeoutError::Timeout) => {
                    let partial = self.partial.take();
                    asked.newest.extend(partial.map(|(query, most)| Question::Look(query, most)));
                }
            }
            for question in waiting.try_iter() {
                asked.add(question);
            }
            if self.today != self.session.today() {
                // It is past midnight.
                self.today = self.session.today();
                tell(opened(self.session));
            }
            for (form, commands) in asked.posts {
                tell(Answer::Posted(form, post(self.session, &commands)));
            }
            for question in asked.newest {
                tell(said(self.answer(question)));
            }
        }
    }

    fn answer(&mut self, question: Question) -> Result<Answer, Failure> {
        let session = self.session;
        Ok(match question {
            Question::Look(query, most) => {
                let found = session.ask(&LookupOf { query: query.clone(), limit: most })?;
                self.partial = found.partial.then_some((query, most));
                let codes = found.hits.iter().map(|hit| hit.customer.clone()).collect();
                let paid = session.ask(&LastPaid(codes))?;
                let first = found.hits.first().map(|hit| hit.customer.clone());
                let first = first.map(|first| all_of(session, first, AT_A_GLANCE)).transpose()?;
                Answer::Found(found, paid, first.map(Box::new))
            }
            Question::Account(code) => Answer::Account(Box::new(all_of(session, code, LATELY)?)),
            Question::Show(what) => {
                let shown = session.ask(&Show { what: what.clone() })?;
                Answer::Shown(what, Box::new(shown))
            }
            Question::Preview(form, version, commands) => {
                Answer::Previewed(form, version, preview(session, &commands))
            }
            // Taken out before: what is posted never waits behind a newer question.
            Question::Post(..) => return Err(Failure::Unknown("asked as a question".into())),
            Question::List(listing) => {
                self.listings.begin(listing);
                match self.listings.read_on(session) {
                    Ok(shows) => Answer::Rows(Box::new(shows.unwrap_or_default())),
                    Err(failure) => {
                        self.listings = Listings::default();
                        return Err(failure);
                    }
                }
            }
            Question::Window(window) => {
                Answer::Rows(Box::new(self.listings.window(session, window)?))
            }
            Question::Book => opened(session),
        })
    }
}

fn said(answer: Result<Answer, Failure>) -> Answer {
    match answer {
        Ok(answer) => answer,
        Err(Failure::Refused(refusal)) => Answer::Refused(refusal),
        Err(failure) => Answer::Cannot(failure.to_string()),
    }
}

fn all_of(session: &Session, customer: Code, most: usize) -> Result<Account, Failure> {
    let shown = session.ask(&FindCustomer(customer.clone()))?;
    let balance =
        session.ask(&BalanceOf { customer: customer.clone(), asked: Asked::default() })?;
    let lately = session.ask(&LatelyOf { customer, most })?;
    let gone = || Failure::Unknown("the account has gone".into());
    Ok(Account { customer: shown.ok_or_else(gone)?, balance, lately })
}

fn opened(session: &Session) -> Answer {
    let about = || {
        let summary = session.ask(&SummaryOf)?;
        let (mut items, mut after) = (Vec::new(), None);
        loop {
            let page = session.ask(&ItemsAfter(after))?;
            items.extend(page.rows);
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        let about = About {
            company: summary.company,
            made_up: summary.made_up,
            today: session.today(),
            zone: session.info().zone.clone(),
            currency: Currency::parse(session.info().currency.code()),
            accounts: summary.currencies.values().map(|control| control.customers).sum(),
        };
        Ok(Answer::Opened(about, items))
    };
    said(about())
}

fn preview(session: &Session, commands: &[String]) -> Outcome<Preview> {
    let mut envelopes = Vec::with_capacity(commands.len());
    for command in commands {
        match intake::read(command).1 {
            Ok(envelope) => envelopes.push(envelope),
            Err(refusal) => return Outcome::Refused(Vec::new(), refusal),
        }
    }
    match session.preview(envelopes) {
        Ok(outcomes) => together(outcomes.into_iter()),
        Err(failure) => Outcome::Failed(failure.to_string()),
    }
}

/// Posts one command after the other, as long as they are taken.
fn post(session: &Session, commands: &[String]) -> Outcome<Receipt> {
    together(commands.iter().map(|command| {
        let envelope = intake::read(command).1?;
        session.post(envelope)
    }))
}

fn together<T>(outcomes: impl Iterator<Item = Result<T, Failure>>) -> Outcome<T> {
    let mut taken = Vec::new();
    for outcome in outcomes {
        match outcome {
            Ok(one) => taken.push(one),
            Err(Failure::Refused(refusal)) => return Outcome::Refused(taken, refusal),
            Err(failure) => return Outcome::Failed(failure.to_string()),
        }
    }
    Outcome::Taken(taken)
}
