//! Blocks that were read lately, in hand: to find one under sled takes three times as long as to
//! look through it, and what is decided reads a dozen. May use: the ledger's port.

use std::collections::BTreeMap;
use std::ops::Bound;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::rows::{RowKey, See};

/// How many bytes of blocks are kept; with more, all are let go.
const MOST: usize = 8 << 20;

/// Blocks as they were when they were read. Whoever writes forgets them.
#[derive(Default)]
pub struct Lately(Mutex<Kept>);

#[derive(Default)]
struct Kept {
    blocks: BTreeMap<RowKey, Block>,
    bytes: usize,
}

struct Block {
    /// No other block begins between this one and here.
    until: RowKey,
    bytes: Arc<[u8]>,
}

impl Lately {
    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Shows the last block that begins before `to`, where that is known; whether it is.
    pub fn see_last(&self, to: &[u8], see: &mut See) -> bool {
        let kept = self.kept();
        let before = (Bound::Unbounded, Bound::Excluded(to));
        let last = kept.blocks.range::<[u8], _>(before).next_back();
        let last = last.filter(|(_, block)| to <= block.until.as_slice());
        let last = last.map(|(key, block)| (key.clone(), block.bytes.clone()));
        drop(kept);
        if let Some((key, block)) = &last {
            see(key, block);
        }
        last.is_some()
    }

    /// Keeps the last block that begins before `to`.
    pub fn keep(&self, to: &[u8], key: &[u8], block: &[u8]) {
        let mut kept = self.kept();
        if kept.bytes > MOST {
            *kept = Kept::default();
        }
        let until = RowKey::from_slice(to);
        if let Some(known) = kept.blocks.get_mut(key) {
            known.until = until.max(std::mem::take(&mut known.until));
            return;
        }
        kept.bytes += block.len();
        kept.blocks.insert(RowKey::from_slice(key), Block { until, bytes: block.into() });
    }

    /// Lets go of all of them: something is written.
    pub fn forget(&self) {
        *self.kept() = Kept::default();
    }
}
