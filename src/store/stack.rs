//! The ledger as it is kept: rows that were just posted and blocks that were just made are in memory, what is
//! older is under sled. What is in memory is posted again from the journal if this process is stopped, so
//! nobody waits for it to be written.
//!
//! Readers never wait for the writer, nor the writer for them: each reads a [`Picture`] of one moment. Pictures
//! are cheap because what is in memory lies in [`Layers`] that never change once somebody holds them. What goes
//! to sled is frozen first, and written only when every picture that lacks it is gone. Pictures that have it
//! read the same above sled before, while and after it is written. May use: the rest of the store.

use std::path::Path;
use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard, Weak};

use super::layers::{Layered, Layers};
use super::overlay::Nothing;
use super::packed::{Packed, pack, repacked};
use super::rows::{
    Batch, LedgerError, RowIter, Rows, See, SeeEach, SeeValue, StoredRow, Writes, behind,
};
use super::sled_store::SledStore;

/// From how many rows on they are put into blocks.
const ROWS: usize = 250_000;

/// How many bytes wait to be written while others may be looking on.
const WAITING: usize = 1 << 20;

/// What a row comes to in memory, about.
const ROW: usize = 200;

/// How many where one process does much at once: the more wait, the fewer are written twice.
const WAITING_IN_BULK: usize = 384 << 20;

/// Blocks in memory above those of `B`.
struct Blocks<B> {
    above: Layers,
    /// None while it has nothing: nobody needs to look there.
    base: Option<Arc<B>>,
}

impl<B: Rows> Blocks<B> {
    fn over(&self) -> Layered<'_> {
        match &self.base {
            Some(base) => self.above.over(&**base),
            None => self.above.over(&Nothing),
        }
    }
}

impl<B: Rows + Send + Sync> Rows for Blocks<B> {
    fn see(&self, key: &[u8], see: &mut SeeValue) -> Result<bool, LedgerError> {
        self.over().see(key, see)
    }

    fn scan(&self, from: &[u8], to: &[u8]) -> RowIter<'_> {
        self.over().rows_between(from, to)
    }

    fn each(&self, from: &[u8], to: &[u8], see: &mut SeeEach) -> Result<(), LedgerError> {
        self.over().each(from, to, see)
    }

    fn last(&self, from: &[u8], to: &[u8]) -> Result<Option<StoredRow>, LedgerError> {
        self.over().last(from, to)
    }

    fn see_last(&self, to: &[u8], see: &mut See) -> Result<bool, LedgerError> {
        self.over().see_last(to, see)
    }
}

/// Which tables have rows, by their letters: many have none, which need not be looked for in blocks of others.
struct Tables([AtomicU8; 256]);

/// Nobody has looked.
const UNKNOWN: u8 = 0;
const EMPTY: u8 = 1;
const FILLED: u8 = 2;

impl Default for Tables {
    fn default() -> Tables {
        Tables([const { AtomicU8::new(UNKNOWN) }; 256])
    }
}

impl Tables {
    /// Whether the table of `key` may have rows; `look` finds out where nobody knows yet. What an
    /// older picture finds empty does not count where a newer one is known to have rows.
    fn has_rows(&self, key: &[u8], look: impl FnOnce() -> bool) -> bool {
        let Some(known) = key.first().and_then(|letter| self.0.get(usize::from(*letter))) else {
            return true;
        };
        if known.load(Ordering::SeqCst) == UNKNOWN {
            let found = if look() { FILLED } else { EMPTY };
            // Whoever was faster knows as much, or more.
            let _ = known.compare_exchange(UNKNOWN, found, Ordering::SeqCst, Ordering::SeqCst);
        }
        known.load(Ordering::SeqCst) == FILLED
    }

    fn has_now(&self, key: &[u8]) {
        if let Some(known) = key.first().and_then(|letter| self.0.get(usize::from(*letter)))
            && known.load(Ordering::Relaxed) != FILLED
        {
            known.store(FILLED, Ordering::SeqCst);
        }
    }
}

/// All rows as they were at one moment, for as long as it is held.
pub struct Picture<B = SledStore> {
    rows: Layers,
    blocks: Packed<Blocks<B>>,
    tables: Arc<Tables>,
    /// Shared by all pictures since something was frozen last.
    since: Arc<()>,
}

impl<B> Clone for Picture<B> {
    fn clone(&self) -> Picture<B> {
        let Blocks { above, base } = &self.blocks.0;
        Picture {
            rows: self.rows.clone(),
            blocks: Packed(Blocks { above: above.clone(), base: base.clone() }),
            tables: self.tables.clone(),
            since: self.since.clone(),
        }
    }
}

impl<B> Default for Picture<B> {
    fn default() -> Picture<B> {
        let blocks = Packed(Blocks { above: Layers::default(), base: None });
        Picture { rows: Layers::default(), blocks, tables: Arc::default(), since: Arc::default() }
    }
}

impl<B: Rows + Send + Sync> Picture<B> {
    fn over(&self) -> Layered<'_> {
        self.rows.over(&self.blocks)
    }

    /// Whether the table of `key` may have rows.
    fn has_rows(&self, key: &[u8]) -> bool {
        self.tables.has_rows(key, || {
            let from = key.get(..1).unwrap_or_default();
            // What cannot be read is found out by whoever reads it.
            self.over().scan(from, &behind(from)).next().is_some()
        })
    }
}

impl<B: Rows + Send + Sync> Rows for Picture<B> {
    fn see(&self, key: &[u8], see: &mut SeeValue) -> Result<bool, LedgerError> {
        if self.has_rows(key) { self.over().see(key, see) } else { Ok(false) }
    }

    fn scan(&self, from: &[u8], to: &[u8]) -> RowIter<'_> {
        // A scan over all tables begins before the first letter.
        let of_one = *behind(from.get(..1).unwrap_or_default()) >= *to;
        match of_one && !self.has_rows(from) {
            true => Box::new(std::iter::empty()),
            false => self.over().rows_between(from, to),
        }
    }

    fn each(&self, from: &[u8], to: &[u8], see: &mut SeeEach) -> Result<(), LedgerError> {
        self.over().each(from, to, see)
    }

    fn last(&self, from: &[u8], to: &[u8]) -> Result<Option<StoredRow>, LedgerError> {
        self.over().last(from, to)
    }
}

/// The rows now, and where they are written.
struct Now<B> {
    picture: Picture<B>,
    /// How many bytes the blocks in memory have, about.
    bytes: usize,
    /// What is on its way to the disk.
    frozen: Option<Frozen>,
    /// Where blocks are written; none where all stays in memory.
    disk: Option<Arc<B>>,
}

/// Blocks that are to be written, and what those pictures hold that lack them.
#[derive(Clone)]
struct Frozen {
    blocks: Arc<Writes>,
    lacking: Weak<()>,
}

/// The ledger's rows: those in memory above the blocks of `B`. One writer changes it.
pub struct Store<B = SledStore>(RwLock<Now<B>>);

impl<B> Default for Store<B> {
    fn default() -> Store<B> {
        Store::of(Picture::default(), None)
    }
}

impl<B> Store<B> {
    fn of(picture: Picture<B>, disk: Option<Arc<B>>) -> Store<B> {
        Store(RwLock::new(Now { picture, bytes: 0, frozen: None, disk }))
    }

    fn read(&self) -> RwLockReadGuard<'_, Now<B>> {
        self.0.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// Held for a moment only: readers wait for it.
    fn write(&self) -> RwLockWriteGuard<'_, Now<B>> {
        self.0.write().unwrap_or_else(PoisonError::into_inner)
    }

    /// The rows as they are now.
    pub fn picture(&self) -> Picture<B> {
        self.read().picture.clone()
    }

    /// Becomes `other`. Whoever holds a picture goes on reading what was here before.
    pub fn become_other(&self, other: Store<B>) {
        let other = other.0.into_inner().unwrap_or_else(PoisonError::into_inner);
        let before = std::mem::replace(&mut *self.write(), other);
        drop(before);
    }
}

impl<B: Rows + Send + Sync> Store<B> {
    /// Makes all of `batch`, in memory.
    pub fn apply(&self, batch: Batch) {
        let mut now = self.write();
        batch.writes.keys().for_each(|key| now.picture.tables.has_now(key));
        now.picture.rows.extend(batch.writes);
    }

    /// Puts rows into blocks where there are many. On an error they stay rows.
    pub fn settle_many(&self) -> Result<(), LedgerError> {
        if self.read().picture.rows.len() < ROWS { Ok(()) } else { self.settle() }
    }

    fn settle(&self) -> Result<(), LedgerError> {
        let blocks = {
            let picture = &self.read().picture;
            pack(&picture.blocks.0, &picture.rows.all())?
        };
        let rows = {
            let mut now = self.write();
            let above = &mut now.picture.blocks.0.above;
            let size = |block: &Option<Vec<u8>>| block.as_ref().map_or(0, Vec::len);
            let replaced: usize = blocks.keys().filter_map(|key| above.newest(key)).map(size).sum();
            let added: usize = blocks.values().map(size).sum();
            above.extend(blocks);
            now.bytes = (now.bytes + added).saturating_sub(replaced);
            std::mem::take(&mut now.picture.rows)
        };
        // Where nobody else holds them, this takes a while.
        drop(rows);
        Ok(())
    }
}

impl Store {
    /// Opens the ledger in `folder`, making it where it is missing.
    pub fn open(folder: &Path) -> Result<Store, LedgerError> {
        let disk = SledStore::open(folder)?;
        let is_empty = disk.is_empty()?;
        let (disk, mut picture) = (Arc::new(disk), Picture::default());
        picture.blocks.0.base = (!is_empty).then(|| disk.clone());
        Ok(Store::of(picture, Some(disk)))
    }

    /// Whether all of it is under sled, or will never be.
    pub fn is_written(&self) -> bool {
        let now = self.read();
        let picture = &now.picture;
        now.disk.is_none() || (picture.rows.is_empty() && picture.blocks.0.above.is_empty())
    }

    /// Writes down what is in memory if that is much; in bulk, if it is very much.
    pub fn keep_up(&self, in_bulk: bool) -> Result<(), LedgerError> {
        self.settle_many()?;
        let most = if in_bulk { WAITING_IN_BULK } else { WAITING };
        let bytes = {
            let now = self.read();
            now.bytes + now.picture.rows.len() * ROW
        };
        if bytes > most { self.write_down() } else { Ok(()) }
    }

    /// Writes down what is in memory: after that it is sled's. On an error it stays. It also stays,
    /// until this is called again, where somebody still reads a picture that lacks it.
    pub fn write_down(&self) -> Result<(), LedgerError> {
        if self.is_written() || !self.write_frozen()? {
            return Ok(());
        }
        self.settle()?;
        self.freeze()?;
        self.write_frozen().map(drop)
    }

    /// Takes the blocks in memory as what is written next. Every picture from now on has them.
    fn freeze(&self) -> Result<(), LedgerError> {
        let is_first = self.read().picture.blocks.0.base.is_none();
        let mut now = self.write();
        let mut blocks = now.picture.blocks.0.above.take();
        if is_first {
            // Written for the first time: as tight as it can be. Older pictures do not look at the
            // disk at all.
            blocks = repacked(blocks)?;
        }
        let blocks = Arc::new(blocks);
        now.bytes = 0;
        now.picture.blocks.0.above.freeze(blocks.clone());
        let before = std::mem::take(&mut now.picture.since);
        now.frozen = Some(Frozen { blocks, lacking: Arc::downgrade(&before) });
        Ok(())
    }

    /// Writes what was frozen, unless somebody reads a picture that lacks it; whether nothing is
    /// left of it.
    fn write_frozen(&self) -> Result<bool, LedgerError> {
        let (frozen, disk) = {
            let now = self.read();
            (now.frozen.clone(), now.disk.clone())
        };
        let (Some(frozen), Some(disk)) = (frozen, disk) else { return Ok(true) };
        if frozen.lacking.strong_count() > 0 {
            return Ok(false);
        }
        disk.apply(&frozen.blocks)?;
        let mut now = self.write();
        now.picture.blocks.0.above.melt();
        now.picture.blocks.0.base = Some(disk);
        now.frozen = None;
        drop(now);
        // Where nobody else holds them, this takes a while.
        drop(frozen);
        Ok(true)
    }

    /// Hands what was written to the operating system.
    pub fn flush(&self) -> Result<(), LedgerError> {
        self.write_down()?;
        let disk = self.read().disk.clone();
        disk.map_or(Ok(()), |disk| disk.flush())
    }
}

#[cfg(test)]
mod tests {
    use super::super::overlay::Over;
    use super::super::rows::RowKey;
    use super::*;
    use proptest::prelude::*;

    fn all(rows: &dyn Rows) -> Vec<StoredRow> {
        rows.scan(&[0], &[u8::MAX; 64]).map(Result::unwrap).collect()
    }

    #[derive(Clone, Debug)]
    enum Act {
        Apply(Vec<((u8, u8), Option<usize>)>),
        Hold,
        LetGo(prop::sample::Index),
        WriteDown,
        Reopen,
    }

    fn acts() -> impl Strategy<Value = Vec<Act>> {
        let write = ((b'A'..b'D', any::<u8>()), prop::option::of(0_usize..300));
        prop::collection::vec(
            prop_oneof![
                4 => prop::collection::vec(write, 0..40).prop_map(Act::Apply),
                2 => Just(Act::Hold),
                2 => any::<prop::sample::Index>().prop_map(Act::LetGo),
                3 => Just(Act::WriteDown),
                1 => Just(Act::Reopen),
            ],
            1..40,
        )
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn a_picture_stays_as_it_was_whatever_is_written(acts in acts()) {
            let folder = tempfile::tempdir().unwrap();
            let mut store = Store::open(folder.path()).unwrap();
            let (mut flat, mut held) = (Writes::new(), Vec::new());
            for act in acts {
                match act {
                    Act::Apply(given) => {
                        let writes: Writes = given
                            .iter()
                            .map(|((table, key), length)| {
                                (RowKey::from_slice(&[*table, *key]), length.map(|n| vec![*key; n]))
                            })
                            .collect();
                        flat.extend(writes.clone());
                        store.apply(Batch { writes });
                    }
                    Act::Hold => held.push((store.picture(), flat.clone())),
                    Act::LetGo(which) if !held.is_empty() => {
                        held.remove(which.index(held.len()));
                    }
                    Act::LetGo(_) => {}
                    Act::WriteDown => store.write_down().unwrap(),
                    Act::Reopen => {
                        held.clear();
                        // What was frozen while somebody held a picture is written by the first.
                        store.write_down().unwrap();
                        store.write_down().unwrap();
                        prop_assert!(store.is_written());
                        drop(store);
                        store = Store::open(folder.path()).unwrap();
                    }
                }
                for (picture, flat) in &held {
                    prop_assert_eq!(all(picture), all(&Over { base: &Nothing, above: flat }));
                }
                let now = store.picture();
                prop_assert_eq!(all(&now), all(&Over { base: &Nothing, above: &flat }));
            }
        }
    }

    #[test]
    fn what_is_posted_while_somebody_reads_is_written_as_soon_as_it_may_be() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(folder.path()).unwrap();
        let put = |key: u8| {
            let mut batch = Batch::default();
            batch.put(RowKey::from_slice(&[b'A', key]), vec![key]);
            store.apply(batch);
        };
        put(1);
        store.write_down().unwrap();
        let before = store.picture();
        put(2);
        store.write_down().unwrap();
        assert!(!store.is_written(), "the picture lacks it");
        let after = store.picture();
        drop(before);
        store.write_down().unwrap();
        assert!(store.is_written(), "the picture that is held has it");
        assert_eq!(all(&after).len(), 2);
    }
}
