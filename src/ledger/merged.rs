//! Accounts that were merged: one customer, several rows. From the entry of the merge on, what
//! stands on any of them counts on the one that goes on. May use: the rest of the ledger, domain.

use crate::domain::Money;

use super::rows::{LedgerError, Rows};
use super::tables::{AccountId, MERGED, MERGED_FROM, TOTALS};

/// The account that `id` counts on, as known at an entry: itself where it was not merged.
pub fn root(rows: &dyn Rows, id: AccountId, known_at: u64) -> Result<AccountId, LedgerError> {
    let mut root = id;
    while let Some((into, seq)) = MERGED.get(rows, &root)? {
        if seq > known_at {
            break;
        }
        root = into;
    }
    Ok(root)
}

/// All accounts that count on `id`, itself first; none where it was merged into another itself.
pub fn members(
    rows: &dyn Rows,
    id: AccountId,
    known_at: u64,
) -> Result<Vec<AccountId>, LedgerError> {
    Ok(joined(rows, id, known_at)?.into_iter().map(|(member, _)| member).collect())
}

/// The same with the entry from which on each counts there: 0 for the account itself.
pub fn joined(
    rows: &dyn Rows,
    id: AccountId,
    known_at: u64,
) -> Result<Vec<(AccountId, u64)>, LedgerError> {
    if root(rows, id, known_at)? != id {
        return Ok(Vec::new());
    }
    let mut members = vec![(id, 0)];
    let mut next = 0;
    while let Some((member, since)) = members.get(next).copied() {
        next += 1;
        for found in MERGED_FROM.scan(rows, &member) {
            let ((_, from), seq) = found?;
            if seq <= known_at {
                members.push((from, seq.max(since)));
            }
        }
    }
    Ok(members)
}

/// What all accounts that count on `id` come to now: what is owed, and what is in hand.
pub fn totals(rows: &dyn Rows, id: AccountId) -> Result<(Money, Money), LedgerError> {
    let mut sums: Option<(Money, Money)> = None;
    for member in members(rows, root(rows, id, u64::MAX)?, u64::MAX)? {
        let row = TOTALS.need(rows, &member)?;
        sums = match sums {
            None => Some((row.debit, row.credit)),
            Some((debit, credit)) => debit.plus(row.debit).zip(credit.plus(row.credit)),
        };
        if sums.is_none() {
            return Err(LedgerError::Beyond("an account"));
        }
    }
    sums.ok_or_else(|| LedgerError::Contradiction(format!("no account {id}")))
}
