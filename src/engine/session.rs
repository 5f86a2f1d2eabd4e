//! The one door to a book: ask, post. One thread writes; what waits together shares a sync.
//! May use: the rest of the engine.

use std::path::Path;
use std::sync::OnceLock;
use std::sync::mpsc::{self, Receiver, SyncSender, TryRecvError};
use std::thread::JoinHandle;

use uuid::Uuid;

use crate::domain::event::BookOpened;
use crate::domain::{Day, Envelope};
use crate::journal::Head;
use crate::ledger::lookup::Size;
use crate::ledger::query::{Question, View};
use crate::ledger::rows::Stop;
use crate::ledger::tables::SEEN;

use super::book::{Book, Found, OpenOptions, Shared, Submission};
use super::error::{BookError, Failure};
use super::ports::Progress;
use super::receipt::{Preview, Receipt};

/// How many commands share a sync at the most.
const MOST_TOGETHER: usize = 1_000;

/// How many commands may wait before a sender is held up.
const WAITING: usize = 4_000;

enum Job {
    Post(Box<Submission>, SyncSender<Result<Receipt, Failure>>),
    /// What would become of these?
    Try(Vec<Submission>, SyncSender<Vec<Result<Receipt, Failure>>>),
    /// And what would happen?
    Preview(Vec<Submission>, SyncSender<Vec<Result<Preview, Failure>>>),
    /// An asker found the ledger damaged.
    Mend(SyncSender<Result<(), BookError>>),
}

/// An answer that is on its way.
pub struct Pending(Receiver<Result<Receipt, Failure>>);

impl Pending {
    /// The answer, if it is there already.
    pub fn ready(self) -> Result<Result<Receipt, Failure>, Pending> {
        match self.0.try_recv() {
            Ok(outcome) => Ok(outcome),
            Err(TryRecvError::Empty) => Err(self),
            Err(TryRecvError::Disconnected) => Ok(Err(stopped())),
        }
    }

    /// Waits for the answer.
    pub fn wait(self) -> Result<Receipt, Failure> {
        self.0.recv().unwrap_or_else(|_| Err(stopped()))
    }
}

fn stopped() -> Failure {
    Failure::Unknown("the book's writer has stopped".into())
}

/// A book that is open in this process.
pub struct Session {
    user: String,
    shared: Shared,
    jobs: Option<SyncSender<Job>>,
    writer: Option<JoinHandle<Result<Head, BookError>>>,
    /// Who keeps the look-up index, once that was begun.
    keeper: OnceLock<JoinHandle<()>>,
    found: Found,
}

impl Session {
    /// Opens the book in `folder`.
    pub fn open(
        folder: &Path,
        options: OpenOptions,
        progress: &mut dyn Progress,
    ) -> Result<Session, BookError> {
        let user = options.user.clone();
        Ok(Session::of(Book::open(folder, options, progress)?, user))
    }

    /// A session on a book that is open already.
    pub fn of(book: Book, user: String) -> Session {
        let (shared, found) = (book.shared(), book.found.clone());
        let (jobs, waiting) = mpsc::sync_channel(WAITING);
        let writer = std::thread::spawn(move || write(book, &waiting));
        Session {
            user,
            shared,
            jobs: Some(jobs),
            writer: Some(writer),
            keeper: OnceLock::new(),
            found,
        }
    }

    /// The book's own entry.
    pub fn info(&self) -> &BookOpened {
        self.shared.info()
    }

    /// Today in the company's zone, unless the book was opened for another day.
    pub fn today(&self) -> Day {
        self.shared.today()
    }

    /// What opening found and mended.
    pub fn found(&self) -> &Found {
        &self.found
    }

    /// Asks a question. A ledger that turns out to be damaged is put aside and posted again once.
    pub fn ask<Q: Question>(&self, question: &Q) -> Result<Q::Answer, Failure> {
        let ask = || self.shared.view(|view: &View| question.answer(view));
        match ask() {
            Err(Stop::Ledger(error)) if error.is_damage() => {
                self.mend()?;
                Ok(ask()?)
            }
            answer => Ok(answer?),
        }
    }

    /// Builds the look-up index in the background, and keeps it in order. Look-ups answer with what
    /// is there already and say so. Without this, the first look-up builds all of it.
    pub fn prepare_lookup(&self) {
        self.keeper.get_or_init(|| {
            let shared = self.shared.clone();
            std::thread::spawn(move || {
                shared.lookup().keep(&shared, &|| shared.today());
            })
        });
    }

    /// What the look-up index holds.
    pub fn lookup_size(&self) -> Size {
        self.shared.lookup().size()
    }

    fn mend(&self) -> Result<(), Failure> {
        let (answer, mended) = mpsc::sync_channel(1);
        let jobs = self.jobs.as_ref().ok_or_else(stopped)?;
        jobs.send(Job::Mend(answer)).map_err(|_| stopped())?;
        Ok(mended.recv().map_err(|_| stopped())??)
    }

    /// Whether a command with this id was carried out.
    pub fn has_seen(&self, id: Uuid) -> Result<bool, Failure> {
        let seen = self.shared.view(|view| SEEN.get(view.rows, id.as_bytes()));
        Ok(seen.map_err(BookError::from)?.is_some())
    }

    /// Says what would become of commands, one after the other, and carries none of them out.
    pub fn try_out(
        &self,
        envelopes: Vec<Envelope>,
    ) -> Result<Vec<Result<Receipt, Failure>>, Failure> {
        let by = |envelope| Submission { by: self.user.clone(), envelope };
        let (answer, tried) = mpsc::sync_channel(1);
        let jobs = self.jobs.as_ref().ok_or_else(stopped)?;
        let submissions = envelopes.into_iter().map(by).collect();
        jobs.send(Job::Try(submissions, answer)).map_err(|_| stopped())?;
        tried.recv().map_err(|_| stopped())
    }

    /// Says what would become of commands, and what would happen by each.
    pub fn preview(
        &self,
        envelopes: Vec<Envelope>,
    ) -> Result<Vec<Result<Preview, Failure>>, Failure> {
        let by = |envelope| Submission { by: self.user.clone(), envelope };
        let (answer, previewed) = mpsc::sync_channel(1);
        let jobs = self.jobs.as_ref().ok_or_else(stopped)?;
        let submissions = envelopes.into_iter().map(by).collect();
        jobs.send(Job::Preview(submissions, answer)).map_err(|_| stopped())?;
        previewed.recv().map_err(|_| stopped())
    }

    /// Sends a command, without waiting for its receipt.
    pub fn send(&self, envelope: Envelope) -> Result<Pending, Failure> {
        let (answer, pending) = mpsc::sync_channel(1);
        let submission = Submission { by: self.user.clone(), envelope };
        let jobs = self.jobs.as_ref().ok_or_else(stopped)?;
        jobs.send(Job::Post(Box::new(submission), answer)).map_err(|_| stopped())?;
        Ok(Pending(pending))
    }

    /// Sends a command and waits for its receipt.
    pub fn post(&self, envelope: Envelope) -> Result<Receipt, Failure> {
        self.send(envelope)?.wait()
    }

    /// Waits until all is written and closes the book.
    pub fn close(mut self) -> Result<Head, BookError> {
        self.stop()
    }

    fn stop(&mut self) -> Result<Head, BookError> {
        self.jobs = None;
        self.shared.lookup().stop();
        if let Some(keeper) = self.keeper.take() {
            // It has nothing to say.
            let _ = keeper.join();
        }
        let ended = self.writer.take().map(JoinHandle::join);
        match ended {
            Some(Ok(closed)) => closed,
            _ => Err(BookError::Data("the book's writer has stopped".into())),
        }
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        if self.writer.is_some() {
            // Nothing to do about an error here: the next opening finds what there is.
            let _ = self.stop();
        }
    }
}

fn write(mut book: Book, jobs: &Receiver<Job>) -> Result<Head, BookError> {
    let mut ahead = None;
    while let Some(job) = ahead.take().or_else(|| jobs.recv().ok()) {
        match job {
            Job::Post(submission, answer) => {
                ahead = write_group(&mut book, jobs, *submission, answer);
            }
            // Whoever no longer waits needs no answer.
            Job::Mend(answer) => drop(answer.send(book.mend())),
            Job::Try(submissions, answer) => drop(answer.send(book.try_out(&submissions))),
            Job::Preview(submissions, answer) => drop(answer.send(book.preview(&submissions))),
        }
    }
    book.close()
}

/// Writes a command with those that wait behind it. Answers with what came that is no command.
fn write_group(
    book: &mut Book,
    jobs: &Receiver<Job>,
    first: Submission,
    answer: SyncSender<Result<Receipt, Failure>>,
) -> Option<Job> {
    let (mut submissions, mut answers) = (vec![first], vec![answer]);
    let mut other = None;
    while submissions.len() < MOST_TOGETHER && other.is_none() {
        match jobs.try_recv() {
            Ok(Job::Post(submission, answer)) => {
                submissions.push(*submission);
                answers.push(answer);
            }
            Ok(job) => other = Some(job),
            Err(_) => break,
        }
    }
    for (outcome, answer) in book.commit(&submissions).into_iter().zip(answers) {
        // Whoever no longer waits has the receipt under its id.
        let _ = answer.send(outcome);
    }
    other
}
