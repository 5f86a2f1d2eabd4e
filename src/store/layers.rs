//! Writes in memory, in layers. A layer that a reader holds never changes again: later writes go into a
//! new layer above it. A reader takes a snapshot by holding the layers, which costs nothing, and can
//! read it for as long as it likes while others write. May use: the rest of the store.

use std::borrow::Cow;
use std::sync::Arc;

use super::overlay::{Over, merged_scan, within};
use super::rows::{LedgerError, RowIter, Rows, See, SeeEach, SeeValue, StoredRow, Writes};

/// A layer is merged with the one below once that is less than this many times as large. This keeps the
/// number of layers small, and moves each write only a few times.
const RATIO: usize = 2;

/// Writes in layers, the newest last.
#[derive(Clone, Default)]
pub struct Layers {
    all: Vec<Arc<Writes>>,
    /// How many layers at the bottom are frozen.
    frozen: usize,
}

impl Layers {
    /// Whether there are no writes.
    pub fn is_empty(&self) -> bool {
        self.all.iter().all(|layer| layer.is_empty())
    }

    /// The number of writes; one that a later write replaced may count twice.
    pub fn len(&self) -> usize {
        self.all.iter().map(|layer| layer.len()).sum()
    }

    /// All writes; those in newer layers win.
    pub fn all(&self) -> Cow<'_, Writes> {
        let mut layers = self.all.iter().filter(|layer| !layer.is_empty());
        match (layers.next(), layers.next()) {
            (None, _) => Cow::Owned(Writes::new()),
            (Some(only), None) => Cow::Borrowed(only),
            _ => {
                let writes = self.all.iter().flat_map(|layer| layer.iter());
                Cow::Owned(writes.map(|(key, value)| (key.clone(), value.clone())).collect())
            }
        }
    }

    /// The write of `key` in the newest layer that has one and is not frozen.
    pub fn newest(&self, key: &[u8]) -> Option<&Option<Vec<u8>>> {
        self.all.iter().skip(self.frozen).rev().find_map(|layer| layer.get(key))
    }

    /// Adds writes above the others. A reader that holds these layers does not see them.
    pub fn extend(&mut self, writes: Writes) {
        let newest = self.all.get_mut(self.frozen..).and_then(<[_]>::last_mut);
        match newest.and_then(Arc::get_mut) {
            Some(newest) => newest.extend(writes),
            None => self.all.push(Arc::new(writes)),
        }
        while let Some([.., below, newest]) = self.all.get(self.frozen..)
            && below.len() < RATIO * newest.len()
        {
            self.put_newest_together();
        }
    }

    fn put_newest_together(&mut self) {
        let (Some(newest), Some(below)) = (self.all.pop(), self.all.pop()) else { return };
        let mut together = Arc::unwrap_or_clone(below);
        match Arc::try_unwrap(newest) {
            Ok(newest) => together.extend(newest),
            Err(held) => {
                together.extend(held.iter().map(|(key, value)| (key.clone(), value.clone())));
            }
        }
        self.all.push(Arc::new(together));
    }

    /// Takes all writes out.
    pub fn take(&mut self) -> Writes {
        while self.all.len() > 1 {
            self.put_newest_together();
        }
        self.frozen = 0;
        self.all.pop().map_or_else(Writes::new, Arc::unwrap_or_clone)
    }

    /// Adds a layer below all others, which stays unchanged until [`Layers::melt`].
    pub fn freeze(&mut self, layer: Arc<Writes>) {
        self.all.insert(0, layer);
        self.frozen += 1;
    }

    /// Drops the frozen layers, whose writes are in the rows below by now.
    pub fn melt(&mut self) {
        self.all.drain(..self.frozen.min(self.all.len()));
        self.frozen = 0;
    }

    /// These layers above `base`.
    pub fn over<'a>(&'a self, base: &'a dyn Rows) -> Layered<'a> {
        Layered { layers: &self.all, base }
    }
}

/// Rows below layers of writes.
#[derive(Clone, Copy)]
pub struct Layered<'a> {
    layers: &'a [Arc<Writes>],
    base: &'a dyn Rows,
}

impl<'a> Layered<'a> {
    /// The newest layer, and everything below it.
    fn split(&self) -> Option<(&'a Writes, Layered<'a>)> {
        let (newest, layers) = self.layers.split_last()?;
        Some((newest, Layered { layers, base: self.base }))
    }

    /// The rows whose keys lie in `from..to`, ascending.
    pub fn rows_between(self, from: &[u8], to: &[u8]) -> RowIter<'a> {
        if from >= to {
            return Box::new(std::iter::empty());
        }
        let mut rows = self.base.scan(from, to);
        for layer in self.layers {
            rows = merged_scan(rows, layer, from, to);
        }
        rows
    }
}

impl Rows for Layered<'_> {
    fn with_value(&self, key: &[u8], see: &mut SeeValue) -> Result<bool, LedgerError> {
        match self.layers.iter().rev().find_map(|layer| layer.get(key)) {
            Some(written) => Ok(written.as_deref().map(see).is_some()),
            None => self.base.with_value(key, see),
        }
    }

    fn scan(&self, from: &[u8], to: &[u8]) -> RowIter<'_> {
        self.rows_between(from, to)
    }

    fn for_each(&self, from: &[u8], to: &[u8], see: &mut SeeEach) -> Result<(), LedgerError> {
        if from >= to {
            return Ok(());
        }
        match self.layers.iter().any(|layer| within(layer, from, to).next().is_some()) {
            false => self.base.for_each(from, to, see),
            true => self.scan(from, to).try_for_each(|row| {
                let (key, value) = row?;
                see(&key, &value)
            }),
        }
    }

    fn last(&self, from: &[u8], to: &[u8]) -> Result<Option<StoredRow>, LedgerError> {
        match self.split() {
            None => self.base.last(from, to),
            Some((newest, below)) => Over { base: &below, above: newest }.last(from, to),
        }
    }

    fn with_last(&self, to: &[u8], see: &mut See) -> Result<bool, LedgerError> {
        match self.split() {
            None => self.base.with_last(to, see),
            Some((newest, below)) => Over { base: &below, above: newest }.with_last(to, see),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::overlay::Nothing;
    use super::super::rows::RowKey;
    use super::*;
    use proptest::prelude::*;

    type Given = Vec<(u8, Option<u8>)>;

    fn writes(given: &Given) -> Writes {
        let write = |(key, value): &(u8, Option<u8>)| {
            (RowKey::from_slice(&[*key]), value.map(|value| vec![value]))
        };
        given.iter().map(write).collect()
    }

    /// Everything that a reader can learn about rows.
    fn all(
        rows: &dyn Rows,
        from: u8,
        to: u8,
    ) -> (Vec<StoredRow>, Vec<StoredRow>, Option<StoredRow>, Option<StoredRow>) {
        let (from, to) = ([from], [to]);
        let (mut each, mut last) = (Vec::new(), None);
        let mut keep = |key: &[u8], value: &[u8]| {
            each.push((key.to_vec(), value.to_vec()));
            Ok(())
        };
        rows.for_each(&from, &to, &mut keep).unwrap();
        let mut keep = |key: &[u8], value: &[u8]| last = Some((key.to_vec(), value.to_vec()));
        rows.with_last(&to, &mut keep).unwrap();
        (
            rows.scan(&from, &to).map(Result::unwrap).collect(),
            each,
            rows.last(&from, &to).unwrap(),
            last,
        )
    }

    proptest! {
        #[test]
        fn whoever_holds_layers_reads_what_they_were(
            batches in prop::collection::vec(
                (prop::collection::vec((0u8..20, prop::option::of(any::<u8>())), 0..12), any::<bool>()),
                0..12,
            ),
            (from, to) in (0u8..21, 0u8..21),
        ) {
            let (mut layers, mut flat) = (Layers::default(), Writes::new());
            let mut held: Vec<(Layers, Writes)> = Vec::new();
            for (batch, hold) in &batches {
                layers.extend(writes(batch));
                flat.extend(writes(batch));
                if *hold {
                    held.push((layers.clone(), flat.clone()));
                }
                prop_assert_eq!(&*layers.all(), &flat);
            }
            held.push((layers.clone(), flat));
            for (layers, flat) in &held {
                let flat = Over { base: &Nothing, above: flat };
                prop_assert_eq!(all(&layers.over(&Nothing), from, to), all(&flat, from, to));
                for key in 0..20 {
                    let get = |rows: &dyn Rows| rows.get(&[key]).unwrap();
                    prop_assert_eq!(get(&layers.over(&Nothing)), get(&flat));
                }
            }
            let sizes: Vec<usize> = layers.all.iter().map(|layer| layer.len()).collect();
            prop_assert!(sizes.windows(2).all(|two| two[0] >= RATIO * two[1]), "{:?}", sizes);
        }
    }
}
