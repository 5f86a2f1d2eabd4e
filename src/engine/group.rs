//! A group of commands while it is decided, one after the other, each seeing what those before it
//! will have made of the ledger. Nothing is written here. May use: the rest of the engine.

use std::collections::BTreeMap;

use uuid::Uuid;

use crate::domain::{Envelope, Refusal, Rule};
use crate::journal::{Entry, Group, LONGEST_RECORD, LineError};
use crate::ledger::overlay::Overlay;
use crate::ledger::post::post;
use crate::ledger::rows::LedgerError;
use crate::ledger::tables::{SEEN, SeenRow};

use super::book::{Book, Submission};
use super::decide::{self, Desk};
use super::error::{BookError, Failure};
use super::receipt::Receipt;

/// A group while it is decided.
pub(super) struct Deciding<'a> {
    pub(super) book: &'a Book,
    pub(super) group: Group,
    /// Receipts of this group by entry, with the kind of command: not on disk yet.
    pub(super) waiting: BTreeMap<u64, (Receipt, &'static str)>,
}

impl Deciding<'_> {
    pub(super) fn one(
        &mut self,
        overlay: &mut Overlay,
        submission: &Submission,
        tell: &mut impl FnMut(Option<&Entry>),
    ) -> Result<Receipt, Failure> {
        let book = self.book;
        let Envelope { id, override_reason, seen, command } = &submission.envelope;
        submission.by.role(overlay)?;
        if let Some(id) = id
            && let Some(seen) = SEEN.get(overlay, id.as_bytes()).map_err(BookError::from)?
        {
            let receipt = self.again(*id, seen, command.name())?;
            tell(None);
            return Ok(receipt);
        }
        submission.by.may_send(overlay, &submission.envelope)?;
        let desk = Desk {
            rows: overlay,
            book: book.info(),
            taxes: &book.taxes,
            reasons: &book.reasons,
            seq: self.group.next_seq(),
            now: book.options.ports.clock.now(),
            today: submission.by.today.unwrap_or_else(|| book.today()),
            override_reason: override_reason.as_deref(),
            seen: *seen,
        };
        let decided = decide::decide(&desk, command)?;
        let id = id.unwrap_or_else(|| book.options.ports.new_id());
        let mut draft = book.draft(id, decided.date, decided.events);
        draft.by.clone_from(&submission.by.name);
        let prepared = self.group.prepare(draft).map_err(too_long)?;
        // Posted before it is written: what cannot be posted is not written either.
        let posted = overlay.attempt(|overlay| post(overlay, &prepared.stored));
        posted.map_err(BookError::from)?;
        let receipt = Receipt::of(&prepared.stored.entry);
        tell(Some(&prepared.stored.entry));
        self.group.accept(prepared);
        self.waiting.insert(receipt.seq, (receipt.clone(), command.name()));
        Ok(receipt)
    }

    /// The receipt of a command that was carried out before.
    fn again(&self, id: Uuid, seen: SeenRow, name: &'static str) -> Result<Receipt, Failure> {
        let (receipt, kind) = if let Some((receipt, kind)) = self.waiting.get(&seen.seq) {
            (receipt.clone(), *kind)
        } else {
            let read = self.book.journal.reader().read(seen.pos, None);
            let entry = read.map_err(|error| LedgerError::Journal(error.to_string()));
            let entry = entry.map_err(BookError::from)?.filter(|entry| entry.id == id);
            let entry = entry.ok_or_else(|| {
                BookError::from(LedgerError::Journal(format!("entry {} is not there", seen.seq)))
            })?;
            (Receipt::of(&entry), entry.command())
        };
        match kind == name {
            true => Ok(receipt),
            false => Err(Refusal::new(Rule::CommandIdReused, "id").with("was", kind).into()),
        }
    }
}

pub(super) fn too_long(error: LineError) -> Failure {
    match error {
        LineError::TooLong => {
            Refusal::new(Rule::CommandTooLong, "").with("most", LONGEST_RECORD).into()
        }
        error => BookError::Data(error.to_string()).into(),
    }
}
