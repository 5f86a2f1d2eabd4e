//! Everything of a kind, a page at a time: for exports, that no book is too large for.

use serde::{Deserialize, Serialize};

use crate::domain::Number;
use crate::ledger::rows::{RowKey, Rows, Stop, behind};
use crate::ledger::table::Key;
use crate::ledger::tables::{
    ACCOUNTS, ALLOCATIONS, AccountId, CASES_BY_KIND, CaseKind, ITEMS, ItemId, SOLD,
};

use super::show::{self, Shown, ShownAllocation, ShownCustomer, ShownItem};
use super::{Question, View};

/// A page: what is on it, and where the next one begins.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Page<T, K> {
    /// What is on it.
    pub rows: Vec<T>,
    /// Behind which the next page begins; none, this was the last.
    pub next: Option<K>,
}

/// How many rows a page has.
const PAGE: usize = 500;

/// The keys of a table behind one of them, and how many there are at the most on a page.
fn keys<K: Key>(rows: &dyn Rows, letter: u8, after: Option<&K>) -> Result<Vec<K>, Stop> {
    keys_below(rows, &[letter], after)
}

/// The same for the keys that begin with `prefix`, without it.
fn keys_below<K: Key>(rows: &dyn Rows, prefix: &[u8], after: Option<&K>) -> Result<Vec<K>, Stop> {
    let mut from = RowKey::from_slice(prefix);
    if let Some(after) = after {
        after.write(&mut from);
        from.push(0);
    }
    let to = behind(prefix);
    let mut keys = Vec::with_capacity(PAGE);
    for row in rows.scan(&from, &to).take(PAGE) {
        let (key, _) = row?;
        keys.extend(K::read(&mut key.get(prefix.len()..).unwrap_or_default()));
    }
    Ok(keys)
}

fn page<K: Key + Clone, T>(
    keys: Vec<K>,
    mut row: impl FnMut(&K) -> Result<T, Stop>,
) -> Result<Page<T, K>, Stop> {
    let next = (keys.len() == PAGE).then(|| keys.last().cloned()).flatten();
    let rows = keys.iter().map(&mut row).collect::<Result<_, Stop>>()?;
    Ok(Page { rows, next })
}

/// Asks for customers, in the order of registration.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct CustomersAfter(pub Option<AccountId>);

/// Asks for documents (invoices, credit notes, payments, refunds, write-offs), as recorded.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct DocumentsAfter(pub Option<ItemId>);

/// Asks for allocations that were not reversed, by number.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct AllocationsAfter(pub Option<u64>);

/// Asks for cases of a kind, as recorded.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct CasesAfter(pub CaseKind, pub Option<ItemId>);

/// Asks for items of the catalogue, by code.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct ItemsAfter(pub Option<String>);

impl Question for CasesAfter {
    const NAME: &'static str = "cases_after";
    type Answer = Page<Shown, ItemId>;

    fn answer(&self, view: &View) -> Result<Self::Answer, Stop> {
        let prefix = [CASES_BY_KIND.letter(), self.0.letter()];
        let keys = keys_below(view.rows, &prefix, self.1.as_ref())?;
        page(keys, |id: &ItemId| Ok(show::case(view, self.0, *id)?))
    }
}

impl Question for ItemsAfter {
    const NAME: &'static str = "items_after";
    type Answer = Page<ShownItem, String>;

    fn answer(&self, view: &View) -> Result<Self::Answer, Stop> {
        let keys = keys(view.rows, SOLD.letter(), self.0.as_ref())?;
        page(keys, |code: &String| Ok(show::sold(view, SOLD.need(view.rows, code)?)?))
    }
}

impl Question for CustomersAfter {
    const NAME: &'static str = "customers_after";
    type Answer = Page<ShownCustomer, AccountId>;

    fn answer(&self, view: &View) -> Result<Self::Answer, Stop> {
        let keys = keys(view.rows, ACCOUNTS.letter(), self.0.as_ref())?;
        page(keys, |id: &AccountId| show::customer(view, *id, ACCOUNTS.need(view.rows, id)?))
    }
}

impl Question for DocumentsAfter {
    const NAME: &'static str = "documents_after";
    type Answer = Page<Shown, ItemId>;

    fn answer(&self, view: &View) -> Result<Self::Answer, Stop> {
        let keys = keys(view.rows, ITEMS.letter(), self.0.as_ref())?;
        page(keys, |id: &ItemId| Ok(show::document(view, *id, ITEMS.need(view.rows, id)?)?))
    }
}

impl Question for AllocationsAfter {
    const NAME: &'static str = "allocations_after";
    type Answer = Page<Option<ShownAllocation>, u64>;

    fn answer(&self, view: &View) -> Result<Self::Answer, Stop> {
        let keys = keys(view.rows, ALLOCATIONS.letter(), self.0.as_ref())?;
        page(keys, |count: &u64| {
            let row = ALLOCATIONS.need(view.rows, count)?;
            if row.reversed.is_some() {
                return Ok(None);
            }
            Ok(Some(ShownAllocation {
                allocation: Number::of_allocation(*count),
                from: ITEMS.need(view.rows, &row.from)?.number,
                to: ITEMS.need(view.rows, &row.to)?.number,
                amount: row.amount,
                date: row.date,
                gain: row.gain,
            }))
        })
    }
}
