//! Deciding on foreign currency: rates, and the gain or loss that an allocation realises.
//!
//! gain = amount × (rate of the money − rate of what it settles), in the book's currency. The parts
//! of an item add up: the allocation that uses an item up takes what rounding left of the exact sum.

use rust_decimal::Decimal;

use crate::domain::{Currency, Money, Plain, Refusal, Rule, plain};
use crate::ledger::item;
use crate::ledger::rows::LedgerError;
use crate::ledger::tables::{ITEMS, ItemRow};

use super::Case;
use super::allocations::End;

/// The largest rate: no currency is worth a hundred million of another. The smallest is its inverse.
const LARGEST_RATE: Decimal = Decimal::from_parts(100_000_000, 0, 0, false, 0);
const SMALLEST_RATE: Decimal = Decimal::from_parts(1, 0, 0, false, 8);

/// The most decimals of a rate.
const MOST_DECIMALS: u32 = 12;

/// An allocation that this command makes: it is not posted yet.
pub(super) struct Pending {
    from: String,
    to: String,
    amount: Money,
    exact: Decimal,
    gain: Money,
}

/// What the live allocations of an item realised: how many, the exact sum, the sum as booked.
#[derive(Default)]
struct Realised {
    count: usize,
    exact: Decimal,
    booked: i64,
}

fn beyond() -> LedgerError {
    LedgerError::Beyond("a gain")
}

/// amount × (rate of the money − rate of what it settles), not rounded.
fn exact(amount: Money, came: Plain, booked: Plain) -> Result<Decimal, LedgerError> {
    let rate = came.0.checked_sub(booked.0).ok_or_else(beyond)?;
    plain::exact_product(&[amount.decimal(), rate]).ok_or_else(beyond)
}

impl Case<'_> {
    /// The rate of exchange: required where the currency is not the book's, unwanted where it is.
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

    /// What an allocation of `amount` gains (negative, loses); `None` without rates. Remembers it
    /// for the allocations that the same command goes on to make.
    pub(super) fn gain(
        &mut self,
        from: &End,
        to: &End,
        amount: Money,
    ) -> Result<Option<Money>, LedgerError> {
        let (Some(came), Some(booked)) = (from.rate, to.rate) else { return Ok(None) };
        let exact = exact(amount, came, booked)?;
        let mut rounded = self.in_book_currency(exact)?;
        // Of two items that are used up at once, the one in more parts takes what rounding left.
        let mut most_parts = 0;
        for side in [to, from] {
            let realised = self.realised(side)?;
            if realised.count > most_parts && self.uses_up(side, amount)? {
                most_parts = realised.count;
                let sum = realised.exact.checked_add(exact).ok_or_else(beyond)?;
                let left = self.in_book_currency(sum)?.minor() - realised.booked;
                rounded = Money::from_minor(left, rounded.scale());
            }
        }
        self.pending.push(Pending {
            from: from.number.folded(),
            to: to.number.folded(),
            amount,
            exact,
            gain: rounded,
        });
        Ok(Some(rounded))
    }

    fn in_book_currency(&self, gain: Decimal) -> Result<Money, LedgerError> {
        Money::from_decimal(gain, self.desk.book.currency.scale()).ok_or_else(beyond)
    }

    /// What the live allocations of an item realised so far, those of this command included.
    fn realised(&self, side: &End) -> Result<Realised, LedgerError> {
        let mut realised = Realised::default();
        let mut add = |exact: Decimal, gain: Money| {
            realised.count += 1;
            realised.exact = realised.exact.checked_add(exact).ok_or_else(beyond)?;
            realised.booked += gain.minor();
            Ok::<(), LedgerError>(())
        };
        if let Some((id, _)) = item::item(self.rows(), &side.number)? {
            for (_, change) in item::moves(self.rows(), id)? {
                let Some((_, made)) = self.live_move(&change)? else { continue };
                let row = |id| ITEMS.need(self.rows(), id);
                let (from, to): (ItemRow, ItemRow) = (row(&made.from)?, row(&made.to)?);
                if let (Some(came), Some(booked), Some(gain)) = (from.rate, to.rate, made.gain) {
                    add(exact(made.amount, came, booked)?, gain)?;
                }
            }
        }
        let number = side.number.folded();
        for made in self.pending.iter().filter(|it| it.from == number || it.to == number) {
            add(made.exact, made.gain)?;
        }
        Ok(realised)
    }

    /// Whether an allocation of `amount` leaves nothing of an item.
    fn uses_up(&self, side: &End, amount: Money) -> Result<bool, LedgerError> {
        let left = match item::item(self.rows(), &side.number)? {
            Some((id, row)) => item::left(self.rows(), id, &row)?,
            None => side.whole,
        };
        let number = side.number.folded();
        let made = self.pending.iter().filter(|it| it.from == number || it.to == number);
        let taken: i64 = made.map(|it| it.amount.minor()).sum();
        Ok(left.minor() - taken == amount.minor())
    }
}
