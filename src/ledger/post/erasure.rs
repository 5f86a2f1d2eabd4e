//! Posting what private records there are of an account, and that they are erased.

use std::collections::BTreeSet;

use crate::domain::event::{ERASED as MARK, PersonErased, Whose};
use crate::domain::{Event, Number};
use crate::journal::Stored;
use crate::ledger::item::{self, When};
use crate::ledger::tables::{
    ACCOUNTS, AccountId, CASES, CASES_OF, CaseKind, DISPUTES, DisputeRow, ERASED, ErasedRow, HOLDS,
    HoldRow, PRIVATES, PrivateRow, STEPS, Step, StepRow, UNREADABLE,
};
use crate::ledger::{cases, merged};
use crate::store::overlay::Overlay;
use crate::store::rows::{Batch, LedgerError, Rows};

use super::Posting;

/// Files the private record of an entry under the accounts it says something of.
pub(super) fn file(ledger: &mut Overlay, stored: &Stored) -> Result<(), LedgerError> {
    let Some(pos) = stored.private_pos else { return Ok(()) };
    let mut batch = Batch::default();
    if stored.is_private_lost() {
        UNREADABLE.put(&mut batch, &stored.entry.seq, &())?;
    }
    for event in &stored.entry.events {
        if let Some(account) = account_of(ledger, event)? {
            let is_details =
                matches!(event, Event::CustomerRegistered(_) | Event::CustomerAmended(_));
            let key = (account, stored.entry.seq);
            let before = PRIVATES.get(ledger, &key)?.is_some_and(|row| row.is_details);
            let row = PrivateRow { pos, is_details: is_details || before };
            PRIVATES.put(&mut batch, &key, &row)?;
        }
    }
    ledger.apply(batch);
    Ok(())
}

/// The account that an event is about, if its entry may say something of a person.
fn account_of(rows: &dyn Rows, event: &Event) -> Result<Option<AccountId>, LedgerError> {
    match event.whose() {
        Whose::Nobody => Ok(None),
        Whose::Customer(code) => Ok(item::account(rows, code)?.map(|(id, _)| id)),
        Whose::Document(number) => Ok(item::item(rows, number)?.map(|(_, row)| row.account)),
        Whose::Case(number) => of_case(rows, number),
    }
}

fn of_case(rows: &dyn Rows, number: &Number) -> Result<Option<AccountId>, LedgerError> {
    let Some((kind, id)) = CASES.get(rows, &number.folded())? else { return Ok(None) };
    Ok(Some(cases::whose(rows, kind, id)?.0))
}

impl Posting<'_> {
    /// Forgets all that the ledger keeps of the private records that are erased, as if it were
    /// posted again without them.
    pub(super) fn person_erased(&mut self, event: &PersonErased) -> Result<(), LedgerError> {
        let (root, _) = self.account(&event.customer)?;
        let now = event.entries.iter().map(|entry| (*entry, None));
        let later = event.hidden.iter().map(|hidden| (hidden.entry, Some(hidden.until)));
        let until: Vec<_> = now.chain(later).collect();
        let entries: BTreeSet<u64> = until.iter().map(|(entry, _)| *entry).collect();
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
        }
        Ok(())
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

    /// Who saw to a dispute stands beside what was noted of it.
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
                if let (Step::Noted { due, beside: true, .. }, true) =
                    (&row.step, of.contains(&key.1))
                {
                    let step = Step::Noted { owner: None, due: *due, beside: true };
                    STEPS.put(&mut self.batch, &key, &StepRow { step, ..row })?;
                }
            }
        }
        Ok(())
    }
}
