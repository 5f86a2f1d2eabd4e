//! Money that waits on an account to be allocated: what came by a day. May use: the rest of the ledger, domain.

use crate::domain::{Day, Money};
use crate::store::rows::{LedgerError, Rows};

use super::changed::{self, ChangedItem};
use super::item::{self, When};
use super::merged;
use super::tables::{AccountId, ItemKind, OPEN, Side};

/// What is left of the money that came to an account by a day and was recorded after an entry, looked for
/// until it is `enough`: no more is read than that, and what was made or changed since.
pub fn waiting(
    rows: &dyn Rows,
    account: AccountId,
    (since, last): (u64, Day),
    when: When,
    enough: Money,
) -> Result<Money, LedgerError> {
    let mut sum = enough.zero();
    if !enough.is_positive() {
        return Ok(sum);
    }
    let root = merged::root(rows, account, when)?;
    for member in merged::members(rows, root, when)? {
        let left = money_of(rows, member.id, (since, last), when, enough)?;
        sum = sum.plus(left).ok_or(LedgerError::Beyond("an account"))?;
    }
    Ok(sum.least(enough))
}

/// What is left of an account's payments dated up to a day and recorded after an entry; no more of them
/// are read once it is `enough`.
fn money_of(
    rows: &dyn Rows,
    account: AccountId,
    (since, last): (u64, Day),
    when: When,
    enough: Money,
) -> Result<Money, LedgerError> {
    let mut sum = enough.zero();
    let changed = changed::since(rows, account, when)?;
    let payments = changed.iter().filter(|item| item.row.kind == ItemKind::Payment);
    for ChangedItem { id, row } in
        payments.filter(|item| item.row.date <= last && item.id.seq > since)
    {
        let left = item::outstanding(rows, *id, row, when)?;
        sum = sum.plus(left).ok_or(LedgerError::Beyond("an account"))?;
    }
    for found in OPEN.scan(rows, &(account, Side::Credit)) {
        let ((_, _, day, id), open) = found?;
        // A payment is due on its own day.
        if day > last || sum.minor() >= enough.minor() {
            break;
        }
        if open.kind == ItemKind::Payment && id.seq > since && !changed::is_among(&changed, id) {
            sum = sum.plus(open.left).ok_or(LedgerError::Beyond("an account"))?;
        }
    }
    Ok(sum)
}

/// The money that waits on an account, read once for many questions.
pub struct Waiting(Vec<(Day, u64, Money)>);

impl Waiting {
    /// Reads what waits on the accounts that count on `root` at a moment.
    pub fn read(rows: &dyn Rows, root: AccountId, when: When) -> Result<Waiting, LedgerError> {
        let mut all = Vec::new();
        for member in merged::members(rows, root, when)? {
            let changed = changed::since(rows, member.id, when)?;
            for ChangedItem { id, row } in &changed {
                if row.kind == ItemKind::Payment {
                    all.push((row.date, id.seq, item::outstanding(rows, *id, row, when)?));
                }
            }
            for found in OPEN.scan(rows, &(member.id, Side::Credit)) {
                let ((_, _, day, id), open) = found?;
                if open.kind == ItemKind::Payment && !changed::is_among(&changed, id) {
                    all.push((day, id.seq, open.left));
                }
            }
        }
        Ok(Waiting(all))
    }

    /// What [`waiting`] says.
    pub fn by(&self, (since, last): (u64, Day), enough: Money) -> Result<Money, LedgerError> {
        let counted = self.0.iter().filter(|(day, seq, _)| *day <= last && *seq > since);
        let sum = counted.map(|(_, _, left)| *left).try_fold(enough.zero(), |sum, left| {
            sum.plus(left).ok_or(LedgerError::Beyond("an account"))
        });
        Ok(sum?.least(enough))
    }
}
