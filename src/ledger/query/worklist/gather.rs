//! Gathers what the worklist holds: what may be work is read by day from the tables, and judged. May use:
//! the worklist, the rest of the ledger.

use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::domain::habit::{EVEN, PayingHabit, TOLD_FROM, chance_of_late};
use crate::domain::{Day, Moment, Money, Number};
use crate::ledger::item::{self, When};
use crate::ledger::promises::{self, Judged, PromiseState};
use crate::ledger::query::View;
use crate::ledger::tables::{
    ACCOUNTS, AccountId, CALLBACKS, CALLBACKS_AT, CALLED_ON, CalledRow, DISPUTES, DISPUTES_BY,
    ITEMS, ItemId, PROMISES, PROMISES_BY, PromiseRow, WORK_OF,
};
use crate::ledger::to_chase::{ToChase, to_chase};
use crate::ledger::work::{CALLBACK_EARLY, PROMISE_BROKEN_FOR};
use crate::ledger::{cases, habit, merged, plans, zone};
use crate::store::rows::LedgerError;

use super::hours::Hours;
use super::list::{CameOfPromise, WorkItem, WorkReason, Worklist, WorklistOf};

/// How far back promises are looked at: those that may be late for longer are debts like others.
const PROMISED_WITHIN: i64 = 2 * PROMISE_BROKEN_FOR;

/// How many disputes that are due are looked at, the oldest first.
const MOST_DISPUTES: usize = 300;

/// What the worklist knows of a customer.
#[derive(Clone, Default)]
pub(super) struct Known {
    pub(super) contact: Option<Day>,
    pub(super) snoozed: Option<Day>,
    pub(super) with: Option<String>,
    pub(super) called: Option<CalledRow>,
}

/// A reason to call, before it is known who that is.
pub(super) struct FoundReason {
    pub(super) reason: WorkReason,
    pub(super) amount: Money,
    pub(super) came: Option<CameOfPromise>,
    pub(super) case: Option<Number>,
    pub(super) invoice: Option<Number>,
    pub(super) at: Option<Moment>,
    pub(super) day: Option<Day>,
}

pub(super) struct Gather<'a> {
    pub(super) view: &'a View<'a>,
    pub(super) when: When,
    user: Option<&'a str>,
    /// Who was spoken to that day.
    called: FxHashMap<AccountId, CalledRow>,
    known: FxHashMap<AccountId, Known>,
    chases: FxHashMap<AccountId, ToChase>,
    /// Per customer, every reason that was found.
    pub(super) found: BTreeMap<AccountId, Vec<FoundReason>>,
    /// Those that may not be called now.
    pub(super) later: FxHashSet<AccountId>,
    pub(super) hours: Hours<'a>,
    pub(super) more: bool,
}

impl<'a> Gather<'a> {
    pub(super) fn of(
        view: &'a View<'a>,
        when: When,
        asked: &'a WorklistOf,
    ) -> Result<Gather<'a>, LedgerError> {
        let mut called: FxHashMap<AccountId, CalledRow> = FxHashMap::default();
        for found in CALLED_ON.scan(view.rows, &when.as_of) {
            let ((_, account), row) = found?;
            let last = called.entry(merged::root(view.rows, account, when)?).or_insert(row);
            last.at = last.at.max(row.at);
            last.seq = last.seq.max(row.seq);
        }
        Ok(Gather {
            view,
            when,
            user: asked.user.as_deref(),
            called,
            known: FxHashMap::default(),
            chases: FxHashMap::default(),
            found: BTreeMap::new(),
            later: FxHashSet::default(),
            hours: Hours::of(view, asked.at),
            more: false,
        })
    }

    /// The account that goes on.
    pub(super) fn root(&self, account: AccountId) -> Result<AccountId, LedgerError> {
        merged::root(self.view.rows, account, self.when)
    }

    /// What is known of a customer, with all accounts that count on it.
    pub(super) fn known(&mut self, root: AccountId) -> Result<Known, LedgerError> {
        if let Some(known) = self.known.get(&root) {
            return Ok(known.clone());
        }
        let mut known = Known { called: self.called.get(&root).copied(), ..Known::default() };
        for member in merged::members(self.view.rows, root, self.when)? {
            let row = WORK_OF.get(self.view.rows, &member.id)?.unwrap_or_default();
            known.contact = known.contact.max(row.contact);
            if member.id == root {
                (known.snoozed, known.with) = (row.snoozed, row.with);
            }
        }
        self.known.insert(root, known.clone());
        Ok(known)
    }

    /// Whether a customer is this user's to call, was not spoken to yet, and is not snoozed.
    pub(super) fn is_to_call(&mut self, root: AccountId) -> Result<bool, LedgerError> {
        let known = self.known(root)?;
        Ok(known.called.is_none() && self.is_awake(&known) && self.is_mine(&known))
    }

    fn is_awake(&self, known: &Known) -> bool {
        known.snoozed.is_none_or(|until| until <= self.when.as_of)
    }

    fn is_mine(&self, known: &Known) -> bool {
        match (self.user, &known.with) {
            (Some(user), Some(with)) => user == with,
            _ => true,
        }
    }

    /// What is left to chase of a customer.
    pub(super) fn chased(&mut self, root: AccountId) -> Result<&ToChase, LedgerError> {
        match self.chases.entry(root) {
            std::collections::hash_map::Entry::Occupied(known) => Ok(known.into_mut()),
            std::collections::hash_map::Entry::Vacant(place) => {
                Ok(place.insert(to_chase(self.view.rows, root, self.when)?))
            }
        }
    }

    /// Keeps a reason, unless the customer may not be called now.
    pub(super) fn add(&mut self, root: AccountId, reason: FoundReason) -> Result<(), LedgerError> {
        // Allocating calls nobody.
        if reason.reason == WorkReason::ToAllocate || self.hours.are_now(root)? {
            self.found.entry(root).or_default().push(reason);
        } else {
            self.later.insert(root);
        }
        Ok(())
    }

    /// Callbacks agreed for that day or before.
    pub(super) fn callbacks(&mut self) -> Result<(), LedgerError> {
        for found in CALLBACKS_AT.scan(self.view.rows, &()) {
            let ((_, id), ()) = found?;
            let row = CALLBACKS.need(self.view.rows, &id)?;
            let day = zone::day_in_zone(row.when, &self.view.book.zone);
            if day.is_some_and(|day| day > self.when.as_of) {
                break;
            }
            let root = self.root(row.account)?;
            let known = self.known(root)?;
            let is_done = known.called.is_some_and(|called| {
                called.seq > id.seq && called.at.micros() >= row.when.micros() - CALLBACK_EARLY
            });
            if is_done || !self.is_awake(&known) || !self.is_mine(&known) {
                continue;
            }
            let amount = self.chased(root)?.left();
            let (case, at) = (Some(row.number), Some(row.when));
            let reason = WorkReason::CallbackDue;
            self.add(
                root,
                FoundReason { reason, amount, came: None, case, invoice: None, at, day },
            )?;
        }
        Ok(())
    }

    /// Promises whose day is come.
    pub(super) fn promises(&mut self) -> Result<(), LedgerError> {
        let day = self.when.as_of;
        let from = day.plus(-PROMISED_WITHIN).unwrap_or(Day::EPOCH);
        let to = day.plus(1).unwrap_or(day);
        for found in PROMISES_BY.between(self.view.rows, &from, &to) {
            let ((_, id), ()) = found?;
            let row = PROMISES.need(self.view.rows, &id)?;
            let invoice = ITEMS.need(self.view.rows, &row.invoice)?;
            if item::left(self.view.rows, row.invoice, &invoice)?.is_zero() {
                continue;
            }
            let root = self.root(row.account)?;
            if self.is_to_call(root)? {
                let judged = promises::judge(self.view.rows, id, &row, self.when)?;
                self.promise(root, (row, invoice.number), judged)?;
            }
        }
        Ok(())
    }

    fn promise(
        &mut self,
        root: AccountId,
        (row, invoice): (PromiseRow, Number),
        judged: Judged,
    ) -> Result<(), LedgerError> {
        let last = row.by.plus(i64::from(row.tolerance_days)).unwrap_or(row.by);
        let contact = self.known(root)?.contact;
        let came = match judged.state {
            PromiseState::PartKept => {
                Some(CameOfPromise { promised: row.amount, came: judged.came() })
            }
            _ => None,
        };
        let (case, invoice, day) = (Some(row.number), Some(invoice), Some(row.by));
        let found = |reason, amount, came| {
            let (case, invoice) = (case.clone(), invoice.clone());
            FoundReason { reason, amount, came, case, invoice, at: None, day }
        };
        if judged.on_account.is_positive() {
            self.add(root, found(WorkReason::ToAllocate, judged.on_account, None))?;
        }
        let (reason, amount) = match judged.state {
            PromiseState::Open if judged.on_account.is_positive() => return Ok(()),
            PromiseState::Open if contact < Some(row.by) => {
                (WorkReason::PromiseDue, judged.missing)
            }
            PromiseState::Broken | PromiseState::PartKept
                if contact <= Some(last)
                    && self.when.as_of.days_since(last) <= PROMISE_BROKEN_FOR =>
            {
                let chased = self.chased(root)?.items.iter().find(|it| it.id == row.invoice);
                let left = chased.map_or(judged.missing.zero(), |it| it.left);
                let reason = match came {
                    Some(_) => WorkReason::PromisePartKept,
                    None => WorkReason::PromiseBroken,
                };
                (reason, left.least(judged.still_missing()))
            }
            _ => return Ok(()),
        };
        if !amount.is_positive() {
            return Ok(());
        }
        self.add(root, found(reason, amount, came))
    }

    /// Disputes that are due that day or before.
    pub(super) fn disputes(&mut self) -> Result<(), LedgerError> {
        let to = self.when.as_of.plus(1).unwrap_or(self.when.as_of);
        let due = DISPUTES_BY.between(self.view.rows, &(), &to);
        for (place, found) in due.enumerate() {
            if place >= MOST_DISPUTES {
                self.more = true;
                break;
            }
            let ((due, id), ()) = found?;
            self.dispute(due, id)?;
        }
        Ok(())
    }

    fn dispute(&mut self, due: Day, id: ItemId) -> Result<(), LedgerError> {
        let row = DISPUTES.need(self.view.rows, &id)?;
        let root = self.root(row.account)?;
        if !self.is_to_call(root)? {
            return Ok(());
        }
        let invoice = ITEMS.need(self.view.rows, &row.invoice)?;
        let on_it = cases::disputes_on(self.view.rows, row.invoice, &invoice, self.when)?;
        let Some(standing) = on_it.into_iter().find(|it| it.id == id) else { return Ok(()) };
        // What was paid of it is no longer in dispute: with nothing left, it only has to be closed.
        let minor = standing.parts.remaining;
        if !standing.state.is_live() || minor <= 0 {
            return Ok(());
        }
        let (reason, case) = (WorkReason::DisputeDue, Some(row.number));
        let amount = Money::from_minor(minor, row.amount.scale());
        let (invoice, day) = (Some(invoice.number), Some(due));
        self.add(root, FoundReason { reason, amount, came: None, case, invoice, at: None, day })
    }

    /// Payment plans with an instalment that did not come.
    pub(super) fn plans(&mut self) -> Result<(), LedgerError> {
        for (_, plan, judged) in plans::missed(self.view.rows, self.when)? {
            let root = self.root(plan.account)?;
            let contact = self.known(root)?.contact;
            let amount = judged.missed;
            if !self.is_to_call(root)? || !amount.is_positive() || contact > judged.missed_due {
                continue;
            }
            let (reason, case) = (WorkReason::PlanMissed, Some(plan.number));
            let day = judged.missed_due;
            self.add(
                root,
                FoundReason { reason, amount, came: None, case, invoice: None, at: None, day },
            )?;
        }
        Ok(())
    }

    /// The list: a row a customer, under its most urgent reason.
    pub(super) fn list(mut self, most: usize) -> Result<Worklist, LedgerError> {
        let mut rows = Vec::with_capacity(self.found.len());
        for (root, mut reasons) in std::mem::take(&mut self.found) {
            reasons.sort_by_key(|it| (it.reason, it.at, std::cmp::Reverse(it.amount.minor())));
            let mut reasons = reasons.into_iter();
            let Some(first) = reasons.next() else { continue };
            let mut also: Vec<WorkReason> = reasons.map(|it| it.reason).collect();
            also.dedup();
            also.retain(|reason| *reason != first.reason);
            let size = self.hours.in_book_currency(root, first.amount)?;
            rows.push((root, size, first, also));
        }
        rows.sort_by(|(one, a, first, _), (other, b, second, _)| {
            (first.reason, first.at, std::cmp::Reverse(a), one).cmp(&(
                second.reason,
                second.at,
                std::cmp::Reverse(b),
                other,
            ))
        });
        self.more |= rows.len() > most;
        rows.truncate(most);
        let rows = rows.into_iter().map(|(root, _, first, also)| self.row(root, first, also));
        Ok(Worklist {
            rows: rows.collect::<Result<Vec<_>, LedgerError>>()?,
            date: self.when.as_of,
            zone: self.view.book.zone.clone(),
            done: self.called.len(),
            later: self.later.len(),
            more: self.more,
        })
    }

    fn row(
        &self,
        root: AccountId,
        first: FoundReason,
        also: Vec<WorkReason>,
    ) -> Result<WorkItem, LedgerError> {
        let rows = self.view.rows;
        let account = ACCOUNTS.need(rows, &root)?;
        let known = self.known.get(&root).cloned().unwrap_or_default();
        let paid = habit::paid_invoices(rows, root, self.when, TOLD_FROM)?;
        let due = first.day.unwrap_or(self.when.as_of);
        let chance = chance_of_late(&paid, (first.amount.minor(), due), EVEN);
        Ok(WorkItem {
            customer: account.code,
            name: account.name,
            reason: first.reason,
            amount: first.amount,
            came: first.came,
            currency: account.currency,
            phone: self.hours.phone(root)?,
            case: first.case,
            invoice: first.invoice,
            at: first.at,
            day: first.day,
            contact: known.contact,
            habit: PayingHabit::of(&paid),
            usually_late: chance > 500,
            promises: promises::record(rows, root, self.when)?,
            with: known.with,
            also,
        })
    }
}
