//! The amount detective: which open items add up to an amount. May use: domain, input, sums.

use rustc_hash::FxHashMap;

use crate::domain::Day;

use super::input::MatchItem;
use super::sums::{Target, sets_of};

/// The limits of the detective.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DetectLimits {
    /// The most answers returned.
    pub answers: usize,
    /// The largest fee that a bank or an operator may have kept, in minor units.
    pub fee: i64,
    /// The largest amount that a payer may have left out, in minor units.
    pub short: i64,
    /// The most steps taken for all customers together; a step takes some tens of nanoseconds.
    pub work: u64,
}

impl DetectLimits {
    /// The limits for this amount: 20 answers, fees up to 2 %, payments short by up to 5 %, a tenth of a
    /// second.
    #[must_use]
    pub fn of(amount: i64) -> DetectLimits {
        let amount = amount.max(0);
        DetectLimits { answers: 20, fee: amount / 50, short: amount / 20, work: 2_500_000 }
    }
}

/// Why the items add up to another sum than the amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AmountDifference {
    /// Every item with a discount takes it; the sum is greater by the discounts.
    Discount,
    /// A bank or an operator kept a fee; the sum is greater by the fee.
    Fee,
    /// The youngest item that is large enough is paid short; the sum is greater by the missing amount.
    Short,
}

impl AmountDifference {
    /// Its name in JSON and in words.
    pub fn word(self) -> &'static str {
        match self {
            AmountDifference::Discount => "discount",
            AmountDifference::Fee => "fee",
            AmountDifference::Short => "short",
        }
    }
}

/// Items of one customer that add up to the amount.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DetectAnswer {
    /// The customer.
    pub customer: u32,
    /// The items by index, oldest due first, with the amount settled on each.
    pub items: Vec<(u32, i64)>,
    /// The difference, in minor units, greater than zero; `None` if the amount is exact.
    pub difference: Option<(AmountDifference, i64)>,
}

/// The answers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DetectedSums {
    /// The exact ones first, then those with a discount, a fee, a short payment; within each kind those
    /// with the fewest items first, then the oldest.
    pub answers: Vec<DetectAnswer>,
    /// Whether there are or may be more answers, because a limit was reached.
    pub more: bool,
}

/// The kinds of differences, in the order of the answers.
const KINDS: [Option<AmountDifference>; 4] = [
    None,
    Some(AmountDifference::Discount),
    Some(AmountDifference::Fee),
    Some(AmountDifference::Short),
];

/// Finds the open items of one customer that add up to `amount`, exactly or with one kind of difference,
/// and that were issued within so many days of each other.
#[must_use]
pub fn detect(
    items: &[MatchItem],
    amount: i64,
    within_days: Option<i64>,
    limits: DetectLimits,
) -> DetectedSums {
    let mut found = DetectedSums::default();
    if amount <= 0 {
        return found;
    }
    let mut work = limits.work;
    for group in by_customer(items) {
        let case = OneCustomer { items, group, amount, within_days, limits };
        for kind in KINDS {
            found.more |= case.find(kind, &mut work, &mut found.answers);
        }
    }
    found.answers.sort_by_cached_key(|answer| rank(items, answer));
    found.more |= found.answers.len() > limits.answers;
    found.answers.truncate(limits.answers);
    found
}

/// The open items, a list for each customer, oldest due first.
fn by_customer(items: &[MatchItem]) -> Vec<Vec<u32>> {
    let mut groups: FxHashMap<u32, Vec<u32>> = FxHashMap::default();
    for (at, item) in (0..).zip(items).filter(|(_, item)| item.open > 0) {
        groups.entry(item.customer).or_default().push(at);
    }
    let mut groups: Vec<(u32, Vec<u32>)> = groups.into_iter().collect();
    groups.sort_unstable_by_key(|(customer, _)| *customer);
    let mut groups: Vec<Vec<u32>> = groups.into_iter().map(|(_, group)| group).collect();
    for group in &mut groups {
        group.sort_by_key(|at| age(items, *at));
    }
    groups
}

/// The sort key of items.
fn age(items: &[MatchItem], at: u32) -> (Day, Day, &str) {
    let item = &items[at as usize];
    (item.due, item.issued, &item.number)
}

type AnswerRank<'a> = (Option<AmountDifference>, usize, Vec<(Day, Day, &'a str)>, u32);

fn rank<'a>(items: &'a [MatchItem], answer: &DetectAnswer) -> AnswerRank<'a> {
    let ages = answer.items.iter().map(|(at, _)| age(items, *at)).collect();
    (answer.difference.map(|(kind, _)| kind), answer.items.len(), ages, answer.customer)
}

struct OneCustomer<'a> {
    items: &'a [MatchItem],
    /// One customer's items.
    group: Vec<u32>,
    amount: i64,
    within_days: Option<i64>,
    limits: DetectLimits,
}

impl OneCustomer<'_> {
    /// Adds the answers of one kind: exact, with discounts, with a fee, or short. Returns whether there
    /// may be more.
    fn find(
        &self,
        kind: Option<AmountDifference>,
        work: &mut u64,
        found: &mut Vec<DetectAnswer>,
    ) -> bool {
        let amounts: Vec<i64> = self.group.iter().map(|at| self.settled(*at, kind)).collect();
        let has_discount = |at: &u32| self.discount(*at) > 0;
        if kind == Some(AmountDifference::Discount) && !self.group.iter().any(has_discount) {
            return false;
        }
        let (low, high) = self.window(kind);
        let target = Target { low, high, sets: self.limits.answers, work: *work };
        let sets = sets_of(&amounts, target, &|set| {
            let mut chosen = set.iter().map(|place| &self.group[*place]);
            let is_kind = kind != Some(AmountDifference::Discount) || chosen.any(has_discount);
            is_kind && self.is_within(set) && self.has_room(set, kind)
        });
        *work = work.saturating_sub(sets.work);
        found.extend(sets.sets.iter().map(|set| self.answer(set, kind)));
        sets.more
    }

    /// The sums that match.
    fn window(&self, kind: Option<AmountDifference>) -> (i64, i64) {
        match kind {
            None | Some(AmountDifference::Discount) => (self.amount, self.amount),
            Some(AmountDifference::Fee) => (self.more_by(1), self.more_by(self.limits.fee)),
            Some(AmountDifference::Short) => (
                self.more_by(self.limits.fee.max(0).saturating_add(1)),
                self.more_by(self.limits.short),
            ),
        }
    }

    fn more_by(&self, difference: i64) -> i64 {
        self.amount.saturating_add(difference.max(0))
    }

    fn discount(&self, at: u32) -> i64 {
        let item = &self.items[at as usize];
        item.discount.clamp(0, item.open)
    }

    /// The amount that the payer would pay for an item.
    fn settled(&self, at: u32, kind: Option<AmountDifference>) -> i64 {
        let discount = if kind == Some(AmountDifference::Discount) { self.discount(at) } else { 0 };
        self.items[at as usize].open - discount
    }

    fn is_within(&self, set: &[usize]) -> bool {
        let Some(days) = self.within_days else { return true };
        let issued = || set.iter().map(|place| self.items[self.group[*place] as usize].issued);
        let (first, last) = (issued().min(), issued().max());
        first.zip(last).is_none_or(|(first, last)| last.days_since(first) <= days)
    }

    fn open(&self, place: usize) -> i64 {
        self.items[self.group[place] as usize].open
    }

    fn difference(&self, set: &[usize]) -> i64 {
        let sum = set.iter().fold(0_i64, |sum, place| sum.saturating_add(self.open(*place)));
        sum.saturating_sub(self.amount)
    }

    /// Whether an item is large enough to be the one that was paid short.
    fn has_room(&self, set: &[usize], kind: Option<AmountDifference>) -> bool {
        let difference = self.difference(set);
        kind != Some(AmountDifference::Short)
            || set.iter().any(|place| self.open(*place) > difference)
    }

    fn answer(&self, set: &[usize], kind: Option<AmountDifference>) -> DetectAnswer {
        let at = |place: &usize| self.group[*place];
        let mut items: Vec<(u32, i64)> =
            set.iter().map(|place| (at(place), self.settled(at(place), kind))).collect();
        let difference = self.difference(set);
        let difference = match kind {
            None => None,
            Some(AmountDifference::Discount) => Some((AmountDifference::Discount, difference)),
            Some(AmountDifference::Fee) => Some((AmountDifference::Fee, difference)),
            Some(AmountDifference::Short) => {
                let youngest = items.iter_mut().rev().find(|(_, open)| *open > difference);
                if let Some((_, open)) = youngest {
                    *open -= difference;
                }
                Some((AmountDifference::Short, difference))
            }
        };
        let customer = self.items[self.group[0] as usize].customer;
        DetectAnswer { customer, items, difference }
    }
}
