//! The instalments of a payment plan: when each is due and how much it is. May use: std, serde,
//! schemars, the rest of the domain.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Day, Money};

/// How often an instalment of a payment plan is due.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Interval {
    /// Every seven days.
    Week,
    /// Every 14 days.
    TwoWeeks,
    /// On the same day of each month; the last day of a month stays the last day.
    Month,
}

impl fmt::Display for Interval {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Interval::Week => "week",
            Interval::TwoWeeks => "two_weeks",
            Interval::Month => "month",
        })
    }
}

/// What the desk says about a payment plan that is in force or in default.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct SaidPlan {
    /// What is left of the debt and not in dispute.
    pub left: Money,
    /// What is missing of past instalments, and the due date of the earliest.
    pub missed: Option<(Money, Day)>,
    /// What is missing of the next instalment, and its due date.
    pub next: Option<(Money, Day)>,
    /// Whether so many instalments were missed that the rest is due.
    pub in_default: bool,
}

/// The due dates of `count` instalments from `first` on; `None` beyond the years that a day can hold.
pub fn days(first: Day, every: Interval, count: u16) -> Option<Vec<Day>> {
    (0..i64::from(count))
        .map(|place| match every {
            Interval::Week => first.plus(7 * place),
            Interval::TwoWeeks => first.plus(14 * place),
            Interval::Month => months_later(first, place),
        })
        .collect()
}

/// The same day of a later month. The last day of a month becomes the last day of the later one; a day
/// that the later month doesn't have becomes its last.
fn months_later(day: Day, months: i64) -> Option<Day> {
    let date = day.date();
    let month = i64::from(u8::from(date.month())) - 1 + months;
    let year = i64::from(date.year()) + month.div_euclid(12);
    let month = u8::try_from(month.rem_euclid(12) + 1).ok()?;
    let last = Day::new(i32::try_from(year).ok()?, month, 1)?.end_of_month();
    match day == day.end_of_month() || date.day() > last.date().day() {
        true => Some(last),
        false => Day::new(last.year(), month, date.day()),
    }
}

/// A debt in `count` equal parts, each rounded down; the last takes the remainder. Empty if `count` is
/// zero.
pub fn split(total: Money, count: u16) -> Vec<Money> {
    let parts = i64::from(count);
    if parts == 0 {
        return Vec::new();
    }
    let part = total.minor() / parts;
    let last = total.minor() - part * (parts - 1);
    let minor = (1..=parts).map(|place| if place == parts { last } else { part });
    minor.map(|minor| Money::from_minor(minor, total.scale())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(days: Option<Vec<Day>>) -> Vec<String> {
        days.unwrap_or_default().iter().map(ToString::to_string).collect()
    }

    #[test]
    fn the_last_instalment_takes_the_remainder() {
        let parts = |minor, count| -> Vec<i64> {
            split(Money::from_minor(minor, 2), count).iter().map(|part| part.minor()).collect()
        };
        assert_eq!(parts(100_000, 3), [33_333, 33_333, 33_334]);
        assert_eq!(parts(5, 3), [1, 1, 3]);
        assert_eq!(parts(7, 1), [7]);
        assert_eq!(parts(7, 0), [0; 0]);
    }

    #[test]
    fn the_end_of_a_month_stays_the_end_of_a_month() {
        let from = |year, month, day, every, count| {
            said(Day::new(year, month, day).and_then(|first| days(first, every, count)))
        };
        assert_eq!(
            from(2026, 11, 30, Interval::Month, 4),
            ["2026-11-30", "2026-12-31", "2027-01-31", "2027-02-28"]
        );
        assert_eq!(
            from(2027, 1, 30, Interval::Month, 3),
            ["2027-01-30", "2027-02-28", "2027-03-30"]
        );
        assert_eq!(
            from(2026, 12, 1, Interval::Month, 3),
            ["2026-12-01", "2027-01-01", "2027-02-01"]
        );
        assert_eq!(from(2026, 12, 28, Interval::Week, 2), ["2026-12-28", "2027-01-04"]);
        assert_eq!(from(2026, 12, 28, Interval::TwoWeeks, 2), ["2026-12-28", "2027-01-11"]);
    }
}
