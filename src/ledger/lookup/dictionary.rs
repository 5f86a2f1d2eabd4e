//! The sorted words of all names: a word's number is its rank, so that a prefix is a range of
//! numbers. May use: std, memchr.

use std::ops::Range;

use memchr::memmem;

/// Sorted, distinct words in one block of bytes.
#[derive(Debug, Default)]
pub struct Dictionary {
    text: String,
    /// Where each word begins; one more at the end.
    starts: Vec<u32>,
    /// Which letters each word has, one bit per letter.
    letters: Vec<u32>,
}

/// The letters of a word as bits: one for each of a to z, one for digits, the others by code point.
pub fn letters(word: &str) -> u32 {
    word.chars().fold(0, |bits, letter| bits | letter_bit(letter))
}

/// The bit of one letter.
pub fn letter_bit(letter: char) -> u32 {
    match letter {
        'a'..='z' => 1 << (u32::from(letter) - u32::from('a')),
        '0'..='9' => 1 << 26,
        _ => 1 << (27 + u32::from(letter) % 5),
    }
}

/// Whether `long` contains the letters of `short` in order, the first one at the front.
pub fn abbreviates(short: &str, long: &str) -> bool {
    let mut rest = long.chars();
    let front = short.chars().next() == long.chars().next();
    front && short.chars().all(|letter| rest.any(|other| other == letter))
}

impl Dictionary {
    /// Builds a dictionary from sorted, distinct words.
    pub fn of<'a>(words: impl Iterator<Item = &'a str>) -> Dictionary {
        let mut dictionary = Dictionary { starts: vec![0], ..Dictionary::default() };
        for word in words {
            dictionary.text.push_str(word);
            dictionary.starts.push(u32::try_from(dictionary.text.len()).unwrap_or(u32::MAX));
            dictionary.letters.push(letters(word));
        }
        dictionary.text.shrink_to_fit();
        dictionary
    }

    /// How many words there are.
    pub fn count(&self) -> u32 {
        u32::try_from(self.letters.len()).unwrap_or(u32::MAX)
    }

    /// Its size in bytes.
    pub fn bytes(&self) -> usize {
        self.text.capacity() + 4 * (self.starts.capacity() + self.letters.capacity())
    }

    /// The word with this number.
    pub fn word(&self, number: u32) -> &str {
        let place = number as usize;
        let start = self.starts.get(place).copied().unwrap_or(0) as usize;
        let end = self.starts.get(place + 1).copied().unwrap_or(0) as usize;
        self.text.get(start..end).unwrap_or("")
    }

    /// Returns the first word of a range that is not less than `bound`.
    fn first_at_least(&self, within: Range<u32>, bound: &[u8]) -> u32 {
        let (mut low, mut high) = (within.start, within.end);
        while low < high {
            let middle = low + (high - low) / 2;
            if self.word(middle).as_bytes() < bound {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        low
    }

    /// Returns the words that begin with `prefix`.
    pub fn prefix(&self, prefix: &str) -> Range<u32> {
        self.prefix_within(0..self.count(), prefix)
    }

    /// Returns the number of a word, if it is here.
    pub fn whole(&self, word: &str) -> Option<u32> {
        let number = self.first_at_least(0..self.count(), word.as_bytes());
        (number < self.count() && self.word(number) == word).then_some(number)
    }

    fn prefix_within(&self, within: Range<u32>, prefix: &str) -> Range<u32> {
        let from = self.first_at_least(within.clone(), prefix.as_bytes());
        // No UTF-8 character begins with this byte, so it sorts after every word with the prefix.
        let behind = [prefix.as_bytes(), &[u8::MAX]].concat();
        from..self.first_at_least(from..within.end, &behind)
    }

    /// Returns words that `short` abbreviates, such as nathansson for `ntsson`. They begin with the
    /// same letter.
    pub fn abbreviated(&self, short: &str) -> Vec<Range<u32>> {
        let Some(first) = short.chars().next() else { return Vec::new() };
        let wanted = letters(short);
        let has_all = |number: &u32| {
            self.letters.get(*number as usize).is_some_and(|has| has & wanted == wanted)
        };
        let alike = self.prefix(first.encode_utf8(&mut [0; 4])).filter(has_all);
        let found = alike.filter(|number| abbreviates(short, self.word(*number)));
        found.map(|number| number..number + 1).collect()
    }

    /// Returns words that contain `part`, but not at the front.
    pub fn containing(&self, part: &str, most: usize) -> Vec<Range<u32>> {
        let mut found: Vec<Range<u32>> = Vec::new();
        for place in memmem::find_iter(self.text.as_bytes(), part.as_bytes()) {
            let behind = self.starts.partition_point(|start| *start as usize <= place);
            let Some(number) = u32::try_from(behind).ok().and_then(|next| next.checked_sub(1))
            else {
                continue;
            };
            let within = self.word(number).find(part).is_some_and(|at| at > 0);
            if within && found.last().is_none_or(|last| last.start != number) {
                found.push(number..number + 1);
            }
            if found.len() == most {
                break;
            }
        }
        found
    }

    /// Returns words with a prefix one edit away from `typed`: a letter inserted, deleted or
    /// changed, or two swapped. An edit is abandoned as soon as no word begins that way.
    pub fn one_typo(&self, typed: &str) -> Vec<Range<u32>> {
        let letters: Vec<char> = typed.chars().collect();
        let mut found = Vec::new();
        let mut front = 0..self.count();
        let mut depth = 0;
        for (place, letter) in letters.iter().enumerate() {
            let rest: String = letters.get(place + 1..).unwrap_or_default().iter().collect();
            let all_rest: String = letters.get(place..).unwrap_or_default().iter().collect();
            // A deleted letter.
            self.follow(front.clone(), depth, &rest, &mut found);
            // Two swapped letters.
            if let Some(next) = letters.get(place + 1).filter(|next| *next != letter) {
                let behind: String = letters.get(place + 2..).unwrap_or_default().iter().collect();
                self.follow(front.clone(), depth, &format!("{next}{letter}{behind}"), &mut found);
            }
            for (other, within) in self.next_letters(front.clone(), depth) {
                let deeper = depth + other.len_utf8();
                // A changed or an inserted letter.
                if other != *letter {
                    self.follow(within.clone(), deeper, &rest, &mut found);
                    self.follow(within, deeper, &all_rest, &mut found);
                }
            }
            front = self.narrow(front, depth, letter.encode_utf8(&mut [0; 4]));
            depth += letter.len_utf8();
            if front.is_empty() {
                break;
            }
        }
        disjoint(found)
    }

    fn follow(&self, within: Range<u32>, depth: usize, rest: &str, found: &mut Vec<Range<u32>>) {
        let within = self.narrow(within, depth, rest);
        if !within.is_empty() {
            found.push(within);
        }
    }

    /// Returns those words of a range whose bytes from `depth` on begin with `next`. The words of
    /// the range have the same bytes before that.
    fn narrow(&self, within: Range<u32>, depth: usize, next: &str) -> Range<u32> {
        let behind = |number: u32| self.word(number).as_bytes().get(depth..).unwrap_or_default();
        let next = next.as_bytes();
        let from = partition(within.clone(), |number| behind(number) < next);
        let begins =
            |number: u32| behind(number).get(..next.len()).is_some_and(|word| word == next);
        from..partition(from..within.end, begins)
    }

    /// Returns the letters of the words of a range at `depth`, each with its subrange.
    fn next_letters(&self, within: Range<u32>, depth: usize) -> Vec<(char, Range<u32>)> {
        let letter =
            |number: u32| self.word(number).get(depth..).and_then(|rest| rest.chars().next());
        let mut found = Vec::new();
        let mut from = within.start;
        while from < within.end {
            let here = letter(from);
            let to = partition(from..within.end, |number| letter(number) == here);
            found.extend(here.map(|here| (here, from..to)));
            from = to.max(from + 1);
        }
        found
    }
}

/// Binary search: returns the first number of a range for which `is_before` is false.
fn partition(within: Range<u32>, is_before: impl Fn(u32) -> bool) -> u32 {
    let (mut low, mut high) = (within.start, within.end);
    while low < high {
        let middle = low + (high - low) / 2;
        if is_before(middle) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    low
}

/// Merges ranges into sorted ones that do not overlap.
pub fn disjoint(mut ranges: Vec<Range<u32>>) -> Vec<Range<u32>> {
    ranges.sort_unstable_by_key(|range| (range.start, range.end));
    let mut merged: Vec<Range<u32>> = Vec::with_capacity(ranges.len());
    for range in ranges {
        match merged.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ => merged.push(range),
        }
    }
    merged
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dictionary() -> Dictionary {
        let mut words = ["kigali", "kigalino", "kibuye", "nathansson", "johansson", "élan", "son"];
        words.sort_unstable();
        Dictionary::of(words.into_iter())
    }

    fn named(dictionary: &Dictionary, ranges: Vec<Range<u32>>) -> Vec<String> {
        ranges.into_iter().flatten().map(|number| dictionary.word(number).to_string()).collect()
    }

    #[test]
    fn a_prefix_is_a_range() {
        let dictionary = dictionary();
        let begins = |text: &str| named(&dictionary, vec![dictionary.prefix(text)]);
        assert_eq!(begins("kiga"), ["kigali", "kigalino"]);
        assert_eq!(begins("é"), ["élan"]);
        assert_eq!(begins("").len(), 7);
        assert!(begins("kx").is_empty() && begins("zz").is_empty());
        assert_eq!(
            dictionary.whole("kigali").map(|number| dictionary.word(number)),
            Some("kigali")
        );
        assert_eq!(dictionary.whole("kigal"), None);
    }

    #[test]
    fn short_forms_and_parts_are_found() {
        let dictionary = dictionary();
        assert_eq!(named(&dictionary, dictionary.abbreviated("ntsson")), ["nathansson"]);
        assert!(dictionary.abbreviated("tsson").is_empty(), "it begins with another letter");
        let parts = named(&dictionary, dictionary.containing("son", 100));
        assert_eq!(parts, ["johansson", "nathansson"], "not what begins with it");
    }

    #[test]
    fn one_typo_is_one_letter_or_two_swapped() {
        let dictionary = dictionary();
        let typed = |text: &str| named(&dictionary, dictionary.one_typo(text));
        for slip in ["kigli", "kigaali", "kigoli", "kgiali", "igali", "xigali", "kiglai"] {
            assert!(typed(slip).contains(&"kigali".to_string()), "{slip}: {:?}", typed(slip));
        }
        assert!(typed("elan").contains(&"élan".to_string()), "any letter is one letter");
        assert!(typed("kgli").is_empty(), "two are missing");
    }
}
