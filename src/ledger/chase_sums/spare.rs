//! What money on account pays beyond all that is chased: what is promised, in a plan or disputed is paid last; and what is
//! missing of promises after that. May use: the sums, the rest of the ledger, domain.

use std::collections::hash_map::Entry;

use rustc_hash::FxHashMap;

use crate::domain::late::SaidLate;
use crate::domain::{Day, Money};
use crate::ledger::cases;
use crate::ledger::item::When;
use crate::ledger::promises::{Judged, PromiseState};
use crate::ledger::tables::ItemId;
use crate::store::rows::LedgerError;

use super::{ChaseSums, Special, beyond};
use crate::ledger::to_chase::take;

/// Money on account that nothing chased needs.
pub struct SpareMoney {
    /// What pays overdue items that are promised or in a plan, the oldest due first.
    on: FxHashMap<ItemId, Money>,
    /// The rest.
    left: Money,
}

impl SpareMoney {
    /// Pays what it can of an amount that was agreed for an invoice; the amount becomes what is still to come.
    pub fn cover(&mut self, invoice: ItemId, amount: &mut Money) {
        for money in self.on.get_mut(&invoice).into_iter().chain([&mut self.left]) {
            let paid = take(amount, *money);
            take(money, paid);
        }
    }
}

/// What is missing of the promises of an account, as everything says it that names a figure: never more than what is still
/// asked for on what was promised. Money that was on account before a promise doesn't keep it, but it pays that. Promises
/// share what is left of an invoice, in the order in which they are asked for. What came after the day of one is missing no
/// more, whether it waits on the account or is allocated.
pub struct MissingMoney {
    /// What money on account pays beyond what is chased.
    pub spare: SpareMoney,
    /// What of each invoice may still be to come.
    to_come: FxHashMap<ItemId, Money>,
    /// What of each invoice is chased.
    chased: FxHashMap<ItemId, Money>,
    /// What money on account that nothing claims pays of each invoice.
    unclaimed: FxHashMap<ItemId, Money>,
}

impl MissingMoney {
    /// Of the account of some sums.
    pub fn of(sums: &ChaseSums) -> Result<MissingMoney, LedgerError> {
        let (to_come, chased) = (FxHashMap::default(), FxHashMap::default());
        let (spare, unclaimed) = (sums.spare()?, FxHashMap::default());
        Ok(MissingMoney { spare, to_come, chased, unclaimed })
    }

    /// What is missing of a promise on an invoice that was judged at a moment: that of the sums, or its own day if that is
    /// later.
    pub fn of_promise(
        &mut self,
        sums: &ChaseSums,
        (invoice, when): (ItemId, When),
        judged: &Judged,
    ) -> Result<Money, LedgerError> {
        let mut missing = judged.still_missing();
        let is_over = match judged.state {
            PromiseState::Kept | PromiseState::Withdrawn => return Ok(missing),
            PromiseState::Open => false,
            PromiseState::Broken | PromiseState::PartKept => true,
        };
        if missing.is_zero() {
            return Ok(missing);
        }
        if is_over {
            missing = judged.missing_now(sums.claims())?;
            if let Some(last) = judged.last().filter(|_| missing.is_positive())
                && sums.claims().may_be_any()?
            {
                let unclaimed = match self.unclaimed.entry(invoice) {
                    Entry::Occupied(known) => known.into_mut(),
                    Entry::Vacant(new) => new.insert(sums.paid_unclaimed(invoice)?),
                };
                let late = Money::from_minor(sums.claims().unclaimed_after(last)?, missing.scale());
                let came = take(&mut missing, late.least(*unclaimed));
                take(unclaimed, came);
            }
            let left = match self.chased.entry(invoice) {
                Entry::Occupied(known) => known.into_mut(),
                Entry::Vacant(new) => new.insert(sums.left_of(invoice)?),
            };
            return Ok(take(left, missing));
        }
        // What is disputed is not to come.
        let room = match self.to_come.entry(invoice) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(new) => new.insert(cases::undisputed(sums.rows, invoice, when)?),
        };
        let mut to_come = take(room, missing);
        self.spare.cover(invoice, &mut to_come);
        Ok(to_come)
    }

    /// What is left of an invoice and not in dispute, beyond what is promised of it; `None` if nothing is.
    pub fn beyond_promised(&self, invoice: ItemId) -> Option<Money> {
        self.to_come.get(&invoice).copied()
    }
}

impl ChaseSums<'_> {
    /// The money on account that is left once all that is chased is paid.
    pub fn spare(&self) -> Result<SpareMoney, LedgerError> {
        let zero = self.currency.zero();
        let there = match self.net.is_positive() {
            true => self.on_account.minus(self.net).unwrap_or(zero),
            false if self.on_account.is_positive() => self.for_due()?,
            false => zero,
        };
        let mut spare = SpareMoney { on: FxHashMap::default(), left: there.most(zero) };
        for (id, special) in self.oldest_first() {
            let paid = take(&mut spare.left, special.agreed);
            spare.on.insert(id, paid);
        }
        Ok(spare)
    }

    /// What is late by its own date, without what is withheld as tax, and what is asked for. Money on account pays what
    /// is chased, then what is promised or in a plan, and last what is disputed, each the oldest due first.
    pub fn late(&self) -> Result<SaidLate, LedgerError> {
        let mut spare = self.spare()?;
        let (mut amount, mut first) = (self.left(), self.first_due()?);
        for (id, special) in self.oldest_first() {
            let mut kept = special.agreed;
            if let Some(paid) = spare.on.get(&id) {
                take(&mut kept, *paid);
            }
            let mut disputed = special.disputed;
            let paid = take(&mut disputed, spare.left);
            spare.left = spare.left.minus(paid).unwrap_or(spare.left);
            kept = kept.plus(disputed).ok_or_else(beyond)?;
            if special.filed.0 >= self.when.as_of {
                // It is due because a plan ended, and not late.
                kept = self.left_of(id)?.negated();
            } else if kept.is_positive() {
                first = first.into_iter().chain([special.due]).min();
            }
            amount = amount.plus(kept).ok_or_else(beyond)?;
        }
        let days = |day: Day| self.when.as_of.days_since(day);
        let days = first.filter(|_| amount.is_positive()).map(days);
        Ok(SaidLate { amount, days, asked: Some(self.left()) })
    }

    /// The items of which a part may not be chased, the oldest due first.
    fn oldest_first(&self) -> Vec<(ItemId, &Special)> {
        let mut all: Vec<_> = self.special.iter().map(|(id, special)| (*id, special)).collect();
        all.sort_by_key(|(id, special)| (special.due, *id));
        all
    }
}
