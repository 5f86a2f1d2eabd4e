//! Questions and their answers. Each asker has its own: a question carries who asked and which of the
//! asker's questions it is, so that an answer to an older one, or to an asker that is gone, is
//! dropped. What is posted carries the same. May use: engine, the ledger's questions.

use std::any::Any;
use std::cell::RefCell;
use std::fmt;
use std::sync::{Arc, Weak};

use crate::domain::{Cause, Envelope, Message, Refusal};
use crate::engine::error::{BookError, Failure};
use crate::engine::{News, Receipt, Session};
use crate::ledger::query::Question as BookQuestion;

/// An answer before its asker says which type it has.
type AnyAnswer = Box<dyn Any + Send>;

type Ask = dyn FnMut(&Session) -> Result<AnswerSoFar<AnyAnswer>, Failure> + Send;

/// Who asked, and which of the asker's questions it was.
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

/// Whether a question is answered whole, or asked again for more.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Next {
    /// This is all.
    Whole,
    /// There is more; other questions may come between.
    AtOnce,
    /// There may be more in a moment.
    Soon,
}

/// What a book answered so far.
pub struct AnswerSoFar<A> {
    /// The answer; none, where it is not time to show what was read.
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
    /// Whether its asker no longer needs the answer to another one.
    pub(super) fn replaces(&self, other: &Query) -> bool {
        self.ticket.is_of_asker(&other.ticket)
    }

    /// Whether nobody waits for the answer any more.
    pub(super) fn is_dropped(&self) -> bool {
        self.ticket.asker.strong_count() == 0
    }

    /// Whether it is asked beside the others, for it may hold them up.
    pub(super) fn may_take_long(&self) -> bool {
        self.may_take_long
    }

    /// Asks the book: an answer, where there is one to tell, and whether there is more. Where the
    /// connection is lost, nothing is answered and it can be asked again.
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

/// What the desk wants of the book.
#[derive(Debug)]
pub enum Errand {
    /// An answer to one asker alone.
    Ask(Query),
    /// Carry commands out. What is posted is never replaced by what is posted later.
    Post(PostRequest),
    /// The user works on this now, or on nothing in particular.
    Attend(Option<String>),
    /// The connection is lost: try again.
    Reconnect,
}

impl Errand {
    /// Whether this makes another one needless.
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

    /// Whether its asker is gone. What is posted is carried out all the same.
    pub(super) fn is_dropped(&self) -> bool {
        matches!(self, Errand::Ask(query) if query.is_dropped())
    }
}

/// A command that is ready to be sent, or why it cannot be.
pub type Sendable = Result<Envelope, Refusal>;

/// Commands on their way.
#[derive(Debug)]
pub struct PostRequest {
    pub(super) ticket: Ticket,
    pub(super) commands: Vec<Sendable>,
    /// Whether the connection was known to be lost when the desk sent them: then they stay in their
    /// form, else they go on being sent until there is an answer.
    pub(super) was_lost: bool,
}

/// What became of commands.
#[derive(Clone, Debug)]
pub enum PostOutcome<T> {
    /// All were taken.
    Taken(Vec<T>),
    /// These were, and the next was refused.
    Refused(Vec<T>, Refusal),
    /// Nobody knows: the book says why.
    Failed(Cause),
}

impl<T> PostOutcome<T> {
    /// Sends commands one after the other, as long as they are taken. Fails where the connection was
    /// lost: all of them can be sent again.
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
    /// It was refused.
    Refused(Refusal),
    /// The book cannot say.
    Failed(Cause),
}

/// An answer to one asker; taken by the layer that asked.
pub struct Answered {
    ticket: Ticket,
    answer: RefCell<Option<Result<AnyAnswer, NoAnswer>>>,
}

/// What the book says.
pub enum Answer {
    /// It cannot be used.
    Failed(BookError),
    /// It cannot do what nobody waits for.
    Cannot(NoAnswer),
    /// The answer to one asker.
    Of(Answered),
    /// What became of commands.
    Posted(Ticket, PostOutcome<Receipt>),
    /// Something changed, somebody else works on the same, or the connection is lost.
    News(News),
    /// The connection stands again.
    Back,
    /// It is past midnight.
    NewDay,
}

/// One asker, whose questions have answers of one type. Only the answer to the latest counts. A layer
/// keeps it as long as it wants answers.
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
    /// Asks; answers to what was asked before are dropped.
    pub fn ask<Q>(&mut self, question: Q) -> Errand
    where
        Q: BookQuestion<Answer = A> + Send + 'static,
    {
        self.ask_with(move |session| session.ask(&question))
    }

    /// The same for a question that may hold up others: it is answered beside them.
    pub fn ask_long<Q>(&mut self, question: Q) -> Errand
    where
        Q: BookQuestion<Answer = A> + Send + 'static,
    {
        self.errand(true, move |session| {
            let answer = session.ask(&question)?;
            Ok(AnswerSoFar { answer: Some(answer), next: Next::Whole })
        })
    }

    /// Has something done beside the questions, which it holds up as little.
    pub fn do_beside(
        &mut self,
        mut work: impl FnMut() -> Result<A, Failure> + Send + 'static,
    ) -> Errand {
        self.errand(true, move |_| Ok(AnswerSoFar { answer: Some(work()?), next: Next::Whole }))
    }

    /// Has something done with the book that may take long, beside the questions.
    pub fn do_long(
        &mut self,
        mut work: impl FnMut(&Session) -> Result<A, Failure> + Send + 'static,
    ) -> Errand {
        self.errand(true, move |session| {
            Ok(AnswerSoFar { answer: Some(work(session)?), next: Next::Whole })
        })
    }

    /// Asks in any way, as a whole.
    pub fn ask_with(
        &mut self,
        mut ask: impl FnMut(&Session) -> Result<A, Failure> + Send + 'static,
    ) -> Errand {
        self.ask_in_parts(move |session| {
            Ok(AnswerSoFar { answer: Some(ask(session)?), next: Next::Whole })
        })
    }

    /// Asks for an answer that comes in parts, each of which takes the place of the one before.
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

    /// Whether an answer is one to the latest question.
    pub fn is_for(&self, answer: &Answer) -> bool {
        matches!(answer, Answer::Of(answered) if answered.ticket.is_same(&self.ticket()))
    }

    /// Takes the answer to the latest question out of what came; nothing where it is for another.
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

/// Who posts, and is told what became of it.
#[derive(Debug, Default)]
pub struct Poster(Asking<PostOutcome<Receipt>>);

impl Poster {
    /// Sends commands, one after the other as long as they are taken.
    pub fn post(&mut self, commands: Vec<Sendable>) -> Errand {
        self.0.asks();
        let ticket = self.0.ticket();
        Errand::Post(PostRequest { ticket, commands, was_lost: false })
    }

    /// What became of what was sent last; nothing where an answer is to something else.
    pub fn outcome<'a>(&self, answer: &'a Answer) -> Option<&'a PostOutcome<Receipt>> {
        match answer {
            Answer::Posted(ticket, outcome) if ticket.is_same(&self.0.ticket()) => Some(outcome),
            _ => None,
        }
    }
}

/// The system gives no thread for the desk's work.
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
