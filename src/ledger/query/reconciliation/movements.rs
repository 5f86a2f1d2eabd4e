//! The movements of money in the book, and the bank account that each may be on. May use: the rest of the
//! ledger.

use crate::domain::command::Method;
use crate::domain::{Currency, Day, Money};
use crate::ledger::item::{self, When};
use crate::ledger::query::View;
use crate::ledger::tables::{
    BankAccountRow, ITEMS, ItemHead, ItemId, ItemKind, ItemRow, MoveKind, Way,
};
use crate::store::rows::LedgerError;

/// A movement of money in the book.
pub(super) struct BookMove {
    pub(super) way: Way,
    pub(super) row: ItemRow,
    pub(super) date: Day,
    /// The amount with its sign on the account.
    pub(super) amount: Money,
}

/// Passes every payment, refund and returned payment in a currency that counts at a moment.
pub(super) fn each_movement(
    view: &View,
    currency: Currency,
    when: When,
    mut see: impl FnMut(BookMove) -> Result<(), LedgerError>,
) -> Result<(), LedgerError> {
    let mut found: Vec<(ItemId, ItemRow)> = Vec::new();
    ITEMS.each_stored(view.rows, |id, value| {
        let head: ItemHead = ITEMS.first_fields(value)?;
        if matches!(head.kind, ItemKind::Payment | ItemKind::Refund) {
            let row = ITEMS.stored(value)?;
            if row.currency == currency && when.counts(row.date, id.seq) {
                found.push((id, row));
            }
        }
        Ok(())
    })?;
    for (id, row) in found {
        if matches!(row.method, Some(Method::Withholding | Method::Opening)) {
            continue;
        }
        let mut moves = item::moves(view.rows, id)?;
        moves.retain(|(seq, change)| when.counts(change.date, *seq));
        let (date, amount) = (row.date, row.amount);
        match (row.kind, item::ended_by(&moves)) {
            (_, Some((MoveKind::Corrected, _))) => {}
            (ItemKind::Refund, _) => {
                see(BookMove { way: Way::Out, row, date, amount: amount.negated() })?;
            }
            (_, Some((MoveKind::Bounced, day))) => {
                see(BookMove { way: Way::In, row: row.clone(), date, amount })?;
                see(BookMove { way: Way::Out, row, date: day, amount: amount.negated() })?;
            }
            _ => see(BookMove { way: Way::In, row, date, amount })?,
        }
    }
    Ok(())
}

/// The payment methods of an account: its own, and for an account for transfers also cheque and card.
pub(super) fn ways_of(account: &BankAccountRow) -> Vec<Method> {
    match account.method {
        Method::Bank => vec![Method::Bank, Method::Cheque, Method::Card],
        method => vec![method],
    }
}

/// The payment methods that only this account of its currency takes: such money is on it even without a
/// line.
pub(super) fn methods_of(account: &BankAccountRow, others: &[&BankAccountRow]) -> Vec<Method> {
    let is_of_transfers = account.method == Method::Bank;
    let has = |it: &Method, of: Method| of == *it || is_of_transfers && of == Method::Bank;
    let is_alone = |method: &Method| !others.iter().any(|other| has(method, other.method));
    ways_of(account).into_iter().filter(is_alone).collect()
}
