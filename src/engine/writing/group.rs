//! Decides a group of commands, one after the other; each sees the ledger as the earlier ones will
//! have left it. Writes nothing. May use: the rest of the engine.

use std::collections::BTreeMap;

use uuid::Uuid;

use crate::domain::{Cause, Command, Envelope, Message, Moment, Refusal, Rule};
use crate::journal::{Draft, Entry, Group, Hash, LONGEST_RECORD, LineError};
use crate::ledger::post::post;
use crate::ledger::tables::{SEEN, SeenRow};
use crate::store::overlay::Overlay;
use crate::store::rows::LedgerError;

use super::book::{BookWriter, Submission};
use super::clock::Doubt;
use super::decide::{self, DecisionContext};
use super::digest;
use super::receipt::Receipt;
use crate::engine::error::{BookError, Failure};

/// A group that is being decided.
pub(in crate::engine) struct Deciding<'a> {
    pub(in crate::engine) book: &'a BookWriter,
    pub(in crate::engine) group: Group,
    /// The commands carried out in this group, by entry: not on disk yet.
    pub(in crate::engine) waiting: BTreeMap<u64, CarriedOut>,
}

/// A command that was carried out.
#[derive(Clone)]
pub(in crate::engine) struct CarriedOut {
    receipt: Receipt,
    /// Its kind.
    command: &'static str,
    /// Who sent it.
    by: String,
    digest: Option<Hash>,
}

impl CarriedOut {
    fn of(entry: &Entry) -> CarriedOut {
        let (receipt, command) = (Receipt::of(entry), entry.command());
        CarriedOut { receipt, command, by: entry.by.clone(), digest: entry.digest }
    }

    /// Whether a command with this digest and sender is the one that was carried out.
    fn is_repeated_by(&self, by: &str, command: &str, digest: Hash) -> bool {
        // If there is no digest, because it is older or was erased, compare the kind.
        self.by == by && self.digest.map_or(self.command == command, |known| known == digest)
    }

    /// The refusal of other content, or of another sender, under its id.
    fn id_reused(&self, by: &str) -> Refusal {
        // A payment may have a thousand allocations: name it by its own number.
        let is_own = |(what, _): &&(String, String)| what != "allocation";
        let made = self.receipt.made.iter().find(is_own).or(self.receipt.made.first());
        let made = made.map_or("none", |(_, number)| number.as_str());
        let refusal = Refusal::new(Rule::CommandIdReused, "id").with("was", self.command);
        let refusal = refusal.with("entry", self.receipt.seq).with("made", made);
        refusal.with("sender", if self.by == by { "same" } else { "other" })
    }
}

impl Deciding<'_> {
    pub(in crate::engine) fn one(
        &mut self,
        overlay: &mut Overlay,
        submission: &Submission,
        tell: &mut impl FnMut(Option<&Entry>),
    ) -> Result<Receipt, Failure> {
        let book = self.book;
        let Envelope { id, override_reason, seen, command } = &submission.envelope;
        submission.by.role(overlay)?;
        let digest = digest::digest(&submission.envelope)?;
        if let Some(id) = id
            && let Some(seen) = SEEN.get(overlay, id.as_bytes()).map_err(BookError::from)?
        {
            let receipt = self.repeated(*id, seen, submission, digest.hash())?;
            tell(None);
            return Ok(receipt);
        }
        submission.by.may_send(overlay, &submission.envelope)?;
        let ports = &book.options.ports;
        let now = ports.clock.now();
        let doubted = self.believes(now, command)?;
        let desk = DecisionContext {
            rows: overlay,
            book: book.info(),
            taxes: &book.taxes,
            reasons: &book.reasons,
            seq: self.group.next_seq(),
            now,
            doubted,
            today: submission.by.today.unwrap_or_else(|| book.today()),
            override_reason: override_reason.as_deref(),
            seen: *seen,
        };
        let (decided, warnings) = decide::decide(&desk, command)?;
        let draft = Draft {
            at: ports.clock.now(),
            date: decided.date,
            by: submission.by.name.clone(),
            id: id.unwrap_or_else(|| ports.new_id()),
            digest: Some(digest),
            events: decided.events,
            salt: ports.random.bytes(),
        };
        let prepared = self.group.prepare(draft).map_err(too_long)?;
        // Post before writing: an entry that cannot be posted is not written.
        let posted = overlay.attempt(|overlay| post(overlay, &prepared.stored));
        let entry = &prepared.stored.entry;
        posted.map_err(|error| BookError::from(error.at_entry(entry.seq, entry.command())))?;
        tell(Some(&prepared.stored.entry));
        let done = CarriedOut::of(&prepared.stored.entry);
        self.group.accept(prepared);
        let receipt = Receipt { warnings, ..done.receipt.clone() };
        self.waiting.insert(receipt.seq, done);
        Ok(receipt)
    }

    /// Refuses a command if `now` is doubted, unless it confirms the clock; then returns the time
    /// of the last entry, which the clock contradicts.
    fn believes(&self, now: Moment, command: &Command) -> Result<Option<Moment>, Refusal> {
        let (book, last) = (self.book, self.group.last());
        let doubt = Doubt::of(now, last, book.info(), (&book.options.ports, &book.folder));
        match doubt {
            None => Ok(None),
            Some(_) if matches!(command, Command::ConfirmClock(_)) => Ok(Some(last)),
            Some(doubt) => {
                book.standing.set(Some(doubt.into()));
                Err(doubt.refusal(now, last, &book.info().zone))
            }
        }
    }

    /// Returns the receipt of a command that was carried out before. A repeat must have the same
    /// sender and content; an id that anyone can compute reveals nothing to others.
    fn repeated(
        &self,
        id: Uuid,
        seen: SeenRow,
        submission: &Submission,
        digest: Hash,
    ) -> Result<Receipt, Failure> {
        let done = match self.waiting.get(&seen.seq) {
            Some(done) => done.clone(),
            None => self.read(id, seen)?,
        };
        let (by, command) = (&submission.by.name, submission.envelope.command.name());
        match done.is_repeated_by(by, command, digest) {
            true => Ok(done.receipt),
            false => Err(done.id_reused(by).into()),
        }
    }

    /// Returns the command that the journal has under an id.
    fn read(&self, id: Uuid, seen: SeenRow) -> Result<CarriedOut, BookError> {
        let read = self.book.journal.reader().read(seen.pos, seen.private_pos);
        let entry = read.map_err(|error| LedgerError::Journal(Cause::of(&error)))?;
        let entry = entry.filter(|entry| entry.id == id);
        let missing = || LedgerError::Journal(missing_entry(seen.seq));
        Ok(CarriedOut::of(&entry.ok_or_else(missing)?))
    }
}

/// The error for an entry that is not where the ledger says.
fn missing_entry(seq: u64) -> Cause {
    let message = Message::new("error-entry-missing").with("entry", seq);
    Cause::new(format!("entry {seq} is not there"), message)
}

pub(in crate::engine) fn too_long(error: LineError) -> Failure {
    match error {
        LineError::TooLong => {
            Refusal::new(Rule::CommandTooLong, "").with("most", LONGEST_RECORD).into()
        }
        error => BookError::Data(Cause::of(&error)).into(),
    }
}
