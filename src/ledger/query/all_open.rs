//! What is open on every account. For one account each item is read by itself; here the tables are
//! scanned once, from one end to the other, without copying.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::domain::{Day, Money};
use crate::ledger::cases;
use crate::ledger::item::{self, When};
use crate::ledger::tables::{
    ACTIVITY, AccountId, CARDS_IN_ROW, CHECKPOINT, DISPUTES_ON, ITEMS, ItemGlance, ItemId,
    ItemKind, MERGED, MOVES, OPEN, OpenGlance, Side, TOTALS,
};
use crate::store::overlay::Remembered;
use crate::store::rows::{LedgerError, Rows};
use crate::threads;

use super::View;
use super::open::{Age, Sums};
use super::sums;

/// With fewer accounts than one in this many, each is read by itself.
const FEW: usize = 50;

/// How many entries are scanned at once: what is left of their items is held in memory.
const ENTRIES_AT_ONCE: usize = 1 << 15;

/// For how many disputed invoices the rows read are remembered.
const NEAR: usize = 512;

/// The sums of an account in few bytes: those of all accounts are read in the order of names, so at
/// random, and must be close together in memory.
#[derive(Clone, Copy, Debug)]
pub struct Brief {
    /// The account.
    pub account: AccountId,
    scale: u8,
    minor: [i64; 8],
}

impl Brief {
    fn of(account: AccountId, sums: &Sums) -> Brief {
        let [not_due, to_30, to_60, to_90, over_90] = sums.buckets.all();
        let Sums { on_account, disputed, balance, .. } = *sums;
        let amounts = [not_due, to_30, to_60, to_90, over_90, on_account, disputed, balance];
        Brief::of_amounts(account, amounts)
    }

    /// Of amounts in one currency, in the order of [`Brief::amounts`].
    pub fn of_amounts(account: AccountId, amounts: [Money; 8]) -> Brief {
        let [.., balance] = amounts;
        Brief { account, scale: balance.scale(), minor: amounts.map(Money::minor) }
    }

    /// An account on which nothing is open.
    fn nothing(account: AccountId, scale: u8) -> Brief {
        Brief { account, scale, minor: [0; 8] }
    }

    /// Adds what is left of an item that is this many days late.
    fn add(&mut self, side: Side, days: i64, left: Money) -> Result<(), LedgerError> {
        let beyond = || LedgerError::Beyond("an account");
        let [not_due, to_30, to_60, to_90, over_90, on_account, _, balance] = &mut self.minor;
        let (place, change) = match (side, Age::of_days(days)) {
            (Side::Credit, _) => (on_account, left.negated()),
            (Side::Debit, Age::NotDue) => (not_due, left),
            (Side::Debit, Age::To30) => (to_30, left),
            (Side::Debit, Age::To60) => (to_60, left),
            (Side::Debit, Age::To90) => (to_90, left),
            (Side::Debit, Age::Over90) => (over_90, left),
        };
        for (sum, more) in [(place, left), (balance, change)] {
            let before = Money::from_minor(*sum, self.scale);
            *sum = before.plus(more).ok_or_else(beyond)?.minor();
        }
        Ok(())
    }

    fn add_disputed(&mut self, amount: Money) -> Result<(), LedgerError> {
        let [.., disputed, _] = &mut self.minor;
        let sum = Money::from_minor(*disputed, self.scale).plus(amount);
        *disputed = sum.ok_or(LedgerError::Beyond("an account"))?.minor();
        Ok(())
    }

    /// The buckets from not due to the oldest, what is on account, what is disputed, the balance.
    pub fn amounts(&self) -> [Money; 8] {
        self.minor.map(|minor| Money::from_minor(minor, self.scale))
    }
}

/// The sums of all accounts on which something is open, in the order of their numbers. An account that
/// was merged into another has none of its own.
pub fn sums_of_all(view: &View, when: When) -> Result<Vec<Brief>, LedgerError> {
    let (changed, accounts) = changed(view, when)?;
    let (disputed, merged) = (disputed(view, when)?, merged(view)?);
    let all = All { view, when, disputed, merged, changed, accounts };
    let mut contested = Vec::new();
    let mut sums = all.kept(&mut contested)?;
    let mut alone: Vec<AccountId> = all.merged.iter().copied().collect();
    if all.changed.len() > all.accounts / FEW {
        all.looked_through(&mut sums, &mut contested)?;
    } else {
        alone.extend(all.changed.difference(&all.merged));
    }
    for account in alone {
        sums.extend(all.alone(account)?.map(|of_one| Brief::of(account, &of_one)));
    }
    threads::sort_with_rests(&mut sums, |one, other| one.account.cmp(&other.account));
    add_disputed(&mut sums, &mut all.in_dispute(contested)?)?;
    Ok(sums)
}

/// Adds the disputed amounts to the sums of accounts, which are in the order of their numbers.
fn add_disputed(
    sums: &mut [Brief],
    disputed: &mut [(AccountId, Money)],
) -> Result<(), LedgerError> {
    threads::sort_with_rests(disputed, |(one, _), (other, _)| one.cmp(other));
    let mut disputed = disputed.iter().peekable();
    for of_one in sums {
        while disputed.next_if(|(before, _)| *before < of_one.account).is_some() {}
        while let Some((_, amount)) = disputed.next_if(|(same, _)| *same == of_one.account) {
            of_one.add_disputed(*amount)?;
        }
    }
    Ok(())
}

/// The accounts on which something takes effect after the moment, whose stored sums are not those of
/// the moment; and the number of accounts.
fn changed(view: &View, when: When) -> Result<(FxHashSet<AccountId>, usize), LedgerError> {
    let (mut changed, mut accounts) = (FxHashSet::default(), 0);
    if when.known_at < view.head()? {
        TOTALS.for_each(view.rows, |id, totals| {
            accounts += 1;
            if totals.latest > Some(when.as_of) || totals.seq > when.known_at {
                changed.insert(id);
            }
            Ok(())
        })?;
        return Ok((changed, accounts));
    }
    // The latest day of an account is also stored in rows of many accounts; few are later.
    ACTIVITY.for_each(view.rows, |block, days| {
        accounts += days.len();
        let later = (0..).zip(days).filter(|(_, day)| *day > Some(when.as_of));
        changed.extend(later.map(|(place, _): (AccountId, _)| block * CARDS_IN_ROW + place));
        Ok(())
    })?;
    Ok((changed, accounts))
}

/// The invoices with an open dispute at a moment. Most disputes have ended, and for those the disputed
/// amount need not be computed.
fn disputed(view: &View, when: When) -> Result<FxHashSet<ItemId>, LedgerError> {
    let live = cases::live_disputes(view.rows, when)?;
    let mut invoices = FxHashSet::default();
    DISPUTES_ON.for_each(view.rows, |(invoice, dispute), ()| {
        if live.contains(&dispute) {
            invoices.insert(invoice);
        }
        Ok(())
    })?;
    Ok(invoices)
}

/// The accounts that were merged, and those they were merged into.
fn merged(view: &View) -> Result<FxHashSet<AccountId>, LedgerError> {
    let mut accounts = FxHashSet::default();
    for found in MERGED.scan(view.rows, &()) {
        let (from, merger) = found?;
        accounts.extend([from, merger.into]);
    }
    Ok(accounts)
}

/// An invoice with an open dispute, and its account.
type Contested = (ItemId, AccountId);

/// What is left of an item.
struct Left {
    account: AccountId,
    side: Side,
    due: Day,
    id: ItemId,
    amount: Money,
}

/// What is left of the items recorded in these entries. Their moves are read first, and are in the same
/// order.
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
    let (mut all, mut taken_back) = (Vec::new(), Vec::new());
    ITEMS.stored_between(rows, (&from, &to), |id, value| {
        let row: ItemGlance = ITEMS.first_fields(value)?;
        while taken.next_if(|(before, _)| *before < id).is_some() {}
        let less = taken.next_if(|(same, _)| *same == id).map_or(0, |(_, sum)| sum);
        if when.counts(row.date, id.seq) && row.amount.minor() != less {
            let less = Money::from_minor(less, row.amount.scale());
            let left = row.amount.minus(less).ok_or(LedgerError::Beyond("an item"))?;
            let (account, side, due) = (row.account, row.kind.side(), row.due);
            if row.kind.is_owed_since_taken_back() {
                taken_back.push(all.len());
            }
            all.push(Left { account, side, due, id, amount: left });
        }
        Ok(())
    })?;
    for place in taken_back {
        let Some(left) = all.get_mut(place) else { continue };
        left.due = item::owed_since(rows, left.id, when)?.unwrap_or(left.due);
    }
    Ok(all)
}

/// Reads two things, one of them in another thread.
pub(super) fn at_once<A: Send, B>(
    one: impl FnOnce() -> Result<A, LedgerError> + Send,
    other: impl FnOnce() -> Result<B, LedgerError>,
) -> Result<(A, B), LedgerError> {
    std::thread::scope(|scope| {
        let one = threads::beside(scope, one);
        let other = other();
        Ok((one.finish().unwrap_or_else(|| Err(LedgerError::reader_stopped()))?, other?))
    })
}

struct All<'a> {
    view: &'a View<'a>,
    when: When,
    /// The invoices with an open dispute.
    disputed: FxHashSet<ItemId>,
    /// Accounts that count on another, or that others count on.
    merged: FxHashSet<AccountId>,
    /// Accounts whose stored sums are not those of the moment.
    changed: FxHashSet<AccountId>,
    /// How many accounts there are.
    accounts: usize,
}

impl All<'_> {
    /// From the stored rows of open items.
    fn kept(&self, contested: &mut Vec<Contested>) -> Result<Vec<Brief>, LedgerError> {
        let mut all: Vec<Brief> = Vec::with_capacity(self.accounts);
        OPEN.each_stored(self.view.rows, |(account, side, due, id), value| {
            if self.merged.contains(&account) || self.changed.contains(&account) {
                return Ok(());
            }
            let OpenGlance { left: amount } = OPEN.first_fields(value)?;
            if all.last().is_none_or(|last| last.account != account) {
                all.push(Brief::nothing(account, amount.scale()));
            }
            let Some(sums) = all.last_mut() else { return Ok(()) };
            self.add(sums, &Left { account, side, due, id, amount }, contested)
        })?;
        Ok(all)
    }

    /// From the moves and then the items: some entries at a time, and as many later ones in another
    /// thread.
    fn looked_through(
        &self,
        sums: &mut Vec<Brief>,
        contested: &mut Vec<Contested>,
    ) -> Result<(), LedgerError> {
        let (rows, when) = (self.view.rows, self.when);
        let last = CHECKPOINT.need(rows, &())?.head.seq;
        let mut places: FxHashMap<AccountId, usize> = FxHashMap::default();
        for from in (0..=last).step_by(2 * ENTRIES_AT_ONCE) {
            let middle = from + ENTRIES_AT_ONCE as u64;
            let (older, newer) = at_once(
                move || left_between(rows, (from, middle), when),
                || left_between(rows, (middle, middle + ENTRIES_AT_ONCE as u64), when),
            )?;
            for left in threads::with_rests(older.into_iter().chain(newer)) {
                if self.changed.contains(&left.account) && !self.merged.contains(&left.account) {
                    let place = *places.entry(left.account).or_insert_with(|| {
                        sums.push(Brief::nothing(left.account, left.amount.scale()));
                        sums.len() - 1
                    });
                    let Some(of_one) = sums.get_mut(place) else { continue };
                    self.add(of_one, &left, contested)?;
                }
            }
        }
        Ok(())
    }

    /// Reads one account by itself.
    fn alone(&self, id: AccountId) -> Result<Option<Sums>, LedgerError> {
        let all = sums::account_sums(self.view, id, self.when)?;
        Ok((all.open > 0).then_some(all.sums))
    }

    /// Adds what is left of an item to the sums of its account. Its disputed amount is computed later,
    /// for all such items at once.
    fn add(
        &self,
        sums: &mut Brief,
        left: &Left,
        contested: &mut Vec<Contested>,
    ) -> Result<(), LedgerError> {
        let Left { account, side, due, id, amount } = *left;
        if side == Side::Debit && self.disputed.contains(&id) {
            contested.push((id, account));
        }
        sums.add(side, self.when.as_of.days_since(due), amount)
    }

    /// The disputed amounts of invoices. They are read in the order of recording, which is the order of
    /// their rows, half of them in another thread.
    fn in_dispute(
        &self,
        mut contested: Vec<Contested>,
    ) -> Result<Vec<(AccountId, Money)>, LedgerError> {
        threads::sort_with_rests(&mut contested, |(one, _), (other, _)| one.cmp(other));
        let (rows, when) = (self.view.rows, self.when);
        // Rows are remembered for neighbours, not for all.
        let of_near = |near: &[Contested]| -> Result<Vec<(AccountId, Money)>, LedgerError> {
            let remembered = Remembered::new(rows);
            let of_one = |(id, account): &Contested| {
                let row = ITEMS.need(&remembered, id)?;
                let disputed = match row.kind {
                    ItemKind::Invoice => cases::disputed(&remembered, *id, &row, when)?,
                    _ => row.amount.zero(),
                };
                Ok((*account, disputed))
            };
            near.iter().map(of_one).collect()
        };
        let of_some = |some: &[Contested]| -> Result<Vec<(AccountId, Money)>, LedgerError> {
            Ok(some.chunks(NEAR).map(of_near).collect::<Result<Vec<_>, LedgerError>>()?.concat())
        };
        let (older, newer) = contested.split_at(contested.len() / 2);
        let (mut older, newer) = at_once(|| of_some(older), || of_some(newer))?;
        older.extend(newer);
        Ok(older)
    }
}
