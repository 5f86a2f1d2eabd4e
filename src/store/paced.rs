//! Rows for a question that may take long: every so many rows, whoever watches over it may hold it
//! up for others, or end it. May use: the port.

use std::sync::atomic::{AtomicU32, Ordering};

use super::rows::{LedgerError, RowIter, Rows, See, SeeEach, SeeValue, StoredRow};

/// After how many rows it is asked whether to go on.
const STEPS: u32 = 64;

/// Says whether to go on; may wait. An error ends the question with it.
pub type Pace<'a> = dyn Fn() -> Result<(), LedgerError> + Sync + 'a;

/// Rows that are read at somebody's pace.
pub struct Paced<'a> {
    rows: &'a dyn Rows,
    pace: &'a Pace<'a>,
    steps: AtomicU32,
}

impl<'a> Paced<'a> {
    /// `rows` at the pace of `pace`.
    pub fn new(rows: &'a dyn Rows, pace: &'a Pace<'a>) -> Paced<'a> {
        Paced { rows, pace, steps: AtomicU32::new(0) }
    }

    fn step(&self) -> Result<(), LedgerError> {
        let steps = self.steps.fetch_add(1, Ordering::Relaxed);
        if steps % STEPS == STEPS - 1 { (self.pace)() } else { Ok(()) }
    }
}

impl Rows for Paced<'_> {
    fn see(&self, key: &[u8], see: &mut SeeValue) -> Result<bool, LedgerError> {
        self.step()?;
        self.rows.see(key, see)
    }

    fn scan(&self, from: &[u8], to: &[u8]) -> RowIter<'_> {
        let paced = |row| self.step().and(row);
        Box::new(self.rows.scan(from, to).map(paced))
    }

    fn each(&self, from: &[u8], to: &[u8], see: &mut SeeEach) -> Result<(), LedgerError> {
        // Counted here and not in common: two threads that walk long ways would wait for each other.
        let mut steps: u32 = 0;
        self.rows.each(from, to, &mut |key, value| {
            steps += 1;
            if steps == STEPS {
                steps = 0;
                (self.pace)()?;
            }
            see(key, value)
        })
    }

    fn last(&self, from: &[u8], to: &[u8]) -> Result<Option<StoredRow>, LedgerError> {
        self.step()?;
        self.rows.last(from, to)
    }

    fn see_last(&self, to: &[u8], see: &mut See) -> Result<bool, LedgerError> {
        self.step()?;
        self.rows.see_last(to, see)
    }
}
