//! Promises that there may be to speak of, and customers whose money waits to be allocated to them. May use: the
//! worklist, the rest of the ledger.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::domain::{Day, Money};
use crate::ledger::tables::{AccountId, PROMISES_BY, PromisedGlance, PromisedRow, TOTALS};
use crate::ledger::work::PROMISE_BROKEN_FOR;
use crate::store::rows::LedgerError;

use super::gather::{DuePromise, Gather, Known};
use super::list::WorkReason;
use super::ranked::ListPlace;

/// How far back every promise is looked at. Those that may be late for longer are debts like others, unless money waits to
/// be allocated to them.
const PROMISED_WITHIN: i64 = 2 * PROMISE_BROKEN_FOR;

/// How far back a promise is looked at for money that waits: a quarter of a year, so that the list doesn't read every
/// promise that was ever broken. The report of money on account has no such limit.
const WAITING_WITHIN: i64 = 92;

impl Gather<'_> {
    /// Reads the promises whose day is come: of old ones, those of customers with money on account. What only waits for
    /// money is proposed last, by [`Gather::propose_waiting`].
    pub(super) fn read_promises(&mut self) -> Result<(), LedgerError> {
        let (rows, day) = (self.view.rows, self.when.as_of);
        let back = |days: i64| day.plus(-days).unwrap_or(Day::EPOCH);
        let (lately, first) = (back(PROMISED_WITHIN), back(WAITING_WITHIN));
        let to = day.plus(1).unwrap_or(day);
        PROMISES_BY.stored_between(rows, (&first, &to), |(by, id), stored| {
            if by < lately {
                let PromisedGlance { account, last, .. } = PROMISES_BY.first_fields(stored)?;
                if day.days_since(last) > PROMISE_BROKEN_FOR {
                    self.old.entry(account).or_default().push((by, id));
                    return Ok(());
                }
            }
            let row = PROMISES_BY.stored(stored)?;
            if self.may_be_missed(&row) && (by >= lately || self.has_credit_for(row.account)?) {
                self.promised.entry(row.account).or_default().push(DuePromise { by, row });
            }
            Ok(())
        })?;
        self.propose_promised(|reason| reason != WorkReason::ToAllocate)
    }

    /// Proposes the customers for whose promises money may wait, if there is room for any.
    pub(super) fn propose_waiting(&mut self) -> Result<(), LedgerError> {
        let place = ListPlace::at_best(WorkReason::ToAllocate, Decimal::MAX);
        if self.ranked.is_full_before(&place) {
            return Ok(());
        }
        for account in self.old.keys().copied().collect::<Vec<_>>() {
            self.read_old(account)?;
        }
        self.propose_promised(|reason| reason == WorkReason::ToAllocate)
    }

    /// Reads the old promises of an account if anything is on account of the customer.
    pub(super) fn read_old(&mut self, account: AccountId) -> Result<(), LedgerError> {
        if !self.old.contains_key(&account) || !self.has_credit_for(account)? {
            return Ok(());
        }
        for key in self.old.remove(&account).into_iter().flatten() {
            let row = PROMISES_BY.need(self.view.rows, &key)?;
            if self.may_be_missed(&row) {
                let promised = self.promised.entry(account).or_default();
                promised.push(DuePromise { by: key.0, row });
                promised.sort_by_key(|it| (it.by, it.row.id));
            }
        }
        Ok(())
    }

    /// Proposes the customers with promises that may be some reasons at best.
    fn propose_promised(&mut self, is_one: impl Fn(WorkReason) -> bool) -> Result<(), LedgerError> {
        // Several of a customer may be one reason.
        let mut sizes: BTreeMap<(AccountId, WorkReason), Decimal> = BTreeMap::new();
        let mut places = Vec::new();
        for account in self.promised.keys().copied().collect::<Vec<_>>() {
            let root = self.root(account)?;
            for DuePromise { row, .. } in self.promised.get(&account).into_iter().flatten() {
                let reason = self.at_best(row);
                if is_one(reason) {
                    let size = self.hours.in_book_currency(account, self.at_most(row))?;
                    let sum = sizes.entry((root, reason)).or_default();
                    *sum = sum.saturating_add(size);
                    places.push((root, reason, account));
                }
            }
        }
        for (root, reason, account) in places {
            let size = sizes.get(&(root, reason)).copied().unwrap_or_default();
            self.ranked.propose(ListPlace::at_best(reason, size), account);
        }
        Ok(())
    }

    /// Whether anything is on account of a customer.
    fn has_credit_for(&mut self, account: AccountId) -> Result<bool, LedgerError> {
        let root = self.root(account)?;
        if let Some(known) = self.credited.get(&root) {
            return Ok(*known);
        }
        let mut is_credited = false;
        for member in &self.known(root)?.members {
            is_credited |= TOTALS.need(self.view.rows, member)?.credit.is_positive();
        }
        self.credited.insert(root, is_credited);
        Ok(is_credited)
    }

    /// Whether there may be a reason to call about a promise: not if it is kept or withdrawn, or its invoice is paid.
    fn may_be_missed(&self, row: &PromisedRow) -> bool {
        // What is dated ahead may have paid it, and an earlier promise may have used its money.
        let is_over = row.is_first && (row.money.is_withdrawn || row.money.missing.is_zero());
        !self.when.stands(row) || !(is_over || row.left.is_zero())
    }

    /// The most that may be missing of a promise.
    fn at_most(&self, row: &PromisedRow) -> Money {
        let money = row.money;
        if !self.when.stands(row) {
            // What paid it may be dated ahead.
            return row.left.plus(money.paid).unwrap_or(row.left);
        }
        if !row.is_first {
            // What paid it may be an earlier promise's.
            return row.left;
        }
        // Of what came before the promise nothing may count.
        let before = money.paid.minus(money.paid_since).unwrap_or(money.paid);
        money.missing.plus(before).unwrap_or(money.missing).least(row.left)
    }

    /// The most urgent reason that a promise may be.
    fn at_best(&self, row: &PromisedRow) -> WorkReason {
        let late = self.when.as_of.days_since(row.last);
        match () {
            () if late <= 0 => WorkReason::PromiseDue,
            () if late > PROMISE_BROKEN_FOR => WorkReason::ToAllocate,
            () if row.is_first && row.money.paid_since.is_positive() => WorkReason::PromisePartKept,
            () => WorkReason::PromiseBroken,
        }
    }

    /// Whether there may be that reason with an account's promises, by what was said of them since.
    pub(super) fn may_be(&self, reason: WorkReason, account: AccountId, known: &Known) -> bool {
        let mut promises = self.promised.get(&account).into_iter().flatten();
        let is_of = |row: &PromisedRow| self.at_best(row) == reason;
        match reason {
            WorkReason::PromiseBroken | WorkReason::PromisePartKept => {
                promises.any(|it| is_of(&it.row) && known.contact <= Some(it.row.last))
            }
            WorkReason::PromiseDue => {
                promises.any(|it| is_of(&it.row) && known.contact < Some(it.by))
            }
            WorkReason::ToAllocate => false,
            WorkReason::CallbackDue
            | WorkReason::DisputeDue
            | WorkReason::PlanMissed
            | WorkReason::NewlyOverdue
            | WorkReason::NoContact => true,
        }
    }

    /// Looks at customers that were spoken to of their promises, where money waits to be allocated.
    pub(super) fn unallocated(&mut self) -> Result<(), LedgerError> {
        let mut left = self.budget();
        let place = ListPlace::at_best(WorkReason::ToAllocate, Decimal::MAX);
        for root in std::mem::take(&mut self.spoken_of) {
            if left == 0 || self.ranked.is_full_before(&place) {
                self.more = true;
                break;
            }
            if self.seen.contains(&root) {
                continue;
            }
            if self.has_credit_for(root)? {
                left = left.saturating_sub(1);
                self.look_at(root)?;
            }
        }
        Ok(())
    }
}
