//! Finds the days from which an amount settles an item. Each part of it counts from the first day, not before either
//! side's, from which it fits on that day and on every later one. So what is recorded late settles an item as it would
//! have in time: a part that was reopened later, or belonged to another account until a merger, is settled from that
//! later day, and all the rest from its own. May use: domain, ledger.

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
        let mut rooms = item::rooms_after(self.rows(), id, row, from, &[])?;
        let until = from.max(self.desk.today);
        rooms.retain(|(day, _)| *day <= until);
        Ok(rooms.pop().unwrap_or((from, row.amount.zero())))
    }

    /// Returns the parts of an amount that settle an item, each with its day: `from` or later, but not
    /// after `until`. Counts `moves`, which are not posted yet. What has no room until then is left out.
    pub(super) fn parts_by_day(
        &self,
        (id, row): (ItemId, &ItemRow),
        amount: Money,
        (from, until): (Day, Day),
        moves: &[(Day, Money)],
    ) -> Result<Vec<(Day, Money)>, LedgerError> {
        let mut taken = 0;
        let mut parts = Vec::new();
        for (day, room) in item::rooms_after(self.rows(), id, row, from, moves)? {
            let part = room.minor().min(amount.minor()) - taken;
            if part > 0 && day <= until {
                taken += part;
                parts.push((day, Money::from_minor(part, amount.scale())));
            }
        }
        Ok(parts)
    }

    /// Returns the first day, `from` or later, from which a whole amount of an item can be settled: what is given up
    /// is one document of one day. Counts `moves`, which are not posted yet.
    pub(super) fn first_fit(
        &self,
        (id, row): (ItemId, &ItemRow),
        amount: Money,
        from: Day,
        moves: &[(Day, Money)],
    ) -> Result<Day, LedgerError> {
        let rooms = item::rooms_after(self.rows(), id, row, from, moves)?;
        let fits = rooms.iter().find(|(_, room)| room.minor() >= amount.minor());
        Ok(fits.or(rooms.last()).map_or(from, |(day, _)| *day))
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
