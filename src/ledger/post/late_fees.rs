//! Posts late fees, their policies, and holds by rule.

use crate::domain::event::{HoldPolicySet, HoldTaken, LateFeeCharged, LateFeePolicySet};
use crate::domain::text;
use crate::ledger::late_fees;
use crate::ledger::tables::{
    HOLD_POLICIES, HOLDS_TAKEN, HoldPolicyRow, LATE_FEE_OF, LATE_FEE_POLICIES, LATE_FEES,
    LateFeePolicyRow, LateFeeRow,
};
use crate::store::rows::LedgerError;

use super::Posting;

impl Posting<'_> {
    pub(super) fn late_fee_policy_set(
        &mut self,
        event: &LateFeePolicySet,
    ) -> Result<(), LedgerError> {
        let group = text::folded(event.group.as_deref().unwrap_or_default());
        let row = LateFeePolicyRow {
            yearly: event.yearly_percent,
            grace_days: event.grace_days,
            minimum: event.minimum.map(|minimum| (minimum, event.currency)),
        };
        let key = (event.date, self.seq(), group);
        LATE_FEE_POLICIES.put(&mut self.batch, &key, &row)
    }

    pub(super) fn late_fee_charged(&mut self, event: &LateFeeCharged) -> Result<(), LedgerError> {
        let (invoice, _) = self.item(&event.invoice)?;
        let key = (invoice, event.through);
        let before = LATE_FEES.get(self.rows, &key)?;
        // The period of a fee that was voided may be charged again.
        let is_twice = |row: &LateFeeRow| Ok(!late_fees::is_void(self.rows, &row.fee)?);
        if before.as_ref().map(is_twice).transpose()?.unwrap_or(false) {
            let why = format!("{} is charged twice through {}", event.invoice, event.through);
            return Err(LedgerError::Contradiction(why));
        }
        let row = LateFeeRow {
            fee: event.fee.clone(),
            from: event.from,
            amount: event.amount,
            remainder: event.remainder,
            seq: self.seq(),
        };
        LATE_FEES.put(&mut self.batch, &key, &row)?;
        LATE_FEE_OF.put(&mut self.batch, &event.fee.folded(), &key)
    }

    pub(super) fn hold_policy_set(&mut self, event: &HoldPolicySet) -> Result<(), LedgerError> {
        let group = text::folded(event.group.as_deref().unwrap_or_default());
        let row = HoldPolicyRow {
            days_late: event.days_late,
            amount: event.amount.map(|amount| (amount, event.currency)),
            broken_promises: event.broken_promises,
        };
        HOLD_POLICIES.put(&mut self.batch, &group, &row)
    }

    pub(super) fn hold_taken(&mut self, event: &HoldTaken) -> Result<(), LedgerError> {
        let (account, _) = self.account(&event.customer)?;
        let seq = self.seq();
        HOLDS_TAKEN.put(&mut self.batch, &account, &seq)
    }
}
