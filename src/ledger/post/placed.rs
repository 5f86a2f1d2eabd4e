//! Moves accounts to their places in the worklist once a whole entry is posted, so that one entry moves
//! each account once.

use std::collections::BTreeSet;

use rust_decimal::prelude::ToPrimitive;

use crate::domain::{Day, Money};
use crate::ledger::tables::{
    ACCOUNTS, AccountId, OPEN_BY_DUE, RATES, Side, TOTALS, WORK_BY, WORK_OF, WorkRow, WorkSize,
};
use crate::ledger::work;
use crate::store::overlay::Overlay;
use crate::store::rows::{Batch, LedgerError, Rows};

/// Moves accounts to their places after an entry.
pub(super) fn file(ledger: &mut Overlay, worked: &BTreeSet<AccountId>) -> Result<(), LedgerError> {
    let mut batch = Batch::default();
    for account in worked {
        let row = WORK_OF.get(ledger, account)?;
        let before = row.clone().unwrap_or_default();
        let at = place(ledger, *account, &before)?;
        if at == before.at {
            continue;
        }
        if let Some((size, day)) = before.at {
            WORK_BY.remove(&mut batch, &(size, day, *account));
        }
        if let Some((size, day)) = at {
            WORK_BY.put(&mut batch, &(size, day, *account), &())?;
        }
        WORK_OF.put(&mut batch, account, &WorkRow { at, ..before })?;
    }
    ledger.apply(batch);
    Ok(())
}

/// The place of an account; `None` while it owes nothing.
fn place(
    rows: &dyn Rows,
    account: AccountId,
    row: &WorkRow,
) -> Result<Option<(WorkSize, Day)>, LedgerError> {
    let first = OPEN_BY_DUE.scan(rows, &(account, Side::Debit)).next().transpose()?;
    let Some(((_, _, due), _)) = first else { return Ok(None) };
    let size = size(rows, account, TOTALS.need(rows, &account)?.debit)?;
    Ok(Some((size, work::call_from(due, row.contact, row.snoozed))))
}

/// The approximate debt of an account; in a foreign currency at the rate entered last.
fn size(rows: &dyn Rows, account: AccountId, debit: Money) -> Result<WorkSize, LedgerError> {
    let rate = RATES.get(rows, &ACCOUNTS.need(rows, &account)?.currency)?;
    let owed = debit.decimal();
    let owed = rate.and_then(|rate| owed.checked_mul(rate.0)).unwrap_or(owed);
    let units = owed.to_u64().unwrap_or(u64::MAX).max(1);
    let log = units.ilog2();
    // The bit below the highest one halves each step.
    let half = if log > 0 { (units >> (log - 1)) & 1 } else { 0 };
    let size = 2 * log + u32::from(half == 1);
    Ok(WorkSize::MAX - WorkSize::try_from(size).unwrap_or(WorkSize::MAX))
}
