//! Writes in memory above other rows: what a group of commands will have made of the ledger, seen
//! by the commands behind them before anything is on disk. May use: the rest of the ledger.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::iter::Peekable;

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

/// Rows with writes above them.
pub struct Overlay<'a> {
    base: &'a dyn Rows,
    above: BTreeMap<Vec<u8>, Option<Vec<u8>>>,
}

impl<'a> Overlay<'a> {
    /// Nothing written yet above `base`.
    pub fn new(base: &'a dyn Rows) -> Overlay<'a> {
        Overlay { base, above: BTreeMap::new() }
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
        match self.above.get(key) {
            Some(written) => Ok(written.clone()),
            None => self.base.get(key),
        }
    }

    fn scan(&self, from: &[u8], to: &[u8]) -> RowIter<'_> {
        if from >= to {
            return Box::new(std::iter::empty());
        }
        let above = self.above.range(from.to_vec()..to.to_vec());
        Box::new(Merge { below: self.base.scan(from, to).peekable(), above: above.peekable() })
    }

    fn last(&self, from: &[u8], to: &[u8]) -> Result<Option<Row>, LedgerError> {
        let below = self.base.last(from, to)?;
        let above = match from < to {
            true => self.above.range(from.to_vec()..to.to_vec()).next_back(),
            false => None,
        };
        match (below, above) {
            (below, None) => Ok(below),
            (Some(below), Some((key, Some(_)))) if below.0 > *key => {
                match self.above.get(&below.0) {
                    None => Ok(Some(below)),
                    Some(_) => self.scan(from, to).last().transpose(),
                }
            }
            (_, Some((key, Some(value)))) => Ok(Some((key.clone(), value.clone()))),
            // The last write is a removal: rare enough to look through all that is left.
            (_, Some((_, None))) => self.scan(from, to).last().transpose(),
        }
    }
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
