//! What is allocated from an item, and how one allocation is taken back. May use: the ledger, domain.

use crate::domain::event::AllocationReversed;
use crate::domain::{Day, Event, Money, Number, Plain};
use crate::ledger::item;
use crate::ledger::tables::{ALLOCATIONS, AllocationRow, ItemId, ItemRow, MoveKind, MoveRow};
use crate::store::Rows;
use crate::store::rows::LedgerError;

use super::Case;

/// One side of an allocation that is being made.
pub(super) struct End {
    /// The document.
    pub number: Number,
    /// Its rate of exchange.
    pub rate: Option<Plain>,
    /// Its full amount; for one that this command makes, what is left of it.
    pub whole: Money,
}

impl End {
    pub(super) fn of(row: &ItemRow) -> End {
        End { number: row.number.clone(), rate: row.rate, whole: row.amount }
    }
}

/// Returns the allocations from an item that were not reversed.
pub(super) fn live(
    rows: &dyn Rows,
    from: ItemId,
) -> Result<Vec<(u64, AllocationRow)>, LedgerError> {
    let mut all = Vec::new();
    for (_, change) in item::moves(rows, from)? {
        all.extend(of_move(rows, &change)?);
    }
    Ok(all)
}

fn of_move(rows: &dyn Rows, change: &MoveRow) -> Result<Option<(u64, AllocationRow)>, LedgerError> {
    if change.kind != MoveKind::Allocated {
        return Ok(None);
    }
    let row = ALLOCATIONS.need(rows, &change.allocation)?;
    Ok(row.reversed.is_none().then_some((change.allocation, row)))
}

/// The reversal of an allocation, no earlier than the allocation.
pub(super) fn reversal(count: u64, allocation: &AllocationRow, date: Day) -> Event {
    let date = date.max(allocation.date);
    AllocationReversed { allocation: Number::of_allocation(count), date }.into()
}

impl Case<'_> {
    /// Returns the allocation that a move made, if it was not reversed.
    pub(super) fn live_move(
        &self,
        change: &MoveRow,
    ) -> Result<Option<(u64, AllocationRow)>, LedgerError> {
        of_move(self.rows(), change)
    }
}
