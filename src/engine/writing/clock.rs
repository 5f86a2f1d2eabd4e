//! Whether the clock can be believed before anything is recorded under its time. One that was ten
//! years ahead for a single invoice would hold back the time of every later entry and open a series
//! of another year; one that woke up in 1970 would date today's invoices there.
//!
//! **The rule.** A command is refused where the clock says
//! 1. more than a day *before* the last entry ([`Rule::ClockBehind`]): one of the two is wrong;
//! 2. more than [`LONGEST_REST`] *after* the last entry ([`Rule::ClockAhead`]); or
//! 3. more than a day after both the last entry and the time that the file system gives to a file
//!    written now ([`Rule::ClockAhead`]): a file server's clock contradicts this machine's.
//!
//! On a disk of its own, a machine has one clock only: whatever that says, every file written since
//! says the same, so no file can tell a jump from a holiday. The length of the rest has to. Offices
//! close for some weeks; who bills at all does so every month. Sixty days leave room for the longest
//! closure, and stop a clock that is a year or ten ahead and most months typed wrong. What a smaller
//! jump does is undone in the same way as a large one.
//!
//! **The way on.** Only posting is refused. The clock is set right and the refusals end, or it is
//! right and an administrator says so (`confirm_clock`, an entry with the reason). That entry is
//! recorded at the clock's time even where that goes back: after it, times go on from there.
//! What was made in a wrong year keeps its number and is voided or reversed on its own date.
//!
//! A book of made-up data takes any clock: nobody is billed by it, and a demo is opened when it is.
//! May use: domain, the rest of the engine.

use std::path::Path;

use crate::domain::event::BookOpened;
use crate::domain::{Moment, Refusal, Rule};

use crate::engine::ports::{Ports, day_in_zone};

/// Clocks of one office differ by less: a day, for those set to another zone's time.
const DAY: i64 = 86_400_000_000;

/// For how long a book may go without an entry before the clock is doubted.
const LONGEST_REST: i64 = 60 * DAY;

/// What speaks against a clock.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Doubt {
    /// It is too far after the last entry, or after what the file system takes for now.
    Ahead {
        /// What the file system takes for now, where that speaks against it.
        files: Option<Moment>,
    },
    /// It is before the last entry.
    Behind,
}

impl Doubt {
    /// What speaks against `now` in the book in `folder` whose last entry was recorded at `last`.
    pub(in crate::engine) fn of(
        now: Moment,
        last: Moment,
        book: &BookOpened,
        (ports, folder): (&Ports, &Path),
    ) -> Option<Doubt> {
        let since = now.micros().saturating_sub(last.micros());
        if book.made_up || (-DAY..=DAY).contains(&since) {
            return None;
        }
        if since < 0 {
            return Some(Doubt::Behind);
        }
        if since > LONGEST_REST {
            return Some(Doubt::Ahead { files: None });
        }
        let files = ports.clock.of_files(folder);
        let files = files.filter(|files| now.micros().saturating_sub(files.micros()) > DAY);
        files.map(|files| Doubt::Ahead { files: Some(files) })
    }

    /// What refuses a command because of it.
    pub(in crate::engine) fn refusal(self, now: Moment, last: Moment, zone: &str) -> Refusal {
        let day = |at: Moment| match day_in_zone(at, zone) {
            Some(day) => day.to_string(),
            None => at.to_string(),
        };
        let (rule, files) = match self {
            Doubt::Ahead { files } => (Rule::ClockAhead, files),
            Doubt::Behind => (Rule::ClockBehind, None),
        };
        let files = files.map_or_else(|| "none".to_string(), day);
        let refusal = Refusal::new(rule, "").with("now", day(now)).with("last", day(last));
        refusal.with("files", files)
    }
}
