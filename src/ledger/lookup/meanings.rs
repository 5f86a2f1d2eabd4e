//! What typed words may mean in a part of the index: prefixes, abbreviations, parts of words,
//! typing errors. May use: std, the dictionary, the search for names.

use std::ops::Range;

use super::dictionary::disjoint;
use super::names::{Search, Wanted, WordPlace};
use super::parts::AccountPart;
use super::tier::{MOST, Tier};

/// The most words of the dictionary that may contain a part.
const MOST_WORDS: usize = 2_000;

/// The fewest bytes that are searched for inside words or as abbreviations: three letters, or one
/// in a script whose words have one or two.
const SHORTEST_PART: usize = 3;

/// The fewest letters of a word in which one may be wrong.
const SHORTEST_TYPO: usize = 4;

/// The meanings of typed words in a part of the index.
pub(super) struct WordMeanings<'a> {
    pub part: &'a AccountPart,
    pub words: &'a [String],
}

impl WordMeanings<'_> {
    pub fn slots(&self, tier: Tier) -> Vec<(WordPlace, u32)> {
        let dictionary = &self.part.accounts.dictionary;
        match tier {
            Tier::FrontWords => self.search(&self.all_begun()).slots(MOST),
            Tier::Joined => self.joined(),
            Tier::Abbreviation => {
                let short = |word: &String| {
                    if word.len() < SHORTEST_PART {
                        return Wanted::begun(word, &self.part.accounts);
                    }
                    let mut ranges = dictionary.abbreviated(word);
                    ranges.push(dictionary.prefix(word));
                    Wanted::alike(word, disjoint(ranges))
                };
                self.narrow(&self.words.iter().map(short).collect::<Vec<Wanted>>())
            }
            Tier::Part => self.one_by_one(|word| {
                (word.len() >= SHORTEST_PART).then(|| dictionary.containing(word, MOST_WORDS))
            }),
            Tier::FrontTypo => self.one_by_one(|word| {
                (word.chars().count() >= SHORTEST_TYPO).then(|| dictionary.one_typo(word))
            }),
            _ if self.words.len() < 2 => Vec::new(),
            Tier::Typos => {
                let slips = self.words.iter().map(|word| {
                    let mut ranges = vec![dictionary.prefix(word)];
                    if word.chars().count() >= SHORTEST_TYPO {
                        ranges.extend(dictionary.one_typo(word));
                    }
                    Wanted::any(disjoint(ranges))
                });
                self.search(&slips.collect::<Vec<Wanted>>()).slots(MOST)
            }
            _ => (0..self.words.len())
                .flat_map(|left_out| {
                    let mut wanted = self.all_begun();
                    wanted.remove(left_out);
                    self.narrow(&wanted)
                })
                .collect(),
        }
    }

    fn all_begun(&self) -> Vec<Wanted> {
        self.words.iter().map(|word| Wanted::begun(word, &self.part.accounts)).collect()
    }

    fn search<'a>(&'a self, wanted: &'a [Wanted]) -> Search<'a> {
        Search::new(&self.part.accounts, &self.part.dead, wanted)
    }

    /// Returns slots for words of which at least one is rare: words that match too many accounts do
    /// not help.
    fn narrow(&self, wanted: &[Wanted]) -> Vec<(WordPlace, u32)> {
        let search = self.search(wanted);
        if search.is_wide() { Vec::new() } else { search.slots(MOST) }
    }

    /// Returns slots for words of which any one is read in another way.
    fn one_by_one(&self, other: impl Fn(&str) -> Option<Vec<Range<u32>>>) -> Vec<(WordPlace, u32)> {
        let mut slots = Vec::new();
        for (place, word) in self.words.iter().enumerate() {
            let Some(ranges) = other(word) else { continue };
            let mut wanted = self.all_begun();
            if let Some(one) = wanted.get_mut(place) {
                *one = Wanted::any(ranges);
            }
            slots.extend(self.search(&wanted).slots(MOST));
        }
        slots
    }

    /// Reads a word as two prefixes: `kigalitraders`, `kigtra`.
    fn joined(&self) -> Vec<(WordPlace, u32)> {
        let [word] = self.words else { return Vec::new() };
        let cuts = word.char_indices().map(|(at, _)| word.split_at(at));
        let two = cuts
            .filter(|(front, end)| front.chars().nth(1).is_some() && end.chars().nth(1).is_some());
        let found = two.flat_map(|(front, end)| {
            let begun = |part| Wanted::begun(part, &self.part.accounts);
            self.narrow(&[begun(front), begun(end)])
        });
        found.filter(|(standing, _)| *standing < WordPlace::People).collect()
    }
}
