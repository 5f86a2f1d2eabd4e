//! Interest for late payment: simple, at a yearly rate, day by day, in exact fractions. May use: std,
//! rust_decimal, serde, the rest of the domain.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde::{Deserialize, Serialize};

use super::{Day, Money, Percent};

/// The series of invoices for late fees.
pub const SERIES: &str = "LF";

/// How many units of accrued interest make one minor unit of money: 365 days, percent, and the four
/// decimals that a percentage may have.
const UNITS: i128 = 365 * 100 * 10_000;

/// Interest on one amount at one rate for consecutive days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeePart {
    /// The first day charged for.
    pub from: Day,
    /// The last day charged for.
    pub through: Day,
    /// The amount that was overdue on these days and neither disputed nor in a payment plan.
    pub overdue: Money,
    /// The rate for a year of 365 days.
    pub yearly_percent: Percent,
    /// The interest. Each part is rounded together with those before it, so that the parts add up to
    /// the fee.
    pub fee: Money,
}

impl FeePart {
    /// The number of days charged for.
    pub fn days(&self) -> i64 {
        self.through.days_since(self.from) + 1
    }
}

/// The interest for a period.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LateFee {
    /// The fee.
    pub fee: Money,
    /// Its parts in the order of days; parts of zero are left out.
    pub parts: Vec<FeePart>,
    /// The remainder from rounding, in 365,000,000ths of a minor unit. It is carried to the next
    /// period, so the fees of an invoice add up to the same however often they are charged.
    pub remainder: i64,
}

/// The interest of one day, in units.
fn daily(overdue: Money, yearly: Percent) -> i128 {
    // Exact, because a percentage has at most four decimals.
    let rate = (yearly.value() * Decimal::from(10_000)).trunc().to_i128().unwrap_or(0);
    i128::from(overdue.minor()) * rate
}

/// Rounds units to minor units, half up.
fn rounded(units: i128) -> i64 {
    i64::try_from((units + UNITS / 2).div_euclid(UNITS)).unwrap_or(i64::MAX)
}

/// The interest on the amounts overdue, in the order of days, starting from the remainder of the period
/// before. `None` if the sum is beyond what money can hold.
pub fn of_days(
    days: impl IntoIterator<Item = (Day, Money, Percent)>,
    carried: i64,
    zero: Money,
) -> Option<LateFee> {
    let mut parts: Vec<FeePart> = Vec::new();
    for (day, overdue, yearly_percent) in days {
        if !overdue.is_positive() || yearly_percent.is_zero() {
            continue;
        }
        match parts.last_mut().filter(|last| {
            last.overdue == overdue
                && last.yearly_percent == yearly_percent
                && last.through.plus(1) == Some(day)
        }) {
            Some(last) => last.through = day,
            None => {
                parts.push(FeePart { from: day, through: day, overdue, yearly_percent, fee: zero });
            }
        }
    }
    let mut units = i128::from(carried);
    let mut fee = 0_i64;
    for part in &mut parts {
        units = units.checked_add(
            daily(part.overdue, part.yearly_percent).checked_mul(part.days().into())?,
        )?;
        let sum = rounded(units);
        part.fee = Money::from_minor(sum.checked_sub(fee)?, zero.scale());
        fee = sum;
    }
    let remainder = i64::try_from(units - i128::from(fee) * UNITS).ok()?;
    let fee = Money::from_minor(fee, zero.scale());
    fee.is_within_limit().then_some(LateFee { fee, parts, remainder })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn days(from: i64, count: i64, minor: i64) -> Vec<(Day, Money, Percent)> {
        let rate = Percent::parse("12%").unwrap_or(Percent::ZERO);
        let day = |place: i64| Day::EPOCH.plus(place).unwrap_or(Day::EPOCH);
        (from..from + count).map(|it| (day(it), Money::from_minor(minor, 2), rate)).collect()
    }

    #[test]
    fn ten_thousand_at_twelve_percent_over_45_days() {
        let zero = Money::from_minor(0, 2);
        let fee = of_days(days(0, 45, 1_000_000), 0, zero);
        let fee = fee.map(|fee| (fee.fee.minor(), fee.parts.len()));
        assert_eq!(fee, Some((14_795, 1)));
    }

    #[test]
    fn the_sum_is_the_same_however_often_it_is_charged() {
        let zero = Money::from_minor(0, 2);
        let whole = of_days(days(0, 100, 12_345), 0, zero).map(|fee| fee.fee.minor());
        let (mut sum, mut carried) = (0, 0);
        for day in 0..100 {
            let fee = of_days(days(day, 1, 12_345), carried, zero);
            carried = fee.as_ref().map_or(0, |fee| fee.remainder);
            sum += fee.map_or(0, |fee| fee.fee.minor());
        }
        assert_eq!(whole, Some(sum));
    }
}
