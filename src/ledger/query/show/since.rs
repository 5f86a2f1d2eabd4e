//! The state of a document at a moment: what is left of it, whether it is void, its allocations. May
//! use: the rest of the ledger, domain.

use crate::domain::event::FiscalReceipt;
use crate::domain::{Day, Money, Number};
use crate::ledger::item::{self, When};
use crate::ledger::query::View;
use crate::ledger::tables::{
    ALLOCATIONS, FISCAL_RECEIPTS, ITEMS, ItemId, ItemRow, MoveKind, MoveRow,
};
use crate::store::rows::LedgerError;

use super::deliveries::{ShownDelivery, deliveries_of};
use super::parts::{ReadSoFar, ShownAllocation};

/// The state of a document at a moment.
pub(super) struct Since {
    /// The entry that made it.
    pub entry: u64,
    /// What is left of it.
    pub left: Money,
    /// The day for which that is computed, if the document's date is in the future.
    pub as_of: Option<Day>,
    /// Whether its date has come.
    pub is_there: bool,
    /// The entry and the move that made it void, if any did: voided, bounced, entered by mistake.
    pub ended: Option<(u64, MoveRow)>,
    /// How much of it was taken back.
    pub taken_back: Money,
    /// Its allocations.
    pub allocations: Vec<ShownAllocation>,
    /// Its deliveries, as they are now.
    pub deliveries: Vec<ShownDelivery>,
    /// The receipt of a billing machine.
    pub fiscal_receipt: Option<FiscalReceipt>,
}

impl Since {
    /// The state of a document whose moves were read.
    pub(super) fn of(
        view: &View,
        (id, row): (ItemId, &ItemRow),
        known: &ReadSoFar,
        when: When,
    ) -> Result<Since, LedgerError> {
        let moves = known.moves;
        let ended = item::end_of(moves).filter(|(_, end)| end.date <= when.as_of);
        Ok(Since {
            entry: id.seq,
            as_of: (when.as_of == row.date && row.date > view.today).then_some(row.date),
            is_there: row.date <= when.as_of,
            left: item::left_after(moves, id, row, when)?,
            ended: ended.copied(),
            taken_back: item::sum_taken_back(moves, row, when)?,
            allocations: match known.is_brief {
                true => Vec::new(),
                false => allocations(view, (id, row), moves, when)?,
            },
            deliveries: match known.is_brief {
                true => Vec::new(),
                false => deliveries_of(view, id)?,
            },
            fiscal_receipt: match known.is_brief {
                true => None,
                false => fiscal_receipt(view, id)?,
            },
        })
    }
}

fn fiscal_receipt(view: &View, id: ItemId) -> Result<Option<FiscalReceipt>, LedgerError> {
    let json = FISCAL_RECEIPTS.get(view.rows, &id)?;
    let receipt = json.map(|json| serde_json::from_str(&json)).transpose();
    receipt.map_err(|error| LedgerError::Contradiction(error.to_string()))
}

fn allocations(
    view: &View,
    (id, row): (ItemId, &ItemRow),
    moves: &[(u64, MoveRow)],
    when: When,
) -> Result<Vec<ShownAllocation>, LedgerError> {
    let named = |item: ItemId| {
        if item == id {
            return Ok((row.number.clone(), row.kind.word().to_string()));
        }
        let other = ITEMS.need(view.rows, &item)?;
        Ok((other.number, other.kind.word().to_string()))
    };
    let mut shown = Vec::new();
    for (_, change) in moves {
        if change.kind != MoveKind::Allocated || change.date > when.as_of {
            continue;
        }
        let row = ALLOCATIONS.need(view.rows, &change.allocation)?;
        if row.reversed.is_none_or(|(day, _)| day > when.as_of) {
            let ((from, from_kind), (to, to_kind)) = (named(row.from)?, named(row.to)?);
            shown.push(ShownAllocation {
                allocation: Number::of_allocation(change.allocation),
                from,
                to,
                from_kind: Some(from_kind),
                to_kind: Some(to_kind),
                amount: row.amount,
                date: row.date,
                gain: row.gain,
                entry: None,
            });
        }
    }
    Ok(shown)
}

/// The state of a document that is either issued or void.
pub(super) fn issued_or_void(since: &Since) -> String {
    if since.ended.is_some() { "void" } else { "issued" }.into()
}
