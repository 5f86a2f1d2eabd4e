//! Texts of a file in the form that a book keeps: without control characters and invisible ones. May
//! use: domain, unicode-normalization.

use unicode_normalization::UnicodeNormalization;

use crate::domain::hidden::{is_hidden, joins};

/// The text in NFC with single blanks between its words, at most `most` characters long. Control
/// characters and invisible ones are dropped, except joiners between letters whose spelling needs them.
pub(super) fn cleaned(text: &str, most: usize) -> String {
    if is_clean(text, most) {
        return text.to_string();
    }
    let mut clean = String::with_capacity(text.len());
    let (mut before, mut is_apart) = (None, false);
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        if letter.is_whitespace() {
            is_apart = true;
            continue;
        }
        let joined = joins(before, letter, letters.peek().copied());
        if letter.is_control() || (is_hidden(letter) && !joined) {
            continue;
        }
        if is_apart && !clean.is_empty() {
            clean.push(' ');
        }
        is_apart = false;
        before = Some(letter);
        clean.push(letter);
    }
    let clean: String = if clean.is_ascii() { clean } else { clean.nfc().collect() };
    match clean.char_indices().nth(most) {
        None => clean,
        Some((end, _)) => clean.get(..end).unwrap_or_default().trim_end().to_string(),
    }
}

/// Whether a text is clean already.
fn is_clean(text: &str, most: usize) -> bool {
    let mut before = b' ';
    let is_plain = |byte: u8| {
        let plain = (b' '..=b'~').contains(&byte) && !(byte == b' ' && before == b' ');
        before = byte;
        plain
    };
    text.len() <= most && text.bytes().all(is_plain) && before != b' ' || text.is_empty()
}

/// The same as an option: `None` if nothing is left.
pub(super) fn kept(text: &str, most: usize) -> Option<String> {
    Some(cleaned(text, most)).filter(|text| !text.is_empty())
}

/// Adds a reference if it is new and not one of the words that banks write when there is none.
pub(super) fn add_reference(references: &mut Vec<String>, text: &str) {
    let Some(reference) = kept(text, domain_short()) else { return };
    let none = reference.trim_end_matches('+').to_ascii_uppercase();
    let says_none = matches!(
        none.as_str(),
        "NOTPROVIDED"
            | "NOT PROVIDED"
            | "NONREF"
            | "NOREF"
            | "NONE"
            | "N/A"
            | "NA"
            | "-"
            | "EREF"
            | "KREF"
            | "MREF"
            | "PREF"
            | "UNKNOWN"
            | "NULL"
    );
    if !says_none && !none.is_empty() && !references.contains(&reference) {
        references.push(reference);
    }
}

/// The most characters of a name or a reference.
pub(super) fn domain_short() -> usize {
    crate::domain::text::SHORT
}

/// The most characters of a payment's purpose.
pub(super) fn domain_long() -> usize {
    crate::domain::text::LONG
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_passes_the_rules_of_a_text() {
        for (given, kept) in [
            ("plain", "plain"),
            ("  two\r\n words ", "two words"),
            ("a\0b\u{1b}[31mc\u{200b}\u{202e}", "ab[31mc"),
            ("Ame\u{301}lie", "Am\u{e9}lie"),
            ("\u{6cc}\u{200c}\u{62e}", "\u{6cc}\u{200c}\u{62e}"),
            ("\u{200b}", ""),
            ("", ""),
            (" ", ""),
        ] {
            assert_eq!(cleaned(given, 20), kept, "{given:?}");
        }
        assert_eq!(cleaned("abc def", 4), "abc");
        assert_eq!(cleaned(&"é".repeat(9), 4), "éééé");
    }
}
