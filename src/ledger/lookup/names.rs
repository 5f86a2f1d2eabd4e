//! Finds accounts that have the words that were typed. May use: std, the packed accounts.

use std::ops::Range;

use super::accounts::{Accounts, CONTACT, Dead};
use super::dictionary::letter_bit;

/// The most slots that are checked when a word is read in another way than as a prefix: typing more
/// letters gets there.
const FEW: usize = 8_192;

/// How many slots can be scanned in order in the time that one random access takes.
const PASSED_OVER: usize = 4;

/// The dictionary words that one typed word may mean.
#[derive(Clone, Debug)]
pub struct Wanted {
    /// Their numbers, sorted, without overlap.
    ranges: Vec<Range<u32>>,
    /// The word that was typed exactly, if it exists.
    whole: Option<u32>,
    /// The bit of their common first letter; zero if they have none.
    front: u32,
}

impl Wanted {
    /// Words that begin with the first letter of `typed`.
    pub fn alike(typed: &str, ranges: Vec<Range<u32>>) -> Wanted {
        let front = typed.chars().next().map_or(0, letter_bit);
        Wanted { ranges, whole: None, front }
    }

    /// Words that begin with `typed`.
    pub fn begun(typed: &str, accounts: &Accounts) -> Wanted {
        let begins = accounts.dictionary.prefix(typed);
        // No word sorts before its own prefix.
        let first = Some(begins.start).filter(|_| !begins.is_empty());
        let whole = first.filter(|first| accounts.dictionary.word(*first) == typed);
        Wanted { whole, ..Wanted::alike(typed, vec![begins]) }
    }

    /// Any words.
    pub fn any(ranges: Vec<Range<u32>>) -> Wanted {
        Wanted { ranges, whole: None, front: 0 }
    }

    fn has(&self, word: u32) -> bool {
        match self.ranges.as_slice() {
            [only] => only.contains(&word),
            ranges => {
                let behind = ranges.partition_point(|range| range.start <= word);
                let last = behind.checked_sub(1).and_then(|last| ranges.get(last));
                last.is_some_and(|range| range.contains(&word))
            }
        }
    }

    fn slots<'a>(&'a self, accounts: &'a Accounts) -> impl Iterator<Item = u32> + 'a {
        self.ranges.iter().flat_map(|range| accounts.slots_in(range)).copied()
    }

    fn count(&self, accounts: &Accounts) -> usize {
        self.ranges.iter().map(|range| accounts.slots_in(range).len()).sum()
    }
}

/// Where in an account's words the query's words are, the best first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum WordPlace {
    /// In the name, exactly as typed, the first one at its front.
    FrontWhole,
    /// In the name, the first one at its front.
    Front,
    /// In the name, exactly as typed.
    Whole,
    /// In the name.
    Name,
    /// In the name, or in those of contact people.
    People,
}

impl WordPlace {
    /// All, the best first.
    pub const ALL: [WordPlace; 5] = [
        WordPlace::FrontWhole,
        WordPlace::Front,
        WordPlace::Whole,
        WordPlace::Name,
        WordPlace::People,
    ];
}

/// A search for accounts in which each word of the query has a word of its own.
pub struct Search<'a> {
    accounts: &'a Accounts,
    dead: &'a Dead,
    wanted: &'a [Wanted],
    /// Indices into `wanted`, fewest meanings first: whichever word that one takes, the ones with
    /// more meanings have others.
    order: Vec<usize>,
    /// The letters with which words of the account must begin.
    fronts: u32,
}

impl<'a> Search<'a> {
    /// A search in `accounts` without those in `dead`.
    pub fn new(accounts: &'a Accounts, dead: &'a Dead, wanted: &'a [Wanted]) -> Search<'a> {
        let words = |place: &usize| {
            wanted.get(*place).map_or(0, |one| one.ranges.iter().map(ExactSizeIterator::len).sum())
        };
        let mut order: Vec<usize> = (0..wanted.len()).collect();
        order.sort_by_key(|place| -> usize { words(place) });
        let fronts = wanted.iter().fold(0, |all, one| all | one.front);
        Search { accounts, dead, wanted, order, fronts }
    }

    /// Returns the likeliest slots, at most `most` of each standing.
    pub fn slots(&self, most: usize) -> Vec<(WordPlace, u32)> {
        let Some((count, rarest)) = self.rarest().filter(|(count, _)| *count > 0) else {
            return Vec::new();
        };
        let is_plain = self.wanted.iter().all(|one| one.ranges.len() == 1);
        match is_plain {
            true if self.passed_over(most) / PASSED_OVER < count => {
                let among_few = || self.among_few(rarest.slots(self.accounts), most);
                self.pass_over_all(most, count / 2).unwrap_or_else(among_few)
            }
            true => self.among_few(rarest.slots(self.accounts), most),
            false => self.among_few(rarest.slots(self.accounts).take(FEW), most),
        }
    }

    /// Whether every word of the query is too common to search by.
    pub fn is_wide(&self) -> bool {
        self.rarest().is_some_and(|(count, _)| count > FEW)
    }

    /// Estimates how many accounts have to be scanned until `most` are found, if words are
    /// independent.
    fn passed_over(&self, most: usize) -> usize {
        let all = self.accounts.len().max(1);
        let one_in = |one: &Wanted| (all / one.count(self.accounts).max(1)).max(1);
        let one_in_all = self.wanted.iter().map(one_in).fold(1_usize, usize::saturating_mul);
        most.saturating_mul(one_in_all).min(all)
    }

    fn rarest(&self) -> Option<(usize, &'a Wanted)> {
        let counted = self.wanted.iter().map(|one| (one.count(self.accounts), one));
        counted.min_by_key(|(count, _)| *count)
    }

    fn among_few(&self, slots: impl Iterator<Item = u32>, most: usize) -> Vec<(WordPlace, u32)> {
        let likely = slots.filter(|slot| self.may_fit(*slot));
        let mut found: Vec<(WordPlace, u32)> =
            likely.filter_map(|slot| Some((self.standing(slot)?, slot))).collect();
        found.sort_unstable();
        found.dedup();
        let mut counts = [0; WordPlace::ALL.len()];
        found.retain(|(standing, _)| {
            counts.get_mut(*standing as usize).is_some_and(|count| {
                *count += 1;
                *count <= most
            })
        });
        found
    }

    /// Scans accounts with the first word at the front, then all, until there are enough. `None` if
    /// more than `tries` have to be checked: the words occur together less often than estimated.
    fn pass_over_all(&self, most: usize, tries: usize) -> Option<Vec<(WordPlace, u32)>> {
        let (mut found, mut tried) = (Vec::new(), 0);
        if let Some(first) = self.wanted.first() {
            let firsts = self.accounts.firsts.iter().zip(0..);
            let likely = firsts.filter(|(word, _)| first.has(**word)).map(|(_, slot)| slot);
            let fits = likely.filter(|slot| self.may_fit(*slot)).take(tries);
            let fits = fits.inspect(|_| tried += 1);
            let standing = fits.filter_map(|slot| Some((self.standing(slot)?, slot)));
            let front = standing.filter(|(standing, _)| *standing <= WordPlace::Front);
            found.extend(front.take(most));
            if found.len() >= most {
                return Some(found);
            }
        }
        let (mut named, mut asked_for) = (0, 0);
        for slot in (0..).zip(&self.accounts.fronts).filter(|(_, has)| self.has_fronts(**has)) {
            tried += 1;
            if tried > tries {
                return None;
            }
            match self.standing(slot.0) {
                Some(standing @ (WordPlace::Whole | WordPlace::Name)) => {
                    named += 1;
                    found.push((standing, slot.0));
                }
                Some(WordPlace::People) => {
                    asked_for += 1;
                    found.extend((asked_for <= most).then_some((WordPlace::People, slot.0)));
                }
                _ => {}
            }
            if named >= most || asked_for >= 10 * most {
                break;
            }
        }
        Some(found)
    }

    fn has_fronts(&self, has: u32) -> bool {
        has & self.fronts == self.fronts
    }

    fn may_fit(&self, slot: u32) -> bool {
        self.accounts.fronts.get(slot as usize).is_some_and(|has| self.has_fronts(*has))
    }

    /// Returns where an account has the words, if it has all of them.
    fn standing(&self, slot: u32) -> Option<WordPlace> {
        let words = self.accounts.words_of(slot);
        let has = |place: usize, word: u32| self.wanted.get(place).is_some_and(|one| one.has(word));
        let is = |place: usize, word: u32| {
            self.wanted.get(place).is_some_and(|one| one.whole == Some(word))
        };
        let anywhere = self.fit(words, false, has)?;
        if self.dead.has(slot) {
            return None;
        }
        if !anywhere {
            return Some(WordPlace::People);
        }
        let whole = |front| self.fit(words, front, is) == Some(true);
        Some(match self.fit(words, true, has) == Some(true) {
            true if whole(true) => WordPlace::FrontWhole,
            true => WordPlace::Front,
            false if whole(false) => WordPlace::Whole,
            false => WordPlace::Name,
        })
    }

    /// Matches each word of the query with a word of its own. Returns whether only words of the
    /// name were needed; `None` if there is no match. With `front`, the first word must match the
    /// first.
    fn fit(&self, words: &[u32], front: bool, has: impl Fn(usize, u32) -> bool) -> Option<bool> {
        // After the sixty-fourth word, one may match twice.
        let mut taken = 0_u64;
        let mut in_name = true;
        if front {
            words.first().filter(|word| has(0, **word))?;
            taken = 1;
        }
        for place in self.order.iter().filter(|place| !front || **place > 0) {
            let free = |at: usize| at >= 64 || taken >> at & 1 == 0;
            let mut words = words.iter().enumerate();
            let (at, word) =
                words.find(|(at, word)| free(*at) && has(*place, **word & !CONTACT))?;
            taken |= 1_u64.checked_shl(u32::try_from(at).unwrap_or(64)).unwrap_or(0);
            in_name &= word & CONTACT == 0;
        }
        Some(in_name)
    }
}
