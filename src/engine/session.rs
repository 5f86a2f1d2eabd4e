//! The one door to a book: ask, post. One thread writes; what waits together shares a sync.
//! May use: the rest of the engine.

use std::path::Path;
use std::sync::mpsc::{self, Receiver, SyncSender, TryRecvError};
use std::thread::JoinHandle;

use crate::domain::Envelope;
use crate::domain::event::BookOpened;
use crate::journal::Head;
use crate::ledger::query::{Question, View};
use crate::ledger::rows::Stop;

use super::book::{Book, Found, OpenOptions, Receipt, Shared, Submission};
use super::error::{BookError, Failure};
use super::ports::Progress;

/// How many commands share a sync at the most.
const MOST_TOGETHER: usize = 1_000;

/// How many commands may wait before a sender is held up.
const WAITING: usize = 4_000;

struct Job {
    submission: Submission,
    answer: SyncSender<Result<Receipt, Failure>>,
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
        Session { user, shared, jobs: Some(jobs), writer: Some(writer), found }
    }

    /// The book's own entry.
    pub fn info(&self) -> &BookOpened {
        self.shared.info()
    }

    /// What opening found and mended.
    pub fn found(&self) -> &Found {
        &self.found
    }

    /// Asks a question.
    pub fn ask<Q: Question>(&self, question: &Q) -> Result<Q::Answer, Stop> {
        self.shared.view(|view: &View| question.answer(view))
    }

    /// Sends a command, without waiting for its receipt.
    pub fn send(&self, envelope: Envelope) -> Result<Pending, Failure> {
        let (answer, pending) = mpsc::sync_channel(1);
        let job = Job { submission: Submission { by: self.user.clone(), envelope }, answer };
        let jobs = self.jobs.as_ref().ok_or_else(stopped)?;
        jobs.send(job).map_err(|_| stopped())?;
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
    while let Ok(first) = jobs.recv() {
        let (mut submissions, mut answers) = (vec![first.submission], vec![first.answer]);
        while submissions.len() < MOST_TOGETHER {
            let Ok(job) = jobs.try_recv() else { break };
            submissions.push(job.submission);
            answers.push(job.answer);
        }
        for (outcome, answer) in book.commit(&submissions).into_iter().zip(answers) {
            // Whoever no longer waits has the receipt under its id.
            let _ = answer.send(outcome);
        }
    }
    book.close()
}
