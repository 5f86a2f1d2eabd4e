//! Debts on the worklist: what fell overdue lately, then what nobody spoke of for long, the largest accounts
//! first. May use: the worklist, the rest of the ledger.

use rustc_hash::FxHashSet;

use crate::domain::Day;
use crate::ledger::tables::{AccountId, WORK_BY, WorkSize};
use crate::ledger::work::{NEWLY_OVERDUE, call_from};
use crate::store::rows::LedgerError;

use super::gather::{FoundReason, Gather};
use super::list::WorkReason;

/// For each row that the list may hold, so many accounts that owe are looked at.
const LOOKED_AT: usize = 4;

/// The size of the largest debt that there can be: 64 bits of whole units.
const LARGEST: WorkSize = WorkSize::MAX - 2 * 64;

impl Gather<'_> {
    /// Debts that a call is due about; no more are looked for once there are `most` rows.
    pub(super) fn debts(&mut self, most: usize) -> Result<(), LedgerError> {
        let day = self.when.as_of;
        let lately = day.plus(1 - NEWLY_OVERDUE).unwrap_or(day);
        let mut seen = FxHashSet::default();
        // What fell overdue lately comes first, however small it is.
        for (from, to) in [(lately, day.plus(1).unwrap_or(day)), (Day::EPOCH, lately)] {
            let mut left = most * LOOKED_AT;
            for size in LARGEST..=WorkSize::MAX {
                for found in WORK_BY.between(self.view.rows, &(size, from), &(size, to)) {
                    let ((_, _, account), ()) = found?;
                    if left == 0 || self.found.len() >= 2 * most {
                        self.more = true;
                        return Ok(());
                    }
                    let root = self.root(account)?;
                    if seen.insert(root) {
                        left -= 1;
                        self.debt(root)?;
                    }
                }
            }
        }
        Ok(())
    }

    fn debt(&mut self, root: AccountId) -> Result<(), LedgerError> {
        if !self.is_to_call(root)? {
            return Ok(());
        }
        let (known, day) = (self.known(root)?, self.when.as_of);
        let chased = self.chased(root)?;
        let Some(oldest) = chased.items.first() else { return Ok(()) };
        if call_from(oldest.due, known.contact, known.snoozed) > day {
            return Ok(());
        }
        let amount = chased.left();
        let Some(first) = chased.items.iter().find(|item| item.left.is_positive()) else {
            let amount = chased.sum(|item| item.on_account);
            let covered = chased.items.iter().find(|item| item.on_account.is_positive());
            let Some(covered) = covered else { return Ok(()) };
            let (invoice, due) = (Some(covered.row.number.clone()), Some(covered.due));
            let reason = WorkReason::ToAllocate;
            return self.add(
                root,
                FoundReason { reason, amount, came: None, case: None, invoice, at: None, day: due },
            );
        };
        let is_new = first.days_late(day) <= NEWLY_OVERDUE;
        let spoken_since = known.contact > Some(first.due);
        let reason = match is_new && !spoken_since {
            true => WorkReason::NewlyOverdue,
            false => WorkReason::NoContact,
        };
        let (invoice, due) = (Some(first.row.number.clone()), Some(first.due));
        self.add(
            root,
            FoundReason { reason, amount, came: None, case: None, invoice, at: None, day: due },
        )
    }
}
