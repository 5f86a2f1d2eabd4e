//! Accounts, packed for look-up and immutable once built. An account's index in it, its slot, is
//! its rank by the prior: late accounts first, then those that owe something, then recently active
//! ones, then by name. Lists of slots are ascending, so that truncating one keeps the likeliest.
//! May use: std, the dictionary, keys and folding.

use std::ops::Range;

use crate::ledger::tables::AccountId;

use super::dictionary::Dictionary;
use super::fold;
use super::keys::{self, IntegerKeys, Keys};

/// The bit of a word that belongs to a contact person, not to the account's own name.
pub(super) const CONTACT: u32 = 1 << 31;

/// Accounts, built to be searched.
#[derive(Debug, Default)]
pub struct Accounts {
    /// The account at each slot.
    pub(super) ids: Vec<AccountId>,
    /// The prior of each.
    pub(super) priors: Vec<u32>,
    /// The slots by account.
    pub(super) by_id: Vec<u32>,
    /// The words of all names.
    pub(super) dictionary: Dictionary,
    /// Where each slot's words begin in `words`; one more at the end.
    pub(super) starts: Vec<u32>,
    /// The words of each slot, as written: first those of the name, then with [`CONTACT`] those of
    /// the people.
    pub(super) words: Vec<u32>,
    /// The first word of each name.
    pub(super) firsts: Vec<u32>,
    /// The first letters of the words of each slot.
    pub(super) fronts: Vec<u32>,
    /// Where each word's slots begin in `slots`; one more at the end.
    pub(super) slot_starts: Vec<u32>,
    /// The slots that have each word.
    pub(super) slots: Vec<u32>,
    /// Slots by all words of the name together.
    pub(super) wholes: IntegerKeys,
    /// Slots by the first letters of the name's words.
    pub(super) initials: IntegerKeys,
    /// Slots by the digits of a telephone, from the last.
    pub(super) tails: IntegerKeys,
    /// Slots by the digits of a telephone, from the first: with and without its calling code.
    pub(super) heads: IntegerKeys,
    /// Slots by code.
    pub(super) codes: Keys,
    /// Slots by e-mail address.
    pub(super) emails: Keys,
}

/// One bit per slot: set if a newer part of the index has the account.
#[derive(Clone, Debug, Default)]
pub struct Dead(Vec<u64>);

impl Dead {
    /// No bits set, for `count` slots.
    pub fn none(count: usize) -> Dead {
        Dead(vec![0; count.div_ceil(64)])
    }

    /// Whether the bit of a slot is set.
    pub fn has(&self, slot: u32) -> bool {
        self.0.get(slot as usize / 64).is_some_and(|bits| bits >> (slot % 64) & 1 == 1)
    }

    /// Sets the bit of a slot.
    pub fn add(&mut self, slot: u32) {
        if let Some(bits) = self.0.get_mut(slot as usize / 64) {
            *bits |= 1 << (slot % 64);
        }
    }

    /// The number of bits that are set.
    pub fn count(&self) -> usize {
        self.0.iter().map(|bits| bits.count_ones() as usize).sum()
    }
}

/// A hash of all words of a name, independent of their order.
pub(super) fn whole_key<'a>(words: impl Iterator<Item = &'a str>) -> u64 {
    let one = |word: &str| {
        word.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        })
    };
    words.fold(0, |sum, word| sum.wrapping_add(one(word)))
}

impl Accounts {
    /// How many accounts there are.
    pub fn len(&self) -> usize {
        self.ids.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }

    /// Returns the slot of an account, if it is here.
    pub fn slot_of(&self, account: AccountId) -> Option<u32> {
        let at = |slot: &u32| self.ids.get(*slot as usize).copied().unwrap_or(AccountId::MAX);
        let place = self.by_id.partition_point(|slot| at(slot) < account);
        self.by_id.get(place).copied().filter(|slot| at(slot) == account)
    }

    /// The words of a slot.
    pub(super) fn words_of(&self, slot: u32) -> &[u32] {
        let place = slot as usize;
        let start = self.starts.get(place).copied().unwrap_or(0) as usize;
        let end = self.starts.get(place + 1).copied().unwrap_or(0) as usize;
        self.words.get(start..end).unwrap_or_default()
    }

    /// The words of the account's own name.
    pub(super) fn name_words(&self, slot: u32) -> impl Iterator<Item = &str> {
        let words = self.words_of(slot).iter().take_while(|word| *word & CONTACT == 0);
        words.map(|word| self.dictionary.word(*word))
    }

    /// The name, folded.
    pub fn name(&self, slot: u32) -> String {
        let mut name = String::new();
        for word in self.name_words(slot) {
            if !name.is_empty() {
                name.push(' ');
            }
            name.push_str(word);
        }
        name
    }

    /// Iterates over the slots of the words of a range, word by word.
    pub(super) fn slots_in(&self, words: &Range<u32>) -> &[u32] {
        let at = |word: u32| self.slot_starts.get(word as usize).copied().unwrap_or(0) as usize;
        self.slots.get(at(words.start)..at(words.end)).unwrap_or_default()
    }

    /// Returns accounts whose name has exactly these words, in any order.
    pub fn named(&self, words: &[&str]) -> Vec<u32> {
        let key = whole_key(words.iter().copied());
        let mut asked = words.to_vec();
        asked.sort_unstable();
        let is_same = |slot: &u32| {
            let mut name: Vec<&str> = self.name_words(*slot).collect();
            name.sort_unstable();
            name == asked
        };
        self.wholes.between(key, key).iter().copied().filter(is_same).collect()
    }

    /// Returns accounts whose words begin with these letters: `bms` finds B. M. Services.
    pub fn with_initials(&self, letters: &str) -> &[u32] {
        self.initials.between(keys::initials_from(letters), keys::initials_to(letters))
    }

    /// Returns accounts with a telephone that ends with these digits, or whose national number is
    /// the end of them.
    pub fn phone_tail(&self, digits: &str) -> Vec<u32> {
        let reversed = || digits.chars().rev();
        let (from, to) = (keys::digits_from(reversed()), keys::digits_to(reversed()));
        let mut found = self.tails.between(from, to).to_vec();
        for length in fold::SHORTEST_PHONE..digits.len() {
            let whole = keys::digits_from(reversed().take(length));
            found.extend_from_slice(self.tails.between(whole, whole));
        }
        found
    }

    /// Returns accounts with a telephone that begins with these digits, with or without the calling
    /// code.
    pub fn phone_head(&self, digits: &str) -> &[u32] {
        let (from, to) = (keys::digits_from(digits.chars()), keys::digits_to(digits.chars()));
        self.heads.between(from, to)
    }

    /// The size in bytes, and the part of it for e-mail addresses.
    pub fn bytes(&self) -> (usize, usize) {
        let whole_numbers = [
            self.ids.capacity(),
            self.priors.capacity(),
            self.by_id.capacity(),
            self.starts.capacity(),
            self.words.capacity(),
            self.firsts.capacity(),
            self.fronts.capacity(),
            self.slot_starts.capacity(),
            self.slots.capacity(),
        ];
        let packed = [&self.wholes, &self.initials, &self.tails, &self.heads];
        let sum = 4 * whole_numbers.iter().sum::<usize>()
            + packed.iter().map(|packed| packed.bytes()).sum::<usize>()
            + self.dictionary.bytes()
            + self.codes.bytes();
        (sum + self.emails.bytes(), self.emails.bytes())
    }
}
