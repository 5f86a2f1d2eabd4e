//! Text as it is stored: NFC, without control or invisible characters, no longer than its field. May
//! use: std, unicode-normalization.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;

use super::hidden::{is_hidden, joins};
use super::refusal::{Refusal, Rule};

/// The most characters a name, a description or a reference may have.
pub const SHORT: usize = 200;

/// The most characters a note may have.
pub const LONG: usize = 2_000;

/// `given` in NFC and trimmed; empty if it has only invisible characters. Refused if it contains a
/// control character (a NUL, a tab, a line break), an invisible one, or more than `most` characters.
pub fn clean(field: &str, given: &str, most: usize) -> Result<String, Refusal> {
    checked(field, given, most, |_, _, _| false)
}

fn checked(
    field: &str,
    given: &str,
    most: usize,
    may_join: fn(Option<char>, char, Option<char>) -> bool,
) -> Result<String, Refusal> {
    if given.chars().all(|letter| letter.is_whitespace() || is_hidden(letter)) {
        return Ok(String::new());
    }
    let text = trimmed(given).into_owned();
    let mut before = None;
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        let is_hidden = is_hidden(letter) && !may_join(before, letter, letters.peek().copied());
        if letter.is_control() || is_hidden {
            let code = format!("U+{:04X}", u32::from(letter));
            return Err(Refusal::new(Rule::TextMalformed, field).with("character", code));
        }
        before = Some(letter);
    }
    if text.chars().count() > most {
        return Err(Refusal::new(Rule::TextTooLong, field).with("most", most));
    }
    Ok(text)
}

/// Trimmed, in NFC; ASCII is in NFC already.
pub fn trimmed(text: &str) -> Cow<'_, str> {
    let text = text.trim();
    if text.is_ascii() { Cow::Borrowed(text) } else { Cow::Owned(text.nfc().collect()) }
}

/// A code or a number as it looks: [`trimmed`], without invisible characters, with plain spaces.
pub fn visible(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return trimmed(text);
    }
    let blank = |letter: char| match letter.is_whitespace() && !letter.is_control() {
        true => ' ',
        false => letter,
    };
    // Normalised last, because an invisible character may separate a letter from its accent.
    let shown: String = text.chars().filter(|letter| !is_hidden(*letter)).map(blank).collect();
    Cow::Owned(trimmed(&shown).into_owned())
}

/// A code or a number as it is stored, which is how it looks; refused if it is empty, contains a
/// control character, or has more than `most` characters.
pub fn name(field: &str, given: &str, most: usize) -> Result<String, Refusal> {
    required(field, &visible(given), most)
}

/// As [`clean`], but refused if nothing is left.
pub fn required(field: &str, given: &str, most: usize) -> Result<String, Refusal> {
    let text = clean(field, given, most)?;
    if text.is_empty() {
        return Err(Refusal::new(Rule::TextEmpty, field));
    }
    Ok(text)
}

/// As [`clean`]; an empty text counts as none.
pub fn optional(field: &str, given: Option<&String>) -> Result<Option<String>, Refusal> {
    let text = given.map(|text| clean(field, text, SHORT)).transpose()?;
    Ok(text.filter(|text| !text.is_empty()))
}

/// A note of a case: as [`optional`], but longer, and with joiners in scripts that use them.
pub fn note(field: &str, given: Option<&String>) -> Result<Option<String>, Refusal> {
    let text = given.map(|text| checked(field, text, LONG, joins)).transpose()?;
    Ok(text.filter(|text| !text.is_empty()))
}

/// A key that texts share if they differ in case alone.
pub fn folded(text: &str) -> String {
    lower(&visible(text))
}

/// The same without invisible characters, because codes and numbers in older entries may differ in
/// those alone.
pub fn folded_whole(text: &str) -> String {
    lower(&trimmed(text))
}

fn lower(text: &str) -> String {
    match text.is_ascii() {
        true => text.to_ascii_lowercase(),
        false => text.chars().flat_map(char::to_lowercase).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_stored_in_nfc_without_controls() {
        assert_eq!(clean("name", " Ame\u{301}lie ", 20), Ok("Am\u{e9}lie".into()));
        let rule = |given: &str| clean("name", given, 5).map_err(|refusal| refusal.rule);
        assert_eq!(rule("a\0b"), Err(Rule::TextMalformed));
        assert_eq!(rule("a\nb"), Err(Rule::TextMalformed));
        assert_eq!(rule("abcdef"), Err(Rule::TextTooLong));
        assert_eq!(folded("AME\u{301}LIE"), folded("am\u{e9}lie"));
    }

    #[test]
    fn a_code_is_stored_as_it_shows() {
        let stored = |given: &str| name("code", given, 5).map_err(|refusal| refusal.rule);
        assert_eq!(stored("10\u{200b}01 \u{feff}"), Ok("1001".into()));
        assert_eq!(stored("E\u{34f}\u{301}"), Ok("\u{c9}".into()));
        assert_eq!(stored("A\u{a0}1"), Ok("A 1".into()));
        assert_eq!(stored("\u{200b} \u{3164}"), Err(Rule::TextEmpty));
        assert_eq!(stored("a\tb"), Err(Rule::TextMalformed));
        assert_eq!(folded("a\u{200b}1"), folded("A1"));
        assert_ne!(folded_whole("a\u{200b}1"), folded_whole("A1"));
    }
}
