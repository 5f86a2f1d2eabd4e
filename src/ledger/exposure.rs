//! What a customer has been trusted with on a day: the part of a credit limit that is used up.
//! May use: the rest of the ledger, domain.

use crate::domain::{Day, Money};

use super::item::{self, When};
use super::merged;
use super::rows::{LedgerError, Rows};
use super::tables::{AccountId, BY_ACCOUNT, ITEMS, ItemKind, Side, TOTALS};

/// All that was invoiced, whatever its date, less the money and credit that counts on `today`:
/// a cheque dated next year lowers nothing before that.
pub fn exposure(rows: &dyn Rows, account: AccountId, today: Day) -> Result<Money, LedgerError> {
    let beyond = || LedgerError::Beyond("an account");
    let mut sum: Option<Money> = None;
    let root = merged::root(rows, account, When::ALL)?;
    for member in merged::members(rows, root, When::ALL)? {
        let totals = TOTALS.need(rows, &member.id)?;
        let part = match totals.latest.is_none_or(|latest| latest <= today) {
            true => totals.debit.minus(totals.credit).ok_or_else(beyond)?,
            false => looked_through(rows, member.id, today, totals.debit.zero())?,
        };
        sum = Some(sum.unwrap_or(part.zero()).plus(part).ok_or_else(beyond)?);
    }
    sum.ok_or_else(|| LedgerError::Contradiction(format!("no account {account}")))
}

/// The same from every item of an account, where something on it is dated after today.
fn looked_through(
    rows: &dyn Rows,
    account: AccountId,
    today: Day,
    zero: Money,
) -> Result<Money, LedgerError> {
    let when = When { as_of: today, ..When::ALL };
    let mut sum = zero;
    for found in BY_ACCOUNT.scan(rows, &account) {
        let ((_, id), ()) = found?;
        let row = ITEMS.need(rows, &id)?;
        // An invoice of next month is given today.
        let seen = match row.kind {
            ItemKind::Invoice => When { as_of: today.max(row.date), ..when },
            _ => when,
        };
        let moves: Vec<_> = item::moves(rows, id)?;
        let moves: Vec<_> = moves.into_iter().filter(|(_, m)| m.date <= today).collect();
        let left = item::left_after(&moves, id, &row, seen)?;
        let counted = match row.kind.side() {
            Side::Debit => sum.plus(left),
            Side::Credit => sum.minus(left),
        };
        sum = counted.ok_or(LedgerError::Beyond("an account"))?;
    }
    Ok(sum)
}
