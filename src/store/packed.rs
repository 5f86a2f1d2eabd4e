//! Rows in blocks: every block is stored under the key of its first row, and holds all rows up to the
//! next block. May use: the rest of the store.

use super::block::{self, BlockBuilder, Cursor, FULL, room};
use super::rows::{LedgerError, RowIter, RowKey, Rows, SeeEach, SeeValue, StoredRow, Writes};

/// A key that sorts after all others.
const END: [u8; 64] = [u8::MAX; 64];

/// The rows in the blocks `B`.
#[derive(Debug, Default)]
pub struct Packed<B>(pub B);

/// The least key that sorts after `key`.
fn after(key: &[u8]) -> RowKey {
    let mut after = RowKey::from_slice(key);
    after.push(0);
    after
}

/// The block that `key` belongs in.
fn block_of(blocks: &dyn Rows, key: &[u8]) -> Result<Option<StoredRow>, LedgerError> {
    let mut found = None;
    let mut keep = |first: &[u8], block: &[u8]| found = Some((first.to_vec(), block.to_vec()));
    blocks.with_last(&after(key), &mut keep)?;
    Ok(found)
}

/// Iterates over the rows of blocks between two keys.
struct Scan<'a> {
    blocks: RowIter<'a>,
    current: Option<Cursor<Vec<u8>>>,
    from: Vec<u8>,
    to: Vec<u8>,
}

impl<'a> Scan<'a> {
    fn new(blocks: &'a dyn Rows, from: &[u8], to: &[u8]) -> Result<Scan<'a>, LedgerError> {
        let (later, current) = match block_of(blocks, from)? {
            None => (blocks.scan(from, to), None),
            Some((_, block)) => (blocks.scan(&after(from), to), Some(Cursor::new(block)?)),
        };
        Ok(Scan { blocks: later, current, from: from.to_vec(), to: to.to_vec() })
    }

    /// Moves to the next row. Returns whether there is one.
    fn step(&mut self) -> Result<Option<&Cursor<Vec<u8>>>, LedgerError> {
        loop {
            let stepped = match &mut self.current {
                Some(current) => current.step()?,
                None => false,
            };
            let Some(current) = self.current.as_ref().filter(|_| stepped) else {
                match self.blocks.next().transpose()? {
                    None => return Ok(None),
                    Some((_, block)) => self.current = Some(Cursor::new(block)?),
                }
                continue;
            };
            if current.key() >= self.to.as_slice() {
                return Ok(None);
            }
            if current.key() >= self.from.as_slice() {
                return Ok(self.current.as_ref());
            }
        }
    }
}

impl Iterator for Scan<'_> {
    type Item = Result<StoredRow, LedgerError>;

    fn next(&mut self) -> Option<Self::Item> {
        self.step().map(|row| row.map(Cursor::row)).transpose()
    }
}

/// Shows the rows of a block between two keys.
fn each_of(block: &[u8], from: &[u8], to: &[u8], see: &mut SeeEach) -> Result<(), LedgerError> {
    let mut cursor = Cursor::new(block)?;
    let mut has_begun = from.is_empty();
    while cursor.step()? && cursor.key() < to {
        has_begun = has_begun || cursor.key() >= from;
        if has_begun {
            see(cursor.key(), cursor.value())?;
        }
    }
    Ok(())
}

impl<B: Rows> Rows for Packed<B> {
    fn with_value(&self, key: &[u8], see: &mut SeeValue) -> Result<bool, LedgerError> {
        let mut found = Ok(false);
        self.0.with_last(&after(key), &mut |_, block| {
            found = block::find(block, key).map(|value| value.map(&mut *see).is_some());
        })?;
        found
    }

    fn scan(&self, from: &[u8], to: &[u8]) -> RowIter<'_> {
        if from >= to {
            return Box::new(std::iter::empty());
        }
        match Scan::new(&self.0, from, to) {
            Ok(scan) => Box::new(scan),
            Err(error) => Box::new(std::iter::once(Err(error))),
        }
    }

    fn for_each(&self, from: &[u8], to: &[u8], see: &mut SeeEach) -> Result<(), LedgerError> {
        if from >= to {
            return Ok(());
        }
        let mut first = Ok(());
        self.0.with_last(&after(from), &mut |_, block| first = each_of(block, from, to, see))?;
        first?;
        // Later blocks begin after `from`.
        self.0.for_each(&after(from), to, &mut |_, block| each_of(block, &[], to, see))
    }

    fn last(&self, from: &[u8], to: &[u8]) -> Result<Option<StoredRow>, LedgerError> {
        if from >= to {
            return Ok(None);
        }
        // Every block has a row, its first: the last block that begins before `to` has a row before
        // `to`.
        let Some((_, block)) = self.0.last(&[], to)? else { return Ok(None) };
        let (mut cursor, mut last) = (Cursor::new(&block)?, None);
        while cursor.step()? && cursor.key() < to {
            if cursor.key() >= from {
                last = Some(cursor.row());
            }
        }
        Ok(last)
    }
}

/// Rows to be put into blocks, in one piece of memory.
#[derive(Default)]
struct Merged {
    bytes: Vec<u8>,
    places: Vec<RowSpan>,
}

/// The offsets of a row's key, its value and its end, and whether the row is new.
#[derive(Clone, Copy)]
struct RowSpan {
    key: usize,
    value: usize,
    end: usize,
    is_new: bool,
}

impl Merged {
    fn push(&mut self, key: &[u8], value: &[u8], is_new: bool) {
        let start = self.bytes.len();
        self.bytes.extend_from_slice(key);
        let of_value = self.bytes.len();
        self.bytes.extend_from_slice(value);
        self.places.push(RowSpan { key: start, value: of_value, end: self.bytes.len(), is_new });
    }

    fn key(&self, place: &RowSpan) -> &[u8] {
        self.bytes.get(place.key..place.value).unwrap_or_default()
    }

    fn value(&self, place: &RowSpan) -> &[u8] {
        self.bytes.get(place.value..place.end).unwrap_or_default()
    }

    fn clear(&mut self) {
        self.bytes.clear();
        self.places.clear();
    }
}

/// Applies `writes` to `blocks`. Returns the writes of blocks that this takes.
pub fn pack(blocks: &dyn Rows, writes: &Writes) -> Result<Writes, LedgerError> {
    let mut packed = Writes::new();
    let mut merged = Merged::default();
    let mut writes = writes.iter().peekable();
    while let Some((first, _)) = writes.peek() {
        let block = block_of(blocks, first)?;
        // Everything before the next block belongs in this one.
        let next = blocks.scan(&after(first), &END).next().transpose()?;
        let belongs = |key: &[u8]| next.as_ref().is_none_or(|(next, _)| key < next.as_slice());
        merged.clear();
        let mut old = match &block {
            Some((_, block)) => Some(Cursor::new(block)?),
            None => None,
        };
        let mut has_old = old.as_mut().map_or(Ok(false), Cursor::step)?;
        let mut step = |merged: &mut Merged, until: Option<&[u8]>| -> Result<bool, LedgerError> {
            let Some(old) = &mut old else { return Ok(false) };
            while has_old && until.is_none_or(|key| old.key() < key) {
                merged.push(old.key(), old.value(), false);
                has_old = old.step()?;
            }
            let is_same = has_old && until == Some(old.key());
            if is_same {
                has_old = old.step()?;
            }
            Ok(is_same)
        };
        while let Some((key, value)) = writes.next_if(|(key, _)| belongs(key)) {
            let was_there = step(&mut merged, Some(key))?;
            if let Some(value) = value {
                merged.push(key, value, !was_there);
            }
        }
        step(&mut merged, None)?;
        if let Some((key, _)) = block {
            packed.insert(RowKey::from_vec(key), None);
        }
        divide(&merged, &mut packed);
    }
    Ok(packed)
}

/// Divides rows into blocks, each table into its own. If rows were appended, more will follow, so all
/// blocks but the last are filled. Otherwise some room is left.
fn divide(merged: &Merged, packed: &mut Writes) {
    let table = |place: &RowSpan| merged.bytes.get(place.key);
    for rows in merged.places.chunk_by(|a, b| table(a) == table(b)) {
        let mut before: &[u8] = &[];
        let mut all = 0;
        for place in rows {
            all += room(before, merged.key(place), merged.value(place));
            before = merged.key(place);
        }
        let at_end = rows.last().is_some_and(|place| place.is_new);
        let most = match at_end || all <= FULL {
            true => FULL,
            false => all.div_ceil(all.div_ceil(FULL * 7 / 8)),
        };
        let mut filling = Filling::new(most);
        for place in rows {
            filling.push(merged.key(place), merged.value(place), packed);
        }
        filling.finish(packed);
    }
}

/// Fills one block after another.
struct Filling {
    builder: BlockBuilder,
    most: usize,
}

impl Filling {
    fn new(most: usize) -> Filling {
        Filling { builder: BlockBuilder::default(), most }
    }

    fn push(&mut self, key: &[u8], value: &[u8], packed: &mut Writes) {
        let builder = &self.builder;
        let other_table = builder.last().first() != key.first();
        let is_full = builder.len() + room(builder.last(), key, value) > self.most;
        if !builder.is_empty() && (is_full || other_table) {
            self.finish(packed);
        }
        self.builder.push(key, value);
    }

    fn finish(&mut self, packed: &mut Writes) {
        if !self.builder.is_empty() {
            let (key, block) = self.builder.take();
            packed.insert(key, Some(block));
        }
    }
}

/// Packs the same rows into as few blocks as possible.
pub fn repacked(blocks: Writes) -> Result<Writes, LedgerError> {
    let (mut packed, mut filling) = (Writes::new(), Filling::new(FULL));
    for block in blocks.into_values().flatten() {
        let mut cursor = Cursor::new(&block)?;
        while cursor.step()? {
            filling.push(cursor.key(), cursor.value(), &mut packed);
        }
    }
    filling.finish(&mut packed);
    Ok(packed)
}

#[cfg(test)]
mod tests {
    use super::super::overlay::{Nothing, Overlay};
    use super::super::rows::Batch;
    use super::*;
    use proptest::prelude::*;

    type Given = Vec<((u8, u8), Option<usize>)>;

    fn writes_of(given: &Given) -> Writes {
        let value = |(key, length): (u8, Option<usize>)| length.map(|length| vec![key; length]);
        let given = given.iter();
        given
            .map(|((table, key), length)| {
                (RowKey::from_slice(&[b'A' + table, *key]), value((*key, *length)))
            })
            .collect()
    }

    fn given() -> impl Strategy<Value = Given> {
        prop::collection::vec(((0u8..3, any::<u8>()), prop::option::of(0usize..300)), 0..120)
    }

    proptest! {
        #[test]
        fn packed_rows_read_like_the_rows(
            batches in prop::collection::vec(given(), 1..6),
            (from, to) in ((0u8..4, any::<u8>()), (0u8..4, any::<u8>())),
        ) {
            let mut flat = Overlay::new(&Nothing);
            let mut packed = Packed(Overlay::new(&Nothing));
            for given in &batches {
                flat.apply(Batch { writes: writes_of(given) });
                let blocks = pack(&packed.0, &writes_of(given)).unwrap();
                packed.0.apply(Batch { writes: blocks });
            }
            let (from, to) = ([b'A' + from.0, from.1], [b'A' + to.0, to.1]);
            let all = |rows: &dyn Rows, from: &[u8], to: &[u8]| -> Vec<StoredRow> {
                rows.scan(from, to).map(Result::unwrap).collect()
            };
            prop_assert_eq!(all(&packed, &from, &to), all(&flat, &from, &to));
            prop_assert_eq!(all(&packed, &[], &END), all(&flat, &[], &END));
            let mut each = Vec::new();
            let mut keep = |key: &[u8], value: &[u8]| {
                each.push((key.to_vec(), value.to_vec()));
                Ok(())
            };
            packed.for_each(&from, &to, &mut keep).unwrap();
            prop_assert_eq!(each, all(&flat, &from, &to));
            prop_assert_eq!(packed.last(&from, &to).unwrap(), all(&flat, &from, &to).pop());
            for key in 0..=255 {
                prop_assert_eq!(packed.get(&[b'B', key]).unwrap(), flat.get(&[b'B', key]).unwrap());
            }
            let blocks = all(&packed.0, &[], &END);
            for (key, block) in blocks {
                let rows = block::rows(&block).unwrap();
                prop_assert_eq!(&rows[0].0, &key, "a block stands under its first row");
                prop_assert!(block.len() <= FULL || rows.len() == 1);
                prop_assert!(rows.iter().all(|(row, _)| row[0] == key[0]), "a table to a block");
            }
            let blocks = packed.0.into_batch().writes;
            let few = Batch { writes: repacked(blocks).unwrap() };
            let few = Packed(Overlay::of(&Nothing, few));
            prop_assert_eq!(all(&few, &[], &END), all(&flat, &[], &END));
        }
    }
}
