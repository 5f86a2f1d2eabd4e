//! Writes in memory above other rows: what a group of commands will have made of the ledger, which later
//! commands of the group see before anything is on disk. May use: the rest of the store.

use std::cmp::Ordering;
use std::iter::Peekable;
use std::ops::Bound;
use std::sync::{Mutex, PoisonError};

use rustc_hash::{FxBuildHasher, FxHashMap};

use super::rows::{
    Batch, LedgerError, RowIter, RowKey, Rows, See, SeeEach, SeeValue, StoredRow, Writes,
};

/// No rows.
#[derive(Clone, Copy, Debug, Default)]
pub struct Nothing;

impl Rows for Nothing {
    fn with_value(&self, _: &[u8], _: &mut SeeValue) -> Result<bool, LedgerError> {
        Ok(false)
    }

    fn scan(&self, _: &[u8], _: &[u8]) -> RowIter<'_> {
        Box::new(std::iter::empty())
    }
}

/// Rows with writes above them.
pub struct Overlay<'a> {
    base: &'a dyn Rows,
    above: Writes,
    /// The writes that the current attempt replaced.
    undo: Option<Vec<(RowKey, Before)>>,
}

/// The write that was replaced; `None` if there was none.
type Before = Option<Option<Vec<u8>>>;

impl<'a> Overlay<'a> {
    /// An overlay above `base` without writes.
    pub fn new(base: &'a dyn Rows) -> Overlay<'a> {
        Overlay::of(base, Batch::default())
    }

    /// An overlay above `base` with the writes of a batch.
    pub fn of(base: &'a dyn Rows, batch: Batch) -> Overlay<'a> {
        Overlay { base, above: batch.writes, undo: None }
    }

    /// The writes of this overlay.
    pub fn apply(&mut self, batch: Batch) {
        for (key, value) in batch.writes {
            match &mut self.undo {
                None => drop(self.above.insert(key, value)),
                Some(undo) => undo.push((key.clone(), self.above.insert(key, value))),
            }
        }
    }

    /// Keeps what `act` writes if it succeeds, and undoes it otherwise. `act` must not make another
    /// attempt.
    pub fn attempt<T, E>(
        &mut self,
        act: impl FnOnce(&mut Overlay<'a>) -> Result<T, E>,
    ) -> Result<T, E> {
        self.undo = Some(Vec::new());
        let outcome = act(self);
        let undo = self.undo.take().filter(|_| outcome.is_err());
        for (key, before) in undo.into_iter().flatten().rev() {
            match before {
                Some(before) => drop(self.above.insert(key, before)),
                None => drop(self.above.remove(&key)),
            }
        }
        outcome
    }

    /// All writes, as one batch.
    pub fn into_batch(self) -> Batch {
        Batch { writes: self.above }
    }
}

impl Rows for Overlay<'_> {
    fn with_value(&self, key: &[u8], see: &mut SeeValue) -> Result<bool, LedgerError> {
        Over { base: self.base, above: &self.above }.with_value(key, see)
    }

    fn scan(&self, from: &[u8], to: &[u8]) -> RowIter<'_> {
        Over { base: self.base, above: &self.above }.scan(from, to)
    }

    fn last(&self, from: &[u8], to: &[u8]) -> Result<Option<StoredRow>, LedgerError> {
        Over { base: self.base, above: &self.above }.last(from, to)
    }
}

/// About how many rows one command reads.
const USUAL: usize = 28;

/// Rows that do not change while they are read: remembers the rows that were read by key, and the ranges
/// without rows. Deciding a command reads the same few rows again and again.
pub struct Remembered<'a> {
    base: &'a dyn Rows,
    known: Mutex<FxHashMap<RowKey, Option<Vec<u8>>>>,
    /// Ranges without rows, by their start.
    bare: Mutex<FxHashMap<RowKey, RowKey>>,
}

impl<'a> Remembered<'a> {
    /// A memory of `base` without rows.
    pub fn new(base: &'a dyn Rows) -> Remembered<'a> {
        let known = FxHashMap::with_capacity_and_hasher(USUAL, FxBuildHasher);
        Remembered { base, known: Mutex::new(known), bare: Mutex::default() }
    }
}

impl Rows for Remembered<'_> {
    fn with_value(&self, key: &[u8], see: &mut SeeValue) -> Result<bool, LedgerError> {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let value = match known.get(key) {
            Some(value) => value,
            None => known.entry(RowKey::from_slice(key)).or_insert(self.base.get(key)?),
        };
        Ok(value.as_deref().map(see).is_some())
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
        bare.insert(RowKey::from_slice(from), RowKey::from_slice(to));
        rows
    }

    fn for_each(&self, from: &[u8], to: &[u8], see: &mut SeeEach) -> Result<(), LedgerError> {
        self.base.for_each(from, to, see)
    }

    fn last(&self, from: &[u8], to: &[u8]) -> Result<Option<StoredRow>, LedgerError> {
        self.base.last(from, to)
    }
}

/// Borrowed rows with borrowed writes above them.
#[derive(Clone, Copy)]
pub struct Over<'a> {
    /// The rows below.
    pub base: &'a dyn Rows,
    /// The writes above.
    pub above: &'a Writes,
}

impl<'a> Over<'a> {
    /// Shows the value at `key`. Returns whether there is one.
    pub fn with_value(self, key: &[u8], see: &mut SeeValue) -> Result<bool, LedgerError> {
        match self.above.get(key) {
            Some(written) => Ok(written.as_deref().map(see).is_some()),
            None => self.base.with_value(key, see),
        }
    }

    /// The rows whose keys lie in `from..to`, ascending.
    pub fn scan(self, from: &[u8], to: &[u8]) -> RowIter<'a> {
        if from >= to {
            return Box::new(std::iter::empty());
        }
        merged_scan(self.base.scan(from, to), self.above, from, to)
    }

    /// The last row whose key lies in `from..to`.
    pub fn last(self, from: &[u8], to: &[u8]) -> Result<Option<StoredRow>, LedgerError> {
        let mut to = RowKey::from_slice(to);
        while from < to.as_slice() {
            let below = self.base.last(from, &to)?;
            // The range is bounded on one side only, because a search spends most of its time on the
            // bounds.
            let mut above = self.above.range::<[u8], _>((Bound::Unbounded, Bound::Excluded(&*to)));
            let above = above.next_back().filter(|(key, _)| key.as_slice() >= from);
            match (below, above) {
                (below, None) => return Ok(below),
                (Some(below), Some((key, _))) if below.0.as_slice() > key.as_slice() => {
                    return Ok(Some(below));
                }
                (_, Some((key, Some(value)))) => return Ok(Some((key.to_vec(), value.clone()))),
                // That row was removed: look before it.
                (_, Some((key, None))) => to.clone_from(key),
            }
        }
        Ok(None)
    }
}

impl Over<'_> {
    /// Shows the last row whose key sorts before `to`. Returns whether there is one.
    pub fn with_last(self, to: &[u8], see: &mut See) -> Result<bool, LedgerError> {
        let before = (Bound::Unbounded, Bound::Excluded(to));
        let Some((key, value)) = self.above.range::<[u8], _>(before).next_back() else {
            return self.base.with_last(to, see);
        };
        let mut is_below = false;
        self.base.with_last(to, &mut |below, value| {
            is_below = below > key.as_slice();
            if is_below {
                see(below, value);
            }
        })?;
        match value {
            _ if is_below => Ok(true),
            Some(value) => {
                see(key, value);
                Ok(true)
            }
            // The last row was removed: look before it.
            None => self.with_last(key, see),
        }
    }
}

impl Rows for Over<'_> {
    fn with_value(&self, key: &[u8], see: &mut SeeValue) -> Result<bool, LedgerError> {
        (*self).with_value(key, see)
    }

    fn scan(&self, from: &[u8], to: &[u8]) -> RowIter<'_> {
        (*self).scan(from, to)
    }

    fn last(&self, from: &[u8], to: &[u8]) -> Result<Option<StoredRow>, LedgerError> {
        (*self).last(from, to)
    }

    fn with_last(&self, to: &[u8], see: &mut See) -> Result<bool, LedgerError> {
        (*self).with_last(to, see)
    }
}

/// The rows of `from..to`, a range that is not empty, merged with the writes `above` them.
pub(super) fn merged_scan<'a>(
    below: RowIter<'a>,
    above: &'a Writes,
    from: &[u8],
    to: &[u8],
) -> RowIter<'a> {
    let mut above = within(above, from, to).peekable();
    match above.peek() {
        None => below,
        Some(_) => Box::new(Merge { below: below.peekable(), above }),
    }
}

/// The writes to keys in `from..to`, a range that is not empty.
pub(super) fn within<'a>(writes: &'a Writes, from: &[u8], to: &[u8]) -> Above<'a> {
    writes.range::<[u8], _>((Bound::Included(from), Bound::Excluded(to)))
}

type Above<'a> = std::collections::btree_map::Range<'a, RowKey, Option<Vec<u8>>>;

struct Merge<'a> {
    below: Peekable<RowIter<'a>>,
    above: Peekable<Above<'a>>,
}

impl Iterator for Merge<'_> {
    type Item = Result<StoredRow, LedgerError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let order = match (self.below.peek(), self.above.peek()) {
                (Some(Err(_)), _) | (Some(_), None) => Ordering::Less,
                (Some(Ok((below, _))), Some((above, _))) => below.as_slice().cmp(above),
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
                return Some(Ok((key.to_vec(), value.clone())));
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
            batch.writes.insert(RowKey::from_slice(&[*key]), value.map(|value| vec![value]));
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
            let undone: Result<(), ()> = stacked.attempt(|stacked| {
                stacked.apply(batch(&below));
                stacked.apply(batch(&above.iter().map(|(key, _)| (*key, None)).collect()));
                Err(())
            });
            prop_assert!(undone.is_err());
            let mut flat = Overlay::new(&Nothing);
            flat.apply(batch(&below));
            flat.apply(batch(&above));
            let all = |rows: &dyn Rows| -> Vec<StoredRow> { rows.scan(&[from], &[to]).flatten().collect() };
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
