//! A reason to call a customer, as it is found. May use: the list's rows, domain.

use std::collections::BTreeMap;

use crate::domain::{Day, Moment, Money, Number};
use crate::ledger::tables::{AccountId, ItemId};

use super::list::WorkReason;

/// A promise that is a reason to call.
#[derive(Clone, Copy)]
pub(super) struct FoundPromise {
    pub(super) id: ItemId,
    pub(super) invoice: ItemId,
    /// What is missing of it, or waits to be allocated to it.
    pub(super) amount: Money,
    /// What came of it, if it was kept in part.
    pub(super) came: Option<Money>,
}

/// A reason to call, before it is known who that is. What is read only of a customer that is listed is left out: the
/// numbers of a promise and its invoice, and the invoice of a debt.
pub(super) struct FoundReason {
    pub(super) reason: WorkReason,
    pub(super) amount: Money,
    /// The promises that it is about, the first one first.
    pub(super) promises: Vec<FoundPromise>,
    pub(super) case: Option<Number>,
    pub(super) invoice: Option<Number>,
    pub(super) at: Option<Moment>,
    pub(super) day: Option<Day>,
}

impl FoundReason {
    /// A reason with nothing more to say of it.
    pub(super) fn of(reason: WorkReason, amount: Money) -> FoundReason {
        let (promises, case, invoice, at, day) = (Vec::new(), None, None, None, None);
        FoundReason { reason, amount, promises, case, invoice, at, day }
    }

    /// Whether this is the same reason, so that a promise of a day belongs to it: missing on that day, or money
    /// waits to be allocated, whatever day it was promised for.
    pub(super) fn is_also_about(&self, reason: WorkReason, by: Day) -> bool {
        let is_of_day = reason == WorkReason::ToAllocate || self.day == Some(by);
        self.reason == reason && is_of_day && !self.promises.is_empty()
    }

    /// Adds a promise. The same money may wait for several promises on one invoice: it is counted once.
    pub(super) fn add(&mut self, promise: FoundPromise) {
        self.promises.push(promise);
        let mut waits: BTreeMap<ItemId, Money> = BTreeMap::new();
        let sum = |sum: Money, more: Money| sum.plus(more).unwrap_or(sum);
        for FoundPromise { invoice, amount, .. } in &self.promises {
            let on_it = waits.entry(*invoice).or_insert(amount.zero());
            *on_it = match self.reason {
                WorkReason::ToAllocate => on_it.most(*amount),
                _ => sum(*on_it, *amount),
            };
        }
        self.amount = waits.into_values().fold(self.amount.zero(), sum);
    }
}

/// A customer that is found: who, the most urgent reason, and the others.
pub(super) type FoundRow = (AccountId, FoundReason, Vec<WorkReason>);
