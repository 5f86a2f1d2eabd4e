//! How a customer usually pays, in counts that a person can check: how many of the last invoices were
//! paid late, and by how much. May use: std, serde, the rest of the domain.

use serde::{Deserialize, Serialize};

use super::Day;

/// The number of paid invoices that are looked at.
pub const TOLD_FROM: usize = 9;

/// An invoice that was paid in full.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PaidInvoice {
    /// The total, in minor units.
    pub amount: i64,
    /// The due date.
    pub due: Day,
    /// How many days after that the last of the money arrived; zero or less means in time.
    pub days: i64,
}

impl PaidInvoice {
    fn is_late(self) -> bool {
        self.days > 0
    }
}

/// How many of a customer's last paid invoices were paid late.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PayingHabit {
    /// The number of invoices looked at, at most [`TOLD_FROM`].
    pub paid: u32,
    /// The number of those that were late.
    pub late: u32,
    /// The average number of days by which those were late.
    pub days: i64,
}

impl PayingHabit {
    /// Counts paid invoices, given newest first.
    pub fn of(paid: &[PaidInvoice]) -> PayingHabit {
        let last = || paid.iter().take(TOLD_FROM);
        let late = last().filter(|one| one.is_late());
        let (count, days) = late.fold((0, 0), |(count, days), one| (count + 1, days + one.days));
        PayingHabit {
            paid: u32::try_from(last().count()).unwrap_or(u32::MAX),
            late: u32::try_from(count).unwrap_or(u32::MAX),
            days: if count > 0 { (days + count / 2) / count } else { 0 },
        }
    }
}

/// A share, as a count out of a total.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LateShare {
    /// How many were late.
    pub late: u32,
    /// Out of how many.
    pub of: u32,
}

/// One half, for when nothing is known.
pub const EVEN: LateShare = LateShare { late: 1, of: 2 };

/// The weight of the share of others beside a customer's own invoices: it counts as much as this many
/// of them.
const OTHERS_COUNT: u32 = 2;

/// The probability that an invoice is paid late, in thousandths, from the customer's own paid invoices:
/// from all of them, from those of a similar size (from the median up, or below it), and from those due
/// in the same third of the month. `others` is the share of all customers' invoices that were late,
/// for customers with few of their own.
pub fn chance_of_late(paid: &[PaidInvoice], (amount, due): (i64, Day), others: LateShare) -> u32 {
    let others = 1000 * others.late / others.of.max(1);
    let mut amounts: Vec<i64> = paid.iter().map(|one| one.amount).collect();
    amounts.sort_unstable();
    let middle = amounts.get(amounts.len() / 2).copied().unwrap_or(0);
    let own = smoothed(paid.iter(), others);
    let alike = paid.iter().filter(|one| (one.amount >= middle) == (amount >= middle));
    let by_size = smoothed(alike, own);
    let by_day = smoothed(paid.iter().filter(|one| third(one.due) == third(due)), own);
    (own + by_size + by_day) / 3
}

/// The share that was late, in thousandths, drawn towards `before` if there are few.
fn smoothed<'a>(paid: impl Iterator<Item = &'a PaidInvoice>, before: u32) -> u32 {
    let (late, of) = paid.fold((0, 0), |(late, of), one| (late + u32::from(one.is_late()), of + 1));
    (1000 * late + OTHERS_COUNT * before) / (of + OTHERS_COUNT)
}

/// The third of its month that a day is in.
fn third(day: Day) -> u8 {
    (day.date().day().saturating_sub(1) / 10).min(2)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paid(due: &str, amount: i64, days: i64) -> PaidInvoice {
        PaidInvoice { amount, due: due.parse().unwrap(), days }
    }

    #[test]
    fn a_habit_counts_the_last_nine() {
        let late = (1..=7).map(|n| paid("2026-10-05", 100, 9 + n % 7));
        let in_time = (0..4).map(|n| paid("2026-09-05", 100, -n));
        let all: Vec<PaidInvoice> = late.chain(in_time).collect();
        assert_eq!(PayingHabit::of(&all), PayingHabit { paid: 9, late: 7, days: 12 });
        assert_eq!(PayingHabit::of(&[]), PayingHabit::default());
    }

    #[test]
    fn what_is_like_the_late_ones_is_likelier_late() {
        let mut all = Vec::new();
        for _ in 0..4 {
            all.extend([paid("2026-10-25", 900, 12), paid("2026-10-05", 100, 0)]);
        }
        let of = |day: &str, amount| chance_of_late(&all, (amount, day.parse().unwrap()), EVEN);
        assert!(of("2026-11-25", 950) > 600 && of("2026-11-05", 50) < 400);
        assert_eq!(of("2026-11-25", 50), of("2026-11-05", 950), "one speaks for it, one against");
        assert_eq!(chance_of_late(&[], (1, "2026-11-25".parse().unwrap()), EVEN), 500);
    }
}
