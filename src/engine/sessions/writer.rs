//! The one thread that writes a book. Commands that wait together share a sync; previews come in
//! between; when nobody sends anything, the ledger is flushed. May use: the engine's writing.

use std::sync::atomic::AtomicU64;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use crate::engine::error::{BookError, Failure};
use crate::engine::writing::book::{BookWriter, Submission};
use crate::engine::writing::change::Change;
use crate::engine::writing::receipt::{Preview, Receipt};
use crate::journal::Head;

/// The most commands that share a sync.
const MOST_TOGETHER: usize = 1_000;

/// How long the writer must be idle before the ledger is flushed.
const QUIET: Duration = Duration::from_secs(1);

/// A job for the writer.
pub(super) enum Job {
    /// Carry out a command.
    Post(Box<Submission>, SyncSender<Result<Receipt, Failure>>),
    /// Preview commands.
    Preview(Vec<Submission>, SyncSender<Vec<Result<Preview, Failure>>>),
    /// A reader found the ledger damaged, or its store stopped.
    Mend(bool, SyncSender<Result<(), BookError>>),
}

/// Receives every change on the writer's thread; it must not block.
pub type Watcher = Box<dyn Fn(&Change) + Send>;

/// The watchers, by number.
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

/// Carries out jobs until nobody can send any more, then closes the book.
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
            // A caller that no longer waits needs no answer.
            Job::Mend(is_damaged, answer) => drop(answer.send(book.mend(is_damaged))),
            Job::Preview(submissions, answer) => {
                // While someone types, previews keep the writer busy: check the disk here, too.
                if book.is_held_up() {
                    book.look_again();
                }
                drop(answer.send(book.preview(&submissions)));
            }
        }
    }
    book.close()
}

/// The next job. While there is none, the ledger is flushed.
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

/// Writes a command together with those that wait behind it. Returns the first job that is not a
/// command.
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
        // A caller that no longer waits finds the receipt under the command's id.
        let _ = answer.send(outcome);
    }
    if let Some(change) = change {
        told.all().iter().for_each(|(_, watcher)| watcher(&change));
    }
    other
}
