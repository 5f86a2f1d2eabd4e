//! The callbacks that a call closes: those of the customer that are due.

use crate::domain::{Day, Moment, Number};
use crate::ledger::cases;
use crate::ledger::item::When;
use crate::ledger::merged;
use crate::ledger::tables::{
    AccountId, CALLBACKS, CALLBACKS_AT, CASES_OF, CaseKind, CaseStep, ItemId,
};
use crate::ledger::work::CALLBACK_EARLY;
use crate::store::rows::LedgerError;

use super::Case;

impl Case<'_> {
    /// The customer's callbacks that a call at a moment closes, earliest first: agreed by the day of the
    /// call, and due by then or within [`CALLBACK_EARLY`] of it.
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
                if steps
                    .iter()
                    .any(|((seq, _), step)| *seq == call.seq && step.step == CaseStep::Done)
                {
                    closed.push(CALLBACKS.need(self.rows(), &id)?.number);
                }
            }
        }
        Ok(closed)
    }
}
