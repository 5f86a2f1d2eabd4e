//! Decides which promise or instalment the money that waits on an account keeps. The rule is here once: promises
//! and plans are judged by it, and what is left to chase is computed with it. May use: the rest of the ledger, domain.
//!
//! Money is used once. Promises and instalments claim it in the order of the last day on which it is in time, the
//! oldest first; on the same day, in the order of recording. Each takes, from the payments that came by that day,
//! what no earlier claim took, the oldest payment first, up to what it misses and what can be allocated to the
//! invoice. What is claimed for an invoice counts as if it were allocated to it, for what claimed it and for every
//! plan on that invoice. What a plan claimed counts for the first promise on the invoice, too, up to what that misses. For
//! a later promise on the same invoice both count as if they had been allocated before that promise was made: two promises
//! never stand on the same money.
//!
//! - A promise whose last day is past takes any money that came by then, if that keeps it; otherwise only
//!   money recorded since the promise: what was there before does not answer it. What has been allocated meanwhile
//!   counts by the same rule, so that allocating money where it is claimed changes nothing.
//! - Money that was taken off an invoice since the promise or the plan on it does not count for that again: the first of
//!   what comes from the same payment, claimed or allocated, replaces it, and only what comes beyond that counts. So a
//!   claim takes what replaces it as well, which another promise may stand on.
//! - Other money, of a later day, may have paid the invoice meanwhile. That breaks no promise: money in time takes
//!   its place, and the later money is free for later claims.
//! - An instalment whose day is past takes any money that came by then, and then what came later, which makes
//!   up for it though it was still missed.
//! - For a promise or an instalment whose day is still to come, only money recorded since it was agreed counts: it
//!   has arrived early. It pays the invoice that it came for, due or not, and of the promise only what has not arrived is
//!   still to come: so each amount is deducted once from what is chased, and no more is chased from the day on than before
//!   unless what was to come did not. Other money pays what is overdue, the oldest due first.

mod round;

use std::cell::{OnceCell, RefCell};
use std::rc::Rc;

use rustc_hash::FxHashMap;

use crate::domain::{Day, Money};
use crate::store::rows::{LedgerError, Rows};

use super::changed::PostedAccount;
pub use super::claimed::ClaimedMoney;
use super::claimed::{InvoiceClaims, TakenOff};
use super::item::When;
use super::merged;
use super::plan_money;
use super::tables::{AccountId, ITEMS, ItemId, PROMISES_OF, PlanRow, PromisedRow};
use super::waiting::{WaitingMoney, waiting};

/// What of the money that waits on an account is claimed, in the order of the claims.
#[derive(Clone, Debug, Default)]
pub struct MoneyClaims(Vec<ClaimedMoney>);

/// An account with those that were merged into it.
#[derive(Clone, Debug)]
pub struct MergedGroup {
    /// The account that remains after mergers.
    pub root: AccountId,
    /// All that count on it, itself first.
    pub members: Vec<AccountId>,
}

impl MergedGroup {
    /// The group that an account belongs to at a moment.
    pub fn of(rows: &dyn Rows, account: AccountId, when: When) -> Result<MergedGroup, LedgerError> {
        MergedGroup::of_root(rows, merged::root(rows, account, when)?, when)
    }

    /// The group of an account that is known to count on no other.
    pub fn of_root(
        rows: &dyn Rows,
        root: AccountId,
        when: When,
    ) -> Result<MergedGroup, LedgerError> {
        let members = merged::members_of_root(rows, root, when)?;
        Ok(MergedGroup { root, members: members.iter().map(|member| member.id).collect() })
    }
}

/// Promises that are read one by one.
type PromisedRows<'a> = dyn Iterator<Item = Result<PromisedRow, LedgerError>> + 'a;

/// What is claimed of the money that waits on an account at a moment: read when it is first asked for, and once.
pub struct AccountClaims<'a> {
    /// The ledger.
    pub rows: &'a dyn Rows,
    /// The moment.
    pub when: When,
    account: AccountId,
    group: OnceCell<MergedGroup>,
    accounts: OnceCell<Vec<PostedAccount>>,
    money: OnceCell<Vec<WaitingMoney>>,
    promised: OnceCell<Vec<PromisedRow>>,
    known: OnceCell<MoneyClaims>,
}

impl<'a> AccountClaims<'a> {
    /// The claims on the account that `account` counts on.
    pub fn new(rows: &'a dyn Rows, account: AccountId, when: When) -> AccountClaims<'a> {
        let (group, accounts) = (OnceCell::new(), OnceCell::new());
        let (money, promised, known) = (OnceCell::new(), OnceCell::new(), OnceCell::new());
        AccountClaims { rows, when, account, group, accounts, money, promised, known }
    }

    /// The claims on the accounts of a group that is known.
    pub fn of_group(rows: &'a dyn Rows, group: MergedGroup, when: When) -> AccountClaims<'a> {
        let claims = AccountClaims::new(rows, group.root, when);
        AccountClaims { group: OnceCell::from(group), ..claims }
    }

    /// The account with those that were merged into it.
    pub fn group(&self) -> Result<&MergedGroup, LedgerError> {
        if let Some(group) = self.group.get() {
            return Ok(group);
        }
        let group = MergedGroup::of(self.rows, self.account, self.when)?;
        Ok(self.group.get_or_init(|| group))
    }

    /// The accounts of the group with what is posted on them.
    pub fn accounts(&self) -> Result<&[PostedAccount], LedgerError> {
        if let Some(accounts) = self.accounts.get() {
            return Ok(accounts);
        }
        let members = self.group()?.members.iter();
        let read = members.map(|member| PostedAccount::read(self.rows, *member, self.when));
        let accounts = read.collect::<Result<Vec<_>, LedgerError>>()?;
        Ok(self.accounts.get_or_init(|| accounts))
    }

    /// Whether these are the claims on another account too.
    pub fn are_of(&self, other: AccountId) -> Result<bool, LedgerError> {
        Ok(other == self.account || self.group()?.members.contains(&other))
    }

    /// Asks these claims if they are on an account too, else those on that account.
    pub(super) fn with_those_of<T>(
        &self,
        account: AccountId,
        ask: impl FnOnce(&AccountClaims) -> Result<T, LedgerError>,
    ) -> Result<T, LedgerError> {
        match self.are_of(account)? {
            true => ask(self),
            false => ask(&AccountClaims::new(self.rows, account, self.when)),
        }
    }

    /// The claims.
    pub fn get(&self) -> Result<&MoneyClaims, LedgerError> {
        if let Some(known) = self.known.get() {
            return Ok(known);
        }
        let money = self.money()?;
        let claimed = if money.is_empty() {
            Vec::new()
        } else {
            let claimants = (self.group()?.members.as_slice(), self.promised()?);
            round::claimed((self.rows, self.when), claimants, money)?
        };
        let claims = MoneyClaims(claimed);
        Ok(self.known.get_or_init(|| claims))
    }

    /// The promises of the accounts, those of each account the newest first.
    fn promised(&self) -> Result<&[PromisedRow], LedgerError> {
        if let Some(promised) = self.promised.get() {
            return Ok(promised);
        }
        let promised = self.read_promised()?.collect::<Result<Vec<_>, LedgerError>>()?;
        Ok(self.promised.get_or_init(|| promised))
    }

    /// The same one by one, for callers that need only the newest.
    pub(super) fn newest_promised(&self) -> Result<Box<PromisedRows<'_>>, LedgerError> {
        match self.promised.get() {
            Some(promised) => Ok(Box::new(promised.iter().copied().map(Ok))),
            None => Ok(Box::new(self.read_promised()?)),
        }
    }

    fn read_promised(
        &self,
    ) -> Result<impl Iterator<Item = Result<PromisedRow, LedgerError>>, LedgerError> {
        let (rows, members) = (self.rows, self.group()?.members.iter());
        let found = members.flat_map(move |member| PROMISES_OF.scan(rows, member));
        Ok(found.map(|found| Ok(found?.1)))
    }

    /// What is claimed for an invoice that counts for the promises of an entry, of the money that came by a day and was
    /// recorded after `since`. Reads no promise and no plan unless money came by that day.
    pub(super) fn counting_for(
        &self,
        (invoice, entry): (ItemId, u64),
        (since, last): (u64, Day),
        taken_off: &TakenOff,
    ) -> Result<i64, LedgerError> {
        match self.money()?.first().is_some_and(|money| money.day <= last) {
            true => Ok(self.get()?.on(invoice).counting_for(entry, (since, last), taken_off)),
            false => Ok(0),
        }
    }

    /// What of all that is claimed for an invoice counts for a plan on it: nothing if that is of another account.
    pub(super) fn for_plan(
        &self,
        invoice: ItemId,
        (id, plan): (ItemId, &PlanRow),
    ) -> Result<i64, LedgerError> {
        if !self.are_of(plan.account)? || !self.may_be_any()? {
            return Ok(0);
        }
        if self.get()?.for_invoice(invoice) == 0 {
            return Ok(0);
        }
        let came = plan_money::money_of(self.rows, id, plan, self.when)?;
        Ok(self.get()?.on(invoice).beyond(&came.returned, |_| true))
    }

    /// What of an amount on account can pay what is due: what is claimed for invoices that are not pays nothing that is.
    /// `is_due` says which are, though their own dates are still to come.
    pub fn for_due(
        &self,
        mut on_account: Money,
        is_due: impl Fn(ItemId) -> bool,
    ) -> Result<Money, LedgerError> {
        if self.may_be_any()? {
            for claimed in self.get()?.all().iter().filter(|it| !is_due(it.invoice)) {
                if ITEMS.need(self.rows, &claimed.invoice)?.due >= self.when.as_of {
                    let elsewhere = Money::from_minor(claimed.minor, on_account.scale());
                    on_account = on_account.minus(elsewhere).unwrap_or(on_account);
                }
            }
        }
        Ok(on_account)
    }

    /// Whether money waits that may be claimed.
    pub fn may_be_any(&self) -> Result<bool, LedgerError> {
        Ok(!self.money()?.is_empty())
    }

    /// What waits of the money that came after a day and is not claimed, in minor units.
    pub(super) fn unclaimed_after(&self, day: Day) -> Result<i64, LedgerError> {
        let waits = self.money()?.iter().filter(|money| money.day > day).map(|money| money.left);
        let claimed = self.get()?.all().iter().filter(|it| it.day > day).map(|it| it.minor);
        Ok((waits.sum::<i64>() - claimed.sum::<i64>()).max(0))
    }

    /// The money that waits, the oldest first.
    fn money(&self) -> Result<&[WaitingMoney], LedgerError> {
        if let Some(money) = self.money.get() {
            return Ok(money);
        }
        let money = waiting(self.rows, self.accounts()?, self.when)?;
        Ok(self.money.get_or_init(|| money))
    }
}

/// The claims on several accounts, each read once, for callers that go through many promises.
pub struct ClaimsByAccount<'a> {
    rows: &'a dyn Rows,
    known: RefCell<FxHashMap<(AccountId, Day, u64), Rc<AccountClaims<'a>>>>,
}

impl<'a> ClaimsByAccount<'a> {
    /// Nothing has been read yet.
    pub fn new(rows: &'a dyn Rows) -> ClaimsByAccount<'a> {
        ClaimsByAccount { rows, known: RefCell::default() }
    }

    /// The claims on an account at a moment.
    pub fn of(&self, account: AccountId, when: When) -> Rc<AccountClaims<'a>> {
        let mut known = self.known.borrow_mut();
        let claims = || Rc::new(AccountClaims::new(self.rows, account, when));
        known.entry((account, when.as_of, when.known_at)).or_insert_with(claims).clone()
    }
}

impl MoneyClaims {
    /// All that is claimed, in the order of the claims.
    pub fn all(&self) -> &[ClaimedMoney] {
        &self.0
    }

    /// What is claimed for an invoice.
    pub(super) fn on(&self, invoice: ItemId) -> InvoiceClaims<'_> {
        InvoiceClaims::of(&self.0, invoice)
    }

    /// All that is claimed for an invoice, in minor units.
    pub fn for_invoice(&self, invoice: ItemId) -> i64 {
        self.0.iter().filter(|it| it.invoice == invoice).map(|it| it.minor).sum()
    }

    /// What counts for a plan of what is claimed for an invoice by promises and instalments whose day is past, in minor
    /// units, of the money that came by a day.
    pub(super) fn due_on(&self, invoice: ItemId, last: Day, taken_off: &TakenOff) -> i64 {
        self.on(invoice).beyond(taken_off, |it| !it.is_early && it.day <= last)
    }

    /// The invoices for which money is claimed, the oldest claim first.
    pub fn invoices(&self) -> Vec<ItemId> {
        let mut all: Vec<ItemId> = Vec::new();
        for it in &self.0 {
            if !all.contains(&it.invoice) {
                all.push(it.invoice);
            }
        }
        all
    }
}
