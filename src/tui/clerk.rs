//! Who answers the desk's questions: with the book where it is in reach, and once it is back where
//! it is not. May use: engine, the questions.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender, TryRecvError};
use std::time::{Duration, Instant};

use uuid::Uuid;

use crate::domain::{Day, Reason};
use crate::engine::error::{BookError, Failure};
use crate::engine::listing::{ListAsk, Listings};
use crate::engine::{News, Preview, Receipt, Session, intake};
use crate::ledger::query::caller::{AccountOf, Callers, CallersOf};
use crate::ledger::query::entries::EntryOf;
use crate::ledger::query::posted::PostedBy;
use crate::ledger::query::show::Show;

use super::opened::opened;
use super::query::{self, Query};
use super::worker::{Answer, FirstItems, Outcome, Question, no_thread};

/// How much of what happened on an account is read.
const LATELY: usize = 30;

/// How much of it for what stands below the accounts found: the last call.
const AT_A_GLANCE: usize = 6;

/// How much of what she posted before this start can be taken back from the list of it.
const POSTED: usize = 30;

/// How long a look-up that was answered in part waits before it is asked again.
const SOON: Duration = Duration::from_millis(100);

/// How soon a book whose connection is lost is looked for, and how often at the least.
const AGAIN: Duration = Duration::from_millis(50);
const SELDOM: Duration = Duration::from_secs(1);

/// What waits to be answered: of what one asker asks about one thing, the newest.
#[derive(Default)]
struct Waiting {
    newest: Vec<Question>,
}

impl Waiting {
    fn add(&mut self, question: Question) {
        let mut question = question;
        self.newest.retain(|other| {
            let is_replaced = question.replaces(other);
            if let (true, Question::Account(_, first), Question::Account(_, others)) =
                (is_replaced, &mut question, other)
            {
                // Two that show one account: whoever wants more of it gets that.
                first.widen(others);
            }
            !is_replaced
        });
        self.newest.push(question);
    }
}

/// Commands of a form that are on their way.
type Job = (Uuid, Vec<String>);

/// What the two threads of the worker share.
#[derive(Default)]
struct Line {
    /// Whether the connection is lost.
    is_lost: AtomicBool,
    /// Whether the desk closes: nothing is tried again.
    closes: AtomicBool,
}

/// Answers until nobody asks any more. What is posted goes out in a thread of its own: whoever is
/// looked up meanwhile is found.
pub(super) fn serve(
    session: &Session,
    waiting: &Receiver<Question>,
    tell: &(impl Fn(Answer) + Sync),
) {
    let (jobs, (queries, asked), line) = (mpsc::channel(), mpsc::channel(), Line::default());
    std::thread::scope(|scope| {
        let post = || post_all(session, jobs.1, &line, tell);
        let closing = &line.closes;
        let closes = move || closing.load(Ordering::SeqCst);
        let answer = move || query::answer_all(session, &asked, &closes, tell);
        let posts = std::thread::Builder::new().spawn_scoped(scope, post);
        let answers = std::thread::Builder::new().spawn_scoped(scope, answer);
        if let Err(source) = posts.and(answers) {
            let error = BookError::Data(no_thread(&source));
            return tell(Answer::Failed(error));
        }
        Clerk::new(session, (jobs.0, queries), &line).answer_all(waiting, tell);
        line.closes.store(true, Ordering::SeqCst);
    });
}

/// Posts what is sent, one form after the other. Where the connection is lost on the way, it is sent
/// again under the same ids until there is an answer.
fn post_all(session: &Session, jobs: Receiver<Job>, line: &Line, tell: &impl Fn(Answer)) {
    for (form, commands) in jobs {
        // What comes while the connection is lost was not on its way: it stays in its form.
        let was_lost = line.is_lost.load(Ordering::SeqCst);
        let mut is_told = false;
        let outcome = loop {
            match post(session, &commands) {
                Ok(outcome) => break Some(outcome),
                Err(why) if was_lost => break Some(Outcome::Failed(why)),
                Err(_) if line.closes.load(Ordering::SeqCst) => break None,
                Err(why) => {
                    if !std::mem::replace(&mut is_told, true) {
                        tell(Answer::News(News::Gone(why)));
                    }
                    std::thread::sleep(AGAIN);
                }
            }
        };
        if let Some(outcome) = outcome {
            tell(Answer::Posted(form, outcome));
        }
    }
}

/// Answers what is asked, one thing after the other.
struct Clerk<'a> {
    session: &'a Session,
    /// Where what is posted goes.
    jobs: Sender<Job>,
    /// Where the questions of layers go.
    queries: Sender<Query>,
    line: &'a Line,
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
    fn new(
        session: &'a Session,
        (jobs, queries): (Sender<Job>, Sender<Query>),
        line: &'a Line,
    ) -> Clerk<'a> {
        Clerk {
            session,
            jobs,
            queries,
            line,
            today: session.today(),
            partial: None,
            listings: Listings::default(),
            is_reading: false,
            lost: None,
            again: (Instant::now(), AGAIN),
        }
    }

    fn answer_all(&mut self, waiting: &Receiver<Question>, tell: &impl Fn(Answer)) {
        loop {
            let mut asked = Waiting::default();
            match self.next(waiting) {
                Ok(question) => asked.add(question),
                Err(RecvTimeoutError::Disconnected) => return,
                Err(RecvTimeoutError::Timeout) if self.lost.is_some() => self.try_again(tell),
                Err(RecvTimeoutError::Timeout) if self.is_reading => {
                    match self.list(&ListAsk::ReadOn) {
                        Err(Failure::Book(BookError::Gone(_))) => {
                            self.loses();
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
        for question in asked.newest {
            // The threads that these go to end after this one.
            match question {
                Question::Post(form, commands) => {
                    let _ = self.jobs.send((form, commands));
                    continue;
                }
                Question::Of(query) => {
                    let _ = self.queries.send(query);
                    continue;
                }
                _ => {}
            }
            if let Some(lost) = &mut self.lost {
                lost.add(question);
                continue;
            }
            match self.answer(question.clone()) {
                Err(Failure::Book(BookError::Gone(_))) => {
                    self.loses().add(question);
                }
                answer => say(answer, tell),
            }
        }
    }

    /// The connection is lost: what is asked waits.
    fn loses(&mut self) -> &mut Waiting {
        self.line.is_lost.store(true, Ordering::SeqCst);
        self.lost.get_or_insert_default()
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
        self.line.is_lost.store(false, Ordering::SeqCst);
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
                let asked = CallersOf {
                    query: query.clone(),
                    limit: most,
                    items: FirstItems::default().most,
                    lately: AT_A_GLANCE,
                };
                let Callers { lookup, paid, first } = session.ask(&asked)?;
                self.partial = lookup.partial.then_some((query, most));
                Answer::Found(lookup, paid, first.map(Box::new))
            }
            Question::Account(customer, first) => {
                let FirstItems { most: items, through } = first;
                let asked = AccountOf { customer, items, through, lately: LATELY };
                Answer::Account(Box::new(session.ask(&asked)?))
            }
            Question::Show(what) => {
                let shown = session.ask(&Show { what: what.clone() })?;
                Answer::Shown(what, Box::new(shown))
            }
            Question::Entry(seq) => {
                let entry = session.ask(&EntryOf(seq))?;
                return Ok(entry.map(|entry| Answer::Entry(Box::new(entry))));
            }
            Question::Preview(form, version, commands) => {
                Answer::Previewed(form, version, preview(session, &commands)?)
            }
            // Taken out before.
            Question::Post(..) | Question::Of(_) => {
                return Err(Failure::Unknown(Reason::text("asked as a question")));
            }
            Question::List(listing) => return self.list(&ListAsk::Begin(listing)),
            Question::Window(window) => return self.list(&ListAsk::Window(window)),
            Question::Posted => {
                let user = session.caller().0;
                Answer::PostedBefore(session.ask(&PostedBy { user, most: POSTED })?)
            }
            Question::Book => opened(session),
            Question::Attend(what) => {
                session.attend(what)?;
                return Ok(None);
            }
            Question::Again => {
                self.loses();
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
        Err(failure) => Answer::Cannot(Reason::of(&failure)),
    }
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
        Err(failure) => Ok(Outcome::Failed(Reason::of(&failure))),
    }
}

/// Posts one command after the other, as long as they are taken. Where the connection was lost,
/// why: all of them can be sent again.
fn post(session: &Session, commands: &[String]) -> Result<Outcome<Receipt>, Reason> {
    together(commands.iter().map(|command| {
        let envelope = intake::read(command).1?;
        session.post(envelope)
    }))
}

fn together<T>(outcomes: impl Iterator<Item = Result<T, Failure>>) -> Result<Outcome<T>, Reason> {
    let mut taken = Vec::new();
    for outcome in outcomes {
        match outcome {
            Ok(one) => taken.push(one),
            Err(Failure::Refused(refusal)) => return Ok(Outcome::Refused(taken, refusal)),
            Err(failure @ Failure::Book(BookError::Gone(_))) => return Err(Reason::of(&failure)),
            Err(failure) => return Ok(Outcome::Failed(Reason::of(&failure))),
        }
    }
    Ok(Outcome::Taken(taken))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Code;

    #[test]
    fn a_question_is_replaced_only_by_a_newer_one_about_the_same() {
        let form = |number: u8| Uuid::from_bytes([number; 16]);
        let account = |text: &str, most| {
            let first = FirstItems { most, ..FirstItems::default() };
            Question::Account(Code(text.into()), first)
        };
        let mut waiting = Waiting::default();
        for question in [
            account("A", 400),
            account("B", 100),
            Question::Show("INV-1".into()),
            Question::Show("INV-2".into()),
            Question::Look("kig".into(), 8),
            Question::Preview(form(1), 1, Vec::new()),
            Question::Preview(form(2), 7, Vec::new()),
            Question::Post(form(1), vec!["one".into()]),
            Question::Post(form(1), vec!["one".into()]),
            Question::Post(form(2), vec!["two".into()]),
            // These are newer ones of the same asker about the same.
            account("A", 100),
            Question::Look("kiga".into(), 8),
            Question::Preview(form(1), 2, Vec::new()),
        ] {
            waiting.add(question);
        }
        let left: Vec<String> = waiting.newest.iter().map(|it| format!("{it:?}")).collect();
        let has = |text: &str| left.iter().filter(|it| it.contains(text)).count();
        assert_eq!(left.len(), 10, "{left:?}");
        assert_eq!((has("Account"), has("Show"), has("Look"), has("Post")), (2, 2, 1, 3));
        assert!(has("most: 400") == 1 && has("most: 100") == 1, "{left:?}");
        assert!(has("kiga\"") == 1 && has("Preview(01010101-0101-0101-0101-010101010101, 2") == 1);
    }
}
