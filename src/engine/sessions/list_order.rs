//! The rows of a list in its order, while it is still being read: runs that are in order each, and are
//! merged as more of them come. Long lists rest between two steps. May use: std, threads, the kept
//! lists.

use std::cmp::Reverse;

use crate::threads;

use super::lists_kept::PackedList;

/// A row: by what it is sorted, and which it is; what was recorded later comes first among equals.
pub(super) type Ordered = (i128, Reverse<PackedList>);

/// After how many rows it may rest.
const STEP: usize = 1_024;

/// Rows in runs, each in order, and each at least twice as long as the next.
#[derive(Default)]
pub(super) struct ListOrder(Vec<Vec<Ordered>>);

impl ListOrder {
    /// Adds some rows, in any order.
    pub(super) fn add(&mut self, mut rows: Vec<Ordered>) {
        rows.sort_unstable();
        self.0.push(rows);
        while let [.., below, last] = self.0.as_slice()
            && below.len() < 2 * last.len()
        {
            self.merge_last();
        }
    }

    /// All rows in order.
    pub(super) fn rows(&mut self) -> Vec<PackedList> {
        while self.0.len() > 1 {
            self.merge_last();
        }
        let all = self.0.first().map(Vec::as_slice).unwrap_or_default();
        let mut rows = Vec::with_capacity(all.len());
        for some in all.chunks(STEP) {
            rows.extend(some.iter().map(|(_, Reverse(id))| *id));
            threads::rest();
        }
        rows
    }

    fn merge_last(&mut self) {
        let (Some(last), Some(below)) = (self.0.pop(), self.0.pop()) else { return };
        self.0.push(merged(below, last));
    }
}

fn merged(one: Vec<Ordered>, other: Vec<Ordered>) -> Vec<Ordered> {
    let mut both = Vec::with_capacity(one.len() + other.len());
    let (mut one, mut other) = (one.into_iter().peekable(), other.into_iter().peekable());
    loop {
        let next = match (one.peek(), other.peek()) {
            (Some(a), Some(b)) if a <= b => one.next(),
            (_, Some(_)) => other.next(),
            _ => one.next(),
        };
        let Some(next) = next else { return both };
        both.push(next);
        if both.len() % STEP == 0 {
            threads::rest();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::tables::ItemId;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn rows_are_in_order_however_they_came(
            slices in prop::collection::vec(prop::collection::vec((-9i128..9, 0u64..500), 0..40), 0..20),
        ) {
            let row = |(by, seq): &(i128, u64)| {
                (*by, Reverse(PackedList::from(ItemId { seq: *seq, place: 0 })))
            };
            let (mut order, mut all) = (ListOrder::default(), Vec::new());
            for slice in &slices {
                let rows: Vec<Ordered> = slice.iter().map(row).collect();
                all.extend(rows.clone());
                order.add(rows);
                // There are never many runs.
                prop_assert!(order.0.windows(2).all(|two| two[0].len() >= 2 * two[1].len()));
            }
            all.sort_unstable();
            let sorted: Vec<PackedList> = all.into_iter().map(|(_, Reverse(id))| id).collect();
            prop_assert_eq!(order.rows(), sorted.clone());
            prop_assert_eq!(order.rows(), sorted);
        }
    }
}
