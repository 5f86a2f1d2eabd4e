//! The one thread that writes a book: what waits together shares a sync, previews come between, and
//! while nobody sends anything the ledger is written down. May use: the engine's writing.

use std::sync::atomic::AtomicU64;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use crate::engine::error::{BookError, Failure};
use crate::engine::writing::book::{BookWriter, Submission};
use crate::engine::writing::change::Change;
use crate::engine::writing::receipt::{Preview, Receipt};
use crate::journal::Head;

/// How many commands share a sync at the most.
const MOST_TOGETHER: usize = 1_000;

/// For how long nobody must have sent anything before the ledger is written down.
const QUIET: Duration = Duration::from_secs(1);

/// What the writer is asked for.
pub(super) enum Job {
    /// Carry this out.
    Post(Box<Submission>, SyncSender<Result<Receipt, Failure>>),
    /// What would happen by these?
    Preview(Vec<Submission>, SyncSender<Vec<Result<Preview, Failure>>>),
    /// An asker found the ledger damaged, or its store stopped.
    Mend(bool, SyncSender<Result<(), BookError>>),
}

/// Is told of every change, from the writer's thread: it must not wait for anything.
pub type Watcher = Box<dyn Fn(&Change) + Send>;

/// Who watches, by number.
#[derive(Default)]
pub(super) struct Watchers {
    /// The number of the last one.
    pub(super) last: AtomicU64,
    all: Mutex<Vec<(u64, Watcher)>>,
}

impl Watchers {
    pub(super) fn all(&self) -> std::sync::MutexGuard<'_, Vec<(u64, Watcher)>> {
        self.all.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Carries out jobs until nobody can send any more; then the book is closed.
pub(super) fn write(
    mut book: BookWriter,
    jobs: &Receiver<Job>,
    told: &Watchers,
) -> Result<Head, BookError> {
    let mut ahead = None;
    while let Some(job) = ahead.take().or_else(|| next(&mut book, jobs)) {
        match job {
            Job::Post(submission, answer) => {
                ahead = write_group(&mut book, jobs, (*submission, answer), told);
            }
            // Whoever no longer waits needs no answer.
            Job::Mend(is_damaged, answer) => drop(answer.send(book.mend(is_damaged))),
            Job::Preview(submissions, answer) => {
                // While somebody types, nobody has nothing else to do.
                if book.is_held_up() {
                    book.look_again();
                }
                drop(answer.send(book.preview(&submissions)));
            }
        }
    }
    book.close()
}

/// The next job. While none comes, the ledger is written down.
fn next(book: &mut BookWriter, jobs: &Receiver<Job>) -> Option<Job> {
    while book.has_unwritten() || book.is_held_up() {
        match jobs.recv_timeout(QUIET) {
            Ok(job) => return Some(job),
            Err(RecvTimeoutError::Disconnected) => return None,
            Err(RecvTimeoutError::Timeout) if book.is_held_up() => book.look_again(),
            Err(RecvTimeoutError::Timeout) => {
                book.write_down();
                break;
            }
        }
    }
    jobs.recv().ok()
}

/// Writes a command with those that wait behind it. Answers with what came that is no command.
fn write_group(
    book: &mut BookWriter,
    jobs: &Receiver<Job>,
    first: (Submission, SyncSender<Result<Receipt, Failure>>),
    told: &Watchers,
) -> Option<Job> {
    let (mut submissions, mut answers) = (vec![first.0], vec![first.1]);
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
    let is_watched = !told.all().is_empty();
    let (outcomes, change) = book.commit_and_tell(&submissions, is_watched);
    for (outcome, answer) in outcomes.into_iter().zip(answers) {
        // Whoever no longer waits has the receipt under its id.
        let _ = answer.send(outcome);
    }
    if let Some(change) = change {
        told.all().iter().for_each(|(_, watcher)| watcher(&change));
    }
    other
}
