//! Debts on the worklist: what fell overdue lately, then what nobody spoke of for long, the largest accounts
//! first. May use: the worklist, the rest of the ledger.

use rust_decimal::Decimal;
use rustc_hash::FxHashSet;

use crate::domain::Day;
use crate::ledger::tables::{WORK_BY, WorkSize};
use crate::ledger::work::NEWLY_OVERDUE;
use crate::store::rows::LedgerError;

use super::gather::Gather;
use super::list::WorkReason;
use super::ranked::ListPlace;

/// The size of the largest debt that there can be: 64 bits of whole units.
const LARGEST: WorkSize = WorkSize::MAX - 2 * 64;

impl Gather<'_> {
    /// Looks at customers that a call is due about a debt of; no more than the budget, and none once the list is
    /// full of larger ones.
    pub(super) fn debts(&mut self) -> Result<(), LedgerError> {
        let day = self.when.as_of;
        let lately = day.plus(1 - NEWLY_OVERDUE).unwrap_or(day);
        let mut asked = FxHashSet::default();
        // What fell overdue lately comes first, however small it is.
        let spans = [
            (WorkReason::NewlyOverdue, (lately, day.plus(1).unwrap_or(day))),
            (WorkReason::NoContact, (Day::EPOCH, lately)),
        ];
        for (reason, (from, to)) in spans {
            let mut left = self.budget();
            for size in LARGEST..=WorkSize::MAX {
                let place = ListPlace::at_best(reason, below(size));
                for found in WORK_BY.between(self.view.rows, &(size, from), &(size, to)) {
                    let ((_, _, account), ()) = found?;
                    if left == 0 || self.ranked.is_full_before(&place) {
                        self.more = true;
                        return Ok(());
                    }
                    let root = self.root(account)?;
                    if asked.insert(root) {
                        left -= 1;
                        self.look_at(root)?;
                    }
                }
            }
        }
        Ok(())
    }
}

/// What a debt of a size is less than, in whole units of the book's currency, at the rates at which it was filed.
fn below(size: WorkSize) -> Decimal {
    let steps = u32::from(WorkSize::MAX - size);
    // The lower half of a power of two ends halfway to the next one; all that is below two is filed alike.
    let end = 1_u128.checked_shl(steps / 2).map(|power| match steps % 2 {
        0 => power + power / 2,
        _ => 2 * power,
    });
    let end = end.and_then(|end| i128::try_from(end.max(2)).ok());
    let end = end.and_then(|end| Decimal::try_from_i128_with_scale(end, 0).ok());
    end.unwrap_or(Decimal::MAX)
}
