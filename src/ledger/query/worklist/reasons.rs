//! Looks at one customer: every reason there is to call. May use: the worklist, the rest of the ledger.

use crate::domain::{Day, Money};
use crate::ledger::chase_sums::{ChaseSums, MissingMoney};
use crate::ledger::plans::{JudgedPlan, PlanState};
use crate::ledger::promises::{self, PromiseState};
use crate::ledger::tables::{AccountId, DISPUTES, ITEMS, ItemId, PROMISES, PlanRow, PromisedRow};
use crate::ledger::work::{NEWLY_OVERDUE, PROMISE_BROKEN_FOR, call_from};
use crate::ledger::{cases, item};
use crate::store::rows::LedgerError;

use super::found::{FoundPromise, FoundReason};
use super::gather::{DuePromise, Gather, Known};
use super::list::WorkReason;
use super::listed::ordered;

impl Gather<'_> {
    /// Looks at a customer, once; what there is to call about is kept, unless nobody may call now.
    pub(super) fn look_at(&mut self, root: AccountId) -> Result<(), LedgerError> {
        if !self.seen.insert(root) {
            return Ok(());
        }
        let known = self.known(root)?;
        let callback = self.callbacks.remove(&root);
        if callback.is_none() && !self.is_to_call(&known) {
            return Ok(());
        }
        for member in &known.members {
            self.read_old(*member)?;
        }
        let sums = self.read_sums(root, &known)?;
        let mut reasons = self.reasons_of(callback, &known, &sums)?;
        // Allocating calls nobody.
        let is_call = |it: &FoundReason| it.reason != WorkReason::ToAllocate;
        if reasons.iter().any(is_call)
            && let Some(outside) = self.hours.outside(root)?
        {
            self.later.insert(root, outside);
            reasons.retain(|it| self.hours.even_later || !is_call(it));
        }
        if let Some((first, also)) = ordered(reasons) {
            let size = self.hours.in_book_currency(root, first.amount)?;
            self.ranked.add((root, first, also), size);
            self.sums.insert(root, sums);
        }
        Ok(())
    }

    fn reasons_of(
        &self,
        callback: Option<FoundReason>,
        known: &Known,
        sums: &ChaseSums,
    ) -> Result<Vec<FoundReason>, LedgerError> {
        let mut reasons = Vec::new();
        if let Some(found) = callback {
            reasons.push(FoundReason { amount: self.to_chase(known, sums)?, ..found });
        }
        if !self.is_to_call(known) {
            return Ok(reasons);
        }
        let mut missing = None;
        for member in &known.members {
            for due in self.promised.get(member).into_iter().flatten() {
                self.promise(due, known, (sums, &mut missing), &mut reasons)?;
            }
            for (due, id) in self.disputed.get(member).into_iter().flatten() {
                reasons.extend(self.dispute(*due, *id)?);
            }
            for (plan, judged) in self.planned.get(member).into_iter().flatten() {
                if judged.missed.is_positive() && known.contact <= judged.missed_due {
                    let amount = missed_of(sums, plan, judged)?;
                    let (case, day) = (Some(plan.number.clone()), judged.missed_due);
                    let found = FoundReason::of(WorkReason::PlanMissed, amount);
                    reasons.extend(amount.is_positive().then_some(FoundReason {
                        case,
                        day,
                        ..found
                    }));
                }
            }
        }
        // A promise whose day is today is asked for, too, though its invoice counts as agreed until the day is over.
        let due = reasons.iter().filter(|it| it.reason == WorkReason::PromiseDue);
        let due: Vec<Money> = due.map(|it| it.amount).collect();
        if let Some(callback) = reasons.first_mut()
            && callback.reason == WorkReason::CallbackDue
        {
            let sum = |sum: Money, more| sum.plus(more).unwrap_or(sum);
            callback.amount = due.into_iter().fold(callback.amount, sum);
        }
        reasons.extend(self.debt(known, sums)?);
        Ok(reasons)
    }

    /// What there is to chase in all: what is left of debts, and the missed instalments of plans that are not in default,
    /// of which nothing else is chased.
    fn to_chase(&self, known: &Known, sums: &ChaseSums) -> Result<Money, LedgerError> {
        let mut all = sums.left();
        let plans = known.members.iter().filter_map(|member| self.planned.get(member)).flatten();
        for (plan, judged) in plans {
            if judged.missed.is_positive() && judged.state != PlanState::Default {
                all = all.plus(missed_of(sums, plan, judged)?).unwrap_or(all);
            }
        }
        Ok(all)
    }

    /// A promise whose day is come.
    fn promise(
        &self,
        DuePromise { by, row }: &DuePromise,
        known: &Known,
        (sums, missing): (&ChaseSums, &mut Option<MissingMoney>),
        reasons: &mut Vec<FoundReason>,
    ) -> Result<(), LedgerError> {
        let PromisedRow { id, invoice, last, .. } = *row;
        let judged = if self.when.stands(row) {
            promises::judge_row(sums.claims(), row)?
        } else {
            let rows = self.view.rows;
            if item::left(rows, invoice, &ITEMS.need(rows, &invoice)?)?.is_zero() {
                return Ok(());
            }
            promises::judge(sums.claims(), id, &PROMISES.need(rows, &id)?)?
        };
        let contact = known.contact;
        let came = (judged.state == PromiseState::PartKept).then(|| judged.came());
        let arrived = judged.to_allocate;
        let mut found = |reason, amount, came| {
            let promise = FoundPromise { id, invoice, amount, came };
            match reasons.iter_mut().find(|it| it.is_also_about(reason, *by)) {
                Some(known) => known.add(promise),
                None => reasons.push(FoundReason {
                    promises: vec![promise],
                    day: Some(*by),
                    ..FoundReason::of(reason, amount)
                }),
            }
        };
        if arrived.is_positive() {
            found(WorkReason::ToAllocate, arrived, None);
        }
        let is_lately =
            contact <= Some(last) && self.when.as_of.days_since(last) <= PROMISE_BROKEN_FOR;
        let reason = match judged.state {
            PromiseState::Open if self.when.as_of <= last && contact < Some(*by) => {
                WorkReason::PromiseDue
            }
            PromiseState::Broken if is_lately => WorkReason::PromiseBroken,
            PromiseState::PartKept if is_lately => WorkReason::PromisePartKept,
            _ => return Ok(()),
        };
        let on = (invoice, self.when);
        let missing = match missing {
            Some(known) => known,
            None => missing.insert(MissingMoney::of(sums)?),
        };
        let amount = missing.of_promise(sums, on, &judged)?;
        if amount.is_positive() {
            found(reason, amount, came);
        }
        Ok(())
    }

    /// A dispute that is due.
    fn dispute(&self, due: Day, id: ItemId) -> Result<Option<FoundReason>, LedgerError> {
        let row = DISPUTES.need(self.view.rows, &id)?;
        let invoice = ITEMS.need(self.view.rows, &row.invoice)?;
        let on_it = cases::disputes_on(self.view.rows, row.invoice, &invoice, self.when)?;
        // What was paid of it is no longer in dispute: with nothing left, it only has to be closed.
        let standing = on_it.into_iter().find(|it| it.id == id && it.remaining() > 0);
        Ok(standing.map(|standing| {
            let amount = Money::from_minor(standing.remaining(), row.amount.scale());
            let (case, invoice, day) = (Some(row.number), Some(invoice.number), Some(due));
            FoundReason { case, invoice, day, ..FoundReason::of(WorkReason::DisputeDue, amount) }
        }))
    }

    /// A debt that a call is due about.
    fn debt(&self, known: &Known, sums: &ChaseSums) -> Result<Option<FoundReason>, LedgerError> {
        let day = self.when.as_of;
        let Some(oldest) = sums.oldest()? else { return Ok(None) };
        if call_from(oldest, known.contact, known.snoozed) > day {
            return Ok(None);
        }
        let Some(first) = sums.first_due()? else {
            // What a promise or a plan stands on is paid first: money that goes elsewhere breaks it.
            let first = sums.first_claimed()?.or(sums.first_covered()?);
            let covered = sums.covered();
            return Ok(first.map(|first| FoundReason {
                invoice: Some(first.number),
                day: Some(first.due),
                ..FoundReason::of(WorkReason::ToAllocate, covered)
            }));
        };
        let is_new = day.days_since(first) <= NEWLY_OVERDUE;
        let spoken_since = known.contact > Some(first);
        let reason = match is_new && !spoken_since {
            true => WorkReason::NewlyOverdue,
            false => WorkReason::NoContact,
        };
        Ok(Some(FoundReason { day: Some(first), ..FoundReason::of(reason, sums.left()) }))
    }
}

/// What is due of a plan with a missed instalment: in default, all that is left to chase of its invoices.
fn missed_of(sums: &ChaseSums, plan: &PlanRow, judged: &JudgedPlan) -> Result<Money, LedgerError> {
    if judged.state == PlanState::Default {
        return sums.left_of_plan(plan, judged);
    }
    let all = judged.undisputed();
    let (mut left, mut spare) = (all.minus(judged.on_account).unwrap_or(all), sums.spare()?);
    for (invoice, _) in &plan.covers {
        spare.cover(*invoice, &mut left);
    }
    Ok(judged.missed.least(left))
}
