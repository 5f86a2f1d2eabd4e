//! Looks at one customer: every reason there is to call. May use: the worklist, the rest of the ledger.

use crate::domain::{Day, Money};
use crate::ledger::chase_sums::ChaseSums;
use crate::ledger::promises::{self, PromiseState};
use crate::ledger::tables::{AccountId, DISPUTES, ITEMS, ItemId, PROMISES};
use crate::ledger::work::{NEWLY_OVERDUE, PROMISE_BROKEN_FOR, call_from};
use crate::ledger::{cases, item};
use crate::store::rows::LedgerError;

use super::found::FoundReason;
use super::gather::{Gather, Known, ordered};
use super::list::{CameOfPromise, WorkReason};

impl Gather<'_> {
    /// Looks at a customer, once; what there is to call about is kept, unless nobody may call now.
    pub(super) fn look_at(&mut self, root: AccountId) -> Result<(), LedgerError> {
        if !self.seen.insert(root) {
            return Ok(());
        }
        let mut reasons = self.reasons_of(root)?;
        // Allocating calls nobody.
        let is_call = |it: &FoundReason| it.reason != WorkReason::ToAllocate;
        if reasons.iter().any(is_call) && !self.hours.are_now(root)? {
            self.later.insert(root);
            reasons.retain(|it| !is_call(it));
        }
        if let Some((first, also)) = ordered(reasons) {
            let size = self.hours.in_book_currency(root, first.amount)?;
            self.ranked.add((root, first, also), size);
        }
        Ok(())
    }

    fn reasons_of(&mut self, root: AccountId) -> Result<Vec<FoundReason>, LedgerError> {
        let known = self.known(root)?;
        let mut reasons = Vec::new();
        let callback = self.callbacks.remove(&root);
        let is_to_call = self.is_to_call(&known);
        if callback.is_none() && !is_to_call {
            return Ok(reasons);
        }
        let sums = ChaseSums::of(self.view.rows, root, self.when)?;
        if let Some(found) = callback {
            reasons.push(FoundReason { amount: sums.left(), ..found });
        }
        if !is_to_call {
            return Ok(reasons);
        }
        for member in &known.members {
            for due in self.promised.get(member).into_iter().flatten() {
                self.promise(due.id, &known, &sums, &mut reasons)?;
            }
            for (due, id) in self.disputed.get(member).into_iter().flatten() {
                reasons.extend(self.dispute(*due, *id)?);
            }
            for (plan, judged) in self.planned.get(member).into_iter().flatten() {
                if judged.missed.is_positive() && known.contact <= judged.missed_due {
                    let found = FoundReason::of(WorkReason::PlanMissed, judged.due_now());
                    let (case, day) = (Some(plan.number.clone()), judged.missed_due);
                    reasons.push(FoundReason { case, day, ..found });
                }
            }
        }
        reasons.extend(self.debt(&known, &sums)?);
        Ok(reasons)
    }

    /// A promise whose day is come.
    fn promise(
        &self,
        id: ItemId,
        known: &Known,
        sums: &ChaseSums,
        reasons: &mut Vec<FoundReason>,
    ) -> Result<(), LedgerError> {
        let rows = self.view.rows;
        let row = PROMISES.need(rows, &id)?;
        let invoice = ITEMS.need(rows, &row.invoice)?;
        if item::left(rows, row.invoice, &invoice)?.is_zero() {
            return Ok(());
        }
        let judged = promises::judge_by(sums.claims(), id, &row)?;
        let (last, contact) = (row.last(), known.contact);
        let came = match judged.state {
            PromiseState::PartKept => {
                Some(CameOfPromise { promised: row.amount, came: judged.came() })
            }
            _ => None,
        };
        let arrived = promises::arrived(sums.claims(), (id, row.invoice, last), &judged)?;
        let (case, invoice, day) = (Some(row.number), Some(invoice.number), Some(row.by));
        let mut found = |reason, amount, came| {
            let (case, invoice) = (case.clone(), invoice.clone());
            let more = FoundReason::of(reason, amount);
            reasons.push(FoundReason { came, case, invoice, day, ..more });
        };
        if arrived.is_positive() {
            found(WorkReason::ToAllocate, arrived, None);
        }
        let (reason, amount) = match judged.state {
            PromiseState::Open if self.when.as_of > last => return Ok(()),
            PromiseState::Open if contact < Some(row.by) => {
                let missing = judged.missing.minus(arrived).unwrap_or(judged.missing);
                (WorkReason::PromiseDue, missing)
            }
            PromiseState::Broken | PromiseState::PartKept
                if contact <= Some(last)
                    && self.when.as_of.days_since(last) <= PROMISE_BROKEN_FOR =>
            {
                let reason = match came {
                    Some(_) => WorkReason::PromisePartKept,
                    None => WorkReason::PromiseBroken,
                };
                (reason, sums.left_of(row.invoice)?.least(judged.still_missing()))
            }
            _ => return Ok(()),
        };
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
        let Some(first) = sums.first()? else {
            // What a promise or a plan stands on is paid first: money that goes elsewhere breaks it.
            let first = sums.first_claimed()?.or(sums.first_covered()?);
            let covered = sums.covered();
            return Ok(first.map(|first| FoundReason {
                invoice: Some(first.number),
                day: Some(first.due),
                ..FoundReason::of(WorkReason::ToAllocate, covered)
            }));
        };
        let is_new = day.days_since(first.due) <= NEWLY_OVERDUE;
        let spoken_since = known.contact > Some(first.due);
        let reason = match is_new && !spoken_since {
            true => WorkReason::NewlyOverdue,
            false => WorkReason::NoContact,
        };
        let (invoice, day) = (Some(first.number), Some(first.due));
        Ok(Some(FoundReason { invoice, day, ..FoundReason::of(reason, sums.left()) }))
    }
}
