//! Posts what the worklist reads: where accounts stand in it, and the days of callbacks, promises and
//! disputes. An account's place follows from what is open on it after the whole entry, so that one entry
//! moves it once.

use std::collections::BTreeSet;

use rust_decimal::prelude::ToPrimitive;

use crate::domain::event::{
    CallLogged, CallbackDone, CallingHoursSet, CustomerHandedOver, CustomerSnoozed,
    PromiseWithdrawn,
};
use crate::domain::{Day, Moment, Money, Number};
use crate::ledger::cases;
use crate::ledger::item::When;
use crate::ledger::tables::{
    ACCOUNTS, AccountId, CALLBACKS, CALLBACKS_AT, CALLED_ON, CALLING_HOURS, CASES, CalledRow,
    CallingHoursRow, DISPUTES, DISPUTES_BY, ItemId, OPEN_BY_DUE, PROMISES, PROMISES_BY, RATES,
    Side, Step, TOTALS, WORK_BY, WORK_OF, WorkRow, WorkSize,
};
use crate::ledger::work;
use crate::store::overlay::Overlay;
use crate::store::rows::{Batch, LedgerError, Rows};

use super::Posting;

/// A moment as it stands in keys.
pub(super) fn instant(at: Moment) -> u64 {
    u64::try_from(at.micros()).unwrap_or(0)
}

/// Puts accounts where they belong after an entry.
pub(super) fn file(ledger: &mut Overlay, worked: &BTreeSet<AccountId>) -> Result<(), LedgerError> {
    let mut batch = Batch::default();
    for account in worked {
        let row = WORK_OF.get(ledger, account)?;
        let before = row.clone().unwrap_or_default();
        let at = place(ledger, *account, &before)?;
        if at == before.at {
            continue;
        }
        if let Some((size, day)) = before.at {
            WORK_BY.remove(&mut batch, &(size, day, *account));
        }
        if let Some((size, day)) = at {
            WORK_BY.put(&mut batch, &(size, day, *account), &())?;
        }
        WORK_OF.put(&mut batch, account, &WorkRow { at, ..before })?;
    }
    ledger.apply(batch);
    Ok(())
}

/// Where an account belongs; nowhere while it owes nothing.
fn place(
    rows: &dyn Rows,
    account: AccountId,
    row: &WorkRow,
) -> Result<Option<(WorkSize, Day)>, LedgerError> {
    let first = OPEN_BY_DUE.scan(rows, &(account, Side::Debit)).next().transpose()?;
    let Some(((_, _, due), _)) = first else { return Ok(None) };
    let size = size(rows, account, TOTALS.need(rows, &account)?.debit)?;
    Ok(Some((size, work::call_from(due, row.contact, row.snoozed))))
}

/// How much an account owes, coarsely; in a foreign currency at the rate that was entered last.
fn size(rows: &dyn Rows, account: AccountId, debit: Money) -> Result<WorkSize, LedgerError> {
    let rate = RATES.get(rows, &ACCOUNTS.need(rows, &account)?.currency)?;
    let owed = debit.decimal();
    let owed = rate.and_then(|rate| owed.checked_mul(rate.0)).unwrap_or(owed);
    let units = owed.to_u64().unwrap_or(u64::MAX).max(1);
    let log = units.ilog2();
    // The bit below the highest halves each step.
    let half = if log > 0 { (units >> (log - 1)) & 1 } else { 0 };
    let size = 2 * log + u32::from(half == 1);
    Ok(WorkSize::MAX - WorkSize::try_from(size).unwrap_or(WorkSize::MAX))
}

impl Posting<'_> {
    fn case(&self, number: &Number) -> Result<ItemId, LedgerError> {
        let unknown = || LedgerError::Contradiction(format!("no case {number}"));
        Ok(CASES.get(self.rows, &number.folded())?.ok_or_else(unknown)?.1)
    }

    /// A dispute is due on another day, as long as it goes on.
    pub(super) fn dispute_is_due(&mut self, number: &Number, due: Day) -> Result<(), LedgerError> {
        let id = self.case(number)?;
        let row = DISPUTES.need(self.rows, &id)?;
        let before = (cases::dispute_due(self.rows, id, &row, When::ALL)?, id);
        if DISPUTES_BY.get(self.rows, &before)?.is_some() {
            DISPUTES_BY.remove(&mut self.batch, &before);
            DISPUTES_BY.put(&mut self.batch, &(due, id), &())?;
        }
        Ok(())
    }

    /// A dispute goes on, or does not.
    pub(super) fn dispute_goes_on(
        &mut self,
        number: &Number,
        goes_on: bool,
    ) -> Result<(), LedgerError> {
        let id = self.case(number)?;
        let row = DISPUTES.need(self.rows, &id)?;
        let key = (cases::dispute_due(self.rows, id, &row, When::ALL)?, id);
        if goes_on {
            return DISPUTES_BY.put(&mut self.batch, &key, &());
        }
        DISPUTES_BY.remove(&mut self.batch, &key);
        Ok(())
    }

    pub(super) fn promise_withdrawn(
        &mut self,
        event: &PromiseWithdrawn,
    ) -> Result<(), LedgerError> {
        let id = self.case(&event.promise)?;
        let row = PROMISES.need(self.rows, &id)?;
        PROMISES_BY.remove(&mut self.batch, &(row.by, id));
        self.step(&event.promise, event.date, Step::Withdrawn)
    }

    pub(super) fn callback_done(&mut self, event: &CallbackDone) -> Result<(), LedgerError> {
        let id = self.case(&event.callback)?;
        let row = CALLBACKS.need(self.rows, &id)?;
        CALLBACKS_AT.remove(&mut self.batch, &(instant(row.when), id));
        self.step(&event.callback, event.date, Step::Done)
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

    /// Changes what the worklist keeps of an account; its place is found once the entry is posted.
    fn work_of(
        &mut self,
        account: AccountId,
        change: impl FnOnce(&mut WorkRow),
    ) -> Result<(), LedgerError> {
        let mut row = WORK_OF.get(self.rows, &account)?.unwrap_or_default();
        change(&mut row);
        self.worked.insert(account);
        WORK_OF.put(&mut self.batch, &account, &row)
    }
}
