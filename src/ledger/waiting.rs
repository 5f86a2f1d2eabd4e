//! Money that waits on an account to be allocated: what is left of payments. May use: the rest of the ledger,
//! domain.

use crate::domain::Day;
use crate::store::rows::{LedgerError, Rows};

use super::changed::{self, ChangedItem};
use super::item::{self, When};
use super::merged;
use super::tables::{AccountId, ItemId, ItemKind, OPEN, Side};

/// A payment of which something waits.
#[derive(Clone, Copy, Debug)]
pub struct WaitingMoney {
    /// When it came.
    pub day: Day,
    /// Which payment.
    pub id: ItemId,
    /// What is left of it, in minor units.
    pub left: i64,
}

/// Reads what waits, at a moment, on the accounts that count on `root`, of the payments that came up to a day: the
/// oldest first.
pub fn waiting(
    rows: &dyn Rows,
    root: AccountId,
    last: Day,
    when: When,
) -> Result<Vec<WaitingMoney>, LedgerError> {
    let mut all = Vec::new();
    for member in merged::members(rows, root, when)? {
        let changed = changed::since(rows, member.id, when)?;
        for ChangedItem { id, row } in &changed {
            if row.kind == ItemKind::Payment && row.date <= last {
                let left = item::outstanding(rows, *id, row, when)?.minor();
                all.push(WaitingMoney { day: row.date, id: *id, left });
            }
        }
        for found in OPEN.scan(rows, &(member.id, Side::Credit)) {
            let ((_, _, day, id), open) = found?;
            // A payment is due on its own day.
            if day > last {
                break;
            }
            if open.kind == ItemKind::Payment && !changed::is_among(&changed, id) {
                all.push(WaitingMoney { day, id, left: open.left.minor() });
            }
        }
    }
    all.retain(|money| money.left > 0);
    all.sort_unstable_by_key(|money| (money.day, money.id));
    Ok(all)
}
