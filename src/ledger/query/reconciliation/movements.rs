//! The movements of money in the book, and the bank account that each may be on. May use: the rest of the
//! ledger.

use crate::domain::command::Method;
use crate::domain::{Currency, Day, Money, Number};
use crate::ledger::item::{self, When};
use crate::ledger::query::View;
use crate::ledger::suspense;
use crate::ledger::tables::{
    AccountId, BankAccountRow, ITEMS, ItemHead, ItemId, ItemKind, ItemRow, MoveKind, SuspenseRow,
    Way,
};
use crate::store::rows::LedgerError;

/// A movement of money in the book.
pub(super) struct BookMove {
    pub(super) way: Way,
    /// The number of the payment, the refund or the unidentified receipt.
    pub(super) number: Number,
    pub(super) method: Method,
    /// Whether it is a payment that was returned.
    pub(super) is_return: bool,
    pub(super) party: MovedBy,
    pub(super) date: Day,
    /// The amount with its sign on the account.
    pub(super) amount: Money,
}

/// Whose money a movement is.
pub(super) enum MovedBy {
    Customer(AccountId),
    /// The payer of a receipt on the suspense list is not known.
    Unknown(ItemId, Box<SuspenseRow>),
}

impl BookMove {
    fn of(row: &ItemRow, way: Way, date: Day) -> BookMove {
        BookMove {
            way,
            number: row.number.clone(),
            method: row.method.unwrap_or(Method::Bank),
            is_return: way == Way::Out && row.kind == ItemKind::Payment,
            party: MovedBy::Customer(row.account),
            date,
            amount: if way == Way::Out { row.amount.negated() } else { row.amount },
        }
    }
}

/// Passes every payment, refund, returned payment and receipt on the suspense list in a currency that counts
/// at a moment. Money that was brought in as settled elsewhere is among them: no account takes it by its method, but a
/// line may be linked to it.
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
        if row.method == Some(Method::Withholding) {
            continue;
        }
        let mut moves = item::moves(view.rows, id)?;
        moves.retain(|(seq, change)| when.counts(change.date, *seq));
        match (row.kind, item::ended_by(&moves)) {
            (_, Some((MoveKind::Corrected, _))) => {}
            (ItemKind::Refund, _) => {
                see(BookMove::of(&row, Way::Out, row.date))?;
            }
            (_, Some((MoveKind::Bounced, day))) => {
                see(BookMove::of(&row, Way::In, row.date))?;
                see(BookMove::of(&row, Way::Out, day))?;
            }
            _ => see(BookMove::of(&row, Way::In, row.date))?,
        }
    }
    for (id, row) in suspense::open_at(view.rows, when)? {
        if row.currency == currency {
            see(BookMove {
                way: Way::In,
                number: row.number.clone(),
                method: row.method,
                is_return: false,
                date: row.date,
                amount: row.amount,
                party: MovedBy::Unknown(id, Box::new(row)),
            })?;
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
