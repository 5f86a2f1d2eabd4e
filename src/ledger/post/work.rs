//! Posts what the worklist needs of cases: the days of callbacks, promises, disputes and calls, and the
//! settings of customers. The places of accounts are updated once the entry is posted.

use crate::domain::event::{
    CallLogged, CallbackDone, CallingHoursSet, CustomerHandedOver, CustomerSnoozed,
    PromiseWithdrawn,
};
use crate::domain::{Day, Moment, Number};
use crate::ledger::cases;
use crate::ledger::item::When;
use crate::ledger::tables::{
    AccountId, CALLBACKS, CALLBACKS_AT, CALLED_ON, CALLING_HOURS, CASES, CalledRow,
    CallingHoursRow, CaseStep, DISPUTES, DISPUTES_BY, DueDispute, ItemId, STEPS, WORK_OF, WorkRow,
};
use crate::store::rows::LedgerError;

use super::Posting;

/// A moment in the form used in keys.
pub(super) fn instant(at: Moment) -> u64 {
    u64::try_from(at.micros()).unwrap_or(0)
}

impl Posting<'_> {
    fn case(&self, number: &Number) -> Result<ItemId, LedgerError> {
        let unknown = || LedgerError::Contradiction(format!("no case {number}"));
        Ok(CASES.get(self.rows, &number.folded())?.ok_or_else(unknown)?.1)
    }

    /// A dispute has another due date, while it is open.
    pub(super) fn dispute_is_due(&mut self, number: &Number, due: Day) -> Result<(), LedgerError> {
        let id = self.case(number)?;
        let row = DISPUTES.need(self.rows, &id)?;
        let before = (cases::dispute_due(self.rows, id, &row, When::ALL)?, id);
        if let Some(found) = DISPUTES_BY.get(self.rows, &before)? {
            DISPUTES_BY.remove(&mut self.batch, &before);
            DISPUTES_BY.put(&mut self.batch, &(due, id), &found)?;
        }
        Ok(())
    }

    /// A dispute is open, or no longer.
    pub(super) fn dispute_goes_on(
        &mut self,
        number: &Number,
        goes_on: bool,
    ) -> Result<(), LedgerError> {
        let id = self.case(number)?;
        let row = DISPUTES.need(self.rows, &id)?;
        let key = (cases::dispute_due(self.rows, id, &row, When::ALL)?, id);
        if goes_on {
            // The remaining amount is posted once the entry is.
            let row = DueDispute { account: row.account, remaining: row.amount };
            return DISPUTES_BY.put(&mut self.batch, &key, &row);
        }
        DISPUTES_BY.remove(&mut self.batch, &key);
        Ok(())
    }

    pub(super) fn promise_withdrawn(
        &mut self,
        event: &PromiseWithdrawn,
    ) -> Result<(), LedgerError> {
        self.step(&event.promise, event.date, CaseStep::Withdrawn)
    }

    pub(super) fn callback_done(&mut self, event: &CallbackDone) -> Result<(), LedgerError> {
        let id = self.case(&event.callback)?;
        let row = CALLBACKS.need(self.rows, &id)?;
        CALLBACKS_AT.remove(&mut self.batch, &(instant(row.when), id));
        self.step(&event.callback, event.date, CaseStep::Done)
    }

    /// A callback that an entry had completed is open again.
    pub(super) fn callback_reopened(
        &mut self,
        number: &Number,
        closed_by: u64,
    ) -> Result<(), LedgerError> {
        let id = self.case(number)?;
        let row = CALLBACKS.need(self.rows, &id)?;
        for ((seq, place), step) in cases::steps(self.rows, id)? {
            if seq == closed_by && step.step == CaseStep::Done {
                STEPS.remove(&mut self.batch, &(id, seq, place));
            }
        }
        CALLBACKS_AT.put(&mut self.batch, &(instant(row.when), id), &())
    }

    /// A customer was spoken to.
    pub(super) fn spoken_to(
        &mut self,
        account: AccountId,
        event: &CallLogged,
    ) -> Result<(), LedgerError> {
        let key = (event.date, account);
        let before = CALLED_ON.get(self.rows, &key)?;
        let at = before.map_or(event.at, |before| before.at.max(event.at));
        let row = CalledRow { at, seq: self.seq() };
        CALLED_ON.put(&mut self.batch, &key, &row)?;
        self.work_of(account, |row| row.contact = row.contact.max(Some(event.date)))
    }

    pub(super) fn customer_snoozed(&mut self, event: &CustomerSnoozed) -> Result<(), LedgerError> {
        let (account, _) = self.account(&event.customer)?;
        self.work_of(account, |row| row.snoozed = Some(event.until))
    }

    pub(super) fn customer_handed_over(
        &mut self,
        event: &CustomerHandedOver,
    ) -> Result<(), LedgerError> {
        let (account, _) = self.account(&event.customer)?;
        self.work_of(account, |row| row.with.clone_from(&event.to))
    }

    pub(super) fn calling_hours_set(&mut self, event: &CallingHoursSet) -> Result<(), LedgerError> {
        let (account, _) = self.account(&event.customer)?;
        let row = CallingHoursRow { zone: event.zone.clone(), from: event.from, to: event.to };
        CALLING_HOURS.put(&mut self.batch, &account, &row)
    }

    /// Changes what the worklist keeps about an account; its place is found once the entry is posted.
    fn work_of(
        &mut self,
        account: AccountId,
        change: impl FnOnce(&mut WorkRow),
    ) -> Result<(), LedgerError> {
        let mut row = WORK_OF.get(self.rows, &account)?.unwrap_or_default();
        change(&mut row);
        self.touched.accounts.insert(account);
        WORK_OF.put(&mut self.batch, &account, &row)
    }
}
