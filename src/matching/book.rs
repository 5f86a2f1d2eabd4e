//! The open items, customers and payers of one currency, indexed for matching. May use: fold, input, names,
//! numbers.

use rustc_hash::FxHashMap;

use super::fold::{compact, key_of_account, phone_tail};
use super::input::{Learnt, MatchItem, MatchPayer, PastPayment};
use super::names::NameIndex;
use super::numbers::NumberIndex;

/// A key that more customers than this have in common does not identify a payer: the bank's own account, or
/// a very common name.
const MOST_TOGETHER: usize = 20;

/// A customer, and how often a payer has paid for it.
pub type Times = (u32, u32);

/// What lines are matched against: the open items of one currency, the customers, and the learnt payers.
pub struct MatchBook<'a> {
    /// The items; suggestions refer to them by index.
    pub(super) items: &'a [MatchItem],
    /// Each customer's open items, oldest due first.
    pub(super) of_customer: FxHashMap<u32, Vec<u32>>,
    /// Open items by open amount.
    pub(super) of_amount: FxHashMap<i64, Vec<u32>>,
    /// Open items with an early-payment discount by what is left of them after it.
    pub(super) of_discounted: FxHashMap<i64, Vec<u32>>,
    /// The rank of every open item by age.
    pub(super) places: FxHashMap<u32, u32>,
    pub(super) numbers: NumberIndex,
    pub(super) names: NameIndex,
    /// Customers by their payers' keys.
    pub(super) learnt: FxHashMap<String, Vec<Times>>,
    /// The customers whose payers also paid for others, with those others.
    pub(super) paid_together: FxHashMap<u32, Vec<u32>>,
    pub(super) accounts: FxHashMap<String, Vec<u32>>,
    pub(super) phones: FxHashMap<String, Vec<u32>>,
    pub(super) past: &'a [PastPayment],
    pub(super) past_of_amount: FxHashMap<i64, Vec<u32>>,
    pub(super) past_numbers: NumberIndex,
}

impl<'a> MatchBook<'a> {
    /// Indexes the items of one currency, the customers and the learnt payers. Takes some microseconds
    /// per item and name.
    #[must_use]
    pub fn new(items: &'a [MatchItem], payers: &[MatchPayer], learnt: &[Learnt]) -> MatchBook<'a> {
        let mut order: Vec<u32> = (0..).take(items.len()).collect();
        order.retain(|at| items[*at as usize].open > 0);
        order.sort_by(|one, other| {
            let age = |at: &u32| {
                let item = &items[*at as usize];
                (item.due, item.issued, item.number.as_str(), item.customer, item.open)
            };
            age(one).cmp(&age(other))
        });
        let mut payers: Vec<&MatchPayer> = payers.iter().collect();
        payers.sort_by_key(|payer| (payer.customer, &payer.name));
        let names = payers.iter().flat_map(|payer| {
            let others = payer.other_names.iter().map(String::as_str);
            std::iter::once(payer.name.as_str()).chain(others).map(|name| (payer.customer, name))
        });
        let mut book = MatchBook {
            items,
            of_customer: FxHashMap::default(),
            of_amount: FxHashMap::default(),
            of_discounted: FxHashMap::default(),
            places: (0..).zip(&order).map(|(place, at)| (*at, place)).collect(),
            numbers: NumberIndex::new(items, &order),
            names: NameIndex::new(names),
            learnt: learnt_by_key(learnt),
            paid_together: FxHashMap::default(),
            accounts: FxHashMap::default(),
            phones: FxHashMap::default(),
            past: &[],
            past_of_amount: FxHashMap::default(),
            past_numbers: NumberIndex::default(),
        };
        for at in order {
            let item = &items[at as usize];
            book.of_customer.entry(item.customer).or_default().push(at);
            book.of_amount.entry(item.open).or_default().push(at);
            if item.discount > 0 {
                book.of_discounted.entry(item.open - item.discount).or_default().push(at);
            }
        }
        for payer in payers {
            book.add_payer(payer);
        }
        book.paid_together = paid_together(&book.learnt);
        book
    }

    /// Adds earlier payments, which returned lines may take back.
    #[must_use]
    pub fn with_payments(mut self, past: &'a [PastPayment]) -> MatchBook<'a> {
        self.past = past;
        for (at, payment) in (0..).zip(past) {
            self.past_of_amount.entry(payment.amount).or_default().push(at);
        }
        self.past_numbers = NumberIndex::of_payments(past);
        self
    }

    fn add_payer(&mut self, payer: &MatchPayer) {
        for account in payer.accounts.iter().filter(|account| !compact(account).is_empty()) {
            push_new(self.accounts.entry(key_of_account(account)).or_default(), payer.customer);
        }
        for phone in payer.phones.iter().filter_map(|phone| phone_tail(phone)) {
            push_new(self.phones.entry(phone).or_default(), payer.customer);
        }
    }

    pub(super) fn item(&self, at: u32) -> &'a MatchItem {
        &self.items[at as usize]
    }

    /// The rank of an item by age.
    pub(super) fn place(&self, at: u32) -> u32 {
        self.places.get(&at).copied().unwrap_or(u32::MAX)
    }
}

fn push_new(list: &mut Vec<u32>, customer: u32) {
    if !list.contains(&customer) {
        list.push(customer);
    }
}

/// For each customer that shares a payer's key with others, those others.
fn paid_together(learnt: &FxHashMap<String, Vec<Times>>) -> FxHashMap<u32, Vec<u32>> {
    let mut together: FxHashMap<u32, Vec<u32>> = FxHashMap::default();
    for known in learnt.values().filter(|known| (2..=MOST_TOGETHER).contains(&known.len())) {
        for (customer, _) in known {
            let others = known.iter().filter(|(other, _)| other != customer);
            let list = together.entry(*customer).or_default();
            others.for_each(|(other, _)| push_new(list, *other));
        }
    }
    together
}

/// The customers of each key, those paid for most often first.
fn learnt_by_key(learnt: &[Learnt]) -> FxHashMap<String, Vec<Times>> {
    let mut by_key: FxHashMap<String, Vec<Times>> = FxHashMap::default();
    for entry in learnt.iter().filter(|entry| entry.times > 0 && !entry.key.is_empty()) {
        let known = by_key.entry(entry.key.clone()).or_default();
        match known.iter_mut().find(|(customer, _)| *customer == entry.customer) {
            Some((_, times)) => *times = times.saturating_add(entry.times),
            None => known.push((entry.customer, entry.times)),
        }
    }
    for known in by_key.values_mut() {
        known.sort_unstable_by_key(|(customer, times)| (std::cmp::Reverse(*times), *customer));
    }
    by_key
}
