//! Rows of a ledger that count how many of them are read.

use std::sync::atomic::{AtomicU64, Ordering};

use daybook::store::rows::{LedgerError, RowIter, Rows, SeeEach, SeeValue, StoredRow};

/// Rows that count how many of them are read.
pub struct Counted<'a> {
    base: &'a dyn Rows,
    read: AtomicU64,
}

impl<'a> Counted<'a> {
    /// None read yet.
    pub fn new(base: &'a dyn Rows) -> Counted<'a> {
        Counted { base, read: AtomicU64::new(0) }
    }

    /// How many were read.
    pub fn count(&self) -> u64 {
        self.read.load(Ordering::Relaxed)
    }

    fn one(&self) {
        self.read.fetch_add(1, Ordering::Relaxed);
    }
}

impl Rows for Counted<'_> {
    fn with_value(&self, key: &[u8], see: &mut SeeValue) -> Result<bool, LedgerError> {
        self.one();
        self.base.with_value(key, see)
    }

    fn scan(&self, from: &[u8], to: &[u8]) -> RowIter<'_> {
        self.one();
        Box::new(self.base.scan(from, to).inspect(|_| self.one()))
    }

    fn for_each(&self, from: &[u8], to: &[u8], see: &mut SeeEach) -> Result<(), LedgerError> {
        self.one();
        self.base.for_each(from, to, &mut |key, value| {
            self.one();
            see(key, value)
        })
    }

    fn last(&self, from: &[u8], to: &[u8]) -> Result<Option<StoredRow>, LedgerError> {
        self.one();
        self.base.last(from, to)
    }
}
