//! All records of a kind, a page at a time, for exports of books of any size.

use std::collections::HashSet;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::domain::{Day, Money, Number};
use crate::ledger::claims::ClaimsByAccount;
use crate::ledger::item;
use crate::ledger::table::{Key, Table};
use crate::ledger::tables::{
    ACCOUNTS, ALLOCATIONS, AccountId, AccountRow, AllocationRow, CASES_BY_KIND, CaseKind,
    DISPUTES_ON, ITEMS, ItemId, ItemRow, MOVES, MoveRow, SOLD, SoldRow,
};
use crate::store::overlay::Remembered;
use crate::store::rows::{LedgerError, Rows, Stop};
use crate::threads;

use super::show::{self, ReadSoFar, Shown, ShownAllocation, ShownCustomer, ShownItem};
use super::{Needs, Question, View};

/// A page.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Page<T, K> {
    /// The rows.
    pub rows: Vec<T>,
    /// The row after which the next page begins; `None` on the last page.
    pub next: Option<K>,
}

/// The number of rows in a page.
pub(super) const PAGE: usize = 500;

/// A page with at least this many rows is read in two halves at the same time.
const IN_TWO: usize = 100;

/// The rows of a table after a key, at most a page of them, in key order.
pub(super) fn behind_key<K: Key, V>(
    view: &View,
    table: &Table<K, V>,
    after: Option<&K>,
) -> Result<Vec<(K, V)>, Stop>
where
    V: Serialize + DeserializeOwned,
{
    Ok(table.behind(view.rows, after).take(PAGE).collect::<Result<_, LedgerError>>()?)
}

/// A page of what `rows` lead to, read half by half: rows that several of a half need are read once,
/// and neighbouring entries together.
pub(super) fn page<K: Key + Clone + Sync, V: Sync, T: Send>(
    view: &View,
    rows: &[(K, V)],
    of_some: impl Fn(&View, &[(K, V)]) -> Result<Vec<T>, Stop> + Sync,
) -> Result<Page<T, K>, Stop> {
    let last = rows.last().filter(|_| rows.len() == PAGE);
    let next = last.map(|(key, _)| key.clone());
    let of_half = |half: &[(K, V)]| {
        let remembered = Remembered::new(view.rows);
        let journal = view.journal.reading_ahead();
        of_some(&View { rows: &remembered, journal: &journal, ..*view }, half)
    };
    if rows.len() < IN_TWO {
        return Ok(Page { rows: of_half(rows)?, next });
    }
    let (one, other) = rows.split_at(rows.len() / 2);
    let (one, other) = std::thread::scope(|scope| {
        let one = threads::beside(scope, || of_half(one));
        let other = of_half(other);
        (one.finish().unwrap_or_else(|| Err(LedgerError::reader_stopped().into())), other)
    });
    let mut rows = one?;
    rows.extend(other?);
    Ok(Page { rows, next })
}

/// Reads each row by itself.
pub(super) fn each<K, V, T>(
    of_one: impl Fn(&View, &K, &V) -> Result<T, Stop>,
) -> impl Fn(&View, &[(K, V)]) -> Result<Vec<T>, Stop> {
    move |view, rows| rows.iter().map(|(key, value)| of_one(view, key, value)).collect()
}

/// How much of each record on a page is wanted.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub enum Depth {
    /// Everything.
    #[default]
    Whole,
    /// What the rows of a table hold: a document without its buyer and its allocations, a customer
    /// without open cases.
    Row,
}

/// Asks for customers, in the order of registration.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct CustomersAfter(pub Option<AccountId>, #[serde(default)] pub Depth);

/// Asks for documents (invoices, credit notes, payments, refunds, write-offs) as recorded, with what is
/// left of each as of today; together they add up to today's balances.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct DocumentsAfter(pub Option<ItemId>, #[serde(default)] pub Depth);

/// Asks for the allocations in force today, by number.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct AllocationsAfter(pub Option<u64>);

/// Asks for the allocations that were taken back by today, by number.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct UndoneAfter(pub Option<u64>);

/// An allocation that was taken back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct UndoneAllocation {
    /// Its number.
    pub allocation: Number,
    /// The payment or the credit note.
    pub from: Number,
    /// The invoice.
    pub to: Number,
    /// The amount.
    pub amount: Money,
    /// The effective date.
    pub date: Day,
    /// The entry that made it.
    pub entry: u64,
    /// The day from which it does not hold any more.
    pub undone: Day,
    /// The entry that took it back.
    pub undone_entry: u64,
}

/// Asks for cases of a kind, as recorded.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct CasesAfter(pub CaseKind, pub Option<ItemId>);

/// Asks for items of the catalogue, by code.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct ItemsAfter(pub Option<String>);

impl Question for CasesAfter {
    const NAME: &'static str = "cases_after";
    const IS_OF_ROWS: bool = true;
    const MAY_TAKE_LONG: bool = true;
    const NEEDS: Needs = Needs::Export;
    type Answer = Page<Shown, ItemId>;

    fn answer(&self, view: &View) -> Result<Self::Answer, Stop> {
        let letter = self.0.letter();
        let (first, end) = (ItemId { seq: 0, place: 0 }, (letter + 1, ()));
        let from = self.1.map_or(first, ItemId::next);
        let found = CASES_BY_KIND.between(view.rows, &(letter, from), &end).take(PAGE);
        let keys = found.map(|row| row.map(|((_, id), ())| (id, ())));
        let keys = keys.collect::<Result<Vec<_>, LedgerError>>()?;
        page(view, &keys, |view, some| {
            let claims = ClaimsByAccount::new(view.rows);
            let shown = |(id, ()): &(ItemId, ())| show::case_by(view, &claims, (self.0, *id));
            Ok(some.iter().map(shown).collect::<Result<_, LedgerError>>()?)
        })
    }
}

impl Question for ItemsAfter {
    const NAME: &'static str = "items_after";
    const IS_OF_ROWS: bool = true;
    const MAY_TAKE_LONG: bool = true;
    const NEEDS: Needs = Needs::Nothing;
    type Answer = Page<ShownItem, String>;

    fn answer(&self, view: &View) -> Result<Self::Answer, Stop> {
        let rows = behind_key(view, &SOLD, self.0.as_ref())?;
        page(view, &rows, each(|view, _, row: &SoldRow| Ok(show::sold(view, row.clone())?)))
    }
}

impl Question for CustomersAfter {
    const NAME: &'static str = "customers_after";
    const IS_OF_ROWS: bool = true;
    const MAY_TAKE_LONG: bool = true;
    const NEEDS: Needs = Needs::Export;
    type Answer = Page<ShownCustomer, AccountId>;

    fn answer(&self, view: &View) -> Result<Self::Answer, Stop> {
        let rows = behind_key(view, &ACCOUNTS, self.0.as_ref())?;
        let customer = match self.1 {
            Depth::Whole => show::customer,
            Depth::Row => show::without_cases,
        };
        page(view, &rows, each(|view, id, row: &AccountRow| customer(view, *id, row.clone())))
    }
}

impl Question for DocumentsAfter {
    const NAME: &'static str = "documents_after";
    const IS_OF_ROWS: bool = true;
    const MAY_TAKE_LONG: bool = true;
    const NEEDS: Needs = Needs::Export;
    type Answer = Page<Shown, ItemId>;

    fn answer(&self, view: &View) -> Result<Self::Answer, Stop> {
        let rows = behind_key(view, &ITEMS, self.0.as_ref())?;
        page(view, &rows, |view, rows| documents(view, rows, self.1))
    }
}

/// Documents that are neighbours, as are their moves and disputes: those are read in one scan.
fn documents(view: &View, rows: &[(ItemId, ItemRow)], depth: Depth) -> Result<Vec<Shown>, Stop> {
    let (Some((first, _)), Some((last, _))) = (rows.first(), rows.last()) else {
        return Ok(Vec::new());
    };
    let range = (first, &last.next());
    let mut all: Vec<(ItemId, (u64, MoveRow))> = Vec::new();
    MOVES.each_between(view.rows, range, |(id, seq, _), row| {
        all.push((id, (seq, row)));
        Ok(())
    })?;
    let mut disputed = HashSet::new();
    DISPUTES_ON.each_between(view.rows, range, |(id, _), ()| {
        disputed.insert(id);
        Ok(())
    })?;
    let mut all = all.into_iter().peekable();
    let mut shown = Vec::with_capacity(rows.len());
    for (id, row) in rows {
        let moves: Vec<(u64, MoveRow)> =
            std::iter::from_fn(|| all.next_if(|(of, _)| of == id).map(|(_, m)| m)).collect();
        let (is_disputed, is_brief) = (disputed.contains(id), depth == Depth::Row);
        let known = ReadSoFar { moves: &moves, is_disputed, is_brief };
        shown.push(show::document_after(view, *id, row.clone(), &known)?);
    }
    Ok(shown)
}

impl Question for AllocationsAfter {
    const NAME: &'static str = "allocations_after";
    const IS_OF_ROWS: bool = true;
    const MAY_TAKE_LONG: bool = true;
    const NEEDS: Needs = Needs::Export;
    type Answer = Page<Option<ShownAllocation>, u64>;

    fn answer(&self, view: &View) -> Result<Self::Answer, Stop> {
        let rows = behind_key(view, &ALLOCATIONS, self.0.as_ref())?;
        page(view, &rows, |view, rows| {
            let mut moved = LastMoved::default();
            rows.iter().map(|(count, row)| allocation(view, &mut moved, (*count, row))).collect()
        })
    }
}

impl Question for UndoneAfter {
    const NAME: &'static str = "undone_after";
    const IS_OF_ROWS: bool = true;
    const MAY_TAKE_LONG: bool = true;
    const NEEDS: Needs = Needs::Export;
    /// `None` in place of an allocation that holds.
    type Answer = Page<Option<UndoneAllocation>, u64>;

    fn answer(&self, view: &View) -> Result<Self::Answer, Stop> {
        let rows = behind_key(view, &ALLOCATIONS, self.0.as_ref())?;
        page(view, &rows, |view, rows| {
            let mut moved = LastMoved::default();
            rows.iter().map(|(count, row)| undone(view, &mut moved, (*count, row))).collect()
        })
    }
}

fn undone(
    view: &View,
    moved: &mut LastMoved,
    (count, row): (u64, &AllocationRow),
) -> Result<Option<UndoneAllocation>, Stop> {
    let Some((undone, undone_entry)) = row.reversed.filter(|(day, _)| *day <= view.today) else {
        return Ok(None);
    };
    Ok(Some(UndoneAllocation {
        allocation: Number::of_allocation(count),
        from: ITEMS.need(view.rows, &row.from)?.number,
        to: ITEMS.need(view.rows, &row.to)?.number,
        amount: row.amount,
        date: row.date,
        entry: moved.made_in(view.rows, count, row.from)?.unwrap_or_default(),
        undone,
        undone_entry,
    }))
}

/// The moves of the last payment or credit note that an allocation was made of: those of one follow each other, and so
/// do most of these documents in the store, while the invoices are far apart.
#[derive(Default)]
struct LastMoved(Option<(ItemId, Vec<(u64, MoveRow)>)>);

impl LastMoved {
    /// The entry that made an allocation of an item.
    fn made_in(
        &mut self,
        rows: &dyn Rows,
        count: u64,
        from: ItemId,
    ) -> Result<Option<u64>, LedgerError> {
        let moves = match self.0.take() {
            Some((id, moves)) if id == from => moves,
            _ => item::moves(rows, from)?,
        };
        let made = moves.iter().find(|(_, m)| m.is_of(&[count])).map(|(seq, _)| *seq);
        self.0 = Some((from, moves));
        Ok(made)
    }
}

fn allocation(
    view: &View,
    moved: &mut LastMoved,
    (count, row): (u64, &AllocationRow),
) -> Result<Option<ShownAllocation>, Stop> {
    let is_over = row.reversed.is_some_and(|(day, _)| day <= view.today);
    if is_over || row.date > view.today {
        return Ok(None);
    }
    Ok(Some(ShownAllocation {
        allocation: Number::of_allocation(count),
        from: ITEMS.need(view.rows, &row.from)?.number,
        to: ITEMS.need(view.rows, &row.to)?.number,
        from_kind: None,
        to_kind: None,
        amount: row.amount,
        date: row.date,
        gain: row.gain,
        entry: moved.made_in(view.rows, count, row.from)?,
    }))
}
