//! Accounts that were merged: one customer with several rows. From the day of the merger, as known at
//! its entry, what is on any of them counts on the account that remains. May use: the rest of the
//! ledger, domain.

use std::collections::BTreeMap;

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

/// The most mergers that are read at once.
const FEW: usize = 1_000;

/// The mergers that count at a moment, for callers that ask about many accounts: where a book has few, all of them are
/// read at once, and no account asks the ledger again.
pub struct Mergers<'a> {
    rows: &'a dyn Rows,
    when: When,
    /// `None` if there are many.
    few: Option<FewMergers>,
}

#[derive(Default)]
struct FewMergers {
    /// By account: the one that it was merged into.
    into: BTreeMap<AccountId, AccountId>,
    /// The reverse.
    from: BTreeMap<AccountId, Vec<AccountId>>,
}

impl<'a> Mergers<'a> {
    /// Those at a moment.
    pub fn at(rows: &'a dyn Rows, when: When) -> Result<Mergers<'a>, LedgerError> {
        let mut few = FewMergers::default();
        for (place, found) in MERGED.scan(rows, &()).enumerate() {
            if place == FEW {
                return Ok(Mergers { rows, when, few: None });
            }
            let (id, merger) = found?;
            if when.counts(merger.date, merger.seq) {
                few.into.insert(id, merger.into);
                few.from.entry(merger.into).or_default().push(id);
            }
        }
        Ok(Mergers { rows, when, few: Some(few) })
    }

    /// The account that `id` counts on.
    pub fn root(&self, id: AccountId) -> Result<AccountId, LedgerError> {
        let Some(few) = &self.few else { return root(self.rows, id, self.when) };
        let mut root = id;
        while let Some(into) = few.into.get(&root) {
            root = *into;
        }
        Ok(root)
    }

    /// All accounts that count on one that counts on no other, itself first.
    pub fn members_of_root(&self, id: AccountId) -> Result<Vec<AccountId>, LedgerError> {
        let Some(few) = &self.few else {
            let members = members_of_root(self.rows, id, self.when)?;
            return Ok(members.iter().map(|member| member.id).collect());
        };
        let (mut members, mut next) = (vec![id], 0);
        while let Some(into) = members.get(next) {
            next += 1;
            members.extend(few.from.get(into).into_iter().flatten().copied());
        }
        Ok(members)
    }
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
