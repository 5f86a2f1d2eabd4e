//! Checks the clock before anything is recorded under its time. A clock ten years ahead, even for a
//! single invoice, would push the time of every later entry forward and open a series of another
//! year; one that woke up in 1970 would date today's invoices there.
//!
//! **The rule.** A command is refused if the clock says
//! 1. more than a day *before* the last entry ([`Rule::ClockBehind`]): one of the two is wrong;
//! 2. more than [`LONGEST_REST`] *after* the last entry ([`Rule::ClockAhead`]); or
//! 3. more than a day after both the last entry and the time that the file system gives to a file
//!    written now ([`Rule::ClockAhead`]): a file server's clock contradicts this machine's.
//!
//! On a local disk there is only one clock: every file written since agrees with it, so no file can
//! tell a jump from a holiday. Only the length of the pause can. Offices close for some weeks, but
//! bill every month. Sixty days leave room for the longest closure, and stop a clock that is years
//! ahead and most mistyped months. The effects of a smaller jump are undone in the same way as
//! those of a large one.
//!
//! **The way out.** Only posting is refused. Either the clock is corrected and the refusals end, or
//! it is right and an administrator confirms it (`confirm_clock`, an entry with the reason). That
//! entry is recorded at the clock's time even if that is earlier, and times continue from there.
//! Documents made in a wrong year keep their numbers and are voided or reversed on their own dates.
//!
//! A book of made-up data accepts any clock: it bills nobody, and a demo may be opened at any time.
//! May use: domain, the rest of the engine.

use std::path::Path;

use crate::domain::event::BookOpened;
use crate::domain::{Moment, Refusal, Rule};

use crate::engine::ports::{Ports, day_in_zone};

/// How far the clocks of one office may differ: a day, for those set to another zone's time.
const DAY: i64 = 86_400_000_000;

/// How long a book may go without an entry before the clock is doubted.
const LONGEST_REST: i64 = 60 * DAY;

/// Why a clock is doubted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Doubt {
    /// It is too far after the last entry, or after the file system's time.
    Ahead {
        /// The file system's time, if that contradicts the clock.
        files: Option<Moment>,
    },
    /// It is before the last entry.
    Behind,
}

impl Doubt {
    /// Returns why `now` is doubted in the book in `folder` whose last entry was recorded at
    /// `last`.
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

    /// The refusal of a command because of it.
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
