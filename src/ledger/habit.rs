//! How a customer pays, read from the newest invoices of an account. May use: the rest of the ledger,
//! domain.

use rustc_hash::FxHashSet;

use crate::domain::Day;
use crate::domain::command::Method;
use crate::domain::habit::PaidInvoice;

use super::changed::{self, PostedAccount};
use super::claims::AccountClaims;
use super::item::{self, When};
use super::tables::{
    AccountId, ITEMS, ItemId, ItemKind, ItemRow, MoveKind, MoveRow, OPEN, PAID, PaidRow,
};
use crate::store::rows::{LedgerError, Rows};

/// The newest invoices of an account that were paid in full by a moment, newest first, at most `most`.
/// What was settled without money says nothing about how the customer pays. Reads these invoices, and
/// what changed since the moment.
pub fn paid_invoices(
    rows: &dyn Rows,
    account: AccountId,
    when: When,
    most: usize,
) -> Result<Vec<PaidInvoice>, LedgerError> {
    paid_by(&AccountClaims::new(rows, account, when), most)
}

/// The same of the account of some claims, at their moment.
pub fn paid_by(claims: &AccountClaims, most: usize) -> Result<Vec<PaidInvoice>, LedgerError> {
    let AccountClaims { rows, when, .. } = *claims;
    let mut paid: Vec<(ItemId, PaidRow)> = Vec::new();
    for PostedAccount { id: member, changed, .. } in claims.accounts()? {
        for item in changed.iter().filter(|item| item.row.kind == ItemKind::Invoice) {
            if let Some(one) = paid_in_full(rows, item.id, &item.row, when)? {
                paid.push((item.id, one));
            }
        }
        let is_changed = |found: &Result<((AccountId, ItemId), PaidRow), LedgerError>| matches!(found, Ok(((_, id), _)) if changed::is_among(changed, id.backwards()));
        let unchanged = PAID.scan(rows, member).filter(|found| !is_changed(found));
        for found in unchanged.take(most) {
            let ((_, id), one) = found?;
            paid.push((id.backwards(), one));
        }
    }
    paid.sort_by_key(|(id, _)| std::cmp::Reverse(*id));
    paid.truncate(most);
    let told = |(_, one): (ItemId, PaidRow)| PaidInvoice {
        amount: one.amount.minor(),
        due: one.due,
        days: one.days,
    };
    Ok(paid.into_iter().map(told).collect())
}

/// How an invoice was paid, if nothing is left of it at a moment and it was settled by money: a payment is among the
/// allocations of the last day on which anything was allocated. The order of entry doesn't matter.
pub(super) fn paid_in_full(
    rows: &dyn Rows,
    id: ItemId,
    row: &ItemRow,
    when: When,
) -> Result<Option<PaidRow>, LedgerError> {
    // What is open now was rarely settled at the moment, so its moves need not be read.
    if when == When::ALL && OPEN.get(rows, &item::open_key(id, row))?.is_some() {
        return Ok(None);
    }
    if !when.counts(row.date, id.seq) {
        return Ok(None);
    }
    let moves = item::moves(rows, id)?;
    if !item::left_after(&moves, id, row, when)?.is_zero() {
        return Ok(None);
    }
    let paid = last_money(rows, &moves, when)?;
    Ok(paid.map(|day| PaidRow { amount: row.amount, due: row.due, days: day.days_since(row.due) }))
}

/// The date of the latest payment among the allocations of that last day; `None` if there is no payment among them.
fn last_money(
    rows: &dyn Rows,
    moves: &[(u64, MoveRow)],
    when: When,
) -> Result<Option<Day>, LedgerError> {
    let counted = || moves.iter().filter(|(seq, m)| when.counts(m.date, *seq)).map(|(_, m)| m);
    let reversed: FxHashSet<u64> =
        counted().filter(|m| m.kind == MoveKind::Reversed).map(|m| m.allocation).collect();
    let standing =
        || counted().filter(|m| m.kind == MoveKind::Allocated && !reversed.contains(&m.allocation));
    let last = standing().map(|m| m.date).max();
    let mut latest = None;
    for other in standing().filter(|m| Some(m.date) == last).filter_map(|m| m.other) {
        let item = ITEMS.need(rows, &other)?;
        let is_money = item.kind == ItemKind::Payment && !item.is_certificate();
        // What was settled before the book began has no date of its own.
        if is_money && item.method != Some(Method::Opening) {
            latest = latest.max(Some(item.date));
        }
    }
    Ok(latest)
}
