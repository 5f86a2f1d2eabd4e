//! Accounts that were merged: one customer, several rows. As of the day of the merger and known at
//! its entry, what stands on any of them counts on the one that goes on. May use: the rest of the
//! ledger, domain.

use crate::domain::{Day, Money};

use super::tables::{AccountId, MERGED, MERGED_FROM, TOTALS};
use super::when::When;
use crate::store::rows::{LedgerError, Rows};

/// The account that `id` counts on at a moment: itself where it was not merged.
pub fn root(rows: &dyn Rows, id: AccountId, when: When) -> Result<AccountId, LedgerError> {
    let mut root = id;
    while let Some(merger) = MERGED.get(rows, &root)? {
        if !when.counts(merger.date, merger.seq) {
            break;
        }
        root = merger.into;
    }
    Ok(root)
}

/// An account that counts on another.
#[derive(Clone, Copy, Debug)]
pub struct Member {
    /// Which.
    pub id: AccountId,
    /// From which entry on; 0 for the account itself.
    pub seq: u64,
    /// From which day on; none for the account itself.
    pub date: Option<Day>,
}

/// All accounts that count on `id`, itself first; none where it was merged into another itself.
pub fn members(rows: &dyn Rows, id: AccountId, when: When) -> Result<Vec<Member>, LedgerError> {
    if root(rows, id, when)? != id {
        return Ok(Vec::new());
    }
    let mut members = vec![Member { id, seq: 0, date: None }];
    let mut next = 0;
    while let Some(into) = members.get(next).copied() {
        next += 1;
        for found in MERGED_FROM.scan(rows, &into.id) {
            let ((_, id), merger) = found?;
            if when.counts(merger.date, merger.seq) {
                let (seq, date) = (merger.seq.max(into.seq), into.date.max(Some(merger.date)));
                members.push(Member { id, seq, date });
            }
        }
    }
    Ok(members)
}

/// What all accounts that count on `id` come to now: what is owed, and what is in hand.
pub fn totals(rows: &dyn Rows, id: AccountId) -> Result<(Money, Money), LedgerError> {
    let mut sums: Option<(Money, Money)> = None;
    for member in members(rows, root(rows, id, When::ALL)?, When::ALL)? {
        let row = TOTALS.need(rows, &member.id)?;
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
