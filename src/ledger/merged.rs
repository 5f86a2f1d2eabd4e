//! Accounts that were merged: one customer with several rows. From the day of the merger, as known at
//! its entry, what is on any of them counts on the account that remains. May use: the rest of the
//! ledger, domain.

use crate::domain::{Day, Money};

use super::tables::{AccountId, MERGED, MERGED_FROM, TOTALS};
use super::when::When;
use crate::store::rows::{LedgerError, Rows};

/// The account that `id` counts on at a moment; itself if it was not merged.
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
    /// Its id.
    pub id: AccountId,
    /// The entry from which it counts; 0 for the account itself.
    pub seq: u64,
    /// The day from which it counts; `None` for the account itself.
    pub date: Option<Day>,
}

/// All accounts that count on `id`, itself first; none if it was merged into another account itself.
pub fn members(rows: &dyn Rows, id: AccountId, when: When) -> Result<Vec<Member>, LedgerError> {
    match root(rows, id, when)? == id {
        true => members_of_root(rows, id, when),
        false => Ok(Vec::new()),
    }
}

/// The same of an account that is known to count on no other.
pub fn members_of_root(
    rows: &dyn Rows,
    id: AccountId,
    when: When,
) -> Result<Vec<Member>, LedgerError> {
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

/// The current sums over all accounts that count on `id`: what is owed, and what is on account.
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
