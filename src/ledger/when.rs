//! A moment in two times: effective date and recording. May use: the tables, domain.

use crate::domain::Day;

use super::tables::{PromisedRow, TotalsRow};

/// What counts: effective as of a day, recorded up to an entry.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct When {
    /// Effective on or before this day.
    pub as_of: Day,
    /// Recorded in this entry or before.
    pub known_at: u64,
}

impl When {
    /// Everything recorded, however far in the future it takes effect.
    pub const ALL: When = When { as_of: Day::LAST, known_at: u64::MAX };

    /// Whether something effective on `date` and recorded in entry `seq` counts.
    pub fn counts(self, date: Day, seq: u64) -> bool {
        date <= self.as_of && seq <= self.known_at
    }

    /// Whether everything posted on an account counts, so that the rows of open items say what is left.
    pub fn counts_all(self, totals: &TotalsRow) -> bool {
        totals.latest.is_none_or(|latest| latest <= self.as_of) && totals.seq <= self.known_at
    }

    /// Whether the row of a promise is right: nothing that changes it came later.
    pub fn stands(self, row: &PromisedRow) -> bool {
        row.until <= self.as_of && row.seq <= self.known_at
    }
}
