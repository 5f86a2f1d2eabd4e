//! What is left to chase of an account: the same answer as [`to_chase`](super::to_chase), computed from
//! sums instead of from every overdue item. Reads the sums by due date that are not due yet, the items
//! of which a part may not be chased, and the days up to the first item with something left. May use:
//! the rest of the ledger, domain.

mod days;

use std::cell::OnceCell;

use rustc_hash::FxHashMap;

use crate::domain::{Currency, Day, Money, Number};
use crate::store::rows::{LedgerError, Rows};

use super::changed::{self, ChangedItem};
use super::claims::{AccountClaims, MergedGroup};
use super::item::{self, When};
use super::promises;
use super::tables::{
    ACCOUNTS, APART, AccountId, ApartRow, ITEMS, ItemId, OPEN, OPEN_BY_DUE, OpenRow, Side, TOTALS,
};
use super::to_chase::{ChaseItem, ToChase, take};

/// What is left to chase of an account and of the accounts that were merged into it.
pub struct ChaseSums<'a> {
    rows: &'a dyn Rows,
    when: When,
    /// The account that the others were merged into.
    root: AccountId,
    currency: Currency,
    members: Vec<AccountId>,
    /// The items that were made or changed after `when`, by member.
    changed: FxHashMap<AccountId, Vec<ChangedItem>>,
    /// The overdue items that may be chased only in part: the sums by due date count them whole.
    special: FxHashMap<ItemId, Special>,
    claims: AccountClaims<'a>,
    claimed: OnceCell<ClaimedItems>,
    first_day: OnceCell<Option<(Day, Money)>>,
    /// What is left of the members' payments and credit notes, without what is claimed for invoices that are not
    /// overdue.
    on_account: Money,
    /// What is overdue and neither disputed nor promised, planned or withheld.
    net: Money,
}

/// The overdue items that promises and instalments pay from the money on account. It changes which items are paid, not
/// how much is left in all, so it is read only where items are told apart.
struct ClaimedItems {
    of: FxHashMap<ItemId, Money>,
    in_all: Money,
}

impl ClaimedItems {
    /// What is left to chase of an item.
    fn left_of(&self, id: ItemId, special: &Special) -> Money {
        let claimed = self.of.get(&id).copied();
        claimed.and_then(|claimed| special.left.minus(claimed)).unwrap_or(special.left)
    }
}

/// An overdue item that may be chased only in part, or whose due date or amount was another at the
/// moment asked for.
struct Special {
    /// The due date under which the sums count the item, and the amount that they count.
    filed: (Day, Money),
    /// The day since which the item is owed.
    due: Day,
    outstanding: Money,
    /// The part of `outstanding` that may be chased.
    left: Money,
}

fn beyond() -> LedgerError {
    LedgerError::Beyond("an account")
}

/// The item that a reminder or a call names first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChaseFirst {
    /// The item's number.
    pub number: Number,
    /// The day since which it is owed.
    pub due: Day,
}

impl<'a> ChaseSums<'a> {
    /// Reads the sums of the account that `account` was merged into, or of `account` itself, as of `when`.
    pub fn of(
        rows: &'a dyn Rows,
        account: AccountId,
        when: When,
    ) -> Result<ChaseSums<'a>, LedgerError> {
        ChaseSums::by(AccountClaims::new(rows, account, when))
    }

    /// The same of the account of some claims, at their moment.
    pub fn by(claims: AccountClaims<'a>) -> Result<ChaseSums<'a>, LedgerError> {
        let AccountClaims { rows, when, .. } = claims;
        let MergedGroup { root, members } = claims.group()?.clone();
        let currency = ACCOUNTS.need(rows, &root)?.currency;
        let (changed, special) = (FxHashMap::default(), FxHashMap::default());
        let (on_account, net) = (currency.zero(), currency.zero());
        let mut sums = ChaseSums {
            rows,
            when,
            root,
            currency,
            members,
            changed,
            special,
            claims,
            claimed: OnceCell::new(),
            first_day: OnceCell::new(),
            on_account,
            net,
        };
        for member in sums.members.clone() {
            sums.add_member(member)?;
        }
        for member in sums.members.clone() {
            sums.add_special(member)?;
        }
        for special in sums.special.values() {
            let rest = sums.net.minus(special.filed.1).ok_or_else(beyond)?;
            sums.net = rest.plus(special.left).ok_or_else(beyond)?;
        }
        if sums.on_account.is_positive() && sums.net.is_positive() {
            let elsewhere = Money::from_minor(sums.claims.for_not_overdue()?, currency.scale());
            sums.on_account = sums.on_account.minus(elsewhere).unwrap_or(sums.on_account);
        }
        Ok(sums)
    }

    /// Reads what promises and instalments claim of the money on account for overdue items.
    fn claimed(&self) -> Result<&ClaimedItems, LedgerError> {
        if let Some(known) = self.claimed.get() {
            return Ok(known);
        }
        let mut claimed = ClaimedItems { of: FxHashMap::default(), in_all: self.currency.zero() };
        if self.on_account.is_positive() && !self.special.is_empty() {
            let claims = self.claims.get()?;
            for (id, special) in &self.special {
                let minor = claims.for_invoice(*id);
                let taken = Money::from_minor(minor, self.currency.scale()).least(special.left);
                if taken.is_positive() {
                    claimed.in_all = claimed.in_all.plus(taken).ok_or_else(beyond)?;
                    claimed.of.insert(*id, taken);
                }
            }
        }
        Ok(self.claimed.get_or_init(|| claimed))
    }

    /// What is on account and claimed for no overdue item.
    fn unclaimed(&self) -> Result<Money, LedgerError> {
        let rest = self.on_account.minus(self.claimed()?.in_all);
        Ok(rest.unwrap_or(self.on_account))
    }

    /// Adds what is overdue on an account by its sums, and what it has on account.
    fn add_member(&mut self, member: AccountId) -> Result<(), LedgerError> {
        let (rows, when) = (self.rows, self.when);
        let totals = TOTALS.need(rows, &member)?;
        let mut overdue = totals.debit;
        let not_due = (member, Side::Debit, when.as_of);
        for found in OPEN_BY_DUE.between(rows, &not_due, &(member, Side::Credit)) {
            overdue = overdue.minus(found?.1.left).ok_or_else(beyond)?;
        }
        let mut credit = totals.credit;
        let changed = match when.counts_all(&totals) {
            true => Vec::new(),
            false => changed::since(rows, member, when)?,
        };
        for item in changed.iter().filter(|item| item.row.kind.side() == Side::Credit) {
            let (now, then) = item.now_and_then(rows, when)?;
            credit = credit.plus(then).and_then(|sum| sum.minus(now)).ok_or_else(beyond)?;
        }
        self.net = self.net.plus(overdue).ok_or_else(beyond)?;
        self.on_account = self.on_account.plus(credit).ok_or_else(beyond)?;
        self.changed.insert(member, changed);
        Ok(())
    }

    /// Collects the items of an account that may be chased only in part, and those that changed after `when`.
    fn add_special(&mut self, member: AccountId) -> Result<(), LedgerError> {
        let (rows, when) = (self.rows, self.when);
        let changed = self.changed.remove(&member).unwrap_or_default();
        for found in APART.between(rows, &member, &(member, when.as_of)) {
            let ((_, due, id), row) = found?;
            if changed::is_among(&changed, id) {
                continue;
            }
            let special = if let Some(left) = self.known(&row)? {
                let (filed, outstanding) = ((due, row.left), row.left);
                Special { filed, due, outstanding, left }
            } else {
                let open = OPEN.need(rows, &(member, Side::Debit, due, id))?;
                let item = exact(&self.claims, self.currency, (due, id, open))?;
                self.judged((due, row.left), item)
            };
            self.special.insert(id, special);
        }
        for ChangedItem { id, row } in &changed {
            if row.kind.side() == Side::Debit && row.due < when.as_of {
                let now = item::left(rows, *id, row)?;
                let then = item::outstanding(rows, *id, row, when)?;
                let open = OpenRow { is_disputed: true, is_apart: true, ..OpenRow::of(row, then) };
                let item = exact(&self.claims, self.currency, (row.due, *id, open))?;
                self.special.insert(*id, self.judged((row.due, now), item));
            }
        }
        self.changed.insert(member, changed);
        Ok(())
    }

    fn judged(&self, filed: (Day, Money), item: Option<ChaseItem>) -> Special {
        let zero = self.currency.zero();
        let (due, outstanding, left) =
            item.map_or((filed.0, zero, zero), |item| (item.due, item.outstanding, item.left));
        Special { filed, due, outstanding, left }
    }

    /// Returns the part of an item that may be chased, or `None` if its row doesn't decide that and the
    /// item itself has to be read.
    fn known(&self, row: &ApartRow) -> Result<Option<Money>, LedgerError> {
        let as_of = self.when.as_of;
        if row.is_more || row.disputes_until > Some(as_of) || row.seq > self.when.known_at {
            return Ok(None);
        }
        let mut left = row.left;
        take(&mut left, row.disputed);
        let mut promised = left.zero();
        for promise in &row.promises {
            let money = promise.money;
            if promise.until > as_of || !self.members.contains(&promise.account) {
                return Ok(None);
            }
            // After its last day a promise is kept or broken, or its money is on account: nothing more
            // is to come.
            if as_of <= promise.last && !money.is_withdrawn && money.missing.is_positive() {
                let missing = match self.on_account.is_positive() && self.claims.may_be_any()? {
                    // What other promises on the item claim would have to be weighed.
                    true if !promise.is_first => return Ok(None),
                    true => promises::to_come(&self.claims, promise)?,
                    false => money.missing,
                };
                promised = promised.plus(missing).ok_or_else(beyond)?;
            }
        }
        take(&mut left, promised);
        Ok(Some(left))
    }

    /// The account that the others were merged into.
    pub fn account(&self) -> AccountId {
        self.root
    }

    /// What promises and instalments claim of the money on account.
    pub fn claims(&self) -> &AccountClaims<'a> {
        &self.claims
    }

    /// What is left to chase in all.
    pub fn left(&self) -> Money {
        let left = self.net.minus(self.on_account).unwrap_or(self.net);
        left.most(left.zero())
    }

    /// The part of what could be chased that money on account would pay.
    pub fn covered(&self) -> Money {
        self.net.least(self.on_account)
    }

    /// The due date of the item that has been overdue for longest.
    pub fn oldest(&self) -> Result<Option<Day>, LedgerError> {
        let found = self.walk(self.currency.zero(), None, |_, special| special.outstanding)?;
        Ok(found.map(|(day, _)| day))
    }

    /// The day since which the item is owed that [`first`](Self::first) finds: read without the items of that day.
    pub fn first_due(&self) -> Result<Option<Day>, LedgerError> {
        Ok(self.first_day()?.map(|(day, _)| day))
    }

    /// The first day with something left to chase, and what is left of the money on account by then.
    fn first_day(&self) -> Result<Option<(Day, Money)>, LedgerError> {
        if let Some(known) = self.first_day.get() {
            return Ok(*known);
        }
        let claimed = self.claimed()?;
        let left_of = |id, special: &Special| claimed.left_of(id, special);
        let found = self.walk(self.unclaimed()?, None, left_of)?;
        Ok(*self.first_day.get_or_init(|| found))
    }

    /// The item that has been overdue for longest, of those with something left to chase.
    pub fn first(&self) -> Result<Option<ChaseFirst>, LedgerError> {
        self.first_of(self.first_day()?)
    }

    /// The item that has been overdue for longest, of those that money on account would pay in full or in part.
    pub fn first_covered(&self) -> Result<Option<ChaseFirst>, LedgerError> {
        let mut first = match self.unclaimed()?.is_positive() {
            true => self.first_beyond(self.currency.zero())?,
            false => None,
        };
        for id in self.claimed()?.of.keys() {
            let Some(special) = self.special.get(id) else { continue };
            let number = ITEMS.need(self.rows, id)?.number;
            let claimed = ChaseFirst { number, due: special.due };
            first = first.filter(|it| (it.due, &it.number) <= (claimed.due, &claimed.number));
            first = first.or(Some(claimed));
        }
        Ok(first)
    }

    /// The overdue item whose promise or instalment claims money on account first.
    pub fn first_claimed(&self) -> Result<Option<ChaseFirst>, LedgerError> {
        let claimed = self.claimed()?;
        if claimed.in_all.is_zero() {
            return Ok(None);
        }
        let mut all = self.claims.get()?.invoices().into_iter();
        let first = all.find(|id| claimed.of.contains_key(id));
        let Some(special) = first.and_then(|id| self.special.get(&id).map(|it| (id, it))) else {
            return Ok(None);
        };
        let number = ITEMS.need(self.rows, &special.0)?.number;
        Ok(Some(ChaseFirst { number, due: special.1.due }))
    }

    /// What is left to chase of one item.
    pub fn left_of(&self, id: ItemId) -> Result<Money, LedgerError> {
        let zero = self.currency.zero();
        let special = self.special.get(&id);
        let due = match special {
            Some(special) => special.due,
            None => ITEMS.need(self.rows, &id)?.due,
        };
        if due >= self.when.as_of {
            return Ok(zero);
        }
        let claimed = self.claimed()?;
        // Nothing pays what is due first.
        if self.unclaimed()?.is_zero() {
            let open = || item::left(self.rows, id, &ITEMS.need(self.rows, &id)?);
            return special.map_or_else(open, |special| Ok(claimed.left_of(id, special)));
        }
        let rest = self.walk(self.unclaimed()?, Some(due), |id, it| claimed.left_of(id, it))?;
        let items = self.on_day(due, rest.map_or(zero, |(_, rest)| rest))?;
        Ok(items.into_iter().find(|item| item.id == id).map_or(zero, |item| item.left))
    }

    fn first_beyond(&self, in_hand: Money) -> Result<Option<ChaseFirst>, LedgerError> {
        let claimed = self.claimed()?;
        self.first_of(self.walk(in_hand, None, |id, special| claimed.left_of(id, special))?)
    }

    /// The first item of a day with something left after the money on account that is left by then.
    fn first_of(&self, found: Option<(Day, Money)>) -> Result<Option<ChaseFirst>, LedgerError> {
        let Some((due, rest)) = found else { return Ok(None) };
        if let Some(number) = self.first_in_order(due, rest)? {
            return Ok(Some(ChaseFirst { number, due }));
        }
        let items = self.on_day(due, rest)?;
        let first = items.into_iter().find(|item| item.left.is_positive());
        Ok(first.map(|item| ChaseFirst { number: item.number, due }))
    }
}

/// Reads an item with its disputes, promises, plans and certificates; `None` if nothing of it may be chased.
fn exact(
    claims: &AccountClaims,
    currency: Currency,
    (due, id, open): (Day, ItemId, OpenRow),
) -> Result<Option<ChaseItem>, LedgerError> {
    let mut one = ToChase::none(0, currency);
    one.add(claims, (Side::Debit, due, id, open))?;
    Ok(one.items.pop())
}
