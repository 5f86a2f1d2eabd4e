//! What is open on every account at once. Account by account each item is looked for on its own;
//! here the tables are read once, from one end to the other, and nothing is copied on the way.

use rustc_hash::FxHashSet;
use serde::Deserialize;

use crate::domain::{Day, Money};
use crate::ledger::cases;
use crate::ledger::item::When;
use crate::ledger::rows::{LedgerError, Rows};
use crate::ledger::tables::{
    AccountId, CHECKPOINT, ITEMS, ItemId, ItemKind, MERGED, MOVES, OPEN, Side, TOTALS, TotalsRow,
};

use super::View;
use super::open::{self, Sums};

/// With fewer accounts to look through than one in so many, each is looked through on its own.
const FEW: usize = 50;

/// The first fields of an item's row: all that a sum needs.
#[derive(Deserialize)]
struct Glance<'a> {
    kind: ItemKind,
    #[serde(borrow)]
    _number: &'a str,
    account: AccountId,
    date: Day,
    due: Day,
    amount: Money,
}

/// How an account's items are added up.
#[derive(Clone, Copy, PartialEq)]
enum Way {
    /// From what is kept of what is left of each.
    Kept,
    /// From the items and all that changed them.
    LookedThrough,
    /// By itself: it counts on another or another on it.
    Alone,
}

struct Account {
    totals: TotalsRow,
    way: Way,
    sums: Option<Sums>,
}

/// Sums by account, in the order of their numbers.
pub type SumsOfAll = Vec<(AccountId, Sums)>;

/// The sums of all accounts on which something is open. None for one that was merged
/// into another, which has them.
pub fn sums_of_all(view: &View, when: When) -> Result<SumsOfAll, LedgerError> {
    let mut all = All { view, when, accounts: accounts(view, when)? };
    all.kept()?;
    let many = all.accounts.iter().flatten().filter(|one| one.way == Way::LookedThrough).count();
    if many > all.accounts.len() / FEW {
        all.looked_through()?;
    } else {
        for account in all.accounts.iter_mut().flatten() {
            if account.way == Way::LookedThrough {
                account.way = Way::Alone;
            }
        }
    }
    let mut sums = Vec::with_capacity(all.accounts.len());
    for (id, account) in (0..).zip(all.accounts) {
        let Some(account) = account else { continue };
        let of_one = match account.way {
            Way::Kept | Way::LookedThrough => account.sums,
            Way::Alone => alone(view, id, account.totals.debit.zero(), when)?,
        };
        sums.extend(of_one.map(|of_one| (id, of_one)));
    }
    Ok(sums)
}

fn alone(view: &View, id: AccountId, zero: Money, when: When) -> Result<Option<Sums>, LedgerError> {
    let items = open::open_items(view, id, when)?;
    if items.is_empty() { Ok(None) } else { open::sums(&items, zero, when.as_of).map(Some) }
}

/// All accounts, each at the place of its number.
fn accounts(view: &View, when: When) -> Result<Vec<Option<Account>>, LedgerError> {
    let mut merged = FxHashSet::default();
    for found in MERGED.scan(view.rows, &()) {
        let (from, merger) = found?;
        merged.extend([from, merger.into]);
    }
    let mut accounts: Vec<Option<Account>> = Vec::new();
    TOTALS.each(view.rows, |id, totals| {
        let way = match totals.latest.is_none_or(|latest| latest <= when.as_of) {
            _ if merged.contains(&id) => Way::Alone,
            true if totals.seq <= when.known_at => Way::Kept,
            _ => Way::LookedThrough,
        };
        let place = id as usize;
        accounts.resize_with(accounts.len().max(place + 1), || None);
        if let Some(account) = accounts.get_mut(place) {
            *account = Some(Account { totals, way, sums: None });
        }
        Ok(())
    })?;
    Ok(accounts)
}

/// What is left of an item.
struct Left {
    account: AccountId,
    side: Side,
    due: Day,
    id: ItemId,
    amount: Money,
}

/// What is left of the items that were recorded in these entries: what changed them is read first,
/// and stands in the same order.
fn left_between(
    rows: &dyn Rows,
    (from, to): (u64, u64),
    when: When,
) -> Result<Vec<Left>, LedgerError> {
    let mut taken: Vec<(ItemId, i64)> = Vec::new();
    MOVES.each_between(rows, (&from, &to), |(id, seq, _), row| {
        if when.counts(row.date, seq) {
            match taken.last_mut() {
                Some((last, sum)) if *last == id => *sum += row.amount.minor(),
                _ => taken.push((id, row.amount.minor())),
            }
        }
        Ok(())
    })?;
    let mut taken = taken.into_iter().peekable();
    let mut all = Vec::new();
    ITEMS.stored_between(rows, (&from, &to), |id, value| {
        let row: Glance = ITEMS.first_fields(value)?;
        while taken.next_if(|(before, _)| *before < id).is_some() {}
        let less = taken.next_if(|(same, _)| *same == id).map_or(0, |(_, sum)| sum);
        if when.counts(row.date, id.seq) && row.amount.minor() != less {
            let less = Money::from_minor(less, row.amount.scale());
            let left = row.amount.minus(less).ok_or(LedgerError::Beyond("an item"))?;
            let (account, side, due) = (row.account, row.kind.side(), row.due);
            all.push(Left { account, side, due, id, amount: left });
        }
        Ok(())
    })?;
    Ok(all)
}

/// Reads two things, one of them in another thread.
pub(super) fn at_once<A: Send, B>(
    one: impl FnOnce() -> Result<A, LedgerError> + Send,
    other: impl FnOnce() -> Result<B, LedgerError>,
) -> Result<(A, B), LedgerError> {
    std::thread::scope(|scope| {
        let one = scope.spawn(one);
        let other = other();
        let stopped = || LedgerError::Contradiction("a reader has stopped".into());
        Ok((one.join().unwrap_or_else(|_| Err(stopped()))?, other?))
    })
}

struct All<'a> {
    view: &'a View<'a>,
    when: When,
    accounts: Vec<Option<Account>>,
}

impl All<'_> {
    fn kept(&mut self) -> Result<(), LedgerError> {
        let view = self.view;
        OPEN.each_stored(view.rows, |(account, side, due, id), value| {
            let left: Money = OPEN.first_fields(value)?;
            self.add(account, Way::Kept, side, due, id, left)
        })
    }

    /// Reads what changed items, then the items: the older half of them in another thread.
    fn looked_through(&mut self) -> Result<(), LedgerError> {
        let (rows, when) = (self.view.rows, self.when);
        let last = CHECKPOINT.need(rows, &())?.head.seq;
        let middle = last / 2;
        let (older, newer) = at_once(
            move || left_between(rows, (0, middle), when),
            || left_between(rows, (middle, last + 1), when),
        )?;
        for left in older.into_iter().chain(newer) {
            let Left { account, side, due, id, amount } = left;
            self.add(account, Way::LookedThrough, side, due, id, amount)?;
        }
        Ok(())
    }

    /// Adds what is left of an item to its account, where that is added up in this way.
    fn add(
        &mut self,
        account: AccountId,
        way: Way,
        side: Side,
        due: Day,
        id: ItemId,
        left: Money,
    ) -> Result<(), LedgerError> {
        let (view, when) = (self.view, self.when);
        let account = self.accounts.get_mut(account as usize).and_then(Option::as_mut);
        let Some(account) = account.filter(|account| account.way == way) else { return Ok(()) };
        let disputed = match side {
            Side::Debit if account.totals.disputes > 0 => {
                let row = ITEMS.need(view.rows, &id)?;
                match row.kind {
                    ItemKind::Invoice => cases::disputed(view.rows, id, &row, when)?,
                    _ => left.zero(),
                }
            }
            _ => left.zero(),
        };
        let sums = account.sums.get_or_insert_with(|| Sums::nothing(left.zero()));
        sums.add(side, due, left, disputed, when.as_of)
    }
}
