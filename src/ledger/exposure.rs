//! A customer's exposure on a day: the part of the credit limit that is used. May use: the rest of the
//! ledger, domain.

use crate::domain::{Day, Money};

use super::changed::{self, ChangedItem};
use super::item::{self, When};
use super::merged;
use super::tables::{AccountId, ItemKind, Side, TOTALS};
use crate::store::rows::{LedgerError, Rows};

/// Everything invoiced, whatever its date, less the money and credit that counts on `today`: a cheque
/// dated next year reduces nothing before that.
pub fn exposure(rows: &dyn Rows, account: AccountId, today: Day) -> Result<Money, LedgerError> {
    let beyond = || LedgerError::Beyond("an account");
    let mut sum: Option<Money> = None;
    let root = merged::root(rows, account, When::ALL)?;
    for member in merged::members(rows, root, When::ALL)? {
        let totals = TOTALS.need(rows, &member.id)?;
        let mut part = totals.debit.minus(totals.credit).ok_or_else(beyond)?;
        for item in changed::since(rows, member.id, When { as_of: today, ..When::ALL })? {
            let ChangedItem { id, row } = &item;
            let (now, then) = (item::left(rows, *id, row)?, trusted(rows, &item, today)?);
            let change = then.minus(now);
            part = match row.kind.side() {
                Side::Debit => change.and_then(|change| part.plus(change)),
                Side::Credit => change.and_then(|change| part.minus(change)),
            }
            .ok_or_else(beyond)?;
        }
        sum = Some(sum.unwrap_or(part.zero()).plus(part).ok_or_else(beyond)?);
    }
    sum.ok_or_else(|| LedgerError::Contradiction(format!("no account {account}")))
}

/// The part of an item that was made or changes after today.
fn trusted(rows: &dyn Rows, item: &ChangedItem, today: Day) -> Result<Money, LedgerError> {
    let ChangedItem { id, row } = item;
    // An invoice dated next month counts from today.
    let as_of = if row.kind == ItemKind::Invoice { today.max(row.date) } else { today };
    let mut moves = item::moves(rows, *id)?;
    moves.retain(|(_, m)| m.date <= today);
    item::left_after(&moves, *id, row, When { as_of, ..When::ALL })
}
