//! Compares a payer's name with a customer's, word by word. May use: std.

/// A name of at least this many characters may have been cut short by the bank.
pub const SHORTEST_CUT: usize = 17;

/// The lowest percentage at which two names count as alike.
pub const LEAST: u32 = 50;

/// The likeness of a name of at least three words that a text has whole.
pub const WHOLE: u32 = 93;

/// How alike two names are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Likeness {
    /// 0 to 100.
    pub percent: u32,
    /// Whether the distinctive words are the same.
    pub is_same: bool,
}

impl Likeness {
    const NONE: Likeness = Likeness { percent: 0, is_same: false };

    /// The likeness of the same names when their legal forms differ (`Ltd`, `SARL`): 8 percent less.
    pub fn of_other_form(self) -> Likeness {
        Likeness { percent: self.percent.saturating_sub(8), is_same: false }
    }
}

/// All variants of a word with one letter left out. Empty for words shorter than five letters or with digits.
pub fn shortened(word: &str) -> Vec<String> {
    let letters = word.char_indices();
    if word.chars().count() < 5 || word.bytes().any(|byte| byte.is_ascii_digit()) {
        return Vec::new();
    }
    let without = letters.map(|(at, letter)| {
        let mut short = word[..at].to_string();
        short.push_str(&word[at + letter.len_utf8()..]);
        short
    });
    let mut all: Vec<String> = without.collect();
    all.dedup();
    all
}

/// How well a word as the bank wrote it fits a word of the customer's name, 0 to 100. Lengths are in
/// bytes: in folded words nearly every letter is one byte.
fn word_percent(written: &str, own: &str) -> u32 {
    let (short, long) = (written.as_bytes(), own.as_bytes());
    let is_first = short.first() == long.first();
    if short.len() == 1 || long.len() == 1 {
        return if short == long { 100 } else { u32::from(is_first) * 50 };
    }
    if is_first && short == long {
        return 100;
    }
    if is_first && (short.len() >= 3 && long.starts_with(short))
        || (is_first && long.len() >= 4 && short.starts_with(long))
    {
        return 90;
    }
    if short.len() >= 5 && long.len() >= 5 && is_one_letter_off(short, long) {
        return 85;
    }
    match is_first && long.len() >= short.len() + 2 && is_within(short, long) {
        true if short.len() >= 3 => 75,
        true => 50,
        false => 0,
    }
}

/// Whether the letters of `short` occur in `long` in the same order.
fn is_within(short: &[u8], long: &[u8]) -> bool {
    let mut letters = long.iter();
    short.iter().all(|letter| letters.any(|other| other == letter))
}

/// Whether two words differ by one letter changed, left out or added, or by two neighbours swapped.
fn is_one_letter_off(one: &[u8], other: &[u8]) -> bool {
    let (short, long) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    if long.len() - short.len() > 1 {
        return false;
    }
    let same = short.iter().zip(long).take_while(|(a, b)| a == b).count();
    if long.len() > short.len() {
        return short[same..] == long[same + 1..];
    }
    let is_swapped =
        short.len() > same + 1 && short[same] == long[same + 1] && short[same + 1] == long[same];
    short.get(same + 1..) == long.get(same + 1..)
        || (is_swapped && short[same + 2..] == long[same + 2..])
}

/// Pairs the words, best pairs first, each with at most one other. Returns the percentages by the
/// customer's words and by the written words.
fn paired(written: &[String], own: &[String]) -> (Vec<u32>, Vec<u32>) {
    let mut pairs: Vec<(u32, usize, usize)> = Vec::new();
    for (at, word) in written.iter().enumerate() {
        for (place, known) in own.iter().enumerate() {
            let percent = word_percent(word, known);
            if percent > 0 {
                pairs.push((percent, at, place));
            }
        }
    }
    pairs.sort_unstable_by_key(|(percent, at, place)| (std::cmp::Reverse(*percent), *at, *place));
    let (mut by_written, mut by_own) = (vec![0; written.len()], vec![0; own.len()]);
    for (percent, at, place) in pairs {
        if by_written[at] == 0 && by_own[place] == 0 {
            by_written[at] = percent;
            by_own[place] = percent;
        }
    }
    (by_own, by_written)
}

/// A name prepared for comparison.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NameWords {
    /// The words in their order.
    pub words: Vec<String>,
    sorted: Vec<String>,
    whole: String,
}

impl NameWords {
    /// Prepares the folded words of a name.
    pub fn new(words: Vec<String>) -> NameWords {
        let mut sorted = words.clone();
        sorted.sort_unstable();
        NameWords { sorted, whole: words.concat(), words }
    }
}

/// Compares a payer's name with a customer's. `weights` says how distinctive each of the customer's words is;
/// `is_cut`, that the bank may have cut the payer's name short.
pub fn of_payer(written: &NameWords, is_cut: bool, own: &NameWords, weights: &[u32]) -> Likeness {
    if written.sorted == own.sorted || written.whole == own.whole {
        return Likeness { percent: 100, is_same: true };
    }
    if is_cut && written.whole.len() >= 10 && own.whole.starts_with(&written.whole) {
        return Likeness { percent: 95, is_same: false };
    }
    let (by_own, by_written) = paired(&written.words, &own.words);
    let covered = share(&by_own, |place| {
        // Words missing at the end of a name that was cut count for a third.
        let is_lost = is_cut && by_own[place..].iter().all(|percent| *percent == 0);
        if is_lost { weights[place] / 3 } else { weights[place] }
    });
    let used = share(&by_written, |_| 60);
    let has_telling = by_own.iter().any(|percent| *percent >= 75);
    match has_telling {
        true => Likeness { percent: (covered * 6 + used * 4) / 10, is_same: false },
        false => Likeness::NONE,
    }
}

/// How much of a customer's name occurs in the words of a text.
pub fn within(written: &[String], own: &[String], weights: &[u32]) -> Likeness {
    let (by_own, _) = paired(written, own);
    let letters: usize = own.iter().map(String::len).sum();
    let is_whole = by_own.iter().all(|percent| *percent == 100);
    match own.len() {
        1 if is_whole && letters >= 6 => Likeness { percent: 75, is_same: false },
        0 | 1 => Likeness::NONE,
        // A longer name may contain one of two words.
        2 if is_whole => Likeness { percent: 92, is_same: true },
        _ if is_whole => Likeness { percent: WHOLE, is_same: true },
        _ if by_own.iter().all(|percent| *percent >= 90) => {
            Likeness { percent: 86, is_same: false }
        }
        _ => Likeness { percent: share(&by_own, |place| weights[place]) * 8 / 10, is_same: false },
    }
}

/// The weighted mean of percents.
fn share(percents: &[u32], weight: impl Fn(usize) -> u32) -> u32 {
    let all: u32 = (0..percents.len()).map(&weight).sum();
    let sum: u32 = percents.iter().enumerate().map(|(at, percent)| percent * weight(at)).sum();
    sum / all.max(1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::matching::fold::name_words;

    fn like(written: &str, own: &str) -> u32 {
        let own = NameWords::new(name_words(own));
        let weights = vec![100; own.words.len()];
        let is_cut = written.len() >= SHORTEST_CUT;
        of_payer(&NameWords::new(name_words(written)), is_cut, &own, &weights).percent
    }

    #[test]
    fn banks_write_names_in_many_ways() {
        assert_eq!(like("TRADING ACME LIMITED", "Acme Trading Ltd"), 100);
        assert_eq!(like("ACMETRADING", "Acme Trading Ltd"), 100);
        assert!(like("KIGALI INTL CONST", "Kigali International Construction") >= 80);
        assert!(like("KIGALI INTERNATIONAL CONST", "Kigali International Construction Ltd") >= 90);
        assert!(like("J UWIMANA", "Jeanne Uwimana") >= 70);
        assert!(like("UWIMNA JEANNE", "Jeanne Uwimana") >= 90);
        assert!(like("KIGALI BAKERY", "Musanze Bakery") < 70);
        assert!(like("JEAN BOSCO", "Acme Trading") < LEAST);
    }
}
