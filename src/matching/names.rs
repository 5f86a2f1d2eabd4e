//! Finds the customers whose name a bank may have written, by the words of their names: whole,
//! abbreviated, cut or misspelt, in any order. May use: fold.

use rustc_hash::FxHashMap;

use super::fold::{forms, is_filler, name_words, words};
use super::likeness::{self, Likeness, NameWords};

/// Words that occur in more names than this are looked up only together with others.
const COMMON: usize = 120;

/// The most names compared in full with one text.
const MOST_COMPARED: usize = 48;

/// The most words in the book that one written word may stand for.
const MOST_WORDS: usize = 24;

/// The fewest letters by which a cut name, with its words joined, is found.
const LEAST_CUT: usize = 10;

/// A customer's name.
struct Name {
    customer: u32,
    /// All its words, including legal forms.
    whole: Vec<String>,
    words: NameWords,
    /// The weight of each word.
    weights: Vec<u32>,
    forms: Vec<String>,
}

/// The names of all customers.
#[derive(Default)]
pub struct NameIndex {
    names: Vec<Name>,
    /// Words in alphabetical order, with the names that contain them.
    words: Vec<(String, Vec<u32>)>,
    places: FxHashMap<String, u32>,
    /// Words with one letter left out, with the words they come from.
    shortened: FxHashMap<String, Vec<u32>>,
    /// Names with their words joined, in alphabetical order.
    joined: Vec<(String, u32)>,
}

/// A customer with a name like a text, and the likeness.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NameHit {
    /// The customer.
    pub customer: u32,
    /// The likeness.
    pub likeness: Likeness,
}

impl NameIndex {
    /// Indexes names, each with its customer.
    pub fn new<'n>(given: impl Iterator<Item = (u32, &'n str)>) -> NameIndex {
        let mut index = NameIndex::default();
        let mut postings: FxHashMap<String, Vec<u32>> = FxHashMap::default();
        for (at, (customer, name)) in (0..).zip(given) {
            let words = name_words(name);
            for word in &words {
                let names = postings.entry(word.clone()).or_default();
                if names.last() != Some(&at) {
                    names.push(at);
                }
            }
            index.joined.push((words.concat(), at));
            let (words, weights) = (NameWords::new(words), Vec::new());
            let (whole, forms) = (super::fold::words(name), forms(name));
            index.names.push(Name { customer, whole, words, weights, forms });
        }
        index.joined.sort_unstable();
        index.words = postings.into_iter().collect();
        index.words.sort_unstable();
        for at in 0..index.words.len() {
            let word = index.words[at].0.clone();
            let place = u32::try_from(at).unwrap_or(u32::MAX);
            for short in likeness::shortened(&word) {
                index.shortened.entry(short).or_default().push(place);
            }
            index.places.insert(word, place);
        }
        for at in 0..index.names.len() {
            let words = index.names[at].words.words.iter();
            index.names[at].weights = words.map(|word| index.weight(word)).collect();
        }
        index
    }

    /// The customers with names like a payer's, the most similar first; one entry for each customer.
    pub fn like_payer(&self, payer: &str) -> Vec<NameHit> {
        let written = NameWords::new(name_words(payer));
        let is_cut = payer.trim().chars().count() >= likeness::SHORTEST_CUT;
        let forms = forms(payer);
        self.ranked(&written.words, &forms, |name| {
            likeness::of_payer(&written, is_cut, &name.words, &name.weights)
        })
    }

    /// Those of some customers that have exactly this name, word for word.
    pub fn exactly(&self, payer: &str, of: &[NameHit]) -> Vec<u32> {
        let whole = words(payer);
        let is_of = |name: &&Name| of.iter().any(|hit| hit.customer == name.customer);
        let mut exact: Vec<u32> = self
            .candidates(&name_words(payer))
            .into_iter()
            .map(|at| &self.names[at as usize])
            .filter(|name| name.whole == whole)
            .filter(is_of)
            .map(|name| name.customer)
            .collect();
        exact.sort_unstable();
        exact.dedup();
        exact
    }

    /// The customers whose whole names occur in a text among other words.
    pub fn within(&self, text: &str) -> Vec<NameHit> {
        let written: Vec<String> =
            words(text).into_iter().filter(|word| !is_filler(word) && is_wordy(word)).collect();
        self.ranked(&written, &forms(text), |name| {
            likeness::within(&written, &name.words.words, &name.weights)
        })
    }

    /// The customers by likeness; a name with a different legal form is not the same name.
    fn ranked(
        &self,
        written: &[String],
        forms: &[String],
        like: impl Fn(&Name) -> Likeness,
    ) -> Vec<NameHit> {
        let mut best: FxHashMap<u32, Likeness> = FxHashMap::default();
        for at in self.candidates(written) {
            let name = &self.names[at as usize];
            let is_other = !forms.is_empty()
                && !name.forms.is_empty()
                && !name.forms.iter().any(|form| forms.contains(form));
            let likeness = if is_other { like(name).of_other_form() } else { like(name) };
            if likeness.percent >= likeness::LEAST {
                let known = best.entry(name.customer).or_insert(likeness);
                *known = (*known).max(likeness);
            }
        }
        let mut hits: Vec<NameHit> =
            best.into_iter().map(|(customer, likeness)| NameHit { customer, likeness }).collect();
        hits.sort_unstable_by_key(|hit| (std::cmp::Reverse(hit.likeness), hit.customer));
        hits
    }

    /// The weight of a word: greater for rare words.
    fn weight(&self, word: &str) -> u32 {
        let names = self.names_with(word).len().max(1);
        let rarity = (self.names.len().max(1) / names).max(1).ilog2();
        40 + 10 * rarity
    }

    fn names_with(&self, word: &str) -> &[u32] {
        self.places.get(word).map_or(&[], |place| &self.words[*place as usize].1)
    }

    /// The names worth comparing, those with the most distinctive words first.
    fn candidates(&self, written: &[String]) -> Vec<u32> {
        let mut found: FxHashMap<u32, u32> = FxHashMap::default();
        let mut common: Vec<&[u32]> = Vec::new();
        for word in written {
            for place in self.meant_by(word) {
                let (meant, names) = &self.words[place as usize];
                if names.len() > COMMON {
                    common.push(names);
                    continue;
                }
                let weight = self.weight(meant);
                for name in names {
                    *found.entry(*name).or_default() += weight;
                }
            }
        }
        for names in common {
            let is_alone = found.is_empty();
            found.reserve(if is_alone { names.len() } else { 0 });
            for name in names {
                match found.get_mut(name) {
                    Some(weight) => *weight += 20,
                    None if is_alone => {
                        found.insert(*name, 20);
                    }
                    None => {}
                }
            }
        }
        self.in_one_piece(written).for_each(|name| *found.entry(name).or_default() += 200);
        let order = |(name, weight): &(u32, u32)| (std::cmp::Reverse(*weight), *name);
        let mut found: Vec<(u32, u32)> = found.into_iter().collect();
        // Many names may have a common word, and only a few are compared.
        if found.len() > MOST_COMPARED {
            found.select_nth_unstable_by_key(MOST_COMPARED, order);
            found.truncate(MOST_COMPARED);
        }
        found.sort_unstable_by_key(order);
        found.into_iter().map(|(name, _)| name).collect()
    }

    /// The words in the book that a written word may stand for.
    fn meant_by(&self, word: &str) -> Vec<u32> {
        let mut meant: Vec<u32> = self.places.get(word).copied().into_iter().collect();
        if word.len() >= 3 {
            let from = self.words.partition_point(|(known, _)| known.as_str() < word);
            let behind = self.words[from..].iter().take(MOST_WORDS);
            let longer = behind.take_while(|(known, _)| known.starts_with(word)).count();
            meant.extend((from..from + longer).filter_map(|place| u32::try_from(place).ok()));
            let cuts = (3..word.len()).filter(|end| word.is_char_boundary(*end));
            meant.extend(cuts.filter_map(|end| self.places.get(&word[..end]).copied()));
        }
        let shortened = likeness::shortened(word);
        for short in shortened.iter().map(String::as_str).chain([word]) {
            meant.extend(self.shortened.get(short).into_iter().flatten().take(MOST_WORDS));
            meant.extend(self.places.get(short).filter(|_| short.len() >= 5).copied());
        }
        meant.sort_unstable();
        meant.dedup();
        meant
    }

    /// The names that, with their words joined, begin with the joined written words.
    fn in_one_piece(&self, written: &[String]) -> impl Iterator<Item = u32> {
        let joined = written.concat();
        let is_long = joined.len() >= LEAST_CUT;
        let from = self.joined.partition_point(|(known, _)| known.as_str() < joined.as_str());
        let behind = self.joined[from..].iter().take(if is_long { MOST_WORDS } else { 0 });
        behind.take_while(move |(known, _)| known.starts_with(&joined)).map(|(_, name)| *name)
    }
}

/// Whether a word of a text may be part of a name: it must contain a letter.
fn is_wordy(word: &str) -> bool {
    word.chars().any(char::is_alphabetic)
}
