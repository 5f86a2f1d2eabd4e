//! The sets of items that a line may pay. May use: book, clues, fit, mentions, sums, who.

use rustc_hash::FxHashSet;

use super::clues::LineCase;
use super::fit::{AmountFit, Fitted, fit, oldest_first};
use super::mentions::{Mention, Strength};
use super::sums::{Target, sets_of};
use super::who::Who;

/// The most items of a group among which sums are searched for.
const MOST_SUMMED: usize = 120;

/// The steps allowed for each search among a few items, and per item among many. Among many items, some
/// sets of more than two have any given sum by chance.
const WORK: u64 = 6_000;
const WORK_FOR_EACH: u64 = 4;

/// The most items that count as a few.
const FEW: usize = 30;

/// The likeness from which on a name is considered even though the payer is known.
const LIKE: u32 = 78;

/// The most single items of one amount.
const MOST_SINGLE: usize = 4;

/// The most items that share a part of a number or a reference.
const MOST_SHARING: usize = 12;

/// How many days after the money an invoice for it may be issued.
const AHEAD: i64 = 3;

/// A set of items that a line may pay.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ItemSet {
    /// The customers whose items were considered.
    pub group: Vec<u32>,
    /// The items, in the order of age.
    pub items: Vec<u32>,
    /// How the amount fits the items.
    pub fitted: Fitted,
    /// Whether it consists of the oldest items only.
    pub is_oldest: bool,
    /// Whether it contains all open items of the group.
    pub is_balance: bool,
    /// Whether every sum of the group's items was tried, so that no other set with this sum was missed.
    pub is_searched: bool,
}

/// Collects the candidates of all customers that may have paid.
pub fn candidates(case: &LineCase) -> Vec<ItemSet> {
    let mut found = CandidateSearch {
        case,
        candidates: Vec::new(),
        seen: FxHashSet::default(),
        is_searched: false,
    };
    for group in groups(case) {
        found.of_group(&group);
    }
    found.candidates
}

/// The customers to consider, alone and together.
fn groups(case: &LineCase) -> Vec<Vec<u32>> {
    let whose = &case.told.whose;
    let may_pay = |who: &&Who| whose.known.is_empty() || who.percent >= LIKE;
    let mut groups: Vec<Vec<u32>> =
        whose.who.iter().filter(may_pay).map(|who| vec![who.customer]).collect();
    let mut named: Vec<u32> = Vec::new();
    for mention in &case.told.mentions.named {
        let of_mention: FxHashSet<u32> =
            mention.items.iter().map(|at| case.customer(*at)).collect();
        let mut of_mention: Vec<u32> = of_mention.into_iter().collect();
        of_mention.sort_unstable();
        let is_strong = mention.strength > Strength::Bare;
        let fits = |customer: &u32| {
            let sent = case.line.sent();
            let its = mention.items.iter().filter(|at| case.customer(**at) == *customer);
            its.clone()
                .any(|at| fit(case, &[*at], sent, 0).is_some_and(|fitted| fitted.fit.is_whole()))
        };
        if of_mention.len() > MOST_SHARING || (!is_strong && !of_mention.iter().any(fits)) {
            continue;
        }
        groups.extend(of_mention.iter().map(|customer| vec![*customer]));
        if is_strong && of_mention.len() == 1 {
            named.extend(of_mention);
        }
    }
    if groups.is_empty() {
        let sent = case.line.sent();
        let of_amount = case.book.of_amount.get(&sent).into_iter().flatten();
        let less = case.book.of_discounted.get(&sent).into_iter().flatten();
        let of_amount = of_amount.chain(less.filter(|at| case.discount(**at) > 0)).take(5);
        groups.extend(of_amount.map(|at| vec![case.customer(*at)]));
    }
    groups.extend((2..=5).contains(&whose.known.len()).then(|| whose.known.clone()));
    named.sort_unstable();
    named.dedup();
    groups.extend((named.len() > 1).then_some(named));
    let mut seen = FxHashSet::default();
    groups.retain(|group| seen.insert(group.clone()));
    groups
}

struct CandidateSearch<'a> {
    case: &'a LineCase<'a>,
    candidates: Vec<ItemSet>,
    seen: FxHashSet<(Vec<(u32, i64)>, i64)>,
    /// Whether every sum of the current group was tried.
    is_searched: bool,
}

impl CandidateSearch<'_> {
    fn of_group(&mut self, group: &[u32]) {
        let case = self.case;
        self.is_searched = false;
        let mut pool: Vec<u32> = Vec::new();
        for customer in group {
            let items = case.book.of_customer.get(customer).into_iter().flatten();
            pool.extend(items.filter(|at| case.open(**at) > 0));
        }
        case.sort(&mut pool);
        let strong = self.mentioned(&pool, Strength::Introduced);
        let all = self.mentioned(&pool, Strength::Bare);
        for set in strong.iter().chain(&all) {
            self.add(group, &pool, set);
            self.add_beside(group, &pool, set);
        }
        // Bare numbers next to others may not be ours: try each alone, too.
        for set in all.iter().filter(|set| set.len() > 1) {
            for at in set {
                self.add(group, &pool, &[*at]);
            }
        }
        let named: FxHashSet<u32> = strong.iter().chain(&all).flatten().copied().collect();
        let is_due = |at: &u32| {
            named.contains(at) || case.book.item(*at).issued.days_since(case.line.date) <= AHEAD
        };
        pool.retain(is_due);
        self.add_sums(group, &pool);
        self.add_near(group, &pool);
        self.add(group, &pool, &pool);
        self.add_oldest(group, &pool);
    }

    /// The pool's items that the line names at least this surely. More than one set if a number may mean
    /// several items.
    fn mentioned(&self, pool: &[u32], least: Strength) -> Vec<Vec<u32>> {
        let mentions = self.case.told.mentions.named.iter();
        let strong = mentions.filter(|mention| mention.strength >= least);
        let mut sets: Vec<Vec<u32>> = vec![Vec::new()];
        for mention in strong {
            let within = in_pool(mention, pool);
            match within.as_slice() {
                [] => {}
                [one] => sets.iter_mut().for_each(|set| set.push(*one)),
                several if sets.len() * several.len() <= MOST_SHARING => {
                    let every = sets.iter().map(|set| [set.as_slice(), several].concat());
                    let single = several
                        .iter()
                        .flat_map(|at| sets.iter().map(|set| [set.as_slice(), &[*at]].concat()));
                    sets = single.chain(every).collect();
                }
                several => sets.iter_mut().for_each(|set| set.extend(several)),
            }
        }
        for set in &mut sets {
            self.case.sort(set);
        }
        sets.retain(|set| !set.is_empty());
        sets
    }

    /// The named items, with others that make up the rest of the amount.
    fn add_beside(&mut self, group: &[u32], pool: &[u32], set: &[u32]) {
        let case = self.case;
        let open = set.iter().map(|at| case.open(*at)).fold(0_i64, i64::saturating_add);
        let left = case.line.sent() - open;
        if left <= 0 {
            return;
        }
        let others: Vec<u32> = pool.iter().filter(|at| !set.contains(at)).copied().collect();
        for beside in sums(&others, left, |at| case.open(at)).0 {
            let mut items = [set, &beside].concat();
            case.sort(&mut items);
            self.add(group, pool, &items);
        }
    }

    fn add_sums(&mut self, group: &[u32], pool: &[u32]) {
        let case = self.case;
        let sent = case.line.sent();
        // A single item can be found among any number of items.
        let is_sent = |at: &&u32| [0, case.discount(**at)].contains(&(case.open(**at) - sent));
        let single: Vec<u32> = pool.iter().filter(is_sent).take(MOST_SINGLE).copied().collect();
        for at in single {
            self.add(group, pool, &[at]);
        }
        let (mut sets, is_whole) = sums(pool, sent, |at| case.open(at));
        self.is_searched = is_whole;
        if pool.iter().any(|at| case.discount(*at) > 0) {
            sets.extend(sums(pool, sent, |at| case.open(at) - case.discount(at)).0);
        }
        if pool.iter().any(|at| case.disputed(*at) > 0) {
            sets.extend(sums(pool, sent, |at| case.open(at) - case.disputed(at)).0);
        }
        if case.line.fee > 0 {
            sets.extend(sums(pool, case.line.amount, |at| case.open(at)).0);
        }
        for set in &sets {
            self.add(group, pool, set);
        }
    }

    /// Single items that the amount nearly equals, the smallest difference first.
    fn add_near(&mut self, group: &[u32], pool: &[u32]) {
        let sent = self.case.line.sent();
        let missing = |at: u32| self.case.open(at) - sent;
        let is_near = |at: &u32| (1..=sent / 8).contains(&missing(*at));
        let mut near: Vec<u32> = pool.iter().copied().filter(is_near).collect();
        near.sort_by_key(|at| missing(*at));
        near.truncate(3);
        for at in near {
            self.add(group, pool, &[at]);
        }
    }

    fn add(&mut self, group: &[u32], pool: &[u32], items: &[u32]) {
        let (case, line) = (self.case, self.case.line);
        let mut ways = vec![fit(case, items, line.sent(), line.fee)];
        if line.fee > 0 {
            let net = fit(case, items, line.amount, 0);
            ways.push(net.filter(|net| net.fit == AmountFit::Exact));
        }
        for fitted in ways.into_iter().flatten() {
            // An item that would get nothing is not paid, whatever the line names.
            let paid: Vec<u32> = fitted.allocate.iter().map(|(at, _)| *at).collect();
            if paid.len() < items.len()
                && matches!(fitted.fit, AmountFit::Short | AmountFit::Nearly)
            {
                self.add(group, pool, &paid);
                continue;
            }
            self.push(group, items.to_vec(), fitted, false, items.len() == pool.len());
        }
    }

    fn add_oldest(&mut self, group: &[u32], pool: &[u32]) {
        let sent = self.case.line.sent();
        let allocate = oldest_first(self.case, pool, sent);
        let items: Vec<u32> = allocate.iter().map(|(at, _)| *at).collect();
        if let Some(mut fitted) = fit(self.case, &items, sent, self.case.line.fee) {
            let given: i64 = allocate.iter().map(|(_, amount)| *amount).sum();
            let open: i64 = items.iter().map(|at| self.case.open(*at)).sum();
            (fitted.rest, fitted.short) = (sent - given, open - given);
            (fitted.fee, fitted.discount, fitted.allocate) = (self.case.line.fee, 0, allocate);
            fitted.fit = if fitted.rest > 0 { AmountFit::Over } else { AmountFit::Short };
            self.push(group, items, fitted, true, false);
        }
    }

    fn push(
        &mut self,
        group: &[u32],
        items: Vec<u32>,
        fitted: Fitted,
        is_oldest: bool,
        is_balance: bool,
    ) {
        if self.seen.insert((fitted.allocate.clone(), fitted.fee)) {
            let (group, is_searched) = (group.to_vec(), self.is_searched);
            self.candidates.push(ItemSet {
                group,
                items,
                fitted,
                is_oldest,
                is_balance,
                is_searched,
            });
        }
    }
}

/// The items of a mention that are in the pool, oldest first.
fn in_pool(mention: &Mention, pool: &[u32]) -> Vec<u32> {
    let mut within: Vec<u32> =
        mention.items.iter().copied().filter(|at| pool.contains(at)).collect();
    within.dedup();
    within
}

/// The sets of a pool's items that add up to a sum, by the given part of each, and whether those are
/// all.
pub(super) fn sums(pool: &[u32], sum: i64, of: impl Fn(u32) -> i64) -> (Vec<Vec<u32>>, bool) {
    let whole = pool.len();
    let pool = &pool[..whole.min(MOST_SUMMED)];
    let amounts: Vec<i64> = pool.iter().map(|at| of(*at)).collect();
    let work = if pool.len() <= FEW { WORK } else { WORK_FOR_EACH * pool.len() as u64 };
    let target = Target { low: sum, high: sum, sets: 4, work };
    let found = sets_of(&amounts, target, &|_| true);
    let places = |set: &Vec<usize>| set.iter().map(|place| pool[*place]).collect();
    (found.sets.iter().map(places).collect(), !found.more && whole == pool.len())
}
