//! Money on an account that waits to be allocated: what is left of payments. May use: the rest of the
//! ledger, domain.

use crate::domain::Day;
use crate::store::rows::{LedgerError, Rows};

use super::changed::{self, ChangedItem, PostedAccount};
use super::item::{self, When};
use super::tables::{ItemId, ItemKind, OPEN, Side};

/// A payment with something left.
#[derive(Clone, Copy, Debug)]
pub struct WaitingMoney {
    /// Its date.
    pub day: Day,
    /// Its id.
    pub id: ItemId,
    /// What is left of it, in minor units.
    pub left: i64,
}

/// Reads what waits on accounts at a moment, the oldest payment first.
pub fn waiting(
    rows: &dyn Rows,
    accounts: &[PostedAccount],
    when: When,
) -> Result<Vec<WaitingMoney>, LedgerError> {
    let mut all = Vec::new();
    for PostedAccount { id: account, totals, changed } in accounts {
        for ChangedItem { id, row } in changed {
            if row.kind == ItemKind::Payment && row.date <= when.as_of {
                let left = item::outstanding(rows, *id, row, when)?.minor();
                all.push(WaitingMoney { day: row.date, id: *id, left });
            }
        }
        if totals.credit.is_zero() {
            continue;
        }
        for found in OPEN.scan(rows, &(*account, Side::Credit)) {
            let ((_, _, day, id), open) = found?;
            // A payment is due on its own day.
            if day > when.as_of {
                break;
            }
            if open.kind == ItemKind::Payment && !changed::is_among(changed, id) {
                all.push(WaitingMoney { day, id, left: open.left.minor() });
            }
        }
    }
    all.retain(|money| money.left > 0);
    all.sort_unstable_by_key(|money| (money.day, money.id));
    Ok(all)
}
