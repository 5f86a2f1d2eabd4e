//! Rows in blocks of about two kilobytes: neighbouring rows in key order, each key without the prefix
//! that it shares with the one before. sled puts two to sixteen items on a page, and needs some hundred
//! bytes of memory for each page: rows stored one by one took five times their size on disk, and every
//! opening read them all. May use: the port.

use std::cmp::Ordering;

use super::rows::{LedgerError, RowKey, StoredRow};

/// The greatest length of a block. A longer row has a block to itself.
pub const FULL: usize = 2_048;

/// The first byte of every block, by which a store in another format is recognised.
const FORM: u8 = 0xB1;

/// The error for bytes that are not a block.
fn broken() -> LedgerError {
    LedgerError::Store("a block of rows cannot be read".into())
}

/// A cursor over the rows of a block, which copies none of them.
pub struct Cursor<B> {
    block: B,
    at: usize,
    key: Vec<u8>,
    value: (usize, usize),
}

/// Takes a number off the front: seven bits per byte, the last byte below 128.
fn number(bytes: &[u8], at: &mut usize) -> Option<usize> {
    let mut number = 0;
    for shift in [0, 7, 14, 21] {
        let byte = usize::from(*bytes.get(*at)?);
        *at += 1;
        number |= (byte & 0x7F) << shift;
        if byte < 0x80 {
            return Some(number);
        }
    }
    None
}

fn put_number(out: &mut Vec<u8>, mut number: usize) {
    while number >= 0x80 {
        out.push(u8::try_from(number & 0x7F).unwrap_or(0) | 0x80);
        number >>= 7;
    }
    out.push(u8::try_from(number).unwrap_or(0));
}

/// The parts of a stored row: how much of the previous key it shares, and where the rest of its key and
/// its value are.
struct RowParts {
    shared: usize,
    rest: (usize, usize),
    value: (usize, usize),
}

fn parts(block: &[u8], mut at: usize) -> Option<RowParts> {
    let shared = number(block, &mut at)?;
    let rest = number(block, &mut at)?;
    let value = number(block, &mut at)?;
    let (rest, value) = ((at, at + rest), (at + rest, at + rest + value));
    (value.1 <= block.len()).then_some(RowParts { shared, rest, value })
}

fn is_block(block: &[u8]) -> Result<(), LedgerError> {
    if block.first() == Some(&FORM) { Ok(()) } else { Err(broken()) }
}

impl<B: AsRef<[u8]>> Cursor<B> {
    /// A cursor before the first row.
    pub fn new(block: B) -> Result<Cursor<B>, LedgerError> {
        is_block(block.as_ref())?;
        Ok(Cursor { block, at: 1, key: Vec::new(), value: (0, 0) })
    }

    /// Moves to the next row. Returns whether there is one.
    pub fn step(&mut self) -> Result<bool, LedgerError> {
        let block = self.block.as_ref();
        if self.at == block.len() {
            return Ok(false);
        }
        let parts = parts(block, self.at).filter(|parts| parts.shared <= self.key.len());
        let parts = parts.ok_or_else(broken)?;
        self.key.truncate(parts.shared);
        self.key.extend_from_slice(block.get(parts.rest.0..parts.rest.1).unwrap_or_default());
        (self.at, self.value) = (parts.value.1, parts.value);
        Ok(true)
    }

    /// The key of the current row.
    pub fn key(&self) -> &[u8] {
        &self.key
    }

    /// The value of the current row.
    pub fn value(&self) -> &[u8] {
        self.block.as_ref().get(self.value.0..self.value.1).unwrap_or_default()
    }

    /// A copy of the current row.
    pub fn row(&self) -> StoredRow {
        (self.key.clone(), self.value().to_vec())
    }
}

/// All rows of a block.
pub fn rows(block: &[u8]) -> Result<Vec<StoredRow>, LedgerError> {
    let (mut cursor, mut rows) = (Cursor::new(block)?, Vec::new());
    while cursor.step()? {
        rows.push(cursor.row());
    }
    Ok(rows)
}

/// The value at `key`, found without assembling any key. While a row shares more with its predecessor
/// than `key` does, it sorts before `key`, as the predecessor did; once it shares less, it sorts after.
pub fn find<'a>(block: &'a [u8], key: &[u8]) -> Result<Option<&'a [u8]>, LedgerError> {
    is_block(block)?;
    let (mut at, mut alike) = (1, 0);
    while at < block.len() {
        let row = parts(block, at).ok_or_else(broken)?;
        at = row.value.1;
        match row.shared.cmp(&alike) {
            Ordering::Greater => continue,
            Ordering::Less => return Ok(None),
            Ordering::Equal => {}
        }
        let rest = block.get(row.rest.0..row.rest.1).unwrap_or_default();
        let wanted = key.get(alike..).unwrap_or_default();
        let more = rest.iter().zip(wanted).take_while(|(a, b)| a == b).count();
        match (rest.get(more), wanted.get(more)) {
            (None, None) => return Ok(block.get(row.value.0..row.value.1)),
            (Some(here), Some(wanted)) if here > wanted => return Ok(None),
            (Some(_), None) => return Ok(None),
            _ => alike += more,
        }
    }
    Ok(None)
}

/// A builder of a block, to which rows are added in key order.
#[derive(Default)]
pub struct BlockBuilder {
    bytes: Vec<u8>,
    first: RowKey,
    last: Vec<u8>,
}

fn shared(one: &[u8], other: &[u8]) -> usize {
    one.iter().zip(other).take_while(|(a, b)| a == b).count()
}

/// The approximate number of bytes that a row takes after the key `before`.
pub fn room(before: &[u8], key: &[u8], value: &[u8]) -> usize {
    key.len() - shared(before, key) + value.len() + 5
}

impl BlockBuilder {
    /// The length of the block so far.
    pub fn len(&self) -> usize {
        self.bytes.len()
    }

    /// Whether the block has no rows.
    pub fn is_empty(&self) -> bool {
        self.bytes.is_empty()
    }

    /// The last key.
    pub fn last(&self) -> &[u8] {
        &self.last
    }

    /// Adds a row, whose key must sort after all others.
    pub fn push(&mut self, key: &[u8], value: &[u8]) {
        if self.bytes.is_empty() {
            self.bytes.push(FORM);
            self.first = RowKey::from_slice(key);
        }
        let shared = shared(&self.last, key);
        let rest = key.get(shared..).unwrap_or_default();
        put_number(&mut self.bytes, shared);
        put_number(&mut self.bytes, rest.len());
        put_number(&mut self.bytes, value.len());
        self.bytes.extend_from_slice(rest);
        self.bytes.extend_from_slice(value);
        self.last.truncate(shared);
        self.last.extend_from_slice(rest);
    }

    /// Returns the first key and the block, and leaves the builder empty.
    pub fn take(&mut self) -> (RowKey, Vec<u8>) {
        self.last.clear();
        (std::mem::take(&mut self.first), std::mem::take(&mut self.bytes))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    proptest! {
        #[test]
        fn a_block_gives_back_what_was_put_in(
            rows in prop::collection::btree_map(
                prop::collection::vec(0u8..4, 0..6), prop::collection::vec(any::<u8>(), 0..200), 0..40),
            asked in prop::collection::vec(prop::collection::vec(0u8..4, 0..6), 20),
        ) {
            let mut builder = BlockBuilder::default();
            for (key, value) in &rows {
                builder.push(key, value);
            }
            if builder.is_empty() {
                return Ok(());
            }
            let (_, block) = builder.take();
            let back: BTreeMap<_, _> = super::rows(&block).unwrap().into_iter().collect();
            prop_assert_eq!(&back, &rows);
            for key in asked.iter().chain(rows.keys()) {
                prop_assert_eq!(&find(&block, key).unwrap(), &rows.get(key).map(Vec::as_slice));
            }
        }

        #[test]
        fn what_is_no_block_is_an_error_or_reads_as_something(
            bytes in prop::collection::vec(any::<u8>(), 0..100), key in prop::collection::vec(any::<u8>(), 0..6),
        ) {
            let block: Vec<u8> = std::iter::once(FORM).chain(bytes).collect();
            let _ = super::rows(&block);
            let _ = find(&block, &key);
        }
    }
}
