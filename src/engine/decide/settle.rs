//! How money settles invoices: with the discount for paying early where it came in time, and with
//! cash rounded to the coins that there are.
//!
//! Both are allocations of their own, from a write-off that belongs to the payment: one that bounces
//! takes them along. They change no tax.

use crate::domain::command::Method;
use crate::domain::event::{GivenUp, WriteOffMade};
use crate::domain::{Code, Day, Event, Money, Number, Plain};
use crate::ledger::item;
use crate::ledger::rows::LedgerError;
use crate::ledger::tables::{ACCOUNTS, ItemId, ItemKind, ItemRow, TAXES};

use super::Case;
use super::allocations::{End, is_live};

/// What settles: a payment or a credit note.
pub(super) struct Source {
    pub number: Number,
    pub rate: Option<Plain>,
    /// When the money came, for a payment; a credit note earns no discount.
    pub paid: Option<Day>,
}

impl Source {
    pub(super) fn of(row: &ItemRow) -> Source {
        let paid = (row.kind == ItemKind::Payment).then_some(row.date);
        Source { number: row.number.clone(), rate: row.rate, paid }
    }

    fn end(&self) -> End {
        End { number: self.number.clone(), rate: self.rate }
    }
}

/// An invoice, and what of a payment goes to it.
pub(super) struct Planned {
    pub id: ItemId,
    pub row: ItemRow,
    /// What is left of the invoice.
    pub room: Money,
    /// What of the payment goes to it.
    pub amount: Money,
    /// What paying early takes off beside that.
    pub discount: Money,
    /// From when on.
    pub date: Day,
}

impl Planned {
    /// What is still open afterwards, in minor units.
    fn open(&self) -> i64 {
        self.room.minor() - self.amount.minor() - self.discount.minor()
    }
}

/// How a payment in cash is rounded.
enum Rounding {
    /// So much of the last invoice is given up.
    GivenUp(Money),
    /// So much of the payment is taken on top.
    OnTop(Money),
}

/// The nearest amount that coins of five make.
fn to_five(minor: i64) -> i64 {
    (minor + 2).div_euclid(5) * 5
}

impl Case<'_> {
    /// The discount that an invoice would still give to money of this day; what was credited of it
    /// gives none.
    pub(super) fn discount(
        &self,
        id: ItemId,
        row: &ItemRow,
        paid: Option<Day>,
    ) -> Result<Money, LedgerError> {
        let none = row.amount.zero();
        let early = row.early_payment.filter(|early| paid.is_some_and(|paid| paid <= early.until));
        let (Some(early), true) = (early, row.amount.is_positive()) else { return Ok(none) };
        let credited: i64 = TAXES.need(self.rows(), &id)?.credited.iter().flatten().sum();
        let kept = i128::from(row.amount.minor() - credited);
        let (whole, discount) =
            (i128::from(row.amount.minor()), i128::from(early.discount.minor()));
        let minor = i64::try_from((2 * discount * kept + whole).div_euclid(2 * whole)).unwrap_or(0);
        let discount = Money::from_minor(minor, row.amount.scale());
        let left = discount.minus(self.taken_early(id, none)?);
        Ok(left.filter(|left| left.is_positive()).unwrap_or(none))
    }

    /// What was taken off an invoice already for paying early.
    fn taken_early(&self, id: ItemId, none: Money) -> Result<Money, LedgerError> {
        let mut taken = none;
        for (_, change) in item::moves(self.rows(), id)? {
            let Some(other) = change.other else { continue };
            let early = self.need_item(other)?.given_up == Some(GivenUp::EarlyPayment);
            if early && is_live(self.rows(), &change)? {
                taken = taken.plus(change.amount).unwrap_or(taken);
            }
        }
        Ok(taken)
    }

    /// The allocation that was planned, and before it the discount that goes with it.
    pub(super) fn settle(
        &mut self,
        source: &Source,
        planned: &Planned,
    ) -> Result<Vec<Event>, LedgerError> {
        let mut events = Vec::with_capacity(1);
        if planned.discount.is_positive() {
            let customer = ACCOUNTS.need(self.rows(), &planned.row.account)?.code;
            let (reason, payment) = (GivenUp::EarlyPayment, Some(source.number.clone()));
            let (row, discount) = (&planned.row, planned.discount);
            events.extend(self.give_up(&customer, row, discount, planned.date, reason, payment)?);
        }
        let (to, amount) = (End::of(&planned.row), planned.amount);
        events.push(self.allocation(&source.end(), &to, amount, planned.date)?);
        Ok(events)
    }

    /// Cash rounding in Canada, on the sum that is settled: 10.02 due and 10.00 paid is settled.
    pub(super) fn round_cash(
        &mut self,
        source: &Source,
        method: Method,
        customer: &Code,
        planned: &[Planned],
        left: Money,
    ) -> Result<Vec<Event>, LedgerError> {
        let Some(last) = planned.last() else { return Ok(Vec::new()) };
        let canadian = self.desk.book.country == "CA" && last.row.currency.code() == "CAD";
        if method != Method::Cash || !canadian {
            return Ok(Vec::new());
        }
        let payment = Some(source.number.clone());
        match rounding(planned, left) {
            None => Ok(Vec::new()),
            Some(Rounding::GivenUp(amount)) => {
                let reason = GivenUp::CashRounding;
                let made = self.give_up(customer, &last.row, amount, last.date, reason, payment)?;
                Ok(made.into())
            }
            Some(Rounding::OnTop(amount)) => {
                self.take_on_top(source, customer, &last.row, last.date, amount)
            }
        }
    }

    fn take_on_top(
        &mut self,
        source: &Source,
        customer: &Code,
        row: &ItemRow,
        date: Day,
        amount: Money,
    ) -> Result<Vec<Event>, LedgerError> {
        let count = self.next("WO", date.year())?;
        let write_off = Number::of_series("WO", date.year(), count);
        let to = End { number: write_off.clone(), rate: source.rate };
        let allocation = self.allocation(&source.end(), &to, amount, date)?;
        let made = WriteOffMade {
            write_off,
            customer: customer.clone(),
            date,
            amount,
            currency: row.currency,
            reason: GivenUp::CashRounding,
            on_top: true,
            payment: Some(source.number.clone()),
            rate: source.rate,
            overridden: None,
        };
        Ok(vec![made.into(), allocation])
    }
}

fn rounding(planned: &[Planned], left: Money) -> Option<Rounding> {
    let (last, others) = planned.split_last()?;
    let paid: i64 = planned.iter().map(|one| one.amount.minor()).sum();
    let short = last.open();
    if others.iter().any(|one| one.open() != 0) {
        return None;
    }
    let money = |minor| Money::from_minor(minor, left.scale());
    let down = left.is_zero() && (1..=2).contains(&short) && to_five(paid + short) == paid;
    let up = short == 0 && (1..=2).contains(&left.minor()) && to_five(paid) == paid + left.minor();
    match (down, up) {
        (true, _) => Some(Rounding::GivenUp(money(short))),
        (_, true) => Some(Rounding::OnTop(left)),
        _ => None,
    }
}
