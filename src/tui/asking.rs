//! Who asks the book, and what is asked of it last: only the answer to an asker's latest question counts.
//! Who posts commands gets their outcome in the same way. May use: engine, the questions.

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::domain::Cause;
use crate::engine::error::Failure;
use crate::engine::{Receipt, Session};
use crate::ledger::query::Question as BookQuestion;

use super::query::{
    Answer, AnswerSoFar, AnyAnswer, Errand, Next, NoAnswer, PostOutcome, PostRequest, Query,
    Sendable, Ticket,
};

/// The delay before a background refresh, so that a burst of changes causes only one.
const REFRESH: Duration = Duration::from_secs(1);

/// An asker, whose questions have answers of one type. Only the answer to the latest question counts. A
/// layer keeps its asker as long as it wants answers.
pub struct Asking<A> {
    asker: Arc<()>,
    version: u64,
    is_waiting: bool,
    /// Whether a background refresh is under way.
    is_refreshing: bool,
    /// Whether something changed since the question on its way was asked.
    is_behind: bool,
    answer: std::marker::PhantomData<fn() -> A>,
}

impl<A> Default for Asking<A> {
    fn default() -> Asking<A> {
        Asking {
            asker: Arc::default(),
            version: 0,
            is_waiting: false,
            is_refreshing: false,
            is_behind: false,
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
        Errand::Ask(Query { ticket: self.ticket(), ask: Box::new(ask), may_take_long, due: None })
    }

    /// Refreshes a slow answer in the background after a change. The question is delayed, so that a desk asks
    /// once for many changes. Returns `None` while an earlier answer is pending; call [`Asking::catch_up`]
    /// when it arrives.
    pub fn refresh<Q>(&mut self, question: Q) -> Option<Errand>
    where
        Q: BookQuestion<Answer = A> + Send + 'static,
    {
        if self.is_waiting || self.is_refreshing {
            self.is_behind = true;
            return None;
        }
        let mut errand = self.ask_long(question);
        (self.is_waiting, self.is_refreshing) = (false, true);
        if let Errand::Ask(query) = &mut errand {
            query.due = Some(Instant::now() + REFRESH);
        }
        Some(errand)
    }

    /// Asks a question again if something changed while its last answer was on its way.
    pub fn catch_up<Q>(&mut self, question: Q) -> Option<Errand>
    where
        Q: BookQuestion<Answer = A> + Send + 'static,
    {
        let is_behind = std::mem::take(&mut self.is_behind);
        is_behind.then(|| self.refresh(question)).flatten()
    }

    fn asks(&mut self) {
        (self.version, self.is_waiting) = (self.version + 1, true);
        (self.is_refreshing, self.is_behind) = (false, false);
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

    /// Looks at the answer to the latest question: whether there is one, and it is so.
    pub fn is_answer(&self, answer: &Answer, is_so: impl FnOnce(&A) -> bool) -> bool {
        let Answer::Of(answered) = answer else { return false };
        let told = answered.answer.borrow();
        let told = told.as_ref().and_then(|told| told.as_ref().ok()?.downcast_ref::<A>());
        answered.ticket.is_same(&self.ticket()) && told.is_some_and(is_so)
    }

    /// Takes the answer to the latest question; `None` if the answer is for another question.
    pub fn take(&mut self, answer: &Answer) -> Option<Result<A, NoAnswer>> {
        let Answer::Of(answered) = answer else { return None };
        if !answered.ticket.is_same(&self.ticket()) {
            return None;
        }
        (self.is_waiting, self.is_refreshing) = (false, false);
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

#[cfg(test)]
mod tests {
    use std::cell::RefCell;

    use super::*;
    use crate::ledger::query::aging::{Aging, AgingOf};
    use crate::tui::query::Answered;

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
    fn many_changes_are_asked_about_once_and_nobody_waits_for_the_answer() {
        let mut asking = Asking::<Aging>::default();
        let first = sent(asking.refresh(AgingOf::default()).unwrap());
        assert!(first.may_take_long() && first.is_due_later().is_some());
        assert!(!asking.is_waiting() && asking.refresh(AgingOf::default()).is_none());
        let ticket = first.ticket.clone();
        let refused = RefCell::new(Some(Err(NoAnswer::Failed(Cause::text("gone")))));
        assert!(asking.take(&Answer::Of(Answered { ticket, answer: refused })).is_some());
        assert!(asking.catch_up(AgingOf::default()).is_some(), "something changed meanwhile");
        assert!(asking.catch_up(AgingOf::default()).is_none());
        // What the user does is asked at once, and its answer counts.
        let own = sent(asking.ask_long(AgingOf::default()));
        assert!(asking.is_waiting() && own.is_due_later().is_none());
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
