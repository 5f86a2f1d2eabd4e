//! A layer's own questions: a layer asks, and gets its own answer back. Each question carries who asked
//! and which of that layer's questions it is, so that an answer to an older one, or to a layer that is
//! gone, is dropped. They are answered in a thread of their own: a long report delays no look-up.
//! May use: engine, the layers.

use std::any::Any;
use std::cell::RefCell;
use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::Receiver;
use std::time::Duration;

use crate::domain::{Reason, Refusal};
use crate::engine::Session;
use crate::engine::error::{BookError, Failure};
use crate::ledger::query::Question as BookQuestion;

use super::layer::Step;
use super::worker::{Answer, Question};

/// What a question is answered with, before its asker says which type that is.
type AnyAnswer = Box<dyn Any + Send>;

type Ask = dyn Fn(&Session) -> Result<AnyAnswer, Failure> + Send + Sync;

/// Who asked, and which of its questions this is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Ticket {
    asker: u64,
    version: u64,
}

/// A question of a layer on its way to the book.
#[derive(Clone)]
pub struct Query {
    ticket: Ticket,
    ask: Arc<Ask>,
}

impl fmt::Debug for Query {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.ticket.fmt(f)
    }
}

impl Query {
    /// Whether its asker no longer needs the answer to another one.
    pub(super) fn replaces(&self, other: &Query) -> bool {
        self.ticket.asker == other.ticket.asker
    }
}

/// Why a question of a layer has no answer.
#[derive(Debug, Clone)]
pub enum NoAnswer {
    /// It was refused.
    Refused(Refusal),
    /// The book cannot say.
    Failed(Reason),
}

/// The answer to a question of a layer; taken by the layer that asked.
pub struct Answered {
    ticket: Ticket,
    answer: RefCell<Option<Result<AnyAnswer, NoAnswer>>>,
}

/// The questions of one kind that a layer asks. Only the answer to the latest counts.
pub struct Asking<Q> {
    asker: u64,
    version: u64,
    is_waiting: bool,
    question: PhantomData<fn() -> Q>,
}

impl<Q> Default for Asking<Q> {
    fn default() -> Asking<Q> {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        let asker = NEXT.fetch_add(1, Ordering::Relaxed);
        Asking { asker, version: 0, is_waiting: false, question: PhantomData }
    }
}

impl<Q> Asking<Q>
where
    Q: BookQuestion + Send + Sync + 'static,
    Q::Answer: Send + 'static,
{
    /// Asks; answers to what was asked before are dropped.
    pub fn ask(&mut self, question: Q) -> Step {
        (self.version, self.is_waiting) = (self.version + 1, true);
        let ticket = Ticket { asker: self.asker, version: self.version };
        let ask = move |session: &Session| {
            session.ask(&question).map(|answer| Box::new(answer) as AnyAnswer)
        };
        Step::Ask(Question::Of(Query { ticket, ask: Arc::new(ask) }))
    }

    /// Whether an answer is still to come.
    pub fn is_waiting(&self) -> bool {
        self.is_waiting
    }

    /// Takes the answer to the latest question out of what came; nothing where it is for another.
    pub fn take(&mut self, answer: &Answer) -> Option<Result<Q::Answer, NoAnswer>> {
        let Answer::Of(answered) = answer else { return None };
        if (answered.ticket != Ticket { asker: self.asker, version: self.version }) {
            return None;
        }
        self.is_waiting = false;
        let answer = answered.answer.take()?;
        Some(answer.and_then(|any| match any.downcast::<Q::Answer>() {
            Ok(answer) => Ok(*answer),
            Err(_) => Err(NoAnswer::Failed(Reason::text("an answer of another kind"))),
        }))
    }
}

/// How often a book whose connection is lost is asked again.
const AGAIN: Duration = Duration::from_millis(100);

/// Answers the questions of layers until nobody asks any more. While the connection is lost, a question
/// waits for as long as its asker asks nothing else.
pub(super) fn answer_all(
    session: &Session,
    queries: &Receiver<Query>,
    closes: &dyn Fn() -> bool,
    tell: &dyn Fn(Answer),
) {
    let mut waiting: Vec<Query> = Vec::new();
    while let Some(query) = next(&mut waiting, queries) {
        let answer = match (query.ask)(session) {
            Err(Failure::Book(BookError::Gone(_))) if closes() => return,
            Err(Failure::Book(BookError::Gone(_))) => {
                waiting.push(query);
                std::thread::sleep(AGAIN);
                continue;
            }
            Ok(answer) => Ok(answer),
            Err(Failure::Refused(refusal)) => Err(NoAnswer::Refused(refusal)),
            Err(failure) => Err(NoAnswer::Failed(Reason::of(&failure))),
        };
        let answered = Answered { ticket: query.ticket, answer: RefCell::new(Some(answer)) };
        tell(Answer::Of(answered));
    }
}

/// The question that has waited longest, once those that were replaced are gone; nothing where nobody
/// asks any more.
fn next(waiting: &mut Vec<Query>, queries: &Receiver<Query>) -> Option<Query> {
    if waiting.is_empty() {
        waiting.push(queries.recv().ok()?);
    }
    for query in queries.try_iter() {
        waiting.retain(|other| !query.replaces(other));
        waiting.push(query);
    }
    Some(waiting.remove(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(serde::Serialize, serde::Deserialize)]
    struct Any(u8);

    impl BookQuestion for Any {
        const NAME: &'static str = "any";
        const IS_OF_ROWS: bool = true;
        const MAY_TAKE_LONG: bool = false;
        const NEEDS: crate::ledger::query::Needs = crate::ledger::query::Needs::Nothing;
        type Answer = u8;
        fn answer(&self, _: &crate::ledger::query::View) -> Result<u8, crate::store::rows::Stop> {
            Ok(self.0)
        }
    }

    fn sent(step: Step) -> Query {
        match step {
            Step::Ask(Question::Of(query)) => query,
            _ => panic!("not a question"),
        }
    }

    fn answer(query: &Query, value: u8) -> Answer {
        let answer: AnyAnswer = Box::new(value);
        Answer::Of(Answered { ticket: query.ticket, answer: RefCell::new(Some(Ok(answer))) })
    }

    #[test]
    fn a_layer_gets_its_own_latest_answer_and_no_other() {
        let (mut one, mut other) = (Asking::<Any>::default(), Asking::<Any>::default());
        let (first, theirs) = (sent(one.ask(Any(1))), sent(other.ask(Any(2))));
        let latest = sent(one.ask(Any(3)));
        assert!(latest.replaces(&first) && !latest.replaces(&theirs));
        assert!(one.take(&answer(&first, 1)).is_none(), "it asked something else since");
        assert!(one.take(&answer(&theirs, 2)).is_none(), "another layer asked that");
        assert!(one.is_waiting());
        let both = answer(&latest, 3);
        assert!(matches!(one.take(&both), Some(Ok(3))));
        assert!(one.take(&both).is_none() && !one.is_waiting(), "an answer is taken once");
    }

    #[test]
    fn of_the_questions_that_wait_those_that_were_replaced_are_dropped() {
        let (sender, queries) = std::sync::mpsc::channel();
        let (mut one, mut other) = (Asking::<Any>::default(), Asking::<Any>::default());
        let all = [one.ask(Any(1)), other.ask(Any(2)), one.ask(Any(3))].map(sent);
        for query in &all {
            sender.send(query.clone()).unwrap();
        }
        drop(sender);
        let mut waiting = Vec::new();
        let order = [next(&mut waiting, &queries), next(&mut waiting, &queries)];
        let tickets = order.map(|query| query.unwrap().ticket);
        assert_eq!(tickets, [all[1].ticket, all[2].ticket]);
        assert!(next(&mut waiting, &queries).is_none());
    }
}
