//! The ledger as it is kept: rows that were just posted and blocks that were just made are in
//! memory, what is older is under sled. What is in memory is posted again from the journal if this
//! process is stopped, so nobody waits for it to be written. May use: the rest of the ledger.

use std::ops::Bound;
use std::path::Path;
use std::sync::OnceLock;

use super::overlay::{Nothing, Over, within};
use super::packed::{Packed, pack, repacked};
use super::rows::{Batch, LedgerError, Row, RowIter, Rows, See, SeeEach, SeeValue, Writes, behind};
use super::sled_store::SledStore;

/// From how many rows on they are put into blocks.
const ROWS: usize = 250_000;

/// How many bytes wait to be written while others may be looking on: they are held up for some
/// fifty milliseconds then.
const WAITING: usize = 1 << 20;

/// What a row comes to in memory, about.
const ROW: usize = 200;

/// How many where one process does much at once: the more wait, the fewer are written twice.
const WAITING_IN_BULK: usize = 384 << 20;

/// Blocks in memory above those of `B`.
#[derive(Default)]
struct Blocks<B> {
    above: Writes,
    bytes: usize,
    base: B,
    /// Whether there is anything in the base: while there is not, nobody looks there.
    has_base: bool,
}

impl<B: Rows> Blocks<B> {
    fn over(&self) -> Over<'_> {
        let base: &dyn Rows = if self.has_base { &self.base } else { &Nothing };
        Over { base, above: &self.above }
    }

    fn apply(&mut self, blocks: Writes) {
        for (key, block) in blocks {
            self.bytes += block.as_ref().map_or(0, Vec::len);
            let before = self.above.insert(key, block).flatten();
            self.bytes -= before.map_or(0, |block| block.len());
        }
    }
}

impl<B: Rows> Rows for Blocks<B> {
    fn see(&self, key: &[u8], see: &mut SeeValue) -> Result<bool, LedgerError> {
        self.over().see(key, see)
    }

    fn scan(&self, from: &[u8], to: &[u8]) -> RowIter<'_> {
        self.over().scan(from, to)
    }

    fn each(&self, from: &[u8], to: &[u8], see: &mut SeeEach) -> Result<(), LedgerError> {
        let is_below =
            self.has_base && (from >= to || within(&self.above, from, to).next().is_none());
        if is_below { self.base.each(from, to, see) } else { self.over().each(from, to, see) }
    }

    fn last(&self, from: &[u8], to: &[u8]) -> Result<Option<Row>, LedgerError> {
        self.over().last(from, to)
    }

    fn see_last(&self, to: &[u8], see: &mut See) -> Result<bool, LedgerError> {
        let before = (Bound::Unbounded, Bound::Excluded(to));
        let above = match self.above.range::<[u8], _>(before).next_back() {
            None if self.has_base => return self.base.see_last(to, see),
            None => return Ok(false),
            Some((key, Some(block))) if !self.has_base => {
                see(key, block);
                return Ok(true);
            }
            Some(above) => above,
        };
        let mut is_below = false;
        self.base.see_last(to, &mut |key, block| {
            is_below = key > above.0.as_slice();
            if is_below {
                see(key, block);
            }
        })?;
        match above {
            _ if is_below => Ok(true),
            (key, Some(block)) => {
                see(key, block);
                Ok(true)
            }
            // What was last is removed: what is left lies before it.
            (key, None) => self.see_last(key, see),
        }
    }
}

/// Which tables have rows, by their letters: most books have none in many, and need not look for
/// them in blocks of others.
struct Tables([OnceLock<bool>; 256]);

impl Default for Tables {
    fn default() -> Tables {
        Tables([const { OnceLock::new() }; 256])
    }
}

impl Tables {
    /// Whether the table of `key` may have rows; `look` finds out where nobody knows yet.
    fn has_rows(&self, key: &[u8], look: impl FnOnce() -> bool) -> bool {
        let known = key.first().and_then(|letter| self.0.get(usize::from(*letter)));
        known.is_none_or(|known| *known.get_or_init(look))
    }

    fn has_now(&mut self, key: &[u8]) {
        let known = key.first().and_then(|letter| self.0.get_mut(usize::from(*letter)));
        if let Some(known) = known
            && known.get() != Some(&true)
        {
            *known = OnceLock::from(true);
        }
    }
}

/// The ledger's rows: those above, in memory, before the blocks of `B`.
#[derive(Default)]
pub struct Store<B = SledStore> {
    rows: Writes,
    blocks: Packed<Blocks<B>>,
    tables: Tables,
}

impl<B: Rows> Store<B> {
    /// Whether the table of `key` may have rows.
    fn has_rows(&self, key: &[u8]) -> bool {
        self.tables.has_rows(key, || {
            let from = key.get(..1).unwrap_or_default();
            // What cannot be read is found out by whoever reads it.
            self.over().scan(from, &behind(from)).next().is_some()
        })
    }

    fn over(&self) -> Over<'_> {
        Over { base: &self.blocks, above: &self.rows }
    }

    /// Makes all of `batch`, in memory.
    pub fn apply(&mut self, batch: Batch) {
        batch.writes.keys().for_each(|key| self.tables.has_now(key));
        self.rows.extend(batch.writes);
    }

    /// Puts rows into blocks where there are many. On an error they stay rows.
    pub fn settle_many(&mut self) -> Result<(), LedgerError> {
        if self.rows.len() < ROWS { Ok(()) } else { self.settle() }
    }

    fn settle(&mut self) -> Result<(), LedgerError> {
        let rows = std::mem::take(&mut self.rows);
        match pack(&self.blocks.0, &rows) {
            Ok(blocks) => self.blocks.0.apply(blocks),
            Err(error) => {
                self.rows = rows;
                return Err(error);
            }
        }
        Ok(())
    }
}

impl<B: Rows> Rows for Store<B> {
    fn see(&self, key: &[u8], see: &mut SeeValue) -> Result<bool, LedgerError> {
        if self.has_rows(key) { self.over().see(key, see) } else { Ok(false) }
    }

    fn scan(&self, from: &[u8], to: &[u8]) -> RowIter<'_> {
        // A scan over all tables begins before the first letter.
        let of_one = *behind(from.get(..1).unwrap_or_default()) >= *to;
        match of_one && !self.has_rows(from) {
            true => Box::new(std::iter::empty()),
            false => self.over().scan(from, to),
        }
    }

    fn each(&self, from: &[u8], to: &[u8], see: &mut SeeEach) -> Result<(), LedgerError> {
        let is_written = from >= to || within(&self.rows, from, to).next().is_none();
        if is_written { self.blocks.each(from, to, see) } else { self.over().each(from, to, see) }
    }

    fn last(&self, from: &[u8], to: &[u8]) -> Result<Option<Row>, LedgerError> {
        self.over().last(from, to)
    }
}

impl Store {
    /// Opens the ledger in `folder`, making it where it is missing.
    pub fn open(folder: &Path) -> Result<Store, LedgerError> {
        let base = SledStore::open(folder)?;
        let has_base = !base.is_empty()?;
        let blocks = Packed(Blocks { above: Writes::new(), bytes: 0, base, has_base });
        Ok(Store { rows: Writes::new(), blocks, tables: Tables::default() })
    }

    /// Whether all of it is under sled.
    pub fn is_written(&self) -> bool {
        self.rows.is_empty() && self.blocks.0.above.is_empty()
    }

    /// Writes down what is in memory if that is much; in bulk, if it is very much.
    pub fn keep_up(&mut self, in_bulk: bool) -> Result<(), LedgerError> {
        self.settle_many()?;
        let most = if in_bulk { WAITING_IN_BULK } else { WAITING };
        match self.blocks.0.bytes + self.rows.len() * ROW > most {
            true => self.write_down(),
            false => Ok(()),
        }
    }

    /// Writes down all that is in memory: after that it is sled's. On an error it stays.
    pub fn write_down(&mut self) -> Result<(), LedgerError> {
        if self.is_written() {
            return Ok(());
        }
        self.settle()?;
        let blocks = &mut self.blocks.0;
        if !blocks.has_base {
            // Written for the first time: as tight as it can be.
            let above = std::mem::take(&mut blocks.above);
            blocks.above = repacked(above)?;
        }
        let writes = std::mem::take(&mut blocks.above);
        if let Err(error) = blocks.base.apply(&writes) {
            blocks.above = writes;
            return Err(error);
        }
        (blocks.bytes, blocks.has_base) = (0, true);
        Ok(())
    }

    /// Hands what was written to the operating system.
    pub fn flush(&mut self) -> Result<(), LedgerError> {
        self.write_down()?;
        self.blocks.0.base.flush()
    }
}
