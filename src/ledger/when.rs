//! A view in time. May use: the tables, domain.

use crate::domain::Day;

use super::tables::{PromisedRow, TotalsRow};

/// A view in time: effective as of a day, recorded up to an entry.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct When {
    /// Effective on or before this day.
    pub as_of: Day,
    /// Recorded in this entry or before.
    pub known_at: u64,
}

impl When {
    /// All that is recorded, however far ahead it is effective.
    pub const ALL: When = When { as_of: Day::LAST, known_at: u64::MAX };

    /// Whether something effective on `date`, recorded in entry `seq`, counts.
    pub fn counts(self, date: Day, seq: u64) -> bool {
        date <= self.as_of && seq <= self.known_at
    }

    /// Whether everything that was posted on an account counts: then the rows that are kept of what
    /// is open say what is left.
    pub fn counts_all(self, totals: &TotalsRow) -> bool {
        totals.latest.is_none_or(|latest| latest <= self.as_of) && totals.seq <= self.known_at
    }

    /// Whether the row of a promise is right: nothing that changes it came later.
    pub fn stands(self, row: &PromisedRow) -> bool {
        row.until <= self.as_of && row.seq <= self.known_at
    }
}
