//! Leaves out of a statement the documents that were entered by mistake and corrected in the same
//! period. The cost depends on what moved. May use: domain, the items' table.

use std::collections::{BTreeSet, HashMap};

use crate::domain::event::GivenUp;
use crate::domain::{Day, Money, Number};
use crate::ledger::tables::ItemId;

/// A movement with where it was recorded.
pub(super) struct Movement {
    pub(super) item: ItemId,
    pub(super) date: Day,
    /// The entry from which it is on this account's statements.
    pub(super) seq: u64,
    /// The entry that recorded it: earlier, for an account that was merged.
    pub(super) entry: u64,
    pub(super) kind: &'static str,
    pub(super) reason: Option<GivenUp>,
    /// The tax code and the number of a certificate.
    pub(super) certificate: Option<(String, Option<String>)>,
    pub(super) number: Number,
    pub(super) amount: Money,
}

/// The movements without those that were entered and corrected among them. A discount or a rounding
/// that came and went with one is left out too, if all of that adds up to zero.
pub(super) fn without_corrected(movements: Vec<Movement>) -> Vec<Movement> {
    let corrections = movements.iter().filter(|movement| movement.kind == "correction");
    let corrected: Vec<(ItemId, u64)> =
        corrections.map(|movement| (movement.item, movement.entry)).collect();
    if corrected.is_empty() {
        return movements;
    }
    let mut left = Uncorrected::of(movements);
    for (item, seq) in corrected {
        left.leave_out(item, seq);
    }
    left.movements.into_iter().flatten().collect()
}

/// Movements left out one after another, found by item and by entry.
struct Uncorrected {
    /// `None` in place of one that is left out.
    movements: Vec<Option<Movement>>,
    by_item: HashMap<ItemId, Vec<usize>>,
    by_entry: HashMap<u64, Vec<usize>>,
}

impl Uncorrected {
    fn of(movements: Vec<Movement>) -> Uncorrected {
        let (mut by_item, mut by_entry) = (HashMap::new(), HashMap::new());
        for (place, movement) in movements.iter().enumerate() {
            by_item.entry(movement.item).or_insert_with(Vec::new).push(place);
            by_entry.entry(movement.entry).or_insert_with(Vec::new).push(place);
        }
        Uncorrected { movements: movements.into_iter().map(Some).collect(), by_item, by_entry }
    }

    fn at(&self, place: usize) -> Option<&Movement> {
        self.movements.get(place)?.as_ref()
    }

    fn of_items(&self, items: impl IntoIterator<Item = ItemId>) -> BTreeSet<usize> {
        items.into_iter().filter_map(|item| self.by_item.get(&item)).flatten().copied().collect()
    }

    fn of_entries(&self, entries: [u64; 2]) -> BTreeSet<usize> {
        entries.iter().filter_map(|entry| self.by_entry.get(entry)).flatten().copied().collect()
    }

    /// Leaves out an item that entry `seq` corrected, and what came and went with it.
    fn leave_out(&mut self, item: ItemId, seq: u64) {
        let of_item = self.of_items([item]);
        let mut of_it = of_item.iter().filter_map(|place| self.at(*place));
        if !of_it.any(|movement| movement.entry == item.seq) {
            return;
        }
        let by_entry = self.of_entries([item.seq, seq]);
        // A discount may have been taken in an entry of its own, when the payment was allocated.
        let along = by_entry.iter().filter_map(|place| Some(self.at(*place)?.item));
        let by_item = self.of_items(along.collect::<BTreeSet<ItemId>>());
        let all = [by_entry, by_item].into_iter().find(|places| self.adds_up_to_nothing(places));
        for place in all.unwrap_or(of_item) {
            self.movements.get_mut(place).into_iter().for_each(|movement| *movement = None);
        }
    }

    fn adds_up_to_nothing(&self, places: &BTreeSet<usize>) -> bool {
        let movements = places.iter().filter_map(|place| self.at(*place));
        movements.map(|movement| i128::from(movement.amount.minor())).sum::<i128>() == 0
    }
}
