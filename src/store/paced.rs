//! Rows for a question that may take long: every so many rows, its watcher may pause it in favour of
//! others, or end it. May use: the port.

use std::cell::Cell;
use std::marker::PhantomData;
use std::sync::atomic::{AtomicU32, Ordering};

use super::rows::{LedgerError, RowIter, Rows, See, SeeEach, SeeValue, StoredRow};

/// After how many rows the watcher is asked.
const STEPS: u32 = 64;

/// Decides whether to continue, and may wait before that. An error ends the question.
pub type Pace<'a> = dyn Fn() -> Result<(), LedgerError> + Sync + 'a;

thread_local! {
    static UNPAUSED: Cell<u32> = const { Cell::new(0) };
}

/// While this is held, the thread is not paused between rows, because it holds something that others
/// wait for: it might wait for them in turn.
pub struct Unpaused(PhantomData<*const ()>);

impl Unpaused {
    /// Starts an unpaused stretch.
    pub fn begin() -> Unpaused {
        UNPAUSED.set(UNPAUSED.get() + 1);
        Unpaused(PhantomData)
    }
}

impl Drop for Unpaused {
    fn drop(&mut self) {
        UNPAUSED.set(UNPAUSED.get().saturating_sub(1));
    }
}

/// Rows that are read at a pace.
pub struct Paced<'a> {
    rows: &'a dyn Rows,
    pace: &'a Pace<'a>,
    steps: AtomicU32,
}

impl<'a> Paced<'a> {
    /// `rows`, read at the pace of `pace`.
    pub fn new(rows: &'a dyn Rows, pace: &'a Pace<'a>) -> Paced<'a> {
        Paced { rows, pace, steps: AtomicU32::new(0) }
    }

    fn step(&self) -> Result<(), LedgerError> {
        let steps = self.steps.fetch_add(1, Ordering::Relaxed);
        if steps % STEPS == STEPS - 1 { self.may_pause() } else { Ok(()) }
    }

    fn may_pause(&self) -> Result<(), LedgerError> {
        if UNPAUSED.get() == 0 { (self.pace)() } else { Ok(()) }
    }
}

impl Rows for Paced<'_> {
    fn with_value(&self, key: &[u8], see: &mut SeeValue) -> Result<bool, LedgerError> {
        self.step()?;
        self.rows.with_value(key, see)
    }

    fn scan(&self, from: &[u8], to: &[u8]) -> RowIter<'_> {
        let paced = |row| self.step().and(row);
        Box::new(self.rows.scan(from, to).map(paced))
    }

    fn for_each(&self, from: &[u8], to: &[u8], see: &mut SeeEach) -> Result<(), LedgerError> {
        // Each scan counts for itself: two threads with long scans would contend for a shared
        // counter.
        let mut steps: u32 = 0;
        self.rows.for_each(from, to, &mut |key, value| {
            steps += 1;
            if steps == STEPS {
                steps = 0;
                self.may_pause()?;
            }
            see(key, value)
        })
    }

    fn last(&self, from: &[u8], to: &[u8]) -> Result<Option<StoredRow>, LedgerError> {
        self.step()?;
        self.rows.last(from, to)
    }

    fn with_last(&self, to: &[u8], see: &mut See) -> Result<bool, LedgerError> {
        self.step()?;
        self.rows.with_last(to, see)
    }
}
