//! Posts allocations and their reversals: a move on each side.

use crate::domain::event::{AllocationMade, AllocationReversed};
use crate::domain::{Day, Money, Number};
use crate::ledger::tables::{ALLOCATIONS, AllocationRow, ITEMS, MoveKind, MoveRow};
use crate::store::rows::LedgerError;

use super::Posting;

fn count_of(number: &Number) -> Result<u64, LedgerError> {
    number
        .allocation_count()
        .ok_or_else(|| LedgerError::Contradiction(format!("{number} is no allocation")))
}

impl Posting<'_> {
    pub(super) fn allocation_made(&mut self, event: &AllocationMade) -> Result<(), LedgerError> {
        let count = count_of(&event.allocation)?;
        let (from, _) = self.item(&event.from)?;
        let (to, _) = self.item(&event.to)?;
        self.count("A", 0, &event.allocation.0)?;
        let (amount, date, gain) = (event.amount, event.date, event.gain);
        let row = AllocationRow { from, to, amount, date, gain, reversed: None };
        ALLOCATIONS.put(&mut self.batch, &count, &row)?;
        self.shift(count, &row, MoveKind::Allocated, date, amount)
    }

    pub(super) fn allocation_reversed(
        &mut self,
        event: &AllocationReversed,
    ) -> Result<(), LedgerError> {
        let count = count_of(&event.allocation)?;
        let mut row = ALLOCATIONS.need(self.rows, &count)?;
        row.reversed = Some((event.date, self.seq()));
        ALLOCATIONS.put(&mut self.batch, &count, &row)?;
        self.shift(count, &row, MoveKind::Reversed, event.date, row.amount.negated())
    }

    /// Takes `amount` from what is left of both sides of an allocation.
    fn shift(
        &mut self,
        allocation: u64,
        row: &AllocationRow,
        kind: MoveKind,
        date: Day,
        amount: Money,
    ) -> Result<(), LedgerError> {
        let (from, to) = (ITEMS.need(self.rows, &row.from)?, ITEMS.need(self.rows, &row.to)?);
        for ((id, item), other) in
            [((row.from, &from), (row.to, &to)), ((row.to, &to), (row.from, &from))]
        {
            let change = MoveRow { kind, date, amount, other: Some(other.0), allocation };
            self.take(id, item, &change)?;
            self.file_change((id, item), Some(other), date)?;
        }
        let less = amount.negated();
        self.total(date, &[(&from, less), (&to, less)], 0)
    }
}
