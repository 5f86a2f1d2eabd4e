//! What is said of the open promises of an account.

use serde::{Deserialize, Serialize};

use super::{Day, Money};

/// What was promised and is open.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct SaidPromise {
    /// How much by the first of the days promised: several promises for that day are added up.
    pub amount: Money,
    /// The first of the days.
    pub by: Day,
    /// How much in all, on whatever day.
    pub all: Money,
}

impl SaidPromise {
    /// What is said of several open promises, each an amount and its day; nothing of none, or where they
    /// are more in all than an amount can be.
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
