//! Text as it is stored: NFC, without controls, no longer than its field. May use: std,
//! unicode-normalization.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;

use super::refusal::{Refusal, Rule};

/// The most characters a name, a description or a reference may have.
pub const SHORT: usize = 200;

/// The most characters a note may have.
pub const LONG: usize = 2_000;

/// `given` in NFC without blanks at its ends; refused where it holds a control character (a NUL,
/// a tab, a line break) or more than `most` characters.
pub fn clean(field: &str, given: &str, most: usize) -> Result<String, Refusal> {
    let text = trimmed(given).into_owned();
    if let Some(control) = text.chars().find(|letter| is_hidden(*letter)) {
        let code = format!("U+{:04X}", u32::from(control));
        return Err(Refusal::new(Rule::TextMalformed, field).with("character", code));
    }
    if text.chars().count() > most {
        return Err(Refusal::new(Rule::TextTooLong, field).with("most", most));
    }
    Ok(text)
}

/// Without blanks at its ends, in NFC, which ASCII is.
pub fn trimmed(text: &str) -> Cow<'_, str> {
    let text = text.trim();
    if text.is_ascii() { Cow::Borrowed(text) } else { Cow::Owned(text.nfc().collect()) }
}

/// Controls, and the marks that turn the order of what is shown around: with them a text reads
/// as another than it is.
fn is_hidden(letter: char) -> bool {
    letter.is_control() || matches!(letter, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// As [`clean`], refused where nothing is left.
pub fn required(field: &str, given: &str, most: usize) -> Result<String, Refusal> {
    let text = clean(field, given, most)?;
    if text.is_empty() {
        return Err(Refusal::new(Rule::TextEmpty, field));
    }
    Ok(text)
}

/// As [`clean`], where an empty text is the same as none.
pub fn optional(field: &str, given: Option<&String>) -> Result<Option<String>, Refusal> {
    let text = given.map(|text| clean(field, text, SHORT)).transpose()?;
    Ok(text.filter(|text| !text.is_empty()))
}

/// A note of a case: as [`optional`], but longer.
pub fn note(field: &str, given: Option<&String>) -> Result<Option<String>, Refusal> {
    let text = given.map(|text| clean(field, text, LONG)).transpose()?;
    Ok(text.filter(|text| !text.is_empty()))
}

/// What two texts share when they are the same without regard to case.
pub fn folded(text: &str) -> String {
    let text = trimmed(text);
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
}
