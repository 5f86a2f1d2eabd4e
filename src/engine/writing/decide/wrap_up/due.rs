//! The callbacks that a call was for: those of the customer whose time is come, and which it closes.

use crate::domain::{Day, Moment, Number};
use crate::ledger::cases;
use crate::ledger::item::When;
use crate::ledger::merged;
use crate::ledger::tables::{AccountId, CALLBACKS, CALLBACKS_AT, CASES_OF, CaseKind, ItemId, Step};
use crate::ledger::work::CALLBACK_EARLY;
use crate::store::rows::LedgerError;

use super::Case;

impl Case<'_> {
    /// The callbacks of a customer that a call at a moment was for, the earliest first: agreed by its day,
    /// and for its time or before. So shortly before its time, a callback may be made.
    pub(super) fn callbacks_due(
        &self,
        account: AccountId,
        at: Moment,
        date: Day,
    ) -> Result<Vec<Number>, LedgerError> {
        let root = |id| merged::root(self.rows(), id, When::ALL);
        let of = root(account)?;
        let mut due = Vec::new();
        for found in CALLBACKS_AT.scan(self.rows(), &()) {
            let ((_, id), ()) = found?;
            let row = CALLBACKS.need(self.rows(), &id)?;
            if row.when.micros() > at.micros().saturating_add(CALLBACK_EARLY) {
                break;
            }
            if row.date <= date && root(row.account)? == of {
                due.push(row.number);
            }
        }
        Ok(due)
    }

    /// The callbacks that the entry of a call closed.
    pub(super) fn closed_by(
        &self,
        call: ItemId,
        account: AccountId,
    ) -> Result<Vec<Number>, LedgerError> {
        let mut closed = Vec::new();
        let root = merged::root(self.rows(), account, When::ALL)?;
        for member in merged::members(self.rows(), root, When::ALL)? {
            for found in CASES_OF.scan(self.rows(), &member.id) {
                let ((_, id), kind) = found?;
                if kind != CaseKind::Callback {
                    continue;
                }
                let steps = cases::steps(self.rows(), id)?;
                if steps.iter().any(|((seq, _), step)| *seq == call.seq && step.step == Step::Done)
                {
                    closed.push(CALLBACKS.need(self.rows(), &id)?.number);
                }
            }
        }
        Ok(closed)
    }
}
