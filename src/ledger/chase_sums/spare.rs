//! What money on account pays beyond all that is chased: what is promised, in a plan or disputed is paid last. May use:
//! the sums, the rest of the ledger, domain.

use rustc_hash::FxHashMap;

use crate::domain::late::SaidLate;
use crate::domain::{Day, Money};
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

impl ChaseSums<'_> {
    /// The money on account that is left once all that is chased is paid.
    pub fn spare(&self) -> Result<SpareMoney, LedgerError> {
        let zero = self.currency.zero();
        let there = match self.net.is_positive() {
            true => self.on_account.minus(self.net).unwrap_or(zero),
            false if self.on_account.is_positive() => self.without_not_due()?,
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
            if special.own_due >= self.when.as_of {
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
