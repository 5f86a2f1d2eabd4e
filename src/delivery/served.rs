//! Sends from a served book: the server does it, with the settings beside its book, and reports its
//! progress. One run at a time; a client that asks meanwhile gets the progress of that one. May use:
//! the sender, the engine's sessions, words, threads.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};
use serde_json::value::{RawValue, to_raw_value};

use crate::domain::{Cause, Message, Refusal, Role, Rule, Worded, by_name};
use crate::engine::local::LocalBook;
use crate::engine::serve::ServedWork;
use crate::engine::{BookError, Caller, Failure, Session};
use crate::threads;
use crate::words::Words;

use super::sender::{OutboxSender, SendSummary};
use super::sending_book::ServedBook;
use super::settings::FILE;

/// The name of the request for a run.
const NAME: &str = "send_outbox";

/// How often a client asks for the progress of a run.
const PAUSE: Duration = Duration::from_millis(200);

/// How long a server that is stopping waits for the current delivery.
const LAST_ONE: Duration = Duration::from_secs(20);

/// A request for a run, or for its progress.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct OutboxAsk {
    /// Whether to begin a run, if none is going on; otherwise the server only reports progress.
    pub begin: bool,
    /// Whether to retry now what waits for a later attempt.
    pub at_once: bool,
    /// The language in which failures are recorded.
    pub language: String,
}

/// The progress of the latest run.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
struct OutboxRun {
    /// The number of the run since the server started.
    number: u64,
    is_running: bool,
    /// The deliveries tried so far.
    tried: u64,
    /// The outcome, once the run has ended.
    summary: Option<SendSummary>,
    /// Why the run could not go on.
    failed: Option<Message>,
}

/// Asks the server of a book to send what is due, and waits for the end. Calls `seen` with the number of
/// deliveries tried. The server goes on even if this call is stopped.
pub fn have_sent(
    session: &Session,
    mut ask: OutboxAsk,
    is_stopped: &dyn Fn() -> bool,
    seen: &mut dyn FnMut(u64),
) -> Result<SendSummary, Failure> {
    let mut run: OutboxRun = session.have_done(NAME, &ask)?;
    let number = run.number;
    ask.begin = false;
    while run.is_running && run.number == number {
        if is_stopped() {
            let stopped = Some(Message::new("send-goes-on"));
            return Ok(SendSummary { stopped, ..SendSummary::default() });
        }
        std::thread::sleep(PAUSE);
        run = session.have_done(NAME, &ask)?;
        seen(run.tried);
    }
    match (run.summary, run.failed) {
        (Some(summary), _) => Ok(summary),
        (None, Some(why)) => {
            Err(BookError::Data(Cause::sent(Words::english().tell(&why), Some(why))).into())
        }
        (None, None) => Ok(SendSummary::default()),
    }
}

/// Sends from the outbox of a served book when a client asks for it.
pub struct OutboxWork {
    /// The folder of the book.
    book: PathBuf,
    run: Arc<Mutex<OutboxRun>>,
    is_stopped: Arc<AtomicBool>,
}

impl OutboxWork {
    /// Sends from the book in a folder, with the settings there.
    pub fn beside(book: &Path) -> OutboxWork {
        let (run, is_stopped) = (Arc::default(), Arc::default());
        OutboxWork { book: book.to_path_buf(), run, is_stopped }
    }

    /// Lets the current delivery end, and begins no other.
    pub fn stop(&self) {
        self.is_stopped.store(true, Ordering::SeqCst);
        let until = Instant::now() + LAST_ONE;
        while locked(&self.run).is_running && Instant::now() < until {
            std::thread::sleep(PAUSE);
        }
    }

    fn begin(&self, own: &Arc<LocalBook>, by: &Caller, ask: &OutboxAsk) -> Result<(), Failure> {
        let book = ServedBook { own: own.clone(), by: by.clone() };
        let (folder, is_stopped, ask) = (self.book.clone(), self.is_stopped.clone(), ask.clone());
        let running = RunGuard(self.run.clone());
        let work = move || {
            let run = &running.0;
            let sent = send(&book, &folder, &ask, &is_stopped, &mut |tried| {
                locked(run).tried = tried;
            });
            let mut run = locked(run);
            match sent {
                Ok(summary) => run.summary = Some(summary),
                Err(why) => run.failed = Some(why),
            }
        };
        let started = threads::start("outbox", work);
        started.map(drop).map_err(|source| BookError::io(Path::new("outbox"), source).into())
    }
}

/// Marks the run as ended when it is dropped, however the run ends.
struct RunGuard(Arc<Mutex<OutboxRun>>);

impl Drop for RunGuard {
    fn drop(&mut self) {
        locked(&self.0).is_running = false;
    }
}

fn locked(run: &Mutex<OutboxRun>) -> MutexGuard<'_, OutboxRun> {
    run.lock().unwrap_or_else(PoisonError::into_inner)
}

fn send(
    book: &ServedBook,
    folder: &Path,
    ask: &OutboxAsk,
    is_stopped: &AtomicBool,
    seen: &mut dyn FnMut(u64),
) -> Result<SendSummary, Message> {
    let words = Words::of(&ask.language);
    let is_stopped = || is_stopped.load(Ordering::SeqCst);
    let sender = OutboxSender::by(book, &folder.join(FILE), Some(folder), words, &is_stopped);
    let sender = sender.map_err(|error| error.message())?;
    let sent = OutboxSender { at_once: ask.at_once, ..sender }.run(seen);
    sent.map_err(|failure| failure.message())
}

impl ServedWork for OutboxWork {
    fn name(&self) -> &'static str {
        NAME
    }

    fn answer(
        &self,
        own: &Arc<LocalBook>,
        by: &Caller,
        asked: &RawValue,
    ) -> Result<Box<RawValue>, Failure> {
        let malformed = |error: serde_json::Error| BookError::Wire(Cause::text(error));
        let ask: OutboxAsk = by_name::from_json(asked.get().as_bytes()).map_err(malformed)?;
        let (role, needed) = (own.role(by)?, Role::Coordinator);
        if role < needed {
            let refusal = Refusal::new(Rule::UserRole, "").with("user", &by.name);
            return Err(refusal.with("role", role).with("needed", needed).into());
        }
        let mut run = locked(&self.run);
        if ask.begin && !run.is_running {
            let number = run.number + 1;
            *run = OutboxRun { number, is_running: true, ..OutboxRun::default() };
            // The run updates it, too.
            drop(run);
            self.begin(own, by, &ask)?;
            run = locked(&self.run);
        }
        Ok(to_raw_value(&*run).map_err(malformed)?)
    }
}
