//! Builds [`Accounts`] from cards. May use: std, the other parts of the look-up.

use rustc_hash::FxHashMap;

use crate::ledger::tables::AccountId;
use crate::threads;

use super::accounts::{Accounts, CONTACT, whole_key};
use super::card::Card;
use super::dictionary::{Dictionary, letter_bit};
use super::keys::{self, IntegerKeys, Keys};

/// Up to this many accounts are built in one thread, more in two.
const ALONE: usize = 10_000;

/// A builder of [`Accounts`].
#[derive(Debug, Default)]
pub struct Builder {
    ids: Vec<AccountId>,
    priors: Vec<u32>,
    /// Words in the order in which they were first seen.
    numbers: FxHashMap<Box<str>, u32>,
    /// Where each account's words begin, by the order in which words were first seen.
    starts: Vec<u32>,
    words: Vec<u32>,
    codes: Texts,
    emails: Texts,
    /// Keys of telephones, by their last digits and by their first.
    tails: Vec<(u64, u32)>,
    heads: Vec<(u64, u32)>,
}

/// Texts in one block, each with the index of its account.
#[derive(Debug, Default)]
struct Texts {
    text: String,
    ends: Vec<(u32, u32)>,
}

impl Texts {
    fn add(&mut self, text: &str, place: u32) {
        self.text.push_str(text);
        self.ends.push((narrow(self.text.len()), place));
    }

    /// Builds the keys of these texts, with slots as owners.
    fn keys(&self, slots: &[u32]) -> Keys {
        let mut from = 0;
        Keys::of(self.ends.iter().map(|(end, place)| {
            let text = self.text.get(from..*end as usize).unwrap_or("");
            from = *end as usize;
            (text, at(slots, *place))
        }))
    }
}

fn narrow(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

fn at(list: &[u32], place: u32) -> u32 {
    list.get(place as usize).copied().unwrap_or(0)
}

impl Builder {
    /// Adds an account.
    pub fn add(&mut self, card: &Card, prior: u32) {
        let place = narrow(self.ids.len());
        self.ids.push(card.id);
        self.priors.push(prior);
        self.starts.push(narrow(self.words.len()));
        self.add_words(card.name, 0);
        card.people.split(',').for_each(|person| self.add_words(person, CONTACT));
        self.codes.add(card.code, place);
        for email in card.emails.split(',').filter(|email| !email.is_empty()) {
            self.emails.add(email, place);
        }
        for phone in card.phones.split(',').filter(|phone| !phone.is_empty()) {
            self.tails.push((keys::digits_from(phone.chars().rev()), place));
            self.heads.push((keys::digits_from(phone.chars()), place));
            if let Some((code, national)) = phone.split_once(' ')
                && !code.is_empty()
            {
                self.heads.push((keys::digits_from(national.chars()), place));
            }
        }
    }

    /// Sets the priors, if they were not known when the accounts were added.
    pub fn set_priors(&mut self, prior: impl Fn(AccountId) -> u32) {
        self.priors = self.ids.iter().map(|id| prior(*id)).collect();
    }

    fn add_words(&mut self, words: &str, flag: u32) {
        for word in words.split(' ').filter(|word| !word.is_empty()) {
            let known = self.numbers.get(word).copied();
            let number = known.unwrap_or_else(|| {
                let next = narrow(self.numbers.len());
                self.numbers.insert(word.into(), next);
                next
            });
            self.words.push(number | flag);
        }
    }

    /// Builds the packed accounts.
    pub fn build(mut self) -> Accounts {
        let (dictionary, ranks) = sorted(std::mem::take(&mut self.numbers));
        for word in &mut self.words {
            *word = at(&ranks, *word & !CONTACT) | (*word & CONTACT);
        }
        self.starts.push(narrow(self.words.len()));
        let order = self.order();
        let mut slots = vec![0; order.len()];
        for (slot, place) in (0..).zip(&order) {
            if let Some(to) = slots.get_mut(*place as usize) {
                *to = slot;
            }
        }
        let mut built = Accounts { dictionary, ..Accounts::default() };
        let (tails, heads) = (std::mem::take(&mut self.tails), std::mem::take(&mut self.heads));
        let of_slots = |keys: Vec<(u64, u32)>| {
            IntegerKeys::of(keys.into_iter().map(|(key, place)| (key, at(&slots, place))).collect())
        };
        let fill_names = |built: &mut Accounts| {
            self.fill(&order, built);
            fill_postings(built);
            fill_names(built);
        };
        let keys = || {
            (self.codes.keys(&slots), self.emails.keys(&slots), of_slots(tails), of_slots(heads))
        };
        let keys = if order.len() < ALONE {
            fill_names(&mut built);
            keys()
        } else {
            std::thread::scope(|scope| {
                let names = threads::beside(scope, || fill_names(&mut built));
                let keys = keys();
                if names.finish().is_none() {
                    // The thread has panicked: pass the panic on.
                    std::panic::resume_unwind(Box::new("names"));
                }
                keys
            })
        };
        (built.codes, built.emails, built.tails, built.heads) = keys;
        built
    }

    fn words_of(&self, place: u32) -> &[u32] {
        let (start, end) = (at(&self.starts, place), at(&self.starts, place + 1));
        self.words.get(start as usize..end as usize).unwrap_or_default()
    }

    /// The words of the account's own name.
    fn name_of(&self, place: u32) -> impl Iterator<Item = &u32> {
        self.words_of(place).iter().take_while(|word| **word & CONTACT == 0)
    }

    /// Sorts the accounts by prior, then name, then number, as `rank` does.
    fn order(&self) -> Vec<u32> {
        let mut order: Vec<(u64, u32)> = (0..narrow(self.ids.len()))
            .map(|place| {
                let first = self.name_of(place).next().copied().unwrap_or(0);
                (u64::from(!at(&self.priors, place)) << 32 | u64::from(first), place)
            })
            .collect();
        order.sort_unstable_by(|(front, one), (other_front, other)| {
            let by_name = || self.name_of(*one).cmp(self.name_of(*other));
            let by_id = || at(&self.ids, *one).cmp(&at(&self.ids, *other));
            front.cmp(other_front).then_with(by_name).then_with(by_id)
        });
        order.into_iter().map(|(_, place)| place).collect()
    }

    /// Reorders values by slot.
    fn fill(&self, order: &[u32], built: &mut Accounts) {
        let bits: Vec<u32> = (0..built.dictionary.count())
            .map(|word| built.dictionary.word(word).chars().next().map_or(0, letter_bit))
            .collect();
        built.ids = order.iter().map(|place| at(&self.ids, *place)).collect();
        built.priors = order.iter().map(|place| at(&self.priors, *place)).collect();
        built.words.reserve_exact(self.words.len());
        built.starts.reserve_exact(order.len() + 1);
        built.fronts.reserve_exact(order.len());
        built.firsts.reserve_exact(order.len());
        for place in order {
            let words = self.words_of(*place);
            built.starts.push(narrow(built.words.len()));
            built.words.extend_from_slice(words);
            built.fronts.push(words.iter().fold(0, |all, word| all | at(&bits, word & !CONTACT)));
            built.firsts.push(words.first().copied().unwrap_or(CONTACT));
        }
        built.starts.push(narrow(built.words.len()));
        let mut by_id: Vec<(u32, u32)> = built.ids.iter().copied().zip(0..).collect();
        by_id.sort_unstable();
        built.by_id = by_id.into_iter().map(|(_, slot)| slot).collect();
    }
}

/// Sorts the words, and returns the rank of each by the order in which it was first seen.
fn sorted(numbers: FxHashMap<Box<str>, u32>) -> (Dictionary, Vec<u32>) {
    let mut words: Vec<(Box<str>, u32)> = numbers.into_iter().collect();
    words.sort_unstable();
    let mut ranks = vec![0; words.len()];
    for (rank, (_, number)) in (0..).zip(&words) {
        if let Some(to) = ranks.get_mut(*number as usize) {
            *to = rank;
        }
    }
    (Dictionary::of(words.iter().map(|(word, _)| &**word)), ranks)
}

/// Collects the slots of each word by counting, then filling in ascending order.
fn fill_postings(built: &mut Accounts) {
    let words = built.dictionary.count() as usize;
    let mut starts = vec![0_u32; words + 1];
    for word in &built.words {
        if let Some(count) = starts.get_mut((word & !CONTACT) as usize + 1) {
            *count += 1;
        }
    }
    for place in 1..starts.len() {
        let before = starts.get(place - 1).copied().unwrap_or(0);
        if let Some(start) = starts.get_mut(place) {
            *start += before;
        }
    }
    let mut next = starts.clone();
    let mut slots = vec![0; built.words.len()];
    for slot in 0..narrow(built.ids.len()) {
        for word in built.words_of(slot) {
            let Some(place) = next.get_mut((word & !CONTACT) as usize) else { continue };
            if let Some(to) = slots.get_mut(*place as usize) {
                *to = slot;
            }
            *place += 1;
        }
    }
    (built.slot_starts, built.slots) = (starts, slots);
}

fn fill_names(built: &mut Accounts) {
    let (mut wholes, mut initials) = (Vec::new(), Vec::new());
    for slot in 0..narrow(built.ids.len()) {
        wholes.push((whole_key(built.name_words(slot)), slot));
        let letters: String =
            built.name_words(slot).filter_map(|word| word.chars().next()).take(8).collect();
        if letters.chars().nth(1).is_some() {
            initials.push((keys::initials_from(&letters), slot));
        }
    }
    (built.wholes, built.initials) = (IntegerKeys::of(wholes), IntegerKeys::of(initials));
}
