//! Open items in the order in which they are shown and paid: by due date, then by number. They are read
//! lazily, so the first few of thousands cost no more than a few. May use: the rest of the ledger,
//! domain.

use crate::domain::{Day, Number};

use super::tables::{AccountId, DueRow, ItemId, OPEN, OPEN_BY_DUE, OpenRow, Side};
use crate::store::rows::{LedgerError, Rows};

/// An open item in the order of due dates.
#[derive(Clone, Debug)]
pub struct DueItem {
    /// The due date.
    pub due: Day,
    /// Its id.
    pub id: ItemId,
    /// What is left of it.
    pub row: OpenRow,
}

impl DueItem {
    fn place(&self) -> (Day, &Number, ItemId) {
        (self.due, &self.row.number, self.id)
    }
}

/// What is read lazily.
pub type DueItems<'a> = Box<dyn Iterator<Item = Result<DueItem, LedgerError>> + 'a>;

/// The open items on one side of an account, in order.
pub fn on_side(rows: &dyn Rows, account: AccountId, side: Side) -> DueItems<'_> {
    on_side_from(rows, (account, side), None)
}

/// The same from a due date on; earlier ones are not read.
pub fn on_side_from(
    rows: &dyn Rows,
    (account, side): (AccountId, Side),
    first: Option<Day>,
) -> DueItems<'_> {
    let day = move |found: Result<((AccountId, Side, Day), DueRow), LedgerError>| match found {
        Ok(((_, _, day), due)) => on_day(rows, (account, side, day), due.in_order),
        Err(error) => Box::new(std::iter::once(Err(error))),
    };
    let Some(first) = first else {
        return Box::new(OPEN_BY_DUE.scan(rows, &(account, side)).flat_map(day));
    };
    let last = (account, side, Day::LAST);
    let days = OPEN_BY_DUE.between(rows, &(account, side, first), &last);
    Box::new(days.chain(OPEN_BY_DUE.scan(rows, &last)).flat_map(day))
}

fn on_day(rows: &dyn Rows, key: (AccountId, Side, Day), in_order: bool) -> DueItems<'_> {
    let found = OPEN.scan(rows, &key).map(|found| {
        let ((_, _, due, id), row) = found?;
        Ok(DueItem { due, id, row })
    });
    if in_order {
        return Box::new(found);
    }
    match found.collect::<Result<Vec<DueItem>, LedgerError>>() {
        Ok(mut items) => {
            items.sort_by(|a, b| a.place().cmp(&b.place()));
            Box::new(items.into_iter().map(Ok))
        }
        Err(error) => Box::new(std::iter::once(Err(error))),
    }
}

/// Merges several into one, in order.
pub fn merged(mut parts: Vec<DueItems<'_>>) -> DueItems<'_> {
    if parts.len() == 1
        && let Some(only) = parts.pop()
    {
        return only;
    }
    let mut heads: Vec<_> = parts.iter_mut().map(Iterator::next).collect();
    Box::new(std::iter::from_fn(move || {
        let is_wrong = |head: &Option<Result<DueItem, LedgerError>>| matches!(head, Some(Err(_)));
        let least = || {
            let items = heads
                .iter()
                .enumerate()
                .filter_map(|(nth, head)| Some((nth, head.as_ref()?.as_ref().ok()?.place())));
            items.min_by_key(|(_, place)| *place).map(|(nth, _)| nth)
        };
        let nth = heads.iter().position(is_wrong).or_else(least)?;
        let next = parts.get_mut(nth)?.next();
        std::mem::replace(heads.get_mut(nth)?, next)
    }))
}
