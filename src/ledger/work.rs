//! When a call about a debt is due, and what is known about a customer's calls. May use: the rest of
//! the ledger, domain.

use crate::domain::Day;

/// The days after which a late customer who was spoken to is to be called again.
pub const CALL_AGAIN_AFTER: i64 = 14;

/// The days for which a debt is newly overdue.
pub const NEWLY_OVERDUE: i64 = 7;

/// The days for which a broken promise is a reason to call; after that, it is a debt like others.
pub const PROMISE_BROKEN_FOR: i64 = 14;

/// How long before a callback's time a call counts as the callback, in microseconds.
pub const CALLBACK_EARLY: i64 = 30 * 60 * 1_000_000;

/// The first day on which a call about a debt may be due: the day after `due`, the oldest due date of
/// what is owed; [`CALL_AGAIN_AFTER`] days after a call since then; never before a snooze ends. A call
/// before anything was late postpones nothing.
pub fn call_from(due: Day, contact: Option<Day>, snoozed: Option<Day>) -> Day {
    let late = due.plus(1).unwrap_or(due);
    let again = contact.filter(|day| *day >= late).and_then(|day| day.plus(CALL_AGAIN_AFTER));
    late.max(again.unwrap_or(late)).max(snoozed.unwrap_or(late))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn a_call_is_due_when_something_is_late_and_a_fortnight_after_the_last_one() {
        let due = day("2026-11-10");
        assert_eq!(call_from(due, None, None), day("2026-11-11"));
        assert_eq!(call_from(due, Some(day("2026-11-10")), None), day("2026-11-11"));
        assert_eq!(call_from(due, Some(day("2026-11-11")), None), day("2026-11-25"));
        assert_eq!(call_from(due, None, Some(day("2026-11-20"))), day("2026-11-20"));
        let both = call_from(due, Some(day("2026-11-12")), Some(day("2026-11-20")));
        assert_eq!(both, day("2026-11-26"));
    }
}
