//! Who answers the desk's questions: with the book where it is in reach, and once it is back where
//! it is not. May use: engine, the questions.

use std::sync::mpsc::{Receiver, RecvTimeoutError, TryRecvError};
use std::time::{Duration, Instant};

use uuid::Uuid;

use crate::domain::{Code, Currency, Day};
use crate::engine::error::{BookError, Failure};
use crate::engine::listing::{ListAsk, Listings};
use crate::engine::{Preview, Receipt, Session, intake};
use crate::ledger::query::Asked;
use crate::ledger::query::balance::BalanceOf;
use crate::ledger::query::lately::{LastPaid, LatelyOf};
use crate::ledger::query::lookup::LookupOf;
use crate::ledger::query::page::ItemsAfter;
use crate::ledger::query::show::{FindCustomer, Show};
use crate::ledger::query::summary::SummaryOf;

use super::desk::About;
use super::worker::{Account, Answer, Outcome, Question};

/// How much of what happened on an account is read.
const LATELY: usize = 30;

/// How much of it for the sentence below the accounts found: the last call, a promise.
const AT_A_GLANCE: usize = 6;

/// How long a look-up that was answered in part waits before it is asked again.
const SOON: Duration = Duration::from_millis(100);

/// How soon a book whose connection is lost is looked for, and how often at the least.
const AGAIN: Duration = Duration::from_millis(50);
const SELDOM: Duration = Duration::from_secs(1);

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

/// Answers what is asked, one thing after the other.
pub(super) struct Clerk<'a> {
    session: &'a Session,
    /// The day of which the desk knows.
    today: Day,
    /// What was answered in part, while the index was being built.
    partial: Option<(String, usize)>,
    listings: Listings,
    /// Whether there is more of the list to read.
    is_reading: bool,
    /// What waits for the connection, where that is lost.
    lost: Option<Waiting>,
    /// When the book is looked for again, and how long after that.
    again: (Instant, Duration),
}

impl<'a> Clerk<'a> {
    pub(super) fn new(session: &'a Session) -> Clerk<'a> {
        Clerk {
            session,
            today: session.today(),
            partial: None,
            listings: Listings::default(),
            is_reading: false,
            lost: None,
            again: (Instant::now(), AGAIN),
        }
    }

    /// Answers until nobody asks any more.
    pub(super) fn answer_all(&mut self, waiting: &Receiver<Question>, tell: &impl Fn(Answer)) {
        loop {
            let mut asked = Waiting::default();
            match self.next(waiting) {
                Ok(question) => asked.add(question),
                Err(RecvTimeoutError::Disconnected) => return,
                Err(RecvTimeoutError::Timeout) if self.lost.is_some() => self.try_again(tell),
                Err(RecvTimeoutError::Timeout) if self.is_reading => {
                    match self.list(&ListAsk::ReadOn) {
                        Err(Failure::Book(BookError::Gone(_))) => {
                            self.lost.get_or_insert_default();
                        }
                        read => say(read, tell),
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
            self.answer_these(asked, tell);
        }
    }

    fn next(&self, waiting: &Receiver<Question>) -> Result<Question, RecvTimeoutError> {
        match (&self.lost, self.is_reading, &self.partial) {
            (Some(_), ..) => {
                let left = self.again.0.saturating_duration_since(Instant::now());
                waiting.recv_timeout(left)
            }
            // While a list is read, whoever asks is answered between two slices of it.
            (_, true, _) => waiting.try_recv().map_err(|error| match error {
                TryRecvError::Empty => RecvTimeoutError::Timeout,
                TryRecvError::Disconnected => RecvTimeoutError::Disconnected,
            }),
            (_, _, Some(_)) => waiting.recv_timeout(SOON),
            _ => waiting.recv().map_err(|_| RecvTimeoutError::Disconnected),
        }
    }

    fn answer_these(&mut self, asked: Waiting, tell: &impl Fn(Answer)) {
        for (form, commands) in asked.posts {
            // What comes while the connection is lost was not on its way: it stays in its form.
            let was_lost = self.lost.is_some();
            match post(self.session, &commands) {
                Err(_) if !was_lost => {
                    self.lost.get_or_insert_default().posts.push((form, commands));
                }
                Err(why) => tell(Answer::Posted(form, Outcome::Failed(why))),
                Ok(outcome) => tell(Answer::Posted(form, outcome)),
            }
        }
        for question in asked.newest {
            if let Some(lost) = &mut self.lost {
                lost.add(question);
                continue;
            }
            match self.answer(question.clone()) {
                Err(Failure::Book(BookError::Gone(_))) => {
                    self.lost.get_or_insert_default().add(question);
                }
                answer => say(answer, tell),
            }
        }
    }

    /// Tries to find the book again; what waited for that is sent and asked.
    fn try_again(&mut self, tell: &impl Fn(Answer)) {
        match self.session.try_again() {
            Ok(()) => self.again = (Instant::now(), AGAIN),
            // Whoever is there says no: asking on changes nothing.
            Err(error @ (BookError::Refused(_) | BookError::Wire(_))) => {
                return tell(Answer::Failed(error));
            }
            Err(_) => {
                let pause = (self.again.1 * 2).min(SELDOM);
                self.again = (Instant::now() + pause, pause);
                return;
            }
        }
        self.session.prepare_lookup();
        let waited = self.lost.take().unwrap_or_default();
        tell(Answer::Back);
        tell(opened(self.session));
        self.answer_these(waited, tell);
    }

    fn list(&mut self, ask: &ListAsk) -> Result<Option<Answer>, Failure> {
        self.is_reading = false;
        let shows = self.session.list(&mut self.listings, ask)?;
        self.is_reading = shows.as_ref().is_none_or(|shows| !shows.is_whole);
        Ok(shows.map(|shows| Answer::Rows(Box::new(shows))))
    }

    fn answer(&mut self, question: Question) -> Result<Option<Answer>, Failure> {
        let session = self.session;
        Ok(Some(match question {
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
                Answer::Previewed(form, version, preview(session, &commands)?)
            }
            // Taken out before: what is posted never waits behind a newer question.
            Question::Post(..) => return Err(Failure::Unknown("asked as a question".into())),
            Question::List(listing) => return self.list(&ListAsk::Begin(listing)),
            Question::Window(window) => return self.list(&ListAsk::Window(window)),
            Question::Book => opened(session),
            Question::Attend(what) => {
                session.attend(what)?;
                return Ok(None);
            }
            Question::Again => {
                self.lost.get_or_insert_default();
                return Ok(None);
            }
        }))
    }
}

fn say(answer: Result<Option<Answer>, Failure>, tell: &impl Fn(Answer)) {
    match answer {
        Ok(None) => {}
        Ok(Some(answer)) => tell(answer),
        Err(failure) => tell(said(Err(failure))),
    }
}

pub(super) fn said(answer: Result<Answer, Failure>) -> Answer {
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

/// What there is to know of the book at first.
pub(super) fn opened(session: &Session) -> Answer {
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
            is_served: session.is_served(),
            role: session.caller().1,
        };
        Ok(Answer::Opened(about, items))
    };
    said(about())
}

fn preview(session: &Session, commands: &[String]) -> Result<Outcome<Preview>, Failure> {
    let mut envelopes = Vec::with_capacity(commands.len());
    for command in commands {
        match intake::read(command).1 {
            Ok(envelope) => envelopes.push(envelope),
            Err(refusal) => return Ok(Outcome::Refused(Vec::new(), refusal)),
        }
    }
    match session.preview(envelopes) {
        Ok(outcomes) => Ok(together(outcomes.into_iter()).unwrap_or_else(Outcome::Failed)),
        Err(failure @ Failure::Book(BookError::Gone(_))) => Err(failure),
        Err(failure) => Ok(Outcome::Failed(failure.to_string())),
    }
}

/// Posts one command after the other, as long as they are taken. Where the connection was lost,
/// why: all of them can be sent again.
fn post(session: &Session, commands: &[String]) -> Result<Outcome<Receipt>, String> {
    together(commands.iter().map(|command| {
        let envelope = intake::read(command).1?;
        session.post(envelope)
    }))
}

fn together<T>(outcomes: impl Iterator<Item = Result<T, Failure>>) -> Result<Outcome<T>, String> {
    let mut taken = Vec::new();
    for outcome in outcomes {
        match outcome {
            Ok(one) => taken.push(one),
            Err(Failure::Refused(refusal)) => return Ok(Outcome::Refused(taken, refusal)),
            Err(failure @ Failure::Book(BookError::Gone(_))) => return Err(failure.to_string()),
            Err(failure) => return Ok(Outcome::Failed(failure.to_string())),
        }
    }
    Ok(Outcome::Taken(taken))
}
