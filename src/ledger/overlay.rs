//! Writes in memory above other rows: what a group of commands will have made of the ledger, seen
//! by the commands behind them before anything is on disk. May use: the rest of the ledger.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::iter::Peekable;
use std::ops::Bound;
use std::sync::{Mutex, PoisonError};

use rustc_hash::FxHashMap;

use super::rows::{Batch, LedgerError, Row, RowIter, Rows};

/// No rows at all.
#[derive(Clone, Copy, Debug, Default)]
pub struct Nothing;

impl Rows for Nothing {
    fn get(&self, _: &[u8]) -> Result<Option<Vec<u8>>, LedgerError> {
        Ok(None)
    }

    fn scan(&self, _: &[u8], _: &[u8]) -> RowIter<'_> {
        Box::new(std::iter::empty())
    }
}

/// Writes by key: a value, or none where the row is removed.
pub type Writes = BTreeMap<Vec<u8>, Option<Vec<u8>>>;

/// Rows with writes above them.
pub struct Overlay<'a> {
    base: &'a dyn Rows,
    above: Writes,
}

impl<'a> Overlay<'a> {
    /// Nothing written yet above `base`.
    pub fn new(base: &'a dyn Rows) -> Overlay<'a> {
        Overlay::of(base, Batch::default())
    }

    /// `batch` above `base`.
    pub fn of(base: &'a dyn Rows, batch: Batch) -> Overlay<'a> {
        Overlay { base, above: batch.writes }
    }

    /// Writes above what is there.
    pub fn apply(&mut self, batch: Batch) {
        self.above.extend(batch.writes);
    }

    /// All that was written, as one batch.
    pub fn into_batch(self) -> Batch {
        Batch { writes: self.above }
    }
}

impl Rows for Overlay<'_> {
    fn get(&self, key: &[u8]) -> Result<Option<Vec<u8>>, LedgerError> {
        Over { base: self.base, above: &self.above }.get(key)
    }

    fn scan(&self, from: &[u8], to: &[u8]) -> RowIter<'_> {
        Over { base: self.base, above: &self.above }.scan(from, to)
    }

    fn last(&self, from: &[u8], to: &[u8]) -> Result<Option<Row>, LedgerError> {
        Over { base: self.base, above: &self.above }.last(from, to)
    }
}

/// Rows that do not change while they are read: what was asked for by its key is remembered, and
/// where there are none. To decide on a command the same few rows are read again and again.
pub struct Remembered<'a> {
    base: &'a dyn Rows,
    known: Mutex<FxHashMap<Vec<u8>, Option<Vec<u8>>>>,
    /// Where nothing is, up to where.
    bare: Mutex<FxHashMap<Vec<u8>, Vec<u8>>>,
}

impl<'a> Remembered<'a> {
    /// Nothing read yet of `base`.
    pub fn new(base: &'a dyn Rows) -> Remembered<'a> {
        Remembered { base, known: Mutex::default(), bare: Mutex::default() }
    }
}

impl Rows for Remembered<'_> {
    fn get(&self, key: &[u8]) -> Result<Option<Vec<u8>>, LedgerError> {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(value) = known.get(key) {
            return Ok(value.clone());
        }
        let value = self.base.get(key)?;
        known.insert(key.to_vec(), value.clone());
        Ok(value)
    }

    fn scan(&self, from: &[u8], to: &[u8]) -> RowIter<'_> {
        let mut bare = self.bare.lock().unwrap_or_else(PoisonError::into_inner);
        if bare.get(from).is_some_and(|end| to <= end.as_slice()) {
            return Box::new(std::iter::empty());
        }
        let mut rows = self.base.scan(from, to);
        if let Some(first) = rows.next() {
            return Box::new(std::iter::once(first).chain(rows));
        }
        bare.insert(from.to_vec(), to.to_vec());
        rows
    }

    fn last(&self, from: &[u8], to: &[u8]) -> Result<Option<Row>, LedgerError> {
        self.base.last(from, to)
    }
}

/// Rows as they are with writes above them, both of somebody else.
#[derive(Clone, Copy)]
pub struct Over<'a> {
    /// What lies below.
    pub base: &'a dyn Rows,
    /// What is written above.
    pub above: &'a Writes,
}

impl<'a> Over<'a> {
    /// The value at `key`.
    pub fn get(self, key: &[u8]) -> Result<Option<Vec<u8>>, LedgerError> {
        match self.above.get(key) {
            Some(written) => Ok(written.clone()),
            None => self.base.get(key),
        }
    }

    /// The rows whose keys lie in `from..to`, ascending.
    pub fn scan(self, from: &[u8], to: &[u8]) -> RowIter<'a> {
        if from >= to {
            return Box::new(std::iter::empty());
        }
        let mut above = within(self.above, from, to).peekable();
        let below = self.base.scan(from, to);
        match above.peek() {
            None => below,
            Some(_) => Box::new(Merge { below: below.peekable(), above }),
        }
    }

    /// The last row whose key lies in `from..to`.
    pub fn last(self, from: &[u8], to: &[u8]) -> Result<Option<Row>, LedgerError> {
        let mut to = to.to_vec();
        while from < to.as_slice() {
            let below = self.base.last(from, &to)?;
            // Looked for from one side only: this is where most of a search goes.
            let mut above = self.above.range::<[u8], _>((Bound::Unbounded, Bound::Excluded(&*to)));
            let above = above.next_back().filter(|(key, _)| key.as_slice() >= from);
            match (below, above) {
                (below, None) => return Ok(below),
                (Some(below), Some((key, _))) if below.0 > *key => return Ok(Some(below)),
                (_, Some((key, Some(value)))) => return Ok(Some((key.clone(), value.clone()))),
                // Removed: what is left lies before it.
                (_, Some((key, None))) => to.clone_from(key),
            }
        }
        Ok(None)
    }
}

impl Rows for Over<'_> {
    fn get(&self, key: &[u8]) -> Result<Option<Vec<u8>>, LedgerError> {
        (*self).get(key)
    }

    fn scan(&self, from: &[u8], to: &[u8]) -> RowIter<'_> {
        (*self).scan(from, to)
    }

    fn last(&self, from: &[u8], to: &[u8]) -> Result<Option<Row>, LedgerError> {
        (*self).last(from, to)
    }
}

/// The writes of keys in `from..to`, which is not empty.
pub(super) fn within<'a>(writes: &'a Writes, from: &[u8], to: &[u8]) -> Above<'a> {
    writes.range::<[u8], _>((Bound::Included(from), Bound::Excluded(to)))
}

type Above<'a> = std::collections::btree_map::Range<'a, Vec<u8>, Option<Vec<u8>>>;

struct Merge<'a> {
    below: Peekable<RowIter<'a>>,
    above: Peekable<Above<'a>>,
}

impl Iterator for Merge<'_> {
    type Item = Result<Row, LedgerError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let order = match (self.below.peek(), self.above.peek()) {
                (Some(Err(_)), _) | (Some(_), None) => Ordering::Less,
                (Some(Ok((below, _))), Some((above, _))) => below.cmp(above),
                (None, Some(_)) => Ordering::Greater,
                (None, None) => return None,
            };
            if order == Ordering::Less {
                return self.below.next();
            }
            if order == Ordering::Equal {
                self.below.next();
            }
            if let Some((key, Some(value))) = self.above.next() {
                return Some(Ok((key.clone(), value.clone())));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    type Writes = Vec<(u8, Option<u8>)>;

    fn batch(writes: &Writes) -> Batch {
        let mut batch = Batch::default();
        for (key, value) in writes {
            batch.writes.insert(vec![*key], value.map(|value| vec![value]));
        }
        batch
    }

    proptest! {
        #[test]
        fn an_overlay_reads_like_what_it_will_become(
            below in prop::collection::vec((0u8..20, prop::option::of(any::<u8>())), 0..20),
            above in prop::collection::vec((0u8..20, prop::option::of(any::<u8>())), 0..20),
            (from, to) in (0u8..21, 0u8..21),
        ) {
            let mut base = Overlay::new(&Nothing);
            base.apply(batch(&below));
            let mut stacked = Overlay::new(&base);
            stacked.apply(batch(&above));
            let mut flat = Overlay::new(&Nothing);
            flat.apply(batch(&below));
            flat.apply(batch(&above));
            let all = |rows: &dyn Rows| -> Vec<Row> { rows.scan(&[from], &[to]).flatten().collect() };
            prop_assert_eq!(all(&stacked), all(&flat));
            let last = |rows: &dyn Rows| rows.last(&[from], &[to]).ok().flatten();
            prop_assert_eq!(last(&stacked), all(&flat).pop());
            for key in 0..20 {
                let get = |rows: &dyn Rows| rows.get(&[key]).ok().flatten();
                prop_assert_eq!(get(&stacked), get(&flat));
            }
        }
    }
}
