//! Decides on foreign currency: rates, and the gain or loss that an allocation realises.
//!
//! gain = value of the money − booked value of what it settles, each rounded to the book's
//! currency. The booked values of an item's allocations add up to its amount at its rate, rounded
//! once. The values of the money add up too: the allocation that uses an item up takes the
//! remainder of the exact sum.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use rust_decimal::Decimal;

use crate::domain::{Currency, Money, Plain, Refusal, Rule, plain};
use crate::ledger::item;
use crate::ledger::tables::{ItemId, MoveKind};
use crate::store::rows::LedgerError;

use super::Case;
use super::allocated::End;

/// The largest rate: no currency is worth a hundred million units of another. The smallest is its
/// inverse.
const LARGEST_RATE: Decimal = Decimal::from_parts(100_000_000, 0, 0, false, 0);
const SMALLEST_RATE: Decimal = Decimal::from_parts(1, 0, 0, false, 8);

/// The most decimals of a rate.
const MOST_DECIMALS: u32 = 12;

/// An allocation that this command makes, not posted yet.
pub(super) struct PendingRate {
    from: String,
    to: String,
    amount: Money,
    valued: Valued,
}

/// An allocation in the book's currency.
#[derive(Clone, Copy)]
struct Valued {
    /// The exact value of the money.
    exact: Decimal,
    /// That value as booked, in minor units.
    came: i64,
    /// The booked value of what it settles, in minor units.
    settled: i64,
}

/// The live allocations of an item: their number, their exact value, their value as booked.
#[derive(Default)]
struct CameIn {
    count: usize,
    exact: Decimal,
    booked: i64,
}

/// The booked values of the live allocations to an item, one after another: they add up to what is
/// taken of the item at its rate, rounded.
struct Settled {
    rate: Plain,
    taken: i64,
    /// The number of each, its amount, and its value, in minor units.
    parts: Vec<(u64, i64, i64)>,
}

impl Settled {
    fn booked(&self) -> i64 {
        self.parts.iter().map(|(_, _, value)| value).sum()
    }

    fn remove(&mut self, allocation: u64) {
        if let Some(place) = self.parts.iter().position(|(known, ..)| *known == allocation) {
            self.taken -= self.parts.remove(place).1;
        }
    }
}

fn beyond() -> LedgerError {
    LedgerError::Beyond("a gain")
}

fn exact(amount: Money, rate: Plain) -> Result<Decimal, LedgerError> {
    plain::exact_product(&[amount.decimal(), rate.0]).ok_or_else(beyond)
}

impl Case<'_> {
    /// Checks the rate of exchange: required if the currency is not the book's, refused if it is.
    pub(super) fn rate(
        &self,
        currency: Currency,
        given: Option<Plain>,
    ) -> Result<Option<Plain>, Refusal> {
        let book = self.desk.book.currency;
        let refused = |rule| Refusal::new(rule, "rate");
        match given {
            None if currency == book => Ok(None),
            None => Err(refused(Rule::RateMissing).with("currency", currency).with("book", book)),
            Some(_) if currency == book => {
                Err(refused(Rule::RateUnwanted).with("currency", currency))
            }
            Some(rate) if rate.0.is_zero() || rate.0.is_sign_negative() => {
                Err(refused(Rule::RateNotPositive).with("given", rate))
            }
            Some(rate) if !(SMALLEST_RATE..=LARGEST_RATE).contains(&rate.0) => {
                Err(refused(Rule::RateOutOfRange).with("given", rate).with("book", book))
            }
            Some(rate) if rate.0.normalize().scale() > MOST_DECIMALS => {
                Err(refused(Rule::RateOutOfRange).with("given", rate).with("book", book))
            }
            rate => Ok(rate),
        }
    }

    /// Returns the gain of an allocation of `amount` (a loss is negative); `None` without rates.
    /// Remembers it for later allocations of the same command.
    pub(super) fn gain(
        &mut self,
        from: &End,
        to: &End,
        amount: Money,
    ) -> Result<Option<Money>, LedgerError> {
        let (Some(rate), Some(booked)) = (from.rate, to.rate) else { return Ok(None) };
        let exact = exact(amount, rate)?;
        let settled = self.settled_by(to, booked)?;
        let settled = self.next_part(&settled, amount)?;
        let came = if rate == booked { settled } else { self.what_came(from, to, amount, exact)? };
        self.pending.push(PendingRate {
            from: from.number.folded(),
            to: to.number.folded(),
            amount,
            valued: Valued { exact, came, settled },
        });
        Ok(Some(Money::from_minor(came - settled, self.desk.book.currency.scale())))
    }

    /// Returns the value of an allocation, rounded. If two items are used up at once, the one in
    /// more parts takes the remainder.
    fn what_came(
        &self,
        from: &End,
        to: &End,
        amount: Money,
        exact: Decimal,
    ) -> Result<i64, LedgerError> {
        let mut rounded = self.in_book_currency(exact)?;
        let mut most_parts = 0;
        for side in [to, from] {
            let before = self.came_over(side)?;
            if before.count > most_parts && self.uses_up(side, amount)? {
                most_parts = before.count;
                let sum = before.exact.checked_add(exact).ok_or_else(beyond)?;
                rounded = self.in_book_currency(sum)? - before.booked;
            }
        }
        Ok(rounded)
    }

    fn in_book_currency(&self, amount: Decimal) -> Result<i64, LedgerError> {
        let rounded = Money::from_decimal(amount, self.desk.book.currency.scale());
        rounded.map(Money::minor).ok_or_else(beyond)
    }

    /// Returns the booked value of the next part of an item.
    fn next_part(&self, settled: &Settled, amount: Money) -> Result<i64, LedgerError> {
        let taken = Money::from_minor(settled.taken + amount.minor(), amount.scale());
        Ok(self.in_book_currency(exact(taken, settled.rate)?)? - settled.booked())
    }

    /// Returns the live allocations to an item, including those of this command.
    fn settled_by(&self, side: &End, rate: Plain) -> Result<Settled, LedgerError> {
        let mut settled = match item::item(self.rows(), &side.number)? {
            Some((id, _)) => self.settled_of(id, rate)?,
            None => Settled { rate, taken: 0, parts: Vec::new() },
        };
        let number = side.number.folded();
        for made in self.pending.iter().filter(|it| it.to == number) {
            settled.taken += made.amount.minor();
            settled.parts.push((0, made.amount.minor(), made.valued.settled));
        }
        Ok(settled)
    }

    /// Returns the posted live allocations to an item, by replaying how they were made and
    /// reversed.
    fn settled_of(&self, id: ItemId, rate: Plain) -> Result<Settled, LedgerError> {
        let mut settled = Settled { rate, taken: 0, parts: Vec::new() };
        for (_, change) in item::moves(self.rows(), id)? {
            match change.kind {
                MoveKind::Allocated => {
                    let (value, minor) =
                        (self.next_part(&settled, change.amount)?, change.amount.minor());
                    settled.taken += minor;
                    settled.parts.push((change.allocation, minor, value));
                }
                MoveKind::Reversed => settled.remove(change.allocation),
                _ => {}
            }
        }
        self.undone.keys().for_each(|allocation| settled.remove(*allocation));
        Ok(settled)
    }

    /// Sums the live allocations of an item so far, including those of this command.
    fn came_over(&self, side: &End) -> Result<CameIn, LedgerError> {
        let mut sum = CameIn::default();
        let mut add = |exact: Decimal, came: i64| {
            sum.count += 1;
            sum.exact = sum.exact.checked_add(exact).ok_or_else(beyond)?;
            sum.booked += came;
            Ok::<(), LedgerError>(())
        };
        let mut settled: BTreeMap<ItemId, Settled> = BTreeMap::new();
        if let Some((id, _)) = item::item(self.rows(), &side.number)? {
            for (_, change) in item::moves(self.rows(), id)? {
                let Some((count, made)) = self.live_move(&change)? else { continue };
                if self.undone.contains_key(&count) {
                    continue;
                }
                let (from, to) = (self.need_item(made.from)?, self.need_item(made.to)?);
                let (Some(rate), Some(booked), Some(gain)) = (from.rate, to.rate, made.gain) else {
                    continue;
                };
                let parts = match settled.entry(made.to) {
                    Entry::Occupied(known) => known.into_mut(),
                    Entry::Vacant(new) => new.insert(self.settled_of(made.to, booked)?),
                };
                let value = parts.parts.iter().find(|(known, ..)| *known == count);
                let value = value.map_or(0, |(_, _, value)| *value);
                add(exact(made.amount, rate)?, gain.minor() + value)?;
            }
        }
        let number = side.number.folded();
        for made in self.pending.iter().filter(|it| it.from == number || it.to == number) {
            add(made.valued.exact, made.valued.came)?;
        }
        Ok(sum)
    }

    /// Whether an allocation of `amount` leaves nothing of an item.
    fn uses_up(&self, side: &End, amount: Money) -> Result<bool, LedgerError> {
        let mut left = side.whole.minor();
        if let Some((id, row)) = item::item(self.rows(), &side.number)? {
            let undone = self.undone.values().filter(|it| it.from == id || it.to == id);
            let undone: i64 = undone.map(|it| it.amount.minor()).sum();
            left = item::left(self.rows(), id, &row)?.minor() + undone;
        }
        let number = side.number.folded();
        let made = self.pending.iter().filter(|it| it.from == number || it.to == number);
        let taken: i64 = made.map(|it| it.amount.minor()).sum();
        Ok(left - taken == amount.minor())
    }
}
