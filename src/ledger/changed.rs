//! Finds the items of an account that were made or changed after a moment. All others are still as the
//! rows of open items have them, so the cost depends on what changed since, not on the size of the
//! account. May use: the rest of the ledger, domain.

use std::collections::BTreeSet;

use crate::domain::{Day, Money};

use super::item::{self, When};
use super::tables::{
    AccountId, BY_ACCOUNT, CHANGED_IN, CHANGED_ON, ITEMS, ItemId, ItemRow, MOVES, TOTALS, TotalsRow,
};
use crate::store::rows::{LedgerError, Rows};

/// An item that was made or changed after a moment.
#[derive(Clone, Debug)]
pub struct ChangedItem {
    /// Its id.
    pub id: ItemId,
    /// The item as it was made, with its due date at the moment.
    pub row: ItemRow,
}

impl ChangedItem {
    /// What is left of it now, and what was left at the moment.
    pub fn now_and_then(&self, rows: &dyn Rows, when: When) -> Result<(Money, Money), LedgerError> {
        let then = item::outstanding(rows, self.id, &self.row, when)?;
        Ok((item::left(rows, self.id, &self.row)?, then))
    }

    /// Its due date now: a refund may have become owed since the moment.
    pub fn due_now(&self, rows: &dyn Rows) -> Result<Day, LedgerError> {
        match self.row.kind.is_owed_since_taken_back() {
            true => Ok(ITEMS.need(rows, &self.id)?.due),
            false => Ok(self.row.due),
        }
    }
}

/// Whether an item is among these, which are in the order of recording.
pub fn is_among(items: &[ChangedItem], id: ItemId) -> bool {
    items.binary_search_by_key(&id, |item| item.id).is_ok()
}

/// An account with what is posted on it.
#[derive(Clone, Debug)]
pub struct PostedAccount {
    /// Its number.
    pub id: AccountId,
    /// Its totals, all that is posted counted.
    pub totals: TotalsRow,
    /// Its items that were made or changed after a moment.
    pub changed: Vec<ChangedItem>,
}

impl PostedAccount {
    /// Reads an account.
    pub fn read(rows: &dyn Rows, id: AccountId, when: When) -> Result<PostedAccount, LedgerError> {
        let totals = TOTALS.need(rows, &id)?;
        Ok(PostedAccount { id, totals, changed: after(rows, (id, &totals), when)? })
    }
}

/// The items of an account that were made or changed after a moment, and perhaps a few others, in the
/// order they were recorded. Leaves out those of accounts merged into it.
pub fn since(
    rows: &dyn Rows,
    account: AccountId,
    when: When,
) -> Result<Vec<ChangedItem>, LedgerError> {
    Ok(PostedAccount::read(rows, account, when)?.changed)
}

fn after(
    rows: &dyn Rows,
    (account, totals): (AccountId, &TotalsRow),
    when: When,
) -> Result<Vec<ChangedItem>, LedgerError> {
    if when.counts_all(totals) {
        return Ok(Vec::new());
    }
    let mut ids = BTreeSet::new();
    if let Some(from) = when.as_of.plus(1) {
        ids.extend(on_days(rows, account, (from, Day::LAST))?);
    }
    if totals.seq > when.known_at {
        ids.extend(in_entries(rows, account, when.known_at)?);
    }
    let mut items = Vec::with_capacity(ids.len());
    for id in ids {
        let mut row = ITEMS.need(rows, &id)?;
        if row.account == account {
            row.due = item::due(rows, id, &row, when)?;
            items.push(ChangedItem { id, row });
        }
    }
    Ok(items)
}

/// The items that were made or changed between two days, both included, and those they were allocated
/// to.
pub fn on_days(
    rows: &dyn Rows,
    account: AccountId,
    (from, to): (Day, Day),
) -> Result<BTreeSet<ItemId>, LedgerError> {
    let mut ids = BTreeSet::new();
    let end = account.checked_add(1);
    let found: Box<dyn Iterator<Item = _>> = match (to.plus(1), end) {
        (Some(behind), _) if to < Day::LAST => {
            Box::new(CHANGED_ON.between(rows, &(account, from), &(account, behind)))
        }
        (_, Some(next)) => Box::new(CHANGED_ON.between(rows, &(account, from), &next)),
        _ => Box::new(CHANGED_ON.scan(rows, &account)),
    };
    for found in found {
        let ((_, _, id, seq), ()) = found?;
        match id.seq == seq {
            true => with_others(rows, id, &mut ids)?,
            false => drop(ids.insert(id)),
        }
    }
    Ok(ids)
}

/// The items that were made or changed by entries after one, and those they were allocated to.
pub fn in_entries(
    rows: &dyn Rows,
    account: AccountId,
    after: u64,
) -> Result<BTreeSet<ItemId>, LedgerError> {
    let mut ids = BTreeSet::new();
    let Some(from) = after.checked_add(1) else { return Ok(ids) };
    let first = ItemId { seq: from, place: 0 };
    let last = ItemId { seq: u64::MAX, place: u16::MAX };
    for found in BY_ACCOUNT.between(rows, &(account, first), &(account, last)) {
        let ((_, id), ()) = found?;
        with_others(rows, id, &mut ids)?;
    }
    for found in CHANGED_IN.between(rows, &(account, from), &(account, u64::MAX)) {
        let ((_, _, id), ()) = found?;
        ids.insert(id);
    }
    Ok(ids)
}

/// Adds an item and every item it was allocated to.
fn with_others(rows: &dyn Rows, id: ItemId, ids: &mut BTreeSet<ItemId>) -> Result<(), LedgerError> {
    ids.insert(id);
    for found in MOVES.scan(rows, &id) {
        ids.extend(found?.1.other);
    }
    Ok(())
}
