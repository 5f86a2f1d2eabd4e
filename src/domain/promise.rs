//! The open promises of an account, summed up.

use serde::{Deserialize, Serialize};

use super::{Day, Money};

/// The open promises of an account.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct SaidPromise {
    /// The amount promised for the first day; several promises for that day are added up.
    pub amount: Money,
    /// The first promised day.
    pub by: Day,
    /// The total, for any day.
    pub all: Money,
}

impl SaidPromise {
    /// Sums up open promises, given as amounts and days; `None` if there are none, or if the total is
    /// beyond what an amount can hold.
    pub fn of(promises: &[(Money, Day)]) -> Option<SaidPromise> {
        let by = promises.iter().map(|(_, by)| *by).min()?;
        let sum = |is_in: &dyn Fn(Day) -> bool| {
            let mut amounts = promises.iter().filter(|(_, by)| is_in(*by)).map(|(it, _)| *it);
            let first = amounts.next()?;
            amounts.try_fold(first, Money::plus)
        };
        Some(SaidPromise { amount: sum(&|day| day == by)?, by, all: sum(&|_| true)? })
    }
}
