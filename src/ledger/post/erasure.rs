//! Posts erasures, and what has to be forgotten with them.

use std::collections::BTreeSet;

use crate::domain::event::{ERASED as MARK, PersonErased};
use crate::ledger::item::When;
use crate::ledger::merged;
use crate::ledger::tables::{
    ACCOUNTS, AccountId, CASES_OF, CaseKind, CaseStep, DISPUTES, DisputeRow, ERASED, ErasedRow,
    HOLDS, HoldRow, PRIVATES, PrivateRow, STEPS, StepRow,
};
use crate::store::rows::LedgerError;

use super::Posting;

impl Posting<'_> {
    /// Removes everything the ledger keeps from erased private records, as if it were posted again
    /// without them.
    pub(super) fn person_erased(&mut self, event: &PersonErased) -> Result<(), LedgerError> {
        let (root, _) = self.account(&event.customer)?;
        let now = event.entries.iter().map(|entry| (*entry, None));
        let later = event.hidden.iter().map(|hidden| (hidden.entry, Some(hidden.until)));
        let until: Vec<_> = now.chain(later).collect();
        let entries: BTreeSet<u64> = until.iter().map(|(entry, _)| *entry).collect();
        let mut accounts = BTreeSet::new();
        for member in merged::members(self.rows, root, When::ALL)? {
            let id = member.id;
            for (entry, until) in &until {
                if let Some(PrivateRow { pos, .. }) = PRIVATES.get(self.rows, &(id, *entry))? {
                    ERASED.put(&mut self.batch, entry, &ErasedRow { pos, until: *until })?;
                }
            }
            let row = ACCOUNTS.need(self.rows, &id)?;
            self.known(id, row, None)?;
            self.forget_holds(id, &entries)?;
            self.forget_disputes(id, &entries)?;
            accounts.insert(id);
        }
        self.forget_payer(&accounts)
    }

    fn forget_holds(&mut self, id: AccountId, of: &BTreeSet<u64>) -> Result<(), LedgerError> {
        for found in HOLDS.scan(self.rows, &id) {
            let (key, row) = found?;
            if row.reason.is_some() && of.contains(&key.1) {
                let row = HoldRow { reason: Some(MARK.to_string()), ..row };
                HOLDS.put(&mut self.batch, &key, &row)?;
            }
        }
        Ok(())
    }

    /// The owner of a dispute is stored beside its notes.
    fn forget_disputes(&mut self, id: AccountId, of: &BTreeSet<u64>) -> Result<(), LedgerError> {
        for found in CASES_OF.scan(self.rows, &id) {
            let ((_, case), kind) = found?;
            if kind != CaseKind::Dispute {
                continue;
            }
            if of.contains(&case.seq) {
                let row = DISPUTES.need(self.rows, &case)?;
                let row = DisputeRow { owner: row.owner_in_chain.clone(), ..row };
                DISPUTES.put(&mut self.batch, &case, &row)?;
            }
            for found in STEPS.scan(self.rows, &case) {
                let (key, row) = found?;
                if let (CaseStep::Noted { due, beside: true, .. }, true) =
                    (&row.step, of.contains(&key.1))
                {
                    let step = CaseStep::Noted { owner: None, due: *due, beside: true };
                    STEPS.put(&mut self.batch, &key, &StepRow { step, ..row })?;
                }
            }
        }
        Ok(())
    }
}
