//! Holds the book in a thread of its own, so that typing never waits for it. May use: engine, the questions,
//! the clerk.

use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread::JoinHandle;
use std::time::Duration;

use crate::domain::Cause;
use crate::engine::error::{BookError, Failure};
use crate::engine::{Listener, Session};
use crate::threads;

use super::clerk::{LineState, serve};
use super::query::{NoAnswer, no_thread};

pub use super::query::{Answer, Errand, PostOutcome};

/// The book, while the desk is open.
pub struct BookWorker {
    errands: Option<Sender<Errand>>,
    line: Arc<LineState>,
    worker: Option<JoinHandle<()>>,
    /// The result of closing the book.
    closed: Receiver<Result<(), BookError>>,
}

impl BookWorker {
    /// Opens the book in the background, and passes on its messages. Carries out `first` before every
    /// errand that is sent later.
    pub fn open(
        open: impl FnOnce() -> Result<Session, BookError> + Send + 'static,
        first: Errand,
        tell: impl Fn(Answer) + Send + Sync + 'static,
    ) -> BookWorker {
        let (errands, waiting) = mpsc::channel();
        // The receiver exists.
        let _ = errands.send(first);
        let (tell_closed, closed) = mpsc::channel();
        let tell = Arc::new(tell);
        let (failed, line) = (tell.clone(), Arc::new(LineState::default()));
        let state = line.clone();
        let worker = threads::start("book", move || {
            let _guard = Guard(&*tell);
            let session = match open() {
                Ok(session) => session,
                Err(error) => return tell(Answer::Failed(error)),
            };
            let mended = session.found().mended();
            if !mended.is_empty() {
                tell(Answer::Mended(mended));
            }
            session.never_waits();
            session.prepare_lookup();
            let news = tell.clone();
            let listener: Listener = Arc::new(move |told| news(Answer::News(told)));
            match session.watch(listener) {
                Ok(()) => {}
                Err(Failure::Refused(why)) => tell(Answer::Cannot(NoAnswer::Refused(why))),
                Err(failure) => tell(Answer::Cannot(NoAnswer::Failed(Cause::of(&failure)))),
            }
            serve(&session, &waiting, &state, &*tell);
            // The receiver may have stopped waiting.
            let _ = tell_closed.send(session.close().map(|_| ()));
        });
        if let Err(error) = &worker {
            let error = BookError::Data(no_thread(error));
            failed(Answer::Failed(error));
        }
        BookWorker { errands: Some(errands), line, worker: worker.ok(), closed }
    }

    /// Sends an errand.
    pub fn send(&self, mut errand: Errand) {
        // Decided now: when the clerk takes the errand, the connection may be lost with it.
        if let Errand::Post(posting) = &mut errand {
            posting.was_lost = self.line.is_lost();
        }
        if let Some(errands) = &self.errands {
            // The worker has ended, and has said so.
            let _ = errands.send(errand);
        }
    }

    /// Closes the book, and waits at most `at_most` for that. Everything with a receipt is on disk; the
    /// next opening tidies up the rest.
    pub fn close(mut self, at_most: Duration) -> Result<(), BookError> {
        self.errands = None;
        let closed = match self.closed.recv_timeout(at_most) {
            Err(RecvTimeoutError::Timeout) => return Ok(()),
            // There is no book to close: it could not be opened, or the worker panicked.
            Err(RecvTimeoutError::Disconnected) => Ok(()),
            Ok(closed) => closed,
        };
        match self.worker.take().map(JoinHandle::join) {
            Some(Err(_)) => Err(BookError::Data(worker_stopped())),
            _ => closed,
        }
    }
}

fn worker_stopped() -> Cause {
    Cause::said("error-worker-stopped", "the desk's worker has stopped")
}

/// Tells the desk that the book cannot be used any more if the worker panics.
struct Guard<'a>(&'a dyn Fn(Answer));

impl Drop for Guard<'_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            (self.0)(Answer::Failed(BookError::Data(worker_stopped())));
        }
    }
}
