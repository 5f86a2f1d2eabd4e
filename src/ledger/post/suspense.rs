//! Posts the suspense list, and how imported files are read.

use crate::domain::event::{
    ImportProfileKept, PayerIdentified, UnidentifiedRecorded, UnidentifiedReopened,
    UnidentifiedReversed,
};
use crate::domain::{Day, Number};
use crate::ledger::suspense;
use crate::ledger::tables::{
    IDENTIFIED, IMPORT_PROFILES, ImportProfileRow, ItemId, PRIVATES, PrivateRow, SUSPENSE,
    SUSPENSE_NUMBERS, SUSPENSE_OPEN, SUSPENSE_STEPS, SuspenseRow, SuspenseStep, SuspenseStepRow,
};
use crate::store::rows::LedgerError;

use super::Posting;

impl Posting<'_> {
    pub(super) fn unidentified_recorded(
        &mut self,
        event: &UnidentifiedRecorded,
    ) -> Result<(), LedgerError> {
        let id = self.id();
        self.count("SUS", event.date.year(), &event.unidentified.0)?;
        let row = SuspenseRow {
            number: event.unidentified.clone(),
            date: event.date,
            amount: event.amount,
            currency: event.currency,
            method: event.method,
            reference: event.reference.clone(),
            rate: event.rate,
            at: self.place_of_entry(),
        };
        SUSPENSE_NUMBERS.put(&mut self.batch, &row.number.folded(), &id)?;
        SUSPENSE_OPEN.put(&mut self.batch, &id, &())?;
        SUSPENSE.put(&mut self.batch, &id, &row)
    }

    pub(super) fn payer_identified(&mut self, event: &PayerIdentified) -> Result<(), LedgerError> {
        let (account, _) = self.account(&event.customer)?;
        let step = SuspenseStep::Identified(event.payment.clone());
        let (id, row) = self.suspense_step(&event.unidentified, event.date, step)?;
        SUSPENSE_OPEN.remove(&mut self.batch, &id);
        IDENTIFIED.put(&mut self.batch, &event.payment.folded(), &id)?;
        // What the receipt says about its payer belongs to this customer now, and is erased with the
        // customer.
        if let Some(pos) = row.at.private_pos {
            let row = PrivateRow { pos, is_details: false };
            PRIVATES.put(&mut self.batch, &(account, id.seq), &row)?;
        }
        Ok(())
    }

    pub(super) fn unidentified_reopened(
        &mut self,
        event: &UnidentifiedReopened,
    ) -> Result<(), LedgerError> {
        let (id, _) =
            self.suspense_step(&event.unidentified, event.date, SuspenseStep::Reopened)?;
        SUSPENSE_OPEN.put(&mut self.batch, &id, &())
    }

    pub(super) fn unidentified_reversed(
        &mut self,
        event: &UnidentifiedReversed,
    ) -> Result<(), LedgerError> {
        let (id, _) =
            self.suspense_step(&event.unidentified, event.date, SuspenseStep::Reversed)?;
        SUSPENSE_OPEN.remove(&mut self.batch, &id);
        Ok(())
    }

    /// Stores a step of an unidentified receipt, and returns the receipt.
    fn suspense_step(
        &mut self,
        number: &Number,
        date: Day,
        step: SuspenseStep,
    ) -> Result<(ItemId, SuspenseRow), LedgerError> {
        let unknown = || LedgerError::Contradiction(format!("no unidentified receipt {number}"));
        let (id, row) = suspense::receipt(self.rows, number)?.ok_or_else(unknown)?;
        let key = (id, self.seq(), self.place);
        SUSPENSE_STEPS.put(&mut self.batch, &key, &SuspenseStepRow { date, step })?;
        Ok((id, row))
    }

    pub(super) fn import_profile_kept(
        &mut self,
        event: &ImportProfileKept,
    ) -> Result<(), LedgerError> {
        if event.profile.is_empty() {
            IMPORT_PROFILES.remove(&mut self.batch, &event.shape);
            return Ok(());
        }
        let (kind, profile, seq) = (event.kind.clone(), event.profile.clone(), self.seq());
        let row = ImportProfileRow { kind, profile, seq };
        IMPORT_PROFILES.put(&mut self.batch, &event.shape, &row)
    }
}
