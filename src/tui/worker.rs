//! Asks the book, in a thread of its own: typing never waits for it. Of questions that wait, the
//! newest of a kind is asked and the others are dropped. May use: engine, the questions.

use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread::JoinHandle;
use std::time::Duration;

use crate::domain::Code;
use crate::engine::Session;
use crate::engine::error::{BookError, Failure};
use crate::ledger::query::Asked;
use crate::ledger::query::balance::{Balance, BalanceOf};
use crate::ledger::query::lookup::{Lookup, LookupOf};
use crate::ledger::query::show::{Show, Shown, ShownCustomer};
use crate::ledger::query::summary::SummaryOf;
use crate::words::Words;

use super::app::{About, Event};

/// How many accounts a look-up answers with: more than any window shows is scrolled through.
const MOST: usize = 40;

/// A question to the book.
#[derive(Clone, Debug)]
pub enum Question {
    /// Who may be meant?
    Look(String),
    /// What is there to know of this account?
    Account(Code),
}

/// What is known of an account.
#[derive(Clone, Debug)]
pub struct Account {
    /// Who it is.
    pub customer: ShownCustomer,
    /// What is owed, and why.
    pub balance: Balance,
}

/// An answer of the book.
pub enum Answer {
    /// It is open.
    Opened(About),
    /// It cannot be used.
    Failed(BookError),
    /// It says no, in words.
    Refused(String),
    /// Who may be meant.
    Found(Lookup),
    /// All of an account.
    Account(Box<Account>),
}

/// The book, while the desk is open.
pub struct Desk {
    questions: Option<Sender<Question>>,
    worker: Option<JoinHandle<Result<(), BookError>>>,
}

impl Desk {
    /// Opens the book in the background; answers are sent as events.
    pub fn open(
        open: impl FnOnce() -> Result<Session, BookError> + Send + 'static,
        events: Sender<Event>,
    ) -> Desk {
        let (questions, waiting) = mpsc::channel();
        let worker = std::thread::spawn(move || {
            // Whoever no longer listens has left.
            let tell = |answer| drop(events.send(Event::Answer(Box::new(answer))));
            let session = match open() {
                Ok(session) => session,
                Err(error) => {
                    tell(Answer::Failed(error));
                    return Ok(());
                }
            };
            session.prepare_lookup();
            tell(about(&session));
            answer_all(&session, &waiting, &tell);
            session.close().map(|_| ())
        });
        Desk { questions: Some(questions), worker: Some(worker) }
    }

    /// Asks.
    pub fn ask(&self, question: Question) {
        if let Some(questions) = &self.questions {
            // The worker has ended only where it said so.
            let _ = questions.send(question);
        }
    }

    /// Closes the book.
    pub fn close(mut self) -> Result<(), BookError> {
        self.questions = None;
        let ended = self.worker.take().map(JoinHandle::join);
        match ended {
            Some(Ok(closed)) => closed,
            _ => Err(BookError::Data("the desk's worker has stopped".into())),
        }
    }
}

/// How long a look-up that was answered in part waits before it is asked again.
const SOON: Duration = Duration::from_millis(100);

fn answer_all(session: &Session, waiting: &Receiver<Question>, tell: &impl Fn(Answer)) {
    // What was answered in part, while the index was being built.
    let mut partial: Option<String> = None;
    loop {
        let next = match &partial {
            None => waiting.recv().map_err(|_| RecvTimeoutError::Disconnected),
            Some(_) => waiting.recv_timeout(SOON),
        };
        let first = match (next, &partial) {
            (Ok(question), _) => question,
            (Err(RecvTimeoutError::Timeout), Some(query)) => Question::Look(query.clone()),
            (Err(_), _) => return,
        };
        let (mut look, mut account) = (None, None);
        for question in std::iter::once(first).chain(waiting.try_iter()) {
            match question {
                Question::Look(query) => look = Some(query),
                Question::Account(code) => account = Some(code),
            }
        }
        if let Some(query) = look {
            let found = session.ask(&LookupOf { query: query.clone(), limit: MOST });
            partial = found.as_ref().is_ok_and(|found| found.partial).then_some(query);
            tell(said(found.map(Answer::Found)));
        }
        if let Some(code) = account {
            tell(said(all_of(session, code).map(|account| Answer::Account(Box::new(account)))));
        }
    }
}

fn said(answer: Result<Answer, Failure>) -> Answer {
    match answer {
        Ok(answer) => answer,
        Err(Failure::Refused(refusal)) => Answer::Refused(Words::english().refusal(&refusal)),
        Err(failure) => Answer::Refused(failure.to_string()),
    }
}

fn all_of(session: &Session, customer: Code) -> Result<Account, Failure> {
    let shown = session.ask(&Show { what: customer.to_string() })?;
    let balance = session.ask(&BalanceOf { customer, asked: Asked::default() })?;
    match shown {
        Shown::Customer(customer) => Ok(Account { customer, balance }),
        _ => Err(Failure::Unknown("a document has this code".into())),
    }
}

fn about(session: &Session) -> Answer {
    let about = session.ask(&SummaryOf).map(|summary| {
        let accounts = summary.currencies.values().map(|control| control.customers).sum();
        About { company: summary.company, today: session.today(), accounts }
    });
    said(about.map(Answer::Opened))
}
