//! Certificates of tax withheld that are still to come: what customers withheld and have not certified.
//! Such an amount is owed until the certificate is there, but it is not dunned. May use: the rest of the
//! queries.

use std::collections::BTreeMap;

use crate::domain::{Day, Money};
use crate::ledger::item::{self, When};
use crate::ledger::tables::{AWAITED, AwaitedRow, ITEMS, ItemId, ItemRow, MoveKind};
use crate::store::rows::LedgerError;

use super::View;
use super::show::certificate;

/// What is still awaited of one tax on an invoice.
#[derive(Clone, Debug, PartialEq)]
pub struct Awaited {
    /// Which tax.
    pub kind: String,
    /// How much, greater than zero and no more than what is left of the invoice.
    pub amount: Money,
    /// Since when.
    pub since: Day,
    /// The entry that says so.
    pub entry: u64,
}

/// What is left of an invoice at a moment that was withheld and not certified yet: owed, but not to be
/// dunned or called about. Never more than is left of the invoice; zero for any other item. Costs one
/// look into the ledger where nothing was withheld.
pub fn withheld(view: &View, id: ItemId, row: &ItemRow, when: When) -> Result<Money, LedgerError> {
    let sum = |sum: Money, one: Awaited| sum.plus(one.amount).ok_or(LedgerError::Beyond("an item"));
    awaited(view, id, row, when)?.into_iter().try_fold(row.amount.zero(), sum)
}

/// The same by tax, in the order of their codes. Certificates recorded since take from what is awaited.
pub fn awaited(
    view: &View,
    id: ItemId,
    row: &ItemRow,
    when: When,
) -> Result<Vec<Awaited>, LedgerError> {
    let mut latest: BTreeMap<String, (ItemId, AwaitedRow)> = BTreeMap::new();
    for found in AWAITED.scan(view.rows, &id) {
        let ((_, entry), said) = found?;
        if when.counts(said.date, entry.seq) {
            latest.insert(said.kind.clone(), (entry, said));
        }
    }
    latest.retain(|_, (_, said)| said.amount.is_positive());
    if latest.is_empty() {
        return Ok(Vec::new());
    }
    let moves = item::moves(view.rows, id)?;
    let mut room = item::left_after(&moves, id, row, when)?;
    let mut all = Vec::new();
    for (kind, (entry, said)) in latest {
        let mut amount = said.amount;
        for (seq, change) in moves.iter().filter(|(seq, _)| *seq > entry.seq) {
            let is_allocation = matches!(change.kind, MoveKind::Allocated | MoveKind::Reversed);
            let Some(other) = change.other.filter(|_| is_allocation) else { continue };
            let paid = ITEMS.need(view.rows, &other)?;
            if when.counts(change.date, *seq)
                && certificate(view, other, &paid)?.as_ref() == Some(&kind)
            {
                amount = amount.minus(change.amount).ok_or(LedgerError::Beyond("an item"))?;
            }
        }
        let amount = amount.least(said.amount).least(room);
        if amount.is_positive() {
            room = room.minus(amount).ok_or(LedgerError::Beyond("an item"))?;
            all.push(Awaited { kind, amount, since: said.date, entry: entry.seq });
        }
    }
    Ok(all)
}
