//! Carries out the desk's errands, at once while the book is connected, otherwise when it is back.
//! Doesn't know what the questions are about. May use: engine, the questions.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender, TryRecvError};
use std::time::{Duration, Instant};

use crate::domain::{Cause, Day};
use crate::engine::error::{BookError, Failure};
use crate::engine::{News, Receipt, Session};

use super::query::{
    Answer, Errand, Next, NoAnswer, PostOutcome, PostRequest, Query, Sendable, no_thread,
};

/// The pause before a question that was answered in part is asked again.
const SOON: Duration = Duration::from_millis(100);

/// The first and the longest pause between attempts to reconnect.
const AGAIN: Duration = Duration::from_millis(50);
const SELDOM: Duration = Duration::from_secs(1);

/// Errands that wait: for each asker only the newest question.
#[derive(Default)]
struct WaitingErrands(Vec<Errand>);

impl WaitingErrands {
    fn add(&mut self, errand: Errand) {
        self.0.retain(|other| !errand.replaces(other));
        self.0.push(errand);
    }
}

/// State that the threads of the clerk share.
#[derive(Default)]
pub(super) struct LineState {
    /// Whether the connection is lost.
    is_lost: AtomicBool,
    /// Whether the desk is closing: nothing is retried.
    closes: AtomicBool,
}

impl LineState {
    /// Whether the connection is known to be lost.
    pub(super) fn is_lost(&self) -> bool {
        self.is_lost.load(Ordering::SeqCst)
    }

    fn closes(&self) -> bool {
        self.closes.load(Ordering::SeqCst)
    }
}

/// Carries out errands until the desk sends no more. Posts in one thread and asks slow questions in
/// another, so that a look-up waits for neither.
pub(super) fn serve(
    session: &Session,
    waiting: &Receiver<Errand>,
    line: &LineState,
    tell: &(dyn Fn(Answer) + Sync),
) {
    let ((postings, jobs), (long, asked)) = (mpsc::channel(), mpsc::channel());
    std::thread::scope(|scope| {
        let post = || post_all(session, jobs, line, tell);
        let answer = || answer_long(session, asked, line, tell);
        let posts = std::thread::Builder::new().spawn_scoped(scope, post);
        let answers = std::thread::Builder::new().spawn_scoped(scope, answer);
        if let Err(source) = posts.and(answers) {
            let error = BookError::Data(no_thread(&source));
            return tell(Answer::Failed(error));
        }
        Clerk::new(session, (postings, long), line).answer_all(waiting, tell);
        line.closes.store(true, Ordering::SeqCst);
    });
}

/// Posts forms, one after the other. If the connection is lost in between, sends the commands again
/// under the same ids until there is an answer.
fn post_all(
    session: &Session,
    postings: Receiver<PostRequest>,
    line: &LineState,
    tell: &(dyn Fn(Answer) + Sync),
) {
    for PostRequest { ticket, commands, was_lost } in postings {
        let mut is_told = false;
        let outcome = loop {
            match post(session, &commands) {
                Ok(outcome) => break Some(outcome),
                Err(why) if was_lost => break Some(PostOutcome::Failed(Cause::of(&why))),
                Err(_) if line.closes() => break None,
                Err(why) => {
                    if !std::mem::replace(&mut is_told, true) {
                        tell(Answer::News(News::Gone(Cause::of(&why))));
                    }
                    std::thread::sleep(AGAIN);
                }
            }
        };
        if let Some(outcome) = outcome {
            tell(Answer::Posted(ticket, outcome));
        }
    }
}

fn post(session: &Session, commands: &[Sendable]) -> Result<PostOutcome<Receipt>, Failure> {
    PostOutcome::of(commands.iter().map(|command| session.post(command.clone()?)))
}

/// Answers slow questions. While the connection is lost, a question waits unless its asker asks
/// something newer.
fn answer_long(
    session: &Session,
    queries: Receiver<Query>,
    line: &LineState,
    tell: &(dyn Fn(Answer) + Sync),
) {
    let mut waiting: Vec<Query> = Vec::new();
    while let Some(mut query) = next(&mut waiting, &queries) {
        match query.ask(session) {
            Ok((answer, next)) => {
                answer.into_iter().for_each(tell);
                if next != Next::Whole {
                    waiting.push(query);
                }
            }
            Err(_) if line.closes() => return,
            Err(_) => {
                waiting.push(query);
                std::thread::sleep(2 * AGAIN);
            }
        }
    }
}

/// Waits for questions, drops those that were replaced, and returns the one that has waited longest;
/// `None` when the desk asks no more.
fn next(waiting: &mut Vec<Query>, queries: &Receiver<Query>) -> Option<Query> {
    loop {
        if waiting.is_empty() {
            waiting.push(queries.recv().ok()?);
        }
        for query in queries.try_iter() {
            waiting.retain(|other| !query.replaces(other));
            waiting.push(query);
        }
        waiting.retain(|query| !query.is_dropped());
        if !waiting.is_empty() {
            return Some(waiting.remove(0));
        }
    }
}

/// Carries out one errand after the other.
struct Clerk<'a> {
    session: &'a Session,
    /// The thread that posts.
    postings: Sender<PostRequest>,
    /// The thread that answers slow questions.
    long: Sender<Query>,
    line: &'a LineState,
    /// The day that the desk shows.
    today: Day,
    /// The questions that were answered in part or put off, and when to ask them.
    in_part: Vec<(Instant, Query)>,
    /// The errands that wait for the connection.
    lost: Option<WaitingErrands>,
    /// When to reconnect next, and the pause after that.
    again: (Instant, Duration),
}

impl<'a> Clerk<'a> {
    fn new(
        session: &'a Session,
        (postings, long): (Sender<PostRequest>, Sender<Query>),
        line: &'a LineState,
    ) -> Clerk<'a> {
        Clerk {
            session,
            postings,
            long,
            line,
            today: session.today(),
            in_part: Vec::new(),
            lost: None,
            again: (Instant::now(), AGAIN),
        }
    }

    fn answer_all(&mut self, waiting: &Receiver<Errand>, tell: &dyn Fn(Answer)) {
        loop {
            let mut errands = WaitingErrands::default();
            match self.next(waiting) {
                Ok(errand) => errands.add(errand),
                Err(RecvTimeoutError::Disconnected) => return,
                Err(RecvTimeoutError::Timeout) if self.lost.is_some() => self.try_again(tell),
                Err(RecvTimeoutError::Timeout) => self.take_due(&mut errands),
            }
            for errand in waiting.try_iter() {
                errands.add(errand);
            }
            if self.today != self.session.today() {
                self.today = self.session.today();
                tell(Answer::NewDay);
            }
            self.do_these(errands, tell);
        }
    }

    /// Waits for the next errand, or until it is time for something else.
    fn next(&self, waiting: &Receiver<Errand>) -> Result<Errand, RecvTimeoutError> {
        let due = match &self.lost {
            Some(_) => Some(self.again.0),
            None => self.in_part.iter().map(|(due, _)| *due).min(),
        };
        let Some(due) = due else {
            return waiting.recv().map_err(|_| RecvTimeoutError::Disconnected);
        };
        match due.saturating_duration_since(Instant::now()) {
            Duration::ZERO => waiting.try_recv().map_err(|error| match error {
                TryRecvError::Empty => RecvTimeoutError::Timeout,
                TryRecvError::Disconnected => RecvTimeoutError::Disconnected,
            }),
            left => waiting.recv_timeout(left),
        }
    }

    /// Takes the questions that are due to be asked again.
    fn take_due(&mut self, errands: &mut WaitingErrands) {
        let now = Instant::now();
        let (due, later) =
            std::mem::take(&mut self.in_part).into_iter().partition(|it| it.0 <= now);
        self.in_part = later;
        for (_, query) in due {
            errands.add(Errand::Ask(query));
        }
    }

    fn do_these(&mut self, errands: WaitingErrands, tell: &dyn Fn(Answer)) {
        for errand in errands.0 {
            if errand.is_dropped() {
                continue;
            }
            match errand {
                Errand::Ask(query) if query.is_due_later().is_some() => self.puts_off(query),
                // Those threads end after this one.
                Errand::Post(posting) => drop(self.postings.send(posting)),
                Errand::Ask(query) if query.may_take_long() => drop(self.long.send(query)),
                errand => match &mut self.lost {
                    Some(lost) => lost.add(errand),
                    None => self.do_one(errand, tell),
                },
            }
        }
    }

    /// Keeps a question until it is time to ask it.
    fn puts_off(&mut self, query: Query) {
        self.in_part.retain(|(_, other)| !query.replaces(other) && !other.is_dropped());
        let due = query.is_due_later().unwrap_or_else(Instant::now);
        self.in_part.push((due, query));
    }

    fn do_one(&mut self, errand: Errand, tell: &dyn Fn(Answer)) {
        let done = match errand {
            Errand::Ask(query) => return self.answer(query, tell),
            Errand::Attend(ref what) => self.session.attend(what.clone()),
            Errand::Reconnect => {
                self.loses();
                return;
            }
            // It was taken out before.
            Errand::Post(_) => return,
        };
        match done {
            Ok(()) => {}
            Err(Failure::Book(BookError::Gone(_))) => self.loses().add(errand),
            Err(Failure::Refused(refusal)) => tell(Answer::Cannot(NoAnswer::Refused(refusal))),
            Err(failure) => tell(Answer::Cannot(NoAnswer::Failed(Cause::of(&failure)))),
        }
    }

    fn answer(&mut self, mut query: Query, tell: &dyn Fn(Answer)) {
        self.in_part.retain(|(_, other)| !query.replaces(other) && !other.is_dropped());
        match query.ask(self.session) {
            Ok((answer, next)) => {
                answer.into_iter().for_each(tell);
                match next {
                    Next::Whole => {}
                    Next::AtOnce => self.in_part.push((Instant::now(), query)),
                    Next::Soon => self.in_part.push((Instant::now() + SOON, query)),
                }
            }
            Err(_) => self.loses().add(Errand::Ask(query)),
        }
    }

    /// Notes that the connection is lost: questions wait from now on.
    fn loses(&mut self) -> &mut WaitingErrands {
        self.line.is_lost.store(true, Ordering::SeqCst);
        let in_part = std::mem::take(&mut self.in_part);
        let lost = self.lost.get_or_insert_default();
        for (_, query) in in_part {
            lost.add(Errand::Ask(query));
        }
        lost
    }

    /// Tries to reconnect, and then carries out what waited.
    fn try_again(&mut self, tell: &dyn Fn(Answer)) {
        match self.session.try_again() {
            Ok(()) => self.again = (Instant::now(), AGAIN),
            // The server refuses: retrying changes nothing.
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
        self.do_these(waited, tell);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::asking::{Asking, Poster};

    fn long(errand: Errand) -> Query {
        match errand {
            Errand::Ask(query) => query,
            errand => panic!("not a question: {errand:?}"),
        }
    }

    #[test]
    fn an_errand_is_replaced_only_by_a_newer_one_of_the_same_asker() {
        let (mut one, mut other) = (Asking::<u8>::default(), Asking::<u8>::default());
        let mut poster = Poster::default();
        let mut waiting = WaitingErrands::default();
        for errand in [
            one.ask_with(|_| Ok(1)),
            other.ask_with(|_| Ok(2)),
            poster.post(Vec::new()),
            poster.post(Vec::new()),
            Errand::Attend(Some("DSP-1".into())),
            Errand::Reconnect,
            // These are newer ones.
            one.ask_with(|_| Ok(3)),
            Errand::Attend(None),
        ] {
            waiting.add(errand);
        }
        let left: Vec<String> = waiting.0.iter().map(|it| format!("{it:?}")).collect();
        let has = |text: &str| left.iter().filter(|it| it.contains(text)).count();
        assert_eq!(left.len(), 6, "{left:?}");
        assert_eq!([has("Ask"), has("Post"), has("Attend(None)"), has("Reconnect")], [2, 2, 1, 1]);
        assert!(has("version: 2") >= 1, "{left:?}");
    }

    #[test]
    fn of_the_questions_that_wait_those_that_nobody_needs_are_dropped() {
        let (sender, queries) = mpsc::channel();
        let (mut one, mut other) = (Asking::<u8>::default(), Asking::<u8>::default());
        let mut gone = Asking::<u8>::default();
        for asking in [&mut one, &mut other, &mut gone] {
            sender.send(long(asking.ask_with(|_| Ok(1)))).unwrap();
        }
        sender.send(long(one.ask_with(|_| Ok(2)))).unwrap();
        drop((sender, gone));
        let mut waiting = Vec::new();
        let order =
            [next(&mut waiting, &queries), next(&mut waiting, &queries)].map(Option::unwrap);
        let is_of = |asking: &mut Asking<u8>, query: &Query| {
            long(asking.ask_with(|_| Ok(9))).replaces(query)
        };
        assert!(is_of(&mut other, &order[0]) && is_of(&mut one, &order[1]));
        assert!(next(&mut waiting, &queries).is_none());
    }
}
