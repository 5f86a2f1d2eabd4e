//! Finds the characters of a text that match a query, to be highlighted: half-open ranges. May use:
//! std, the folding.

use std::ops::Range;

use super::Matched;
use super::asked::ParsedQuery;
use super::dictionary::abbreviates;
use super::fold;

/// Letters of a word, each with the characters it stands for.
type Word = Vec<(char, Range<usize>)>;

/// Returns the ranges of `text` that match the query; none if that is unclear.
pub fn marks(text: &str, asked: &ParsedQuery, matched: Matched) -> Vec<(usize, usize)> {
    let words = fold::words_with_places(text);
    let mut found = match matched {
        Matched::Name => by_words(&words, asked),
        Matched::Amount => std::iter::once(0..text.chars().count()).collect(),
        Matched::Phone | Matched::Document => digits(&words, asked),
        Matched::Code | Matched::Email | Matched::Reference => {
            by_key(&words, &asked.key).into_iter().collect()
        }
    };
    found.sort_unstable_by_key(|range| range.start);
    let mut joined: Vec<(usize, usize)> = Vec::new();
    for range in found {
        match joined.last_mut() {
            Some(last) if range.start <= last.1 => last.1 = last.1.max(range.end),
            _ => joined.push((range.start, range.end)),
        }
    }
    joined
}

/// Whether each word of the query is highlighted somewhere in `text`.
pub fn all_words(text: &str, asked: &ParsedQuery) -> bool {
    let words = fold::words_with_places(text);
    initials(&words, asked).is_some()
        || asked.words.iter().all(|wanted| words.iter().any(|word| in_word(word, wanted).is_some()))
}

fn by_words(words: &[Word], asked: &ParsedQuery) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for wanted in &asked.words {
        let marked = words.iter().filter_map(|word| in_word(word, wanted));
        found.extend(
            marked.min_by_key(|(how, _)| *how).map(|(_, ranges)| ranges).unwrap_or_default(),
        );
    }
    match found.is_empty() {
        true => initials(words, asked).unwrap_or_default(),
        false => found,
    }
}

/// Highlights the initials, if those were typed.
fn initials(words: &[Word], asked: &ParsedQuery) -> Option<Vec<Range<usize>>> {
    let [typed] = asked.words.as_slice() else { return None };
    let firsts: Vec<_> = words.iter().filter_map(|word| word.first()).collect();
    let letters = typed.chars().count();
    let is_same = typed.chars().eq(firsts.iter().take(letters).map(|(letter, _)| *letter));
    let places = || firsts.iter().take(letters).map(|(_, place)| place.clone()).collect();
    (letters > 1 && is_same).then(places)
}

/// Returns how well a word fits (less is better) and which of its characters do: a prefix, letters
/// in order, a part, or all of it if one letter is wrong.
fn in_word(word: &Word, wanted: &str) -> Option<(u8, Vec<Range<usize>>)> {
    let text: String = word.iter().map(|(letter, _)| letter).collect();
    let count = wanted.chars().count();
    let places = |letters: &[(char, Range<usize>)]| {
        letters.iter().map(|(_, place)| place.clone()).collect::<Vec<_>>()
    };
    if text.starts_with(wanted) {
        return Some((0, places(word.get(..count)?)));
    }
    if abbreviates(wanted, &text) {
        let mut rest = word.iter();
        let found = wanted.chars().filter_map(|letter| rest.find(|(other, _)| *other == letter));
        return Some((1, found.map(|(_, place)| place.clone()).collect()));
    }
    if let Some(at) = text.find(wanted) {
        let from = text.get(..at)?.chars().count();
        return Some((2, places(word.get(from..from + count)?)));
    }
    let near = |length: usize| {
        let front: String = text.chars().take(length).collect();
        count >= 4 && strsim::osa_distance(&front, wanted) <= 1
    };
    let length = (count.saturating_sub(1)..=count + 1).find(|length| near(*length))?;
    Some((3, places(word.get(..length.min(word.len()))?)))
}

/// Finds consecutive letters and digits from the beginning of a word, whatever is between them.
fn by_key(words: &[Word], key: &str) -> Option<Range<usize>> {
    let starts = 0..words.len();
    starts.into_iter().find_map(|start| {
        let letters: Vec<_> = words.get(start..)?.iter().flatten().collect();
        let count = key.chars().count();
        let is_same = key.chars().eq(letters.iter().take(count).map(|(letter, _)| *letter));
        let (first, last) = (letters.first()?, letters.get(count.checked_sub(1)?)?);
        is_same.then_some(first.1.start..last.1.end)
    })
}

/// Finds the last occurrence of the digits that were typed.
fn digits(words: &[Word], asked: &ParsedQuery) -> Vec<Range<usize>> {
    let Some(number) = &asked.number else {
        return by_key(words, &asked.key).into_iter().collect();
    };
    let all: Vec<&(char, Range<usize>)> =
        words.iter().flatten().filter(|(letter, _)| letter.is_ascii_digit()).collect();
    let text: String = all.iter().map(|(digit, _)| digit).collect();
    let typed = fold::digits(&asked.text);
    let phone = number.phone.as_ref().map_or("", |phone| phone.digits.as_str());
    // A calling code may have been typed that the text lacks.
    let shorter = (1..phone.len()).filter(|cut| phone.len() - cut >= fold::SHORTEST_PHONE);
    let phones = [phone].into_iter().chain(shorter.filter_map(|cut| phone.get(cut..)));
    let tails = number.tails.iter().map(String::as_str).chain([typed.as_str()]).chain(phones);
    let found = tails.filter(|tail| !tail.is_empty()).find_map(|tail| {
        let plain = tail.trim_start_matches('0');
        let at = text.rfind(plain).filter(|_| !plain.is_empty())?;
        let (first, last) = (all.get(at)?, all.get(at + plain.len() - 1)?);
        Some(first.1.start..last.1.end)
    });
    found.into_iter().collect()
}
