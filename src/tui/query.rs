//! Questions to the book and their answers. A question carries its asker and a number, so that an answer
//! to an older question, or to an asker that is gone, is dropped. Commands carry the same. May use:
//! engine, the ledger's questions.

use std::any::Any;
use std::cell::RefCell;
use std::fmt;
use std::sync::{Arc, Weak};

use crate::domain::{Cause, Envelope, Message, Refusal};
use crate::engine::error::{BookError, Failure};
use crate::engine::{News, Receipt, Session};
use crate::ledger::query::Question as BookQuestion;

/// An answer of any type; its asker knows the type.
type AnyAnswer = Box<dyn Any + Send>;

type Ask = dyn FnMut(&Session) -> Result<AnswerSoFar<AnyAnswer>, Failure> + Send;

/// The asker of a question, and the number of the question.
#[derive(Clone, Debug)]
pub struct Ticket {
    asker: Weak<()>,
    version: u64,
}

impl Ticket {
    fn is_of_asker(&self, other: &Ticket) -> bool {
        self.asker.ptr_eq(&other.asker)
    }

    fn is_same(&self, other: &Ticket) -> bool {
        self.is_of_asker(other) && self.version == other.version
    }
}

/// Whether an answer is complete, or the question has to be asked again for more.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Next {
    /// The answer is complete.
    Whole,
    /// There is more; other questions may come between.
    AtOnce,
    /// There may be more in a moment.
    Soon,
}

/// The answer so far.
pub struct AnswerSoFar<A> {
    /// The answer; `None` if it is not time yet to show what was read.
    pub answer: Option<A>,
    /// Whether there is more.
    pub next: Next,
}

/// A question on its way to the book.
pub struct Query {
    ticket: Ticket,
    ask: Box<Ask>,
    may_take_long: bool,
}

impl fmt::Debug for Query {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.ticket.fmt(f)
    }
}

impl Query {
    /// Whether this question replaces another one of the same asker.
    pub(super) fn replaces(&self, other: &Query) -> bool {
        self.ticket.is_of_asker(&other.ticket)
    }

    /// Whether the asker is gone, or has asked something newer.
    pub(super) fn is_dropped(&self) -> bool {
        self.ticket.asker.strong_count() == 0
    }

    /// Whether the question is slow, and asked beside the others.
    pub(super) fn may_take_long(&self) -> bool {
        self.may_take_long
    }

    /// Asks the book. Returns an answer, if there is one to show, and whether there is more. Fails if
    /// the connection is lost; the question can then be asked again.
    pub(super) fn ask(&mut self, session: &Session) -> Result<(Option<Answer>, Next), Failure> {
        let (answer, next) = match (self.ask)(session) {
            Ok(AnswerSoFar { answer: None, next }) => return Ok((None, next)),
            Ok(AnswerSoFar { answer: Some(answer), next }) => (Ok(answer), next),
            Err(Failure::Refused(refusal)) => (Err(NoAnswer::Refused(refusal)), Next::Whole),
            Err(gone @ Failure::Book(BookError::Gone(_))) => return Err(gone),
            Err(failure) => (Err(NoAnswer::Failed(Cause::of(&failure))), Next::Whole),
        };
        let answered = Answered { ticket: self.ticket.clone(), answer: RefCell::new(Some(answer)) };
        Ok((Some(Answer::Of(answered)), next))
    }
}

/// What the desk asks of the book.
#[derive(Debug)]
pub enum Errand {
    /// A question of one asker.
    Ask(Query),
    /// Commands to post. A later errand never replaces them.
    Post(PostRequest),
    /// Tells others what the user works on, or that it is nothing in particular.
    Attend(Option<String>),
    /// Reconnect.
    Reconnect,
}

impl Errand {
    /// Whether this errand replaces another.
    pub(super) fn replaces(&self, other: &Errand) -> bool {
        match (self, other) {
            (Errand::Ask(one), Errand::Ask(other)) => one.replaces(other),
            (Errand::Attend(_), Errand::Attend(_)) | (Errand::Reconnect, Errand::Reconnect) => true,
            (
                Errand::Ask(_) | Errand::Post(_) | Errand::Attend(_) | Errand::Reconnect,
                Errand::Ask(_) | Errand::Post(_) | Errand::Attend(_) | Errand::Reconnect,
            ) => false,
        }
    }

    /// Whether its asker is gone. Commands are carried out all the same.
    pub(super) fn is_dropped(&self) -> bool {
        matches!(self, Errand::Ask(query) if query.is_dropped())
    }
}

/// A command that is ready to be sent, or why it cannot be.
pub type Sendable = Result<Envelope, Refusal>;

/// Commands that are being sent.
#[derive(Debug)]
pub struct PostRequest {
    pub(super) ticket: Ticket,
    pub(super) commands: Vec<Sendable>,
    /// Whether the connection was known to be lost when the desk sent them. Then they stay in their
    /// form; otherwise they are sent again until there is an answer.
    pub(super) was_lost: bool,
}

/// The outcome of commands.
#[derive(Clone, Debug)]
pub enum PostOutcome<T> {
    /// All were accepted.
    Taken(Vec<T>),
    /// These were accepted, and the next was refused.
    Refused(Vec<T>, Refusal),
    /// The outcome is unknown, for this reason.
    Failed(Cause),
}

impl<T> PostOutcome<T> {
    /// Sends commands one after the other until one is refused. Fails if the connection is lost; all of
    /// them can then be sent again.
    pub(super) fn of(
        outcomes: impl Iterator<Item = Result<T, Failure>>,
    ) -> Result<PostOutcome<T>, Failure> {
        let mut taken = Vec::new();
        for outcome in outcomes {
            match outcome {
                Ok(one) => taken.push(one),
                Err(Failure::Refused(refusal)) => return Ok(PostOutcome::Refused(taken, refusal)),
                Err(gone @ Failure::Book(BookError::Gone(_))) => return Err(gone),
                Err(failure) => return Ok(PostOutcome::Failed(Cause::of(&failure))),
            }
        }
        Ok(PostOutcome::Taken(taken))
    }
}

/// Why there is no answer.
#[derive(Debug, Clone)]
pub enum NoAnswer {
    /// The question was refused.
    Refused(Refusal),
    /// The book cannot be read.
    Failed(Cause),
}

/// An answer to one asker. The layer that asked takes it.
pub struct Answered {
    ticket: Ticket,
    answer: RefCell<Option<Result<AnyAnswer, NoAnswer>>>,
}

/// A message from the book.
pub enum Answer {
    /// The book cannot be used.
    Failed(BookError),
    /// Something failed that no layer waits for.
    Cannot(NoAnswer),
    /// The answer to one asker.
    Of(Answered),
    /// The outcome of commands.
    Posted(Ticket, PostOutcome<Receipt>),
    /// Something changed, somebody else works on the same, or the connection is lost.
    News(News),
    /// The connection is back.
    Back,
    /// A new day has begun.
    NewDay,
    /// What was repaired or moved aside when the book was opened.
    Mended(Vec<Message>),
}

/// An asker, whose questions have answers of one type. Only the answer to the latest question counts. A
/// layer keeps its asker as long as it wants answers.
pub struct Asking<A> {
    asker: Arc<()>,
    version: u64,
    is_waiting: bool,
    answer: std::marker::PhantomData<fn() -> A>,
}

impl<A> Default for Asking<A> {
    fn default() -> Asking<A> {
        Asking {
            asker: Arc::default(),
            version: 0,
            is_waiting: false,
            answer: std::marker::PhantomData,
        }
    }
}

impl<A> fmt::Debug for Asking<A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "asked {} times", self.version)
    }
}

impl<A: Send + 'static> Asking<A> {
    /// Asks a question. Answers to earlier questions are dropped.
    pub fn ask<Q>(&mut self, question: Q) -> Errand
    where
        Q: BookQuestion<Answer = A> + Send + 'static,
    {
        self.ask_with(move |session| session.ask(&question))
    }

    /// Asks a slow question, which is answered beside the others.
    pub fn ask_long<Q>(&mut self, question: Q) -> Errand
    where
        Q: BookQuestion<Answer = A> + Send + 'static,
    {
        self.errand(true, move |session| {
            let answer = session.ask(&question)?;
            Ok(AnswerSoFar { answer: Some(answer), next: Next::Whole })
        })
    }

    /// Runs something beside the questions, without holding them up.
    pub fn do_beside(
        &mut self,
        mut work: impl FnMut() -> Result<A, Failure> + Send + 'static,
    ) -> Errand {
        self.errand(true, move |_| Ok(AnswerSoFar { answer: Some(work()?), next: Next::Whole }))
    }

    /// Runs something slow with the book, beside the questions.
    pub fn do_long(
        &mut self,
        mut work: impl FnMut(&Session) -> Result<A, Failure> + Send + 'static,
    ) -> Errand {
        self.errand(true, move |session| {
            Ok(AnswerSoFar { answer: Some(work(session)?), next: Next::Whole })
        })
    }

    /// Asks a question whose answer comes as a whole.
    pub fn ask_with(
        &mut self,
        mut ask: impl FnMut(&Session) -> Result<A, Failure> + Send + 'static,
    ) -> Errand {
        self.ask_in_parts(move |session| {
            Ok(AnswerSoFar { answer: Some(ask(session)?), next: Next::Whole })
        })
    }

    /// Asks a question whose answer comes in steps, each replacing the one before.
    pub fn ask_in_parts(
        &mut self,
        ask: impl FnMut(&Session) -> Result<AnswerSoFar<A>, Failure> + Send + 'static,
    ) -> Errand {
        self.errand(false, ask)
    }

    fn errand(
        &mut self,
        may_take_long: bool,
        mut ask: impl FnMut(&Session) -> Result<AnswerSoFar<A>, Failure> + Send + 'static,
    ) -> Errand {
        self.asks();
        let ask = move |session: &Session| {
            let AnswerSoFar { answer, next } = ask(session)?;
            Ok(AnswerSoFar { answer: answer.map(|answer| Box::new(answer) as AnyAnswer), next })
        };
        Errand::Ask(Query { ticket: self.ticket(), ask: Box::new(ask), may_take_long })
    }

    fn asks(&mut self) {
        (self.version, self.is_waiting) = (self.version + 1, true);
    }

    fn ticket(&self) -> Ticket {
        Ticket { asker: Arc::downgrade(&self.asker), version: self.version }
    }

    /// Whether an answer is still to come.
    pub fn is_waiting(&self) -> bool {
        self.is_waiting
    }

    /// Whether an answer belongs to the latest question.
    pub fn is_for(&self, answer: &Answer) -> bool {
        matches!(answer, Answer::Of(answered) if answered.ticket.is_same(&self.ticket()))
    }

    /// Takes the answer to the latest question; `None` if the answer is for another question.
    pub fn take(&mut self, answer: &Answer) -> Option<Result<A, NoAnswer>> {
        let Answer::Of(answered) = answer else { return None };
        if !answered.ticket.is_same(&self.ticket()) {
            return None;
        }
        self.is_waiting = false;
        let answer = answered.answer.take()?;
        Some(answer.and_then(|any| match any.downcast::<A>() {
            Ok(answer) => Ok(*answer),
            Err(_) => Err(NoAnswer::Failed(Cause::text("an answer of another kind"))),
        }))
    }
}

/// A poster of commands, which gets their outcome.
#[derive(Debug, Default)]
pub struct Poster(Asking<PostOutcome<Receipt>>);

impl Poster {
    /// Sends commands one after the other until one is refused.
    pub fn post(&mut self, commands: Vec<Sendable>) -> Errand {
        self.0.asks();
        let ticket = self.0.ticket();
        Errand::Post(PostRequest { ticket, commands, was_lost: false })
    }

    /// The outcome of the commands sent last; `None` if the answer is for something else.
    pub fn outcome<'a>(&self, answer: &'a Answer) -> Option<&'a PostOutcome<Receipt>> {
        match answer {
            Answer::Posted(ticket, outcome) if ticket.is_same(&self.0.ticket()) => Some(outcome),
            _ => None,
        }
    }
}

/// The system cannot start a thread for the desk.
pub(super) fn no_thread(error: &std::io::Error) -> Cause {
    let message = Message::new("error-no-thread").because("why", error);
    Cause::new(format!("no thread for the desk: {error}"), message)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sent(errand: Errand) -> Query {
        match errand {
            Errand::Ask(query) => query,
            errand => panic!("not a question: {errand:?}"),
        }
    }

    fn asks(asking: &mut Asking<u8>) -> Query {
        sent(asking.ask_with(|_| Ok(0)))
    }

    fn answer(query: &Query, value: u8) -> Answer {
        let answer: AnyAnswer = Box::new(value);
        let ticket = query.ticket.clone();
        Answer::Of(Answered { ticket, answer: RefCell::new(Some(Ok(answer))) })
    }

    #[test]
    fn an_asker_gets_its_own_latest_answer_and_no_other() {
        let (mut one, mut other) = (Asking::<u8>::default(), Asking::<u8>::default());
        let (first, theirs) = (asks(&mut one), asks(&mut other));
        let latest = asks(&mut one);
        assert!(latest.replaces(&first) && !latest.replaces(&theirs));
        assert!(one.take(&answer(&first, 1)).is_none(), "it asked something else since");
        assert!(one.take(&answer(&theirs, 2)).is_none(), "another layer asked that");
        assert!(one.is_waiting());
        let both = answer(&latest, 3);
        assert!(one.is_for(&both) && !other.is_for(&both));
        assert!(matches!(one.take(&both), Some(Ok(3))));
        assert!(one.take(&both).is_none() && !one.is_waiting(), "an answer is taken once");
    }

    #[test]
    fn what_a_layer_that_is_gone_asked_is_dropped_and_what_it_posted_is_not() {
        let (mut asking, mut poster) = (Asking::<u8>::default(), Poster::default());
        let (asked, posted) = (Errand::Ask(asks(&mut asking)), poster.post(Vec::new()));
        assert!(!asked.is_dropped() && !posted.is_dropped());
        drop((asking, poster));
        assert!(asked.is_dropped() && !posted.is_dropped());
    }

    #[test]
    fn what_was_posted_is_never_replaced_and_is_told_to_its_poster() {
        let (mut one, mut other) = (Poster::default(), Poster::default());
        let (first, second) = (one.post(Vec::new()), one.post(Vec::new()));
        assert!(!second.replaces(&first));
        let Errand::Post(PostRequest { ticket, .. }) = second else { panic!("not posted") };
        let told = Answer::Posted(ticket, PostOutcome::Taken(Vec::new()));
        assert!(one.outcome(&told).is_some() && other.outcome(&told).is_none());
        drop(other.post(Vec::new()));
        assert!(other.outcome(&told).is_none());
    }
}
