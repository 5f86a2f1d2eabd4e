//! What is left to chase of an account: the same answer as [`to_chase`](super::to_chase), computed from
//! sums instead of from every overdue item. Reads the sums by due date that are not due yet, the items
//! of which a part may not be chased, and the days up to the first item with something left. May use:
//! the rest of the ledger, domain.

mod days;
mod spare;

use std::cell::OnceCell;

use rustc_hash::FxHashMap;

use crate::domain::{Currency, Day, Money, Number};
use crate::store::rows::{LedgerError, Rows};

use super::changed::{self, ChangedItem, PostedAccount};
use super::claims::{AccountClaims, MergedGroup};
use super::item::{self, When};
use super::plans::JudgedPlan;
use super::promises;
use super::tables::{
    ACCOUNTS, APART, AccountId, ApartRow, ITEMS, ItemId, OPEN, OPEN_BY_DUE, OpenRow, PlanRow, Side,
};
use super::to_chase::{ChaseItem, ToChase, in_plans, is_in_plan, take};

pub use spare::MissingMoney;

/// What is left to chase of an account and of the accounts that were merged into it.
pub struct ChaseSums<'a> {
    rows: &'a dyn Rows,
    when: When,
    /// The account that the others were merged into.
    root: AccountId,
    currency: Currency,
    members: Vec<AccountId>,
    /// The overdue items that may be chased only in part: the sums by due date count them whole.
    special: FxHashMap<ItemId, Special>,
    claims: AccountClaims<'a>,
    claimed: OnceCell<ClaimedItems>,
    first_day: OnceCell<Option<(Day, Money)>>,
    /// What is left of the members' payments and credit notes; where something is chased, without what is claimed for
    /// invoices that are not due.
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
/// moment asked for; and an invoice that is due because a plan ended.
struct Special {
    /// The due date under which the sums count the item, and the amount that they count: nothing, if that is still to come.
    filed: (Day, Money),
    /// The day since which the item is owed.
    due: Day,
    outstanding: Money,
    /// The part of `outstanding` that is disputed.
    disputed: Money,
    /// What of the rest is promised, or in a plan that is kept.
    agreed: Money,
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
        let special = FxHashMap::default();
        let (on_account, net) = (currency.zero(), currency.zero());
        let mut sums = ChaseSums {
            rows,
            when,
            root,
            currency,
            members,
            special,
            claims,
            claimed: OnceCell::new(),
            first_day: OnceCell::new(),
            on_account,
            net,
        };
        sums.add_accounts()?;
        sums.add_special()?;
        for special in sums.special.values() {
            let rest = sums.net.minus(special.filed.1).ok_or_else(beyond)?;
            sums.net = rest.plus(special.left).ok_or_else(beyond)?;
        }
        if sums.on_account.is_positive() && sums.net.is_positive() {
            sums.on_account = sums.for_due()?;
        }
        Ok(sums)
    }

    /// What of the money on account can pay what is due.
    fn for_due(&self) -> Result<Money, LedgerError> {
        self.claims.for_due(self.on_account, |id| self.special.contains_key(&id))
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

    /// Adds what is overdue on the accounts by their sums, and what they have on account.
    fn add_accounts(&mut self) -> Result<(), LedgerError> {
        let (rows, when) = (self.rows, self.when);
        for PostedAccount { id, totals, changed } in self.claims.accounts()? {
            let (mut overdue, mut credit) = (totals.debit, totals.credit);
            let not_due = (*id, Side::Debit, when.as_of);
            for found in OPEN_BY_DUE.between(rows, &not_due, &(*id, Side::Credit)) {
                overdue = overdue.minus(found?.1.left).ok_or_else(beyond)?;
            }
            for item in changed.iter().filter(|item| item.row.kind.side() == Side::Credit) {
                let (now, then) = item.now_and_then(rows, when)?;
                credit = credit.plus(then).and_then(|sum| sum.minus(now)).ok_or_else(beyond)?;
            }
            self.net = self.net.plus(overdue).ok_or_else(beyond)?;
            self.on_account = self.on_account.plus(credit).ok_or_else(beyond)?;
        }
        Ok(())
    }

    /// Collects the items of the accounts that may be chased only in part or are in a plan, and those that changed
    /// after `when`.
    fn add_special(&mut self) -> Result<(), LedgerError> {
        let (rows, when, zero) = (self.rows, self.when, self.currency.zero());
        for PostedAccount { id: member, changed, .. } in self.claims.accounts()? {
            for found in APART.between(rows, member, &(*member, when.as_of)) {
                let ((_, due, id), row) = found?;
                if changed::is_among(changed, id) {
                    continue;
                }
                let special = if let Some(special) = self.known(due, &row)? {
                    special
                } else {
                    let open = OPEN.need(rows, &(*member, Side::Debit, due, id))?;
                    let item = exact(&self.claims, self.currency, (due, id, open))?;
                    self.judged((due, row.left), item)
                };
                self.special.insert(id, special);
            }
            for (due, id) in in_plans(rows, *member, when)? {
                if !changed::is_among(changed, id) {
                    let open = OPEN.need(rows, &(*member, Side::Debit, due, id))?;
                    if let Some(item) = exact(&self.claims, self.currency, (due, id, open))? {
                        self.special.insert(id, self.judged((due, zero), Some(item)));
                    }
                }
            }
            for item in changed.iter().filter(|item| item.row.kind.side() == Side::Debit) {
                if let Some(special) = self.of_changed(item)? {
                    self.special.insert(item.id, special);
                }
            }
        }
        Ok(())
    }

    /// An item that changed after the moment. As of that, a refund may have been owed since another day than it is filed
    /// under now.
    fn of_changed(&self, changed: &ChangedItem) -> Result<Option<Special>, LedgerError> {
        let (rows, when) = (self.rows, self.when);
        let ChangedItem { id, row } = changed;
        let filed = changed.due_now(rows)?;
        let is_filed = filed < when.as_of;
        if !is_filed && row.due >= when.as_of && !is_in_plan(rows, *id)? {
            return Ok(None);
        }
        let then = item::outstanding(rows, *id, row, when)?;
        let open = OpenRow { is_disputed: true, is_apart: true, ..OpenRow::of(row, then) };
        let item = exact(&self.claims, self.currency, (row.due, *id, open))?;
        Ok(match (is_filed, item) {
            (true, item) => Some(self.judged((filed, item::left(rows, *id, row)?), item)),
            (false, Some(item)) => Some(self.judged((row.due, then.zero()), Some(item))),
            (false, None) => None,
        })
    }

    fn judged(&self, filed: (Day, Money), item: Option<ChaseItem>) -> Special {
        let zero = self.currency.zero();
        let Some(item) = item else {
            let (outstanding, disputed, agreed, left) = (zero, zero, zero, zero);
            return Special { filed, due: filed.0, outstanding, disputed, agreed, left };
        };
        let ChaseItem { due, outstanding, disputed, promised, planned, left, .. } = item;
        let agreed = promised.plus(planned).unwrap_or(promised);
        Special { filed, due, outstanding, disputed, agreed, left }
    }

    /// Returns the parts of an item that was due on a day, or `None` if its row doesn't decide what may be chased and
    /// the item itself has to be read.
    fn known(&self, due: Day, row: &ApartRow) -> Result<Option<Special>, LedgerError> {
        let as_of = self.when.as_of;
        if row.is_more || row.disputes_until > Some(as_of) || row.seq > self.when.known_at {
            return Ok(None);
        }
        let mut left = row.left;
        let disputed = take(&mut left, row.disputed);
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
                    true => promises::judge_row(&self.claims, promise)?.still_missing(),
                    false => money.missing,
                };
                promised = promised.plus(missing).ok_or_else(beyond)?;
            }
        }
        let agreed = take(&mut left, promised);
        let (filed, outstanding) = ((due, row.left), row.left);
        Ok(Some(Special { filed, due, outstanding, disputed, agreed, left }))
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
        let found = self.walk(self.currency.zero(), |_, special| special.outstanding)?;
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
        let found = self.walk(self.unclaimed()?, left_of)?;
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
        let first_day = self.first_day()?.filter(|(first, _)| *first <= due);
        let Some((first, rest)) = first_day.filter(|_| due < self.when.as_of) else {
            return Ok(zero);
        };
        // No money is left for what is due after that.
        if first < due || rest.is_zero() {
            let open = || item::left(self.rows, id, &ITEMS.need(self.rows, &id)?);
            let claimed = self.claimed()?;
            return special.map_or_else(open, |special| Ok(claimed.left_of(id, special)));
        }
        let items = self.on_day(due, rest)?;
        Ok(items.into_iter().find(|item| item.id == id).map_or(zero, |item| item.left))
    }

    /// What money on account that no promise and no instalment claims would pay of an overdue item.
    pub(super) fn paid_unclaimed(&self, id: ItemId) -> Result<Money, LedgerError> {
        let zero = self.currency.zero();
        let Some(special) = self.special.get(&id) else { return Ok(zero) };
        let unpaid = self.claimed()?.left_of(id, special);
        Ok(unpaid.minus(self.left_of(id)?).unwrap_or(zero))
    }

    /// What is left to chase of a plan in default: of each invoice, no more than the plan covers.
    pub fn left_of_plan(&self, plan: &PlanRow, judged: &JudgedPlan) -> Result<Money, LedgerError> {
        let mut sum = self.currency.zero();
        for ((invoice, _), open) in plan.covers.iter().zip(&judged.open) {
            if open.is_positive() {
                let left = self.left_of(*invoice)?.least(*open);
                sum = sum.plus(left).ok_or_else(beyond)?;
            }
        }
        Ok(sum)
    }

    fn first_beyond(&self, in_hand: Money) -> Result<Option<ChaseFirst>, LedgerError> {
        let claimed = self.claimed()?;
        self.first_of(self.walk(in_hand, |id, special| claimed.left_of(id, special))?)
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
