//! Questions to the book and their answers. A question carries its asker and a number, so that an answer
//! to an older question, or to an asker that is gone, is dropped. Commands carry the same. May use:
//! engine, the ledger's questions.

use std::any::Any;
use std::cell::RefCell;
use std::fmt;
use std::sync::Weak;
use std::time::Instant;

use crate::domain::{Cause, Envelope, Message, Refusal};
use crate::engine::error::{BookError, Failure};
use crate::engine::{News, Receipt, Session};

/// An answer of any type; its asker knows the type.
pub(super) type AnyAnswer = Box<dyn Any + Send>;

type Ask = dyn FnMut(&Session) -> Result<AnswerSoFar<AnyAnswer>, Failure> + Send;

/// The asker of a question, and the number of the question.
#[derive(Clone, Debug)]
pub struct Ticket {
    pub(super) asker: Weak<()>,
    pub(super) version: u64,
}

impl Ticket {
    fn is_of_asker(&self, other: &Ticket) -> bool {
        self.asker.ptr_eq(&other.asker)
    }

    pub(super) fn is_same(&self, other: &Ticket) -> bool {
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
    pub(super) ticket: Ticket,
    pub(super) ask: Box<Ask>,
    pub(super) may_take_long: bool,
    /// When to ask it; `None`, at once.
    pub(super) due: Option<Instant>,
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

    /// When to ask it, if that is still to come.
    pub(super) fn is_due_later(&self) -> Option<Instant> {
        self.due.filter(|due| *due > Instant::now())
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

    /// Whether its asker is gone. Commands are carried out anyway.
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
    pub(super) ticket: Ticket,
    pub(super) answer: RefCell<Option<Result<AnyAnswer, NoAnswer>>>,
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

/// The system cannot start a thread for the desk.
pub(super) fn no_thread(error: &std::io::Error) -> Cause {
    let message = Message::new("error-no-thread").because("why", error);
    Cause::new(format!("no thread for the desk: {error}"), message)
}
