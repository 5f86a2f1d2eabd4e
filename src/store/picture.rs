//! A snapshot of all rows at one moment. Pictures are cheap because what is in memory is in [`Layers`] that
//! never change once a reader holds them. May use: the rest of the store.

use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};

use super::layers::{Layered, Layers};
use super::overlay::Nothing;
use super::packed::Packed;
use super::rows::{LedgerError, RowIter, Rows, See, SeeEach, SeeValue, StoredRow, behind};
use super::sled_store::SledStore;

/// Blocks in memory above those of `B`.
pub(super) struct Blocks<B> {
    pub(super) above: Layers,
    /// `None` while it is empty, so that it is not searched.
    pub(super) base: Option<Arc<B>>,
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
    fn with_value(&self, key: &[u8], see: &mut SeeValue) -> Result<bool, LedgerError> {
        self.over().with_value(key, see)
    }

    fn scan(&self, from: &[u8], to: &[u8]) -> RowIter<'_> {
        self.over().rows_between(from, to)
    }

    fn for_each(&self, from: &[u8], to: &[u8], see: &mut SeeEach) -> Result<(), LedgerError> {
        self.over().for_each(from, to, see)
    }

    fn last(&self, from: &[u8], to: &[u8]) -> Result<Option<StoredRow>, LedgerError> {
        self.over().last(from, to)
    }

    fn with_last(&self, to: &[u8], see: &mut See) -> Result<bool, LedgerError> {
        self.over().with_last(to, see)
    }
}

/// Which tables have rows, by their letters: blocks are not searched for rows of empty tables.
pub(super) struct Tables([AtomicU8; 256]);

/// Unknown: not searched yet.
const UNKNOWN: u8 = 0;
const EMPTY: u8 = 1;
const FILLED: u8 = 2;

impl Default for Tables {
    fn default() -> Tables {
        Tables([const { AtomicU8::new(UNKNOWN) }; 256])
    }
}

impl Tables {
    /// Whether the table of `key` may have rows; `look` searches if that is unknown. If an older picture
    /// finds none, that does not override a newer one that knows of rows.
    fn has_rows(&self, key: &[u8], look: impl FnOnce() -> bool) -> bool {
        let Some(known) = key.first().and_then(|letter| self.0.get(usize::from(*letter))) else {
            return true;
        };
        if known.load(Ordering::SeqCst) == UNKNOWN {
            let found = if look() { FILLED } else { EMPTY };
            // If another thread was faster, its answer is at least as new.
            let _ = known.compare_exchange(UNKNOWN, found, Ordering::SeqCst, Ordering::SeqCst);
        }
        known.load(Ordering::SeqCst) == FILLED
    }

    /// The table of `key` has rows from now on.
    pub(super) fn has_now(&self, key: &[u8]) {
        if let Some(known) = key.first().and_then(|letter| self.0.get(usize::from(*letter)))
            && known.load(Ordering::Relaxed) != FILLED
        {
            known.store(FILLED, Ordering::SeqCst);
        }
    }
}

/// All rows as they were at one moment, for as long as this is held.
pub struct Picture<B = SledStore> {
    pub(super) rows: Layers,
    pub(super) blocks: Packed<Blocks<B>>,
    pub(super) tables: Arc<Tables>,
    /// Shared by all pictures taken since the last freeze.
    pub(super) since: Arc<()>,
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
            // An error counts as rows; reading them reports it.
            self.over().scan(from, &behind(from)).next().is_some()
        })
    }
}

impl<B: Rows + Send + Sync> Rows for Picture<B> {
    fn with_value(&self, key: &[u8], see: &mut SeeValue) -> Result<bool, LedgerError> {
        if self.has_rows(key) { self.over().with_value(key, see) } else { Ok(false) }
    }

    fn scan(&self, from: &[u8], to: &[u8]) -> RowIter<'_> {
        // A scan over all tables starts before the first letter.
        let of_one = *behind(from.get(..1).unwrap_or_default()) >= *to;
        match of_one && !self.has_rows(from) {
            true => Box::new(std::iter::empty()),
            false => self.over().rows_between(from, to),
        }
    }

    fn for_each(&self, from: &[u8], to: &[u8], see: &mut SeeEach) -> Result<(), LedgerError> {
        self.over().for_each(from, to, see)
    }

    fn last(&self, from: &[u8], to: &[u8]) -> Result<Option<StoredRow>, LedgerError> {
        self.over().last(from, to)
    }
}
