//! Certificates of withheld tax that have not arrived yet. The amount is owed until the certificate is
//! recorded, but it is not chased. May use: the rest of the ledger, domain.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::{Day, Money};
use crate::store::rows::{LedgerError, Rows};

use super::item::{self, When};
use super::tables::{
    AWAITED, AccountId, AwaitedRow, CERTIFICATES, ITEMS, ItemId, MoveKind, OPEN, Side,
};
use super::{changed, merged};

/// What is still awaited of one tax on an invoice.
#[derive(Clone, Debug, PartialEq)]
pub struct Awaited {
    /// The tax.
    pub kind: String,
    /// The amount, greater than zero and at most what is left of the invoice.
    pub amount: Money,
    /// The day since which it is awaited.
    pub since: Day,
    /// The entry that says so.
    pub entry: u64,
}

/// The amount of an invoice at a moment that was withheld and not certified yet: owed, but not dunned,
/// called about or charged interest on. At most what is left of the invoice; zero for any other item.
/// Costs one read if nothing was withheld.
pub fn withheld(
    rows: &dyn Rows,
    id: ItemId,
    zero: Money,
    when: When,
) -> Result<Money, LedgerError> {
    withheld_without(rows, id, zero, when, &[])
}

/// The same as if some allocations had never been made.
pub fn withheld_without(
    rows: &dyn Rows,
    id: ItemId,
    zero: Money,
    when: When,
    ignored: &[u64],
) -> Result<Money, LedgerError> {
    let sum = |sum: Money, one: Awaited| sum.plus(one.amount).ok_or(LedgerError::Beyond("an item"));
    awaited_without(rows, id, when, ignored)?.into_iter().try_fold(zero, sum)
}

/// The same for all invoices of the account that `account` belongs to; `None` if nothing is awaited.
/// Costs one read if nothing ever was, else one for each open invoice.
pub fn of_account(
    rows: &dyn Rows,
    account: AccountId,
    zero: Money,
    when: When,
) -> Result<Option<Money>, LedgerError> {
    if AWAITED.scan(rows, &()).next().transpose()?.is_none() {
        return Ok(None);
    }
    let mut sum = zero;
    for member in merged::members(rows, merged::root(rows, account, when)?, when)? {
        let changed = changed::since(rows, member.id, when)?;
        let mut invoices: BTreeSet<ItemId> = changed.iter().map(|item| item.id).collect();
        for found in OPEN.scan(rows, &(member.id, Side::Debit)) {
            let ((_, _, _, id), _) = found?;
            invoices.insert(id);
        }
        for id in invoices {
            let more = withheld(rows, id, zero, when)?;
            sum = sum.plus(more).ok_or(LedgerError::Beyond("an account"))?;
        }
    }
    Ok(Some(sum).filter(|sum| sum.is_positive()))
}

/// The same by tax, in the order of their codes. Certificates recorded since reduce what is awaited.
pub fn awaited(rows: &dyn Rows, id: ItemId, when: When) -> Result<Vec<Awaited>, LedgerError> {
    awaited_without(rows, id, when, &[])
}

fn awaited_without(
    rows: &dyn Rows,
    id: ItemId,
    when: When,
    ignored: &[u64],
) -> Result<Vec<Awaited>, LedgerError> {
    let mut latest: BTreeMap<String, (ItemId, AwaitedRow)> = BTreeMap::new();
    for found in AWAITED.scan(rows, &id) {
        let ((_, entry), said) = found?;
        if when.counts(said.date, entry.seq) {
            latest.insert(said.kind.clone(), (entry, said));
        }
    }
    latest.retain(|_, (_, said)| said.amount.is_positive());
    if latest.is_empty() {
        return Ok(Vec::new());
    }
    let moves = item::moves_without(rows, id, ignored)?;
    let mut room = item::left_after(&moves, id, &ITEMS.need(rows, &id)?, when)?;
    let mut all = Vec::new();
    for (kind, (entry, said)) in latest {
        let mut amount = said.amount;
        for (seq, change) in moves.iter().filter(|(seq, _)| *seq > entry.seq) {
            let is_allocation = matches!(change.kind, MoveKind::Allocated | MoveKind::Reversed);
            let Some(other) = change.other.filter(|_| is_allocation) else { continue };
            if when.counts(change.date, *seq)
                && CERTIFICATES.get(rows, &other)?.as_ref() == Some(&kind)
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
