//! Committing: a group of commands is decided one after the other on an overlay of the ledger, written
//! to the journal with one sync, then posted; only then are receipts given. May use: domain, journal,
//! ledger, store, the rest of the engine.

use std::collections::BTreeMap;

use crate::domain::{Cause, Refusal, Rule};
use crate::journal::{AppendError, Entry, Group};
use crate::store::Batch;
use crate::store::overlay::{Overlay, Remembered};

use super::book::{BookWriter, Halt, Submission};
use super::change::Change;
use super::group::Deciding;
use super::receipt::{Preview, Receipt, given_up};
use super::standing::ReadOnly;
use crate::engine::error::{BookError, Failure};

impl BookWriter {
    /// Carries out a group of commands with one sync. Returns an answer for each, in order.
    pub fn commit(&mut self, submissions: &[Submission]) -> Vec<Result<Receipt, Failure>> {
        self.commit_and_tell(submissions, false).0
    }

    /// The same, and what changed, if anyone watches.
    pub(in crate::engine) fn commit_and_tell(
        &mut self,
        submissions: &[Submission],
        is_watched: bool,
    ) -> (Vec<Result<Receipt, Failure>>, Option<Change>) {
        if let Err(why) = self.room_again().and_then(|()| self.may_write()) {
            let refusal = Refusal::new(Rule::JournalReadOnly, "").with("why", why);
            return (submissions.iter().map(|_| Err(refusal.clone().into())).collect(), None);
        }
        let (mut outcomes, mut group, mut batch, mut change) = self.decide(submissions, is_watched);
        // A damaged row is only noticed when it is read. Nothing is written yet, so the group is
        // decided again.
        if outcomes.iter().any(is_damage) && self.mend(true).is_ok() {
            (outcomes, group, batch, change) = self.decide(submissions, is_watched);
        }
        if let Err(error) = self.journal.commit(group) {
            return (self.undone(outcomes, &error), None);
        }
        // The journal has the entries: the receipts hold whatever happens to the ledger.
        // Rows that it could not flush now are tried first by the next group.
        self.post(batch);
        if self.keep_up().is_ok() {
            self.standing.set(None);
        }
        self.erase_after(submissions, &outcomes);
        (outcomes, change)
    }

    /// Previews commands: their receipts and events, without carrying any of them out.
    pub fn preview(&mut self, submissions: &[Submission]) -> Vec<Result<Preview, Failure>> {
        let mut events = Vec::new();
        let tell = |entry: Option<&Entry>| {
            events.push(entry.map_or_else(Vec::new, |entry| entry.events.clone()));
        };
        let outcomes = self.decide_and_tell(submissions, tell).0;
        let mut events = events.into_iter();
        let rows = self.store.picture();
        let preview = |outcome: Result<Receipt, Failure>| {
            let events = events.next();
            outcome.map(|receipt| {
                let events = events.unwrap_or_default();
                Preview { receipt, given_up: given_up(&rows, &events), events }
            })
        };
        outcomes.into_iter().map(preview).collect()
    }

    /// Posts new entries of the journal to the ledger, in memory, and updates the look-up before
    /// anyone gets a receipt.
    fn post(&self, batch: Batch) {
        let for_lookup = self.lookup.is_on().then(|| batch.clone());
        self.store.apply(batch);
        if let Some(batch) = for_lookup {
            self.note(&batch);
        }
    }

    /// Updates the look-up with what was posted.
    fn note(&self, batch: &Batch) {
        let (today, lookup) = (self.today(), &self.lookup);
        let noted = self.shared().view(|view| lookup.note(view.rows, batch, today));
        if noted.is_err() {
            // The ledger is damaged: the next question reports it.
            lookup.forget();
        }
    }

    /// Decides a group on an overlay, without writing anything.
    fn decide(
        &mut self,
        submissions: &[Submission],
        is_watched: bool,
    ) -> (Vec<Result<Receipt, Failure>>, Group, Batch, Option<Change>) {
        let mut change: Option<Change> = None;
        let tell = |entry: Option<&Entry>| {
            let next = entry.filter(|_| is_watched).map(Change::of);
            change = match (change.take(), next) {
                (Some(one), Some(next)) => Some(one.and(next)),
                (one, next) => one.or(next),
            };
        };
        let (outcomes, group, batch) = self.decide_and_tell(submissions, tell);
        (outcomes, group, batch, change)
    }

    /// Decides a group, and returns the events of each accepted command.
    fn decide_and_tell(
        &mut self,
        submissions: &[Submission],
        mut tell: impl FnMut(Option<&Entry>),
    ) -> (Vec<Result<Receipt, Failure>>, Group, Batch) {
        let rows = self.store.picture();
        let remembered = Remembered::new(&rows);
        let mut overlay = Overlay::new(&remembered);
        let mut deciding =
            Deciding { book: self, group: self.journal.begin(), waiting: BTreeMap::new() };
        let mut outcomes = Vec::with_capacity(submissions.len());
        for submission in submissions {
            outcomes.push(deciding.one(&mut overlay, submission, &mut tell));
        }
        (outcomes, deciding.group, overlay.into_batch())
    }

    /// The answers to a group that could not be written.
    fn undone(
        &mut self,
        outcomes: Vec<Result<Receipt, Failure>>,
        error: &AppendError,
    ) -> Vec<Result<Receipt, Failure>> {
        match error {
            AppendError::NotWritten(said) => self.standing.set(Some(ReadOnly::of(said))),
            AppendError::Unknown(_) | AppendError::Moved => self.unknown = Some(Halt::of(error)),
        }
        let head = self.journal.head().seq;
        let lost = || match error {
            AppendError::NotWritten(error) => {
                let why = ReadOnly::of(error).name();
                Failure::from(Refusal::new(Rule::JournalNoSpace, "").with("why", why))
            }
            AppendError::Unknown(_) | AppendError::Moved => Failure::Unknown(Cause::of(error)),
        };
        // Later commands, and refusals too, were decided on top of the lost one. A repeat of a
        // command written earlier keeps its receipt.
        let mut any_lost = false;
        let outcome = |outcome: Result<Receipt, Failure>| match outcome {
            Ok(receipt) if receipt.seq <= head => Ok(receipt),
            Err(refused) if !any_lost => Err(refused),
            _ => {
                any_lost = true;
                Err(lost())
            }
        };
        outcomes.into_iter().map(outcome).collect()
    }

    /// Whether the ledger has rows in memory that are not flushed yet. They are flushed when there
    /// are many or the book is closed; an idle writer may do it now.
    pub(in crate::engine) fn has_unwritten(&self) -> bool {
        !self.store.is_written()
    }

    /// Flushes them. Rows that cannot be written stay in memory, and are tried again next time.
    pub(in crate::engine) fn write_down(&mut self) {
        let written = self.store.write_down();
        if written.is_err_and(|error| error.is_damage()) {
            // A failure is reported to the next question.
            let _ = self.mend(true);
        }
    }
}

fn is_damage(outcome: &Result<Receipt, Failure>) -> bool {
    matches!(outcome, Err(Failure::Book(BookError::Ledger(error))) if error.is_damage())
}
