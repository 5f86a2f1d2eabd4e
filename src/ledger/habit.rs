//! How a customer pays, read from the newest invoices of an account. May use: the rest of the ledger,
//! domain.

use crate::domain::command::Method;
use crate::domain::habit::PaidInvoice;

use super::item::{self, When};
use super::merged;
use super::tables::{AccountId, BY_ACCOUNT, ITEMS, ItemId, ItemKind, ItemRow, MoveKind, OPEN};
use crate::store::rows::{LedgerError, Rows};

/// How many of an account's newest items are looked at for its paid invoices.
const LOOKED_AT: usize = 40;

/// The newest invoices of an account that were paid in full by a moment, the newest first, at most `most`. What
/// was settled without money says nothing of how the customer pays.
pub fn paid_invoices(
    rows: &dyn Rows,
    account: AccountId,
    when: When,
    most: usize,
) -> Result<Vec<PaidInvoice>, LedgerError> {
    let mut paid: Vec<(ItemId, PaidInvoice)> = Vec::new();
    for member in merged::members(rows, merged::root(rows, account, when)?, when)? {
        let before = paid.len();
        for found in BY_ACCOUNT.newest(rows, &member.id).take(LOOKED_AT) {
            let ((_, id), ()) = found?;
            let row = ITEMS.need(rows, &id)?;
            if row.kind != ItemKind::Invoice || !when.counts(row.date, id.seq) {
                continue;
            }
            if let Some(one) = paid_in_full(rows, id, &row, when)? {
                paid.push((id, one));
            }
            if paid.len() - before >= most {
                break;
            }
        }
    }
    paid.sort_by_key(|(id, _)| std::cmp::Reverse(*id));
    paid.truncate(most);
    Ok(paid.into_iter().map(|(_, one)| one).collect())
}

/// How an invoice was paid, if nothing is left of it and the last of it was paid with money.
fn paid_in_full(
    rows: &dyn Rows,
    id: ItemId,
    row: &ItemRow,
    when: When,
) -> Result<Option<PaidInvoice>, LedgerError> {
    // What is open now was hardly ever settled then: its moves need not be read.
    if when == When::ALL && OPEN.get(rows, &item::open_key(id, row))?.is_some() {
        return Ok(None);
    }
    let moves = item::moves(rows, id)?;
    if !item::left_after(&moves, id, row, when)?.is_zero() {
        return Ok(None);
    }
    let counted = moves.iter().filter(|(seq, m)| when.counts(m.date, *seq));
    let last = counted.filter(|(_, m)| m.kind == MoveKind::Allocated).next_back();
    let Some(payment) = last.and_then(|(_, m)| m.other) else { return Ok(None) };
    let payment = ITEMS.need(rows, &payment)?;
    let is_money = payment.kind == ItemKind::Payment && !payment.is_certificate();
    // What was settled before the book began has no day of its own.
    if !is_money || payment.method == Some(Method::Opening) {
        return Ok(None);
    }
    let days = payment.date.days_since(row.due);
    Ok(Some(PaidInvoice { amount: row.amount.minor(), due: row.due, days }))
}
