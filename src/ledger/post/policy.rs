//! Posts locks, approvals, deliveries, roles, what viewers may see, and the company's details.

use crate::domain::event::{
    ApprovalRequired, ClockConfirmed, CompanyAmended, DocumentDelivered, FiscalReceiptRecorded,
    PeriodLocked, RoleGranted, RulesOverridden, ViewerPolicySet,
};
use crate::ledger::tables::{
    APPROVALS, COMPANY, DELIVERIES, FISCAL_RECEIPTS, LOCKS, LockRow, USERS, UserRow, VIEWERS,
};
use crate::store::rows::LedgerError;

use super::Posting;

impl Posting<'_> {
    pub(super) fn company_amended(&mut self, event: &CompanyAmended) -> Result<(), LedgerError> {
        let json = serde_json::to_string(&event.company);
        let json = json.map_err(|error| LedgerError::Contradiction(error.to_string()))?;
        let key = (event.date, self.seq());
        COMPANY.put(&mut self.batch, &key, &json)
    }

    pub(super) fn period_locked(&mut self, event: &PeriodLocked) -> Result<(), LedgerError> {
        let (seq, row) = (self.seq(), LockRow { through: event.through, hard: event.hard });
        LOCKS.put(&mut self.batch, &seq, &row)
    }

    pub(super) fn approval_required(
        &mut self,
        event: &ApprovalRequired,
    ) -> Result<(), LedgerError> {
        APPROVALS.put(&mut self.batch, &(event.what as u8, event.currency), &event.above)
    }

    pub(super) fn role_granted(&mut self, event: &RoleGranted) -> Result<(), LedgerError> {
        let (seq, since) = (self.seq(), self.stored.entry.date);
        if let Some(role) = event.role {
            return USERS.put(
                &mut self.batch,
                &event.user,
                &UserRow { role, seq, since, uid: event.uid },
            );
        }
        USERS.remove(&mut self.batch, &event.user);
        Ok(())
    }

    pub(super) fn fiscal_receipt_recorded(
        &mut self,
        event: &FiscalReceiptRecorded,
    ) -> Result<(), LedgerError> {
        let (document, _) = self.item(&event.document)?;
        let json = serde_json::to_string(&event.receipt);
        let json = json.map_err(|error| LedgerError::Contradiction(error.to_string()))?;
        FISCAL_RECEIPTS.put(&mut self.batch, &document, &json)
    }

    pub(super) fn document_delivered(
        &mut self,
        event: &DocumentDelivered,
    ) -> Result<(), LedgerError> {
        let (document, _) = self.item(&event.document)?;
        let key = (document, self.seq());
        DELIVERIES.put(&mut self.batch, &key, &event.date)
    }

    #[allow(clippy::trivially_copy_pass_by_ref)] // every event is posted in the same way
    pub(super) fn viewer_policy_set(&mut self, event: &ViewerPolicySet) -> Result<(), LedgerError> {
        VIEWERS.put(&mut self.batch, &(), event)
    }
}

/// The journal alone has these.
#[allow(clippy::unused_self, clippy::unnecessary_wraps)] // every event is posted in the same way
impl Posting<'_> {
    pub(super) fn clock_confirmed(&mut self, _: &ClockConfirmed) -> Result<(), LedgerError> {
        Ok(())
    }

    pub(super) fn rules_overridden(&mut self, _: &RulesOverridden) -> Result<(), LedgerError> {
        Ok(())
    }
}
