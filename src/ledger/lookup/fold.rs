//! Normalises text, telephone numbers and the digits of document numbers for comparison. May use:
//! std, domain, unicode-normalization.

use std::ops::Range;

use unicode_normalization::char::{decompose_compatible, is_combining_mark};

use crate::domain::hidden::is_hidden;

/// Letters that Unicode does not decompose, and how people type them without that key.
fn plain(letter: char) -> Option<&'static str> {
    Some(match letter {
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'ø' => "o",
        'đ' | 'ð' => "d",
        'ł' => "l",
        'ħ' => "h",
        'ı' => "i",
        'þ' => "th",
        _ => return None,
    })
}

/// Characters that may be written within a word.
fn is_apostrophe(letter: char) -> bool {
    matches!(letter, '\'' | '’' | '‘' | 'ʼ' | 'ʻ' | '`' | '´' | '′')
}

/// Returns the letters of `letter` in lower case, without accents. The result is the same for NFC
/// and NFD.
fn fold(letter: char, mut give: impl FnMut(char)) {
    if letter.is_ascii() {
        return give(letter.to_ascii_lowercase());
    }
    let mut lower = |letter: char| match plain(letter) {
        Some(letters) => letters.chars().for_each(&mut give),
        None if is_combining_mark(letter) => {}
        None => give(letter),
    };
    decompose_compatible(letter, |part| part.to_lowercase().for_each(&mut lower));
}

/// Folds the words of `text`, with one space between them: lower case, no accents; apostrophes and
/// invisible characters are dropped, and anything else that is neither a letter nor a digit
/// separates words.
pub fn words(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let mut gap = false;
    for letter in text.chars().filter(|letter| !is_apostrophe(*letter) && !is_hidden(*letter)) {
        fold(letter, |letter| {
            if letter.is_alphanumeric() {
                if gap && !folded.is_empty() {
                    folded.push(' ');
                }
                gap = false;
                folded.push(letter);
            } else {
                gap = true;
            }
        });
    }
    folded
}

/// Folds the name of a company or a person as [`words`] does, so that it is the same however it is
/// typed: `&`, `+`, "and" and "et" between words are one word; a legal form has one spelling
/// (`Limited` is `ltd`, `Incorporated` is `inc`, `Corporation` is `corp`, `Company` is `co`, `Limitée`
/// is `ltee`); letters with a full stop behind each are one word (`S.A.R.L.` is `sarl`). A legal form
/// that one name has and the other lacks makes two names: they are only near each other.
pub fn company(name: &str) -> String {
    let mut spaced = String::with_capacity(name.len());
    for letter in name.chars() {
        match letter {
            '&' | '+' | '＆' => spaced.push_str(" and "),
            letter => spaced.push(letter),
        }
    }
    let folded = words(&spaced);
    let mut out: Vec<String> = Vec::new();
    // Whether the last word is made of single letters.
    let mut is_initials = false;
    for word in folded.split(' ').filter(|word| !word.is_empty()) {
        let is_letter = word.chars().count() == 1 && word.chars().all(char::is_alphabetic);
        match out.last_mut().filter(|_| is_letter && is_initials) {
            Some(last) => last.push_str(word),
            None => out.push(word.to_string()),
        }
        is_initials = is_letter;
    }
    out.iter().map(|word| legal_form(word)).collect::<Vec<_>>().join(" ")
}

/// The one spelling of a legal form; any other word as it is.
fn legal_form(word: &str) -> &str {
    match word {
        "et" => "and",
        "limited" => "ltd",
        "limitee" => "ltee",
        "incorporated" => "inc",
        "corporation" => "corp",
        "company" => "co",
        other => other,
    }
}

/// Folds a name as [`company`] does, without the legal forms at its end: what two names share of
/// which one says less. None of it is left where a name is nothing but a legal form.
pub fn without_legal_form(name: &str) -> String {
    const FORMS: [&str; 14] = [
        "and", "co", "corp", "gmbh", "inc", "llc", "llp", "lp", "ltd", "ltee", "plc", "sa", "sarl",
        "sas",
    ];
    let folded = company(name);
    let mut words: Vec<&str> = folded.split(' ').collect();
    while words.last().is_some_and(|word| FORMS.contains(word)) {
        words.pop();
    }
    words.join(" ")
}

/// Folds like [`words`], and returns each letter with the characters of `text` that it stands for.
pub fn words_with_places(text: &str) -> Vec<Vec<(char, Range<usize>)>> {
    let mut words: Vec<Vec<(char, Range<usize>)>> = Vec::new();
    let mut gap = true;
    for (place, letter) in text.chars().enumerate() {
        // A combining mark belongs to the letter before it.
        if is_combining_mark(letter)
            && let Some((_, places)) = words.last_mut().and_then(|word| word.last_mut())
        {
            places.end = place + 1;
        }
        if is_apostrophe(letter) || is_hidden(letter) {
            continue;
        }
        fold(letter, |letter| {
            if !letter.is_alphanumeric() {
                gap = true;
                return;
            }
            if gap {
                words.push(Vec::new());
            }
            gap = false;
            words.extend(words.is_empty().then(Vec::new));
            if let Some(word) = words.last_mut() {
                word.push((letter, place..place + 1));
            }
        });
    }
    words
}

/// The ASCII digits of `text`.
pub fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

/// A normalised telephone number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phone {
    /// All its digits without trunk zeros: `250788123456`, or `788123456` if it was written in its
    /// national form.
    pub digits: String,
    /// Where the digits after the calling code begin.
    pub national: usize,
}

/// The fewest digits of a telephone number; a typed one may have a calling code before them.
pub const SHORTEST_PHONE: usize = 7;

/// Reads a telephone number in any notation: `+250 788 123 456`, `00250…`, `(0788) 12-34-56`, `+44
/// (0)20 7946 0000`, `613-555-0100 ext. 12`. `None` if there are no digits in it.
pub fn phone(text: &str) -> Option<Phone> {
    let text = text.trim().replace("(0)", "");
    let number = text
        .split(|letter: char| letter.is_alphabetic())
        .find(|part| part.contains(|letter: char| letter.is_ascii_digit()))?;
    let all = digits(number);
    let before = number.split(|letter: char| letter.is_ascii_digit()).next().unwrap_or("");
    let abroad = before.contains('+') || all.starts_with("00");
    let digits = all.trim_start_matches('0').to_string();
    let national = if abroad { calling_code(&digits).min(digits.len()) } else { 0 };
    (!digits.is_empty()).then_some(Phone { digits, national })
}

/// Returns the number of digits of the calling code. Source: ITU-T E.164, whose codes have one
/// digit (1, 7), two (those listed) or three (all others).
fn calling_code(digits: &str) -> usize {
    const TWO: &str = "20 27 30 31 32 33 34 36 39 40 41 43 44 45 46 47 48 49 51 52 53 54 55 56 57 \
                       58 60 61 62 63 64 65 66 81 82 84 86 90 91 92 93 94 95 98";
    match digits.get(..2) {
        Some(front) if front.starts_with(['1', '7']) => 1,
        Some(front) if TWO.split(' ').any(|code| code == front) => 2,
        _ => 3,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_without_accents_case_and_apostrophes() {
        assert_eq!(words("  Café  N’Dour & Fils, Ltée. "), "cafe ndour fils ltee");
        assert_eq!(words("Cafe\u{301}"), words("Caf\u{e9}"));
        assert_eq!(words("Łódź Straße Ærø İstanbul"), "lodz strasse aero istanbul");
        assert_eq!(words("3M (Rwanda)"), "3m rwanda");
        assert_eq!(words("Wid\u{ad}get\u{3164} 10\u{200b}01"), "widget 1001");
        assert_eq!(words("…"), "");
    }

    #[test]
    fn a_company_is_one_however_its_name_is_typed() {
        for (one, other) in [
            ("Café Ubuntu", "CAFE  UBUNTU"),
            ("Hill Motors Ltd", "Hill Motors Ltd."),
            ("Hill Motors Ltd", "Hill Motors, Limited"),
            ("Lévesque & Fils Inc.", "Levesque et Fils, Inc"),
            ("Smith and Sons", "Smith&Sons"),
            ("Kigali S.A.R.L.", "Kigali SARL"),
            ("A.B.C. Company", "ABC Co."),
            ("O'Brien", "OBrien"),
        ] {
            assert_eq!(company(one), company(other), "{one}");
        }
        for (one, other) in [
            ("Hill Motors", "Hill Motors Ltd"),
            ("Hill Motors Inc", "Hill Motors Ltd"),
            ("Ubuntu Café", "Café Ubuntu"),
            ("Smith Sons", "Smith & Sons"),
            ("", "Ltd"),
        ] {
            assert_ne!(company(one), company(other), "{one}");
        }
        assert_eq!(without_legal_form("Hill Motors & Co. Ltd"), "hill motors");
        assert_eq!(without_legal_form("Ltd"), "");
    }

    #[test]
    fn each_letter_knows_where_it_stands() {
        let words = words_with_places("O'Ne\u{301}il Œuvre");
        let joined: Vec<String> =
            words.iter().map(|word| word.iter().map(|(letter, _)| letter).collect()).collect();
        assert_eq!(joined, ["oneil", "oeuvre"]);
        assert_eq!(words[0][2], ('e', 3..5), "the accent is a part of its letter");
        assert_eq!((words[1][0].1.clone(), words[1][1].1.clone()), (8..9, 8..9));
    }

    #[test]
    fn a_telephone_number_is_the_same_in_any_writing() {
        let of = |text: &str| phone(text).map(|phone| (phone.digits, phone.national));
        let rwanda = Some(("250788123456".to_string(), 3));
        assert_eq!(of("+250 788 123 456"), rwanda);
        assert_eq!(of("00250-788-123-456"), rwanda);
        assert_eq!(of("(0788) 12.34.56"), Some(("788123456".into(), 0)));
        assert_eq!(of("+44 (0)20 7946 0000"), Some(("442079460000".into(), 2)));
        assert_eq!(of("Tel. +1 613 555 0100 ext. 12"), Some(("16135550100".into(), 1)));
        assert_eq!(of("none"), None);
        assert_eq!(of("000"), None);
    }
}
