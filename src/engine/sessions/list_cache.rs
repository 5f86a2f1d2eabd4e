//! Keeps lists that were read in full, for others who open the same one. May use: domain, the ledger's
//! ids.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

use crate::domain::{Currency, Day};
use crate::ledger::tables::ItemId;

use super::listing::Listing;

/// The id of a row in eight bytes: a list may have millions.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) struct PackedId(u64);

impl From<ItemId> for PackedId {
    fn from(id: ItemId) -> PackedId {
        PackedId(id.seq << 16 | u64::from(id.place))
    }
}

impl From<PackedId> for ItemId {
    fn from(PackedId(id): PackedId) -> ItemId {
        ItemId { seq: id >> 16, place: (id & 0xFFFF) as u16 }
    }
}

/// What has been read of a list, shared by those who show the same one as long as nothing changes.
#[derive(Clone, Default)]
pub(super) struct CachedList {
    pub(super) rows: Vec<PackedId>,
    pub(super) sums: BTreeMap<Currency, i128>,
}

/// The lists in use that were read in full, with the moment they are true at.
#[derive(Default)]
pub(super) struct ListCache(Mutex<Vec<(Listing, TrueAt, Weak<CachedList>)>>);

/// The last entry and the day of a list.
pub(super) type TrueAt = (u64, Day);

impl ListCache {
    fn all(&self) -> MutexGuard<'_, Vec<(Listing, TrueAt, Weak<CachedList>)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn find(&self, listing: &Listing, head: TrueAt) -> Option<Arc<CachedList>> {
        let all = self.all();
        let mut same = all.iter().filter(|(of, at, _)| *at == head && of.is_same(listing));
        same.find_map(|(_, _, kept)| kept.upgrade())
    }

    pub(super) fn keep(&self, listing: &Listing, head: TrueAt, kept: &Arc<CachedList>) {
        let mut all = self.all();
        all.retain(|(_, _, kept)| kept.strong_count() > 0);
        all.push((listing.clone(), head, Arc::downgrade(kept)));
    }
}
