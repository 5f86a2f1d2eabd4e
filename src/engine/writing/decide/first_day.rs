//! Finds the first day on which earlier money can settle an invoice: one of an account that was
//! merged later, or one that was reopened later. May use: domain, ledger.

use crate::domain::{Day, Money};
use crate::ledger::item::{self, When};
use crate::ledger::merged;
use crate::ledger::tables::{AccountId, ItemId, ItemRow, MERGED};
use crate::store::rows::LedgerError;

use super::Case;

impl Case<'_> {
    /// Returns the first day, `from` or later, from which an item has as much room as today, and
    /// that room. A `from` after today is returned as it is.
    pub(super) fn first_room(
        &self,
        id: ItemId,
        row: &ItemRow,
        from: Day,
    ) -> Result<(Day, Money), LedgerError> {
        let until = from.max(self.desk.today);
        let most = item::room(self.rows(), id, row, until)?;
        let mut days = vec![from];
        days.extend(self.days_of_moves(id, from)?.into_iter().filter(|day| *day <= until));
        for day in days {
            let room = item::room(self.rows(), id, row, day)?;
            if room == most {
                return Ok((day, room));
            }
        }
        Ok((until, most))
    }

    /// Returns the days after `from` on which an item changed, in order.
    pub(super) fn days_of_moves(&self, id: ItemId, from: Day) -> Result<Vec<Day>, LedgerError> {
        let moves = item::moves(self.rows(), id)?.into_iter();
        let mut days: Vec<Day> = moves.map(|(_, m)| m.date).filter(|day| *day > from).collect();
        days.sort_unstable();
        days.dedup();
        Ok(days)
    }

    /// Returns the first day, `from` or later but not after today, on which two accounts belong to
    /// one customer.
    pub(super) fn one_customer_from(
        &self,
        (one, other): (AccountId, AccountId),
        from: Day,
    ) -> Result<Option<Day>, LedgerError> {
        let mut days = vec![from];
        for mut id in [one, other] {
            while let Some(merger) = MERGED.get(self.rows(), &id)? {
                days.push(merger.date);
                id = merger.into;
            }
        }
        days.sort_unstable();
        for day in days {
            let when = When { as_of: day, ..When::ALL };
            let is_in_time = day >= from && day <= from.max(self.desk.today);
            if is_in_time
                && merged::root(self.rows(), one, when)? == merged::root(self.rows(), other, when)?
            {
                return Ok(Some(day));
            }
        }
        Ok(None)
    }
}
