//! The ledger's storage: recent rows and new blocks are in memory, older ones under sled. After a kill,
//! what was in memory is posted again from the journal, so nobody waits for it to be written.
//!
//! Readers never wait for the writer, nor the writer for them: each reads a [`Picture`], a snapshot of
//! one moment. What goes to sled is frozen first, and written only when every picture that lacks it is
//! gone. Pictures that have it read the same above sled before, during and after the write. May use: the
//! rest of the store.

use std::path::Path;
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard, Weak};

use super::packed::{pack, repacked};
use super::picture::Picture;
use super::rows::{Batch, LedgerError, Rows, Writes};
use super::sled_store::SledStore;

/// The number of rows from which on they are put into blocks.
const ROWS: usize = 250_000;

/// How many bytes may wait to be written while other clients may be active.
const WAITING: usize = 1 << 20;

/// The approximate size of a row in memory.
const ROW: usize = 200;

/// The same in bulk work by one process: the more bytes wait, the fewer are written twice.
const WAITING_IN_BULK: usize = 384 << 20;

/// The current rows, and where they are written.
struct Now<B> {
    picture: Picture<B>,
    /// The approximate size of the blocks in memory, in bytes.
    bytes: usize,
    /// The blocks being written to disk.
    frozen: Option<Frozen>,
    /// The disk; `None` if everything stays in memory.
    disk: Option<Arc<B>>,
}

/// Blocks to be written, and a token held by the pictures that lack them.
#[derive(Clone)]
struct Frozen {
    blocks: Arc<Writes>,
    lacking: Weak<()>,
}

/// The ledger's rows: those in memory above the blocks of `B`. Only one writer changes them.
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

    /// Held only briefly, because readers wait for it.
    fn write(&self) -> RwLockWriteGuard<'_, Now<B>> {
        self.0.write().unwrap_or_else(PoisonError::into_inner)
    }

    /// The current rows.
    pub fn picture(&self) -> Picture<B> {
        self.read().picture.clone()
    }

    /// Replaces the rows by those of `other`. Existing pictures keep the old ones.
    pub fn become_other(&self, other: Store<B>) {
        let other = other.0.into_inner().unwrap_or_else(PoisonError::into_inner);
        let before = std::mem::replace(&mut *self.write(), other);
        drop(before);
    }
}

impl<B: Rows + Send + Sync> Store<B> {
    /// Applies `batch` in memory.
    pub fn apply(&self, batch: Batch) {
        let mut now = self.write();
        batch.writes.keys().for_each(|key| now.picture.tables.has_now(key));
        now.picture.rows.extend(batch.writes);
    }

    /// Puts the rows into blocks if there are many. On an error they stay rows.
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
        // If these were the last references, dropping takes a while.
        drop(rows);
        Ok(())
    }
}

impl Store {
    /// Opens the ledger in `folder`, and creates it if it is missing.
    pub fn open(folder: &Path) -> Result<Store, LedgerError> {
        let disk = SledStore::open(folder)?;
        let is_empty = disk.is_empty()?;
        let (disk, mut picture) = (Arc::new(disk), Picture::default());
        picture.blocks.0.base = (!is_empty).then(|| disk.clone());
        Ok(Store::of(picture, Some(disk)))
    }

    /// Whether everything is on disk, or nothing ever will be.
    pub fn is_written(&self) -> bool {
        let now = self.read();
        let picture = &now.picture;
        now.disk.is_none() || (picture.rows.is_empty() && picture.blocks.0.above.is_empty())
    }

    /// Writes to disk if much is in memory; in bulk work, if very much is.
    pub fn keep_up(&self, in_bulk: bool) -> Result<(), LedgerError> {
        self.settle_many()?;
        let most = if in_bulk { WAITING_IN_BULK } else { WAITING };
        let bytes = {
            let now = self.read();
            now.bytes + now.picture.rows.len() * ROW
        };
        if bytes > most { self.write_down() } else { Ok(()) }
    }

    /// Writes to disk what is in memory. On an error it stays in memory. It also stays, until the next
    /// call, while a picture without it is being read.
    pub fn write_down(&self) -> Result<(), LedgerError> {
        if self.is_written() || !self.write_frozen()? {
            return Ok(());
        }
        self.settle()?;
        self.freeze()?;
        self.write_frozen().map(drop)
    }

    /// Takes the blocks in memory as the next ones to write. All later pictures have them.
    fn freeze(&self) -> Result<(), LedgerError> {
        let is_first = self.read().picture.blocks.0.base.is_none();
        let mut now = self.write();
        let mut blocks = now.picture.blocks.0.above.take();
        if is_first {
            // This is the first write, so pack them as tightly as possible. Older pictures don't read
            // the disk.
            blocks = repacked(blocks)?;
        }
        let blocks = Arc::new(blocks);
        now.bytes = 0;
        now.picture.blocks.0.above.freeze(blocks.clone());
        let before = std::mem::take(&mut now.picture.since);
        now.frozen = Some(Frozen { blocks, lacking: Arc::downgrade(&before) });
        Ok(())
    }

    /// Writes the frozen blocks, unless a picture without them is being read. Returns whether none are
    /// left.
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
        // If these were the last references, dropping takes a while.
        drop(frozen);
        Ok(true)
    }

    /// Passes what was written to the operating system.
    pub fn flush(&self) -> Result<(), LedgerError> {
        self.write_down()?;
        let disk = self.read().disk.clone();
        disk.map_or(Ok(()), |disk| disk.flush())
    }
}

#[cfg(test)]
mod tests {
    use super::super::overlay::{Nothing, Over};
    use super::super::rows::{RowKey, StoredRow};
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
                        // The first call writes what was frozen while a picture was held.
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
