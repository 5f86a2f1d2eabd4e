//! Finds which of some amounts add up to a sum: smaller sets first, then by place. Sets of up to three
//! are tried one by one. For larger ones, few amounts are split in half and the sums of the halves
//! combined; many amounts are tried size by size, within the allowed steps. May use: std.

use std::collections::BinaryHeap;

/// The most amounts that are split in half.
const MOST_TO_HALVE: usize = 36;

/// The size of sets from which on halves are combined.
const LARGE: usize = 4;

/// The question.
#[derive(Clone, Copy, Debug)]
pub struct Target {
    /// The least matching sum, greater than zero.
    pub low: i64,
    /// The greatest matching sum.
    pub high: i64,
    /// How many sets to return at most.
    pub sets: usize,
    /// How many steps to take at most; a step is some tens of nanoseconds.
    pub work: u64,
}

/// The sets, as places: the smallest first, and among those of one size the ones with the earliest
/// places.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SumSets {
    /// Places in the list of amounts, ascending.
    pub sets: Vec<Vec<usize>>,
    /// Whether there are or may be more: more were found, or the allowed steps were used up.
    pub more: bool,
    /// The steps taken.
    pub work: u64,
}

/// The sets of `amounts` with a matching sum that `accept` accepts. Amounts of zero or less are in no
/// set.
pub fn sets_of(amounts: &[i64], target: Target, accept: &dyn Fn(&[usize]) -> bool) -> SumSets {
    let fits = |amount: &i64| *amount > 0 && *amount <= target.high;
    let places: Vec<usize> = (0..amounts.len()).filter(|at| fits(&amounts[*at])).collect();
    let amounts: Vec<i64> = places.iter().map(|at| amounts[*at]).collect();
    let total = amounts.iter().fold(0_i64, |sum, amount| sum.saturating_add(*amount));
    if target.low <= 0 || target.high < target.low || total < target.low {
        return SumSets::default();
    }
    let mut sorted: Vec<(i64, usize)> = amounts.iter().copied().zip(0..).collect();
    sorted.sort_unstable();
    let mut search = SumSearch {
        amounts,
        sorted,
        places,
        target,
        accept,
        found: SumSets::default(),
        is_cut: false,
    };
    search.run();
    search.found.more |= search.is_cut;
    search.found
}

struct SumSearch<'a> {
    amounts: Vec<i64>,
    /// Amounts with their places, ascending.
    sorted: Vec<(i64, usize)>,
    /// The caller's places of the amounts.
    places: Vec<usize>,
    target: Target,
    accept: &'a dyn Fn(&[usize]) -> bool,
    found: SumSets,
    is_cut: bool,
}

impl SumSearch<'_> {
    fn run(&mut self) {
        let count = self.amounts.len();
        let is_few = count <= MOST_TO_HALVE;
        for size in 1..=count {
            if is_few && size >= LARGE {
                return self.meet_in_the_middle();
            }
            let mut chosen = Vec::with_capacity(size);
            let bounds = self.bounds(size);
            self.choose(&mut chosen, 0, 0, size, &bounds);
            if self.is_over() {
                return;
            }
        }
    }

    fn is_over(&self) -> bool {
        self.is_cut || self.found.more
    }

    /// Counts a step. Returns whether it is allowed.
    fn step(&mut self, steps: u64) -> bool {
        self.found.work += steps;
        self.is_cut |= self.found.work > self.target.work;
        !self.is_over()
    }

    /// The least and the greatest sum of 0 to `size` of the amounts.
    fn bounds(&self, size: usize) -> Vec<(i64, i64)> {
        let mut bounds = vec![(0_i64, 0_i64)];
        let pairs = self.sorted.iter().zip(self.sorted.iter().rev()).take(size);
        for ((least, _), (greatest, _)) in pairs {
            let (low, high) = bounds[bounds.len() - 1];
            bounds.push((low.saturating_add(*least), high.saturating_add(*greatest)));
        }
        bounds
    }

    /// Adds the sets that start with `chosen` and have `left` more places, from `start` on.
    fn choose(
        &mut self,
        chosen: &mut Vec<usize>,
        sum: i64,
        start: usize,
        left: usize,
        bounds: &[(i64, i64)],
    ) {
        if left == 1 {
            return self.choose_last(chosen, sum, start);
        }
        let (least, greatest) = bounds[left - 1];
        for at in start..=self.amounts.len() - left {
            let sum = sum.saturating_add(self.amounts[at]);
            if sum.saturating_add(least) > self.target.high
                || sum.saturating_add(greatest) < self.target.low
            {
                self.found.work += 1;
                continue;
            }
            if !self.step(1) {
                return;
            }
            chosen.push(at);
            self.choose(chosen, sum, at + 1, left - 1, bounds);
            chosen.pop();
        }
    }

    fn choose_last(&mut self, chosen: &mut Vec<usize>, sum: i64, start: usize) {
        let low = self.target.low.saturating_sub(sum);
        let high = self.target.high.saturating_sub(sum);
        let from = self.sorted.partition_point(|(amount, _)| *amount < low);
        let count = self.sorted[from..].partition_point(|(amount, _)| *amount <= high);
        if !self.step(1 + count as u64 / 4) {
            return;
        }
        let within = self.sorted[from..from + count].iter().map(|(_, at)| *at);
        let mut last: Vec<usize> = within.filter(|at| *at >= start).collect();
        last.sort_unstable();
        for at in last {
            chosen.push(at);
            self.offer(chosen);
            chosen.pop();
            if self.is_over() {
                return;
            }
        }
    }

    /// Adds a set, if it is accepted and there is room.
    fn offer(&mut self, chosen: &[usize]) {
        let set: Vec<usize> = chosen.iter().map(|at| self.places[*at]).collect();
        if !(self.accept)(&set) {
            return;
        }
        if self.found.sets.len() == self.target.sets {
            self.found.more = true;
        } else {
            self.found.sets.push(set);
        }
    }

    /// Adds the sets of [`LARGE`] and more.
    fn meet_in_the_middle(&mut self) {
        let middle = self.amounts.len() / 2;
        if !self.step(1 << (self.amounts.len() - middle)) {
            return;
        }
        let high = self.target.high;
        let firsts = sums_of(&self.amounts[..middle], 0, high);
        let mut seconds = sums_of(&self.amounts[middle..], middle, high);
        seconds.sort_unstable();
        let room = self.target.sets - self.found.sets.len() + 1;
        let mut best: BinaryHeap<(u32, u64)> = BinaryHeap::new();
        for (first, mask) in firsts {
            let low = self.target.low.saturating_sub(first);
            let from = seconds.partition_point(|(sum, _)| *sum < low);
            let behind = seconds[from..].iter().take_while(|(sum, _)| *sum <= high - first);
            for (_, other) in behind {
                if !self.step(1) {
                    break;
                }
                let mask = mask | other;
                let key = (mask.count_ones(), !mask.reverse_bits());
                let is_worse = best.len() == room && best.peek().is_some_and(|worst| key > *worst);
                if (mask.count_ones() as usize) < LARGE || is_worse || !self.is_accepted(mask) {
                    continue;
                }
                best.push(key);
                if best.len() > room {
                    best.pop();
                }
            }
        }
        for (_, key) in best.into_sorted_vec() {
            let set = self.places_of((!key).reverse_bits());
            if self.found.sets.len() == self.target.sets {
                self.found.more = true;
            } else {
                self.found.sets.push(set);
            }
        }
    }

    fn places_of(&self, mask: u64) -> Vec<usize> {
        let is_in = |at: &usize| mask & (1 << at) != 0;
        (0..self.places.len()).filter(is_in).map(|at| self.places[at]).collect()
    }

    fn is_accepted(&self, mask: u64) -> bool {
        (self.accept)(&self.places_of(mask))
    }
}

/// The sums of all sets of these amounts up to `high`, each set as bits from `first_bit` on.
fn sums_of(amounts: &[i64], first_bit: usize, high: i64) -> Vec<(i64, u64)> {
    let mut sums = vec![(0_i64, 0_u64)];
    for (at, amount) in amounts.iter().enumerate() {
        for known in 0..sums.len() {
            let (sum, mask) = sums[known];
            if let Some(sum) = sum.checked_add(*amount).filter(|sum| *sum <= high) {
                sums.push((sum, mask | 1 << (first_bit + at)));
            }
        }
    }
    sums
}
