//! The places of rows on the list: those that were found, and the best that those not looked at may come to. May
//! use: the worklist, domain.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use rust_decimal::Decimal;

use crate::domain::Moment;
use crate::ledger::tables::AccountId;

use super::found::FoundRow;
use super::list::WorkReason;

/// Where a row belongs: the more urgent reason first, then the earlier callback, then the larger amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct ListPlace {
    reason: WorkReason,
    at: Option<Moment>,
    size: Reverse<Decimal>,
    root: AccountId,
}

impl ListPlace {
    /// The first place with a reason and a size.
    pub(super) fn at_best(reason: WorkReason, size: Decimal) -> ListPlace {
        ListPlace { reason, at: None, size: Reverse(size), root: 0 }
    }

    /// Its reason.
    pub(super) fn reason(&self) -> WorkReason {
        self.reason
    }

    /// The first place of callbacks at a moment.
    pub(super) fn at(reason: WorkReason, at: Moment) -> ListPlace {
        ListPlace { reason, at: Some(at), size: Reverse(Decimal::MAX), root: 0 }
    }
}

/// What was found so far.
pub(super) struct Ranked {
    most: usize,
    /// The best places, one more than the list holds; the last of them on top.
    best: BinaryHeap<ListPlace>,
    found: Vec<(ListPlace, FoundRow)>,
    proposed: Vec<(ListPlace, AccountId)>,
}

impl Ranked {
    /// Nothing, for a list of at most so many.
    pub(super) fn of(most: usize) -> Ranked {
        Ranked { most, best: BinaryHeap::new(), found: Vec::new(), proposed: Vec::new() }
    }

    /// Proposes an account, which may come to a place at best.
    pub(super) fn propose(&mut self, place: ListPlace, account: AccountId) {
        self.proposed.push((place, account));
    }

    /// The proposed accounts, the best place first.
    pub(super) fn proposed(&mut self) -> Vec<(ListPlace, AccountId)> {
        let mut proposed = std::mem::take(&mut self.proposed);
        proposed.sort_unstable();
        proposed
    }

    /// Whether the list is full, and one more found, before anybody at a place or behind it.
    pub(super) fn is_full_before(&self, place: &ListPlace) -> bool {
        self.best.len() > self.most && self.best.peek().is_some_and(|last| last < place)
    }

    /// Adds a row of a size.
    pub(super) fn add(&mut self, row: FoundRow, size: Decimal) {
        let (root, first, _) = &row;
        let (reason, at, root) = (first.reason, first.at, *root);
        let place = ListPlace { reason, at, size: Reverse(size), root };
        self.best.push(place);
        if self.best.len() > self.most + 1 {
            self.best.pop();
        }
        self.found.push((place, row));
    }

    /// The rows in their order.
    pub(super) fn take(&mut self) -> Vec<FoundRow> {
        let mut found = std::mem::take(&mut self.found);
        found.sort_by_key(|(place, _)| *place);
        found.into_iter().map(|(_, row)| row).collect()
    }
}
