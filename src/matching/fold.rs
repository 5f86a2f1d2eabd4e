//! Text in the form in which it is compared: without case, accents, legal forms and titles. May use:
//! unicode-normalization.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Legal forms, folded.
const FORMS: [&str; 62] = [
    "ltd",
    "limited",
    "ltee",
    "limitee",
    "inc",
    "incorporated",
    "llc",
    "llp",
    "lp",
    "plc",
    "corp",
    "corporation",
    "co",
    "company",
    "cie",
    "compagnie",
    "sarl",
    "sarlu",
    "suarl",
    "sa",
    "sas",
    "sasu",
    "eurl",
    "sci",
    "snc",
    "sprl",
    "srl",
    "spa",
    "gmbh",
    "ag",
    "kg",
    "ug",
    "ev",
    "mbh",
    "bv",
    "nv",
    "vof",
    "oy",
    "oyj",
    "ab",
    "as",
    "asa",
    "aps",
    "pty",
    "pvt",
    "pte",
    "enr",
    "senc",
    "sencrl",
    "coop",
    "cooperative",
    "kft",
    "zrt",
    "sl",
    "slu",
    "lda",
    "ltda",
    "sro",
    "doo",
    "est",
    "ets",
    "etablissements",
];

/// Titles and small words that banks drop or add.
const SMALL: [&str; 36] = [
    "mr", "mrs", "ms", "miss", "dr", "mme", "mlle", "monsieur", "madame", "prof", "me", "m", "the",
    "and", "et", "of", "for", "de", "la", "le", "les", "du", "des", "d", "l", "und", "der", "die",
    "das", "von", "van", "och", "i", "y", "a", "in",
];

/// Appends a character without case and accents.
fn push_folded(letter: char, folded: &mut String) {
    if letter.is_ascii() {
        folded.push(letter.to_ascii_lowercase());
        return;
    }
    for part in letter.nfkd().filter(|part| !is_combining_mark(*part)) {
        match part {
            'ß' | 'ẞ' => folded.push_str("ss"),
            'æ' | 'Æ' => folded.push_str("ae"),
            'œ' | 'Œ' => folded.push_str("oe"),
            'ø' | 'Ø' => folded.push('o'),
            'ł' | 'Ł' => folded.push('l'),
            'đ' | 'Đ' | 'ð' | 'Ð' => folded.push('d'),
            'þ' | 'Þ' => folded.push_str("th"),
            'ı' => folded.push('i'),
            '’' | '‘' | 'ʼ' => folded.push('\''),
            '‐' | '‑' | '–' | '—' | '−' => folded.push('-'),
            other => folded.extend(other.to_lowercase()),
        }
    }
}

/// The text without case and accents.
pub fn folded(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    text.chars().for_each(|letter| push_folded(letter, &mut folded));
    folded
}

/// Only letters and digits, in lower case, which is how account numbers are compared.
pub fn compact(text: &str) -> String {
    folded(text).chars().filter(|letter| letter.is_alphanumeric()).collect()
}

/// The folded words of a text: apostrophes join words, consecutive single letters are one word
/// (`S.A.R.L.`), and `ä`, `ö`, `ü` become `ae`, `oe`, `ue`, as banks write them.
pub fn words(text: &str) -> Vec<String> {
    let text = without_apostrophes(&folded(text)).replace('&', " and ");
    let mut words: Vec<String> = Vec::new();
    let mut is_run = false;
    for part in text.split(|letter: char| !letter.is_alphanumeric()).filter(|part| !part.is_empty())
    {
        let is_letter = part.len() == 1 && !part.as_bytes()[0].is_ascii_digit();
        match words.last_mut() {
            Some(last) if is_letter && is_run => last.push_str(part),
            _ => words.push(part.to_string()),
        }
        is_run = is_letter;
    }
    words.into_iter().map(plain).collect()
}

/// An apostrophe ends `l` and `d`, and joins other words.
fn without_apostrophes(text: &str) -> String {
    let mut parts = text.split('\'');
    let mut joined = parts.next().unwrap_or_default().to_string();
    for part in parts {
        let last = joined.rsplit(|letter: char| !letter.is_alphanumeric()).next();
        if matches!(last, Some("l" | "d")) {
            joined.push(' ');
        }
        joined.push_str(part);
    }
    joined
}

/// A word as a bank without umlauts writes it.
fn plain(word: String) -> String {
    if !word.contains('e') {
        return word;
    }
    word.replace("ae", "a").replace("oe", "o").replace("ue", "u")
}

/// The distinctive words of a name: without legal forms, titles and small words, unless nothing else is
/// left.
pub fn name_words(name: &str) -> Vec<String> {
    let all = words(name);
    let is_telling = |word: &&String| !is_filler(word);
    let telling: Vec<String> = all.iter().filter(is_telling).cloned().collect();
    if telling.is_empty() { all } else { telling }
}

/// Whether a folded word is a legal form, a title or a small word.
pub fn is_filler(word: &str) -> bool {
    FORMS.contains(&word) || SMALL.contains(&word)
}

/// Legal forms with the same meaning; a form that is not listed equals no other.
const SAME_FORMS: [&[&str]; 6] = [
    &["ltd", "limited", "ltee", "limitee", "pty", "pvt", "pte", "lda", "ltda"],
    &["inc", "incorporated", "corp", "corporation"],
    &["sarl", "sarlu", "suarl", "srl", "sprl"],
    &["sa", "spa", "plc"],
    &["sas", "sasu"],
    &["coop", "cooperative"],
];

/// Forms that many names have in addition to another one.
const VAGUE_FORMS: [&str; 9] =
    ["co", "company", "cie", "compagnie", "est", "ets", "etablissements", "ev", "mbh"];

/// The legal forms in a text, each represented by the first of its equals.
pub fn forms(text: &str) -> Vec<String> {
    let all = words(text).into_iter();
    let forms =
        all.filter(|word| FORMS.contains(&word.as_str()) && !VAGUE_FORMS.contains(&word.as_str()));
    let first = |word: String| {
        let same = SAME_FORMS.iter().find(|same| same.contains(&word.as_str()));
        same.map_or(word, |same| same[0].to_string())
    };
    forms.map(first).collect()
}

/// The key under which a payer's name is learnt: its distinctive words in alphabetical order.
#[must_use]
pub fn key_of_name(name: &str) -> String {
    let mut words = name_words(name);
    words.sort_unstable();
    words.join(" ")
}

/// The key under which a payer's account or telephone number is learnt: `#` and its letters and digits.
#[must_use]
pub fn key_of_account(account: &str) -> String {
    format!("#{}", compact(account))
}

/// The last nine digits of a telephone number, without leading zeros and codes; `None` if there are
/// fewer than eight.
pub fn phone_tail(text: &str) -> Option<String> {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let digits = digits.trim_start_matches('0');
    (8..=15).contains(&digits.len()).then(|| digits[digits.len().saturating_sub(9)..].to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_fold_to_their_telling_words() {
        let same = |a: &str, b: &str| assert_eq!(key_of_name(a), key_of_name(b), "{a} {b}");
        same("Müller & Söhne GmbH", "MUELLER UND SOEHNE");
        same("S.A.R.L. Café de l'Été", "Cafe Ete SARL");
        same("Acme Trading Ltd.", "trading acme LIMITED");
        same("Mme Agnès O'Brien", "OBRIEN AGNES");
        assert_eq!(key_of_name("The Company Ltd"), "company ltd the");
        assert_ne!(key_of_name("Acme"), key_of_account("Acme"));
    }

    #[test]
    fn a_telephone_is_its_last_nine_digits() {
        assert_eq!(phone_tail("+250 788-123-456"), phone_tail("0788123456"));
        assert_eq!(phone_tail("1042"), None);
    }
}
